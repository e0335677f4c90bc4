"""A coder process for the crash test: it codes, and says each coding only after it was told it is saved."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from qualbench.model.span import Span
from qualbench.workbench.codebooks import create_code, load_codebook
from qualbench.workbench.coding import AlreadyCoded, apply_code, remove_segments
from qualbench.workbench.project import open_session

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from pathlib import Path


def main(folder: Path, seed: int, report: Connection) -> None:
    chance = random.Random(seed)
    session = open_session(folder)
    text_length = 200
    codes = [code.id for code in load_codebook(session).codes]
    while True:
        if chance.random() < 0.05:
            codes.append(create_code(session, f"code {chance.random()}").id)
        start = chance.randrange(text_length - 20)
        try:
            segment = apply_code(
                session, "anna", Span(start, start + chance.randint(1, 20)), chance.choice(codes)
            )
        except AlreadyCoded:
            continue
        report.send_bytes(f"+ {segment.id}".encode())
        if chance.random() < 0.1:
            report.send_bytes(f"? {segment.id}".encode())
            remove_segments(session, [segment.id])
            report.send_bytes(f"- {segment.id}".encode())
