"""About a coding that is there: choose among several, remove, recode, memo.

Where several codings overlap and none is chosen, a gesture that is about one of them first chooses and says
which.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from rich.cells import cell_len

from qualbench.model.coding import MemoTarget
from qualbench.tui.dialogs.confirm import ConfirmDialog
from qualbench.tui.lines import fit
from qualbench.tui.memos import write_memo
from qualbench.tui.sanitise import drawn
from qualbench.tui.screens.coding.giving import ask_code, may_write
from qualbench.tui.text_units import trim
from qualbench.workbench import coding
from qualbench.workbench.recoding import recode_as_new

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
    before, after = f"{len(here)} codings overlap here: ", f". Again {purpose}; [o]: the next."
    room = screen.size.width - 2 - cell_len(before + after)
    screen.say(f"{before}{fit(screen.label_of(here[0]), max(8, room)).rstrip()}{after}")
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
    segment = the_coding(screen, "removes it")
    if segment is None:
        return
    removing = partial(_remove, screen, segment)
    if_mine_or_asked(screen, segment, "Remove another coder's coding?", "Remove it", removing)


def if_mine_or_asked(
    screen: CodingScreen, segment: Segment, question: str, yes: str, then: Callable[[], object]
) -> None:
    """Do something to a coding of this coder's at once, and to another coder's once the person says so."""
    if segment.coder_id == screen.session.coder.id:
        then()
        return

    def answered(agreed: bool | None) -> None:
        if agreed:
            then()

    screen.app.push_screen(
        ConfirmDialog(
            question,
            f"{screen.label_of(segment)} was coded by somebody else. [Ctrl+Z] would take it back.",
            yes=yes,
        ),
        answered,
    )


def _remove(screen: CodingScreen, segment: Segment) -> None:
    label = screen.label_of(segment)
    if screen.write(lambda: coding.remove_segments(screen.session, [segment.id])):
        screen.say_done(f"Removed the coding {label}.", "brings it back")


def recode(screen: CodingScreen) -> None:
    """Ask for another code for the chosen coding."""
    segment = the_coding(screen, "recodes it")
    if segment is None or not may_write(screen):
        return

    def then(picked: Picked) -> None:
        session = screen.session
        if not picked.name:
            screen.write(lambda: coding.recode_segment(session, segment.id, picked.code_ids[0]))
            return
        before = screen.label_of(segment)
        if screen.write(lambda: recode_as_new(session, [segment.id], picked.name, picked.parent_id)):
            screen.say_done(f"New code {drawn(picked.name)} instead of {before}.", "takes both back")

    title = f"Another code instead of {screen.label_of(segment)}"
    asking = partial(ask_code, screen, title, then, several=False)
    if_mine_or_asked(screen, segment, "Recode another coder's coding?", "Recode it", asking)


def memo(screen: CodingScreen) -> None:
    """Write or change the memo of the chosen coding; where nothing is coded, the document's."""
    if not may_write(screen):
        return
    if not screen.view.here and screen.view.selection is None:
        assert screen.opened is not None
        document = screen.opened.document
        write_memo(screen, MemoTarget.DOCUMENT, document.id, f"the document {document.name}")
        return
    segment = the_coding(screen, "is about it")
    if segment is not None:
        write_memo(screen, MemoTarget.SEGMENT, segment.id, f"the coding {screen.label_of(segment)}")


#: What answers to these gestures.
ACTS: dict[str, Callable[[CodingScreen], None]] = {
    "recode": recode,
    "remove": remove,
    "overlap": overlap,
}
