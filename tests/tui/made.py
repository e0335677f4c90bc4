"""Small real projects with invented words, for the tests of the interface."""

from __future__ import annotations

import functools
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from qualbench.model.coding import MemoTarget
from qualbench.model.span import Span
from qualbench.storage import history
from qualbench.tui.keys import Where
from qualbench.tui.widgets.code_rows import CodeRows
from qualbench.workbench import codebooks, coding, importing, theming
from qualbench.workbench.coders import add_coder
from qualbench.workbench.coding import apply_code, load_segments
from qualbench.workbench.history import list_history
from qualbench.workbench.memoing import add_memo
from qualbench.workbench.project import Session, create_project, open_session

if TYPE_CHECKING:
    from collections.abc import Callable

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
    Where.PREVIEW: ("f9", "p"),
    Where.MATRIX: ("f9", "f"),
    Where.BOARD: ("f9", "o"),
    Where.REVIEW: ("f9", "v"),
    Where.HISTORY: ("f6",),
    Where.MEMOS: ("f5",),
    Where.SEARCH: ("asterisk",),
    Where.RETRIEVAL: ("f6", "f12"),
    Where.BESIDE: ("f6", "f12", "b", *"friends", "enter"),
    Where.DIFFERENCES: ("percent_sign",),
    Where.LOOK_AGAIN: ("f8", "w"),
    Where.REMARKS: ("f8", "i"),
    Where.CODING: ("enter",),
}


NIGHTS = """\
Interviewer: And after the shift, what then?
P07: I was exhausted. Nobody asked how we were. The ward manager said she would see to it, but never did.
Interviewer: Go on.
P07: There were three of us for the whole floor. You cannot say no when there is nobody else.
"""


def one_day() -> str:
    """The moment of everything that is coded, where a screen shows days."""
    return "2026-01-02T03:04:05+00:00"


def once(make: Callable[[Path], object]) -> Callable[[Path], Path]:
    """Make a project once a run and give a copy of it, with what lies beside it, for each test.

    It is made anew where the folder has another name or the clock is another one, so that no test is given
    what depends on the one before it.
    """
    kept: dict[object, TemporaryDirectory[str]] = {}

    @functools.wraps(make)
    def copied(folder: Path) -> Path:
        key = folder.name, vars(coding)["stamp"], vars(history)["now"]
        if key not in kept:
            place = TemporaryDirectory()
            make(Path(place.name) / folder.name)
            kept[key] = place
        shutil.copytree(kept[key].name, folder.parent, dirs_exist_ok=True)
        return folder

    return copied


