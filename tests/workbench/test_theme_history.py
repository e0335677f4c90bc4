"""How themes developed, as the history has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualbench.model.theme import ThemeStatus
from qualbench.workbench.codebooks import create_code
from qualbench.workbench.history import undo
from qualbench.workbench.theme_history import theme_development
from qualbench.workbench.theming import assign_codes, change_theme, create_theme
from tests.workbench.builders import with_interviews

if TYPE_CHECKING:
    from pathlib import Path


def test_what_has_a_reason_is_told_and_what_was_taken_back_is_not(tmp_path: Path) -> None:
    session = with_interviews(tmp_path)
    tea = create_code(session, "Tea")
    theme = create_theme(session, "Tea")
    assert theme_development(session, (theme.id,)) == {theme.id: ()}
    assign_codes(session, theme.id, [tea.id])
    change_theme(session, theme.id, name="Company", why="tea is only the occasion")
    change_theme(session, theme.id, status=ThemeStatus.DROPPED, why="thin")
    undo(session)
    made, renamed = theme_development(session, (theme.id,))[theme.id]
    assert made.endswith(", Ana: made as “Tea”")
    assert renamed.endswith("renamed from “Tea” to “Company” (tea is only the occasion)")


def test_a_step_of_a_later_day_is_told_without_a_reason(tmp_path: Path) -> None:
    session = with_interviews(tmp_path)
    tea = create_code(session, "Tea")
    theme = create_theme(session, "Company")
    assign_codes(session, theme.id, [tea.id])
    session.store.connection.execute(
        "UPDATE main.step SET at = '2026-01-0' || id || 'T10:00:00Z' WHERE id < 10"
    )
    lines = theme_development(session, (theme.id,))[theme.id]
    assert lines[-1].endswith("codes put in: Tea")
