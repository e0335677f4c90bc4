"""Quoting a stretch of a document elsewhere: its words, and who said them without naming anybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualbench.analysis.scope import Source
from qualbench.reports.quotes import attribute_quote
from qualbench.storage.projects import load_cases
from qualbench.workbench.importing import open_document

if TYPE_CHECKING:
    from qualbench.model.span import Span
    from qualbench.workbench.project import Session

__all__ = ["attribution"]


def attribution(session: Session, document_id: str, span: Span) -> str:
    """Return the words of a stretch with who said them and where: `“…” (Maria, turn 12)`.

    A case without a pseudonym gives its number; no name of a file or a speaker is ever in it.

    Raises:
        NotFound: There is no such document.
    """
    opened = open_document(session, document_id)
    source = Source(opened.document, opened.turns, opened.speakers)
    voices = source.voices(span)
    cases = [case for case in load_cases(session.store) if case.id in voices.case_ids]
    turns = [turn.index for turn in source.turns_over(span)]
    which = "turns {turn}" if len(turns) > 1 else "turn {turn}"
    said = attribute_quote(f"({{pseudonym}}, {which})" if turns else "({pseudonym})", cases, voices, turns)
    return f"“{opened.text[span.start : span.end]}” {said}"
