"""Reading and coding one document: the text, the codebook beside it, and what is coded here.

The screen owns what is shown; what a gesture does is in the modules beside it. A coding appears only after
the verb that made it has returned, which is when it is on disk.
"""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.containers import Horizontal

from qualbench.errors import NotFound
from qualbench.tui.keys import Where, bindings, gestures
from qualbench.tui.painting import Painter
from qualbench.tui.sanitise import drawn
from qualbench.tui.screens.base import ProjectScreen
from qualbench.tui.screens.coding import (
    doing,
    finding,
    following,
    giving,
    jumping,
    layers,
    marking,
    panels,
    reading,
)
from qualbench.tui.screens.coding.counting import Count
from qualbench.tui.screens.coding.lines import BottomLine, DocumentLine, Legend, fitted, stand_of
from qualbench.tui.text_units import trim
from qualbench.tui.widgets.code_tree import CodeTree
from qualbench.tui.widgets.find_bar import FindBar
from qualbench.tui.widgets.here_panel import HerePanel
from qualbench.tui.widgets.quick_rows import QuickLine
from qualbench.tui.widgets.transcript_mouse import Dragged, StripeClicked
from qualbench.tui.widgets.transcript_view import TranscriptView

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.widget import Widget

    from qualbench.model.code import Code, Codebook
    from qualbench.model.coding import Memo, Segment
    from qualbench.model.ids import CodeId, CoderId, DocumentId, SegmentId
    from qualbench.model.span import Span
    from qualbench.tui.screens.coding.modes import Mode
    from qualbench.workbench.importing import OpenDocument

#: From this many columns on the panels stand beside the text; below they lie over it.
WIDE = 110
_PLACE_EVERY = 2.0  # seconds: what a terminal that is killed may lose


