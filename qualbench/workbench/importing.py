"""Importing: files become documents with turns, speakers and cases; and looking at what is there."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain, count
from typing import TYPE_CHECKING, Literal

from qualbench.errors import FileProblem, NotFound, Stopped, UsageError
from qualbench.readers.refusals import FORMATS
from qualbench.storage import documents as stored
from qualbench.storage.names import load_digests, load_names
from qualbench.workbench.project import DATABASE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from qualbench.model.case import Case
    from qualbench.model.change import Change
    from qualbench.model.document import Document, DocumentKind, Problem, Reading, Role, Speaker, Turn
    from qualbench.workbench.project import Session

__all__ = [
    "FORMATS",
    "DocumentRow",
    "Imported",
    "OpenDocument",
    "find_document",
    "import_documents",
    "list_documents",
    "list_speakers",
    "open_document",
    "preview_files",
    "set_speaker",
]

Status = Literal["read", "there already", "refused", "not reached"]


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of one file.

    Attributes:
        document_id: The document, new or the one that was there; None where the file was refused.
        name: That document's name, or the file's.
        error: Why the file was refused, with what to do; else empty.
    """

    path: Path
    status: Status
    document_id: str | None
    name: str
    problems: tuple[Problem, ...] = ()
    error: str = ""


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document with how much it holds."""

    document: Document
    turns: int
    segments: int


@dataclass(frozen=True, slots=True)
class OpenDocument:
    """A document with its current text, ready to be read and coded."""

    document: Document
    text: str
    turns: tuple[Turn, ...]
    speakers: tuple[Speaker, ...]


def preview_files(paths: Sequence[Path]) -> list[Reading | FileProblem]:
    """Read files (folders are walked) without storing anything; a file that cannot be read is its problem."""
    from qualbench.readers.registry import expand_paths, read_file

    found: list[Reading | FileProblem] = []
    for path in expand_paths(paths):
        try:
            found.append(read_file(path))
        except FileProblem as problem:
            found.append(problem)
    return found


def import_documents(
    session: Session,
    paths: Sequence[Path],
    *,
    kind: DocumentKind | None = None,
    cases: bool = True,
    progress: Callable[[int, int, str], None] | None = None,
) -> list[Imported]:
    """Import files, and the files in folders, as one step; one bad file does not stop the others.

    Args:
        kind: What sort of source they are; where it is None each file's reader says.
        cases: Give each document a case of its own name (or the one that has that name already); of
            references each is a case.
        progress: Called with (files done, files in all, name of the file) before each file.

    Returns:
        What became of each file, in order. Interrupted between files, what was read so far is imported, and
        the last line says how many are not reached; importing the same again goes on there.
    """
    from qualbench.readers.registry import expand_paths
    from qualbench.workbench.writing import write

    files = _not_ours(session, expand_paths(paths), paths)
    results: list[Imported] = []

    def changes() -> Iterator[Change]:
        places = _Places(session, kind=kind, cases=cases)
        named = {path.absolute() for path in paths}
        for number, path in enumerate(files):
            try:
                if progress is not None:
                    progress(number, len(files), path.name)
                leads_out = path.is_symlink() and path.absolute() not in named
                result, made = (_led_out(path), []) if leads_out else places.take(path)
            except (KeyboardInterrupt, Stopped):
                results.append(_not_reached(path, len(files) - number))
                return
            results.append(result)
            yield from made

    def summary(_rows: int) -> str:
        read = [one.name for one in results if one.status == "read"]
        return f"imported {read[0]}" if len(read) == 1 else f"imported {len(read)} documents"

    write(session, changes(), verb="import", summary=summary)
    return results


def _not_reached(path: Path, left: int) -> Imported:
    said = f"Stopped before {path.name}: {left} file{'s are' if left > 1 else ' is'} not reached."
    return Imported(
        path, "not reached", None, path.name, error=f"{said} Import the same again to go on there."
    )


def _led_out(path: Path) -> Imported:
    """Refuse what a folder only links to: nobody named it, and it may lie anywhere."""
    said = f"{path.name}: this is a link to another place. Name it itself to import what it leads to."
    return Imported(path, "refused", None, path.name, error=said)


def _not_ours(session: Session, files: list[Path], named: Sequence[Path]) -> list[Path]:
    """Leave out what projects have written, this one and others in the folders that are imported."""
    project = session.project
    ours = (project.exports.absolute(), project.codebooks.absolute(), (project.folder / "backups").absolute())
    given = {path.absolute() for path in named}

    @cache
    def others(folder: Path) -> bool:
        """Say whether a folder below one that was named belongs to another project."""
        if folder in given or folder == folder.parent:
            return False
        is_project = folder != project.folder and (folder / DATABASE).is_file()
        return is_project or others(folder.parent)

    def foreign(path: Path) -> bool:
        beside = path.parent == project.folder and path.name.startswith(("project.", "desk.", "writer."))
        return not beside and not others(path.parent) and not any(path.is_relative_to(one) for one in ours)

    return [path for path in files if path.absolute() in given or foreign(path.absolute())]


class _Places:
    """What is taken already while an import runs: digests, names, positions and case numbers."""

    def __init__(self, session: Session, *, kind: DocumentKind | None, cases: bool) -> None:
        from qualbench.storage.projects import load_cases

        self.session = session
        self.names = {name: one for one, name in load_names(session.store).items()}
        self.digests = {digest: one for one, digest in load_digests(session.store).items()}
        self.position = stored.next_position(session.store)
        self.kind, self.make_cases = kind, cases
        known = load_cases(session.store)
        self.cases: dict[str, str] = {case.name: case.id for case in known}
        self.number = max((case.number for case in known), default=0)

    def take(self, path: Path) -> tuple[Imported, list[Change]]:
        """Read one file and return what becomes of it, with the changes that make it so."""
        from qualbench.model.change import Change, Noun
        from qualbench.model.ids import new_id
        from qualbench.readers.registry import read_file
        from qualbench.workbench.writing import added

        try:
            read = read_file(path)
        except FileProblem as problem:
            said = f"{problem.message} {problem.hint}".strip()
            return Imported(path, "refused", None, path.name, error=said), []
        if read.sha256 in self.digests:
            there = self.digests[read.sha256]
            name = next((name for name, one in self.names.items() if one == there), path.stem)
            return Imported(path, "there already", there, name, read.problems), []
        shown = self._put_away(read)
        name, document_id = (str(shown[1]["name"]), shown[0]) if shown else (self._name(read), new_id())
        made: list[Change] = []
        if read.many_cases and self.make_cases:
            read = self._tell_known_cases(read)
            case_id, own = None, {label: self._case(label, made) for label in read.roles}
        else:
            case_id, own = self._case(name, made), {}
        row: dict[str, str | int | float | None] = {
            "position": self.position,
            "name": name,
            "kind": (self.kind or read.kind).value,
            "case_id": case_id,
            "revision": 1,
            "language": _known_language(read.language),
        }
        row, material = ({**shown[1], "case_id": case_id}, None) if shown else (row, read)
        made.append(Change("DocumentAdded", Noun.DOCUMENT, (document_id,), None, row, material=material))
        for position, (label, role) in enumerate(read.roles.items()):
            speaker: dict[str, str | int | float | None]
            speaker = {"document_id": document_id, "position": position, "label": label, "role": role.value}
            made.append(added("SpeakerAdded", Noun.SPEAKER, new_id(), {**speaker, "case_id": own.get(label)}))
        self.position += 1
        self.names[name] = self.digests[read.sha256] = document_id
        return Imported(path, "read", document_id, name, read.problems), made

    def _case(self, name: str, made: list[Change]) -> str | None:
        """Return the case of that name, which is made where there is none and cases are wanted."""
        from qualbench.model.change import Noun
        from qualbench.model.ids import new_id
        from qualbench.workbench.writing import added

        if self.make_cases and name not in self.cases:
            self.cases[name], self.number = new_id(), self.number + 1
            made.append(
                added("CaseAdded", Noun.CASE, self.cases[name], {"number": self.number, "name": name})
            )
        return self.cases.get(name)

    def _tell_known_cases(self, read: Reading) -> Reading:
        """Say which of its cases were there before: one found twice, or two of one name."""
        from qualbench.model.document import Problem

        known = [label for label in read.roles if label in self.cases]
        if not known:
            return read
        listed = ", ".join(known[:5]) + (" ..." if len(known) > 5 else "")
        message = f"{len(known)} of its cases are there already and are counted once: {listed}."
        hint = "Look whether they are the same; else give the speaker another case with `speaker set`."
        return replace(read, problems=(*read.problems, Problem(message, hint=hint)))

    def _put_away(self, read: Reading) -> tuple[str, dict[str, str | int | float | None]] | None:
        """Return the id and the row of a document whose import was taken back and can be shown again."""
        from qualbench.model.change import Noun
        from qualbench.storage.rows import load_row

        for document_id, hidden in stored.find_digest(self.session.store, read.sha256):
            row = load_row(self.session.store, Noun.DOCUMENT, (document_id,)) if hidden else {}
            if row and row["name"] not in self.names:
                text = self.session.store.text(document_id, int(row["revision"] or 0))
                if row["revision"] == 1 and text == read.text:
                    return document_id, row
        return None

    def _name(self, read: Reading) -> str:
        """The file's stem, made unique by its suffix or by a number."""
        suffixed = f"{read.name} ({read.format})"
        numbered = (f"{read.name} {number}" for number in count(2))
        return next(name for name in chain((read.name, suffixed), numbered) if name not in self.names)


