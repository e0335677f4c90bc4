"""Whether the codebook differs from the version saved last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualbench.codebook.resolve import resolve_entries
from qualbench.codebook.yaml_file import read_codebook
from qualbench.errors import QualbenchError
from qualbench.storage import codebooks as stored
from qualbench.workbench.codebooks import load_codebook
from qualbench.workbench.proposals import codebook_of, edits_of, file_text, working_path, written_texts

if TYPE_CHECKING:
    from qualbench.model.code import Codebook, CodebookVersion
    from qualbench.workbench.project import Session


class NothingNew(QualbenchError):
    """The codebook is as it was saved last; a version of it would be the same again."""

    def __init__(self, number: int, milestone: str = "") -> None:
        hint = "No version was saved: it is there."
        if milestone:
            hint += f' Name it with: qualbench codebook milestone "{milestone}"'
        super().__init__(f"Nothing in the codebook differs from version {number}.", hint)


def changed_since_version(session: Session) -> bool:
    """Say whether codes were changed since the version saved last; True where none was saved."""
    versions = stored.load_versions(session.store)
    codebook = load_codebook(session)
    return _differs(versions[-1], codebook) if versions else bool(codebook.codes)


def refuse_the_same(session: Session) -> None:
    """Refuse to save a codebook as a version that is as it was saved last, before asking what is new in it.

    Raises:
        NothingNew: It is.
    """
    text = file_text(working_path(session.project))
    codebook = load_codebook(session)
    if text is None or edits_of(session.project, text, codebook) is None:
        refuse_same_codes(session, text, codebook)


def refuse_same_codes(session: Session, text: str | None, target: Codebook, milestone: str = "") -> None:
    """Refuse a text and the codebook it makes where both are as they were saved last.

    Raises:
        NothingNew: They are.
    """
    for last in stored.load_versions(session.store)[-1:]:
        # a person's own text is something new though it be a comment alone
        own = text is not None and text != last.yaml and text not in written_texts(session.project)
        if not own and target.name == codebook_of(last.yaml).name and not _differs(last, target):
            raise NothingNew(last.number, milestone)


def _differs(version: CodebookVersion, codebook: Codebook) -> bool:
    known = frozenset(codebook.by_id)
    return bool(resolve_entries(read_codebook(version.yaml), codebook, known_at_writing=known).differences)
