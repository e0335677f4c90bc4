"""Cases and their attributes: looked at, set one by one, and taken in from a table."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qualbench.errors import FileProblem, NotFound, UsageError
from qualbench.model.case import PSEUDONYM, Attribute, AttributeType, Case, folded
from qualbench.model.change import Change, Noun
from qualbench.model.ids import new_id
from qualbench.storage import projects as stored
from qualbench.workbench.importing import list_documents, list_speakers
from qualbench.workbench.writing import added, changed, removed, write

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from qualbench.model.change import Value
    from qualbench.workbench.project import Session

#: How a case table's first column may be called; any other name is taken too, if the column comes first.
CASE_COLUMNS = ("case", "case name", "name", "document", "id", "participant")
_YES_NO = {"yes", "no", "y", "n", "true", "false"}
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")


@dataclass(frozen=True, slots=True)
class CaseImport:
    """What a case table brought.

    Attributes:
        added: Names of new cases.
        changed: One line for each value that differs now: `P01, age band: 50-59 → 60-69`.
        attributes: Names of new attributes, each with its type.
        unchanged: Cases that were as the table has them.
        without_document: Names of cases in the table that no document or speaker belongs to.
        widened: One line for each attribute that takes any text from now on, with the value that made it so.
    """

    added: tuple[str, ...]
    changed: tuple[str, ...]
    attributes: tuple[str, ...]
    unchanged: int
    without_document: tuple[str, ...]
    widened: tuple[str, ...] = ()


def list_cases(session: Session) -> list[Case]:
    """Return the cases by number, with their values."""
    return stored.load_cases(session.store)


def list_attributes(session: Session) -> list[Attribute]:
    """Return the attributes in order."""
    return stored.load_attributes(session.store)


def find_case(session: Session, text: str) -> Case:
    """Return the case of that name, id or number.

    Raises:
        NotFound: There is none; near names are offered.
    """
    cases = stored.load_cases(session.store)
    for match in (
        lambda one: one.id == text,
        lambda one: one.name == text,
        lambda one: str(one.number) == text,
    ):
        found = next((one for one in cases if match(one)), None)
        if found is not None:
            return found
    from qualbench.search.fuzzy import nearest

    raise NotFound("case", text, nearest(text, [one.name for one in cases]))


def set_value(session: Session, case: Case, attribute: str, value: str) -> str:
    """Give a case's attribute a value (empty removes it); a new attribute is made.

    The type of an attribute is guessed from its first values: one that does not fit makes it text.

    Returns:
        What was widened, as a line (see `CaseImport`), or an empty text.

    Raises:
        UsageError: The attribute has no name, or the value is none of its choices.
    """
    attributes = {folded(one.name): one for one in stored.load_attributes(session.store)}
    known = attributes.get(folded(attribute))
    changes: list[Change] = []
    if known is None:
        known = Attribute(new_id(), attribute.strip(), guess_type(attribute, [value]), (), len(attributes))
        if not known.name:
            raise UsageError("An attribute needs a name.")
        changes.append(add_attribute(known))
    said = ""
    if value and not fits(known, value):
        if known.type is AttributeType.CHOICE:
            raise UsageError(f"“{value}” is none of the choices of {known.name}.", "Nothing was changed.")
        changes.append(_widened(known))
        said = _widening(known, value)
    changes += _value_changes(session, case, known, value)
    write(session, changes, verb="case", summary=f"set {known.name} of case {case.name}")
    return said


def find_attribute(session: Session, name: str) -> Attribute:
    """Return the attribute of that name.

    Raises:
        NotFound: There is none; near names are offered.
    """
    from qualbench.search.fuzzy import nearest

    attributes = stored.load_attributes(session.store)
    found = next((one for one in attributes if folded(one.name) == folded(name)), None)
    if found is None:
        raise NotFound("attribute", name, nearest(name, [one.name for one in attributes]))
    return found


def change_attribute(
    session: Session,
    name: str,
    *,
    rename: str | None = None,
    kind: AttributeType | None = None,
    choices: Sequence[str] | None = None,
    private: bool | None = None,
) -> Attribute:
    """Change what an attribute is; values stay as they are.

    Args:
        rename: Its new name.
        kind: Its type; every value that there is must fit.
        choices: What values of a choice can be, in order; makes it a choice.
        private: Whether it is in no export.

    Raises:
        NotFound: There is no such attribute.
        UsageError: A value does not fit, or the name is taken or empty.
    """
    before = find_attribute(session, name)
    after = before
    if rename is not None:
        taken = [one for one in stored.load_attributes(session.store) if one.id != before.id]
        if not rename.strip() or folded(rename) in {folded(one.name) for one in taken}:
            raise UsageError(f"An attribute needs a name of its own, and “{rename}” is none.")
        after = replace(after, name=rename.strip())
    if choices is not None:
        after = replace(after, type=AttributeType.CHOICE, choices=tuple(dict.fromkeys(choices)))
    elif kind is not None:
        after = replace(after, type=kind, choices=after.choices if kind is AttributeType.CHOICE else ())
    if private is not None:
        after = replace(after, private=private)
    for case in stored.load_cases(session.store):
        value = case.values.get(before.name, "")
        if value and not fits(after, value):
            what = (
                f"one of {', '.join(after.choices)}" if after.choices else f"a value of the type {after.type}"
            )
            raise UsageError(f"“{value}” of case {case.name} is not {what}.", "Change the value first.")
    change = changed(
        "AttributeChanged", Noun.ATTRIBUTE, before.id, _attribute_row(before), _attribute_row(after)
    )
    summary = f"changed the attribute {before.name}"
    write(session, [change] if change else [], verb="case", summary=summary)
    return after


def import_cases(
    session: Session, path: Path, *, matches: Mapping[str, str] | None = None, dry_run: bool = False
) -> CaseImport:
    """Take in a case table as one step: first column the case's name, one attribute a further column.

    Values are updated, new cases and attributes made, nothing is removed: an empty cell leaves what is there.
    A value that does not fit its attribute's guessed type makes the attribute text.

    Args:
        matches: Names in the table that stand for cases of other names, with these cases' ids.
        dry_run: Say what it would bring, and change nothing.

    Raises:
        FileProblem: The file cannot be read, has no header, names a case or an attribute twice, or has a
            value that is none of its attribute's choices.
    """
    header, rows = read_table(path)
    known = {one.name.strip().casefold(): one for one in stored.load_cases(session.store)}
    by_id = {one.id: one for one in known.values()}
    known |= {name.casefold(): by_id[case_id] for name, case_id in (matches or {}).items()}
    attributes = {folded(one.name): one for one in stored.load_attributes(session.store)}
    number = max((one.number for one in known.values()), default=0)
    changes, new_attributes = _new_attributes(header, rows, attributes)
    fresh: list[str] = []
    differing: list[str] = []
    widened: list[str] = []
    unchanged = 0
    for line, row in rows:
        case = known.get(row[0].casefold())
        if case is None:
            number += 1
            case = Case(new_id(), number, row[0])
            known[row[0].casefold()] = case
            fresh.append(case.name)
            changes.append(added("CaseAdded", Noun.CASE, case.id, {"number": number, "name": case.name}))
        before = len(differing)
        for name, value in zip(header[1:], row[1:], strict=True):
            attribute = attributes[folded(name)]
            if value and not fits(attribute, value):
                if attribute.type is AttributeType.CHOICE:
                    raise FileProblem(path, f"“{value}” is none of the choices of {name}", line=line)
                changes.append(_widened(attribute))
                widened.append(_widening(attribute, value))
                attribute = attributes[folded(name)] = replace(attribute, type=AttributeType.TEXT)
            old = case.values.get(attribute.name, "")
            if value and value != old.strip():
                changes += _value_changes(session, case, attribute, value)
                differing.append(f"{case.name}, {name}: {old or 'nothing'} → {value}")
        unchanged += len(differing) == before
    if not dry_run:
        write(session, changes, verb="case", summary=f"took in {len(rows)} cases from a table")
    named, new = [known[row[0].casefold()] for _line, row in rows], set(fresh)
    return CaseImport(
        tuple(fresh),
        tuple(one for one in differing if one.partition(",")[0] not in new),
        tuple(new_attributes),
        unchanged,
        _without_document(session, named),
        tuple(widened),
    )


def _new_attributes(
    header: Sequence[str], rows: Sequence[tuple[int, list[str]]], attributes: dict[str, Attribute]
) -> tuple[list[Change], list[str]]:
    """Add the attributes that a table brings, and return the changes that make them with what they are."""
    changes: list[Change] = []
    said: list[str] = []
    for column, name in enumerate(header[1:], 1):
        if folded(name) not in attributes:
            kind = guess_type(name, [row[column] for _line, row in rows])
            attribute = Attribute(new_id(), name, kind, (), len(attributes))
            attributes[folded(name)] = attribute
            said.append(f"{name} ({kind})")
            changes.append(add_attribute(attribute))
    return changes, said


def _without_document(session: Session, cases: Iterable[Case]) -> tuple[str, ...]:
    linked = {row.document.case_id for row in list_documents(session)}
    linked |= {speaker.case_id for _document, speaker, _turns in list_speakers(session)}
    return tuple(case.name for case in cases if case.id not in linked)


def read_table(path: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Read a table of cases: its header, and each row (as wide as the header) with its line.

    Raises:
        FileProblem: It cannot be read, is empty, has a column without a name or a case twice.
    """
    from qualbench.readers.delimited import unguard
    from qualbench.readers.sheets import read_sheet

    try:
        data = path.read_bytes()
    except OSError as error:
        raise FileProblem(path, f"cannot be read ({error.strerror})") from error
    sheet = read_sheet(path.name, data)
    own = unguard if sheet.separator else str
    header = [own(name) for name in sheet.header]
    for one in sheet.renamed:
        raise FileProblem(path, "every column needs a name of its own", line=one.line)
    place = next((i for i, name in enumerate(header) if name.casefold() in CASE_COLUMNS), 0)
    order = [place, *(i for i in range(len(header)) if i != place)]
    rows: list[tuple[int, list[str]]] = []
    seen: dict[str, int] = {}
    for line, cells in sheet.rows:
        row = [own(cell).strip() for cell in cells]
        name = row[place]
        if not name:
            raise FileProblem(path, "the row names no case", line=line)
        if name.casefold() in seen:
            raise FileProblem(
                path, f"the case “{name}” stands in line {seen[name.casefold()]} already", line=line
            )
        seen[name.casefold()] = line
        rows.append((line, [row[i] for i in order]))
    return [header[i] for i in order], rows


