"""What the server runs for each page: `python -m qualbench.tui.page FOLDER CODER read|write`."""

from __future__ import annotations

import sys
from pathlib import Path

from qualbench.errors import QualbenchError
from qualbench.tui.page.app import run_page

if __name__ == "__main__":
    folder, coder, mode = sys.argv[1:]
    try:
        sys.exit(run_page(Path(folder), coder=coder, write=mode == "write"))
    except QualbenchError as error:
        sys.exit(error.message)  # the page closes and offers to open again
