"""The Word document, opened again."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING

import docx
import pytest
from docx.enum.section import WD_ORIENT

from qualbench.reports.docx import render_docx
from qualbench.reports.report import Heading, Quote, Report, Run, Table, light, paragraph, strong
from qualbench.reports.summary import collect_summary
from qualbench.reports.theme_summary import build
from tests.reports.made import DEAR, LEAD, SEGMENTS, SET, STUDY, THEMES, text_of

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph

SUMMARY = build(collect_summary(STUDY, SET, THEMES, SEGMENTS, LEAD, text_of))
MADE = render_docx(SUMMARY)


def style(paragraph: Paragraph) -> str | None:
    return paragraph.style.name if paragraph.style else None


def test_headings_are_headings() -> None:
    styles = [(style(one), one.text) for one in docx.Document(io.BytesIO(MADE)).paragraphs]
    assert styles[0] == ("Title", "Heart & mind <pilot>: Four themes")
    assert ("Heading 1", "Themes by case") in styles
    assert ("Heading 2", "Reluctance") in styles
    assert ("Heading 3", "Preference | for friends") in styles
    assert ("Caption", "Table 2. Distinct segments of each theme in each participant's words") in styles


def test_quotes_are_in_the_quote_style_verbatim_with_their_segment_kept_out_of_sight() -> None:
    quotes = [one for one in docx.Document(io.BytesIO(MADE)).paragraphs if style(one) == "Quote"]
    assert [one.text for one in quotes] == [
        "It's dear | and *slow*, <b>really</b> slow. (Ada)",
        "=1+1 is what they said. ثم ذهبت 🫀 (case 2)",
        "And then?\n\nAnna: Then I asked my friends. (Ada)",
    ]
    assert f'w:name="_seg{DEAR.id.replace("-", "")}"' in quotes[0]._p.xml


def test_a_long_report_begins_with_its_contents() -> None:
    paragraphs = docx.Document(io.BytesIO(MADE)).paragraphs
    listed = [(style(one), one.text) for one in paragraphs if (style(one) or "").startswith("toc")]
    assert listed[0] == ("toc 1", "The study")
    assert ("toc 2", "Reluctance") in listed
    assert "Preference | for friends" not in [text for _style, text in listed]
    assert MADE.count(b"word/comments.xml") == 0
    xml = "".join(one._p.xml for one in paragraphs)
    assert xml.count('w:fldCharType="begin"') == xml.count('w:fldCharType="end"')
    short = Report("t", (Heading(1, "a"), paragraph("b")))
    assert not [
        one for one in docx.Document(io.BytesIO(render_docx(short))).paragraphs if style(one) == "toc 1"
    ]


def test_the_table_is_a_table_with_a_header_row_that_repeats() -> None:
    _participants, table = docx.Document(io.BytesIO(MADE)).tables
    cells = [[cell.text for cell in row.cells] for row in table.rows]
    assert cells[0][0] == "Participant"
    assert cells[1] == ["Ada", "1", "1", "1"]
    assert cells[-2][1] == "3 of 3"
    assert "w:tblHeader" in table.rows[0]._tr.xml
    assert "w:tblHeader" not in table.rows[1]._tr.xml


def test_properties_come_from_the_report_and_not_from_the_clock() -> None:
    properties = docx.Document(io.BytesIO(MADE)).core_properties
    assert properties.title == "Heart & mind <pilot>: Four themes"
    assert properties.author == "Mira Holt"
    assert properties.created == properties.modified
    assert properties.created is not None
    assert properties.created.replace(tzinfo=None) == datetime.fromisoformat("2026-03-05T10:00:00")
    with zipfile.ZipFile(io.BytesIO(MADE)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not any("thumbnail" in name for name in parts.namelist())
        assert parts.testzip() is None


@pytest.mark.parametrize(
    "text", ["a\x00b", "\x1b[31mred", "￾", "line\nbreak\ttab", "‮ثم", "🫀", "x" * 70000, ""]
)
def test_any_text_gives_a_document_that_opens(text: str) -> None:
    blocks = (
        Heading(12, text),
        paragraph(strong(text), light(text)),
        Quote(text, text, text),
        Table(text, (text, text), ((text, text),)),
    )
    report = Report(text, blocks, author=text, date="no date")
    assert docx.Document(io.BytesIO(render_docx(report))).tables


def test_a_wide_table_stands_on_its_own_side_page() -> None:
    wide = Table("wide", tuple(f"c{n}" for n in range(9)), (("1",) * 9,))
    made = docx.Document(io.BytesIO(render_docx(Report("t", (paragraph("a"), wide, paragraph(Run("b")))))))
    sides = [section.orientation for section in made.sections]
    assert sides == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT]
    assert made.sections[1].page_width == made.sections[0].page_height
