"""Going far: to a turn by number, to what is not coded yet, to the same code, and back to where one was.

A place that one leaves so far that it is out of sight is remembered, and can be gone back to.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from qualbench.model.document import ASKING
from qualbench.tui import motions
from qualbench.tui.dialogs.number import NumberDialog
from qualbench.tui.places import Place

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualbench.model.ids import SegmentId
    from qualbench.tui.screens.coding.screen import CodingScreen

#: Motions that may lead out of sight and are then a jump; paging and rows are reading on.
_FAR = frozenset({"document_start", "document_end", "segment_on", "segment_back"})


def place_of(screen: CodingScreen) -> Place:
    """Return where the cursor is, what is selected, and what stands at the top."""
    view = screen.view
    layout, top = view.layout_of_rows, view.scroll_offset.y
    return Place(
        screen.document_id,
        view.cursor,
        layout.extent(min(top, len(layout) - 1))[0] if layout else 0,
        view.anchor_at,
        view.selecting,
        view.chosen.id if view.chosen else None,
    )


def stand(screen: CodingScreen, place: Place) -> None:
    """Restore a place of this document exactly: cursor, selection, chosen coding, and what is in sight."""
    view = screen.view
    view.let_go()
    view.move_to(place.cursor if place.anchor is None else place.anchor)
    if place.anchor is not None:
        view.move_to(place.cursor, extend=True)
        view.selecting = place.selecting
    elif place.chosen in view.codings.index.by_id:
        view.choose(view.codings.index.by_id[place.chosen])
    if view.layout_of_rows is not None:
        view.scroll_to(y=view.layout_of_rows.row_of(place.top), animate=False, force=True)


def come_back(screen: CodingScreen, place: Place) -> None:
    """Restore the place at which this document was left, with what was found and the state there was."""
    stand(screen, place)
    mode, screen.found = screen.shell.places.states.get(screen.document_id, (None, []))
    screen.view.show_found(screen.found)
    if mode is None:
        return
    if mode.holds(screen):
        screen.mode = mode
    else:
        screen.view.let_go()
        screen.say("What you were doing here has ended: its code or coding is no longer as it was.")
    screen.refresh_lines()


def choose(screen: CodingScreen, segment_id: SegmentId) -> None:
    """Make a coding the chosen one: now, or as soon as it is shown."""
    segment = screen.view.codings.index.by_id.get(segment_id)
    if segment is not None:
        screen.view.choose(segment)
    else:
        screen.to_choose = segment_id


def move(screen: CodingScreen, gesture: str, times: int) -> None:
    """Do a motion so many times; remember the place where it leads out of sight."""
    view, before = screen.view, place_of(screen)
    for _ in range(times if motions.is_motion(gesture) else 1):
        motions.perform(view, gesture)
    layout = view.layout_of_rows
    if gesture in _FAR and layout is not None and not view.selecting:
        top = view.scroll_offset.y
        if not top <= layout.row_of(before.cursor) < top + view.size.height:
            screen.shell.places.jump_from(before)


def repeat(screen: CodingScreen, act: Callable[[CodingScreen], None], times: int) -> None:
    """Do something so many times, or until it leads no further."""
    for _ in range(times):
        before = screen.view.cursor
        act(screen)
        if screen.view.cursor == before:
            return


def jump(screen: CodingScreen, offset: int) -> None:
    """Go to a place from which one can come back."""
    screen.shell.places.jump_from(place_of(screen))
    screen.view.move_to(offset, jump=True)


def to_turn(screen: CodingScreen, number: int) -> None:
    """Go to a turn by its number."""
    turns = screen.view.units.turns
    if 1 <= number <= len(turns):
        jump(screen, turns[number - 1].start)
        screen.say(f"Turn {number} of {len(turns)}.")
    else:
        screen.say(f"There is no turn {number}: this document has {len(turns)}.")


def jump_turn(screen: CodingScreen) -> None:
    """Ask for a turn's number and go there."""
    turns = len(screen.view.units.turns)
    if not turns:
        screen.say("This document has no turns.")
        return
    screen.app.push_screen(
        NumberDialog("Go to a turn", 1, turns),
        lambda number: to_turn(screen, number) if number is not None else None,
    )


def uncoded_on(screen: CodingScreen) -> None:
    """Go to the next turn in which nothing is coded, past the questions."""
    view = screen.view
    for turn in view.units.turns_after(view.cursor):
        if turn.role not in ASKING and not view.codings.index.touching(turn.start, turn.end):
            jump(screen, turn.start)
            screen.say(f"Turn {turn.index}: nothing is coded in it yet.")
            return
    screen.say("Every turn after this one has a coding, the questions aside.")


def same_code(screen: CodingScreen, *, on: bool) -> None:
    """Go to the next segment (or the one before) of the chosen coding's code, or of the code used last."""
    view, chosen = screen.view, screen.view.chosen
    code_id = chosen.code_id if chosen else next(iter(screen.recent), None)
    if code_id is None:
        screen.say("No coding is chosen and no code was used yet: [Tab] goes to the next segment.")
        return
    before = place_of(screen)
    name = screen.name_of(code_id)
    if not motions.to_segment(view, on=on, code_id=code_id):
        screen.say(f"No {'further' if on else 'earlier'} segment of {name} in this document.")
        return
    screen.shell.places.jump_from(before)
    at, of = view.codings.index.counted(code_id, view.cursor)
    screen.say(f"{at} of {of}: {name}")


def jump_back(screen: CodingScreen) -> None:
    """Go back to the place that one jumped from last, in whichever document."""
    _go(screen, screen.shell.places.back(place_of(screen)), "There is no earlier place to go back to.")


def jump_on(screen: CodingScreen) -> None:
    """Go to the place that one came back from."""
    _go(screen, screen.shell.places.on(), "There is no later place: this is where you were last.")


def _go(screen: CodingScreen, place: Place | None, none: str) -> None:
    if place is None:
        screen.say(none)
    elif place.document_id == screen.document_id:
        stand(screen, place)
        turn = screen.view.units.turn_at(place.cursor)
        screen.say(f"Turn {turn.index}, where you were." if turn else "Where you were.")
    else:
        screen.shell.places.left[place.document_id] = place
        screen.shell.open_document(place.document_id, jumping=True)


#: What answers to these gestures.
ACTS: dict[str, Callable[[CodingScreen], None]] = {
    "uncoded_on": uncoded_on,
    "jump_turn": jump_turn,
    "same_code_on": partial(same_code, on=True),
    "same_code_back": partial(same_code, on=False),
    "jump_back": jump_back,
    "jump_on": jump_on,
}
