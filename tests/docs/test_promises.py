"""Nothing is sent: a process that may open no connection builds, exports and checks the example study."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

#: Runs commands with an audit hook that ends the process at the first thought of a network.
GUARD = """
import os, sys
def refuse(event, args):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto", "socket.bind", "urllib.Request"):
        os.write(2, f"{event} {args[1:]}".encode())
        os._exit(86)
sys.addaudithook(refuse)
"""
WORK = """
from click.testing import CliRunner
from qualbench.cli.app import root
for words in ("demo --no-open --folder study", "check --project study", "export memos --project study",
              "export segments --project study", "export transcript P07 --project study",
              "code import examples.json --project study", "backup --project study"):
    result = CliRunner().invoke(root, words.split())
    if result.exit_code:
        sys.exit(words + result.output)
"""


def run(program: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", GUARD + program],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_nothing_is_sent(tmp_path: Path) -> None:
    (tmp_path / "examples.json").write_text("[]", encoding="utf-8")
    done = run(WORK, tmp_path)
    assert done.returncode == 0, done.stderr


def test_the_guard_would_find_a_connection(tmp_path: Path) -> None:
    done = run("import socket; socket.create_connection(('127.0.0.1', 9))", tmp_path)
    assert done.returncode == 86
