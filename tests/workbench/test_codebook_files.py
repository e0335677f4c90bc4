"""The codebook into other programs' files and out of them, through a project."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualbench.errors import FileProblem, QualbenchError, UsageError
from qualbench.interchange.refi import write_refi
from qualbench.model.span import Span
from qualbench.workbench import codebook_export, codebook_import
from qualbench.workbench.codebook_export import export_codebook
from qualbench.workbench.codebook_import import CodebookRefused, GuessesOpen, import_codebook, look_at_import
from qualbench.workbench.codebooks import change_code, create_code, find_code, list_versions, load_codebook
from qualbench.workbench.coders import add_coder
from qualbench.workbench.coding import apply_code, load_segments
from qualbench.workbench.history import undo
from qualbench.workbench.independence import start_independent_coding
from qualbench.workbench.project import open_session
from qualbench.workbench.working_file import CodesInUse, Prefer, adopt, working_path
from tests.codebook.made import book, code, number, small
from tests.workbench.builders import new_project, with_interviews

if TYPE_CHECKING:
    from pathlib import Path

    from qualbench.workbench.project import Session


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return new_project(tmp_path / "study")


def paths(session: Session) -> list[str]:
    codebook = load_codebook(session)
    return [codebook.paths[code.id] for code, _depth in codebook.walk()]


def file(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def begun(session: Session) -> None:
    """Tea with a definition and an example, and Bus; saved as a version."""
    create_code(session, "Tea", definition="Hot.", examples=("It was the tea.",), color="#0072B2")
    create_code(session, "Bus")
    adopt(session, message="begun")


def test_a_file_begins_the_codebook_with_its_own_ids_and_is_one_step(
    session: Session, tmp_path: Path
) -> None:
    taken = import_codebook(session, file(tmp_path, "a.qdc", write_refi(small())), message="from elsewhere")
    assert (taken.codes, taken.version.number, taken.remarks) == (4, 1, ())
    assert [one.id for one, _depth in load_codebook(session).walk()] == [number(at) for at in (1, 2, 3, 4)]
    undo(session)
    assert paths(session) == []
    assert list_versions(session) == []


@pytest.mark.parametrize("form", ["yaml", "qdc", "csv", "xlsx"])
def test_what_was_written_out_comes_in_again_as_it_was(session: Session, tmp_path: Path, form: str) -> None:
    import_codebook(session, file(tmp_path, "a.qdc", write_refi(small())), message="begun")
    before = load_codebook(session)
    out = tmp_path / f"out.{form}"
    export_codebook(session, out, form=form)
    assert look_at_import(session, out).difference == ()
    cost = find_code(session, "Cost")
    change_code(session, cost.id, name="Money", parent_id=None, definition="x", examples=(), status="retired")
    create_code(session, "Later")
    adopt(session, message="changed")
    import_codebook(session, out, message="as it was")
    assert load_codebook(session).codes == tuple(
        one if one.id != cost.id else find_code(session, "Cost") for one in before.codes
    )
    again = find_code(session, "Cost")
    assert (again.examples, again.definition, again.status, again.meaning) == (
        cost.examples,
        "",
        cost.status,
        2,  # a first definition is no other meaning; to have none again is
    )


def test_codes_are_known_by_name_and_keep_what_the_file_is_silent_of(tmp_path: Path) -> None:
    session = with_interviews(tmp_path)
    begun(session)
    tea = find_code(session, "Tea")
    segment = apply_code(session, "anna", Span(0, 11), tea.id)
    table = file(
        tmp_path, "t.csv", "tag,description,number of highlights\nBus,,0\nTea,Very hot.,1\nWalk,On foot.,2\n"
    )
    look = look_at_import(session, table)
    assert any(line.startswith("redefined “Tea”: was “Hot.”, now “Very hot.”") for line in look.difference)
    taken = import_codebook(session, table, message="from Taguette")
    assert [one.message for one in taken.remarks] == ["Not taken over: the column “number of highlights”."]
    now = find_code(session, "Tea")
    assert (now.id, now.definition, now.examples, now.color) == (tea.id, "Very hot.", tea.examples, tea.color)
    assert paths(session) == ["Bus", "Tea", "Walk"]
    assert load_segments(session) == [segment]


def test_new_guids_for_the_same_names_are_the_same_codes(session: Session, tmp_path: Path) -> None:
    begun(session)
    before = [one.id for one in load_codebook(session).codes]
    foreign = write_refi(book(code(1, "Tea"), code(2, "Bus", position=1), code(3, "Walk", position=2)))
    export = file(tmp_path, "a.qdc", foreign.replace(b'origin="qualbench"', b'origin="Another"'))
    import_codebook(session, export, message="as another program has it")
    assert [one.id for one, _depth in load_codebook(session).walk()] == [*before, number(3)]
    assert find_code(session, "Tea").definition == "Hot."


def test_a_description_that_was_emptied_elsewhere_is_empty_and_examples_stay(
    session: Session, tmp_path: Path
) -> None:
    begun(session)
    tea = find_code(session, "Tea")
    text = f'<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes><Code guid="{tea.id}" name="Green tea">'
    text += '<Description/></Code><Code name="Bus"/></Codes></CodeBook>'
    import_codebook(session, file(tmp_path, "a.qdc", text), message="edited elsewhere")
    now = find_code(session, "Green tea")
    assert (now.id, now.definition, now.examples, now.color) == (tea.id, "", tea.examples, tea.color)


def test_a_new_name_is_asked_about_whether_the_file_has_ids_or_not(tmp_path: Path) -> None:
    session = with_interviews(tmp_path)
    create_code(session, "Waiting for the bus", definition="Buses that come late or never.")
    create_code(session, "Tea")
    late = find_code(session, "Waiting for the bus")
    segment = apply_code(session, "ben", Span(0, 11), late.id)
    adopt(session, message="begun")
    renamed = book(
        code(1, "Waiting for a bus", definition="Buses that come late or never."), code(2, "Tea", position=1)
    )
    for path in (
        file(tmp_path, "a.csv", "name,definition\nWaiting for a bus,Buses that come late or never.\nTea,\n"),
        file(tmp_path, "a.qdc", write_refi(renamed)),
    ):
        (guess,) = look_at_import(session, path).guesses
        assert (guess.path, guess.code) == ("Waiting for a bus", "Waiting for the bus")
        with pytest.raises(GuessesOpen):
            import_codebook(session, path, message="renamed")
        assert paths(session) == ["Waiting for the bus", "Tea"]
        import_codebook(session, path, message="renamed", confirm=lambda _guess: True)
        assert find_code(session, "Waiting for a bus").id == late.id
        assert load_segments(session) == [segment]
        undo(session)


def test_a_code_in_use_is_not_lost_to_a_file_and_others_stay_on_demand(tmp_path: Path) -> None:
    session = with_interviews(tmp_path)
    begun(session)
    apply_code(session, "anna", Span(0, 11), find_code(session, "Tea").id)
    one = file(tmp_path, "a.txt", "Bus\n    Night bus\n")
    with pytest.raises(CodesInUse, match="“Tea” has 1 segment"):
        import_codebook(session, one, message="only the bus")
    assert any(problem.serious for problem in look_at_import(session, one).problems)
    assert paths(session) == ["Tea", "Bus"]
    assert look_at_import(session, one, keep=True).kept == ("Tea",)
    import_codebook(session, one, message="the bus too", keep=True)
    assert paths(session) == ["Bus", "Bus > Night bus", "Tea"]
    assert find_code(session, "Tea").definition == "Hot."


def test_comments_of_the_working_file_stay(session: Session, tmp_path: Path) -> None:
    begun(session)
    path = working_path(session.project)
    path.write_text(path.read_text("utf-8").replace("name: Tea", "name: Tea  # from the kitchen"), "utf-8")
    with pytest.raises(UsageError, match="edits of its own"):
        import_codebook(session, file(tmp_path, "a.txt", "Tea\nBus\nWalk\n"), message="walks")
    adopt(session, message="a comment")
    import_codebook(session, file(tmp_path, "a.txt", "Tea\nBus\nWalk\n"), message="walks")
    text = path.read_text("utf-8")
    assert "name: Tea  # from the kitchen" in text
    assert "name: Walk" in text
    assert list_versions(session)[-1].yaml == text


def test_a_bad_file_changes_nothing_and_every_bad_row_is_named(session: Session, tmp_path: Path) -> None:
    begun(session)
    before = (working_path(session.project).read_bytes(), load_codebook(session))
    bad = file(tmp_path, "a.csv", "name,parent,status\nTea,Nobody,\n,,active\nBus,,gone\n")
    with pytest.raises(CodebookRefused) as refused:
        import_codebook(session, bad, message="bad")
    assert "line 2: The parent “Nobody”" in refused.value.message
    assert "line 3: A code has no name" in refused.value.message
    assert "line 4: “gone” is no status" in refused.value.message
    assert (working_path(session.project).read_bytes(), load_codebook(session)) == before


@pytest.mark.parametrize(
    ("name", "form", "said"),
    [("none.csv", None, "no such file"), ("folder.csv", None, "a folder"), ("a.pdf", None, "is no codebook")],
)
def test_what_is_no_file_gets_a_sentence(
    session: Session, tmp_path: Path, name: str, form: str | None, said: str
) -> None:
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(QualbenchError, match=said):
        import_codebook(session, tmp_path / name, message="x", form=form)
    with pytest.raises(UsageError, match="message"):
        import_codebook(session, tmp_path / name, message=" ", form=form)


def test_what_both_changed_is_refused_and_the_file_is_taken_on_demand(
    session: Session, tmp_path: Path
) -> None:
    begun(session)
    table = file(tmp_path, "a.csv", "name,definition\nTea,From a pot.\nBus,\n")
    change_code(session, find_code(session, "Tea").id, definition="From a cup.")
    with pytest.raises(CodebookRefused, match="“Tea”: `definition` was changed on both sides"):
        import_codebook(session, table, message="pots")
    import_codebook(session, table, message="pots", prefer=Prefer.FILE)
    assert find_code(session, "Tea").definition == "From a pot."


def test_a_paper_gets_the_words_of_segments_and_who_said_them(tmp_path: Path) -> None:
    session = with_interviews(tmp_path)
    tea = create_code(session, "Tea", definition="Hot.", when="It is drunk.")
    words = "It was the tea"
    start = session.store.text(load_document(session), 1).index(words)
    segment = apply_code(session, "anna", Span(start, start + len(words)), tea.id)
    change_code(session, tea.id, examples=(segment.id, "Made up.", number(9)))
    out = tmp_path / "a.md"
    exported = export_codebook(session, out, form="md")
    assert (exported.quotes, exported.warnings) == (
        1,
        ("1 example is not quoted: no such segment is there, in sight, or of a source that is quoted.",),
    )
    text = out.read_text("utf-8")
    assert f"> {words}\n>\n> (case 1)\n<!-- segment {segment.id} -->" in text
    assert "> Made up." in text
    assert number(9) not in text
    export_codebook(session, out, form="md", table=True)
    assert f"| 1 Tea | Hot. | It is drunk. | “{words}” (case 1); “Made up.”;" in out.read_text("utf-8")


def load_document(session: Session) -> str:
    from qualbench.workbench.importing import find_document

    return find_document(session, "anna").id


def test_while_others_are_hidden_their_words_are_in_no_appendix(tmp_path: Path) -> None:
    session = with_interviews(tmp_path)
    tea = create_code(session, "Tea")
    segment = apply_code(session, "anna", Span(13, 25), tea.id)
    change_code(session, tea.id, examples=(segment.id,))
    add_coder(session, "Ben")
    start_independent_coding(session)
    session.store.close()
    with open_session(session.project.folder, coder="Ben") as other:
        out = tmp_path / "a.md"
        assert export_codebook(other, out, form="md").quotes == 0
        assert segment.quote not in out.read_text("utf-8")


def test_a_saved_version_is_written_in_any_format(session: Session, tmp_path: Path) -> None:
    begun(session)
    create_code(session, "Walk")
    for form in codebook_export.FORMATS:
        export_codebook(session, tmp_path / "out", 1, form=form)
        assert (tmp_path / "out").stat().st_size > 0
    export_codebook(session, tmp_path / "out", 1, form="txt")
    assert (tmp_path / "out").read_text("utf-8") == "- Tea\tHot.\n- Bus\n"
    with pytest.raises(QualbenchError, match="no version"):
        export_codebook(session, tmp_path / "out", 7, form="csv")
    with pytest.raises(UsageError, match="no format"):
        export_codebook(session, tmp_path / "out", form="odt")
    with pytest.raises(FileProblem):
        export_codebook(session, tmp_path, form="csv")


@pytest.mark.parametrize("form", ["qdc", "md"])
def test_a_codebook_without_codes_is_refused_where_the_format_wants_one(
    session: Session, tmp_path: Path, form: str
) -> None:
    with pytest.raises(QualbenchError, match="no code"):
        export_codebook(session, tmp_path / "out", form=form)
    assert not (tmp_path / "out").exists()


def test_the_command_line_knows_every_format() -> None:
    from qualbench.cli import codebook_files

    assert codebook_files.READ == codebook_import.FORMATS
    assert codebook_files.WRITTEN == codebook_export.FORMATS
