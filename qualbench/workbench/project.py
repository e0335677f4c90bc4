"""Projects and sessions: a folder, an open store, and who is at the keyboard.

A project is a folder with `project.qualbench` in it; a session is that project open, for reading or for
writing, by one coder. Both are plain values; the verbs of this package take a session first.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from qualbench.errors import NotFound, QualbenchError, UsageError
from qualbench.storage import desk
from qualbench.storage.codings import load_coders, load_coders_with_segments
from qualbench.storage.faults import DamagedProject, NotAProject, ProjectLocked, ReadOnlyProject, explain
from qualbench.storage.projects import load_project
from qualbench.storage.sight import in_force
from qualbench.storage.store import Store, create_store, discard_store, now, open_store, reading
from qualbench.workbench.folders import folder_warnings, synced_by

if TYPE_CHECKING:
    from types import TracebackType

    from qualbench.model.coding import Coder

__all__ = [
    "PROFILES",
    "NotAProject",
    "Project",
    "ProjectLocked",
    "ReadOnlyProject",
    "RecentProject",
    "Session",
    "close_session",
    "create_project",
    "explain",
    "find_project",
    "folder_warnings",
    "lead_coder",
    "list_coders",
    "open_session",
    "recent_projects",
    "refresh",
]

DATABASE = "project.qualbench"

#: The methods that a project can say it follows; they set defaults and notes and lock nothing.
PROFILES = (
    *("reflexive", "codebook", "template", "framework", "coding-reliability", "content-analysis"),
    *("grounded-theory", "narrative", "undecided"),
)


@dataclass(frozen=True, slots=True)
class Project:
    """A project's folder and what it says of itself.

    Attributes:
        synced: What keeps the folder on other machines, or an empty string.
    """

    folder: Path
    id: str
    title: str
    profile: str
    lead_id: str
    created_at: str
    synced: str = ""

    @property
    def codebooks(self) -> Path:
        """Where the working file and the saved versions lie."""
        return self.folder / "codebooks"

    @property
    def exports(self) -> Path:
        """Where exports go that name no other place."""
        return self.folder / "exports"

    @property
    def backups(self) -> Path:
        """Where backups go: beside the project, or in the user's own folder when the project is synced."""
        return data_folder() / "backups" / self.id if self.synced else self.folder / "backups"

    @property
    def desk(self) -> Path:
        """The database of places and last openings, no part of the project."""
        return self.folder / "desk.sqlite3"


@dataclass(frozen=True, slots=True)
class Session:
    """A project, open, with the coder who is at work. Use it as a context manager, or close it.

    Attributes:
        warnings: What the person should hear on opening, such as a daily backup that failed.
        allow_names: Whether an export may hold names that have aliases (see `leaks`).
    """

    project: Project
    store: Store
    coder: Coder
    warnings: tuple[str, ...] = ()
    allow_names: bool = False

    @property
    def writable(self) -> bool:
        """False where the session only reads."""
        return self.store.writable

    def __enter__(self) -> Session:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        close_session(self)
        said = explain(error, self.store.path)
        if said is not None:
            raise said from error


@dataclass(frozen=True, slots=True)
class RecentProject:
    """A project that was opened on this computer."""

    folder: Path
    title: str
    opened_at: str


def data_folder() -> Path:
    """Return the user's own data folder for this program (not made by this call)."""
    from platformdirs import user_data_path

    return user_data_path("qualbench", appauthor=False)


def create_project(folder: Path, *, title: str, coder: str, profile: str = "undecided") -> None:
    """Make a new project in `folder`, which may exist if it holds no project.

    Raises:
        UsageError: The profile is unknown, or the title or the coder's name is empty.
        QualbenchError: The folder cannot be written, or holds a project already.
    """
    from qualbench.model.change import Change, Noun
    from qualbench.model.ids import new_id
    from qualbench.storage.history import commit

    title, coder = " ".join(title.split()), " ".join(coder.split())
    if profile not in PROFILES:
        raise UsageError(f"There is no method profile “{profile}”.", f"Choose one of: {', '.join(PROFILES)}.")
    if not title or not coder:
        raise UsageError("A project needs a title and the name of its lead coder.")
    database = folder / DATABASE
    if database.exists():
        raise UsageError(
            f"{folder} holds a project already.", f"Open it with: qualbench open --project {folder}"
        )
    try:
        for place in (folder, folder / "codebooks", folder / "exports", folder / "backups"):
            place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise QualbenchError(f"The folder {folder} cannot be made: {error.strerror}.") from error
    store = create_store(database, wal=not synced_by(folder))
    try:
        coder_id, at = new_id(), now()
        row = {
            "title": title,
            "profile": profile,
            "lead_id": coder_id,
            "theme_set_id": None,
            "codebook_name": title,
            "created_at": at,
        }
        commit(
            store,
            [
                Change(
                    "CoderAdded",
                    Noun.CODER,
                    (coder_id,),
                    None,
                    {"name": coder, "machine": 0, "created_at": at},
                ),
                Change("ProjectMade", Noun.PROJECT, (new_id(),), None, row),
            ],
            coder_id=coder_id,
            verb="new",
            summary=f"made the project “{title}”",
        )
    except BaseException:
        store.close()
        discard_store(database)
        raise
    store.close()


def find_project(start: Path) -> Path | None:
    """Return the folder that holds a project: `start` or the nearest folder above it, or None."""
    start = start.absolute()
    for folder in (start, *start.parents):
        if (folder / DATABASE).is_file():
            return folder
    return None


