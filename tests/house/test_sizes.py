"""Modules stay readable: a module <= 400 lines, a function <= 60, a class <= 20 public methods."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.house.trees import nodes_of

PACKAGE = Path(__file__).parents[2] / "qualbench"
MODULES = sorted(PACKAGE.rglob("*.py"))

#: What may be larger, each with its reason.
EXCEPTIONS: dict[str, str] = {}


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE.parent).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_has_400_lines_at_most(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= 400 or name_of(path) in EXCEPTIONS, f"{name_of(path)} has {lines} lines"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_function_has_60_lines_at_most(path: Path) -> None:
    too_long = [
        f"{name_of(path)}:{node.name} has {node.end_lineno - node.lineno + 1} lines"
        for node in nodes_of(path)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno + 1 > 60
        and f"{name_of(path)}:{node.name}" not in EXCEPTIONS
    ]
    assert not too_long


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_class_has_20_public_methods_at_most(path: Path) -> None:
    too_many = []
    for node in nodes_of(path):
        if isinstance(node, ast.ClassDef):
            public = [
                one.name
                for one in node.body
                if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)
                and not one.name.startswith(("_", "action_"))
            ]
            if len(public) > 20 and f"{name_of(path)}:{node.name}" not in EXCEPTIONS:
                too_many.append(f"{name_of(path)}:{node.name} has {len(public)}")
    assert not too_many


def test_every_exception_is_still_needed() -> None:
    """A list of exceptions that nobody prunes is no list."""
    assert all((PACKAGE.parent / place.partition(":")[0]).exists() for place in EXCEPTIONS)
