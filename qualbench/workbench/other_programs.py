"""Projects of other programs: known by their files, read, and taken into a project of one's own."""

from __future__ import annotations

import gc
import shutil
import tempfile
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from qualbench.errors import FileProblem, UsageError
from qualbench.interchange.incoming import IncomingDocument
from qualbench.interchange.positions import Unit
from qualbench.interchange.projects import How, ProjectReader, find_reader
from qualbench.model.document import Reading
from qualbench.storage.documents import load_documents
from qualbench.storage.foreign import open_tables
from qualbench.workbench.taking_in import take_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qualbench.interchange.incoming import IncomingProject, LossReport
    from qualbench.workbench.project import Session

#: What positions may be said to count.
UNITS = tuple(unit.value for unit in Unit)


def program_of(path: Path) -> str:
    """Return the name of the program whose project a file or folder is, or an empty text.

    Raises:
        FileProblem: It is one by its ending, and cannot be opened.
    """
    try:
        reader = find_reader(path, How(open_tables))
    except OSError as error:
        raise FileProblem(path, f"it cannot be opened ({error.strerror}).") from error
    return reader.program if reader else ""


def read_project(
    path: Path,
    *,
    positions: str = "",
    guess: bool = False,
    choose: Callable[[str], str] | None = None,
    sets_as_attributes: bool = False,
    session: Session | None = None,
) -> IncomingProject:
    """Read a project of another program; nothing is stored.

    Args:
        positions: What its positions count (one of `UNITS`); found out where it is empty.
        guess: Take the likeliest where that is not sure; else `choose` is asked.
        choose: Returns one of `UNITS`, given the sentence that says why it is not sure.
        sets_as_attributes: Make attributes of sets of documents named `name: value`.
        session: The project that it is read into, whose documents a table of segments is about.

    Raises:
        FileProblem: It cannot be read, or is no such project.
    """
    documents = None if session is None else partial(_documents, session)
    how = How(open_tables, positions, guess, choose, sets_as_attributes, documents)
    try:
        reader = find_reader(path, how)
        if reader is None:
            raise FileProblem(
                path,
                "this is no project of a program that is read here."
                if path.exists()
                else "there is no such file.",
                "docs/coming-from.md lists what is read.",
            )
        return _read(reader, path, how)
    except OSError as error:
        raise FileProblem(path, f"it cannot be opened ({error.strerror}).") from error


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Put off the search for garbage: a project in the making leaves little, and it takes half the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@_without_collecting()
def _read(reader: ProjectReader, path: Path, how: How) -> IncomingProject:
    """Read a project; a database with other columns, or other kinds of values in them, is refused."""
    try:
        return reader.read(path, how)
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        said = f"it is not laid out as projects of {reader.program} are ({type(error).__name__})."
        raise FileProblem(
            path, said, "Open it in its own program, of a newer version, and save it anew."
        ) from error


def _documents(session: Session) -> Iterator[IncomingDocument]:
    """Yield the documents of a project as a reader would have made them, so that each is known again."""
    for one in load_documents(session.store):
        text = session.store.text(one.id, one.revision)
        reading = Reading(
            *(one.name, one.source, one.format, text, (), {}, one.sha256, one.encoding, one.kind)
        )
        yield IncomingDocument(one.id, one.name, reading)


@_without_collecting()
def new_from(
    folder: Path,
    incoming: IncomingProject,
    *,
    title: str,
    coder: str,
    profile: str = "undecided",
    dry_run: bool = False,
    look: Callable[[LossReport], None] | None = None,
) -> LossReport:
    """Make a project of one that was read; where it does not come to that, nothing is left in the folder.

    Args:
        title: The study's; by default the one that the other program had.
        dry_run: Make none, and return what would become of it.
        look: Shown the report before anything is kept.

    Raises:
        UsageError: The folder holds a project already, or there is no name for one.
    """
    from qualbench.workbench.project import DATABASE, create_project, open_session

    title = title or incoming.title or Path(incoming.source).stem
    if (folder / DATABASE).exists():
        raise UsageError(f"{folder} holds a project already.", "Go there and use: qualbench import FILE")

    def seen(report: LossReport) -> bool:
        if look is not None:
            look(report)
        return not dry_run

    with tempfile.TemporaryDirectory(prefix="qualbench-") as trial:
        place = Path(trial) / "study" if dry_run else folder
        there = place.exists()
        before = set(place.iterdir()) if there else set()
        try:
            create_project(place, title=title, coder=coder, profile=profile)
            with open_session(place, write=True) as session:
                return take_in(session, incoming, look=seen)[0]
        except BaseException:
            _clear(place, before, there=there)
            raise


@_without_collecting()
def import_project(
    session: Session,
    incoming: IncomingProject,
    *,
    dry_run: bool = False,
    look: Callable[[LossReport], None] | None = None,
) -> LossReport:
    """Take a project that was read into one's own, as one step.

    Args:
        dry_run: Write nothing, and return what would become of it.
        look: Shown the report before anything is kept.
    """

    def seen(report: LossReport) -> bool:
        if look is not None:
            look(report)
        return not dry_run

    return take_in(session, incoming, look=seen)[0]


def _clear(folder: Path, before: set[Path], *, there: bool) -> None:
    """Take away what was made in a folder, and nothing that was there."""
    if not folder.is_dir():
        return
    if not there:
        shutil.rmtree(folder, ignore_errors=True)
        return
    for one in set(folder.iterdir()) - before:
        if one.is_dir() and not one.is_symlink():
            shutil.rmtree(one, ignore_errors=True)
        else:
            one.unlink(missing_ok=True)
