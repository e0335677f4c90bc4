"""What a project knows for a reporting checklist, in sentences, each with where it can be looked up."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import qualbench
from qualbench.errors import NotFound, QualbenchError
from qualbench.model.code import CodeStatus
from qualbench.model.coding import MemoTarget, Stance
from qualbench.model.document import DocumentKind, Role, kinds_in_words
from qualbench.model.theme import theme_tree
from qualbench.reports.checklist import NAMES, checklist_report, load_checklist
from qualbench.reports.summary import shown_themes
from qualbench.storage.codebooks import load_versions
from qualbench.storage.codings import load_segments
from qualbench.storage.history import load_history
from qualbench.storage.projects import load_memos
from qualbench.storage.purge import load_withdrawals
from qualbench.storage.themes import load_verdicts
from qualbench.workbench.analysing import choose_coders, load_study
from qualbench.workbench.outputs import check_output, write_output
from qualbench.workbench.quote_export import FORMATS
from qualbench.workbench.reporting import Exported, known_format, left_out, rendered, said_so
from qualbench.workbench.saturating import load_saturation
from qualbench.workbench.theming import current_set, load_themes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualbench.analysis.scope import Source
    from qualbench.model.coding import Segment
    from qualbench.model.theme import Theme
    from qualbench.reports.study import Study
    from qualbench.workbench.project import Session

__all__ = ["FORMATS", "NAMES", "checklist_facts", "export_checklist"]

#: An attribute's values that are told one by one.
_VALUES = 6


def export_checklist(
    session: Session,
    name: str,
    *,
    output: Path,
    format: str = "md",  # noqa: A002 (the field's word, and the option's)
) -> Exported:
    """Write a checklist with what the project knows filled in; the rest stays visibly missing.

    Raises:
        NotFound: There is no such checklist.
        UsageError: There is no such format, or the study is kept in that file.
        NamesFound: It holds a name that the key knows; nothing is written.
        FileProblem: It cannot be written.
    """
    if name not in NAMES:
        raise NotFound("checklist", name, list(NAMES))
    known_format(format, FORMATS)
    check_output(session, output)
    reflexive = session.project.profile == "reflexive"
    report = checklist_report(
        load_checklist(name), checklist_facts(session), project=session.project.title, reflexive=reflexive
    )
    if format == "csv":
        from qualbench.reports.csv_file import render_csv
        from qualbench.reports.report import Table

        tables = [one for one in report.blocks if isinstance(one, Table)]
        rows = [(table.caption, *row) for table in tables for row in table.rows]
        write_output(session, output, render_csv(("Section", *tables[0].header), rows, quoted=True))
    else:
        write_output(session, output, rendered(said_so(session, report), format))
    return Exported(output, 0, left_out(session))


def checklist_facts(session: Session) -> dict[str, tuple[str, ...]]:
    """Return what the project knows, by the names that checklists ask for; the rest is absent."""
    study = load_study(session)
    segments = load_segments(session.store, coder_ids=choose_coders(session).coder_ids)
    found = {
        **dict(_about_people(study)),
        **dict(_about_sources(session, study)),
        **dict(_about_coding(session, study, segments)),
        **dict(_about_themes(session, segments)),
    }
    return {name: lines for name, lines in found.items() if lines}


def _many(number: int, one: str, several: str = "") -> str:
    return f"{number:,} {one if number == 1 else several or one + 's'}"


Facts = tuple[str, tuple[str, ...]]


def _about_people(study: Study) -> Iterator[Facts]:
    n = study.scope.n
    unknown = study.scope.unidentified
    said = [f"{_many(n, 'participant')} with words in the data."] if n else []
    if n and unknown:
        said.append(f"{_many(unknown, 'speaker')} unidentified and not counted.")
    yield "sample", tuple(said)
    lines = []
    for attribute in study.attributes:
        values = Counter(case.value(attribute.name).strip() for case in study.participants)
        missing = values.pop("", 0)
        if not values or len(values) > _VALUES or min(values.values()) < study.smallest_cell:
            continue
        told = ", ".join(f"{value} {number}" for value, number in sorted(values.items()))
        lines.append(f"{attribute.name}: {told}{f', no value {missing}' if missing else ''}.")
    if n > 1:
        yield "attributes", tuple([*lines, "All of it: qualbench case list"] if lines else ())
    asking = {
        speaker.label
        for source in study.sources
        for speaker in source.speakers
        if speaker.role in (Role.INTERVIEWER, Role.MODERATOR)
    }
    yield "interviewers", ((f"Who asks in the transcripts: {', '.join(sorted(asking))}.",) if asking else ())


def _about_sources(session: Session, study: Study) -> Iterator[Facts]:
    kinds = Counter(source.document.kind for source in study.sources)
    words = sum(source.document.words for source in study.sources)
    if kinds:
        yield "sources", (f"Sources: {kinds_in_words(kinds)}; {words:,} words.",)
    for kind, fact in ((DocumentKind.GUIDE, "guide"), (DocumentKind.FIELD_NOTES, "field_notes")):
        names = [source.document.name for source in study.sources if source.document.kind is kind]
        yield fact, ((f"In the project as {kind.value}: {', '.join(names)}.",) if names else ())
    held = Counter(
        case_id
        for source in study.sources
        if source.document.kind is DocumentKind.INTERVIEW
        for case_id in source.everybody.case_ids
    )
    again = sum(number > 1 for number in held.values())
    if held:
        said = (
            f"{_many(again, 'participant')} in more than one interview." if again else "One interview each."
        )
        yield "repeated", (said,)
    yield from _about_recordings(study.sources)
    corrected = [one.document.name for one in study.sources if one.document.revision > 1]
    if corrected:
        said = f"{_many(len(corrected), 'transcript')} corrected after the import: {', '.join(corrected)}."
        yield "corrections", (said,)
    steps = load_history(session.store)
    if gone := load_withdrawals(session.store):
        yield "withdrawals", (f"{_many(len(gone), 'withdrawal')} after the interview, on record here.",)
    if any(one.verb == "pseudonyms" for one in steps):
        yield "pseudonyms", ("Names were replaced by aliases; the key is kept apart from the project.",)


def _about_recordings(sources: tuple[Source, ...]) -> Iterator[Facts]:
    ends = [
        max(turn.time for turn in source.turns if turn.time is not None)
        for source in sources
        if any(turn.time is not None for turn in source.turns)
    ]
    if not ends:
        return
    minutes = sorted(round(one / 60) for one in ends)
    yield "recorded", (f"{_many(len(ends), 'transcript')} with times, so from recordings.",)
    spread = f"{minutes[0]} to {minutes[-1]} minutes" if len(minutes) > 1 else f"{minutes[0]} minutes"
    yield "duration", (f"By the time at which the last turn begins: {spread}.",)


def _about_coding(session: Session, study: Study, segments: list[Segment]) -> Iterator[Facts]:
    yield "software", (f"qualbench {qualbench.__version__}.",)
    if study.profile and study.profile != "undecided":
        yield "method", (f"The project follows: {study.profile}. More: qualbench profile",)
    entries = load_memos(session.store, target=MemoTarget.PROJECT)
    journal = [one for one in entries if one.kind.value == "journal" and not one.private]
    if journal:
        yield (
            "journal",
            (f"{_many(len(journal), 'entry', 'entries')} in the journal: qualbench journal list",),
        )
    everyone = load_segments(session.store)
    coded = {one.coder_id for one in everyone}
    people = [one for one in study.coders if one.id in coded and not one.machine]
    if people:
        names = ", ".join(one.name for one in people)
        yield "coders", (f"{_many(len(people), 'person', 'people')} coded: {names}.",)
    if len(people) > 1:
        yield "comparison", ("Where two coders differ: qualbench compare",)
    codes = study.codebook.codes
    versions = load_versions(session.store)
    if codes:
        top = sum(one.parent_id is None for one in codes)
        kept = f"{_many(len(versions), 'saved version')}" if versions else "no saved version"
        yield (
            "codebook",
            (f"{_many(len(codes), 'code')}, {top} at the top; {kept}. The tree: qualbench export appendix",),
        )
        origins = Counter(
            (one.origin.value if one.origin else "not said")
            for one in codes
            if one.status is not CodeStatus.RETIRED
        )
        told = ", ".join(f"{number} {origin}" for origin, number in sorted(origins.items()))
        yield "derivation", (f"Codes by where they come from: {told}.",)
    per_source = Counter(one.document_id for one in segments)
    rates = sorted(
        (1000 * per_source[one.document.id] / one.document.words, one.document.name)
        for one in study.sources
        if one.document.words and one.everybody.case_ids
    )
    if len(rates) > 1 and segments:
        (least, first), (most, last) = rates[0], rates[-1]
        yield (
            "attention",
            (f"Segments for every 1,000 words: from {least:.1f} ({first}) to {most:.1f} ({last}).",),
        )
    days = sorted({one.at[:10] for one in load_history(session.store)})
    if days:
        steps = len(load_history(session.store))
        yield (
            "history",
            (f"{steps:,} steps on {_many(len(days), 'day')}, {days[0]} to {days[-1]}: qualbench log",),
        )
    try:
        yield "saturation", (load_saturation(session).in_words(), "More: qualbench saturation")
    except QualbenchError:  # too few sources
        return


def _about_themes(session: Session, segments: list[Segment]) -> Iterator[Facts]:
    theme_set = current_set(session)
    themes = load_themes(session, theme_set.id) if theme_set else ()
    shown = [theme for theme, _depth, _path in shown_themes(theme_tree(themes))[0]]
    if not shown:
        return
    assert theme_set is not None
    top = [one for one in shown if one.parent_id is None]
    names = ", ".join(one.name for one in top)
    under = f", {_many(len(shown) - len(top), 'subtheme')}" if len(shown) > len(top) else ""
    yield "themes", (f"{_many(len(top), 'theme')}{under} in “{theme_set.name}”: {names}.",)
    without = [one.name for one in shown if not one.concept]
    said = f"{len(shown) - len(without)} of {len(shown)} have a central organising concept."
    yield "concepts", (said, *([f"Without: {', '.join(without)}."] if without else []))
    yield from _about_quotes(session, shown, segments)
    verdicts = sum(len(load_verdicts(session.store, one.id)) for one in shown)
    if verdicts:
        yield "reviewed", (f"{_many(verdicts, 'verdict')} of the review are on record.",)
    marked = {one for theme in shown for one, stance in theme.stances.items() if stance is Stance.CONTRADICTS}
    against = marked | {one.id for one in segments if one.stance is Stance.CONTRADICTS}
    yield (
        "counter",
        (f"{_many(len(against), 'code or segment', 'codes or segments')} marked as contradicting.",),
    )
    empty = [one.name for one in shown if not (one.code_ids or one.segment_ids)]
    yield (
        "collated",
        (
            f"{len(shown) - len(empty)} of {len(shown)} themes have codes or segments of their own.",
            "All of them: qualbench export quotes --all",
        ),
    )


def _about_quotes(session: Session, shown: list[Theme], segments: list[Segment]) -> Iterator[Facts]:
    chosen = [one for theme in shown for one in theme.exemplar_ids]
    if not chosen:
        return
    study = load_study(session)
    by_id = {one.id: one for one in segments}
    cases = {
        case_id
        for one in chosen
        if one in by_id
        for case_id in study.scope.voices(by_id[one].document_id, by_id[one].span).case_ids
    }
    whose = f" from {len(cases)} of {study.scope.n} participants" if study.scope.n > 1 else ""
    line = f"{_many(len(chosen), 'quote')} chosen{whose}, each with an attribution."
    yield "quotes", (line,)
    yield "spread", (line,) if study.scope.n > 1 else ()
    yield "verified", ("Every quote is compared with the transcript as it is written: qualbench verify FILE",)
    words = sum(len(by_id[one].quote.split()) for one in chosen if one in by_id)
    told = sum(len(one.narrative.split()) for one in shown)
    if told:
        yield "balance", (f"{told:,} words of narrative, {words:,} words of chosen quotes.",)
