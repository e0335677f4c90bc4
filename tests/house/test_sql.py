"""SQL over a project is in `storage` and nowhere else."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.house.trees import nodes_of

PACKAGE = Path(__file__).parents[2] / "qualbench"
ELSEWHERE = [path for path in sorted(PACKAGE.rglob("*.py")) if "storage" not in path.parts]
SQL = re.compile(
    r"^\s*(SELECT\s.+\sFROM\s|INSERT\s+(OR\s+\w+\s+)?INTO\s|UPDATE\s+\w+\s+SET\s|DELETE\s+FROM\s|CREATE\s+(TABLE|INDEX)\s"
    r"|PRAGMA\s)",
    re.DOTALL,
)


@pytest.mark.parametrize("path", ELSEWHERE, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_no_sql_outside_storage(path: Path) -> None:
    found = [
        node.value
        for node in nodes_of(path)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.match(node.value)
    ]
    assert not found


@pytest.mark.parametrize("path", ELSEWHERE, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_nobody_else_takes_the_connection(path: Path) -> None:
    """The store is handed around; its connection is not."""
    found = [
        node.lineno
        for node in nodes_of(path)
        if isinstance(node, ast.Attribute) and node.attr == "connection"
    ]
    assert not found


def test_the_rule_finds_sql() -> None:
    assert SQL.match("SELECT id FROM segment")
    assert not SQL.match("Select a folder from the list")
