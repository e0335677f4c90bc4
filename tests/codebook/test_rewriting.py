from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualbench.codebook.resolve import resolve_entries
from qualbench.codebook.writing import code_text
from qualbench.codebook.yaml_file import read_codebook, rewrite_codebook, write_codebook
from qualbench.model.code import Codebook, CodeStatus, Origin
from tests.codebook.made import book, code, codebooks, edited, number, small
from tests.codebook.test_writing import as_codes

A, B, C, D, E = (number(index) for index in range(1, 6))

HAND = f"""\
# The study's codebook
# kept by hand

format:   1
name: "Study"   # working title
codes:
# -- what stands in the way --
- id: {A}
  name: 'Barriers'  # was: Hurdles
  # the paper's wording
  definition: >-
    What stands
    in the way.
  status: active

  codes:
  - id: {B}      # first
    name: Cost
    color: "#0072B2"
    examples:
    # from the pilot
    - "It was dear."   # P03
    - 'No: never.'
    x-source: Levesque
  # - name: an idea for later

  - name: Distance
    id: {C}
    when: |
      Far.
      Very far.
    origin:   inductive

# -- what helps --

- id: {D}
  name: Hope
  in_vivo: Yes
  status: retired   # after the second round
# the end
"""


def change(codebook: Codebook, code_id: str, **fields: object) -> Codebook:
    codes = tuple(
        replace(one, **fields) if one.id == code_id else one  # type: ignore[arg-type]
        for one in codebook.codes
    )
    return Codebook(codebook.name, codes)


def check(text: str, codebook: Codebook) -> str:
    """Rewrite, and see that the result reads as the codebook."""
    new = rewrite_codebook(text, codebook)
    file = read_codebook(new)
    assert not [one for one in file.problems if one.serious]
    assert file.name == codebook.name
    wanted = [one for one, _depth in codebook.walk()]
    places: dict[str | None, int] = {}
    for index, one in enumerate(wanted):
        wanted[index] = replace(one, position=places.setdefault(one.parent_id, 0))
        places[one.parent_id] += 1
    assert as_codes(file) == wanted
    assert rewrite_codebook(new, codebook) == new
    return new


def changed_lines(old: str, new: str) -> tuple[list[str], list[str]]:
    import difflib

    lines = list(difflib.unified_diff(old.splitlines(True), new.splitlines(True), n=0))[2:]
    return [one[1:] for one in lines if one[0] == "-"], [one[1:] for one in lines if one[0] == "+"]


def test_nothing_changed_is_the_same_bytes() -> None:
    assert check(HAND, small()) == HAND


@pytest.mark.parametrize(
    ("target", "gone", "come"),
    [
        (
            change(small(), A, name="Hurdles"),
            ["  name: 'Barriers'  # was: Hurdles\n"],
            ["  name: 'Hurdles'  # was: Hurdles\n"],
        ),
        (
            change(small(), A, definition="New: text."),
            ["  definition: >-\n", "    What stands\n", "    in the way.\n"],
            ["  definition: 'New: text.'\n"],
        ),
        (change(small(), A, when="Always."), [], ["  when: Always.\n"]),
        (
            change(small(), B, color="#e69f00"),
            ['    color: "#0072B2"\n'],
            ['    color: "#e69f00"\n'],
        ),
        (
            change(small(), B, examples=("It was dear.", "new", "No: never.")),
            [],
            ["    - new\n"],
        ),
        (
            change(small(), B, examples=()),
            [
                "    examples:\n", "    # from the pilot\n",
                '    - "It was dear."   # P03\n', "    - 'No: never.'\n",
            ],
            [],
        ),
        (change(small(), C, when=""), ["    when: |\n", "      Far.\n", "      Very far.\n"], []),
        (change(small(), C, when="Far.\nNear.\n"), ["      Very far.\n"], ["      Near.\n"]),
        (
            change(small(), C, origin=Origin.A_PRIORI),
            ["    origin:   inductive\n"],
            ["    origin:   a priori\n"],
        ),
        (
            change(small(), D, status=CodeStatus.ACTIVE),
            ["  status: retired   # after the second round\n"],
            ["  status: active   # after the second round\n"],
        ),
        (change(small(), D, in_vivo=False), ["  in_vivo: Yes\n"], []),
        (
            replace(small(), name="Other"),
            ['name: "Study"   # working title\n'],
            ['name: "Other"   # working title\n'],
        ),
        (
            Codebook("Study", (*small().codes, code(5, "New", 1, 2))),
            [],
            [f"  - id: {E}\n", "    name: New\n", "    status: active\n"],
        ),
        (
            Codebook("Study", (*small().codes, code(5, "New", 4))),
            [],
            ["  codes:\n", f"  - id: {E}\n", "    name: New\n", "    status: active\n"],
        ),
        (
            Codebook("Study", (*small().codes, code(5, "New", position=9))),
            [],
            [f"- id: {E}\n", "  name: New\n", "  status: active\n"],
        ),
        (
            Codebook("Study", tuple(one for one in small().codes if one.id != D)),
            [
                "\n", "# -- what helps --\n", "\n", f"- id: {D}\n", "  name: Hope\n", "  in_vivo: Yes\n",
                "  status: retired   # after the second round\n",
            ],
            [],
        ),
    ],
)  # fmt: skip
def test_only_the_lines_of_the_change_are_touched(target: Codebook, gone: list[str], come: list[str]) -> None:
    for newline in ("\n", "\r\n"):
        old = HAND.replace("\n", newline)
        new = check(old, target)
        assert changed_lines(HAND, new.replace("\r\n", "\n")) == (gone, come)
        assert newline == "\n" or new.count("\r\n") == new.count("\n")


