"""How many participants and how many distinct segments a theme has.

A theme's numbers include its subthemes'; a subtheme that was dropped in review no longer lends its codes to
the theme above. The result has no order of its own: themes are shown as the researcher ordered them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qualbench.analysis.selection import distinct_stretches, with_subcodes
from qualbench.model.theme import ThemeStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qualbench.analysis.scope import Scope
    from qualbench.analysis.selection import Selection
    from qualbench.model.code import Codebook
    from qualbench.model.coding import Segment
    from qualbench.model.document import DocumentKind
    from qualbench.model.ids import CaseId, CodeId, ThemeId
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


def theme_codes(themes: Iterable[Theme], codebook: Codebook) -> dict[ThemeId, frozenset[CodeId]]:
    """Return every theme's codes: its own and its subthemes', each with its subcodes."""
    all_themes = tuple(themes)
    children: dict[ThemeId, list[Theme]] = {}
    for theme in all_themes:
        if theme.parent_id is not None and theme.status is not ThemeStatus.DROPPED:
            children.setdefault(theme.parent_id, []).append(theme)

    def gather(theme: Theme) -> frozenset[CodeId]:
        own = with_subcodes(codebook, theme.code_ids)
        return own.union(*(gather(child) for child in children.get(theme.id, ())))

    return {theme.id: gather(theme) for theme in all_themes}


def theme_segments(
    themes: Iterable[Theme], codebook: Codebook, segments: Iterable[Segment], selection: Selection
) -> dict[ThemeId, tuple[Segment, ...]]:
    """Return every theme's segments that count, in the order given; one pass over `segments`."""
    codes = theme_codes(themes, codebook)
    of_code: dict[CodeId, list[ThemeId]] = {}
    for theme_id, code_ids in codes.items():
        for code_id in code_ids:
            of_code.setdefault(code_id, []).append(theme_id)
    found: dict[ThemeId, list[Segment]] = {theme_id: [] for theme_id in codes}
    for segment in segments:
        if segment.code_id in of_code and selection.holds(segment):
            for theme_id in of_code[segment.code_id]:
                found[theme_id].append(segment)
    return {theme_id: tuple(own) for theme_id, own in found.items()}


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
    return {theme_id: count_segments(own, scope, selection) for theme_id, own in by_theme.items()}
