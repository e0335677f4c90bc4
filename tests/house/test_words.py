"""We speak as the field does: no word that it would not use, on a screen, in a help text or in a report."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.house.trees import nodes_of

ROOT = Path(__file__).parents[2]
SPEAKING = [
    path
    for room in ("tui", "cli", "reports", "workbench", "analysis", "readers", "codebook", "storage")
    for path in sorted((ROOT / "qualbench" / room).rglob("*.py"))
]
#: Pages in which the other programs' words must stand, for those who come from there.
ABOUT_OTHERS = {"coming-from.md"}
PAGES = [
    ROOT / "README.md",
    *(path for path in sorted((ROOT / "docs").glob("*.md")) if path.name not in ABOUT_OTHERS),
]

#: Names of commands, of modules and of options of click: no sentence, and not said to anybody.
NAMES = {"lint", "stale"}
#: What is not said, and what is said instead; a command may be named as `codebook lint` or `theme lint`.
NOT_SAID = {
    r"(?<!codebook )(?<!theme )\blint(ed|ing|er)?\b": "checks",
    r"(?<!codebook )\bstale\b": "definition changed, look again",
    r"\btombstone\b": "withdrawal record",
    r"\bprevalence of codes\b": "participants per theme",
    r"\broll[- ]?ups?\b": "theme set",
    r"\bblind(ed)?\b": "independent coding",
    r"\bline[- ]by[- ]line\b": "sentence by sentence",
    r"\bthemes? (have |has )?emerged?\b": "we developed, constructed, identified themes",
    r"\bsaturation (was |is |has been )?reached\b": "new-information ratio",
    r"\baccuracy\b|\bground truth\b|\bgold standard\b": "agreement",
    r"\b(expert|trainee) coders?\b": "lead coder, second coder",
    r"\b(AI|auto)[- ]coded\b": "suggested by",
    r"\banonymi[sz](ed|e|ing|ation)\b": "pseudonymised; names replaced",
    r"\b(coding|your) (progress|completion)\b": "coded share of the text",
    r"\bcodebook health\b|\bhealth (check|report)s?\b": "checks",
}


def spoken(path: Path) -> list[tuple[int, str]]:
    """Every string of a module that a person may meet; in `cli` docstrings are help texts and count too."""
    silent = set()
    if "cli" not in path.parts:
        for node in nodes_of(path):
            if (
                isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
                and node.body
            ):
                first = node.body[0]
                if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                    silent.add(first.value)
    return [
        (node.lineno, node.value)
        for node in nodes_of(path)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node not in silent
        and node.value not in NAMES
    ]


def unsaid(text: str) -> list[str]:
    return [
        f"“{hit.group()}” (say: {instead})"
        for pattern, instead in NOT_SAID.items()
        for hit in re.finditer(pattern, text, re.IGNORECASE)
    ]


@pytest.mark.parametrize("path", SPEAKING, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_program_says_nothing_that_the_field_would_not(path: Path) -> None:
    found = [f"line {line}: {word}" for line, text in spoken(path) for word in unsaid(text)]
    assert not found


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_the_pages_say_nothing_that_the_field_would_not(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    found = [f"line {number}: {word}" for number, text in enumerate(lines, 1) for word in unsaid(text)]
    assert not found


def test_the_rule_finds_what_it_should() -> None:
    assert unsaid("Five themes emerged from the data, and saturation was reached.") != []
    assert unsaid("We developed five themes.") == []
    assert unsaid("These codings are stale.") != []
    assert unsaid("See: qualbench codebook stale") == []
