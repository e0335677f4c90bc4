"""What a theme summary says, as frozen facts: gathered once, then put into blocks or into any other form."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qualbench.analysis.prevalence import count_segments, count_stances, speaking_for, theme_segments
from qualbench.analysis.selection import select
from qualbench.errors import QualbenchError
from qualbench.model.coding import Stance
from qualbench.model.theme import ThemeStatus, theme_tree
from qualbench.reports.narrative import misplaced
from qualbench.reports.quote_warnings import quote_warnings
from qualbench.reports.quotes import (
    DEFAULT_TEMPLATE,
    attribute_quote,
    check_template,
    printed_wording,
    verify_quote,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from qualbench.analysis.prevalence import ThemeCount
    from qualbench.analysis.selection import Selection
    from qualbench.model.case import Attribute, Case
    from qualbench.model.code import Codebook
    from qualbench.model.coding import Coder, Segment
    from qualbench.model.document import DocumentKind
    from qualbench.model.ids import CaseId, SegmentId, ThemeId
    from qualbench.model.theme import Theme, ThemeSet
    from qualbench.reports.codebook_appendix import Example
    from qualbench.reports.study import Study, TextOf


class NoThemes(QualbenchError):
    """A theme set without a theme has nothing to summarise."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"The theme set “{name}” has no theme yet.",
            "Make one on the Themes screen or with `qualbench theme new`, and give it codes.",
        )


@dataclass(frozen=True, slots=True)
class ChosenQuote:
    """An exemplar, checked against its text.

    Attributes:
        text: As printed: the segment's words, shortened or clarified perhaps; or a paraphrase of them.
        attribution: As printed.
        case_ids: Whose words it covers.
        paraphrase: Whether it is none of their words.
        reworded: Whether words are left out or clarified.
    """

    segment_id: SegmentId
    text: str
    attribution: str
    case_ids: tuple[CaseId, ...]
    paraphrase: bool = False
    reworded: bool = False


@dataclass(frozen=True, slots=True)
class ThemeEntry:
    """One theme of the summary.

    Attributes:
        depth: 0 for a theme, 1 for its subthemes.
        path: Names from the top, joined by ` > `.
        codes: Path of each code assigned, and how many subcodes it brings along.
        stances: What its marked segments count to, by how they stand to it.
        counter_quotes: The words of those that contradict it, and then of those that qualify it.
        developed: What happened to it, a line each, the oldest first.
        links: Name of each theme that it is linked with, and the word for how.
    """

    theme: Theme
    depth: int
    path: str
    codes: tuple[tuple[str, int], ...]
    count: ThemeCount
    quotes: tuple[ChosenQuote, ...]
    stances: Mapping[Stance, ThemeCount]
    counter_quotes: tuple[ChosenQuote, ...] = ()
    developed: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ThemeSummary:
    """Everything that a theme summary says.

    Attributes:
        coders: Whose segments count, in the order in which they count.
        lead_id: The lead coder's id.
        coded: First and last moment of the segments that count; None where there is none.
        documents: How many of each kind are in scope.
        kinds: How many of each kind the numbers go over.
        smallest_cell: The number below which the table keeps numbers back; 0 where it keeps none.
        attributes: Those of participants that may be printed.
        paraphrase_only: Kinds of source in scope whose words are not quoted.
        codes: The codebook of the appendix; None for none.
        examples: What stands for its examples that are segments.
        chosen_kinds: The kinds that alone are in scope; empty for all.
        words: White-space separated words of all documents in scope.
        cases: The participants in scope, by number; their number is N.
        unidentified: Speakers who are in no case and so not in N.
        entries: In the researcher's order.
        dropped: Paths of themes dropped in review, which are not shown, with the reason if one is given.
        became: Paths of themes that were merged or split, with what they became.
        warnings: One sentence each: what was left out and why.
    """

    study: str
    theme_set: str
    profile: str
    coders: tuple[Coder, ...]
    lead_id: str
    coded: tuple[str, str] | None
    codebook: str
    codebook_version: int
    codebook_changed: bool
    documents: tuple[tuple[DocumentKind, int], ...]
    words: int
    cases: tuple[Case, ...]
    unidentified: int
    entries: tuple[ThemeEntry, ...]
    dropped: tuple[str, ...]
    became: tuple[str, ...]
    warnings: tuple[str, ...]
    kinds: Mapping[DocumentKind, int]
    chosen_kinds: tuple[DocumentKind, ...] = ()
    smallest_cell: int = 0
    attributes: tuple[Attribute, ...] = ()
    paraphrase_only: tuple[DocumentKind, ...] = ()
    codes: Codebook | None = None
    examples: Mapping[str, Example] = field(default_factory=dict)

    @property
    def n(self) -> int:
        """N, the number of participants in scope."""
        return len(self.cases)

    @property
    def quotes(self) -> int:
        """How many quotes are printed, paraphrases not among them."""
        return sum(not one.paraphrase for entry in self.entries for one in entry.quotes)


