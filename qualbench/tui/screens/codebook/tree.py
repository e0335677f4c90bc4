"""The tree of codes with its numbers, narrowed by typing, and the entry of the code under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Input, OptionList, Static

from qualbench.errors import QualbenchError
from qualbench.model.code import Codebook
from qualbench.model.coding import MemoTarget
from qualbench.tui.lines import Lines, fit, plural
from qualbench.tui.screens.base import ProjectScreen
from qualbench.tui.screens.code_entry import entry_text
from qualbench.tui.screens.codebook.rows import Counted, Fold, Numbers, code_row, heads
from qualbench.tui.widgets.code_rows import CodeRows
from qualbench.workbench import code_counts
from qualbench.workbench.code_counts import NOTHING
from qualbench.workbench.codebooks import load_codebook
from qualbench.workbench.importing import list_documents
from qualbench.workbench.memoing import list_memos
from qualbench.workbench.project import list_coders
from qualbench.workbench.searching import rank_codes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from textual.binding import BindingType
    from textual.content import Content
    from textual.widget import Widget

    from qualbench.model.code import Code
    from qualbench.model.coding import Segment
    from qualbench.workbench.code_counts import CodeUses, Count

#: Cells of the words of a segment: more than any list is wide, which cuts them itself.
_LONGEST = 200
EMPTY = "No codes yet. [n] makes one; while reading, Enter on a selection makes codes too."
#: How many of the codes that fit what is typed are listed, and how many of a code's last segments.
FOUND, LAST = 200, 20


class LastSegments(Lines):
    """The last segments of a code; Enter reads one in its document, also where one only reads."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *Lines.BINDINGS,
        Binding("enter", "screen.read_segment", "Read", show=False),
    ]


