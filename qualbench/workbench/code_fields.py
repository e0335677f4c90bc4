"""The fields of a code: what may stand in them, the row that they are, and what their change is called."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from qualbench.errors import UsageError
from qualbench.model.change import Change, Noun
from qualbench.model.code import (
    IN_VIVO,
    MEANING,
    PATH_SEPARATOR,
    Code,
    Codebook,
    CodeLevel,
    CodeStatus,
    Origin,
)
from qualbench.storage.codebooks import newest_meaning
from qualbench.workbench.writing import added, changed, stamp

if TYPE_CHECKING:
    from qualbench.model.change import Value
    from qualbench.workbench.project import Session

#: The fields of a code that a change may give, beside its name, parent and position.
FIELDS = (
    *("color", "definition", "full_definition", "when", "when_not", "examples", "counter_examples", "origin"),
    *("source", "level", "in_vivo", "status", "author", "notes", "properties", "silenced"),
)
#: How deep codes may nest: far beyond use, and well within what a codebook file may hold.
DEEPEST = 50
#: Characters of a name that is given; longer ones in older projects and in files are read as they are.
LONGEST_NAME = 200
_COLOR = re.compile(r"#[0-9A-Fa-f]{6}")


class CodeExists(UsageError):
    """A code of that name stands under the same parent already."""

    def __init__(self, name: str, place: str) -> None:
        super().__init__(f"There is a code “{name}” {place} already.", "Use it, or choose another name.")


def check_name(codebook: Codebook, name: str, parent_id: str | None, but: str | None = None) -> str:
    """Return a code's name tidied of outer white space.

    Raises:
        UsageError: It is empty or too long, has ` > ` or a line break, or a sibling (but for `but`) has it.
    """
    name = name.strip()
    if not name:
        raise UsageError("A code needs a name.")
    kept = (
        but is not None and codebook.by_id[but].name == name
    )  # an older project's or a file's stays movable
    if len(name) > LONGEST_NAME and not kept:
        raise UsageError(
            f"The name of a code has up to {LONGEST_NAME} characters; this one has {len(name):,}.",
            "What it means has room in its definition.",
        )
    if PATH_SEPARATOR in name:
        raise UsageError(
            f"The name “{name}” holds “{PATH_SEPARATOR}”, which stands between the names of a path.",
            "Make the second part a code under the first.",
        )
    if codebook.depth(parent_id) + 1 > DEEPEST:
        raise UsageError(f"Codes nest {DEEPEST} levels deep at most.", "Put it higher up.")
    if any(mark in name for mark in "\n\r\x0b\x0c\x85\u2028\u2029"):
        raise UsageError("A code's name has one line.")
    if any(one.name == name and one.id != but for one in codebook.children(parent_id)):
        place = f"under “{codebook.by_id[parent_id].name}”" if parent_id else "at the top"
        raise CodeExists(name, place)
    return name


def code_row(code: Code) -> dict[str, Value]:
    """Return a code as the columns of its row, but for when it was made."""
    return {
        "parent_id": code.parent_id,
        "position": code.position,
        "name": code.name,
        "color": code.color,
        "definition": code.definition,
        "when": code.when,
        "when_not": code.when_not,
        "examples": kept(code.examples),
        "origin": code.origin.value if code.origin else "",
        "in_vivo": int(code.in_vivo),
        "status": code.status.value,
        "full_definition": code.full_definition,
        "counter_examples": kept(code.counter_examples),
        "source": code.source,
        "level": code.level.value if code.level else "",
        "author": code.author,
        "notes": code.notes,
        "properties": kept(code.properties),
        "silenced": kept(code.silenced),
        "meaning": code.meaning,
    }


def kept(values: tuple[object, ...]) -> str:
    """Return texts, or pairs of them, as a column holds them."""
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def meaning_of(session: Session, before: Code, after: Code) -> int:
    """Return the number of a code's meaning once it is changed; its first definition is no other meaning."""
    redefined = any(getattr(before, key) != getattr(after, key) for key in MEANING)
    if not (redefined and any(getattr(before, key) for key in MEANING)):
        return before.meaning
    return max(before.meaning, newest_meaning(session.store, before.id)) + 1


