"""A sticky code: chosen once, it is given to what one reads on, and reaches on as one reads.

Each extension is one step that is on disk before it is shown; the same segment grows, no new ones are made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualbench.errors import NotFound
from qualbench.model.span import Span
from qualbench.tui.lines import fit, plural
from qualbench.tui.sanitise import cluster_start
from qualbench.tui.screens.coding.giving import ask_code, may_write
from qualbench.tui.screens.coding.modes import Mode
from qualbench.tui.text_units import count_words, trim
from qualbench.workbench import codebooks, coding

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualbench.model.coding import Segment
    from qualbench.model.ids import CodeId, SegmentId
    from qualbench.tui.screens.coding.modes import Offers
    from qualbench.tui.screens.coding.screen import CodingScreen
    from qualbench.tui.widgets.code_picker import Picked

#: What takes the segment on or back, and whether by turns.
_BY = {
    "sentence": False,
    "extend_sentence_on": False,
    "extend_sentence_back": False,
    "turn": True,
    "extend_turn_on": True,
    "extend_turn_back": True,
}


class Sticky(Mode):
    """The sentence and turn keys give the code and take it on; a selection that ends is given it.

    Attributes:
        segment_id: The segment that grows while the cursor stays where the mode has put it.
    """

    name = "The code that sticks"

    def __init__(self, code_id: CodeId) -> None:
        self.code_id = code_id
        self.segment_id: SegmentId | None = None
        self._cursor = -1

    def perform(self, screen: CodingScreen, gesture: str, times: int) -> bool:
        """Give the code, take it on or back."""
        view = screen.view
        if gesture == "sticky":
            sticky(screen)
        elif gesture == "select" and view.selecting:
            view.toggle_selecting()
            self._give_selection(screen)
        elif gesture == "code" and view.selection is not None:
            view.selecting = False
            self._give_selection(screen)
        elif view.anchor_at is None and gesture in ("code", *_BY):
            self._go_on(screen, "sentence" if gesture == "code" else gesture, times)
        else:
            return False
        return True

    def offers(self, screen: CodingScreen) -> Offers:
        """Say that a code sticks, and what takes it on."""
        name = fit(screen.name_of(self.code_id), 24).rstrip()
        if screen.view.anchor_at is not None:
            ends = [("select", "end and code it")] if screen.view.selecting else [("code", "code it")]
            return f"sticky {name}:", [*ends, ("back", "let go"), ("swap_ends", "swap")]
        known = self.segment_id in screen.view.codings.index.by_id and screen.view.cursor == self._cursor
        on = "one more sentence" if known else "this sentence"
        return f"sticky {name}:", [
            ("sentence", on),
            ("back", "end"),
            ("turn", "turn"),
            *([("extend_sentence_back", "less")] if known else []),
            ("select", "select"),
            ("sticky", "another code"),
        ]

    def leave(self, screen: CodingScreen) -> None:
        """Let go of what is selected; else end the state."""
        if screen.view.anchor_at is not None:
            screen.view.let_go()
            return
        screen.mode = None
        screen.say(f"No code sticks any more; {screen.name_of(self.code_id)} stays where it was given.")

    def holds(self, screen: CodingScreen) -> bool:
        """It goes on while there is such a code."""
        return super().holds(screen) and screen.code_of(self.code_id) is not None

    def dragged(self, screen: CodingScreen) -> None:
        """What was dragged over is given the code."""
        self._give_selection(screen)

    def _current(self, screen: CodingScreen) -> Segment | None:
        """Return the segment that grows; none once one has moved away or it is gone."""
        if self.segment_id is None or screen.view.cursor != self._cursor:
            return None
        try:
            return coding.find_segment(screen.session, self.segment_id)
        except NotFound:
            return None

    def _go_on(self, screen: CodingScreen, gesture: str, times: int) -> None:
        units, turns = screen.view.units, _BY[gesture]
        segment = self._current(screen)
        if segment is None:
            at = screen.view.cursor
            self._give(screen, units.turn_span(at) if turns else units.sentence_at(at))
            return
        step, end = (units.end_back if gesture.endswith("back") else units.end_on), segment.end
        for _ in range(times):
            end = step(end, segment.start, turns=turns)
        self._resize(screen, segment, Span(segment.start, end))

    def _give_selection(self, screen: CodingScreen) -> None:
        span = screen.selected_words()
        current = screen.view.codings.index.by_id.get(self.segment_id or "")
        screen.view.let_go()
        between = screen.view.text[current.end : span.start] if current and span else ""
        if current and span and span.start >= current.start and not between.strip():
            self._resize(screen, current, current.span.union(span))
        else:
            self._give(screen, span)

    def _give(self, screen: CodingScreen, span: Span | None) -> None:
        if not span:
            screen.say("There are no words here to code.")
            return
        mine = [
            one
            for one in screen.view.codings.index.touching(span.start, span.end)
            if (one.code_id, one.coder_id) == (self.code_id, screen.session.coder.id)
        ]
        covering = next((one for one in mine if one.span.covers(span)), None)
        if covering is not None:
            self._stand(screen, covering)
            screen.say(f"{screen.label_of(covering)} is here already: [s] takes it on from its end.")
            return
        new: list[Segment] = []

        def verb() -> object:
            new.append(coding.apply_code(screen.session, screen.document_id, span, self.code_id))
            return new

        if screen.write(verb):
            self._stand(screen, new[0])
            self._say(screen, "Coded with", new[0].quote)

    def _resize(self, screen: CodingScreen, segment: Segment, span: Span) -> None:
        span = trim(screen.view.text, span)
        if not span:
            screen.say("Nothing would be left of it.")
        elif span == segment.span:
            screen.say("The text ends here.")
        elif screen.write(lambda: coding.resize_segment(screen.session, segment.id, span)):
            self._stand(screen, coding.find_segment(screen.session, segment.id))
            self._say(screen, "Now", screen.view.text[span.start : span.end])

    def _stand(self, screen: CodingScreen, segment: Segment) -> None:
        """Put the cursor on the segment's last character, so that what comes next is in sight."""
        screen.view.move_to(cluster_start(screen.view.text, segment.end - 1))
        self.segment_id, self._cursor = segment.id, screen.view.cursor

    def _say(self, screen: CodingScreen, how: str, words: str) -> None:
        said = plural(count_words(words), "word")
        screen.say_done(f"{how} {screen.name_of(self.code_id)}: {said}.", "takes the last step back")


def sticky(screen: CodingScreen) -> None:
    """Ask for the code that is to stick."""
    if not may_write(screen):
        return

    def then(picked: Picked) -> None:
        code_id = _made(screen, picked) if picked.name else picked.code_ids[0]
        if code_id is None:
            return
        selected = screen.selected_words()
        screen.mode = mode = Sticky(code_id)
        screen.say("Read on: [s] gives it to the sentence and takes it on, [Esc] ends.")
        if selected is not None:
            screen.view.selecting = False
            mode.perform(screen, "code", 1)
        screen.refresh_lines()

    ask_code(screen, "Which code is to stick while you read on?", then, several=False)


def _made(screen: CodingScreen, picked: Picked) -> CodeId | None:
    made: list[CodeId] = []

    def verb() -> object:
        made.append(codebooks.create_code(screen.session, picked.name, parent_id=picked.parent_id).id)
        return made

    if not screen.write(verb):
        return None
    screen.codebook = codebooks.load_codebook(screen.session)  # its name is needed before the next reading
    return made[0]


#: What answers to these gestures.
ACTS: dict[str, Callable[[CodingScreen], None]] = {"sticky": sticky}
