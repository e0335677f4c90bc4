"""The saved versions as files, `version-001.yaml` and on: written from the store, and never lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualbench.model.document import Problem
from qualbench.reports.files import write_file
from qualbench.storage import codebooks as stored

if TYPE_CHECKING:
    from pathlib import Path

    from qualbench.workbench.project import Session


def mirror_versions(session: Session) -> bool:
    """Let the versions' files follow the store; return True where a version came or was taken back.

    A file that the store does not have is put aside, not removed: after the database was replaced by an older
    one it is the only copy.
    """
    versions = stored.load_versions(session.store)
    folder = session.project.codebooks
    known = {_name(version.number) for version in versions}
    moved = False
    for path in sorted(folder.glob("version-[0-9][0-9][0-9].yaml")):
        if path.name not in known:
            _put_aside(path)
            moved = True
    for version in versions:
        path, content = folder / _name(version.number), version.yaml.encode("utf-8")
        if path.exists() and (version is not versions[-1] or path.read_bytes() == content):
            continue
        if path.exists():
            _put_aside(path)
        write_file(path, content)
        moved = True
        for aside in folder.glob(f"{path.stem}.taken-back*.yaml"):
            if aside.read_bytes() == content:
                aside.unlink()
    return moved


def missing_versions(session: Session) -> tuple[Problem, ...]:
    """Report saved versions whose file is not there, as where the folder could not be written."""
    folder = session.project.codebooks
    return tuple(
        Problem(
            f"Version {version.number} is saved in the project, but {_name(version.number)} is not there.",
            hint=f"It is written with the next change of the codebook, if {folder} can be written.",
        )
        for version in stored.load_versions(session.store)
        if not (folder / _name(version.number)).exists()
    )


def _name(number: int) -> str:
    return f"version-{number:03}.yaml"


def _put_aside(path: Path) -> None:
    """Rename a version's file to `….taken-back.yaml`, or remove it where that has the same content."""
    count, aside = 1, path.with_name(f"{path.stem}.taken-back.yaml")
    while aside.exists():
        if aside.read_bytes() == path.read_bytes():
            path.unlink()
            return
        count += 1
        aside = path.with_name(f"{path.stem}.taken-back-{count}.yaml")
    path.rename(aside)
