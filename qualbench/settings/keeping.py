"""Keeping a choice in the settings file: only the line concerned changes, and comments stay."""

from __future__ import annotations

import difflib
import os
import re
import tempfile
import tomllib
from contextlib import suppress
from typing import TYPE_CHECKING

from qualbench.errors import FileProblem, QualbenchError, UsageError
from qualbench.settings.options import BY_NAME, MODELS
from qualbench.settings.reading import toml_value

if TYPE_CHECKING:
    from pathlib import Path

    from qualbench.settings.options import Value

_FIRST = "# Settings of qualbench; docs/settings.md describes them.\n"
_TABLE = re.compile(r"^\s*\[")
_VALUE = re.compile(
    r""""{3}(?:[^"\\]|\\.|"(?!""))*"{3}|'{3}(?:[^']|'(?!''))*'{3}|"(?:[^"\\]|\\.)*"|'[^']*'|[^#\s]+"""
)


def value_of(name: str, written: str) -> Value:
    """Return the value that a person wrote for a setting, as on a command line: without quotes.

    Raises:
        UsageError: There is no such setting, or it cannot have that value.
    """
    option = BY_NAME.get(name)
    if option is None:
        table, dot, code = name.partition(".")
        if dot and table == MODELS:
            raise UsageError(
                "The models of languages stand in a table of the file, which is written by hand.",
                f'Below a line [{MODELS}]: {code or "de"} = "{written}"',
            )
        near = difflib.get_close_matches(name.lower(), BY_NAME, 1, 0.5)
        hint = f"Did you mean “{near[0]}”?" if near else f"There are: {', '.join(BY_NAME)}."
        raise UsageError(f"There is no setting “{name}”.", hint)
    default = option.default
    value: Value = written
    if isinstance(default, bool):
        value = {"true": True, "on": True, "false": False, "off": False}.get(written.lower(), written)
    elif isinstance(default, int) and re.fullmatch(r"\d{1,9}", written):
        value = int(written)
    fits = type(value) is type(default) and (not option.choices or value in option.choices)
    if fits and isinstance(value, int) and not isinstance(value, bool):
        fits = option.least <= value <= option.most
    if not fits:
        near = difflib.get_close_matches(written.lower(), option.choices, 1, 0.5)
        hint = f"Did you mean “{near[0]}”?" if near else ""
        raise UsageError(f"{name} cannot be “{written}”: it must be {option.expected}.", hint)
    return value


def keep_choice(path: Path, name: str, value: Value) -> None:
    """Write one setting into the file, making the file where there is none.

    Raises:
        FileProblem: The file cannot be read as settings, which is to be mended first, or not be written.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig") if path.exists() else ""
        changed = with_choice(text, name, value)
    except (ValueError, RecursionError):  # no TOML, no UTF-8, or too deep
        problem = _first_problem(path)
        raise FileProblem(path, "nothing was kept, for the file cannot be read.", problem) from None
    except OSError as error:
        raise FileProblem(path, f"nothing was kept ({error.strerror}).") from error
    if not _only_that(text, changed, name, value):
        raise FileProblem(
            path,
            "nothing was kept, for the file is written in a way of its own.",
            f"Write it there yourself: {name} = {toml_value(value)}",
        )
    try:
        _replace(path, changed)
    except OSError as error:
        raise FileProblem(path, f"nothing was kept ({error.strerror}).") from error


def _only_that(text: str, changed: str, name: str, value: Value) -> bool:
    """Say whether a changed file can be read and says what it said, but for the one setting."""
    try:
        now = {one: repr(said) for one, said in tomllib.loads(changed).items()}
        was = {one: repr(said) for one, said in tomllib.loads(text).items()}
    except (ValueError, RecursionError):
        return False
    return now == {**was, name: repr(value)}


def _first_problem(path: Path) -> str:
    from qualbench.settings.reading import read_settings

    problems: tuple[QualbenchError, ...] = read_settings(path).problems
    return problems[0].message if problems else ""


def with_choice(text: str, name: str, value: Value) -> str:
    """Return the file's text with one setting set; its other lines and all comments stay.

    Raises:
        ValueError: The text is no TOML.
    """
    tomllib.loads(text)
    end = "\r\n" if "\r\n" in text else "\n"
    rows = text.splitlines(keepends=True)
    said = toml_value(value)
    tables = next((n for n, row in enumerate(rows) if _TABLE.match(row)), len(rows))
    own = re.compile(
        rf"""^(\s*(?:{re.escape(name)}|"{re.escape(name)}"|'{re.escape(name)}')\s*=\s*)(.*)$""", re.DOTALL
    )
    last = -1
    for n, row in enumerate(rows[:tables]):
        found = own.match(row)
        if found:
            rest = _VALUE.sub(lambda _one: said, found[2], count=1)
            return "".join([*rows[:n], found[1] + rest, *rows[n + 1 :]])
        if "=" in row and not row.lstrip().startswith("#"):
            last = n
    line = f"{name} = {said}{end}"
    if not text.strip():
        return _FIRST + line
    if last >= 0:
        place = last + 1
    elif tables < len(rows):
        place, line = tables, line + end
    else:
        place = len(rows)
    before = rows[:place]
    if before and not before[-1].endswith("\n"):
        before[-1] += end
    return "".join([*before, line, *rows[place:]])


def _replace(path: Path, text: str) -> None:
    """Write the file whole or not at all; where it is a link, what it leads to."""
    target = path.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    number, made = tempfile.mkstemp(dir=target.parent, prefix=".settings-", suffix=".toml")
    try:
        with os.fdopen(number, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        if target.exists():
            os.chmod(made, target.stat().st_mode & 0o777)  # noqa: PTH101
        os.replace(made, target)  # noqa: PTH105
    except BaseException:
        with suppress(OSError):
            os.unlink(made)  # noqa: PTH108
        raise
