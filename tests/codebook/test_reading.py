from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualbench.codebook.yaml_file import Entry, read_codebook, rewrite_codebook, write_codebook
from qualbench.model.code import CodeStatus, Origin
from tests.codebook.made import number, small

ROOT = Path(__file__).parents[2]
SHIPPED = sorted([*(ROOT / "codebooks").glob("*.yaml"), *(ROOT / "examples").rglob("*.yaml")])


def names(entries: tuple[Entry, ...]) -> list[object]:
    return [[one.name, names(one.children)] if one.children else one.name for one in entries]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_every_shipped_codebook_reads_without_a_problem(path: Path) -> None:
    file = read_codebook(path.read_text(encoding="utf-8"))
    assert file.entries
    assert not file.problems


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- A\n- B\n", ["A", "B"]),
        ("- Barriers:\n  - Cost\n  - Far\n- Hope\n", [["Barriers", ["Cost", "Far"]], "Hope"]),
        ("- Barriers:\n    - Cost\n", [["Barriers", ["Cost"]]]),
        ("Barriers:\n  - Cost\nHope:\n", [["Barriers", ["Cost"]], "Hope"]),
        ("Barriers:\n  Cost:\n    - Fare\n", [["Barriers", [["Cost", ["Fare"]]]]]),
        ("[A, B]", ["A", "B"]),
        ("\ufeff- A\r\n- B\r\n", ["A", "B"]),
        ("---\n- A\n...\n", ["A"]),
        ("format: 1\nname: X\ncodes:\n- A\n- name: B\n  codes: [C]\n", ["A", ["B", ["C"]]]),
        ("codes: []\n", []),
        (
            "- No\n- 1.10\n- 12:30\n- 2024-01-01\n- ~\n- yes\n- 0o7\n- null\n",
            ["No", "1.10", "12:30", "2024-01-01", "~", "yes", "0o7", "null"],
        ),
        ("- عنوان\n- 😀\n", ["عنوان", "😀"]),
        (f"- {'x' * 200}\n", ["x" * 200]),
    ],
)
def test_only_names_are_needed(text: str, expected: list[object]) -> None:
    file = read_codebook(text)
    assert not file.problems
    assert names(file.entries) == expected


def test_every_key_is_read_with_its_line_and_what_is_given() -> None:
    file = read_codebook(
        "format: 1\nname: 007\ncodes:\n"
        f"- id: {number(1).upper()}\n  name: Cost\n  color: '#0072b2'\n  definition: >-\n    a\n    b\n"
        "  when: 1.50\n  when_not: ''\n  examples: [x, No]\n  origin: A priori\n  in_vivo: Yes\n"
        "  status: candidate\n  x-mine: kept\n"
    )
    assert file.name == "007"
    assert not file.problems
    assert file.entries == (
        Entry(
            number(1), "Cost", "#0072b2", "a b", "1.50", "", ("x", "No"), Origin.A_PRIORI, True,
            CodeStatus.CANDIDATE, 4, (), given=GIVEN,
        ),
    )  # fmt: skip