def transcripts(folder: Path) -> Path:
    """Write two transcripts into a folder and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "anna.txt").write_text(ANNA, encoding="utf-8")
    (folder / "bert.txt").write_text(BERT, encoding="utf-8")
    return folder


@once
def make_project(folder: Path) -> None:
    """Make a project with two documents, three codes, two segments and a theme."""
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


@once
def make_differences(folder: Path) -> None:
    """Ana and Tom on the same interview, with every kind of difference, and a coding that is the same."""
    make_project(folder)
    with open_session(folder) as session:
        add_coder(session, "Tom Okafor")
        waiting = codebooks.find_code(session, "Waiting")
        codebooks.change_code(session, waiting.id, when="Time passes before help.", when_not="Distance.")
        code(session, "anna", "Then nothing came of it", waiting.id)
        code(session, "bert", "With a walk", waiting.id)
        (mine,) = [one for one in load_segments(session) if one.quote.startswith("Then nothing")]
        add_memo(session, MemoTarget.SEGMENT, mine.id, "She says it flatly.")
    _code_as(
        folder,
        "Tom Okafor",
        ("anna", "I waited three months for a letter", "Waiting"),
        ("anna", "nothing came of it, and I stopped asking", "Waiting"),
        ("bert", "My neighbour listens better than the clinic", "Friends instead"),
        ("bert", "With a walk", "Friends instead"),
        ("bert", "He does.", "Friends instead"),
    )
    with open_session(folder, coder="Tom Okafor") as session:
        (his,) = [one for one in load_segments(session) if one.quote.startswith("nothing came")]
        add_memo(session, MemoTarget.SEGMENT, his.id, "And then she gave up.")


@once
def make_redefined(folder: Path) -> None:
    """Three codings of “Waiting” before it was redefined and one after; remarks on codes and on a theme."""
    make_project(folder)
    with open_session(folder) as session:
        waiting = codebooks.find_code(session, "Waiting")
        codebooks.change_code(session, waiting.id, when="Time passes before help.")
        for document, words in (
            ("anna", "I waited three months"),
            ("anna", "Then nothing came of it"),
            ("bert", "With a walk"),
        ):
            code(session, document, words, waiting.id)
        codebooks.change_code(session, waiting.id, definition="Time lost while waiting for a first answer.")
        code(session, "bert", "He does.", waiting.id)
        theming.create_theme(session, "Barriers to getting in")


@once
def make_team(folder: Path) -> None:
    """Two documents, coded by Ana, by Tom and by Mira."""
    make_project(folder)
    with open_session(folder) as session:
        for name in ("Tom Okafor", "Mira Lund"):
            add_coder(session, name)
    across = "Anna: I waited three months for a letter.\nI: And then?\nAnna: Then nothing"
    _code_as(folder, "Tom Okafor", ("anna", "I waited three months", "Waiting"), ("anna", across, "Waiting"))
    _code_as(folder, "Mira Lund", ("anna", "three months", "Friends instead"))


@once
def make_nights(folder: Path) -> None:
    """One interview of a night nurse and four codes, nothing coded."""
    with _night_shifts(folder, NIGHTS) as session:
        strain = codebooks.create_code(session, "Strain")
        codebooks.create_code(
            session,
            "Workload",
            parent_id=strain.id,
            definition="More than can be done.",
            when="A shift is too much.",
        )
        codebooks.create_code(session, "Moral injury", parent_id=strain.id)
        codebooks.create_code(session, "Colleagues")


@once
def make_nights_coded(folder: Path) -> None:
    """The same interview with one code, given to one sentence."""
    with _night_shifts(folder, NIGHTS) as session:
        workload = codebooks.create_code(session, "Workload")
        code(session, "P07", "Nobody asked how we were.", workload.id)


@once
def make_nights_deep(folder: Path) -> None:
    """The same interview three times over, with codings that overlap, eight deep at one place."""
    with _night_shifts(folder, NIGHTS * 3) as session:
        document = importing.find_document(session, "P07")
        for n in range(8):
            made = codebooks.create_code(session, f"Code number {n + 1}", definition="What it means.")
            start = NIGHTS.index("I was exhausted") + 7 * n
            apply_code(session, document.id, Span(start, start + 160 - 9 * n), made.id)


def _night_shifts(folder: Path, text: str) -> Session:
    create_project(folder, title="Night shifts", coder="Ana")
    file = folder.parent / "P07.txt"
    file.write_text(text, encoding="utf-8")
    session = open_session(folder)
    importing.import_documents(session, [file])
    return session


def _code_as(folder: Path, coder: str, *given: tuple[str, str, str]) -> None:
    """Code the one place of some words in a document, as `(document, words, code)`."""
    with open_session(folder, coder=coder) as session:
        for document, words, name in given:
            code(session, document, words, codebooks.find_code(session, name).id)


def code(session: Session, document: str, words: str, code_id: str) -> None:
    """Code the one place of some words."""
    found = importing.find_document(session, document)
    start = session.store.text(found.id, found.revision).index(words)
    apply_code(session, found.id, Span(start, start + len(words)), code_id)


def steps(app: QualbenchApp) -> int:
    """How many steps the open project's history has."""
    assert app.session is not None
    return len(list_history(app.session))


def code_rows(app: QualbenchApp) -> list[str]:
    """The rows of the codebook's tree, as words."""
    rows = app.screen.query_one(CodeRows)
    return [str(rows._paint(one, 60)) for one in rows.ids]


def said(app: QualbenchApp) -> str:
    """What the screen that is shown said last."""
    return str(getattr(app.screen, "said", ""))
