"""The codebook screen: its tree, its numbers, what is marked, and what lies beside it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input

from qualbench.tui.app import QualbenchApp
from qualbench.tui.lines import Lines
from qualbench.tui.screens.codebook.screen import CodebookScreen
from qualbench.tui.screens.coding.screen import CodingScreen
from qualbench.tui.widgets.code_rows import CodeRows
from qualbench.workbench import codebooks
from qualbench.workbench.project import open_session
from tests.tui.made import code, code_rows, make_project, once, said, steps

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualbench.workbench.project import Session


@once
def make_branches(folder: Path) -> None:
    """The small project with the same words under two codes of one branch, and one more interview in it."""
    make_project(folder)
    with open_session(folder) as session:
        letter = codebooks.find_code(session, "For a letter")
        bed = codebooks.create_code(session, "For a bed", parent_id=letter.parent_id)
        code(session, "anna", "I waited three months for a letter", bed.id)
        code(session, "bert", "With a walk", bed.id)


@pytest.fixture
def app(tmp_path: Path) -> Iterator[QualbenchApp]:
    made = QualbenchApp(open_session(make_branches(tmp_path / "waiting")))
    yield made
    made.close_project()


def screen_of(app: QualbenchApp) -> CodebookScreen:
    assert isinstance(app.screen, CodebookScreen)
    return app.screen


def session_of(app: QualbenchApp) -> Session:
    assert app.session is not None
    return app.session


def names(app: QualbenchApp) -> list[str]:
    screen = screen_of(app)
    return [screen.book.by_id[one].name for one in screen.code_tree.ids]


def entry(app: QualbenchApp) -> str:
    return " ".join(str(app.screen.query_one("#entry").render()).split())


async def test_a_branch_counts_no_words_twice(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("f8")
        await pilot.pause()
        assert code_rows(app)[0].split()[-2:] == ["0", "2"], "three segments, two of them the same words"
        assert "with the codes under it 2 segments in 2 documents, 2 cases" in entry(app)
        await pilot.press("k")
        assert code_rows(app)[0].split()[-2:] == ["0", "2"]
        assert said(app).startswith("Counted: documents; the second number is with the codes under it")
        await pilot.press("k")
        assert [row.split()[-1] for row in code_rows(app)] == ["2", "1", "2", "1"]
        await pilot.press("k")
        assert said(app).startswith("Counted: segments")


async def test_codings_made_elsewhere_are_counted_when_one_comes_back(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("f8", "f4")
        code(session_of(app), "bert", "He does", codebooks.find_code(session_of(app), "Waiting").id)
        await pilot.press("f8")
        await pilot.pause()
        assert code_rows(app)[0].split()[-2:] == ["1", "3"]
        assert "1 segment by Ana Ruiz; in 1 document, 1 case" in entry(app)


async def test_the_tree_folds_and_unfolds(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("f8", "left")
        assert names(app) == ["Waiting", "Friends instead"]
        assert "▸" in code_rows(app)[0]
        await pilot.press("right", "right")
        assert names(app) == ["Waiting", "For a letter", "For a bed", "Friends instead"]
        assert screen_of(app).code is not None
        assert screen_of(app).code_tree.cursor == 1
        await pilot.press("left")
        assert screen_of(app).code_tree.cursor == 0, "from a code with none under it to the one above"
        await pilot.press("down", "a")
        assert names(app) == ["Waiting", "Friends instead"]
        assert screen_of(app).code_tree.cursor == 0, "the cursor is on the code that holds the one it was on"
        await pilot.press("a")
        assert len(names(app)) == 4


async def test_a_code_that_is_gone_to_is_unfolded(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("f8", "a", "f4")
        app.open_code(codebooks.find_code(session_of(app), "For a bed").id)
        await pilot.pause()
        assert names(app)[screen_of(app).code_tree.cursor] == "For a bed"


async def test_a_retired_code_is_found_too(app: QualbenchApp) -> None:
    bed = codebooks.find_code(session_of(app), "For a bed")
    codebooks.change_code(session_of(app), bed.id, status="retired")
    async with app.run_test() as pilot:
        await pilot.press("f8", "slash", *"bed", "enter")
        assert ["For a bed (retired) ‹ Waiting" in row for row in code_rows(app)] == [True]
        await pilot.press("left", "right", "space")
        assert said(app).startswith("Marked “For a bed”"), "what is found can be marked"
        await pilot.press("slash", *"zzzz")
        assert "No code fits: [Esc] shows all." in entry(app)
        await pilot.press("escape")
        assert len(names(app)) == 4


async def test_marks_are_kept_by_code_and_let_go_by_esc(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("f8", "down", "space", "down", "space")
        assert said(app).startswith("Marked “For a bed”. 2 codes marked")
        assert [row[0] for row in code_rows(app)] == [" ", "✓", "✓", " "]
        assert "2 marked" in str(app.screen.query_one("#heads").render())
        await pilot.press("space")
        assert said(app).startswith("No longer marked: “For a bed”. 1 code marked")
        before = steps(app)
        await pilot.press("escape")
        assert said(app) == "Nothing is marked."
        assert not screen_of(app).marked
        assert steps(app) == before
        await pilot.press("escape")
        assert not isinstance(app.screen, CodebookScreen)


async def test_the_last_segments_lead_to_their_place(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("f8", "l")
        assert said(app) == "“Waiting” has no segment yet."
        await pilot.press("down", "down", "l")
        rows = [str(one.prompt).strip() for one in app.screen.query_one("#last", Lines).options]
        assert rows == ["bert: With a walk", "anna: I waited three months for a letter"]
        await pilot.press("down", "enter")
        await pilot.pause()
        assert isinstance(app.screen, CodingScreen)
        assert app.screen.view.chosen is not None
        assert app.screen.view.chosen.quote == "I waited three months for a letter"
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen.query_one("#last", Lines).has_focus, "one comes back to where one was"
        await pilot.press("escape")
        assert screen_of(app).code_tree.has_focus


async def test_the_mouse_marks_folds_and_opens(app: QualbenchApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f8")
        await pilot.click(CodeRows, offset=(3, 0))
        assert len(names(app)) == 2
        await pilot.click(CodeRows, offset=(3, 0))
        assert len(names(app)) == 4
        await pilot.click(CodeRows, offset=(1, 2))
        assert screen_of(app).marked == {codebooks.find_code(session_of(app), "For a bed").id}
        await pilot.click(CodeRows, offset=(15, 3))
        assert screen_of(app).code_tree.cursor == 3
        await pilot.click(CodeRows, offset=(15, 15))
        assert screen_of(app).code_tree.cursor == 3, "below the last row is none"


@contextmanager
def statements(session: Session) -> Iterator[list[str]]:
    """Collect what is asked of the store."""
    asked: list[str] = []
    session.store.connection.set_trace_callback(asked.append)
    yield asked
    session.store.connection.set_trace_callback(None)


@once
def make_many(folder: Path) -> None:
    """Two thousand codes, forty at the top with forty-nine under each."""
    make_project(folder)
    with open_session(folder) as session:
        path = session.project.codebooks / "codebook.yaml"
        made = [f"- Group {n}:\n" + "".join(f"    - Code {n} {m}\n" for m in range(49)) for n in range(40)]
        from qualbench.workbench.working_file import adopt

        old = path.read_text(encoding="utf-8")
        path.write_text(
            old.rstrip("\n")
            + "\n"
            + "".join("  " + one.replace("\n", "\n  ").rstrip() + "\n" for one in made),
            "utf-8",
        )
        adopt(session, message="many")


async def test_two_thousand_codes_are_as_quick_as_twenty(tmp_path: Path) -> None:
    """A key makes no row but those that it changes, and asks the store for one code."""
    app = QualbenchApp(open_session(make_many(tmp_path / "many")))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("f8")
        await pilot.pause()
        screen = screen_of(app)
        assert len(screen.code_tree.ids) > 2000
        assert screen.code_tree.rows_painted < 500, "rows are made when they are painted"

        async def cost(*keys: str) -> tuple[int, int]:
            before = screen.code_tree.rows_painted
            with statements(session_of(app)) as asked:
                await pilot.press(*keys)
                await pilot.pause()
            return screen.code_tree.rows_painted - before, len(asked)

        height = screen.code_tree.size.height
        book = screen.book
        for key, most in (("down", 2), ("space", height + 1), ("up", 2), ("end", height), ("pageup", height)):
            painted, asked = await cost(key)
            assert painted <= most, key
            assert asked <= 4, key
        painted, asked = await cost("a")
        assert painted <= 2 * height
        assert asked <= 4
        assert screen.book is book, "nothing was read again"
        assert len(screen.code_tree.ids) == 42
        await pilot.press("slash")
        painted, asked = await cost(*"grou")
        assert painted <= 8 * height
        assert app.screen.query_one("#typed", Input).value == "grou"
    app.close_project()
