"""Theme sets and themes: claims about the data, made from codes, that change no coding."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qualbench.model.coding import Stance
    from qualbench.model.ids import CodeId, SegmentId, ThemeId, ThemeSetId


class ThemeStatus(StrEnum):
    """Where a theme stands in its review."""

    CANDIDATE = "candidate"
    REVIEW = "under review"
    KEPT = "kept"
    DROPPED = "dropped"
    MERGED = "merged"
    SPLIT = "split"


#: A theme of these is kept for its history and counts nowhere.
GONE = frozenset({ThemeStatus.DROPPED, ThemeStatus.MERGED, ThemeStatus.SPLIT})


class ThemeLevel(StrEnum):
    """How much a theme gathers."""

    OVERARCHING = "overarching theme"
    THEME = "theme"
    SUBTHEME = "subtheme"


class ThemeKind(StrEnum):
    """Whether a theme keeps to what was said or interprets it."""

    DESCRIPTIVE = "descriptive"
    ANALYTICAL = "analytical"


class ExtractVerdict(StrEnum):
    """What the review found of one extract of a theme."""

    FITS = "fits"
    DOUBTFUL = "doubtful"
    UNFIT = "does not fit"


class ReadingVerdict(StrEnum):
    """What reading a document again found of a theme."""

    HOLDS = "holds"
    CHANGES = "needs a change"
    SILENT = "not spoken of"


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
        code_ids: The codes that belong to it, in order; each with its subcodes unless it is in `alone_ids`.
        exemplar_ids: Segments chosen to be quoted, in order.
        wordings: How those are printed that are not printed as they stand: shortened at an ellipsis,
            clarified in brackets, or paraphrased where their words may not be quoted.
        level: What the researcher calls it; None goes by its place (see `level_of`).
        kind: Descriptive or analytical; None where nobody has said.
        is_not: What it is not: where it ends and others begin.
        narrative: What is told of it in the report.
        reason: Why it was dropped, or is as it is.
        alone_ids: Those of `code_ids` that belong to it without their subcodes.
        segment_ids: Single segments that belong to it, whatever their codes, in order.
        stances: By id of a code or a single segment of it, how that stands to the theme, where that is said.
        links: Other themes, each with a word for the relation.
        became: The themes that it was merged or split into.
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
    level: ThemeLevel | None = None
    kind: ThemeKind | None = None
    is_not: str = ""
    narrative: str = ""
    reason: str = ""
    alone_ids: frozenset[CodeId] = frozenset()
    segment_ids: tuple[SegmentId, ...] = ()
    stances: Mapping[str, Stance] = field(default_factory=dict, hash=False)
    links: tuple[ThemeLink, ...] = ()
    became: tuple[ThemeId, ...] = ()

    @property
    def gone(self) -> bool:
        """True for a theme that was dropped, merged or split: it counts nowhere any more."""
        return self.status in GONE


@dataclass(frozen=True, slots=True)
class ThemeLink:
    """That a theme has to do with another: `explains`, `is at odds with`."""

    other_id: ThemeId
    word: str


@dataclass(frozen=True, slots=True)
class ThemeLineage:
    """That a theme was merged or split into another.

    Attributes:
        kind: `merged` or `split`.
        name: What it was called then.
        created_at: ISO 8601 in UTC.
    """

    id: str
    kind: str
    theme_id: ThemeId
    name: str
    into_id: ThemeId
    created_at: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class ThemeVersion:
    """A saved version of a theme set, as the file says it."""

    set_id: ThemeSetId
    number: int
    message: str
    coder_id: str
    created_at: str
    yaml: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """One verdict of the review, by one coder.

    Attributes:
        target: `segment`, for an extract of the theme, or `document`, for one that was read again.
        verdict: An `ExtractVerdict` or a `ReadingVerdict`.
    """

    id: str
    theme_id: ThemeId
    target: str
    target_id: str
    verdict: str
    note: str
    coder_id: str
    created_at: str


def level_of(theme: Theme, by_id: Mapping[ThemeId, Theme]) -> ThemeLevel:
    """Return a theme's level: what is said, else by its place."""
    if theme.level is not None:
        return theme.level
    above = by_id.get(theme.parent_id or "")
    if above is None or above.level is ThemeLevel.OVERARCHING:
        return ThemeLevel.THEME
    return ThemeLevel.SUBTHEME


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
