"""The codebook at some moment or some place: the working file, a version, a milestone, a date, a file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from qualbench.codebook.diff import Comparison, compare_books
from qualbench.codebook.following import follow, steps_of
from qualbench.codebook.likeness import book_of
from qualbench.codebook.links import Links, applied, applied_to, read_links
from qualbench.codebook.yaml_file import read_codebook
from qualbench.errors import FileProblem, NotFound, QualbenchError, UsageError
from qualbench.model.code import Codebook, CodebookVersion
from qualbench.storage import codebooks as stored
from qualbench.workbench.code_previews import Touched, touched_by
from qualbench.workbench.codebooks import load_codebook
from qualbench.workbench.milestones import version_of
from qualbench.workbench.project import DATABASE, open_session
from qualbench.workbench.proposals import codebook_of, edits_of, file_text, refuse_serious, working_path

if TYPE_CHECKING:
    from qualbench.model.code import Lineage
    from qualbench.model.document import Problem
    from qualbench.workbench.project import Session

__all__ = [
    "CodebookState",
    "CodebookUnreadable",
    "Comparison",
    "became_of",
    "codebook_at",
    "compare_states",
    "touched_by_change",
]

#: What a state of this project's codebook is called, beside versions, milestones and dates.
FILE, ADOPTED, NOW = "file", "adopted", "now"
#: Later than anything that has happened.
_LATEST = "9"
_DATE = re.compile(r"\d{4}-\d\d(-\d\d([T ]\d\d(:\d\d(:\d\d(\.\d+)?)?)?Z?)?)?")
_NUMBER = re.compile(r"v?[0-9]{1,9}", re.IGNORECASE)


class CodebookUnreadable(QualbenchError):
    """A file is no codebook that can be compared; every serious problem is listed."""

    def __init__(self, path: object, problems: tuple[Problem, ...]) -> None:
        lines = [
            f"line {one.line}: {one.message.removesuffix('.')}" if one.line else one.message.removesuffix(".")
            for one in problems
        ]
        super().__init__(f"{path} cannot be read as a codebook: {'; '.join(lines)}.", problems[0].hint)


@dataclass(frozen=True, slots=True)
class CodebookState:
    """A codebook as it was or is somewhere.

    Attributes:
        said: What it is, in words: `version 2`, `the working file`.
        at: When it was in force, ISO 8601 in UTC; None for what is not of this project.
        version: The saved version that it is, if it is one.
        links: The merges and splits that the file asks for which it is; in `codebook` they are done.
        whole: The codebook as it stands in the file, where that asks for any.
    """

    codebook: Codebook
    said: str
    at: str | None = None
    version: CodebookVersion | None = None
    links: Links | None = None
    whole: Codebook | None = None

    @property
    def written(self) -> Codebook:
        """The codebook with the codes still in it that its file asks to merge."""
        return self.whole or self.codebook


def codebook_at(session: Session | None, ref: str) -> CodebookState:
    """Return the state of a codebook that `ref` means.

    It may be `file` (what the working file would make of the project), `adopted` (the version saved last),
    `now`, the number of a version, a milestone's name, a date (the version in force at its end, in UTC as the
    log has it), the path of a codebook file, or the folder of another project.

    Args:
        session: None where there is no project: then `ref` is a path.
        ref: As typed.

    Raises:
        NotFound: It means nothing; what there is, is named.
        UsageError: It is written as a date, and there is no such day or time.
        QualbenchError: No version was saved by then.
        CodebookUnreadable: It is a file that is no codebook.
        CodebookRefused: The working file has serious problems.
        FileProblem: The file cannot be read.
    """
    if session is not None:
        known = _of_project(session, ref)
        if known is not None:
            return known
    path = Path(ref).expanduser()
    try:
        there, folder = path.exists(), path.is_dir()
    except OSError:  # longer than a name may be
        there = folder = False
    if folder or path.name == DATABASE:
        return _of_another(path if folder else path.parent, ref)
    if there:
        return _of_file(path, str(ref))
    if "/" in ref or "\\" in ref or path.suffix.casefold() in (".yaml", ".yml"):
        raise FileProblem(ref, "there is no such file", _there_is(session))
    raise NotFound("codebook, version or milestone", ref, hint=_there_is(session))


def compare_states(session: Session | None, before: CodebookState, after: CodebookState) -> Comparison:
    """Return what changed between two states, with what codes of this project became in between."""
    rows: list[Lineage] = stored.load_lineage(session.store) if session is not None else []
    apply = partial(applied_to, after.links) if after.links else None
    return compare_books(before.codebook, after.written, _between(rows, before, after), apply)


def touched_by_change(session: Session, compared: Comparison) -> tuple[tuple[str, Touched], ...]:
    """Return for each kind of change that concerns codings what follows, and what stands on its codes now.

    Orders and colours are not among it; nothing that is hidden counts.
    """
    book = load_codebook(session)
    found = []
    for change, said in _EFFECTS.items():
        codes = {one.code_id for one in compared.differences if one.change == change} & set(book.by_id)
        if codes:
            found.append((said, touched_by(session, codes, book)))
    return tuple(found)


#: What a change means for the codings of the codes that it is about.
_EFFECTS = {
    "removed": "removed codes go only when nothing stands on them any more",
    "merged": "codings of merged codes become those of the other code",
    "split": "codings of codes that were split go to the new codes, or stay",
    "redefined": "codings of redefined codes are to be looked at again",
    "retired": "codings of retired codes stay",
    "renamed": "codings of renamed codes stay and have the new name",
    "moved": "codings of moved codes stay and count under the new place",
}


def became_of(session: Session, codebook: Codebook) -> dict[str, str]:
    """Return the path of what each code became that is no longer there, by its id; `; ` between several."""
    current, steps = load_codebook(session), steps_of(stored.load_lineage(session.store))
    gone = [one for one in codebook.by_id if one not in current.by_id]
    found = {one: follow(one, current, steps) for one in gone}
    return {one: "; ".join(current.paths[each] for each in into) for one, into in found.items() if into}


def _between(rows: list[Lineage], before: CodebookState, after: CodebookState) -> list[Lineage]:
    """Return what happened between two states; where their time is not known, what the codes show."""
    if before.at is not None and after.at is not None:
        return [one for one in rows if before.at <= one.created_at <= after.at]
    return [one for one in rows if one.code_id not in after.codebook.by_id]


def _of_project(session: Session, ref: str) -> CodebookState | None:
    """Return the state of this project's codebook that is meant, or None where it is something else."""
    wanted = " ".join(ref.split())
    word = wanted.casefold()
    if word == NOW:
        return CodebookState(load_codebook(session), "the codebook as it is now", _LATEST)
    if word == FILE:
        return _proposed(session)
    versions = stored.load_versions(session.store)
    if word == ADOPTED:
        if not versions:
            raise QualbenchError("No version of the codebook is saved yet.", _there_is(session))
        return _of_version(versions[-1])
    called = any(one.milestone.casefold() == word for one in versions if one.milestone)
    if called or _NUMBER.fullmatch(wanted):
        return _of_version(version_of(versions, wanted))
    if _DATE.fullmatch(wanted):
        moment = _moment(wanted)
        in_force = [one for one in versions if one.created_at.removesuffix("Z")[: len(moment)] <= moment]
        if not in_force:
            raise QualbenchError(f"By {ref} no version of the codebook was saved.", _there_is(session))
        return _of_version(in_force[-1])
    return None


