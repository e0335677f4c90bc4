"""The person's settings: which hold, whether the file is right, and setting one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qualbench.cli.command import group, json_option
from qualbench.cli.output import print_json, print_table, say, warn
from qualbench.errors import QualbenchError

if TYPE_CHECKING:
    from qualbench.settings.reading import Reading


class FaultySettings(QualbenchError):
    """The settings file says something that cannot hold."""


@group("settings")
def settings_command() -> None:
    """Your own settings: keymap, colours, keys.

    They stand in one file, are no part of any project, and docs/settings.md describes them.
    """


@settings_command.command("show")
@json_option
def show_command(as_json: bool) -> None:
    """Print where the settings file lies and which settings hold.

    Example: qualbench settings show
    """
    from qualbench.settings.options import OPTIONS
    from qualbench.settings.reading import toml_value
    from qualbench.workbench.preferences import settings_file

    read, path = _read(), settings_file()
    if as_json:
        keys = {name: list(one.keys) for name, one in read.settings.keys.items()}
        faults = [{"line": one.line, "message": one.message, "hint": one.hint} for one in read.problems]
        print_json({"path": str(path), **read.settings.values, "keys": keys, "problems": faults})
        return
    say(f"{path}{'' if path.exists() else ' (not there: the defaults hold)'}\n")
    rows = [(one.name, toml_value(read.settings.values[one.name]), one.words) for one in OPTIONS]
    rows += [(f"keys.{name}", ", ".join(one.keys) or "no key", "") for name, one in read.settings.keys.items()]
    print_table(("setting", "value", "what it does"), rows)
    _tell(read)


@settings_command.command("check")
def check_command() -> None:
    """Read the settings file and name every fault in it, with its line.

    Example: qualbench settings check
    """
    from qualbench.workbench.preferences import settings_file

    read, path = _read(), settings_file()
    _tell(read)
    if read.problems:
        number = len(read.problems)
        raise FaultySettings(
            f"{number} of the settings cannot hold; the others do." if number > 1 else
            "One of the settings cannot hold; the others do.",
            f"The file is {path}",
        )
    say(f"{path}: every setting can hold." if path.exists() else f"There is no {path}: the defaults hold.")


@settings_command.command("set")
@click.argument("name", metavar="NAME")
@click.argument("value", metavar="VALUE")

def set_command(name: str, value: str) -> None:
    """Keep one setting in the file; its other lines stay as they are.

    Example: qualbench settings set keymap vim
    """
    from qualbench.workbench.preferences import keep_setting

    path = keep_setting(name, value)
    say(f"{name} is {value} from now on, in {path}")


def _read() -> Reading:
    from qualbench.tui.keymaps import settings_in_force  # knows every gesture

    return settings_in_force()


def _tell(read: Reading) -> None:
    for one in read.problems:
        warn(f"{one.message} {one.hint}".strip())


