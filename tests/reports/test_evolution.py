"""The evolution report and the picture of the lineage."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import docx
import pytest
from markdown_it import MarkdownIt

from qualbench.codebook.evolution import trace
from qualbench.model.code import Code, Codebook
from qualbench.reports.docx import render_docx
from qualbench.reports.evolution import Evolution, build_evolution
from qualbench.reports.html import render_html
from qualbench.reports.lineage_picture import draw_file, draw_lineage
from qualbench.reports.markdown import render_markdown
from qualbench.reports.report import Emphasis, Heading, Items, Paragraph, Table
from tests.reports.evolved import EVOLUTION, FIRST, STATES

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualbench.reports.report import Report

EXPECTED = Path(__file__).parent / "expected"
REPORT = build_evolution(EVOLUTION, picture="the lineage (1).svg")
SVG = "{http://www.w3.org/2000/svg}"


def said(report: Report) -> str:
    lines = []
    for block in report.blocks:
        if isinstance(block, Items):
            lines += ["".join(run.text for run in item) for item in block.items]
        elif isinstance(block, Heading | Paragraph):
            lines.append(block.text)
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("evolution.md", render_markdown(REPORT)),
        ("evolution.html", render_html(REPORT)),
        ("lineage.svg", draw_file(EVOLUTION.steps)),
    ],
)
def test_the_whole_is_as_it_was_agreed(name: str, made: bytes) -> None:
    """To see a change: write the new bytes over the file in `expected/` and look at the difference."""
    assert made.decode() == (EXPECTED / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("render", [render_markdown, render_html, render_docx])
def test_the_same_states_give_the_same_bytes(render: Callable[[Report], bytes]) -> None:
    again = Evolution(EVOLUTION.study, STATES, dict(list(EVOLUTION.codings.items())[::-1]))
    assert render(build_evolution(again)) == render(build_evolution(EVOLUTION))


def test_each_change_is_told_with_its_reason_author_date_and_codings() -> None:
    told = said(REPORT)
    for line in (
        "Merged into “Cost & loss of pay”.\n"
        "Reason: both coders could not keep them apart (Jón, 2026-03-09)\n"
        "Codings then: 7; now 11 under it.",
        "Split into “Asking friends”, “Asking doctors”; it is in the codebook no more.",
        "Cost & loss of pay (it was “Cost”)\nTook in “Shame”.\n",
        "Reason: pay came up in P05 (Jón, 2026-03-09)",
        "Note in the file: Widened: pay\nis a cost too.",
        "Taken out (1)\nLeaflets | *talks* <b> Codings then: 0.\n",
        "One version that was saved in between is passed over.",
        "Version 3 was saved on 2026-03-10 by Mira Holt: worked over.",
        "Reason: the team met",
        "Smaller changes (1)\nTea: colour",
        "Moved from “Distance” to “Cost & loss of pay”.\nCodings then: 0; now: 0. By Jón, 2026-03-09.",
    ):
        assert line in told, line
    # the step's own reason stands at its head, and is not said again of each code; nor is the same one twice
    assert told.count("the team met") == 1
    assert told.count("both coders could not keep them apart") == 1


def test_words_of_a_definition_are_told_apart() -> None:
    runs = next(
        item
        for block in REPORT.blocks
        if isinstance(block, Items)
        for item in block.items
        if any("lost pay" in run.text for run in item)
    )
    assert "".join(run.text for run in runs if run.emphasis is not Emphasis.PUT_IN).endswith(
        "Fares and fees."
    )
    assert "".join(run.text for run in runs if run.emphasis is not Emphasis.TAKEN_OUT).endswith(
        "Fares, fees and lost pay."
    )
    # texts that share little stand one after the other and not word by word
    whole = [
        [(run.emphasis, run.text) for run in item]
        for block in REPORT.blocks
        if isinstance(block, Items)
        for item in block.items
        if any(run.text == "How far it is." for run in item)
    ]
    assert whole == [
        [
            (Emphasis.LIGHT, "Definition: "),
            (Emphasis.TAKEN_OUT, "How far it is."),
            (Emphasis.NONE, " "),
            (Emphasis.PUT_IN, "What lies between the person and the place."),
        ]
    ]


def test_markdown_reads_as_it_was_meant() -> None:
    """By another program's parser: words put in after a letter and before a comma are put in all the same."""
    page = MarkdownIt("commonmark").enable("table").render(render_markdown(REPORT).decode())
    assert "Fares<ins>, fees</ins> and <del>fees</del><ins>lost pay</ins>." in page
    assert "<b>" not in page  # a code's name is text
    assert 'src="the%20lineage%20(1).svg"' in page


