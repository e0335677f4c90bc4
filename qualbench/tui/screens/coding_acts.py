"""What the gestures of coding do, by their ids in the key table.

Each asks what it needs, calls one verb, and says what was done and how to take it back. Where several codings
overlap and none is chosen, a gesture that is about one of them first chooses and says which.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from rich.cells import cell_len

from qualbench.errors import QualbenchError
from qualbench.model.coding import MemoTarget
from qualbench.tui import motions
from qualbench.tui.dialogs.confirm import ConfirmDialog
from qualbench.tui.keys import keymap_in_use
from qualbench.tui.lanes import position_of
from qualbench.tui.lines import fit
from qualbench.tui.memos import write_memo
from qualbench.tui.sanitise import drawn
from qualbench.tui.screens import coding_finding as finding
from qualbench.tui.text_units import trim
from qualbench.tui.widgets.code_picker import CodePicker, Picked
from qualbench.tui.widgets.here_panel import HerePanel
from qualbench.workbench import codebooks, coding
from qualbench.workbench.quoting import attribution

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.widget import Widget

    from qualbench.model.coding import Segment
    from qualbench.model.ids import CodeId
    from qualbench.model.span import Span
    from qualbench.tui.screens.coding import CodingScreen

_SELECT_FIRST = "Nothing is selected. [Space] starts a selection, [s] takes the sentence, [t] the turn."


# --- giving codes -------------------------------------------------------------------------------------


def span_to_code(screen: CodingScreen) -> Span | None:
    """Return the words to code: what is selected, else the sentence at the cursor, which is selected then."""
    if not screen.session.writable:
        screen.say("Opened for reading only: nothing can be changed here.")
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
    _stand_on(screen, new[0])
    made = f"New code {drawn(picked.name)}: "
    if not picked.code_ids:
        _say_coded(screen, span, made, ".", "[Ctrl+Z] takes both back.")
    elif apply(screen, span, picked.code_ids):
        names = ", ".join(screen.name_of(one) for one in picked.code_ids)
        _say_coded(screen, span, made, f", and {names}.", "[Ctrl+Z] twice takes all back.")


def make_code(screen: CodingScreen, picked: Picked) -> CodeId | None:
    """Make a picked new code and return its id; None where it could not be made."""
    made: list[CodeId] = []

    def verb() -> object:
        made.append(codebooks.create_code(screen.session, picked.name, parent_id=picked.parent_id).id)
        return made

    return made[0] if screen.write(verb) else None


def apply(screen: CodingScreen, span: Span, code_ids: Sequence[CodeId]) -> bool:
    """Give codes to a stretch; then the new coding is the chosen one. Say whether it was done."""
    new: list[Segment] = []

    def verb() -> object:
        new.extend(coding.apply_codes(screen.session, screen.document_id, span, code_ids))
        return new

    if not screen.write(verb):
        return False
    _stand_on(screen, new[-1])
    names = ", ".join(screen.name_of(one.code_id) for one in new)
    _say_coded(screen, span, "Coded ", f" with {names}.", "[Ctrl+Z] takes it back.")
    return True


def _stand_on(screen: CodingScreen, segment: Segment) -> None:
    """Put the cursor on a new coding, which is the chosen one once it is shown."""
    screen.view.let_go()
    screen.view.move_to(segment.start)
    screen.to_choose = segment.id


def _say_coded(screen: CodingScreen, span: Span, before: str, after: str, back: str) -> None:
    """Say which words were coded, between `before` and `after`; where that is too long the words are cut."""
    view = screen.view
    turn = view.units.turn_at(span.start)
    after = (f" in turn {turn.index}" if turn else "") + after
    words = " ".join(view.text[span.start : span.end].split())
    room = screen.size.width - 2 - cell_len(f"{before}“”{after} {back}")
    screen.say(f"{before}“{fit(words, min(max(10, room), cell_len(drawn(words))))}”{after} {back}")


def use_code(screen: CodingScreen, code_id: CodeId) -> None:
    """A code chosen in the tree: give it to the selection, or go to its next segment in this document."""
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


def recent(screen: CodingScreen, number: int) -> None:
    """A digit: a recent code for the selection; in the vim keymap, with nothing selected, a count."""
    if screen.view.selection is None and keymap_in_use(screen.app) == "vim":
        screen.count = screen.count * 10 + number
        screen.say(f"{screen.count} times")
    else:
        repeat(screen, number - 1)


def in_vivo(screen: CodingScreen) -> None:
    """Make the selected words a code and give it to them."""
    span = screen.selected_words()
    if span is None:
        screen.say(_SELECT_FIRST)
        return
    words = " ".join(screen.view.text[span.start : span.end].split())
    if screen.write(lambda: coding.code_in_vivo(screen.session, screen.document_id, span)):
        screen.view.let_go()
        screen.view.move_to(span.start)
        screen.say(f"Made the code “{drawn(words)}” in vivo. [Ctrl+Z] takes it back.")


# --- about a coding that is there ---------------------------------------------------------------------


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
    if segment is None or not _may_write(screen):
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
    if not _may_write(screen):
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


# --- panels -------------------------------------------------------------------------------------------


def codebook_panel(screen: CodingScreen) -> None:
    """Show the codebook and go into it; from inside it, hide it."""
    _toggle(screen, screen.tree_panel)


def here_panel(screen: CodingScreen) -> None:
    """Show or hide what is coded here."""
    _toggle(screen, screen.query_one(HerePanel))


def _toggle(screen: CodingScreen, panel: Widget) -> None:
    shown = panel.has_class("on")
    if shown and panel.can_focus and not panel.has_focus and screen.has_class("wide"):
        panel.focus()
        return
    panel.set_class(not shown, "on")
    if not shown and panel.can_focus:
        panel.focus()
    else:
        screen.view.focus()
    screen.call_after_refresh(screen.refresh_lines)


def _may_write(screen: CodingScreen) -> bool:
    if not screen.session.writable:
        screen.say("Opened for reading only: nothing can be changed here.")
    return screen.session.writable


def _quoted(screen: CodingScreen, span: Span) -> str:
    words = " ".join(screen.view.text[span.start : span.end].split())
    return f"“{words}”" if len(words) <= 60 else f"“{words[:57]}…”"


#: What answers to each gesture that is not a motion.
ACTS: dict[str, Callable[[CodingScreen], None]] = {
    "code": code,
    "repeat": repeat,
    "new_code": new_code,
    "in_vivo": in_vivo,
    "recode": recode,
    "remove": remove,
    "overlap": overlap,
    "memo": memo,
    "copy": copy,
    "find": finding.find,
    "find_on": partial(finding.step_found, by=1),
    "find_back": partial(finding.step_found, by=-1),
    "codebook_panel": codebook_panel,
    "here_panel": here_panel,
    **{f"recent_{n}": partial(recent, number=n) for n in range(1, 10)},
}
