"""Checking the project: every promise about what is stored, and about the files beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualbench.storage.checks import Fault, find_faults
from qualbench.storage.codebooks import load_versions

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualbench.workbench.project import Session

__all__ = ["Fault", "check_project"]


def check_project(session: Session, progress: Callable[[str], None] | None = None) -> list[Fault]:
    """Return everything that is not as it should be; an empty list means that all is well.

    Args:
        progress: Called with each promise before it is checked.
    """
    faults = list(find_faults(session.store, progress))
    for version in load_versions(session.store):
        path = session.project.codebooks / f"version-{version.number:03}.yaml"
        if path.exists() and path.read_bytes() != version.yaml.encode("utf-8"):
            faults.append(Fault("a saved version's file is as it was saved", "it was changed", path.name))
    return faults
