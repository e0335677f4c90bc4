from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualbench.model.coding import Stance
from qualbench.model.span import Span
from qualbench.workbench.cases import find_case, set_value
from qualbench.workbench.codebooks import create_code
from qualbench.workbench.coders import add_coder
from qualbench.workbench.coding import apply_code, load_segments
from qualbench.workbench.importing import find_document
from qualbench.workbench.independence import start_independent_coding
from qualbench.workbench.listing import segment_rows
from qualbench.workbench.marking import mark_segments
from qualbench.workbench.project import open_session
from qualbench.workbench.questions import ExpressionError
from qualbench.workbench.retrieving import Documents, count_cases, in_context, narrowed, retrieve
from qualbench.workbench.theming import assign_codes, create_set, create_theme, use_set
from tests.workbench.builders import ANNA, BEN, with_interviews

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualbench.workbench.project import Session


def code(session: Session, document: str, words: str, code_id: str) -> None:
    text = {"anna": ANNA, "ben": BEN}[document]
    start = text.index(words)
    apply_code(session, find_document(session, document).id, Span(start, start + len(words)), code_id)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with with_interviews(tmp_path) as made:
        way = create_code(made, "Way in")
        leaflet = create_code(made, "Leaflet", parent_id=way.id)
        chance = create_code(made, "By chance", parent_id=way.id)
        people = create_code(made, "People")
        code(made, "anna", "A leaflet, at the surgery.", leaflet.id)
        code(made, "anna", "in the drawer", people.id)
        code(made, "anna", "my neighbour went", people.id)
        code(made, "ben", "I found it by accident", chance.id)
        code(made, "ben", "Nobody told me. I found it", people.id)
        code(made, "ben", "The bus is two hours", way.id)
        themes = create_set(made, "First")
        use_set(made, themes.id)
        theme = create_theme(made, "Getting in")
        assign_codes(made, theme.id, [way.id])
        set_value(made, find_case(made, "anna"), "age", "61")
        set_value(made, find_case(made, "ben"), "age", "38")
        set_value(made, find_case(made, "ben"), "pseudonym", "Ben P.")
        set_value(made, find_case(made, "ben"), "joined", "2024-03-01")
        yield made


def words(session: Session, expression: str) -> list[str]:
    held = Documents(session)
    found = retrieve(session, expression, documents=held)
    return [held.text(one.document_id)[one.start : one.end] for one in found.places]


LEAFLET, DRAWER, NEIGHBOUR = "A leaflet, at the surgery.", "in the drawer", "my neighbour went"
NOBODY, ACCIDENT, BUS = "Nobody told me. I found it", "I found it by accident", "The bus is two hours"


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("", [LEAFLET, DRAWER, NEIGHBOUR, NOBODY, ACCIDENT, BUS]),
        ("code:way in", [LEAFLET, ACCIDENT, BUS]),
        ("code:=Way in", [BUS]),
        ("code:Way in > Leaflet", [LEAFLET]),
        ("theme:Getting in", [LEAFLET, ACCIDENT, BUS]),
        ("code:People AND code:By chance", [NOBODY, ACCIDENT]),
        ("code:People AND NOT code:Way in", [DRAWER, NEIGHBOUR]),
        ("code:People AND NOT code:Way in IN turn", [NEIGHBOUR]),
        ("code:Leaflet NEAR/3 code:People", [LEAFLET, DRAWER]),
        ("code:Leaflet NEAR/2 code:People", []),
        ("doc:ANNA", [LEAFLET, DRAWER, NEIGHBOUR]),
        ("doc:b*", [NOBODY, ACCIDENT, BUS]),
        ("case:Ben P. AND code:People", [NOBODY]),
        ("case:2 AND code:People", [NOBODY]),
        ("age>40", [LEAFLET, DRAWER, NEIGHBOUR]),
        ("age<=38 AND code:Way in", [ACCIDENT, BUS]),
        ("Age=61,0", [LEAFLET, DRAWER, NEIGHBOUR]),
        ("joined>2024-01-31", [NOBODY, ACCIDENT, BUS]),
        ('joined=""', [LEAFLET, DRAWER, NEIGHBOUR]),
        ('"found it"', [NOBODY, ACCIDENT]),
        ('code:People "surgery" IN turn', [DRAWER]),
        ("coder:ana AND code:=Way in", [BUS]),
    ],
)
def test_what_an_expression_finds(session: Session, expression: str, found: list[str]) -> None:
    assert words(session, expression) == found


@pytest.mark.parametrize(
    ("expression", "sentence", "hint"),
    [
        ("code:Poeple", "There is no code “Poeple”.", "Did you mean “People”?"),
        ("code:People AND theme:Geting in", "There is no theme “Geting in”.", "Did you mean “Getting in”?"),
        ("case:Annna", "There is no case “Annna”.", "Did you mean “anna”?"),
        ("coder:Anna", "There is no coder “Anna”.", "Did you mean “Ana”?"),
        ("doc:bem", "There is no document “bem”.", "Did you mean “ben”?"),
        ("agee>40", "There is no attribute “agee”.", "Did you mean “age”?"),
        ("xyz=1", "There is no attribute “xyz”.", "The attributes of the cases: age, pseudonym, joined."),
        ("age>old", "“old” is no number, so nothing is more or less than it.", ""),
        ("joined<spring", "“spring” is no date.", "Write a day as 2026-03-31."),
    ],
)
def test_a_name_that_is_not_there_is_pointed_at(
    session: Session, expression: str, sentence: str, hint: str
) -> None:
    with pytest.raises(ExpressionError) as raised:
        retrieve(session, expression)
    assert (raised.value.sentence, raised.value.hint) == (sentence, hint)
    assert 0 <= raised.value.at < len(expression)


