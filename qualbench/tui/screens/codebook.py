"""The codebook: the tree of codes with their counts, and the entry of the code under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Input, Static

from qualbench.errors import QualbenchError, UsageError
from qualbench.model.code import Code, Codebook, CodeStatus
from qualbench.model.coding import MemoTarget
from qualbench.tui.dialogs.choose import Choice, ChooseDialog
from qualbench.tui.dialogs.confirm import ConfirmDialog
from qualbench.tui.dialogs.form import Field, FormDialog, Values
from qualbench.tui.dialogs.message import MessageDialog
from qualbench.tui.keys import Where, bindings
from qualbench.tui.lines import Lines, plural
from qualbench.tui.memos import write_memo
from qualbench.tui.screens.base import ProjectScreen
from qualbench.tui.screens.code_entry import code_fields, code_line, entry_text, values_of
from qualbench.workbench import codebooks
from qualbench.workbench.coding import counts_by_coder
from qualbench.workbench.memoing import list_memos
from qualbench.workbench.project import list_coders
from qualbench.workbench.searching import rank_codes
from qualbench.workbench.working_file import (
    NAME,
    NothingNew,
    WorkingFile,
    adopt,
    refuse_the_same,
    working_file,
    working_path,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from textual.widget import Widget

EMPTY = "No codes yet. [n] makes one; while reading, Enter on a selection makes codes too."
TOP = "the top"
_AT_TOP = "top"


class CodebookScreen(ProjectScreen):
    """The tree at the left, the entry at the right."""

    where = Where.CODEBOOK
    BINDINGS = bindings(Where.CODEBOOK)
    AUTO_FOCUS = "#codes"

    def __init__(self, code_id: str = "") -> None:
        super().__init__()
        self.book = Codebook("", ())
        self.counts: dict[str, int] = {}
        self.by_coder: dict[str, dict[str, int]] = {}
        self.coders: dict[str, str] = {}
        self.file: WorkingFile | None = None
        self.wanted = code_id

    def compose_body(self) -> Iterable[Widget]:
        """Yield the line of typing and the tree, and the entry beside them."""
        with Horizontal(classes="halves"):
            with Vertical(classes="side"):
                yield Input(placeholder="[/] find a code by typing", id="typed", compact=True)
                yield Lines("codes")
            with VerticalScroll(classes="entry", can_focus=False):
                yield Static("", id="entry", markup=False)
        yield Static("", id="file", classes="note", markup=False)

    def on_resize(self) -> None:
        """Set the counts at the right edge anew."""
        self._lay_out()

    def reload(self) -> None:
        """Read the codebook, its counts and its file."""
        self.book = codebooks.load_codebook(self.session)
        self.by_coder = counts_by_coder(self.session)
        self.counts = {code_id: sum(one.values()) for code_id, one in self.by_coder.items()}
        self.coders = {one.id: one.name for one in list_coders(self.session)}
        self.file = working_file(self.session)
        said = self.file.problems[0].message if self.file.problems else ""
        if self.file.edited:
            said = f"{self.file.path.name} was edited by hand: [f] shows how, [v] saves it as a version."
        line = self.query_one("#file", Static)
        line.update(said)
        line.display = bool(said)
        self._lay_out()
        if self.wanted:
            self.go_to(self.wanted)
            self.wanted = ""

    def go_to(self, code_id: str) -> None:
        """Put the cursor on a code."""
        self.query_one(Input).value = ""
        self._lay_out()
        self.query_one(Lines).go_to(code_id)

    def _lay_out(self) -> None:
        lines = self.query_one(Lines)
        ground = lines.background_colors[1]
        typed = self.query_one(Input).value
        if typed.strip():
            found = [(hit.code, 0, hit.path) for hit in rank_codes(self.book, typed, counts=self.counts)]
        else:
            found = [(code, depth, code.name) for code, depth in self.book.walk()]
        lines.show(
            [
                (code.id, code_line(code, name, depth, self.counts.get(code.id, 0), lines.room, ground))
                for code, depth, name in found
            ]
        )
        self._show_entry()

    def on_option_list_option_highlighted(self) -> None:
        """Show the entry of the code under the cursor."""
        self._show_entry()

    def _show_entry(self) -> None:
        code = self.code
        entry = self.query_one("#entry", Static)
        if code is None:
            entry.update(self.in_keys("No code fits: [Esc] shows all." if self.book.codes else EMPTY))
            return
        memos = list_memos(self.session, target=MemoTarget.CODE, target_id=code.id)
        mine = self.by_coder.get(code.id, {})
        counts = {name: mine[one] for one, name in self.coders.items() if one in mine}
        entry.update(entry_text(self.book, code, counts, memos))

    @property
    def code(self) -> Code | None:
        """The code under the cursor."""
        return self.book.by_id.get(self.query_one(Lines).chosen)

    def on_option_list_option_selected(self) -> None:
        """A double click does what Enter does."""
        self.action_edit_code()

    # --- finding ----------------------------------------------------------------------------------

    def action_find_code(self) -> None:
        """Go to the line of typing."""
        self.query_one(Input).focus()

    def on_input_changed(self) -> None:
        """Narrow the tree to what is typed."""
        self._lay_out()

    def on_input_submitted(self) -> None:
        """Enter goes to the codes that were found."""
        self.query_one(Lines).focus()

    def step_back(self) -> bool:
        """Leave the typing; say whether there was any to leave."""
        typed = self.query_one(Input)
        typing = bool(typed.value) or typed.has_focus
        if typing:
            chosen = self.query_one(Lines).chosen
            self.query_one(Lines).focus()
            self.go_to(chosen)
        return typing

    # --- changing ---------------------------------------------------------------------------------

    def action_edit_code(self) -> None:
        """Change the code under the cursor, field by field, kept as one step."""
        code = self.code
        if code is None:
            self.say(EMPTY)
            return

        def keep(values: Values) -> None:
            fields = values_of(values, code)
            if fields:
                changed = self.commit(lambda: codebooks.change_code(self.session, code.id, **fields))
                if "name" in fields:
                    self._say_namesakes(changed)

        self.app.push_screen(FormDialog(f"Code: {self.book.paths[code.id]}", code_fields(code), keep))

    def action_add_code(self) -> None:
        """Add a code beside the one under the cursor."""
        self._add(self.code.parent_id if self.code else None)

    def action_add_subcode(self) -> None:
        """Add a code under the one under the cursor."""
        if self.code is None:
            self.say(EMPTY)
        else:
            self._add(self.code.id)

    def _add(self, parent_id: str | None) -> None:
        place = self.book.paths.get(parent_id or "", TOP)

        def keep(values: Values) -> None:
            made = self.commit(
                lambda: codebooks.create_code(
                    self.session, values["name"], parent_id=parent_id, definition=values["definition"].strip()
                )
            )
            self.wanted = made.id
            self._say_namesakes(made)

        fields = [
            Field("name", "Name"),
            Field("definition", "What it means", kind="text", help="can wait"),
        ]
        self.app.push_screen(FormDialog(f"A new code under {place}", fields, keep))

    def _say_namesakes(self, code: Code) -> None:
        """Say where else there is a code of that name: it is allowed, but hardly ever meant."""
        book = codebooks.load_codebook(self.session)
        same = [one.id for one in book.codes if one.name.casefold() == code.name.casefold()]
        where = ", ".join(f"“{book.paths[one]}”" for one in same if one != code.id)
        if where:
            self.say(f"{self.said} There is another code of that name: {where}.")

    def action_move_code(self) -> None:
        """Choose the code that this one is to come under."""
        code = self.code
        if code is None:
            return
        own = set(self.book.subtree(code.id))
        places = [(_AT_TOP, f"({TOP})")]
        places += [(one.id, self.book.paths[one.id]) for one, _d in self.book.walk() if one.id not in own]
        now = code.parent_id or _AT_TOP
        choices = [Choice(at, f"{name}   (where it is now)" if at == now else name) for at, name in places]
        self.app.push_screen(
            ChooseDialog(f"Move “{code.name}” under", choices, at=now),
            lambda picked: self._move(code, picked[0]) if picked else None,
        )

    def _move(self, code: Code, under: str) -> None:
        parent = None if under == _AT_TOP else under
        self.change(lambda: codebooks.move_codes(self.session, [code.id], parent))

    def action_raise_code(self) -> None:
        """Move the code up among its neighbours."""
        self._shift(-1)

    def action_lower_code(self) -> None:
        """Move the code down among its neighbours."""
        self._shift(1)

    def _shift(self, by: int) -> None:
        code = self.code
        if code is None:
            return
        family = [one.id for one in self.book.children(code.parent_id)]
        place = family.index(code.id) + by
        if 0 <= place < len(family):
            self.change(lambda: codebooks.change_code(self.session, code.id, position=place))
        else:
            self.say(f"“{code.name}” is the {'first' if by < 0 else 'last'} already.")

    def action_retire_code(self) -> None:
        """Retire the code (its codings stay), or bring it back."""
        code = self.code
        if code is not None:
            retired = code.status is CodeStatus.RETIRED
            status = CodeStatus.ACTIVE if retired else CodeStatus.RETIRED
            self.change(lambda: codebooks.change_code(self.session, code.id, status=status))

    def action_delete_code(self) -> None:
        """Delete a code that nothing uses; ask first, or say what uses it."""
        code = self.code
        if code is None:
            return
        uses = codebooks.code_uses(self.session, self.book, code.id)
        if uses:
            self.complain(codebooks.CodeInUse(code.name, uses))
            return
        self.app.push_screen(
            ConfirmDialog(
                "Delete the code?",
                f"“{code.name}” is used nowhere; its definition and its memos go. "
                "[Ctrl+Z] would bring it back.",
                yes="Delete it",
            ),
            lambda yes: self._delete(code) if yes else None,
        )

    def _delete(self, code: Code) -> None:
        self.query_one(Input).value = ""  # the code that was looked for is gone: show the others
        self.change(lambda: codebooks.delete_code(self.session, code.id))

    def action_code_memo(self) -> None:
        """Write a memo about the code, or change one."""
        if self.code is not None:
            write_memo(self, MemoTarget.CODE, self.code.id, f"the code “{self.code.name}”")

    # --- versions ---------------------------------------------------------------------------------

    def action_read_working_file(self) -> None:
        """Show what was changed by hand in the codebook's file."""
        file = self._look_at_file()
        if file is not None:
            self.app.push_screen(MessageDialog(file.path.name, file_text(file)))

    def action_save_version(self) -> None:
        """Save the codebook, with what was edited by hand, as a version."""
        shown = _bytes(working_path(self.session.project))
        file = self._look_at_file()
        if file is None:
            return
        if any(one.serious for one in file.problems):
            self.app.push_screen(MessageDialog("The file cannot be saved as a version yet", file_text(file)))
            return
        try:
            refuse_the_same(self.session)
        except NothingNew as same:
            self.say(f"{same.message} {same.hint}")
            return

        def keep(values: Values) -> None:
            nonlocal shown
            now = _bytes(working_path(self.session.project))
            if now != shown:
                shown = now
                form.introduce(file_text(working_file(self.session)))
                raise UsageError(
                    f"{NAME} was changed since it was shown. What it would change now stands above.",
                    "[F2] saves that.",
                )
            self.commit(lambda: adopt(self.session, message=values["message"]))

        title = f"Save the codebook as version {self.book.version + 1}"
        field = Field("message", "What is new in it?")
        form = FormDialog(title, [field], keep, intro=file_text(file), verb="save")
        self.app.push_screen(form)

    def _look_at_file(self) -> WorkingFile | None:
        try:
            self.file = working_file(self.session)
        except QualbenchError as error:  # it is no text
            self.complain(error)
            return None
        return self.file


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def file_text(file: WorkingFile) -> str:
    """Return what there is to say about the working file."""
    lines = [str(file.path), ""]
    said = [f"line {one.line}: " if one.line else "" for one in file.problems]
    told = [
        f"! {line}{one.message} {one.hint}".rstrip() for line, one in zip(said, file.problems, strict=True)
    ]
    if not file.edited:
        as_written = "It is as the program wrote it: edit it in any editor, then look here."
        return "\n".join([*lines, as_written, *told])
    lines += ["It was edited by hand.", *told]
    if file.difference:
        lines += ["", "Saved as a version, it would change:", *(f"  {one}" for one in file.difference)]
    elif not any(one.serious for one in file.problems):
        lines.append("It would change no code.")
    if file.kept:
        made = plural(len(file.kept), "code")
        lines += ["", f"{made} made here since would stay:", *(f"  {one}" for one in file.kept)]
    return "\n".join(lines)
