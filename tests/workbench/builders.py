"""Small projects for tests, made through the verbs; every word in them is made up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualbench.workbench.importing import import_documents
from qualbench.workbench.project import Session, create_project, open_session

if TYPE_CHECKING:
    from pathlib import Path

ANNA = """Interviewer: How did you hear of the group?
Anna: A leaflet, at the surgery. I put it in the drawer. “Not for me”, I said.
Interviewer: And then?
Anna: Then my neighbour went, and I went with her. It was the tea, really — the tea and the talk.
"""
BEN = """Interviewer: How did you hear of the group?
Ben: Nobody told me. I found it by accident, looking for the toilets 😀.
Interviewer: Would you go again?
Ben: No. Well, maybe. The bus is two hours, that is the trouble.
"""


def new_project(folder: Path, *, title: str = "Made up", coder: str = "Ana") -> Session:
    create_project(folder, title=title, coder=coder)
    return open_session(folder)


def with_interviews(folder: Path) -> Session:
    """A project with two made-up interviews, `anna` and `ben`."""
    session = new_project(folder / "study")
    for name, text in (("anna", ANNA), ("ben", BEN)):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    import_documents(session, [folder / "anna.txt", folder / "ben.txt"])
    return session
