"""Make docs/screenshot.svg: the program draws its own coding screen on the (fictional) example study.

Run with: .venv/bin/python docs/make_screenshot.py
"""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
from pathlib import Path

OUTPUT = Path(__file__).parent / "screenshot.svg"
DOCUMENT, WORDS = "P10", "I'd sworn I wouldn't tell them"
KEYS = ("ctrl+shift+right",) * 9


async def picture(folder: Path) -> str:
    """Return the coding screen as SVG, 120 by 40, with some words selected in the middle of an interview."""
    from qualbench.tui.app import QualbenchApp
    from qualbench.tui.screens.coding.screen import CodingScreen
    from qualbench.workbench.demo import build_demo
    from qualbench.workbench.importing import find_document, open_document
    from qualbench.workbench.project import open_session

    session = open_session(build_demo(folder / "study"))
    document = find_document(session, DOCUMENT)
    place = open_document(session, document.id).text.index(WORDS)
    app = QualbenchApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        app.push_screen(CodingScreen(document.id, position=place))
        await pilot.pause(0.5)
        await pilot.press(*KEYS)
        await pilot.pause(0.5)
        svg = app.export_screenshot(title="qualbench: the example study, which is fictional")
        return re.sub(r',?\s*url\("https?://[^)]*\) format\("[^"]*"\)', "", svg)  # no fonts from elsewhere


def main() -> None:
    """Write the picture."""
    os.environ.pop("NO_COLOR", None)
    os.environ["COLORTERM"] = "truecolor"
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_DATA_HOME"] = folder
        OUTPUT.write_text(asyncio.run(picture(Path(folder))), encoding="utf-8")


if __name__ == "__main__":
    main()
