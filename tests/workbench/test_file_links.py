"""Codes merged and split by editing the codebook's file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualbench.errors import QualbenchError
from qualbench.model.coding import MemoTarget, Stance
from qualbench.model.span import Span
from qualbench.workbench.codebook_refs import codebook_at, compare_states
from qualbench.workbench.codebooks import change_code, create_code, list_versions, load_codebook
from qualbench.workbench.coders import add_coder
from qualbench.workbench.coding import apply_code, load_segments
from qualbench.workbench.coding_union import StancesDiffer
from qualbench.workbench.history import list_history, redo, undo
from qualbench.workbench.importing import find_document
from qualbench.workbench.independence import OthersHidden, start_independent_coding
from qualbench.workbench.lineage import became, list_lineage
from qualbench.workbench.marking import mark_segments
from qualbench.workbench.memoing import add_memo, list_memos
from qualbench.workbench.project import open_session
from qualbench.workbench.theming import assign_codes, create_theme, find_theme
from qualbench.workbench.working_file import (
    CodebookRefused,
    GuessesOpen,
    Prefer,
    adopt,
    working_file,
    working_path,
)
from tests.workbench.builders import with_interviews
from tests.workbench.test_codebook_verbs import tables

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualbench.workbench.project import Session


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with with_interviews(tmp_path) as made:
        for name in ("Bus", "Train", "Travel"):
            create_code(made, name)
        adopt(made, message="begun")
        yield made


def code(session: Session, name: str) -> str:
    return next(one.id for one in load_codebook(session).codes if one.name == name)


def coded(session: Session, name: str, *at: int) -> str:
    return apply_code(session, find_document(session, "anna").id, Span(*at), code(session, name)).id


def spans(session: Session, name: str) -> list[tuple[int, int]]:
    return [(one.start, one.end) for one in load_segments(session, code_ids=[code(session, name)])]


def paths(session: Session) -> list[str]:
    book = load_codebook(session)
    return [book.paths[one.id] for one, _depth in book.walk()]


def text_of(session: Session) -> str:
    return working_path(session.project).read_text(encoding="utf-8")


def edit(session: Session, *changes: tuple[str, str]) -> str:
    text = text_of(session)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    working_path(session.project).write_text(text, encoding="utf-8")
    return text


def merged(session: Session, name: str = "Bus", into: str = "Travel") -> str:
    """Write into the file that a code becomes another."""
    return edit(session, (f"name: {name}\n", f"name: {name}\n    merged_into: {into}\n"))


def problems(session: Session) -> list[tuple[str, str]]:
    return [(one.message, one.hint) for one in working_file(session).problems if one.serious]


def test_a_code_becomes_another_with_all_that_stands_on_it(session: Session) -> None:
    bus, travel = code(session, "Bus"), code(session, "Travel")
    coded(session, "Bus", 60, 65)
    doubled, kept = coded(session, "Bus", 70, 75), coded(session, "Travel", 70, 75)
    coded(session, "Bus", 72, 80)
    add_memo(session, MemoTarget.CODE, bus, "about buses")
    add_memo(session, MemoTarget.SEGMENT, doubled, "about this")
    assign_codes(session, create_theme(session, "Getting there").id, [bus])
    change_code(session, code(session, "Train"), examples=(doubled,))
    before, was = tables(session), text_of(session)
    merged(session)
    look = working_file(session)
    assert look.difference == (
        "merged “Bus” into “Travel”: 3 segments in 1 document, of 1 case; themes: Getting there",
        "2 codings would get another code.",
        "1 coding would become one with another on the same words.",
        "2 codings overlap one another and would stay as they are.",
        "1 memo on the merged codes would follow.",
    )
    assert look.problems == ()
    assert tables(session) == before
    version = adopt(session, message="buses are travel", why="one word for it")
    assert paths(session) == ["Train", "Travel"]
    assert spans(session, "Travel") == [(60, 65), (70, 75), (72, 80)]
    assert find_theme(session, "Getting there").code_ids == (travel,)
    assert [one.text for one in list_memos(session, target_id=travel)] == ["about buses"]
    assert [one.text for one in list_memos(session, target_id=kept)] == ["about this"]
    assert load_codebook(session).by_id[code(session, "Train")].examples == (kept,)
    (row,) = list_lineage(session)
    assert (row.kind, row.code_id, row.name, row.into_id, row.why) == (
        *("merged", bus, "Bus", travel),
        "one word for it",
    )
    assert [one.id for one in became(session, bus)] == [travel]
    assert list_history(session)[0].summary == "saved the codebook as version 2: buses are travel"
    assert version.yaml == text_of(session)
    assert "merged_into" not in version.yaml
    assert not working_file(session).edited
    undo(session)
    assert tables(session) == before
    assert text_of(session) == was
    redo(session)
    assert text_of(session) == version.yaml
    assert paths(session) == ["Train", "Travel"]


def test_a_code_that_is_new_or_redefined_in_the_same_file_takes_the_codings(session: Session) -> None:
    change_code(session, code(session, "Travel"), definition="To go")
    moved, other = coded(session, "Bus", 0, 5), coded(session, "Train", 6, 9)
    edit(
        session,
        ("codes:\n", "codes:\n  - On the road\n"),
        ("name: Bus\n", "name: Bus\n    merged_into: On the road\n"),
        ("name: Train\n", "name: Train\n    merged_into: Travel\n"),
        ("definition: To go\n", "definition: Getting there\n"),
    )
    adopt(session, message="two ways")
    assert paths(session) == ["On the road", "Travel"]
    by_id = {one.id: one for one in load_segments(session)}
    assert by_id[moved].code_id == code(session, "On the road")
    assert (by_id[other].code_id, by_id[other].meaning) == (code(session, "Travel"), 2)


def test_codes_under_a_merged_one_move_with_their_comments(session: Session) -> None:
    edit(
        session,
        (
            "name: Bus\n",
            "name: Bus\n    merged_into: Travel\n    codes:\n      # the fares\n      - Cost\n",
        ),
    )
    assert "added “Travel > Cost”" in working_file(session).difference
    version = adopt(session, message="under the other")
    assert paths(session) == ["Train", "Travel", "Travel > Cost"]
    assert "# the fares\n" in version.yaml


def test_a_new_code_comes_out_of_another_and_the_codings_stay(session: Session) -> None:
    coded(session, "Travel", 0, 5)
    before, was = tables(session), text_of(session)
    edit(
        session,
        ("name: Travel\n", "name: Travel\n  - split_from: Travel\n    name: By boat  # rare\n"),
    )
    assert working_file(session).difference == (
        "split “Travel” into “By boat”: its codings stay until they are recoded",
        "added “By boat”",
    )
    version = adopt(session, message="boats apart", why="another matter")
    assert spans(session, "Travel") == [(0, 5)]
    (row,) = list_lineage(session)
    assert (row.kind, row.name, row.into_id, row.why) == (
        *("split", "Travel", code(session, "By boat")),
        "another matter",
    )
    assert "split_from" not in version.yaml
    assert "name: By boat  # rare\n" in version.yaml
    assert not working_file(session).edited
    undo(session)
    assert tables(session) == before
    assert text_of(session) == was


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            [("Bus", "merged_into: Travle")],
            ("“Bus” names “Travle”, and there is no such code.", "Did you mean “Travel”?"),
        ),
        (
            [("Bus", "merged_into: Train"), ("Train", "merged_into: Travel")],
            ("“Bus” is to be merged into “Train”, which is itself merged.", "Write: `merged_into: Travel`."),
        ),
        (
            [("Bus", "merged_into: Train"), ("Train", "merged_into: Bus")],
            ("These codes are merged in a circle: “Bus”, “Train”.", "Take one `merged_into` out."),
        ),
        (
            [("Bus", "merged_into: Bus")],
            (
                "“Bus” is to be merged into itself.",
                "Name another code; where two have one name, by its path.",
            ),
        ),
        (
            [("Bus", "merged_into: Night bus\n    codes: [Night bus]")],
            (
                "“Bus” is to be merged into “Night bus”, which stands under it.",
                "Move that code out of it first, or merge it the other way.",
            ),
        ),
        (
            [("Bus", "merged_into: Travel\n    codes: [Cost]"), ("Travel", "codes: [Cost]")],
            (
                "“Bus > Cost” cannot move under “Travel”: there is a code of its name already.",
                "Give that one a `merged_into` too, or rename one of them.",
            ),
        ),
        (
            [("Bus", "codes: [{name: Boat, merged_into: Travel}]")],
            (
                "“Boat” is to be merged, and the project does not have it.",
                "Take it out of the file, or take its line `merged_into` out.",
            ),
        ),
        (
            [("Bus", "split_from: Travel")],
            (
                "“Bus” is in the project already: only a new code is split from another.",
                "Take its line `split_from` out.",
            ),
        ),
        (
            [("Bus", "codes: [Boat, {name: Ship, split_from: Boat}]")],
            ("“Ship” is to be split from a code that is new too.", "Name a code that the project has."),
        ),
        (
            [("Bus", "codes: [{name: Boat, merged_into: Bus, split_from: Bus}]")],
            (
                "“Boat” is to be merged and split off at once.",
                "Keep one of `merged_into` and `split_from`.",
            ),
        ),
        (
            [("Bus", "merged_into: Cost"), ("Train", "codes: [Cost]"), ("Travel", "codes: [Cost]")],
            (
                "“Bus” names “Cost”, and 2 codes are called so.",
                "Give the whole path: Train > Cost; Travel > Cost.",
            ),
        ),
        (
            [("Bus", "merged_into: Travel\n    codes: [{name: Boat, split_from: Bus}]")],
            (
                "“Boat” is split from a code that is merged in the same file.",
                "Save the split as a version first, then merge.",
            ),
        ),
    ],
)
def test_what_cannot_be_done_gets_one_sentence_and_nothing_is_saved(
    session: Session, changes: list[tuple[str, str]], said: tuple[str, str]
) -> None:
    before = tables(session)
    text = edit(session, *((f"name: {name}\n", f"name: {name}\n    {line}\n") for name, line in changes))
    assert problems(session) == [said]
    with pytest.raises(CodebookRefused, match=r"line \d+: "):
        adopt(session, message="no")
    assert tables(session) == before
    assert text_of(session) == text


def test_a_code_without_its_id_is_merged_once_somebody_says_that_it_is_the_code(session: Session) -> None:
    change_code(session, code(session, "Bus"), definition="Anything about waiting for the bus in the rain.")
    coded(session, "Bus", 0, 5)
    bus = code(session, "Bus")
    edit(session, (f"id: {bus}\n    name: Bus\n", "name: Waiting for buses\n    merged_into: Travel\n"))
    with pytest.raises(GuessesOpen):
        adopt(session, message="by words")
    with pytest.raises(CodebookRefused, match="the project does not have it"):
        adopt(session, message="by words", confirm=lambda _guess: False)
    adopt(session, message="by words", confirm=lambda _guess: True)
    assert [one.id for one in became(session, bus)] == [code(session, "Travel")]
    assert spans(session, "Travel") == [(0, 5)]


def test_what_the_project_redefined_meanwhile_is_merged_only_where_that_is_wanted(session: Session) -> None:
    merged(session)
    change_code(session, code(session, "Bus"), definition="Only at night.")
    assert problems(session) == [
        (
            "“Bus” is merged into “Travel” in the file, and was redefined in the project.",
            "To merge it all the same: qualbench codebook adopt --prefer-file -m MESSAGE",
        )
    ]
    with pytest.raises(CodebookRefused):
        adopt(session, message="no")
    adopt(session, message="yes", prefer=Prefer.FILE)
    assert paths(session) == ["Train", "Travel"]


def test_differing_stances_are_said_before_and_refused(session: Session) -> None:
    mark_segments(session, [coded(session, "Bus", 0, 5)], stance=Stance.SUPPORTS)
    mark_segments(session, [coded(session, "Travel", 0, 5)], stance=Stance.CONTRADICTS)
    merged(session)
    ((message, _hint),) = problems(session)
    assert message.endswith("differing stances: 0:5. Saving will refuse.")
    with pytest.raises(StancesDiffer):
        adopt(session, message="no")
    assert len(list_versions(session)) == 1


def test_while_coding_independently_anothers_codings_are_not_merged(session: Session) -> None:
    coded(session, "Bus", 0, 5)
    merged(session)
    add_coder(session, "Tom")
    start_independent_coding(session)
    folder = session.project.folder
    session.store.close()
    with open_session(folder, coder="Tom") as tom:
        ((message, _hint),) = problems(tom)
        assert "Saving will refuse." in message
        with pytest.raises(OthersHidden):
            adopt(tom, message="no")
        assert len(list_versions(tom)) == 1


def test_a_difference_names_merges_and_splits_of_the_working_file_and_of_any_other(
    session: Session, tmp_path: Path
) -> None:
    old = tmp_path / "old.yaml"
    old.write_text("- Bus\n- Travel\n", encoding="utf-8")
    new = tmp_path / "new.yaml"
    text = "- name: Bus\n  merged_into: Travel\n- Travel\n- name: Boat\n  split_from: Travel\n"
    new.write_text(text, encoding="utf-8")
    merged(session)
    edit(session, ("name: Travel\n", "name: Travel\n  - name: Boat\n    split_from: Travel\n"))
    for where, before, after in ((session, "adopted", "file"), (None, str(old), str(new))):
        states = codebook_at(where, before), codebook_at(where, after)
        found = compare_states(where, *states).differences
        assert [(one.change, one.name, one.after) for one in found] == [
            ("split", "Travel", "Boat"),
            ("added", "Boat", "Boat"),
            ("merged", "Bus", "Travel"),
        ]
    new.write_text(text.replace("into: Travel", "into: Nowhere"), encoding="utf-8")
    with pytest.raises(QualbenchError, match="line 1: “Bus” names “Nowhere”, and there is no such code"):
        codebook_at(None, str(new))
