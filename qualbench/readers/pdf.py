"""PDF with text: pages to lines, lines without what only pages have, lines to paragraphs, by pypdfium2.

A PDF holds letters at places and no paragraphs. So what a reader leaves out without thinking is left out here
by rule and said with its number: heads and feet that come back on every page, page numbers, numbers in the
margin, hyphens at line ends. Links and files inside are not followed.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Any

from qualbench.model.document import Problem
from qualbench.readers.pdf_streams import check_streams
from qualbench.readers.plain import Decoded, reading_of
from qualbench.readers.refusals import DamagedFile, EncryptedFile, ScannedFile
from qualbench.readers.turns import find_labels, find_turns

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qualbench.model.document import Reading

#: How pdfium marks a hyphen that divides a word at a line's end, and how files do themselves.
_DIVIDED = "\x02\ufffe\xad"
_LINE = re.compile(r"([^\n\x02\ufffe]*(?:[\x02\ufffe]|(?=\n)|\Z))\n?")
_HYPHENS = f"{_DIVIDED}-‐"
_PAGE_NUMBER = re.compile(
    r"[-–—\s]*(?:(?:page|p\.|seite|página|pagina|pág\.)\s*)?\d{1,4}(?:\s*(?:/|of|von|de|sur|di)\s*\d{1,4})?[-–—\s]*",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?…:。！？؟][\"'”’»)\]]*$")
_ITEM = re.compile(r"(?:[•▪‣◦·*–—-]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s")
_WORDS = re.compile(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*")
_WORD_END = re.compile(r"([^\W\d_]+)$")
_WORD_START = re.compile(r"^([^\W\d_]+)")
#: Lines at a page's edge among which heads and feet are looked for.
_EDGE = 3
#: A gap of so many heights of a letter between two words is a gutter, if it runs down the page.
_GUTTER = 1.2
#: Lines that a page must have for a gutter to be seen on it.
_FEWEST = 8


@dataclass(slots=True)
class Line:
    """A line as it stands on its page; places are in points, `y` upwards."""

    page: int
    words: str
    left: float
    right: float
    y: float
    height: float


def read_pdf(name: str, data: bytes) -> Reading:
    """Read a PDF; `name` is the file's own name.

    Raises:
        FileProblem: It is protected, damaged, or holds pictures of text only.
    """
    check_streams(name, data)
    pages, scanned = _pages(name, data)
    if not any(pages):
        raise ScannedFile(name, len(pages))
    problems = [_scanned(scanned)] if scanned else []
    numbered = _without_numbers([line for page in pages for line in page])
    pages = [[line for line in page if line.words] for page in pages]
    problems += [*_without_furniture(pages), *numbered]
    lines = [line for page in pages for line in page]
    if not lines:
        raise ScannedFile(name, len(pages))
    text, joined = _paragraphs(lines)
    if joined:
        problems.append(Problem(f"{joined:,} words divided at a line's end are put together."))
    return reading_of(name, data, "pdf", Decoded(text, "unicode", tuple(problems)), find_turns(text))


def _pages(name: str, data: bytes) -> tuple[list[list[Line]], list[int]]:
    """Return each page's lines in the order of reading, and the numbers of the pages that are pictures."""
    import pypdfium2

    try:
        file = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise EncryptedFile(name) from error
        raise DamagedFile(
            name, "the PDF is damaged.", "Open it in a PDF program and save it anew."
        ) from error
    pages: list[list[Line]] = []
    scanned: list[int] = []
    try:
        columns: bool | None = None
        for number in range(len(file)):
            try:
                page = file[number]
                words = page.get_textpage()
            except pypdfium2.PdfiumError as error:
                message = f"page {number + 1} of the PDF is damaged."
                raise DamagedFile(name, message, "Open it in a PDF program and save it anew.") from error
            lines = list(_lines(words, number))
            if columns is not False and len(lines) >= _FEWEST:  # the first page that says so says it for all
                divided = _in_columns(words, lines)
                columns = columns or divided is not None
                lines = divided or lines
            if not lines and any(True for _one in page.get_objects(max_depth=2)):
                scanned.append(number + 1)
            pages.append([line for line, _start, _end in lines])
            words.close()
            page.close()
    finally:
        file.close()
    return pages, scanned


_Placed = tuple[Line, int, int]


def _lines(words: Any, page: int) -> Iterator[_Placed]:
    """Yield the lines that hold words, in the order of the file, with the numbers of their letters."""
    for found in _LINE.finditer(words.get_text_range()):
        kept = found[1].strip()
        if kept:
            start = found.start() + len(found[1]) - len(found[1].lstrip())
            yield _line(words, page, kept, start, start + len(kept)), start, start + len(kept)


