"""Theme sets as files, `themes/NAME.yaml`: written, checked, compared, taken over as a version.

A file is a proposal. Beside it lies a copy of what the program wrote last; by it a person's changes are told
from those in the interface since, field by field. What both sides changed is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qualbench.codebook.merging import Prefer
from qualbench.codebook.theme_diff import ThemeDifference, diff_themes
from qualbench.codebook.theme_file import ThemeFile, read_theme_file, with_ids, write_theme_file
from qualbench.errors import FileProblem, NotFound, QualbenchError, UsageError
from qualbench.model.change import Change, Noun
from qualbench.model.ids import new_id
from qualbench.model.theme import ThemeSet, ThemeVersion
from qualbench.reports.files import write_file
from qualbench.storage import themes as stored
from qualbench.workbench.proposals import file_text
from qualbench.workbench.theme_proposals import ThemeProposal, file_of, propose
from qualbench.workbench.theming import theme_changes
from qualbench.workbench.theming_sets import find_set, list_theme_sets
from qualbench.workbench.writing import added, changed, stamp, write

if TYPE_CHECKING:
    from pathlib import Path

    from qualbench.model.change import Value
    from qualbench.model.document import Problem
    from qualbench.workbench.project import Session

__all__ = [
    "Prefer",
    "ThemeFileRefused",
    "adopt_themes",
    "diff_sets",
    "load_theme_versions",
    "look_at_themes",
    "themes_path",
    "themes_text",
    "write_themes",
]


class ThemeFileRefused(QualbenchError):
    """A file of themes cannot be taken over as it is; every problem is listed."""

    def __init__(self, path: object, problems: tuple[Problem, ...]) -> None:
        said = [f"line {one.line}: {one.message}" if one.line else one.message for one in problems]
        told = [f"{line} {one.hint}".rstrip() for line, one in zip(said, problems, strict=True)]
        super().__init__(f"{path} cannot be taken over: {' Also '.join(told)}")
        self.problems = problems


@dataclass(frozen=True, slots=True)
class ThemesLook:
    """What taking over a file would do: the differences in words, and what is in the way."""

    path: Path
    theme_set: str
    differences: tuple[ThemeDifference, ...]
    problems: tuple[Problem, ...]


def themes_path(session: Session, theme_set: ThemeSet) -> Path:
    """Return where a set's file lies."""
    name = re.sub(r"[^\w\-]+", "-", theme_set.name, flags=re.UNICODE).strip("-") or theme_set.id
    return session.project.folder / "themes" / f"{name}.yaml"


def _record(path: Path) -> Path:
    return path.with_name(f".{path.stem}.written.yaml")


def themes_text(session: Session, set_name: str | None = None, version: int | None = None) -> str:
    """Return a set as the text of a file: as it is, or a saved version.

    Raises:
        NotFound: There is no such set or version.
    """
    chosen = find_set(session, set_name)
    if version is None:
        return write_theme_file(file_of(session, chosen))
    versions = load_theme_versions(session, chosen.id)
    found = next((one for one in versions if one.number == version), None)
    if found is None:
        raise NotFound("version", str(version), [str(one.number) for one in versions])
    return found.yaml


def write_themes(session: Session, set_name: str | None = None, *, over: bool = False) -> Path:
    """Write a set's file; return where.

    Args:
        over: Also over a file that a person has changed.

    Raises:
        UsageError: A person has changed the file since the program wrote it.
    """
    chosen = find_set(session, set_name)
    path = themes_path(session, chosen)
    text = write_theme_file(file_of(session, chosen))
    there = file_text(path)
    if there is not None and there not in (text, file_text(_record(path))) and not over:
        raise UsageError(
            f"{path} was changed since the program wrote it.",
            "Take it over (qualbench theme set adopt), or write over it: --force",
        )
    path.parent.mkdir(exist_ok=True)
    _write(path, text)
    return path


def _write(path: Path, text: str) -> None:
    write_file(_record(path), text.encode("utf-8"))
    write_file(path, text.encode("utf-8"))


def look_at_themes(
    session: Session,
    set_name: str | None = None,
    file: Path | None = None,
    prefer: Prefer | None = None,
) -> ThemesLook:
    """Say what taking over a set's file (or another) would change, and what is in the way.

    Raises:
        NotFound: There is no such set.
        FileProblem: There is no such file.
    """
    found = _look(session, set_name, file, prefer)
    return ThemesLook(
        found.path,
        found.proposal.theme_set.name,
        diff_themes(found.proposal.now, found.proposal.after(session)),
        (*found.read.problems, *found.proposal.problems),
    )


@dataclass(frozen=True, slots=True)
class _Found:
    path: Path
    text: str
    read: ThemeFile
    proposal: ThemeProposal


def _look(session: Session, set_name: str | None, file: Path | None, prefer: Prefer | None) -> _Found:
    path = file or themes_path(session, find_set(session, set_name))
    text = file_text(path)
    if text is None:
        raise FileProblem(path, "there is no such file", "Write it first: qualbench theme set write")
    read = read_theme_file(text, str(path))
    chosen = _set_of(session, read, None if file is not None and set_name is None else set_name)
    base = None
    own = themes_path(session, chosen)
    if path.resolve() == own.resolve() and (written := file_text(_record(own))) is not None:
        base = read_theme_file(written)
    elif versions := load_theme_versions(session, chosen.id):
        base = read_theme_file(versions[-1].yaml)
    return _Found(path, text, read, propose(session, chosen, read, base, prefer))


