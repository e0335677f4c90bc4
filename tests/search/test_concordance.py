from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualbench.errors import QualbenchError, UsageError
from qualbench.model.document import Role, Turn
from qualbench.search import folding
from qualbench.search.concordance import Hit, Query, Way, find_hits, make_finder
from qualbench.search.endings import with_endings
from qualbench.search.folding import fold_word
from qualbench.search.forms import NoWordForms
from qualbench.search.language import iter_lemmas
from qualbench.search.patterns import PatternFinder, PatternTooSlow
from qualbench.search.words import WORD
from tests.search.made import build_model
from tests.tui.texts import PIECES

if TYPE_CHECKING:
    from pathlib import Path


def turns_of(text: str) -> list[Turn]:
    """One turn a line."""
    turns, at = [], 0
    for number, line in enumerate(text.split("\n"), 1):
        turns.append(Turn(number, at, at + len(line), at, None, Role.PARTICIPANT))
        at += len(line) + 1
    return turns


def found(text: str, typed: str, way: Way = Way.WORDS, **more: Any) -> list[str]:
    """The words found in a text whose lines are turns."""
    return [text[hit.span.start : hit.span.end] for hit in hits(text, typed, way, **more)]


def hits(text: str, typed: str, way: Way = Way.WORDS, **more: Any) -> list[Hit]:
    finder = make_finder(Query(typed, way, **more))
    return [hit for turn in find_hits(finder, "d", 1, text, turns_of(text)) for hit in turn]


# --- words --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "typed", "words"),
    [
        ("Tea, tea. TEA! teas", "tea", ["Tea", "tea", "TEA"]),
        ("Café, cafe\u0301 and CAFE", "cafe", ["Café", "cafe\u0301", "CAFE"]),
        ("the cafe\u0301", "café", ["cafe\u0301"]),
        ("Große Straße, grosse Strasse", "strasse", ["Straße", "Strasse"]),
        ("Große Straße, grosse Strasse", "größe", ["Große", "grosse"]),
        ("İstanbul ISTANBUL", "istanbul", ["İstanbul", "ISTANBUL"]),
        ("😀tea😀 👩\u200d🍳tea", "tea", ["tea", "tea"]),
        ("neighbour, neighbourhood, neighbours", "neighbour*", ["neighbour", "neighbourhood", "neighbours"]),
        ("a cup of tea; a cup, of tea; of a cup", '"cup of tea"', ["cup of tea", "cup, of tea"]),
        ("a cup of tea", "“cup of t*”", ["cup of tea"]),
        ("a cup of tea", '"cup of t"*', ["cup of tea"]),
        ("don't, don’t, don t", "don't", ["don't", "don’t", "don t"]),
        ("a follow-up; follow up", "follow-up", ["follow-up", "follow up"]),
        ("tea and talk\ntea alone\ntalk alone", "tea talk", ["tea", "talk"]),
        ("tea and talk\ntea alone\ntalk alone", "tea OR talk", ["tea", "talk", "tea", "talk"]),
        ("한국 사람, 한국어", "한국", ["한국"]),
        ("हिन्दी में", "हिन्दी", ["हिन्दी"]),
        ("朝はいつも緑茶です。緑茶", "緑茶", ["緑茶", "緑茶"]),
        ("私はteaが好き、teas", "tea", ["tea"]),
        ("私はteaが好き", '"私はtea"', ["私はtea"]),
        ("ชาเย็นหรือชาร้อน", "ชา", ["ชา", "ชา"]),
        ("緑茶です、teasを", "緑茶* OR tea*", ["緑茶", "teas"]),
        ("nothing here", "tea", []),
    ],
)
def test_words(text: str, typed: str, words: list[str]) -> None:
    assert found(text, typed) == words


def test_a_hit_knows_its_turn_and_counts_code_points_of_the_stored_text() -> None:
    text = "ẞß İ e\u0301 👨\u200d👩\u200d👧\nund Straße"
    (hit,) = hits(text, "strasse")
    assert (hit.turn.index, text[hit.span.start : hit.span.end]) == (2, "Straße")


@pytest.mark.parametrize("typed", ["", "  ", '""', "?!", "OR"])
@pytest.mark.parametrize("way", [Way.WORDS, Way.ENDINGS, Way.FUZZY])
def test_no_word_is_a_sentence(typed: str, way: Way) -> None:
    if way is Way.FUZZY and typed == "OR":
        return
    with pytest.raises(UsageError, match=r"There (are|is) no word"):
        make_finder(Query(typed, way))


pieces = st.lists(st.sampled_from([*PIECES, "straße", "Café", "cafe\u0301", "İ", "tea", "Tea "]), max_size=40)


