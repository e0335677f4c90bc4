"""How many participants mention a theme."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualbench.analysis.prevalence import ThemeCount, count_themes, theme_codes
from qualbench.analysis.scope import Scope
from qualbench.analysis.selection import Selection
from qualbench.model.coding import Segment
from qualbench.model.theme import Theme, ThemeStatus
from tests.analysis.made import make_codebook, make_segment, make_source

CODEBOOK = make_codebook("cost", "cost > bus", "distance", "talk")
THEMES = (
    Theme("barriers", "set", "Barriers", code_ids=("cost", "distance")),
    Theme("talk", "set", "Talking", position=1),
    Theme("friends", "set", "Among friends", parent_id="talk", code_ids=("talk",)),
)
LEAD = Selection(("mira",))

PEOPLE = [
    make_source(name, ["I: Tell me.", f"{name}: The bus is dear and far. My friends listen."], case_id=name)
    for name in ("Anna", "Ben", "Cleo")
]
SCOPE = Scope(tuple(source for source, _text in PEOPLE))


def coded(who: int, words: str, code: str, coder: str = "mira", number: int = 0) -> Segment:
    source, text = PEOPLE[who]
    return make_segment(source, text, words, code, coder, number=number)


def count(*segments: Segment, selection: Selection = LEAD) -> dict[str, ThemeCount]:
    return count_themes(THEMES, CODEBOOK, segments, SCOPE, selection)


def test_participants_and_segments_of_a_theme() -> None:
    found = count(
        coded(0, "The bus is dear", "cost > bus"),
        coded(0, "far", "distance"),
        coded(1, "The bus is dear", "cost"),
        coded(2, "friends", "talk"),
    )["barriers"]
    assert (found.participants, found.of, found.segments) == (2, 3, 3)
    assert dict(found.by_case) == {"Anna": 2, "Ben": 1}


def test_a_theme_has_its_subthemes_numbers() -> None:
    found = count(coded(2, "friends", "talk"))
    assert found["talk"] == found["friends"]
    assert found["talk"].participants == 1


def test_a_dropped_subtheme_lends_its_codes_no_more() -> None:
    dropped = Theme(
        "friends", "set", "Among friends", parent_id="talk", code_ids=("talk",), status=ThemeStatus.DROPPED
    )
    codes = theme_codes((*THEMES[:2], dropped), CODEBOOK)
    assert codes["talk"] == frozenset()
    assert codes["friends"] == {"talk"}


def test_the_same_words_under_two_codes_of_a_theme_count_once() -> None:
    found = count(coded(0, "dear and far", "cost"), coded(0, "dear and far", "distance"))["barriers"]
    assert (found.segments, dict(found.by_case)) == (1, {"Anna": 1})


def test_the_interviewers_words_are_a_segment_of_nobody() -> None:
    found = count(coded(0, "Tell me.", "cost"))["barriers"]
    assert (found.participants, found.segments, found.nobodys, found.unidentified) == (0, 1, 1, 0)


def test_a_second_coder_enters_only_when_asked() -> None:
    segments = (
        coded(0, "dear", "cost"),
        coded(0, "dear and far", "cost", "jon"),
        coded(1, "far", "cost", "jon"),
    )
    alone = count(*segments)["barriers"]
    assert (alone.participants, alone.segments) == (1, 1)
    both = count(*segments, selection=Selection(("mira", "jon")))["barriers"]
    assert (both.participants, both.segments) == (2, 2)


def test_a_segment_out_of_scope_counts_nowhere() -> None:
    stray = Segment("stray", "elsewhere", 1, 0, 4, "word", "cost", "mira", "2026-03-02")
    assert count(stray)["barriers"].segments == 0


@pytest.mark.parametrize(("mention", "of"), [(2, 13), (8, 13), (10, 13), (18, 18)])
def test_n_of_n_participants(mention: int, of: int) -> None:
    people = [make_source(f"P{n}", ["I: Well?", f"P{n}: It was far."], case_id=f"P{n}") for n in range(of)]
    segments = [make_segment(source, text, "far", "distance") for source, text in people[:mention]]
    scope = Scope(tuple(source for source, _text in people))
    found = count_themes(THEMES, CODEBOOK, segments, scope, LEAD)["barriers"]
    assert (found.participants, found.of) == (mention, of)


some_segments = st.lists(
    st.builds(
        coded,
        st.integers(0, 2),
        st.sampled_from(["Tell me.", "The bus", "bus is dear", "dear and far", "friends", "me.\n"]),
        st.sampled_from(["cost", "cost > bus", "distance", "talk"]),
        st.sampled_from(["mira", "jon"]),
        st.integers(0, 1),
    ),
    max_size=12,
)


@given(segments=some_segments, rnd=st.randoms())
@settings(max_examples=100, deadline=None)
def test_neither_order_nor_a_coding_repeated_changes_a_number(segments: list[Segment], rnd: object) -> None:
    shuffled = [*segments, *segments]
    rnd.shuffle(shuffled)  # type: ignore[attr-defined]
    for selection in (LEAD, Selection(("mira", "jon"))):
        assert count(*shuffled, selection=selection) == count(*segments, selection=selection)


@given(segments=some_segments)
@settings(max_examples=100, deadline=None)
def test_what_holds_of_every_count(segments: list[Segment]) -> None:
    leads = [one for one in segments if one.coder_id == "mira"]
    assert count(*segments) == count(*leads)
    for found in count(*segments, selection=Selection(("mira", "jon"))).values():
        assert 0 <= found.participants <= found.of == 3
        assert found.nobodys <= found.segments
        assert all(number > 0 for number in found.by_case.values())