def _line(words: Any, page: int, text: str, start: int, end: int) -> Line:
    left, low, _right, high = _box(words, start)
    return Line(page, text.replace("\0", ""), left, _box(words, end - 1)[2], low, high - low)


def _box(words: Any, index: int) -> tuple[float, float, float, float]:
    import pypdfium2

    try:
        left, bottom, right, top = words.get_charbox(index, loose=True)
    except pypdfium2.PdfiumError:  # a letter without a place
        return 0.0, 0.0, 0.0, 0.0
    return left, bottom, right, top


def _in_columns(words: Any, lines: Sequence[_Placed]) -> list[_Placed] | None:
    """Return the lines divided at a gutter that runs down the page, the left column first; None without one.

    Most files write one column after the other; this is for those that write across.
    """

    def gap_of(placed: _Placed) -> tuple[float, float] | None:
        line, start, _end = placed
        found = [
            (a[2], b[0])
            for n, letter in enumerate(line.words)
            if letter == " " and 0 < n < len(line.words) - 1
            for a, b in [(_box(words, start + n - 1), _box(words, start + n + 1))]
            if b[0] - a[2] > _GUTTER * max(line.height, 1)
        ]
        return max(found, key=lambda gap: gap[1] - gap[0], default=None)

    some = lines[:: max(1, len(lines) // _FEWEST)]
    if sum(gap_of(one) is not None for one in some) < 0.5 * len(some):
        return None
    gaps = [gap_of(one) for one in lines]
    wide = [gap for gap in gaps if gap is not None]
    if len(wide) < 0.6 * len(lines):
        return None
    gutter = median((a + b) / 2 for a, b in wide)
    if sum(a <= gutter <= b for a, b in wide) < 0.6 * len(lines):
        return None
    left: list[_Placed] = []
    right: list[_Placed] = []
    divided: list[_Placed] = []
    for placed, gap in zip(lines, gaps, strict=True):
        line, start, end = placed
        if gap is not None and gap[0] <= gutter <= gap[1]:
            cut = next(
                n for n, one in enumerate(line.words) if one == " " and _box(words, start + n + 1)[0] > gutter
            )
            left.append(
                (_line(words, line.page, line.words[:cut].rstrip(), start, start + cut), start, start + cut)
            )
            right.append(
                (_line(words, line.page, line.words[cut + 1 :], start + cut + 1, end), start + cut + 1, end)
            )
        elif line.right <= gutter:
            left.append(placed)
        elif line.left >= gutter:
            right.append(placed)
        else:  # a line across both, such as a title: what stands above it comes first
            divided += [*left, *right, placed]
            left, right = [], []
    divided += [*left, *right]
    several = [len(line.words.split()) for line, _start, _end in (*left, *right)]
    return divided if not several or median(several) >= 3 else None  # cells of a table are left in their rows


def _scanned(pages: list[int]) -> Problem:
    said = f"Page {pages[0]} holds" if len(pages) == 1 else f"Pages {_ranges(pages)} hold"
    return Problem(
        f"{said} a picture and no text; nothing of it is read.",
        hint="If it is a scan, have its text recognised (OCR) and import it again.",
        serious=True,
    )


def _ranges(numbers: Sequence[int]) -> str:
    """Write `1, 2, 3, 7` as `1-3, 7`."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def _without_furniture(pages: list[list[Line]]) -> list[Problem]:
    """Take heads, feet and page numbers from the edges of the pages, and say which."""
    many = sum(bool(page) for page in pages)
    if many < 2:
        return []
    shapes: Counter[str] = Counter()
    for page in pages:
        shapes.update({_shape(line.words) for line in _edges(page)})
    numbered = [page for page in pages if any(_PAGE_NUMBER.fullmatch(line.words) for line in _edges(page, 1))]
    taken: list[tuple[list[Line], Line, str]] = []
    for page in pages:
        for line in _edges(page):
            number = (
                len(numbered) > 0.6 * many and line in _edges(page, 1) and _PAGE_NUMBER.fullmatch(line.words)
            )
            if number or (many >= 3 and shapes[_shape(line.words)] >= 0.6 * many and len(line.words) < 120):
                taken.append((page, line, "a page number" if number else f"“{line.words[:60]}”"))
    whole = sum(len(line.words) for page in pages for line in page)
    # what would be most of the document is what was said on each page
    if not taken or sum(len(line.words) for _page, line, _what in taken) > 0.4 * whole:
        return []
    for page, line, _what in taken:
        page.remove(line)
    count, example = len(taken), ", ".join(dict.fromkeys(what for _page, _line, what in taken[:3]))
    return [Problem(f"{count:,} lines at the heads and feet of pages are left out ({example}).")]


def _edges(page: Sequence[Line], count: int = _EDGE) -> list[Line]:
    """Return the lines highest and lowest on a page, wherever they stand in the file."""
    ordered = sorted(page, key=lambda line: -line.y)
    return ordered[:count] + ordered[max(count, len(ordered) - count) :]


def _shape(words: str) -> str:
    return re.sub(r"\d+", "#", " ".join(words.split()).casefold())


def _without_numbers(lines: list[Line]) -> list[Problem]:
    """Take the numbers of lines from the margins, whether they stand alone or before their lines."""
    alone = [line for line in lines if line.words.isdecimal() and len(line.words) <= 5]
    if len(alone) >= 5 and _counting([int(line.words) for line in alone]) and len(alone) > 0.15 * len(lines):
        for line in alone:
            line.words = ""
        return [Problem(f"{len(alone):,} line numbers in the margin are left out.")]
    headed = [(line, found) for line in lines if (found := re.match(r"(\d{1,5})(?:\s+|$)", line.words))]
    if len(headed) >= 8 and len(headed) > 0.8 * len(lines) and _counting([int(f[1]) for _line, f in headed]):
        for line, found in headed:
            line.words = line.words[found.end() :]
        return [Problem(f"{len(headed):,} line numbers before the lines are left out.")]
    return []


def _counting(numbers: Sequence[int]) -> bool:
    """Say whether numbers go up evenly (by one, by five), perhaps from the start again on each page."""
    steps = Counter(b - a for a, b in pairwise(numbers))
    step, times = steps.most_common(1)[0]
    return step > 0 and times >= 0.7 * (len(numbers) - 1)


def _paragraphs(lines: list[Line]) -> tuple[str, int]:
    """Return the text with lines that belong together joined, and how many divided words that mended."""
    wrapped = "\n".join(line.words for line in lines)
    labelled = {label.line_start + (label.line_start > 0) for label in find_labels(wrapped)}
    known: Counter[str] = Counter()
    if any(line.words[-1] in _HYPHENS for line in lines):
        known.update(_WORDS.findall(wrapped.casefold()))
    edge = _right_edges(lines)
    pitch = median(
        [a.y - b.y for a, b in pairwise(lines) if a.page == b.page and 0 < a.y - b.y < 60] or [0.0]
    )
    parts: list[str] = [lines[0].words]
    joined = 0
    where = len(lines[0].words) + 1
    for before, line in pairwise(lines):
        starts = where in labelled or _starts(before, line, edge[before.page], pitch)
        where += len(line.words) + 1
        if starts:
            parts += ["\n\n", line.words]
            continue
        last = parts[-1]
        divided = _divided(last, line.words, known)
        if divided is None:
            parts += [" ", line.words]
        else:
            joined += 1
            parts[-1] = divided
            parts.append(line.words)
    text = "".join(parts)
    return text.translate(dict.fromkeys(map(ord, "\x02\ufffe"), "-")), joined


def _right_edges(lines: list[Line]) -> dict[int, float]:
    """Return where the text of each page ends on the right."""
    edges: dict[int, list[float]] = {}
    for line in lines:
        edges.setdefault(line.page, []).append(line.right)
    return {page: sorted(rights)[int(0.9 * (len(rights) - 1))] for page, rights in edges.items()}


def _starts(before: Line, line: Line, edge: float, pitch: float) -> bool:
    """Say whether a paragraph begins with `line`: by a gap, an indent, a mark, or a short line before."""
    ended = bool(_SENTENCE_END.search(before.words))
    # the first word would have had room on the line before: whoever wrote it began anew
    letter = (before.right - before.left) / max(1, len(before.words))
    room = edge - before.right > letter * (len(line.words.split(maxsplit=1)[0]) + 2)
    if before.page != line.page or line.y > before.y:  # another page or column
        return ended and room
    if pitch and before.y - line.y > 1.35 * pitch:
        return True
    if _ITEM.match(line.words) and (ended or room):
        return True
    indented = line.left - before.left > 0.8 * max(line.height, 1)
    return (ended and room) or (indented and ended)


def _divided(before: str, after: str, known: Counter[str]) -> str | None:
    """Return `before` as it goes on in `after` where a word is divided between them, else None.

    A hyphen that the word has elsewhere in the text stays: `well-` and `being` where `well-being` is known.
    """
    if not before or before[-1] not in _HYPHENS:
        return None
    head, tail = _WORD_END.search(before[:-1]), _WORD_START.match(after)
    if head is None or tail is None or not tail[1][0].islower():
        return f"{before[:-1]}-" if head is not None and tail is not None else None
    whole, compound = (f"{head[1]}{mark}{tail[1]}".casefold() for mark in ("", "-"))
    keeps = known[compound] > known[whole] or (
        before[-1] in "-‐" and not known[whole] and known[head[1].casefold()] > 2
    )
    return f"{before[:-1]}-" if keeps else before[:-1]
