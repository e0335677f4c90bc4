"""What belongs to a theme: codes with or without subcodes, single segments, each with its stance."""

from __future__ import annotations

import pytest

from qualbench.analysis.prevalence import (
    count_stances,
    count_themes,
    theme_codes,
    theme_members,
    theme_segments,
)
from qualbench.analysis.scope import Scope
from qualbench.analysis.selection import Selection
from qualbench.model.coding import Segment, Stance
from qualbench.model.theme import Theme, ThemeLevel, ThemeStatus, level_of
from tests.analysis.made import make_codebook, make_segment, make_source

CODEBOOK = make_codebook("cost", "cost > bus", "cost > bus > fare", "talk")
LEAD = Selection(("mira",))
PEOPLE = [
    make_source(name, ["I: Tell me.", f"{name}: The bus is dear and far. My friends listen."], case_id=name)
    for name in ("Anna", "Ben", "Cleo")
]
SCOPE = Scope(tuple(source for source, _text in PEOPLE))


def coded(who: int, words: str, code: str, number: int = 0) -> Segment:
    source, text = PEOPLE[who]
    return make_segment(source, text, words, code, "mira", number=number)


def test_a_code_alone_leaves_its_subcodes_out() -> None:
    alone = Theme("t", "set", "T", code_ids=("cost",), alone_ids=frozenset({"cost"}))
    assert theme_codes([alone], CODEBOOK)["t"] == {"cost"}
    both = Theme("t", "set", "T", code_ids=("cost", "cost > bus"), alone_ids=frozenset({"cost"}))
    assert theme_codes([both], CODEBOOK)["t"] == {"cost", "cost > bus", "cost > bus > fare"}
    count = count_themes(
        [alone], CODEBOOK, [coded(0, "The bus", "cost"), coded(1, "The bus", "cost > bus")], SCOPE, LEAD
    )
    assert dict(count["t"].by_case) == {"Anna": 1}


def test_a_single_segment_counts_whatever_its_code_and_for_the_theme_above() -> None:
    one = coded(1, "friends", "talk")
    themes = (
        Theme("t", "set", "T", code_ids=("cost",)),
        Theme("u", "set", "U", parent_id="t", segment_ids=(one.id,)),
    )
    count = count_themes(themes, CODEBOOK, [coded(0, "The bus", "cost"), one], SCOPE, LEAD)
    assert dict(count["t"].by_case) == {"Anna": 1, "Ben": 1}
    assert dict(count["u"].by_case) == {"Ben": 1}


@pytest.mark.parametrize("status", [ThemeStatus.DROPPED, ThemeStatus.MERGED, ThemeStatus.SPLIT])
def test_a_subtheme_that_is_gone_lends_nothing(status: ThemeStatus) -> None:
    one = coded(1, "friends", "talk")
    themes = (
        Theme("t", "set", "T"),
        Theme("u", "set", "U", parent_id="t", segment_ids=(one.id,), status=status),
    )
    assert not theme_members(themes, CODEBOOK)["t"].holds(one)


def test_the_nearest_stance_counts_the_segment_s_in_the_theme_first() -> None:
    theme = Theme(
        "t",
        "set",
        "T",
        code_ids=("cost > bus", "cost"),
        segment_ids=("s",),
        stances={"cost": Stance.QUALIFIES, "cost > bus": Stance.SUPPORTS, "s": Stance.CONTRADICTS},
    )
    held = theme_members([theme], CODEBOOK)["t"]
    parent, child = coded(0, "dear", "cost"), coded(0, "bus", "cost > bus > fare")
    assert (held.stance(parent), held.stance(child)) == (Stance.QUALIFIES, Stance.SUPPORTS)
    from dataclasses import replace

    marked = replace(parent, stance=Stance.SUPPORTS)
    assert held.stance(marked) is Stance.SUPPORTS
    assert held.stance(replace(marked, id="s")) is Stance.CONTRADICTS


def test_what_contradicts_is_listed_and_counted_apart_and_not_in_n() -> None:
    themes = (Theme("t", "set", "T", code_ids=("cost", "talk"), stances={"talk": Stance.CONTRADICTS}),)
    segments = [coded(0, "The bus", "cost"), coded(1, "The bus", "cost"), coded(2, "friends", "talk")]
    count = count_themes(themes, CODEBOOK, segments, SCOPE, LEAD)["t"]
    assert (count.participants, count.segments) == (2, 2)
    found = theme_segments(themes, CODEBOOK, segments, LEAD)["t"]
    assert len(found) == 3
    apart = count_stances(found, SCOPE, LEAD)
    assert {stance: one.participants for stance, one in apart.items()} == {
        Stance.NONE: 2,
        Stance.CONTRADICTS: 1,
    }


def test_the_level_goes_by_its_place_until_one_is_said() -> None:
    top = Theme("t", "set", "T")
    over = Theme("t", "set", "T", level=ThemeLevel.OVERARCHING)
    under = Theme("u", "set", "U", parent_id="t")
    assert level_of(top, {"t": top}) is ThemeLevel.THEME
    assert level_of(under, {"t": top}) is ThemeLevel.SUBTHEME
    assert level_of(under, {"t": over}) is ThemeLevel.THEME
