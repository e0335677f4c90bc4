from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from qualbench.model.document import DocumentKind
from qualbench.model.span import Span
from qualbench.workbench import concordancing as searching
from qualbench.workbench.cases import find_case
from qualbench.workbench.codebooks import create_code
from qualbench.workbench.coding import apply_code
from qualbench.workbench.concordancing import Limits, Query, Voice, Way, search
from qualbench.workbench.importing import find_document, import_documents, list_documents, open_document
from tests.tui.texts import PIECES
from tests.workbench.builders import new_project, with_interviews

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualbench.workbench.concordancing import Hit
    from qualbench.workbench.project import Session


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    made = with_interviews(tmp_path)
    yield made
    made.store.close()


def hits_of(session: Session, words: str, way: Way = Way.WORDS, limits: Limits | None = None) -> list[Hit]:
    return [hit for _document, hits in search(session, Query(words, way), limits or Limits()) for hit in hits]


def words_of(session: Session, hits: list[Hit]) -> list[str]:
    found = []
    for hit in hits:
        document = find_document(session, hit.document_id)
        text = session.store.text(document.id, document.revision)
        found.append(f"{document.name} {hit.turn.index} {text[hit.span.start : hit.span.end]}")
    return found


# --- where is searched --------------------------------------------------------------------------------


def test_all_documents_are_searched_in_order(session: Session) -> None:
    assert words_of(session, hits_of(session, "the OR tea")) == [
        *("anna 1 the", "anna 2 the", "anna 2 the", "anna 4 the", "anna 4 tea", "anna 4 the", "anna 4 tea"),
        *("anna 4 the", "ben 1 the", "ben 2 the", "ben 4 The", "ben 4 the"),
    ]


def test_labels_are_not_what_is_said(session: Session) -> None:
    assert hits_of(session, "interviewer OR anna OR ben") == []


def test_limits(session: Session) -> None:
    anna = find_document(session, "anna")
    ben = find_case(session, "ben")
    one = ["anna 1 How", "anna 1 group", "ben 1 How", "ben 1 group"]
    assert words_of(session, hits_of(session, "how group")) == one
    only = Limits(document_ids=(anna.id,))
    assert words_of(session, hits_of(session, "how group", limits=only)) == one[:2]
    assert hits_of(session, "how", limits=Limits(voice=Voice.PARTICIPANTS)) == []
    assert len(hits_of(session, "how", limits=Limits(voice=Voice.INTERVIEWERS))) == 2
    assert hits_of(session, "toilets", limits=Limits(voice=Voice.INTERVIEWERS)) == []
    assert words_of(session, hits_of(session, "I", limits=Limits(case_ids=(ben.id,)))) == ["ben 2 I"]


def test_where_nobody_is_named_the_words_are_the_participants_unless_the_researchers_wrote(
    tmp_path: Path,
) -> None:
    session = new_project(tmp_path / "study")
    (tmp_path / "diary.txt").write_text("A long day.\n\nA short night.\n", encoding="utf-8")
    import_documents(session, [tmp_path / "diary.txt"])
    assert len(hits_of(session, "day", limits=Limits(voice=Voice.PARTICIPANTS))) == 1
    session.store.connection.execute("UPDATE document SET kind = ?", (DocumentKind.FIELD_NOTES.value,))
    assert hits_of(session, "day", limits=Limits(voice=Voice.PARTICIPANTS)) == []
    assert len(hits_of(session, "day", limits=Limits(voice=Voice.INTERVIEWERS))) == 1
    session.store.close()


def test_already_coded_or_not(session: Session) -> None:
    anna = find_document(session, "anna")
    text = session.store.text(anna.id, anna.revision)
    tea = create_code(session, "Tea")
    at = text.index("the tea and the talk")
    apply_code(session, anna.id, Span(at, at + 7), tea.id)
    assert [hit.span.start for hit in hits_of(session, "tea", limits=Limits(coded=tea.id))] == [at + 4]
    assert at + 4 not in [hit.span.start for hit in hits_of(session, "tea", limits=Limits(not_coded=tea.id))]
    assert len(hits_of(session, "tea", limits=Limits(not_coded=tea.id))) == 1


def test_the_index_loses_no_hit_in_any_script(tmp_path: Path) -> None:
    """Documents that the index leaves out are those in which a search of everything finds nothing."""
    chance = random.Random(7)
    usable = [one for one in PIECES if one != "\ud800"]
    words = ["tea", "Tée", "téa", "straße", "strasse", "İch", "ﬁne", "naïve", "Ǡ", "ſo", "café", "word"]
    session = new_project(tmp_path / "study")
    paths = []
    for number in range(60):
        path = tmp_path / f"d{number}.txt"
        drawn = chance.choices([*usable, *words, "🤔", "₺", "a\u0305", "茶tea茶"], k=12)
        path.write_text(f"start {number} " + "".join(drawn), encoding="utf-8")
        paths.append(path)
    import_documents(session, paths)
    everything = [row.document for row in list_documents(session)]
    assert len(everything) > 40, "a few are refused: they look like no text"
    left_out = 0
    for typed in (
        "tea",
        "tea*",
        "strasse",
        "ich",
        "naive",
        "so",
        "cafe",
        "word",
        "fine",
        "a",
        "nobody asked",
    ):
        for way in (Way.WORDS, Way.ENDINGS, Way.FUZZY):
            finder = searching.make_finder(Query(typed, way))
            terms = finder.terms(searching.index_words(session) or ())
            chosen = {one.id for one in searching.documents_to_search(session, terms)}
            for document in everything:
                found = searching.find_in(finder, searching.material(session, document.id))
                assert not found or document.id in chosen, (typed, way, document.name)
            left_out += len(everything) - len(chosen)
    assert left_out > 500, "the index is of use"
    session.store.close()


def test_progress_is_told_and_a_search_stops_between_turns(session: Session) -> None:
    told: list[tuple[int, int, str]] = []
    list(search(session, Query("tea"), progress=lambda *one: told.append(one)))
    assert told == [(0, 1, "anna")], "the index has left out the other"
    anna = find_document(session, "anna")
    finder = searching.make_finder(Query("the"))
    assert len(searching.find_in(finder, searching.material(session, anna.id), stop=lambda: True)) == 1


def test_spellings_are_counted(session: Session) -> None:
    texts = {row.document.id: open_document(session, row.document.id).text for row in list_documents(session)}
    hits = hits_of(session, "i OR tea")
    assert searching.spellings(texts.__getitem__, hits) == {"i": 4, "tea": 2}
