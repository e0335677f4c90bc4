from __future__ import annotations

import pytest

from qualbench.codebook.matching import walk_entries
from qualbench.errors import FileProblem
from qualbench.interchange.formats import read_bytes
from qualbench.interchange.tables import read_csv, write_csv
from qualbench.interchange.xlsx import read_xlsx, write_xlsx
from tests.codebook.made import book, code, number, small
from tests.interchange.made import REAL, told, tree, zipped

SEQUENCE = REAL / "data" / "swj2022" / "codebooks"


def test_a_table_has_a_row_a_code_with_the_path_of_its_parent() -> None:
    lines = write_csv(small()).decode("utf-8-sig").split("\r\n")
    assert lines[0].startswith("id,name,parent,color,definition,full definition,use when,not when,examples,")
    assert lines[1].startswith(f"{number(1)},Barriers,,,What stands in the way.,")
    assert f'{number(2)},Cost,Barriers,#0072B2,,,,,"• It was dear.\n• No: never.",' in "\r\n".join(lines)


def test_no_cell_can_be_read_as_a_formula() -> None:
    odd = book(code(1, "=SUM(A1)", definition="- a dash", notes="'=x"))
    assert b"'=SUM(A1)" in write_csv(odd)
    (entry,) = read_csv("a.csv", write_csv(odd)).entries
    assert (entry.name, entry.definition, entry.notes) == ("=SUM(A1)", "- a dash", "'=x")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Taguette, before and since it has parents
        ("tag,description,number of highlights\nB,of b,3\nA,,1\n", ["B", "A"]),
        ("tag,parent,description,number of highlights\nc,b,,1\na,,,2\nb,a,x,3\n", [["a", [["b", ["c"]]]]]),
        # MAXQDA, old and new
        ("Code,Memo\nA,x\nA > B,y\nC\\D\\E,z\n", [["A", ["B"]], ["C", [["D", ["E"]]]]]),
        # NVivo
        ("Hierarchical Name,Description\nNodes\\\\A,\nNodes\\\\A\\B,x\n", [["A", ["B"]]]),
        # ATLAS.ti
        ("Code;Comment;Code Group 1\nA;x;g\nB;;g\n", ["A", "B"]),
        # QualCoder: no headings
        ("cat1>>code1,a memo\ncat1>>code1>>>sub,\n", [["cat1", [["code1", ["sub"]]]]]),
        ("A\nB\n", ["A", "B"]),
        # people
        ("name\n A\nB\n", None),
        ("Code\tDefinition\nA\tx\n  B\ty\n    C\tz\n  D\t\n", [["A", [["B", ["C"]], "D"]]]),
        ("sep=;\nname;parent\nA;\nB;A\n", [["A", ["B"]]]),
        ("id,name,parent id\n1,A,\n2,B,1\n3,C,2\n", [["A", [["B", ["C"]]]]]),
        ("path,color\nA > B,#fff000\n\nA > C,\n", [["A", ["B", "C"]]]),
        ("name,parent\nA,\nX,A\nB,\nX,B\nY,B > X\n", [["A", ["X"]], ["B", [["X", ["Y"]]]]]),
    ],
)
def test_the_tables_of_people_and_programs_are_read(text: str, expected: list[object] | None) -> None:
    file = read_csv("a.csv", text.encode())
    assert not [one for one in file.problems if one.serious], told(file)
    assert tree(file.entries) == (expected if expected is not None else ["A", "B"])


def test_columns_that_are_not_taken_over_are_named() -> None:
    file = read_csv("a.csv", b"tag,description,number of highlights\nA,x,3\n")
    assert told(file) == ["1 Not taken over: the column “number of highlights”."]
    assert file.entries[0].given == {"name", "definition"}


