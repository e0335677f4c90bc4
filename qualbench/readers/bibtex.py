r"""BibTeX and BibLaTeX: entries with their fields, strings and joined values, LaTeX's accents as letters.

An entry ends where its braces do, or where the next one begins on a line of its own: so one that is broken
costs nothing but itself, and its line is said.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from unicodedata import normalize

from qualbench.model.document import Problem, Reading
from qualbench.readers.references import Reference, check_number, one_line, reading_of_references
from qualbench.readers.refusals import DamagedFile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualbench.readers.plain import Decoded

_NEXT = re.compile(r"@\s{0,20}([A-Za-z]{1,40})\s{0,20}[{(]")
#: Where an entry begins that ends the one before, whether its braces close or not.
_ENTRY = re.compile(r"^[^\S\n]{0,20}@\s{0,20}([A-Za-z]{1,40})\s{0,20}[{(]", re.MULTILINE)
_KEY = re.compile(r"[^,={}\"]{0,300},")
_FIELD = re.compile(r"[\s,]*([^\s=,{}\"#]{1,80})\s*=\s*")
_WORD = re.compile(r"[^\s,{}\"#()=]+")
_BRACE = re.compile(r"[{}]|\\.", re.DOTALL)
_QUOTE = re.compile(r"[{}\"]|\\.", re.DOTALL)
_BETWEEN = re.compile(r"[\s,]*")
_JOIN = re.compile(r"\s*#\s*")
_NAMES = {
    "date": "year",
    "journaltitle": "journal",
    "booktitle": "journal",
    "school": "publisher",
    "institution": "publisher",
    "organization": "publisher",
    "issue": "number",
    "keyword": "keywords",
}
_KEPT = frozenset(
    (
        *("title", "subtitle", "author", "editor", "year", "journal", "publisher"),
        *("volume", "number", "pages", "doi", "url", "abstract", "keywords"),
    )
)
#: How much of the text may come out of strings (@string): more is a file that is made to grow.
_GROWTH = 4_000_000

_MARKS = dict(
    zip(
        "`'^\"~=.uvHckdbr",
        "\u0300\u0301\u0302\u0308\u0303\u0304\u0307\u0306\u030c\u030b\u0327\u0328\u0323\u0331\u030a",
        strict=True,
    )
)
_ACCENT = re.compile(
    r"\\(?:([`'^\"~=.])\s{0,9}|([uvHckdbr])(?:\s{1,9}|(?=\{)))(?:\{\\?([A-Za-z])\}|\\?([A-Za-z]))"
)
_LETTERS = {
    "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł",
    "aa": "å", "AA": "Å", "i": "ı", "textendash": "–", "textemdash": "—", "textquoteright": "’",
    "textquoteleft": "‘", "textquotedblleft": "“", "textquotedblright": "”", "ldots": "…", "dots": "…",
    "textdegree": "°", "textregistered": "®", "texttrademark": "™", "textasciitilde": "~",
    "textit": "", "textbf": "", "emph": "", "textsc": "", "textrm": "", "mathrm": "", "enquote": "",
    "textsuperscript": "", "textsubscript": "", "url": "",
}  # fmt: skip
_TYPED = (("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"), ("~", " "), ("{", ""), ("}", ""))
_MARKED = re.compile(r"[-`'~{}]")
_COMMAND = re.compile(r"\\([A-Za-z]{1,20})(?:\s+|\{\}|(?![A-Za-z]))")
_ESCAPED = re.compile(r"\\([&%$#_])")


def read_bibtex(name: str, data: bytes, decoded: Decoded) -> Reading:
    """Read BibTeX.

    Raises:
        FileProblem: Where there is no reference in it.
    """
    check_number(name, sum(1 for _one in _NEXT.finditer(decoded.text)))
    problems: list[Problem] = []
    found = list(_entries(decoded.text, problems))
    if not found:
        raise DamagedFile(name, "no line begins a reference (@article{key,).", "Is this a BibTeX file?")
    return reading_of_references(name, data, decoded, "bib", found, problems)


def _entries(text: str, problems: list[Problem]) -> Iterator[Reference]:
    starts = list(_ENTRY.finditer(text))
    strings = _Strings()
    line, counted = 1, 0
    for at, start in enumerate(starts):
        until = starts[at + 1].start() if at + 1 < len(starts) else len(text)
        entry: re.Match[str] | None = start
        while entry is not None:  # more than one may stand on a line
            line += text.count("\n", counted, entry.start(1))
            counted = entry.start(1)
            kind = entry[1].lower()
            if kind in ("comment", "preamble"):
                break
            key = _KEY.match(text, entry.end(), until) if kind != "string" else None
            body = _Body(text, key.end() if key else entry.end(), until, strings)
            if kind == "string":
                strings.known.update(body.fields())
            else:
                yield _reference(line, body)
                if body.broken >= 0:
                    broken = line + text.count("\n", counted, body.broken)
                    message = "The entry breaks off here: its braces or quotation marks do not close."
                    problems.append(Problem(message, broken, "Look at the braces around its fields.", True))
            entry = _NEXT.search(text, body.where, until) if body.broken < 0 else None
    if strings.left < 0:
        what = f"The file's strings (@string) stand for more than {_GROWTH:,} letters; their names are left."
        problems.append(Problem(what, serious=True))


def _reference(line: int, body: _Body) -> Reference:
    one = Reference(line)
    for field, value in body.fields():
        _take(one, field, value)
    return one


class _Strings:
    """What is known as a string (@string), and how many letters may still come out of all of them."""

    def __init__(self) -> None:
        self.known: dict[str, str] = {}
        self.left = _GROWTH

    def meant(self, word: str) -> str:
        value = self.known.get(word.lower(), word)
        self.left -= len(value)
        return value if self.left >= 0 else word


class _Body:
    """The fields of one entry.

    Attributes:
        where: How far they are read.
        broken: Where they cannot be read on, or -1.
    """

    def __init__(self, text: str, where: int, until: int, strings: _Strings) -> None:
        self.where = where
        self.broken = -1
        self._text, self._until, self._strings = text, until, strings

    def fields(self) -> Iterator[tuple[str, str]]:
        """Yield each field's name in lower case and its value, as it stands."""
        while self.broken < 0 and (name := _FIELD.match(self._text, self.where, self._until)):
            self.where = name.end()
            parts = [self._part()]
            while self.broken < 0 and (joined := _JOIN.match(self._text, self.where, self._until)):
                self.where = joined.end()
                parts.append(self._part())
            yield name[1].lower(), "".join(parts)
        if self.broken >= 0:
            return
        rest = _BETWEEN.match(self._text, self.where, self._until)
        end = rest.end() if rest else self.where
        if not self._text.startswith(("}", ")"), end) or end >= self._until:
            self.broken = min(self.where, self._until - 1)

    def _part(self) -> str:
        opening = self._text[self.where] if self.where < self._until else ""
        if opening and opening in '{"':
            return self._enclosed(opening)
        word = _WORD.match(self._text, self.where, self._until)
        if word is None:
            return ""
        self.where = word.end()
        return word[0] if word[0].isdecimal() else self._strings.meant(word[0])

    def _enclosed(self, opening: str) -> str:
        """Return what stands in braces or quotation marks; where they do not close, all that follows."""
        begin = self.where + 1
        depth = 1
        for mark in (_BRACE if opening == "{" else _QUOTE).finditer(self._text, begin, self._until):
            sign = mark[0]
            depth += (sign == "{") - (sign == "}" and (opening == "{" or depth > 1))
            if depth == 0 or (sign == '"' and depth == 1):
                self.where = mark.end()
                return self._text[begin : mark.start()]
        self.broken = self.where
        self.where = self._until
        return self._text[begin : self._until]


