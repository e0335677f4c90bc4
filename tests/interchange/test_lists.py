from __future__ import annotations

import pytest

from qualbench.errors import FileProblem, UsageError
from qualbench.interchange.formats import format_of, read_bytes
from qualbench.interchange.lists import read_list_file, write_list
from tests.codebook.made import small
from tests.interchange.made import REAL, told, tree

LIST = REAL / "data" / "qualcoder_examples" / "plain_codes_categories_for_import.txt"
QUALCODER = """Codebook for Gardens.qda
========
Category:Access, catid:1, Owner: ana
Memo: Ways there
and back
--Code: Cost, fares, cid:4, Frq: 3, Owner: ana
--Memo:
----Code: Bus, cid:5, Frq: 0, Owner: ben
----Memo: lines
Code: Hope, cid:2, Frq: 1, Owner: ana
Memo: """


def test_a_list_has_a_line_a_code() -> None:
    assert write_list(small()).decode() == (
        "- Barriers\tWhat stands in the way.\n    - Cost\n    - Distance\n- Hope\n"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A\n\tB\n\t\tC\n\tD\nE\n", [["A", [["B", ["C"]], "D"]], "E"]),
        ("A\n  B\n     C\n  D\nE", [["A", [["B", ["C"]], "D"]], "E"]),
        ("- A\n  - B\n* C\n", [["A", ["B"]], "C"]),
        ("1. A\n   1.1. B\n2. C\n", [["A", ["B"]], "C"]),
        ("- A\n- B > C\n- d>>e\n", ["A", "B / C", "d>>e"]),
        ("12 months later\nA - B\n", ["12 months later", "A - B"]),
        ("code1\tmemo\r\ncat1>>code2\r\ncat3>>cat2>>code4\tx\r\ncode6", None),
        ("a>>b>>>c\na>>b\tof b\n", [["a", [["b", ["c"]]]]]),
    ],
)
def test_lists_are_read(text: str, expected: list[object] | None) -> None:
    file = read_list_file("a.txt", text.encode())
    assert tree(file.entries) == (
        expected or ["code1", ["cat1", ["code2"]], ["cat3", [["cat2", ["code4"]]]], "code6"]
    )
    assert not [one for one in file.problems if one.serious]


def test_what_stands_after_a_tab_is_the_definition() -> None:
    first, second = read_list_file("a.txt", b"A\tone two\nB\n").entries
    assert first.definition == "one two"
    assert second.given == {"name"}


def test_the_codebook_that_qualcoder_wrote_as_text_is_read() -> None:
    file = read_list_file("codebook.txt", QUALCODER.encode())
    assert tree(file.entries) == [["Access", [["Cost, fares", ["Bus"]]]], "Hope"]
    assert file.entries[0].definition == "Ways there\nand back"
    assert file.entries[0].children[0].children[0].definition == "lines"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("A\nB\nA\n", "*3 “A” is there twice under one parent (first on line 1)."),
        ("a>>b\na>>b\n", "*2 “a > b” is there twice (first on line 1)."),
        ("a>>\n", "*1 A code has no name here."),
        ("Codebook for x\n====\nnonsense\n", "*3 Here stands neither a code nor a memo."),
        ("".join(f"{' ' * at}x\n" for at in range(60)), "*51 Codes are nested more than 50 deep here."),
    ],
)
def test_a_bad_line_is_named(text: str, said: str) -> None:
    assert said in told(read_list_file("a.txt", text.encode()))


def test_the_format_is_told_by_the_ending() -> None:
    assert [format_of(f"a.{one}") for one in ("QDC", "qdpx", "tsv", "xlsx", "txt", "yml")] == [
        "qdc", "qdc", "csv", "xlsx", "txt", "yaml",
    ]  # fmt: skip
    assert format_of("a.dat", "csv") == "csv"
    for name, form in (("a.docx", None), ("a", None), ("a.csv", "pdf")):
        with pytest.raises(UsageError):
            format_of(name, form)
    with pytest.raises(FileProblem, match="no text file"):
        read_bytes("a.txt", b"\x00\x01\x02\x03\x04" * 9, "txt")


@pytest.mark.skipif(not LIST.exists(), reason="no real list beside the project")
def test_a_real_list_is_read() -> None:
    file = read_list_file(LIST.name, LIST.read_bytes())
    assert len(file.entries) == 4
    assert not file.problems
