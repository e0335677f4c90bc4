"""Remarks on themes: each is made where it is due, and not where there is too little to say."""

from __future__ import annotations

from dataclasses import replace

from qualbench.analysis.prevalence import theme_segments
from qualbench.analysis.scope import Scope
from qualbench.analysis.selection import Selection
from qualbench.analysis.theme_checks import HINTS, THEME_REMARKS, check_themes
from qualbench.model.case import Attribute, AttributeType, Case
from qualbench.model.coding import Segment, Stance
from qualbench.model.theme import Theme, ThemeStatus
from tests.analysis.made import make_codebook, make_segment, make_source

CODEBOOK = make_codebook("cost", "talk", "talk > loud", "spare")
LEAD = Selection(("mira",))
NAMES = ("Anna", "Ben", "Cleo", "Dora")
LINE = "The bus is dear and far. My friends listen. It rains. We wait here."
PEOPLE = [make_source(name, ["I: Tell me.", f"{name}: {LINE}"], case_id=name) for name in NAMES]
SCOPE = Scope(tuple(source for source, _text in PEOPLE))
GENDER = Attribute("g", "gender", AttributeType.TEXT)
CASES = tuple(
    Case(name, number, name, {"gender": "woman" if name in ("Anna", "Dora") else "man"})
    for number, name in enumerate(NAMES, 1)
)
WORDS = ("The bus is dear", "far", "My friends listen", "It rains", "We wait here")


def coded(who: int, words: str, code: str = "cost") -> Segment:
    source, text = PEOPLE[who]
    return make_segment(source, text, words, code, "mira", number=who * 10 + WORDS.index(words))


def remarks(*segments: Segment, themes: tuple[Theme, ...], reread: tuple[str, ...] = ()) -> list[str]:
    of_theme = theme_segments(themes, CODEBOOK, segments, LEAD)
    found = check_themes(
        themes, CODEBOOK, of_theme, SCOPE, LEAD, cases=CASES, attributes=(GENDER,), reread=reread
    )
    return [one.id for one in found if not one.code_id]


THEME = Theme("t", "set", "T", concept="One claim.", code_ids=("cost",))


def test_one_case_carries_most_of_it_from_four_segments_on() -> None:
    own = [coded(0, words) for words in WORDS[:3]]
    assert "one-case-most" in remarks(*own, coded(1, "far"), themes=(THEME,))
    assert "one-case-most" not in remarks(*own[:2], coded(1, "far"), themes=(THEME,))
    others = [coded(1, words) for words in WORDS[:3]]
    assert "one-case-most" not in remarks(*own, *others, themes=(THEME,))


def test_one_group_alone() -> None:
    assert "one-group" in remarks(coded(0, "far"), coded(3, "far"), themes=(THEME,))
    assert "one-group" not in remarks(coded(0, "far"), coded(1, "far"), themes=(THEME,))
    assert "one-group" not in remarks(coded(0, "far"), themes=(THEME,))


def test_what_contradicts_is_not_support_of_another_group() -> None:
    against = replace(coded(1, "far"), stance=Stance.CONTRADICTS)
    assert remarks(coded(0, "far"), coded(3, "far"), against, themes=(THEME,)) == ["one-group"]


def test_nothing_that_contradicts_it_looked_for() -> None:
    segments = (coded(0, "far"), coded(1, "far"))
    assert remarks(*segments, themes=(THEME,)) == ["no-contradiction"]
    assert remarks(*segments, themes=(THEME,), reread=("t",)) == []
    against = replace(coded(2, "far"), stance=Stance.CONTRADICTS)
    assert remarks(*segments, against, themes=(THEME,)) == []
    assert remarks(themes=(THEME,)) == []


def test_the_same_words_quoted_in_two_themes() -> None:
    one, two = coded(0, "far"), replace(coded(0, "far"), id="other", code_id="talk")
    first = replace(THEME, exemplar_ids=(one.id,))
    second = Theme("u", "set", "U", position=1, concept="C", code_ids=("talk",), exemplar_ids=("other",))
    found = remarks(one, two, themes=(first, second), reread=("t", "u"))
    assert found == ["extract-twice"]
    dropped = replace(second, status=ThemeStatus.DROPPED, reason="thin")
    assert remarks(one, two, themes=(first, dropped), reread=("t", "u")) == []


def test_words_of_the_theme_itself() -> None:
    bare = replace(THEME, concept="")
    assert remarks(themes=(bare,)) == ["no-concept"]
    assert remarks(themes=(replace(bare, status=ThemeStatus.DROPPED),)) == ["dropped-unexplained"]
    assert remarks(themes=(replace(bare, status=ThemeStatus.DROPPED, reason="thin"),)) == []


def test_codes_in_no_theme_but_not_those_whose_codes_are() -> None:
    themes = (replace(THEME, code_ids=("cost", "talk > loud")),)
    found = check_themes(themes, CODEBOOK, {"t": ()}, SCOPE, LEAD, cases=CASES, attributes=())
    assert [one.code_id for one in found] == ["spare"]
    assert check_themes((), CODEBOOK, {}, SCOPE, LEAD, cases=CASES, attributes=()) == ()


def test_every_remark_says_what_one_may_do() -> None:
    assert set(HINTS) == set(THEME_REMARKS)