def test_a_name_that_several_codes_have_asks_for_the_path(session: Session) -> None:
    other = create_code(session, "Way out")
    create_code(session, "Leaflet", parent_id=other.id)
    with pytest.raises(ExpressionError) as raised:
        retrieve(session, "code:Leaflet")
    assert raised.value.hint == 'Give the whole path: code:"Way in > Leaflet" or code:"Way out > Leaflet"'
    assert words(session, 'code:"Way in > Leaflet"') == [LEAFLET]


def test_segments_are_found_by_their_marks(session: Session) -> None:
    drawer, bus = load_segments(session)[1], load_segments(session)[-1]
    assert (drawer.quote, bus.quote) == ("in the drawer", "The bus is two hours")
    mark_segments(session, [drawer.id, bus.id], important=True)
    mark_segments(session, [bus.id], stance=Stance.CONTRADICTS)
    assert words(session, "marked:important") == ["in the drawer", "The bus is two hours"]
    assert words(session, "marked:contradicts") == ["The bus is two hours"]
    assert words(session, "code:People AND marked:Important") == ["in the drawer"]
    assert words(session, "marked:important not marked:contradicts") == ["in the drawer"]
    assert words(session, "code:People NOT marked:important") == [
        "my neighbour went",
        "Nobody told me. I found it",
    ]
    with pytest.raises(ExpressionError, match="No segment is marked as “weighty”") as caught:
        words(session, "marked:weighty")
    assert "important, supports, qualifies, contradicts" in str(caught.value.hint)


def test_another_coder(session: Session) -> None:
    add_coder(session, "Tom")
    folder = session.project.folder
    session.store.close()
    with open_session(folder, coder="Tom") as toms:
        people = next(one.code_id for one in retrieve(toms, "code:People").places)
        code(toms, "anna", "I went with her", people)
        assert words(toms, "coder:Tom") == ["I went with her"]
        assert words(toms, "code:People AND NOT coder:Tom") == [DRAWER, NEIGHBOUR, NOBODY]
        found = retrieve(toms, "code:People")
        assert len(found.coder_ids) == 2
        assert len(retrieve(toms, "code:People", coder_ids=[toms.coder.id]).places) == 1


def test_while_coding_is_independent_others_codings_answer_nothing(session: Session) -> None:
    add_coder(session, "Tom")
    start_independent_coding(session)
    folder = session.project.folder
    session.store.close()
    with open_session(folder, coder="Tom") as toms:
        assert words(toms, "") == []
        assert words(toms, "code:People OR coder:Ana") == []


def test_what_was_found_is_counted_in_documents_and_cases(session: Session) -> None:
    found = retrieve(session, "code:People")
    assert len(found.document_ids) == 2
    assert count_cases(found, Documents(session)) == 2
    assert found.words == ()
    assert retrieve(session, 'code:People "went"').words == ("went",)


def test_context_is_whole_sentences_before_and_after(session: Session) -> None:
    held = Documents(session)
    (one,) = retrieve(session, 'code:People "drawer"', documents=held).places
    opened = held[one.document_id]
    bare = in_context(opened, one.start, one.end)
    assert (bare.text, bare.words, bare.turn and bare.turn.index) == (DRAWER, Span(0, 13), 2)
    shown = in_context(opened, one.start, one.end, 1)
    assert shown.text == "Anna: A leaflet, at the surgery. I put it in the drawer. “Not for me”, I said."
    assert shown.text[shown.words.start : shown.words.end] == DRAWER
    assert ANNA[shown.start :].startswith(shown.text)
    whole = in_context(opened, one.start, one.end, 50)
    assert whole.text == ANNA.rstrip()


def test_context_looks_only_at_what_is_near(session: Session) -> None:
    """At any place of a long text it is the same as with the sentences of the whole text."""
    from dataclasses import replace

    from qualbench.search.language import sentence_starts

    held = Documents(session)[find_document(session, "anna").id]
    text = "".join(
        f"Sentence {n} is here, Dr. Who said{' so' * (n % 90)}. And more? No.\n" for n in range(400)
    )
    opened = replace(held, text=text, turns=())
    starts = sentence_starts(text)
    for at in range(3, len(starts) - 4, 37):
        for start in (starts[at], starts[at] + 2):
            shown = in_context(opened, start, start + 1, 2)
            assert shown.start == starts[at - 2]
            assert shown.start + len(shown.text) == len(text[: starts[at + 3]].rstrip())


def test_rows_have_their_context_to_the_character(session: Session) -> None:
    held = Documents(session)
    found = retrieve(session, "code:Leaflet", documents=held)
    (row,) = narrowed(segment_rows(session), found, held, 1)
    assert (row["context_before"], row["quote"], row["context_after"]) == (
        "Interviewer: How did you hear of the group?\nAnna: ",
        LEAFLET,
        " I put it in the drawer.",
    )
    assert "context_before" not in next(narrowed(segment_rows(session), found, held))
