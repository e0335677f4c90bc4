"""What changes a code or several: each shows what it touches, asks why, and is one step with its undo."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual import on
from textual.widgets import Input

from qualbench.errors import QualbenchError
from qualbench.model.code import CodeStatus
from qualbench.model.coding import MemoTarget
from qualbench.tui.dialogs.choose import Choice, ChooseDialog
from qualbench.tui.dialogs.form import Field, FormDialog, Values
from qualbench.tui.lines import plural
from qualbench.tui.memos import write_memo
from qualbench.tui.screens.code_entry import code_fields, values_of
from qualbench.tui.screens.codebook.reasons import WHY, ask_why
from qualbench.tui.screens.codebook.tree import EMPTY, TreeScreen
from qualbench.tui.widgets.code_rows import CodeRows
from qualbench.workbench import code_previews, codebooks

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qualbench.model.code import Code
    from qualbench.workbench.codebooks import CodeStep

TOP = "the top"
_AT_TOP = "top"


class ChangingScreen(TreeScreen):
    """The tree, and what changes it."""

    def action_edit_code(self) -> None:
        """Change the code under the cursor, field by field, kept as one step."""
        code = self.code
        if code is None:
            self.say(EMPTY)
            return

        def keep(values: Values) -> None:
            why = values["why"]
            fields = values_of({key: said for key, said in values.items() if key != WHY.id}, code)
            if not fields:
                self.say("Nothing was changed.")
            else:
                changed = self.commit(lambda: codebooks.change_code(self.session, code.id, why=why, **fields))
                if "name" in fields:
                    self._say_namesakes(changed)

        touched = code_previews.touched_by(self.session, [code.id], self.book)
        fields = [*code_fields(code), WHY]
        title = f"Code: {self.book.paths[code.id]}"
        self.app.push_screen(
            FormDialog(title, fields, keep, intro=f"What you change here touches {touched}.")
        )

    @on(CodeRows.Chosen)
    def _edit_chosen(self, message: CodeRows.Chosen) -> None:
        """A double click does what Enter does."""
        message.stop()
        self.action_edit_code()

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
                    self.session,
                    values["name"],
                    parent_id=parent_id,
                    definition=values["definition"].strip(),
                    why=values["why"],
                )
            )
            self.wanted = made.id
            self._say_namesakes(made)

        fields = [
            Field("name", "Name"),
            Field("definition", "What it means", kind="text", help="can wait"),
            WHY,
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
        """Choose the code that the marked ones, or this one, are to come under."""
        codes = self.meant
        if not codes:
            return
        own = {under for code in codes for under in self.book.subtree(code.id)}
        places = [(_AT_TOP, f"({TOP})")]
        places += [(one.id, self.book.paths[one.id]) for one, _d in self.book.walk() if one.id not in own]
        parents = {code.parent_id or _AT_TOP for code in codes}
        now = parents.pop() if len(parents) == 1 else ""
        choices = [Choice(at, f"{name}   (where it is now)" if at == now else name) for at, name in places]
        self.app.push_screen(
            ChooseDialog(f"Move {_named(codes)} under", choices, at=now),
            lambda picked: self._move(codes, picked[0]) if picked else None,
        )

    def _move(self, codes: Sequence[Code], under: str) -> None:
        parent = None if under == _AT_TOP else under
        ids = [code.id for code in codes]
        self._ask(
            f"Move {_named(codes)}",
            lambda: codebooks.plan_move(self.session, ids, parent),
            lambda values: codebooks.move_codes(self.session, ids, parent, values["why"]),
            verb="move",
        )

    def _ask(
        self,
        title: str,
        plan: Callable[[], CodeStep],
        do: Callable[[Values], object],
        *,
        verb: str,
        then: Callable[[], object] | None = None,
        enter: bool = True,
        note: str = "",
    ) -> None:
        """Show what a change of codes touches and ask why; say so where nothing would change."""
        try:
            step = plan()
        except QualbenchError as error:
            self.complain(error)
            return
        if not step.changes:
            self.say("Nothing was changed.")
            return
        preview = code_previews.preview_step(self.session, step)
        if note:
            preview = replace(preview, notes=(*preview.notes, self.in_keys(note)))
        ask_why(self, title, preview, do, verb=verb, then=then or self.marked.clear, enter=enter)

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
        """Retire the marked codes, or this one (their codings stay), or bring them back."""
        codes = self.meant
        if not codes:
            self.say(EMPTY)
            return
        retired = all(code.status is CodeStatus.RETIRED for code in codes)
        status, verb = (CodeStatus.ACTIVE, "bring back") if retired else (CodeStatus.RETIRED, "retire")
        ids = [code.id for code in codes if code.status is not status]
        self._ask(
            f"{verb.capitalize()} {_named(codes)}",
            lambda: codebooks.plan_changes(self.session, ids, status=status),
            lambda values: codebooks.change_codes(self.session, ids, status=status, why=values["why"]),
            verb=verb,
        )

    def action_delete_code(self) -> None:
        """Delete a code that nothing uses; ask first, or say what uses it."""
        code = self.code
        if code is None:
            return
        uses = codebooks.code_uses(self.session, self.book, code.id)
        if uses:
            self.complain(codebooks.CodeInUse(code.name, uses))
            return

        def done() -> None:
            # the code that was looked for is gone: show the others
            self.query_one("#typed", Input).value = ""

        self._ask(
            f"Delete “{code.name}”",
            lambda: codebooks.plan_delete(self.session, code.id),
            lambda values: codebooks.delete_code(self.session, code.id, values["why"]),
            verb="delete",
            then=done,
            enter=False,
            note="It is used nowhere; its definition and its memos go. [Ctrl+Z] would bring them back.",
        )

    def action_code_memo(self) -> None:
        """Write a memo about the code, or change one."""
        if self.code is not None:
            write_memo(self, MemoTarget.CODE, self.code.id, f"the code “{self.code.name}”")


def _named(codes: Sequence[Code]) -> str:
    return f"“{codes[0].name}”" if len(codes) == 1 else plural(len(codes), "code")
