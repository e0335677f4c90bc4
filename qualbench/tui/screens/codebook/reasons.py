"""The form that comes before a change of codes: what it touches, and why it is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualbench.tui.dialogs.form import Field, FormDialog

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qualbench.tui.dialogs.form import Values
    from qualbench.tui.screens.base import ProjectScreen
    from qualbench.workbench.code_previews import Preview

WHY = Field("why", "Why? It stands in the history", help="can stay empty")


def ask_why(
    screen: ProjectScreen,
    title: str,
    preview: Preview,
    do: Callable[[Values], object],
    *,
    verb: str,
    beside: Sequence[Field] = (),
    then: Callable[[], object] | None = None,
) -> None:
    """Show what a change would touch, ask why, and make it; refused, the form stays and says so.

    Args:
        do: Makes the change, given what stands in the form.
        verb: What [F2] does.
        beside: What else is asked, below the reason: letters typed at once are the reason.
        then: Called once the change is made.
    """

    def keep(values: Values) -> None:
        screen.commit(lambda: do(values))
        if then is not None:
            then()

    form = FormDialog(title, [WHY, *beside], keep, intro="\n".join(preview.lines), verb=verb)
    screen.app.push_screen(form)
