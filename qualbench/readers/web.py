"""Web pages, saved or pasted: the text of the page without its furniture, and what was left out.

Furniture is what every page of a site has: navigation, banners, cookie notices, share buttons, related links,
footers. It is known by its element, its role, or the words of its class and id; the page's own article, where
it names one, is taken whole. Nothing is fetched, and no script runs.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from lxml import etree, html

from qualbench.model.document import DocumentKind, Problem, Reading, count_words
from qualbench.readers.plain import decode, reading_of
from qualbench.readers.refusals import DamagedFile, EmptyFile
from qualbench.readers.tables import table_lines
from qualbench.readers.turns import find_turns

if TYPE_CHECKING:
    from collections.abc import Iterator


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Elements that hold no words of the page.
_SILENT = _set(
    "script style noscript template head svg math canvas iframe object embed audio video map button input "
    "select textarea option datalist dialog progress meter"
)
_FURNITURE = {"nav": "navigation", "footer": "footer", "aside": "sidebar", "menu": "navigation"}
_ROLES = {
    "navigation": "navigation",
    "banner": "page head",
    "contentinfo": "footer",
    "complementary": "sidebar",
    "search": "search",
    "dialog": "notice",
    "alertdialog": "notice",
    "menu": "navigation",
    "menubar": "navigation",
}
#: Words of classes and ids, whole between hyphens, underscores, spaces and capitals.
_NAMED = {
    "navigation": "nav navbar navigation menu breadcrumb breadcrumbs pagination pager toc",
    "footer": "footer foot colophon copyright",
    "sidebar": "sidebar aside widget widgets",
    "notice": "cookie cookies consent gdpr notice popup modal overlay",
    "share buttons": "share sharing social follow",
    "related links": "related recommended newsletter subscribe signup promo teaser",
    "advertisement": "advert advertisement ads ad sponsored banner",
    "page head": "masthead topbar skip",
    "comments": "comments comment disqus",
}
_NAMES = {word: what for what, words in _NAMED.items() for word in words.split()}
_WORD = re.compile("[A-Z]?[a-z]+|[A-Z]+")
#: Elements that begin and end a line, and those with an empty line before them.
_BLOCKS = _set(
    "address article blockquote body caption center dd details div dl dt fieldset figcaption figure form h1 "
    "h2 h3 h4 h5 h6 header hr html legend li main ol p pre section summary table td th tr ul"
)
_APART = _set("h1 h2 h3 h4 h5 h6 p blockquote ul ol dl pre")
#: Elements that may hold nothing but links.
_HOLDERS = _set("div section ul ol td")
#: An article that holds less than this share of the letters is one teaser among others.
_WHOLE = 0.4
#: A block of links is furniture where these are of its words at least this share, in so many links.
_LINKED, _LINKS = 0.8, 4


def read_web(name: str, data: bytes) -> Reading:
    """Read a web page; `name` is the file's own name.

    Raises:
        FileProblem: The file is no text, or the page holds no words.
    """
    source, encoding = _with_charset(data)
    decoded = decode(name, source)
    try:
        # the text is decoded already: what the page says of its encoding must not be heard again
        root = html.document_fromstring(_DECLARED.sub("", decoded.text, count=1))
    except (etree.ParserError, ValueError) as error:
        raise DamagedFile(name, f"the page cannot be read ({error}).", "Save it again.") from error
    title = " ".join((root.findtext(".//title") or "").split())
    etree.strip_elements(root, *_SILENT, etree.Comment, etree.ProcessingInstruction, with_tail=False)
    left_out: Counter[str] = Counter()
    root = _article(root, left_out)
    _take_out_furniture(root, left_out)
    text = _tidy(_Lines().of(root))
    if not text:
        raise EmptyFile(name, "the page holds no words of its own.")
    if title and not _heads(text, title):
        text = f"{title}\n\n{text}"
    decoded = decoded._replace(
        text=text, encoding=encoding or decoded.encoding, problems=(*decoded.problems, *_said(left_out))
    )
    return reading_of(name, data, "html", decoded, find_turns(text), DocumentKind.RECORD)


#: White space that is not a lone space already.
_RUN_OF_SPACE = re.compile(r"[\t\n\r\f\u200b][ \t\n\r\f\u200b]*| [ \t\n\r\f\u200b]+")
_DECLARED = re.compile(r"^\s*<\?xml[^>]*\?>")
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)


def _with_charset(data: bytes) -> tuple[bytes, str]:
    """Return a page in UTF-8, and the encoding that it was in where it named one and is in it."""
    named = _CHARSET.search(data[:4096])
    if named is None or data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return data, ""
    encoding = named[1].decode("ascii").lower()
    if encoding in ("utf-8", "utf8"):
        return data, ""
    try:
        return data.decode(encoding).encode("utf-8"), encoding
    except (LookupError, UnicodeError):
        return data, ""


def _article(root: Any, left_out: Counter[str]) -> Any:
    """Return the page's own article, where it names one that holds most of it; else the whole."""
    whole = root.xpath("string()")
    for path in (".//main", ".//*[@role='main']", ".//article"):
        found = root.xpath(path)
        text = found[0].xpath("string()") if len(found) == 1 else ""
        if text.strip() and len(text) >= _WHOLE * len(whole):
            if text.strip() != whole.strip():
                left_out["what is around its article"] += _words(root) - _words(found[0])
            return found[0]
    return root


