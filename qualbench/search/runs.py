r"""Runs of words: whether a text holds five words of another in their order, and that text without them.

Case, punctuation and line ends make no difference: `I never told anyone, ever` and `i never\ntold anyone
ever` are one run.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qualbench.model.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: So many words in a row are somebody's own; fewer are everybody's.
LONG = 5
_WORD = re.compile(r"[^\W_]+")


class Runs:
    """The runs of some texts that no other text holds.

    Args:
        texts: Whose runs they are.
        others: Texts whose own runs are left out: what two people said in the same words stays the other's.
    """

    def __init__(self, texts: Iterable[str], others: Iterable[str] = ()) -> None:
        self._runs = {run for text in texts for run, _span in _runs_of(text)}
        for other in others:
            if not self._runs:
                break
            self._runs.difference_update(run for run, _span in _runs_of(other))
        self._numbers: dict[str, int] = {}

    def __bool__(self) -> bool:
        return bool(self._runs)

    def places(self, text: str) -> list[Span]:
        """Return where `text` holds runs, those that touch put together."""
        found: list[Span] = []
        for run, span in _runs_of(text):
            if run not in self._runs:
                continue
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
        number = self._numbers.setdefault(" ".join(_WORD.findall(words.casefold())), len(self._numbers) + 1)
        return "(withdrawn)" if number == 1 else f"(withdrawn {number})"


def _runs_of(text: str) -> Iterator[tuple[int, Span]]:
    words = list(_WORD.finditer(text))
    said = [hit.group().casefold() for hit in words]
    for first in range(len(words) - LONG + 1):
        last = first + LONG - 1
        # a hash takes a tenth of the room of the words; two runs with one would only blank a little more
        yield hash(tuple(said[first : last + 1])), Span(words[first].start(), words[last].end())
