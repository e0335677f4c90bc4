"""One step of the history looked into: what each of its changes found, and what it left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualbench.errors import NotFound
from qualbench.storage.history import load_changes, load_history

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualbench.model.change import Change
    from qualbench.workbench.project import Session


def step_changes(session: Session, step: int) -> Iterator[Change]:
    """Yield the changes of a step in order, each with its columns before and after.

    Raises:
        NotFound: The history has no step of that number.
    """
    if not any(entry.id == step for entry in load_history(session.store)):
        raise NotFound("step", str(step), hint="The numbers are in: qualbench log --json")
    return load_changes(session.store, step)
