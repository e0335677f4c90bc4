"""The codebook's working file `codebook.yaml`: it follows the store, until a person edits it.

Beside it a small record says from which state it was written (its digest, and the ids it knew). While the
digest fits, the file is the program's and every change in the interface is edited into it. Once it does not,
the file is a person's proposal and is left alone until it is saved as a version.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualbench.codebook.diff import describe
from qualbench.codebook.resolve import Proposal, resolve_entries
from qualbench.codebook.yaml_file import CodebookFile, read_codebook, rewrite_codebook, write_codebook
from qualbench.errors import FileProblem, QualbenchError, UsageError
from qualbench.model.change import Change, Noun
from qualbench.model.code import Codebook, CodebookVersion
from qualbench.reports.files import write_file
from qualbench.storage import codebooks as stored
from qualbench.workbench.codebooks import (
    code_changed,
    code_gone,
    code_row,
    code_uses,
    load_codebook,
    rename_codebook,
)
from qualbench.workbench.writing import added, stamp, write

if TYPE_CHECKING:
    from pathlib import Path

    from qualbench.model.document import Problem
    from qualbench.workbench.project import Project, Session

NAME = "codebook.yaml"
RECORD = ".written.json"


class CodebookRefused(QualbenchError):
    """A codebook file cannot be used as it is; every problem is listed."""

    def __init__(self, path: Path, problems: tuple[Problem, ...]) -> None:
        lines = [f"line {one.line}: {one.message}" if one.line else one.message for one in problems]
        super().__init__(f"{path} cannot be saved as a version: {'; '.join(lines)}", problems[0].hint)
        self.problems = problems


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
    digest, known = _record(session.project)
    if text is None or _digest(text) == digest:
        return WorkingFile(path, edited=False)
    file = _read(text, path)
    serious = tuple(one for one in file.problems if one.serious)
    if serious:
        return WorkingFile(path, edited=True, problems=file.problems)
    codebook = load_codebook(session)
    proposal = resolve_entries(file, codebook, known_at_writing=known)
    kept = tuple(codebook.paths[one.id] for one in proposal.kept)
    said = tuple(describe(one) for one in proposal.differences)
    problems = (*file.problems, *proposal.problems)
    return WorkingFile(path, edited=True, difference=said, kept=kept, problems=problems)


def mirror(session: Session) -> None:
    """Let the unedited working file and the versions' files follow the store.

    A folder that cannot be written keeps nobody from coding: the store has everything, and the files follow
    at the next change.
    """
    with suppress(FileProblem, OSError):
        _mirror_versions(session)
        codebook = load_codebook(session)
        path = working_path(session.project)
        text = _text(path)
        digest, _known = _record(session.project)
        if text is None:
            _write(session.project, write_codebook(codebook), codebook)
        elif _digest(text) == digest:
            _write(session.project, rewrite_codebook(text, codebook), codebook)


def adopt(session: Session, file: Path | None = None, *, message: str, why: str = "") -> CodebookVersion:
    """Take over a codebook file (by default the working file) and save it as the next version, as one step.

    Codes that the file knew and no longer has are deleted if nothing uses them. Codes made in the interface
    since the file was written stay.

    Raises:
        CodebookRefused: The file has serious problems; all are listed.
        UsageError: It leaves out codes that are in use, or the message is empty.
    """
    if not message.strip():
        raise UsageError("A version needs a message: what is new in it?", "Give it with -m MESSAGE.")
    current = load_codebook(session)
    path = file or working_path(session.project)
    if (
        file is not None
        and working_file(session).difference
        and _text(file) != _text(working_path(session.project))
    ):
        raise UsageError(
            f"{working_path(session.project)} has edits of its own that are not saved as a version yet.",
            "Save them first (without naming a file), or move that file away.",
        )
    text = _text(path)
    if text is None and file is not None:
        raise FileProblem(path, "there is no such file")
    if text is None:
        text = write_codebook(current)
    read = _read(text, path)
    serious = tuple(one for one in read.problems if one.serious)
    if serious:
        raise CodebookRefused(path, serious)
    known = _record(session.project)[1] if file is None else _known_to_last_version(session)
    proposal = resolve_entries(read, current, known_at_writing=known)
    serious = tuple(one for one in proposal.problems if one.serious)
    if serious:
        raise CodebookRefused(path, serious)
    _nothing_lost(session, current, proposal)
    target = proposal.target
    number = current.version + 1
    yaml = rewrite_codebook(text, target)
    version = CodebookVersion(number, message.strip(), session.coder.id, stamp(), yaml)
    row = {
        "message": version.message,
        "coder_id": version.coder_id,
        "created_at": version.created_at,
        "yaml": yaml,
    }
    changes = [*_changes(session, current, target), added("VersionSaved", Noun.VERSION, str(number), row)]
    summary = f"saved the codebook as version {number}: {version.message}"
    write(session, changes, verb="save version", summary=summary, why=why)
    # the person's own file, with its comments, is what the program goes on from; only now is it safe to touch
    with suppress(FileProblem, OSError):
        _write(session.project, yaml, target)
    return version


def _nothing_lost(session: Session, current: Codebook, proposal: Proposal) -> None:
    gone = {one.id for one in proposal.removed}
    used = []
    for code in proposal.removed:
        inside = [one for one in current.children(code.id) if one.id not in gone]
        uses = code_uses(session, Codebook(current.name, ()), code.id)
        if uses and not inside:
            used.append(f"“{current.paths[code.id]}” has {uses}")
    if used:
        raise UsageError(
            f"The file leaves out codes that are in use: {'; '.join(used)}.",
            "Put them back, or put them back with `status: retired`: then their codings stay and nobody is "
            "offered the code any more.",
        )


def _changes(session: Session, current: Codebook, target: Codebook) -> list[Change]:
    changes: list[Change] = []
    for code, _depth in target.walk():
        before = current.by_id.get(code.id)
        if before is None:
            changes.append(
                added("CodeCreated", Noun.CODE, code.id, {**code_row(code), "created_at": stamp()})
            )
        else:
            change = code_changed(before, code)
            changes += [change] if change else []
    for code, _depth in reversed(list(current.walk())):
        if code.id not in target.by_id:
            changes.extend(code_gone(session, code.id))
    named = rename_codebook(session, target.name)
    return [*changes, *([named] if named else [])]


def _mirror_versions(session: Session) -> None:
    """Write each version's file that is not there; take away those of versions that were taken back."""
    versions = stored.load_versions(session.store)
    folder = session.project.codebooks
    names = {}
    for version in versions:
        name = f"version-{version.number:03}.yaml"
        names[name] = version
        if not (folder / name).exists() or version is versions[-1]:
            write_file(folder / name, version.yaml.encode("utf-8"))
    for path in folder.glob("version-[0-9][0-9][0-9].yaml"):
        if path.name not in names:
            path.unlink()


