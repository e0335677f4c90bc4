"""Which codes the entries of a hand-edited file may be that lost their ids, for a person to confirm."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualbench.codebook.likeness import book_of, match_books, say_sure
from qualbench.codebook.matching import match_entries, walk_entries

if TYPE_CHECKING:
    from collections.abc import Collection

    from qualbench.codebook.entries import CodebookFile
    from qualbench.model.code import Codebook


@dataclass(frozen=True, slots=True)
class Guess:
    """An entry without an id that may be a code which the file otherwise leaves out.

    Attributes:
        place: Where the entry stands in the file: the index at each level.
        line: 1-based line on which it begins.
        path: The entry's path in the file.
        code_id: The code that it may be.
        code: That code's path as it is.
        sure: How sure that is, up to 1.
    """

    place: tuple[int, ...]
    line: int
    path: str
    code_id: str
    code: str
    sure: float


def guess_entries(file: CodebookFile, current: Codebook, missing: Collection[str]) -> tuple[Guess, ...]:
    """Return which of the codes that a file leaves out its new entries may be, in the order of the file.

    Args:
        file: Without serious problems.
        current: The codebook as it is.
        missing: Ids of the codes that the file leaves out.
    """
    known = match_entries(file.entries, current)
    places = {place: entry for entry, place in walk_entries(file.entries)}
    new = {place for place, entry in places.items() if not entry.id and place not in known}
    if not (new and missing):
        return ()
    book, made = book_of(file, known)
    found = {one.after: one for one in match_books(current, book) if one.before in missing}
    return tuple(
        Guess(
            place,
            entry.line,
            book.paths[made[place]],
            found[made[place]].before,
            current.paths[found[made[place]].before],
            found[made[place]].sure,
        )
        for place, entry in places.items()
        if place in new and made[place] in found
    )


def say_guess(guess: Guess) -> str:
    """Say a guess in one line."""
    return f"line {guess.line}: “{guess.path}” may be “{guess.code}” ({say_sure(guess.sure)})"
