"""Searching all documents: a line of typing, and every place that was found in its context.

The search runs in a thread that knows no project: it asks the screen for one document after the other, and
hands back the hits. A connection never leaves the screen's own thread.
"""

from __future__ import annotations

from dataclasses import replace
from time import monotonic
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on, work
from textual.containers import Horizontal
from textual.widgets import Input, Static
from textual.worker import get_current_worker

from qualbench.errors import NotFound, QualbenchError
from qualbench.tui.concordance import Concordance, Order
from qualbench.tui.keys import Where, bindings
from qualbench.tui.passage_layout import IN_CONTEXT
from qualbench.tui.sanitise import drawn
from qualbench.tui.screens.base import ProjectScreen, TopLine
from qualbench.tui.screens.searching import coding, limits, telling
from qualbench.tui.screens.searching.telling import SearchKeys
from qualbench.tui.screens.searching.words import HOW, VOICES, WAYS
from qualbench.tui.widgets.passage_list import PassageList
from qualbench.workbench import concordancing
from qualbench.workbench.concordancing import Limits, Query, Way
from qualbench.workbench.importing import list_documents

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.widget import Widget
    from textual.worker import Worker

    from qualbench.model.document import Document
    from qualbench.workbench.concordancing import Hit, Material
    from qualbench.workbench.project import Session


_SHOW_EVERY = 0.15  # seconds, while hits come in


class _Over(Exception):
    """The search was stopped, or the screen is gone."""


