from __future__ import annotations

import pytest
import yaml
from hypothesis import given, settings

from qualbench.codebook.entries import VALUES
from qualbench.codebook.rewriting import rewrite_codebook
from qualbench.codebook.writing import write_codebook, write_scalar
from qualbench.codebook.yaml_file import CodebookFile, Entry, read_codebook
from qualbench.model.code import Code, Codebook
from tests.codebook.made import HARD, HARD_TEXT, TEXTS, codebooks, number, small


def as_codes(file: CodebookFile) -> list[Code]:
    """What a file says, flat, with positions counted from 0."""
    found: list[Code] = []

    def walk(entries: tuple[Entry, ...], parent: str | None) -> None:
        for place, one in enumerate(entries):
            assert one.id
            values = {key: getattr(one, key) for key in VALUES}
            found.append(Code(one.id, one.name, parent, place, **values))
            walk(one.children, one.id)

    walk(file.entries, None)
    return found


def test_a_fresh_file_has_one_key_a_line_in_order_and_no_empty_keys() -> None:
    text = write_codebook(small())
    assert text == (
        "format: 1\n"
        "name: Study\n"
        "codes:\n"
        f"  - id: {number(1)}\n"
        "    name: Barriers\n"
        "    definition: What stands in the way.\n"
        "    status: active\n"
        "    codes:\n"
        f"      - id: {number(2)}\n"
        "        name: Cost\n"
        "        color: '#0072B2'\n"
        "        examples:\n"
        "          - It was dear.\n"
        "          - 'No: never.'\n"
        "        status: active\n"
        f"      - id: {number(3)}\n"
        "        name: Distance\n"
        "        when: |\n"
        "          Far.\n"
        "          Very far.\n"
        "        origin: inductive\n"
        "        status: active\n"
        f"  - id: {number(4)}\n"
        "    name: Hope\n"
        "    in_vivo: true\n"
        "    status: retired\n"
    )


@settings(max_examples=60, deadline=None)
@given(codebooks())
def test_what_is_written_reads_back_as_the_same(codebook: Codebook) -> None:
    text = write_codebook(codebook)
    file = read_codebook(text)
    assert not [one for one in file.problems if one.serious]
    assert file.name == codebook.name
    assert as_codes(file) == [one for one, _depth in codebook.walk()]
    assert rewrite_codebook(text, codebook) == text


@pytest.mark.parametrize("text", [*HARD, *HARD_TEXT])
@pytest.mark.parametrize("style", ["", "'", '"'])
def test_a_hard_text_comes_back_in_any_quoting(text: str, style: str) -> None:
    for block in (True, False):
        written = write_scalar(text, 0, style=style, block=block)
        assert yaml.load(f"key: {written}\nother: 1\n", yaml.BaseLoader) == {"key": text, "other": "1"}


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_other_readers_see_text_too(text: str) -> None:
    assert yaml.safe_load(f"key: {write_scalar(text, 0)}\n") == {"key": text}
