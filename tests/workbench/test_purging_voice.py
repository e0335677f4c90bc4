"""One of a group withdraws: none of their words is left in any byte, and the others' codings stand."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest

from qualbench.errors import NotFound, QualbenchError, UsageError
from qualbench.model.coding import MemoTarget
from qualbench.model.document import WITHDRAWN as MARK
from qualbench.model.document import Role
from qualbench.model.span import Span
from qualbench.storage import purge
from qualbench.storage.faults import StepConflict
from qualbench.storage.purge_cut import CutText
from qualbench.workbench.analysing import load_study, theme_counts
from qualbench.workbench.answers import load_answers
from qualbench.workbench.cases import find_case, list_cases
from qualbench.workbench.checking import check_project
from qualbench.workbench.codebooks import change_code, create_code, load_codebook
from qualbench.workbench.coding import apply_code, code_in_vivo, remove_segments
from qualbench.workbench.correcting import Edit, correct_document
from qualbench.workbench.framework import chart, load_matrix
from qualbench.workbench.history import list_history, next_undo, undo
from qualbench.workbench.importing import (
    find_document,
    import_documents,
    list_documents,
    list_speakers,
    open_document,
    set_speaker,
)
from qualbench.workbench.listing import segment_rows
from qualbench.workbench.memoing import add_memo, annotate, list_memos
from qualbench.workbench.naming import accept_name, apply_names
from qualbench.workbench.placing import list_waiting
from qualbench.workbench.project import create_project, open_session
from qualbench.workbench.purging import list_withdrawals, preview_purge, purge_document, purge_in_words
from qualbench.workbench.safekeeping import backup_project, restore_project
from qualbench.workbench.speakers import join_speakers, link_new_case
from qualbench.workbench.surveys import import_survey
from qualbench.workbench.theming import assign_codes, choose_exemplar, create_set, create_theme, current_set
from qualbench.workbench.working_file import adopt
from tests.workbench.test_purging import left_in, words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualbench.workbench.project import Session

GROUP = (
    "Moderator: How was the winter for you all?\n\n"
    "Carola: My brother would never lend me his blue bicycle again, so I walked to the clinic each week.\n\n"
    "Ben: It was short for me. I walked to the clinic each week, but by the river.\n\n"
    "C.: And nobody there asked me where I came from.\n\n"
    "Carola: Nobody at all.\n\n"
    "Dora: She is right, the place was cold and far away from us.\n\n"
    "Moderator: And then?\n\n"
    "Carola: Then a neighbour drove me, and the world was smaller than I had thought it could be.\n\n"
    "Ben: Mine drove too fast, I always thought so.\n"
)
HERS = (
    "my brother would never lend me his blue bicycle again so i walked to the clinic",
    "and nobody there asked me where i came from",
    "then a neighbour drove me and the world was smaller than i had thought it could be",
)
SHARED = {"i walked to the clinic", "walked to the clinic each", "to the clinic each week"}


def runs() -> set[str]:
    said = [one.split() for one in HERS]
    return {" ".join(one[at : at + 5]) for one in said for at in range(len(one) - 4)} - SHARED


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Session]:
    (tmp_path / "group.txt").write_text(GROUP, encoding="utf-8")
    create_project(tmp_path / "study", title="A study", coder="Ana")
    session = open_session(tmp_path / "study")
    import_documents(session, [tmp_path / "group.txt"])
    join_speakers(session, "group", "Carola", "C.")
    yield session
    session.store.close()


def text(session: Session) -> str:
    document = find_document(session, "group")
    return session.store.text(document.id, document.revision)


def at(session: Session, quote: str) -> tuple[str, Span]:
    start = text(session).index(quote)
    return find_document(session, "group").id, Span(start, start + len(quote))


def code(session: Session, *quotes: str, name: str = "Distance") -> list[str]:
    known = {one.name: one for one in load_codebook(session).codes}
    made = known.get(name) or create_code(session, name)
    return [apply_code(session, *at(session, quote), made.id).id for quote in quotes]


def quotes(session: Session) -> list[str]:
    return sorted(row["quote"] for row in segment_rows(session))


def faults(session: Session) -> list[Any]:
    return [one for one in check_project(session) if one]


def people(session: Session) -> int:
    """N, as a theme has it."""
    themes = current_set(session)
    assert themes is not None
    (counted,) = theme_counts(session, themes.id).values()
    return counted.of


def used_everywhere(session: Session) -> None:
    """Put Carola's words wherever words can stand, and code everybody's."""
    hers, *_more = code(
        session,
        "nobody there asked me where I came from",
        "It was short for me.",
        "She is right, the place was cold",
        "Mine drove too fast",
        "My brother would never",
    )
    session_id = session.project.id
    add_memo(session, MemoTarget.SEGMENT, hers, "she says: nobody there asked me where I came from")
    add_memo(session, MemoTarget.PROJECT, session_id, "“my brother would never lend me his blue bicycle”!")
    code_in_vivo(session, *at(session, "the world was smaller than I had thought"))
    remove_segments(session, code(session, "Then a neighbour drove me"))
    distance = next(one for one in load_codebook(session).codes if one.name == "Distance")
    change_code(session, distance.id, definition="As in: a neighbour drove me, and the world was smaller.")
    change_code(session, distance.id, examples=("my brother would never lend me his",))
    adopt(session, message="First version")
    create_set(session, "Themes")
    theme = create_theme(session, "Far away")
    assign_codes(session, theme.id, [distance.id])
    choose_exemplar(session, theme.id, hers)
    document, span = at(session, "Then a neighbour drove")
    correct_document(session, document, [Edit(span.start, span.start + 6, "So a")])
    session.project.exports.mkdir(exist_ok=True)
    (session.project.exports / "quotes.md").write_text(
        "> nobody there asked me where I came from\n\n> It was short for me.\n", encoding="utf-8"
    )
    backup_project(session)


OTHERS = ["It was short for me.", "Mine drove too fast", "She is right, the place was cold"]


def test_no_run_of_hers_is_left_in_any_byte_and_the_others_codings_stand(study: Session) -> None:
    used_everywhere(study)
    folder = study.project.folder
    assert len(set(left_in(folder, runs()))) > 20, "there is something to find"
    seen = preview_purge(study, "group", speaker="Carola")
    assert (seen.counts.segments, seen.counts.memos, seen.counts.turns) == (3, 1, 4)
    assert (seen.counts.revisions, seen.counts.quotes, seen.counts.cut) == (2, 1, 0)
    said = "\n".join(purge_in_words(seen))
    assert "4 turns of Carola" in said
    assert "code “Distance”, definition: a neighbour drove me" in said
    purge_document(study, "group", speaker="Carola", why="asked to", everywhere=True)
    study.store.close()
    assert set(left_in(folder, runs())) == set()
    with open_session(folder) as session:
        assert quotes(session) == OTHERS
        assert text(session).count(MARK) == 4
        assert "Carola" not in text(session)
        assert "I walked to the clinic each week, but by the river" in text(session), "Ben said so too"
        assert faults(session) == []
        (record,) = list_withdrawals(session)
        assert (record.documents, record.segments, record.memos, record.why) == (0, 3, 1, "asked to")
        assert "one voice of a document" in list_history(session)[0].summary
        assert not any("Carola" in one.summary for one in list_history(session, 100))
        turns = open_document(session, find_document(session, "group").id).turns
        assert [(one.speaker, one.role) for one in turns][1:4] == [
            (MARK, Role.UNIDENTIFIED),
            ("Ben", Role.PARTICIPANT),
            (MARK, Role.UNIDENTIFIED),
        ]
        assert "It was short for me" in (session.project.exports / "quotes.md").read_text(encoding="utf-8")


def test_without_everywhere_only_exports_and_backups_keep_them(study: Session) -> None:
    used_everywhere(study)
    purge_document(study, "group", speaker="C.")
    left = {name for name, _run in left_in(study.project.folder, runs())}
    assert {name.rpartition(".")[2] for name in left} == {"md", "qualbench"}
    assert "project.qualbench" not in left


def test_what_is_left_of_a_coding_over_both_is_the_others(study: Session) -> None:
    over = [
        "each week.\n\nBen: It was short",
        "but by the river.\n\nC.: And nobody",
        "by the river.\n\nC.: And nobody there asked me where I came from.\n\n"
        "Carola: Nobody at all.\n\nDora: She",
    ]
    code(study, *over)
    code(study, "And then?\n\nCarola: Then a neighbour", name="Asked")
    code(study, "I came from.\n\nCarola: Nobody", name="Hers")
    assert preview_purge(study, "group", speaker="Carola").counts.cut == 3
    purge_document(study, "group", speaker="Carola")
    assert quotes(study) == [
        "It was short",
        "but by the river.",
        f"by the river.\n\n{MARK}\n\n{MARK}\n\nDora: She",
    ]
    assert faults(study) == []


def test_two_codings_that_would_be_one_are_one(study: Session) -> None:
    code(study, "It was short", "each week.\n\nBen: It was short")
    purge_document(study, "group", speaker="Carola")
    assert quotes(study) == ["It was short"]
    assert faults(study) == []


def test_memos_on_passages_go_with_the_words_or_stay_on_them(study: Session) -> None:
    for quote, note in (("cold and far away", "kept"), ("a neighbour drove me", "gone")):
        document, span = at(study, quote)
        annotate(study, document, span, note)
    assert preview_purge(study, "group", speaker="Carola").counts.memos == 1
    purge_document(study, "group", speaker="Carola")
    (memo,) = list_memos(study, kind=None)
    assert memo.text == "kept"
    assert memo.span is not None
    assert text(study)[memo.span.start : memo.span.end] == "cold and far away"
    assert faults(study) == []


@pytest.mark.parametrize("seed", range(12))
def test_any_coding_of_others_stays_and_every_step_can_be_taken_back(study: Session, seed: int) -> None:
    chance = random.Random(seed)
    document = find_document(study, "group").id
    codes = [create_code(study, name) for name in ("One", "Two")]
    made: list[str] = []
    for _ in range(25):
        start = chance.randrange(len(text(study)) - 2)
        span = Span(start, min(len(text(study)), start + chance.randint(1, 120)))
        if not text(study)[span.start : span.end].strip():
            continue
        try:
            made.append(apply_code(study, document, span, chance.choice(codes).id).id)
        except QualbenchError:
            continue
        if chance.random() < 0.2:
            remove_segments(study, [made.pop(chance.randrange(len(made)))])
        if chance.random() < 0.15:
            place = chance.randrange(len(text(study)))
            correct_document(study, document, [Edit(place, place, " so ")])
    mine = {row["id"]: row["quote"] for row in segment_rows(study)}
    touched = {
        one
        for one, row in ((row["id"], row) for row in segment_rows(study))
        for turn in open_document(study, document).turns
        if turn.speaker == "Carola" and row["start"] < turn.end and row["end"] > turn.label_start
    }
    purge_document(study, "group", speaker="Carola")
    assert faults(study) == []
    now = {row["id"]: row["quote"] for row in segment_rows(study)}
    assert {one: now.get(one) for one in mine if one not in touched} == {
        one: quote for one, quote in mine.items() if one not in touched
    }
    assert set(left_in(study.project.folder, runs())) == set()
    done = 0
    while (entry := next_undo(study)) is not None and entry.verb != "import":
        try:
            undo(study, earlier_day=True)
        except StepConflict:  # two codings that differed in her words alone would stand on the same ones
            break
        done += 1
        assert faults(study) == []
    assert done
    assert faults(study) == []


def test_an_old_text_under_an_old_name_loses_them_too(study: Session) -> None:
    from qualbench.search.identifiers import Kind

    accept_name(study, "Carola", alias="Robin", kind=Kind.PERSON)
    apply_names(study)
    assert "Robin" in {one.label for _d, one, _n in list_speakers(study, "group")}
    purge_document(study, "group", speaker="Robin")
    study.store.close()
    assert set(left_in(study.project.folder, runs())) == set()
    with open_session(study.project.folder) as session:
        first = open_document(session, find_document(session, "group").id, 1).text
        assert "Nobody at all" not in first, "also where it is fewer than five words"
        assert "Carola" not in first


def test_her_case_goes_unless_it_is_kept_and_numbers_go_on(study: Session) -> None:
    for label in ("Carola", "Ben", "Dora"):
        link_new_case(study, "group", label, f"case of {label}")
    create_set(study, "Themes")
    create_theme(study, "Far away")
    assert people(study) == 3
    assert preview_purge(study, "group", speaker="Carola", keep_cases=True).cases == ()
    seen = preview_purge(study, "group", speaker="Carola")
    assert seen.cases == ("case of Carola",)
    purge_document(study, "group", speaker="Carola")
    assert "case of Carola" not in {one.name for one in list_cases(study)}
    assert people(study) == 2
    assert faults(study) == []


def test_a_case_that_another_document_has_stays(study: Session, tmp_path: Path) -> None:
    (tmp_path / "alone.txt").write_text("Carola: Alone I say other things than there.", encoding="utf-8")
    import_documents(study, [tmp_path / "alone.txt"])
    set_speaker(study, "group", "Carola", case=find_case(study, "alone"))
    assert preview_purge(study, "group", speaker="Carola").cases == ()


def test_taking_back_a_joining_brings_no_label_back(study: Session) -> None:
    purge_document(study, "group", speaker="Carola")
    while (entry := next_undo(study)) is not None and entry.verb != "import":
        undo(study)
    assert {one.label for _d, one, _n in list_speakers(study, "group")} == {"Moderator", "Ben", "Dora", MARK}
    assert faults(study) == []


def test_a_row_of_a_survey_withdraws_and_is_no_answer_any_more(study: Session, tmp_path: Path) -> None:
    table = tmp_path / "rota.csv"
    table.write_text(
        "id,ward,What hindered?,What helped?\n"
        "r1,north,The rota came far too late for us,A plan that stays with us\n"
        "r2,south,Nobody would ever tell me why that was,Friends who listened to me at night\n",
        encoding="utf-8",
    )
    import_survey(study, table)
    assert len(load_answers(study, "rota").rows) == 4
    purge_document(study, "rota", speaker="r2")
    assert [one.case for one in load_answers(study, "rota").rows] == ["r1", "r1"]
    assert "r2" not in {one.name for one in list_cases(study)}
    assert b"would ever tell me why" not in (study.project.folder / "project.qualbench").read_bytes()
    assert faults(study) == []


def test_the_mark_counts_for_nobody_and_is_no_unidentified_speaker(study: Session) -> None:
    purge_document(study, "group", speaker="Carola")
    (source,) = load_study(study).scope.sources
    assert source.unidentified_labels == frozenset()
    assert not source.everybody.unidentified


def test_two_of_a_group_withdraw(study: Session) -> None:
    code(study, "It was short for me.", "the place was cold")
    purge_document(study, "group", speaker="Carola")
    purge_document(study, "group", speaker="Ben")
    assert quotes(study) == ["the place was cold"]
    labels = {one.label for _d, one, _n in list_speakers(study, "group")}
    assert labels == {"Moderator", "Dora", MARK, "[withdrawn 2]"}
    assert len(list_withdrawals(study)) == 2
    assert faults(study) == []
    with pytest.raises(NotFound, match="no speaker in group"):
        purge_document(study, "group", speaker=MARK)


def test_nothing_is_said_of_who_withdrew(study: Session) -> None:
    purge_document(study, "group", speaker="Carola")
    with pytest.raises(UsageError, match="stands for who withdrew"):
        set_speaker(study, "group", MARK, role=Role.PARTICIPANT)
    with pytest.raises(UsageError, match="stands for who withdrew"):
        join_speakers(study, "group", "Ben", MARK)
    with pytest.raises(UsageError, match="stands for who withdrew"):
        link_new_case(study, "group", MARK, "somebody")


def test_a_cell_of_the_framework_lets_go_of_a_quote_that_is_gone(study: Session) -> None:
    (hers,) = code(study, "Then a neighbour drove me")
    create_set(study, "Themes")
    theme = create_theme(study, "Far away")
    assign_codes(study, theme.id, [one.id for one in load_codebook(study).codes])
    chart(study, theme.id, "group", "They were driven.", quote_id=hers)
    purge_document(study, "group", speaker="Carola")
    assert faults(study) == []
    (cell,) = load_matrix(study).cells.values()
    assert cell.summary is not None
    assert (cell.summary.text, cell.summary.quote_id) == ("They were driven.", "")
    undo(study)
    assert faults(study) == []


def test_what_waits_for_a_look_goes_where_it_stood_on_her_words(study: Session) -> None:
    code(study, "Nobody at all", "cold and far")
    document, span = at(study, "Nobody at all")
    correct_document(study, document, [Edit(span.start, span.end, "No one")])
    document, span = at(study, "cold and far")
    correct_document(study, document, [Edit(span.start + 2, span.end, "x")])
    assert len(list_waiting(study, "group")) == 2
    purge_document(study, "group", speaker="Carola")
    (waiting,) = list_waiting(study, "group")
    assert waiting.was == "cold and far"
    assert faults(study) == []


def test_an_import_that_was_taken_back_goes_too(study: Session, tmp_path: Path) -> None:
    (tmp_path / "again.txt").write_text(GROUP + "\nBen: So.\n", encoding="utf-8")
    import_documents(study, [tmp_path / "again.txt"])
    undo(study)
    assert preview_purge(study, "group", speaker="Carola").copies == 1
    purge_document(study, "group", speaker="Carola")
    study.store.close()
    assert set(left_in(study.project.folder, runs())) == set()


def test_a_purged_backup_is_whole_and_has_the_others(study: Session, tmp_path: Path) -> None:
    used_everywhere(study)
    (backup,) = (study.project.folder / "backups").iterdir()
    purge_document(study, "group", speaker="Carola", everywhere=True)
    restore_project(backup, tmp_path / "back")
    with open_session(tmp_path / "back") as session:
        assert quotes(session) == OTHERS
        assert faults(session) == []


@pytest.mark.parametrize("where", ["_purge_backup", "purge_store", "follow_codebook"])
def test_killed_anywhere_it_is_finished_by_running_it_again(
    study: Session, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    from qualbench.workbench import purging

    used_everywhere(study)
    owner = purging if hasattr(purging, where) else purge

    def killed(*_given: Any, **_named: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(owner, where, killed)
        with pytest.raises(KeyboardInterrupt):
            purge_document(study, "group", speaker="Carola", everywhere=True)
    study.store.close()
    folder = study.project.folder
    with open_session(folder) as session:
        if any(one.label == "Carola" for _d, one, _n in list_speakers(session)):
            purge_document(session, "group", speaker="Carola", everywhere=True)
        assert len(list_withdrawals(session)) == 1
        assert quotes(session) == OTHERS
        assert faults(session) == []
    assert set(left_in(folder, runs())) == set()


def test_nobody_else_answers_and_that_is_said(study: Session, tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("Interviewer: And?\n\nEva: I said what I said.\n", encoding="utf-8")
    import_documents(study, [tmp_path / "one.txt"])
    seen = preview_purge(study, "one", speaker="Eva")
    assert any("the whole document can be taken out instead" in line for line in purge_in_words(seen))
    assert not preview_purge(study, "group", speaker="Carola").alone


def test_there_must_be_such_a_speaker(study: Session) -> None:
    with pytest.raises(NotFound):
        purge_document(study, "group", speaker="Zoe")
    assert len(list_documents(study)) == 1


def test_where_a_text_is_cut_others_words_keep_their_places() -> None:
    old = "A: one two\nB: three\nA: four"
    turns = [[3, 10, 0, "A", None], [14, 19, 11, "B", None], [23, 27, 20, "A", None]]
    cut = CutText(old, turns, {"B"}, set(), lambda _text: [], MARK)
    assert cut.text == f"A: one two\n{MARK}\nA: four"
    assert [cut.text[start:end] for start, end, *_rest in cut.turns] == ["one two", MARK, "four"]
    assert cut.place(14, 19) is None
    start, end = cut.place(7, 27) or (0, 0)
    assert cut.text[start:end] == f"two\n{MARK}\nA: four"
    assert cut.place(7, 16) == (7, 10)
    assert words(cut.text) == ["a", "one", "two", "withdrawn", "a", "four"]
