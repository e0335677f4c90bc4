"""Blocks as JSON: for programs, with what a quote or a number is of in plain sight."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from qualbench.reports.report import Heading, Items, Paragraph, Picture, Quote, Table

if TYPE_CHECKING:
    from qualbench.reports.report import Block, Report, Run


def render_json(report: Report) -> bytes:
    """Return the report as indented UTF-8 JSON."""
    whole = {
        "title": report.title,
        "author": report.author,
        "date": report.date,
        "language": report.language,
        "evidence": json.loads(report.lock) if report.lock else None,
        "blocks": [_block(one) for one in report.blocks],
    }
    made = json.dumps(whole, ensure_ascii=False, indent=1)
    # half of a character is no UTF-8; escaped it is JSON all the same
    return (made.encode("utf-8", "backslashreplace") if made else b"") + b"\n"


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Heading():
            return {"kind": "heading", "level": block.level, "text": block.text}
        case Paragraph():
            return {"kind": "paragraph", "runs": _runs(block.runs)}
        case Quote():
            return {
                "kind": "quote",
                "text": block.text,
                "attribution": block.attribution,
                "segment_id": block.segment_id,
            }
        case Items():
            return {"kind": "list", "ordered": block.ordered, "items": [_runs(one) for one in block.items]}
        case Table():
            return {
                "kind": "table",
                "name": block.name,
                "caption": block.caption,
                "header": list(block.header),
                "column_ids": list(block.column_ids),
                "rows": [list(one) for one in block.rows],
                "row_ids": list(block.row_ids),
                "sums": block.foot,
            }
        case Picture():
            return {"kind": "picture", "title": block.title, "file": block.file}


def _runs(runs: tuple[Run, ...]) -> list[dict[str, str]]:
    return [
        {"text": one.text} | ({"emphasis": one.emphasis.value} if one.emphasis else {}) | _of(one.key)
        for one in runs
    ]


def _of(key: str) -> dict[str, str]:
    return {"of": key} if key else {}
