"""All memos and journal entries in one list: found by typing, read whole beside it, each with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from qualbench.model.coding import MemoKind, MemoTarget
from qualbench.tui.dialogs.choose import Choice, ChooseDialog
from qualbench.tui.dialogs.confirm import ConfirmDialog
from qualbench.tui.keys import Where, bindings
from qualbench.tui.lines import BOLD, FAINT, plural, when
from qualbench.tui.memos import change_memo, write_memo
from qualbench.tui.passage_layout import Part, Passage
from qualbench.tui.sanitise import drawn
from qualbench.tui.screens.base import ProjectScreen
from qualbench.tui.widgets.passage_list import PassageList
from qualbench.workbench import memo_list, memoing
from qualbench.workbench.searching import find_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.widget import Widget

    from qualbench.model.coding import Memo
    from qualbench.model.span import Span
    from qualbench.workbench.memo_list import MemoRow

EMPTY = "No memos yet. [j] writes in the journal; [n] writes a memo; [m] beside a coding, code or theme, too."
ALL = "all"
#: What can be shown alone: its id, and what the choice and the line above the list say.
KINDS = {
    ALL: "everything",
    MemoKind.JOURNAL.value: "the journal",
    MemoKind.MEMO.value: "memos",
    MemoTarget.PROJECT.value: "memos about the project",
    MemoTarget.DOCUMENT.value: "memos about documents",
    MemoTarget.PASSAGE.value: "annotations of passages",
    MemoTarget.CASE.value: "memos about cases",
    MemoTarget.CODE.value: "memos about codes",
    MemoTarget.SEGMENT.value: "memos about codings",
    MemoTarget.THEME.value: "memos about themes",
    "private": "what is private",
}


class _Listed:
    """Memos as passages, each made when it comes into sight."""

    def __init__(self, rows: Sequence[MemoRow], words: Sequence[str]) -> None:
        self.rows, self.words = rows, words

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, place: int) -> Passage:
        return _passage(self.rows[place], self.words)


class MemosScreen(ProjectScreen):
    """Memos and entries, the newest first; Enter changes the one under the cursor."""

    where = Where.MEMOS
    BINDINGS = bindings(Where.MEMOS)
    AUTO_FOCUS = "PassageList"
    CSS = """
    MemosScreen #typed { border: none; height: 1; padding: 0 1; background: $boost; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[MemoRow] = []
        self.shown: list[MemoRow] = []
        self.kind = ALL

    def compose_body(self) -> Iterable[Widget]:
        """Yield the list under the line of typing, and beside it one memo whole."""
        with Horizontal(classes="halves"):
            with Vertical(classes="side"):
                yield Static("", id="heads", classes="heads", markup=False)
                yield Input(placeholder="[/] find memos by typing", id="typed", compact=True)
                yield PassageList(rows=3, id="memos")
            with VerticalScroll(classes="entry", can_focus=False):
                yield Static("", id="entry", markup=False)

    def reload(self) -> None:
        """Read every memo and entry that the coder may see."""
        self.rows = memo_list.find_memos(self.session)[::-1]
        self._lay_out()

    def _lay_out(self) -> None:
        at = self.row
        typed = self.query_one(Input).value
        self.shown = memo_list.narrow_memos((row for row in self.rows if _fits(row.memo, self.kind)), typed)
        ids = [row.memo.id for row in self.shown]
        listed = self.query_one(PassageList)
        place = ids.index(at.memo.id) if at is not None and at.memo.id in ids else listed.cursor
        heads = f"{len(self.shown)} of {plural(len(self.rows), 'memo and entry', 'memos and entries')}"
        if self.kind != ALL:
            heads += f", only {KINDS[self.kind]}: [k]"
        self.query_one("#heads", Static).update(heads)
        listed.show(_Listed(self.shown, typed.split()), cursor=place)
        self._show_entry()

    @property
    def row(self) -> MemoRow | None:
        """The memo under the cursor."""
        return self.shown[self.query_one(PassageList).cursor] if self.shown else None

    def _show_entry(self) -> None:
        row = self.row
        if row is not None:
            text = memo_text(row)
        else:
            text = Content(self.in_keys("Nothing here fits: [Esc] shows all." if self.rows else EMPTY))
        self.query_one("#entry", Static).update(text)

    def on_passage_list_highlighted(self) -> None:
        """Show the memo under the cursor whole."""
        self._show_entry()

    def on_passage_list_chosen(self) -> None:
        """A double click does what Enter does."""
        self.action_edit_memo()

    # --- finding ----------------------------------------------------------------------------------

    def action_find_memo(self) -> None:
        """Go to the line of typing."""
        self.query_one(Input).focus()

    def on_input_changed(self) -> None:
        """Narrow the list to what is typed."""
        self._lay_out()

    def on_input_submitted(self) -> None:
        """Enter goes to the memos that were found."""
        self.query_one(PassageList).focus()

    def step_back(self) -> bool:
        """Leave the typing, then the kind; say whether there was either to leave."""
        typed, listed = self.query_one(Input), self.query_one(PassageList)
        narrowed = bool(typed.value) or typed.has_focus or self.kind != ALL
        if typed.value or typed.has_focus:
            typed.value = ""
        else:
            self.kind = ALL
        listed.focus()
        self._lay_out()
        return narrowed

    def action_narrow_memos(self) -> None:
        """Show the memos of one kind only, or those about one sort of thing."""
        choices = [
            Choice(kind, f"{words} ({sum(_fits(row.memo, kind) for row in self.rows)})")
            for kind, words in KINDS.items()
        ]

        def take(picked: list[str] | None) -> None:
            if picked:
                self.kind = picked[0]
                self._lay_out()

        self.app.push_screen(ChooseDialog("Show only", choices, at=self.kind), take)

    # --- writing ----------------------------------------------------------------------------------

    def action_edit_memo(self) -> None:
        """Change the memo under the cursor; another coder's can only be read."""
        row = self.row
        if row is None:
            self.say(EMPTY)
        elif row.memo.coder_id != self.session.coder.id:
            self.say(f"This is {row.coder}'s: it can be read here, and [o] goes to its place.")
        else:
            change_memo(self, row.memo, about(row))

    def action_add_memo(self) -> None:
        """Write a memo about the project."""
        write_memo(self, MemoTarget.PROJECT, self.session.project.id, "the project")

    def action_make_private(self) -> None:
        """Make the memo under the cursor private, or no longer."""
        row = self.row
        if row is not None:
            memo = row.memo
            self.change(lambda: memoing.change_memo(self.session, memo.id, private=not memo.private))

    def action_remove_memo(self) -> None:
        """Remove the memo under the cursor; ask first."""
        row = self.row
        if row is None:
            return
        memo = row.memo
        self.app.push_screen(
            ConfirmDialog(
                f"Remove the {_noun(memo)}?",
                f"{row.coder}'s of {memo.date}, about {about(row)}. [Ctrl+Z] would bring it back.",
                yes="Remove it",
            ),
            lambda yes: self.change(lambda: memoing.remove_memo(self.session, memo.id)) if yes else None,
        )

    # --- going ------------------------------------------------------------------------------------

    def action_go_to_place(self) -> None:
        """Go to what the memo is about: the words in their document, the code, the theme, the case."""
        row = self.row
        if row is None:
            return
        if not row.name:
            self.say(f"The {_thing(row.memo)} that this is about is no longer there.")
        else:
            self._go(row.memo)

    def _go(self, memo: Memo) -> None:
        from qualbench.tui.screens.coding.opening import open_coding  # late: most never go there
        from qualbench.workbench import cases, coding, importing

        if memo.target is MemoTarget.SEGMENT:
            segment = coding.find_segment(self.session, memo.target_id)
            open_coding(self.shell, segment)
        elif memo.target in (MemoTarget.DOCUMENT, MemoTarget.PASSAGE):
            self.shell.open_document(memo.target_id, memo.start, over=True)
        elif memo.target is MemoTarget.CODE:
            self.shell.open_code(memo.target_id)
        elif memo.target is MemoTarget.THEME:
            self.go_to_theme(memo.target_id)
        elif memo.target is MemoTarget.CASE:
            case = cases.find_case(self.session, memo.target_id)
            own = [one for one in importing.list_documents(self.session) if one.document.case_id == case.id]
            if own:
                self.shell.open_document(own[0].document.id, over=True)
            else:
                self.say(f"No document is set to the case {case.name}.")
        else:
            self.say("This is about the project as a whole: it has no place of its own.")


