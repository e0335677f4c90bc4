"""Annotations and marks while coding: the gestures, what is said, and what is seen, without colour too."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.widgets import TextArea

from qualbench.model.coding import Stance
from qualbench.model.span import Span
from qualbench.tui.codings import Places
from qualbench.tui.dialogs.choose import ChooseDialog
from qualbench.tui.dialogs.form import FormDialog
from qualbench.tui.keys import keymap
from qualbench.tui.row_painter import Look, RowState, margin_sign, paint_row
from qualbench.tui.transcript_layout import Layout
from qualbench.tui.widgets.here_panel import HerePanel
from qualbench.workbench import coding, importing, marking, memoing
from qualbench.workbench.coders import add_coder
from tests.tui.made import make_nights_coded
from tests.tui.test_coding_looks import look
from tests.tui.test_coding_screen import TEXT, WIDE, coding_desk
from tests.tui.texts import segment, turns_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qualbench.model.coding import Memo, Segment
    from tests.tui.test_coding_screen import Desk

SENTENCE = "Nobody asked how we were."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_nights_coded(tmp_path / "study")


def the_segment(desk: Desk) -> Segment:
    (found,) = coding.load_segments(desk.session)
    return found


def annotated(desk: Desk) -> list[Memo]:
    return memoing.list_annotations(desk.session, importing.list_documents(desk.session)[0].document.id)


def shows(desk: Desk, kind: type) -> bool:
    return isinstance(desk.app.screen, kind)


def panel(desk: Desk) -> str:
    return desk.screen.query_one(HerePanel).words


def row(desk: Desk, words: str) -> str:
    """The painted row on which words stand, gutter included."""
    view = desk.screen.view
    assert view.layout_of_rows is not None
    at = view.layout_of_rows.row_of(TEXT.index(words))
    return view.render_line(at - view.scroll_offset.y).text


def italic(desk: Desk, words: str) -> str:
    view = desk.screen.view
    assert view.layout_of_rows is not None
    at = view.layout_of_rows.row_of(TEXT.index(words))
    strip = view.render_line(at - view.scroll_offset.y)
    return "".join(part.text for part in strip if part.style and part.style.italic)


async def test_words_without_a_code_are_annotated(folder: Path) -> None:
    async with coding_desk(folder, WIDE) as desk:
        desk.go_to("There were three")
        await desk.press("s", "a")
        assert shows(desk, FormDialog)
        desk.app.screen.query_one(TextArea).text = "Three on a whole floor."
        await desk.press("f2")
        (memo,) = annotated(desk)
        assert TEXT[memo.start : memo.end] == "There were three of us for the whole floor."
        assert "annotated a passage" in desk.said
        assert desk.screen.view.selection is None
        desk.go_to("three of us")
        await desk.press("right")
        assert "* annotation Ana" in panel(desk)
        assert "Three on a whole floor." in panel(desk)
        assert "*" in row(desk, "There were")[:12]
        assert italic(desk, "There were").strip() == "There were three of us for the whole floor."
        await desk.press("ctrl+z")
        assert annotated(desk) == []
        assert "*" not in row(desk, "There were")[:12]
        assert italic(desk, "There were") == ""


async def test_without_a_selection_it_is_the_sentences_and_again_it_is_changed(folder: Path) -> None:
    async with coding_desk(folder) as desk:
        desk.go_to("The ward")
        await desk.press("a")
        await desk.type("Hm")
        await desk.press("f2")
        (memo,) = annotated(desk)
        assert TEXT[memo.start : memo.end].startswith("The ward manager")
        desk.go_to("manager")
        await desk.press("a")
        assert shows(desk, ChooseDialog)
        await desk.press("down", "enter")
        assert shows(desk, FormDialog)
        desk.app.screen.query_one(TextArea).text = "Never did."
        await desk.press("f2")
        assert [one.text for one in annotated(desk)] == ["Never did."]


async def test_a_private_annotation_is_seen_by_its_coder_alone(folder: Path) -> None:
    async with coding_desk(folder, WIDE) as desk:
        tom = add_coder(desk.session, "Tom")
        theirs = replace(desk.session, coder=tom)
        place = Span(TEXT.index("Go on"), TEXT.index("Go on") + 5)
        memoing.annotate(theirs, "P07", place, "Tom's secret.", private=True)
        memoing.annotate(theirs, "P07", place, "Tom's thought.")
        desk.screen.reload()
        desk.go_to("Go on")
        await desk.pilot.pause()
        assert "Tom's thought." in panel(desk)
        assert "secret" not in panel(desk)
        assert "secret" not in desk.app.export_screenshot()


async def test_important_is_on_and_off_and_is_seen_without_colour(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with coding_desk(folder, WIDE) as desk:
        desk.go_to("Nobody")
        assert "!" not in row(desk, "Nobody")[:12]
        await desk.press("f")
        assert the_segment(desk).important
        assert desk.said == "A Workload is important now. [Ctrl+Z] takes it back."
        assert "!" in row(desk, "Nobody")[:12]
        assert "! important" in panel(desk)
        await desk.press("f")
        assert not the_segment(desk).important
        assert "!" not in row(desk, "Nobody")[:12]
        await desk.press("ctrl+z")
        assert the_segment(desk).important


@pytest.mark.parametrize("keys", ["standard", "vim"])
async def test_a_stance_is_said_with_a_few_letters(folder: Path, keys: str) -> None:
    async with coding_desk(folder, WIDE) as desk:
        desk.app.set_keymap(keymap(keys))
        desk.go_to("Nobody")
        await desk.press("p", "c", "enter")
        assert the_segment(desk).stance is Stance.CONTRADICTS
        assert desk.said == "A Workload contradicts a theme now. [Ctrl+Z] takes it back."
        assert "contradicts a theme" in panel(desk)
        await desk.press("p")
        await desk.type("nothing")
        await desk.press("enter")
        assert the_segment(desk).stance is Stance.NONE
        assert "has no stance" in desk.said


@pytest.mark.parametrize("key", ["f", "p"])
async def test_where_nothing_is_coded_nothing_is_marked(folder: Path, key: str) -> None:
    async with coding_desk(folder) as desk:
        desk.go_to("Go on")
        await desk.press(key)
        assert "Nothing is coded here" in desk.said
        assert not the_segment(desk).important


async def test_for_reading_alone_nothing_is_marked(folder: Path) -> None:
    async with coding_desk(folder, write=False) as desk:
        desk.go_to("Nobody")
        for key in ("a", "f", "p"):
            await desk.press(key)
            assert "reading only" in desk.said
        assert not isinstance(desk.app.screen, FormDialog | ChooseDialog)


async def test_a_cursor_key_draws_no_more_rows_where_there_are_annotations(folder: Path) -> None:
    async with coding_desk(folder, WIDE) as desk:
        for start in range(0, 120, 3):
            memoing.annotate(desk.session, "P07", Span(start, start + 40), "Hm.")
        desk.screen.reload()
        await desk.press("right")
        before = desk.screen.view.rows.built
        await desk.press("right")
        assert desk.screen.view.rows.built - before <= 2
        before = desk.screen.view.rows.built
        desk.screen.reload()
        await desk.pilot.pause()
        assert desk.screen.view.rows.built == before, "nothing has changed, so nothing is drawn again"


LAYOUT = Layout("P: Nobody asked.", turns_of("P: Nobody asked."), 60)


def test_annotated_words_are_a_look_of_their_own() -> None:
    pieces = paint_row(LAYOUT, 0, RowState(noted=(Span(3, 9), Span(5, 15))))
    assert [(one.text, one.look) for one in pieces] == [
        ("P: ", Look.LABEL),
        ("No", Look.NOTED),
        ("body", Look.NOTED),
        (" asked", Look.NOTED),
        (".", Look.TEXT),
    ]


def test_the_sign_beside_a_row_says_what_begins_there() -> None:
    important = replace(segment(LAYOUT.text, 3, 9), important=True)
    assert margin_sign(LAYOUT, 0, RowState()) == ""
    assert margin_sign(LAYOUT, 0, RowState(noted=(Span(3, 9),))) == "*"
    assert margin_sign(LAYOUT, 0, RowState([important], noted=(Span(3, 9),))) == "!"
    assert margin_sign(LAYOUT, 0, RowState([replace(important, important=False)])) == ""


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 30))), st.integers(0, 70), st.integers(1, 20))
def test_places_that_overlap_are_found(starts: list[tuple[int, int]], start: int, length: int) -> None:
    spans = sorted(Span(at, at + size) for at, size in starts)
    wanted = tuple(one for one in spans if one.overlaps(Span(start, start + length)))
    assert Places(spans).touching(start, start + length) == wanted


@pytest.mark.parametrize(
    ("size", "plain"), [((80, 24), True), ((120, 40), False)], ids=["no-colour", "large"]
)
def test_how_marks_look(
    folder: Path,
    snap_compare: Callable[..., bool],
    monkeypatch: pytest.MonkeyPatch,
    size: tuple[int, int],
    plain: bool,
) -> None:
    from qualbench.workbench.project import open_session

    if plain:
        monkeypatch.setenv("NO_COLOR", "1")
    with open_session(folder) as session:
        (one,) = coding.load_segments(session)
        marking.mark_segments(session, [one.id], important=True, stance=Stance.CONTRADICTS)
        start = TEXT.index("There were")
        memoing.annotate(session, "P07", Span(start, start + 43), "Three, on a whole floor.")
    assert look(folder, snap_compare, ("pagedown",), size)
