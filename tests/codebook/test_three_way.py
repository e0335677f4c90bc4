from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualbench.codebook import reading
from qualbench.codebook.nodes import Node, compose
from qualbench.codebook.reading import read_codebook, read_tree
from qualbench.codebook.resolve import resolve_entries
from qualbench.codebook.three_way import Merged, Unmergeable, merge_texts
from qualbench.codebook.yaml_file import rewrite_codebook, write_codebook
from qualbench.model.code import Codebook, Lineage
from tests.codebook.made import book, code, codebooks, edited, number, small

BASE = write_codebook(small())


def merge(ours: str, theirs: str, base: str = BASE) -> Merged:
    """Merge both ways round: the text that comes out must be the same."""
    done, turned = merge_texts(base, ours, theirs), merge_texts(base, theirs, ours)
    assert done.text == turned.text
    assert [one.line for one in done.conflicts] == [one.line for one in turned.conflicts]
    return done


def changed(index: int, **fields: object) -> str:
    """The base file with one code changed."""
    codes = [
        replace(one, **fields) if one.id == number(index) else one  # type: ignore[arg-type]
        for one in small().codes
    ]
    return write_codebook(Codebook("Study", tuple(codes)))


def without(*indexes: int) -> str:
    gone = {number(index) for index in indexes}
    return write_codebook(book(*(one for one in small().codes if one.id not in gone)))


def read(text: str) -> Codebook:
    return resolve_entries(read_codebook(text), Codebook("", ()), known_at_writing=None).target


def test_a_rename_and_a_move_of_the_same_code_both_land() -> None:
    done = merge(changed(2, name="Price"), changed(2, parent_id=None, position=5))
    assert done.conflicts == ()
    assert read(done.text).paths[number(2)] == "Price"
    assert BASE.replace("name: Cost", "name: Price") != done.text


@pytest.mark.parametrize(
    ("ours", "theirs", "reads"),
    [
        pytest.param(changed(2, name="Price"), changed(3, name="Way"), 4, id="the three and what comes out"),
        pytest.param(changed(2, name="Price"), "# New.\n" + changed(3, name="Way"), 5, id="a remark"),
        pytest.param(changed(2, name="Price"), changed(2, name="Money"), 4, id="a conflict"),
        pytest.param(BASE, changed(2, name="Price"), 2, id="one side alone"),
    ],
)
def test_no_text_is_read_twice(monkeypatch: pytest.MonkeyPatch, ours: str, theirs: str, reads: int) -> None:
    texts: list[str] = []

    def counting(text: str) -> Node | None:
        texts.append(text)
        return compose(text)

    monkeypatch.setattr(reading, "compose", counting)
    merge_texts(BASE, ours, theirs)
    assert len(texts) == len(set(texts)) == reads


def test_fields_and_lists_grow_from_both_sides() -> None:
    ours = changed(2, definition="What it costs.", examples=("It was dear.", "No: never.", "A lot."))
    theirs = changed(2, when="Money is named.", examples=("Too much.", "No: never."))
    done = merge(ours, theirs)
    assert done.conflicts == ()
    cost = read(done.text).by_id[number(2)]
    assert (cost.definition, cost.when) == ("What it costs.", "Money is named.")
    assert cost.examples == ("Too much.", "No: never.", "A lot.")
    done = merge(changed(2, properties=(("a", "1"),)), changed(2, properties=(("b", "2"), ("a", "1"))))
    assert read(done.text).by_id[number(2)].properties == (("b", "2"), ("a", "1"))


def test_two_names_are_a_conflict_with_both_in_the_file() -> None:
    done = merge(changed(2, name="Money"), changed(2, name="Price"))
    (conflict,) = done.conflicts
    line = done.text.splitlines().index("        x-conflict:") + 1
    assert conflict.line == line
    assert conflict.message == (
        "“Barriers > Cost”: `name` was changed on both sides: “Money” in ours (line 9), "
        "“Price” in theirs (line 9); it was “Cost”."
    )
    assert done.text == BASE.replace(
        "name: Cost\n",
        "name: Cost\n        x-conflict:\n          name:\n            - Money\n            - Price\n",
    )
    (problem,) = read_codebook(done.text).problems
    assert (problem.line, problem.serious) == (line, True)
    assert problem.message == "“Cost” has a conflict that is not solved: name."


