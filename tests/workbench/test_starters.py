from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualbench.errors import NotFound, UsageError
from qualbench.workbench.codebooks import create_code, delete_code, load_codebook
from qualbench.workbench.history import undo
from qualbench.workbench.starters import find_starter, list_starters, take_starter
from qualbench.workbench.working_file import CodebookRefused, adopt, working_file
from tests.workbench.builders import new_project

if TYPE_CHECKING:
    from pathlib import Path

    from qualbench.workbench.project import Session


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return new_project(tmp_path / "study")


def test_each_is_listed_with_after_whom_it_is_made() -> None:
    starters = {one.name: one for one in list_starters()}
    assert len(starters) >= 8
    com_b = starters["com-b"]
    assert com_b.title == "COM-B: capability, opportunity, motivation"
    assert com_b.citation.startswith("After Michie S")
    assert len(com_b.codebook.codes) == 10
    assert all(one.codebook.codes for one in starters.values())


def test_a_name_nearly_right_is_answered_with_the_right_one() -> None:
    with pytest.raises(NotFound) as caught:
        find_starter("chime")
    assert "chime-recovery" in caught.value.hint
    with pytest.raises(NotFound):
        find_starter("../README")


def test_a_starter_taken_is_a_proposal_that_replaces_nothing(session: Session) -> None:
    own = create_code(session, "Hope", definition="Mine.")
    path = working_file(session).path
    path.write_text("# my own note\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    before = load_codebook(session)
    added = take_starter(session, "chime-recovery")
    assert load_codebook(session) == before
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# my own note\n")
    file = working_file(session)
    assert file.edited
    assert not file.problems
    assert len(file.difference) == len(added) == len(find_starter("chime-recovery").codebook.codes)
    assert all(line.startswith("added “") for line in file.difference)
    adopt(session, message="with CHIME")
    after = load_codebook(session)
    assert after.by_id[own.id] == own
    assert [code.name for code in after.children(None)][:2] == ["Hope", "Connectedness"]
    assert after.by_path["Identity > Overcoming stigma"].source.startswith("Leamy M")
    assert take_starter(session, "chime-recovery") == ()
    undo(session)
    assert load_codebook(session) == before


def test_two_starters_stand_side_by_side_under_codes_of_ones_own(session: Session) -> None:
    above = create_code(session, "Frame")
    take_starter(session, "com-b", under=above.id)
    take_starter(session, "theoretical-domains", under=above.id)
    adopt(session, message="both")
    book = load_codebook(session)
    assert "Frame > Capability > Physical capability" in book.by_path
    assert book.by_path["Frame > Knowledge"].properties == (("COM-B", "Psychological capability"),)


def test_codes_of_a_starter_that_are_there_stay_as_they_are_and_the_rest_comes(session: Session) -> None:
    take_starter(session, "com-b")
    adopt(session, message="begun")
    delete_code(session, load_codebook(session).by_path["The behaviour itself"].id)
    (back,) = take_starter(session, "com-b")
    assert back.name == "The behaviour itself"
    assert working_file(session).difference == ("added “The behaviour itself”",)


def test_what_cannot_be_taken_changes_nothing(session: Session) -> None:
    create_code(session, "Capability")
    path = working_file(session).path
    before = path.read_bytes()
    with pytest.raises(UsageError, match="“Capability” at the top already"):
        take_starter(session, "com-b")
    with pytest.raises(NotFound):
        take_starter(session, "nonsense")
    with pytest.raises(UsageError, match="not in the working file"):
        take_starter(session, "com-b", under="nobody")
    assert path.read_bytes() == before
    path.write_text("codes:\n\t- a\n", encoding="utf-8")
    with pytest.raises(CodebookRefused, match="line 2"):
        take_starter(session, "chime-recovery")
    assert path.read_text(encoding="utf-8") == "codes:\n\t- a\n"
