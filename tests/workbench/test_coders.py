"""Adding and finding the people who code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualbench.errors import NotFound, UsageError
from qualbench.workbench.coders import add_coder, find_coder
from qualbench.workbench.history import undo
from qualbench.workbench.project import create_project, list_coders, open_session

if TYPE_CHECKING:
    from pathlib import Path


def test_a_coder_is_added_found_and_taken_back(tmp_path: Path) -> None:
    create_project(tmp_path, title="Gardens", coder="Ana")
    with open_session(tmp_path) as session:
        tom = add_coder(session, "  Tom   Okafor ")
        assert tom.name == "Tom Okafor"
        assert find_coder(session, "tom okafor") == find_coder(session, tom.id) == tom
        for name in ("TOM OKAFOR", "", "ana"):
            with pytest.raises(UsageError):
                add_coder(session, name)
        undo(session)
        assert [one.name for one in list_coders(session)] == ["Ana"]
        with pytest.raises(NotFound, match="Tom"):
            find_coder(session, "Tom Okafor")
    with open_session(tmp_path, write=True) as session:
        add_coder(session, "Tom")
    with open_session(tmp_path, coder="tom", write=False) as session:
        assert session.coder.name == "Tom"
