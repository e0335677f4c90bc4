"""Surveys: a table of answers becomes cases with attributes, and one document of what was written.

One row is one case. What was ticked (closed columns) becomes attributes; what was written (open columns)
becomes one source: each question, and below it each answer, as a turn of the case that gave it. So answers
are read, coded and counted as interviews are.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from qualbench.errors import UsageError
from qualbench.model.case import Attribute, AttributeType, folded
from qualbench.model.change import Change, Noun
from qualbench.model.document import DocumentKind, Reading, Role, Turn
from qualbench.model.ids import new_id
from qualbench.storage import documents as stored
from qualbench.storage.names import load_digests, load_names
from qualbench.storage.projects import load_attributes, load_cases
from qualbench.workbench.cases import add_attribute
from qualbench.workbench.survey_plan import Column, Survey, Use, plain_name, plan, plan_survey
from qualbench.workbench.writing import added, write

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    from qualbench.model.change import Value
    from qualbench.workbench.project import Session
    from qualbench.workbench.survey_plan import Rows

__all__ = ["Column", "Survey", "SurveyImport", "Use", "import_survey", "plan_survey"]


@dataclass(frozen=True, slots=True)
class SurveyImport:
    """What a survey brought.

    Attributes:
        document: The name of the document with the answers, or of the one that was there already.
        there_already: True where the very file was taken in before; then nothing is changed.
        new_cases: How many cases are new.
        attributes: Names of new attributes.
    """

    survey: Survey
    document: str
    there_already: bool
    new_cases: int = 0
    attributes: tuple[str, ...] = ()


def import_survey(
    session: Session,
    path: Path,
    *,
    name: str | None = None,
    case: str | None = None,
    open_: Collection[str] = (),
    closed: Collection[str] = (),
    left_out: Collection[str] = (),
) -> SurveyImport:
    """Take a table of answers in, as one step: its cases, their attributes, and one document of the answers.

    Args:
        name: Of the document; by default the file's.
        case, open_, closed, left_out: As for `plan_survey`.

    Raises:
        FileProblem, NotFound, UsageError: As for `plan_survey`; or the name is taken.
    """
    survey, data, by_case = plan(path, case, open_, closed, left_out)
    digest, names = sha256(data).hexdigest(), load_names(session.store)
    there = next((one for one, known in load_digests(session.store).items() if known == digest), None)
    if there is not None:
        return SurveyImport(survey, names[there], there_already=True)
    called = (name or survey.name).strip()
    if called in names.values():
        raise UsageError(f"There is a document “{called}” already.", "Give the survey another name: --name.")
    respondents, new_cases = _respondents(session, survey, by_case)
    fresh = {change.key[0] for change in new_cases}
    new_attributes, values = _values(session, survey, by_case, respondents, fresh)
    reading = _reading(path.name, data, survey, by_case, respondents)
    document_id = new_id()
    shown: dict[str, Value] = {
        "position": stored.next_position(session.store),
        "name": called,
        "kind": DocumentKind.SURVEY.value,
        "case_id": None,
        "revision": 1,
    }
    changes = [
        *(*new_cases, *new_attributes, *values),
        Change("DocumentAdded", Noun.DOCUMENT, (document_id,), None, shown, material=reading),
        *_speakers(document_id, reading, {label: one for one, label in respondents}),
    ]
    write(
        session,
        changes,
        verb="import",
        summary=f"imported the survey {called}: {survey.answers} answers of {survey.cases} cases",
    )
    made = tuple(str((one.after or {})["name"]) for one in new_attributes)
    return SurveyImport(survey, called, there_already=False, new_cases=len(fresh), attributes=made)


def _respondents(
    session: Session, survey: Survey, by_case: Sequence[Rows]
) -> tuple[list[tuple[str, str]], list[Change]]:
    """Return id and name of who answered, in order, and the changes that make the new cases."""
    known = load_cases(session.store)
    ids = {folded(one.name): one.id for one in known}
    number = max((one.number for one in known), default=0)
    at = next((n for n, one in enumerate(survey.columns) if one.use is Use.CASE), None)
    found: list[tuple[str, str]] = []
    new: list[Change] = []
    for rows in by_case:
        line, row = rows[0]
        label = plain_name(row[at]) if at is not None and row[at] else f"row {line}"
        if folded(label) not in ids:
            number += 1
            ids[folded(label)] = new_id()
            case: dict[str, Value] = {"number": number, "name": label}
            new.append(added("CaseAdded", Noun.CASE, ids[folded(label)], case))
        found.append((ids[folded(label)], label))
    return found, new


def _values(
    session: Session,
    survey: Survey,
    by_case: Sequence[Rows],
    respondents: Sequence[tuple[str, str]],
    fresh: Collection[str],
) -> tuple[list[Change], list[Change]]:
    """Return the changes that make new attributes, and those that give cases their values.

    A case that has a value already keeps it.
    """
    attributes = {folded(one.name): one for one in load_attributes(session.store)}
    has = {(case.id, folded(name)) for case in load_cases(session.store) for name in case.values}
    new: list[Change] = []
    values: list[Change] = []
    for at, column in enumerate(survey.columns):
        if column.use is not Use.CLOSED:
            continue
        known = attributes.get(folded(column.name))
        if known is None:
            known = Attribute(new_id(), column.name, column.type or AttributeType.TEXT, (), len(attributes))
            attributes[folded(column.name)] = known
            new.append(add_attribute(known))
        for rows, (case_id, _label) in zip(by_case, respondents, strict=True):
            value = next((row[at] for _line, row in rows if row[at]), "")
            if value and (case_id in fresh or (case_id, folded(column.name)) not in has):
                has.add((case_id, folded(column.name)))
                values.append(added("ValueSet", Noun.VALUE, (case_id, known.id), {"value": value}))
    return new, values


def _reading(
    source: str,
    data: bytes,
    survey: Survey,
    by_case: Sequence[Rows],
    respondents: Sequence[tuple[str, str]],
) -> Reading:
    """Lay the answers out as a text: each question, then each answer after who gave it."""
    parts: list[str] = []
    turns: list[Turn] = []
    where = 0

    def put(label: str, words: str, role: Role) -> None:
        nonlocal where
        head = f"{label}: "
        start, end = where + len(head), where + len(head) + len(words)
        turns.append(Turn(len(turns) + 1, start, end, where, label, role))
        parts.append(head + words)
        where += len(head) + len(words) + 2

    for at, column in enumerate(survey.columns):
        if column.use is not Use.OPEN:
            continue
        put(QUESTION, column.name, Role.INTERVIEWER)
        for rows, (_case, label) in zip(by_case, respondents, strict=True):
            for _line, row in rows:
                if row[at]:
                    put(label, "\n".join(row[at].splitlines()), Role.PARTICIPANT)
    roles = {turn.speaker: turn.role for turn in turns if turn.speaker is not None}
    return Reading(
        name=survey.name,
        source=source,
        format="xlsx" if not survey.separator else "csv",
        text="\n\n".join(parts),
        turns=tuple(turns),
        roles=roles,
        sha256=sha256(data).hexdigest(),
        encoding=survey.encoding,
        kind=DocumentKind.SURVEY,
        problems=survey.problems,
    )


#: Who asks in the document of a survey.
QUESTION = "Question"


def _speakers(document_id: str, reading: Reading, cases: dict[str, str]) -> Iterator[Change]:
    for position, (label, role) in enumerate(reading.roles.items()):
        row: dict[str, Value] = {
            "document_id": document_id,
            "position": position,
            "label": label,
            "role": role.value,
            "case_id": cases.get(label) if role is Role.PARTICIPANT else None,
        }
        yield added("SpeakerAdded", Noun.SPEAKER, new_id(), row)