@pytest.mark.parametrize(
    ("key", "values"),
    [
        ("definition", ("One.", "Two,\nover lines.\n")),
        ("status", ("retired", "candidate")),
        ("origin", ("a priori", "inductive")),
    ],
)
def test_any_field_can_be_a_conflict_and_keeps_what_it_was(key: str, values: tuple[str, str]) -> None:
    done = merge(changed(2, **{key: values[0]}), changed(2, **{key: values[1]}))
    (conflict,) = done.conflicts
    assert f"`{key}`" in conflict.message
    assert getattr(read(done.text.replace("x-conflict", "x-solved")).by_id[number(2)], key) == getattr(
        small().by_id[number(2)], key
    )
    (node,) = [one.fields["x-conflict"][1] for one in read_tree(done.text).items[0].children[:1]]
    assert sorted(one.value for one in node.pairs[0][1].items) == sorted(values)


def test_a_code_taken_out_on_one_side_and_changed_on_the_other_is_kept_and_told() -> None:
    done = merge(without(2), changed(2, definition="What it costs."))
    (conflict,) = done.conflicts
    assert conflict.message == (
        "“Barriers > Cost”: ours has it taken out, and theirs (line 9) changes it (definition)."
    )
    assert read(done.text).by_id[number(2)].definition == "What it costs."
    assert "removed: one side has it taken out, and the other changes it (definition)" in done.text
    assert merge(without(2), BASE).text == without(2)


def test_a_code_merged_into_another_is_told_as_that() -> None:
    row = Lineage("l", "merged", number(2), "Barriers > Cost", number(3), "c", "2024-01-01")
    done = merge_texts(BASE, without(2), changed(2, definition="What it costs."), lineage=[row])
    assert "ours has it merged into “Distance”, and theirs" in done.conflicts[0].message


def test_a_code_taken_out_stays_while_the_other_side_has_new_codes_under_it() -> None:
    ours = without(1, 2, 3)
    theirs = write_codebook(book(*small().codes, code(5, "Fare", 2)))
    done = merge(ours, theirs)
    assert [one.message.partition(":")[0] for one in done.conflicts] == ["“Barriers”", "“Barriers > Cost”"]
    assert "theirs (line 9) has “Fare” under it" in done.conflicts[1].message
    assert set(read(done.text).paths.values()) == {
        *("Barriers", "Barriers > Cost", "Barriers > Cost > Fare", "Hope")
    }


def test_the_same_name_twice_under_one_parent_is_told() -> None:
    ours = write_codebook(book(*small().codes, code(5, "Fare", 1, 5, when="By bus.")))
    theirs = write_codebook(book(*small().codes, code(6, "Fare", 1, 5)))
    done = merge(ours, theirs)
    assert len(done.conflicts) == 2
    assert "“Fare” twice" in done.conflicts[0].message
    assert {read(done.text).paths[number(index)] for index in (5, 6)} == {
        *("Barriers > Fare", "Barriers > Fare (2)")
    }


def test_codes_moved_under_each_other_go_back_and_are_told() -> None:
    base = book(code(1, "A"), code(2, "B", position=1))
    ours = book(code(1, "A", 2), code(2, "B"))
    theirs = book(code(1, "A"), code(2, "B", 1))
    done = merge(write_codebook(ours), write_codebook(theirs), write_codebook(base))
    assert "moved “A”, “B” under each other" in done.conflicts[0].message
    assert read(done.text).paths == {number(1): "A", number(2): "B"}


def test_two_orders_are_a_conflict_and_one_is_taken() -> None:
    base = book(*(code(index, name, position=index) for index, name in enumerate("ABCD", 1)))
    turned = book(*(code(index, name, position=9 - index) for index, name in enumerate("ABCD", 1)))
    last = book(*base.codes[1:], replace(base.codes[0], position=9))
    texts = [write_codebook(one) for one in (base, turned, last)]
    assert merge(texts[1], texts[0], texts[0]).text == texts[1]
    done = merge(texts[1], texts[2], texts[0])
    (conflict,) = done.conflicts
    assert conflict.line == 1
    assert "The codebook: `order`" in conflict.message
    assert "D, C, B, A" in done.text
    bare = ["".join(f"- {name}\n" for name in order) for order in ("ABCD", "DCBA", "BCDA")]
    assert merge(bare[1], bare[0], bare[0]).text == bare[1]
    assert merge(bare[1], bare[2], bare[0]).conflicts