def _known_language(code: str) -> str:
    """Return the language that a file states, where it is one that texts can have here."""
    from qualbench.workbench.searching import check_language

    try:
        if code:
            check_language(code)
    except UsageError:
        return ""
    return code


def list_documents(session: Session) -> list[DocumentRow]:
    """Return the documents in the project's order, with their turns and segments counted."""
    counts = stored.load_counts(session.store)
    return [DocumentRow(one, *counts.get(one.id, (0, 0))) for one in stored.load_documents(session.store)]


def find_document(session: Session, name_or_id: str) -> Document:
    """Return the document of that name or id.

    Raises:
        NotFound: There is none; near names are offered.
    """
    found = stored.load_document(session.store, name_or_id)
    if found is None:
        from qualbench.search.fuzzy import nearest

        raise NotFound("document", name_or_id, nearest(name_or_id, load_names(session.store).values()))
    return found


def open_document(session: Session, document_id: str, revision: int | None = None) -> OpenDocument:
    """Return a document with its current text, turns and speakers, or with an earlier text.

    Raises:
        NotFound: There is no such document, or it has no such revision.
    """
    document = find_document(session, document_id)
    if revision is not None and revision != document.revision:
        known = {number: words for number, _at, words in stored.load_revisions(session.store, document.id)}
        if revision not in known:
            raise NotFound("revision", str(revision), [str(one) for one in known])
        document = replace(document, revision=revision, words=known[revision])
    text = session.store.text(document.id, document.revision)
    turns = stored.load_turns(session.store, document.id, document.revision)
    return OpenDocument(document, text, turns, stored.load_speakers(session.store, document.id))


