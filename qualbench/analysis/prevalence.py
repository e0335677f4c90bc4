"""How many participants and how many distinct segments a theme has.

A theme's numbers include its subthemes'; a subtheme that was dropped in review no longer lends its codes to
the theme above. The result has no order of its own: themes are shown as the researcher ordered them.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from qualbench.analysis.selection import distinct_stretches
from qualbench.model.coding import Stance

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qualbench.analysis.scope import Scope
    from qualbench.analysis.selection import Selection
    from qualbench.model.code import Codebook
    from qualbench.model.coding import Segment
    from qualbench.model.document import DocumentKind
    from qualbench.model.ids import CaseId, CodeId, SegmentId, ThemeId
    from qualbench.model.theme import Theme


@dataclass(frozen=True, slots=True)
class ThemeCount:
    """One theme's numbers.

    Attributes:
        of: N, the participants in scope.
        segments: Distinct stretches of text.
        by_case: Per participant who mentions the theme, how many distinct stretches cover their words; a
            stretch over two participants' words is in both numbers.
        nobodys: How many of `segments` cover no participant's words.
        unidentified: How many of those cover words of an unidentified speaker.
        kinds: How many documents of each kind the numbers go over.
    """

    of: int
    segments: int
    by_case: Mapping[CaseId, int] = field(default_factory=dict)
    nobodys: int = 0
    unidentified: int = 0
    kinds: Mapping[DocumentKind, int] = field(default_factory=dict)

    @property
    def case_ids(self) -> frozenset[CaseId]:
        """The participants who mention the theme."""
        return frozenset(self.by_case)

    @property
    def participants(self) -> int:
        """The n of `n of N participants`."""
        return len(self.by_case)


@dataclass(frozen=True, slots=True)
class Members:
    """What belongs to a theme and its subthemes, each with its stance, where one is said.

    Attributes:
        codes: Subcodes spelt out.
        segments: Single segments.
    """

    codes: Mapping[CodeId, Stance]
    segments: Mapping[SegmentId, Stance]

    def holds(self, segment: Segment) -> bool:
        """Say whether a segment is one of the theme's."""
        return segment.code_id in self.codes or segment.id in self.segments

    def stance(self, segment: Segment) -> Stance:
        """Return how a segment stands: what is said in the theme, else of the segment, else of its code."""
        here = self.segments.get(segment.id, Stance.NONE)
        return here or segment.stance or self.codes.get(segment.code_id, Stance.NONE)


def theme_members(themes: Iterable[Theme], codebook: Codebook) -> dict[ThemeId, Members]:
    """Return what belongs to every theme: its own and its subthemes', but of those that are gone."""
    all_themes = tuple(themes)
    children: dict[ThemeId, list[Theme]] = {}
    for theme in all_themes:
        if theme.parent_id is not None and not theme.gone:
            children.setdefault(theme.parent_id, []).append(theme)

    def gather(theme: Theme) -> tuple[dict[CodeId, Stance], dict[SegmentId, Stance]]:
        codes: dict[CodeId, Stance] = {}
        segments: dict[SegmentId, Stance] = {}
        for child in children.get(theme.id, ()):
            under = gather(child)
            codes |= under[0]
            segments |= under[1]
        own = [one for one in theme.code_ids if one in codebook.by_id]
        for code_id in sorted(own, key=codebook.depth):  # what is said of a subcode goes before its parent's
            stance = theme.stances.get(code_id, Stance.NONE)
            covered = (code_id,) if code_id in theme.alone_ids else codebook.subtree(code_id)
            codes |= dict.fromkeys(covered, stance)
        segments |= {one: theme.stances.get(one, Stance.NONE) for one in theme.segment_ids}
        return codes, segments

    return {theme.id: Members(*gather(theme)) for theme in all_themes}


def theme_codes(themes: Iterable[Theme], codebook: Codebook) -> dict[ThemeId, frozenset[CodeId]]:
    """Return every theme's codes: its own and its subthemes', with the subcodes that belong to it.

    Single segments of a theme are not in it: `theme_members` has both.
    """
    return {one: frozenset(held.codes) for one, held in theme_members(themes, codebook).items()}


