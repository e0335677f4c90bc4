"""Verifying: whether the quotes and numbers of a file still stand in the project, and whose words they are.

A file that the program has written says out of sight which segment each quote is and what each number counts.
In any other, a manuscript that its author has rewritten, quotes are known by their words. Nothing is changed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from qualbench.codebook.word_diff import mark_changes
from qualbench.errors import FileProblem, QualbenchError
from qualbench.model.evidence import plain_key, segment_of
from qualbench.model.span import Span
from qualbench.readers.manuscript import read_manuscript
from qualbench.reports.evidence import digest, numbers_of
from qualbench.reports.quotes import nobody
from qualbench.search.quotations import (
    is_long_enough,
    is_signature,
    quoted_spans,
    says_the_same,
    without_signature,
)
from qualbench.storage.codings import load_segments, load_segments_by_id
from qualbench.storage.themes import load_theme_sets, load_themes
from qualbench.storage.unsure import load_lost_segments
from qualbench.workbench.analysing import load_study
from qualbench.workbench.manuscript_quotes import Found, find_quotes
from qualbench.workbench.reporting import summary_report
from qualbench.workbench.theme_table_export import themes_table_report

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qualbench.model.coding import Segment
    from qualbench.readers.manuscript import Manuscript, Passage
    from qualbench.reports.report import Report
    from qualbench.reports.study import Study
    from qualbench.workbench.project import Session

#: How the report of a file is made again, by the name that the file gives.
_REPORTS: dict[str, Callable[[Session, dict[str, Any]], Report]] = {
    "theme-summary": lambda session, said: summary_report(
        session, said["set"], said["coders"], said["kinds"]
    )[1],
    "themes-table": lambda session, said: themes_table_report(
        session,
        said["by"],
        set_name=said["set"],
        coder_names=said["coders"],
        kinds=said["kinds"],
        percent=said["percent"],
    ),
}


class Verdict(StrEnum):
    """What became of a quote."""

    STANDS = "stands"
    ALTERED = "altered"
    CORRECTED = "transcript corrected"
    REMOVED = "coding removed"
    LOST = "words lost in a correction"
    NOT_FOUND = "not found"


@dataclass(frozen=True, slots=True)
class QuoteCheck:
    """One quote of the file.

    Attributes:
        text: As the file has it.
        passage: Number of the paragraph, point or cell that it is in, from 1.
        segment_id: The segment that the file says it is; None where it was known by its words.
        document: Name of the document that its words, or those nearest to it, are in; empty where nowhere.
        turn: Number of the turn there; 0 where there is none.
        who: Whose words they are, without a name of a file or a speaker.
        codes: Paths of the codes on these words, of the coders in sight.
        changes: What differs, in words; empty where nothing does.
    """

    text: str
    passage: int
    verdict: Verdict
    segment_id: str | None = None
    document: str = ""
    turn: int = 0
    who: str = ""
    codes: tuple[str, ...] = ()
    changes: str = ""


@dataclass(frozen=True, slots=True)
class NumberCheck:
    """One number of the file that does not hold.

    Attributes:
        about: What it counts, in words.
        said: As the file has it.
        now: As the project has it; empty where it counts no such thing any more.
        why: `changed in the file`, `counted anew`, or empty where it may be either.
    """

    about: str
    said: str
    now: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Verified:
    """What a file was found to say.

    Attributes:
        locked: Whether the file says out of sight what its quotes and numbers are.
        numbers: How many numbers were compared.
        wrong_numbers: Those that do not hold.
        notes: One sentence each: what could not be compared, and why.
        short: How many words between quotation marks were too few to be looked for.
    """

    locked: bool
    quotes: tuple[QuoteCheck, ...]
    numbers: int
    wrong_numbers: tuple[NumberCheck, ...]
    notes: tuple[str, ...] = ()
    short: int = 0

    @property
    def stands(self) -> bool:
        """Say whether everything that was compared stands."""
        return not self.wrong_numbers and all(one.verdict is Verdict.STANDS for one in self.quotes)


def verify_file(
    session: Session, path: Path, progress: Callable[[int, int, str], None] | None = None
) -> Verified:
    """Compare the quotes and the numbers of a file with the project.

    Args:
        path: A Word, Markdown, HTML or plain text file.
        progress: Called with (documents looked through, documents in all, the document's name).

    Raises:
        FileProblem: It cannot be read.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise FileProblem(path, f"it cannot be read: {error.strerror or error}.") from error
    manuscript = read_manuscript(path.name, data)
    study = load_study(session)
    work = _Work(session, study)
    quotes, short = work.quotes(manuscript, progress)
    wrong, notes = _wrong_numbers(session, study, manuscript)
    locked = bool(manuscript.lock) or any(one.segment_id for one in quotes)
    return Verified(locked, quotes, len(manuscript.numbers), wrong, notes, short)


class _Work:
    """Checks the quotes of one file."""

    def __init__(self, session: Session, study: Study) -> None:
        self._session = session
        self._study = study
        self._codings: dict[str, list[Segment]] = {}

    def quotes(
        self, manuscript: Manuscript, progress: Callable[[int, int, str], None] | None
    ) -> tuple[tuple[QuoteCheck, ...], int]:
        marked = _marked(manuscript)
        free, short = _unmarked(manuscript, self._names())
        known = load_segments_by_id(self._session.store, [one for one, _text, _at in marked])
        lost = {one.id: one for one in load_lost_segments(self._session.store)}
        checks: list[QuoteCheck] = []
        wanted: list[tuple[str, int, bool]] = []
        for segment_id, text, at in marked:
            if segment_id in known:
                checks.append(self._against(known[segment_id], text, at))
            elif segment_id in lost:
                check = self._placed(text, at, lost[segment_id])
                checks.append(replace(check, verdict=Verdict.LOST, codes=()))
            else:
                checks.append(QuoteCheck(text, at, Verdict.REMOVED, segment_id))
                wanted.append((text, len(checks) - 1, True))
        for text, at, sure in free:
            checks.append(QuoteCheck(text, at, Verdict.NOT_FOUND))
            wanted.append((text, len(checks) - 1, sure))
        found = find_quotes(self._session, self._study, [text for text, _at, _sure in wanted], progress)
        gone: set[int] = set()
        for (_text, place, sure), one in zip(wanted, found, strict=True):
            if one is not None:
                checks[place] = self._found(checks[place], one)
            elif not sure:
                gone.add(place)  # it only looked like a quote
        kept = [one for place, one in enumerate(checks) if place not in gone]
        return tuple(sorted(kept, key=lambda one: one.passage)), short

    def _names(self) -> frozenset[str]:
        """Return what between quotation marks is the name of something: of a code, a theme or a set."""
        store, book = self._session.store, self._study.codebook
        sets = load_theme_sets(store)
        themes = [theme for one in sets for theme in load_themes(store, one.id)]
        names = [*book.paths.values(), self._study.title, *(one.name for one in book.codes)]
        names += [*(one.name for one in sets), *(one.name for one in themes)]
        return frozenset(" ".join(one.split()).casefold() for one in names)

    def _against(self, segment: Segment, text: str, at: int) -> QuoteCheck:
        check = self._placed(text, at, segment)
        if says_the_same(segment.quote, text):
            return check
        store = self._session.store
        before = (store.text(segment.document_id, number) for number in range(segment.revision - 1, 0, -1))
        corrected = any(says_the_same(one, text) for one in before)
        verdict = Verdict.CORRECTED if corrected else Verdict.ALTERED
        return replace(check, verdict=verdict, changes=_changes(segment.quote, text))

    def _placed(self, text: str, at: int, segment: Segment) -> QuoteCheck:
        made = QuoteCheck(text, at, Verdict.STANDS, segment.id)
        made = self._at(made, segment.document_id, segment.span)
        own = self._study.codebook.paths.get(segment.code_id, "")
        return replace(made, codes=tuple(dict.fromkeys(one for one in (own, *made.codes) if one)))

    def _found(self, check: QuoteCheck, found: Found) -> QuoteCheck:
        placed = self._at(check, found.document_id, found.span)
        if check.verdict is Verdict.REMOVED:
            return placed
        if found.exact:
            return replace(placed, verdict=Verdict.STANDS)
        return replace(placed, verdict=Verdict.ALTERED, changes=_changes(found.words, check.text))

    def _at(self, check: QuoteCheck, document_id: str, span: Span) -> QuoteCheck:
        """Say where words are, who says them and which codes are on them."""
        source = self._study.scope.by_document[document_id]
        voices = source.voices(span)
        cases = self._study.cases_of(voices)
        turns = source.turns_over(span)
        return replace(
            check,
            document=source.document.name,
            turn=turns[0].index if turns else 0,
            who=", ".join(case.shown for case in cases) or nobody(voices),
            codes=self._codes(document_id, span),
        )

    def _codes(self, document_id: str, span: Span) -> tuple[str, ...]:
        if document_id not in self._codings:
            self._codings = {document_id: load_segments(self._session.store, document_id=document_id)}
        paths = self._study.codebook.paths
        on = [paths[one.code_id] for one in self._codings[document_id] if one.span.overlaps(span)]
        return tuple(dict.fromkeys(on))


def _changes(source: str, written: str) -> str:
    return mark_changes(" ".join(source.split()), " ".join(written.split()))


def _marked(manuscript: Manuscript) -> list[tuple[str, str, int]]:
    """Return the segment, the words and the passage of each quote that the file says is a segment's."""
    found: list[tuple[str, str, int]] = []
    for at, passage in enumerate(manuscript.passages, start=1):
        for mark in passage.marks:
            segment_id, words = segment_of(mark.key), passage.text[mark.start : mark.end].strip()
            if segment_id is None:
                continue
            if mark.start == 0 and found and found[-1][0] == segment_id and found[-1][2] == at - 1:
                found[-1] = (segment_id, f"{found[-1][1]}\n{words}", at)  # it goes on from the passage before
            else:
                found.append((segment_id, _bare(words), at))
    return found


def _bare(words: str) -> str:
    """Return words without quotation marks around the whole."""
    inside = quoted_spans(words)
    whole = len(inside) == 1 and len(inside[0]) == len(words) - 2
    return words[inside[0].start : inside[0].end] if whole else words


def _unmarked(manuscript: Manuscript, names: frozenset[str]) -> tuple[list[tuple[str, int, bool]], int]:
    """Return each other quote with its passage and whether it surely is one; and how many are too short.

    Args:
        names: What stands between quotation marks because it is a name.
    """
    found: list[tuple[str, int, bool]] = []
    short = 0
    for at, passage in enumerate(manuscript.passages, start=1):
        if any(segment_of(mark.key) and mark.start == 0 for mark in passage.marks):
            continue
        texts = [(passage.text[one.start : one.end], True) for one in _outside(passage)]
        if passage.quoted and not is_signature(passage.text) and not passage.marks:
            if after_quote := at > 1 and manuscript.passages[at - 2].marks and passage.quoted == "block":
                after_quote = bool(after_quote) and not is_long_enough(passage.text)
            if after_quote:
                continue  # whose words the quote above is
            texts = [(without_signature(passage.text), passage.quoted == "block")]
        for text, sure in texts:
            if " ".join(text.split()).casefold() in names:
                continue
            if is_long_enough(text):
                found.append((text, at, sure))
            else:
                short += 1
    return found, short


def _outside(passage: Passage) -> list[Span]:
    """Return what stands between quotation marks in no words that the file says are a segment's."""
    marked = [Span(one.start, one.end) for one in passage.marks if segment_of(one.key)]
    return [one for one in quoted_spans(passage.text) if not any(one.overlaps(mark) for mark in marked)]


def _wrong_numbers(
    session: Session, study: Study, manuscript: Manuscript
) -> tuple[tuple[NumberCheck, ...], tuple[str, ...]]:
    """Return the numbers that do not hold, and what could not be compared."""
    if not manuscript.numbers:
        return (), ()
    try:
        said = json.loads(manuscript.lock)
        make = _REPORTS[said["report"]]
    except (ValueError, KeyError, TypeError):
        return (), ("The file no longer says how its numbers were made, so they were not compared.",)
    if said.get("project") != session.project.id:
        return (), ("The numbers are another project's, so they were not compared.",)
    try:
        report = make(session, said)
    except QualbenchError as error:
        return (), (f"The numbers cannot be counted again: {error.message}",)
    now = numbers_of(report)
    there = dict(manuscript.numbers)
    same_project = digest(now) == said.get("numbers")
    names = _names(study, report)
    wrong = []
    for key, words in manuscript.numbers:
        if now.get(key, "") != words:
            why = (
                "changed in the file"
                if same_project
                else "counted anew"
                if _untouched(there, now, said)
                else ""
            )
            wrong.append(NumberCheck(_about(key, names), words, now.get(key, ""), why))
    return tuple(wrong), ()


def _untouched(there: dict[str, str], now: dict[str, str], said: dict[str, Any]) -> bool:
    """Say whether the file's numbers are all that were written, as they were written."""
    return digest(there) == said.get("numbers")


def _names(study: Study, report: Report) -> dict[str, str]:
    """Return what ids of a report are called, by the id as it is compared."""
    from qualbench.reports.report import Table

    names = {plain_key(case.id): case.shown for case in study.cases}
    for block in report.blocks:
        if isinstance(block, Table) and block.name:
            pairs = [*zip(block.column_ids, block.header[1:], strict=True)]
            pairs += [*zip(block.row_ids, (row[0] for row in block.rows), strict=True)]
            names.update({plain_key(one): name for one, name in pairs})
            names[block.name] = block.caption
    return names


_KINDS = {"n": "participants", "s": "segments", "docs": "documents"}


def _about(key: str, names: dict[str, str]) -> str:
    kind, *rest = key.split("/")
    shown = [names.get(one, "the study" if one == "study" else one) for one in rest]
    return f"{_KINDS.get(kind) or names.get(kind, kind)}: {', '.join(shown)}"
