"""Regular expressions, in each turn by itself; a pattern that would never come to an end is stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import regex

from qualbench.errors import QualbenchError, UsageError
from qualbench.model.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

#: Seconds that a pattern may take for one turn.
PATIENCE = 2.0


class PatternNotReadable(UsageError):
    """A regular expression with a mistake in it, and where."""

    def __init__(self, pattern: str, error: Any) -> None:
        place = "" if error.pos is None else f" at character {error.pos + 1}"
        place += f", after “{pattern[: error.pos]}”" if error.pos else ""
        super().__init__(
            f"The regular expression cannot be read{place}: {error.msg}.",
            "A sign that is meant as itself is written with \\ before it: \\? \\( \\.",
        )


class PatternTooSlow(QualbenchError):
    """A regular expression that tries too many ways on one turn."""

    def __init__(self) -> None:
        super().__init__(
            f"The regular expression was stopped: it tries more ways than {PATIENCE:.0f} seconds are "
            "enough for on a single turn.",
            "Repeats inside repeats, such as (a+)+ or (.*,)*, do that; say what repeats more exactly.",
        )


class PatternTooDeep(UsageError):
    """A regular expression that calls itself without end, or has brackets in brackets in brackets."""

    def __init__(self) -> None:
        super().__init__(
            "The regular expression goes too deep.",
            "It calls itself, as (?R) does, or has hundreds of brackets in one another: say it more plainly.",
        )


class PatternFinder:
    """Finds what a regular expression matches; case is ignored unless it says (?-i:...).

    Raises:
        PatternNotReadable: It is none.
        PatternTooDeep: It is more than can be tried.
    """

    note = ""

    def __init__(self, pattern: str) -> None:
        try:
            self._pattern = regex.compile(pattern, regex.IGNORECASE | regex.MULTILINE)
        except regex.error as error:
            raise PatternNotReadable(pattern, error) from None
        except (RecursionError, MemoryError, OverflowError):
            raise PatternTooDeep from None

    def find(self, texts: Sequence[str], language: str = "") -> Iterator[list[Span]]:
        """Yield the places in each text; a match of nothing is none.

        Raises:
            PatternTooSlow: It does not come to an end.
            PatternTooDeep: It calls itself without end.
        """
        for text in texts:
            try:
                # concurrent: other threads (the screen) go on while a long match is tried
                found = [
                    one.span() for one in self._pattern.finditer(text, concurrent=True, timeout=PATIENCE)
                ]
            except TimeoutError:
                raise PatternTooSlow from None
            except (RecursionError, MemoryError):
                raise PatternTooDeep from None
            yield [Span(start, end) for start, end in found if end > start]

    def terms(self, vocabulary: Iterable[str]) -> None:
        """Any document may hold a match."""