def _take(one: Reference, field: str, value: str) -> None:
    """Put a field where the layout looks for it, as plain words."""
    name = _NAMES.get(field, field)
    if name not in _KEPT:
        if value.strip():
            one.left.append(field)
        return
    if name in ("author", "editor"):
        people = [person.strip() for person in re.split(r"\s+and\s+", value)]
        values = [
            f"{{{plain(person)}}}" if person.startswith("{") and person.endswith("}") else plain(person)
            for person in people
        ]
    elif name in ("doi", "url"):
        values = [value.replace("\\_", "_").strip("{} \n")]
    elif name == "keywords":
        values = [plain(word) for word in re.split("[;,]", value)]
    else:
        values = [plain(value)]
    kept = [each for each in values if each.strip("{}")]
    if name == "subtitle" and kept:
        title = one.fields.get("title", [""])
        kept, name = [f"{title[0]}: {kept[0]}" if title[0] else kept[0]], "title"
        one.fields.pop(name, None)
    one.fields.setdefault(name, []).extend(kept)


def plain(value: str) -> str:
    r"""Return a value without LaTeX (`M{\"u}ller` is `Müller`); unknown commands stay as they are."""
    if "\\" in value:
        value = _ACCENT.sub(_accented, value)
        value = _ESCAPED.sub(r"\1", value)
        value = _COMMAND.sub(lambda one: _LETTERS.get(one[1], one[0]), value)
    if _MARKED.search(value):
        for written, meant in _TYPED:
            value = value.replace(written, meant)
    return one_line(value)


def _accented(found: re.Match[str]) -> str:
    return normalize("NFC", (found[3] or found[4]) + _MARKS[found[1] or found[2]])
