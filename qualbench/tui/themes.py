"""The four sets of colours: dark, light, the terminal's own sixteen, and high contrast.

A code's colour is any colour; here it is made one that can be told from the ground that it stands on. What is
told by colour is told without it too (letters, lines, underline), so `plain` sets lose nothing.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from rich.style import Style
from textual.color import Color
from textual.filter import DimFilter, LineFilter, Monochrome, NoColor
from textual.theme import Theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.segment import Segment
    from textual.app import App

#: What a line or letter beside the text needs to be seen (WCAG 2.1, 1.4.11), and words to be read.
SEEN, READ, READ_WELL = 3.0, 4.5, 7.0

THEMES: dict[str, Theme] = {
    "dark": Theme(
        "qualbench-dark",
        primary="#0178D4",
        secondary="#004578",
        accent="#ffa62b",
        warning="#ffa62b",
        error="#ba3c5b",
        success="#4EBF71",
        foreground="#e0e0e0",
        background="#121212",
        surface="#1e1e1e",
        variables={"block-cursor-background": "#005fae"},
    ),
    "light": Theme(
        "qualbench-light",
        primary="#00569b",
        secondary="#004578",
        accent="#8a4b00",
        warning="#ffc56b",
        error="#a3203f",
        success="#1c6b38",
        foreground="#1a1a1a",
        background="#fbfaf6",
        surface="#f1efe8",
        panel="#e2ded2",
        dark=False,
        variables={
            "scrollbar": "#8a8474",
            "scrollbar-background": "#e2ded2",
            "text-muted": "#4d4a42",
            "text-disabled": "#5c584e",
            "text-error": "#8f1533",
        },
    ),
    "ansi": Theme(
        "qualbench-ansi",
        ansi=True,
        primary="ansi_blue",
        secondary="ansi_cyan",
        warning="ansi_yellow",
        error="ansi_red",
        success="ansi_green",
        accent="ansi_magenta",
        foreground="ansi_default",
        background="ansi_default",
        surface="ansi_default",
        panel="ansi_default",
        boost="ansi_default",
        variables={
            "ansi-background": "ansi_default",
            "ansi-foreground": "ansi_default",
            "text-muted": "ansi_default",
            "text-disabled": "ansi_default",
            "text-error": "ansi_default",
            "border": "ansi_default",
            "border-blurred": "ansi_default",
            "scrollbar": "ansi_bright_black",
            "scrollbar-background": "ansi_default",
            "scrollbar-background-hover": "ansi_default",
            "scrollbar-background-active": "ansi_default",
        },
    ),
    "high-contrast": Theme(
        "qualbench-high-contrast",
        primary="#ffd700",
        secondary="#00e5ff",
        accent="#ffd700",
        warning="#00e5ff",
        error="#ffb3b3",
        success="#9dff9d",
        foreground="#ffffff",
        background="#000000",
        surface="#000000",
        panel="#242424",
        boost="#1c1c1c",
        text_alpha=1.0,
        variables={
            "text-muted": "#ffffff",
            "text-disabled": "#d0d0d0",
            "text-error": "#ffb3b3",
            "scrollbar": "#ffffff",
            "scrollbar-background": "#242424",
            "block-cursor-foreground": "#000000",
            "block-cursor-background": "#ffd700",
            "input-selection-background": "#ffd700",
            "input-selection-foreground": "#000000",
        },
    ),
}
#: The eight terminal colours that can be told apart on any ground, by their place on the colour wheel.
_WHEEL = (
    ("ansi_red", 0.0),
    ("ansi_yellow", 0.14),
    ("ansi_green", 0.38),
    ("ansi_cyan", 0.53),
    ("ansi_blue", 0.62),
    ("ansi_magenta", 0.86),
    ("ansi_red", 1.0),
)


def register_themes(app: App[Any]) -> None:
    """Make our sets of colours known to the app."""
    for theme in THEMES.values():
        app.register_theme(theme)


def colours_for(chosen: str, color_system: str | None, *, no_color: bool = False) -> str:
    """Return the set of colours to use: `auto` is dark, or the terminal's own where it has but sixteen.

    Where no colours are wanted it is the terminal's own too, which tell nothing by a ground alone.
    """
    if no_color:
        return "ansi"
    if chosen != "auto":
        return chosen
    return "ansi" if color_system == "standard" else "dark"


def is_ansi(app: App[Any]) -> bool:
    """Say whether the terminal's own colours are in use, which nobody knows."""
    return app.current_theme.ansi


def least_contrast(app: App[Any]) -> float:
    """Return how strongly words must stand out from their ground."""
    return READ_WELL if app.theme == THEMES["high-contrast"].name else READ


def contrast(one: Color, other: Color) -> float:
    """Return the contrast of two colours, from 1 to 21 (WCAG 2.1)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: Color) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in color.normalized
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@lru_cache(512)
def seen(color: str, ground: Color, least: float = SEEN) -> Color:
    """Return a code's colour so that a line or a letter of it is seen on the ground, keeping its hue.

    Args:
        least: The contrast that it needs: `SEEN`, or for whole words `READ` or `READ_WELL`.
    """
    if ground.ansi is not None:
        return Color.parse(_nearest(color))
    wanted = Color.parse(color)
    towards = Color(255, 255, 255) if _luminance(ground) < 0.18 else Color(0, 0, 0)
    for share in range(0, 105, 5):
        made = wanted.blend(towards, share / 100)
        if contrast(made, ground) >= least:
            return made
    return towards


@lru_cache(64)
def words_on(ground: Color) -> Color:
    """Return black or white, whichever is read better on a strong ground; on a terminal's own its own."""
    names = ("black", "white") if ground.ansi is None else ("ansi_black", "ansi_bright_white")
    return max(map(Color.parse, names), key=lambda one: contrast(one, ground))


@lru_cache(512)
def tinted(color: str, ground: Color, words: Color, share: float, least: float) -> Color:
    """Return the ground of coded words: tinted by `share`, or by less where they could not be read."""
    tint = Color.parse(color)
    while share > 0:
        made = ground.blend(tint, share)
        if contrast(words, made) >= least:
            return made
        share -= 0.05
    return ground


def _nearest(color: str) -> str:
    hue, saturation, _lightness = Color.parse(color).hsl
    if saturation < 0.15:
        return "ansi_default"
    return min(_WHEEL, key=lambda one: abs(one[1] - hue))[0]


_STRONG = Style(dim=False)


class Undimmed(LineFilter):
    """What is dim elsewhere is as strong as the rest."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Take the dimness out of a row."""
        return [
            segment.__class__(segment.text, segment.style + _STRONG, segment.control)
            if segment.style is not None and segment.style.dim
            else segment
            for segment in segments
        ]


def filters_for(app: App[Any], filters: Sequence[LineFilter]) -> list[LineFilter]:
    """Return the filters of painted rows that fit the colours in use.

    The terminal's own colours cannot be mixed, so its own dimness is used; high contrast dims nothing. Where
    no colours are wanted (`NO_COLOR`) greys are none of ours either: everything is in the terminal's own two.
    """
    ansi, high = is_ansi(app) or app.no_color, least_contrast(app) == READ_WELL
    kept: list[LineFilter] = [Undimmed()] if high else []
    for one in filters:
        if isinstance(one, Monochrome) and ansi:
            kept.append(NoColor())
        elif not (isinstance(one, DimFilter) and ansi):
            kept.append(one)
    return kept
