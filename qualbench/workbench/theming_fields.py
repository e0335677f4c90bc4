"""The fields of a theme: what they may hold, and how they lie in its row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qualbench.errors import UsageError
from qualbench.model.code import PATH_SEPARATOR
from qualbench.model.theme import Theme, ThemeKind, ThemeLevel, ThemeStatus
from qualbench.workbench.code_fields import LONGEST_NAME

if TYPE_CHECKING:
    from collections.abc import Sequence
    from enum import StrEnum

    from qualbench.model.change import Value

#: The fields that are text of any length.
TEXTS = ("concept", "definition", "is_not", "narrative", "reason")
#: Every field that a person can change by name.
CHANGEABLE = ("name", *TEXTS, "status", "level", "kind", "parent_id", "position")


def theme_row(theme: Theme) -> dict[str, Value]:
    """Return a theme as the columns of its row, but for when it was made."""
    return {
        "set_id": theme.set_id,
        "parent_id": theme.parent_id,
        "position": theme.position,
        "name": theme.name,
        "concept": theme.concept,
        "definition": theme.definition,
        "status": theme.status.value,
        "level": theme.level.value if theme.level else "",
        "kind": theme.kind.value if theme.kind else "",
        "is_not": theme.is_not,
        "narrative": theme.narrative,
        "reason": theme.reason,
    }


def subtree(themes: Sequence[Theme], theme_id: str) -> list[str]:
    """The theme's id and its subthemes', parents before children."""
    found = [theme_id]
    for one in found:
        found.extend(theme.id for theme in themes if theme.parent_id == one)
    return found


def checked_name(name: str, siblings: Sequence[Theme], before: str = "") -> str:
    """Return a theme's name without odd white space.

    Raises:
        UsageError: It is empty, too long, holds ` > `, or is taken beside it.
    """
    name = " ".join(name.split())
    if len(name) > LONGEST_NAME and name != before:
        raise UsageError(
            f"The name of a theme has up to {LONGEST_NAME} characters; this one has {len(name):,}.",
            "What holds it together has room in its concept.",
        )
    if not name or PATH_SEPARATOR in name:
        raise UsageError("A theme needs a name, without “ > ” in it.")
    if any(one.name == name for one in siblings):
        raise UsageError(f"There is a theme “{name}” there already.", "Use it, or choose another name.")
    return name


_CHOICES: dict[str, tuple[type[StrEnum], str]] = {
    "status": (ThemeStatus, "status"),
    "level": (ThemeLevel, "level"),
    "kind": (ThemeKind, "kind"),
}
#: What comes with a step of its own.
_BY_STEP = {ThemeStatus.MERGED: "merge", ThemeStatus.SPLIT: "split"}


def checked(fields: dict[str, Any]) -> dict[str, Any]:
    """Return fields of a theme as the model has them: status, level and kind as what they name.

    Raises:
        UsageError: One is named that there is not, or comes about by a step of its own.
    """
    found = dict(fields)
    for name, (choices, said) in _CHOICES.items():
        if name not in found or (not found[name] and name != "status"):
            if name in found:
                found[name] = None
            continue
        try:
            found[name] = choices(str(found[name]).strip().casefold())
        except ValueError:
            raise UsageError(
                f"A theme cannot have the {said} “{found[name]}”.", f"It is one of: {', '.join(choices)}."
            ) from None
    if found.get("status") in _BY_STEP:
        verb = _BY_STEP[found["status"]]
        raise UsageError(
            f"A theme is {found['status']} by a step of its own.", f"qualbench theme {verb} --help"
        )
    for name in TEXTS:
        if name in found:
            found[name] = found[name].strip()
    return found