@given(pieces.map("".join), st.sampled_from(["strasse", "café", "tea", "tea*", "i", "word", '"word nobody"']))
def test_what_is_found_is_what_was_looked_for_wherever_it_stands(text: str, typed: str) -> None:
    wanted = WORD.findall(fold_word(typed))
    places = hits(text, typed)
    for hit in places:
        words = WORD.findall(fold_word(text[hit.span.start : hit.span.end]))
        assert words == wanted or (typed.endswith("*") and words[0].startswith(wanted[0]))
        assert hit.turn.start <= hit.span.start < hit.span.end <= hit.turn.end
    if len(wanted) == 1 and not typed.endswith("*"):
        there = sum(WORD.findall(fold_word(line)).count(wanted[0]) for line in text.split("\n"))
        assert len(places) == there


# --- endings ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("work", {"works", "worked", "working"}),
        ("worked", {"work", "works", "working"}),
        ("stopping", {"stop", "stops", "stopped"}),
        ("travelled", {"travel", "travels", "travelling"}),
        ("love", {"loves", "loved", "loving"}),
        ("loving", {"love", "loves", "loved"}),
        ("cry", {"cries", "cried", "crying"}),
        ("cries", {"cry", "cried", "crying"}),
        ("church", {"churches"}),
        ("churches", {"church"}),
        ("diaries", {"diary"}),
        ("agree", {"agreed", "agreeing"}),
    ],
)
def test_the_usual_endings(word: str, forms: set[str]) -> None:
    assert forms <= set(with_endings(word))
    assert with_endings(word)[0] == word


@pytest.mark.parametrize("word", ["is", "go", "größe", "p07", "한국"])
def test_a_word_without_english_endings_stays_alone(word: str) -> None:
    assert with_endings(word) == (word,)


def test_endings_are_found_and_named() -> None:
    text = "I waited. Waiting is what one does. They wait, the waiter waits."
    assert found(text, "wait", Way.ENDINGS) == ["waited", "Waiting", "wait", "waits"]
    assert "irregular" in make_finder(Query("wait", Way.ENDINGS)).note


# --- spelling variants --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "typed", "words"),
    [
        (
            "my refferal, the Referal and referrals; deferral",
            "referral",
            ["refferal", "Referal", "referrals", "deferral"],
        ),
        ("my refferal and referrals; deferral", "referral", ["refferal", "referrals", "deferral"]),
        ("organisation, organization, organ", "organisation", ["organisation", "organization"]),
        ("the comunity nurse came; a nurse", "community nurse", ["comunity nurse"]),
        ("Straße", "strase", ["Straße"]),
        ("nothing alike", "referral", []),
    ],
)
def test_spelling_variants(text: str, typed: str, words: list[str]) -> None:
    assert found(text, typed, Way.FUZZY) == words


def test_the_threshold_says_how_alike() -> None:
    assert found("refferal referral", "referral", Way.FUZZY, threshold=100) == ["referral"]
    with pytest.raises(UsageError, match="from 1 to 100"):
        make_finder(Query("tea", Way.FUZZY, threshold=101))


# --- regular expressions ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "pattern", "words"),
    [
        ("wait, waited", r"wait\w*", ["wait", "waited"]),
        ("Tea tea", r"(?-i:Tea)", ["Tea"]),
        ("one\ntwo", r"^\w+$", ["one", "two"]),
        ("one\ntwo", r"one\stwo", []),
        ("tea", r"x*", []),
        ("cafe\u0301!", "cafe", ["cafe\u0301"]),
        ("👨\u200d👩\u200d👧 and", "👩", ["👨\u200d👩\u200d👧"]),
    ],
)
def test_patterns(text: str, pattern: str, words: list[str]) -> None:
    assert found(text, pattern, Way.PATTERN) == words


@pytest.mark.parametrize(
    ("pattern", "place"), [("(tea", "at character 5"), ("a**", "at character 3"), ("[a", "")]
)
def test_a_mistake_in_a_pattern_is_a_sentence_with_its_place(pattern: str, place: str) -> None:
    with pytest.raises(UsageError, match="cannot be read") as caught:
        make_finder(Query(pattern, Way.PATTERN))
    assert place in caught.value.message
    assert caught.value.hint


def test_a_pattern_that_never_ends_is_stopped_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qualbench.search.patterns.PATIENCE", 0.05)
    finder = PatternFinder(r"(?:x+x+)+y")
    with pytest.raises(PatternTooSlow, match="stopped"):
        list(finder.find(["x" * 3000]))


