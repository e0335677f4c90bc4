"""Small real projects with invented words, for the tests of the interface."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualbench.model.span import Span
from qualbench.tui.keys import Where
from qualbench.workbench import codebooks, importing, theming
from qualbench.workbench.coding import apply_code
from qualbench.workbench.history import list_history
from qualbench.workbench.project import Session, create_project, open_session

if TYPE_CHECKING:
    from pathlib import Path

    from qualbench.tui.app import QualbenchApp

ANNA = (
    "I: How did it begin?\n"
    "Anna: I waited three months for a letter.\n"
    "I: And then?\n"
    "Anna: Then nothing came of it, and I stopped asking.\n"
)
BERT = (
    "I: How did it begin?\n"
    "Bert: With a walk. My neighbour listens better than the clinic.\n"
    "I: Does he?\n"
    "Bert: He does.\n"
)

#: Keys that lead to each screen from the documents.
WAYS: dict[Where, tuple[str, ...]] = {
    Where.DOCUMENTS: (),
    Where.CODEBOOK: ("f8",),
    Where.THEMES: ("f9",),
    Where.QUOTES: ("f9", "s"),
    Where.HISTORY: ("f6",),
    Where.MEMOS: ("f5",),
    Where.SEARCH: ("asterisk",),
    Where.RETRIEVAL: ("f6", "f12"),
    Where.BESIDE: ("f6", "f12", "b", *"friends", "enter"),
    Where.DIFFERENCES: ("percent_sign",),
    Where.CODING: ("enter",),
}


def transcripts(folder: Path) -> Path:
    """Write two transcripts into a folder and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "anna.txt").write_text(ANNA, encoding="utf-8")
    (folder / "bert.txt").write_text(BERT, encoding="utf-8")
    return folder


def make_project(folder: Path) -> Path:
    """Make a project with two documents, three codes, two segments and a theme; return its folder."""
    create_project(folder, title="Waiting", coder="Ana Ruiz")
    with open_session(folder) as session:
        importing.import_documents(session, [transcripts(folder.parent / "transcripts")])
        waiting = codebooks.create_code(session, "Waiting", definition="Time spent waiting for help.")
        letter = codebooks.create_code(session, "For a letter", parent_id=waiting.id, color="#E69F00")
        friends = codebooks.create_code(session, "Friends instead")
        code(session, "anna", "I waited three months for a letter", letter.id)
        code(session, "bert", "My neighbour listens better than the clinic", friends.id)
        theme = theming.create_theme(session, "Getting in", concept="The way in is long.")
        theming.assign_codes(session, theme.id, [waiting.id])
    return folder


def code(session: Session, document: str, words: str, code_id: str) -> None:
    """Code the one place of some words."""
    found = importing.find_document(session, document)
    start = session.store.text(found.id, found.revision).index(words)
    apply_code(session, found.id, Span(start, start + len(words)), code_id)


def steps(app: QualbenchApp) -> int:
    """How many steps the open project's history has."""
    assert app.session is not None
    return len(list_history(app.session))


def said(app: QualbenchApp) -> str:
    """What the screen that is shown said last."""
    return str(getattr(app.screen, "said", ""))
