"""Make the reports of the (fictional) example study.

How its codebook came to be, in examples/heart-and-mind/evolution, and its two theme sets in every format, in
examples/expected. Run with: .venv/bin/python docs/make_example_reports.py
"""

from __future__ import annotations

import os
import random
import tempfile
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

from qualbench.model import ids
from qualbench.reports.evolution import Evolution, build_evolution
from qualbench.reports.html import render_html
from qualbench.reports.lineage_picture import draw_file
from qualbench.reports.markdown import render_markdown
from qualbench.storage import store
from qualbench.workbench.codebook_export import export_appendix
from qualbench.workbench.demo import build_demo
from qualbench.workbench.evolving import load_evolution
from qualbench.workbench.project import open_session
from qualbench.workbench.quote_export import export_quotes
from qualbench.workbench.reporting import SUMMARY_FORMATS, export_theme_summary
from qualbench.workbench.theme_table_export import export_themes_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualbench.workbench.project import Session

OUTPUT = Path(__file__).parents[1] / "examples" / "heart-and-mind" / "evolution"
EXPECTED = OUTPUT.parents[1] / "expected"
SETS = {"four-themes": "Four themes", "three-themes": "Three themes"}
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


@contextmanager
def always_the_same() -> Iterator[None]:
    """Let ids and moments be the same on every day: the study is built when somebody asks for it."""
    before = ids.os, store.datetime
    clock = [datetime(2026, 4, 20, 9, tzinfo=UTC)]

    def tick(_zone: object = None) -> datetime:
        clock[0] += timedelta(milliseconds=250)
        return clock[0]

    ids.os = SimpleNamespace(urandom=random.Random(20260420).randbytes)  # type: ignore[assignment]
    store.datetime = SimpleNamespace(now=tick)  # type: ignore[assignment, misc]
    try:
        yield
    finally:
        ids.os, store.datetime = before  # type: ignore[misc]


def expected(folder: Path) -> dict[str, bytes]:
    """Return the exports of the study's theme sets by name, built and written in `folder`."""
    made = folder / "made"
    with always_the_same(), open_session(build_demo(folder / "study"), write=False) as session:
        for name, set_name in SETS.items():
            for form in SUMMARY_FORMATS:
                export_theme_summary(session, output=made / f"{name}.{form}", format=form, set_name=set_name)
            export_quotes(
                session, output=made / f"{name}-quotes.csv", format="csv", set_name=set_name, context=12
            )
            for by in ("case", "age band"):
                output = made / f"{name}-by-{by.replace(' ', '-')}.csv"
                export_themes_table(session, by, output=output, format="csv", set_name=set_name)
        export_appendix(session, output=made / "codebook-appendix.md")
    return {one.name: one.read_bytes() for one in sorted(made.iterdir())}


def main() -> None:
    """Write the files."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_DATA_HOME"] = folder
        EXPECTED.mkdir(exist_ok=True)
        for name, content in expected(Path(folder, "expected")).items():
            (EXPECTED / name).write_bytes(content)
        with open_session(build_demo(Path(folder, "study")), write=False) as session:
            OUTPUT.mkdir(exist_ok=True)
            for name, content in reports(session).items():
                (OUTPUT / name).write_bytes(content)


if __name__ == "__main__":
    main()