def test_every_field_is_taken_from_its_column() -> None:
    head = "Code,Colour,Inclusion criteria,Exclusion,Typical example,Origin,In vivo,Status,Level,Properties"
    row = 'A,"rgb(0,0,255)",now,never,"one\ntwo",A priori,x,Retired,latent,"- risk: high\n- x\\: y: z"'
    (entry,) = read_csv("a.csv", f"{head}\n{row}\n".encode()).entries
    assert (entry.color, entry.when, entry.when_not, entry.examples) == (
        "#0000FF",
        "now",
        "never",
        ("one", "two"),
    )
    assert (entry.origin, entry.in_vivo, entry.status, entry.level) == ("a priori", True, "retired", "latent")
    assert entry.properties == (("risk", "high"), ("x: y", "z"))


def test_a_parent_may_be_called_as_it_was_before_it_was_renamed() -> None:
    made = write_csv(small()).decode("utf-8-sig").replace(",Barriers,", ",Obstacles,", 1).encode()
    assert told(read_csv("a.csv", made))[0] == "*3 The parent “Barriers” of “Cost” is not in the table."
    file = read_csv("a.csv", made, {"Barriers": number(1)})
    assert tree(file.entries) == [["Obstacles", ["Cost", "Distance"]], "Hope"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name,parent\nA,\nB,Nobody\n", "*3 The parent “Nobody” of “B” is not in the table."),
        ("name,parent\nA,B\nB,A\nC,\n", "*2 “A” stands under itself."),
        ("name,parent\nA,A\nB,\n", "*2 “A” stands under itself."),
        ("name,definition\nA,x\n,y\n", "*3 A code has no name here."),
        ("name,definition\nA,x\nA,y\n", "*3 “A” is there twice (first on line 2)."),
        ("name,parent\nA,\nB,A\nB,A\n", "*4 “B” is there twice under one parent (first on line 3)."),
        (
            "name,parent\nX,\nA,X\nB,\nA,B\nC,A\n",
            "*6 “A” is the name of 2 codes; which is the parent of “C”?",
        ),
        ("name,status\nA,retird\n", "*2 “retird” is no status."),
        ("name,color\nA,blueish\n", "*2 “blueish” is no colour."),
        ("name,in vivo\nA,perhaps\n", "*2 “perhaps” is neither yes nor no."),
        ("name,definition\nA,one, two\n", "*2 The row has 3 cells, and there are 2 columns."),
        ('name,definition\nA,x\nB,"open\nC,y\n', "*3 A quote is opened here and never closed"),
        ('name,definition\nA,"x\ny"\n,z\n', "*4 A code has no name here."),
    ],
)
def test_a_bad_row_is_named_with_its_line(text: str, said: str) -> None:
    assert any(one.startswith(said) for one in told(read_csv("a.csv", text.encode())))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (
            b"a,b,c\n1,2,3\n",
            "a.csv, line 1: no column is named as that of the codes' names; there are: “a”, “b”",
        ),
        (b" \n\n", "a.csv: the file is empty."),
        (b",,\n,,\n", "a.csv: the table is empty."),
        (b"\x00\x01\x02\x03\x04" * 9, "a.csv: this is no text file."),
    ],
)
def test_what_is_no_table_of_codes_gets_a_sentence(data: bytes, said: str) -> None:
    with pytest.raises(FileProblem) as caught:
        read_bytes("a.csv", data, "csv")
    assert caught.value.message.startswith(said)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_any_encoding_is_read(encoding: str) -> None:
    (entry,) = read_csv("a.csv", "name;definition\nNähe;“bei uns”, sagt sie\n".encode(encoding)).entries
    assert (entry.name, entry.definition) == ("Nähe", "“bei uns”, sagt sie")


SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def workbook(sheet: str, shared: str = "", first: str = "<row><c t='str'><v>about</v></c></row>") -> bytes:
    """A spreadsheet of two sheets as other programs write it: shared texts, numbers, absolute targets."""
    links = "<Relationships>" + "".join(
        f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for name, kind, target in (
            ("a", "worksheet", "/xl/worksheets/one.xml"),
            ("b", "worksheet", "worksheets/two.xml"),
            ("c", "sharedStrings", "sharedStrings.xml"),
        )
    )
    return zipped(
        {
            "_rels/.rels": f'<Relationships><Relationship Id="x" Type="{OFFICE}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}"><sheets>'
            '<sheet name="Notes" r:id="a"/><sheet name="Codes" r:id="b"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f"{links}</Relationships>",
            "xl/sharedStrings.xml": f'<sst xmlns="{SHEET}">{shared}</sst>',
            "xl/worksheets/one.xml": f'<worksheet xmlns="{SHEET}"><sheetData>{first}</sheetData></worksheet>',
            "xl/worksheets/two.xml": f'<worksheet xmlns="{SHEET}"><sheetData>{sheet}</sheetData></worksheet>',
        }
    )


def test_a_spreadsheet_of_another_program_is_read() -> None:
    shared = "<si><t>tag</t></si><si><r><t>Co</t></r><r><t>st</t></r><rPh><t>x</t></rPh></si>"
    sheet = (
        "<row r='1'><c r='A1' t='s'><v>0</v></c><c r='C1' t='inlineStr'><is><t>description</t></is></c></row>"
        "<row r='4'><c r='A4' t='s'><v>1</v></c><c r='B4'><v>5</v></c>"
        "<c r='C4' t='str'><v>a_x000D_b</v></c></row>"
        "<row><c><v>2019.0</v></c><c/><c t='b'><v>1</v></c></row>"
    )
    file = read_xlsx("a.xlsx", workbook(sheet, shared))
    assert [(one.name, one.definition, one.line) for one in file.entries] == [
        ("Cost", "a\rb", 4),
        ("2019", "yes", 5),
    ]
    assert told(file) == ["The sheet “Codes” is read; not taken over: “Notes”."]


def test_cells_far_to_the_right_fill_no_memory() -> None:
    sheet = "<row r='1'><c t='str'><v>name</v></c></row>"
    sheet += "".join(
        f"<row><c t='str'><v>A{at}</v></c><c r='XFD{at}'><v>1</v></c></row>" for at in range(2, 9)
    )
    file = read_xlsx("a.xlsx", workbook(sheet, first=""))
    assert told(file) == ["Columns after the 256th are not read."]
    assert len(file.entries) == 7


def test_a_bad_row_of_a_spreadsheet_is_named() -> None:
    sheet = "<row r='1'><c t='str'><v>name</v></c><c t='str'><v>status</v></c></row>"
    sheet += "<row r='7'><c t='str'><v>A</v></c><c t='str'><v>gone</v></c></row>"
    assert "*7 “gone” is no status." in told(read_xlsx("a.xlsx", workbook(sheet)))


BOMB = '<!DOCTYPE a [<!ENTITY x "y">]>'


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"name,definition\n", "it is no spreadsheet"),
        (zipped({"a.txt": "x"}), "it is no spreadsheet"),
        (write_xlsx(small())[:-60], "it is no spreadsheet"),
        (workbook("<row>"), "(xl/worksheets/two.xml), line 1: it is not well-formed XML"),
        (workbook("", first=""), "the table is empty"),
        (workbook(" " * (65 * 2**20)), "larger than 64 MB"),
        (zipped({"_rels/.rels": f"{BOMB}<Relationships/>"}), "document type of its own"),
    ],
    ids=["text", "zip", "cut", "broken", "empty", "bomb", "entity"],
)
def test_what_is_no_spreadsheet_of_codes_gets_a_sentence(data: bytes, said: str) -> None:
    with pytest.raises(FileProblem) as caught:
        read_bytes("a.xlsx", data, "xlsx")
    assert said in caught.value.message


@pytest.mark.skipif(not SEQUENCE.exists(), reason="no real codebooks beside the project")
def test_a_real_sequence_of_codebooks_is_read() -> None:
    sizes = []
    for path in sorted(SEQUENCE.glob("*.csv")):
        file = read_csv(path.name, path.read_bytes())
        assert told(file) == ["1 Not taken over: the column “number of highlights”."]
        sizes.append(len(list(walk_entries(file.entries))))
    assert sizes == [120, 80, 61, 49, 41, 25]
