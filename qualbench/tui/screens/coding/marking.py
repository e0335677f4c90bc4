"""Notes to oneself on the text: annotations of any words, and what a coding is marked with."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from qualbench.model.coding import Stance
from qualbench.tui import memos
from qualbench.tui.dialogs.choose import Choice, ChooseDialog
from qualbench.tui.lines import fit
from qualbench.tui.screens.coding import changing, layers
from qualbench.tui.screens.coding.changing import if_mine_or_asked, the_coding
from qualbench.tui.screens.coding.giving import may_write, span_to_code
from qualbench.tui.widgets.here_panel import Note
from qualbench.workbench import marking, memoing

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualbench.model.coding import Memo, Segment
    from qualbench.tui.screens.coding.screen import CodingScreen

#: What a stance says of a coding, in words.
STANCES = {
    Stance.SUPPORTS: "supports a theme",
    Stance.QUALIFIES: "qualifies a theme",
    Stance.CONTRADICTS: "contradicts a theme",
    Stance.NONE: "nothing said",
}


def show_annotations(screen: CodingScreen) -> None:
    """Read the document's annotations again and mark their words."""
    screen.annotations = {}
    for memo in memoing.list_annotations(screen.session, screen.document_id):
        if memo.span is not None and layers.shows(screen, memo.coder_id):
            screen.annotations.setdefault(memo.span, []).append(memo)
    screen.view.show_noted(list(screen.annotations))


def notes_here(screen: CodingScreen) -> tuple[Note, ...]:
    """Return the annotations over the cursor as the panel shows them."""
    return tuple(
        Note(screen.coder_name(memo.coder_id), memo.date, memo.text, memo.private)
        for memo in _annotations_here(screen)
    )


def _annotations_here(screen: CodingScreen) -> list[Memo]:
    cursor = screen.view.cursor
    spans = screen.view.codings.noted.touching(cursor, cursor + 1)
    return [memo for span in spans for memo in screen.annotations.get(span, ())]


def marks_of(segment: Segment) -> str:
    """Return in words what a coding is marked with, or nothing."""
    said = ["! important"] if segment.important else []
    said += [STANCES[segment.stance]] if segment.stance else []
    return ", ".join(said)


def annotate(screen: CodingScreen) -> None:
    """Write a memo on the selected words, coded or not; on an annotation of one's own, change that.

    With nothing selected and no annotation here it is the sentence's.
    """
    if not may_write(screen):
        return
    mine = [memo for memo in _annotations_here(screen) if memo.coder_id == screen.session.coder.id]
    if mine and screen.view.selection is None:
        memos.choose_memo(screen, mine, "these words", partial(_write, screen))
    else:
        _write(screen)


def _write(screen: CodingScreen) -> None:
    span = span_to_code(screen)
    if span is not None:
        words = fit(screen.view.text[span.start : span.end], 60).rstrip()

        def stand_on_it() -> None:
            screen.view.let_go()
            screen.view.move_to(span.start)

        memos.annotate(screen, screen.document_id, span, words, stand_on_it)


def memo(screen: CodingScreen) -> None:
    """Write a memo about the chosen coding; while one only reads, about the words that are selected."""
    if screen.reading and screen.selected_words() is not None:
        annotate(screen)
    else:
        changing.memo(screen)


def important(screen: CodingScreen) -> None:
    """Mark the chosen coding as important, or take that mark away."""
    segment = the_coding(screen, "marks")
    if segment is None or not may_write(screen):
        return
    on = not segment.important

    def mark() -> None:
        if screen.write(lambda: marking.mark_important(screen.session, [segment.id], on)):
            now = "is important now" if on else "is no longer marked as important"
            screen.say_done(f"{screen.label_of(segment)} {now}.")

    if_mine_or_asked(screen, segment, "Mark another coder's coding?", "Mark it", mark)


def stance(screen: CodingScreen) -> None:
    """Say what the chosen coding does to a later theme."""
    segment = the_coding(screen, "asks about")
    if segment is None or not may_write(screen):
        return
    choices = [Choice(one.value or "none", words) for one, words in STANCES.items()]

    def take(picked: list[str] | None) -> None:
        if not picked:
            return
        said = Stance("" if picked[0] == "none" else picked[0])
        if screen.write(lambda: marking.set_stance(screen.session, segment.id, said)):
            now = STANCES[said] if said else "has no stance"
            screen.say_done(f"{screen.label_of(segment)} {now} now.")

    title = f"What does {screen.label_of(segment)} do to a theme that may come?"
    dialog = ChooseDialog(title, choices, at=segment.stance.value or "none")
    asking = partial(screen.app.push_screen, dialog, take)
    if_mine_or_asked(screen, segment, "Mark another coder's coding?", "Mark it", asking)


#: What answers to these gestures.
ACTS: dict[str, Callable[[CodingScreen], None]] = {
    "annotate": annotate,
    "memo": memo,
    "important": important,
    "stance": stance,
}
