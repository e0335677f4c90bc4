"""`theme set write`, `check`, `adopt`, `versions`, `show`, `diff`: sets as files, and their versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qualbench.cli.codebook_diff import prefer_options, take_preferred
from qualbench.cli.command import ANY_PATH, command, json_option, project_session, why_option
from qualbench.cli.output import print_json, print_table, say, warn

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from typing import Any

    from qualbench.codebook.theme_diff import ThemeDifference
    from qualbench.workbench.theme_files import ThemesLook

_FILE = click.option("--file", type=ANY_PATH, help="Another file than the set's own in the folder themes.")


@command("write")
@click.argument("name", required=False)
@click.option("--force", is_flag=True, help="Also over a file that was changed by hand.")
def write_command(name: str | None, force: bool) -> None:
    """Write a theme set as a file that you can edit, and print where; by default the current set.

    Example: qualbench theme set write "Three themes"
    """
    from qualbench.workbench.theme_files import write_themes

    with project_session() as session:
        say(str(write_themes(session, name, over=force)))


@command("check")
@click.argument("name", required=False)
@_FILE
@prefer_options
@json_option
def check_command(name: str | None, file: Path | None, as_json: bool, **choices: Any) -> None:
    """Say what taking over a theme set's file would change, and what is in the way.

    Example: qualbench theme set check "Three themes"
    """
    from qualbench.workbench.theme_files import look_at_themes

    take_preferred(choices)
    with project_session() as session:
        look = look_at_themes(session, name, file, choices["prefer"])
    serious = [one for one in look.problems if one.serious]
    if as_json:
        print_json(
            {
                "file": str(look.path),
                "set": look.theme_set,
                "differences": _rows(look.differences),
                "problems": [
                    {"message": one.message, "line": one.line, "hint": one.hint, "serious": one.serious}
                    for one in look.problems
                ],
            }
        )
    else:
        _say_look(look)
    if serious:
        raise SystemExit(1)


def _say_look(look: ThemesLook) -> None:
    for one in look.problems:
        place = f"line {one.line}: " if one.line else ""
        warn(f"{place}{one.message} {one.hint}".rstrip())
    for difference in look.differences:
        say(difference.said)
    if not look.differences and not look.problems:
        say(f"{look.path} says what the project has.")


@command("adopt")
@click.argument("name", required=False)
@_FILE
@click.option("-m", "--message", default="", help="What is new in this version.")
@prefer_options
@why_option
def adopt_command(name: str | None, file: Path | None, message: str, why: str, **choices: Any) -> None:
    """Take over a theme set's file and save the set as its next version; no coding is touched.

    Where there is no file, the set is saved as it is. A file of a set that the project does not have makes
    that set. One step, which undo takes back.

    Example: qualbench theme set adopt "Three themes" -m "after the second meeting"
    """
    from qualbench.workbench.theme_files import adopt_themes

    take_preferred(choices)
    with project_session(write=True) as session:
        saved = adopt_themes(session, name, file, message=message, why=why, prefer=choices["prefer"])
        say(f"Saved as version {saved.number}: {saved.message}")


@command("versions")
@click.argument("name", required=False)
@json_option
def versions_command(name: str | None, as_json: bool) -> None:
    """List the saved versions of a theme set, the oldest first; by default of the current set.

    Example: qualbench theme set versions "Three themes"
    """
    from qualbench.workbench.theme_files import load_theme_versions
    from qualbench.workbench.theming import find_set

    with project_session() as session:
        found = find_set(session, name)
        versions = load_theme_versions(session, found.id)
    if as_json:
        print_json(
            [{"number": one.number, "message": one.message, "created_at": one.created_at} for one in versions]
        )
    elif not versions:
        say(f"“{found.name}” was not saved as a version yet: qualbench theme set adopt -m MESSAGE")
    else:
        rows = [(one.number, one.created_at[:10], one.message) for one in versions]
        print_table(("version", "saved", "message"), rows, numbers=(0,))


@command("show")
@click.argument("name", required=False)
@click.option("--version", type=click.IntRange(min=1), help="A saved version; by default the set as it is.")
def show_command(name: str | None, version: int | None) -> None:
    """Print a theme set as the text of its file, as it is or as a version had it.

    Example: qualbench theme set show "Three themes" --version 2
    """
    from qualbench.workbench.theme_files import themes_text

    with project_session() as session:
        say(themes_text(session, name, version).rstrip("\n"))


@command("diff")
@click.argument("one")
@click.argument("other")
@json_option
def diff_command(one: str, other: str, as_json: bool) -> None:
    """Say in words what differs between two theme sets, saved versions (NAME@2) or files.

    Example: qualbench theme set diff "Four themes" "Three themes"
    """
    from qualbench.workbench.theme_files import diff_sets

    with project_session() as session:
        found = diff_sets(session, one, other)
    if as_json:
        print_json(_rows(found))
        return
    for difference in found:
        say(difference.said)
    if not found:
        say("They say the same.")


def _rows(found: Sequence[ThemeDifference]) -> list[dict[str, str]]:
    return [
        {"theme": one.theme, "what": one.what, "before": one.before, "after": one.after, "said": one.said}
        for one in found
    ]
