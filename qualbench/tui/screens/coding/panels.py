"""The panels beside the text: the codebook, and what is coded here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualbench.model.coding import MemoTarget
from qualbench.tui.screens.coding.marking import marks_of
from qualbench.tui.widgets.here_panel import Here, HerePanel
from qualbench.workbench.memoing import list_memos

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.widget import Widget

    from qualbench.model.coding import Segment
    from qualbench.tui.screens.coding.screen import CodingScreen


def codebook_panel(screen: CodingScreen) -> None:
    """Show the codebook and go into it; from inside it, hide it."""
    _toggle(screen, screen.tree_panel)


def here_panel(screen: CodingScreen) -> None:
    """Show what is coded here; where more is there than has room go into it; else hide it."""
    panel = screen.query_one(HerePanel)
    if panel.is_cut and not panel.has_focus:
        panel.focus()
        return
    panel.set_class(not panel.has_class("on"), "on")
    screen.view.focus()
    screen.call_after_refresh(screen.refresh_lines)


def arrange(screen: CodingScreen) -> None:
    """Put the panels beside the text or over it; each has its styles worked out once, and nothing else."""
    for panel in (screen.tree_panel, screen.query_one(HerePanel)):
        panel.set_class(bool(screen.wide), "beside", update=False)
        panel.set_class(not screen.wide, "over", update=False)
        panel.set_class(bool(screen.wide) and not screen.reading, "on", update=False)
        panel.update_node_styles(animate=False)


def close_over(screen: CodingScreen) -> bool:
    """Take away the panels that lie over the text; say whether there were any."""
    over = [one for one in (screen.tree_panel, screen.query_one(HerePanel)) if one.has_class("on")]
    if not over or screen.wide:
        return False
    for panel in over:
        panel.remove_class("on")
    return True


def here_of(screen: CodingScreen, segment: Segment) -> Here:
    """Return a coding as the panel of what is coded here shows it."""
    view, code = screen.view, screen.code_of(segment.code_id)
    memos = list_memos(screen.session, target=MemoTarget.SEGMENT, target_id=segment.id)
    sign, chosen = view.codings.signs.get(segment.coder_id, ""), view.chosen
    return Here(
        mark=view.codings.marks.mark(segment.code_id),
        path=screen.codebook.paths.get(segment.code_id, "?") if screen.codebook else "?",
        definition=code.definition if code else "",
        coder=f"{sign} {screen.coder_name(segment.coder_id)}".strip(),
        day=segment.created_at[:10],
        memos=tuple(f"{'(private) ' * memo.private}{memo.text}" for memo in memos),
        marks=marks_of(segment),
        chosen=chosen is not None and chosen.id == segment.id,
    )


def _toggle(screen: CodingScreen, panel: Widget) -> None:
    shown = panel.has_class("on")
    if shown and panel.can_focus and not panel.has_focus and screen.wide:
        panel.focus()
        return
    panel.set_class(not shown, "on")
    if not shown and panel.can_focus:
        panel.focus()
    else:
        screen.view.focus()
    screen.call_after_refresh(screen.refresh_lines)


#: What answers to these gestures.
ACTS: dict[str, Callable[[CodingScreen], None]] = {
    "codebook_panel": codebook_panel,
    "here_panel": here_panel,
}
