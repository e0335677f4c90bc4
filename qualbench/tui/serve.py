"""The interface on a page: a server for browsers on this computer, and who may come in.

textual-serve runs the interface in a process of its own for each page that is open, and draws it in the
browser; by itself it lets in everyone. Here every request is looked at first (`Guard`), the page loads
nothing from elsewhere, and what the processes write besides the picture is dropped, for it could hold words
of a transcript.
"""

from __future__ import annotations

import asyncio
import errno
import hmac
import json
import logging
import secrets
import signal
import socket
import sys
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from aiohttp import WSCloseCode, web
from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager
from textual_serve.server import Server, to_int

from qualbench.errors import QualbenchError

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

    Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

#: The only address that is listened on: this computer's own.
HOST = "127.0.0.1"
#: The page and its style; the fonts and the script come with textual-serve.
PAGE = Path(__file__).parent / "page" / "static"
#: Seconds that a page's process has to end by itself.
PATIENCE = 5.0

NO_LINK = "Open the link that `qualbench serve` printed, exactly as it stands there."
#: Shown where a link was followed from another site: the browser keeps the new cookie back from that one
#: request, and sends it with a request that this page makes.
AGAIN = '<!DOCTYPE html><meta http-equiv="refresh" content="0; url=/"><title>qualbench</title>' + NO_LINK


BROKEN = "A page's interface broke off. What was done is saved. `qualbench open` in a terminal may say more."


class PortTaken(QualbenchError):
    """The port cannot be listened on."""

    def __init__(self, port: int, error: OSError) -> None:
        taken = error.errno == errno.EADDRINUSE
        why = "another program uses it already" if taken else error.strerror or str(error)
        super().__init__(
            f"Port {port} cannot be used: {why}.",
            "Choose another one with --port, or leave --port out: a free one is taken then.",
        )


