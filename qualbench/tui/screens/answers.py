"""The answers of a survey as a grid: read, sorted, found and coded row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.widgets import DataTable, Input, Static

from qualbench.tui.keys import Where, bindings
from qualbench.tui.lines import fit, plural
from qualbench.tui.screens.base import ProjectScreen
from qualbench.tui.widgets.code_picker import CodePicker, Picked
from qualbench.workbench import answers, cases, codebooks, coding, news

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.binding import BindingType
    from textual.widget import Widget

    from qualbench.model.code import Codebook
    from qualbench.workbench.answers import Answer, Answers

#: Cells of the case, of the attribute in view and of the codes; the answer has the rest.
_CASE, _VALUE, _CODES = 12, 16, 28
#: What is shown, one after the other.
SHOWN = ("all", "not coded", "coded")


class Grid(DataTable[str]):
    """Rows of cells, of which only those in sight are painted; Home and End go to the first and the last."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("home", "scroll_top", "First"),
        ("end", "scroll_bottom", "Last"),
    ]


class AnswersScreen(ProjectScreen):
    """One question's answers; Enter codes the row under the cursor, or the marked ones."""

    where = Where.ANSWERS
    BINDINGS = bindings(Where.ANSWERS)
    AUTO_FOCUS = "#answers"
    CSS = """
    AnswersScreen #find { display: none; }
    AnswersScreen #find.on { display: block; }
    AnswersScreen #whole { height: 5; padding: 0 1; border-top: solid $panel; }
    """

    def __init__(self, document_id: str) -> None:
        super().__init__()
        self.document_id = document_id
        self.table: Answers | None = None
        self.by_turn: dict[int, Answer] = {}
        self.marked: set[int] = set()
        self.question = 0
        self.attribute = 0  # which one is in view
        self.names: list[str] = []
        self.sorted_by_value = False
        self.shown_status = "all"
        self.words = ""
        self.recent: list[str] = []
        self.codebook: Codebook | None = None
        self._at = 0  # the step after which the answers were read

    def compose_body(self) -> Iterable[Widget]:
        """Yield the question, the rows, the whole answer under the cursor, and the line that finds."""
        yield Static("", id="sum", classes="note", markup=False)
        yield Grid(id="answers", cursor_type="row", zebra_stripes=False)
        yield Static("", id="whole", markup=False)
        yield Input(id="find", compact=True, placeholder="words of an answer or a case")

    @property
    def rows(self) -> Grid:
        """The grid."""
        return self.query_one(Grid)

    def reload(self) -> None:
        """Read the answers with their codes; what was read already is followed row by row."""
        now = news.newest(self.session)
        if self.table is not None and self._at != now:
            fresh = news.news_since(self.session, self._at)
            if fresh is not None and not fresh.memos:
                self._at = now
                self._follow(answers.followed(self.session, self.table, fresh.segments))
                return
        if self.table is not None and self._at == now:
            return
        self._at = now
        self.table = answers.load_answers(self.session, self.document_id)
        self.by_turn = {one.turn: one for one in self.table.rows}
        self.names = [one.name for one in cases.list_attributes(self.session)]
        self.codebook = codebooks.load_codebook(self.session)
        self.recent = coding.recent_codes(self.session)
        self._lay_out()

    def _follow(self, table: Answers) -> None:
        """Paint the rows that have other codes."""
        before, rows = self.by_turn, self.rows
        self.table, self.by_turn = table, {one.turn: one for one in table.rows}
        self.codebook = codebooks.load_codebook(self.session)
        self.recent = coding.recent_codes(self.session)
        for turn, one in self.by_turn.items():
            if before[turn] is not one and str(turn) in rows.rows:
                rows.update_cell(str(turn), "codes", fit(", ".join(one.codes), _CODES))
        self._show_whole()

    def _lay_out(self) -> None:
        assert self.table is not None
        kept = self.turn
        rows = self.rows
        rows.clear(columns=True)
        value = self.names[self.attribute] if self.names else ""
        wide = max(20, self.size.width - _CASE - _VALUE - _CODES - 12)
        for key, head, cells in (
            *(("mark", " ", 1), ("case", "case", _CASE), ("value", value, _VALUE)),
            *(("answer", "answer", wide), ("codes", "codes", _CODES)),
        ):
            rows.add_column(head, key=key, width=cells)
        shown = self.shown
        for one in shown:
            rows.add_row(*self._cells(one, wide), key=str(one.turn))
        if kept is not None and str(kept) in rows.rows:
            place = rows.get_row_index(str(kept))
            self.call_after_refresh(lambda: rows.move_cursor(row=place))
        said = (
            f"“{fit(self.table.questions[self.question], 60).rstrip()}” [n]: {plural(len(shown), 'answer')}"
        )
        said += f"; {self.shown_status} [k]" + (f"; with “{self.words}”" if self.words else "")
        said += f"; by {value} [s]" if self.sorted_by_value else ""
        said += f"; {len(self.marked)} marked" if self.marked else ""
        self.query_one("#sum", Static).update(self.in_keys(said))
        self._show_whole()

    def _cells(self, one: Answer, wide: int) -> tuple[str, ...]:
        value = one.values.get(self.names[self.attribute], "") if self.names else ""
        return (
            "*" if one.turn in self.marked else " ",
            fit(one.case, _CASE),
            fit(value, _VALUE),
            fit(one.words, wide),
            fit(", ".join(one.codes), _CODES),
        )

    @property
    def shown(self) -> list[Answer]:
        """The answers to the question that are listed, in order."""
        assert self.table is not None
        words = self.words.casefold()
        found = [
            one
            for one in self.table.rows
            if one.question == self.question
            and (self.shown_status == "all" or bool(one.codes) == (self.shown_status == "coded"))
            and words in f"{one.case} {one.words}".casefold()
        ]
        if self.sorted_by_value and self.names:
            found.sort(key=lambda one: one.values.get(self.names[self.attribute], "").casefold())
        return found

    @property
    def turn(self) -> int | None:
        """The turn of the answer under the cursor."""
        rows = self.rows
        if not rows.row_count:
            return None
        key = rows.coordinate_to_cell_key(rows.cursor_coordinate).row_key.value
        return int(key) if key else None

    def on_data_table_row_highlighted(self) -> None:
        """Show the whole answer under the cursor."""
        self._show_whole()

    def on_data_table_row_selected(self) -> None:
        """A double click codes."""
        self.action_code_answer()

    def _show_whole(self) -> None:
        one = self.by_turn.get(self.turn or 0)
        said = f"{one.case}: {one.words}\n{', '.join(one.codes)}" if one else "There is no answer here."
        self.query_one("#whole", Static).update(self.in_keys(said))

    def _wanted(self) -> list[Answer]:
        turns = sorted(self.marked) or ([self.turn] if self.turn is not None else [])
        return [self.by_turn[turn] for turn in turns if turn in self.by_turn]

    def action_code_answer(self) -> None:
        """Give the answer under the cursor, or the marked ones, codes."""
        wanted = self._wanted()
        if not wanted or self.codebook is None or not self.may_change():
            return
        title = (
            f"Code for {wanted[0].case}" if len(wanted) == 1 else f"Code for {plural(len(wanted), 'answer')}"
        )
        picker = CodePicker(
            title, self.codebook, recent=self.recent, counts=coding.segment_counts(self.session), several=True
        )
        self.app.push_screen(picker, lambda picked: self._give(wanted, picked) if picked else None)

    def _give(self, wanted: list[Answer], picked: Picked) -> None:
        codes = list(picked.code_ids)
        if picked.name:
            made = self.change(
                lambda: codebooks.create_code(self.session, picked.name, parent_id=picked.parent_id)
            )
            codes += [made.id] if made is not None else []
        self._apply(wanted, codes)

    def action_repeat_code(self) -> None:
        """Give the answer under the cursor, or the marked ones, the last code again."""
        if self.recent and self.may_change():
            self._apply(self._wanted(), self.recent[:1])
        elif not self.recent:
            self.say("No code was used yet: [Enter] chooses one.")

    def _apply(self, wanted: list[Answer], codes: list[str]) -> None:
        if not wanted or not codes:
            return
        spans = [one.span for one in wanted]
        new = self.change(lambda: answers.code_answers(self.session, self.document_id, spans, codes))
        if new:
            self.say_done(f"Coded {plural(len(wanted), 'answer')}.")

    def _tell_changed(self) -> None:
        """Follow at once what was written."""
        self._read()

    def action_mark_answer(self) -> None:
        """Mark the answer, to code several at once."""
        turn = self.turn
        if turn is not None:
            self.marked ^= {turn}
            self.rows.update_cell(str(turn), "mark", "*" if turn in self.marked else " ")
            self.rows.action_cursor_down()

    def action_next_question(self) -> None:
        """Show the answers to the next question."""
        if self.table is not None:
            self.question = (self.question + 1) % len(self.table.questions)
            self.marked.clear()
            self._lay_out()

    def action_next_value(self) -> None:
        """Have the next attribute in view."""
        if self.names:
            self.attribute = (self.attribute + 1) % len(self.names)
            self._lay_out()

    def action_sort_answers(self) -> None:
        """Sort by the attribute in view, or in the order of the file."""
        self.sorted_by_value = not self.sorted_by_value
        self._lay_out()

    def action_narrow_answers(self) -> None:
        """Show those that are not coded, those that are, or all."""
        self.shown_status = SHOWN[(SHOWN.index(self.shown_status) + 1) % len(SHOWN)]
        self._lay_out()

    def action_find_answers(self) -> None:
        """Show the answers that hold words."""
        find = self.query_one("#find", Input)
        find.add_class("on")
        find.focus()

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Show what holds the words, and go back to the rows."""
        self.words = message.value.strip()
        self.query_one("#find", Input).set_class(bool(self.words), "on")
        self._lay_out()
        self.rows.focus()

    def action_read_answer(self) -> None:
        """Read the answer in its document, where parts of it can be coded."""
        one = self.by_turn.get(self.turn or 0)
        if one is not None:
            self.shell.open_document(self.document_id, one.span.start, over=True)
