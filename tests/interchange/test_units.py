"""What positions count is found out from the passages, and said with how sure that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualbench.errors import FileProblem
from qualbench.interchange.positions import Model, Unit
from qualbench.interchange.projects import How
from qualbench.interchange.qdpx import read_qdpx
from qualbench.interchange.units import Counted, PositionsUnsure, Sample, choose_model, is_name_of
from qualbench.storage.foreign import open_tables
from tests.interchange.made_qdpx import guid, many_passages, package, position_in, project

if TYPE_CHECKING:
    from pathlib import Path

WAYS = {
    "NVivo for Windows": (Model(Unit.UTF16, 2), "NVivo 12 Windows", True, True),
    "the standard": (Model(Unit.CODE_POINTS, 2), "MAXQDA 24", False, False),
    "bytes": (Model(Unit.BYTES, 2), "", True, False),
    "a line end is one": (Model(Unit.UTF16, 1), "", True, True),
    "the mark counts": (Model(Unit.CODE_POINTS, 1, bom=True), "QualCoder", True, True),
    "the end is the last character": (Model(Unit.CODE_POINTS, 2, inclusive=True), "", False, False),
    "NVivo that counts as the standard": (Model(Unit.CODE_POINTS, 2), "NVivo 14 Windows", True, True),
}


@pytest.mark.parametrize("way", WAYS)
def test_three_hundred_passages_stand_on_their_words(tmp_path: Path, way: str) -> None:
    model, origin, crlf, marked = WAYS[way]
    made = many_passages(tmp_path / "a.qdpx", model, origin=origin, crlf=crlf, marked=marked)
    read = read_qdpx(made.path, How(open_tables))
    texts = {one.key: one.reading.text for one in read.documents}
    found = {
        one.key: texts[one.document][one.span.start : one.span.end]
        for one in read.codings
        if one.span is not None and not one.doubt
    }
    assert len(found) == 300
    assert found == made.words
    assert "300 of 300 passages" in read.remarks[1]
    assert {one.coder for one in read.codings} == {guid(2, 9)}


def test_where_it_is_not_sure_a_person_says_it(tmp_path: Path) -> None:
    raw = "😀 " + "字" * 40
    place = [position_in(raw, at, Model(Unit.UTF16)) for at in (10, 14)]
    inside = (
        f'<Sources><TextSource guid="{guid(1)}" name="a" plainTextPath="internal://a.txt">'
        f'<PlainTextSelection guid="{guid(2)}" startPosition="{place[0]}" endPosition="{place[1]}"/>'
        "</TextSource></Sources>"
    )
    path = package(tmp_path / "a.qdpx", project(inside), {"sources/a.txt": raw.encode()})
    with pytest.raises(PositionsUnsure, match="not sure"):
        read_qdpx(path, How(open_tables))

    def start(how: How) -> int | None:
        (memo,) = read_qdpx(path, how).memos
        return memo.span.start if memo.span else None

    asked: list[str] = []

    def choose(why: str) -> str:
        asked.append(why)
        return "utf-16"

    assert start(How(open_tables, positions="utf-16")) == 10
    assert start(How(open_tables, choose=choose)) == 10
    assert "fits nearly as well" in asked[0]
    assert start(How(open_tables, guess=True)) is not None
    assert start(How(open_tables, positions="code-points")) == 11


def test_a_name_is_its_words_flattened_and_cut_short() -> None:
    words = "We had no day off\n at all, and the wards were full of people who waited for a bed."
    assert is_name_of(words, "We had no day off at all, and…")
    assert is_name_of(words, "We had no day off at all, and the wards were full of people who")
    assert not is_name_of(words, "We had no day off")
    assert not is_name_of(words, "line:12")
    assert not is_name_of(words, "")


def test_what_is_no_project_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.qde").write_text("<CodeBook/>", "utf-8")
    with pytest.raises(FileProblem, match="no REFI-QDA project"):
        read_qdpx(tmp_path / "a.qde", How(open_tables))


def test_whole_lines_with_their_ends_are_no_reason_for_doubt() -> None:
    """As `qualitative-coding` codes: an emoji in the line lets UTF-16 end it just before its end."""
    raw = "Anna: We had no day off\nat all, which was hard.\n\nBen: The wards were full 😀,\nthe beds too.\n"
    starts = [0, *(at + 1 for at, one in enumerate(raw) if one == "\n")]
    samples = [Sample(0, starts[one], starts[one + 1], f"line:{one}") for one in (0, 1, 3)]
    choice = choose_model([Counted(raw, False)], samples, origin="qc 1.7.8")
    assert (choice.model, choice.sure) == (Model(), True)
    last = [Sample(0, raw.index("Ben"), raw.index(",\nthe"), "")]
    assert choose_model([Counted(raw, False)], last).sure
