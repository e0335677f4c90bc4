"""The stretch of a coding: moving its edges, splitting it, joining it with a neighbour of the same code."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from qualbench.tui import motions
from qualbench.tui.dialogs.choose import Choice, ChooseDialog
from qualbench.tui.lines import plural
from qualbench.tui.screens.coding import jumping
from qualbench.tui.screens.coding.changing import if_mine_or_asked, the_coding
from qualbench.tui.screens.coding.giving import may_write
from qualbench.tui.screens.coding.modes import Mode
from qualbench.tui.text_units import count_words, trim
from qualbench.workbench import coding

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualbench.model.coding import Segment
    from qualbench.tui.screens.coding.modes import Offers
    from qualbench.tui.screens.coding.screen import CodingScreen

#: Words between two neighbours from which joining asks first.
_FAR_APART = 25


class Edges(Mode):
    """The chosen coding's stretch is the selection, and what moves a selection's ends moves its edges."""

    name = "Moving the edges"
    #: What is not about the edges and does no harm to them.
    _ALWAYS = frozenset({"help", "here_panel", "codebook_panel"})

    def __init__(self, segment: Segment) -> None:
        self.segment = segment

    def perform(self, screen: CodingScreen, gesture: str, times: int) -> bool:
        """Move an edge, keep the edges, or say what can be done."""
        if gesture in self._ALWAYS:
            return False
        if gesture == "code":
            self._keep(screen)
        elif motions.is_motion(gesture) and gesture not in ("select", "segment_on", "segment_back"):
            screen.view.selecting = True
            jumping.move(screen, gesture, times)
        else:
            self.refuses(screen)
        return True

    def holds(self, screen: CodingScreen) -> bool:
        """It goes on while the coding is as it was."""
        now = screen.view.codings.index.by_id.get(self.segment.id)
        return super().holds(screen) and now == self.segment and screen.view.selection is not None

    def refuses(self, screen: CodingScreen) -> bool:
        """Say that only the edges move: the selection is theirs."""
        screen.say("Only the edges move now: [Enter] keeps them, [Esc] leaves them as they were.")
        return True

    def offers(self, screen: CodingScreen) -> Offers:
        """Say that edges move."""
        label = screen.label_of(self.segment)
        return f"moving the edges of {label}:", [
            ("code", "keep"),
            ("back", "leave"),
            ("swap_ends", "swap"),
            ("sentence", "sentence"),
            ("turn", "turn"),
        ]

    def leave(self, screen: CodingScreen) -> None:
        """Leave the edges as they were."""
        screen.mode = None
        screen.view.let_go()
        screen.view.move_to(self.segment.start)
        if self.segment.id in screen.view.codings.index.by_id:
            screen.view.choose(screen.view.codings.index.by_id[self.segment.id])
        screen.say(f"Left as it was: {screen.label_of(self.segment)}")

    def after(self, screen: CodingScreen) -> None:
        """A click elsewhere lets go of the stretch; then nothing is moved any more."""
        if screen.view.anchor_at is None:
            screen.mode = None
            screen.say(f"Left as it was: {screen.label_of(self.segment)}")

    def _keep(self, screen: CodingScreen) -> None:
        span = screen.selected_words()
        if span is None:
            screen.say("No word would be left of it. [Esc] leaves it as it was; [Delete] then removes it.")
        elif span == trim(screen.view.text, self.segment.span):
            self.leave(screen)
        else:
            screen.mode = None  # from here on it may be written
            if screen.write(lambda: coding.resize_segment(screen.session, self.segment.id, span)):
                screen.say_done(f"Moved the edges of {screen.label_of(self.segment)}.")
                choose_later(screen, self.segment.id, span.start)
            else:
                screen.mode = self


def choose_later(screen: CodingScreen, segment_id: str, cursor: int) -> None:
    """Put the cursor somewhere, and make a coding the chosen one once it is shown as it is now."""
    screen.view.let_go()
    screen.view.move_to(cursor)
    jumping.choose(screen, segment_id)


def edges(screen: CodingScreen) -> None:
    """Begin to move the edges of the chosen coding."""
    segment = the_coding(screen, "moves its edges")
    if segment is None or not may_write(screen):
        return

    def begin() -> None:
        screen.mode = Edges(segment)
        screen.view.select(segment.span)
        screen.view.selecting = True
        screen.refresh_lines()

    if_mine_or_asked(screen, segment, "Move the edges of another coder's coding?", "Move them", begin)


def split(screen: CodingScreen) -> None:
    """Split the chosen coding where the cursor stands."""
    segment = the_coding(screen, "splits it")
    if segment is None or not may_write(screen):
        return
    at = screen.view.cursor
    head, tail = screen.view.text[segment.start : at].strip(), screen.view.text[at : segment.end].strip()
    if screen.view.selection is not None or not head or not tail:
        screen.say("Put the cursor inside the coding, where its second part is to begin.")
        return

    def then() -> None:
        parts: list[Segment] = []

        def verb() -> object:
            parts.extend(coding.split_segment(screen.session, segment.id, at))
            return parts

        if screen.write(verb):
            screen.say_done(f"Split {screen.label_of(segment)} in two here.")
            choose_later(screen, parts[1].id, parts[1].start)

    if_mine_or_asked(screen, segment, "Split another coder's coding?", "Split it", then)


def join(screen: CodingScreen) -> None:
    """Join the chosen coding with the neighbour of the same code; ask where that could be either."""
    segment = the_coding(screen, "joins it")
    if segment is None or not may_write(screen):
        return
    found = neighbours(screen, segment)
    if not found:
        screen.say(f"No other segment of {screen.label_of(segment)} by the same coder in this document.")
        return
    text = screen.view.text
    between = {
        one.id: count_words(text[min(one.end, segment.end) : max(one.start, segment.start)]) for one in found
    }
    then = partial(_join, screen, segment)
    question = ("Join another coder's codings?", "Join them")
    if len(found) == 1 and between[found[0].id] <= _FAR_APART:
        if_mine_or_asked(screen, segment, *question, partial(then, found[0].id))
        return
    choices = [
        Choice(
            one.id,
            f"the one {'before' if one.start < segment.start else 'after'}, "
            f"{plural(between[one.id], 'word')} between: “{' '.join(one.quote.split())}”",
        )
        for one in found
    ]
    title = f"Join {screen.label_of(segment)} with which? What lies between is coded too."
    dialog = ChooseDialog(title, choices)
    asking = partial(screen.app.push_screen, dialog, lambda picked: then(picked[0]) if picked else None)
    if_mine_or_asked(screen, segment, *question, asking)


def neighbours(screen: CodingScreen, segment: Segment) -> list[Segment]:
    """Return the nearest segments of the same code and coder: the one before, if any, and the one after."""
    same = [
        one
        for one in screen.view.codings.index.by_id.values()
        if (one.code_id, one.coder_id) == (segment.code_id, segment.coder_id) and one.id != segment.id
    ]
    place = (segment.start, segment.end, segment.id)
    before = [one for one in same if (one.start, one.end, one.id) < place]
    after = [one for one in same if (one.start, one.end, one.id) > place]
    nearest = [max(before, key=lambda one: one.end)] if before else []
    return nearest + ([min(after, key=lambda one: one.start)] if after else [])


def _join(screen: CodingScreen, segment: Segment, other_id: str) -> None:
    joined: list[Segment] = []

    def verb() -> object:
        joined.append(coding.join_segments(screen.session, segment.id, other_id))
        return joined

    if screen.write(verb):
        words = plural(count_words(joined[0].quote), "word")
        screen.say_done(f"Joined two segments of {screen.label_of(segment)}: {words}.")
        choose_later(screen, joined[0].id, joined[0].start)


#: What answers to these gestures.
ACTS: dict[str, Callable[[CodingScreen], None]] = {"edges": edges, "split": split, "join": join}
