"""The codebook's working file `codebook.yaml`: it follows the store, until a person edits it.

Beside it lies a copy of what the program wrote last. While the two are the same, the file is the program's
and every change in the interface is edited into it. Once they are not, the file is a person's proposal and is
left alone until it is saved as a version; the copy then tells what the person changed from what was changed
in the interface since.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qualbench.codebook.diff import describe
from qualbench.codebook.matching import walk_entries
from qualbench.codebook.merging import merge_entries
from qualbench.codebook.resolve import Proposal, resolve_entries
from qualbench.codebook.yaml_file import CodebookFile, read_codebook, rewrite_codebook, write_codebook
from qualbench.errors import FileProblem, QualbenchError, UsageError
from qualbench.model.change import Change, Noun
from qualbench.model.code import Codebook, CodebookVersion
from qualbench.model.document import Problem
from qualbench.reports.files import write_file
from qualbench.storage import codebooks as stored
from qualbench.workbench.code_fields import code_changed, code_row
from qualbench.workbench.codebooks import (
    code_gone,
    code_uses,
    load_codebook,
    rename_codebook,
)
from qualbench.workbench.milestones import check_milestone
from qualbench.workbench.version_files import mirror_versions, missing_versions
from qualbench.workbench.writing import added, stamp, write

if TYPE_CHECKING:
    from pathlib import Path

    from qualbench.workbench.project import Project, Session

NAME = "codebook.yaml"
#: What the program wrote last, and what it is about to write: two only where it was interrupted.
RECORD = ".written.yaml"
PENDING = ".writing.yaml"


class CodebookRefused(QualbenchError):
    """A codebook file cannot be used as it is; every problem is listed."""

    def __init__(self, path: object, problems: tuple[Problem, ...]) -> None:
        said = [one.message.removesuffix(".") for one in problems]
        lines = [f"line {one.line}: {it}" if one.line else it for one, it in zip(problems, said, strict=True)]
        super().__init__(f"{path} cannot be saved as a version: {'; '.join(lines)}", problems[0].hint)
        self.problems = problems


class NothingNew(QualbenchError):
    """The codebook is as it was saved last; a version of it would be the same again."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"Nothing in the codebook differs from version {number}.", "No version was saved: it is there."
        )


@dataclass(frozen=True, slots=True)
class WorkingFile:
    """The working file as it stands.

    Attributes:
        edited: True where a person has changed it since the program wrote it.
        difference: What it would change, each in words; empty where it is not edited.
        kept: Codes made in the interface since, which the file does not have and which would stay.
        problems: What was noticed in it; serious ones keep it from being used.
    """

    path: Path
    edited: bool
    difference: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def working_path(project: Project) -> Path:
    """Return where the working file lies."""
    return project.codebooks / NAME


def working_file(session: Session) -> WorkingFile:
    """Look at the working file: is it edited, and what would it change?"""
    path = working_path(session.project)
    text = _text(path)
    missing = missing_versions(session)
    codebook = load_codebook(session)
    edited = None if text is None else _edits(session.project, text, codebook)
    if edited is None:
        return WorkingFile(path, edited=False, problems=missing)
    file, proposal = edited
    if proposal is None:
        return WorkingFile(path, edited=True, problems=(*file.problems, *missing))
    kept = tuple(codebook.paths[one.id] for one in proposal.kept)
    used = _in_use(session, codebook, proposal)
    said = tuple(
        describe(one) for one in proposal.differences if not (one.change == "removed" and one.code_id in used)
    )
    left_out = tuple(
        Problem(
            f"“{codebook.paths[code_id]}” is left out but has {uses}: saving will refuse.",
            hint="Put it back, or put it back with `status: retired`.",
            serious=True,
        )
        for code_id, uses in used.items()
    )
    problems = (*file.problems, *proposal.problems, *proposal.conflicts, *left_out, *missing)
    return WorkingFile(path, edited=True, difference=said, kept=kept, problems=problems)


def mirror(session: Session) -> None:
    """Let the unedited working file and the versions' files follow the store.

    A folder that cannot be written keeps nobody from coding: the store has everything, and the files follow
    at the next change.
    """
    with suppress(FileProblem, OSError):
        moved = mirror_versions(session)
        text = _text(working_path(session.project))
        codebook = load_codebook(session)
        if text is not None and _edits(session.project, text, codebook) is not None:
            return
        new = write_codebook(codebook) if text is None else rewrite_codebook(text, codebook)
        saved = stored.load_versions(session.store)[-1:] if moved else []
        if saved and rewrite_codebook(saved[0].yaml, codebook) == saved[0].yaml:
            new = saved[0].yaml  # an undo or a redo brings the comments and the layout of that version back
        _write(session.project, new)


