from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualbench.errors import UsageError
from qualbench.model.code import Origin
from qualbench.workbench.codebooks import create_code
from qualbench.workbench.history import list_history
from qualbench.workbench.profile import METHODS, method_of, set_profile
from qualbench.workbench.project import PROFILES, open_session
from tests.workbench.builders import new_project

if TYPE_CHECKING:
    from pathlib import Path


def test_every_profile_has_a_note() -> None:
    assert set(METHODS) == set(PROFILES)
    assert all(method.note.endswith(".") for method in METHODS.values())


def test_a_profile_sets_a_default_and_locks_nothing(tmp_path: Path) -> None:
    with new_project(tmp_path) as session:
        assert create_code(session, "Before").origin is None
        set_profile(session, "template", why="decided with the team")
        assert list_history(session)[0].why == "decided with the team"
    with open_session(tmp_path) as session:
        assert method_of(session) is METHODS["template"]
        assert create_code(session, "From theory").origin is Origin.A_PRIORI
        assert create_code(session, "From the data", origin="inductive").origin is Origin.INDUCTIVE


def test_an_unknown_profile_is_refused(tmp_path: Path) -> None:
    with new_project(tmp_path) as session, pytest.raises(UsageError):
        set_profile(session, "magic")