def test_a_table_has_the_lineage_in_words() -> None:
    tables = [block for block in REPORT.blocks if isinstance(block, Table)]
    counts, lineage = tables
    assert counts.header[-1] == "first → last"
    rows = {row[0]: row[1:] for row in lineage.rows}
    assert rows["Shame"] == ("Shame", "→ “Cost & loss of pay”", "–")
    assert rows["Cost & loss of pay"] == ("Cost", "Cost & loss of pay (from “Shame”)", "the same")
    assert rows["Asking friends"] == ("–", "Asking friends (from “Asking”)", "the same")
    assert rows["Bus"] == ("Distance > Bus", "Cost & loss of pay > Bus", "→ “Way there”")
    assert rows["Weather"] == ("Weather (retired)", "Weather", "the same")
    assert rows["Groups ثم"][-1] == "Way there > Groups ثم (retired)"
    assert "Tea" in rows
    assert rows["Tea"] == ("Tea", "the same", "taken out")


def test_states_that_do_not_differ_are_told_as_such() -> None:
    same = Evolution("S", (STATES[0], replace(STATES[0], number=2, milestone="")), {})
    report = build_evolution(same)
    assert "No code differs." in said(report)
    assert "8 codes have one name and place" in said(report)
    assert "no code differs" in draw_lineage(same.steps)


def test_the_word_document_opens_with_its_tables_and_marks() -> None:
    document = docx.Document(io.BytesIO(render_docx(REPORT)))
    texts = [one.text for one in document.paragraphs]
    assert "Merged (1)" in texts
    assert texts[0] == "Heart & mind <pilot>: the evolution of the codebook"
    assert any(text.endswith(": the lineage (1).svg") for text in texts)
    assert len(document.tables) == 2
    assert document.tables[1].rows[0].cells[1].text == "initial template"
    assert {cell.paragraphs[0].alignment for cell in document.tables[1].rows[1].cells} == {0}
    runs = [run for one in document.paragraphs for run in one.runs]
    assert any(run.font.strike and "How far" in run.text for run in runs)
    assert any(run.underline and run.bold and "lost pay" in run.text for run in runs)


def test_the_picture_has_every_code_a_title_and_a_description() -> None:
    root = ElementTree.fromstring(draw_file(EVOLUTION.steps))
    ids = {one.get("id"): one for one in root.iter() if one.get("id")}
    assert root.get("role") == "img"
    named = [ids[one] for one in (root.get("aria-labelledby") or "").split()]
    assert [one.tag for one in named] == [f"{SVG}title", f"{SVG}desc"]
    assert named[0].text == "Lineage of the codes from initial template to now"
    assert "Shame: merged into Cost & loss of pay" in (named[1].text or "")
    assert "Asking: split into Asking friends, Asking doctors" in (named[1].text or "")
    words = ["".join(one.itertext()) for one in root.iter(f"{SVG}text")]
    for state in STATES:
        for code in state.codebook.codes:
            assert any(text.startswith(code.name) for text in words), code.name


def test_the_picture_needs_no_colour() -> None:
    drawing = draw_lineage(EVOLUTION.steps)
    assert set(re.findall(r'(?:fill|stroke)="([^"]+)"', drawing)) == {"currentColor", "none"}
    lines = ElementTree.fromstring(drawing).iter(f"{SVG}path")
    looks = {(one.get("stroke-width"), one.get("stroke-dasharray")) for one in lines if one.get("stroke")}
    assert len(looks) >= 5  # as it was, changed, split, merged, ended


def test_each_code_has_as_many_lines_as_it_has_ways_on() -> None:
    root = ElementTree.fromstring(draw_lineage(EVOLUTION.steps))
    titles = [
        one.findtext(f"{SVG}title") for one in root.iter(f"{SVG}path") if one.find(f"{SVG}title") is not None
    ]
    assert titles.count("Asking: split into Asking friends, Asking doctors") == 2
    assert titles.count("Shame: merged into Cost & loss of pay") == 1
    assert titles.count("Leaflets | *talks* <b>: taken out") == 1
    goes_on = sum(len(step.before.codebook.codes) for step in EVOLUTION.steps) + 1  # one is split in two
    assert len(titles) == goes_on


@pytest.mark.parametrize(
    "name", ["</svg><script>", "x" * 300, "\x1b[31m", "漢字の長い名前", "a\u0301" * 9, ""]
)
def test_any_name_is_drawn(name: str) -> None:
    states = tuple(replace(one, codebook=Codebook("B", (Code("a", name),))) for one in STATES[:2])
    drawing = draw_file(trace(states))
    root = ElementTree.fromstring(drawing)
    assert float(root.get("width") or 0) < 1600
    assert b"<script>" not in drawing


def test_an_empty_codebook_is_drawn() -> None:
    states = (replace(STATES[0], codebook=Codebook("B", ())), replace(STATES[1], codebook=FIRST))
    ElementTree.fromstring(draw_file(trace(states)))
    assert "New (8)" in said(build_evolution(Evolution("S", states, {})))
