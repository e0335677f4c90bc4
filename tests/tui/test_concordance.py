"""Hits as rows: the words found in one column, in several orders, whatever the script."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from qualbench.model.document import Document, DocumentKind, Role, Turn
from qualbench.model.span import Span
from qualbench.tui.concordance import Concordance, Order
from qualbench.tui.passage_layout import IN_CONTEXT, Kind, cells_of, rows_of
from qualbench.workbench.concordancing import Hit, Material, Query, find_in, make_finder
from tests.tui.texts import texts


def material(text: str, name: str = "P01") -> Material:
    """A document with one turn."""
    document = Document(name, name, DocumentKind.INTERVIEW, "", "txt", "", "utf-8", 1, None, 1, "")
    turn = Turn(7, 0, len(text), 0, "Anna", Role.PARTICIPANT)
    return Material(document, text, (turn,))


def concordance(*materials: Material, typed: str) -> Concordance:
    finder = make_finder(Query(typed))
    found = Concordance()
    for one in materials:
        found.add(one, find_in(finder, one))
    return found


@given(st.tuples(texts, texts), st.tuples(texts, texts), st.integers(40, 160))
def test_the_words_found_stand_in_one_column(
    first: tuple[str, str], second: tuple[str, str], width: int
) -> None:
    found = Concordance()
    for name, (before, after) in zip(("P01", "P02"), (first, second), strict=True):
        source = material(f"{before} zebra {after}", name)
        span = Span(len(before) + 1, len(before) + 6)
        found.add(source, [Hit(name, 1, span, source.turns[0])])
    columns = set()
    for place in range(2):
        (row,) = rows_of(found[place], width, IN_CONTEXT)
        at = next(number for number, piece in enumerate(row) if Kind.FOUND in piece.kind)
        columns.add(sum(cell_len(piece.text) for piece in row[:at]))
        assert cells_of(row) <= width
        assert not any(one in piece.text for piece in row for one in "\x1b\x07\x9b\n\r\u202e\u2066")
    assert len(columns) == 1
    assert width // 3 < columns.pop() < width * 3 // 4


def test_a_row_names_its_place_and_keeps_within_the_turn() -> None:
    text = "Anna: tea first. I: And then? Anna: more tea."
    document = material(text)
    turn = Turn(3, text.index("more"), len(text), text.index("Anna", 5), "Anna", Role.PARTICIPANT)
    source = Material(document.document, text, (turn,))
    found = concordance(source, typed="tea")
    passage = found[0]
    assert [part.text for part in passage.head] == ["P01 3", "Anna"]
    assert (passage.text, passage.found) == ("more tea.", (Span(5, 8),))


def test_orders() -> None:
    found = concordance(
        material("a big tea now. one Tea then. old TEAS away", "P01"),
        material("Zig tea again. the big tea", "P02"),
        typed="tea*",
    )
    words = [found.text(hit.document_id)[hit.span.start : hit.span.end] for hit in found.hits]
    assert words == ["tea", "Tea", "TEAS", "tea", "tea"]
    orders = {}
    for order in Order:
        found.sort(order)
        orders[order] = [found.number_at(place) for place in range(len(found))]
        assert [found.place_of(number) for number in orders[order]] == [0, 1, 2, 3, 4]
    assert orders == {
        Order.DOCUMENT: [0, 1, 2, 3, 4],
        Order.BEFORE: [0, 4, 2, 1, 3],  # big a, big the, old, one, Zig
        Order.FOUND: [0, 1, 3, 4, 2],
        Order.AFTER: [4, 3, 2, 0, 1],  # nothing, again., away, now., then.
    }


def test_what_is_left_out_and_documents_that_go() -> None:
    found = concordance(material("tea tea", "P01"), material("tea", "P02"), typed="tea")
    found.left_out = {0, 2}
    assert [hit.span.start for hit in found.taken] == [4]
    kept = found.within({"P02"})
    assert (len(kept), kept.left_out, kept.taken, kept.documents) == (1, {0}, [], 1)
    assert found.in_document("P01") == [Span(0, 3), Span(4, 7)]
