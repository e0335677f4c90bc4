"""The documents, codebook, themes, quotes, history and start screens, on real projects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Input, TextArea

from qualbench.model.code import CodeStatus
from qualbench.model.coding import Stance
from qualbench.tui.dialogs.choose import ChooseDialog
from qualbench.tui.dialogs.confirm import ConfirmDialog
from qualbench.tui.dialogs.form import FormDialog
from qualbench.tui.dialogs.message import MessageDialog
from qualbench.tui.lines import Lines
from qualbench.tui.screens.codebook.screen import CodebookScreen
from qualbench.tui.screens.documents import DocumentsScreen
from qualbench.tui.screens.history import HistoryScreen
from qualbench.tui.screens.quotes import QuotesScreen
from qualbench.tui.screens.start import PreviewDialog, StartScreen, _outside_projects
from qualbench.tui.screens.theming import ThemesScreen
from qualbench.workbench import codebooks, history, theming
from qualbench.workbench.coders import add_coder
from qualbench.workbench.coding import load_segments
from qualbench.workbench.marking import mark_segments
from qualbench.workbench.memoing import list_journal, list_memos
from qualbench.workbench.project import open_session
from qualbench.workbench.working_file import working_path
from tests.tui.made import code, code_rows, make_project, said, steps, transcripts

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from qualbench.tui.app import QualbenchApp
    from qualbench.workbench.project import Session


def open_session_of(app: QualbenchApp) -> Session:
    assert app.session is not None
    return app.session


def shows(app: QualbenchApp, kind: type) -> bool:
    return isinstance(app.screen, kind)


def shown(app: QualbenchApp, name: str = "") -> list[str]:
    """The rows of a list, as words."""
    lines = app.screen.query_one(f"#{name}" if name else "Lines", Lines)
    return [str(option.prompt) for option in lines.options]


async def settled(pilot: Pilot[None], app: QualbenchApp, kind: type) -> None:
    """Wait until a screen of that kind is on top; a thread may be at work."""
    for _ in range(200):
        await pilot.pause(0.02)
        if isinstance(app.screen, kind):
            await pilot.pause()
            return
    raise AssertionError(f"{app.screen} is shown, not a {kind.__name__}")


# --- documents ------------------------------------------------------------------------------------


async def test_documents_are_listed_with_their_numbers(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.pause()
        rows = [row.split() for row in shown(app)]
        assert [row[0] for row in rows] == ["anna", "bert"]
        assert rows[0][1:] == ["26", "4", "1"]


async def test_importing_a_folder_reads_what_is_new(app: QualbenchApp, tmp_path: Path) -> None:
    more = transcripts(tmp_path / "more")
    (more / "clara.txt").write_text("Clara: I took the bus.\n", encoding="utf-8")
    (more / "empty.txt").write_bytes(b"")
    async with app.run_test() as pilot:
        await pilot.press("i")
        assert isinstance(app.screen, FormDialog)
        app.screen.query_one(Input).value = str(more)
        await pilot.press("enter")
        await settled(pilot, app, MessageDialog)
        assert isinstance(app.screen, MessageDialog)
        assert "empty.txt: refused" in app.screen.text
        assert "anna.txt: there already" in app.screen.text
        await pilot.press("escape")
        assert [row.split()[0] for row in shown(app)] == ["anna", "bert", "clara"]
        assert "imported 1 document" in said(app)
        await pilot.press("ctrl+z")
        assert [row.split()[0] for row in shown(app)] == ["anna", "bert"]


async def test_a_table_of_cases_is_imported_and_no_transcript(app: QualbenchApp, tmp_path: Path) -> None:
    table = tmp_path / "cases.csv"
    table.write_text("case,pseudonym\nanna,Astrid\nclara,Carla\n", encoding="utf-8")
    async with app.run_test() as pilot:
        await pilot.press("i")
        app.screen.query_one(Input).value = str(table)
        await pilot.press("f2")
        assert "[c]" in str(app.screen.query_one("#complaint").render())
        await pilot.press("escape", "c")
        app.screen.query_one(Input).value = str(table)
        await pilot.press("f2")
        await settled(pilot, app, MessageDialog)
        assert isinstance(app.screen, MessageDialog)
        assert "anna, pseudonym: nothing → Astrid" in app.screen.text
        assert "clara" in app.screen.text
        assert "took in 2 cases" in str(app.screen_stack[0].said)  # type: ignore[attr-defined]


async def test_a_path_that_is_none_keeps_the_form_open(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("i")
        app.screen.query_one(Input).value = "/nowhere/at/all"
        await pilot.press("f2")
        assert isinstance(app.screen, FormDialog)
        assert "no file or folder" in str(app.screen.query_one("#complaint").render())


async def test_a_form_of_a_path_is_left_at_once(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("i", *"nowhere", "enter", "escape")
        assert shows(app, DocumentsScreen)


async def test_a_path_from_the_root_or_home_takes_the_place_of_the_folder_offered(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("i")
        typing = app.screen.query_one(Input)
        offered = typing.value
        await pilot.press(*"here")
        assert typing.value == f"{offered}here"
        for typed in ("/tmp/x", "~/x"):
            typing.value = offered
            await pilot.press("end", *typed)
            assert typing.value == typed
        typing.value = f"{offered}/pasted/path"
        await pilot.pause()
        assert typing.value == "/pasted/path"


async def test_what_was_noticed_while_reading_is_shown(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("p")
        assert isinstance(app.screen, MessageDialog)
        assert "anna.txt" in app.screen.text


# --- codebook -------------------------------------------------------------------------------------


async def test_the_tree_shows_counts_and_the_entry(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("f8")
        assert [" ".join(row.split()) for row in code_rows(app)] == [
            "▾ ▌Waiting 0 1",
            "▌For a letter 1",
            "▌Friends instead 1",
        ]
        assert "Time spent waiting" in str(app.screen.query_one("#entry").render())


async def test_a_code_is_made_changed_and_taken_back(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("f8", "b")
        await pilot.press(*"For a bed")
        await pilot.press("f2")
        book = codebooks.load_codebook(open_session_of(app))
        assert "Waiting > For a bed" in book.by_path
        assert isinstance(app.screen, CodebookScreen)
        assert app.screen.code is not None
        assert app.screen.code.name == "For a bed"
        await pilot.press("enter")
        app.screen.query_one("#field-definition", TextArea).text = "No bed was free."
        await pilot.press("f2")
        assert codebooks.find_code(open_session_of(app), "For a bed").definition == "No bed was free."
        await pilot.press("ctrl+z", "ctrl+z")
        assert "For a bed" not in {one.name for one in codebooks.load_codebook(open_session_of(app)).codes}
        assert "Took back" in said(app)
        await pilot.press("ctrl+y")
        assert "Did again" in said(app)


async def test_a_name_that_is_taken_keeps_the_form_open_and_its_words(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("f8", "n", *"Waiting", "f2")
        assert isinstance(app.screen, FormDialog)
        assert app.screen.values["name"] == "Waiting"
        await pilot.press("escape")
        assert isinstance(app.screen, ConfirmDialog), "what was typed is not thrown away without a word"
        keys = str(app.screen.query_one(".dialog-keys").render())
        assert keys == "[Esc] or [Enter] stay   [y] leave it   [←] [→] choose"
        await pilot.press("enter")
        assert isinstance(app.screen, FormDialog)
        await pilot.press("escape", "escape")
        assert isinstance(app.screen, FormDialog)
        await pilot.press("escape", "y")
        assert shows(app, CodebookScreen)


async def test_a_name_that_another_code_has_elsewhere_is_said(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("f8", "end", "enter", "home", "shift+end", *"For a letter", "f2")
        assert said(app).endswith("There is another code of that name: “Waiting > For a letter”.")
        assert said(app).startswith("Done: renamed")
        await pilot.press("home", "b", *"Zeal", "f2")
        assert "another code" not in said(app)
        await pilot.press("home", "b", *"Waiting", "f2")
        await pilot.pause()
        assert said(app).endswith("There is another code of that name: “Waiting”.")


async def test_moving_a_code_begins_where_it_is(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        session = open_session_of(app)
        before, paths = steps(app), list(codebooks.load_codebook(session).paths.values())
        for place in ("home", "down", "end"):
            await pilot.press("f8", place, "m")
            assert isinstance(app.screen, ChooseDialog)
            lines = app.screen.query_one(Lines)
            assert lines.highlighted_option is not None
            assert "(where it is now)" in str(lines.highlighted_option.prompt)
            await pilot.press("enter")
            assert said(app) == "Nothing was changed."
        assert (steps(app), list(codebooks.load_codebook(session).paths.values())) == (before, paths)
        await pilot.press("home", "down", "m", "home", *"the top", "enter", "enter")
        assert "For a letter" in codebooks.load_codebook(session).by_path


async def test_typing_narrows_the_tree_and_esc_widens_it(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("f8", "slash", *"letter")
        assert len(code_rows(app)) == 1
        await pilot.press("escape")
        assert isinstance(app.screen, CodebookScreen)
        assert len(code_rows(app)) == 3
        assert app.screen.code is not None
        assert app.screen.code.name == "For a letter"


async def test_a_code_is_moved_ordered_and_retired(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        session = open_session_of(app)
        await pilot.press("f8", "end", "m", *"waiting", "enter", *"It is waiting", "enter")
        assert "Waiting > Friends instead" in codebooks.load_codebook(session).by_path
        await pilot.press("minus")
        paths = list(codebooks.load_codebook(session).paths.values())
        assert paths == ["Waiting", "Waiting > Friends instead", "Waiting > For a letter"]
        await pilot.press("t", "enter")
        assert codebooks.find_code(session, "Friends instead").status is CodeStatus.RETIRED
        await pilot.press("t", "enter")
        assert codebooks.find_code(session, "Friends instead").status is CodeStatus.ACTIVE


async def test_a_used_code_is_not_deleted_and_it_says_by_what(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("f8", "end", "delete")
        assert isinstance(app.screen, MessageDialog)
        assert "1 segment" in app.screen.text


async def test_an_unused_code_is_deleted_only_after_a_yes(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("f8", "n", *"Hope", "f2", "delete", "enter")
        assert "Hope" in {one.name for one in codebooks.load_codebook(open_session_of(app)).codes}
        await pilot.press(*"not needed", "f2")
        assert "Hope" not in {one.name for one in codebooks.load_codebook(open_session_of(app)).codes}


async def test_a_memo_is_written_and_then_changed(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("f8", "o", *"Too broad", "f2")
        assert [one.text for one in list_memos(open_session_of(app))] == ["Too broad"]
        await pilot.press("o", "down", "enter", "ctrl+end", *"?", "f2")
        assert len(list_memos(open_session_of(app))) == 1


async def test_a_hand_edited_file_is_shown_and_saved_as_a_version(app: QualbenchApp) -> None:
    session = open_session_of(app)
    path = working_path(session.project)
    path.write_text(path.read_text(encoding="utf-8").replace("For a letter", "For the letter"), "utf-8")
    async with app.run_test() as pilot:
        await pilot.press("f8")
        assert "edited by hand" in str(app.screen.query_one("#file").render())
        await pilot.press("f")
        assert isinstance(app.screen, MessageDialog)
        assert "For the letter" in app.screen.text
        await pilot.press("escape", "v", *"after reading", "enter")
        assert codebooks.list_versions(session)[-1].message == "after reading"
        assert codebooks.find_code(session, "For the letter")


async def test_a_codebook_like_the_version_saved_last_is_not_saved_again(app: QualbenchApp) -> None:
    session = open_session_of(app)
    async with app.run_test() as pilot:
        await pilot.press("f8", "v", *"first", "enter")
        before = steps(app)
        await pilot.press("v")
        assert isinstance(app.screen, CodebookScreen), "nothing is asked"
        assert (
            said(app) == "Nothing in the codebook differs from version 1. No version was saved: it is there."
        )
        assert steps(app) == before
        await pilot.press("t", "enter", "v", *"second", "enter")
        assert [one.message for one in codebooks.list_versions(session)] == ["first", "second"]


async def test_a_file_that_changes_while_it_is_shown_is_shown_again(app: QualbenchApp) -> None:
    session = open_session_of(app)
    path = working_path(session.project)
    path.write_text(path.read_text(encoding="utf-8").replace("For a letter", "For the letter"), "utf-8")
    async with app.run_test() as pilot:
        await pilot.press("f8", "v", *"after reading")
        path.write_text(path.read_text(encoding="utf-8").replace("Friends instead", "Friends"), "utf-8")
        await pilot.press("enter")
        assert isinstance(app.screen, FormDialog), "what was not shown is not saved"
        assert not codebooks.list_versions(session)
        assert "to “Friends”" in str(app.screen.query_one(".intro").render())
        await pilot.press("enter")
        assert codebooks.list_versions(session)[-1].message == "after reading"


async def test_a_code_in_use_that_the_file_leaves_out_is_said_before_saving(app: QualbenchApp) -> None:
    path = working_path(open_session_of(app).project)
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    start = next(n for n, line in enumerate(lines) if "Friends instead" in line)
    path.write_text("".join(lines[: start - 1]), "utf-8")
    async with app.run_test() as pilot:
        await pilot.press("f8", "v")
        assert isinstance(app.screen, MessageDialog), "no message is asked for"
        assert "“Friends instead” is left out but has 1 segment: saving will refuse" in app.screen.text
        assert "removed" not in app.screen.text


async def test_after_a_found_code_is_deleted_the_others_are_shown(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("f8", "n", *"Hope", "f2", "slash", *"hope", "enter")
        await pilot.press("delete", "f2")
        assert len(code_rows(app)) == 3


# --- themes ---------------------------------------------------------------------------------------


async def test_themes_say_n_of_n_and_codes_say_where_they_are(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("f9")
        assert "1 of 2" in shown(app, "themes")[0]
        assert [row.strip()[0] for row in shown(app, "codes")] == ["✓", "+", "?"]


async def test_codes_are_put_into_a_theme_several_at_once(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        session = open_session_of(app)
        await pilot.press("f9", "n", *"Going round", "f2")
        await pilot.press("shift+tab", "down", "space", "down", "space", "a")
        theme = theming.find_theme(session, "Going round")
        book = codebooks.load_codebook(session)
        assert [book.by_id[one].name for one in theme.code_ids] == ["For a letter", "Friends instead"]
        assert "put 2 codes" in said(app)
        await pilot.press("r")
        assert len(theming.find_theme(session, "Going round").code_ids) == 1


async def test_the_first_space_marks_and_stays_and_the_list_does_not_wrap(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("f9", "space")
        assert isinstance(app.screen, ThemesScreen)
        waiting = codebooks.find_code(open_session_of(app), "Waiting")
        assert app.screen.marked == {waiting.id}
        assert "Marked “Waiting”" in said(app)
        await pilot.press("space", "up", "up", "space")
        assert app.screen.marked == {waiting.id}
        await pilot.press("end", "down", "down")
        assert app.screen.query_one("#codes", Lines).highlighted == 2


async def test_putting_in_says_which_code_and_what_is_in_already(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("f9", "shift+tab", "home", "a")
        assert said(app).startswith("“Waiting” is in “Getting in” already")
        await pilot.press("end", "r")
        assert "“Friends instead” is no code of" in said(app)
        await pilot.press("a")
        assert "put “Friends instead” into the theme “Getting in”" in said(app)


async def test_other_coders_codings_are_told_apart(app: QualbenchApp, folder: Path) -> None:
    app.close_project()
    with open_session(folder, coder=None) as session:
        add_coder(session, "Tom Okafor")
    with open_session(folder, coder="Tom Okafor") as session:
        code(session, "anna", "nothing came of it", codebooks.find_code(session, "For a letter").id)
    app.session = open_session(folder)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        assert "3 segments by 2 coders" in str(app.screen.query_one("#sums").render())
        await pilot.press("f8", "down")
        entry = str(app.screen.query_one("#entry").render())
        assert "2 segments: Ana Ruiz 1, Tom Okafor 1" in entry
        await pilot.press("f9")
        assert [row.split()[-1] for row in shown(app, "codes")] == ["0", "1", "1"]
        assert "counting Ana Ruiz" in str(app.screen.query_one("#codes-head").render())
        assert "codings of 1 other coder are not counted" in str(app.screen.query_one("#entry").render())


async def test_a_theme_is_changed_and_removed_and_comes_back(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        session = open_session_of(app)
        await pilot.press("f9", "enter")
        app.screen.query_one("#field-concept", TextArea).text = "It takes long."
        await pilot.press("f2")
        assert theming.find_theme(session, "Getting in").concept == "It takes long."
        await pilot.press("delete", "enter")
        assert shown(app, "themes"), "Enter alone leaves it"
        await pilot.press("delete", "right", "enter")
        assert not shown(app, "themes")
        await pilot.press("u")
        assert shown(app, "themes")


async def test_a_quote_is_chosen_and_let_go(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        session = open_session_of(app)
        await pilot.press("f9", "s")
        assert shows(app, QuotesScreen)
        assert "“I waited three months for a letter”" in shown(app)[0]
        await pilot.press("enter")
        assert len(theming.find_theme(session, "Getting in").exemplar_ids) == 1
        assert shown(app)[0].startswith("★")
        await pilot.press("enter")
        assert not theming.find_theme(session, "Getting in").exemplar_ids
        await pilot.press("escape")
        assert isinstance(app.screen, ThemesScreen)


async def test_what_a_quote_does_to_the_theme_stands_beside_it(app: QualbenchApp) -> None:
    session = open_session_of(app)
    mark_segments(session, [load_segments(session)[0].id], important=True, stance=Stance.CONTRADICTS)
    async with app.run_test() as pilot:
        await pilot.press("f9", "s")
        assert "For a letter, important, contradicts" in shown(app)[0]


async def test_another_set_is_made_and_used(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        session = open_session_of(app)
        await pilot.press("f9", "g", "down", "enter", *"Second look", "enter")
        current = theming.current_set(session)
        assert current is not None
        assert current.name == "Second look"
        assert not shown(app, "themes")
        await pilot.press("g", "enter")
        current = theming.current_set(session)
        assert current is not None
        assert current.name == "Theme set 1"


async def test_the_summary_is_written(app: QualbenchApp, folder: Path) -> None:
    async with app.run_test() as pilot:
        await pilot.press("f9", "x", "f2")
        assert isinstance(app.screen, MessageDialog)
        written = folder / "exports" / "theme-summary.md"
        assert "Getting in" in written.read_text(encoding="utf-8")
        await pilot.press("escape", "x", "f2")
        assert isinstance(app.screen, ConfirmDialog), "a file that is there is not written over unasked"


# --- history --------------------------------------------------------------------------------------


async def test_the_history_lists_steps_and_says_what_undo_takes_back(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("f6")
        assert isinstance(app.screen, HistoryScreen)
        assert "“Waiting”" in str(app.screen.query_one("#next").render())
        assert len(shown(app)) == steps(app)
        await pilot.press("u")
        assert "(taken back)" in " ".join(shown(app))
        await pilot.press("a")
        assert isinstance(app.screen, ConfirmDialog)


async def test_a_step_of_an_earlier_day_is_asked_about(app: QualbenchApp) -> None:
    session = open_session_of(app)
    with session.store.connection:
        session.store.connection.execute("UPDATE main.step SET at = '2026-01-02T10:00:00.000Z'")
    before = history.next_undo(session)
    async with app.run_test() as pilot:
        await pilot.press("u")
        assert isinstance(app.screen, ConfirmDialog)
        assert "2026-01-02" in app.screen.text
        await pilot.press("enter")
        assert history.next_undo(session) == before
        await pilot.press("u", "right", "enter")
        assert history.next_undo(session) != before


async def test_a_step_is_shown_with_what_it_changed(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("f6", "down", "down", "enter")
        assert isinstance(app.screen, MessageDialog)
        assert "Segment added: “Friends instead” in turn 2 of bert, “My neighbour" in app.screen.text
        assert "coded turn 2 of bert, “My neighbour listens better than the…”, with" in app.screen.text
        assert app.session is not None
        kept = [one.summary for one in history.list_history(app.session)]
        assert not [one for one in kept if "neighbour" in one], "the history holds no words of a transcript"


# --- the start ------------------------------------------------------------------------------------


async def test_a_new_study_is_previewed_made_and_opened(tmp_path: Path) -> None:
    from qualbench.tui.app import QualbenchApp

    app = QualbenchApp()
    async with app.run_test() as pilot:
        await pilot.press("n")
        assert isinstance(app.screen, FormDialog)
        await pilot.press("f2")
        assert "title" in str(app.screen.query_one("#complaint").render())
        app.screen.query_one("#field-title", Input).value = "Waiting, twice"
        app.screen.query_one("#field-coder", Input).value = "Ana Ruiz"
        app.screen.query_one("#field-files", Input).value = str(transcripts(tmp_path / "said"))
        await pilot.press("f2")
        await settled(pilot, app, PreviewDialog)
        text = "".join(str(one.render()) for one in app.screen.query(".dialog-text Static"))
        assert "Anna (participant)" in text
        assert "waiting-twice" in text
        assert not (tmp_path / "waiting-twice").exists()
        await pilot.press("escape")
        assert isinstance(app.screen, FormDialog), "Esc goes back to what was typed"
        assert app.screen.values["title"] == "Waiting, twice"
        await pilot.press("f2")
        await settled(pilot, app, PreviewDialog)
        await pilot.press("f2")
        await settled(pilot, app, DocumentsScreen)
        assert len(shown(app)) == 2
        assert app.session is not None
        assert app.session.project.folder == tmp_path / "waiting-twice"
    app.close_project()


async def test_where_there_is_nothing_to_read_nothing_is_offered(tmp_path: Path) -> None:
    from qualbench.tui.app import QualbenchApp

    empty = tmp_path / "empty"
    empty.mkdir()
    app = QualbenchApp()
    async with app.run_test() as pilot:
        await pilot.press("n")
        for name, value in (("title", "None"), ("coder", "Ana"), ("files", str(empty))):
            app.screen.query_one(f"#field-{name}", Input).value = value
        await pilot.press("f2")
        await settled(pilot, app, PreviewDialog)
        assert isinstance(app.screen, PreviewDialog)
        assert "nothing to read" in app.screen.heading
        assert "F2" not in app.screen.hint
        await pilot.press("f2")
        assert isinstance(app.screen, PreviewDialog)


def test_a_preview_leaves_the_folders_of_projects_alone(tmp_path: Path) -> None:
    make_project(tmp_path / "all" / "waiting")
    found = _outside_projects(tmp_path / "all")
    assert [one.name for one in found] == ["transcripts"]
    assert _outside_projects(tmp_path / "all" / "waiting") == [tmp_path / "all" / "waiting"]


async def test_a_recent_project_is_opened_again(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.pause()
        app.open_start()
        await settled(pilot, app, StartScreen)
        assert app.session is None
        await pilot.press("home", "enter")
        await settled(pilot, app, DocumentsScreen)
        assert app.session is not None


async def test_a_folder_without_a_project_is_refused_in_the_form(tmp_path: Path) -> None:
    from qualbench.tui.app import QualbenchApp

    app = QualbenchApp()
    async with app.run_test() as pilot:
        await pilot.press("o")
        app.screen.query_one(Input).value = str(tmp_path)
        await pilot.press("enter")
        assert isinstance(app.screen, FormDialog)
        complaint = str(app.screen.query_one("#complaint").render())
        assert "not a qualbench project" in complaint
        assert "[n]" in complaint
        assert "--title" not in complaint


async def test_a_document_is_written_about_and_exported(app: QualbenchApp, folder: Path) -> None:
    async with app.run_test() as pilot:
        await pilot.press("m", *"Spoke slowly", "f2", "j", *"Tired today", "f2")
        assert [one.text for one in list_memos(open_session_of(app))] == ["Spoke slowly"]
        assert [one.text for one in list_journal(open_session_of(app))] == ["Tired today"]
        await pilot.press("x", "enter")
        assert "For a letter" in (folder / "exports" / "anna.html").read_text(encoding="utf-8")
