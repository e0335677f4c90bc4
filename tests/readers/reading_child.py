"""Reads files as a program with little memory and time, and prints what came of each as JSON.

Run as `python -m tests.readers.reading_child FOLDER`. It must not end early: one file that is too much for it
takes the whole process down, as it would take a researcher's. What is opened for writing, and what is
connected to, is noted.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from pathlib import Path

from qualbench.errors import QualbenchError
from qualbench.readers.registry import read_file
from qualbench.readers.sheets import ENDINGS, read_sheet

#: Bytes of memory and seconds of processor that all files together may take.
MEMORY, SECONDS = 2 * 2**30, 240


def main(folder: Path) -> None:
    """Read every file of a folder; each outcome goes out at once, so that one knows where it ended."""
    touched: list[str] = []

    def watch(event: str, given: tuple[object, ...]) -> None:
        if event == "open" and (isinstance(given[1], str) and set(given[1]) & set("wax+")):
            touched.append(f"{event} {given[0]}")
        elif event in ("socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system"):
            touched.append(event)
        elif event == "open" and str(given[0]).startswith("/etc/passwd"):
            touched.append(f"read {given[0]}")

    names = sorted(os.listdir(folder))  # noqa: PTH208 - names that Path would not keep as they are
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    sys.addaudithook(watch)
    for name in names:
        path = folder / name
        try:
            if path.suffix in ENDINGS:
                sheet = read_sheet(name, path.read_bytes())
                said = f"read: {len(sheet.rows)} rows"
            else:
                reading = read_file(path)
                said = f"read: {len(reading.text)} letters; {reading.text[:60]}"
        except QualbenchError as error:
            said = f"{type(error).__name__}: {error.message} {error.hint}"
        print(json.dumps([name, said]), flush=True)
    print(json.dumps(["", "; ".join(touched)]), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
