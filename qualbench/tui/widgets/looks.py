"""How the pieces of a transcript look: the one place that turns what a piece is into a style.

Everything is told apart without colour too: by letters and lines, underline, bold and reverse.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment as RichSegment
from rich.style import Style
from textual.style import Style as TextStyle

from qualbench.tui.lines import BOLD
from qualbench.tui.row_painter import Look, Stripe
from qualbench.tui.themes import is_ansi, least_contrast, seen, tinted, words_on

if TYPE_CHECKING:
    from textual.color import Color
    from textual.filter import LineFilter
    from textual.widget import Widget

    from qualbench.model.ids import CodeId
    from qualbench.tui.lanes import Mark

#: Cells for "+n" where there are more stripes than lanes.
MORE_CELLS = 3
_TINT = 0.3
_STRONG_TINT = 0.5


def is_plain(view: Widget) -> bool:
    """Say whether nothing can be tinted: without colour, or where only the terminal knows its colours."""
    return view.app.no_color or is_ansi(view.app)


def _marked(view: Widget, name: str) -> Style:
    """Return a strong ground with words on it that can be read."""
    ground = view.get_component_styles(name).background
    return Style(bgcolor=ground.rich_color, color=words_on(ground).rich_color, dim=False)


def _ground(view: Widget) -> Color:
    return view.background_colors[1]


def piece_style(view: Widget, look: Look, tint: str | None) -> Style:
    """Return the style of a piece of text.

    Args:
        view: Whose colours and component styles are used.
        look: What the piece is.
        tint: The colour of its code (`#RRGGBB`), or None where it is not coded.
    """
    plain = is_plain(view)
    style = view.rich_style + Style(
        dim=(Look.QUIET in look and not plain) or None, bold=Look.LABEL in look or None
    )
    if tint is not None:
        if not plain:
            share = _STRONG_TINT if Look.CHOSEN in look else _TINT
            words = view.colors[3]
            ground = tinted(tint, view.background_colors[1], words, share, least_contrast(view.app))
            style += Style(bgcolor=ground.rich_color)
        style += Style(underline=plain or Look.OVERLAP in look or None)
        style += Style(bold=True if Look.CHOSEN in look or (plain and Look.OVERLAP in look) else None)
        style += Style(italic=(plain and Look.CHOSEN in look) or None)
    for kind, name in ((Look.FOUND, "transcript--found"), (Look.SELECTED, "transcript--selection")):
        if kind in look:
            style += Style(reverse=True) if plain else _marked(view, name)
    style += Style(underline2=Look.FOUND in look or None)
    style += Style(italic=Look.NOTED in look or None)
    if Look.CURSOR in look:
        style += Style(reverse=not (plain and Look.SELECTED in look), bold=True)
    return style


def mark_style(view: Widget, mark: Mark) -> TextStyle:
    """Return the style of a code's letter and line beside its name."""
    return BOLD if view.app.no_color else BOLD + TextStyle(foreground=seen(mark.color, _ground(view)))


class Looks:
    """The styles of a view, each worked out once; a view whose colours change makes them anew.

    They have gone through the app's filters (no colour, only the terminal's colours), so rows need not.

    Args:
        view: Whose colours and component styles are used.

    Attributes:
        base: The style of what is no text: the space beside it.
        made_for: The filters and the ground that they went through.
    """

    def __init__(self, view: Widget) -> None:
        self.made_for = filters_of(view)
        self._base = view.rich_style
        self.base = self._filtered(self._base)
        self._view = view
        number = self._base + (
            Style() if is_plain(view) else view.get_component_rich_style("transcript--number", partial=True)
        )
        self._numbers = [self._filtered(number), self._filtered(number + Style(bold=True))]
        self._space = RichSegment(" ", self.base)
        self._pieces: dict[tuple[Look, CodeId | None], Style] = {}
        self._stripes: dict[tuple[Mark, str, bool], RichSegment] = {}

    def piece(self, look: Look, code_id: CodeId | None, tint: str | None) -> Style:
        """Return the style of a piece of text.

        Args:
            look: What the piece is.
            code_id: Its code, or None where it is not coded.
            tint: That code's colour (`#RRGGBB`).
        """
        style = self._pieces.get((look, code_id))
        if style is None:
            style = self._pieces[look, code_id] = self._filtered(piece_style(self._view, look, tint))
        return style

    def stripe(self, cell: Stripe, mark: Mark | None, *, chosen: bool) -> RichSegment:
        """Return one cell beside the text: a letter at a stripe's head, else its line, reversed if chosen.

        A small letter is another coder's, whose sign stands below it.
        """
        if mark is None:
            return self._space
        letter = mark.letter.lower() if cell.others else mark.letter
        words = letter if cell.head else cell.sign or mark.line
        part = self._stripes.get((mark, words, chosen))
        if part is None:
            plain = self._view.app.no_color
            color = None if plain else seen(mark.color, _ground(self._view)).rich_color
            style = self._base + Style(color=color, bold=cell.head, reverse=chosen or None)
            part = self._stripes[mark, words, chosen] = RichSegment(words, self._filtered(style))
        return part

    def number(self, hidden: int, words: str, sign: str) -> RichSegment:
        """Return what stands between stripes and text: `+n` for hidden stripes, a sign, the turn's number."""
        more = f"+{hidden}" if hidden else ""
        full = len(more) >= MORE_CELLS  # then no cell is left for the sign before the number
        before, after = (more, sign or " ") if full else (f"{more:<{MORE_CELLS - 1}}{sign:1}", " ")
        return RichSegment(f"{before}{words}{after}", self._numbers[bool(sign)])

    def _filtered(self, style: Style) -> Style:
        segments, (filters, ground) = [RichSegment(" ", style)], self.made_for
        for one in filters:
            segments = one.apply(segments, ground)
        return segments[0].style or style


def filters_of(view: Widget) -> tuple[tuple[LineFilter, ...], Color]:
    """Return what every style of a view goes through: the app's filters, over the view's ground."""
    return tuple(view.get_line_filters()), view.background_colors[1]
