"""A step of the history in words: what was added, changed and removed, and where."""

from __future__ import annotations

import re
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from qualbench.model.change import Change, Noun
from qualbench.model.span import Span
from qualbench.tui.lines import plural
from qualbench.workbench import importing
from qualbench.workbench.codebooks import load_codebook
from qualbench.workbench.project import list_coders
from qualbench.workbench.step_words import passage_in_words
from qualbench.workbench.stepping import step_changes
from qualbench.workbench.theming import list_theme_sets, load_themes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from qualbench.model.change import Columns, Value
    from qualbench.workbench.project import Session

#: How many changes of a step are told one by one.
TOLD = 200
#: How much of a value is told, in characters.
CUT = 70
#: Columns that say nothing to a person.
_QUIET = frozenset({"id", "position", "created_at", "sha256", "revision", "number", "yaml", "hidden"})
_CAMEL = re.compile(r"(?<!^)(?=[A-Z])")


def step_lines(session: Session, step: int) -> list[str]:
    """Return a line for each change of a step, the first `TOLD` of them.

    Raises:
        NotFound: The history has no such step.
    """
    names = _names(session)
    changes = step_changes(session, step)
    passage = partial(passage_in_words, session)
    lines = [change_line(one, names, passage) for one in islice(changes, TOLD)]
    more = sum(1 for _one in changes)
    return [*lines, *([f"and {plural(more, 'more change')}"] if more else [])]


def change_line(change: Change, names: Mapping[str, str], passage: Callable[[str, Span], str]) -> str:
    """Return one change in words.

    Args:
        names: What the ids of documents, codes, coders, themes and sets are called now.
        passage: Says where a stretch of a document is, and how it begins.
    """
    kind = _CAMEL.sub(" ", change.kind).capitalize()
    columns = {**(change.before or {}), **(change.after or {})}
    if change.noun is Noun.SEGMENT and change.before is not None and change.after is not None:
        what = _differences(change.before, change.after, names)
    elif change.noun is Noun.SEGMENT:
        code = names.get(str(columns.get("code_id")), "gone")
        span = Span(*(int(str(columns.get(edge) or 0)) for edge in ("start", "end")))
        where = passage(str(columns.get("document_id")), span)
        what = f"“{code}” in {where or names.get(str(columns.get('document_id')), 'gone')}"
        if columns.get("coder_id") in names:
            what += f", by {names[str(columns['coder_id'])]}"
    elif change.before is not None and change.after is not None:
        own = names.get(change.key[-1], "")
        told = _differences(change.before, change.after, names)
        what = f"“{own}”: {told}" if own else told
    else:
        what = _row(change, columns, names)
    return f"{kind}: {what}" if what else kind


def _names(session: Session) -> dict[str, str]:
    names = {one.document.id: one.document.name for one in importing.list_documents(session)}
    names |= load_codebook(session).paths
    names |= {one.id: one.name for one in list_coders(session)}
    for one in list_theme_sets(session):
        names[one.id] = one.name
        names |= {theme.id: theme.name for theme in load_themes(session, one.id)}
    return names


def _row(change: Change, columns: Mapping[str, Value], names: Mapping[str, str]) -> str:
    """A row that came or went: by its name or text, else by what its key names."""
    for column in ("name", "label", "message", "text", "value"):
        if columns.get(column):
            return f"“{_cut(columns[column])}”"
    return ", ".join(f"“{names[one]}”" for one in change.key if one in names)


def _differences(before: Columns, after: Columns, names: Mapping[str, str]) -> str:
    told = []
    for column, now in after.items():
        was = before.get(column)
        if was != now and column not in _QUIET:
            old, new = (names.get(str(one), _cut(one)) or "nothing" for one in (was, now))
            told.append(f"{column.removesuffix('_id').replace('_', ' ')} from {old} to {new}")
    return "; ".join(told) or ("its place in the order" if "position" in after else "")


def _cut(value: Value) -> str:
    text = " ".join(str("" if value is None else value).split())
    return text if len(text) <= CUT else f"{text[: CUT - 1]}…"
