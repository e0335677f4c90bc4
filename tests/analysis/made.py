"""Invented documents and segments for the tests of numbers and reports."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from qualbench.analysis.scope import Source
from qualbench.model.code import Code, Codebook
from qualbench.model.coding import Segment
from qualbench.model.document import Document, DocumentKind, Role, Speaker, Turn

if TYPE_CHECKING:
    from collections.abc import Sequence

ROLES = {"I": Role.INTERVIEWER, "Mod": Role.MODERATOR, "Somebody": Role.UNIDENTIFIED}


def make_source(
    name: str,
    lines: Sequence[str],
    *,
    case_id: str | None = None,
    kind: DocumentKind = DocumentKind.INTERVIEW,
    speakers: Sequence[Speaker] = (),
) -> tuple[Source, str]:
    """Make a document from lines, `Label: words` where somebody is named; returns it with its text."""
    text = ""
    turns = []
    for index, line in enumerate(lines, start=1):
        label, colon, _words = line.partition(": ")
        at = len(text)
        start = at + len(label) + 2 if colon else at
        turns.append(
            Turn(
                index,
                start,
                at + len(line),
                at,
                label if colon else None,
                ROLES.get(label, Role.PARTICIPANT) if colon else Role.UNIDENTIFIED,
            )
        )
        text += line + "\n\n"
    document = Document(
        id=f"doc-{name}",
        name=name,
        kind=kind,
        source=f"{name}.txt",
        format="txt",
        sha256="",
        encoding="utf-8",
        revision=1,
        case_id=case_id,
        words=len(text.split()),
        imported_at="2026-03-01T09:00:00+00:00",
    )
    return Source(document, tuple(turns), tuple(speakers)), text


def make_speaker(name: str, label: str, role: Role = Role.PARTICIPANT, case_id: str | None = None) -> Speaker:
    """Make the speaker of a made document."""
    return Speaker(f"speaker-{name}-{label}", f"doc-{name}", label, role, case_id)


def make_segment(
    source: Source,
    text: str,
    words: str,
    code_id: str,
    coder_id: str = "mira",
    *,
    number: int = 0,
    created_at: str = "2026-03-02T10:00:00+00:00",
) -> Segment:
    """Make a segment over the first place where `words` stand."""
    start = text.index(words)
    end = start + len(words)
    name = f"{source.document.id}:{start}:{end}:{code_id}:{coder_id}:{number}"
    made_id = str(uuid.uuid5(uuid.NAMESPACE_OID, name))
    return Segment(made_id, source.document.id, 1, start, end, words, code_id, coder_id, created_at)


def make_codebook(*paths: str) -> Codebook:
    """Make a codebook from paths; a code's id is its path."""
    codes = []
    for position, path in enumerate(paths):
        parent, _, name = path.rpartition(" > ")
        codes.append(Code(path, name, parent or None, position))
    return Codebook("Heart study", tuple(codes), version=2)