def adopt(
    session: Session,
    file: Path | None = None,
    *,
    message: str,
    why: str = "",
    prefer_file: bool = False,
    milestone: str = "",
) -> CodebookVersion:
    """Take over a codebook file (by default the working file) and save it as the next version, as one step.

    Codes that the file knew and no longer has are deleted if nothing uses them. Codes made in the interface
    since the file was written stay, and so does what was changed there and not in the file. The working file
    is compared with what the program wrote last, another file with the version saved last.

    Args:
        prefer_file: Where the file and the project changed the same thing, take what the file has.
        milestone: A name under which the version is kept in mind; see `milestones`.

    Raises:
        CodebookRefused: The file has serious problems, or changes what was changed in the project since; all
            are listed.
        UsageError: It leaves out codes that are in use, the message is empty, or `file` would replace edits
            of the working file, or the milestone cannot be called so.
        NothingNew: Neither a code nor the file's text differs from the version saved last.
    """
    if not message.strip():
        raise UsageError("A version needs a message: what is new in it?", "Give it with -m MESSAGE.")
    named = check_milestone(stored.load_versions(session.store), milestone) if milestone else ""
    current = load_codebook(session)
    text = _text_to_adopt(session, file, current)
    read = _read(text, file or working_path(session.project))
    _refuse(read, read.problems)
    if file is None or _same_file(file, working_path(session.project)):
        meant = prefer_file or file is not None
        proposal = _propose(read, current, _base(session.project), bring_back=meant)
    else:
        proposal = _propose(read, current, _last_version(session), bring_back=True)
    _refuse(read, (*proposal.problems, *(() if prefer_file else proposal.conflicts)))
    _nothing_lost(session, current, proposal)
    target = proposal.target
    _refuse_the_same(session, text, target)
    number = current.version + 1
    yaml = rewrite_codebook(text, target)
    version = CodebookVersion(number, message.strip(), session.coder.id, stamp(), yaml, named)
    row = {
        "message": version.message,
        "coder_id": version.coder_id,
        "created_at": version.created_at,
        "yaml": yaml,
        "milestone": named,
    }
    changes = [*_changes(session, current, target), added("VersionSaved", Noun.VERSION, str(number), row)]
    summary = f"saved the codebook as version {number}: {version.message}"
    write(session, changes, verb="save version", summary=summary, why=why)
    # the person's own file, with its comments, is what the program goes on from; only now is it safe to touch
    with suppress(FileProblem, OSError):
        _write(session.project, yaml)
    return version


def _text_to_adopt(session: Session, file: Path | None, current: Codebook) -> str:
    path = working_path(session.project)
    own = _text(path)
    if file is None:
        return write_codebook(current) if own is None else own
    text = _text(file)
    if text is None:
        raise FileProblem(file, "there is no such file")
    if own is not None and text != own and _edits(session.project, own, current) is not None:
        raise UsageError(
            f"{path} has edits of its own that are not saved as a version yet.",
            "Save them first (without naming a file), or move that file away.",
        )
    return text


def _refuse(read: CodebookFile, problems: tuple[Problem, ...]) -> None:
    serious = tuple(one for one in problems if one.serious)
    if serious:
        raise CodebookRefused(read.source, serious)


def _propose(
    read: CodebookFile, current: Codebook, base: Codebook | None, *, bring_back: bool = False
) -> Proposal:
    """Return what a file makes of the codebook; where its base is not known, nothing is removed by it.

    Args:
        bring_back: Without a base, take codes whose id the project does not have; else they are conflicts,
            for the project may have deleted them.
    """
    if base is not None:
        return merge_entries(read, base, current)
    proposal = resolve_entries(read, current, known_at_writing=frozenset())
    if bring_back or not (current.codes or current.version):
        return proposal
    hint = "Take it out, or take its id out to make it anew; to have it as it is: --prefer-file"
    unknown = tuple(
        Problem(f"“{one.name}” has an id that the project does not have.", one.line, hint, serious=True)
        for one, _place in walk_entries(read.entries)
        if one.id and one.id not in current.by_id
    )
    return replace(proposal, conflicts=unknown)


def _nothing_lost(session: Session, current: Codebook, proposal: Proposal) -> None:
    in_use = _in_use(session, current, proposal)
    used = [f"“{current.paths[code_id]}” has {uses}" for code_id, uses in in_use.items()]
    if used:
        raise UsageError(
            f"The file leaves out codes that are in use: {'; '.join(used)}.",
            "Put them back, or put them back with `status: retired`: then their codings stay and nobody is "
            "offered the code any more.",
        )