def _known_to_last_version(session: Session) -> frozenset[str]:
    """The ids of the codes in the version saved last: what a file given by hand could have known."""
    versions = stored.load_versions(session.store)
    if not versions:
        return frozenset()
    return frozenset(_ids(read_codebook(versions[-1].yaml)))


def _ids(file: CodebookFile) -> list[str]:
    found, stack = [], list(file.entries)
    while stack:
        entry = stack.pop()
        found += [entry.id] if entry.id else []
        stack += entry.children
    return found


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


def _write(project: Project, text: str, codebook: Codebook) -> None:
    record = {"sha256": _digest(text), "ids": sorted(codebook.by_id)}
    path = working_path(project)
    if _text(path) != text:
        write_file(path, text.encode("utf-8"))
    write_file(project.codebooks / RECORD, json.dumps(record).encode("utf-8"))


def _record(project: Project) -> tuple[str, frozenset[str]]:
    """The digest that the program wrote last, and the ids that the file knew then."""
    try:
        record = json.loads((project.codebooks / RECORD).read_text(encoding="utf-8"))
        return str(record["sha256"]), frozenset(record["ids"])
    except (OSError, ValueError, KeyError, TypeError):
        return "", frozenset()


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def changed_since_version(session: Session) -> bool:
    """Say whether codes were changed since the version saved last; True where none was saved."""
    versions = stored.load_versions(session.store)
    codebook = load_codebook(session)
    if not versions:
        return bool(codebook.codes)
    proposal = resolve_entries(
        read_codebook(versions[-1].yaml), codebook, known_at_writing=frozenset(codebook.by_id)
    )
    return bool(proposal.differences)
