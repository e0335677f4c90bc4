"""Hints as the interface says them: keys, where the command line would name a command."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualbench.errors import QualbenchError, UsageError
from qualbench.readers.labels import Talk, assign_roles
from qualbench.settings.options import Settings, UserKeys
from qualbench.settings.reading import Reading
from qualbench.storage.faults import StepConflict
from qualbench.tui.app import QualbenchApp
from qualbench.tui.hints import hint_here, remark_here
from qualbench.tui.keys import Where
from qualbench.tui.lines import key_caps
from qualbench.workbench.independence import OthersHidden
from qualbench.workbench.project import NotAProject


@pytest.mark.parametrize(
    ("error", "key"),
    [
        (StepConflict("it stands"), "[F6]"),
        (OthersHidden("something stands on it", undoing=True), "[F6]"),
        (OthersHidden("only your own steps are taken back"), "[h]"),
        (NotAProject(Path("somewhere"), "it is empty"), "[n]"),
        (UsageError("There is no theme set yet.", "Make one with: qualbench theme set new NAME"), "[g]"),
    ],
)
def test_a_command_becomes_a_key(error: QualbenchError, key: str) -> None:
    assert key in hint_here(error)
    assert "qualbench " not in hint_here(error)


@pytest.mark.parametrize(
    "hint", ["", "Choose another name.", "Run `qualbench check`; it lists every segment."]
)
def test_other_hints_stay(hint: str) -> None:
    assert hint_here(QualbenchError("No.", hint)) == hint


def test_a_remark_on_a_file_names_the_key_too() -> None:
    _roles, remarks = assign_roles({"Anna": Talk(9, 0), "Bert": Talk(9, 0)})
    (said,) = (remark_here(one.hint) for one in remarks)
    assert "[s] on the documents screen" in said
    assert "`" not in said
    own = Settings(keys={"edit_speakers": UserKeys(("S",))})
    app = QualbenchApp(settings=Reading(own))
    (said,) = (remark_here(one.hint, app) for one in remarks)
    assert "[S] on the documents screen" in said


def test_a_small_window_shows_how_to_export_themes_and_to_get_help() -> None:
    caps = key_caps(QualbenchApp(), Where.THEMES, 78).plain
    assert "[x] Export" in caps
    assert caps.endswith("[F1] Help")