def open_session(folder: Path, *, coder: str | None = None, write: bool = True) -> Session:
    """Open the project in `folder`.

    Args:
        coder: The name of the coder at work; by default the project's lead.
        write: Take the writer's lock. Without it nothing can be changed.

    Raises:
        ProjectLocked: Another process has it open for writing; it can still be opened with `write=False`.
        NotFound: The project has no coder of that name.
        QualbenchError: The folder holds no project, or a damaged or a newer one.
    """
    path = folder / DATABASE
    synced = synced_by(folder)

    def before_migration() -> None:
        from qualbench.workbench.safekeeping import back_up_before_migration

        back_up_before_migration(folder, synced)

    store = open_store(path, write=write, wal=not synced, before_migration=before_migration)
    try:
        with reading(store):
            row = load_project(store)
            if not row:
                raise NotAProject(folder, "its database holds no project")
            project = Project(
                **{name: row[name] for name in ("id", "title", "profile", "lead_id", "created_at")},
                folder=folder.absolute(),
                synced=synced,
            )
            session = Session(project, store, _coder(store, project, coder))
            store.viewer = session.coder.id
            warnings = (_hidden_from(session), _back_up_today(session) if write else "")
    except BaseException:
        store.close()
        raise
    return replace(session, warnings=tuple(one for one in warnings if one))


def _hidden_from(session: Session) -> str:
    if in_force(session.store) is None:
        return ""
    return (
        f"Independent coding is in force: of codings, memos and counts you see those of {session.coder.name}."
    )


def _back_up_today(session: Session) -> str:
    from qualbench.storage import desk
    from qualbench.workbench.safekeeping import daily_backup  # late: a reader makes no backup

    if desk.load_note(session.project.desk, desk.PAGES_DUE):  # before a copy is made of what should be gone
        from qualbench.workbench.purging import StillOpen, finish_purge

        try:
            if finished := finish_purge(session):
                return finished
        except StillOpen as still:
            return f"{still.message} {still.hint}"
    return daily_backup(session)


def _coder(store: Store, project: Project, name: str | None) -> Coder:
    coders = load_coders(store)
    if name is None:
        name = project.lead_id
    for one in coders:
        if one.id == name or one.name.casefold() == name.strip().casefold():
            return one
    if name == project.lead_id:
        raise DamagedProject(project.folder, "its lead coder is missing")
    known = ", ".join(one.name for one in coders)
    raise NotFound(
        "coder", name, hint=f"The project's coders: {known}. Add one with: qualbench coder add NAME"
    )


def close_session(session: Session) -> None:
    """Close the project and let the writer's lock go. Closing twice does nothing."""
    session.store.close()


def refresh(session: Session) -> bool:
    """Say whether another process has changed the project since the last call (or the opening)."""
    return session.store.changed_outside()


def list_coders(session: Session) -> tuple[Coder, ...]:
    """Return the project's coders, the oldest first."""
    return tuple(load_coders(session.store))


def coders_with_segments(session: Session) -> tuple[Coder, ...]:
    """Return the coders who have coded something, the oldest first."""
    return tuple(load_coders_with_segments(session.store))


def lead_coder(session: Session) -> Coder:
    """Return the coder whose codings every number comes from unless others are named.

    It is the project's lead; while independent coding is in force it is whoever is at work.
    """
    if in_force(session.store) is not None:
        return session.coder
    lead = str(load_project(session.store)["lead_id"])
    return next(one for one in load_coders(session.store) if one.id == lead)


def recent_projects() -> list[RecentProject]:
    """Return the projects opened on this computer that are still there, the newest first."""
    try:
        rows = json.loads(_recent_file().read_text(encoding="utf-8"))
        found = [RecentProject(Path(row["folder"]), str(row["title"]), str(row["opened_at"])) for row in rows]
    except (OSError, ValueError, KeyError, TypeError):
        return []
    return [one for one in found if (one.folder / DATABASE).is_file()]


def remember_project(session: Session) -> None:
    """Put the session's project at the top of the recent ones, if that can be written."""
    this = RecentProject(session.project.folder, session.project.title, now())
    kept = [this, *(one for one in recent_projects() if one.folder != this.folder)][:20]
    rows = [{"folder": str(one.folder), "title": one.title, "opened_at": one.opened_at} for one in kept]
    with suppress(OSError):
        _recent_file().parent.mkdir(parents=True, exist_ok=True)
        _recent_file().write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")


def _recent_file() -> Path:
    return data_folder() / "recent.json"


def load_place(session: Session, document_id: str) -> int:
    """Return where the coder was in a document, as a code point; 0 at first."""
    return desk.load_places(session.project.desk, session.coder.id).get(document_id, (0, ""))[0]


def load_top(session: Session, document_id: str) -> int | None:
    """Return the code point with which the screen began where the coder was in a document; None at first."""
    return desk.load_top(session.project.desk, document_id, session.coder.id)


def save_place(
    session: Session, document_id: str, position: int, top: int | None = None, turn: int = 0
) -> None:
    """Remember where the coder is in a document; no part of the project or its history.

    Args:
        position: Code point of the cursor.
        top: Code point with which the screen begins, where there is a screen.
        turn: Number of the turn, kept where it is further on than any before.
    """
    desk.save_place(session.project.desk, document_id, session.coder.id, position, top, turn)