def collect_summary(
    study: Study,
    theme_set: ThemeSet,
    themes: Sequence[Theme],
    segments: Iterable[Segment],
    selection: Selection,
    text_of: TextOf,
    template: str = DEFAULT_TEMPLATE,
    *,
    developed: Mapping[ThemeId, tuple[str, ...]] | None = None,
    examples: Mapping[str, Example] | None = None,
) -> ThemeSummary:
    """Gather what the summary of one theme set says; every quote is checked against its text.

    Args:
        study: The documents in scope, cases, codebook.
        segments: At least all those that `selection` holds; walked once.
        selection: The stated coders.
        text_of: Asked only for documents that are quoted.
        template: How a quote is attributed.
        developed: What happened to each theme, in words.
        examples: What stands for the codebook's examples that are segments; None for no codebook.

    Raises:
        NoThemes: Where there is nothing to summarise.
        NotFound, UsageError: Where the template names no attribute of the project, or cannot be read.
        QuoteDiffers: Where a chosen quote is not what the text says.
    """
    _check(theme_set, themes, study, template)
    counted = select(segments, selection)
    tree = theme_tree(tuple(themes))
    of_theme = theme_segments(themes, study.codebook, counted, selection)
    made = _Entries(study, text_of, template, {one.id: one for one in counted}, developed or {}, tree)
    entries = tuple(made.entry(*one, of_theme[one[0].id], selection) for one in shown_themes(tree)[0])
    return ThemeSummary(
        study=study.title,
        theme_set=theme_set.name,
        profile=study.profile,
        coders=tuple(study.coder_by_id[one] for one in selection.coder_ids if one in study.coder_by_id),
        lead_id=study.lead.id,
        coded=_dates(study, counted),
        codebook=study.codebook.name,
        codebook_version=study.codebook.version,
        codebook_changed=study.codebook_changed,
        documents=_documents(study),
        words=study.words,
        cases=study.participants,
        unidentified=study.scope.unidentified,
        entries=entries,
        dropped=_gone(tree)[0],
        became=_gone(tree)[1],
        warnings=(*made.warnings, *quote_warnings(entries, study, template)),
        kinds=study.scope.kinds(one.document_id for own in of_theme.values() for one in own),
        chosen_kinds=study.kinds,
        smallest_cell=study.smallest_cell,
        attributes=study.attributes,
        paraphrase_only=tuple(kind for kind, _number in _documents(study) if kind in study.paraphrase_only),
        codes=study.codebook if examples is not None and study.codebook.codes else None,
        examples=examples or {},
    )


def _check(theme_set: ThemeSet, themes: Sequence[Theme], study: Study, template: str) -> None:
    if not themes:
        raise NoThemes(theme_set.name)
    check_template(template, study.attributes)


def _documents(study: Study) -> tuple[tuple[DocumentKind, int], ...]:
    return tuple(sorted(Counter(source.document.kind for source in study.sources).items()))


def _dates(study: Study, counted: Sequence[Segment]) -> tuple[str, str] | None:
    moments = [one.created_at for one in counted if one.document_id in study.scope.by_document]
    return (min(moments), max(moments)) if moments else None


def shown_themes(
    tree: tuple[tuple[Theme, int, str], ...],
) -> tuple[tuple[tuple[Theme, int, str], ...], tuple[str, ...]]:
    """Part the themes that are shown from those that were dropped, with all beneath them."""
    gone: set[ThemeId] = set()
    shown = []
    dropped = []
    for theme, depth, path in tree:
        if theme.gone or theme.parent_id in gone:
            gone.add(theme.id)
            dropped.append(path)
        else:
            shown.append((theme, depth, path))
    return tuple(shown), tuple(dropped)


