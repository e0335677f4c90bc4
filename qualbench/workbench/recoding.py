"""Recoding several segments at once, as one step."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qualbench.errors import NotFound, QualbenchError
from qualbench.model.change import Noun
from qualbench.storage.codings import find_twin
from qualbench.workbench.codebooks import code_changes, load_codebook
from qualbench.workbench.coding import find_segment, segment_row
from qualbench.workbench.writing import changed, write

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualbench.model.change import Change
    from qualbench.model.code import Code
    from qualbench.model.coding import Segment
    from qualbench.workbench.project import Session


class NothingToRecode(QualbenchError):
    """Every segment that was named has the code already, or its words have it from the same coder."""

    def __init__(self, code: str) -> None:
        super().__init__(f"All of these words have the code “{code}” already.", "Nothing was changed.")


@dataclass(frozen=True, slots=True)
class Recoded:
    """What a recoding did.

    Attributes:
        segments: The segments as they are now.
        left: How many were left as they are: their words have the code already from the same coder.
    """

    segments: tuple[Segment, ...]
    left: int


def recode_segments(
    session: Session, segment_ids: Sequence[str], code_id: str, *, verb: str = "recode"
) -> Recoded:
    """Give segments another code as one step; their memos stay with them.

    Args:
        verb: What the step is called in the history.

    Raises:
        NothingToRecode: The words of all of them have that code already.
        NotFound: There is no such segment or code.
    """
    book = load_codebook(session)
    if code_id not in book.by_id:
        raise NotFound("code", code_id)
    changes, done = _recode(session, segment_ids, book.by_id[code_id])
    name = book.by_id[code_id].name
    if not done.segments:
        raise NothingToRecode(name)
    write(session, changes, verb=verb, summary=f"recoded {_many(done)} as “{name}”")
    return done


def recode_as_new(
    session: Session,
    segment_ids: Sequence[str],
    name: str,
    parent_id: str | None = None,
    *,
    verb: str = "recode",
) -> Recoded:
    """Make a code and give it to segments instead of theirs, as one step; it comes from the data.

    Args:
        verb: As in `recode_segments`.

    Raises:
        UsageError: The name is not allowed, or taken there.
        NotFound: There is no such segment or parent.
    """
    book = load_codebook(session)
    code, making = code_changes(book, name, parent_id=parent_id, origin="inductive")
    ids = tuple(dict.fromkeys(segment_ids))
    of_one = f"“{book.by_id[find_segment(session, ids[0]).code_id].name}”" if len(ids) == 1 else ""
    changes, done = _recode(session, ids, code)
    summary = f"recoded {of_one or _many(done)} as the new code “{code.name}”"
    write(session, [*making, *changes], verb=verb, summary=summary)
    return done


def _recode(session: Session, segment_ids: Sequence[str], code: Code) -> tuple[list[Change], Recoded]:
    changes: list[Change] = []
    done: dict[tuple[object, ...], Segment] = {}
    asked = tuple(dict.fromkeys(segment_ids))
    for segment_id in asked:
        before = find_segment(session, segment_id)
        after = replace(before, code_id=code.id, meaning=code.meaning)
        place = (after.document_id, after.revision, after.start, after.end, after.coder_id)
        change = changed("SegmentRecoded", Noun.SEGMENT, before.id, segment_row(before), segment_row(after))
        if change is not None and place not in done and find_twin(session.store, after) is None:
            changes.append(change)
            done[place] = after
    return changes, Recoded(tuple(done.values()), len(asked) - len(done))


def _many(done: Recoded) -> str:
    many = len(done.segments)
    return f"{many} coding{'' if many == 1 else 's'}"
