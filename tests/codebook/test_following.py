from __future__ import annotations

import pytest

from qualbench.codebook.following import follow, steps_of
from qualbench.model.code import Code, Codebook, CodeStatus, Lineage


def book(*names: str, retired: str = "") -> Codebook:
    status = {True: CodeStatus.RETIRED, False: CodeStatus.ACTIVE}
    return Codebook("Made up", tuple(Code(one, one.upper(), status=status[one in retired]) for one in names))


def line(before: str, after: str, kind: str = "merged") -> Lineage:
    return Lineage(f"{before}{after}", kind, before, before.upper(), after, "Ana", "2026-01-01")


@pytest.mark.parametrize(
    ("codes", "retired", "lines", "found"),
    [
        ("c", "", ["ab", "bc"], ("c",)),  # a chain
        ("c", "", ["ab", "ba"], ()),  # a circle with nothing left in it
        ("c", "", ["ab", "ba", "bc"], ("c",)),  # a way out of a circle
        ("bc", "", ["ab", "ac"], ("b", "c")),  # split
        ("cd", "", ["ab", "ac", "bd", "cd"], ("d", "c")),  # two ways to one code, each code once
        ("abc", "a", ["ab", "ac"], ("b", "c")),  # retired after it was split
        ("abc", "", ["ab", "ac"], ("a",)),  # split and still in use
        ("a", "a", ["ab"], ("a",)),  # what it became is gone, and it is still there
        ("a", "a", [], ("a",)),
        ("b", "", [], ()),  # deleted, or never was
    ],
)
def test_a_code_is_followed_to_what_there_is_today(
    codes: str, retired: str, lines: list[str], found: tuple[str, ...]
) -> None:
    assert follow("a", book(*codes, retired=retired), steps_of(line(*one) for one in lines)) == found
