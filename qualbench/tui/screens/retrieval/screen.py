"""The retrieval screen: one line that says what is asked, how much answers it, and the segments in a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.widgets import Input, Static

from qualbench.tui.keymaps import retold
from qualbench.tui.keys import Where, bindings
from qualbench.tui.lines import plural
from qualbench.tui.sanitise import drawn
from qualbench.tui.screens.exporting import export_listed
from qualbench.tui.screens.retrieval import asking
from qualbench.tui.screens.retrieval.hits import Hits
from qualbench.tui.screens.retrieval.passages import ROWS, PassagesScreen
from qualbench.tui.widgets.code_picker import CodePicker
from qualbench.tui.widgets.passage_list import PassageList
from qualbench.workbench import coding
from qualbench.workbench.codebooks import load_codebook
from qualbench.workbench.history import list_history
from qualbench.workbench.project import list_coders
from qualbench.workbench.questions import ExpressionError
from qualbench.workbench.retrieving import Documents, count_cases, retrieve

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual import events
    from textual.binding import BindingType
    from textual.widget import Widget

    from qualbench.tui.widgets.code_picker import Picked
    from qualbench.workbench.retrieving import Retrieved

_HINT = "all segments   [c] adds a code   [a] a theme, case, coder   [/] writes"
_WRITING = '[Enter] asks, [Esc] back. Such as: code:A AND NOT code:B IN turn, or "words".'
_NOTHING_CODED = (
    "Nothing is coded yet. [F4] goes to the documents: open one, select words, and [Enter] gives them a code."
)
_NO_ANSWER = "No segment answers this. [i] lets codes meet in the same turn or document, [n] asks anew."


class RetrievalScreen(PassagesScreen):
    """What is asked, and the segments that answer.

    Args:
        expression: What is asked at first; empty for all segments.
    """

    where = Where.RETRIEVAL
    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.RETRIEVAL)
    AUTO_FOCUS = "PassageList"
    CSS = """
    RetrievalScreen #asked { height: 1; padding: 0 1; border: none; background: $boost; }
    RetrievalScreen #answer { height: auto; max-height: 3; padding: 0 1; color: $foreground; }
    """

    def __init__(self, expression: str = "") -> None:
        super().__init__()
        self.expression = expression
        self.retrieved: Retrieved | None = None
        self._read_at: tuple[object, ...] = ()

    def compose_body(self) -> Iterable[Widget]:
        """Yield the line of what is asked, what answers, and the list."""
        yield Input(
            self.expression,
            placeholder=retold(_HINT, self.where, self.app),
            compact=True,
            select_on_focus=False,
            id="asked",
        )
        yield Static("", id="answer", markup=False)
        yield PassageList(rows=ROWS[self.rows][0], id="hits")

    @property
    def passages(self) -> PassageList:
        """The list."""
        return self.query_one(PassageList)

    @property
    def asked(self) -> Input:
        """The line in which what is asked can be written."""
        return self.query_one("#asked", Input)

    @property
    def nothing_listed(self) -> str:
        """What to do where nothing is listed."""
        return _NO_ANSWER if self.expression else _NOTHING_CODED

    def reload(self) -> None:
        """Ask again, unless nothing has changed since."""
        newest = list_history(self.session, 1)
        now = (self.session.project.folder, self.expression, newest[0].id if newest else None)
        if self._read_at != now:
            self._ask()
            self._read_at = now

    def want(self, expression: str) -> None:
        """Ask this as soon as the screen is there."""
        if self.is_mounted:
            self.ask(expression)
        else:
            self.expression = expression

    def ask(self, expression: str) -> None:
        """Ask something else and show what answers, from its beginning."""
        if expression != self.expression:
            self.expression = expression
            self.asked.value = expression
            if self.passages.items:
                self.passages.go_to(0)
        self._read()
        self.passages.focus()

    def _ask(self) -> None:
        documents = Documents(self.session)
        try:
            self.retrieved = retrieved = retrieve(self.session, self.expression, documents=documents)
        except ExpressionError as error:
            self._point_at(error)
            return
        whose = retrieved.coder_ids
        hits = Hits(
            self.session,
            retrieved.places,
            documents,
            load_codebook(self.session),
            {one.id: one.name for one in list_coders(self.session) if one.id in whose},
            words=retrieved.words,
            sentences=self.sentences,
        )
        self.show_hits(self.passages, hits)
        self._answer(f"{self._counted(hits)}; counting cases …" if len(hits) else self.nothing_listed)
        if len(hits):
            self.call_after_refresh(self._count_cases, hits)

    def _counted(self, hits: Hits) -> str:
        assert self.retrieved is not None
        many = f"{plural(len(hits), 'segment')} in {plural(len(self.retrieved.document_ids), 'document')}"
        return many if self.expression else f"All {many}"

    def _count_cases(self, hits: Hits) -> None:
        """Say how many cases there are and whose codings: after the list is there, for it takes longer."""
        if hits is not self.hits or self.retrieved is None:
            return
        cases = count_cases(self.retrieved, hits.documents)
        names = list(hits.coders.values())
        whose = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
        self._answer(f"{self._counted(hits)}, {plural(cases, 'case')}; codings of {drawn(whose)}")

    def _answer(self, words: str) -> None:
        self.query_one("#answer", Static).update(retold(words, self.where, self.app))

    def _point_at(self, error: ExpressionError) -> None:
        """Say what cannot be read in what is asked, with the line's cursor at the place."""
        listed = "" if self.hits is None or not len(self.hits) else " The list is still the one before."
        self._answer(drawn(f"{error.sentence} {error.hint}".strip() + listed))
        self.asked.focus()
        self.asked.cursor_position = min(error.at, len(self.asked.value))

    @on(Input.Submitted, "#asked")
    def _submitted(self, message: Input.Submitted) -> None:
        """Enter in the line asks what is written there."""
        message.stop()
        self._read_at = ()
        self.expression = ""
        self.ask_written(message.value.strip())

    def ask_written(self, expression: str) -> None:
        """Ask what was written; where it can be read, the keys go to the list."""
        self.expression = expression
        self._read()
        if self.retrieved is not None and self.retrieved.expression == expression:
            if len(self.passages.items):
                self.passages.go_to(0)
            self.passages.focus()

    def step_back(self) -> bool:
        """Leave the line, with what is asked in it; say whether that was a step."""
        if not self.asked.has_focus:
            return False
        if self.retrieved is not None:
            self.expression = self.retrieved.expression
            self.asked.value = self.expression
            self._read_at = ()
            self._read()
        self.passages.focus()
        return True

    def action_ask_by_typing(self) -> None:
        """Write what is asked."""
        self.asked.focus()
        self.asked.cursor_position = len(self.asked.value)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Say how to write a question while the keys go to its line, and no longer than that."""
        if event.widget is self.asked:
            self.say(_WRITING)
        elif self.said == self.in_keys(_WRITING):
            self.say("")

    def action_ask_code(self) -> None:
        """Add a code to what is asked."""
        asking.ask_code(self, self.expression, self.ask)

    def action_ask_more(self) -> None:
        """Add a theme, a case, a coder, a document or an attribute to what is asked."""
        asking.ask_more(self, self.expression, self.ask)

    def action_ask_scope(self) -> None:
        """Say where the codes must meet."""
        asking.ask_scope(self, self.expression, self.ask)

    def action_ask_all(self) -> None:
        """Ask anew: all segments."""
        self.ask("")

    def action_mark_hits(self) -> None:
        """Mark all that are listed, or none where all are marked."""
        hits = self.hits
        if hits is not None:
            every = len(self.passages.marked) < len(hits)
            self.passages.mark([one.id for one in hits.places] if every else [])
            self.say_marked()

    def action_compare_codes(self) -> None:
        """Put the code under the cursor beside another."""
        place, book = self.place, self.book
        if place is None or book is None:
            self.say(self.nothing_listed)
            return
        first = place.code_id

        def picked(answer: Picked | None) -> None:
            if answer is not None and answer.code_ids[0] != first:
                from qualbench.tui.screens.retrieval.beside import BesideScreen

                self.app.push_screen(BesideScreen(first, answer.code_ids[0]))
            elif answer is not None:
                self.say("Two different codes can stand side by side.")

        name = drawn(book.by_id[first].name)
        counts = coding.segment_counts(self.session)
        self.app.push_screen(
            CodePicker(f"Which code beside “{name}”?", book, counts=counts, several=False, known=True), picked
        )

    def action_export_hits(self) -> None:
        """Write what is listed as a table."""
        if self.retrieved is not None and self.retrieved.places:
            export_listed(self, self.retrieved)
        else:
            self.say(self.nothing_listed)
