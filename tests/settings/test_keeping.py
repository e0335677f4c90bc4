"""Keeping a choice in odd settings files: it holds and nothing else changes, or the file is left as it is."""

from __future__ import annotations

import tempfile
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualbench.errors import FileProblem
from qualbench.settings.keeping import keep_choice
from qualbench.settings.options import BY_NAME
from qualbench.settings.reading import read_settings

#: Lines and pieces of lines as a person, or another program, may have left them.
ROWS = (
    *('keymap = "vim"', "keymap = '''vim'''", 'keymap = """standard"""', "keymap = '''", "vim'''"),
    *('colours = "light" # day', "'colours' = 'dark'", "colours = '''\\", "light'''", 'colours = """'),
    *('keymap = "standard"', '"""', "'''", 'note = """', "note = '''", 'keymap.x = "y"', "# keymap = 'vim'"),
    *("[keys]", 'undo = ["f5"]', 'keymap = ["f6"]', "[", "other = [", 'keymap = "vim",', "]", "x = nan", ""),
)


def kept(text: str, name: str, value: str) -> tuple[str, str]:
    """Keep a choice in a file of this text; return what the file says then, and what was said."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "settings.toml"
        path.write_text(text, encoding="utf-8", newline="")
        problems = len(read_settings(path).problems)
        try:
            keep_choice(path, name, value)
        except FileProblem as problem:
            return path.read_bytes().decode(), f"{problem.message} {problem.hint}"
        assert len(read_settings(path).problems) <= problems
        assert read_settings(path).settings.values[name] == value
        return path.read_bytes().decode(), ""


@given(
    st.lists(st.sampled_from(ROWS), max_size=8).map("\n".join),
    st.sampled_from([("keymap", one) for one in BY_NAME["keymap"].choices] + [("colours", "light")]),
)
def test_a_choice_holds_and_nothing_else_changes_or_nothing_is_written(
    text: str, choice: tuple[str, str]
) -> None:
    name, value = choice
    after, said = kept(text, name, value)
    if said:
        assert after == text
        assert "nothing was kept" in said
        return
    was, now = tomllib.loads(text), tomllib.loads(after)
    assert now.pop(name) == value
    was.pop(name, None)
    assert repr(dict(sorted(now.items()))) == repr(dict(sorted(was.items())))


@pytest.mark.parametrize("value", ["standard", "vim"])
@pytest.mark.parametrize(
    "text",
    [
        'note = """\nkeymap = "vim"\n"""\n',
        "keymap = '''\nvim'''\n",
        "note = [\n'''\nkeymap = 'vim'\n''']\n",
    ],
)
def test_a_file_written_in_a_way_of_its_own_is_left_and_one_is_told_to_edit_it(text: str, value: str) -> None:
    after, said = kept(text, "keymap", value)
    assert after == text
    assert f'Write it there yourself: keymap = "{value}"' in said


@pytest.mark.parametrize("text", ["keymap = '''vim''' # mine\n", 'keymap = """vim""" # mine\n'])
def test_a_value_in_three_quotes_is_replaced_whole(text: str) -> None:
    assert kept(text, "keymap", "standard") == ('keymap = "standard" # mine\n', "")


@pytest.mark.parametrize("text", ["x = " + "[" * 2000, "x = " + "1" * 5000 + "\n"])
def test_what_no_reader_can_take_leaves_the_defaults_and_says_so(text: str, tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(text, encoding="utf-8")
    (problem,) = read_settings(path).problems
    assert "cannot be read" in problem.message
    assert "the defaults hold" in problem.hint
    after, said = kept(text, "keymap", "vim")
    assert after == text
    assert "nothing was kept" in said


def test_a_number_of_more_digits_than_can_be_written_out_is_a_fault_of_its_line(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text("keymap = 0x" + "f" * 9000 + "\n", encoding="utf-8")
    (problem,) = read_settings(path).problems
    assert "keymap is" in problem.message
    assert problem.line == 1
