"""An HTML page, or Markdown made into one, as a manuscript: quotes, tables, and what is out of sight."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

from qualbench.model.evidence import LOCK, plain_key, segment_key, segment_of
from qualbench.readers.manuscript import Manuscript, Mark, Passage

_BLOCKS = frozenset(
    (
        *(
            "p",
            "li",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "blockquote",
            "figure",
            "figcaption",
            "div",
            "section",
        ),
        *(
            "article",
            "main",
            "header",
            "footer",
            "aside",
            "table",
            "thead",
            "tbody",
            "tfoot",
            "tr",
            "td",
            "th",
        ),
        *("caption", "pre", "dt", "dd", "dl", "ul", "ol", "body", "address", "hr"),
    )
)
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr")
)
#: What a tag ends where nobody has: old pages close neither paragraphs nor cells.
_ENDS = {
    **dict.fromkeys(_BLOCKS, frozenset(("p",))),
    "li": frozenset(("li", "p")),
    "dt": frozenset(("dt", "dd", "p")),
    "dd": frozenset(("dt", "dd", "p")),
    "td": frozenset(("td", "th", "p")),
    "th": frozenset(("td", "th", "p")),
    "tr": frozenset(("td", "th", "tr", "p")),
}
_UNSEEN = frozenset(("script", "style", "title", "svg", "template"))
_COMMENT = re.compile(r"(segment|table|row|column) ([\w-]+)")


def read_page(text: str) -> Manuscript:
    """Return the passages and numbers of a page."""
    reader = _Page()
    reader.feed(text)
    reader.close()
    reader.end()
    return Manuscript(tuple(reader.passages), tuple(reader.numbers), reader.lock)


class _Page(HTMLParser):
    """Collects passages; what is not closed is closed by what comes after."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.passages: list[Passage] = []
        self.numbers: list[tuple[str, str]] = []
        self.lock = ""
        self._open: list[tuple[str, str, int]] = []  # tag, key, where its words begin
        self._pieces: list[str] = []
        self._length = 0
        self._marks: list[Mark] = []
        self._pending = ""  # the segment of a figure, whose words are those of its block quote alone
        self._quote: list[int] = []  # the passages of the last block quote or fence
        self._table = self._next_table = ""
        self._columns: list[str] = []
        self._row: list[tuple[str, str]] = []
        self._cell = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a passage, a cell or words with a key."""
        known = {name: value or "" for name, value in attrs}
        if tag == "meta" and known.get("name") == LOCK:
            self.lock = known.get("content", "")
        while self._open and self._open[-1][0] in _ENDS.get(tag, ()):
            self.handle_endtag(self._open[-1][0])
        if tag in _BLOCKS:
            self.end_passage()
        if tag == "br":
            self.handle_data("\n")
        if tag in _VOID:
            return
        key = ""
        if "data-number" in known:
            key = plain_key(known["data-number"])
        elif segment := known.get("data-segment"):
            key = plain_key(segment_key(segment))
            if tag == "figure":
                self._pending, key = key, ""
        if tag in ("blockquote", "pre") and not self._inside("blockquote", "pre"):
            self._quote = []
            key, self._pending = key or self._pending, ""
        if tag == "table":
            self._table, self._next_table = known.get("data-table") or self._next_table, ""
            self._columns = []
        if tag == "tr":
            self._row = []
        if tag in ("td", "th"):
            self._cell = known.get("data-id", "")
        self._open.append((tag, key, self._length))

    def handle_endtag(self, tag: str) -> None:
        """End what the tag ends, with all that was left open in it."""
        if tag not in (one[0] for one in self._open):
            return
        while True:
            closed, key, start = self._open[-1]
            if key and not segment_of(key):
                words = " ".join("".join(self._pieces)[start:].split())
                self.numbers.append((key, words))
            elif key:
                self._marks.append(Mark(key, start, self._length))
            if closed in ("td", "th"):
                self._row.append((" ".join("".join(self._pieces).split()), plain_key(self._cell)))
            if closed in _BLOCKS:
                self._open[-1] = (closed, "", 0)  # its mark is made
                self.end_passage()
            self._open.pop()
            if closed == "tr":
                self._end_row()
            if closed == tag:
                return

    def _end_row(self) -> None:
        if not self._table:
            return
        if not self._columns:
            self._columns = [of for _words, of in self._row]
        elif self._row and (row := self._row[0][1]):
            for (words, _of), column in zip(self._row[1:], self._columns[1:], strict=False):
                if column:
                    self.numbers.append((f"{self._table}/{row}/{column}", words))

    def handle_data(self, data: str) -> None:
        """Take words that are seen."""
        if not self._inside(*_UNSEEN):
            self._pieces.append(data)
            self._length += len(data)

    def handle_comment(self, data: str) -> None:
        """Take what Markdown keeps out of sight."""
        said = data.strip()
        if said.startswith(f"{LOCK} "):
            self.lock = said.removeprefix(LOCK).strip()
        found = _COMMENT.fullmatch(said)
        if found is None:
            return
        what, of = found.groups()
        if what in ("row", "column"):
            self._cell = of
        elif what == "table":
            self._next_table = plain_key(of)
        elif self._quote:
            self.end_passage()
            first = self._quote[0]
            passage = self.passages[first]
            mark = Mark(plain_key(segment_key(of)), 0, len(passage.text))
            self.passages[first] = replace(passage, marks=(mark,))
            self._quote = []

    def end(self) -> None:
        """End what the page has left open."""
        while self._open:
            self.handle_endtag(self._open[-1][0])
        self.end_passage()

    def _inside(self, *tags: str) -> bool:
        return any(one[0] in tags for one in self._open)

    def end_passage(self) -> None:
        """Keep the words since the last one, if there are any."""
        text = "".join(self._pieces)
        for place, (tag, key, start) in enumerate(self._open):
            if key and segment_of(key) and start < self._length:
                self._marks.append(Mark(key, start, self._length))
            self._open[place] = (tag, key, 0)
        if text.strip():
            quoted = self._inside("blockquote")
            if quoted or self._inside("pre"):
                self._quote.append(len(self.passages))
            self.passages.append(Passage(text, "block" if quoted else "", tuple(self._marks)))
        self._pieces, self._length, self._marks = [], 0, []