def theme_segments(
    themes: Iterable[Theme], codebook: Codebook, segments: Iterable[Segment], selection: Selection
) -> dict[ThemeId, tuple[Segment, ...]]:
    """Return every theme's segments of the coders that count, in the order given; one pass over `segments`.

    Each has as its stance how it stands to that theme. Those that contradict it are among them; a theme's
    numbers are counted without (see `speaking_for`).
    """
    members = theme_members(themes, codebook)
    of_member: dict[str, list[ThemeId]] = {}
    for theme_id, held in members.items():
        for one in (*held.codes, *held.segments):
            of_member.setdefault(one, []).append(theme_id)
    found: dict[ThemeId, list[Segment]] = {theme_id: [] for theme_id in members}
    for segment in segments:
        named = (*of_member.get(segment.code_id, ()), *of_member.get(segment.id, ()))
        if named and selection.holds(segment):
            for theme_id in dict.fromkeys(named):
                stance = members[theme_id].stance(segment)
                found[theme_id].append(
                    segment if stance is segment.stance else replace(segment, stance=stance)
                )
    return {theme_id: tuple(own) for theme_id, own in found.items()}


def speaking_for(segments: Iterable[Segment]) -> tuple[Segment, ...]:
    """Return the segments that a theme's numbers are counted from: all but those that contradict it."""
    return tuple(one for one in segments if one.stance is not Stance.CONTRADICTS)


def count_stances(
    segments: Iterable[Segment], scope: Scope, selection: Selection
) -> dict[Stance, ThemeCount]:
    """Count the segments of one theme by how they stand to it, each stance apart; none that nobody took."""
    by_stance: dict[Stance, list[Segment]] = {}
    for one in segments:
        by_stance.setdefault(one.stance, []).append(one)
    return {
        stance: count_segments(by_stance[stance], scope, selection)
        for stance in Stance
        if stance in by_stance
    }


def count_segments(segments: Iterable[Segment], scope: Scope, selection: Selection) -> ThemeCount:
    """Count what `segments`, all of one theme, say about participants.

    Args:
        segments: Only those that `selection` holds and whose document is in `scope` are counted.
        scope: The documents, and so N.
        selection: Whose segments count, and in which order.
    """
    by_case: dict[CaseId, list[Segment]] = {}
    voiceless: list[Segment] = []
    unknown: list[Segment] = []
    counted: list[Segment] = []
    for segment in segments:
        if segment.document_id not in scope.by_document or not selection.holds(segment):
            continue
        counted.append(segment)
        voices = scope.voices(segment.document_id, segment.span)
        for case_id in voices.case_ids:
            by_case.setdefault(case_id, []).append(segment)
        if not voices.case_ids:
            voiceless.append(segment)
            if voices.unidentified:
                unknown.append(segment)
    order = selection.coder_ids
    stretches = frozenset(distinct_stretches(counted, order))
    return ThemeCount(
        of=scope.n,
        segments=len(stretches),
        # per case anew: who is in n has at least one stretch in the table, whoever coded it
        by_case={case_id: len(distinct_stretches(own, order)) for case_id, own in sorted(by_case.items())},
        nobodys=len(stretches.intersection(distinct_stretches(voiceless, order))),
        unidentified=len(stretches.intersection(distinct_stretches(unknown, order))),
        kinds=scope.kinds(one.document_id for one in counted),
    )


def count_themes(
    themes: Iterable[Theme],
    codebook: Codebook,
    segments: Iterable[Segment],
    scope: Scope,
    selection: Selection,
) -> dict[ThemeId, ThemeCount]:
    """Return every theme's numbers."""
    by_theme = theme_segments(themes, codebook, segments, selection)
    return {
        theme_id: count_segments(speaking_for(own), scope, selection) for theme_id, own in by_theme.items()
    }
