"""The interface in a real browser: the way in, typing, dragging and coding, and nothing sent elsewhere."""

from __future__ import annotations

import asyncio
import signal
import sys
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from aiohttp import web

from qualbench.workbench.codebooks import load_codebook
from qualbench.workbench.listing import segment_rows
from qualbench.workbench.project import ProjectLocked, open_session
from tests.tui.chromium import MISSING, PROGRAM, browser, until
from tests.tui.made import code

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

pytestmark = [
    pytest.mark.skipif(PROGRAM is None, reason=MISSING),
    pytest.mark.skipif(sys.platform == "win32", reason="stops the server with a signal that Windows lacks"),
]


@asynccontextmanager
async def serving(folder: Path, *options: str) -> AsyncIterator[tuple[str, asyncio.subprocess.Process]]:
    """Run `qualbench serve` and give the link, its first line."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "qualbench", "serve", "--project", str(folder), *options),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stdout is not None
        link = (await process.stdout.readline()).decode().strip()
        assert link.startswith("http://127.0.0.1:")
        yield link, process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def stopped(process: asyncio.subprocess.Process) -> str:
    """Stop the server as Ctrl+C does, and return everything that it said after the link."""
    process.send_signal(signal.SIGINT)
    out, err = await process.communicate()
    assert process.returncode == 0
    return (out + err).decode()


def codings(folder: Path) -> set[tuple[str, str]]:
    """Every coding in the database: its words, and its code's name."""
    with open_session(folder, write=False) as session:
        return {(row["quote"], row["code"]) for row in segment_rows(session)}


def place(rows: list[str], words: str) -> tuple[int, int]:
    """The cell (column, row) where some words begin."""
    row = next(number for number, row in enumerate(rows) if words in row)
    return rows[row].index(words), row


async def test_without_the_token_nothing(folder: Path, tmp_path: Path) -> None:
    async with serving(folder, "--write") as (link, _process), browser(tmp_path / "profile") as chromium:
        address = link.partition("?")[0]
        for wrong in ("", "?token=", "?token=x"):
            tab = await chromium.tab(address + wrong)
            await until(partial(tab.value, "document.body && document.body.innerText"))
            assert "Open the link" in await tab.value("document.body.innerText")
            assert await tab.value("document.cookie") == ""
            wanted = address.replace("http", "ws") + "ws"
            assert await tab.value(TRY.replace("ADDRESS", repr(wanted))) == "closed"


#: Opens a WebSocket from the page and says what became of it.
TRY = """
new Promise((done) => {
  const socket = new WebSocket(ADDRESS);
  socket.onopen = () => done("open"); socket.onerror = () => done("closed");
})
"""


@asynccontextmanager
async def another_site() -> AsyncIterator[str]:
    """A page of another server on this computer: another origin, to which browsers send the same cookies."""

    async def page(_request: web.Request) -> web.Response:
        return web.Response(text="<p>another site</p>", content_type="text/html")

    app = web.Application()
    app.add_routes([web.get("/", page)])
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/"
    await runner.cleanup()


async def test_from_a_foreign_origin_nothing_even_with_the_cookie(folder: Path, tmp_path: Path) -> None:
    async with (
        serving(folder, "--write") as (link, _process),
        another_site() as site,
        browser(tmp_path / "profile") as chromium,
    ):
        own = await chromium.tab(link)
        await own.shows("anna")
        wanted = link.partition("?")[0].replace("http", "ws") + "ws"
        foreign = await chromium.tab(site)
        await until(lambda: foreign.value("document.body && document.body.innerText"))
        assert await foreign.value(TRY.replace("ADDRESS", repr(wanted))) == "closed"
        assert await own.value(TRY.replace("ADDRESS", repr(wanted))) == "open", "the page itself may"
        reading = (
            f"fetch({link.partition('?')[0]!r}, {{credentials: 'include'}}).then(() => 'read', () => 'no')"
        )
        assert await foreign.value(reading) == "no"


async def test_typing_dragging_and_coding_end_in_the_database(folder: Path, tmp_path: Path) -> None:
    async with serving(folder, "--write") as (link, process), browser(tmp_path / "profile") as chromium:
        address, _, token = link.partition("?token=")
        tab = await chromium.tab(link)
        await tab.shows("anna")
        assert await tab.value("location.href") == address, "the token has left the address"
        assert await tab.value("document.cookie") == "", "no script has the cookie"
        assert await tab.value("window.open('http://evil.example')") is None, "no address opens from a page"
        await tab.press("Enter")
        await tab.shows("Then nothing came of it")

        async def dragged() -> bool:
            # cells are other ones once the page's letters are there: then one drags again, as a person does
            rows = await tab.rows()
            if not any("nothing came" in row for row in rows):
                return False
            start = place(rows, "nothing came")
            await tab.drag(start, (start[0] + len("nothing came"), start[1]))
            await asyncio.sleep(0.5)
            return "2 words" in "\n".join(await tab.rows())

        await until(dragged)
        await tab.press("Enter", *"friends", "Enter")
        await until(lambda: ("nothing came", "Friends instead") in codings(folder), lambda: codings(folder))

        second = await chromium.tab(link)
        await second.shows("Reading only")
        await second.press("Enter")
        await second.shows("read only")

        await tab.reload()
        await tab.shows("anna")
        await tab.press("u")
        await until(lambda: ("nothing came", "Friends instead") not in codings(folder))
        assert not await tab.value("document.body.classList.contains('-closed')")

        for one in chromium.tabs:
            assert {urlsplit(asked).netloc for asked in one.asked} == {urlsplit(link).netloc}
            assert not [error for error in one.errors if "Content Security Policy" in error]
        said = await stopped(process)
        assert said.endswith("Stopped. Everything that was done is saved.\n")
        assert token not in said
        assert "nothing" not in said
        await until(lambda: tab.value("document.body.classList.contains('-closed')"))
        open_session(folder).store.close()  # the pages' processes have let the writer's lock go


async def test_without_write_a_page_only_reads(folder: Path, tmp_path: Path) -> None:
    before = codings(folder)
    async with serving(folder) as (link, process), browser(tmp_path / "profile") as chromium:
        tab = await chromium.tab(link)
        await tab.shows("read only")
        await tab.press("Enter")
        await tab.shows("Then nothing came of it")
        await tab.press("s", "i")
        await tab.shows("reading only")
        assert "The page only reads." in await stopped(process)
    assert codings(folder) == before


async def test_beside_an_open_terminal_a_page_reads_and_sees_what_is_done_there(
    folder: Path, tmp_path: Path
) -> None:
    with open_session(folder) as session:
        async with (
            serving(folder, "--write") as (link, _process),
            browser(tmp_path / "profile") as chromium,
        ):
            tab = await chromium.tab(link)
            await tab.shows("Reading only")
            await tab.press("Enter")
            await tab.shows("2 segments")
            code(session, "bert", "With a walk", load_codebook(session).codes[0].id)
            await tab.shows("3 segments")


async def test_where_the_server_is_killed_its_processes_end_too(folder: Path, tmp_path: Path) -> None:
    async with serving(folder, "--write") as (link, process), browser(tmp_path / "profile") as chromium:
        await (await chromium.tab(link)).shows("anna")
        process.kill()

        def free() -> bool:
            try:
                open_session(folder).store.close()
            except ProjectLocked:
                return False
            return True

        await until(free)
