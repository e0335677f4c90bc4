"""The codebook's codes: made, changed, moved and removed, each as one step that touches no segment."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from qualbench.errors import NotFound, QualbenchError, UsageError
from qualbench.model.change import Change, Noun
from qualbench.model.code import MEANING, PATH_SEPARATOR, Code, Codebook, CodeLevel, CodeStatus, Origin
from qualbench.model.coding import MemoTarget
from qualbench.model.ids import new_id
from qualbench.storage import codebooks as stored
from qualbench.storage.codings import count_all_by_code
from qualbench.storage.projects import load_memos, load_project
from qualbench.storage.themes import load_code_places
from qualbench.workbench.independence import others_hidden
from qualbench.workbench.writing import added, changed, removed, stamp, write

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qualbench.model.change import Value
    from qualbench.model.code import CodebookVersion
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


class CodeInUse(QualbenchError):
    """A code that is to be deleted is still used."""

    def __init__(self, name: str, uses: str) -> None:
        super().__init__(
            f"The code “{name}” cannot be deleted: it has {uses}.",
            "Retire it instead (its codings stay), or move or recode what it has first.",
        )


class CodeExists(UsageError):
    """A code of that name stands under the same parent already."""

    def __init__(self, name: str, place: str) -> None:
        super().__init__(f"There is a code “{name}” {place} already.", "Use it, or choose another name.")


def load_codebook(session: Session) -> Codebook:
    """Return the codebook as it stands."""
    return stored.load_codebook(session.store)


def list_versions(session: Session) -> list[CodebookVersion]:
    """Return the saved versions, oldest first."""
    return stored.load_versions(session.store)


def find_code(session: Session, text: str, codebook: Codebook | None = None) -> Code:
    """Return the code meant by an id, a path with ` > `, or a name that only one code has.

    Raises:
        NotFound: There is none; near paths are offered.
        UsageError: Several codes have that name.
    """
    book = codebook or load_codebook(session)
    found = book.by_id.get(text) or book.by_path.get(text)
    if found is not None:
        return found
    named = book.named(text)
    if len(named) > 1:
        paths = "; ".join(book.paths[code.id] for code in named)
        raise UsageError(f"{len(named)} codes are named “{text}”.", f"Give the whole path: {paths}.")
    if not named:
        from qualbench.search.fuzzy import nearest

        raise NotFound("code", text, nearest(text, book.paths.values()))
    return named[0]


def create_code(session: Session, name: str, *, parent_id: str | None = None, **fields: Any) -> Code:
    """Make a code at the end of its parent's.

    Args:
        fields: Any of `FIELDS`, as the model has them; the origin is by default what the method profile says.

    Raises:
        UsageError: The name or a field is not allowed, or the parent has a code of that name.
        NotFound: There is no such parent.
    """
    from qualbench.workbench.profile import method_of

    codebook = load_codebook(session)
    fields.setdefault("origin", method_of(session).origin)
    code, changes = code_changes(codebook, name, parent_id=parent_id, **fields)
    write(session, changes, verb="create code", summary=f"created the code “{code.name}”")
    return code


def create_path(codebook: Codebook, path: str) -> tuple[str, list[Change], Codebook]:
    """Return the id of the code at `path`, the changes that make it, and the codebook with it."""
    parent: str | None = None
    changes: list[Change] = []
    for name in path.split(PATH_SEPARATOR):
        known = next((one for one in codebook.children(parent) if one.name == name.strip()), None)
        if known is None:
            known, made = code_changes(codebook, name, parent_id=parent)
            changes += made
            codebook = Codebook(codebook.name, (*codebook.codes, known), codebook.version)
        parent = known.id
    assert parent is not None
    return parent, changes, codebook


def code_changes(
    codebook: Codebook, name: str, *, parent_id: str | None = None, **fields: Any
) -> tuple[Code, list[Change]]:
    """Return a new code, last under its parent, and the changes that make it; errors as in `create_code`."""
    if parent_id is not None and parent_id not in codebook.by_id:
        raise NotFound("code", parent_id)
    family = codebook.children(parent_id)
    name = check_name(codebook, name, parent_id)
    position = max((one.position for one in family), default=-1) + 1
    code = replace(Code(new_id(), name, parent_id, position), **_checked(fields))
    return code, [added("CodeCreated", Noun.CODE, code.id, {**code_row(code), "created_at": stamp()})]


def change_code(session: Session, code_id: str, *, why: str = "", **fields: Any) -> Code:
    """Change a code: its `name`, `parent_id`, `position` among its siblings, or any of `FIELDS`, as one step.

    No segment is touched.

    Raises:
        UsageError: A name or a field is not allowed, or the code would come under itself.
        NotFound: There is no such code or parent.
    """
    codebook = load_codebook(session)
    code = codebook.by_id.get(code_id)
    if code is None:
        raise NotFound("code", code_id)
    parent_id = fields.pop("parent_id", code.parent_id)
    position = fields.pop("position", None)
    name = fields.pop("name", code.name)
    if parent_id is not None and parent_id not in codebook.by_id:
        raise NotFound("code", parent_id)
    if parent_id in codebook.subtree(code_id):
        raise UsageError(f"“{code.name}” cannot be moved under itself or a code of its own.")
    if name != code.name or parent_id != code.parent_id:
        name = check_name(codebook, name, parent_id, but=code_id)
    after = replace(code, name=name, parent_id=parent_id, **_checked(fields))
    siblings = [one for one in codebook.children(parent_id) if one.id != code_id]
    if position is None and parent_id != code.parent_id:
        position = len(siblings)
    target = [after]
    if position is not None:
        siblings.insert(max(0, min(int(position), len(siblings))), after)
        target = [replace(one, position=place) for place, one in enumerate(siblings)]
        after = next(one for one in target if one.id == code_id)
    changes = [one for new in target for one in code_changed(session, codebook.by_id[new.id], new)]
    write(session, changes, verb=_verb(code, after), summary=describe_change(code, after, codebook), why=why)
    return after


def move_codes(session: Session, code_ids: Iterable[str], parent_id: str | None, why: str = "") -> list[Code]:
    """Move codes to the end of another parent's, in the order given, as one step.

    Raises:
        UsageError: A code would come under itself, or beside one of its name.
        NotFound: There is no such code or parent.
    """
    codebook = load_codebook(session)
    if parent_id is not None and parent_id not in codebook.by_id:
        raise NotFound("code", parent_id)
    moved: list[Code] = []
    changes: list[Change] = []
    position = max((one.position for one in codebook.children(parent_id)), default=-1)
    for code_id in dict.fromkeys(code_ids):
        code = codebook.by_id.get(code_id)
        if code is None:
            raise NotFound("code", code_id)
        if code.parent_id == parent_id:
            continue
        if parent_id in codebook.subtree(code_id):
            raise UsageError(f"“{code.name}” cannot be moved under itself or a code of its own.")
        check_name(codebook, code.name, parent_id, but=code_id)
        position += 1
        after = replace(code, parent_id=parent_id, position=position)
        changes += code_changed(session, code, after)
        codebook = replace_code(codebook, after)
        moved.append(after)
    place = codebook.paths.get(parent_id or "", "the top")
    said = f"“{moved[0].name}”" if len(moved) == 1 else f"{len(moved)} codes"
    write(
        session,
        changes,
        verb="move code",
        summary=f"moved {said} under {place}",
        why=why,
    )
    return moved


def delete_code(session: Session, code_id: str, why: str = "") -> Code:
    """Delete a code that nothing uses, with its memos.

    Raises:
        CodeInUse: It has segments, codes under it, or a place in a theme.
        NotFound: There is no such code.
    """
    codebook = load_codebook(session)
    code = codebook.by_id.get(code_id)
    if code is None:
        raise NotFound("code", code_id)
    uses = code_uses(session, codebook, code_id)
    if uses:
        raise CodeInUse(code.name, uses)
    write(
        session,
        list(code_gone(session, code_id)),
        verb="delete code",
        summary=f"deleted the code “{code.name}”",
        why=why,
    )
    return code


def code_uses(session: Session, codebook: Codebook, code_id: str) -> str:
    """Say in words what uses a code, or return an empty string."""
    segments = count_all_by_code(session.store, code_id)
    themes = len(load_code_places(session.store, code_id))
    under = len(codebook.children(code_id))
    uses = [f"{segments} segment{'s' * (segments != 1)}"] if segments else []
    if segments and others_hidden(session):  # not even their number
        uses = ["codings"]
    uses += [f"{under} code{'s' * (under != 1)} under it"] if under else []
    uses += [f"a place in {themes} theme{'s' * (themes != 1)}"] if themes else []
    return " and ".join(uses)


def code_gone(session: Session, code_id: str) -> Iterator[Change]:
    """Yield the changes that remove an unused code and its memos."""
    for memo in load_memos(session.store, target=MemoTarget.CODE, target_id=code_id):
        yield removed(session, "MemoRemoved", Noun.MEMO, memo.id)
    yield removed(session, "CodeDeleted", Noun.CODE, code_id)


def rename_codebook(session: Session, name: str) -> Change | None:
    """Return the change that gives the codebook another name, or None where it has that name."""
    before = load_project(session.store)
    return changed(
        "CodebookRenamed",
        Noun.PROJECT,
        session.project.id,
        {"codebook_name": before["codebook_name"]},
        {"codebook_name": name},
    )


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
    above = codebook.paths.get(parent_id or "", "")
    if above.count(PATH_SEPARATOR) + 2 > DEEPEST:
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
        "examples": _kept(code.examples),
        "origin": code.origin.value if code.origin else "",
        "in_vivo": int(code.in_vivo),
        "status": code.status.value,
        "full_definition": code.full_definition,
        "counter_examples": _kept(code.counter_examples),
        "source": code.source,
        "level": code.level.value if code.level else "",
        "author": code.author,
        "notes": code.notes,
        "properties": _kept(code.properties),
        "silenced": _kept(code.silenced),
        "meaning": code.meaning,
    }


def _kept(values: tuple[object, ...]) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def code_changed(session: Session, before: Code, after: Code) -> list[Change]:
    """Return the changes from one state of a code to another, named by what they mean.

    Where the code comes to mean something else, what it meant is kept: codings were made under it.
    """
    redefined = any(getattr(before, key) != getattr(after, key) for key in MEANING)
    after = replace(after, meaning=before.meaning + redefined)
    change = changed(_kind(before, after), Noun.CODE, before.id, code_row(before), code_row(after))
    if change is None:
        return []
    if not redefined:
        return [change]
    row = {key: getattr(before, key) for key in MEANING}
    row |= {"coder_id": session.coder.id, "created_at": stamp()}
    return [change, added("MeaningKept", Noun.MEANING, (before.id, str(before.meaning)), row)]


def replace_code(codebook: Codebook, code: Code) -> Codebook:
    """Return the codebook with one code as it is now."""
    codes = tuple(code if one.id == code.id else one for one in codebook.codes)
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
    return f"{_kind(before, after).removeprefix('Code').lower()} the code “{before.name}”"


def _kind(before: Code, after: Code) -> str:
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


def _verb(before: Code, after: Code) -> str:
    words = {"CodeRenamed": "rename code", "CodeMoved": "move code", "CodeReordered": "reorder code"}
    return words.get(_kind(before, after), "edit code")


def _checked(fields: dict[str, Any]) -> dict[str, Any]:
    """Return fields with their types set right; refuse what a code cannot have."""
    for name in fields:
        if name not in FIELDS:
            raise UsageError(f"A code has no “{name}”.", f"It has: {', '.join(FIELDS)}.")
    checked = dict(fields)
    if checked.get("color") and not _COLOR.fullmatch(checked["color"]):
        raise UsageError(f"“{checked['color']}” is no colour.", "Write it as #0072B2.")
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
            f"Origin is one of: {', '.join(Origin)}. Status is one of: {', '.join(CodeStatus)}. "
            f"Level is one of: {', '.join(CodeLevel)}.",
        ) from error
    for key in ("examples", "counter_examples"):
        if key in checked:
            checked[key] = tuple(checked[key])
    for key in ("properties", "silenced"):
        if key in checked:
            checked[key] = tuple((str(name), str(value)) for name, value in dict(checked[key]).items())
    return checked
