"""The codebook's working file `codebook.yaml`: it follows the store, until a person edits it.

Beside it lies a copy of what the program wrote last. While the two are the same, the file is the program's
and every change in the interface is edited into it. Once they are not, the file is a person's proposal and is
left alone until it is saved as a version; the copy then tells what the person changed from what was changed
in the interface since.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qualbench.codebook.guessing import Guess
from qualbench.codebook.links import without_links
from qualbench.codebook.yaml_file import rewrite_codebook, write_codebook
from qualbench.errors import FileProblem, QualbenchError, UsageError
from qualbench.model.change import Change, Noun
from qualbench.model.code import Codebook, CodebookVersion
from qualbench.model.document import Problem
from qualbench.reports.files import write_file
from qualbench.storage import codebooks as stored
from qualbench.workbench.code_fields import code_changed, code_row
from qualbench.workbench.code_merging import codes_leave, uses_follow
from qualbench.workbench.codebooks import (
    code_gone,
    code_uses,
    load_codebook,
    rename_codebook,
)
from qualbench.workbench.file_links import merges_said, plan_merges, say_difference, splits_kept
from qualbench.workbench.milestones import check_milestone
from qualbench.workbench.proposals import (
    NAME,
    PENDING,
    RECORD,
    CodebookRefused,
    GuessesOpen,
    Prefer,
    base_of,
    edits_of,
    file_text,
    last_version,
    propose,
    read_text,
    refuse_serious,
    working_path,
    written_texts,
)
from qualbench.workbench.since_version import (
    NothingNew,
    changed_since_version,
    refuse_same_codes,
    refuse_the_same,
)
from qualbench.workbench.version_files import mirror_versions, missing_versions
from qualbench.workbench.writing import added, stamp, write

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from pathlib import Path

    from qualbench.codebook.entries import CodebookFile
    from qualbench.codebook.resolve import Proposal
    from qualbench.workbench.project import Project, Session

__all__ = [
    "NAME",
    "CodebookRefused",
    "CodesInUse",
    "Guess",
    "GuessesOpen",
    "NothingNew",
    "Prefer",
    "WorkingFile",
    "adopt",
    "changed_since_version",
    "mirror",
    "refuse_the_same",
    "working_file",
    "working_path",
]


_GONE = "The project has every code; the next change of one writes the file again."
_ID = re.compile("[0-9a-f-]{36}")


class CodesInUse(QualbenchError):
    """A file leaves out codes on which something stands."""

    def __init__(self, used: list[str]) -> None:
        super().__init__(
            f"The file leaves out codes that are in use: {'; '.join(used)}.",
            "Put them back, or put them back with `status: retired`: then their codings stay and nobody is "
            "offered the code any more.",
        )


class EditedToo(UsageError):
    """Another file is to be taken over, and the working file has edits that would be lost."""

    def __init__(self, path: object) -> None:
        super().__init__(
            f"{path} has edits of its own that are not saved as a version yet.",
            "Save them first (qualbench codebook adopt -m MESSAGE), or move that file away.",
        )


@dataclass(frozen=True, slots=True)
class WorkingFile:
    """The working file as it stands.

    Attributes:
        edited: True where a person has changed it since the program wrote it.
        difference: What it would change, each in words; empty where it is not edited.
        kept: Codes made in the interface since, which the file does not have and which would stay.
        problems: What was noticed in it; serious ones keep it from being used.
        conflicts: Those of them that are about what the file and the project both changed.
        guesses: Codes that lost their ids, for a person to confirm; `difference` takes them for granted.
    """

    path: Path
    edited: bool
    difference: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    guesses: tuple[Guess, ...] = ()
    conflicts: tuple[Problem, ...] = ()


def working_file(session: Session, prefer: Prefer = Prefer.FILE) -> WorkingFile:
    """Look at the working file: is it edited, and what would it change?

    Args:
        prefer: What is told where the file and the project changed the same thing.
    """
    path = working_path(session.project)
    text = file_text(path)
    missing = missing_versions(session)
    codebook = load_codebook(session)
    edited = None if text is None else edits_of(session.project, text, codebook, prefer)
    if text is None and codebook.codes:
        missing = (Problem(f"{path} is gone.", hint=_GONE), *missing)
    if edited is None:
        return WorkingFile(path, edited=False, problems=missing)
    file, proposal = edited
    if proposal is None:
        return WorkingFile(path, edited=True, problems=(*file.problems, *missing))
    return looked_at(session, path, codebook, file, proposal, missing)


def looked_at(
    session: Session,
    path: Path,
    codebook: Codebook,
    file: CodebookFile,
    proposal: Proposal,
    missing: tuple[Problem, ...] = (),
) -> WorkingFile:
    """Say what a file's proposal would change, and what keeps it from being taken over."""
    kept = tuple(codebook.paths[one.id] for one in proposal.kept)
    used = _in_use(session, codebook, proposal)
    said = tuple(
        say_difference(session, codebook, proposal, one)
        for one in proposal.differences
        if not (one.change == "removed" and one.code_id in used)
    )
    notes, refused = merges_said(session, codebook, proposal)
    left_out = tuple(
        Problem(
            f"“{codebook.paths[code_id]}” is left out but has {uses}: saving will refuse.",
            hint="Put it back, or put it back with `status: retired`.",
            serious=True,
        )
        for code_id, uses in used.items()
    )
    problems = (*file.problems, *proposal.problems, *proposal.conflicts, *left_out, *refused, *missing)
    told = (*said, *notes), kept, problems, proposal.guesses, proposal.conflicts
    return WorkingFile(path, True, *told)


