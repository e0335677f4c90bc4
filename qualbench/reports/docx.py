"""Blocks as a Word document: real heading styles, real tables, quotes in the quote style.

python-docx is imported when a document is made, not before. The same report gives the same bytes: the file's
properties come from the report, and the container's time stamps are fixed.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from datetime import UTC, datetime
from html import escape
from typing import TYPE_CHECKING, Any

from qualbench.model.evidence import LOCK, bookmark_name, part_name, segment_key
from qualbench.reports.report import Emphasis, Heading, Items, Paragraph, Picture, Quote, Table

if TYPE_CHECKING:
    from qualbench.reports.report import Block, Report, Run

#: What XML 1.0 has no place for: shown as the replacement character.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff￾￿]")

#: A table with more columns stands on a page turned on its side.
_UPRIGHT_COLUMNS = 6

#: A report with fewer headings has no table of contents; deeper ones are not in it.
_FEW, _LISTED = 5, 2
#: What one property of the file holds, a little less than it may.
_PIECE = 240
_FORM = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006"

#: The container's time stamp, the earliest that a zip file can say.
_STAMP = (1980, 1, 1, 0, 0, 0)


def render_docx(report: Report) -> bytes:
    """Return the report as a .docx file."""
    import docx

    document = docx.Document()
    properties(document, report)
    if report.lock:
        keep_in_properties(document, report.lock)
    page_styles(document)
    document.add_heading(plain(report.title), 0)
    writer = _Writer(document)
    headings = [one for one in report.blocks if isinstance(one, Heading) and one.level <= _LISTED]
    if len(headings) >= _FEW:
        writer.contents(headings)
    for block in report.blocks:
        writer.add(block)
    buffer = io.BytesIO()
    document.save(buffer)
    return same_bytes(buffer.getvalue())


def plain(text: str) -> str:
    """Return text without what XML has no place for, character for character."""
    return _FORBIDDEN.sub("�", text)


def properties(document: Any, report: Report) -> None:
    """Give a file the report's title, author and date, and nothing of the template's."""
    properties = document.core_properties
    moment = _moment(report.date)
    properties.title = plain(report.title)[:255]
    properties.author = plain(report.author)[:255]
    properties.last_modified_by = plain(report.author)[:255]
    properties.created = properties.modified = moment
    properties.revision = 1
    properties.comments = ""
    properties.language = report.language
    package = document.part.package
    for key, link in list(package.rels.items()):
        if link.reltype.endswith("/thumbnail"):  # the template's, a picture of another page
            package.rels.pop(key)


def keep_in_properties(document: Any, lock: str) -> None:
    """Keep what a later reading needs in the file's own properties; each takes 255 characters."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    pieces = [lock[at : at + _PIECE] for at in range(0, len(lock), _PIECE)]
    properties = "".join(
        f'<property fmtid="{_FORM}" pid="{number}" name="{LOCK}-{number - 1}">'
        f"<vt:lpwstr>{escape(piece)}</vt:lpwstr></property>"
        for number, piece in enumerate(pieces, start=2)
    )
    made = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<Properties xmlns="{_CUSTOM}/custom-properties" xmlns:vt="{_CUSTOM}/docPropsVTypes">'
        f"{properties}</Properties>"
    )
    kind = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
    package = document.part.package
    part = Part(PackURI("/docProps/custom.xml"), kind, made.encode(), package)
    package.relate_to(part, f"{_CUSTOM}/relationships/custom-properties")


def _moment(date: str) -> datetime:
    """Return the report's date in UTC without a zone, as the file's properties want it."""
    try:
        moment = datetime.fromisoformat(date)
    except ValueError:
        return datetime(*_STAMP)  # noqa: DTZ001 - the format has no zone
    return moment.astimezone(UTC).replace(tzinfo=None, microsecond=0) if moment.tzinfo else moment


