"""A browser without a window, driven through its own protocol, and what it has drawn of the interface."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import aiohttp

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

PROGRAM = next(
    filter(
        None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"))
    ),
    None,
)
MISSING = "needs Chromium to be installed (on Debian or Ubuntu: apt install chromium)"
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    *("--disable-dev-shm-usage", "--window-size=1200,700", "--remote-debugging-port=0", "about:blank"),
)
#: Keeps what comes to the page to be painted, and the size in cells that the page has asked for.
LISTENER = """
window.painted = ""; window.cells = null;
const Socket = window.WebSocket, decoder = new TextDecoder();
window.WebSocket = class extends Socket {
  constructor(...all) {
    super(...all);
    this.addEventListener("message", (event) => {
      if (typeof event.data !== "string")
        window.painted += decoder.decode(new Uint8Array(event.data), {stream: true});
    });
  }
  send(data) {
    const said = JSON.parse(data);
    if (said[0] === "resize") window.cells = said[1];
    super.send(data);
  }
};
"""
#: Generous: it is only reached where something is broken.
PATIENCE = 60.0


async def until(what: Callable[[], Any], describe: Callable[[], object] = lambda: "") -> Any:
    """Wait for a condition to become true, and return what it gave."""
    loop = asyncio.get_running_loop()
    end = loop.time() + PATIENCE
    while True:
        found = what()
        if asyncio.iscoroutine(found):
            found = await found
        if found:
            return found
        assert loop.time() < end, f"it never came to be: {describe()}"
        await asyncio.sleep(0.03)


class Tab:
    """One page of the browser.

    Attributes:
        asked: The address of every request that the page made, WebSockets among them.
        failed: The addresses of those that were refused or broken off.
        errors: What the page complained of in its console.
    """

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.asked: list[str] = []
        self.errors: list[str] = []
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._number = 0
        self._reader = asyncio.create_task(self._read())

    async def _read(self) -> None:
        async for message in self.socket:
            said = json.loads(message.data)
            if "id" in said:
                self._answers.pop(said["id"]).set_result(said)
            elif said["method"] == "Network.requestWillBeSent":
                self.asked.append(said["params"]["request"]["url"])
            elif said["method"] == "Network.webSocketCreated":
                self.asked.append(said["params"]["url"])
            elif said["method"] == "Log.entryAdded":
                self.errors.append(said["params"]["entry"]["text"])

    async def call(self, method: str, **params: Any) -> dict[str, Any]:
        """Call a method of the protocol and return its result."""
        self._number += 1
        number, answer = self._number, asyncio.get_running_loop().create_future()
        self._answers[number] = answer
        await self.socket.send_json({"id": number, "method": method, "params": params})
        said = await answer
        assert "error" not in said, said
        result: dict[str, Any] = said["result"]
        return result

    async def open(self, address: str) -> None:
        """Go to an address, listening from the start."""
        for domain in ("Network", "Page", "Log"):
            await self.call(f"{domain}.enable")
        await self.call("Emulation.setFocusEmulationEnabled", enabled=True)
        await self.call("Page.addScriptToEvaluateOnNewDocument", source=LISTENER)
        await self.call("Page.navigate", url=address)

    async def reload(self) -> None:
        """Load the page anew."""
        await self.value("window.before = true")
        await self.call("Page.reload")
        await until(lambda: self.value("window.before === undefined"))

    async def value(self, script: str) -> Any:
        """Evaluate a script in the page, waiting for a promise."""
        result = await self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        return result["result"].get("value")

    async def rows(self) -> list[str]:
        """Return what the page shows, row by row."""
        cells = await self.value("window.cells")
        return drawn(await self.value("window.painted") or "", cells["height"]) if cells else []

    async def shows(self, words: str) -> list[str]:
        """Wait until some words are shown, and return the rows."""
        seen: list[str] = []

        async def there() -> bool:
            seen[:] = await self.rows()
            return words in "\n".join(seen)

        await until(there, lambda: "\n".join([words, *seen]))
        return seen

    async def press(self, *keys: str) -> None:
        """Press keys: a character, or a name such as `Enter`."""
        for key in keys:
            code = {"Enter": 13, "Escape": 27, "Tab": 9}.get(key, ord(key[0].upper()))
            text = {"Enter": "\r"}.get(key, key if len(key) == 1 else "")
            named: dict[str, Any] = {"key": key, "windowsVirtualKeyCode": code}
            down = "keyDown" if text else "rawKeyDown"
            await self.call("Input.dispatchKeyEvent", type=down, **named, **({"text": text} if text else {}))
            await self.call("Input.dispatchKeyEvent", type="keyUp", **named)

    async def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Drag the mouse from one cell (column, row from 0) to another."""
        box = await self.value(
            "(() => { const b = document.querySelector('.xterm-screen').getBoundingClientRect();"
            "return [b.left, b.top, b.width / window.cells.width, b.height / window.cells.height] })()"
        )

        async def mouse(kind: str, cell: tuple[int, int], buttons: int) -> None:
            x, y = box[0] + (cell[0] + 0.5) * box[2], box[1] + (cell[1] + 0.5) * box[3]
            held = {"button": "left", "buttons": buttons, "clickCount": 1}
            await self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, **held)

        await mouse("mousePressed", start, 1)
        for column in range(start[0], end[0] + 1, 4):
            await mouse("mouseMoved", (column, end[1]), 1)
        await mouse("mouseMoved", end, 1)
        await mouse("mouseReleased", end, 0)

    async def picture(self) -> bytes:
        """Return a picture of the page, a PNG."""
        import base64

        return base64.b64decode((await self.call("Page.captureScreenshot"))["data"])


