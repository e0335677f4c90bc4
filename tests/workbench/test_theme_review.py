"""Remarks on themes are silenced with a reason; a theme is reviewed in two steps, each verdict logged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualbench.errors import UsageError
from qualbench.workbench.codebooks import create_code
from qualbench.workbench.history import list_history, undo
from qualbench.workbench.importing import find_document
from qualbench.workbench.purging import purge_document
from qualbench.workbench.theme_remarks import (
    find_theme_remark,
    hear_again,
    silence_remark,
    theme_remarks,
)
from qualbench.workbench.theme_review import judge_extracts, judge_reading, review_of
from qualbench.workbench.theming import assign_segments, change_theme, load_pile
from tests.workbench.builders import with_interviews
from tests.workbench.test_theming_merging import Made

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def made(tmp_path: Path) -> Made:
    return Made(with_interviews(tmp_path))


def heard(made: Made) -> list[tuple[str, str]]:
    return [(one.id, one.theme_id or one.code_id) for one in theme_remarks(made.session) if one.why is None]


def test_a_remark_is_silenced_with_a_reason_and_heard_again(made: Made) -> None:
    session = made.session
    assert ("no-concept", made.warm.id) in heard(made)
    one = find_theme_remark(session, "no-concept", None, theme_id=made.warm.id)
    with pytest.raises(UsageError, match="reason"):
        silence_remark(session, one, None, " ")
    silence_remark(session, one, None, "it is a topic on purpose")
    assert ("no-concept", made.warm.id) not in heard(made)
    one = find_theme_remark(session, "no-concept", None, theme_id=made.warm.id)
    assert one.why == "it is a topic on purpose"
    hear_again(session, one, None)
    assert ("no-concept", made.warm.id) in heard(made)


def test_a_code_in_no_theme_is_silenced_by_putting_it_aside(made: Made) -> None:
    session = made.session
    spare = create_code(session, "Spare")
    one = find_theme_remark(session, "code-in-no-theme", None, code_id=spare.id)
    silence_remark(session, one, None, "small talk")
    assert load_pile(session, made.warm.set_id) == {spare.id: "small talk"}
    assert ("code-in-no-theme", spare.id) not in heard(made)
    one = find_theme_remark(session, "code-in-no-theme", None, code_id=spare.id)
    hear_again(session, one, None)
    assert ("code-in-no-theme", spare.id) in heard(made)


def test_a_topic_for_a_name(made: Made) -> None:
    change_theme(made.session, made.way.id, name="Barriers to care")
    assert ("topic-name", made.way.id) in heard(made)


def test_verdicts_on_extracts_are_steps_of_the_history(made: Made) -> None:
    session = made.session
    assert review_of(session, made.warm.id).said.startswith("0 of 1 extracts judged")
    judge_extracts(session, made.warm.id, [made.tea_segment.id], "Doubtful", "more talk than tea")
    (extract,) = review_of(session, made.warm.id).extracts
    assert extract.verdict is not None
    assert (extract.verdict.verdict, extract.verdict.note) == ("doubtful", "more talk than tea")
    assert "doubtful" in list_history(session, 1)[0].summary
    judge_extracts(session, made.warm.id, [made.tea_segment.id], "fits")
    assert "1 fits" in review_of(session, made.warm.id).said
    undo(session)
    assert "1 doubtful" in review_of(session, made.warm.id).said
    judge_extracts(session, made.warm.id, [made.tea_segment.id], "")
    assert review_of(session, made.warm.id).extracts[0].verdict is None
    for nonsense in (("fine", made.tea_segment.id), ("fits", made.bus_segment.id)):
        with pytest.raises(UsageError):
            judge_extracts(session, made.warm.id, [nonsense[1]], nonsense[0])


def test_the_whole_data_set_is_read_again_what_was_not_coded_first(made: Made) -> None:
    session = made.session
    review = review_of(session, made.warm.id)
    assert [(one.document.name, one.segments) for one in review.readings] == [("ben", 0), ("anna", 1)]
    assert ("no-contradiction", made.warm.id) in heard(made)
    judge_reading(session, made.warm.id, "ben", "needs a change", "he drinks coffee")
    assert ("no-contradiction", made.warm.id) not in heard(made)
    assert review_of(session, made.warm.id).said.endswith("1 of 2 documents read again")
    with pytest.raises(UsageError, match="no verdict “good”"):
        judge_reading(session, made.warm.id, "ben", "good")


def test_a_purge_takes_verdicts_and_places_in_themes_along(made: Made) -> None:
    session = made.session
    assign_segments(session, made.warm.id, [made.bus_segment.id])
    judge_extracts(session, made.warm.id, [made.bus_segment.id], "fits", "he says it well")
    judge_reading(session, made.warm.id, "ben", "holds")
    purge_document(session, find_document(session, "ben").id)
    for table in ("theme_segment", "theme_verdict"):
        (left,) = session.store.connection.execute(f"SELECT count(*) FROM main.{table}").fetchone()
        assert left == 0, table
