"""What the codebook screen changes: several codes at once, merged, split, compared, saved and taken over."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input, Static, TextArea

from qualbench.model.code import CodeStatus
from qualbench.model.span import Span
from qualbench.tui.app import QualbenchApp
from qualbench.tui.dialogs.choose import ChooseDialog
from qualbench.tui.dialogs.confirm import ConfirmDialog
from qualbench.tui.dialogs.form import FormDialog
from qualbench.tui.dialogs.message import MessageDialog
from qualbench.tui.screens.codebook.splitting import SplitDialog
from qualbench.tui.screens.retrieval.beside import BesideScreen
from qualbench.tui.widgets.code_picker import CodePicker
from qualbench.workbench import codebooks, milestones
from qualbench.workbench.coding import apply_code, load_segments
from qualbench.workbench.history import list_history
from qualbench.workbench.project import open_session
from qualbench.workbench.working_file import working_path
from tests.tui.made import said, steps
from tests.tui.test_codebook_screen import make_branches, names, screen_of, session_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def app(tmp_path: Path) -> Iterator[QualbenchApp]:
    made = QualbenchApp(open_session(make_branches(tmp_path / "waiting")))
    yield made
    made.close_project()


def shows(app: QualbenchApp, kind: type) -> bool:
    return isinstance(app.screen, kind)


def intro(app: QualbenchApp) -> str:
    return " ".join(str(app.screen.query_one(".intro", Static).render()).split())


def text(app: QualbenchApp) -> str:
    assert isinstance(app.screen, MessageDialog)
    return app.screen.text


def targets(app: QualbenchApp) -> str:
    return str(app.screen.query_one("#walked-targets", Static).render())


def last_why(app: QualbenchApp) -> str:
    return list_history(session_of(app), 1)[0].why


def paths(app: QualbenchApp) -> list[str]:
    return list(codebooks.load_codebook(session_of(app)).paths.values())


async def test_marked_codes_are_moved_in_one_step_with_a_reason(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        before = steps(app)
        await pilot.press("f8", "down", "space", "down", "space", "m")
        assert shows(app, ChooseDialog)
        await pilot.press(*"friends", "enter")
        assert shows(app, FormDialog)
        assert "moved 2 codes under Friends instead" in intro(app)
        assert "3 segments in 2 documents" in intro(app)
        await pilot.press(*"They are about others", "enter")
        assert "Friends instead > For a bed" in paths(app)
        assert "Friends instead > For a letter" in paths(app)
        assert steps(app) == before + 1
        assert last_why(app) == "They are about others"
        assert "moved 2 codes" in said(app)
        assert "[Ctrl+Z] takes it back" in said(app)
        assert not screen_of(app).marked
        await pilot.press("ctrl+z")
        assert "Waiting > For a bed" in paths(app)


async def test_a_change_and_a_new_code_have_their_reasons_and_what_they_touch_is_told(
    app: QualbenchApp,
) -> None:
    async with app.run_test() as pilot:
        await pilot.press("f8", "down", "down", "enter")
        assert "What you change here touches" in intro(app)
        assert "segment" in intro(app)
        app.screen.query_one("#field-definition", TextArea).text = "Waiting for a place."
        app.screen.query_one("#field-why", Input).value = "unclear to Tom"
        await pilot.press("f2")
        await pilot.pause()
        assert last_why(app) == "unclear to Tom"
        await pilot.press("n", *"Hope")
        app.screen.query_one("#field-why", Input).value = "came up twice"
        await pilot.press("f2")
        await pilot.pause()
        assert last_why(app) == "came up twice"


async def test_a_form_that_is_left_moves_nothing_and_keeps_the_marks(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        before = steps(app)
        await pilot.press("f8", "down", "space", "m", *"friends", "enter", "escape")
        assert steps(app) == before
        assert len(screen_of(app).marked) == 1


async def test_marked_codes_are_retired_and_brought_back(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("f8", "down", "space", "down", "space", "t", *"no use", "enter")
        status = {one.name: one.status for one in codebooks.load_codebook(session_of(app)).codes}
        assert status["For a bed"] is status["For a letter"] is CodeStatus.RETIRED
        assert status["Waiting"] is CodeStatus.ACTIVE
        assert last_why(app) == "no use"
        await pilot.press("t", "enter")
        assert codebooks.find_code(session_of(app), "For a bed").status is CodeStatus.ACTIVE


async def test_codes_are_merged_after_a_look_at_what_that_touches(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        before = steps(app)
        await pilot.press("f8", "down", "down", "g")
        assert shows(app, CodePicker)
        await pilot.press(*"for a letter", "enter")
        assert shows(app, FormDialog)
        assert "merged “For a bed” into “For a letter”" in intro(app)
        assert "become one with another on the same words" in intro(app)
        await pilot.press(*"one idea", "tab", "right", "f2")
        assert names(app) == ["Waiting", "For a letter", "Friends instead"]
        assert steps(app) == before + 1
        assert last_why(app) == "one idea"
        assert "merged “For a bed”" in said(app)
        code = screen_of(app).code
        assert code is not None
        assert code.name == "For a letter", "the cursor is on what it became"
        await pilot.press("h")
        assert "“Waiting > For a bed” was merged into it" in text(app)
        assert "Why: one idea" in text(app)
        await pilot.press("escape", "ctrl+z")
        assert "Waiting > For a bed" in paths(app)
        assert len(load_segments(session_of(app))) == 4


async def test_what_a_merge_would_do_follows_the_choice(app: QualbenchApp) -> None:
    session = session_of(app)
    bed = codebooks.find_code(session, "Waiting > For a bed")
    (one, *_more) = load_segments(session, code_ids=[bed.id])
    letter = codebooks.find_code(session, "Waiting > For a letter")
    apply_code(session, one.document_id, Span(one.start, one.end - 2), letter.id)
    async with app.run_test() as pilot:
        await pilot.press("f8", "down", "down", "g", *"for a letter", "enter", "tab")
        stays = intro(app)
        await pilot.press("right")
        assert intro(app) != stays
        await pilot.press("left")
        assert intro(app) == stays


async def test_a_split_is_not_finished_before_a_choice_and_esc_leads_back_to_it(app: QualbenchApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f8", "down", "down", "s")
        app.screen.query_one("#field-targets", TextArea).text = "In winter"
        await pilot.press("f2")
        await pilot.pause()
        await pilot.press("f2")
        assert isinstance(app.screen, SplitDialog), "there is nothing to finish yet"
        assert "Nothing is chosen yet" in str(app.screen.query_one("#walked", Static).render())
        await pilot.press("1", "f2")
        assert shows(app, FormDialog)
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, SplitDialog), "one is where one was"


async def test_a_code_is_not_merged_into_itself(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        before = steps(app)
        await pilot.press("f8", "g", *"waiting", "enter")
        assert "There is nothing to merge" in text(app)
        assert steps(app) == before


async def test_two_codes_stand_side_by_side(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("f8", "down", "space", "down", "space", "c")
        await pilot.pause()
        assert isinstance(app.screen, BesideScreen)
        told = str(app.screen.query_one("#overlap", Static).render())
        assert told == "1 segment of “For a letter” shares words with 1 of “For a bed”."
        await pilot.press("escape", "down", "space", "c")
        assert said(app).startswith("3 codes are marked; two can stand side by side")
        await pilot.press("escape", "c", *"waiting", "enter")
        assert isinstance(app.screen, BesideScreen)
        assert str(app.screen.query_one("#overlap", Static).render()).startswith("No segment of “Friends")


async def test_a_code_is_split_segment_by_segment_left_and_gone_on_with(app: QualbenchApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        before = steps(app)
        await pilot.press("f8", "s")
        assert said(app).startswith("“Waiting” has no segments to split")
        await pilot.press("down", "down", "s")
        assert shows(app, FormDialog)
        app.screen.query_one("#field-targets", TextArea).text = "In winter\nFor a letter"
        await pilot.press("f2")
        await pilot.pause()
        assert isinstance(app.screen, SplitDialog)
        targets = str(app.screen.query_one("#walked-targets", Static).render())
        assert "[1] Waiting > In winter" in targets
        assert "[2] Waiting > For a letter" in targets
        assert "[0] stays with “For a bed”" in targets
        await pilot.press("2", "left", "backspace", "1", "escape")
        assert said(app) == "1 of 2 segments looked at; nothing is changed yet. [s] goes on."
        assert steps(app) == before
        await pilot.press("s")
        await pilot.pause()
        assert isinstance(app.screen, SplitDialog)
        assert app.screen.at == 1, "it goes on where a segment waits"
        await pilot.press("up", "down", "0", "9", "f2")
        assert "1 coding would go to “Waiting > In winter”, a new code" in intro(app)
        await pilot.press(*"two things", "f2")
        await pilot.pause()
        assert steps(app) == before + 1
        assert last_why(app) == "two things"
        winter = codebooks.find_code(session_of(app), "In winter")
        assert [one.quote for one in load_segments(session_of(app), code_ids=[winter.id])] == [
            "I waited three months for a letter"
        ]
        assert "split “For a bed” into “In winter”" in said(app)


async def test_a_split_is_added_to_and_given_up(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("f8", "end", "s", *"Neighbours", "f2")
        await pilot.pause()
        await pilot.press("n", *"Relatives", "f2")
        await pilot.pause()
        assert isinstance(app.screen, SplitDialog)
        assert [one.name for one in app.screen.split.targets] == ["Neighbours", "Relatives"]
        await pilot.press("x")
        assert said(app) == "The split of “Friends instead” is given up; nothing was changed."
        assert "Neighbours" not in paths(app)


async def test_a_split_with_choices_is_given_up_only_when_asked(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("f8", "end", "s", *"Neighbours", "f2")
        await pilot.pause()
        await pilot.press("1", "x")
        assert isinstance(app.screen, ConfirmDialog)
        assert "What you chose for 1 segment is forgotten" in app.screen.text
        await pilot.press("enter")
        assert isinstance(app.screen, SplitDialog)
        assert len(app.screen.split.choices) == 1
        await pilot.press("x", "y")
        assert said(app) == "The split of “Friends instead” is given up; nothing was changed."


async def test_codes_beyond_the_ninth_are_taken_from_a_list(app: QualbenchApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f8", "end", "s")
        app.screen.query_one("#field-targets", TextArea).text = "\n".join(f"Part {n}" for n in range(1, 13))
        await pilot.press("f2")
        await pilot.pause()
        assert "○ [l] 3 more: all 12 codes in a list" in targets(app)
        await pilot.press("l")
        assert shows(app, ChooseDialog)
        await pilot.press(*"part 11", "enter")
        assert isinstance(app.screen, SplitDialog)
        app.screen.action_step(-1)
        assert "● [l] Part 11; 3 more" in targets(app)
        assert targets(app).count("●") == 1
        shown = app.screen.query_one("#walked-words", Static).region
        assert shown.height > 0, "the words still have room"
        assert app.screen.query_one("#walked-targets", Static).region.bottom <= 24


def edit_file(app: QualbenchApp, old: str, new: str) -> None:
    path = working_path(session_of(app).project)
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    later = path.stat().st_mtime_ns + 1_000_000_000
    os.utime(path, ns=(later, later))


async def test_a_file_that_is_edited_is_seen_and_taken_over(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("f8")
        screen = screen_of(app)
        book = screen.book
        edit_file(app, "For a letter", "For the letter")
        screen.look_at_file()
        screen.look_at_file()
        assert said(app).startswith("codebook.yaml was changed: 1 change proposed. [f] shows them")
        assert "edited by hand" in str(app.screen.query_one("#file").render())
        assert screen.book is book, "nothing else is read for it"
        await pilot.press("f")
        assert "renamed “For a letter” to “For the letter”" in text(app)
        await pilot.press("escape")
        assert "For a letter" in names(app), "it is left"
        await pilot.press("f", "a")
        await pilot.pause()
        assert shows(app, FormDialog)
        await pilot.press(*"its name", "enter")
        assert "For the letter" in names(app)


@pytest.mark.parametrize(("key", "same"), [("y", True), ("enter", False)])
async def test_a_code_that_lost_its_id_is_asked_about(app: QualbenchApp, key: str, same: bool) -> None:
    empty = codebooks.create_code(
        session_of(app), "For an operation", definition="Waiting for a date to be operated on."
    )
    path = working_path(session_of(app).project)
    known = f"- id: {empty.id}\n    name: For an operation"
    written = path.read_text(encoding="utf-8")
    assert known in written
    path.write_text(written.replace(known, "- name: For an operation of the heart"), "utf-8")
    async with app.run_test() as pilot:
        await pilot.press("f8", "v")
        assert isinstance(app.screen, ConfirmDialog)
        assert "has no id. It may be “For an operation”" in app.screen.text
        await pilot.press("escape")
        assert said(app) == "Nothing was saved."
        await pilot.press("v", key, *"heart", "enter")
        code = codebooks.find_code(session_of(app), "For an operation of the heart")
        assert (code.id == empty.id) is same


@pytest.mark.parametrize(("presses", "name"), [(("down",), "For the letter"), (("down", "down"), "Long")])
async def test_what_both_changed_is_settled_after_both_values_are_shown(
    app: QualbenchApp, presses: tuple[str, ...], name: str
) -> None:
    session = session_of(app)
    path = working_path(session.project)
    code = codebooks.find_code(session, "Waiting > For a letter")
    async with app.run_test() as pilot:
        await pilot.press("f8")
        path.write_text(
            path.read_text("utf-8").replace("name: For a letter", "name: For the letter"), "utf-8"
        )
        codebooks.change_code(session, code.id, name="Long")
        screen_of(app).reload()
        await pilot.press("v")
        assert shows(app, ChooseDialog)
        told = " ".join(str(app.screen.query_one(".dialog-title", Static).render()).split())
        assert "in the file it is “For the letter”, in the project “Long”" in told
        await pilot.press("enter")
        assert said(app) == "Nothing was saved."
        await pilot.press("v", *presses, "enter")
        assert shows(app, FormDialog)
        await pilot.press(*"settled", "f2")
        await pilot.pause()
        assert codebooks.load_codebook(session).by_id[code.id].name == name
        assert f"name: {name}\n" in path.read_text("utf-8")


async def test_versions_are_listed_shown_compared_and_named(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("f8", "p")
        assert said(app).startswith("No version is saved yet. [v] saves")
        await pilot.press("v", *"first", "enter", "end", "t", "enter", "v", *"second", "enter", "p")
        assert shows(app, ChooseDialog)
        await pilot.press("tab", "down", "tab", "enter")
        assert text(app) == "retired “Friends instead”"
        await pilot.press("escape", "p", "down", "enter", "enter")
        assert "Waiting: Time spent waiting for help.\n    For a letter" in text(app)
        await pilot.press("escape", "p", "down", "enter", "down", "enter")
        assert text(app) == "retired “Friends instead”"
        await pilot.press("escape", "p", "down", "enter", "end", "down", "down", "enter")
        assert shows(app, FormDialog)
        await pilot.press(*"initial template", "enter")
        (named,) = milestones.list_milestones(session_of(app))
        assert (named.number, named.milestone) == (1, "initial template")
        assert "[Ctrl+Z] takes it back" in said(app)
        await pilot.press("p", "down", "enter", "down", "down", "down", "enter")
        assert not milestones.list_milestones(session_of(app))
