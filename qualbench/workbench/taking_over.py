"""Taking over a codebook that was read from a file of another format: as a version, into the working file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualbench.codebook.yaml_file import write_codebook
from qualbench.errors import UsageError
from qualbench.workbench.codebooks import load_codebook
from qualbench.workbench.proposals import (
    Prefer,
    edits_of,
    file_text,
    last_version,
    propose,
    refuse_serious,
    working_path,
)
from qualbench.workbench.since_version import refuse_same_codes
from qualbench.workbench.working_file import (
    EditedToo,
    WorkingFile,
    check_proposal,
    looked_at,
    save_version,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualbench.codebook.entries import CodebookFile
    from qualbench.codebook.guessing import Guess
    from qualbench.model.code import CodebookVersion
    from qualbench.workbench.project import Session


def look_at(session: Session, read: CodebookFile, *, keep: bool = False) -> WorkingFile:
    """Return what `adopt_read` would make of a file that was read, as of a working file that was edited."""
    path, codebook = working_path(session.project), load_codebook(session)
    if any(one.serious for one in read.problems):
        return WorkingFile(path, edited=True, problems=read.problems)
    proposal = propose(read, codebook, None if keep else last_version(session), bring_back=True)
    return looked_at(session, path, codebook, read, proposal)


def adopt_read(
    session: Session,
    read: CodebookFile,
    *,
    message: str,
    why: str = "",
    prefer: Prefer | None = None,
    keep: bool = False,
    confirm: Callable[[Guess], bool] | None = None,
    agree: Callable[[tuple[str, ...]], None] = lambda _paths: None,
) -> CodebookVersion:
    """Take over a codebook that was read from a file of another format, as `adopt` does.

    It is written into the working file, whose comments and layout stay.

    Args:
        keep: Codes that the file does not have stay, and where it and the project differ, the file is right;
            else it is compared with the version saved last.
        agree: Is told the paths of the codes that would go, before anything is written, where there are any;
            it raises where they are not to go.

    Raises:
        As `adopt`; UsageError also where the working file has edits of its own.
    """
    if not message.strip():
        raise UsageError("A version needs a message: what is new in it?", "Give it with -m MESSAGE.")
    refuse_serious(read, read.problems)
    current = load_codebook(session)
    text = file_text(working_path(session.project))
    if text is None:
        text = write_codebook(current)
    elif edits_of(session.project, text, current) is not None:
        raise EditedToo(working_path(session.project))
    sure = confirm or (lambda _guess: True)
    base = None if keep else last_version(session)
    which = prefer or Prefer.FILE
    proposal = propose(read, current, base, bring_back=True, prefer=which, confirm=sure)
    check_proposal(session, current, read, proposal, prefer=prefer, asked=confirm is not None)
    refuse_same_codes(session, None, proposal.target)
    left = (proposal.whole or proposal.target).by_id  # those that become others do not go
    gone = tuple(current.paths[one.id] for one, _depth in current.walk() if one.id not in left)
    if gone:
        agree(gone)
    return save_version(session, current, proposal, text, message.strip(), "", why)
