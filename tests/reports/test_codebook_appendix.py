from __future__ import annotations

import io

import docx
import pytest

from qualbench.model.code import Codebook, CodeLevel, CodeStatus, Origin
from qualbench.reports.codebook_appendix import Example, NoCodes, build_appendix
from qualbench.reports.docx import render_docx
from qualbench.reports.markdown import render_markdown
from qualbench.reports.report import Heading, Table
from tests.codebook.made import book, code, number

CODES = book(
    code(1, "Access", definition="Getting there.", origin=Origin.A_PRIORI, source="Levesque 2013"),
    code(2, "Cost", 1, 0, when="Fares.\n\nFees.", when_not="Pride.", level=CodeLevel.SEMANTIC, in_vivo=True),
    code(3, "Bus", 2, examples=(number(50), "Two buses."), counter_examples=("A bus stop.",)),
    code(4, "Distance", 1, 1, full_definition="Miles and hours.", notes="See the map."),
    code(5, "Hope", position=1, status=CodeStatus.RETIRED, properties=(("risk", "low"),)),
)
EXAMPLES = {number(50): Example("The bus was late.", "(Ada)", number(50))}


def test_an_entry_says_all_that_a_code_says() -> None:
    text = render_markdown(build_appendix(CODES, EXAMPLES)).decode()
    assert text == (
        "# Codebook: Study\n\n"
        "## 1 Access\n\nGetting there.\n\n*a priori; source: Levesque 2013*\n\n"
        "### 1.1 Cost\n\n**Use when:** Fares.\n\nFees.\n\n**Not when:** Pride.\n\n*in vivo; semantic*\n\n"
        "#### 1.1.1 Bus\n\n**Examples:**\n\n"
        f"> The bus was late.\n>\n> (Ada)\n<!-- segment {number(50)} -->\n\n> Two buses.\n\n"
        "**Looks like it and is not:**\n\n> A bus stop.\n\n"
        "### 1.2 Distance\n\nMiles and hours.\n\nSee the map.\n\n"
        "## 2 Hope (retired)\n\n*risk: low*\n"
    )


def test_a_table_has_a_row_a_code_and_no_empty_column() -> None:
    (table,) = build_appendix(CODES, EXAMPLES, table=True).blocks
    assert isinstance(table, Table)
    assert table.words
    assert table.header == ("Code", "Definition", "Use when", "Not when", "Examples")
    assert [row[0] for row in table.rows] == [
        "1 Access",
        "1.1 Cost",
        "1.1.1 Bus",
        "1.2 Distance",
        "2 Hope (retired)",
    ]
    assert table.rows[2][4] == "“The bus was late.” (Ada); “Two buses.”"
    (bare,) = build_appendix(book(code(1, "A", definition="x")), {}, table=True).blocks
    assert isinstance(bare, Table)
    assert bare.header == ("Code", "Definition")


def test_a_word_document_opens_with_real_headings_and_the_same_bytes() -> None:
    report = build_appendix(CODES, EXAMPLES, author="Ana", date="2026-03-01T10:00:00Z")
    made = render_docx(report)
    assert made == render_docx(report)
    document = docx.Document(io.BytesIO(made))
    headed = [
        one.text for one in document.paragraphs if one.style and (one.style.name or "").startswith("Heading")
    ]
    assert headed == ["1 Access", "1.1 Cost", "1.1.1 Bus", "1.2 Distance", "2 Hope (retired)"]
    table = docx.Document(io.BytesIO(render_docx(build_appendix(CODES, {}, table=True)))).tables[0]
    assert len(table.rows) == 6


def test_no_codes_and_very_deep_ones() -> None:
    with pytest.raises(NoCodes):
        build_appendix(Codebook("", ()), {})
    deep = build_appendix(book(*(code(at, f"c{at}", at - 1 or None) for at in range(1, 20))), {})
    levels = [one.level for one in deep.blocks if isinstance(one, Heading)]
    assert levels[:6] == [1, 2, 3, 4, 5, 5]
    assert isinstance(deep.blocks[18], Heading)
    assert deep.blocks[18].text.startswith("1.1.1.1.1")