def _words(element: Any) -> int:
    return count_words(" ".join(element.itertext()))


def _take_out_furniture(root: Any, left_out: Counter[str]) -> None:
    waiting = list(root)
    while waiting:
        element = waiting.pop()
        what = _furniture(element) if isinstance(element.tag, str) else ""
        if not what:
            waiting += element
            continue
        words = _words(element)
        if words:
            left_out[what] += words
        element.drop_tree()


def _furniture(element: Any) -> str:
    """Return what piece of furniture an element is, or an empty text."""
    tag = element.tag
    if tag in ("html", "body", "main", "article"):
        return ""
    if tag in _FURNITURE:
        return _FURNITURE[tag]
    if not element.attrib:
        return "links" if tag in _HOLDERS and _is_links(element) else ""
    role = (element.get("role") or "").strip().lower()
    if role in _ROLES:
        return _ROLES[role]
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return "hidden text"
    if "display:none" in (element.get("style") or "").replace(" ", "").lower():
        return "hidden text"
    if tag in ("div", "section", "ul", "ol", "p", "header", "span", "form", "table", "td"):
        names = _WORD.findall(f"{element.get('class') or ''} {element.get('id') or ''}")
        for one in names:
            what = _NAMES.get(one.lower(), "")
            # a long text is no furniture, whatever its class is called
            if what and _words(element) < 200:
                return what
    return "links" if tag in _HOLDERS and _is_links(element) else ""


def _is_links(element: Any) -> bool:
    links = [_words(one) for one in element.iter("a")]
    if len(links) < _LINKS:
        return False
    words = _words(element)
    return words > 0 and sum(links) >= _LINKED * words and words / len(links) < 8


class _Lines:
    """Turns elements into lines: a block is a line, a list item has a dash, a table its rows."""

    def __init__(self) -> None:
        self.lines: list[str] = [""]

    def of(self, element: Any) -> list[str]:
        """Return the lines of an element."""
        self._walk(element)
        return self.lines

    def _walk(self, element: Any) -> None:
        # each element once on the way in and once on the way out: pages nest deeper than Python's stack
        stack: list[tuple[Any, bool]] = [(element, False)]
        while stack:
            one, leaving = stack.pop()
            tag = one.tag if isinstance(one.tag, str) else ""
            if leaving:
                if tag in _BLOCKS:
                    self._break()
                if one is not element:
                    self._put(one.tail)
                continue
            if not tag or tag in _SILENT:
                if one is not element:
                    self._put(one.tail)
                continue
            if tag == "table" and _is_data(one):
                self._break()
                rows = [
                    [" ".join(" ".join(cell.itertext()).split()) for cell in _cells(row)]
                    for row in one.iter("tr")
                ]
                for line in table_lines(rows)[0]:
                    self.lines[-1] = line
                    self._break()
                if one is not element:
                    self._put(one.tail)
                continue
            self._enter(tag)
            if tag == "pre":
                self.lines[-1] += "".join(one.itertext()).strip("\n").replace("\n", "\n")
                self._break()
                if one is not element:
                    self._put(one.tail)
                continue
            self._put(one.text)
            stack.append((one, True))
            if len(one):
                stack.extend([(child, False) for child in reversed(one)])

    def _enter(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._break()
        if tag in _APART:
            self._break()
            if len(self.lines) > 1 and self.lines[-2]:
                self.lines.append("")
        if tag == "li":
            self.lines[-1] = "- "
        if tag == "br":
            self.lines.append("")

    def _break(self) -> None:
        if self.lines[-1].strip():
            self.lines.append("")
        else:
            self.lines[-1] = ""

    def _put(self, words: str | None) -> None:
        if not words:
            return
        # most words have no run of white space, and that is seen quicker than sought
        odd = "  " in words or not words.isprintable()
        said = _RUN_OF_SPACE.sub(" ", words) if odd else words
        line = self.lines[-1]
        self.lines[-1] = line + (said.lstrip() if not line or line.endswith(" ") else said)


def _is_data(table: Any) -> bool:
    """Say whether a table is one, and not the page's layout: its cells hold words and no blocks."""
    cells = list(table.iter("td", "th"))
    inside = table.iter("table", "div", "p", "ul", "h1", "h2", "h3")
    return bool(cells) and all(one is table for one in inside)


def _cells(row: Any) -> Iterator[Any]:
    return (one for one in row if one.tag in ("td", "th"))


def _tidy(lines: list[str]) -> str:
    text = "\n".join(line.rstrip() if line.strip() not in ("", "-") else "" for line in lines)
    return (re.sub(r"\n{3,}", "\n\n", text) if "\n\n\n" in text else text).strip()


def _heads(text: str, title: str) -> bool:
    """Say whether a page's title stands at the head of its text already, whole or without the site's name."""
    first = " ".join(text[: len(title) + 200].split()).casefold()
    parts = [part.strip().casefold() for part in re.split(r"\s[|–—·:-]\s", title)]
    return any(part and part in first for part in (title.casefold(), *parts[:1]))


def _said(left_out: Counter[str]) -> list[Problem]:
    left_out = +left_out  # what has no words is not worth telling
    if not left_out:
        return []
    parts = ", ".join(
        f"{what} ({words:,} word{'' if words == 1 else 's'})" for what, words in sorted(left_out.items())
    )
    hint = "To have the whole page: copy it from the browser into a text file and import that."
    return [Problem(f"Left out as furniture of the page: {parts}.", hint=hint)]
