"""Who may come in to a page, and what a page's process may do. The browser itself is in test_browser.py."""

from __future__ import annotations

import asyncio
import sys
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import aiohttp
import pytest
from click.testing import CliRunner

from qualbench.cli.app import root
from qualbench.tui.serve import BROKEN, HOST, PageServer, PortTaken, listen

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

#: Stands in for the interface: says hello as textual-serve's processes do, and sends back what comes.
ECHO = """
import sys
out, data = sys.stdout.buffer, b"hello"
out.write(b"__GANGLION__\\n")
while True:
    out.write(b"D" + len(data).to_bytes(4, "big") + data)
    out.flush()
    head = sys.stdin.buffer.read(5)
    data = sys.stdin.buffer.read(int.from_bytes(head[1:], "big"))
    if not head or b"quit" in data:
        break
"""
PATHS = ("/", "/ws", "/static/js/textual.js", "/page/page.css", "/download/key", "/nothing", "/static/")


@dataclass
class Served:
    server: PageServer
    link: str
    client: aiohttp.ClientSession
    told: list[str] = field(default_factory=list)

    @property
    def origin(self) -> str:
        return self.server.guard.origin

    async def status(self, path: str, **headers: str) -> int:
        async with self.client.get(self.origin + path, headers=headers, allow_redirects=False) as answer:
            return answer.status

    async def page(self, **headers: str) -> aiohttp.ClientWebSocketResponse:
        address = self.origin.replace("http", "ws") + "/ws?width=100&height=30"
        return await self.client.ws_connect(address, headers={"Origin": self.origin, **headers})


@asynccontextmanager
async def served(program: str = ECHO) -> AsyncIterator[Served]:
    listening, told = listen(0), list[str]()
    server = PageServer((sys.executable, "-c", program), listening.getsockname()[1], tell=told.append)
    # the jar keeps cookies of addresses too, as a browser does
    jar = aiohttp.CookieJar(unsafe=True)
    async with server.serving(listening) as link, aiohttp.ClientSession(cookie_jar=jar) as client:
        yield Served(server, link, client, told)


async def enter(one: Served) -> None:
    async with one.client.get(one.link) as answer:
        assert answer.status == 200
        assert str(answer.url) == f"{one.origin}/", "the token has left the address"


async def refused(page: object) -> int:
    with pytest.raises(aiohttp.WSServerHandshakeError) as error:
        await page  # type: ignore[misc]
    return error.value.status


async def test_without_the_token_nothing_is_answered() -> None:
    async with served() as one:
        for path in PATHS:
            assert await one.status(path) == 403
            assert await one.status(path, Origin=one.origin) == 403
        assert await one.status("/?token=") == 403
        assert await one.status("/?token=wröng") == 403
        assert await one.status(f"/?token={one.link[-43:-1]}") == 403
        assert await refused(one.page()) == 403
        assert not one.server.processes


async def test_the_link_becomes_a_cookie_that_no_script_and_no_other_site_has() -> None:
    async with served() as one:
        async with one.client.get(one.link, allow_redirects=False) as answer:
            assert (answer.status, answer.headers["Location"]) == (303, "/")
            said = answer.headers["Set-Cookie"]
            assert "HttpOnly" in said
            assert "SameSite=Strict" in said
            token = one.link.partition("token=")[2]
            assert len(token) >= 43
            assert token not in said, "who sees the cookie cannot make the link of it"
        async with one.client.get(f"{one.origin}/") as answer:
            assert answer.status == 200
            text = await answer.text()
            assert token not in text
            assert f"ws://{one.server.guard.host}/ws" in text


async def test_each_answer_forbids_the_page_to_load_from_elsewhere_and_to_be_framed() -> None:
    async with served() as one:
        await enter(one)
        for path in ("/", "/static/js/textual.js", "/nothing", "/?token=wrong"):
            async with one.client.get(one.origin + path) as answer:
                rules = answer.headers["Content-Security-Policy"]
                assert "default-src 'none'" in rules
                assert "frame-ancestors 'none'" in rules
                assert "http" not in rules
                assert answer.headers["Referrer-Policy"] == "no-referrer"
                assert answer.headers["Cache-Control"] == "no-store"


async def test_a_name_that_was_made_to_point_here_is_refused() -> None:
    async with served() as one:
        await enter(one)
        port = one.server.port
        for host in ("evil.example", f"evil.example:{port}", HOST, f"localhost:{port}", f"{HOST}:1"):
            cookie = "; ".join(f"{one_.key}={one_.value}" for one_ in one.client.cookie_jar)
            assert await one.status("/", Host=host, Cookie=cookie) == 403
            assert await refused(one.page(Host=host, Cookie=cookie)) == 403


async def test_another_origin_is_refused_even_with_the_cookie() -> None:
    async with served() as one:
        await enter(one)
        port = one.server.port
        for origin in ("http://evil.example", "null", f"http://localhost:{port}", f"https://{HOST}:{port}"):
            assert await one.status("/", Origin=origin) == 403
            assert await one.status(f"/?token={one.link.partition('token=')[2]}", Origin=origin) == 403
            assert await refused(one.page(Origin=origin)) == 403
        address = one.origin.replace("http", "ws") + "/ws"
        assert await refused(one.client.ws_connect(address)) == 403, "a WebSocket has to name its origin"
        assert not one.server.processes