def mirror(session: Session) -> None:
    """Let the unedited working file and the versions' files follow the store.

    A folder that cannot be written keeps nobody from coding: the store has everything, and the files follow
    at the next change.
    """
    with suppress(FileProblem, OSError):
        moved = mirror_versions(session)
        text = file_text(working_path(session.project))
        codebook = load_codebook(session)
        if text is not None and edits_of(session.project, text, codebook) is not None:
            return
        if text is not None:
            text = _text_of_who_came_back(session, text, codebook)
        new = write_codebook(codebook) if text is None else rewrite_codebook(text, codebook)
        saved = stored.load_versions(session.store)[-1:] if moved else []
        if saved and rewrite_codebook(saved[0].yaml, codebook) == saved[0].yaml:
            new = saved[0].yaml  # an undo or a redo brings the comments and the layout of that version back
        _write(session.project, new)


def _text_of_who_came_back(session: Session, text: str, codebook: Codebook) -> str:
    """Return the text to edit: where a code is back, that of the version saved last, if it has the code.

    Its comments and `x-` keys went with it, and the program wrote everything else that differs by itself.
    """
    there = set(_ID.findall(text))  # first by all ids at once: looking for each in a long text takes its time
    back = [one.id for one in codebook.codes if one.id not in there and one.id not in text]
    saved = stored.load_versions(session.store)[-1:] if back else []
    return saved[0].yaml if saved and any(one in saved[0].yaml for one in back) else text


def adopt(
    session: Session,
    file: Path | None = None,
    *,
    message: str,
    why: str = "",
    prefer: Prefer | None = None,
    confirm: Callable[[Guess], bool] | None = None,
    milestone: str = "",
) -> CodebookVersion:
    """Take over a codebook file (by default the working file) and save it as the next version, as one step.

    Codes that the file knew and no longer has are deleted if nothing uses them; those that it says are merged
    become others, with all that stands on them, as in `merge_codes`. Codes made in the interface
    since the file was written stay, and so does what was changed there and not in the file. The working file
    is compared with what the program wrote last, another file with the version saved last.

    Args:
        prefer: Whose is taken where the file and the project changed the same thing; None refuses.
        confirm: Says of each code that lost its id whether it is the one that it seems to be; where not, it
            is a new code.
        milestone: A name under which the version is kept in mind; see `milestones`.

    Raises:
        GuessesOpen: There are such codes, and there is nobody to confirm them.
        CodebookRefused: The file has serious problems, or changes what was changed in the project since; all
            are listed.
        CodesInUse: It leaves out codes that are in use.
        UsageError: The message is empty, or `file` would replace edits
            of the working file, or the milestone cannot be called so, or codings of merged codes have
            differing stances.
        OthersHidden: Codes are to be merged that another coder has used, whose codings are hidden.
        NothingNew: Neither a code nor the file's text differs from the version saved last.
    """
    if not message.strip():
        raise UsageError("A version needs a message: what is new in it?", "Give it with -m MESSAGE.")
    named = check_milestone(stored.load_versions(session.store), milestone) if milestone else ""
    current = load_codebook(session)
    text = _text_to_adopt(session, file, current)
    read = read_text(text, file or working_path(session.project))
    refuse_serious(read, read.problems)
    own = file is None or _same_file(file, working_path(session.project))
    base = base_of(session.project) if own else last_version(session)
    brings = prefer is Prefer.FILE or file is not None
    sure = confirm or (lambda _guess: True)
    which = prefer or Prefer.FILE
    proposal = propose(read, current, base, bring_back=brings, prefer=which, confirm=sure)
    check_proposal(session, current, read, proposal, prefer=prefer, asked=confirm is not None)
    written = file is None and file_text(working_path(session.project)) is None  # by this call, of the same
    refuse_same_codes(session, None if written else text, proposal.target, named)
    return save_version(session, current, proposal, text, message.strip(), named, why)


