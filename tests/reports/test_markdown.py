"""Blocks as Markdown, read back by a CommonMark parser."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from qualbench.reports.markdown import render_markdown
from qualbench.reports.report import Heading, Items, Paragraph, Quote, Report, Run, Table, paragraph, strong

READER = MarkdownIt("commonmark").enable("table").enable("strikethrough")

NASTY = (
    "# a heading",
    "- a point",
    "+ a point",
    "7. seven",
    "> said",
    "===",
    "---",
    "***",
    "```",
    "~~~",
    "    indented",
    "<script>alert(1)</script>",
    "<!-- a comment",
    "-->",
    "[a](http://b.example)",
    "![a](b)",
    "[a]: http://b.example",
    "*loud* and __louder__ and ~~not~~",
    "a | b",
    "a\\",
    "&lt;b&gt;",
    "`code`",
    "C #",
    "=cmd()",
    "| a | b |\n| --- | --- |",
    "line\nbreak",
    "ثم ذهبت ‮ back",
    "🫀👩‍👩‍👧",
)


def shape(report: Report) -> list[str]:
    """Return the kinds of blocks that a reader sees."""
    return [token.type for token in READER.parse(render_markdown(report).decode()) if token.nesting >= 0]


def shown(source: str) -> str:
    """Return the words that a reader sees."""
    tokens = [child for token in READER.parse(source) for child in (token.children or [token])]
    return "".join(
        "\n" if token.type in ("hardbreak", "softbreak") else token.content
        for token in tokens
        if token.type in ("text", "text_special", "hardbreak", "softbreak", "fence", "code_inline")
    )


def everywhere(text: str) -> Report:
    return Report(
        text,
        (
            Heading(1, text),
            paragraph(text),
            paragraph(strong("Definition: "), text),
            Items(((Run(text),), (strong("a "), Run(text)))),
            Table(text, ("one", text), ((text, "1"), ("b", text))),
            Quote("Plain words.", text, "id-1"),
            Paragraph((Run("The end."),)),
        ),
    )


@pytest.mark.parametrize("text", NASTY)
def test_no_text_makes_markup(text: str) -> None:
    plain = shape(everywhere("plain words"))
    assert [one for one in shape(everywhere(text)) if one != "hardbreak"] == plain


@pytest.mark.parametrize("text", NASTY)
def test_text_reads_as_it_was_written(text: str) -> None:
    source = render_markdown(Report("t", (paragraph(text),))).decode().split("\n\n", 1)[1]
    assert shown(source).split() == text.split()


@pytest.mark.parametrize("text", [*NASTY, "Yes. [laughs] No...", "a\n\nb", "ends with a blank ", "````\n```"])
def test_a_quote_stands_verbatim_and_breaks_nothing(text: str) -> None:
    report = Report("t", (Quote(text, "(Ada)", "id-1"), Heading(1, "After"), paragraph("[a] stays")))
    made = render_markdown(report).decode()
    assert text in made
    assert "<!-- segment id-1 -->" in made
    tokens = [token for token in READER.parse(made) if token.type in ("heading_open", "html_block", "inline")]
    assert [token.tag for token in tokens if token.type == "heading_open"] == ["h1", "h2"]
    assert [token.content.strip() for token in tokens if token.type == "html_block"] == [
        "<!-- segment id-1 -->"
    ]
    assert not any(
        child.type in ("html_inline", "link_open", "image")
        for token in tokens
        for child in (token.children or ())
    )


@given(st.text(max_size=60))
@example("a\r\nb")
@example("0.")
@settings(max_examples=200, deadline=None)
def test_any_quote_stands_verbatim_and_the_heading_after_it_is_one(text: str) -> None:
    report = Report("t", (Quote(text, "(Ada)", "id-1"), Heading(1, "After")))
    made = render_markdown(report).decode()
    assert text in made
    headings = [token.tag for token in READER.parse(made) if token.type == "heading_open"]
    assert headings == ["h1", "h2"]


@given(st.text(max_size=40))
@settings(max_examples=150, deadline=None)
def test_any_text_keeps_the_blocks_what_they_are(text: str) -> None:
    report = Report("t", (paragraph("x ", Run(text)), Items(((Run("x " + text),),)), Heading(1, "After")))
    wanted = ["heading_open", "paragraph_open", "bullet_list_open", "list_item_open", "paragraph_open"]
    opened = [kind for kind in shape(report) if kind.endswith("_open")]
    assert opened == [*wanted, "heading_open"]


def test_a_plain_quote_is_a_block_quote_with_its_segment_on_the_next_line() -> None:
    made = render_markdown(Report("t", (Quote("It was far.", "(Ada)", "id-1"),))).decode()
    assert made == "# t\n\n> It was far.\n>\n> (Ada)\n<!-- segment id-1 -->\n"