def _moment(wanted: str) -> str:
    """Return what is written as a date, as far as it goes, as the log writes it.

    Raises:
        UsageError: There is no such day or time.
    """
    moment = wanted.replace(" ", "T").removesuffix("Z")
    whole = moment.partition(".")[0] + "0001-01-01T00:00:00"[len(moment.partition(".")[0]) :]
    try:
        datetime.fromisoformat(whole)
    except ValueError:
        raise UsageError(
            f"“{wanted}” is no date.", "Write a day as 2026-03-31, a month as 2026-03."
        ) from None
    return moment


def _of_version(version: CodebookVersion) -> CodebookState:
    called = f" (“{version.milestone}”)" if version.milestone else ""
    book = codebook_of(version.yaml)
    said = f"version {version.number}{called}"
    return CodebookState(Codebook(book.name, book.codes, version.number), said, version.created_at, version)


def _proposed(session: Session) -> CodebookState:
    """Return what the working file would make of the codebook; the codebook where nobody has edited it."""
    said = "the working file"
    path, current = working_path(session.project), load_codebook(session)
    text = file_text(path)
    edited = None if text is None else edits_of(session.project, text, current)
    if edited is None:
        return CodebookState(current, said, _LATEST)
    read, proposal = edited
    refuse_serious(read, read.problems)
    assert proposal is not None  # there is one where nothing serious was read
    return CodebookState(
        proposal.target, said, _LATEST, links=proposal.links, whole=proposal.whole or proposal.target
    )


def _of_file(path: Path, said: str) -> CodebookState:
    text = file_text(path)
    if text is None:
        raise FileProblem(path, "there is no such file")
    file = read_codebook(text, source=str(path))
    serious = tuple(one for one in file.problems if one.serious)
    if serious:
        raise CodebookUnreadable(path, serious)
    whole, ids = book_of(file)
    links = read_links(file, ids, whole)
    book = applied(links, whole)
    if links.problems:
        raise CodebookUnreadable(path, tuple(links.problems))
    return CodebookState(book, said, links=links if links else None, whole=whole)


def _of_another(folder: Path, ref: str) -> CodebookState:
    if not (folder / DATABASE).is_file():
        raise FileProblem(ref, "this folder holds no project", "Name a codebook file, or a project's folder.")
    with open_session(folder, write=False) as other:
        return CodebookState(load_codebook(other), f"the project “{other.project.title}”")


def _there_is(session: Session | None) -> str:
    path = "the path of a codebook file or of another project's folder"
    if session is None:
        return f"Outside a project, name {path}."
    versions = stored.load_versions(session.store)
    named = [f"“{one.milestone}”" for one in versions if one.milestone]
    there = [f"`{FILE}` (the working file)", f"`{NOW}`"]
    if versions:
        numbers = f"the versions 1 to {len(versions)}" if len(versions) > 1 else "version 1"
        there += [f"`{ADOPTED}` (the version saved last)", numbers]
        there += [f"the milestone{'s' * (len(named) > 1)} {', '.join(named)}"] if named else []
        there += [f"a date from {versions[0].created_at[:10]} on"]
    none = "" if versions else "No version is saved yet. "
    return f"{none}There is {', '.join(there)}, and {path}."