def list_speakers(session: Session, document_id: str | None = None) -> list[tuple[Document, Speaker, int]]:
    """Return (document, speaker, turns) of one document or of all, in order."""
    documents = (
        stored.load_documents(session.store) if document_id is None else [find_document(session, document_id)]
    )
    rows = []
    for document in documents:
        turns = stored.load_turns(session.store, document.id, document.revision)
        spoken = Counter(turn.speaker for turn in turns)
        rows += [
            (document, one, spoken[one.label]) for one in stored.load_speakers(session.store, document.id)
        ]
    return rows


def refuse_withdrawn(label: str) -> None:
    """Let nothing be said of who withdrew: the mark in their place is nobody.

    Raises:
        UsageError: The label is such a mark.
    """
    from qualbench.model.document import is_withdrawn

    if is_withdrawn(label):
        raise UsageError(f"“{label}” stands for who withdrew: that is nobody any more.")


def set_speaker(
    session: Session, document_id: str, label: str, *, role: Role | None = None, case: Case | None = None
) -> Speaker:
    """Say what a speaker is, or to which case the speaker's words belong; no text is touched.

    Raises:
        NotFound: The document has no speaker of that label.
        UsageError: Neither a role nor a case is given.
    """
    from qualbench.model.change import Noun
    from qualbench.workbench.writing import changed, write

    if role is None and case is None:
        raise UsageError("Say what the speaker is: a role, a case, or both.")
    document = find_document(session, document_id)
    speakers = stored.load_speakers(session.store, document.id)
    speaker = next((one for one in speakers if one.label == label), None)
    if speaker is None:
        raise NotFound("speaker", label, [one.label for one in speakers])
    refuse_withdrawn(label)
    after = replace(speaker, role=role or speaker.role, case_id=case.id if case else speaker.case_id)
    change = changed(
        "SpeakerChanged",
        Noun.SPEAKER,
        speaker.id,
        {"role": speaker.role.value, "case_id": speaker.case_id},
        {"role": after.role.value, "case_id": after.case_id},
    )
    said = [f"role {after.role.value}"] if role else []
    said += [f"case {case.name}"] if case else []
    write(
        session,
        [change] if change else [],
        verb="speaker",
        summary=f"set speaker {label} in {document.name}: {', '.join(said)}",
    )
    return after
