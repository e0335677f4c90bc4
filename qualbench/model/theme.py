"""Theme sets and themes: claims about the data, made from codes, that change no coding."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qualbench.model.ids import CodeId, SegmentId, ThemeId, ThemeSetId


class ThemeStatus(StrEnum):
    """Where a theme stands in its review."""

    CANDIDATE = "candidate"
    REVIEW = "under review"
    KEPT = "kept"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class ThemeSet:
    """One way to bring the same codings together; several live side by side."""

    id: ThemeSetId
    name: str
    position: int = 0


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme of one set.

    Attributes:
        parent_id: The theme above a subtheme; None at the top.
        concept: The central organising concept, one sentence.
        code_ids: The codes that belong to it, each with its subcodes, in order.
        exemplar_ids: Segments chosen to be quoted, in order.
        wordings: How those are printed that are not printed as they stand: shortened at an ellipsis,
            clarified in brackets, or paraphrased where their words may not be quoted.
    """

    id: ThemeId
    set_id: ThemeSetId
    name: str
    parent_id: ThemeId | None = None
    position: int = 0
    concept: str = ""
    definition: str = ""
    status: ThemeStatus = ThemeStatus.CANDIDATE
    code_ids: tuple[CodeId, ...] = ()
    exemplar_ids: tuple[SegmentId, ...] = ()
    wordings: tuple[tuple[SegmentId, str], ...] = ()


def theme_tree(themes: tuple[Theme, ...]) -> tuple[tuple[Theme, int, str], ...]:
    """Return the themes in order, each with its depth and its path (names joined by ` > `)."""
    by_parent: dict[str | None, list[Theme]] = {}
    for theme in themes:
        by_parent.setdefault(theme.parent_id, []).append(theme)

    def walk(parent: str | None, depth: int, above: str) -> list[tuple[Theme, int, str]]:
        found: list[tuple[Theme, int, str]] = []
        for theme in sorted(by_parent.get(parent, ()), key=lambda one: (one.position, one.name, one.id)):
            path = f"{above} > {theme.name}" if above else theme.name
            found.append((theme, depth, path))
            found.extend(walk(theme.id, depth + 1, path))
        return found

    return tuple(walk(None, 0, ""))
