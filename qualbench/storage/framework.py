"""Summaries in the framework matrix: rows to model."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from qualbench.model.framework import Summary

if TYPE_CHECKING:
    from qualbench.model.ids import CaseId, ThemeId
    from qualbench.storage.store import Store


def load_summaries(
    store: Store, *, theme_id: str | None = None, case_id: str | None = None
) -> dict[tuple[ThemeId, CaseId], Summary]:
    """Return the summaries by theme and case; of one theme, of one case, or of all."""
    rows = store.connection.execute(
        "SELECT theme_id, case_id, text, quote_id, basis, written_at FROM framework_cell "
        "WHERE (:theme IS NULL OR theme_id = :theme) AND (:case IS NULL OR case_id = :case) "
        "ORDER BY theme_id, case_id",
        {"theme": theme_id, "case": case_id},
    )
    return {
        (theme, case): Summary(theme, case, text, quote, tuple(json.loads(basis)), at)
        for theme, case, text, quote, basis, at in rows
    }
