"""Writing memos: on a code, a theme or a document, a new one or one that is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualbench.tui.dialogs.choose import Choice, ChooseDialog
from qualbench.tui.dialogs.form import Field, FormDialog, Values
from qualbench.workbench import memoing

if TYPE_CHECKING:
    from qualbench.model.coding import Memo, MemoTarget
    from qualbench.tui.screens.base import ProjectScreen

NEW = "new"


def write_memo(screen: ProjectScreen, target: MemoTarget, target_id: str, about: str) -> None:
    """Write a memo; where the coder has some already, ask first whether to change one."""
    coder = screen.session.coder.id
    mine = {
        one.id: one
        for one in memoing.list_memos(screen.session, target=target, target_id=target_id)
        if one.coder_id == coder
    }
    if not mine:
        _edit(screen, target, target_id, about, None)
        return
    choices = [Choice(NEW, "Write a new memo")]
    choices += [Choice(one.id, f"{one.date}: {one.text}") for one in mine.values()]
    screen.app.push_screen(
        ChooseDialog(f"Memos about {about}", choices),
        lambda picked: _edit(screen, target, target_id, about, mine.get(picked[0])) if picked else None,
    )


def _edit(screen: ProjectScreen, target: MemoTarget, target_id: str, about: str, memo: Memo | None) -> None:
    def keep(values: Values) -> None:
        if memo is None:
            screen.commit(lambda: memoing.add_memo(screen.session, target, target_id, values["text"]))
        else:
            screen.commit(lambda: memoing.change_memo(screen.session, memo.id, values["text"]))

    field = Field(
        "text", "Memo", memo.text if memo else "", kind="text", help="of today" if not memo else memo.date
    )
    screen.app.push_screen(FormDialog(f"A memo about {about}", [field], keep))
