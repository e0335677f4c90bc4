"""Random codebooks and random edits of them, as files that are saved as versions and taken back."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualbench.codebook.diff import compare
from qualbench.codebook.yaml_file import write_codebook
from qualbench.model.span import Span
from qualbench.workbench.codebooks import load_codebook
from qualbench.workbench.coding import apply_code, load_segments
from qualbench.workbench.history import undo
from qualbench.workbench.working_file import CodesInUse, NothingNew, adopt, working_file, working_path
from tests.codebook.made import codebooks, edited
from tests.storage.test_history import tables
from tests.workbench.builders import with_interviews

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualbench.model.code import Codebook
    from qualbench.model.coding import Segment
    from qualbench.workbench.project import Session


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """One study for all examples: each takes back what it did."""
    made = with_interviews(tmp_path_factory.mktemp("steps"))
    with made:
        yield made


def save(session: Session, codebook: Codebook) -> None:
    """Put a codebook into the working file as a person would and save it as a version."""
    working_path(session.project).write_text(write_codebook(codebook), encoding="utf-8", newline="")
    with suppress(NothingNew):
        adopt(session, message="x", confirm=lambda _guess: True)


def stood(segments: list[Segment]) -> list[tuple[str, str, int, int, str]]:
    return [(one.id, one.code_id, one.start, one.end, one.quote) for one in segments]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_saving_what_differs_gives_the_target_touches_no_segment_and_is_taken_back(
    session: Session, data: st.DataObject
) -> None:
    with taken_back(session):
        before = data.draw(codebooks().filter(lambda one: bool(one.codes)))
        before = replace(before, name=before.name or "Study")  # a file without a name would keep the old one
        save(session, before)
        used = data.draw(st.lists(st.sampled_from(before.codes), max_size=3, unique_by=lambda one: one.id))
        for place, code in enumerate(used):
            apply_code(session, "anna", Span(place, place + 9), code.id)
        save_and_undo(session, before, data.draw(edited(before)), {one.id for one in used})


def save_and_undo(session: Session, before: Codebook, after: Codebook, used: set[str]) -> None:
    segments, rows, file = load_segments(session), tables(session.store), read(session)
    try:
        save(session, after)
    except CodesInUse:  # it leaves out what is in use: all stays as it was
        assert used - set(after.by_id)
        assert tables(session.store) == rows
        assert load_segments(session) == segments
        return
    now = load_codebook(session)
    assert compare(now, after) == ()
    assert compare(before, now) == compare(before, after)
    assert not working_file(session).edited
    assert stood(load_segments(session)) == stood(segments)
    if tables(session.store) != rows:
        undo(session)
    assert tables(session.store) == rows
    assert read(session) == file


@contextmanager
def taken_back(session: Session) -> Iterator[None]:
    """Leave the study as it was found."""
    at_first = tables(session.store)
    try:
        yield
    finally:
        while tables(session.store) != at_first:
            undo(session)
        for file in session.project.codebooks.iterdir():
            file.unlink()


def read(session: Session) -> str:
    return working_path(session.project).read_bytes().decode("utf-8")
