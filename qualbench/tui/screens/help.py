"""Help: every key of the screen it was asked from, made from the key table, and other programs' words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from rich.cells import cell_len
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from qualbench.tui.keymaps import caps
from qualbench.tui.keys import Gesture, Where, gestures
from qualbench.tui.lines import BOLD

if TYPE_CHECKING:
    from textual.app import App, ComposeResult
    from textual.binding import BindingType

#: What other programs call it, and what it is called here.
OTHER_WORDS = (
    ("node (NVivo), tag (Taguette), label", "code"),
    ("reference (NVivo), quotation (ATLAS.ti), highlight (Taguette), coded segment (MAXQDA)", "segment"),
    ("classification, document variables, attributes (NVivo, MAXQDA)", "cases and their attributes"),
    ("annotation, comment, note", "memo"),
    ("code group, parent node, code family", "a code with codes under it, or a theme"),
    ("source, file, primary document", "document"),
    ("undo, log, versions", "the history"),
)


class HelpScreen(ModalScreen[None]):
    """The keys of one screen. Esc goes back."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape,enter,f1,question_mark", "app.pop_screen", "Back")]
    AUTO_FOCUS = "VerticalScroll"

    def __init__(self, of: Where) -> None:
        super().__init__()
        self.of = of

    def compose(self) -> ComposeResult:
        """Lay out the page."""
        with VerticalScroll(classes="help"):
            yield Static(help_page(self.of, self.app), markup=False)
        yield Static("[Esc] back   [↑] [↓] scroll", classes="dialog-keys", markup=False)


def help_page(of: Where, app: App[Any]) -> Content:
    """Return the help of a screen: its own gestures first, then those of the project and of everywhere."""
    without = getattr(app, "not_offered", ())
    rows = [one for one in gestures(of, everywhere=True) if one.id not in without]
    own = [one for one in rows if len(one.where) == 1 and one.where[0] is of]
    rest = [one for one in rows if one not in own]
    rest.sort(key=lambda one: (Where.EVERYWHERE in one.where, rows.index(one)))
    wide = max(cell_len(caps(app, one.id)) for one in rows)
    title = "Keys" if of is Where.EVERYWHERE else f"Keys: {of.value}"
    parts: list[Content] = [Content.assemble((title, BOLD), "\n")]
    group = ""
    for one in [*own, *rest]:
        if one.group != group:
            group = one.group
            parts.append(Content.assemble("\n", (group, BOLD), "\n"))
        parts.append(_row(one, wide, app))
    parts.append(
        Content("\nArrows, PgUp, PgDn, Home and End move; Tab goes to the next part of the screen.\n")
    )
    parts.append(Content.assemble("\n", ("Other programs' words, and ours", BOLD), "\n"))
    parts += [Content(f"{theirs}: here {ours}\n") for theirs, ours in OTHER_WORDS]
    return Content("").join(parts)


def _row(gesture: Gesture, wide: int, app: App[Any]) -> Content:
    keys = caps(app, gesture.id)
    return Content.assemble((keys, BOLD), " " * (wide - cell_len(keys) + 2), gesture.words, "\n")
