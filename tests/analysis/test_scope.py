"""Whose words a stretch covers."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from qualbench.analysis.scope import Scope, Source
from qualbench.model.document import DocumentKind, Role
from qualbench.model.span import Span
from tests.analysis.made import make_segment, make_source, make_speaker

LINES = ("I: How was it?", "Anna: Long. Very long.", "I: And then?", "Anna: Then nothing.")


def covered(source: Source, text: str, words: str) -> frozenset[str]:
    return source.voices(make_segment(source, text, words, "x").span).case_ids


def test_an_answer_counts_for_who_gives_it() -> None:
    source, text = make_source("one", LINES, case_id="anna")
    assert covered(source, text, "Very long.") == {"anna"}


def test_a_question_counts_for_nobody() -> None:
    source, text = make_source("one", LINES, case_id="anna")
    voices = source.voices(make_segment(source, text, "And then?", "x").span)
    assert voices.case_ids == frozenset()
    assert voices.asking
    assert not voices.unidentified


def test_question_and_answer_together_count_for_who_answers() -> None:
    source, text = make_source("one", LINES, case_id="anna")
    assert covered(source, text, "And then?\n\nAnna: Then") == {"anna"}


def test_a_label_is_nobodys_words() -> None:
    source, text = make_source("one", LINES, case_id="anna")
    assert covered(source, text, "Anna: ") == frozenset()


def test_in_a_group_each_speaker_counts_for_their_own_case() -> None:
    speakers = [make_speaker("group", "Ben", case_id="ben"), make_speaker("group", "Cleo", case_id="cleo")]
    source, text = make_source(
        "group", ["Mod: Well?", "Ben: No.", "Cleo: Yes.", "Dan: Hm."], case_id="group", speakers=speakers
    )
    assert covered(source, text, "No.") == {"ben"}
    assert covered(source, text, "No.\n\nCleo: Yes.") == {"ben", "cleo"}
    assert covered(source, text, "Hm.") == {"group"}
    assert Scope((source,)).case_ids == {"ben", "cleo", "group"}


def test_a_speakers_role_as_set_by_the_researcher_decides() -> None:
    speakers = [make_speaker("one", "Anna", Role.INTERVIEWER)]
    source, text = make_source("one", LINES, case_id="anna", speakers=speakers)
    assert covered(source, text, "Very long.") == frozenset()
    assert Scope((source,)).n == 0


def test_unidentified_speakers_are_nobody_and_are_counted_as_such() -> None:
    source, text = make_source("one", [*LINES, "Somebody: Quite so."], case_id="anna")
    voices = source.voices(make_segment(source, text, "Quite so.", "x").span)
    assert (voices.case_ids, voices.unidentified) == (frozenset(), True)
    scope = Scope((source,))
    assert (scope.n, scope.unidentified) == (1, 1)


def test_a_participant_without_any_case_is_not_identified() -> None:
    source, text = make_source("one", LINES)
    assert source.voices(make_segment(source, text, "Very long.", "x").span).unidentified
    assert Scope((source,)).n == 0


def test_where_nobody_is_named_the_text_is_the_documents_case() -> None:
    source, text = make_source("diary", ["Monday was grey.", "Tuesday too."], case_id="eva")
    assert covered(source, text, "grey.\n\nTuesday") == {"eva"}
    assert source.voices(Span(len(text) - 1, len(text))).case_ids == {"eva"}
    assert Scope((source,)).case_ids == {"eva"}


def test_a_guide_has_no_participant() -> None:
    source, text = make_source("guide", ["How do you sleep?"], case_id="guide", kind=DocumentKind.GUIDE)
    assert covered(source, text, "sleep") == frozenset()
    assert Scope((source,)).n == 0


def test_somebody_who_never_speaks_is_not_in_n() -> None:
    silent = make_source("silent", ["I: Hello?", "I: Anybody?"], case_id="nobody")[0]
    spoken = make_source("one", LINES, case_id="anna")[0]
    assert Scope((silent, spoken)).case_ids == {"anna"}


def test_one_case_in_two_interviews_counts_once() -> None:
    first = make_source("first", LINES, case_id="anna")[0]
    second = make_source("second", LINES, case_id="anna")[0]
    assert Scope((first, second)).n == 1


def test_a_document_out_of_scope_is_nobodys() -> None:
    assert Scope(()).voices("elsewhere", Span(0, 5)).case_ids == frozenset()


@given(
    labels=st.lists(st.sampled_from(["I", "Ben", "Cleo", "Somebody"]), min_size=1, max_size=12),
    edges=st.tuples(st.integers(0, 120), st.integers(0, 120)),
)
@settings(max_examples=120, deadline=None)
def test_bisecting_finds_what_walking_every_turn_finds(labels: list[str], edges: tuple[int, int]) -> None:
    speakers = [make_speaker("g", "Ben", case_id="ben"), make_speaker("g", "Cleo", case_id="cleo")]
    source, _text = make_source("g", [f"{one}: word." for one in labels], case_id="g", speakers=speakers)
    span = Span(min(edges), max(edges))
    walked = {
        turn.speaker.lower()
        for turn in source.turns
        if turn.speaker in ("Ben", "Cleo") and turn.start < span.end and span.start < turn.end
    }
    assert source.voices(span).case_ids == walked
    assert walked <= Scope((source,)).case_ids
