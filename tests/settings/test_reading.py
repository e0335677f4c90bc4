# ruff: noqa: E501
from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualbench.errors import FileProblem, UsageError
from qualbench.settings.keeping import keep_choice, value_of, with_choice
from qualbench.settings.options import OPTIONS, Settings
from qualbench.settings.reading import read_settings, settings_of

PATH = Path("settings.toml")
GESTURES = ("undo", "redo", "sentence", "memo")


def faults(text: str) -> list[str]:
    return [f"{one.message} {one.hint}" for one in settings_of(text, PATH, GESTURES).problems]


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    read = read_settings(tmp_path / "none.toml")
    assert read.settings == Settings()
    assert not read.problems
    assert (read.settings.keymap, read.settings.colours) == ("standard", "auto")


def test_what_is_said_holds() -> None:
    read = settings_of(
        'keymap = "vim" # mine\n\n[keys]\nundo = ["Ctrl+X", "F5"]\nmemo = "?"\n', PATH, GESTURES
    )
    assert not read.problems
    assert read.settings.keymap == "vim"
    assert read.settings.keys["undo"].keys == ("ctrl+x", "f5")
    assert read.settings.keys["undo"].line == 4
    assert read.settings.keys["memo"].keys == ("question_mark",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('colours = "dark"\nkeympa = "vim"\n', "settings.toml, line 2: there is no setting “keympa”. Did you mean “keymap”?"),
        ('keymap = "vi"\n', "line 1: keymap is “vi”, but must be one of \"standard\", \"vim\". Did you mean keymap = \"vim\"?"),
        ("keymap = 3\n", "line 1: keymap is “3”, but must be one of"),
        ("keymap = true\n", "line 1: keymap is true, but must be one of"),
        ("\nkeymap = vim\n", "line 2: “vim” has no quotes around it. Words stand in quotes: keymap = \"vim\"."),
        ('keymap = "vim"\ncolours = "dark"\nkeymap = "vim"\n', "line 3: “keymap” is set a second time."),
        ('keymap = "vim\n', "line 1: this cannot be read"),
        ("[keys\n", "line 1: this cannot be read"),
        ('[keys]\nundo = ["u"\n', "line 2: this cannot be read"),
        ("keys = 3\n", "line 1: “keys” must be a table."),
        ("[keys]\nundo = 3\n", "line 2: the keys of “undo” must stand in a list. For example: undo = "),
        ('[keys]\n\nunod = ["u"]\n', "line 3: there is no gesture “unod”. Did you mean “undo”?"),
        ('keys.unod = ["u"]\n', "line 1: there is no gesture “unod”."),
        ('[keys]\nundo = ["crtl+u"]\n', "line 2: “crtl+u” names no key (“undo”). Keys are held with “ctrl” (did you mean that?)."),
        ('[keys]\nundo = ["pgupp"]\n', "line 2: “pgupp” names no key (“undo”). Did you mean “pgup”?"),
        ('[keys]\nundo = [""]\n', "line 2: a key is empty (“undo”)."),
        ('[keys]\nundo = ["ctrl+i"]\n', "line 2: a terminal cannot tell “ctrl+i” from Tab (“undo”)."),
        ('[kyes]\nundo = ["u"]\n', "line 1: there is no setting “kyes”. Did you mean “keys”?"),
    ],
)  # fmt: skip
def test_a_fault_is_said_with_its_line_and_the_nearest(text: str, said: str) -> None:
    (fault,) = faults(text)
    assert said in fault


def test_one_fault_leaves_the_rest_of_the_file_in_force() -> None:
    read = settings_of(
        'keymap = "vim"\ncolours = "pink"\n[keys]\nundo=["f5"]\nredo=["nokey"]\n', PATH, GESTURES
    )
    assert [one.line for one in read.problems] == [2, 5]
    assert read.settings.keymap == "vim"
    assert read.settings.colours == "auto"
    assert set(read.settings.keys) == {"undo"}


def test_a_file_that_is_no_text_is_said(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(b"keymap = \xff\xfe")
    (fault,) = read_settings(path).problems
    assert "no text in UTF-8" in fault.message
    path.unlink()
    path.mkdir()
    (fault,) = read_settings(path).problems
    assert "cannot be read" in fault.message


def test_a_mark_of_byte_order_and_windows_line_ends_are_taken(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(b'\xef\xbb\xbfcolours = "light" # day\r\n[keys]\r\nundo = ["f5"]\r\n')
    assert not read_settings(path, GESTURES).problems
    keep_choice(path, "colours", "dark")
    assert path.read_bytes() == b'colours = "dark" # day\r\n[keys]\r\nundo = ["f5"]\r\n'


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ('keymap = "standard" # for now\n', 'keymap = "vim" # for now\n'),
        ("keymap='standard'# hm\n", 'keymap="vim"# hm\n'),
        ('# mine\ncolours = "light"\n\n[keys]\nundo = ["f5"]\n', '# mine\ncolours = "light"\nkeymap = "vim"\n\n[keys]\nundo = ["f5"]\n'),
        ('[keys]\nkeymap = ["f5"]', 'keymap = "vim"\n\n[keys]\nkeymap = ["f5"]'),
        ("# only words", '# only words\nkeymap = "vim"\n'),
        ('# keymap = "standard"\n', '# keymap = "standard"\nkeymap = "vim"\n'),
    ],
)  # fmt: skip
def test_a_choice_changes_its_own_line_only(text: str, kept: str) -> None:
    assert with_choice(text, "keymap", "vim") == kept