async def test_only_reading_is_answered() -> None:
    async with served() as one:
        await enter(one)
        for method in ("POST", "PUT", "DELETE", "OPTIONS"):
            async with one.client.request(method, f"{one.origin}/") as answer:
                assert answer.status == 405


async def test_a_link_that_another_site_led_to_opens_in_the_second_request() -> None:
    """SameSite=Strict keeps the cookie back in the chain that another site began."""
    async with served() as one:
        headers = {"Sec-Fetch-Site": "cross-site"}
        async with one.client.get(f"{one.origin}/", headers=headers) as answer:
            assert answer.status == 403
            assert 'content="0; url=/"' in await answer.text()
        async with one.client.get(f"{one.origin}/", headers={"Sec-Fetch-Site": "same-origin"}) as answer:
            assert "url=" not in await answer.text(), "and it does not go in a circle"


async def test_with_the_cookie_the_page_drives_its_process_which_ends_with_it() -> None:
    async with served() as one:
        await enter(one)
        page = await one.page()
        assert await page.receive_bytes() == b"hello"
        await page.send_json(["stdin", "abc"])
        assert await page.receive_bytes() == b"abc"
        (process,) = one.server.processes
        await page.close()
        await process.ended.wait()
        assert process.exit_code == 0
        assert not one.told


async def test_the_files_of_the_server_and_downloads_are_not_served() -> None:
    async with served() as one:
        await enter(one)
        for path in ("/download/key", "/static/", "/page/../app.py", "/page/%2e%2e/app.py", "/page/"):
            assert await one.status(path) in (403, 404)


async def test_no_file_and_no_address_goes_to_the_page() -> None:
    meta = '{"type": "open_url", "url": "http://evil.example", "new_tab": true}'
    delivery = '{"type": "deliver_file_start", "key": "k", "path": "p", '
    delivery += '"open_method": "download", "mime_type": "m", "encoding": "e"}'
    sends = "".join(
        f"data = {text!r}.encode(); sys.stdout.buffer.write(b'M' + len(data).to_bytes(4, 'big') + data)\n"
        for text in (meta, delivery)
    )
    program = ECHO.replace("while True", sends + 'data = b"hello"\nwhile True', 1)
    async with served(program) as one:
        await enter(one)
        page = await one.page()
        assert await page.receive_bytes() == b"hello", "what came before it was dropped"


async def test_what_a_process_complains_of_is_printed_nowhere(capfd: pytest.CaptureFixture[str]) -> None:
    program = 'import sys; sys.stderr.write("I waited three months"); sys.exit(1)'
    async with served(program) as one:
        await enter(one)
        page = await one.page()
        assert (await page.receive()).type in (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED)
        while one.server.processes:
            await asyncio.sleep(0.01)
        assert one.told == [BROKEN]
    assert "waited" not in "".join(capfd.readouterr())


async def test_stopping_the_server_ends_the_processes() -> None:
    async with served() as one:
        await enter(one)
        pages = [await one.page(), await one.page()]
        for page in pages:
            await page.receive_bytes()
        processes = list(one.server.processes)
        assert len(processes) == 2
    assert all(one.ended.is_set() for one in processes)
    assert all(one._process is not None and one._process.returncode == 0 for one in processes)


async def test_a_process_that_does_not_end_by_itself_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qualbench.tui.serve.PATIENCE", 0.05)
    program = ECHO.replace('b"quit" in data', "False").replace("not head", "False")
    async with served(program) as one:
        await enter(one)
        page = await one.page()
        await page.receive_bytes()
        (process,) = one.server.processes
        await page.close()
        await process.ended.wait()
        assert process._process is not None
        assert process._process.returncode not in (0, None)


def test_a_port_that_is_in_use_is_a_sentence() -> None:
    with listen(0) as first, pytest.raises(PortTaken) as taken:
        listen(first.getsockname()[1])
    assert "another program uses it already" in taken.value.message
    assert "--port" in taken.value.hint


def test_it_listens_on_this_computer_alone() -> None:
    with listen(0) as listening:
        assert listening.getsockname()[0] == "127.0.0.1"


def test_without_the_extra_a_sentence_says_what_to_install(
    folder: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in list(sys.modules):
        if name.startswith(("textual_serve", "qualbench.tui.serve")):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "textual_serve", None)
    result = CliRunner().invoke(root, ["--project", str(folder), "serve"])
    assert result.exit_code == 1
    assert "pip install 'qualbench[serve]'" in result.stderr


def test_no_project_is_a_sentence_before_any_page(tmp_path: object) -> None:
    result = CliRunner().invoke(root, ["--project", str(tmp_path), "serve"])
    assert result.exit_code == 1
    assert "http" not in result.stdout
