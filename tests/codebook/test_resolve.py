from __future__ import annotations

from dataclasses import replace
from time import process_time

from hypothesis import given, settings
from hypothesis import strategies as st

from qualbench.codebook.diff import compare
from qualbench.codebook.resolve import Proposal, resolve_entries
from qualbench.codebook.yaml_file import read_codebook, rewrite_codebook, write_codebook
from qualbench.model.code import Codebook, CodeStatus
from qualbench.model.ids import is_id
from tests.codebook.made import book, code, codebooks, edited, number, small

KNOWN = frozenset(small().by_id)


def resolve(text: str, current: Codebook, known: frozenset[str] | None = KNOWN) -> Proposal:
    file = read_codebook(text)
    assert not [one for one in file.problems if one.serious]
    return resolve_entries(file, current, known_at_writing=known)


def paths(codebook: Codebook) -> dict[str, str]:
    return {path: code_id for code_id, path in codebook.paths.items()}


def test_an_id_tells_a_rename_and_a_move() -> None:
    text = f"- id: {number(2)}\n  name: Price\n- id: {number(1)}\n  name: Barriers\n"
    proposal = resolve(text, small())
    assert paths(proposal.target) == {"Price": number(2), "Barriers": number(1)}
    assert [one.id for one in proposal.removed] == [number(3), number(4)]
    assert proposal.kept == ()


def test_names_without_ids_find_their_codes() -> None:
    text = "- Hope:\n  - Distance\n- Barriers:\n  - Cost\n  - Fresh\n"
    target = resolve(text, small()).target
    fresh = target.by_path["Barriers > Fresh"].id
    assert paths(target) == {
        "Hope": number(4),
        "Hope > Distance": number(3),
        "Barriers": number(1),
        "Barriers > Cost": number(2),
        "Barriers > Fresh": fresh,
    }
    assert is_id(fresh)
    assert fresh not in KNOWN


def test_a_name_that_two_codes_have_is_not_guessed() -> None:
    current = book(code(1, "A"), code(2, "Other", 1), code(3, "B", position=1), code(4, "Other", 3))
    target = resolve("- A\n- B\n- C:\n  - Other\n", current, None).target
    assert target.by_path["C > Other"].id not in current.by_id


def test_a_path_goes_to_the_entry_at_that_path_before_one_elsewhere() -> None:
    target = resolve("- Top:\n  - Hope\n- Hope\n- Barriers\n", small()).target
    assert target.by_path["Hope"].id == number(4)
    assert target.by_path["Top > Hope"].id not in KNOWN


def test_an_absent_key_keeps_and_an_empty_one_empties() -> None:
    kept = resolve("- Barriers:\n  - Cost\n  - Distance\n- Hope\n", small())
    assert kept.target == small()
    assert kept.differences == ()
    text = "- name: Hope\n  in_vivo:\n  status: \n- name: Barriers\n  definition: ''\n"
    target = resolve(text, small()).target
    assert not target.by_id[number(4)].in_vivo
    assert target.by_id[number(4)].status is CodeStatus.ACTIVE
    assert target.by_id[number(1)].definition == ""


def test_a_line_taken_out_of_a_code_with_its_id_is_taken_out() -> None:
    current = book(code(1, "Hope", definition="what keeps people going", when_not="wishes"))
    text = "".join(line for line in write_codebook(current).splitlines(True) if "when_not" not in line)
    after = resolve(text, current).target.by_id[number(1)]
    assert (after.definition, after.when_not) == ("what keeps people going", "")


def test_a_code_made_since_is_kept_in_its_place_and_listed() -> None:
    current = book(
        *(replace(one, position=one.position * 2) for one in small().codes), code(5, "Between", 1, 1)
    )
    proposal = resolve(write_codebook(small()), current)
    assert [one.id for one in proposal.kept] == [number(5)]
    assert proposal.removed == ()
    assert [one.name for one in proposal.target.children(number(1))] == ["Cost", "Between", "Distance"]
    assert proposal.differences == ()
    assert proposal.target == current or paths(proposal.target) == paths(current)


def test_a_kept_code_whose_parent_goes_comes_under_the_next_one_up() -> None:
    current = book(*small().codes, code(5, "Fare", 2))
    proposal = resolve("- Barriers:\n  - Distance\n- Hope\n", current)
    assert proposal.target.by_path["Barriers > Fare"].id == number(5)
    assert [one.id for one in proposal.removed] == [number(2)]


def test_a_kept_code_beside_another_of_its_name_is_a_problem() -> None:
    current = book(*small().codes, code(5, "Fare", 1, 2))
    text = write_codebook(book(*small().codes, code(6, "Fare", 1, 2)))
    (problem,) = resolve(text, current).problems
    assert problem.serious
    assert problem.line


def test_an_id_that_nobody_knows_is_a_new_code_with_that_id() -> None:
    proposal = resolve(f"- id: {number(9).upper()}\n  name: Brought\n", small(), frozenset())
    assert proposal.target.by_path["Brought"].id == number(9)
    assert len(proposal.kept) == 4


def test_positions_stay_where_the_order_does() -> None:
    current = book(*(code(index, f"C{index}", position=index * 10) for index in range(1, 5)))
    text = write_codebook(current).replace("    name: C2\n", "    name: New\n")
    assert [one.position for one in resolve(text, current).target.codes] == [10, 20, 30, 40]
    assert resolve(write_codebook(current), current).target == current


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_written_codebook_proposes_exactly_itself(data: st.DataObject) -> None:
    before = data.draw(codebooks())
    after = data.draw(edited(before))
    text = rewrite_codebook(write_codebook(before), after)
    proposal = resolve(text, before, None)
    assert set(proposal.target.by_id) == set(after.by_id)
    assert proposal.target.paths == after.paths
    if after.name:
        assert compare(after, proposal.target) == ()
        assert proposal.differences == compare(before, after)


def test_two_thousand_codes_are_read_and_compared_in_a_moment() -> None:
    codes = tuple(
        code(
            index, f"Code {index}", None if index % 10 == 0 else index - index % 10, index, definition="x y z"
        )
        for index in range(2000)
    )
    text = write_codebook(book(*codes))
    start = process_time()
    proposal = resolve(text, book(*codes), None)
    assert proposal.differences == ()
    assert process_time() - start < 10  # a second at most here; only a quadratic slip takes longer
