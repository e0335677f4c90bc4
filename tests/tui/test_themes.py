"""What is painted can be read in each set of colours: measured on the painted cells, not on the recipe."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rich.color import ColorType
from textual.color import Color

from qualbench.model.code import OKABE_ITO
from qualbench.model.span import Span
from qualbench.settings.options import Settings
from qualbench.settings.reading import Reading
from qualbench.tui.app import QualbenchApp
from qualbench.tui.keys import Where
from qualbench.tui.themes import READ, READ_WELL, SEEN, THEMES, Undimmed, colours_for, contrast, seen, tinted
from qualbench.workbench import codebooks, importing
from qualbench.workbench.coding import apply_code
from qualbench.workbench.preferences import load_settings
from qualbench.workbench.project import open_session
from tests.tui.made import WAYS, said

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rich.segment import Segment
    from textual.pilot import Pilot

#: Keys that lead to each screen or window from the documents.
SCREENS = {
    "documents": WAYS[Where.DOCUMENTS],
    "codebook": WAYS[Where.CODEBOOK],
    "themes": WAYS[Where.THEMES],
    "history": WAYS[Where.HISTORY],
    "help": ("f1",),
    "form": ("f8", "n"),
    "coding": ("enter", "ctrl+home", "down"),
    "selecting": ("enter", "ctrl+home", "down", "t"),
    "picker": ("enter", "ctrl+home", "down", "t", "enter"),
    "finding": ("enter", "slash", "w", "a", "i", "t", "enter"),
    "palette": ("ctrl+p",),
    "memos": WAYS[Where.MEMOS],
    "search": (*WAYS[Where.SEARCH], *"waited", "enter"),
    "retrieval": (*WAYS[Where.RETRIEVAL], "space", "down"),
    "two codes": WAYS[Where.BESIDE],
    "annotating": ("enter", "ctrl+home", "down", "a"),
}
READABLE = ("high-contrast", "dark", "light")
#: Beside the text: letters and lines, which need only to be seen.
MARKS = set("┃║┇╏▌ABCDEFGHI ")
#: Frames and guides, which say nothing.
FRAMES = set("│─╭╮╰╯└├▔▁▂▃▄▅▆▇█▎▊▀▕▏━ ")


def wearing(folder: Path, colours: str) -> QualbenchApp:
    values = {**Settings().values, "colours": colours}
    return QualbenchApp(open_session(folder), settings=Reading(Settings(values)))


@pytest.fixture
def coloured(folder: Path) -> Path:
    """Every colour of a code in one interview."""
    with open_session(folder) as session:
        found = importing.find_document(session, "anna")
        for n, color in enumerate(OKABE_ITO):
            code = codebooks.create_code(session, f"Colour {n}", color=color)
            apply_code(session, found.id, Span(n * 12, n * 12 + 14), code.id)
    return folder


def painted(app: QualbenchApp) -> Iterator[Segment]:
    """Every painted piece; of a window over a screen only the window's."""
    inner = [one for one in app.screen.query(".dialog, .help, CommandPalette Vertical") if one.display]
    region = inner[0].region if inner else app.screen.region
    for strip in app.screen._compositor.render_strips()[region.y : region.bottom]:
        yield from strip.crop(region.x, region.right)


def faults(app: QualbenchApp, least: float) -> list[str]:
    wrong = set()
    for part in painted(app):
        style, text = part.style, set(part.text)
        if text <= FRAMES or style is None or style.color is None or style.bgcolor is None:
            continue
        words, ground = Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor)
        needed = SEEN if text <= MARKS else least
        if contrast(words, ground) < needed - 0.01:
            wrong.add(f"{part.text!r} {words.hex} on {ground.hex}: {contrast(words, ground):.1f} < {needed}")
    return sorted(wrong)


#: Where the text is open its colours are met as it opens; elsewhere they are changed under the open screen.
WORN = [
    (where, worn)
    for where, keys in SCREENS.items()
    for worn in ([(one,) for one in READABLE] if keys[:1] == ("enter",) else [READABLE])
]


