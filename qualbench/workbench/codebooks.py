"""The codebook's codes: made, changed, moved and removed, each as one step that touches no segment."""

from __future__ import annotations

from dataclasses import dataclass, replace
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
    describe_many,
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
            "Retire it (its codings stay), merge it into another code, or move or recode what it has first.",
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


def create_code(
    session: Session, name: str, *, parent_id: str | None = None, why: str = "", **fields: Any
) -> Code:
    """Make a code at the end of its parent's.

    Args:
        fields: Any of `FIELDS`, as the model has them; the origin is by default what the method profile says.

    Raises:
        UsageError: The name or a field is not allowed, or the parent has a code of that name.
        NotFound: There is no such parent.
    """
    return write_step(session, plan_create(session, name, parent_id=parent_id, **fields), why)[0]


def plan_create(session: Session, name: str, *, parent_id: str | None = None, **fields: Any) -> CodeStep:
    """Work out what `create_code` does, with its errors, and write nothing."""
    from qualbench.workbench.profile import method_of

    codebook = load_codebook(session)
    fields.setdefault("origin", method_of(session).origin)
    code, changes = code_changes(codebook, name, parent_id=parent_id, **fields)
    return CodeStep("create code", f"created the code “{code.name}”", (), (code,), tuple(changes))


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


@dataclass(frozen=True, slots=True)
class CodeStep:
    """A change of codes that is worked out and not yet written, so that it can be looked at first.

    Attributes:
        verb: The step's kind, in the interface's words.
        summary: The step in one plain line.
        before: The codes that it is about, as they are; none for one that is made.
        after: The same codes as they will be; none for one that is deleted.
    """

    verb: str
    summary: str
    before: tuple[Code, ...]
    after: tuple[Code, ...]
    changes: tuple[Change, ...]


def plan_change(session: Session, code_id: str, **fields: Any) -> CodeStep:
    """Work out what `change_code` does, with its errors, and write nothing."""
    codebook = load_codebook(session)
    code = _known(codebook, code_id)
    parent_id = fields.pop("parent_id", code.parent_id)
    position = fields.pop("position", None)
    name = fields.pop("name", code.name)
    _check_place(codebook, code, parent_id)
    if name != code.name or parent_id != code.parent_id:
        name = check_name(codebook, name, parent_id, but=code_id)
    after = replace(code, name=name, parent_id=parent_id, **checked_fields(fields))
    siblings = [one for one in codebook.children(parent_id) if one.id != code_id]
    if position is None and parent_id != code.parent_id:
        position = len(siblings)
    target = [after]
    if position is not None:
        siblings.insert(max(0, min(int(position), len(siblings))), after)
        target = _numbered(siblings)
        after = next(one for one in target if one.id == code_id)
    said = describe_change(code, after, codebook)
    return _step(session, codebook, target, verb_of(code, after), said, [after])


def change_code(session: Session, code_id: str, *, why: str = "", **fields: Any) -> Code:
    """Change a code: its `name`, `parent_id`, `position` among its siblings, or any of `FIELDS`, as one step.

    No segment is touched.

    Raises:
        UsageError: A name or a field is not allowed, or the code would come under itself.
        NotFound: There is no such code or parent.
    """
    return write_step(session, plan_change(session, code_id, **fields), why)[0]


def plan_changes(session: Session, code_ids: Iterable[str], **fields: Any) -> CodeStep:
    """Work out what `change_codes` does, with its errors, and write nothing."""
    codebook = load_codebook(session)
    codes = [_known(codebook, one) for one in dict.fromkeys(code_ids)]
    after = [replace(one, **checked_fields(fields)) for one in codes]
    differing = [(one, new) for one, new in zip(codes, after, strict=True) if one != new]
    if len(differing) == 1:
        said = describe_change(*differing[0], codebook)
    else:
        words = {describe_many(*pair) for pair in differing}
        said = f"{words.pop() if len(words) == 1 else 'edited'} {len(differing)} codes"
    return _step(session, codebook, after, "edit code", said, after)


def change_codes(session: Session, code_ids: Iterable[str], *, why: str = "", **fields: Any) -> list[Code]:
    """Change any of `FIELDS` of several codes alike, as one step: retire or recolour them, for instance.

    Raises:
        UsageError: A field is not allowed.
        NotFound: There is no such code.
    """
    return write_step(session, plan_changes(session, code_ids, **fields), why)