def _gone(tree: tuple[tuple[Theme, int, str], ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what is said of the themes that are not shown: those dropped, and those merged or split."""
    names = {theme.id: theme.name for theme, _depth, _path in tree}
    left_out = set(shown_themes(tree)[1])
    dropped, became = [], []
    for theme, _depth, path in tree:
        if path not in left_out:
            continue
        into = " and ".join(f"“{names[one]}”" for one in theme.became if one in names)
        if theme.status in (ThemeStatus.MERGED, ThemeStatus.SPLIT):
            became.append(f"{path}, {theme.status} into {into}" if into else f"{path}, {theme.status}")
        else:
            dropped.append(f"{path} ({' '.join(theme.reason.split())})" if theme.reason.strip() else path)
    return tuple(dropped), tuple(became)


def _codes(study: Study, theme: Theme) -> tuple[tuple[str, int], ...]:
    paths = study.codebook.paths
    return tuple(
        (
            paths[code_id],
            0 if code_id in theme.alone_ids else len(study.codebook.subtree(code_id)) - 1,
        )
        for code_id in theme.code_ids
        if code_id in paths
    )


class _Entries:
    """Makes the entries with their quotes; collects what had to be left out."""

    def __init__(
        self,
        study: Study,
        text_of: TextOf,
        template: str,
        counted: dict[SegmentId, Segment],
        developed: Mapping[ThemeId, tuple[str, ...]],
        tree: tuple[tuple[Theme, int, str], ...],
    ) -> None:
        self._study = study
        self._text_of = text_of
        self._template = template
        self._counted = counted
        self._developed = developed
        self._names = {theme.id: theme.name for theme, _depth, _path in tree if not theme.gone}
        self.warnings: list[str] = []

    def entry(
        self, theme: Theme, depth: int, path: str, segments: tuple[Segment, ...], selection: Selection
    ) -> ThemeEntry:
        study = self._study
        against = {
            stance: [one for one in segments if one.stance is stance and self._in_scope(one)]
            for stance in (Stance.CONTRADICTS, Stance.QUALIFIES)
        }
        quotes = self._quotes(theme, {one.id for one in segments})
        for place in misplaced(f"{theme.definition} {theme.is_not} {theme.narrative}", quotes):
            self.warnings.append(f"Theme “{theme.name}”: {place} names no chosen quote.")
        return ThemeEntry(
            theme=theme,
            depth=depth,
            path=path,
            codes=_codes(study, theme),
            count=count_segments(speaking_for(segments), study.scope, selection),
            quotes=quotes,
            stances=count_stances([one for one in segments if one.stance], study.scope, selection),
            counter_quotes=self._once([one for own in against.values() for one in own]),
            developed=self._developed.get(theme.id, ()),
            links=tuple(
                (self._names[one.other_id], one.word) for one in theme.links if one.other_id in self._names
            ),
        )

    def _in_scope(self, segment: Segment) -> bool:
        return segment.document_id in self._study.scope.by_document

    def _once(self, segments: Sequence[Segment]) -> tuple[ChosenQuote, ...]:
        """Return the words of segments, the same words under two codes once."""
        places = {(one.document_id, one.start, one.end): one for one in reversed(segments)}
        made = (self._quote(one, "") for one in reversed(places.values()))
        return tuple(one for one in made if one is not None)

    def _quotes(self, theme: Theme, of_theme: set[SegmentId]) -> tuple[ChosenQuote, ...]:
        found: dict[tuple[str, int, int], ChosenQuote] = {}
        left_out = elsewhere = unquoted = 0
        wordings = dict(theme.wordings)
        for segment_id in theme.exemplar_ids:
            segment = self._counted.get(segment_id)
            if segment is None or not self._in_scope(segment):
                left_out += 1
            elif segment_id not in of_theme:
                elsewhere += 1
            else:
                place = (segment.document_id, segment.start, segment.end)
                quote = self._quote(segment, wordings.get(segment_id, "")) if place not in found else None
                if quote is not None:
                    found[place] = quote
                unquoted += quote is None and place not in found
        if left_out:
            self._warn(theme, left_out, "not among the segments of the coders and documents that count")
        if elsewhere:
            self._warn(theme, elsewhere, "coded with no code of the theme any more")
        if unquoted:
            self._warn(theme, unquoted, "of a kind of source that is paraphrased and has no paraphrase yet")
        return tuple(found.values())

    def _warn(self, theme: Theme, count: int, why: str) -> None:
        are = "quote is" if count == 1 else "quotes are"
        self.warnings.append(f"Theme “{theme.name}”: {count} chosen {are} left out, {why}.")

    def _quote(self, segment: Segment, wording: str) -> ChosenQuote | None:
        """Return a quote as it is printed; None where its words may not be and there is no paraphrase."""
        source = self._study.scope.by_document[segment.document_id]
        text = self._text_of(segment.document_id, segment.revision)
        words = verify_quote(text, segment, source.document.name)
        paraphrase = source.document.kind in self._study.paraphrase_only
        if paraphrase and not wording:
            return None
        voices = source.voices(segment.span)
        cases = self._study.cases_of(voices)
        turns = [turn.index for turn in source.turns_over(segment.span)]
        return ChosenQuote(
            segment_id=segment.id,
            text=wording if paraphrase else printed_wording(words, wording, source.document.name),
            attribution=attribute_quote(self._template, cases, voices, turns),
            case_ids=tuple(case.id for case in cases),
            paraphrase=paraphrase,
            reworded=bool(wording) and not paraphrase,
        )
