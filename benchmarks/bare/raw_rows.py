"""Read every coding of a project, row by row, and nothing else.

Usage: python -m benchmarks.bare.raw_rows PROJECT
"""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path

if __name__ == "__main__":
    with sqlite3.connect(Path(sys.argv[1], "project.qualbench")) as connection:
        print(sum(1 for _row in connection.execute("SELECT * FROM segment")))
