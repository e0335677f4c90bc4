"""What screens with lists of segments can do: read one in its document, recode, remove, look around."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on

from qualbench.errors import QualbenchError
from qualbench.model.coding import MemoTarget
from qualbench.tui.dialogs.confirm import ConfirmDialog
from qualbench.tui.lines import plural
from qualbench.tui.memos import write_memo
from qualbench.tui.passage_layout import ROW, WHOLE
from qualbench.tui.sanitise import drawn
from qualbench.tui.screens.base import ProjectScreen
from qualbench.tui.screens.retrieval.hits import Hits
from qualbench.tui.widgets.code_picker import CodePicker, Picked
from qualbench.tui.widgets.passage_list import PassageList
from qualbench.workbench import coding, recoding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualbench.model.code import Codebook
    from qualbench.model.coding import Segment
    from qualbench.workbench.retrieving import CodedPlace

#: Rows of each passage, in the order in which a key goes through them, and what is said of it.
ROWS = ((5, "a few rows each"), (WHOLE, "each whole"), (ROW, "one row each"))
_MOST_CONTEXT = 20


class PassagesScreen(ProjectScreen):
    """A screen whose middle is one list of segments, or several of which one is in use.

    Attributes:
        sentences: How many sentences of context each passage has before and after.
        rows: Which of `ROWS` is shown.
    """

    def __init__(self) -> None:
        super().__init__()
        self.sentences = 1
        self.rows = 0

    def on_mount(self) -> None:
        """Begin with as much context as the person likes."""
        self.sentences = self.shell.settings.sentences

    @property
    def passages(self) -> PassageList:
        """The list in use."""
        raise NotImplementedError

    @property
    def hits(self) -> Hits | None:
        """What the list in use shows, or None before the first reading."""
        items = self.passages.items
        return items if isinstance(items, Hits) else None

    @property
    def book(self) -> Codebook | None:
        """The codebook as it was read last."""
        return self.hits.book if self.hits is not None else None

    @property
    def place(self) -> CodedPlace | None:
        """The segment under the cursor."""
        hits = self.hits
        return hits.places[self.passages.cursor] if hits is not None and len(hits) else None

    @property
    def meant(self) -> list[str]:
        """The ids of the marked segments, or of the one under the cursor."""
        place = self.place
        return list(self.passages.marked) or ([place.id] if place is not None else [])

    def show_hits(self, passages: PassageList, hits: Hits) -> None:
        """Show segments in a list; the cursor stays with its segment, or else where it is."""
        before = passages.items
        cursor = passages.cursor
        ids = {one.id: at for at, one in enumerate(hits.places)} if len(before) else {}
        if isinstance(before, Hits) and cursor < len(before):
            cursor = ids.get(before.places[cursor].id, cursor)
        passages.mark(one for one in passages.marked if one in ids)
        passages.show(hits, cursor=cursor)

    @on(PassageList.Chosen)
    def _read_chosen(self, message: PassageList.Chosen) -> None:
        """A double click does what Enter does."""
        message.stop()
        self.action_read_hit()

    def action_read_hit(self) -> None:
        """Read the segment under the cursor in its document; Esc comes back to its row."""
        place = self.place
        if place is None:
            self.say(self.nothing_listed)
            return
        from qualbench.tui.screens.coding.opening import open_coding  # late: most never go there

        open_coding(self.shell, place)

    @property
    def nothing_listed(self) -> str:
        """What to say where a gesture needs a segment and none is listed."""
        return "Nothing is listed here."

    def action_mark_hit(self) -> None:
        """Mark the segment under the cursor, or take its mark away, and say how many are marked."""
        self.passages.toggle_mark()
        self.say_marked()

    def say_marked(self) -> None:
        """Say how many are marked."""
        many = len(self.passages.marked)
        what = "it" if many == 1 else "them"
        self.say(f"{plural(many, 'segment')} marked. [r] recodes {what}." if many else "Nothing is marked.")

    def action_more_context(self) -> None:
        """Show one more sentence before and after."""
        self._set_context(self.sentences + 1)

    def action_less_context(self) -> None:
        """Show one sentence less before and after."""
        self._set_context(self.sentences - 1)

    def _set_context(self, sentences: int) -> None:
        self.sentences = max(0, min(sentences, _MOST_CONTEXT))
        for passages in self.query(PassageList):
            if isinstance(passages.items, Hits):
                passages.items.sentences = self.sentences
                passages.show_again()
        said = f"{plural(self.sentences, 'sentence')} before and after."
        self.say(f"With {said}" if self.sentences else "The segments alone, with nothing around them.")

    def action_change_rows(self) -> None:
        """Show each passage in a few rows, whole, or in one row."""
        self.rows = (self.rows + 1) % len(ROWS)
        rows, said = ROWS[self.rows]
        for passages in self.query(PassageList):
            passages.show_rows(rows)
        self.say(f"Shown: {said}.")

    def action_hit_memo(self) -> None:
        """Write or change a memo about the segment under the cursor."""
        place, book = self.place, self.book
        if place is None or book is None:
            self.say(self.nothing_listed)
        else:
            write_memo(self, MemoTarget.SEGMENT, place.id, f"the coding “{book.by_id[place.code_id].name}”")

    def action_recode_hits(self) -> None:
        """Ask for another code for the marked segments, or for the one under the cursor; one step."""
        ids, book = self.meant, self.book
        if not ids or book is None:
            self.say(self.nothing_listed)
            return
        picker = CodePicker(
            f"Another code for {plural(len(ids), 'segment')}",
            book,
            recent=[one for one in coding.recent_codes(self.session) if one in book.by_id],
            counts=coding.segment_counts(self.session),
            several=False,
        )

        def ask() -> None:
            self.app.push_screen(
                picker, lambda picked: self._recode(ids, picked) if picked is not None else None
            )

        try:
            segments = [coding.find_segment(self.session, one) for one in ids]
        except QualbenchError as error:
            self.complain(error)
            return
        others = self._of_others(segments)
        if not others:
            ask()
            return
        question = ConfirmDialog(
            "Recode another coder's codings?",
            f"{plural(len(ids), 'coding')}. {others} [Ctrl+Z] would take it back.",
            yes="Recode",
        )
        self.app.push_screen(question, lambda yes: ask() if yes else None)

    def _of_others(self, segments: Sequence[Segment]) -> str:
        """Say how many of these codings are other coders'; nothing where none is."""
        others = sum(one.coder_id != self.session.coder.id for one in segments)
        if not others:
            return ""
        return f"{others} of them by other coders." if len(segments) > 1 else "It is another coder's."

    def _recode(self, ids: Sequence[str], picked: Picked) -> None:
        session = self.session
        if picked.name:
            done = self.change(lambda: recoding.recode_as_new(session, ids, picked.name, picked.parent_id))
        else:
            done = self.change(lambda: recoding.recode_segments(session, ids, picked.code_ids[0]))
        if done is not None:
            self.passages.mark(())
            if done.left:
                self.say(f"{self.said} {plural(done.left, 'segment')} left: coded so already.")

    def action_remove_hits(self) -> None:
        """Remove the marked codings, or the one under the cursor; ask where it is several or another's."""
        ids, book, hits = self.meant, self.book, self.hits
        if not ids or book is None or hits is None:
            self.say(self.nothing_listed)
            return
        try:
            segments = [coding.find_segment(self.session, one) for one in ids]
        except QualbenchError as error:
            self.complain(error)
            return
        names = ", ".join(dict.fromkeys(f"“{drawn(book.by_id[one.code_id].name)}”" for one in segments))
        others = self._of_others(segments)
        if len(ids) == 1 and not others:
            self._remove(ids)
            return
        said = f"{plural(len(ids), 'coding')} with {names}, with their memos."
        said = f"{said} {others}".rstrip()
        question = ConfirmDialog("Remove codings?", f"{said} [Ctrl+Z] brings them back.", yes="Remove")
        self.app.push_screen(question, lambda yes: self._remove(ids) if yes else None)

    def _remove(self, ids: Sequence[str]) -> None:
        if self.change(lambda: coding.remove_segments(self.session, ids)) is not None:
            self.passages.mark(())