def plan_move(
    session: Session, code_ids: Iterable[str], parent_id: str | None, position: int | None = None
) -> CodeStep:
    """Work out what `move_codes` does, with its errors, and write nothing."""
    codebook = load_codebook(session)
    if parent_id is not None:
        _known(codebook, parent_id)
    moving = [_known(codebook, one) for one in dict.fromkeys(code_ids)]
    if position is None:
        moving = [one for one in moving if one.parent_id != parent_id]
    ids = {one.id for one in moving}
    for code in moving:
        _check_place(codebook, code, parent_id)
    there = (replace(one, parent_id=parent_id) if one.id in ids else one for one in codebook.codes)
    now = replace(codebook, codes=tuple(there))
    for code in moving:
        check_name(now, code.name, parent_id, but=code.id)
    moved = [now.by_id[one.id] for one in moving]
    rest = [one for one in codebook.children(parent_id) if one.id not in ids]
    if position is None:
        last = max((one.position for one in rest), default=-1)
        target = moved = [replace(one, position=place) for place, one in enumerate(moved, last + 1)]
    else:
        place = max(0, min(position, len(rest)))
        target = _numbered([*rest[:place], *moved, *rest[place:]])
        moved = [one for one in target if one.id in ids]
    under = codebook.paths.get(parent_id or "", "the top")
    said = f"“{moved[0].name}”" if len(moved) == 1 else f"{len(moved)} codes"
    if all(codebook.by_id[one.id].parent_id == parent_id for one in moved):
        return _step(session, codebook, target, "reorder code", f"reordered {said} under {under}", moved)
    return _step(session, codebook, target, "move code", f"moved {said} under {under}", moved)


def move_codes(
    session: Session,
    code_ids: Iterable[str],
    parent_id: str | None,
    why: str = "",
    *,
    position: int | None = None,
) -> list[Code]:
    """Move codes under another parent, in the order given, as one step.

    Args:
        position: Their place among the codes there, from 0; None puts what is not there yet at the end.

    Raises:
        UsageError: A code would come under itself, or beside one of its name.
        NotFound: There is no such code or parent.
    """
    return write_step(session, plan_move(session, code_ids, parent_id, position), why)


def plan_order(session: Session, code_ids: Iterable[str]) -> CodeStep:
    """Work out what `reorder_codes` does, with its errors, and write nothing."""
    codebook = load_codebook(session)
    first = [_known(codebook, one) for one in dict.fromkeys(code_ids)]
    if not first:
        raise UsageError(
            "There is nothing to put in order.", "Name the codes in the order that they are to have."
        )
    parent_id = first[0].parent_id
    for one in first:
        if one.parent_id != parent_id:
            here, there = codebook.paths[first[0].id], codebook.paths[one.id]
            raise UsageError(
                f"“{here}” and “{there}” stand under different codes.",
                "Codes beside one another can be put in order; move them there first.",
            )
    named = {one.id for one in first}
    target = _numbered([*first, *(one for one in codebook.children(parent_id) if one.id not in named)])
    under = f"under {codebook.paths[parent_id]}" if parent_id else "at the top"
    return _step(session, codebook, target, "reorder code", f"put the codes {under} in another order", target)


def reorder_codes(session: Session, code_ids: Iterable[str], why: str = "") -> list[Code]:
    """Put codes that stand beside one another in the order given, as one step; those not named follow.

    Raises:
        UsageError: They do not stand under the same code, or none is named.
        NotFound: There is no such code.
    """
    return write_step(session, plan_order(session, code_ids), why)


def plan_delete(session: Session, code_id: str) -> CodeStep:
    """Work out what `delete_code` does, with its errors, and write nothing."""
    codebook = load_codebook(session)
    code = _known(codebook, code_id)
    uses = code_uses(session, codebook, code_id)
    if uses:
        raise CodeInUse(code.name, uses)
    gone = tuple(code_gone(session, code_id))
    return CodeStep("delete code", f"deleted the code “{code.name}”", (code,), (), gone)


def delete_code(session: Session, code_id: str, why: str = "") -> Code:
    """Delete a code that nothing uses, with its memos.

    Raises:
        CodeInUse: It has segments, codes under it, or a place in a theme.
        NotFound: There is no such code.
    """
    step = plan_delete(session, code_id)
    write_step(session, step, why)
    return step.before[0]


def write_step(session: Session, step: CodeStep, why: str = "") -> list[Code]:
    """Write a change of codes that was worked out, and return the codes as they are now."""
    write(session, step.changes, verb=step.verb, summary=step.summary, why=why)
    return list(step.after)


def _known(codebook: Codebook, code_id: str) -> Code:
    code = codebook.by_id.get(code_id)
    if code is None:
        raise NotFound("code", code_id)
    return code


def _check_place(codebook: Codebook, code: Code, parent_id: str | None) -> None:
    if parent_id is not None and parent_id not in codebook.by_id:
        raise NotFound("code", parent_id)
    if parent_id in codebook.subtree(code.id):
        raise UsageError(f"“{code.name}” cannot be moved under itself or a code of its own.")


def _numbered(codes: Iterable[Code]) -> list[Code]:
    return [replace(one, position=place) for place, one in enumerate(codes)]


def _step(
    session: Session, codebook: Codebook, target: Iterable[Code], verb: str, summary: str, about: list[Code]
) -> CodeStep:
    changes = tuple(one for new in target for one in code_changed(session, codebook.by_id[new.id], new))
    return CodeStep(verb, summary, tuple(codebook.by_id[one.id] for one in about), tuple(about), changes)


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
