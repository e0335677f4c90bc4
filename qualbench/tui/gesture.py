"""What one row of the key table is: a gesture, where it is understood, and the keys it listens to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Where(StrEnum):
    """The place where a gesture is understood; `EVERYWHERE` is added to all of them."""

    EVERYWHERE = "everywhere"
    START = "start"
    DOCUMENTS = "documents"
    CODING = "coding"
    CODEBOOK = "codebook"
    THEMES = "themes"
    QUOTES = "quotes of a theme"
    PREVIEW = "what the exports will hold"
    HISTORY = "history"
    MEMOS = "memos and journal"
    SEARCH = "searching all documents"
    RETRIEVAL = "retrieving segments"
    BESIDE = "two codes side by side"
    DIFFERENCES = "where two coders differ"
    LOOK_AGAIN = "codings to look at again"
    REMARKS = "remarks on the codebook"
    NAMES = "names and their aliases"
    CASES = "cases and their attributes"
    ANSWERS = "answers of a survey"
    SPEAKERS = "speakers"
    MATRIX = "framework matrix"
    BOARD = "theme board"
    REVIEW = "reviewing a theme"
    PICKER = "choosing a code"
    MEMO = "writing a memo"
    FIND = "finding in the document"
    FORM = "filling in a form"
    LIST = "choosing from a list"
    BOX = "words to take out"


#: The screens that show an open project.
PROJECT = (
    *(Where.DOCUMENTS, Where.CODING, Where.CODEBOOK),
    *(Where.THEMES, Where.QUOTES, Where.PREVIEW, Where.HISTORY, Where.MEMOS, Where.SEARCH),
    *(Where.RETRIEVAL, Where.BESIDE, Where.DIFFERENCES),
    *(Where.LOOK_AGAIN, Where.REMARKS, Where.NAMES, Where.CASES, Where.ANSWERS),
    *(Where.SPEAKERS, Where.MATRIX, Where.BOARD, Where.REVIEW),
)
KEYMAPS = ("standard", "vim")


@dataclass(frozen=True, slots=True)
class Gesture:
    """One row of the table.

    Attributes:
        id: What code calls it; a screen answers to `action_<id>`.
        words: What a person reads, beginning with a verb.
        keys: Keys of the standard keymap, as Textual names them, best first.
        where: The screens that understand it.
        group: Heading in the help.
        vim: Keys of the vim keymap where they differ.
        writes: True where the gesture itself can change the project (and not only ask).
        also: Other words by which people look for it; help and palette find it by them.
        asks: True where it asks or shows something first, and what it is for changes the project.
        short: What the footer says; empty keeps it out of the footer.
    """

    id: str
    words: str
    keys: tuple[str, ...]
    where: tuple[Where, ...]
    group: str
    vim: tuple[str, ...] | None = None
    writes: bool = False
    short: str = ""
    asks: bool = False
    also: str = ""

    @property
    def for_writing(self) -> bool:
        """Whether there is nothing in it for a session that only reads."""
        return self.writes or self.asks

    def keys_in(self, keymap: str) -> tuple[str, ...]:
        """Return the keys of `keymap` (`standard` or `vim`)."""
        return self.vim if keymap == "vim" and self.vim is not None else self.keys


def rows(
    where: tuple[Where, ...] | Where,
    group: str,
    *rows: tuple[str, str, str, str | None, str],
    also: Mapping[str, str] | None = None,
) -> tuple[Gesture, ...]:
    """Read compact rows `(id, words, keys, vim keys or None, marks)`.

    Keys stand between spaces; `also` has a gesture's other words by its id. Marks: `!` for a gesture that
    writes, `?` for one that asks first what to
    write, and the footer's words after it.
    """
    places = (where,) if isinstance(where, Where) else where
    return tuple(
        Gesture(
            id=name,
            words=words,
            keys=tuple(keys.split()),
            where=places,
            group=group,
            vim=None if vim is None else tuple(vim.split()),
            writes=marks.startswith("!"),
            short=marks.lstrip("!?"),
            asks=marks.startswith("?"),
            also=(also or {}).get(name, ""),
        )
        for name, words, keys, vim, marks in rows
    )
