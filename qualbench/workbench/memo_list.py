"""All memos and journal entries in one list: what each is about, in words, and which hold what is sought."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualbench.errors import UsageError
from qualbench.model.coding import Memo, MemoKind, MemoTarget
from qualbench.model.theme import theme_tree
from qualbench.storage.codings import load_coders, load_segments_by_id
from qualbench.storage.names import load_names
from qualbench.storage.projects import load_cases
from qualbench.storage.themes import load_theme_sets, load_themes
from qualbench.storage.unsure import load_lost_segments
from qualbench.workbench.codebooks import load_codebook
from qualbench.workbench.memoing import list_memos, passage_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qualbench.workbench.project import Session


@dataclass(frozen=True, slots=True)
class MemoRow:
    """A memo with what a list says of it.

    Attributes:
        coder: Whose it is, by name.
        name: What it is about: a title, a name, a path; empty where that is no longer there.
        short: The same with a code's or a theme's own name alone, for a list.
        quote: The words that it is about, of a passage or a segment; else empty.
    """

    memo: Memo
    coder: str
    name: str
    short: str
    quote: str


def memo_rows(session: Session, memos: Sequence[Memo]) -> list[MemoRow]:
    """Return memos as rows, in their order."""
    coders = {one.id: one.name for one in load_coders(session.store)}
    documents = load_names(session.store)
    book = load_codebook(session)
    themes = {
        theme.id: (theme.name, f"{theme_set.name}: {path}")
        for theme_set in load_theme_sets(session.store)
        for theme, _depth, path in theme_tree(load_themes(session.store, theme_set.id))
    }
    names = {
        MemoTarget.PROJECT: {session.project.id: session.project.title},
        MemoTarget.DOCUMENT: documents,
        MemoTarget.PASSAGE: documents,
        MemoTarget.CASE: {one.id: one.name for one in load_cases(session.store)},
        MemoTarget.CODE: book.paths,
        MemoTarget.THEME: {one: path for one, (_name, path) in themes.items()},
    }
    on_segments = [memo.target_id for memo in memos if memo.target is MemoTarget.SEGMENT]
    segments = load_segments_by_id(session.store, list(dict.fromkeys(on_segments)))
    lost = {one.id: one for one in load_lost_segments(session.store)}
    own = {
        MemoTarget.CODE: {code.id: code.name for code in book.codes},
        MemoTarget.THEME: {one: name for one, (name, _path) in themes.items()},
    }

    def row(memo: Memo) -> MemoRow:
        name, quote = names.get(memo.target, {}).get(memo.target_id, ""), ""
        short = own.get(memo.target, {}).get(memo.target_id, name)
        if memo.target is MemoTarget.PASSAGE:
            quote = passage_words(session, memo)
        elif memo.target is MemoTarget.SEGMENT:
            segment = segments.get(memo.target_id) or lost.get(memo.target_id)
            if segment is not None:
                document, code_id = documents[segment.document_id], segment.code_id
                name = f"{document} {segment.start}:{segment.end}, {book.paths[code_id]}"
                short, quote = f"{document}, {book.by_id[code_id].name}", segment.quote
        return MemoRow(memo, coders.get(memo.coder_id, ""), name, short, quote)

    return [row(memo) for memo in memos]


def find_memos(
    session: Session,
    *,
    kind: MemoKind | None = None,
    target: MemoTarget | None = None,
    target_id: str | None = None,
    coder_id: str | None = None,
    since: str = "",
    until: str = "",
    search: str = "",
) -> list[MemoRow]:
    """Return the memos and entries that the coder may see and that fit all that is asked, oldest first.

    Args:
        kind: Memos, or entries of the journal; None means both.
        target: What they are about; None means anything.
        since, until: Days (`YYYY-MM-DD`), both included; empty for no bound.
        search: Words that must all be in a memo, in what it is about, its coder's name or its date.

    Raises:
        UsageError: A day is none.
    """
    from datetime import date

    for day in (since, until):
        try:
            date.fromisoformat(day or "2026-01-01")
        except ValueError:
            raise UsageError(f"“{day}” is no date.", "Write it as 2026-03-31.") from None
    found = [
        memo
        for memo in list_memos(session, kind=kind, target=target, target_id=target_id)
        if coder_id in (None, memo.coder_id) and since <= memo.date and (not until or memo.date <= until)
    ]
    return narrow_memos(memo_rows(session, found), search)


def narrow_memos(rows: Iterable[MemoRow], search: str) -> list[MemoRow]:
    """Return the rows that hold every word of `search`, whatever the case."""
    words = search.casefold().split()
    if not words:
        return list(rows)
    return [row for row in rows if all(word in _searched(row) for word in words)]


def _searched(row: MemoRow) -> str:
    memo = row.memo
    name = row.name if memo.target is not MemoTarget.PROJECT else ""  # else its title would find every one
    said = (memo.text, name, row.quote, row.coder, memo.date, memo.kind.value, memo.target.value)
    return "\n".join((*said, "private" * memo.private)).casefold()
