"""Where two themes meet: codes that are in both, words that both cover, cases that mention both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualbench.analysis.prevalence import count_segments, speaking_for, theme_members, theme_segments
from qualbench.analysis.selection import Stretch, Taken
from qualbench.errors import UsageError
from qualbench.storage.codings import load_segments
from qualbench.workbench.analysing import choose_coders, load_study
from qualbench.workbench.theming_sets import find_theme, load_themes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualbench.model.coding import Segment
    from qualbench.workbench.project import Session


@dataclass(frozen=True, slots=True)
class ThemeOverlap:
    """What two themes have in common.

    Attributes:
        names: What they are called.
        codes: Paths of the codes that are in both.
        segments: The first theme's segments that share words with one of the other's, in order.
        of: How many segments the first has.
        both, first_only, second_only: How many cases mention both, and one alone.
    """

    names: tuple[str, str]
    codes: tuple[str, ...]
    segments: tuple[Segment, ...]
    of: int
    both: int
    first_only: int
    second_only: int

    @property
    def said(self) -> str:
        """The numbers in words."""
        one, other = self.names
        return (
            f"{len(self.segments):,} of {self.of:,} segments of “{one}” share words with “{other}”. "
            f"{self.both:,} cases mention both, {self.first_only:,} “{one}” alone, "
            f"{self.second_only:,} “{other}” alone."
        )


def theme_overlap(
    session: Session, theme_id: str, other_id: str, coder_names: Sequence[str] = ()
) -> ThemeOverlap:
    """Return what two themes of one set have in common, by the stated coders' codings.

    Raises:
        NotFound: There is no such theme or coder.
        UsageError: The two are one, or of two sets.
    """
    one, other = find_theme(session, theme_id), find_theme(session, other_id)
    if one.id == other.id or one.set_id != other.set_id:
        raise UsageError("Two themes of one set are laid beside each other.")
    themes = load_themes(session, one.set_id)
    study, selection = load_study(session), choose_coders(session, coder_names)
    members = theme_members(themes, study.codebook)
    found = theme_segments(
        themes, study.codebook, load_segments(session.store, coder_ids=selection.coder_ids), selection
    )
    taken = Taken(Stretch(two.document_id, two.start, two.end) for two in found[other.id])
    shared = tuple(
        two for two in found[one.id] if taken.shares_words_with(Stretch(two.document_id, two.start, two.end))
    )
    mine, theirs = (
        count_segments(speaking_for(found[theme.id]), study.scope, selection).case_ids
        for theme in (one, other)
    )
    both = members[one.id].codes.keys() & members[other.id].codes.keys()
    return ThemeOverlap(
        (one.name, other.name),
        tuple(path for code, path in study.codebook.paths.items() if code in both),
        shared,
        len(found[one.id]),
        len(mine & theirs),
        len(mine - theirs),
        len(theirs - mine),
    )
