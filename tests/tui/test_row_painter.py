from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qualbench.model.span import Span
from qualbench.tui.row_painter import Look, RowState, paint_row, paint_stripes
from qualbench.tui.sanitise import cluster_start
from qualbench.tui.transcript_layout import Layout
from tests.tui.texts import segment, texts, turns_of

TEXT = "I: And then what was it like?\nP: Nobody asked how we were."
LAYOUT = Layout(TEXT, turns_of(TEXT), 60)


def looks(row: int, **state: object) -> list[tuple[str, Look]]:
    return [(piece.text, piece.look) for piece in paint_row(LAYOUT, row, RowState(**state))]  # type: ignore[arg-type]


@given(texts, st.integers(4, 30), st.data())
def test_the_pieces_of_a_row_are_its_clusters_whatever_lies_over_them(
    text: str, width: int, data: st.DataObject
) -> None:
    layout = Layout(text, turns_of(text), width)
    offsets = st.integers(0, len(text))
    edges = st.tuples(offsets, offsets).map(sorted)
    segments = [segment(text, a, b, f"c{n}", str(n)) for n in range(3) for a, b in [data.draw(edges)]]
    selection = Span(*sorted(data.draw(st.tuples(offsets, offsets))))
    cursor = cluster_start(text, data.draw(offsets))
    for row in range(len(layout)):
        here = cursor if layout.row_of(cursor) == row else None
        pieces = paint_row(layout, row, RowState(segments, selection, (selection,), here, "1"))
        painted = "".join(one.drawn for one in layout.clusters(row))
        shown = "".join(piece.text for piece in pieces)
        assert shown in (painted, painted + " ")
        assert sum(Look.CURSOR in piece.look for piece in pieces) == (here is not None)


def test_labels_and_the_interviewers_words_are_told_apart() -> None:
    assert looks(0) == [("I: ", Look.LABEL | Look.QUIET), ("And then what was it like?", Look.QUIET)]
    assert looks(1) == [("P: ", Look.LABEL), ("Nobody asked how we were.", Look.TEXT)]


def test_codings_overlap_and_one_is_chosen() -> None:
    a, b = segment(TEXT, 33, 45, "outer"), segment(TEXT, 40, 45, "inner")
    pieces = paint_row(LAYOUT, 1, RowState([a, b], chosen=a.id))
    assert [(one.text, one.look, one.code_id) for one in pieces[1:3]] == [
        ("Nobody ", Look.CHOSEN, "outer"),
        ("asked", Look.OVERLAP | Look.CHOSEN, "outer"),
    ]
    pieces = paint_row(LAYOUT, 1, RowState([a, b]))
    assert [(one.text, one.code_id) for one in pieces[1:3]] == [("Nobody ", "outer"), ("asked", "inner")]


def test_the_cursor_past_the_end_of_a_row_is_a_blank() -> None:
    assert looks(1, cursor=len(TEXT))[-1] == (" ", Look.CURSOR)


def test_stripes_show_letters_where_they_begin_and_at_the_top() -> None:
    by_id = {one.id: one for one in (segment(TEXT, 0, 5, "a", "1"), segment(TEXT, 0, 9, "b", "2"))}
    cells, hidden = paint_stripes([(0, "1", True), (2, "2", False), (5, "1", False)], by_id, 4)
    assert [(one.code_id, one.head) for one in cells] == [
        ("a", True),
        (None, False),
        ("b", False),
        (None, False),
    ]
    assert hidden == 1
    cells, _hidden = paint_stripes([(2, "2", False)], by_id, 4, top=True)
    assert cells[2].head
