"""Retrieval and two codes side by side, on a real project."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from textual.widgets import Input, Static

from qualbench.model.coding import MemoTarget
from qualbench.search.expression import read_expression
from qualbench.tui.dialogs.choose import ChooseDialog
from qualbench.tui.dialogs.confirm import ConfirmDialog
from qualbench.tui.dialogs.form import FormDialog
from qualbench.tui.screens.coding.screen import CodingScreen
from qualbench.tui.screens.help import ASKING
from qualbench.tui.screens.retrieval.beside import BesideScreen
from qualbench.tui.screens.retrieval.screen import RetrievalScreen
from qualbench.tui.widgets.code_picker import CodePicker
from qualbench.tui.widgets.passage_list import PassageList
from qualbench.workbench import codebooks, coding, history, importing
from qualbench.workbench.coders import add_coder
from qualbench.workbench.memoing import list_memos
from qualbench.workbench.project import create_project, open_session
from tests.tui.made import code, said, steps

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from textual.pilot import Pilot

    from qualbench.tui.app import QualbenchApp
    from qualbench.workbench.project import Session

LETTER, NEIGHBOUR, NOTHING = (
    "I waited three months for a letter",
    "My neighbour listens better than the clinic",
    "nothing came of it",
)


def session_of(app: QualbenchApp) -> Session:
    assert app.session is not None
    return app.session


def screen_of(app: QualbenchApp) -> RetrievalScreen:
    assert isinstance(app.screen, RetrievalScreen)
    return app.screen


def listed(app: QualbenchApp, list_id: str = "hits") -> list[str]:
    """The words of the segments that are listed."""
    items = app.screen.query_one(f"#{list_id}", PassageList).items
    quotes = []
    for at in range(len(items)):
        passage = items[at]
        span = passage.words
        quotes.append(passage.text[span.start : span.end] if span else passage.text)
    return quotes


def read_there(app: QualbenchApp) -> str:
    """The words of the coding that is chosen in the document, with the cursor at its start."""
    assert isinstance(app.screen, CodingScreen)
    chosen = app.screen.view.chosen
    assert chosen is not None
    assert app.screen.view.cursor == chosen.start
    return chosen.quote


def codes_listed(app: QualbenchApp) -> list[str]:
    hits = screen_of(app).hits
    assert hits is not None
    return [hits.book.by_id[one.code_id].name for one in hits.places]


def answer(app: QualbenchApp) -> str:
    return str(app.screen.query_one("#answer", Static).visual)


async def more_codings(app: QualbenchApp, pilot: Pilot[None]) -> None:
    """Give some words of Anna's a second code."""
    session = session_of(app)
    code(session, "anna", NOTHING, codebooks.find_code(session, "Friends instead").id)
    await pilot.pause()


