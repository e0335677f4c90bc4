"""Manuscripts as they lie on the disk, in made-up words."""

from __future__ import annotations

import io

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualbench.readers.manuscript import Manuscript, Mark, Passage, read_manuscript


def read(text: str, ending: str = "html") -> Manuscript:
    return read_manuscript(f"paper.{ending}", text.encode())


def test_a_page_that_was_never_closed() -> None:
    made = read(
        "<p>One <b>two<p>three<blockquote>four<table data-table='t'><tr><th>x<th data-id='c'>y<tr>"
        "<th data-id='r'>r<td>5"
    )
    assert [one.text for one in made.passages][:3] == ["One two", "three", "four"]
    assert made.passages[2].quoted == "block"
    assert made.numbers == (("t/r/c", "5"),)


def test_a_long_page_of_paragraphs_that_nobody_closed_is_read() -> None:
    made = read("<p>One." * 20_000 + "<ul>" + "<li>two" * 20_000)
    assert len(made.passages) == 40_000


def test_words_that_nobody_sees_are_no_words() -> None:
    assert read("<title>x</title><script>“y”</script><p>seen</p>").passages == (Passage("seen"),)


def test_a_number_in_a_sentence_and_one_in_a_table() -> None:
    made = read(
        '<p>By <span data-number="n/a-b"><b>3 of\n 4</b></span>.</p><table data-table="t"><thead><tr>'
        '<th>x</th><th data-id="c-1">y</th></tr></thead><tbody><tr><th data-id="r-1">r</th>'
        "<td><i>5</i></td></tr></tbody></table>"
    )
    assert made.numbers == (("n/ab", "3 of 4"), ("t/r1/c1", "5"))


def test_a_quote_in_a_sentence_keeps_its_place() -> None:
    (passage,) = read('<p>She said <span data-segment="id1">“no way”</span> twice.</p>').passages
    assert passage.marks == (Mark("segment/id1", 9, 17),)


def test_a_comment_below_a_block_quote_is_of_its_first_paragraph() -> None:
    made = read("> We went.\n>\n> (Ada)\n<!-- segment id-1 -->\n\n> Others.\n", "md")
    assert [(one.text.strip(), one.marks) for one in made.passages] == [
        ("We went.", (Mark("segment/id1", 0, 8),)),
        ("(Ada)", ()),
        ("Others.", ()),
    ]


def test_word_paragraphs_with_deletions_links_and_a_bookmark_over_two() -> None:
    document = docx.Document()
    first, second = document.add_paragraph("One "), document.add_paragraph("two")
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for edge, at in (("Start", first), ("End", second)):
        mark = OxmlElement(f"w:bookmark{edge}")
        mark.set(qn("w:id"), "7")
        if edge == "Start":
            mark.set(qn("w:name"), "_segabcd")
        at._p.append(mark) if edge == "End" else at._p.insert(0, mark)
    gone = OxmlElement("w:del")
    gone.append(docx.Document().add_paragraph("gone").runs[0]._r)
    second._p.append(gone)
    buffer = io.BytesIO()
    document.save(buffer)
    made = read_manuscript("x.docx", buffer.getvalue())
    assert made.passages == (
        Passage("One ", "", (Mark("segment/abcd", 0, 4),)),
        Passage("two", "", (Mark("segment/abcd", 0, 3),)),
    )


def test_an_indented_word_paragraph_may_be_a_quote() -> None:
    from docx.shared import Cm

    document = docx.Document()
    document.add_paragraph("Set in").paragraph_format.left_indent = Cm(1)
    document.add_paragraph("A point", style="List Bullet").paragraph_format.left_indent = Cm(0.1)
    buffer = io.BytesIO()
    document.save(buffer)
    assert [one.quoted for one in read_manuscript("x.docx", buffer.getvalue()).passages] == ["indented", ""]


@pytest.mark.parametrize("ending", ["md", "html"])
@given(text=st.text(alphabet="<>/bp!-td=\"' \n|>`#a&;", min_size=1, max_size=80))
def test_any_text_is_read(ending: str, text: str) -> None:
    if text.strip():
        read(text, ending)
