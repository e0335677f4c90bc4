"""What the pages say is so: their commands are run in order, their links lead somewhere.

In a block marked `console` a line that begins with `$ ` is run and must exit with 0; each line below it must
be in what it prints (`...` stands for anything). A comment above a block says what is not so:
`<!-- not run: reason -->`, or `<!-- exit 1: reason -->` for its last command. A page's commands run in one
folder of their own, in which the example study lies as it does in a checkout.
"""

from __future__ import annotations

import re
import shlex
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

import qualbench
from qualbench.cli.app import root
from qualbench.tui.keys import keys_page

ROOT = Path(__file__).parents[2]
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]
STUDY = ROOT / "examples" / "heart-and-mind"

_BLOCK = re.compile(
    r"(?:^<!-- (?P<mark>.*?) -->\n)?^```console\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL
)
_LINK = re.compile(r"!?\[[^\]]*\]\((?P<target>[^)\s]+)\)|<img[^>]*\bsrc=\"(?P<image>[^\"]+)\"")
_FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@dataclass(frozen=True)
class Command:
    """A command of a page: the words after `$ `, the lines that it must print, what it exits with."""

    words: str
    shown: tuple[str, ...]
    exit_code: int = 0


def commands_of(text: str) -> list[Command]:
    found: list[Command] = []
    for block in _BLOCK.finditer(text):
        mark = block["mark"] or ""
        if mark.startswith("not run:"):
            continue
        own: list[tuple[str, list[str]]] = []
        for line in block["body"].splitlines():
            if line.startswith("$ "):
                own.append((line[2:], []))
            elif line.strip() and line.strip() != "..." and own:
                own[-1][1].append(line.strip())
        last = int(mark.split()[1].rstrip(":")) if mark.startswith("exit ") else 0
        found += [
            Command(words, tuple(shown), last if number == len(own) else 0)
            for number, (words, shown) in enumerate(own, 1)
        ]
    return found


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the example study, and what a page speaks of as the reader's own files."""
    shutil.copytree(STUDY, tmp_path / "examples" / "heart-and-mind")
    shutil.copytree(STUDY / "transcripts", tmp_path / "remaining", ignore=shutil.ignore_patterns("P05*"))
    rows = (STUDY / "cases.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (tmp_path / "cases.csv").write_text(
        "".join(row for row in rows if not row.startswith("P05")), encoding="utf-8"
    )
    (tmp_path / "paper.md").write_text(
        "One said: “I'd have told them anything … By March I'd set”.\n", encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    "page", [page for page in PAGES if commands_of(page.read_text("utf-8"))], ids=name_of
)
def test_the_commands_of_a_page_do_what_it_says(
    page: Path, checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for command in commands_of(page.read_text(encoding="utf-8")):
        words = shlex.split(command.words, comments=True)
        if words[0] == "cd":
            monkeypatch.chdir(words[1])
            continue
        assert words[0] == "qualbench", f"$ {command.words}: only qualbench and cd are run here"
        output = Path(words[words.index(">") + 1]) if ">" in words else None
        arguments = words[1 : words.index(">")] if output else words[1:]
        result = CliRunner().invoke(root, arguments, prog_name="qualbench")
        assert result.exit_code == command.exit_code, f"$ {command.words}\n{result.output}"
        missing = [line for line in command.shown if line not in result.output]
        assert not missing, f"$ {command.words}\nprints:\n{result.output}"
        if output:
            output.write_text(result.stdout, encoding="utf-8")


def anchor(heading: str) -> str:
    """The anchor that GitHub gives a heading."""
    return re.sub(r"[^\w\- ]", "", heading.replace("`", "").lower()).strip().replace(" ", "-")


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_the_links_of_a_page_lead_somewhere(page: Path) -> None:
    text = _FENCE.sub("", page.read_text(encoding="utf-8"))
    broken = []
    for link in _LINK.finditer(text):
        target, _, place = (link["target"] or link["image"]).partition("#")
        if re.match(r"[a-z]+:", target):
            continue
        to = (page.parent / target).resolve() if target else page
        if not to.exists():
            broken.append(target)
        elif place and place not in {
            anchor(one) for one in _HEADING.findall(_FENCE.sub("", to.read_text(encoding="utf-8")))
        }:
            broken.append(f"{target}#{place}")
    assert not broken


def test_the_readme_leads_to_every_page() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    lost = [name_of(page) for page in PAGES if page.name != "README.md" and name_of(page) not in readme]
    assert not lost


def test_the_citation_can_be_read_and_names_this_version() -> None:
    said = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert {"cff-version", "message", "title", "authors", "version", "license"} <= set(said)
    assert said["version"] == qualbench.__version__


def test_the_changelog_has_this_version() -> None:
    assert f"## {qualbench.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_a_wrong_line_of_output_would_be_found() -> None:
    (command,) = commands_of("<!-- exit 1: why -->\n```console\n$ qualbench check\nAll is well.\n...\n```\n")
    assert command == Command("qualbench check", ("All is well.",), 1)
    assert commands_of("<!-- not run: why -->\n```console\n$ qualbench check\n```\n") == []


def test_the_page_of_keys_is_made_from_the_table() -> None:
    """Made anew with: .venv/bin/python -c "import qualbench.tui.keys as k; print(k.keys_page(), end='')"."""
    assert (ROOT / "docs" / "keys.md").read_text(encoding="utf-8") == keys_page()
