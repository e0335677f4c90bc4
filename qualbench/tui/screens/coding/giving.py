"""Giving codes: by picker, by repeating, by digit, as a new code, and in vivo.

Each asks what it needs, calls one verb, and says what was done and how to take it back.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from rich.cells import cell_len

from qualbench.tui import motions
from qualbench.tui.lanes import position_of
from qualbench.tui.lines import fit
from qualbench.tui.sanitise import drawn
from qualbench.tui.screens.coding.jumping import choose, place_of
from qualbench.tui.widgets.code_picker import CodePicker, Picked
from qualbench.workbench import coding

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qualbench.model.coding import Segment
    from qualbench.model.ids import CodeId
    from qualbench.model.span import Span
    from qualbench.tui.screens.coding.screen import CodingScreen

_SELECT_FIRST = "Nothing is selected. [Space] starts a selection, [s] takes the sentence, [t] the turn."


def may_write(screen: CodingScreen) -> bool:
    """Say whether something can be changed here now; where not, tell why."""
    return screen.may_change() and (screen.mode is None or not screen.mode.refuses(screen))


def span_to_code(screen: CodingScreen) -> Span | None:
    """Return the words to code: what is selected, else the sentence at the cursor, which is selected then."""
    if not may_write(screen):
        return None
    span = screen.selected_words()
    if span is None:
        screen.view.let_go()
        motions.select_sentence(screen.view)
        span = screen.selected_words()
    if span is None:
        screen.say("There are no words here to code.")
    return span


def ask_code(
    screen: CodingScreen,
    title: str,
    then: Callable[[Picked], None],
    *,
    several: bool = True,
    creating: bool = False,
) -> None:
    """Open the picker; `then` is called with what was picked, not when it was left."""
    assert screen.codebook is not None
    view = screen.view
    row = view.layout_of_rows.row_of(view.cursor) - view.scroll_offset.y if view.layout_of_rows else 0
    picker = CodePicker(
        title,
        screen.codebook,
        recent=screen.recent,
        counts=screen.counts,
        several=several,
        creating=creating,
        above=row > view.size.height // 2,
    )
    screen.app.push_screen(picker, lambda picked: then(picked) if picked is not None else None)


def code(screen: CodingScreen) -> None:
    """Ask for codes and give them to the selection, or to the sentence."""
    span = span_to_code(screen)
    if span is not None:
        ask_code(screen, f"Code for {_quoted(screen, span)}", partial(give, screen, span))


def new_code(screen: CodingScreen) -> None:
    """Ask for the name of a new code and give it to the selection, or to the sentence."""
    span = span_to_code(screen)
    if span is not None:
        ask_code(screen, f"New code for {_quoted(screen, span)}", partial(give, screen, span), creating=True)


def give(screen: CodingScreen, span: Span, picked: Picked) -> None:
    """Give the picked codes to a stretch, making the new one first."""
    if not picked.name:
        apply(screen, span, picked.code_ids)
        return
    new: list[Segment] = []

    def verb() -> object:
        at = (screen.session, screen.document_id, span)
        new.append(coding.code_as_new(*at, picked.name, picked.parent_id))
        return new

    if not screen.write(verb):
        return
    _stand_on(screen, new[0], span)
    made = f"New code {drawn(picked.name)}: "
    if not picked.code_ids:
        _say_coded(screen, span, made, ".", "takes both back")
    elif apply(screen, span, picked.code_ids):
        names = ", ".join(screen.name_of(one) for one in picked.code_ids)
        _say_coded(screen, span, made, f", and {names}.", "twice takes all back")


def apply(screen: CodingScreen, span: Span, code_ids: Sequence[CodeId]) -> bool:
    """Give codes to a stretch; then the new coding is the chosen one. Say whether it was done."""
    new: list[Segment] = []

    def verb() -> object:
        new.extend(coding.apply_codes(screen.session, screen.document_id, span, code_ids))
        return new

    if not screen.write(verb):
        return False
    _stand_on(screen, new[-1], span)
    names = ", ".join(screen.name_of(one.code_id) for one in new)
    _say_coded(screen, span, "Coded ", f" with {names}.")
    return True


def _stand_on(screen: CodingScreen, segment: Segment, span: Span) -> None:
    """Put the cursor on a new coding, which is the chosen one from now on."""
    screen.view.let_go()
    screen.view.move_to(segment.start)
    choose(screen, segment.id)
    if screen.mode is not None:
        screen.mode.coded(screen, span)


def _say_coded(
    screen: CodingScreen, span: Span, before: str, after: str, back: str = "takes it back"
) -> None:
    """Say which words were coded, between `before` and `after`; where that is too long the words are cut."""
    view = screen.view
    turn = view.units.turn_at(span.start)
    after = (f" in turn {turn.index}" if turn else "") + after
    words = " ".join(view.text[span.start : span.end].split())
    room = screen.size.width - 2 - cell_len(f"{before}“”{after} [Ctrl+Z] {back}.")
    shown = fit(words, min(max(10, room), cell_len(drawn(words))))
    screen.say_done(f"{before}“{shown}”{after}", back)


def use_code(screen: CodingScreen, code_id: CodeId) -> None:
    """A code chosen in the tree: give it to the selection, or go to its next segment in this document."""
    if screen.mode is not None and screen.mode.refuses(screen):
        return
    span = screen.selected_words()
    if span is not None:
        apply(screen, span, [code_id])
        return
    view = screen.view
    mine = sorted(
        (one for one in view.codings.index.by_id.values() if one.code_id == code_id), key=position_of
    )
    if not mine:
        screen.say(f"“{screen.name_of(code_id)}” is not used in this document.")
        return
    after = [one for one in mine if one.start > view.cursor]
    screen.shell.places.jump_from(place_of(screen))
    view.let_go()
    view.choose((after or mine)[0])
    screen.say(f"{len(mine) - len(after) + 1 if after else 1} of {len(mine)}: {screen.name_of(code_id)}")


def repeat(screen: CodingScreen, place: int = 0) -> None:
    """Give the selection the last code again, or the one used `place` codes before."""
    span = screen.selected_words()
    if span is None:
        screen.say(_SELECT_FIRST)
    elif place >= len(screen.recent):
        screen.say(f"There is no recent code {place + 1} yet. [Enter] chooses a code.")
    else:
        apply(screen, span, [screen.recent[place]])


def in_vivo(screen: CodingScreen) -> None:
    """Make the selected words a code and give it to them."""
    span = screen.selected_words()
    if span is None:
        screen.say(_SELECT_FIRST)
        return
    known = set(screen.codebook.by_id) if screen.codebook else set()
    new: list[Segment] = []

    def verb() -> object:
        new.append(coding.code_in_vivo(screen.session, screen.document_id, span))
        return new

    if screen.write(verb):
        screen.view.let_go()
        screen.view.move_to(span.start)
        if screen.mode is not None:
            screen.mode.coded(screen, span)
        name, there = screen.name_of(new[0].code_id), new[0].code_id in known
        made = f"“{name}” is a code already: used that one." if there else f"Made the code “{name}” in vivo."
        screen.say_done(made)


def _quoted(screen: CodingScreen, span: Span) -> str:
    words = " ".join(screen.view.text[span.start : span.end].split())
    return f"“{words}”" if len(words) <= 60 else f"“{words[:57]}…”"


#: What answers to these gestures.
ACTS: dict[str, Callable[[CodingScreen], None]] = {
    "code": code,
    "repeat": repeat,
    "new_code": new_code,
    "in_vivo": in_vivo,
    **{f"recent_{n}": partial(repeat, place=n - 1) for n in range(1, 10)},
}
