r"""Runs of words: whether a text holds five words of another in their order, and that text without them.

Case, punctuation and line ends make no difference: `I never told anyone, ever` and `i never\ntold anyone
ever` are one run. Nor does it matter how a file spells a sign: `\\n` in YAML or JSON, `&#x27;` in HTML.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from qualbench.model.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: So many words in a row are somebody's own; fewer are everybody's.
LONG = 5
_WORD = re.compile(r"[^\W_]+")
_SPELT = re.compile(
    r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|.)|&(?:#\w{1,8}|[a-zA-Z]\w{1,30});", re.S
)


class Runs:
    """The runs of some texts that no other text holds.

    Args:
        texts: Whose runs they are.
        others: Texts whose own runs are left out: what two people said in the same words stays the other's.
        first: The number of the first blank; what was blanked earlier has those before it.
    """

    def __init__(self, texts: Iterable[str], others: Iterable[str] = (), *, first: int = 1) -> None:
        self._first = first
        self._runs = {run for text in texts for run, _span in _runs_of(text)}
        for other in others:
            if not self._runs:
                break
            self._runs.difference_update(run for run, _span in _runs_of(other))
        self._numbers: dict[str, int] = {}

    def share(self, text: str) -> float:
        """Return how much of a text's runs these are, from 0 to 1."""
        found = [run in self._runs for run, _span in _runs_of(text)]
        return sum(found) / len(found) if found else 0.0

    def places(self, text: str) -> list[Span]:
        """Return where `text` holds runs, those that touch put together."""
        hits = [span for run, span in _runs_of(text) if run in self._runs]
        if "\\" in text or "&" in text:
            plain, at = _respelt(text)
            hits += [
                Span(at[span.start], at[span.end - 1] + 1)
                for run, span in _runs_of(plain)
                if run in self._runs
            ]
            hits.sort()
        found: list[Span] = []
        for span in hits:
            if found and span.start <= found[-1].end:
                found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
            else:
                found.append(span)
        return found

    def blanked(self, text: str) -> str:
        """Return `text` with `(withdrawn)` in the place of each run; other words have other numbers."""
        parts: list[str] = []
        at = 0
        for span in self.places(text):
            parts += [text[at : span.start], self._blank(text[span.start : span.end])]
            at = span.end
        return "".join([*parts, text[at:]])

    def _blank(self, words: str) -> str:
        said = " ".join(_respelt(words)[0].split())
        number = self._numbers.setdefault(said, len(self._numbers) + self._first)
        return "(withdrawn)" if number == 1 else f"(withdrawn {number})"


def _respelt(text: str) -> tuple[str, list[int]]:
    """Return a text with spelt-out signs as what they stand for, and where each sign of it came from."""
    parts: list[str] = []
    at: list[int] = []
    done = 0
    for hit in _SPELT.finditer(text):
        code = hit[1] or hit[2] or hit[3]
        if code:
            sign = chr(int(code, 16)) if int(code, 16) <= 0x10FFFF else " "
        else:
            sign = html.unescape(hit.group()) if hit.group().startswith("&") else " "
        parts += [text[done : hit.start()], sign]
        at += [*range(done, hit.start()), *[hit.start()] * len(sign)]
        done = hit.end()
    return "".join([*parts, text[done:]]), [*at, *range(done, len(text))]


def _runs_of(text: str) -> Iterator[tuple[int, Span]]:
    words = list(_WORD.finditer(text))
    said = [hit.group().casefold() for hit in words]
    for first in range(len(words) - LONG + 1):
        last = first + LONG - 1
        # a hash takes a tenth of the room of the words; two runs with one would only blank a little more
        yield hash(tuple(said[first : last + 1])), Span(words[first].start(), words[last].end())
