"""The words of an HTML document, and the way from positions among its bare words to a readable text.

What counts positions in HTML counts the words between the tags alone, so that two paragraphs may follow each
other without anything between them; here each stands on lines of its own.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from html.parser import HTMLParser

from qualbench.interchange.positions import plain_breaks

_BLOCKS = frozenset(
    {
        *(
            "address",
            "article",
            "aside",
            "blockquote",
            "br",
            "dd",
            "div",
            "dl",
            "dt",
            "fieldset",
            "figcaption",
        ),
        *(
            "figure",
            "footer",
            "form",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "header",
            "hr",
            "li",
            "main",
            "nav",
        ),
        *("ol", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    }
)
_SILENT = frozenset({"script", "style", "head", "title"})


class HtmlText(HTMLParser):
    """A document's words.

    Attributes:
        bare: The words between the tags, as they are counted.
        text: The same with a line end after each block that has none.
    """

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self._bare: list[str] = []
        self._text: list[str] = []
        self._length = 0
        self._breaks: list[int] = []
        self._fresh = True
        self._silent = 0
        self.feed(plain_breaks(html))
        self.close()
        self.bare, self.text = "".join(self._bare), "".join(self._text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element."""
        if tag in _SILENT:
            self._silent += 1
        elif tag in _BLOCKS:
            self._break()

    def handle_endtag(self, tag: str) -> None:
        """End an element."""
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _BLOCKS:
            self._break()

    def handle_data(self, data: str) -> None:
        """Take words."""
        if self._silent or not data:
            return
        self._bare.append(data)
        self._text.append(data)
        self._length += len(data)
        self._fresh = data.endswith("\n")

    def _break(self) -> None:
        if not self._fresh:
            self._breaks.append(self._length)
            self._text.append("\n")
            self._fresh = True

    def stretch(self, start: int, end: int) -> tuple[int, int]:
        """Return where a stretch of the bare words is in the text."""
        return start + bisect_right(self._breaks, start), end + bisect_left(self._breaks, end)