class TreeScreen(ProjectScreen):
    """The tree at the left; the entry and the last segments of the code under the cursor at the right.

    Attributes:
        book: The codebook as it was read last.
        marked: The marked codes.
        folded: The codes whose codes under them are not shown.
        wanted: The code that the cursor goes to with the next reading.
    """

    AUTO_FOCUS = "#codes"
    CSS = """
    Lines#last { height: auto; max-height: 35%; text-wrap: nowrap; text-overflow: ellipsis; }
    """

    def __init__(self, code_id: str = "") -> None:
        super().__init__()
        self.book = Codebook("", ())
        self.uses: CodeUses | None = None
        self.counted = Counted.SEGMENTS
        self.counts: dict[Counted, dict[str, Count] | None] = {}
        self.numbers = Numbers(None)
        self.coders: dict[str, str] = {}
        self.marked: set[str] = set()
        self.folded: set[str] = set()
        self.wanted = code_id
        self.last: list[Segment] = []
        self._depths: dict[str, int] = {}
        self._filtered = False
        self._documents: dict[str, str] = {}
        self._cases: dict[str, set[str]] | None = None
        self._counting: Iterator[object] | None = None

    def compose_body(self) -> Iterable[Widget]:
        """Yield the line of typing and the tree, and beside them the entry over the last segments."""
        with Horizontal(classes="halves"):
            with Vertical(classes="side"):
                yield Input(placeholder="[/] find a code by typing", id="typed", compact=True)
                yield Static("", id="heads", classes="heads", markup=False)
                yield CodeRows(self._row, id="codes")
            with Vertical(classes="side"):
                with VerticalScroll(classes="entry"):
                    yield Static("", id="entry", markup=False)
                yield Static("", id="last-head", classes="heads", markup=False)
                yield LastSegments("last")
        yield Static("", id="file", classes="note", markup=False)

    @property
    def code_tree(self) -> CodeRows:
        """The tree."""
        return self.query_one(CodeRows)

    @property
    def code(self) -> Code | None:
        """The code under the cursor."""
        return self.book.by_id.get(self.code_tree.chosen)

    @property
    def meant(self) -> list[Code]:
        """The marked codes in the tree's order; else the one under the cursor."""
        marked = [code for code, _depth in self.book.walk() if code.id in self.marked]
        return marked or ([self.code] if self.code is not None else [])

    # --- reading ----------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read the codebook and how often its codes are used."""
        self.book = load_codebook(self.session)
        before = self.uses
        self.uses = code_counts.load_code_uses(self.session, before)
        self.coders = {one.id: one.name for one in list_coders(self.session)}
        self._documents = {one.document.id: one.document.name for one in list_documents(self.session)}
        self.marked &= set(self.book.by_id)
        self.folded &= set(self.book.by_id)
        self._depths = {code.id: depth for code, depth in self.book.walk()}
        self.counts[Counted.SEGMENTS] = self.uses.segments(self.book)
        self.counts[Counted.DOCUMENTS] = self.uses.in_documents(self.book)
        if before is None or before.by_coder is not self.uses.by_coder:
            self._cases, self.counts[Counted.CASES] = None, None
            self._counting = code_counts.cases_of_codes(self.session)
            self.call_later(self._count_cases, self._counting, self.session)
        elif self._cases is not None:
            self.counts[Counted.CASES] = code_counts.case_counts(self.book, self._cases)
        self._lay_out()

    def _count_cases(self, counting: Iterator[dict[str, set[str]]], session: object) -> None:
        """Look whose words one more document's segments cover; keys come in between."""
        if counting is not self._counting or self.shell.session is not session or not self.is_mounted:
            return
        try:
            found = next(counting, None)
        except QualbenchError:  # a document is gone meanwhile: what is told of that reads anew
            return
        if found is not None:
            self._cases = found
            self.call_later(self._count_cases, counting, session)
        else:
            self._counting = None
            self.counts[Counted.CASES] = code_counts.case_counts(self.book, self._cases or {})
            self._lay_out()

    def on_resize(self) -> None:
        """Set the numbers at the right edge anew."""
        self._lay_out()

    def _lay_out(self) -> None:
        """Show the rows that there are: the tree but for what is folded, or what fits what is typed."""
        self.numbers = Numbers.of(self.counts.get(self.counted))
        ids = self._found()
        self._filtered = ids is not None
        wanted, self.wanted = self.wanted, ""
        if wanted in self.book.by_id:
            self._unfold_above(wanted)
        self.code_tree.show(self._unfolded() if ids is None else ids, wanted)
        self._show_heads()
        self._show_entry()

    def _found(self) -> list[str] | None:
        typed = self.query_one("#typed", Input).value
        if not typed.strip():
            return None
        counts = {code_id: one.own for code_id, one in (self.counts.get(Counted.SEGMENTS) or {}).items()}
        found = rank_codes(self.book, typed, counts=counts, limit=FOUND, retired=True)
        return [hit.code.id for hit in found]

    def _unfolded(self) -> list[str]:
        if not self.folded:
            return list(self._depths)
        ids: list[str] = []
        below: int | None = None  # the depth of the folded code whose codes are passed by
        for code_id, depth in self._depths.items():
            if below is not None and depth > below:
                continue
            below = depth if code_id in self.folded else None
            ids.append(code_id)
        return ids

    def _row(self, code_id: str, room: int) -> Content:
        code = self.book.by_id[code_id]
        above = bool(self.book.children(code_id))
        closed = self._filtered or code_id in self.folded
        return code_row(
            code,
            self.book.paths[code_id] if self._filtered else code.name,
            room,
            self.code_tree.background_colors[1],
            depth=0 if self._filtered else self._depths[code_id],
            fold=(Fold.CLOSED if closed else Fold.OPEN) if above else Fold.LEAF,
            marked=code_id in self.marked,
            numbers=self.numbers,
        )

    def _show_heads(self) -> None:
        many = len(self.code_tree.ids) if self._filtered else len(self.book.codes)
        line = heads(self.code_tree.room, many, len(self.marked), self.counted, self.numbers)
        self.query_one("#heads", Static).update(line)

    # --- the entry --------------------------------------------------------------------------------

    @on(CodeRows.Highlighted)
    def _another_code(self, message: CodeRows.Highlighted) -> None:
        """Show the entry of the code under the cursor, from its beginning."""
        message.stop()
        self.query_one(".entry", VerticalScroll).scroll_home(animate=False)
        self._show_entry()

    def _show_entry(self) -> None:
        code = self.code
        lines = self.query_one("#last", Lines)
        self.last = code_counts.last_segments(self.session, code.id, LAST) if code is not None else []
        head = self.query_one("#last-head", Static)
        lines.display = head.display = bool(self.last)
        head.update(self.in_keys("Last segments: [l] goes there"))
        entry = self.query_one("#entry", Static)
        if code is None:
            entry.update(self.in_keys("No code fits: [Esc] shows all." if self.book.codes else EMPTY))
            return
        lines.show([(one.id, fit(self._told_segment(one), _LONGEST).rstrip()) for one in self.last])
        memos = list_memos(self.session, target=MemoTarget.CODE, target_id=code.id)
        numbers = self.uses.by_coder.get(code.id, {}) if self.uses is not None else {}
        counts = {name: numbers[one] for one, name in self.coders.items() if one in numbers}
        entry.update(entry_text(self.book, code, counts, memos, self._uses(code)))

    def _told_segment(self, segment: Segment) -> str:
        return f"{self._documents.get(segment.document_id, '?')}: {segment.quote}"

    def _uses(self, code: Code) -> list[str]:
        """Say in how many documents and cases a code is used, alone and with the codes under it."""
        counts = {kind: (one or {}).get(code.id, NOTHING) for kind, one in self.counts.items()}
        segments, documents = counts[Counted.SEGMENTS], counts[Counted.DOCUMENTS]
        cases = counts[Counted.CASES] if self.counts[Counted.CASES] is not None else None

        def places(which: str) -> str:
            of = "… cases" if cases is None else plural(getattr(cases, which), "case")
            return f"in {plural(getattr(documents, which), 'document')}, {of}"

        said = [places("own")] if segments.own else []
        if self.book.children(code.id):
            said.append(f"with the codes under it {plural(segments.branch, 'segment')} {places('branch')}")
        return said

    # --- finding, folding, marking ----------------------------------------------------------------

    def go_to(self, code_id: str) -> None:
        """Put the cursor on a code, among all of them."""
        self.query_one("#typed", Input).value = ""
        self.wanted = code_id
        self._lay_out()

    def action_find_code(self) -> None:
        """Go to the line of typing."""
        self.query_one("#typed", Input).focus()

    def on_input_changed(self) -> None:
        """Narrow the tree to what is typed."""
        self._lay_out()

    def on_input_submitted(self) -> None:
        """Enter goes to the codes that were found."""
        self.code_tree.focus()

    def step_back(self) -> bool:
        """Leave the typing or the segments, or let the marks go; say whether there was any of them."""
        typed = self.query_one("#typed", Input)
        if typed.value or typed.has_focus:
            chosen = self.code_tree.chosen
            self.code_tree.focus()
            self.go_to(chosen)
        elif self.focused is not self.code_tree:
            self.code_tree.focus()
        elif self.marked:
            self.marked.clear()
            self._lay_out()
            self.say("Nothing is marked.")
        else:
            return False
        return True

    def action_fold_code(self) -> None:
        """Fold up the codes under this one; where there are none to fold, go to the code above."""
        code = self.code
        if code is None or self._filtered:
            return
        if self.book.children(code.id) and code.id not in self.folded:
            self.folded.add(code.id)
            self._lay_out()
        elif code.parent_id is not None:
            self.code_tree.go_to(list(self.code_tree.ids).index(code.parent_id))

    def action_unfold_code(self) -> None:
        """Show the codes under this one; where they are shown, go to the first of them."""
        code = self.code
        if code is None or self._filtered or not self.book.children(code.id):
            return
        if code.id in self.folded:
            self.folded.discard(code.id)
            self._lay_out()
        else:
            self.code_tree.action_cursor_down()

    def action_fold_all(self) -> None:
        """Fold the whole tree up to its top, or unfold it where something is folded."""
        above = {code.parent_id for code in self.book.codes if code.parent_id is not None}
        if self.folded or not above:
            self.folded.clear()
        else:
            self.folded = above
            top = self.code
            while top is not None and top.parent_id is not None:
                top = self.book.by_id[top.parent_id]
            self.wanted = top.id if top is not None else ""
        self._lay_out()

    def _unfold_above(self, code_id: str) -> None:
        """Unfold what hides a code."""
        above = self.book.by_id[code_id].parent_id
        while above is not None:
            self.folded.discard(above)
            above = self.book.by_id[above].parent_id

    def action_mark_row(self) -> None:
        """Mark the code under the cursor, or take its mark away; then go on to the next."""
        code = self.code
        if code is None:
            self.say(EMPTY)
            return
        self.code_tree.focus()
        self.marked ^= {code.id}
        self.code_tree.touch(code.id)
        self._show_heads()
        done = "Marked" if code.id in self.marked else "No longer marked:"
        many = plural(len(self.marked), "code")
        self.say(
            f"{done} “{code.name}”. {many} marked: [m] moves, [g] merges, [t] retires; [Esc] lets them go."
            if self.marked
            else f"{done} “{code.name}”. Nothing is marked."
        )

    @on(CodeRows.Clicked)
    def _clicked(self, message: CodeRows.Clicked) -> None:
        """Do what the part of the row does that was clicked."""
        message.stop()
        if message.does == "mark":
            self.action_mark_row()
        elif self.code is not None and self.code.id in self.folded:
            self.action_unfold_code()
        else:
            self.action_fold_code()

    def action_change_count(self) -> None:
        """Count something else at the right of the tree: segments, documents, cases."""
        kinds = list(Counted)
        self.counted = kinds[(kinds.index(self.counted) + 1) % len(kinds)]
        self._lay_out()
        under = "; the second number is with the codes under it, nothing counted twice"
        self.say(f"Counted: {self.counted}{under if self.numbers.branch else ''}.")

    # --- the last segments ------------------------------------------------------------------------

    def action_code_segments(self) -> None:
        """Go to the code's last segments, or back to the tree."""
        lines = self.query_one("#last", Lines)
        if lines.has_focus:
            self.code_tree.focus()
        elif self.last:
            lines.focus()
            self.say("[Enter] reads the segment in its document, [Esc] goes back to the codes.")
        elif self.code is not None:
            self.say(f"“{self.code.name}” has no segment yet.")
        else:
            self.say(EMPTY)

    @on(OptionList.OptionSelected, "#last")
    def _read_chosen(self, message: OptionList.OptionSelected) -> None:
        """A double click does what Enter does."""
        message.stop()
        self.action_read_segment()

    def action_read_segment(self) -> None:
        """Read the segment under the cursor of the last ones in its document; Esc comes back."""
        from qualbench.tui.screens.coding.opening import open_coding  # late: most never go there

        chosen = self.query_one("#last", Lines).chosen
        for segment in self.last:
            if segment.id == chosen:
                open_coding(self.shell, segment)
