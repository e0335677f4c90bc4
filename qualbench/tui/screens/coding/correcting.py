"""Correcting the text while reading: a word in place, a turn in an editor, and what that left unsure."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Literal

from qualbench.model.span import Span
from qualbench.tui.dialogs.choose import Choice, ChooseDialog
from qualbench.tui.lines import fit, plural
from qualbench.tui.screens.coding.giving import may_write
from qualbench.tui.text_units import word_at
from qualbench.workbench import correcting, placing

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualbench.tui.dialogs.form import Values
    from qualbench.tui.screens.coding.screen import CodingScreen
    from qualbench.workbench.correcting import Corrected
    from qualbench.workbench.placing import Waiting

KEEP, GO, HERE, REMOVE = "keep", "go", "here", "remove"
#: So many cells of a coding's words are shown in the list of what waits.
_WORDS = 36
#: More characters are corrected in an editor: in a line they would not all be seen.
_IN_A_LINE = 60


def correct(screen: CodingScreen) -> None:
    """Correct the selected words, or the word at the cursor, in a line."""
    if not may_write(screen):
        return
    span = screen.selected_words() or word_at(screen.view.text, screen.view.cursor)
    if span is None:
        screen.say("There is no word at the cursor. [s] selects the sentence.")
        return
    _ask(screen, span, "Correct these words")


def correct_turn(screen: CodingScreen) -> None:
    """Correct the turn at the cursor in an editor."""
    if not may_write(screen):
        return
    turn = screen.view.units.turn_at(screen.view.cursor)
    if turn is None or turn.end <= turn.start:
        screen.say("The cursor is in no turn.")
        return
    _ask(screen, Span(turn.start, turn.end), f"Correct turn {turn.index}", long=True)


def _ask(screen: CodingScreen, span: Span, title: str, *, long: bool = False) -> None:
    from qualbench.tui.dialogs.form import Field, FormDialog  # late: who reads need not hold an editor

    words = screen.view.text[span.start : span.end]
    kind: Literal["line", "text"] = "text" if long or "\n" in words or len(words) > _IN_A_LINE else "line"

    def keep(values: Values) -> None:
        done: list[Corrected] = []
        document_id = screen.document_id
        screen.commit(
            lambda: done.append(correcting.correct_passage(screen.session, document_id, span, values["text"]))
        )
        screen.view.let_go()
        screen.view.move_to(min(span.start, max(0, len(screen.view.text) - 1)))
        waiting = f" {plural(done[0].waiting, 'place')} to look at: [F10]." if done[0].waiting else ""
        screen.say_done(f"Corrected; this is revision {done[0].revision}.{waiting}")

    here = screen.view.codings.index.touching(span.start, span.end)
    intro = "The text before stays readable, and codings go along."
    if here:
        intro = f"{plural(len(here), 'coding')} on these words. {intro}"
    field = Field("text", "The words", words, kind)
    screen.app.push_screen(FormDialog(title, [field], keep, intro=intro))


def waiting(screen: CodingScreen) -> None:
    """List what a correction left unsure in this document, to settle one after the other."""
    found = placing.list_waiting(screen.session, screen.document_id)
    if not found:
        screen.say("Nothing waits here: every coding and annotation is where its words are.")
        return
    choices = [Choice(one.place.id, _told(one)) for one in found]
    by_id = {one.place.id: one for one in found}

    def take(picked: list[str] | None) -> None:
        if picked:
            _settle(screen, by_id[picked[0]])

    title = f"{plural(len(found), 'place')} that a correction left unsure: as it was, and where it stands now"
    screen.app.push_screen(ChooseDialog(title, choices), take)


def _told(one: Waiting) -> str:
    was = fit(one.was, _WORDS).rstrip()
    now = f"“{fit(one.now, _WORDS).rstrip()}”" if one.now is not None else "nowhere in the text"
    return f"{one.what}: “{was}” → {now}"


def _settle(screen: CodingScreen, one: Waiting) -> None:
    place, session = one.place, screen.session
    selected = screen.selected_words()
    choices = [Choice(GO, "Go there and look")] if place.now else []
    if session.writable:
        choices += [Choice(KEEP, "Keep it where it stands now")] if place.now else []
        if selected is not None:
            words = fit(screen.view.text[selected.start : selected.end], _WORDS).rstrip()
            choices.append(Choice(HERE, f"Give it the selected words: “{words}”"))
        choices.append(Choice(REMOVE, "Remove it"))

    def take(picked: list[str] | None) -> None:
        if picked == [GO] and place.now is not None:
            screen.view.let_go()
            screen.view.move_to(place.now.start)
            screen.say(f"Was: “{fit(one.was, 60).rstrip()}”. [F10] goes on.")
        elif picked == [KEEP]:
            _done(screen, partial(placing.keep_place, session, place.id))
        elif picked == [HERE] and selected is not None:
            _done(screen, partial(placing.place_at, session, place.id, selected))
        elif picked == [REMOVE]:
            _done(screen, partial(placing.remove_waiting, session, place.id))

    hint = "" if selected is not None else "\nTo give it other words: select them first, then [F10]."
    title = f"{_told(one)}\nby {one.coder}{screen.in_keys(hint)}"
    screen.app.push_screen(ChooseDialog(title, choices), take)


def _done(screen: CodingScreen, verb: Callable[[], None]) -> None:
    """Settle one, say what is left, and go on with the list."""

    def do() -> object:
        verb()
        return True

    if screen.write(do) and (left := placing.count_waiting(screen.session, screen.document_id)):
        screen.say_done(f"Settled; {plural(left, 'place')} left: [F10].")


#: What answers to these gestures.
ACTS: dict[str, Callable[[CodingScreen], None]] = {
    "correct": correct,
    "correct_turn": correct_turn,
    "waiting": waiting,
}
