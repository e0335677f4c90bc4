"""Apply codings in the peer `qualitative-coding` through its own code, in the environment where it lives.

All of it in one process, a whole document at a time: the fastest way that it offers.

Usage: python peer_coding.py SETTINGS.yaml ROWS.json     (rows: document, line, code)
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from pathlib import Path

from qualitative_coding.corpus import QCCorpus  # type: ignore[import-not-found]


def main(settings: str, rows: Path) -> None:
    """Apply the codings of `rows` to the project of `settings`."""
    by_document = defaultdict(list)
    for row in json.loads(rows.read_text(encoding="utf-8")):
        by_document[row["document"]].append({"line": row["line"], "code_id": row["code"]})
    corpus = QCCorpus(settings)
    with corpus.session():
        for document, lines in by_document.items():
            corpus.update_coded_lines(document, "mira", lines)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
