"""About a coding that is there: choose among several, remove, recode, memo, copy.

Where several codings overlap and none is chosen, a gesture that is about one of them first chooses and says
which.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from qualbench.errors import QualbenchError
from qualbench.model.coding import MemoTarget
from qualbench.tui.dialogs.confirm import ConfirmDialog
from qualbench.tui.memos import write_memo
from qualbench.tui.sanitise import drawn
from qualbench.tui.screens.coding.giving import ask_code, make_code, may_write
from qualbench.tui.text_units import trim
from qualbench.workbench import coding
from qualbench.workbench.quoting import attribution

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualbench.model.coding import Segment
    from qualbench.tui.screens.coding.screen import CodingScreen
    from qualbench.tui.widgets.code_picker import Picked


def the_coding(screen: CodingScreen, purpose: str) -> Segment | None:
    """Return the coding that a gesture is about; with several and none chosen choose one and say which.

    While words are selected it is the coding of exactly these words, and no other.
    """
    view = screen.view
    here = view.here
    if view.selection is not None:
        span = screen.selected_words()
        touching = view.codings.index.touching(view.selection.start, view.selection.end)
        here = [one for one in touching if trim(view.text, one.span) == span]
        if not here:
            screen.say("No segment is just these words: [Esc] lets go of them, [Tab] goes to one.")
            return None
    chosen = here[0] if len(here) == 1 else view.chosen
    if chosen in here:
        return chosen
    if not here:
        screen.say("Nothing is coded here. [Tab] goes to the next segment.")
        return None
    view.choose(here[0])
    screen.say(
        f"{len(here)} codings overlap here; chosen: {screen.label_of(here[0])}. "
        f"The same key again {purpose} it, [o] goes to the next."
    )
    return None


def overlap(screen: CodingScreen) -> None:
    """Choose the next of the codings that overlap here."""
    view, here = screen.view, screen.view.here
    if not here:
        screen.say("Nothing is coded here. [Tab] goes to the next segment.")
        return
    chosen = view.chosen
    at = next((n for n, one in enumerate(here) if chosen and one.id == chosen.id), -1)
    if at >= 0 and len(here) == 1:
        screen.say(f"The only coding here: {screen.label_of(here[0])}")
        return
    at = (at + 1) % len(here)
    view.choose(here[at])
    screen.say(f"{at + 1} of {len(here)} here: {screen.label_of(here[at])}")


def remove(screen: CodingScreen) -> None:
    """Remove the chosen coding, saying which; ask where it is another coder's."""
    if screen.view.selection is not None:
        screen.say(
            "The text itself is never changed. [Esc] lets go of the selection; then a coding can be removed."
        )
        return
    segment = the_coding(screen, "removes")
    if segment is None:
        return
    removing = partial(_remove, screen, segment)
    if segment.coder_id == screen.session.coder.id:
        removing()
    else:
        screen.app.push_screen(
            ConfirmDialog(
                "Remove another coder's coding?",
                f"{screen.label_of(segment)} was coded by somebody else.",
                yes="Remove it",
            ),
            lambda yes: removing() if yes else None,
        )


def _remove(screen: CodingScreen, segment: Segment) -> None:
    label = screen.label_of(segment)
    if screen.write(lambda: coding.remove_segments(screen.session, [segment.id])):
        screen.say(f"Removed the coding {label}. [Ctrl+Z] brings it back.")


def recode(screen: CodingScreen) -> None:
    """Ask for another code for the chosen coding."""
    segment = the_coding(screen, "recodes")
    if segment is None or not may_write(screen):
        return

    def then(picked: Picked) -> None:
        code_id = make_code(screen, picked) if picked.name else picked.code_ids[0]
        if code_id is None:
            return
        done = screen.write(lambda: coding.recode_segment(screen.session, segment.id, code_id))
        if done and picked.name:
            name = drawn(picked.name)
            screen.say(f"Made the code “{name}” and recoded with it. [Ctrl+Z] twice takes both back.")

    ask_code(screen, f"Another code instead of {screen.label_of(segment)}", then, several=False)


def memo(screen: CodingScreen) -> None:
    """Write or change the memo of the chosen coding; where nothing is coded, the document's."""
    if not may_write(screen):
        return
    if not screen.view.here and screen.view.selection is None:
        assert screen.opened is not None
        document = screen.opened.document
        write_memo(screen, MemoTarget.DOCUMENT, document.id, f"the document {document.name}")
        return
    segment = the_coding(screen, "writes a memo about")
    if segment is not None:
        write_memo(screen, MemoTarget.SEGMENT, segment.id, f"the coding {screen.label_of(segment)}")


def copy(screen: CodingScreen) -> None:
    """Copy the selection, or the chosen coding's words, with who said them."""
    span = screen.selected_words()
    if span is None:
        segment = screen.view.chosen or next(iter(screen.view.here), None)
        if segment is None:
            screen.say("Nothing is selected to copy. [Ctrl+Q] leaves; everything is saved.")
            return
        span = segment.span
    try:
        words = attribution(screen.session, screen.document_id, span)
    except QualbenchError as error:
        screen.complain(error)
        return
    screen.app.copy_to_clipboard(words)
    screen.say(f"Copied {len(words.split())} words, with who said them, to the terminal's clipboard.")


#: What answers to these gestures.
ACTS: dict[str, Callable[[CodingScreen], None]] = {
    "recode": recode,
    "remove": remove,
    "overlap": overlap,
    "memo": memo,
    "copy": copy,
}