def _set_of(session: Session, read: ThemeFile, set_name: str | None) -> ThemeSet:
    """Return the set that a file is about: by its id, its name, or a new one of that name."""
    if set_name is not None:
        return find_set(session, set_name)
    sets = list_theme_sets(session)
    for one in sets:
        if read.id == one.id or (read.name == one.name and not read.id):
            return one
    for one in sets:
        if read.name == one.name:
            return one
    name = read.name or "Theme set"
    return ThemeSet(new_id(), name, len(sets))


def adopt_themes(
    session: Session,
    set_name: str | None = None,
    file: Path | None = None,
    *,
    message: str,
    why: str = "",
    prefer: Prefer | None = None,
) -> ThemeVersion:
    """Take over a set's file, and save the set as its next version, as one step; no coding is touched.

    Without a file the set is saved as it is. Themes that the file has no more go; those made in the interface
    since the file was written stay. A file of an unknown set makes that set.

    Raises:
        ThemeFileRefused: It has problems, or changes what was changed in the project since; all are listed.
        UsageError: The message is empty, or nothing differs from the version saved last.
        NotFound: There is no such set.
    """
    if not message.strip():
        raise UsageError("A version needs a message: what is new in it?", "Give it with -m MESSAGE.")
    if file is None and file_text(themes_path(session, find_set(session, set_name))) is None:
        return _save(session, find_set(session, set_name), None, message, why)
    found = _look(session, set_name, file, prefer)
    serious = tuple(one for one in (*found.read.problems, *found.proposal.problems) if one.serious)
    if serious:
        raise ThemeFileRefused(found.path, serious)
    return _save(session, found.proposal.theme_set, found, message, why)


def _save(session: Session, chosen: ThemeSet, found: _Found | None, message: str, why: str) -> ThemeVersion:
    versions = load_theme_versions(session, chosen.id)
    number = versions[-1].number + 1 if versions else 1
    changes: list[Change] = []
    after = file_of(session, chosen) if found is None else found.proposal.after(session)
    if found is not None:
        if chosen.id not in {one.id for one in list_theme_sets(session)}:
            row: dict[str, Value] = {"position": chosen.position, "name": chosen.name, "created_at": stamp()}
            changes.append(added("ThemeSetMade", Noun.THEME_SET, chosen.id, row))
        elif renamed := changed(
            "ThemeSetRenamed", Noun.THEME_SET, chosen.id, {"name": chosen.name}, {"name": after.name}
        ):
            changes.append(renamed)
        changes += theme_changes(session, found.proposal.before, found.proposal.target)
        changes += found.proposal.pile_changes()
    yaml = write_theme_file(after)
    if versions and versions[-1].yaml == yaml == write_theme_file(file_of(session, chosen)):
        raise UsageError(f"Nothing differs from version {number - 1} of “{chosen.name}”.")
    version = ThemeVersion(chosen.id, number, message.strip(), session.coder.id, stamp(), yaml)
    saved: dict[str, Value] = {"message": version.message, "coder_id": version.coder_id}
    saved |= {"created_at": version.created_at, "yaml": yaml}
    changes.append(added("ThemesSaved", Noun.THEME_VERSION, (chosen.id, str(number)), saved))
    summary = f"saved the theme set “{after.name}” as version {number}: {version.message}"
    write(session, changes, verb="theme set", summary=summary, why=why)
    if found is not None and found.path.resolve() == themes_path(session, chosen).resolve():
        path = themes_path(session, replace(chosen, name=after.name))
        _write(path, with_ids(found.text, found.proposal.new))
        if path != themes_path(session, chosen):  # the set has another name now
            for old in (found.path, _record(found.path)):
                old.unlink(missing_ok=True)
    return version


def load_theme_versions(session: Session, set_id: str) -> list[ThemeVersion]:
    """Return the saved versions of a set, the oldest first."""
    return stored.load_theme_versions(session.store, set_id)


def diff_sets(session: Session, one: str, other: str) -> tuple[ThemeDifference, ...]:
    """Return what differs between two sets, saved versions (`NAME@2`) or files.

    Raises:
        NotFound: There is no such set, version or file.
        ThemeFileRefused: A file cannot be read.
    """
    return diff_themes(_named(session, one), _named(session, other))


def _named(session: Session, text: str) -> ThemeFile:
    if any(text in (one.id, one.name) for one in list_theme_sets(session)):
        return file_of(session, find_set(session, text))
    name, at, number = text.rpartition("@")
    if at and number.isdecimal():
        return read_theme_file(themes_text(session, name or None, int(number)))
    from pathlib import Path

    path = Path(text)
    if path.suffix.casefold() not in (".yaml", ".yml"):
        raise NotFound("theme set", text, [one.name for one in list_theme_sets(session)])
    content = file_text(path)
    if content is None:
        raise FileProblem(path, "there is no such file")
    read = read_theme_file(content, str(path))
    if serious := tuple(one for one in read.problems if one.serious):
        raise ThemeFileRefused(path, serious)
    return read