async def test_it_lists_all_segments_and_says_whose(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("f6", "f12")
        await pilot.pause()
        assert listed(app) == [LETTER, NEIGHBOUR]
        assert answer(app) == "All 2 segments in 2 documents, 2 cases; codings of Ana Ruiz"


async def test_from_the_codebook_it_lists_the_code_under_the_cursor_with_its_subcodes(
    app: QualbenchApp,
) -> None:
    async with app.run_test() as pilot:
        await pilot.press("f8", "f12")
        await pilot.pause()
        assert screen_of(app).expression == 'code:"Waiting"'
        assert listed(app) == [LETTER]
        await pilot.press("escape", "down", "down", "f12")
        await pilot.pause()
        assert screen_of(app).expression == 'code:"Friends instead"'
        assert listed(app) == [NEIGHBOUR]
        assert answer(app) == "1 segment in 1 document, 1 case; codings of Ana Ruiz"


async def test_from_themes_documents_and_coding_it_lists_what_is_under_the_cursor(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("f12")
        assert screen_of(app).expression == 'doc:"anna"'
        await pilot.press("f9", "f12")
        await pilot.pause()
        assert screen_of(app).expression == 'theme:"Getting in"'
        assert listed(app) == [LETTER]
        await pilot.press("f4", "down", "enter", "tab", "f12")
        await pilot.pause()
        assert screen_of(app).expression == 'code:"Friends instead"'


async def test_enter_reads_it_in_its_place_and_esc_comes_back_to_the_row(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("f6", "f12")
        await pilot.pause()
        await pilot.press("down")
        before = screen_of(app)
        await pilot.press("enter")
        await pilot.pause()
        assert read_there(app) == NEIGHBOUR
        await pilot.press("escape")
        await pilot.pause()
        assert screen_of(app) is before
        assert before.passages.cursor == 1
        assert before.passages.has_focus


async def test_a_question_is_put_together_by_choosing(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await more_codings(app, pilot)
        await pilot.press("f6", "f12", "c", *"friends", "enter")
        await pilot.pause()
        assert screen_of(app).expression == 'code:"Friends instead"'
        assert listed(app) == [NOTHING, NEIGHBOUR]
        await pilot.press("c", *"letter", "enter")
        assert isinstance(app.screen, ChooseDialog)
        await pilot.press("down", "enter")  # but not
        await pilot.pause()
        assert screen_of(app).asked.value == 'code:"Friends instead" AND NOT code:"For a letter"'
        assert listed(app) == [NOTHING, NEIGHBOUR]
        await pilot.press("i", "end", "down", "down", "enter")
        await pilot.pause()
        assert screen_of(app).expression.endswith(" IN document")
        assert listed(app) == [NEIGHBOUR]
        await pilot.press("n")
        await pilot.pause()
        assert len(listed(app)) == 3
        await pilot.press("a", *"case", "space", *"anna", "enter")
        await pilot.pause()
        assert screen_of(app).expression == 'case:"anna"'
        assert listed(app) == [LETTER, NOTHING]


async def test_a_question_is_written_and_a_mistake_is_pointed_at(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("f6", "f12", "slash", *"code:Frends instead", "enter")
        await pilot.pause()
        assert "There is no code “Frends instead”. Did you mean “Friends instead”?" in answer(app)
        line = app.screen.query_one("#asked", Input)
        assert line.has_focus
        assert line.cursor_position == len("code:")
        await pilot.press("delete", "delete", *"Fri", "enter")
        await pilot.pause()
        assert listed(app) == [NEIGHBOUR]
        assert screen_of(app).passages.has_focus
        await pilot.press("slash", "home", "x", "escape")
        await pilot.pause()
        assert screen_of(app).asked.value == "code:Friends instead"  # what is listed is what stands there
        assert listed(app) == [NEIGHBOUR]
        await pilot.press("escape")
        assert not isinstance(app.screen, RetrievalScreen)


async def test_words_looked_for_stand_out(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("f6", "f12", "slash", *'"three months"', "enter")
        await pilot.pause()
        (passage,) = (screen_of(app).passages.items[0],)
        assert [passage.text[one.start : one.end] for one in passage.found] == ["three months"]


async def test_context_grows_and_shrinks_by_sentences(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("f6", "f12", "down", "minus")
        await pilot.pause()
        passages = screen_of(app).passages
        assert passages.items[1].text == NEIGHBOUR
        await pilot.press("plus")
        assert passages.items[1].text == f"Bert: With a walk. {NEIGHBOUR}.\nI: Does he?"
        assert said(app) == "With 1 sentence before and after."
        await pilot.press("minus", "minus")
        assert said(app) == "The segments alone, with nothing around them."
        await pilot.press("w", "w", "w")
        assert said(app) == "Shown: a few rows each."
        assert passages.cursor == 1


async def test_marked_segments_are_recoded_as_one_step(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("f6", "f12", "space", "down", "space")
        assert said(app) == "2 segments marked. [r] recodes them."
        before = steps(app)
        await pilot.press("r")
        assert isinstance(app.screen, CodePicker)
        await pilot.press(*"waiting", "enter")
        await pilot.pause()
        assert steps(app) == before + 1
        assert said(app) == "Done: recoded 2 codings as “Waiting”. [Ctrl+Z] takes it back."
        assert codes_listed(app) == ["Waiting", "Waiting"]
        assert not screen_of(app).passages.marked
        await pilot.press("ctrl+z")
        assert coding.segment_counts(session_of(app)) == {
            codebooks.find_code(session_of(app), "For a letter").id: 1,
            codebooks.find_code(session_of(app), "Friends instead").id: 1,
        }


async def test_recoding_as_a_new_code_is_one_step_too(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("f6", "f12", "l", "r", *"Zither", "enter")
        await pilot.pause()
        assert said(app).startswith("Done: recoded 2 codings as the new code “Zither”.")
        await pilot.press("ctrl+z")
        assert "Zither" not in {one.name for one in codebooks.load_codebook(session_of(app)).codes}


async def test_a_memo_is_written_from_the_list_and_shown_in_it(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("f6", "f12", "m")
        assert isinstance(app.screen, FormDialog)
        await pilot.press(*"Three months!", "f2")
        await pilot.pause()
        place = screen_of(app).place
        assert place is not None
        (memo,) = list_memos(session_of(app), target=MemoTarget.SEGMENT, target_id=place.id)
        assert memo.text == "Three months!"
        assert screen_of(app).passages.items[0].notes == ("memo: Three months!",)


async def test_removing_asks_for_several_and_comes_back_by_undo(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("f6", "f12", "down", "delete")
        await pilot.pause()
        assert listed(app) == [LETTER]
        assert "[Ctrl+Z]" in said(app)
        await pilot.press("ctrl+z", "l", "delete")
        assert isinstance(app.screen, ConfirmDialog)
        await pilot.press("escape")
        assert len(listed(app)) == 2
        await pilot.press("delete", "right", "enter")
        await pilot.pause()
        assert listed(app) == []
        assert "Nothing is coded yet" in answer(app)
        await pilot.press("ctrl+z")
        await pilot.pause()
        assert len(listed(app)) == 2


async def test_the_cursor_stays_with_its_segment_when_others_go(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("f6", "f12", "down")
        first = coding.load_segments(session_of(app))[0].id
        screen_of(app).change(lambda: coding.remove_segments(session_of(app), [first]))
        await pilot.pause()
        assert listed(app) == [NEIGHBOUR]
        assert screen_of(app).passages.cursor == 0


async def test_two_codes_stand_side_by_side(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("f6", "f12", "b", *"friends", "enter")
        await pilot.pause()
        assert isinstance(app.screen, BesideScreen)
        about = [str(app.screen.query_one(f"#{side}-about", Static).visual) for side in ("left", "right")]
        assert about[0].startswith("Waiting > For a letter: 1 segment")
        assert about[1] == "Friends instead: 1 segment\nNo definition yet."
        assert (listed(app, "left"), listed(app, "right")) == ([LETTER], [NEIGHBOUR])
        await pilot.press("tab", "enter")
        await pilot.pause()
        assert read_there(app) == NEIGHBOUR
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, BesideScreen)
        assert app.screen.query_one("#right", PassageList).has_focus
        await pilot.press("r", *"letter", "enter")
        await pilot.pause()
        assert (listed(app, "left"), listed(app, "right")) == ([LETTER, NEIGHBOUR], [])


async def test_what_is_listed_is_exported(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("f8", "f12", "x")
        await pilot.pause()
        assert isinstance(app.screen, FormDialog)
        await pilot.press("f2")
        await pilot.pause()
        written = session_of(app).project.exports / "segments.csv"
        rows = written.read_text(encoding="utf-8-sig")
        assert LETTER in rows
        assert NEIGHBOUR not in rows


async def test_another_coders_codings_are_listed_named_and_not_removed_unasked(folder: Path) -> None:
    from qualbench.tui.app import QualbenchApp

    with open_session(folder) as session:
        add_coder(session, "Tom")
    with open_session(folder, coder="Tom") as session:
        code(session, "anna", "I stopped asking", codebooks.find_code(session, "Friends instead").id)
    app = QualbenchApp(open_session(folder))
    async with app.run_test() as pilot:
        await pilot.press("f6", "f12")
        await pilot.pause()
        assert answer(app).endswith("codings of Ana Ruiz, Tom")
        assert screen_of(app).passages.items[1].head[-1].text == "Tom"
        await pilot.press("down", "delete")
        assert isinstance(app.screen, ConfirmDialog)
    app.close_project()


async def test_it_asks_again_only_when_something_has_changed(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("f6", "f12")
        await pilot.pause()
        once = screen_of(app).retrieved
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        assert screen_of(app).retrieved is once
        await pilot.press("enter")
        history.undo(session_of(app))
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        assert screen_of(app).retrieved is not once


async def test_a_project_without_codings_says_what_to_do(tmp_path: Path) -> None:
    from qualbench.tui.app import QualbenchApp

    create_project(tmp_path / "new", title="New", coder="Ana")
    app = QualbenchApp(open_session(tmp_path / "new"))
    async with app.run_test() as pilot:
        await pilot.press("f12")
        await pilot.pause()
        assert "Nothing is coded yet. [F4] goes to the documents" in answer(app)
        for key in (
            "enter",
            "space",
            "r",
            "m",
            "delete",
            "b",
            "x",
            "l",
            "plus",
            "w",
            "c",
            "escape",
            "i",
            "escape",
        ):
            await pilot.press(key)
        assert app.is_running
    app.close_project()


async def test_its_hints_name_the_keys_in_force(app: QualbenchApp, monkeypatch: pytest.MonkeyPatch) -> None:
    from qualbench.tui.screens.retrieval import screen as module

    monkeypatch.setattr(module, "retold", lambda words, _where, _app: words.replace("[c]", "[Ctrl+G]"))
    async with app.run_test() as pilot:
        await pilot.press("f6", "f12")
        assert "[Ctrl+G] adds a code" in screen_of(app).asked.placeholder


async def test_opening_asks_for_no_more_segments_than_are_in_sight(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten thousand hits open as fast as ten: as many passages made, as many rows laid out."""
    made: dict[int, tuple[int, int]] = {}
    for many in (40, 4_000):
        made[many] = await _opened(tmp_path / str(many), many, monkeypatch)
    assert made[40] == made[4_000]
    assert made[40][0] <= 24


async def _opened(folder: Path, many: int, monkeypatch: pytest.MonkeyPatch) -> tuple[int, int]:
    from qualbench.tui.app import QualbenchApp
    from qualbench.tui.screens.retrieval.hits import Hits
    from qualbench.workbench.coding_import import import_codings

    create_project(folder, title="Many", coder="Ana")
    (folder / "long.txt").write_text(
        "\n".join(f"Anna: Word {n} of many." for n in range(many)), encoding="utf-8"
    )
    with open_session(folder) as session:
        importing.import_documents(session, [folder / "long.txt"])
        codebooks.create_code(session, "Word")
        text = importing.open_document(session, importing.find_document(session, "long").id).text
        rows = []
        at = 0
        for n in range(many):
            quote = f"Word {n} of many."
            at = text.index(quote, at)
            rows.append(
                {"document": "long", "start": at, "end": at + len(quote), "quote": quote, "code": "Word"}
            )
        (folder / "rows.json").write_text(json.dumps(rows), encoding="utf-8")
        import_codings(session, folder / "rows.json")
    calls: list[int] = []
    real = Hits.__getitem__

    def counted(self: Hits, at: int, /) -> object:
        calls.append(at)
        return real(self, at)

    monkeypatch.setattr(Hits, "__getitem__", counted)
    app = QualbenchApp(open_session(folder))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f6", "f12")
        await pilot.pause()
        assert len(screen_of(app).passages.items) == many
        found = (len(calls), screen_of(app).passages.rows_built)
    app.close_project()
    monkeypatch.undo()
    return found


async def test_no_code_is_made_where_one_is_only_asked_for(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("f6", "f12")
        before = steps(app)
        for key in ("c", "b"):
            await pilot.press(key, *"nonexist", "enter", "r")
            picker = app.screen
            assert isinstance(picker, CodePicker), "what is typed on is typed into it"
            assert "There is no code like that." in str(picker.query_one("#about", Static).visual)
            await pilot.press("escape")
            await pilot.pause()
        assert steps(app) == before


async def test_how_to_write_a_question_is_said_while_it_can_be_written(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("f12", "slash")
        await pilot.pause()
        assert said(app).startswith("[Enter] asks, [Esc] back.")
        await pilot.press(*"code:Waiting", "enter")
        await pilot.pause()
        assert app.screen.focused is screen_of(app).passages
        assert said(app) == "", "Enter reads the segment now"
        await pilot.press("slash", "backspace", "escape")
        await pilot.pause()
        assert said(app) == ""


async def test_help_there_tells_the_language_of_questions(app: QualbenchApp) -> None:
    async with app.run_test(size=(100, 80)) as pilot:
        await pilot.press("f12", "f1")
        await pilot.pause()
        page = str(app.screen.query_one(".help Static", Static).visual)
        wanted = ("code:=", "AND", "OR", "NOT", "NEAR/20", "IN turn", "theme:", "case:", "coder:", "doc:")
        assert not [one for one in (*wanted, "marked:", "age>=40", '"waiting list"') if one not in page]
        await pilot.press("escape", "f4", "f1")
        assert "NEAR/20" not in str(app.screen.query_one(".help Static", Static).visual)


def test_what_help_says_can_be_asked_is_read() -> None:
    for asked, _meaning in ASKING:
        for one in asked.replace("…", "code:A").replace(", ( )", "").split(", "):
            read_expression(one)
