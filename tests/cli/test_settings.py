from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from qualbench.cli.app import root
from qualbench.workbench.preferences import settings_file

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("QUALBENCH_CONFIG", str(tmp_path / "mine.toml"))
    return tmp_path / "mine.toml"


def run(*words: str) -> Result:
    return CliRunner().invoke(root, ["settings", *words])


def test_the_file_is_in_the_persons_config_folder_or_where_they_say(
    tmp_path: Path, own_user_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert own_user_folder in settings_file().parents
    monkeypatch.setenv("QUALBENCH_CONFIG", str(tmp_path))
    assert settings_file() == tmp_path / "settings.toml"


def test_without_a_file_the_defaults_are_shown(file: Path) -> None:
    result = run()
    assert result.exit_code == 0
    assert f"{file} (not there: the defaults hold)" in result.stdout
    assert re.search(r'^keymap +"standard"', result.stdout, re.MULTILINE)
    assert "There is no" in run("check").stdout


def test_a_setting_is_kept_and_shown(file: Path) -> None:
    assert run("set", "keymap", "vim").exit_code == 0
    assert run("set", "colours", "light").exit_code == 0
    assert re.search(r'^colours +"light"', run().stdout, re.MULTILINE)
    assert "every setting can hold" in run("check").stdout
    said = json.loads(run("--json").stdout)
    assert said["settings"]["keymap"] == "vim"
    assert said["path"] == str(file)


@pytest.mark.parametrize(("name", "value"), [("keympa", "vim"), ("keymap", "emacs")])
def test_what_cannot_be_set_is_a_wrong_call(file: Path, name: str, value: str) -> None:
    assert run("set", name, value).exit_code == 2
    assert not file.exists()


def test_faults_are_named_with_their_lines_and_the_rest_holds(file: Path) -> None:
    file.write_text(
        'keympa = "vim"\ncolours = "light"\n[keys]\nundo = ["f99"]\nsentenc = ["x"]\nmemo = ["s"]\n',
        encoding="utf-8",
    )
    result = run("check")
    assert result.exit_code == 1
    assert "mine.toml, line 1: there is no setting “keympa”. Did you mean “keymap”?" in result.stderr
    assert "line 4: “f99” names no key" in result.stderr
    assert "line 5: there is no gesture “sentenc”. Did you mean “sentence”?" in result.stderr
    assert "line 6: s is given to two gestures (coding): “memo”" in result.stderr
    assert "4 faults in the settings; what else they say holds" in result.stderr
    shown = run()
    assert shown.exit_code == 0
    assert re.search(r'^colours +"light"', shown.stdout, re.MULTILINE)
    assert "keys." not in shown.stdout


def test_of_a_file_that_cannot_be_read_nothing_is_said_to_hold(file: Path) -> None:
    file.write_text('keymap = vim\ncolours = "light"\n', encoding="utf-8")
    result = run("check")
    assert result.exit_code == 1
    assert "1 fault in the settings; nothing that they say holds" in result.stderr
    assert "what else" not in result.stderr
