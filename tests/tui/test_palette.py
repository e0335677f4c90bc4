from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, cast

import pytest

from qualbench.model.span import Span
from qualbench.tui.keys import Where, gestures
from qualbench.tui.lines import Lines
from qualbench.tui.palette import Commands
from qualbench.tui.screens.codebook.screen import CodebookScreen
from qualbench.tui.screens.help import HelpScreen
from qualbench.workbench import codebooks, coding, importing, step_words
from tests.tui.made import WAYS, said

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.command import Hit

    from qualbench.model.change import Entry
    from qualbench.tui.app import QualbenchApp
    from qualbench.workbench.project import Session


async def found(app: QualbenchApp, query: str) -> dict[str, Hit]:
    hits = [cast("Hit", one) async for one in Commands(app.screen).search(query)]
    return {str(one.text): one for one in hits}


def run(hit: Hit) -> None:
    cast("Callable[[], object]", hit.command)()


async def test_every_gesture_of_the_screen_is_offered(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.pause()
        words = [str(one.text) async for one in Commands(app.screen).discover()]
        assert "Import transcripts" in words
        assert "Go to the themes" in words
        assert "Leave the program (the palette can, too)" in words


async def test_undo_and_redo_say_what_they_are_about(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.pause()
        app.screen.take_back(earlier_day=True)  # type: ignore[attr-defined]
        await pilot.pause()
        words = [str(one.text) async for one in Commands(app.screen).discover()]
        assert "Do again: put “Waiting” into the theme “Getting in”" in words
        run((await found(app, "take back: made"))["Take back: made the theme “Getting in”"])
        await pilot.pause()
        (hit,) = (await found(app, "take back: coded")).values()
        assert str(hit.text).startswith("Take back: coded turn 2 of bert, “My neighbour listens better than")
        run(hit)
        assert "Took back: coded turn 2 of bert, “My neighbour listens" in said(app)
        assert "[Ctrl+Y] does it again." in said(app)


async def test_the_history_marks_what_undo_and_redo_would_take(app: QualbenchApp) -> None:
    async with app.run_test(size=(120, 30)) as pilot:
        await pilot.press("f6", "u")
        await pilot.pause()
        said_next = str(app.screen.query_one("#next").render())
        assert said_next.splitlines() == [
            "[Ctrl+Z] takes back: made the theme “Getting in”",
            "[Ctrl+Y] does again: put “Waiting” into the theme “Getting in”",
        ]
        rows = [str(one.prompt) for one in app.screen.query_one(Lines).options]
        marked = [(row[0], row.rstrip()) for row in rows if row[0] != " "]
        assert [mark for mark, _row in marked] == ["↷", "↶"]
        assert "(taken back) put “Waiting”" in marked[0][1]
        assert marked[1][1].endswith("made the theme “Getting in”")


async def test_a_code_is_found_by_its_initials_and_gone_to(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.pause()
        run((await found(app, "fal"))["code: Waiting > For a letter"])
        await pilot.pause()
        assert isinstance(app.screen, CodebookScreen)
        await pilot.pause()
        assert app.screen.code is not None
        assert app.screen.code.name == "For a letter"


async def test_a_document_is_found_by_part_of_its_name(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.pause()
        run((await found(app, "ann"))["open: anna"])
        await pilot.pause()
        assert getattr(app.screen, "document_id", "")


async def test_other_keys_are_in_the_help_too(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.pause()
        run((await found(app, "vim"))["Use the vim keys"])
        await pilot.press("f1")
        assert isinstance(app.screen, HelpScreen)
        assert "Ctrl+R" in str(app.screen.query_one(".help Static").render())


async def test_a_backup_is_made(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.pause()
        run((await found(app, "back up"))["Back up the project"])
        assert "Backed up" in said(app)


def test_nothing_heavy_is_imported_before_the_first_screen() -> None:
    script = (
        "import sys; from qualbench.tui.app import QualbenchApp;"
        "import qualbench.tui.screens.documents;"
        "heavy = ('spacy', 'numpy', 'sqlite_utils', 'docx', 'rapidfuzz');"
        "print([one for one in heavy if one in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("where", WAYS)
async def test_every_gesture_of_every_screen_is_in_the_palette(app: QualbenchApp, where: Where) -> None:
    async with app.run_test() as pilot:
        await pilot.press(*WAYS[where])
        await pilot.pause()
        assert getattr(app.screen, "where", None) is where
        offered = {str(one.text) async for one in Commands(app.screen).discover()}
        said = {words.partition(":")[0] for words in offered}
        wanted = {one.id: one.words for one in gestures(where, everywhere=True)}
        for name in ("palette", "back", "undo", "redo", *(f"recent_{n}" for n in range(1, 10))):
            wanted.pop(name, None)
        assert not [name for name, words in wanted.items() if words not in offered]
        assert "Take back" in said, "undo says what it would take back"


async def test_from_coding_every_code_is_applied_and_every_document_opened(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("enter")
        await pilot.pause()
        assert "apply: Friends instead" in await found(app, "friends")
        assert "open: bert" in await found(app, "bert")


async def test_the_history_says_turn_and_words_of_the_steps_in_sight(
    app: QualbenchApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert app.session is not None
    code = codebooks.create_code(app.session, "Often").id
    anna = importing.find_document(app.session, "anna")
    text = app.session.store.text(anna.id, anna.revision)
    start = text.index("I waited")
    for end in range(start + 8, start + 34):
        coding.apply_code(app.session, anna.id, Span(start, end), code)
    coding.code_in_vivo(app.session, anna.id, Span(at := text.index("three months"), at + 12))
    asked: list[int] = []
    told = step_words.step_in_words

    def counted(session: Session, entry: Entry) -> str:
        asked.append(entry.id)
        return told(session, entry)

    monkeypatch.setattr(step_words, "step_in_words", counted)
    async with app.run_test(size=(120, 24)) as pilot:
        await pilot.press("f6")
        await pilot.pause()
        rows = [str(one.prompt) for one in app.screen.query_one(Lines).options]
        assert "coded turn 2 of anna, “three months”, in vivo as “three months”" in rows[0]
        assert not [row for row in rows[:10] if f"anna {start}:" in row], (
            "no characters where there are words"
        )
        assert len(set(asked)) < 24, "only those in sight are looked up"
        await pilot.press("end")
        await pilot.pause()
        rows = [str(one.prompt) for one in app.screen.query_one(Lines).options]
        assert [row for row in rows[-12:] if "turn 2 of bert, “My neighbour" in row]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("undo", "Take back: "),
        ("quit", "Leave the program"),
        ("backup", "Back up the project"),
        ("settings", "Use the vim keys"),
        ("print", "Export the document"),
        ("zzgqx", "There is none of that name here"),
        ("dlt", "There is none of that name here"),
    ],
)
async def test_other_words_for_commands_are_known_and_nothing_else_is_offered(
    app: QualbenchApp, typed: str, told: str
) -> None:
    async with app.run_test() as pilot:
        await pilot.pause()
        hits = await found(app, typed)
        assert [words for words in hits if words.startswith(told)]
        assert not [words for words in hits if words.startswith("code: ")]
