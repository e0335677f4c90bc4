from __future__ import annotations

import re
from pathlib import Path

import pytest

from qualbench.codebook.entries import CODE_KEYS, KEYS
from qualbench.codebook.yaml_file import read_codebook
from tests.codebook.broken import BROKEN, Broken

PAGE = (Path(__file__).parents[2] / "docs" / "codebook-format.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("one", BROKEN, ids=lambda one: one.what)
def test_a_broken_file_gets_this_sentence_with_this_line(one: Broken) -> None:
    serious = [problem for problem in read_codebook(one.text).problems if problem.serious]
    assert [(problem.line, problem.message, problem.hint) for problem in serious] == [
        (one.line, one.said, one.hint)
    ]


@pytest.mark.parametrize("one", BROKEN, ids=lambda one: one.what)
def test_the_page_has_the_sentence(one: Broken) -> None:
    assert f"| {one.what} | {one.said} {one.hint} |\n" in PAGE


def test_the_examples_of_the_page_are_in_order_and_hold_every_key() -> None:
    blocks = [
        one for one in re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL) if "- " in one
    ]
    assert len(blocks) >= 2
    for block in blocks:
        assert read_codebook(block).problems == ()
    assert all(f"{key}:" in blocks[1] or key == "in_vivo" for key in KEYS)
    assert all(f"`{key}`" in PAGE for key in CODE_KEYS)