def _fits(memo: Memo, kind: str) -> bool:
    """Say whether a memo is among those that one of `KINDS` names."""
    if kind in (ALL, "private"):
        return kind == ALL or memo.private
    if kind in set(MemoKind):
        return memo.kind.value == kind
    return not memo.is_journal and memo.target.value == kind


def about(row: MemoRow, name: str = "") -> str:
    """Return what a memo is about, in words: `the code “Cost”`; by its whole name unless another is given."""
    if row.memo.target is MemoTarget.PROJECT:
        return "the project"
    if not row.name:
        return f"a {_thing(row.memo)} since removed"
    if row.memo.target is MemoTarget.PASSAGE:
        return f"a passage of {row.name}"
    return f"the {_thing(row.memo)} “{name or row.name}”"


def memo_text(row: MemoRow) -> Content:
    """Return a memo whole: what about, whose and when, the words it is about, its own words."""
    memo = row.memo
    by = f"{row.coder}, {memo.date}" if memo.is_journal else f"{row.coder}, {when(memo.created_at)}"
    parts = [
        (f"{'Journal' if memo.is_journal else 'Memo'} about {drawn(about(row))}", BOLD),
        (f"\n{drawn(by)}{', private' if memo.private else ''}\n", FAINT),
    ]
    if row.quote:
        parts.append((f"\n“{drawn(' '.join(row.quote.split()))}”\n", FAINT))
    return Content.assemble(*parts, "\n" + "\n".join(map(drawn, memo.text.split("\n"))))


def _passage(row: MemoRow, words: Sequence[str]) -> Passage:
    memo = row.memo
    head = (
        Part(memo.date, bold=True),
        *([Part("private", bold=True)] if memo.private else []),
        Part("journal" if memo.is_journal and memo.target is MemoTarget.PROJECT else about(row, row.short)),
        Part(row.coder, faint=True),
    )
    return Passage(memo.id, head, memo.text, found=_found(memo.text, words))


def _found(text: str, words: Sequence[str]) -> tuple[Span, ...]:
    """Return where the words stand in the text, in order, joined where they overlap."""
    spans: list[Span] = []
    for span in sorted(span for word in words for span in find_text(text, word)):
        if spans and span.start < spans[-1].end:
            spans[-1] = spans[-1].union(span)
        else:
            spans.append(span)
    return tuple(spans)


def _noun(memo: Memo) -> str:
    return "journal entry" if memo.is_journal else "memo"


def _thing(memo: Memo) -> str:
    return "coding" if memo.target is MemoTarget.SEGMENT else memo.target.value
