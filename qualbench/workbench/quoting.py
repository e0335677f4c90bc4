"""Quoting a stretch of a document elsewhere: its words, and who said them without naming anybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualbench.analysis.scope import Source
from qualbench.errors import FileProblem
from qualbench.reports.quotes import attribute_quote
from qualbench.storage.projects import load_cases
from qualbench.workbench.importing import open_document

if TYPE_CHECKING:
    from pathlib import Path

    from qualbench.model.span import Span
    from qualbench.workbench.importing import OpenDocument
    from qualbench.workbench.project import Session

__all__ = ["attribution", "save_words", "speaker_of"]


def attribution(session: Session, document_id: str, span: Span) -> str:
    """Return the words of a stretch with who said them and where: `“…” (Maria, turn 12)`.

    A case without a pseudonym gives its number; no name of a file or a speaker is ever in it.

    Raises:
        NotFound: There is no such document.
    """
    opened = open_document(session, document_id)
    said = speaker_of(session, opened, span, turns=True)
    return f"“{opened.text[span.start : span.end]}” {said}"


def speaker_of(session: Session, opened: OpenDocument, span: Span, *, turns: bool = False) -> str:
    """Return who said a stretch without naming anybody: `(Maria)`, and in which turns if asked."""
    source = Source(opened.document, opened.turns, opened.speakers)
    voices = source.voices(span)
    cases = [case for case in load_cases(session.store) if case.id in voices.case_ids]
    over = [turn.index for turn in source.turns_over(span)] if turns else []
    which = "turns {turn}" if len(over) > 1 else "turn {turn}"
    return attribute_quote(f"({{pseudonym}}, {which})" if over else "({pseudonym})", cases, voices, over)


def save_words(session: Session, words: str) -> Path:
    """Write words to a new file in the project's exports (`words-1.txt`, ...); no file is ever replaced.

    Raises:
        FileProblem: The folder cannot be written.
    """
    folder = session.project.exports
    number = 1
    try:
        folder.mkdir(parents=True, exist_ok=True)
        while True:
            path = folder / f"words-{number}.txt"
            try:
                with path.open("x", encoding="utf-8", newline="\n") as file:
                    file.write(words + "\n")
            except FileExistsError:
                number += 1
            else:
                return path
    except OSError as problem:
        raise FileProblem(folder, f"it cannot be written: {problem.strerror or problem}.") from problem
