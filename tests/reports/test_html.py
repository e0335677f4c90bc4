"""Blocks as one HTML file."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from qualbench.reports.html import render_html
from qualbench.reports.report import Heading, Items, Quote, Report, Run, Table, light, paragraph, strong

NASTY = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style></title></main>",
    "a & b &amp; c",
    "\x00\x1b[31m",
    "‮ثم ذهبت",
    "🫀👩‍👩‍👧",
    "line\nbreak",
    "{% raw %}",
)


class Shape(HTMLParser):
    """Collects tags and attributes' names."""

    def __init__(self) -> None:
        super().__init__()
        self.shape: list[tuple[str, ...]] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "br":
            self.shape.append((tag, *(name for name, _value in attrs)))
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def shape(text: str) -> list[tuple[str, ...]]:
    report = Report(
        text,
        (
            Heading(1, text),
            Heading(9, text),
            paragraph(text, strong(text), light(text)),
            Items(((Run(text),),), ordered=True),
            Table(text, (text, text), ((text, text), (text, text)), foot=1),
            Quote(text, text, text),
        ),
    )
    reader = Shape()
    reader.feed(render_html(report).decode())
    assert not reader.open
    return reader.shape


@pytest.mark.parametrize("text", NASTY)
def test_no_text_makes_markup(text: str) -> None:
    assert shape(text) == shape("plain words")


def test_a_table_is_readable_by_ear() -> None:
    made = render_html(
        Report("t", (Table("What it shows", ("who", "n"), (("Ada", "1"), ("all", "1")), 1),))
    ).decode()
    assert '<html lang="en">' in made
    assert "<caption><bdi>What it shows</bdi></caption>" in made
    assert '<th scope="col"><bdi>who</bdi></th>' in made
    assert '<th scope="row"><bdi>Ada</bdi></th><td><bdi>1</bdi></td>' in made
    assert '<tfoot>\n<tr><th scope="row"><bdi>all</bdi></th>' in made


def test_a_quote_keeps_its_segment_out_of_sight() -> None:
    made = render_html(Report("t", (Quote("It was\nfar.", "(Ada)", "id-1"),))).decode()
    assert '<figure class="quote" data-segment="id-1">' in made
    assert '<blockquote dir="auto">It was\nfar.</blockquote>' in made


def test_the_file_asks_nothing_of_the_network() -> None:
    made = render_html(Report("t", (paragraph("x"),))).decode()
    assert "default-src 'none'" in made
    for word in ("http://", "https://", "src=", "@import", "url("):
        assert word not in made