def _in_use(session: Session, current: Codebook, proposal: Proposal) -> dict[str, str]:
    """Return what uses each code that a file leaves out and that cannot go, by its id."""
    gone = {one.id for one in proposal.removed}
    used = {}
    for code in proposal.removed:
        inside = [one for one in current.children(code.id) if one.id not in gone]
        uses = code_uses(session, Codebook(current.name, ()), code.id)
        if uses and not inside:
            used[code.id] = uses
    return used


def _changes(session: Session, current: Codebook, target: Codebook) -> list[Change]:
    changes: list[Change] = []
    for code, _depth in target.walk():
        before = current.by_id.get(code.id)
        if before is None:
            changes.append(
                added("CodeCreated", Noun.CODE, code.id, {**code_row(code), "created_at": stamp()})
            )
        else:
            changes += code_changed(session, before, code)
    for code, _depth in reversed(list(current.walk())):
        if code.id not in target.by_id:
            changes.extend(code_gone(session, code.id))
    named = rename_codebook(session, target.name)
    return [*changes, *([named] if named else [])]


def _last_version(session: Session) -> Codebook | None:
    """The codebook of the version saved last: what a file given by hand is taken to come from."""
    versions = stored.load_versions(session.store)
    return _codebook_of(versions[-1].yaml) if versions else None


def _codebook_of(text: str) -> Codebook:
    """The codebook that a text is which the program wrote; every code has its id in it."""
    return resolve_entries(read_codebook(text), Codebook("", ()), known_at_writing=None).target


def _read(text: str, path: Path) -> CodebookFile:
    return read_codebook(text, source=str(path))


def _text(path: Path) -> str | None:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as error:
        raise FileProblem(path, "it is not UTF-8 text", "Save it as UTF-8 in your editor.") from error
    except OSError as error:
        raise FileProblem(path, f"cannot be read ({error.strerror})") from error


def _write(project: Project, text: str) -> None:
    """Write the working file and its copy so that an interrupted write is not taken for a person's edit."""
    path, content = working_path(project), text.encode("utf-8")
    if _text(path) == text and _written(project) == [text]:
        return
    write_file(project.codebooks / PENDING, content)
    if _text(path) != text:
        write_file(path, content)
    (project.codebooks / PENDING).replace(project.codebooks / RECORD)


def _written(project: Project) -> list[str]:
    """The texts that the program may have written last."""
    found = []
    for name in (RECORD, PENDING):
        with suppress(FileProblem):
            text = _text(project.codebooks / name)
            found += [] if text is None else [text]
    return found


def _base(project: Project) -> Codebook | None:
    """The codebook that the working file was written from, or None where that is not known."""
    written = _written(project)
    return _codebook_of(written[0]) if written else None


def _edits(project: Project, text: str, codebook: Codebook) -> tuple[CodebookFile, Proposal | None] | None:
    """Return what a person made of the working file and what it proposes (None if it cannot be used).

    Returns:
        None where the file is the program's own, also where the copy beside it is missing or older.
    """
    written = _written(project)
    if text in written:
        return None
    read = _read(text, working_path(project))
    if any(one.serious for one in read.problems):
        return read, None
    proposal = _propose(read, codebook, _base(project))
    if not (proposal.differences or proposal.problems or proposal.conflicts):
        own = _codebook_of(text)
        if text == (rewrite_codebook(written[0], own) if written else write_codebook(own)):
            return None
    return read, proposal


def _same_file(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


def changed_since_version(session: Session) -> bool:
    """Say whether codes were changed since the version saved last; True where none was saved."""
    versions = stored.load_versions(session.store)
    codebook = load_codebook(session)
    return _differs(versions[-1], codebook) if versions else bool(codebook.codes)


def refuse_the_same(session: Session) -> None:
    """Refuse to save a codebook as a version that is as it was saved last, before asking what is new in it.

    Raises:
        NothingNew: It is.
    """
    text = _text(working_path(session.project))
    codebook = load_codebook(session)
    if text is None or _edits(session.project, text, codebook) is None:
        _refuse_the_same(session, text, codebook)


def _refuse_the_same(session: Session, text: str | None, target: Codebook) -> None:
    for last in stored.load_versions(session.store)[-1:]:
        # a person's own text is something new though it be a comment alone
        own = text is not None and text != last.yaml and text not in _written(session.project)
        if not own and target.name == _codebook_of(last.yaml).name and not _differs(last, target):
            raise NothingNew(last.number)


def _differs(version: CodebookVersion, codebook: Codebook) -> bool:
    known = frozenset(codebook.by_id)
    return bool(resolve_entries(read_codebook(version.yaml), codebook, known_at_writing=known).differences)
