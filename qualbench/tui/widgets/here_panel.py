"""What is coded where the cursor stands: each coding with its definition, memos, coder and day."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, ClassVar

from textual.content import Content
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.style import Style

from qualbench.tui.keymaps import retold
from qualbench.tui.keys import Where
from qualbench.tui.lines import BOLD, FAINT
from qualbench.tui.sanitise import drawn
from qualbench.tui.widgets.looks import mark_style
from qualbench.tui.widgets.quick_rows import QuickRows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.binding import BindingType

    from qualbench.tui.lanes import Mark


@dataclass(frozen=True, slots=True)
class Here:
    """One coding as the panel shows it."""

    mark: Mark
    path: str
    definition: str
    coder: str
    day: str
    memos: tuple[str, ...] = ()
    chosen: bool = False
    marks: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """One annotation as the panel shows it."""

    coder: str
    day: str
    text: str
    private: bool


NOTHING = "Nothing is coded here. [Enter] codes the sentence, [Tab] goes to the next segment."
#: By how many rows each key reads on in the panel.
_READ_ON = {"up": -1, "down": 1, "pageup": -10, "pagedown": 10, "home": -10_000, "end": 10_000}
#: From so many codings on only the chosen one's definition is shown.
_CROWD = 4
#: So many codings are kept as they were last put in lines.
_KEPT = 200


class HerePanel(QuickRows, can_focus=True, inherit_bindings=False):
    """The codings under the cursor, and the annotations of its words, in words.

    It is drawn row by row, so that a cursor that comes to another coding has only those rows painted that
    say something else. Where there is more than has room, the key of the panel goes into it; arrows and the
    wheel read on.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *((key, f"read_on({by})", "Read on") for key, by in _READ_ON.items()),
    ]

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, markup=False)
        self._lines: list[Content] = []
        self._fitted = Size(0, 0)
        self._codings: Sequence[Here] = ()
        self._blocks: dict[object, list[Content]] = {}
        self._all: list[Content] = []
        self._top: int | None = None  # the first row in sight where one reads on
        self._notes: Sequence[Note] = ()

    def show(self, codings: Sequence[Here], notes: Sequence[Note] = ()) -> None:
        """Show these codings and annotations; the panel keeps its size, so nothing else is painted again."""
        self._codings, self._notes, self._top = codings, notes, None
        before, self._lines = self._lines, self._words()
        left = self.gutter.left  # whole rows, the padding too: how a row is painted depends on nothing before
        for y, (old, new) in enumerate(zip_longest(before, self._lines)):
            if old is None or new is None or not old.is_same(new):
                self.refresh(Region(-left, y, self.outer_size.width, 1))

    @property
    def is_cut(self) -> bool:
        """True where there is more than has room."""
        return self.display and len(self._all) > max(1, self._fitted.height)

    def action_read_on(self, rows: int) -> None:
        """Show what stands `rows` further down."""
        if self.is_cut:
            last = len(self._all) - self._fitted.height
            self._top = max(0, min(last, (self._top or 0) + rows))
            self._lines = self._words()
            self.refresh()

    def on_mount(self) -> None:
        """Follow the colours: the marks have theirs from them."""
        self.watch(self.app, "theme", self._follow_colours, init=False)

    def _follow_colours(self) -> None:
        self.call_after_refresh(self.on_blur)

    def on_focus(self) -> None:
        """Show the first rows of all that there is."""
        self.action_read_on(0)

    def on_blur(self) -> None:
        """Show what fits again."""
        self._top = None
        self._lines = self._words()
        self.refresh()

    def on_mouse_scroll_down(self) -> None:
        """Read on by the wheel."""
        self.action_read_on(3)

    def on_mouse_scroll_up(self) -> None:
        """Read back by the wheel."""
        self.action_read_on(-3)

    def pieces(self, y: int) -> Sequence[Content]:
        """Return what row `y` says."""
        return self._fitting()[y : y + 1]

    def render_line(self, y: int) -> Strip:
        """Return row `y` of the panel as it is painted where it lies over the text, in a frame."""
        width, style = self.content_size.width, self.visual_style
        lines = self._fitting()
        line = lines[y] if y < len(lines) else Content("")
        words = [segment for segment in line.render_segments(style) if segment.text]
        # the rest as the padding is painted, so that a row ends in one piece however it came to be painted
        return Strip(words).adjust_cell_length(width, Style(background=style.background).rich_style)

    def _fitting(self) -> list[Content]:
        """Return the rows, made anew at the first painting in another size: as many as fit now."""
        if self._fitted != self.size:
            self._lines = self._words()
        return self._lines

    @property
    def words(self) -> str:
        """What the panel says."""
        return "\n".join(str(line) for line in self._lines)

    def _words(self) -> list[Content]:
        """Return the codings that fit, the chosen one among them, and how many there are besides."""
        width, height = self._fitted = self.size
        blocks = [self._block(one, width) for one in self._codings]
        made = [] if blocks else [Content.assemble((retold(NOTHING, Where.CODING, self.app), FAINT))]
        made += [_note(one) for one in self._notes]
        blocks += [one.wrap(width) if width else [one] for one in made]
        self._all = [line for block in blocks for line in (*block, Content(""))][:-1]
        if self._top is not None:
            return self._all[self._top : self._top + height]
        chosen = next((n for n, one in enumerate(self._codings) if one.chosen), 0)
        first, last = _in_sight([len(block) + 1 for block in blocks], chosen, height or 10**6)
        shown: list[Content] = []
        for block in blocks[first:last]:
            shown += [*block, Content("")]
        more = len(blocks) - (last - first)
        if height and len(shown) - 1 > height - 2 * bool(more):
            end = Content.assemble(retold("… [F3] reads on", Where.CODING, self.app))
            shown = [*shown[: max(1, height - 1 - 2 * bool(more))], end]
        if more:
            shown.append(Content.assemble((f"+{more} more: [o] goes through them", BOLD)))
        return [one for line in shown for one in line.split("\n")] if not width else shown

    def _block(self, one: Here, width: int) -> list[Content]:
        """Return a coding's lines; kept, for most keys come to codings that were shown a moment ago."""
        among, style = len(self._codings), mark_style(self, one.mark)
        key = (one, among > 1, among < _CROWD, width, style)
        block = self._blocks.get(key)
        if block is None:
            if len(self._blocks) > _KEPT:
                self._blocks.clear()
            words = self._in_words(one, among)
            block = self._blocks[key] = words.wrap(width) if width else [words]
        return block

    def _in_words(self, one: Here, among: int) -> Content:
        mark = Content.assemble((f"{one.mark.letter}{one.mark.line} ", mark_style(self, one.mark)))
        arrow = "▶ " if one.chosen and among > 1 else ""
        parts = [mark, Content.assemble((arrow + drawn(one.path), BOLD))]
        if one.marks:
            parts.append(Content.assemble("\n", (one.marks, BOLD)))
        parts.append(Content.assemble("\n", (f"{drawn(one.coder)}, {one.day}", FAINT)))
        parts += [Content(f"\nmemo: {drawn(' '.join(memo.split()))}") for memo in one.memos]
        # last, for where there is no room for all the codebook has it too
        if one.definition and (one.chosen or among < _CROWD):
            parts.append(Content("\n" + drawn(" ".join(one.definition.split()))))
        return Content("").join(parts)


def _note(one: Note) -> Content:
    said = f"{drawn(one.coder)}, {one.day}{', private' if one.private else ''}"
    return Content.assemble(("* annotation ", BOLD), (said, FAINT), f"\n{drawn(' '.join(one.text.split()))}")


def _in_sight(heights: Sequence[int], chosen: int, room: int) -> tuple[int, int]:
    """Return which blocks are shown, first and past the last: from the first on, or from the chosen one."""
    if sum(heights) - 1 <= room:
        return 0, len(heights)
    for first in (0, chosen):
        last, used = first, 0
        while last < len(heights) and used + heights[last] <= room - 2:  # "+n more" may take two rows
            used += heights[last]
            last += 1
        if first <= chosen < last:
            return first, last
    return chosen, chosen + 1
