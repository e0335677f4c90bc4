"""The JSON Schema that editors use agrees with the reader, wherever a schema can tell."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given, settings

from qualbench.codebook.entries import CODE_KEYS, TOP_KEYS
from qualbench.codebook.yaml_file import read_codebook, rewrite_codebook, write_codebook
from tests.codebook import test_rewriting, test_rewriting_fields
from tests.codebook.broken import BROKEN, Broken
from tests.codebook.made import codebooks, small

if TYPE_CHECKING:
    from qualbench.model.code import Codebook

jsonschema: Any = pytest.importorskip("jsonschema", reason="a development dependency; run: make setup")

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "docs" / "codebook.schema.json").read_text(encoding="utf-8"))
CHECK = jsonschema.Draft7Validator(SCHEMA)
SHIPPED = sorted([*(ROOT / "codebooks").glob("*.yaml"), *(ROOT / "examples").rglob("*.yaml")])


class Editor(yaml.SafeLoader):
    """Reads YAML 1.2 as editors do: few words are anything but text, dates and `No` among the text."""


Editor.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("bool", r"^(true|false|True|False|TRUE|FALSE)$", "tfTF"),
    ("null", r"^(~|null|Null|NULL|)$", ["~", "n", "N", ""]),
    ("int", r"^[-+]?[0-9]+$", "-+0123456789"),
    ("float", r"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$", "-+.0123456789"),
):
    Editor.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(pattern), list(first))


def keyed(value: Any) -> Any:
    """What was read, with every key as the text that JSON makes of it."""
    if isinstance(value, dict):
        return {key if isinstance(key, str) else json.dumps(key): keyed(one) for key, one in value.items()}
    return [keyed(one) for one in value] if isinstance(value, list) else value


def complaints(text: str) -> list[str]:
    """What an editor with the schema underlines, as text alone and with YAML's types."""
    found = []
    for loader in (yaml.BaseLoader, Editor):
        try:
            value = keyed(yaml.load(text, loader))
        except yaml.YAMLError as error:
            return [str(error)]
        found += [one.message for one in CHECK.iter_errors(value)]
    return found


def test_it_is_a_schema_and_has_every_key_with_a_word_on_each() -> None:
    jsonschema.Draft7Validator.check_schema(SCHEMA)
    code = SCHEMA["definitions"]["code"]["properties"]
    assert tuple(code) == CODE_KEYS
    assert tuple(SCHEMA["then"]["properties"]) == TOP_KEYS
    assert all(one["description"] for one in code.values())


@settings(max_examples=80, deadline=None)
@given(codebooks())
def test_what_the_program_writes_is_valid(codebook: Codebook) -> None:
    assert complaints(write_codebook(codebook)) == []
    assert complaints(rewrite_codebook("- A\n- B:\n  - C\n", codebook)) == []


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_what_is_shipped_is_valid(path: Path) -> None:
    assert complaints(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "text",
    [
        *(test_rewriting.HAND, test_rewriting.ODD, test_rewriting_fields.HAND, write_codebook(small())),
        "- A\n- B\n",
        "- Barriers:\n  - Cost\n  - Far\n- Hope\n",
        "Barriers:\n  - Cost\nHope:\n",
        "Barriers:\n  Cost:\n    - Fare\n",
        "[A, B]",
        "codes: []\n",
        "codes:\n",
        "format: 1\nname: 007\nx-kept-by: Maren\ncodes:\n- A\n- name: B\n  codes: [C]\n",
        "- No\n- 1.10\n- 12:30\n- 2024-01-01\n- yes\n- 0o7\n- true\n",
        "- name: 1999\n  definition: 1.50\n  when: true\n  in_vivo: Yes\n"
        "  status: Retired\n  origin: A priori\n",
        "- name: A\n  examples: one\n  counter_examples: []\n"
        "  properties:\n  silenced: {}\n  level:\n  x-y: [1]\n",
        "- name: A\n  properties:\n    1: 2\n    x: ''\n  in_vivo: no\n  color:\n  id:\n",
    ],
)
def test_what_the_reader_takes_is_valid(text: str) -> None:
    assert not [one for one in read_codebook(text).problems if one.serious]
    assert complaints(text) == []


@pytest.mark.parametrize("one", [one for one in BROKEN if len(one.text) < 1000], ids=lambda one: one.what)
def test_what_is_broken_is_refused_where_a_schema_can_tell(one: Broken) -> None:
    assert bool(complaints(one.text)) == one.schema
