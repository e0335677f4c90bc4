"""RIS: each reference a turn under its short name, title and abstract its words; nothing goes unsaid."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualbench.errors import FileProblem
from qualbench.model.document import DocumentKind, Reading, Role
from qualbench.readers import references
from qualbench.readers.references import Reference, short_name
from qualbench.readers.refusals import DamagedFile, EmptyFile, FileUnreadable
from qualbench.readers.registry import read_bytes


def read(text: str, name: str = "search.ris") -> Reading:
    return read_bytes(name, text.encode())


def said(reading: Reading) -> list[tuple[str | None, str]]:
    return [(turn.speaker, reading.text[turn.start : turn.end]) for turn in reading.turns]


GARDENS = """\
Provider: a library

TY  - JOUR
TI  - Gardens and rain
AU  - Berg, Anna
AU  - Holm, Dan
JO  - Journal of Gardens
PY  - 2019/05//
VL  - 7
IS  - 2
SP  - 11
EP  - 19
DO  - 10.1000/x.1
AB  - It rained: mostly
in  the garden.
KW  - rain
KW  - gardens
N1  - read twice
ER  -

TY  - BOOK
T1  - Rain
A1  - The Garden Society
Y1  - 1988
PB  - Leaf
N2  - A book.
ER  -
TY  - RPRT
TI  - More rain
AU  - Berg, Anna
AU  - Holm, Dan
DA  - 2019
ER  -
"""


def test_a_reference_is_a_turn_with_a_head_and_its_words() -> None:
    reading = read(GARDENS)
    assert reading.text == (
        "Berg & Holm 2019\n"
        "Berg, Anna; Holm, Dan (2019/05). Journal of Gardens 7(2), 11–19. doi:10.1000/x.1\n"
        "Gardens and rain\nIt rained: mostly in the garden.\nKeywords: rain; gardens\n\n"
        "Society 1988\nThe Garden Society (1988). Leaf\nRain\nA book.\n\n"
        "Berg & Holm 2019b\nBerg, Anna; Holm, Dan (2019)\nMore rain"
    )
    assert said(reading) == [
        ("Berg & Holm 2019", "Gardens and rain\nIt rained: mostly in the garden.\nKeywords: rain; gardens"),
        ("Society 1988", "Rain\nA book."),
        ("Berg & Holm 2019b", "More rain"),
    ]
    assert [reading.text[turn.label_start :][:6] for turn in reading.turns] == ["Berg &", "Societ", "Berg &"]
    assert reading.kind is DocumentKind.RECORD
    assert set(reading.roles.values()) == {Role.PARTICIPANT}
    assert [(one.line, one.message) for one in reading.problems] == [
        (None, "1 of 3 references have no abstract: only their titles are read."),
        (None, "Left out of the text are the fields N1."),
        (1, "What stands outside the references, from this line on, is left out."),
    ]


def test_what_is_broken_is_told_with_its_line_and_kept() -> None:
    reading = read(
        "TY  - JOUR\nno tag yet\nTI  - One\nTY  - JOUR\nTI  - Two\nER  - \nlost words\nTY  - JOUR\nER  - \n"
        "TY  - JOUR\nTI  - Three\n"
    )
    assert [words for _label, words in said(reading)] == ["One", "Two", "Three"]
    assert [(one.line, one.message.split()[2]) for one in reading.problems if one.line] == [
        (2, "has"),
        (4, "reference"),
        (7, "outside"),
        (8, "has"),
        (10, "reference"),
    ]


@pytest.mark.parametrize(
    ("authors", "title", "year", "name"),
    [
        (["Vogel, David"], "T", "1989", "Vogel 1989"),
        (["Anna von der Berg"], "T", "c. 2001", "von der Berg 2001"),
        (["{World Health Organization}"], "T", "", "World Health Organization n.d."),
        (["A, B", "C, D", "E, F"], "T", "2020-01-02", "A et al. 2020"),
        ([], "Rain", "2020", "Rain 2020"),
        ([" ", ","], "Rain " * 40, "2020", f"{'Rain ' * 12}… 2020"),
    ],
)
def test_short_names(authors: list[str], title: str, year: str, name: str) -> None:
    assert short_name(Reference(1, {"author": authors, "title": [title], "year": [year]})) == name


def test_no_two_references_share_a_short_name() -> None:
    one = "TY  - JOUR\nTI  - T\nAU  - Berg, Anna\nPY  - 2019\nER  - \n"
    other = "TY  - JOUR\nTI  - T\nAU  - Berg, Anna\nPY  - 2019b\nER  - \n"
    reading = read(other + one * 30)
    names = [turn.speaker for turn in reading.turns]
    assert len({*names}) == 31
    assert names[:3] == ["Berg 2019", "Berg 2019b", "Berg 2019c"]
    assert names[-1] == "Berg 2019 (31)"


def test_a_file_that_is_something_else() -> None:
    with pytest.raises(DamagedFile, match="no line begins a reference"):
        read("Anna: hello")
    with pytest.raises(EmptyFile):
        read("TY  - JOUR\nAU  - Berg, Anna\nER  - \n")
    renamed = read(GARDENS.partition("\n\n")[2], "search.txt")
    assert renamed.format == "ris"
    assert "called .txt but is ris" in renamed.problems[0].message
    assert read("@article{a,\n title = {T}}", "search.ris").format == "bib"
    assert read("WEBVTT\n\n00:01.000 --> 00:02.000\nhi", "search.ris").format == "vtt"


@pytest.mark.parametrize(
    ("name", "piece"), [("a.ris", "TY  - JOUR\nTI  - T\nER  - \n"), ("a.bib", "@misc{a, title={T}}\n")]
)
def test_more_references_than_anybody_reads_are_refused(
    name: str, piece: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(references, "MOST", 10)
    assert len(read(piece * 10, name).turns) == 10
    with pytest.raises(FileUnreadable, match="these are 11 references"):
        read(piece * 11, name)


def test_long_references_end_in_bounded_time() -> None:
    for piece in (
        "word word\n",
        "KW  - a\n",
        "AU  - a b\n",
        "TY  - JOUR\n",
        "TY  - JOUR\nTI  - a\nAU  - b\n",
        "  - \n",
    ):
        before = process_time()
        read(
            "TY  - JOUR\nTI  - T\nAB  - x\n"
            + piece * min(2**21 // len(piece), 49_000 if "TY" in piece else 2**21)
        )
        assert process_time() - before < 20


LINES = st.lists(st.from_regex(r"[a-z]{1,9}( [a-zA-Z]{1,9}){0,4}", fullmatch=True), max_size=5)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(LINES, LINES, st.booleans()), min_size=1, max_size=5))
def test_no_word_of_title_or_abstract_is_lost(found: list[tuple[list[str], list[str], bool]]) -> None:
    text = ""
    for title, abstract, ended in found:
        text += "TY  - JOUR\nTI  - " + "\n".join(title) + "\nAB  - " + "\n".join(abstract)
        text += "\nER  - \n\n" if ended else "\n"
    expected = [" ".join([*title, *abstract]).split() for title, abstract, _ended in found]
    try:
        reading = read(text)
    except FileProblem:
        assert not any(expected)
        return
    assert [words.split() for _label, words in said(reading)] == [one for one in expected if one]


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(["a.ris", "a.bib"]),
    st.sampled_from(
        ["TY  - JOUR\nTI  - A\nAB  - ", "TY  - ", "@article{a, title = {A}, abstract = {", "@string{a = "]
    ),
    st.text(max_size=200) | st.text('{}"\\#@=,ab \n', max_size=200),
)
def test_anything_behind_the_head_is_read_or_refused(name: str, head: str, rest: str) -> None:
    try:
        reading = read_bytes(name, (head + rest).encode("utf-8", "replace"))
    except FileProblem as problem:
        assert problem.message
        return
    before = 0
    for turn in reading.turns:
        assert before <= turn.label_start < turn.start < turn.end <= len(reading.text)
        assert turn.speaker
        assert reading.text.startswith(turn.speaker, turn.label_start)
        before = turn.end
