from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from qualbench.errors import NotFound, UsageError
from qualbench.storage.faults import ReadOnlyProject
from qualbench.tui.text_units import Units
from qualbench.workbench import hit_coding
from qualbench.workbench.codebooks import create_code, load_codebook
from qualbench.workbench.coders import add_coder
from qualbench.workbench.coding import load_segments
from qualbench.workbench.history import list_history, redo, undo
from qualbench.workbench.hit_coding import BulkCoding, By, code_hits, code_hits_as_new, preview_hits
from qualbench.workbench.importing import find_document, import_documents, open_document
from qualbench.workbench.project import open_session
from qualbench.workbench.searching import sentence_starts
from tests.workbench.builders import new_project
from tests.workbench.test_concordancing import hits_of, session

if TYPE_CHECKING:
    from pathlib import Path

    from qualbench.workbench.project import Session

__all__ = ["session"]


def test_hits_are_coded_in_one_step_that_one_undo_takes_back(session: Session) -> None:
    code = create_code(session, "Going")
    steps = len(list_history(session))
    hits = hits_of(session, "went OR go OR bus")
    assert preview_hits(session, hits, code.id) == BulkCoding(4, 2, 0, 0)
    assert len(list_history(session)) == steps, "a look changes nothing"
    assert code_hits(session, hits, code.id) == BulkCoding(4, 2, 0, 0)
    assert [one.quote for one in load_segments(session)] == ["went", "went", "go", "bus"]
    newest = list_history(session, 1)[0]
    assert (newest.summary, newest.rows) == ("coded 4 places found in 2 documents with Going", 4)
    undo(session)
    assert load_segments(session) == []
    redo(session)
    assert len(load_segments(session)) == 4


@pytest.mark.parametrize(
    ("by", "quotes"),
    [
        (By.HIT, ["tea", "tea"]),
        (By.SENTENCE, ["It was the tea, really — the tea and the talk."]),
        (
            By.TURN,
            ["Then my neighbour went, and I went with her. It was the tea, really — the tea and the talk."],
        ),
    ],
)
def test_by_hit_sentence_or_turn_overlapping_ones_once(session: Session, by: By, quotes: list[str]) -> None:
    code = create_code(session, "Tea")
    result = code_hits(session, hits_of(session, "tea"), code.id, by)
    assert [one.quote for one in load_segments(session)] == quotes
    assert (result.added, result.documents) == (len(quotes), 1)


def test_what_is_coded_already_is_left_and_counted(session: Session) -> None:
    code = create_code(session, "Tea")
    first = code_hits(session, hits_of(session, "tea"), code.id, By.SENTENCE)
    (before,) = load_segments(session)
    again = code_hits(session, hits_of(session, "tea OR bus"), code.id, By.SENTENCE)
    assert (first.added, again.added, again.there_already, again.documents) == (1, 1, 1, 1)
    assert before in load_segments(session)
    steps = len(list_history(session))
    nothing = code_hits(session, hits_of(session, "tea"), code.id, By.SENTENCE)
    assert (nothing.added, nothing.there_already) == (0, 1)
    assert len(list_history(session)) == steps
    assert preview_hits(session, hits_of(session, "tea"), code.id).inside == 2


def test_another_coders_codings_are_not_ones_own(session: Session) -> None:
    code = create_code(session, "Tea")
    code_hits(session, hits_of(session, "tea"), code.id)
    add_coder(session, "Tom")
    folder = session.project.folder
    session.store.close()
    with open_session(folder, coder="Tom") as toms:
        assert code_hits(toms, hits_of(toms, "tea"), code.id).added == 2


def test_sentences_are_those_that_the_coding_screen_takes(tmp_path: Path) -> None:
    session = new_project(tmp_path / "study")
    text = (
        "I: Dr. Smith said what? And then…\n\nwell.\n"
        "Anna: First one. Second\n one! Third, a tea \n \n After the gap a tea; more. 「茶。」 tea？ yes\n"
        "I: tea?\nAnna: (tea) tea... and tea. Tea.\n"
    )
    (tmp_path / "x.txt").write_text(text, encoding="utf-8")
    import_documents(session, [tmp_path / "x.txt"])
    document = find_document(session, "x")
    opened = open_document(session, document.id)
    units = Units(opened.text, opened.turns, sentence_starts(opened.text))
    place = hit_coding.coding_place(opened.text, By.SENTENCE)
    hits = hits_of(session, "tea OR smith OR well OR one OR yes")
    assert len(hits) > 8
    assert [place(hit) for hit in hits] == [units.sentence_at(hit.span.start) for hit in hits]
    session.store.close()


def test_a_text_that_changed_since_is_not_coded(session: Session) -> None:
    code = create_code(session, "Tea")
    (hit, _other) = hits_of(session, "tea")
    with pytest.raises(hit_coding.TextChanged, match="anna has changed"):
        code_hits(session, [replace(hit, revision=2)], code.id)
    with pytest.raises(NotFound):
        code_hits(session, [replace(hit, document_id="gone")], code.id)
    with pytest.raises(NotFound):
        code_hits(session, [hit], "no such code")
    assert load_segments(session) == []


def test_who_only_reads_can_search_but_not_code(session: Session) -> None:
    code = create_code(session, "Tea")
    folder = session.project.folder
    session.store.close()
    with open_session(folder, write=False) as reader:
        hits = hits_of(reader, "tea")
        assert len(hits) == 2
        with pytest.raises(ReadOnlyProject):
            code_hits(reader, hits, code.id)


def test_a_new_code_and_its_codings_are_one_step(session: Session) -> None:
    hits = hits_of(session, "tea")
    assert preview_hits(session, hits, None) == BulkCoding(2, 1, 0, 0)
    assert code_hits_as_new(session, hits, "Tea").added == 2
    assert [code.name for code in load_codebook(session).codes] == ["Tea"]
    assert list_history(session, 1)[0].summary == "coded 2 places found in 1 document with the new code “Tea”"
    with pytest.raises(UsageError):
        code_hits_as_new(session, hits, "Tea")
    undo(session)
    assert load_segments(session) == []
    assert load_codebook(session).codes == ()