def add_attribute(attribute: Attribute) -> Change:
    """Return the change that makes an attribute."""
    return added("AttributeAdded", Noun.ATTRIBUTE, attribute.id, _attribute_row(attribute))


def _attribute_row(attribute: Attribute) -> dict[str, Value]:
    return {
        "name": attribute.name,
        "type": attribute.type.value,
        "choices": json.dumps(attribute.choices, ensure_ascii=False),
        "position": attribute.position,
        "private": int(attribute.private),
    }


def _value_changes(session: Session, case: Case, attribute: Attribute, value: str) -> list[Change]:
    key, old = (case.id, attribute.id), case.values.get(attribute.name)
    if old is None:
        return [added("ValueSet", Noun.VALUE, key, {"value": value})] if value else []
    if not value:
        return [removed(session, "ValueRemoved", Noun.VALUE, key)]
    change = changed("ValueSet", Noun.VALUE, key, {"value": old}, {"value": value})
    return [change] if change else []


def guess_type(name: str, values: Iterable[str]) -> AttributeType:
    """Guess a new attribute's type; a pseudonym is a name, whatever it looks like."""
    return AttributeType.TEXT if folded(name) == PSEUDONYM else _type_of(values)


def _widened(attribute: Attribute) -> Change:
    key, text = (attribute.id,), {"type": AttributeType.TEXT.value}
    return Change("AttributeWidened", Noun.ATTRIBUTE, key, {"type": attribute.type.value}, text)


def _widening(attribute: Attribute, value: str) -> str:
    return f"{attribute.name} takes any text from now on: “{value}” is no {attribute.type}"


def _type_of(values: Iterable[str]) -> AttributeType:
    """Guess a column's type from all its values."""
    given = [value for value in values if value]
    if given and all(value.casefold() in _YES_NO for value in given):
        return AttributeType.YES_NO
    if given and all(_DATE.fullmatch(value) for value in given):
        return AttributeType.DATE
    if given and all(_NUMBER.fullmatch(value) for value in given):
        return AttributeType.NUMBER
    return AttributeType.TEXT


def fits(attribute: Attribute, value: str) -> bool:
    """Say whether an attribute can have a value."""
    if attribute.type is AttributeType.CHOICE:
        return not attribute.choices or value in attribute.choices
    return attribute.type is AttributeType.TEXT or _type_of([value]) is attribute.type