def code_changed(session: Session, before: Code, after: Code) -> list[Change]:
    """Return the changes from one state of a code to another, named by what they mean.

    Where the code comes to mean something else, what it meant is kept: codings were made under it.
    """
    after = replace(after, meaning=meaning_of(session, before, after))
    change = changed(kind_of(before, after), Noun.CODE, before.id, code_row(before), code_row(after))
    if change is None:
        return []
    if after.meaning == before.meaning:
        return [change]
    row = {key: getattr(before, key) for key in MEANING}
    row |= {"coder_id": session.coder.id, "created_at": stamp()}
    return [change, added("MeaningKept", Noun.MEANING, (before.id, str(before.meaning)), row)]


def replace_code(codebook: Codebook, code: Code) -> Codebook:
    """Return the codebook with one code as it is now; a new one is added."""
    codes = tuple(code if one.id == code.id else one for one in codebook.codes)
    if code.id not in codebook.by_id:
        codes = (*codes, code)
    return Codebook(codebook.name, codes, codebook.version)


def describe_change(before: Code, after: Code, codebook: Codebook) -> str:
    """Say in plain words what happened to a code."""
    if before.name != after.name:
        return f"renamed the code “{before.name}” to “{after.name}”"
    if before.parent_id != after.parent_id:
        place = codebook.paths.get(after.parent_id or "", "the top")
        return f"moved “{before.name}” under {place}"
    if before.status is not after.status:
        said = {
            CodeStatus.RETIRED: "retired",
            CodeStatus.ACTIVE: "put in use",
            CodeStatus.CANDIDATE: "made a candidate",
        }
        return f"{said[after.status]}: “{before.name}”"
    return f"{kind_of(before, after).removeprefix('Code').lower()} the code “{before.name}”"


def describe_many(before: Code, after: Code) -> str:
    """Say in one word what happened to each of several codes."""
    kind = kind_of(before, after).removeprefix("Code").lower()
    return "put in use" if kind == "revived" else kind


def kind_of(before: Code, after: Code) -> str:
    """Return what a change is called in the history."""
    if before.name != after.name:
        return "CodeRenamed"
    if before.parent_id != after.parent_id:
        return "CodeMoved"
    if before.status is not after.status:
        return "CodeRetired" if after.status is CodeStatus.RETIRED else "CodeRevived"
    if any(getattr(before, key) != getattr(after, key) for key in MEANING):
        return "CodeRedefined"
    if before.color != after.color:
        return "CodeRecoloured"
    return "CodeReordered" if before.position != after.position else "CodeEdited"


def verb_of(before: Code, after: Code) -> str:
    """Return the step's kind in the interface's words."""
    words = {"CodeRenamed": "rename code", "CodeMoved": "move code", "CodeReordered": "reorder code"}
    return words.get(kind_of(before, after), "edit code")


def checked_fields(fields: dict[str, Any]) -> dict[str, Any]:
    """Return fields with their types set right; refuse what a code cannot have."""
    for name in fields:
        if name not in FIELDS:
            raise UsageError(f"A code has no “{name}”.", f"It has: {', '.join(FIELDS)}.")
    checked = dict(fields)
    if checked.get("color") and not _COLOR.fullmatch(checked["color"]):
        raise UsageError(f"“{checked['color']}” is no colour.", "Write it as #0072B2.")
    if str(checked.get("origin", "")).casefold() == IN_VIVO:  # the short form says both
        checked |= {"origin": Origin.INDUCTIVE, "in_vivo": True}
    try:
        if "origin" in checked:
            checked["origin"] = Origin(checked["origin"]) if checked["origin"] else None
        if "status" in checked:
            checked["status"] = CodeStatus(checked["status"])
        if "level" in checked:
            checked["level"] = CodeLevel(checked["level"]) if checked["level"] else None
    except ValueError as error:
        raise UsageError(
            f"{error}.",
            f"Origin is one of: {', '.join((*Origin, IN_VIVO))}. Status is one of: {', '.join(CodeStatus)}. "
            f"Level is one of: {', '.join(CodeLevel)}.",
        ) from error
    for key in ("examples", "counter_examples"):
        if key in checked:
            checked[key] = tuple(checked[key])
    for key in ("properties", "silenced"):
        if key in checked:
            checked[key] = tuple((str(name), str(value)) for name, value in dict(checked[key]).items())
    return checked