@pytest.mark.parametrize(("where", "worn"), WORN)
async def test_everything_that_is_painted_can_be_read(
    coloured: Path, where: str, worn: tuple[str, ...]
) -> None:
    """Words 4.5 to 1, in high contrast 7 to 1; what is dim on purpose, and marks, 3 to 1 (WCAG 2.1)."""
    app = wearing(coloured, worn[0])
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        await pilot.press(*SCREENS[where])
        await pilot.pause()
        for colours in worn:
            if colours != worn[0]:
                app.use_colours(colours)
                await pilot.pause()
            assert app.theme == THEMES[colours].name
            if colours == "high-contrast":
                assert not faults(app, READ_WELL)
                continue
            assert not faults(app, SEEN), colours
            strong = Undimmed()
            app._filters.insert(0, strong)
            await repainted(pilot)
            assert not faults(app, READ), colours
            app._filters.remove(strong)
            await repainted(pilot)
    app.close_project()


async def repainted(pilot: Pilot[None]) -> None:
    pilot.app.screen.refresh(layout=True)
    for one in pilot.app.screen.walk_children():
        one.refresh(layout=True)
    await pilot.pause()


@pytest.mark.parametrize("ground", ["#121212", "#1e1e1e", "#fbfaf6", "#f1efe8", "#000000"])
@pytest.mark.parametrize("color", [*OKABE_ITO, "#000000", "#ffffff"])
def test_a_codes_colour_is_seen_on_every_ground(color: str, ground: str) -> None:
    assert contrast(seen(color, Color.parse(ground)), Color.parse(ground)) >= SEEN


@pytest.mark.parametrize("color", OKABE_ITO)
@pytest.mark.parametrize(
    ("ground", "words"), [("#121212", "#e0e0e0"), ("#fbfaf6", "#1a1a1a"), ("#000", "#fff")]
)
def test_coded_words_are_read_on_every_tint(color: str, ground: str, words: str) -> None:
    made = tinted(color, Color.parse(ground), Color.parse(words), 0.5, READ_WELL)
    assert contrast(Color.parse(words), made) >= READ_WELL
    assert made != Color.parse(ground), "it is tinted all the same"


def test_black_on_white_is_twenty_one_to_one() -> None:
    assert contrast(Color(0, 0, 0), Color(255, 255, 255)) == pytest.approx(21)
    assert contrast(Color.parse("#767676"), Color(255, 255, 255)) == pytest.approx(4.54, abs=0.01)


async def test_the_terminals_own_colours_are_the_sixteen_and_no_others(coloured: Path) -> None:
    app = wearing(coloured, "ansi")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        for keys in SCREENS.values():
            await pilot.press(*keys)
            await pilot.pause()
            used = {
                color
                for part in painted(app)
                if part.style is not None
                for color in (part.style.color, part.style.bgcolor)
                if color is not None
            }
            assert not [one for one in used if one.type not in (ColorType.DEFAULT, ColorType.STANDARD)]
            await pilot.press(*("escape",) * 4)
            await pilot.press("f4")
    app.close_project()


def test_sixteen_colours_are_met_with_the_terminals_own_unless_others_are_wanted() -> None:
    assert colours_for("auto", "standard") == "ansi"
    assert colours_for("auto", "truecolor") == colours_for("auto", "256") == "dark"
    assert colours_for("light", "standard") == "light"


async def test_colours_are_chosen_and_kept(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.pause()
        app.use_colours("light")
        await pilot.pause()
        assert app.theme == THEMES["light"].name
        assert "The colours are light from now on; kept in " in said(app)
        assert load_settings().settings.colours == "light"


@pytest.mark.parametrize("colours", ["dark", "light", "ansi", "high-contrast"])
async def test_without_colour_there_is_none_in_any_set(
    coloured: Path, colours: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = wearing(coloured, colours)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press(*SCREENS["selecting"])
        await pilot.pause()
        for part in painted(app):
            for color in (part.style.color, part.style.bgcolor) if part.style is not None else ():
                assert color is None or color.is_default, f"{part.text!r} in {color}, a grey of ours or not"
    app.close_project()