class Browser:
    """A running browser."""

    def __init__(self, session: aiohttp.ClientSession, address: str) -> None:
        self.session, self.address = session, address
        self.tabs: list[Tab] = []

    async def tab(self, address: str) -> Tab:
        """Open a page in a tab of its own."""
        async with self.session.put(f"{self.address}/json/new?about:blank") as answer:
            place = (await answer.json(content_type=None))["webSocketDebuggerUrl"]
        tab = Tab(await self.session.ws_connect(place, max_msg_size=0))
        self.tabs.append(tab)
        await tab.open(address)
        return tab


@asynccontextmanager
async def browser(profile: Path) -> AsyncIterator[Browser]:
    """Run a browser with a new profile."""
    assert PROGRAM
    process = await asyncio.create_subprocess_exec(
        *(PROGRAM, f"--user-data-dir={profile}", *FLAGS),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        port_file = profile / "DevToolsActivePort"
        await until(lambda: port_file.exists() and "\n" in port_file.read_text())
        port = port_file.read_text().splitlines()[0]
        async with aiohttp.ClientSession() as session:
            running = Browser(session, f"http://127.0.0.1:{port}")
            yield running
            for tab in running.tabs:
                await tab.socket.close()
            async with session.get(f"{running.address}/json/version") as answer:
                control = (await answer.json(content_type=None))["webSocketDebuggerUrl"]
            async with session.ws_connect(control) as socket:  # so that it leaves no file half written
                await socket.send_json({"id": 1, "method": "Browser.close"})
                await asyncio.wait_for(process.wait(), PATIENCE)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


def drawn(painted: str, height: int) -> list[str]:
    """Return the rows that a stream for a terminal leaves: places, text and line ends; looks are dropped."""
    rows: list[list[str]] = [[] for _ in range(height)]
    row = column = 0
    for place, other, text in re.findall(
        r"\x1b\[(\d+;\d+)H|(\x1b\[[^a-zA-Z]*[a-zA-Z]|\r|\n)|([^\x1b\r\n]+)", painted
    ):
        if place:
            row, column = (int(one) - 1 for one in place.split(";"))
        elif other == "\r":
            column = 0
        elif other == "\n":
            row += 1
        elif text and 0 <= row < height:
            line = rows[row]
            line.extend(" " * (column + len(text) - len(line)))
            line[column : column + len(text)] = text
            column += len(text)
    return ["".join(line).rstrip() for line in rows]
