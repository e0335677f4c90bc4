"""The key: which name stands behind which alias. It lies outside the project, readable by its owner alone.

It is never part of a project, a backup or an export. Who has it can say who is who; who has not cannot.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING

from qualbench.errors import FileProblem
from qualbench.search.identifiers import Kind

if TYPE_CHECKING:
    from pathlib import Path

    from qualbench.workbench.project import Session


@dataclass(frozen=True, slots=True)
class Entry:
    """A person, a place or a number, and what stands for it.

    Attributes:
        forms: The names, the fullest first.
        alias: What stands in their place; empty where that is not decided.
        status: `proposed`, `accepted` or `rejected`.
        count: How often they stood in the texts when they were looked for last.
    """

    kind: Kind
    forms: tuple[str, ...]
    alias: str = ""
    status: str = "proposed"
    count: int = 0


@dataclass(slots=True)
class NameKey:
    """The key of one project.

    Attributes:
        entries: In the order in which they were found.
        order: For each document and alias, the names that it took the place of, in order: the way back.
    """

    path: Path
    entries: list[Entry] = field(default_factory=list)
    order: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    def entry_of(self, form: str) -> int | None:
        """Return the place of the entry that has a name, whatever its case."""
        wanted = form.strip().casefold()
        found = (n for n, one in enumerate(self.entries) if wanted in {name.casefold() for name in one.forms})
        return next(found, None)

    @property
    def names(self) -> list[str]:
        """All names that are to be in no export."""
        return [form for one in self.entries if one.status == "accepted" for form in one.forms]

    def settle(self, at: int, **fields: object) -> None:
        """Change an entry."""
        self.entries[at] = replace(self.entries[at], **fields)  # type: ignore[arg-type]


def key_path(session: Session) -> Path:
    """Return where the key of a project lies: in the user's own data folder."""
    from qualbench.workbench.project import data_folder

    return data_folder() / "keys" / f"{session.project.id}.json"


def load_key(session: Session) -> NameKey:
    """Return the key, empty where there is none yet.

    Raises:
        FileProblem: It cannot be read.
    """
    path = key_path(session)
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        entries = [
            Entry(Kind(one["kind"]), tuple(one["forms"]), one["alias"], one["status"], one["count"])
            for one in said["entries"]
        ]
    except FileNotFoundError:
        return NameKey(path)
    except (OSError, ValueError, KeyError, TypeError) as error:
        hint = "Bring it back from your own copy; without it aliases cannot be led back to names."
        raise FileProblem(path, "the key cannot be read.", hint) from error
    return NameKey(path, entries, said.get("order", {}))


def save_key(key: NameKey) -> None:
    """Write the key whole or not at all, for its owner alone.

    Raises:
        FileProblem: It cannot be written.
    """
    said = {"entries": [asdict(one) for one in key.entries], "order": key.order}
    beside = key.path.with_suffix(".part")
    try:
        key.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        beside.unlink(missing_ok=True)
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(said, file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(key.path)
    except OSError as error:
        raise FileProblem(key.path, f"the key cannot be written ({error.strerror}).") from error
