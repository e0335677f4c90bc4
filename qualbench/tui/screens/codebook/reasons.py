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
    look: Callable[[Values], Preview] | None = None,
    left: Callable[[], object] | None = None,
    enter: bool = True,
) -> None:
    """Show what a change would touch, ask why, and make it; refused, the form stays and says so.

    Args:
        do: Makes the change, given what stands in the form.
        verb: What [F2] does.
        beside: What else is asked, below the reason: letters typed at once are the reason.
        then: Called once the change is made.
        look: Looks again where what is touched depends on a choice.
        left: Called where the form is left and nothing is made.
        enter: Whether Enter makes the change where nothing but the reason is asked.
    """

    def keep(values: Values) -> None:
        screen.commit(lambda: do(values))
        if then is not None:
            then()

    def told(what: Preview) -> str:
        return "\n".join(what.lines)

    again = None if look is None else lambda values: told(look(values))
    form = FormDialog(title, [WHY, *beside], keep, intro=told(preview), verb=verb, look=again, enter=enter)

    def closed(kept: Values | None) -> None:
        if kept is None and left is not None:
            left()

    screen.app.push_screen(form, closed)
