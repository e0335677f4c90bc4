"""Spreadsheets (`.xlsx`): the first sheet that has codes, as rows; and tables as one.

The format is XML in a zip file. Texts are written as such, so that nothing becomes a formula, a date or a
number that is none; the same rows give the same bytes.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from typing import TYPE_CHECKING

from qualbench.errors import FileProblem
from qualbench.interchange.drafts import Drafts
from qualbench.interchange.tables import find_columns, read_rows, write_rows
from qualbench.readers.packages import open_zip, pieces
from qualbench.readers.safe_xml import LIMIT, ZIP_ERRORS, attribute, escape, parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from qualbench.codebook.entries import CodebookFile
    from qualbench.model.code import Codebook

#: Characters that Excel takes in a cell; other programs take more.
LONGEST_CELL = 32_767
#: Columns that are read: a cell far to the right of each row would fill the memory.
WIDEST = 256
_STAMP = (1980, 1, 1, 0, 0, 0)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
    '<sheets><sheet name="%s" sheetId="@" r:id="sheet@"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="sheet@" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="styles" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}">'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill '
    'patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1">'
    '<border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf '
    'numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="49" '
    'fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1"><alignment '
    'vertical="top" wrapText="1"/></xf><xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" '
    'applyNumberFormat="1" applyFont="1"/><xf numFmtId="0" fontId="0" fillId="0" '
    'borderId="0" xfId="0" applyAlignment="1"><alignment vertical="top"/></xf></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
}
#: What parts of the package say of a sheet: `@` is its number.
_ABOUT_A_SHEET = re.compile(
    '<sheet name="%s"[^>]*>|<Relationship Id="sheet@"[^>]*>|<Override PartName="/xl/worksheets/[^>]*>'
)
#: What Excel writes for a character that XML lacks, and for such words themselves.
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_CELL = re.compile("([A-Z]{1,3})([0-9]{1,7})")
#: Widths of the columns in characters: the id stands back, names and texts have room.
_WIDTHS = {"id": 6, "name": 28, "parent": 28, "color": 9, "definition": 50, "full definition": 50}


def write_xlsx(codebook: Codebook) -> bytes:
    """Return the codebook as a spreadsheet: the rows of `tables.write_rows`, headings kept in sight."""
    return write_sheet("codebook", list(write_rows(codebook)))


def write_sheet(title: str, rows: Sequence[Sequence[str | float]]) -> bytes:
    """Return a table as a spreadsheet, its first row kept in sight.

    Args:
        title: The sheet's name.
        rows: The header first; numbers are written as numbers.
    """
    return write_sheets([(title, rows)])


def write_sheets(sheets: Sequence[tuple[str, Sequence[Sequence[str | float]]]]) -> bytes:
    """Return several tables as one spreadsheet, each with its name; rows as for `write_sheet`."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        parts = dict(_PARTS)
        for name in ("[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
            parts[name] = _for_each_sheet(parts[name], [title for title, _rows in sheets])
        content_of = [
            (f"xl/worksheets/sheet{at}.xml", _sheet(rows)) for at, (_, rows) in enumerate(sheets, 1)
        ]
        for name, content in (*parts.items(), *content_of):
            part = zipfile.ZipInfo(name, _STAMP)
            part.compress_type = zipfile.ZIP_DEFLATED
            part.create_system = 0  # the same on every system
            file.writestr(part, _HEAD + content)
    return buffer.getvalue()


def _for_each_sheet(part: str, titles: Sequence[str]) -> str:
    """Return a part of the package with what it says of a sheet said of each."""

    def said(found: re.Match[str]) -> str:
        return "".join(
            found[0].replace("%s", attribute(title)).replace("heet1", f"heet{at}").replace("@", str(at))
            for at, title in enumerate(titles, 1)
        )

    return _ABOUT_A_SHEET.sub(said, part)


def _sheet(rows: Sequence[Sequence[str | float]]) -> str:
    columns = "".join(
        f'<col min="{at}" max="{at}" width="{_WIDTHS.get(str(name), 20)}" customWidth="1"/>'
        for at, name in enumerate(rows[0], 1)
    )
    lines = [
        f'<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" '
        'topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f"<cols>{columns}</cols><sheetData>"
    ]
    for number, row in enumerate(rows, 1):
        cells = "".join(_written(cell, at, number) for at, cell in enumerate(row) if cell != "")
        lines.append(f'<row r="{number}">{cells}</row>')
    return "\n".join([*lines, "</sheetData></worksheet>"])


def _written(cell: str | float, column: int, row: int) -> str:
    place = attribute(f"{_letters(column)}{row}")
    if not isinstance(cell, str):
        return f'<c r="{place}" s="2"><v>{cell}</v></c>'
    said = escape(_ESCAPED.sub(lambda found: f"_x005F_x{found[1]}_", cell))
    return f'<c r="{place}" s="{int(row == 1)}" t="inlineStr"><is><t xml:space="preserve">{said}</t></is></c>'


def _letters(column: int) -> str:
    said = ""
    column += 1
    while column:
        column, digit = divmod(column - 1, 26)
        said = chr(65 + digit) + said
    return said


def read_xlsx(source: str, data: bytes, known: Mapping[str, str] | None = None) -> CodebookFile:
    """Read a codebook from the first sheet whose first row names a column of codes, else from the first.

    Raises:
        FileProblem: It is no spreadsheet, not whole, larger than any codebook, or has no column for names.
    """
    try:
        with open_zip(data) as file:
            read = _Workbook(source, file).sheets()
    except ZIP_ERRORS as error:
        said = "it is no spreadsheet (.xlsx), or a damaged or protected one."
        raise FileProblem(source, said, "Save it as .xlsx or .csv, without a password.") from error
    drafts = Drafts(source)
    if any(beyond for _name, _rows, beyond in read):
        drafts.remark(f"Columns after the {WIDEST}th are not read.")
    sheets = [(name, rows) for name, rows, _beyond in read]
    named = [
        (name, rows)
        for name, rows in sheets
        if rows and {"name", "path"} & find_columns(rows[0][1])[0].keys()
    ]
    filled = [(name, rows) for name, rows in sheets if rows]
    if not filled:
        raise FileProblem(source, "the table is empty.")
    name, rows = (named or filled)[0]
    others = [f"“{other}”" for other, _rows in filled if other != name]
    if others:
        drafts.remark(f"The sheet “{name}” is read; not taken over: {', '.join(others)}.")
    return read_rows(source, rows, drafts, known)


class _Workbook:
    def __init__(self, source: str, file: zipfile.ZipFile) -> None:
        self.source = source
        self.file = file
        self.left = LIMIT

    def sheets(self) -> list[tuple[str, list[tuple[int, list[str]]], bool]]:
        """Return the name of every sheet, its rows with their numbers, and whether cells were left out."""
        root = _Links()
        self._parse("_rels/.rels", root)
        book = root.of_kind("/officeDocument") or "xl/workbook.xml"
        folder = posixpath.dirname(book)
        links, names = _Links(folder), _Names()
        self._parse(f"{folder}/_rels/{posixpath.basename(book)}.rels", links)
        self._parse(book, names)
        shared = _Strings()
        if links.of_kind("/sharedStrings"):
            self._parse(links.of_kind("/sharedStrings"), shared)
        found = []
        for name, link in names.sheets:
            if link in links.targets and links.kinds[link].endswith("/worksheet"):
                sheet = _Sheet(shared.texts)
                self._parse(links.targets[link], sheet)
                found.append((name, sheet.rows(), sheet.beyond))
        return found

    def _parse(self, name: str, handler: _Handler) -> None:
        """Tell a handler of a part; together the parts may not become larger than any codebook."""
        self.left -= self.file.getinfo(name).file_size
        if self.left < 0:
            said = f"what is in it is larger than {LIMIT // 2**20} MB, more than any codebook."
            raise FileProblem(self.source, said)
        content = b"".join(pieces(self.source, self.file, name))
        parse(f"{self.source} ({name})", content, handler)


class _Handler:
    def start(self, name: str, space: str, attributes: dict[str, str], line: int) -> None:
        """Pass an element over."""

    def end(self, name: str) -> None:
        """Pass its end over."""

    def text(self, words: str) -> None:
        """Pass words over."""


class _Links(_Handler):
    def __init__(self, folder: str = "") -> None:
        self.folder = folder
        self.targets: dict[str, str] = {}
        self.kinds: dict[str, str] = {}

    def start(self, name: str, space: str, attributes: dict[str, str], line: int) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            link = attributes.get("Id", "")
            self.targets[link] = posixpath.normpath(posixpath.join("/", self.folder, target)).lstrip("/")
            self.kinds[link] = attributes.get("Type", "")

    def of_kind(self, kind: str) -> str:
        return next((self.targets[one] for one, said in self.kinds.items() if said.endswith(kind)), "")


class _Names(_Handler):
    def __init__(self) -> None:
        self.sheets: list[tuple[str, str]] = []

    def start(self, name: str, space: str, attributes: dict[str, str], line: int) -> None:
        if name == "sheet":
            self.sheets.append((attributes.get("name", ""), attributes.get("id", "")))


class _Strings(_Handler):
    """The texts that cells share: `si` with one `t`, or with runs; a word's pronunciation is passed over."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.words: list[str] = []
        self.inside: list[str] = []

    def start(self, name: str, space: str, attributes: dict[str, str], line: int) -> None:
        self.inside.append(name)
        if name == "si":
            self.words = []

    def text(self, words: str) -> None:
        if self.inside[-1:] == ["t"] and "rPh" not in self.inside:
            self.words.append(words)

    def end(self, name: str) -> None:
        self.inside.pop()
        if name == "si":
            self.texts.append(_unescaped("".join(self.words)))


class _Sheet(_Handler):
    def __init__(self, shared: Sequence[str]) -> None:
        self.shared = shared
        self.found: dict[int, dict[int, str]] = {}
        self.row = self.column = 0
        self.beyond = False
        self.kind = ""
        self.words: list[str] = []
        self.inside: list[str] = []

    def start(self, name: str, space: str, attributes: dict[str, str], line: int) -> None:
        self.inside.append(name)
        if name == "row":
            said = attributes.get("r", "")
            self.row = int(said) if said.isdecimal() and len(said) < 8 else self.row + 1
            self.column = 0
        elif name == "c":
            place = _CELL.fullmatch(attributes.get("r", ""))
            self.column = _number(place[1]) if place else self.column + 1
            self.kind, self.words = attributes.get("t", "n"), []

    def text(self, words: str) -> None:
        if self.inside[-1:] in (["v"], ["t"]) and "rPh" not in self.inside:
            self.words.append(words)

    def end(self, name: str) -> None:
        self.inside.pop()
        if name == "c" and self.words and self.column > WIDEST:
            self.beyond = True
        elif name == "c" and self.words:
            self.found.setdefault(self.row, {})[self.column] = self._value("".join(self.words))

    def _value(self, said: str) -> str:
        if self.kind == "s":
            at = int(said) if said.strip().isdecimal() else -1
            return self.shared[at] if 0 <= at < len(self.shared) else ""
        if self.kind == "b":
            return "yes" if said.strip() == "1" else "no"
        if self.kind == "n":
            return said.removesuffix(".0")
        return _unescaped(said)

    def rows(self) -> list[tuple[int, list[str]]]:
        return [
            (row, [cells.get(column, "") for column in range(1, max(cells) + 1)])
            for row, cells in sorted(self.found.items())
        ]


def _number(letters: str) -> int:
    number = 0
    for one in letters:
        number = 26 * number + ord(one) - 64
    return number


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def long_cells(rows: Iterable[Sequence[str | float]]) -> int:
    """Count the cells that are longer than Excel takes."""
    return sum(1 for row in rows for cell in row if len(str(cell).encode("utf-16-le")) // 2 > LONGEST_CELL)
