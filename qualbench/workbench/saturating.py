"""The new-information ratio of a study: how many codes or themes each interview added, in a stated order."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from qualbench.analysis.prevalence import speaking_for, theme_segments
from qualbench.analysis.saturation import NewInformation, first_seen, new_information
from qualbench.errors import NotFound, UsageError
from qualbench.model.code import CodeStatus
from qualbench.model.theme import theme_tree
from qualbench.reports.summary import shown_themes
from qualbench.storage.codings import load_segments
from qualbench.workbench.analysing import choose_coders, load_study
from qualbench.workbench.cases import find_attribute
from qualbench.workbench.importing import find_document
from qualbench.workbench.milestones import find_version
from qualbench.workbench.proposals import codebook_of
from qualbench.workbench.theming import find_set, load_themes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from qualbench.analysis.scope import Source
    from qualbench.analysis.selection import Selection
    from qualbench.model.coding import Segment
    from qualbench.reports.study import Study
    from qualbench.workbench.project import Session

__all__ = ["CODE", "THEME", "NewInformation", "Saturation", "load_saturation", "read_percent"]

CODE, THEME = "code", "theme"
#: What the reflexive profile is told beside the numbers.
REFLEXIVE = (
    "Saturation may not fit reflexive thematic analysis: Braun and Clarke (2021, Qualitative Research in "
    "Sport, Exercise and Health 13(2):201-216) hold that meaning is made in the reading and never complete, "
    "so that no number of interviews exhausts it."
)


@dataclass(frozen=True, slots=True)
class Saturation:
    """How much each interview added.

    Attributes:
        level: `code` or `theme`.
        documents: Their names, in the order that was taken.
        order: That order in words.
        codebook: Which codebook the codes are of, in words.
        held: How many codes or themes each document has.
        coders: Whose segments count.
        notes: One sentence each: what a reader has to know.
    """

    level: str
    documents: tuple[str, ...]
    order: str
    codebook: str
    held: tuple[int, ...]
    information: NewInformation
    threshold: Fraction
    coders: tuple[str, ...]
    notes: tuple[str, ...]

    def in_words(self) -> str:
        """Say in a sentence what came of it."""
        info, what = self.information, "codes" if self.level == CODE else "themes"
        if len(info.new) < info.base + info.run:
            need = f"a base of {info.base} and a run of {info.run} need {info.base + info.run} sources"
            return f"No ratio: {need}; here are {len(info.new)}."
        if not info.in_base:
            return f"No ratio: there are no {what} in the first {info.base} sources."
        met = info.met(self.threshold)
        limit = percent(self.threshold)
        if met is None:
            return f"The new-information ratio is not at {limit} or below within {len(info.new)} sources."
        after = met.last - info.run
        return (
            f"The new-information ratio of sources {met.first} to {met.last} is {percent(met.ratio)}, "
            f"the first at {limit} or below: after {after} sources, with a run of {info.run} "
            f"({after}⁺{_raised(info.run)})."
        )


def percent(ratio: Fraction | None) -> str:
    """Return a ratio as it is printed: `5.4 %`."""
    if ratio is None:
        return "n/a"
    value = float(ratio * 100)
    return f"{value:.0f} %" if value == int(value) else f"{value:.1f} %"


def _raised(number: int) -> str:
    return str(number).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))


def read_percent(text: str) -> Fraction:
    """Return a threshold as it is typed: `5`, `5%`, `2.5`.

    Raises:
        UsageError: It is no number from 0 to 100.
    """
    try:
        value = Fraction(text.strip().removesuffix("%").strip().replace(",", "."))
    except (ValueError, ZeroDivisionError):
        value = Fraction(-1)
    if not 0 <= value <= 100:
        raise UsageError(f"“{text}” is no threshold.", "Give a percentage, such as 5 or 0.")
    return value / 100


def load_saturation(
    session: Session,
    *,
    level: str = CODE,
    base: int = 4,
    run: int = 2,
    threshold: Fraction = Fraction(5, 100),
    order: str | None = None,
    documents: Sequence[str] = (),
    version: str | None = None,
    retired: bool = True,
    set_name: str | None = None,
    coder_names: Sequence[str] = (),
    kinds: Collection[str] = (),
) -> Saturation:
    """Return how many codes or themes are new in each source, and the ratio of each run.

    Segments count that cover a participant's words. What was merged is one code, whatever it was at the time.

    Args:
        order: An attribute in whose order the documents come (by their cases); by default the project's.
        documents: The documents themselves, in the order wanted; instead of `order`.
        version: A saved version of the codebook: only codes that are in it count.
        retired: Whether codes that are retired now count.

    Raises:
        NotFound: There is no such document, attribute, version, set or coder.
        UsageError: Fewer than two sources have participants' words, both ways to order are named, or `base`
            or `run` is below one.
    """
    if base < 1 or run < 1:
        raise UsageError("A base and a run have one source at the least.")
    study, selection = load_study(session, kinds=kinds), choose_coders(session, coder_names)
    sources = [one for one in study.sources if one.everybody.case_ids]
    sources, said = _ordered(session, study, sources, order, documents)
    if len(sources) < 2:
        raise UsageError("There is no ratio of one source: nothing could be new after it.")
    known, codebook = _codes(session, study, version, retired=retired)
    counted = [
        one
        for one in load_segments(session.store, coder_ids=selection.coder_ids)
        if one.code_id in known and study.scope.voices(one.document_id, one.span).case_ids
    ]
    # a source that nobody has coded yet would pass for one that holds nothing new
    coded = {one.document_id for one in counted}
    left = [one.document.name for one in sources if one.document.id not in coded]
    sources = [one for one in sources if one.document.id in coded]
    things: dict[str, set[str]] = {one.document.id: set() for one in sources}
    for document_id, thing in _things(session, study, counted, selection, level, set_name):
        things.get(document_id, set()).add(thing)
    held = [things[one.document.id] for one in sources]
    info = new_information(first_seen(held), base=base, run=run)
    notes = ["Codes that are retired now are left out."] if not retired else []
    notes += [f"Left out, for no words of a participant are coded there: {', '.join(left)}."] if left else []
    notes += [REFLEXIVE] if session.project.profile == "reflexive" else []
    notes += _again(info, threshold)
    names = tuple(one.document.name for one in sources)
    coders = tuple(study.coder_by_id[one].name for one in selection.coder_ids)
    numbers = tuple(map(len, held))
    return Saturation(level, names, said, codebook, numbers, info, threshold, coders, tuple(notes))


def _again(info: NewInformation, threshold: Fraction) -> list[str]:
    """Say which runs were above the threshold again after it was met."""
    again = info.exceeded_after(threshold)
    runs = ", ".join(f"{one.first}-{one.last} ({percent(one.ratio)})" for one in again)
    return [f"Above {percent(threshold)} again later: {runs}."] if again else []


def _things(
    session: Session,
    study: Study,
    segments: Sequence[Segment],
    selection: Selection,
    level: str,
    set_name: str | None,
) -> Iterator[tuple[str, str]]:
    """Yield (document, code or theme) of what segments say."""
    if level == CODE:
        yield from ((one.document_id, one.code_id) for one in segments)
        return
    themes = load_themes(session, find_set(session, set_name).id)
    shown = {theme.id for theme, _depth, _path in shown_themes(theme_tree(themes))[0]}
    for theme_id, own in theme_segments(themes, study.codebook, segments, selection).items():
        yield from ((one.document_id, theme_id) for one in speaking_for(own) if theme_id in shown)


def _ordered(
    session: Session, study: Study, sources: list[Source], order: str | None, documents: Sequence[str]
) -> tuple[list[Source], str]:
    """Return the sources in the order wanted, and that order in words."""
    if order is not None and documents:
        raise UsageError("Name the documents in order, or an attribute to order them by, not both.")
    if documents:
        wanted = [find_document(session, one) for one in dict.fromkeys(documents)]
        there = {one.document.id: one for one in sources}
        for one in wanted:
            if one.id not in there:
                raise UsageError(f"{one.name} holds no participant's words.", "Leave it out.")
        return [there[one.id] for one in wanted], "as named"
    if order is None:
        return sources, "the project's"
    attribute = find_attribute(session, order)
    if attribute.private or attribute.name not in {one.name for one in study.attributes}:
        raise NotFound("attribute", order, [one.name for one in study.attributes])

    def place(source: Source) -> tuple[bool, bool, float, str]:
        cases = [study.case_by_id[one] for one in source.everybody.case_ids if one in study.case_by_id]
        value = min((case.value(attribute.name).strip() for case in cases), default="")
        try:
            return not value, False, float(value.replace(",", ".")), ""
        except ValueError:
            return not value, True, 0.0, value.casefold()

    return sorted(sources, key=place), f"by {attribute.name}"


def _codes(
    session: Session, study: Study, version: str | None, *, retired: bool
) -> tuple[frozenset[str], str]:
    """Return the ids of the codes that count, and which codebook they are of, in words."""
    left_out = {one.id for one in study.codebook.codes if one.status is CodeStatus.RETIRED and not retired}
    if version is None:
        return frozenset(one.id for one in study.codebook.codes) - left_out, "the codebook as it is now"
    saved = find_version(session, version)
    named = f" ({saved.milestone})" if saved.milestone else ""
    codes = frozenset(one.id for one in codebook_of(saved.yaml).codes)
    return codes - left_out, f"codebook version {saved.number}{named}"
