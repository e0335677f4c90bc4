"""The person's settings: which hold, whether the file is right, and setting one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qualbench.cli.command import group, json_option
from qualbench.cli.output import count, print_json, print_table, say, warn
from qualbench.errors import QualbenchError

if TYPE_CHECKING:
    from qualbench.settings.reading import Reading


class FaultySettings(QualbenchError):
    """The settings file says something that cannot hold."""


@group("settings", invoke_without_command=True)
@json_option
@click.pass_context
def settings_command(ctx: click.Context, as_json: bool) -> None:
    """Your own settings: keymap, colours, keys.

    They stand in one file of yours and are no part of any project. Without a further word the settings in
    force are printed, and where the file lies.

    Example: qualbench settings
    """
    if ctx.invoked_subcommand is not None:
        return
    from qualbench.settings.options import OPTIONS
    from qualbench.settings.reading import toml_value
    from qualbench.workbench.preferences import settings_file

    read, path = _read(), settings_file()
    if as_json:
        keys = {name: list(one.keys) for name, one in read.settings.keys.items()}
        faults = [{"line": one.line, "message": one.message, "hint": one.hint} for one in read.problems]
        print_json(
            {
                "path": str(path),
                "settings": dict(read.settings.values),
                "models": dict(read.settings.models),
                "keys": keys,
                "problems": faults,
            }
        )
        return
    say(f"{path}{'' if path.exists() else ' (not there: the defaults hold)'}\n")
    rows = [(one.name, toml_value(read.settings.values[one.name]), one.words) for one in OPTIONS]
    rows += [(f"models.{code}", toml_value(name), "") for code, name in read.settings.models.items()]
    rows += [
        (f"keys.{name}", ", ".join(one.keys) or "no key", "") for name, one in read.settings.keys.items()
    ]
    print_table(("setting", "value", "what it does"), rows)
    _tell(read)


@settings_command.command("check")
def check_command() -> None:
    """Read the settings file and name every fault in it, with its line.

    Exits with 1 where there is one.

    Example: qualbench settings check
    """
    from qualbench.settings.reading import ALL_DEFAULTS
    from qualbench.workbench.preferences import settings_file

    read, path = _read(), settings_file()
    _tell(read)
    if read.problems:
        faults = count(len(read.problems), "fault")
        unread = any(ALL_DEFAULTS in one.hint for one in read.problems)
        rest = "nothing that they say holds" if unread else "what else they say holds"
        raise FaultySettings(
            f"{faults} in the settings; {rest}.",
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
    from qualbench.tui.keymaps import settings_in_force  # it knows every gesture

    return settings_in_force()


def _tell(read: Reading) -> None:
    for one in read.problems:
        warn(f"{one.message} {one.hint}".strip())
