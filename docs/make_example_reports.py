"""Make the evolution reports of the (fictional) example study, in examples/heart-and-mind/evolution.

Run with: .venv/bin/python docs/make_example_reports.py
"""

from __future__ import annotations

import os
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from qualbench.reports.evolution import Evolution, build_evolution
from qualbench.reports.html import render_html
from qualbench.reports.lineage_picture import draw_file
from qualbench.reports.markdown import render_markdown
from qualbench.workbench.demo import build_demo
from qualbench.workbench.evolving import load_evolution
from qualbench.workbench.project import open_session

if TYPE_CHECKING:
    from qualbench.workbench.project import Session

OUTPUT = Path(__file__).parents[1] / "examples" / "heart-and-mind" / "evolution"
#: When the states were saved: the study is built on the day on which somebody asks for it, and is older.
DATES = {1: "2026-02-16", 2: "2026-03-23", 3: "2026-04-20"}


def reports(session: Session) -> dict[str, bytes]:
    """Return the files by name, with the dates of the study in place of those of its building."""
    evolution = load_evolution(session)
    states = tuple(
        replace(
            state,
            at=DATES[state.number],
            steps={
                code_id: [replace(one, at=DATES[state.number]) for one in said]
                for code_id, said in state.steps.items()
            },
            lineage=tuple(replace(row, created_at=DATES[state.number]) for row in state.lineage),
        )
        for state in evolution.states
    )
    told = Evolution(evolution.study, states, evolution.codings)
    report = build_evolution(told, picture="lineage.svg")
    return {
        "evolution.md": render_markdown(report),
        "evolution.html": render_html(report),
        "lineage.svg": draw_file(told.steps),
    }


def main() -> None:
    """Write the files."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_DATA_HOME"] = folder
        with open_session(build_demo(Path(folder, "study")), write=False) as session:
            OUTPUT.mkdir(exist_ok=True)
            for name, content in reports(session).items():
                (OUTPUT / name).write_bytes(content)


if __name__ == "__main__":
    main()
