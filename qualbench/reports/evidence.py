"""What a report's numbers say and what each counts, so that a file can be compared with the project again."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from qualbench.model.evidence import SEGMENT, plain_key
from qualbench.reports.report import Items, Paragraph, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from qualbench.reports.report import Report, Run


def numbers_of(report: Report) -> dict[str, str]:
    """Return what the report says of each number that says what it counts, by its key."""
    found: dict[str, str] = {}
    for block in report.blocks:
        match block:
            case Paragraph():
                found.update(_of_runs(block.runs))
            case Items():
                for item in block.items:
                    found.update(_of_runs(item))
            case Table():
                found.update(_of_table(block))
            case _:
                pass
    return found


def _of_runs(runs: tuple[Run, ...]) -> Iterator[tuple[str, str]]:
    for run in runs:
        if run.key and not run.key.startswith(f"{SEGMENT}/"):
            yield plain_key(run.key), said(run.text)


def _of_table(table: Table) -> Iterator[tuple[str, str]]:
    if not table.name:
        return
    for row_id, row in zip(table.row_ids, table.rows, strict=True):
        for column_id, cell in zip(table.column_ids, row[1:], strict=True):
            yield plain_key(f"{table.name}/{row_id}/{column_id}"), said(cell)


def said(text: str) -> str:
    """Return a number's words as they are compared, whatever white space stands between them."""
    return " ".join(text.split())


def digest(numbers: Mapping[str, str]) -> str:
    """Return what tells one state of all numbers from another."""
    lines = "\n".join(f"{key}={value}" for key, value in sorted(numbers.items()))
    return hashlib.sha256(lines.encode("utf-8", "replace")).hexdigest()[:16]


def with_lock(report: Report, recipe: Mapping[str, Any]) -> Report:
    """Return the report with what a later check needs: how its numbers were made, and what they were."""
    whole = {**recipe, "numbers": digest(numbers_of(report))}
    # two dashes would end the comment that it stands in
    said_so = json.dumps(whole, ensure_ascii=True, sort_keys=True).replace("--", "-\\u002d")
    return replace(report, lock=said_so)
