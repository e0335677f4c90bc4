"""Word documents: everything that is said, in order, and what was left out."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from qualbench.errors import QualbenchError
from qualbench.model.document import Reading, Role
from qualbench.readers import word
from qualbench.readers.refusals import DamagedFile, EmptyFile, FileTooLarge
from qualbench.readers.registry import read_bytes, read_file

REAL = Path(__file__).parents[3] / "shared" / "data" / "qualcoder_examples" / "ID1.docx"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def package(body: str = "", prolog: str = "") -> bytes:
    """A Word file whose body is this XML."""
    held, made = io.BytesIO(), io.BytesIO()
    Document().save(held)
    xml = (
        f'<?xml version="1.0" encoding="UTF-8"?>{prolog}<w:document xmlns:w="{W}"'
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        f' xmlns:r="urn:r"><w:body>{body}</w:body></w:document>'
    )
    with zipfile.ZipFile(held) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part.filename, xml if part.filename == "word/document.xml" else old.read(part))
    return made.getvalue()


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def par(*inner: str, mark: str = "") -> str:
    return f"<w:p>{f'<w:pPr><w:rPr>{mark}</w:rPr></w:pPr>' if mark else ''}{''.join(inner)}</w:p>"


def table(*rows: list[str]) -> str:
    cells = ("".join(f"<w:tc>{cell}</w:tc>" for cell in row) for row in rows)
    return "<w:tbl><w:tblPr/><w:tblGrid/>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def read(body: str) -> Reading:
    return read_bytes("talk.docx", package(body))


def said(reading: Reading) -> list[tuple[str | None, str, float | None]]:
    return [(turn.speaker, reading.text[turn.start : turn.end], turn.time) for turn in reading.turns]


def messages(reading: Reading) -> str:
    return " ".join(problem.message for problem in reading.problems)


def test_a_document_as_word_writes_it() -> None:
    document = Document()
    document.add_heading("A talk")
    paragraph = document.add_paragraph()
    paragraph.add_run("Interviewer:").bold = True
    paragraph.add_run(" How was it?\tAnd\nnow?")
    document.add_paragraph("")
    document.add_paragraph("Anna: Green.")
    held = io.BytesIO()
    document.save(held)
    reading = read_bytes("talk.docx", held.getvalue())
    assert reading.text == "A talk\nInterviewer: How was it?\tAnd\nnow?\n\nAnna: Green."
    assert [turn.speaker for turn in reading.turns] == [None, "Interviewer", "Anna"]
    assert (reading.format, reading.encoding) == ("docx", "unicode")
    assert not reading.problems


def test_paragraphs_and_tables_come_in_order() -> None:
    reading = read(par(run("one")) + table([par(run("two")), par(run("three"))]) + par(run("four")))
    assert reading.text == "one\ntwo\tthree\nfour"
    assert not any(problem.serious for problem in reading.problems)


def test_tracked_changes_are_read_as_accepted_and_counted() -> None:
    reading = read(
        par(
            run("I "),
            f"<w:del>{run('never ').replace('w:t', 'w:delText')}</w:del>",
            f"<w:ins>{run('always ')}</w:ins>",
            run("walk"),
            mark="<w:del/>",
        )
        + par(
            run(" home"), f"<w:moveFrom>{run('late')}</w:moveFrom>", f"<w:moveTo>{run(' early')}</w:moveTo>"
        )
    )
    assert reading.text == "I always walk home early"
    assert "4 tracked changes are read as accepted (2 deletions, 1 insertion, 1 move)" in messages(reading)
    assert not any(problem.serious for problem in reading.problems)


def test_links_fields_and_controls_keep_their_words() -> None:
    reading = read(
        par(
            f"<w:hyperlink>{run('the page')}</w:hyperlink>",
            f"<w:fldSimple>{run(' of the')}</w:fldSimple>",
            f"<w:smartTag>{run(' town')}</w:smartTag>",
            "<w:r><w:instrText>HYPERLINK x</w:instrText></w:r>",
        )
        + f"<w:sdt><w:sdtPr/><w:sdtContent>{par(run('inside'))}</w:sdtContent></w:sdt>"
    )
    assert reading.text == "the page of the town\ninside"
    assert "were read" not in messages(reading)


def test_notes_comments_and_boxes_are_counted_and_named() -> None:
    box = f"<w:r><w:pict><w:txbxContent>{par(run('boxed words'))}</w:txbxContent></w:pict></w:r>"
    reading = read(
        par(run("said"), "<w:r><w:footnoteReference/><w:commentReference/></w:r>", box)
        + par("<w:r><w:footnoteReference/></w:r>")
    )
    assert reading.text == "said"
    assert "2 footnotes are not part of the text." in messages(reading)
    assert "1 comment is not part of the text." in messages(reading)
    assert "1 text box with 2 words is not part of the text." in messages(reading)
    assert "were read" not in messages(reading)


TABLES = {
    "header": [
        ["Time", "Speaker", "Transcript"],
        ["00:00:05", "Dan", "So?"],
        ["0:09", "Anna:", "Well: it rained."],
        ["", "", "A lot."],
    ],
    "header, other order": [
        ["Speaker", "Text", "Time"],
        ["Dan", "So?", "0:05"],
        ["Anna", "Well: it rained.\nA lot.", "[0:09]"],
    ],
    "no header": [
        ["0:05", "Dan:", "So, how was all of it for you?"],
        ["0:09", "Anna:", "Well: it rained."],
        ["0:12", "Dan:", "Oh."],
        ["0:13", "Anna:", "A lot."],
    ],
    "roles": [
        ["Interviewer:", "So, how was all of it for you?"],
        ["P1:", "Well: it rained, you know. A lot."],
    ],
}


@pytest.mark.parametrize("name", TABLES)
def test_a_transcript_in_a_table(name: str) -> None:
    rows = [[par(*(run(line) for line in [cell])) for cell in row] for row in TABLES[name]]
    body = table(*rows).replace("\n", "</w:t></w:r></w:p><w:p><w:r><w:t>")
    reading = read(body)
    turns = said(reading)
    assert [turn[0] for turn in turns[:2]] == (["Interviewer", "P1"] if name == "roles" else ["Dan", "Anna"])
    assert turns[0][1].startswith("So")
    assert turns[1][1].startswith("Well: it rained")
    if name != "roles":
        assert [turn[2] for turn in turns[:2]] == [5.0, 9.0]
    assert "words were read" not in messages(reading)
    assert "Speaker" not in reading.text


def test_a_table_in_a_cell_and_merged_cells() -> None:
    inner = table([par(run("deep")), par(run("deeper"))])
    reading = read(table([par(run("top")) + inner + par(), par()], [par(run("wide"))]))
    assert reading.text.split() == ["top", "deep", "deeper", "wide"]
    assert "were read" not in messages(reading)


def test_a_difference_in_words_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word, "_count_words_flat", lambda _body: 5)
    reading = read(par(run("three words here")))
    assert reading.problems[0].serious
    assert "3 words were read and the file holds 5" in reading.problems[0].message


def test_dan_and_the_participant() -> None:
    reading = read("".join(par(run("Dan: So?")) + par(run("Participant: Well.")) for _ in range(3)))
    assert reading.roles == {"Dan": Role.INTERVIEWER, "Participant": Role.PARTICIPANT}


def test_an_empty_document() -> None:
    with pytest.raises(EmptyFile):
        read(par())


def test_bombs_are_refused_before_they_grow(monkeypatch: pytest.MonkeyPatch) -> None:
    prolog = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    with pytest.raises(DamagedFile, match="document type"):
        read_bytes("talk.docx", package(par(run("&b;")), prolog))
    monkeypatch.setattr(word, "PART", 2**20)
    with pytest.raises(FileTooLarge):
        read(par(run("a" * 2**21)))
    monkeypatch.setattr(word, "UNPACKED", 2**20)
    with pytest.raises(FileTooLarge):
        read(par(run("a" * 2**21)))


@pytest.mark.parametrize(
    "body", ["<w:p>", "<w:p></w:q>", "\x01", "<w:tbl><w:tr/></w:tbl>", "<w:tbl/>", "<x:y/>"]
)
def test_broken_inside(body: str) -> None:
    with pytest.raises(QualbenchError):
        read(body)


def test_deep_nesting_is_bounded() -> None:
    with pytest.raises(QualbenchError):
        read("<w:sdt>" * 5000 + "</w:sdt>" * 5000)


WHOLE = package(par(run("Interviewer: hello there")) + par(run("Anna: hi")))


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(WHOLE)), st.binary(min_size=1, max_size=8), st.booleans())
def test_a_damaged_file_is_read_or_refused(at: int, junk: bytes, cut: bool) -> None:
    try:
        read_bytes("talk.docx", WHOLE[:at] + junk + (b"" if cut else WHOLE[at + len(junk) :]))
    except QualbenchError as error:
        assert error.message


XML = st.lists(
    st.sampled_from(
        ["<w:p>", "</w:p>", "<w:r>", "</w:r>", "<w:t>a</w:t>", "<w:tbl>", "</w:tbl>", "<w:tr>", "</w:tr>"]
    ),
    max_size=20,
)


@settings(max_examples=60, deadline=None)
@given(XML)
def test_any_elements_are_read_or_refused(pieces: list[str]) -> None:
    try:
        read("".join(pieces))
    except QualbenchError as error:
        assert error.message


@pytest.mark.skipif(not REAL.exists(), reason="no real document beside the project")
def test_a_real_document() -> None:
    reading = read_file(REAL)
    assert len(reading.turns) == 3
    assert "words were read" not in messages(reading)
