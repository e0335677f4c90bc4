"""The lines of the bench about exports: a theme summary of a large study, against reading its rows raw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.corpus import write_corpus
from benchmarks.lines import bare, new_project, qualbench
from benchmarks.measure import compare

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.lines import Bench
    from benchmarks.measure import Line

#: Interviews of the study; each has 300 codings.
DOCUMENTS = 125
_AREAS = 4


def exports_lines(bench: Bench) -> list[Line]:
    """Writing the summary of four themes in Markdown and in Word."""
    study = _study(bench.folder / "exported", bench.folder / "export")
    lines = []
    for form, limit in (("md", 10.0), ("docx", 15.0)):  # Word's library alone costs three times the rows
        output = bench.folder / f"summary.{form}"
        compared = compare(
            5,
            lambda output=output: qualbench("export", "theme-summary", "--output", output, project=study),
            lambda: bare("raw_rows", study),
        )
        name = f"theme summary of 125 interviews with 37,500 codings as {form}: cpu s, against its rows raw"
        lines.append(compared.line(name, limit))
    return lines


def _study(project: Path, sources: Path) -> Path:
    """Make a study with all codings of a large corpus in four themes."""
    rows = sources.with_suffix(".json")
    write_corpus(sources, rows, DOCUMENTS)
    new_project(project)
    qualbench("import", sources, project=project)
    qualbench("code", "import", rows, "--create-codes", project=project)
    for number in range(_AREAS):
        qualbench("theme", "new", f"Theme {number}", project=project)
        qualbench("theme", "assign", f"Theme {number}", f"Area {number}", project=project)
    return project