def test_comments_and_keys_of_ones_own_survive_from_both_sides() -> None:
    ours = "# Ours.\n" + BASE.replace("name: Cost", "name: Price  # in euros\n        x-ours: 1")
    theirs = BASE.replace("name: Cost", "name: Cost\n        x-theirs: 2").replace(
        "  - id: " + number(4), "  # ask again\n  - id: " + number(4)
    )
    done = merge(ours, theirs)
    assert done.conflicts == ()
    for said in (
        "# Ours.\n",
        "name: Price  # in euros\n",
        "x-ours: 1\n",
        "x-theirs: 2\n",
        "  # ask again\n  - id:",
    ):
        assert said in done.text
    both = merge(ours.replace("x-ours: 1", "x-ours: 1"), theirs.replace("x-theirs: 2", "x-ours: 2"))
    (conflict,) = both.conflicts
    assert "`x-ours` was changed on both sides: “1” in ours" in conflict.message


def test_line_breaks_and_the_mark_at_the_beginning_stay() -> None:
    windows = "\ufeff" + BASE.replace("\n", "\r\n")
    done = merge(windows, changed(2, name="Price").replace("\n", "\n"))
    assert done.text == "\ufeff" + changed(2, name="Price").replace("\n", "\r\n")
    assert merge(windows, windows, windows).text == windows


def test_codes_without_ids_are_known_by_their_names_and_get_none() -> None:
    base = "- Barriers:\n    - Cost\n    - Distance\n- Hope\n"
    ours = "- Barriers:\n    - Cost\n    - Distance\n    - Time\n- Hope\n"
    theirs = "# Ideas\n- Barriers:\n    - Cost:\n        - Fare\n- Hope\n- Distance\n"
    done = merge(ours, theirs, base)
    assert done.conflicts == ()
    assert "id:" not in done.text
    assert "# Ideas" in done.text
    assert [entry.name for entry in read_codebook(done.text).entries] == ["Barriers", "Hope", "Distance"]
    given = f"- id: {number(1)}\n  name: Barriers\n  codes:\n    - Cost\n    - Distance\n- Hope\n"
    done = merge(given, ours, base)
    assert done.conflicts == ()
    assert read_codebook(done.text).entries[0].id == number(1)
    assert [one.name for one in read_codebook(done.text).entries[0].children] == ["Cost", "Distance", "Time"]
    other = merge(given, given.replace(number(1), number(2)), base)
    assert (other.conflicts, "id:" in other.text) == ((), False)
    assert "“Barriers”" in other.notes[0]


def test_a_side_may_have_no_base() -> None:
    assert merge(BASE, BASE, "").text == BASE
    done = merge(BASE, changed(2, definition="Another."), "")
    assert done.conflicts == ()
    assert [one.message for one in merge(BASE, changed(2, name="Fare"), "").conflicts]


@pytest.mark.parametrize(
    ("text", "line"),
    [("codes: [", 2), ("", None), (BASE.replace("name: Cost", "name: Cost\n        x-conflict: name"), 11)],
)
def test_a_file_that_cannot_be_merged_is_refused_with_its_line(text: str, line: int | None) -> None:
    for ours, theirs, name in ((text, BASE, "ours"), (BASE, text, "theirs")):
        with pytest.raises(Unmergeable) as refused:
            merge_texts(BASE, ours, theirs)
        assert refused.value.source == name
        assert refused.value.problems[0].line == line


def test_codes_nested_too_deep_by_both_sides_are_refused() -> None:
    chain = [code(index, f"C{index}", index - 1 if index > 1 else None) for index in range(1, 61)]
    other = [code(100 + index, f"D{index}", 99 + index if index else None) for index in range(60)]
    base = write_codebook(book(*chain, *other))
    ours = write_codebook(book(*chain, replace(other[0], parent_id=number(60)), *other[1:]))
    with pytest.raises(Unmergeable):
        merge_texts(base, ours if read_tree(ours).usable else base, ours)


@st.composite
def annotated(draw: st.DrawFn, text: str) -> str:
    """A file with a few comments and keys of its writer's own."""
    lines = []
    for line in text.split("\n"):
        found = re.match(r"( +)(- id|name): ", line)
        if found and draw(st.integers(0, 5)) == 0:
            lines.append(f"{found[1]}# {draw(st.sampled_from('abc'))}")
        lines.append(line)
        if found and found[2] == "name" and "x-" not in text and draw(st.integers(0, 5)) == 0:
            lines.append(f"{found[1]}x-own: {draw(st.sampled_from('12'))}")
    return "\n".join(lines)