# --- word forms ---------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> str:
    forms = {"went": "go", "Gone": "go", "goes": "go", "gone": "go", "mice": "mouse"}
    return build_model(tmp_path_factory.mktemp("model"), forms)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("go", ["go", "went", "Gone"]),
        ("gone", ["go", "went", "Gone"]),
        ('"go home"', ["went home", "Gone, home"]),
        ("mouse", ["mice"]),
        ("cafe", ["café"]),
        ("don't", ["don't"]),
    ],
)
def test_word_forms_by_a_model(model: str, typed: str, words: list[str]) -> None:
    text = "I go out. She went home 😀 early.\nGone, home and mice: I don't, in the café."
    assert found(text, typed, Way.FORMS, model=model) == words


def test_word_forms_name_their_model_and_are_kept_for_the_next_search(model: str) -> None:
    assert model in make_finder(Query("go", Way.FORMS, model=model)).note
    texts = ["She went.", "He goes."]
    first = list(iter_lemmas(texts, model))
    assert [one.words[1] for one in first] == ["go", "go"]
    assert [kept is one for kept, one in zip(iter_lemmas(texts, model), first, strict=True)] == [True, True]


def test_without_a_model_a_sentence_names_what_else_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qualbench.search.language.KNOWN_MODELS", ("no_such_model_anywhere",))
    with pytest.raises(NoWordForms) as caught:
        make_finder(Query("go", Way.FORMS))
    assert "none is installed" in caught.value.message
    assert "endings" in caught.value.hint
    assert "work*" in caught.value.hint


def test_a_model_that_is_not_there_or_knows_no_forms_is_said_so(tmp_path: Path) -> None:
    import spacy

    with pytest.raises(UsageError, match="is not installed"):
        make_finder(Query("go", Way.FORMS, model="no_such_model_anywhere"))
    spacy.blank("en").to_disk(tmp_path / "bare")
    with pytest.raises(QualbenchError, match="no basic forms"):
        make_finder(Query("go", Way.FORMS, model=str(tmp_path / "bare")))


@pytest.mark.parametrize("way", [Way.WORDS, Way.ENDINGS, Way.FUZZY, Way.PATTERN])
def test_a_turn_without_end_is_searched_once_whatever_it_holds(
    way: Way, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half a million characters that are not all Latin, with hits at the edges of clusters."""
    passes = 0
    clusters = folding._CLUSTERS

    class Counted:
        def finditer(self, text: str) -> Any:
            nonlocal passes
            passes += 1
            return clusters.finditer(text)

    monkeypatch.setattr(folding, "_CLUSTERS", Counted())
    text = "“tea” e\u0301tea\u200d 👩\u200d🍳tea; " * 20_000
    monkeypatch.setattr("qualbench.search.patterns.PATIENCE", 60.0)
    assert len(hits(text, "tea", way)) >= 40_000
    assert passes == 1


@pytest.mark.parametrize(
    ("typed", "way"),
    [("tea", Way.WORDS), ("green tea", Way.FUZZY), ("gren tee", Way.FUZZY), ("gr[eé]en tea", Way.PATTERN)],
)
def test_twice_as_many_hits_in_a_turn_are_twice_the_work(typed: str, way: Way) -> None:
    def calls(times: int) -> int:
        made = 0

        def count(_frame: Any, event: str, _what: Any) -> None:
            nonlocal made
            made += event in ("call", "c_call")

        text = "gréen tea, is what I said; " * times
        before = sys.getprofile()
        sys.setprofile(count)
        try:
            found = hits(text, typed, way)
        finally:
            sys.setprofile(before)
        assert len(found) == times
        return made

    calls(10)
    assert calls(800) < 2.2 * calls(400)


def test_brackets_in_brackets_without_end_are_a_sentence() -> None:
    with pytest.raises(UsageError, match="goes too deep"):
        PatternFinder("(" * 3000 + "a" + ")" * 3000)


@pytest.mark.parametrize("pattern", ["(?R)", "(a|(?R)b)+"])
def test_a_pattern_that_calls_itself_is_a_sentence(pattern: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which of two depends on whether memory or patience comes to its end first."""
    monkeypatch.setattr("qualbench.search.patterns.PATIENCE", 0.2)
    with pytest.raises(QualbenchError, match="regular expression"):
        list(PatternFinder(pattern).find(["abba ab"]))


def test_where_memory_ends_first_the_sentence_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    class Deep:
        def finditer(self, _text: str, **_more: Any) -> Any:
            raise MemoryError

    finder = PatternFinder("a")
    monkeypatch.setattr(finder, "_pattern", Deep())
    with pytest.raises(UsageError, match="goes too deep"):
        list(finder.find(["a"]))