def test_a_first_choice_makes_the_file(tmp_path: Path) -> None:
    path = tmp_path / "there" / "settings.toml"
    keep_choice(path, "keymap", "vim")
    assert read_settings(path).settings.keymap == "vim"
    assert [one.name for one in path.parent.iterdir()] == ["settings.toml"]


def test_a_choice_goes_where_a_link_leads(tmp_path: Path) -> None:
    real, link = tmp_path / "dotfiles.toml", tmp_path / "settings.toml"
    real.write_text('keymap = "vim"\n', encoding="utf-8")
    link.symlink_to(real)
    keep_choice(link, "keymap", "standard")
    assert link.is_symlink()
    assert read_settings(real).settings.keymap == "standard"


def test_a_broken_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text("keymap = vim\n", encoding="utf-8")
    with pytest.raises(FileProblem) as caught:
        keep_choice(path, "colours", "light")
    assert "nothing was kept" in caught.value.message
    assert "line 1" in caught.value.hint
    assert path.read_text(encoding="utf-8") == "keymap = vim\n"


@given(
    before=st.lists(st.sampled_from(['keymap = "vim"', "# words = here", "", 'colours="light" # x']), unique=True),
    after=st.lists(st.sampled_from(['undo = ["f5"]', "# colours", 'memo = "?"']), unique=True),
    table=st.booleans(),
    value=st.sampled_from(("dark", "ansi", "high-contrast")),
)  # fmt: skip
def test_whatever_stands_there_a_choice_holds_and_the_rest_stays(
    before: list[str], after: list[str], table: bool, value: str
) -> None:
    text = "\n".join([*before, *(["[keys]", *after] if table else [])])
    kept = with_choice(text, "colours", value)
    was, now = tomllib.loads(text), tomllib.loads(kept)
    assert now.pop("colours") == value
    was.pop("colours", None)
    assert now == was
    assert [one for one in text.splitlines() if one.startswith("#")] == [
        one for one in kept.splitlines() if one.startswith("#") and "Settings of" not in one
    ]


def test_what_is_written_on_the_command_line_is_checked() -> None:
    assert value_of("keymap", "vim") == "vim"
    with pytest.raises(UsageError, match="no setting") as caught:
        value_of("keympa", "vim")
    assert "keymap" in caught.value.hint
    with pytest.raises(UsageError, match="must be one of"):
        value_of("keymap", "emacs")


def test_every_setting_has_its_words() -> None:
    assert all(one.words.endswith(".") and one.expected for one in OPTIONS)
    assert all(not one.choices or one.default in one.choices for one in OPTIONS)


@pytest.mark.parametrize("value", ["21", "-1", "1.5", '"2"', "true"])
def test_a_number_has_its_bounds(value: str) -> None:
    (fault,) = faults(f"sentences = {value}\n")
    assert "line 1: sentences is " in fault
    assert "must be a whole number from 0 to 20" in fault
    assert settings_of("sentences = 3\n", PATH).settings.sentences == 3


@pytest.mark.parametrize(("name", "value"), [("sentences", "99"), ("sentences", "x"), ("minutes", "yes")])
def test_a_number_or_a_yes_on_the_command_line_is_checked_too(name: str, value: str) -> None:
    with pytest.raises(UsageError, match="must be"):
        value_of(name, value)
    assert value_of("sentences", "0") == 0
    assert value_of("minutes", "on") is True


def test_an_unknown_gesture_is_told_where_all_of_them_stand() -> None:
    told = settings_of('[keys]\nzzqqy = ["f5"]\n', Path("settings.toml"), {"undo"})
    assert [one.hint for one in told.problems] == ["docs/keys.md names them all."]
    told = settings_of("zzqqy = 1\n", Path("settings.toml"), {"undo"})
    assert [one.hint for one in told.problems] == ["docs/settings.md names them all."]


def test_languages_have_models_of_their_own(tmp_path: Path) -> None:
    text = 'model = "x"\n[models]\nde = "de_core_news_sm"\ngerman = "y"\ntr = 3\n'
    read = settings_of(text, tmp_path / "s.toml")
    assert read.settings.models == {"de": "de_core_news_sm"}
    assert [one.line for one in read.problems] == [4, 5]
    assert all("code of a language" in one.message for one in read.problems)
    (problem,) = settings_of('models = "de"\n', tmp_path / "s.toml").problems
    assert "must be a table" in problem.message
