"""The lines above and below the text while coding: where one is, what is in sight, what comes next."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, cast

from rich.cells import cell_len
from textual.content import Content
from textual.style import Style

from qualbench.tui.keymaps import cap, retold
from qualbench.tui.keys import BY_ID
from qualbench.tui.lines import BOLD, FAINT, KeyLine, fit, offered, plural
from qualbench.tui.sanitise import drawn
from qualbench.tui.screens.base import TopLine
from qualbench.tui.text_units import count_words
from qualbench.tui.widgets.looks import mark_style
from qualbench.tui.widgets.quick_rows import QuickLine

if TYPE_CHECKING:
    from textual.geometry import Size

    from qualbench.model.span import Span
    from qualbench.tui.screens.coding.screen import CodingScreen
    from qualbench.tui.widgets.transcript_view import TranscriptView


def stand_of(view: TranscriptView) -> tuple[object, ...]:
    """Return what the lines depend on: cursor, selection, chosen coding, rows in sight."""
    return (*(view.cursor, view.anchor_at, view.selecting, view.chosen_id), view.scroll_offset.y, view.size)


def fitted(screen: CodingScreen, words: str) -> str:
    """Return what the screen says, cut to its width; how to take a step back is what stays."""
    head, key, tail = drawn(retold(words, screen.where, screen.app)).partition(" [Ctrl+")
    room = max(10, screen.size.width - 2 - cell_len(key + tail))
    return fit(head, min(room, cell_len(head))) + key + tail


class Steady(QuickLine):
    """A line that is painted again only when its words differ: most keys leave it as it is."""

    _painted = ""
    _ready: tuple[Size, list[Content]] | None = None  # made to compare it, and not painted yet

    def made(self) -> list[Content]:
        """Make the line for the width that there is, in pieces."""
        raise NotImplementedError

    def look_again(self) -> None:
        """Paint the line again if its words have changed."""
        made = self.made()
        words = "".join(one.plain for one in made)
        if words != self._painted:
            self._painted = words
            self._ready = self.size, made
            self.refresh()

    def pieces(self, y: int = 0) -> list[Content]:
        """Return the line, cut to the width."""
        ready, self._ready = self._ready, None
        return ready[1] if ready is not None and ready[0] == self.size else self.made()

    def render(self) -> Content:
        """Return the line in one piece."""
        return Content("").join(self.pieces())


class DocumentLine(TopLine, Steady):
    """The line above: document, turn, coder, segments, and whether everything is saved."""

    render = Steady.render

    def made(self) -> list[Content]:
        """Return the line, cut to the width."""
        screen = cast("CodingScreen", self.screen)
        if screen.opened is None:
            return []
        view = screen.view
        turn = view.units.turn_at(view.cursor)
        turns = len(view.units.turns)
        place = f"turn {turn.index}/{turns}" if turn else f"before turn 1 of {turns}" if turns else ""
        state = ("saved" if screen.saved else "not saved yet") if screen.session.writable else "[read only]"
        shown = [f"{screen.waiting} to look at [{cap(screen.app, 'waiting')}]"] if screen.waiting else []
        shown += [screen.whose] if screen.whose else []
        segments = [] if screen.reading else [plural(len(view.codings.index), "segment")]
        right = " · ".join([drawn(screen.session.coder.name), *shown, *segments, state])
        name = drawn(screen.opened.document.name)
        room = self.size.width - cell_len(place) - cell_len(right) - 4
        if room < 8:
            right = " · ".join([*shown, state])
            room = self.size.width - cell_len(place) - cell_len(right) - 4
        title = fit(name, min(max(4, room), cell_len(name)))
        gap = " " * max(1, room - cell_len(title) + 2)
        return [Content.styled(title, BOLD), Content(f"  {place}{gap}{right}")]


class Legend(QuickLine):
    """What the letters beside the text mean: the codes of the rows in sight."""

    _shown_for: object = None

    def on_mount(self) -> None:
        """Follow the colours: the letters have theirs from them."""
        self.watch(self.app, "theme", self._follow_colours, init=False)

    def _follow_colours(self) -> None:
        self._shown_for = None
        self.call_after_refresh(self.show, self.screen)

    def show(self, screen: CodingScreen) -> None:
        """Show the codes of the rows that are in sight."""
        view = screen.view
        layout = view.layout_of_rows
        if layout is None or not len(layout):
            return
        top = view.scroll_offset.y
        bottom = min(len(layout), top + view.size.height) - 1
        if bottom < top:
            return
        in_sight = view.codings.index.touching(layout.extent(top)[0], layout.extent(bottom)[1])
        marks = view.codings.marks
        code_ids = sorted({one.code_id for one in in_sight}, key=marks.number)
        signs = {one.coder_id: view.codings.signs.get(one.coder_id, "") for one in in_sight}
        names = [(marks.mark(one), screen.name_of(one)) for one in code_ids]
        shown_for = (names, signs, self.size.width, self.app.theme, self.app.no_color)
        if shown_for == self._shown_for:  # most keys leave the rows in sight, or the codes in them
            return
        self._shown_for = shown_for
        coders = "  ".join(
            f"{sign} {fit(screen.coders.get(coder_id, '?'), 16).rstrip()}"
            for coder_id, sign in sorted(signs.items(), key=lambda one: one[1])
            if sign
        )
        parts: list[Content] = []
        used, room = 0, self.size.width - 2 - (cell_len(coders) + 2 if coders else 0)
        for n, (mark, name) in enumerate(names):
            name = fit(name, 24).rstrip()
            more = f"+{len(names) - n} more"
            if used + cell_len(name) + 5 + len(more) > room:
                parts.append(Content.assemble((f"{more}  " if coders else more, FAINT)))
                break
            used += cell_len(name) + 5
            style = mark_style(self, mark)
            parts += [Content.assemble((f"{mark.letter}{mark.line}", style), f" {name}  ")]
        if coders:  # small letters at the head of a stripe, and below it who
            parts.append(Content(coders))
        shown = Content("").join(parts) if parts else Content.assemble(("nothing coded in sight", FAINT))
        self.update(shown, layout=False)


class BottomLine(KeyLine, Steady):
    """The last line: in words what can be done with what is selected or coded here."""

    render = Steady.render

    def made(self) -> list[Content]:
        """Return as many key caps as fit; the one for all keys always stands at the right end."""
        screen = cast("CodingScreen", self.screen)
        if screen.opened is None:
            return []
        first, rows = _offers(screen)
        end = _cap(screen, "help", "keys")
        room = self.size.width - end.cell_length
        first = fit(first, min(cell_len(first), max(0, room - 2)))
        parts, used = [Content.styled(first, BOLD)], cell_len(first)
        for gesture, words in rows:
            if not offered(screen.app, BY_ID[gesture]):
                continue
            part = _cap(screen, gesture, words)
            gap = 2 if used else 0
            if used + gap + part.cell_length + 1 <= room:
                used += gap + part.cell_length
                parts += [Content(" " * gap), part]
        return [*parts, Content(" " * max(0, room - used)), end]


def _cap(screen: CodingScreen, gesture: str, words: str) -> Content:
    """Return a key and its words; a click on it does the same."""
    return _key_and_words(cap(screen.app, gesture), gesture, words)


@lru_cache(256)
def _key_and_words(key: str, gesture: str, words: str) -> Content:
    namespace = "app" if gesture in ("help", "palette") else "screen"
    click = Style.from_meta({"@click": f"{namespace}.{gesture}"})
    return Content.assemble((f"[{key}]", BOLD + click), (f" {words}", click))


def _selected(screen: CodingScreen, selection: Span | None) -> str:
    """Return how much is selected."""
    view = screen.view
    if selection is None:
        return "a space selected:" if view.selection else "nothing selected yet:"
    return f"{plural(count_words(view.text[selection.start : selection.end]), 'word')} selected:"


def _offers(screen: CodingScreen) -> tuple[str, list[tuple[str, str]]]:
    """Return what stands first in the line, and the gestures to offer after it, the likeliest first."""
    if screen.mode is not None:
        return screen.mode.offers(screen)
    view = screen.view
    selection = screen.selected_words()
    if screen.reading:
        if selection is None:
            return "", [
                ("read_only_text", "end reading"),
                ("find", "find"),
                ("memo", "memo"),
                ("copy", "copy"),
            ]
        keys = [("annotate", "annotate"), ("memo", "memo"), ("copy", "copy"), ("back", "let go")]
        return _selected(screen, selection), [*keys, ("read_only_text", "end reading")]
    if view.selection is not None or view.selecting:
        first = _selected(screen, selection)
        room = max(8, screen.size.width - 70)
        again = [("repeat", f"again: {fit(screen.name_of(one), room).rstrip()}") for one in screen.recent[:1]]
        keys = [("code", "choose a code"), *again, ("back", "let go")]
        if selection is None:
            keys = [("back", "let go"), ("code", "code this sentence")]
        if view.selecting:
            keys.insert(0, ("select", "end the selection"))
        if not screen.session.writable:
            return first, [("copy", "copy"), ("back", "let go")]
        if selection is not None:
            keys += [("in_vivo", "in vivo"), ("new_code", "new code"), ("annotate", "annotate")]
            keys += [
                (f"recent_{n}", fit(screen.name_of(code), 16).rstrip())
                for n, code in enumerate(screen.recent[1:4], start=2)
            ]
        return first, keys
    keys = [("palette", "commands"), ("find", "find")]
    here, chosen = view.here, view.chosen
    if here:
        next_one = [("overlap", f"next of {len(here)}")] if len(here) > 1 else []
        about = [(one, one) for one in ("memo", "recode", "remove", "edges")]
        keys = [*next_one, *about, *keys]
        keys += [("annotate", "annotate"), ("important", "important"), ("stance", "stance")]
        first = (
            fit(screen.label_of(chosen), 14 if len(here) > 1 and screen.size.width < 100 else 32).rstrip()
            if chosen
            else f"{len(here)} codings"
        )
        return first, keys
    return "", [
        ("code", "code this sentence"),
        ("select", "select"),
        ("sentence", "sentence"),
        ("turn", "turn"),
        *keys,
    ]
