"""Writing memos and journal entries: a new one or one that is there, for oneself alone or for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualbench.tui.dialogs.choose import Choice, ChooseDialog
from qualbench.workbench import memoing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qualbench.model.coding import Memo, MemoTarget
    from qualbench.model.ids import DocumentId
    from qualbench.model.span import Span
    from qualbench.tui.dialogs.form import Values
    from qualbench.tui.screens.base import ProjectScreen

NEW = "new"
SHARED, PRIVATE = "no", "yes, for my eyes alone"


def write_memo(screen: ProjectScreen, target: MemoTarget, target_id: str, about: str) -> None:
    """Write a memo; where the coder has some already, ask first whether to change one."""
    coder = screen.session.coder.id
    about_it = memoing.list_memos(screen.session, target=target, target_id=target_id)
    mine = [memo for memo in about_it if memo.coder_id == coder]

    def add(values: Values) -> None:
        screen.commit(
            lambda: memoing.add_memo(
                screen.session, target, target_id, values["text"], private=_private(values)
            )
        )

    def new() -> None:
        _ask(screen, f"A memo about {about}", add)

    if mine:
        choose_memo(screen, mine, about, new)
    else:
        new()


def choose_memo(screen: ProjectScreen, mine: Sequence[Memo], about: str, new: Callable[[], None]) -> None:
    """Ask whether to change one of the coder's memos about something, or to write a new one."""
    by_id = {memo.id: memo for memo in mine}

    def take(picked: list[str] | None) -> None:
        if picked and picked[0] in by_id:
            change_memo(screen, by_id[picked[0]], about)
        elif picked:
            new()

    choices = [Choice(NEW, "Write a new memo")]
    choices += [Choice(memo.id, f"{memo.date}: {memo.text}") for memo in mine]
    screen.app.push_screen(ChooseDialog(f"Memos about {about}", choices), take)


def change_memo(screen: ProjectScreen, memo: Memo, about: str) -> None:
    """Change a memo or a journal entry that is there."""

    def keep(values: Values) -> None:
        text, private, date = values["text"], _private(values), values.get("date")
        screen.commit(lambda: memoing.change_memo(screen.session, memo.id, text, private=private, date=date))

    _ask(screen, f"A {'journal entry' if memo.is_journal else 'memo'} about {about}", keep, memo)


def annotate(
    screen: ProjectScreen, document_id: DocumentId, span: Span, words: str, then: Callable[[], None]
) -> None:
    """Write a memo on a passage, whether it is coded or not; `then` is called once it is written."""

    def keep(values: Values) -> None:
        screen.commit(
            lambda: memoing.annotate(
                screen.session, document_id, span, values["text"], private=_private(values)
            )
        )
        then()

    _ask(screen, f"An annotation of “{words}”", keep)


def write_journal(screen: ProjectScreen) -> None:
    """Write an entry of today in the researcher's journal."""

    def keep(values: Values) -> None:
        text, private, date = values["text"], _private(values), values["date"]
        screen.commit(lambda: memoing.add_journal(screen.session, text, private=private, date=date))

    _ask(screen, "The journal", keep, label="What went through your mind?", dated=True)


def _ask(
    screen: ProjectScreen,
    title: str,
    keep: Callable[[Values], object],
    memo: Memo | None = None,
    *,
    label: str = "Memo",
    dated: bool = False,
) -> None:
    from qualbench.tui.dialogs.form import Field, FormDialog  # late: who reads need not hold an editor

    if not screen.session.writable:
        screen.say("Opened for reading only: nothing can be written here.")
        return
    dated = dated or (memo is not None and memo.is_journal)
    day = memo.date if memo else memoing.today()
    private = PRIVATE if memo and memo.private else SHARED
    fields = [
        Field("text", label, memo.text if memo else "", kind="text", help="" if dated else day),
        *([Field("date", "Day", day, help="that it is about, as 2026-03-31")] if dated else []),
        Field(
            "private",
            "Private",
            private,
            "choice",
            (SHARED, PRIVATE),
            help="shown to no other coder, in no export",
        ),
    ]
    screen.app.push_screen(FormDialog(title, fields, keep))


def _private(values: Values) -> bool:
    return values["private"] == PRIVATE
