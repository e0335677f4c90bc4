"""Reviewing a theme in two steps: against its extracts, and against all documents. Verdicts are steps."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualbench.errors import UsageError
from qualbench.model.change import Change, Noun
from qualbench.model.ids import new_id
from qualbench.model.theme import ExtractVerdict, ReadingVerdict, Theme, Verdict
from qualbench.storage import themes as stored
from qualbench.storage.documents import load_documents
from qualbench.workbench.analysing import theme_segments
from qualbench.workbench.coding import find_segment
from qualbench.workbench.importing import find_document
from qualbench.workbench.theming_sets import find_theme
from qualbench.workbench.writing import added, changed, removed, stamp, write

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualbench.model.coding import Segment
    from qualbench.model.document import Document
    from qualbench.workbench.project import Session

__all__ = ["ExtractVerdict", "ReadingVerdict", "Review", "judge_extracts", "judge_reading", "review_of"]

SEGMENT, DOCUMENT = "segment", "document"


@dataclass(frozen=True, slots=True)
class Extract:
    """A segment of the theme with the session's coder's verdict on it, if there is one."""

    segment: Segment
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A document to be read again for the theme.

    Attributes:
        segments: How many of the theme's segments it has.
        verdict: What the session's coder found, if it was read again.
    """

    document: Document
    segments: int
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """How far the review of a theme is.

    Attributes:
        extracts: In order of the documents.
        readings: Every document, those without a segment of the theme first: what was not coded is
            found there.
    """

    theme: Theme
    extracts: tuple[Extract, ...]
    readings: tuple[Reading, ...]

    @property
    def said(self) -> str:
        """How it stands, in words."""
        judged = Counter(one.verdict.verdict for one in self.extracts if one.verdict)
        counted = ", ".join(f"{judged[one]} {one.value}" for one in ExtractVerdict if judged[one])
        done = sum(one.verdict is not None for one in self.extracts)
        read = sum(one.verdict is not None for one in self.readings)
        told = f"{done} of {len(self.extracts)} extracts judged"
        told += f" ({counted})" if counted else ""
        return f"{told}; {read} of {len(self.readings)} documents read again"


def review_of(session: Session, theme_id: str, coder_names: Sequence[str] = ()) -> Review:
    """Return how far the review of a theme is, with the session's coder's verdicts.

    Raises:
        NotFound: There is no such theme or coder.
    """
    theme = find_theme(session, theme_id)
    own = {
        one.target_id: one
        for one in stored.load_verdicts(session.store, theme.id)
        if one.coder_id == session.coder.id
    }
    segments = theme_segments(session, theme.id, coder_names)
    many = Counter(one.document_id for one in segments)
    documents = sorted(load_documents(session.store), key=lambda one: bool(many[one.id]))
    return Review(
        theme,
        tuple(Extract(one, own.get(one.id)) for one in segments),
        tuple(Reading(one, many[one.id], own.get(one.id)) for one in documents),
    )


def judge_extracts(
    session: Session, theme_id: str, segment_ids: Sequence[str], verdict: str, note: str = ""
) -> None:
    """Give a verdict on extracts of a theme, as one logged step; an empty one takes it back.

    Raises:
        NotFound: There is no such theme or segment.
        UsageError: There is no such verdict, or a segment is none of the theme's.
    """
    theme = find_theme(session, theme_id)
    ids = [find_segment(session, one).id for one in dict.fromkeys(segment_ids)]
    own = {one.id for one in theme_segments(session, theme.id)}
    if any(one not in own for one in ids):
        raise UsageError(f"That segment is none of the theme “{theme.name}”.")
    said = f"{len(ids)} extract{'s' * (len(ids) != 1)} of the theme “{theme.name}”"
    _judge(session, theme, SEGMENT, ids, _checked(verdict, ExtractVerdict), note, said)


def judge_reading(session: Session, theme_id: str, document_id: str, verdict: str, note: str = "") -> None:
    """Say what reading a document again found of a theme, as one logged step; an empty verdict takes it back.

    Raises:
        NotFound: There is no such theme or document.
        UsageError: There is no such verdict.
    """
    theme, document = find_theme(session, theme_id), find_document(session, document_id)
    said = f"{document.name}, read again for the theme “{theme.name}”"
    _judge(session, theme, DOCUMENT, [document.id], _checked(verdict, ReadingVerdict), note, said)


def _checked(verdict: str, choices: type[ExtractVerdict] | type[ReadingVerdict]) -> str:
    verdict = " ".join(verdict.casefold().split())
    if verdict and verdict not in tuple(choices):
        raise UsageError(f"There is no verdict “{verdict}”.", f"It is one of: {', '.join(choices)}.")
    return verdict


def _judge(
    session: Session, theme: Theme, target: str, ids: Sequence[str], verdict: str, note: str, said: str
) -> None:
    there = {
        one.target_id: one
        for one in stored.load_verdicts(session.store, theme.id)
        if one.coder_id == session.coder.id
    }
    changes: list[Change | None] = []
    at = stamp()
    for one in ids:
        before = there.get(one)
        if not verdict:
            changes += [removed(session, "VerdictTakenBack", Noun.THEME_VERDICT, before.id)] if before else []
        elif before is None:
            row = {
                "theme_id": theme.id,
                "target": target,
                "target_id": one,
                "verdict": verdict,
                "note": note,
                "coder_id": session.coder.id,
                "created_at": at,
            }
            changes.append(added("VerdictGiven", Noun.THEME_VERDICT, new_id(), row))
        else:
            was = {"verdict": before.verdict, "note": before.note}
            now = {"verdict": verdict, "note": note or before.note}
            changes.append(changed("VerdictChanged", Noun.THEME_VERDICT, before.id, was, now))
    told = f"judged “{verdict}”: {said}" if verdict else f"took back the verdict on {said}"
    write(session, [one for one in changes if one], verb="review", summary=told, why=note)
