"""The codebooks that come with the program: whole, in order, and each code with where it comes from."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from qualbench.codebook.lint import check_codebook
from qualbench.codebook.resolve import resolve_entries
from qualbench.codebook.yaml_file import read_codebook, rewrite_codebook, write_codebook
from qualbench.model.code import OKABE_ITO, PATH_SEPARATOR, Codebook, CodeStatus, Origin

FOLDER = Path(__file__).parents[2] / "codebooks"
STARTERS = sorted(FOLDER.glob("*.yaml"))
#: A work's year, as every source gives it.
YEAR = re.compile(r"\((1[89]|20)\d\d\)")


def load(path: Path) -> Codebook:
    file = read_codebook(path.read_text(encoding="utf-8"))
    assert not file.problems
    return resolve_entries(file, Codebook("", ()), known_at_writing=None).target


def test_there_are_eight_at_least_and_the_page_names_each() -> None:
    assert len(STARTERS) >= 8
    page = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert sorted(re.findall(r"^\| `(.+?\.yaml)` ", page, re.MULTILINE)) == [one.name for one in STARTERS]


def test_no_two_codes_of_any_have_one_id() -> None:
    ids = [code.id for path in STARTERS for code in load(path).codes]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("path", STARTERS, ids=lambda path: path.stem)
def test_each_code_says_what_it_means_when_to_use_it_and_whence_it_comes(path: Path) -> None:
    book = load(path)
    assert book.name
    for code in book.codes:
        assert code.definition.endswith("."), code.name
        assert code.when, code.name
        assert YEAR.search(code.source), (code.name, code.source)
        assert code.origin is Origin.A_PRIORI
        assert code.status is CodeStatus.ACTIVE
        assert code.color in (*OKABE_ITO, "#000000")
        assert not (code.examples or code.counter_examples), "examples come from one's own material"


@pytest.mark.parametrize("path", STARTERS, ids=lambda path: path.stem)
def test_the_head_names_what_it_is_made_after(path: Path) -> None:
    first, words, advice = path.read_text(encoding="utf-8").splitlines()[:3]
    assert first.startswith("# After ")
    assert YEAR.search(first)
    assert "wording of definitions is ours" in words
    assert advice.startswith("# ")


@pytest.mark.parametrize("path", STARTERS, ids=lambda path: path.stem)
def test_nothing_is_remarked_on_but_that_there_are_no_examples(path: Path) -> None:
    found = [one.message for one in check_codebook(load(path)) if one.id != "no-example"]
    assert found == []


@pytest.mark.parametrize("path", STARTERS, ids=lambda path: path.stem)
def test_a_code_that_another_sends_to_is_there(path: Path) -> None:
    """`when_not` ends in where else to look; a name there is a code's, or words of ordinary use."""
    book = load(path)
    names = {code.name for code in book.codes}
    sent = [
        (code.name, found[1])
        for code in book.codes
        if (found := re.search(r": ([A-Z][^.:;]+)\.$", code.when_not)) is not None
    ]
    assert [one for one in sent if one[1] not in names] == []


@pytest.mark.parametrize("path", STARTERS, ids=lambda path: path.stem)
def test_it_is_written_as_the_program_would(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    book = load(path)
    assert rewrite_codebook(text, book) == text
    keys = [line.strip().removeprefix("- ").partition(":")[0] for line in write_codebook(book).splitlines()]
    assert {"id", "name", "definition", "when", "source"} <= set(keys)
    assert not any(PATH_SEPARATOR in code.name for code in book.codes)