GIVEN = frozenset({"id", "name", "color", "definition", "when", "when_not"}) | {
    "examples",
    "origin",
    "in_vivo",
    "status",
}
ID = number(1)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("", None, "holds no codes"),
        ("# only this\n", None, "holds no codes"),
        ("Barriers", 1, "one text"),
        ("format: 1\nname: X\n", 1, "has no codes"),
        ("format: 2\ncodes: []\n", 1, "format 2"),
        ("format: one\ncodes: []\n", 1, "no number|not a number"),
        ("codes:\n- name: A\n  defintion: x\n", 3, "“defintion”"),
        ("Codes:\n- A\n", 1, "“Codes”"),
        ("codes: A\n", 1, "list of codes"),
        (f"- id: {ID}\n  name: A\n- id: {ID}\n  name: B\n", 3, "there twice"),
        ("- id: 17\n  name: A\n", 1, "no id"),
        ("- A\n- B\n- A\n", 3, "there twice"),
        ("- name: A\n  name: B\n", 2, "given twice"),
        ("- name: A\n  color: blue\n", 2, "no colour"),
        ("- name: A\n  color: #0072B2\n", 2, "no quotes"),
        ("- name: A\n  status: retird\n", 2, "no status"),
        ("- name: A\n  origin: theory\n", 2, "no origin"),
        ("- name: A\n  in_vivo: perhaps\n", 2, "no in vivo"),
        ("- A > B\n", 1, "“ > ”"),
        ("- A\n- ''\n", 2, "empty name"),
        ("- A\n-\n", 2, "empty name"),
        ("- A\n- #hash\n", 2, "empty name"),
        ("- definition: x\n", 1, "no name"),
        ('- "a\\nb"\n', 1, "line break"),
        ("- A:\n\t- B\n", 2, "tab"),
        ("- name: A\n  definition: so: it goes\n", 2, "colon"),
        ("- name: 'A\n- B\n", 1, "never closed"),
        ("- name: A\n  definition: 'it's'\n", 2, "line up|quote"),
        ("- name: [unclear]\n", 1, "reads as a list"),
        ("- name: A\n  examples:\n  - Anna: no\n", 3, "example reads"),
        ("- name: A\n  when: *star\n", 2, "“\\*”"),
        ("- name: A\n  when: &amp\n", 2, "“&”"),
        ("- name: A\n  when: !bang\n", 2, "“!”"),
        ("- A\n---\n- B\n", 2, "second document"),
        ("- A\n- B\x07\n", 2, "U\\+0007"),
        ("- - A\n", 1, "list where a code"),
        ("- Cost: too high\n", 1, "stands a text"),
        ("- A\n- B: [c\n", 2, "bracket"),
        ("[" * 50_000, 1, "deep"),
        ("".join(f"{'  ' * depth}- a:\n" for depth in range(1000)), 102, "deep"),
        ("a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]\n", 1, "“&”"),
        ("- name: A\n  <<: {when: x}\n", 2, "no key"),
        ("\ud800", 1, "U\\+D800"),
    ],
    ids=lambda value: value[:30] if isinstance(value, str) else None,
)
def test_what_cannot_be_used_is_said_with_its_line(text: str, line: int | None, said: str) -> None:
    serious = [one for one in read_codebook(text).problems if one.serious]
    assert [one for one in serious if one.line == line and re.search(said, one.message)], serious
    assert all(one.message.endswith(".") and one.hint for one in serious)


def test_a_dash_that_was_forgotten_is_remarked_on() -> None:
    file = read_codebook("- Barriers\n  Hope\n- 'Two\n  lines'\n")
    assert [one.name for one in file.entries] == ["Barriers Hope", "Two lines"]
    (problem,) = file.problems
    assert (problem.line, problem.serious) == (1, False)
    assert "“Barriers Hope” stands on more than one line" in problem.message


def test_a_remark_is_not_a_refusal() -> None:
    file = read_codebook(f"- cost\n- Cost\n- {'y' * 300}\n")
    assert [(one.line, one.serious) for one in file.problems] == [(2, False), (3, False)]
    assert file.entries[2].name == "y" * 300


def test_the_same_name_may_stand_under_two_parents() -> None:
    assert not read_codebook("- A:\n  - Other\n- B:\n  - Other\n").problems


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60) | st.text(alphabet="-: \n#'\"[]{}|>&*!?%@ab\t,", max_size=60))
def test_no_text_gives_a_traceback(text: str) -> None:
    read_codebook(text)
    assert read_codebook(rewrite_codebook(text, small())).problems == ()


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_no_damaged_file_gives_a_traceback(data: st.DataObject) -> None:
    text = write_codebook(small())
    at = data.draw(st.integers(0, len(text)))
    gone = data.draw(st.integers(0, 8))
    new = data.draw(st.text(alphabet="-: \n#'\"[]{}|>&*!?\tx\r", max_size=4))
    damaged = text[:at] + new + text[at + gone :]
    read_codebook(damaged)
    assert read_codebook(rewrite_codebook(damaged, small())).problems == ()
