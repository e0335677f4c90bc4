"""How far a person has come with the tour of the example study, and which study that is.

Asked at every opening, so nothing that builds the study is imported here.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from qualbench.workbench import project

if TYPE_CHECKING:
    from pathlib import Path

    from qualbench.workbench.project import Session

#: Lies in the folder of every example study: says what it is, and that it may be built anew.
MARK = "FICTIONAL.txt"


@dataclass(frozen=True, slots=True)
class TourState:
    """How far a person has come with the tour of the example study.

    Attributes:
        step: Steps that are done.
        going: True while it goes on; False once it was left or is at its end.
    """

    step: int = 0
    going: bool = True


def is_example(session: Session) -> bool:
    """Say whether the open project is the example study."""
    return (session.project.folder / MARK).is_file()


def load_tour() -> TourState | None:
    """Return how far the tour has come on this computer; None where it never began."""
    try:
        said = json.loads(_tour_file().read_text(encoding="utf-8"))
        return TourState(int(said["step"]), bool(said["going"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def save_tour(state: TourState) -> None:
    """Remember how far the tour has come, if that can be written."""
    with suppress(OSError):
        _tour_file().parent.mkdir(parents=True, exist_ok=True)
        _tour_file().write_text(json.dumps(asdict(state)), encoding="utf-8")


def _tour_file() -> Path:
    return project.data_folder() / "tour.json"