@st.composite
def nameless(draw: st.DrawFn, text: str) -> str:
    """A file in which some codes, or all, have no id."""
    kept = draw(st.sampled_from((0, 2, 99)))
    return re.sub(
        r"- id: \S{16}(\d\d)\S+\n +name: ",
        lambda found: "- name: " if int(found[1]) > kept else found[0],
        text,
    )


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_either_side_first_gives_the_same_and_once_more_changes_nothing(data: st.DataObject) -> None:
    before = data.draw(codebooks())
    base = data.draw(annotated(write_codebook(before)))
    sides = [rewrite_codebook(base, data.draw(edited(before))) for _side in "ab"]
    ours, theirs = (data.draw(annotated(side)) for side in sides)
    if data.draw(st.booleans()):
        base, ours, theirs = (data.draw(nameless(text)) for text in (base, ours, theirs))
    texts = (base, ours, theirs)
    if any(one.serious for text in texts for one in read_codebook(text).problems):
        return
    done = merge(ours, theirs, base)
    assert all(one.line for one in done.conflicts)
    assert [one.serious for one in read_codebook(done.text).problems if one.serious] == [
        *(True for _line in {one.line for one in done.conflicts})
    ]
    for before_text, one, other in (
        (base, done.text, theirs),
        (base, ours, done.text),
        (ours, done.text, ours),
    ):
        if not done.conflicts and other != before_text:
            again = merge_texts(before_text, one, other)
            assert (again.text, again.conflicts) == (done.text, ())


@settings(max_examples=20, deadline=None)
@given(st.data())
def test_one_side_alone_is_taken_to_the_byte(data: st.DataObject) -> None:
    before = data.draw(codebooks())
    base = write_codebook(before)
    ours = data.draw(annotated(rewrite_codebook(base, data.draw(edited(before)))))
    if any(one.serious for text in (base, ours) for one in read_codebook(text).problems):
        return
    done = merge(ours, base, base)
    assert (done.text, done.conflicts) == (ours, ())


def asked(index: int, into: str, text: str = BASE) -> str:
    """A file that asks to merge a code into another."""
    name = f"name: {small().by_id[number(index)].name}\n"
    line = next(one for one in text.splitlines() if one.strip() == name.strip())
    pad = " " * (len(line) - len(line.lstrip()))
    return text.replace(f"{line}\n", f"{line}\n{pad}merged_into: {into}\n", 1)


def test_a_merge_that_one_side_asks_for_stays_beside_what_the_other_did_elsewhere() -> None:
    ours = asked(2, "Distance")
    done = merge(ours, changed(4, definition="Other."))
    assert done.conflicts == ()
    assert done.text == asked(2, "Distance", changed(4, definition="Other."))
    done = merge(ours, changed(2, name="Price"))
    assert done.conflicts == ()
    assert "name: Price\n        merged_into: Distance\n" in done.text
    assert merge(ours, ours).text == ours


@pytest.mark.parametrize(
    ("theirs", "said"),
    [
        (changed(2, definition="Other."), "merges it into “Distance”, and theirs (line 9) redefines it."),
        (changed(3, when="Far."), "merges it into “Distance”, and theirs (line 9) redefines that one."),
        (without(3), "merges it into “Distance”, and theirs (line 9) takes that one out."),
        (asked(3, "Hope"), "merges it into “Distance”, and theirs (line 9) merges that one into “Hope”."),
        (without(2), "theirs has it taken out, and ours (line 9) changes it (merged_into)."),
        (asked(2, "Hope"), "was changed on both sides: “Distance” in ours (line 9), “Hope” in theirs"),
    ],
)
def test_a_merge_against_what_the_other_did_to_the_same_codes_is_a_conflict(theirs: str, said: str) -> None:
    done = merge(asked(2, "Distance"), theirs)
    (conflict,) = done.conflicts
    assert conflict.message.startswith("“Barriers > Cost”: ")
    assert said in conflict.message
    assert "merged_into: " in done.text
    assert "x-conflict:" in done.text
    (problem,) = read_codebook(done.text).problems
    assert problem.serious


def test_merges_of_two_codes_into_each_other_are_a_circle() -> None:
    done = merge(asked(2, "Distance"), asked(3, "Cost"))
    assert [one.message.partition(": ")[2] for one in done.conflicts] == [
        "ours (line 9) merges it into “Distance”, and theirs (line 9) merges that one into it: a circle.",
        "theirs (line 16) merges it into “Cost”, and ours (line 17) merges that one into it: a circle.",
    ]
