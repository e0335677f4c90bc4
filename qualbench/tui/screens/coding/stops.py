"""Coding sentence by sentence, as grounded theory does at first: the cursor stops at each, and asks.

Where a document has lines and no sentences, as survey answers have, it stops at each line.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from qualbench.model.document import ASKING, DocumentKind
from qualbench.model.span import Span
from qualbench.tui.lines import fit
from qualbench.tui.screens.coding.giving import may_write
from qualbench.tui.screens.coding.modes import Mode
from qualbench.tui.text_units import trim

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualbench.tui.screens.coding.modes import Offers
    from qualbench.tui.screens.coding.screen import CodingScreen
    from qualbench.tui.text_units import Units

_SENTENCE_END = re.compile('[.?!…](?=[\\s"”’»)]|$)|[。！？।؟]', re.MULTILINE)
_LINE = re.compile(r"[^\n]+")
#: A sentence's end on fewer lines than one in so many: the lines are the units.
_LINES_FOR_AN_END = 10
_ON = frozenset({"down", "sentence_on", "select"})
_BACK = frozenset({"up", "sentence_back"})


def by_lines(text: str, kind: DocumentKind) -> bool:
    """Say whether the units of a document are its lines: survey answers, or hardly any sentence ends."""
    if kind is DocumentKind.SURVEY:
        return True
    lines = sum(1 for line in _LINE.finditer(text) if line.group().strip())
    return lines > 1 and sum(1 for _ in _SENTENCE_END.finditer(text)) * _LINES_FOR_AN_END < lines


def stops_of(units: Units, *, lines: bool, questions: bool) -> list[Span]:
    """Return where the cursor stops, in order.

    Args:
        lines: Whether it stops at lines; else at sentences.
        questions: Whether it stops in the interviewer's turns too.
    """
    spans = list(units.sentences)
    if lines:
        parts = [Span(turn.start, turn.end) for turn in units.turns] or [Span(0, len(units.text))]
        found = (
            Span(*one.span()) for part in parts for one in _LINE.finditer(units.text, part.start, part.end)
        )
        spans = [span for one in found if (span := trim(units.text, one))]
    if questions:
        return spans
    turns = ((one, units.turn_at(one.start)) for one in spans)
    return [one for one, turn in turns if turn is None or turn.role not in ASKING]


class BySentence(Mode):
    """The stop at the cursor is selected; a code given to it leads on to the next."""

    name = "Going sentence by sentence"

    def __init__(self, screen: CodingScreen) -> None:
        assert screen.opened is not None
        self.lines = by_lines(screen.view.text, screen.opened.document.kind)
        self.questions = False
        self._look(screen)

    def _look(self, screen: CodingScreen) -> None:
        self.stops = stops_of(screen.view.units, lines=self.lines, questions=self.questions)
        self._starts = [one.start for one in self.stops]

    @property
    def unit(self) -> str:
        """What it stops at, in a word."""
        return "line" if self.lines else "sentence"

    def at(self, offset: int) -> int:
        """Return the number, from 0, of the stop that holds `offset`, or else of the next one."""
        here = bisect_right(self._starts, offset) - 1
        if here >= 0 and offset <= self.stops[here].end:
            return here
        return min(here + 1, len(self.stops) - 1)

    def perform(self, screen: CodingScreen, gesture: str, times: int) -> bool:
        """Go to another stop, or take the questions in or out."""
        if gesture == "by_sentence":
            self.questions = not self.questions
            self._look(screen)
            self.go_to(screen, self.at(self._place(screen)))
            screen.say(f"The interviewer's turns are {'stopped at too' if self.questions else 'left out'}.")
        elif gesture in _ON:
            self._on(screen, times)
        elif gesture in _BACK:
            before = bisect_left(self._starts, self._place(screen)) - times
            self.go_to(screen, max(0, before))
        else:
            return False
        return True

    def offers(self, screen: CodingScreen) -> Offers:
        """Say which stop it is of how many, and what it is coded with."""
        selection = screen.selected_words()
        place = self._place(screen)
        coded = screen.view.codings.index.touching(selection.start, selection.end) if selection else []
        room = 16 if screen.size.width >= 100 else 8
        labels = [fit(screen.label_of(one), room).rstrip() for one in coded[:2]]
        more = f" +{len(coded) - 2}" if len(coded) > 2 else ""
        said = f" ({', '.join(labels)}{more})" if coded else ""
        again = [("repeat", f"again: {fit(screen.name_of(one), 16).rstrip()}") for one in screen.recent[:1]]
        return f"{self.unit} {self.at(place) + 1:,} of {len(self.stops):,}{said}:", [
            ("code", "code"),
            ("down", "next"),
            ("back", "end"),
            *again,
            ("by_sentence", "no questions" if self.questions else "questions too"),
            ("in_vivo", "in vivo"),
        ]

    def leave(self, screen: CodingScreen) -> None:
        """End the state; the cursor stays at the stop."""
        number, start = self.at(self._place(screen)) + 1, self._place(screen)
        screen.mode = None
        screen.view.let_go()
        screen.view.move_to(start)
        screen.say(f"Ended at {self.unit} {number:,} of {len(self.stops):,}.")

    def after(self, screen: CodingScreen) -> None:
        """Where one has moved elsewhere, stop there."""
        if screen.view.anchor_at is None and self.stops:
            self.go_to(screen, self.at(screen.view.cursor))

    def coded(self, screen: CodingScreen, span: Span) -> None:
        """Lead on to the next stop once this one has its code."""
        screen.to_choose = None
        self._on(screen, 1, span.end, quiet=True)

    def go_to(self, screen: CodingScreen, number: int) -> None:
        """Select a stop and show all of it."""
        screen.view.select(self.stops[number])

    def _on(self, screen: CodingScreen, times: int, end: int | None = None, *, quiet: bool = False) -> None:
        selection = screen.view.selection
        end = end if end is not None else selection.end if selection else screen.view.cursor
        number = bisect_left(self._starts, end) + times - 1
        if number < len(self.stops):
            self.go_to(screen, number)
        else:
            self.go_to(screen, len(self.stops) - 1)
            if not quiet:
                screen.say(f"That was the last {self.unit}. [Esc] ends.")

    @staticmethod
    def _place(screen: CodingScreen) -> int:
        selection = screen.view.selection
        return selection.start if selection else screen.view.cursor


def by_sentence(screen: CodingScreen) -> None:
    """Begin to go from sentence to sentence at the cursor, past the interviewer's turns."""
    if not may_write(screen):
        return
    mode = BySentence(screen)
    if not mode.stops:
        screen.say("There is nothing to stop at: no words, or only the interviewer's.")
        return
    place = screen.view.selection.start if screen.view.selection else screen.view.cursor
    screen.mode = mode
    mode.go_to(screen, mode.at(place))
    screen.say("[Enter] codes it and goes on, [↓] goes on without a code, [Esc] ends.")


#: What answers to these gestures.
ACTS: dict[str, Callable[[CodingScreen], None]] = {"by_sentence": by_sentence}
