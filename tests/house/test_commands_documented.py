"""Every command has help with an example, and stands in docs/commands.md with it and with every option."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from qualbench.cli.app import SECTIONS, root

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = (Path(__file__).parents[2] / "docs" / "commands.md").read_text(encoding="utf-8")
#: Heading of a command in the page -> what stands under it.
ENTRIES = dict(re.findall(r"^#+ `qualbench (.+?)`\n(.*?)(?=^#+ |\Z)", PAGE, re.MULTILINE | re.DOTALL))


def walk(group: click.Group, above: str = "") -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None, name
        yield f"{above}{name}", command
        if isinstance(command, click.Group):
            yield from walk(command, f"{above}{name} ")


COMMANDS = dict(walk(root))


@pytest.mark.parametrize("path", COMMANDS)
def test_a_command_is_documented(path: str) -> None:
    command = COMMANDS[path]
    text = inspect.cleandoc(command.help or "")
    assert text, f"{path} has no help"
    assert path in ENTRIES, f"docs/commands.md has no “qualbench {path}”"
    entry = ENTRIES[path]
    first = " ".join(text.split("\n\n")[0].split())
    assert first in " ".join(entry.split()), f"docs/commands.md says something else of {path}"
    if not isinstance(command, click.Group):
        example = re.search(r"Example: (qualbench .+)", text, re.DOTALL)
        assert example, f"{path} has no example"
        assert f"qualbench {path}" in example.group(1)
        assert " ".join(example.group(1).split()) in entry, (
            f"the example of {path} is not in docs/commands.md"
        )


@pytest.mark.parametrize("path", COMMANDS)
def test_every_option_is_documented(path: str) -> None:
    for param in COMMANDS[path].params:
        if isinstance(param, click.Option):
            assert param.help, f"{path} {param.opts[0]} has no help"
            for name in (*param.opts, *param.secondary_opts):
                assert f"`{name}`" in ENTRIES[path], f"docs/commands.md lacks {name} of {path}"
            if param.opts == ["--json"] and not isinstance(COMMANDS[path], click.Group):
                assert "JSON: " in ENTRIES[path], f"docs/commands.md has no fields of {path} --json"


def test_the_page_has_no_command_that_is_gone() -> None:
    assert set(ENTRIES) == set(COMMANDS)


def test_the_roots_help_says_what_the_commands_say() -> None:
    for section in SECTIONS.values():
        for name, (_module, line) in section.items():
            assert COMMANDS[name].get_short_help_str(limit=200) == line


ROOT = Path(__file__).parents[2]
OTHERS = [
    path for path in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))) if path.name != "commands.md"
]


@pytest.mark.parametrize("page", OTHERS, ids=lambda path: path.name)
def test_the_commands_that_other_pages_name_exist(page: Path) -> None:
    """In code spans and lines of code that begin with `qualbench`: every command and every option."""
    text = page.read_text(encoding="utf-8")
    for call in re.findall(r"(?:`|^(?: {4})?(?:\$ )?)(qualbench [a-z][^`\n]*)(?=`|$)", text, re.MULTILINE):
        words = call.split()[1:]
        if words[0] not in root.list_commands(click.Context(root)):
            assert f"`{call}" not in text, f"{page.name}: there is no command “{call}”"
            continue  # a line of prose
        command: click.Command = root
        while isinstance(command, click.Group) and words and re.fullmatch(r"[a-z][a-z-]*", words[0]):
            found = command.get_command(click.Context(command), words.pop(0))
            assert found is not None, f"{page.name}: there is no command “{call}”"
            command = found
        params = command.get_params(click.Context(command))
        known = {name for param in params for name in (*param.opts, *param.secondary_opts)}
        given = {word.partition("=")[0] for word in words if re.match(r"--[a-z]", word)}
        assert given <= known, f"{page.name}: “{call}” has no {given - known}"