class SearchScreen(ProjectScreen):
    """What is looked for, how and where, and the hits.

    Attributes:
        wanted: What to look for as soon as the screen is there, or empty.
    """

    where = Where.SEARCH
    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.SEARCH)
    AUTO_FOCUS = "Input"
    CSS = """
    SearchScreen #ask { height: 1; background: $boost; }
    SearchScreen #ask Input { width: 1fr; border: none; padding: 0; height: 1; background: $boost; }
    SearchScreen #way { width: auto; padding: 0 1; text-style: bold; }
    SearchScreen #facts { height: 1; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }
    SearchScreen #how { height: 1fr; padding: 1 3; display: none; }
    SearchScreen.empty #how { display: block; }
    SearchScreen.empty PassageList { display: none; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.wanted = ""
        self.query_now = Query("")
        self.limits = Limits()
        self.found = Concordance()
        self.worker: Worker[None] | None = None
        self.failed: QualbenchError | None = None
        self.asked = False
        self._shown_at = 0.0
        self.doing = ""

    def compose(self) -> ComposeResult:
        """Lay out as every screen does, with a line of keys of its own."""
        yield TopLine(self.where)
        yield from self.compose_body()
        yield Static("", id="said", markup=False)
        yield SearchKeys(self.where)

    def compose_body(self) -> Iterable[Widget]:
        """Yield the line of typing, what is known of the search, and the hits."""
        with Horizontal(id="ask"):
            yield Static("", id="way", markup=False)
            yield Input(placeholder="words in all documents", compact=True)
        yield Static("", id="facts", markup=False)
        yield Static("", id="how", markup=False)
        yield PassageList(rows=IN_CONTEXT, id="hits")

    def on_mount(self) -> None:
        """Search at once where there are words already."""
        if self.wanted:
            self.look_for(self.wanted)
        else:
            self.tell()

    def reload(self) -> None:
        """Leave out the hits of documents that are gone."""
        known = {row.document.id for row in list_documents(self.session)}
        if any(document_id not in known for document_id in self.found.document_ids):
            self.found = self.found.within(known)
            self.hits.show(self.found)
            self._mark()
        self.tell()

    @property
    def hits(self) -> PassageList:
        """The list of hits."""
        return self.query_one(PassageList)

    @property
    def searching(self) -> bool:
        """True while a search goes on."""
        return self.worker is not None

    def on_descendant_focus(self) -> None:
        """Say which keys do something now."""
        self.query_one(SearchKeys).refresh()

    # --- searching --------------------------------------------------------------------------------

    @on(Input.Submitted)
    def _typed(self, message: Input.Submitted) -> None:
        message.stop()
        if message.value.strip():
            self.look_for(message.value)
        else:
            self.say("Type what to look for, then [Enter].")

    def look_for(self, words: str) -> None:
        """Search for these words in the way that is set."""
        self.query_now = replace(self.query_now, words=words)
        if self.query_one(Input).value != words:
            self.query_one(Input).value = words
        self.search_again()

    def search_again(self) -> None:
        """Search anew: the words, the way or the limits are others."""
        if not self.query_now.words.strip():
            self.tell()
            return
        self._stop()
        self.found, self.failed, self.asked = Concordance(), None, True
        self.doing = "a spaCy model is loaded" if self.query_now.way is Way.FORMS else ""
        self.hits.marked.clear()
        self.hits.show(self.found)
        self.say("")
        settings = self.shell.settings
        query = replace(self.query_now, model=settings.model, models=tuple(settings.models.items()))
        self.worker = self._search(query, self.limits)
        self.tell()

    @work(thread=True, exclusive=True, group="search")
    def _search(self, query: Query, within: Limits) -> None:
        """Search in a thread: what needs the project is asked of the screen's own."""
        worker, call = get_current_worker(), self.app.call_from_thread

        def ask(verb: Callable[..., Any], *given: object) -> Any:
            return call(self._answer, worker, verb, *given)

        def stopped() -> bool:
            return worker.is_cancelled

        failed: QualbenchError | None = None
        note = ""
        try:
            finder = concordancing.make_finder(query)
            note = finder.note
            words = ask(concordancing.index_words)
            terms = finder.terms(words) if words is not None else None
            documents = ask(concordancing.documents_to_search, terms, within)
            for number, document in enumerate(documents):
                source = ask(self._read_one, document, within, number, len(documents))
                hits = concordancing.find_in(finder, source, stopped) if source is not None else []
                if hits:
                    ask(self._take, source, hits)
        except QualbenchError as error:
            failed = error
        except _Over:
            return
        call(self._finish, worker, failed, note)

    def _answer(self, worker: Worker[None], verb: Callable[..., Any], *given: object) -> Any:
        """Do something with the project for a search that still goes on."""
        if worker is not self.worker or self.shell.session is None:
            raise _Over
        return verb(self.session, *given)

    def _read_one(
        self, session: Session, document: Document, within: Limits, number: int, many: int
    ) -> Material | None:
        self.doing = f"{document.name}, {number + 1} of {many}"
        self._show_now_and_then()
        try:
            return concordancing.material(session, document.id, within)
        except NotFound:  # an undo has taken it away meanwhile
            return None

    def _take(self, _session: Session, source: Material, hits: list[Hit]) -> None:
        self.found.add(source, hits)
        self._show_now_and_then()

    def _show_now_and_then(self) -> None:
        if monotonic() - self._shown_at > _SHOW_EVERY:
            self._show_hits()

    def _show_hits(self) -> None:
        self._shown_at = monotonic()
        self.hits.show(self.found, cursor=self.hits.cursor)
        self._mark()
        self.tell()

    def _finish(self, worker: Worker[None], failed: QualbenchError | None, note: str) -> None:
        """The search is over."""
        if worker is not self.worker:
            return
        self.worker, self.failed = None, failed
        self._show_hits()
        if failed is None and self.found:
            self.hits.focus()
            self.say(" ".join(one for one in (telling.spellings(self), note) if one))
        elif failed is None:
            self.say(note)

    def _stop(self) -> bool:
        """Stop a search that goes on, and say whether there was one."""
        if self.worker is None:
            return False
        self.worker.cancel()
        self.worker = None
        return True

    def on_unmount(self) -> None:
        """Stop searching when the screen is left."""
        self._stop()

    # --- what is shown ----------------------------------------------------------------------------

    def tell(self) -> None:
        """Show how is searched and where, and how much was found."""
        way = WAYS[self.query_now.way]
        if self.query_now.way is Way.FUZZY:
            way += f" {self.query_now.threshold}% alike"
        self.query_one("#way", Static).update(self.in_keys(f"[F2] {way}:"))
        self.query_one("#facts", Static).update(drawn(telling.facts(self)))
        empty = not self.found
        self.set_class(empty, "empty")
        self.query_one(SearchKeys).refresh()
        if empty:
            self.query_one("#how", Static).update("\n".join(drawn(line) for line in telling.instead(self)))

    def _mark(self) -> None:
        """Show which hits are taken in."""
        out = self.found.left_out
        self.hits.mark(str(number) for number in range(len(self.found.hits)) if number not in out)

    # --- gestures ---------------------------------------------------------------------------------

    def step_back(self) -> bool:
        """Back out one step: stop searching, or go from the line of typing to the hits."""
        if self._stop():
            self._show_hits()
            self.say("Stopped. What was found so far is listed.")
            return True
        if self.found and isinstance(self.focused, Input):
            self.hits.focus()
            return True
        return False

    @on(PassageList.Chosen)
    def _chosen(self, message: PassageList.Chosen) -> None:
        message.stop()
        self.action_open_hit()

    def action_open_hit(self) -> None:
        """Read the hit under the cursor in its document."""
        hit = self._hit()
        if hit is not None:
            places = self.found.in_document(hit.document_id)
            self.shell.open_document(hit.document_id, hit.span.start, over=True, found=places)

    def action_change_words(self) -> None:
        """Type other words."""
        self.query_one(Input).focus()

    def action_change_way(self) -> None:
        """Take the next way of searching; where something was found, search again."""
        ways = list(WAYS)
        way = ways[(ways.index(self.query_now.way) + 1) % len(ways)]
        words = self.query_one(Input).value
        self.query_now = replace(self.query_now, way=way, words=words)
        self._stop()
        self.found, self.failed, self.asked = Concordance(), None, False
        self.hits.show(self.found)
        self.query_one(Input).focus()
        self.say(f"{HOW[way][0]} [Enter] searches." if words.strip() else HOW[way][0])
        self.tell()

    def action_change_voice(self) -> None:
        """Search everyone's words, then participants' alone, then interviewers' alone."""
        voices = list(VOICES)
        voice = voices[(voices.index(self.limits.voice) + 1) % len(voices)]
        self.limits = replace(self.limits, voice=voice)
        self.search_again()

    def action_limit_search(self) -> None:
        """Ask where to search."""
        limits.ask(self)

    def action_more_alike(self) -> None:
        """Ask for spellings that are more alike."""
        self._alike(5)

    def action_less_alike(self) -> None:
        """Be content with spellings that are less alike."""
        self._alike(-5)

    def _alike(self, by: int) -> None:
        if self.query_now.way is not Way.FUZZY:
            self.say("This is about other spellings: [F2] changes the way of searching.")
            return
        self.query_now = replace(self.query_now, threshold=max(50, min(100, self.query_now.threshold + by)))
        self.search_again()

    def action_sort_hits(self) -> None:
        """Put the hits in another order, with the cursor on the same one."""
        if not self.found:
            self.say("There are no hits to put in another order.")
            return
        number = self.found.number_at(self.hits.cursor)
        orders = list(Order)
        self.found.sort(orders[(orders.index(self.found.order) + 1) % len(orders)])
        self.hits.show(self.found, cursor=self.found.place_of(number))
        self.hits.go_to(self.found.place_of(number))
        self.tell()

    def action_leave_out(self) -> None:
        """Leave the hit under the cursor out, or take it in again."""
        if self._hit() is not None:
            self.hits.toggle_mark()

    @on(PassageList.Marked)
    def _marked(self, message: PassageList.Marked) -> None:
        """By key or by mouse a hit was left out or taken in again."""
        message.stop()
        number = {int(message.passage_id)}
        if message.passage_id in self.hits.marked:
            self.found.left_out -= number
        else:
            self.found.left_out |= number
        self.tell()

    def action_leave_out_all(self) -> None:
        """Leave all hits out, or where all are out take all in."""
        everything = set(range(len(self.found.hits)))
        self.found.left_out = set() if self.found.left_out == everything else everything
        self._mark()
        self.tell()

    def action_code_hits(self) -> None:
        """Code what is taken in."""
        if self.searching:
            self.say("The search goes on. [Esc] stops it; then what was found can be coded.")
        else:
            coding.ask_code(self)

    def _hit(self) -> Hit | None:
        if not self.found:
            self.say("There is no hit here. [/] goes to the words to look for.")
            return None
        return self.found.hits[self.found.number_at(self.hits.cursor)]