def page_styles(document: Any) -> None:
    """Set fonts, margins and the page numbers of a file."""
    from docx.shared import Cm, Pt, RGBColor

    styles = document.styles
    styles["Normal"].font.name = "Calibri"
    styles["Normal"].font.size = Pt(11)
    styles["Normal"].paragraph_format.space_after = Pt(6)
    styles["Quote"].font.italic = False
    styles["Quote"].font.color.rgb = RGBColor(0x1B, 0x1B, 0x1B)
    styles["Quote"].paragraph_format.left_indent = Cm(1)
    styles["Quote"].paragraph_format.right_indent = Cm(0.5)
    styles["Caption"].paragraph_format.keep_with_next = True
    styles["Caption"].font.color.rgb = RGBColor(0x33, 0x33, 0x33)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin = section.bottom_margin = Cm(2.5)
    footer = section.footer.paragraphs[0]
    footer.alignment = 1
    _field(footer, "PAGE", "1")


def _field(paragraph: Any, instruction: str, shown: str) -> None:
    """Add a field that Word computes anew, with what it shows until then."""
    _field_start(paragraph, instruction)
    paragraph.add_run(shown)
    _field_mark(paragraph, "end")


def _field_start(paragraph: Any, instruction: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    _field_mark(paragraph, "begin")
    words = OxmlElement("w:instrText")
    words.set(qn("xml:space"), "preserve")
    words.text = f" {instruction} "
    paragraph.add_run()._r.append(words)
    _field_mark(paragraph, "separate")


def _field_mark(paragraph: Any, kind: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    paragraph.add_run()._r.append(mark)


class _Writer:
    """Adds blocks to one document; counts its tables and its bookmarks."""

    def __init__(self, document: Any) -> None:
        self._document = document
        # python-docx looks for the end of the body and for a style's id again with every paragraph
        self._end = document.element.body.sectPr
        self._styles: dict[str, str] = {}
        self._tables = 0
        self._bookmarks = 0
        self._keys: Counter[str] = Counter()

    def _paragraph(self, style: str = "") -> Any:
        """Add a paragraph at the end of the body."""
        from docx.oxml import OxmlElement
        from docx.text.paragraph import Paragraph as WordParagraph

        made = OxmlElement("w:p")
        self._end.addprevious(made)
        if style:
            if style not in self._styles:
                self._styles[style] = self._document.styles[style].style_id
            made.get_or_add_pPr().style = self._styles[style]
        return WordParagraph(made, self._document._body)

    def contents(self, headings: list[Heading]) -> None:
        """Add a table of contents: a field that Word fills with pages, and the headings until then."""
        from docx.enum.style import WD_STYLE_TYPE
        from docx.shared import Cm, Pt

        for level in range(1, _LISTED + 1):
            style = self._document.styles.add_style(f"toc {level}", WD_STYLE_TYPE.PARAGRAPH)
            style.base_style = self._document.styles["Normal"]
            style.paragraph_format.left_indent = Cm(0.6 * (level - 1))
            style.paragraph_format.space_after = Pt(2)
        for place, heading in enumerate(headings):
            paragraph = self._paragraph(f"toc {heading.level}")
            if place == 0:
                _field_start(paragraph, f'TOC \\o "1-{_LISTED}" \\h \\z \\u')
            paragraph.add_run(plain(heading.text))
            if place == len(headings) - 1:
                _field_mark(paragraph, "end")

    def add(self, block: Block) -> None:
        match block:
            case Heading():
                self._paragraph(f"Heading {min(block.level, 9)}").add_run(plain(block.text))
            case Paragraph():
                self._runs(self._paragraph(), block.runs)
            case Quote():
                self._quote(block)
            case Items():
                style = "List Number" if block.ordered else "List Bullet"
                for item in block.items:
                    self._runs(self._paragraph(style), item)
            case Table():
                self._table(block)
            case Picture():
                # Word takes no drawing of this kind without a second one in pixels; what it shows is in words
                if block.file:
                    self._paragraph().add_run(plain(f"{block.title}: {block.file}"))

    def _runs(self, paragraph: Any, runs: tuple[Run, ...]) -> None:
        from docx.shared import RGBColor

        for one in runs:
            run = paragraph.add_run(plain(one.text))
            if one.emphasis is Emphasis.STRONG:
                run.bold = True
            elif one.emphasis is Emphasis.LIGHT:
                run.font.color.rgb = RGBColor(0x55, 0x55, 0x55)
            elif one.emphasis is Emphasis.TAKEN_OUT:
                run.font.strike = True
            elif one.emphasis is Emphasis.PUT_IN:
                run.bold = run.underline = True
            if one.key:
                self._mark(run._r, self._name(one.key))

    def _quote(self, quote: Quote) -> None:
        """Add the words, with the segment's id as a hidden bookmark around them, and whose they are."""
        paragraph = self._paragraph("Quote")
        run = paragraph.add_run(plain(quote.text))
        if quote.segment_id:
            self._mark(run._r, self._name(segment_key(quote.segment_id)))
        if quote.attribution:
            paragraph.add_run(f" {plain(quote.attribution)}")

    def _name(self, key: str) -> str:
        """Return a bookmark's name for a key that no other in the file has."""
        self._keys[key] += 1
        return bookmark_name(key, self._keys[key])

    def _mark(self, run: Any, name: str) -> None:
        """Put a bookmark around a run: Word keeps it when the words around it are changed."""
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        self._bookmarks += 1
        for edge in ("Start", "End"):
            mark = OxmlElement(f"w:bookmark{edge}")
            mark.set(qn("w:id"), str(self._bookmarks))
            if edge == "Start":
                mark.set(qn("w:name"), name)
                run.addprevious(mark)
            else:
                run.addnext(mark)

    def _table(self, table: Table) -> None:
        from docx.shared import Pt

        sideways = len(table.header) > _UPRIGHT_COLUMNS
        if sideways:
            self._turn_page()
        self._tables += 1
        caption = self._paragraph("Caption")
        caption.add_run("Table ")
        _field(caption, "SEQ Table \\* ARABIC", str(self._tables))
        words = caption.add_run(f". {plain(table.caption)}")
        if table.name:
            self._mark(words._r, part_name("t", self._tables, table.name))
        made = self._document.add_table(rows=1 + len(table.rows), cols=len(table.header), style="Table Grid")
        first_foot = 1 + len(table.rows) - table.foot
        for number, (row, cells) in enumerate(zip(made.rows, (table.header, *table.rows), strict=True)):
            _row_settings(row, head=number == 0)
            for column, (cell, words) in enumerate(zip(row.cells, cells, strict=True)):
                paragraph = cell.paragraphs[0]
                paragraph.paragraph_format.space_after = 0
                paragraph.alignment = 0 if column == 0 or table.words else 2
                run = paragraph.add_run(plain(words))
                run.bold = number == 0 or number >= first_foot
                run.font.size = Pt(9)
                self._mark_heading(table, run, number, column)
        self._paragraph()
        if sideways:
            self._turn_page()

    def _mark_heading(self, table: Table, run: Any, row: int, column: int) -> None:
        """Say in a heading of a table of numbers what its row or column is of."""
        if table.name and row == 0 and column > 0:
            self._mark(run._r, part_name("c", self._tables, table.column_ids[column - 1]))
        elif table.name and row > 0 and column == 0:
            self._mark(run._r, part_name("r", self._tables, table.row_ids[row - 1]))

    def _turn_page(self) -> None:
        section = self._document.add_section()
        section.orientation = 1 - int(section.orientation)
        section.page_width, section.page_height = section.page_height, section.page_width


def _row_settings(row: Any, *, head: bool) -> None:
    """Keep a row on one page, and repeat the first on every page, for readers and screen readers."""
    from docx.oxml import OxmlElement

    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if head:
        properties.append(OxmlElement("w:tblHeader"))


def same_bytes(made: bytes) -> bytes:
    """Return the container written again with fixed time stamps."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, _STAMP)
            part.compress_type = zipfile.ZIP_DEFLATED
            part.create_system = 0  # the same on every system
            new.writestr(part, old.read(name))
    return buffer.getvalue()