class Guard:
    """Who may come in: who has the link, from this computer, and through no other site's page.

    The link's token is changed for a cookie that scripts cannot read and other sites' pages cannot send; the
    token then leaves the address bar. Host and Origin of every request are compared with the server's own, so
    that neither another page nor a name that was made to point here (DNS rebinding) gets through.
    """

    def __init__(self, port: int) -> None:
        self.host = f"{HOST}:{port}"
        self.origin = f"http://{self.host}"
        self.cookie = f"qualbench-{port}"  # browsers send cookies to every port of a host
        self._token, self._ticket = secrets.token_urlsafe(32), secrets.token_urlsafe(32)

    @property
    def link(self) -> str:
        """The link that opens the page."""
        return f"{self.origin}/?token={self._token}"

    @web.middleware
    async def check(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Answer a request, or refuse it with a sentence that says nothing of the project."""
        if request.headers.getall("Host", []) != [self.host]:
            return _refused(NO_LINK)
        origins = request.headers.getall("Origin", [])
        if origins != [self.origin] and (origins or request.path == "/ws"):
            return _refused("Another site's page asked for this.")
        if request.method not in ("GET", "HEAD"):
            return _refused("Only reading is answered here.", 405)
        if request.path == "/" and "token" in request.query:
            return self._change(request.query["token"])
        if not _same(request.cookies.get(self.cookie, ""), self._ticket):
            followed = request.path == "/" and request.headers.get("Sec-Fetch-Site") == "cross-site"
            return _refused(AGAIN if followed else NO_LINK, html=followed)
        return await handler(request)

    async def protect(self, _request: web.Request, response: web.StreamResponse) -> None:
        """Tell the browser to load nothing from elsewhere, to keep nothing, and to show it in no frame."""
        response.headers.update(
            {
                "Content-Security-Policy": "; ".join(
                    (
                        *("default-src 'none'", "script-src 'self'", "font-src 'self'", "img-src 'self'"),
                        "style-src 'self' 'unsafe-inline'",  # the terminal in the page sets styles by script
                        f"connect-src 'self' ws://{self.host}",
                        *("base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"),
                    )
                ),
                "Cache-Control": "no-store",
                "Cross-Origin-Opener-Policy": "same-origin",
                "Cross-Origin-Resource-Policy": "same-origin",
                "Referrer-Policy": "no-referrer",
                "X-Content-Type-Options": "nosniff",
            }
        )

    def _change(self, token: str) -> web.StreamResponse:
        if not _same(token, self._token):
            return _refused(NO_LINK)
        response = web.Response(status=303, headers={"Location": "/"})
        response.set_cookie(self.cookie, self._ticket, httponly=True, samesite="Strict", path="/")
        return response


def _same(given: str, wanted: str) -> bool:
    """Compare in a time that does not tell how much of it was right."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), wanted.encode())


def _refused(why: str, status: int = 403, *, html: bool = False) -> web.Response:
    return web.Response(status=status, text=why, content_type="text/html" if html else "text/plain")


class PageProcess(AppService):
    """The interface of one page, in a process of its own; it ends with the page.

    Args:
        words: The command that runs the interface, word by word: no shell reads it.
        websocket: The connection to the page.
    """

    def __init__(self, words: Sequence[str], websocket: web.WebSocketResponse) -> None:
        super().__init__(
            "",
            write_bytes=websocket.send_bytes,
            write_str=websocket.send_str,
            close=self._hang_up,
            download_manager=DownloadManager(),
        )
        self.words, self.websocket = tuple(words), websocket
        self.leaving, self.exit_code = False, 0
        self.ended = asyncio.Event()

    async def _hang_up(self) -> None:
        await self.websocket.close()

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        """Start the process. It is in a session of its own, so that Ctrl+C comes to the server alone."""
        self._process = process = await asyncio.create_subprocess_exec(
            *self.words,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env=self._build_environment(width, height),
            start_new_session=True,
        )
        process.stderr = asyncio.StreamReader()  # what it has to complain of could hold words
        process.stderr.feed_eof()
        self._stdin = process.stdin
        return process

    async def run(self) -> None:
        """Pass on what is painted until the process ends; then close the page."""
        await super().run()
        process = self._process
        assert process is not None
        assert process.stdout is not None
        while await process.stdout.read(1 << 16):  # the page is gone: let the process end unhindered
            pass
        self.exit_code = await process.wait()
        await self.remote_close()

    async def stop(self) -> None:
        """End the process: ask it to, and after a while make it. What was reported as saved is saved."""
        task, self._task = self._task, None
        if task is None:
            return
        self.leaving = True
        await self.send_meta({"type": "quit"})
        done, _late = await asyncio.wait({task}, timeout=PATIENCE)
        if not done and self._process is not None:
            with suppress(ProcessLookupError):
                self._process.kill()
            await task
        self.ended.set()

    async def on_meta(self, data: bytes) -> None:
        """Follow the end of the interface; a page opens no other address and is sent no files."""
        if json.loads(data)["type"] == "exit":
            await self.remote_close()

    async def on_packed(self, payload: bytes) -> None:
        """Drop pieces of files: none is sent."""


class PageServer(Server):
    """Serves the pages.

    Args:
        words: The command that runs the interface in a page.
        port: The port that is listened on.
        tell: Called with a sentence when a page's interface breaks.
    """

    def __init__(self, words: Sequence[str], port: int, *, tell: Callable[[str], None]) -> None:
        super().__init__("", HOST, port, title="qualbench")
        self.words, self.tell = tuple(words), tell
        self.guard = Guard(port)
        self.processes: set[PageProcess] = set()

    async def _make_app(self) -> web.Application:
        app = web.Application(middlewares=[self.guard.check])
        app.add_routes(
            [
                web.get("/", self.handle_index),
                web.get("/ws", self.handle_websocket),
                web.static("/static", self.statics_path),
                web.static("/page", PAGE),
            ]
        )
        app.on_response_prepare.append(self.guard.protect)
        app.on_shutdown.append(self.on_shutdown)
        return app

    async def handle_index(self, request: web.Request) -> web.Response:
        """Answer with the page."""
        page = (PAGE / "index.html").read_text(encoding="utf-8")
        return web.Response(text=page.replace("{host}", self.guard.host), content_type="text/html")

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """Run the interface for one page, for as long as the page is there."""
        websocket = web.WebSocketResponse(heartbeat=15, timeout=2)
        await websocket.prepare(request)
        for one in [one for one in self.processes if one.leaving]:
            await one.ended.wait()  # a page that is loaded anew may write again
        process = PageProcess(self.words, websocket)
        self.processes.add(process)
        try:
            size = [to_int(request.query.get(side, ""), 0) for side in ("width", "height")]
            await process.start(size[0] or 80, size[1] or 24)
            await self._process_messages(websocket, process)
        finally:
            await asyncio.shield(process.stop())
            self.processes.discard(process)
            if process.exit_code:
                self.tell(BROKEN)
        return websocket

    async def on_shutdown(self, app: web.Application) -> None:
        """Close every page; each one's process ends with it."""
        pages = [one.websocket for one in self.processes]
        await asyncio.gather(*(one.close(code=WSCloseCode.GOING_AWAY) for one in pages))

    @asynccontextmanager
    async def serving(self, listening: socket.socket) -> AsyncIterator[str]:
        """Serve pages on a socket that listens; gives the link."""
        runner = web.AppRunner(await self._make_app(), access_log=None, shutdown_timeout=3 * PATIENCE)
        await runner.setup()
        try:
            await web.SockSite(runner, listening).start()
            yield self.guard.link
        finally:
            await runner.cleanup()


def listen(port: int) -> socket.socket:
    """Return a socket that listens on this computer's own address; port 0 takes a free one.

    Raises:
        PortTaken: The port is used by another program, or may not be used.
    """
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if sys.platform != "win32":  # there the option would share the port
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((HOST, port))
        made.listen()
    except OSError as error:
        made.close()
        raise PortTaken(port, error) from error
    return made


def serve(
    folder: Path,
    *,
    coder: str,
    port: int,
    write: bool,
    ready: Callable[[str], None],
    tell: Callable[[str], None],
) -> None:
    """Serve a project to browsers on this computer until the person presses Ctrl+C.

    Args:
        folder: The project's folder.
        coder: Name of the coder at work in the pages.
        port: The port to listen on; 0 takes a free one.
        write: Let the first page change the project; without it every page only reads.
        ready: Called with the link once it can be opened.
        tell: Called with a sentence when a page's interface breaks.

    Raises:
        PortTaken: The port cannot be used.
    """
    for name in ("aiohttp", "textual-serve", "asyncio"):  # their reports would hold the link or words
        logging.getLogger(name).disabled = True
    logging.getLogger("aiohttp.server").disabled = True
    words = [
        sys.executable,
        "-P",
        "-m",
        "qualbench.tui.page",
        str(folder),
        coder,
        "write" if write else "read",
    ]

    async def until_stopped() -> None:
        listening = listen(port)
        stop = asyncio.Event()
        server = PageServer(words, listening.getsockname()[1], tell=tell)
        async with server.serving(listening) as link:
            for name in ("SIGINT", "SIGTERM", "SIGHUP"):
                with suppress(NotImplementedError, AttributeError):  # Windows: Ctrl+C ends the wait below
                    asyncio.get_running_loop().add_signal_handler(getattr(signal, name), stop.set)
            ready(link)
            await stop.wait()

    with suppress(KeyboardInterrupt):
        asyncio.run(until_stopped())