class CodingScreen(ProjectScreen):
    """A document to read and code.

    Args:
        document_id: Which document.
        position: Where to begin, as a code point; None for the place where the coder was last.
    """

    where = Where.CODING
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Where.CODING), ("escape", "back", "Back")]
    AUTO_FOCUS = "TranscriptView"

    def __init__(self, document_id: DocumentId, position: int | None = None) -> None:
        super().__init__()
        self._compositor = Painter(self._follow_view)
        self.document_id, self.position = document_id, position
        self.opened: OpenDocument | None = None
        self.codebook: Codebook | None = None
        self.counts: dict[CodeId, int] = {}
        self.used: list[CodeId] | None = []  # last, the newest first; None: to be read when it is needed
        self.count = Count()
        self.saved = True
        self.found: list[Span] = []
        self.annotations: dict[Span, list[Memo]] = {}
        self.waiting = 0  # places that a correction left unsure
        self.to_choose: SegmentId | None = None  # once it is shown
        self.known: tuple[int, str, bool] | None = None  # up to which step is read, whose codings, or none
        self.coders: dict[str, str] = {}  # id to name, the oldest first
        self.whose = ""  # whose codings are shown, in words; empty where there is one coder
        self.reading = False  # nothing but the text
        self.wide: bool | None = None  # whether the panels stand beside the text
        self.more_commands = partial(layers.commands, self)  # the palette offers them beside the gestures
        self.mode: Mode | None = None  # a state in which some gestures mean something else
        self._shown_here: object = None
        self._held = False  # a gesture is being done: the lines follow once it is
        self._unsaid = False  # it made a step of which nothing has been said yet
        self.place_kept = (-1, -1)
        self._followed: tuple[object, ...] = ()
        self.clock = reading.Clock()
        self._view, self.tree_panel = TranscriptView(id="text"), CodeTree(id="tree")

    def compose(self) -> ComposeResult:
        """Lay out the document's line, the text between its panels, and the lines below."""
        yield DocumentLine(self.where)
        yield from self.compose_body()
        yield QuickLine("", id="said", markup=False)
        yield BottomLine(self.where)

    def compose_body(self) -> Iterable[Widget]:
        """Yield the text and its panels."""
        with Horizontal(id="middle"):
            yield self.tree_panel
            yield self._view
            yield HerePanel(id="here")
        yield Legend("", id="legend", markup=False)
        yield FindBar()

    def on_mount(self) -> None:
        """Open the document at its place."""
        self.set_interval(_PLACE_EVERY, partial(self._keep_place, aside=True))
        try:
            following.begin(self)
        except NotFound as gone:
            self.app.pop_screen()
            self.shell.complain(gone)
            return
        left = self.shell.places.left.get(self.document_id) if self.position is None else None
        following.show_text(self, (left.cursor, left.top) if left else reading.kept(self))
        self._keep_place()  # it is the one opened last from now on
        self.reload()
        self.view.focus()
        if left is not None:
            self.call_after_refresh(jumping.come_back, self, left)

    def reload(self) -> None:
        """Read codebook, codings and counts again."""
        if self.opened is None:
            return
        try:
            following.read(self)
        except NotFound as gone:
            self.app.pop_screen()
            self.shell.complain(gone)
            return
        self._shown_here = None  # memos and definitions may be others
        self.refresh_lines()

    def _tell_changed(self) -> None:
        """Show at once what was written, so that it is painted together with what is said about it."""
        self._read()

    def _read(self) -> None:
        if self.opened is not None:  # a resume can come before the first mounting is done
            super()._read()

    @property
    def view(self) -> TranscriptView:
        """The text."""
        return self._view

    @property
    def recent(self) -> list[CodeId]:
        """The codes that this coder used last, newest first."""
        return following.recent(self)

    def code_of(self, code_id: CodeId) -> Code | None:
        """Return a code of the codebook as it was last read."""
        return self.codebook.by_id.get(code_id) if self.codebook else None

    def name_of(self, code_id: CodeId) -> str:
        """Return a code's name, safe to paint."""
        code = self.code_of(code_id)
        return drawn(code.name) if code else "?"

    def coder_name(self, coder_id: CoderId) -> str:
        """Return a coder's name."""
        return self.coders.get(coder_id, "?")

    def label_of(self, segment: Segment) -> str:
        """Return a coding's letter and code: `A Workload`."""
        return f"{self.view.codings.marks.mark(segment.code_id).letter} {self.name_of(segment.code_id)}"

    def refresh_lines(self) -> None:
        """Show again where the cursor is and what can be done there."""
        if self._held:
            self._followed = ()
            return
        self._followed = (*stand_of(self.view), self.mode)
        self.query_one(DocumentLine).look_again()
        self.query_one(BottomLine).look_again()
        self.query_one(Legend).show(self)
        self._show_here()

    def _show_here(self) -> None:
        panel, here, chosen = self.query_one(HerePanel), self.view.here, self.view.chosen
        shown = (tuple(here), chosen, notes := marking.notes_here(self))
        if panel.display and shown != self._shown_here:
            self._shown_here = shown
            panel.show([panels.here_of(self, one) for one in here], notes)

    @on(TranscriptView.CursorMoved)
    def _follow(self, message: TranscriptView.CursorMoved) -> None:
        message.stop()
        self._follow_view()

    @on(TranscriptView.SpanSelected)
    def _offer(self, message: TranscriptView.SpanSelected) -> None:
        """Say what can be done with the selection."""
        message.stop()
        if self.opened is not None and self.mode is not None:
            self.mode.after(self)
        self._follow_view()

    def _follow_view(self) -> None:
        """Follow the view where it has changed since: a key has been followed before its message comes."""
        if self.opened is not None and self._followed != (*stand_of(self.view), self.mode):
            self.refresh_lines()

    @on(StripeClicked)
    def _say_chosen(self, message: StripeClicked) -> None:
        """Say which coding was chosen by its stripe."""
        message.stop()
        self.say(f"Chosen: {self.label_of(message.segment)}")

    @on(CodeTree.Chosen)
    def _use_code(self, message: CodeTree.Chosen) -> None:
        """A code in the tree: give it to the selection, or go to its next segment."""
        message.stop()
        giving.use_code(self, message.code_id)

    @on(FindBar.Sought)
    def _seek(self, message: FindBar.Sought) -> None:
        message.stop()
        finding.seek(self, message.words)

    @on(FindBar.Stepped)
    def _step(self, message: FindBar.Stepped) -> None:
        """Go to another place found."""
        message.stop()
        finding.step_found(self, message.by)

    @on(FindBar.Closed)
    def _leave_finding(self, message: FindBar.Closed) -> None:
        """Go back to the text."""
        message.stop()
        self.view.focus()

    @on(events.MouseDown)
    def _forget_count(self) -> None:
        """A count is for the next key."""
        self.count.drop(self)

    @on(Dragged)
    def _follow_drag(self, message: Dragged) -> None:
        """Let a state follow what was selected by dragging over it."""
        message.stop()
        if self.mode is not None:
            self.mode.dragged(self)

    def on_resize(self, event: events.Resize) -> None:
        """Put the panels beside the text where there is room, else over it."""
        wide = event.size.width >= WIDE
        if self.wide is not wide:
            self.wide = wide
            panels.arrange(self)
            if self.opened is not None:
                self._show_here()
        self.call_after_refresh(self._follow_view)

    def perform(self, gesture: str) -> None:
        """Do what a gesture of the key table says."""
        doing.perform(self, gesture)

    @contextmanager
    def _lines_follow(self) -> Iterator[None]:
        """Do a gesture; only then do the lines follow, and say what has been done."""
        self._held = True
        try:
            yield
        finally:
            self._held = False
            if self._unsaid:
                self._say_step()

    def say(self, words: str) -> None:
        """Put words into the line that says what happened; it is one row high, so nothing moves.

        Where they are too long, how to take the step back is what stays.
        """
        self._unsaid = False
        self.query_one("#said", QuickLine).update(fitted(self, words), layout=False)

    def _say_step(self) -> None:
        """Say what was done, unless the gesture that is being done says it in its own words."""
        if self._held:
            self._unsaid = True
        else:
            super()._say_step()

    def write(self, verb: Callable[[], object]) -> bool:
        """Run a verb that writes and say what it did; say whether it changed something."""
        if not giving.may_write(self):
            return False
        if self.reading:  # a code taken from the palette
            layers.read(self)
        self.saved = False
        done = self.change(verb) is not None
        self.saved = True
        if done and layers.keep_mine_in_sight(self):
            self.reload()
        self.refresh_lines()
        return done

    def apply_code_by_id(self, code_id: CodeId) -> None:
        """Give a code to the selection, or to the sentence at the cursor: the palette's way."""
        span = giving.span_to_code(self)
        if span is not None:
            giving.apply(self, span, [code_id])

    def selected_words(self) -> Span | None:
        """Return the selection without the white space at its edges, or None where no word is in it."""
        selection = self.view.selection
        span = trim(self.view.text, selection) if selection else None
        return span or None

    def action_undo(self) -> None:
        """Take back the coder's last step."""
        doing.step(self, "undo", super().action_undo)

    def action_redo(self) -> None:
        """Do again what was taken back."""
        doing.step(self, "redo", super().action_redo)

    def action_back(self) -> None:
        """Back out a step: the count, a panel over the text, the selection, what was found, the document."""
        view = self.view
        if self.count.drop(self):
            return
        if panels.close_over(self) or self.focused is not view:
            view.focus()
        elif self.mode is not None:
            self.mode.leave(self)
            self._follow_view()
        elif view.anchor_at is not None:
            view.let_go()
        elif self.found:
            finding.seek(self, "")
        elif self.reading:
            layers.read(self)
        else:
            self._keep_place(leaving=True)  # before the screen below reads it
            self.shell.back()

    def action_show_documents(self) -> None:
        """Go to the documents, which show how far one has read."""
        self._keep_place(leaving=True)
        super().action_show_documents()

    def _keep_place(self, *, leaving: bool = False, aside: bool = False) -> None:
        reading.keep(self, leaving=leaving, aside=aside)

    def leave_place(self) -> None:
        """Remember the place, with what is selected there, for coming back."""
        if self.opened is not None and self.shell.session is not None:
            self._keep_place(leaving=True)
            self.shell.places.leave(jumping.place_of(self))
            self.shell.places.states[self.document_id] = (self.mode, self.found)

    def on_screen_suspend(self) -> None:
        """Remember the place when another screen comes; a button held is let go there."""
        self.view.drag.stop()
        self.count.drop(self)
        self.leave_place()

    def on_unmount(self) -> None:
        """Remember the place when the document is left."""
        self._keep_place(leaving=True)


def _answer(gesture: str) -> Callable[[CodingScreen], None]:
    def act(self: CodingScreen) -> None:
        self.perform(gesture)

    return act


# Every row of the key table that no method of ours answers by hand is a gesture by its id. (Textual's own
# `action_page_down` and its like mean something else.)
_BY_HAND = {*vars(CodingScreen), *vars(ProjectScreen)}
for _gesture in gestures(Where.CODING):
    if f"action_{_gesture.id}" not in _BY_HAND:
        setattr(CodingScreen, f"action_{_gesture.id}", _answer(_gesture.id))
