"""Codings whose code was redefined: each beside the definition that it was made under and that of now.

The same screen shows all codings of one code over time, the oldest first.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.style import Style
from textual.widgets import Static

from qualbench.errors import QualbenchError
from qualbench.tui.dialogs.choose import Choice, ChooseDialog
from qualbench.tui.dialogs.confirm import ConfirmDialog
from qualbench.tui.keys import Where, bindings
from qualbench.tui.lines import BOLD, FAINT, plural
from qualbench.tui.passage_layout import Part, Passage
from qualbench.tui.sanitise import drawn, drawn_lines
from qualbench.tui.screens.retrieval.hits import Hits
from qualbench.tui.screens.retrieval.passages import PassagesScreen
from qualbench.tui.widgets.passage_list import PassageList
from qualbench.workbench import stale
from qualbench.workbench.codebooks import load_codebook
from qualbench.workbench.coding import find_segment
from qualbench.workbench.project import list_coders
from qualbench.workbench.retrieving import CodedPlace, Documents

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from textual.widget import Widget

    from qualbench.tui.widgets.code_picker import Picked
    from qualbench.workbench.stale import Drift, Piece, Queue

ALL = "all"
NOTHING = (
    "No coding waits for a second look: no code was redefined since its codings were made. "
    "[t] shows a code's codings over time."
)
_DIFFERS = Style(bold=True, underline=True)


class StaleScreen(PassagesScreen):
    """What waits for a second look, the newest first; one key keeps, recodes or removes."""

    where = Where.LOOK_AGAIN
    BINDINGS = bindings(Where.LOOK_AGAIN)
    AUTO_FOCUS = "PassageList"
    CSS = """
    StaleScreen #heads { height: auto; text-wrap: wrap; }
    StaleScreen #sides { height: auto; }
    StaleScreen #sides Static { width: 1fr; height: auto; padding: 0 1 0 0; }
    StaleScreen .listed { height: 3fr; }
    StaleScreen .beside { height: 2fr; padding: 0 1; border-top: solid $panel; scrollbar-size-vertical: 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.code_id = ALL  # whose codings are listed
        self.over_time = ""  # the code whose codings are all shown, or empty
        self.queue: Queue | None = None
        self.drift: Drift | None = None

    def compose_body(self) -> Iterable[Widget]:
        """Yield how far one is, the list, and below it the definition then and now."""
        yield Static("", id="heads", classes="heads", markup=False)
        with Vertical(classes="listed"):
            yield PassageList(rows=4, id="waiting")
        with VerticalScroll(classes="beside", can_focus=False), Horizontal(id="sides"):
            yield Static("", id="then", markup=False)
            yield Static("", id="now", markup=False)

    @property
    def passages(self) -> PassageList:
        """The list."""
        return self.query_one(PassageList)

    @property
    def nothing_listed(self) -> str:
        """What to do where nothing is listed."""
        if self.queue is not None and self.queue.of and not self.over_time:
            return f"Nothing waits any more: {plural(self.queue.of, 'coding')} looked at again."
        return "This code has no coding: [Esc] goes back." if self.over_time else NOTHING

    # --- reading ----------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read anew what waits, or the code's codings."""
        session, book = self.session, load_codebook(self.session)
        self.code_id = self.code_id if self.code_id in book.by_id else ALL
        self.over_time = self.over_time if self.over_time in book.by_id else ""
        self.queue = stale.load_queue(session, None if self.code_id == ALL else self.code_id)
        places: Sequence[CodedPlace] = self.queue.places
        self.drift = None
        if self.over_time:
            self.drift = stale.load_drift(session, self.over_time)
            places = [
                CodedPlace(one.id, one.document_id, one.start, one.end, one.code_id, one.coder_id)
                for period in self.drift.periods
                for one in period.segments
            ]
        whose = {one.coder_id for one in places}
        coders = {one.id: one.name for one in list_coders(session) if one.id in whose}
        self.show_hits(
            self.passages,
            _Dated(session, places, Documents(session), book, coders, sentences=self.sentences),
        )
        self.query_one("#heads", Static).update(self._heads())
        self._show_beside()

    def _heads(self) -> str:
        book, queue = self.book, self.queue
        if book is None or queue is None:
            return ""
        if self.drift is not None:
            many, meanings = (
                plural(len(self.hits or ()), "coding"),
                plural(self.drift.code.meaning, "meaning"),
            )
            return drawn(
                f"“{book.paths[self.over_time]}” over time: {many}, the oldest first; {meanings} so far"
            )
        code = "all codes" if self.code_id == ALL else f"only “{book.paths[self.code_id]}”"
        said = f"{queue.looked_at:,} of {plural(queue.of, 'coding')} looked at again; {code}"
        return drawn(f"{said} {self.in_keys('[a]')}")

    def on_passage_list_highlighted(self) -> None:
        """Show the definitions of the coding under the cursor."""
        self._show_beside()

    def _show_beside(self) -> None:
        then, now = self.query_one("#then", Static), self.query_one("#now", Static)
        place, book = self.place, self.book
        if place is None or book is None:
            then.update(self.in_keys(self.nothing_listed))
            now.update("")
            return
        segment, code = find_segment(self.session, place.id), book.by_id[place.code_id]
        meant = stale.meaning_of(self.session, segment)
        fields = stale.wordings(meant, code)
        if segment.meaning >= code.meaning:
            then.update(Content.assemble(("made under the definition of now", BOLD)))
        else:
            until = f", until {meant.created_at[:10]}" if meant is not None else ""
            then.update(
                _side(f"then (meaning {segment.meaning}{until})", [(f.label, f.then) for f in fields])
            )
        now.update(_side(f"now (meaning {code.meaning})", [(field.label, field.now) for field in fields]))
        self.query_one(".beside", VerticalScroll).scroll_home(animate=False)

    # --- the three answers ------------------------------------------------------------------------

    def action_keep_coding(self) -> None:
        """Keep the marked codings, or the one under the cursor: they hold under the definition of now."""
        ids = self._waiting(self.meant)
        if not ids:
            self.say("It was made under the definition of now." if self.meant else self.nothing_listed)
            return
        others = self._of_others([find_segment(self.session, one) for one in ids])
        if not others:
            self._keep(ids)
            return
        question = ConfirmDialog(
            "Keep another coder's codings?",
            f"{plural(len(ids), 'coding')} would wait no more. {others} [Ctrl+Z] would take it back.",
            yes="Keep",
        )
        self.app.push_screen(question, lambda yes: self._keep(ids) if yes else None)

    def _keep(self, ids: Sequence[str]) -> None:
        if self.change(lambda: stale.keep(self.session, ids)) is not None:
            self.passages.mark(())

    def action_recode_waiting(self) -> None:
        """Ask for another code for the marked codings, or for the one under the cursor."""
        self.action_recode_hits()

    def action_remove_waiting(self) -> None:
        """Remove the marked codings, or the one under the cursor; ask where it is several or another's."""
        self.action_remove_hits()

    def _recode(self, ids: Sequence[str], picked: Picked) -> None:
        if len(self._waiting(ids)) < len(ids):  # some of the code's codings over time wait for nothing
            super()._recode(ids, picked)
            return
        session = self.session
        if picked.name:
            done = self.change(lambda: stale.recode_as_new(session, ids, picked.name, picked.parent_id))
        else:
            done = self.change(lambda: stale.recode(session, ids, picked.code_ids[0]))
        if done is not None:
            self.passages.mark(())
            if done.left:
                self.say(
                    f"{self.said} {plural(done.left, 'coding')} left: coded so already. Remove it instead."
                )

    def _remove(self, ids: Sequence[str]) -> None:
        if len(self._waiting(ids)) < len(ids):
            super()._remove(ids)
        elif self.change(lambda: stale.remove(self.session, ids)) is not None:
            self.passages.mark(())

    def _waiting(self, ids: Iterable[str]) -> list[str]:
        """Return those of some codings that wait for a second look."""
        found = stale.list_codings(self.session, list(ids))
        return [one.segment.id for one in found if one.segment.meaning < one.code.meaning]

    # --- looking ----------------------------------------------------------------------------------

    def action_read_waiting(self) -> None:
        """Read the coding in its document."""
        self.action_read_hit()

    def action_mark_waiting(self) -> None:
        """Mark the coding under the cursor, or take its mark away."""
        self.passages.toggle_mark()
        many = len(self.passages.marked)
        self.say(
            f"{plural(many, 'coding')} marked. [y] keeps, [r] recodes." if many else "Nothing is marked."
        )

    def action_waiting_memo(self) -> None:
        """Write a memo about the coding under the cursor."""
        self.action_hit_memo()

    def action_read_definitions(self) -> None:
        """Read on below the list; from the end go back to the top."""
        read_on(self.query_one(".beside", VerticalScroll))

    def action_show_over_time(self) -> None:
        """Show all codings of the code under the cursor over time; from there go back to what waits."""
        place = self.place
        if self.over_time:
            self.step_back()
        elif place is not None:
            self._go_over_time([place.code_id])
        else:
            self._choose("Whose codings over time?", [], self._go_over_time)

    def _go_over_time(self, chosen: list[str] | None) -> None:
        if chosen:
            self.over_time = chosen[0]
            self.passages.mark(())
            self.reload()

    def action_narrow_waiting(self) -> None:
        """Show what waits of one code, or of all; the choice says how far each is."""

        def then(chosen: list[str] | None) -> None:
            if chosen:
                self.code_id, self.over_time = chosen[0], ""
                self.passages.mark(())
                self.reload()

        self._choose("Of which code?", [Choice(ALL, "all codes")], then)

    def _choose(self, title: str, first: list[Choice], then: Callable[[list[str] | None], None]) -> None:
        book = self.book
        if book is None or not book.codes:
            self.say(NOTHING)
            return
        counts = stale.queue_counts(self.session)
        rows = list(first)
        for code, _depth in book.walk():
            looked_at, of = counts.get(code.id, (0, 0))
            if of or not first:
                told = f"   ({looked_at:,} of {of:,} looked at)" if of else ""
                rows.append(Choice(code.id, f"{book.paths[code.id]}{told}"))
        self.app.push_screen(ChooseDialog(title, rows, at=self.code_id), then)

    def step_back(self) -> bool:
        """Go back to what waits, then to all codes; say whether there was anything to go back from."""
        back = bool(self.over_time) or self.code_id != ALL
        if self.over_time:
            self.over_time = ""
        else:
            self.code_id = ALL
        if back:
            self.passages.mark(())
            self.reload()
        return back


class _Dated(Hits):
    """Codings with the day on which they were made."""

    def __getitem__(self, at: int, /) -> Passage:
        passage = super().__getitem__(at)
        try:
            segment = find_segment(self.session, passage.id)
        except QualbenchError:  # it is gone meanwhile, and says so
            return passage
        return replace(passage, head=(Part(segment.created_at[:10]), *passage.head))


def read_on(beside: VerticalScroll) -> None:
    """Scroll a page down, and from the end to the top."""
    if beside.scroll_offset.y >= beside.max_scroll_y:
        beside.scroll_home(animate=False)
    else:
        beside.scroll_page_down(animate=False)


def _side(head: str, fields: Sequence[tuple[str, Sequence[Piece]]]) -> Content:
    """Return a definition under a heading; what the other wording has not is bold and underlined."""
    parts = [Content.assemble((head, BOLD))]
    for label, pieces in fields:
        words = [(drawn_lines(text), _DIFFERS) if differs else drawn_lines(text) for text, differs in pieces]
        parts.append(Content.assemble(f"{label}: ", *(words or [("nothing", FAINT)])))
    if not fields:
        parts.append(Content.assemble(("no definition yet", FAINT)))
    return Content("\n").join(parts)
