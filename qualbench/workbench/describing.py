"""Describing a document: what sort of source it is, and what is spoken in it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qualbench.errors import UsageError
from qualbench.model.change import Noun
from qualbench.workbench.importing import find_document
from qualbench.workbench.searching import check_language
from qualbench.workbench.writing import changed, write

if TYPE_CHECKING:
    from qualbench.model.document import Document, DocumentKind
    from qualbench.workbench.project import Session


def set_document(
    session: Session, name_or_id: str, *, kind: DocumentKind | None = None, language: str | None = None
) -> Document:
    """Say what sort of source a document is, or what is spoken in it; no text is touched.

    Args:
        language: A code such as `de`; empty for none in particular.

    Raises:
        NotFound: There is no such document.
        UsageError: Nothing is given, or there is no such language.
    """
    if kind is None and language is None:
        raise UsageError("Say what the document is: a kind, a language, or both.")
    if language:
        check_language(language)
    document = find_document(session, name_or_id)
    after = replace(
        document, kind=kind or document.kind, language=document.language if language is None else language
    )
    change = changed(
        "DocumentDescribed",
        Noun.DOCUMENT,
        document.id,
        {"kind": document.kind.value, "language": document.language},
        {"kind": after.kind.value, "language": after.language},
    )
    said = [after.kind.value] if kind else []
    said += [f"language {language or 'none'}"] if language is not None else []
    summary = f"set {document.name}: {', '.join(said)}"
    write(session, [change] if change else [], verb="document", summary=summary)
    return after