def check_proposal(
    session: Session,
    current: Codebook,
    read: CodebookFile,
    proposal: Proposal,
    *,
    prefer: Prefer | None,
    asked: bool,
) -> None:
    if proposal.guesses and not asked:
        raise GuessesOpen(read.source, proposal.guesses)
    refuse_serious(read, (*proposal.problems, *(() if prefer is Prefer.FILE else proposal.conflicts)))
    _nothing_lost(session, current, proposal)


def save_version(
    session: Session, current: Codebook, proposal: Proposal, text: str, message: str, milestone: str, why: str
) -> CodebookVersion:
    number = current.version + 1
    merges = plan_merges(session, current, proposal)
    target = merges.after if merges else proposal.target
    yaml = rewrite_codebook(without_links(text), target)
    version = CodebookVersion(number, message, session.coder.id, stamp(), yaml, milestone)
    row = {
        "message": version.message,
        "coder_id": version.coder_id,
        "created_at": version.created_at,
        "yaml": yaml,
        "milestone": milestone,
    }
    changes = [
        *(uses_follow(session, merges) if merges else ()),
        *_changes(session, current, target, merges.into if merges else {}),
        *(codes_leave(session, merges, why) if merges else ()),
        *splits_kept(session, current, proposal, why),
        added("VersionSaved", Noun.VERSION, str(number), row),
    ]
    summary = f"saved the codebook as version {number}: {version.message}"
    write(session, changes, verb="save version", summary=summary, why=why, follow=False)
    # the person's own file, with its comments, is what the program goes on from; only now is it safe to touch
    with suppress(FileProblem, OSError):
        mirror_versions(session)
    with suppress(FileProblem, OSError):
        _write(session.project, yaml)
    return version


def _text_to_adopt(session: Session, file: Path | None, current: Codebook) -> str:
    path = working_path(session.project)
    own = file_text(path)
    if file is None:
        return write_codebook(current) if own is None else own
    text = file_text(file)
    if text is None:
        raise FileProblem(file, "there is no such file")
    if own is not None and text != own and edits_of(session.project, own, current) is not None:
        raise EditedToo(path)
    return text


def _nothing_lost(session: Session, current: Codebook, proposal: Proposal) -> None:
    in_use = _in_use(session, current, proposal)
    used = [f"“{current.paths[code_id]}” has {uses}" for code_id, uses in in_use.items()]
    if used:
        raise CodesInUse(used)


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


def _changes(session: Session, current: Codebook, target: Codebook, merged: Collection[str]) -> list[Change]:
    changes: list[Change] = []
    for code, _depth in target.walk():
        before = current.by_id.get(code.id)
        if before is None:
            changes.append(
                added("CodeCreated", Noun.CODE, code.id, {**code_row(code), "created_at": stamp()})
            )
        elif replace(code, meaning=before.meaning) != before:  # in no file, so that it says nothing here
            changes += code_changed(session, before, code)
    for code, _depth in reversed(list(current.walk())):
        if code.id not in target.by_id and code.id not in merged:
            changes.extend(code_gone(session, code.id))
    named = rename_codebook(session, target.name)
    return [*changes, *([named] if named else [])]


def _write(project: Project, text: str) -> None:
    """Write the working file and its copy so that an interrupted write is not taken for a person's edit."""
    path, content = working_path(project), text.encode("utf-8")
    if file_text(path) == text and written_texts(project) == [text]:
        return
    write_file(project.codebooks / PENDING, content)
    if file_text(path) != text:
        write_file(path, content)
    (project.codebooks / PENDING).replace(project.codebooks / RECORD)


def _same_file(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False
