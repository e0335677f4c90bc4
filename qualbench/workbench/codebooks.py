"""The codebook's codes: made, changed, moved and removed, each as one step that touches no segment."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from qualbench.errors import NotFound, QualbenchError, UsageError
from qualbench.model.change import Change, Noun
from qualbench.model.code import PATH_SEPARATOR, Code, Codebook
from qualbench.model.coding import MemoTarget
from qualbench.model.ids import new_id
from qualbench.storage import codebooks as stored
from qualbench.storage.codings import count_all_by_code
from qualbench.storage.projects import load_memos, load_project
from qualbench.storage.themes import load_code_places
from qualbench.workbench.code_fields import (
    check_name,
    checked_fields,
    code_changed,
    code_row,
    describe_change,
    replace_code,
    verb_of,
)
from qualbench.workbench.independence import others_hidden
from qualbench.workbench.writing import added, changed, removed, stamp, write

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qualbench.model.code import CodebookVersion
    from qualbench.workbench.project import Session


class CodeInUse(QualbenchError):
    """A code that is to be deleted is still used."""

    def __init__(self, name: str, uses: str) -> None:
        super().__init__(
            f"The code “{name}” cannot be deleted: it has {uses}.",
            "Retire it instead (its codings stay), or move or recode what it has first.",
        )


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


def create_path(codebook: Codebook, path: str, **fields: Any) -> tuple[str, list[Change], Codebook]:
    """Return the id of the code at `path`, the changes that make it, and the codebook with it.

    Args:
        fields: Any of `FIELDS`, for the codes that are made.
    """
    parent: str | None = None
    changes: list[Change] = []
    for name in path.split(PATH_SEPARATOR):
        known = next((one for one in codebook.children(parent) if one.name == name.strip()), None)
        if known is None:
            known, made = code_changes(codebook, name, parent_id=parent, **fields)
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
    code = replace(Code(new_id(), name, parent_id, position), **checked_fields(fields))
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
    after = replace(code, name=name, parent_id=parent_id, **checked_fields(fields))
    siblings = [one for one in codebook.children(parent_id) if one.id != code_id]
    if position is None and parent_id != code.parent_id:
        position = len(siblings)
    target = [after]
    if position is not None:
        siblings.insert(max(0, min(int(position), len(siblings))), after)
        target = [replace(one, position=place) for place, one in enumerate(siblings)]
        after = next(one for one in target if one.id == code_id)
    changes = [one for new in target for one in code_changed(session, codebook.by_id[new.id], new)]
    write(
        session, changes, verb=verb_of(code, after), summary=describe_change(code, after, codebook), why=why
    )
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
