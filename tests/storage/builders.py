"""Small stores for tests: a coder, a project row, documents with made-up words."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from qualbench.model.change import Change, Noun
from qualbench.model.document import Reading, Role, Turn
from qualbench.model.ids import new_id
from qualbench.storage.history import commit
from qualbench.storage.store import Store, create_store, now

if TYPE_CHECKING:
    from pathlib import Path

    from qualbench.model.change import Value

CODER = "11111111-1111-4111-8111-111111111111"
PROJECT = "22222222-2222-4222-8222-222222222222"


def new_store(folder: Path) -> Store:
    store = create_store(folder / "project.qualbench")
    at = now()
    project: dict[str, Value] = {
        "title": "Made up",
        "profile": "undecided",
        "lead_id": CODER,
        "theme_set_id": None,
        "codebook_name": "Made up",
        "created_at": at,
    }
    coder: dict[str, Value] = {"name": "Ana", "machine": 0, "created_at": at}
    commit(
        store,
        [
            Change("CoderAdded", Noun.CODER, (CODER,), None, coder),
            Change("ProjectMade", Noun.PROJECT, (PROJECT,), None, project),
        ],
        coder_id=CODER,
        verb="new",
        summary="made",
    )
    return store


def reading(name: str, text: str) -> Reading:
    turn = Turn(1, 0, len(text), 0, None, Role.UNIDENTIFIED)
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Reading(name, f"{name}.txt", "txt", text, (turn,), {}, digest, "utf-8")


def document_added(name: str, text: str, document_id: str | None = None) -> Change:
    row: dict[str, Value] = {"position": 0, "name": name, "kind": "interview", "case_id": None, "revision": 1}
    return Change(
        "DocumentAdded", Noun.DOCUMENT, (document_id or new_id(),), None, row, material=reading(name, text)
    )


def code_added(code_id: str, name: str) -> Change:
    row: dict[str, Value] = {
        "parent_id": None,
        "position": 0,
        "name": name,
        "color": "",
        "definition": "",
        "when": "",
        "when_not": "",
        "examples": "[]",
        "origin": "",
        "in_vivo": 0,
        "status": "active",
        "created_at": now(),
    }
    return Change("CodeCreated", Noun.CODE, (code_id,), None, row)


def segment_added(
    document_id: str, code_id: str, start: int, end: int, segment_id: str | None = None
) -> Change:
    row: dict[str, Value] = {
        "document_id": document_id,
        "revision": 1,
        "start": start,
        "end": end,
        "code_id": code_id,
        "coder_id": CODER,
        "created_at": now(),
    }
    return Change("SegmentAdded", Noun.SEGMENT, (segment_id or new_id(),), None, row)


def annotation_added(document_id: str, start: int, end: int, memo_id: str | None = None) -> Change:
    row: dict[str, Value] = {
        "kind": "memo",
        "target": "passage",
        "target_id": document_id,
        "text": "A thought.",
        "coder_id": CODER,
        "date": "2026-03-01",
        "created_at": now(),
        "private": 0,
        "revision": 1,
        "start": start,
        "end": end,
    }
    return Change("MemoWritten", Noun.MEMO, (memo_id or new_id(),), None, row)