def test_a_code_moves_with_its_comments_and_its_indentation() -> None:
    moved = Codebook("Study", (small().codes[0], replace(small().codes[1], parent_id=D), *small().codes[2:]))
    new = check(HAND, moved)
    assert new.endswith(
        "- id: " + D + "\n  name: Hope\n  in_vivo: Yes\n  status: retired   # after the second round\n"
        f"  codes:\n  - id: {B}      # first\n    name: Cost\n    color: \"#0072B2\"\n    examples:\n"
        "    # from the pilot\n    - \"It was dear.\"   # P03\n    - 'No: never.'\n    x-source: Levesque\n"
        "# the end\n"
    )  # fmt: skip
    to_top = change(moved, B, parent_id=None, position=-1)
    again = check(new, to_top)
    assert f"- id: {B}      # first\n  name: Cost\n" in again
    assert "  # from the pilot\n  - \"It was dear.\"   # P03\n" in again  # fmt: skip


def test_two_codes_change_places() -> None:
    target = change(change(small(), A, position=1), D, position=0)
    new = check(HAND, target)
    assert sorted(new.splitlines()) == sorted(HAND.splitlines())


@pytest.mark.parametrize(
    "text",
    [
        "- A\n- B  # note\n\n# about C\n-   C:  # under it\n    - D\n    # later\n    - 1.10\n# end\n",
        "# head\nA:\n  - B\n  - C  # c\nD:  # d\n  - E\n# tail\n",
        "A:\n  B:\n    - C\n    - D\n  E:\n",
        "- A\r\n- B:\r\n  - C\r\n",
        "\ufeff- A\n- B",
        "format: 1\nname: X\ncodes:\n  - A  # a\n  - B:\n      - name: C\n        when: |\n          x\n",
    ],
)
def test_names_alone_get_their_ids_and_keep_their_comments(text: str) -> None:
    target = resolve_entries(read_codebook(text), Codebook("X", ()), known_at_writing=None).target
    new = check(text, target)
    assert new.startswith("\ufeff") == text.startswith("\ufeff")
    assert ("\r\n" in new) == ("\r\n" in text)
    for comment in (
        "# note",
        "# about C",
        "# under it",
        "# later",
        "# end",
        "# head",
        "# c",
        "# d",
        "# tail",
    ):
        assert (comment in new) == (comment in text), comment
    renamed = Codebook("X", tuple(replace(one, name=f"{one.name}!") for one in target.codes))
    check(new, renamed)


@pytest.mark.parametrize("text", ["[A, B]", "{A: [B], C: }", "codes: [{name: A}, {name: B, codes: [C]}]"])
def test_brackets_are_written_anew(text: str) -> None:
    check("# mine\n" + text, resolve_entries(read_codebook(text), book(), known_at_writing=None).target)


@pytest.mark.parametrize("text", ["", "# x\n", "- *a", "format: 9\ncodes: []\n", "\x00"])
def test_what_cannot_be_read_is_written_anew(text: str) -> None:
    assert rewrite_codebook(text, small()) == write_codebook(small())


ODD = f"""\
# odd, but in order
codes:
  - codes:  # up here, for once
    - {{id: {B}, name: Cost, color: '#0072B2', examples: [It was dear., 'No: never.']}}  # in a row
    -
      when: |2+
        Far.
        Very far.
      name:
        Distance   # on its own line
      origin: inductive
      id:   {C}
    name: Barriers
    definition: What stands
      in the way.
    id: {A}

  - id: {D}
    name: "Ho\\
      pe"
    status: retired
    "in_vivo": true
name: Study
format: 1
...
"""


@pytest.mark.parametrize(
    "text", [HAND, ODD, HAND.replace("\n", "\r\n"), HAND.replace("# the end\n", "").rstrip()]
)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_any_edit_of_a_file_written_by_hand_keeps_the_rest(text: str, data: st.DataObject) -> None:
    assert check(text, small()) == text
    after = data.draw(edited(small()))
    new = check(text, after)
    head, tail = text.splitlines()[0], text.splitlines()[-1]
    assert new.startswith(head)
    assert tail in new.splitlines()[-1] or not tail.startswith(("#", "..."))
    for code_id, comment in ((A, "# was: Hurdles"), (B, "# first"), (D, "# after the second round")):
        if code_id in after.by_id and comment in text:
            assert comment in new, new


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_lines_of_codes_that_did_not_change_stay(data: st.DataObject) -> None:
    before = data.draw(codebooks())
    after = data.draw(edited(before))
    text = write_codebook(before)
    own = {}
    for one, depth in before.walk():
        column = 2 + 4 * depth
        plain = code_text(one, column)
        own[one.id] = f"{' ' * column}# about {one.id}\n" + plain.replace("\n", "  # mine\n", 1)
        text = text.replace(plain, own[one.id])
    new = check(text, after)
    for one, depth in after.walk():
        old = before.by_id.get(one.id)
        if old is None:
            continue
        assert f"# about {one.id}\n" in new
        assert f"id: {one.id}  # mine\n" in new
        stays = replace(old, position=0, parent_id=None) == replace(one, position=0, parent_id=None)
        level = next(level for code, level in before.walk() if code.id == one.id)
        if stays and level == depth:
            assert own[one.id] in new


def test_two_thousand_codes_are_rewritten_in_a_moment() -> None:
    codes = tuple(
        code(
            index, f"Code {index}", None if index % 10 == 0 else index - index % 10, index, definition="x y z"
        )
        for index in range(2000)
    )
    text = write_codebook(book(*codes))
    after = book(
        *(replace(one, name=f"{one.name}!") if index % 4 == 0 else one for index, one in enumerate(codes))
    )
    gone, come = changed_lines(text, check(text, after))
    assert len(gone) == len(come) == 500
