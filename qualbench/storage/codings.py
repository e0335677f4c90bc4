"""Coders and segments: rows to model, always filtered to documents that are shown, and to their text of now.

A segment that a correction has lost stands on the earlier text until a person settles it (`unsure`).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from qualbench.model.coding import Coder, Segment, Stance
from qualbench.model.query import CodedPlace

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qualbench.storage.store import Store

_SEGMENT = (
    's.id, s.document_id, s.revision, s.start, s."end", s.quote, s.code_id, s.coder_id, s.created_at, '
    "s.important, s.stance, s.meaning FROM segment s JOIN document d ON d.id = s.document_id AND d.hidden = 0 "
    "AND d.revision = s.revision"
)
#: Looked up rather than made from its value: there may be a million.
_STANCES = {stance.value: stance for stance in Stance}
_PLACE = (
    's.id, s.document_id, s.start, s."end", s.code_id, s.coder_id, s.important, s.stance '
    "FROM segment s JOIN document d ON d.id = s.document_id AND d.hidden = 0 AND d.revision = s.revision"
)
#: Of the shown documents alone: asked so, an index answers, and no segment is looked up.
_SHOWN = "WHERE (document_id, revision) IN (SELECT id, revision FROM document WHERE hidden = 0)"
_ORDER = 'ORDER BY d.position, d.id, s.start, s."end" DESC, s.created_at, s.id'


def load_coders(store: Store) -> list[Coder]:
    """Return the coders, oldest first."""
    rows = store.connection.execute(
        "SELECT id, name, created_at, machine FROM coder ORDER BY created_at, rowid"
    )
    return [Coder(one, name, made, bool(machine)) for one, name, made, machine in rows]


def load_segments(
    store: Store,
    *,
    document_id: str | None = None,
    code_ids: Sequence[str] | None = None,
    coder_ids: Sequence[str] | None = None,
    important: bool | None = None,
    stance: Stance | None = None,
) -> list[Segment]:
    """Return segments in order of document, start and (longer first) end; None means any."""
    return list(
        iter_segments(
            store,
            document_id=document_id,
            code_ids=code_ids,
            coder_ids=coder_ids,
            important=important,
            stance=stance,
        )
    )


def iter_segments(
    store: Store,
    *,
    document_id: str | None = None,
    code_ids: Sequence[str] | None = None,
    coder_ids: Sequence[str] | None = None,
    important: bool | None = None,
    stance: Stance | None = None,
) -> Iterator[Segment]:
    """Yield what `load_segments` returns, one by one; what is the same in many is held once."""
    equal = {"document_id": document_id, "important": important, "stance": stance}
    where, values = _where(equal, {"code_id": code_ids, "coder_id": coder_ids})
    known: dict[str, str] = {}
    same = known.setdefault
    for row in store.connection.execute(f"SELECT {_SEGMENT} {where} {_ORDER}", values):
        one, document, revision, start, end, quote, code, coder, made, *marks = row
        place = (one, same(document, document), revision, start, end, quote)
        yield _segment((*place, same(code, code), same(coder, coder), same(made, made), *marks))


def _segment(row: Sequence[Any]) -> Segment:
    *place, important, stance, meaning = row
    return Segment(*(*place, bool(important), _STANCES[stance], meaning))


def iter_places(
    store: Store,
    *,
    document_id: str | None = None,
    coder_ids: Sequence[str] | None = None,
) -> Iterator[CodedPlace]:
    """Return segments in the same order without their words, which is quicker for very many."""
    where, values = _where({"document_id": document_id}, {"coder_id": coder_ids})
    return map(CodedPlace._make, store.connection.execute(f"SELECT {_PLACE} {where} {_ORDER}", values))


def _where(
    equal: dict[str, str | bool | None], one_of: dict[str, Sequence[str] | None]
) -> tuple[str, list[str | bool]]:
    given = {column: value for column, value in equal.items() if value is not None}
    clauses = [f"s.{column} = ?" for column in given]
    values = list(given.values())
    for column, chosen in one_of.items():
        if chosen is not None:
            clauses.append(f"s.{column} IN ({', '.join('?' * len(chosen))})")
            values.extend(chosen)
    return (f"WHERE {' AND '.join(clauses)}" if clauses else ""), values


def load_segment(store: Store, segment_id: str) -> Segment | None:
    """Return one segment, or None."""
    row = store.connection.execute(f"SELECT {_SEGMENT} WHERE s.id = ?", (segment_id,)).fetchone()
    return _segment(row) if row else None


def load_segments_by_id(store: Store, segment_ids: Sequence[str]) -> dict[str, Segment]:
    """Return those of some segments that are there and in shown documents, by id."""
    found: dict[str, Segment] = {}
    for first in range(0, len(segment_ids), 500):
        part = segment_ids[first : first + 500]
        marks = ", ".join("?" * len(part))
        rows = store.connection.execute(f"SELECT {_SEGMENT} WHERE s.id IN ({marks})", tuple(part))
        found |= {segment.id: segment for segment in map(_segment, rows)}
    return found


def find_twin(store: Store, segment: Segment) -> Segment | None:
    """Return the segment with the same place, code and coder, if there is one."""
    row = store.connection.execute(
        f"SELECT {_SEGMENT} WHERE s.document_id = ? AND s.revision = ? AND s.start = ? "
        'AND s."end" = ? AND s.code_id = ? AND s.coder_id = ?',
        (
            segment.document_id,
            segment.revision,
            segment.start,
            segment.end,
            segment.code_id,
            segment.coder_id,
        ),
    ).fetchone()
    return _segment(row) if row else None


def load_segment_places(store: Store) -> tuple[set[str], set[tuple[str, int, int, str, str]]]:
    """Return every segment's id, and every (document, start, end, code, coder), the hidden ones too."""
    ids: set[str] = set()
    places: set[tuple[str, int, int, str, str]] = set()
    for one, *place in store.connection.execute(
        'SELECT s.id, s.document_id, s.start, s."end", s.code_id, s.coder_id FROM main.segment s '
        "JOIN document d ON d.id = s.document_id AND d.revision = s.revision"
    ):
        ids.add(one)
        places.add(tuple(place))
    return ids, places


def count_by_code(store: Store) -> dict[str, int]:
    """Return code id -> number of segments in shown documents."""
    return dict(store.connection.execute(f"SELECT code_id, count(*) FROM segment {_SHOWN} GROUP BY code_id"))


def count_by_kind(store: Store) -> dict[str, dict[str, int]]:
    """Return code id -> kind of source -> number of segments in shown documents."""
    counts: dict[str, dict[str, int]] = {}
    for code_id, kind, number in store.connection.execute(
        "SELECT s.code_id, d.kind, count(*) FROM segment s "
        "JOIN document d ON d.id = s.document_id AND d.hidden = 0 AND d.revision = s.revision GROUP BY 1, 2"
    ):
        counts.setdefault(code_id, {})[kind] = number
    return counts


def count_by_coder(store: Store) -> dict[str, dict[str, int]]:
    """Return code id -> coder id -> number of segments in shown documents."""
    return count_uses(store)[0]


def count_uses(store: Store) -> tuple[dict[str, dict[str, int]], dict[str, set[str]]]:
    """Return code id -> coder id -> number of segments, and code id -> documents, of the shown documents."""
    counts: dict[str, dict[str, int]] = {}
    documents: dict[str, set[str]] = {}
    for code_id, coder_id, document_id, number in store.connection.execute(
        f"SELECT code_id, coder_id, document_id, count(*) FROM segment {_SHOWN} GROUP BY 1, 2, 3"
    ):
        by_coder = counts.setdefault(code_id, {})
        by_coder[coder_id] = by_coder.get(coder_id, 0) + number
        documents.setdefault(code_id, set()).add(document_id)
    return counts, documents


def iter_same_words(store: Store) -> Iterator[list[str]]:
    """Yield the codes of every stretch, in shown documents, to which one coder gave several."""
    rows = store.connection.execute(
        "SELECT json_group_array(json_array(s.coder_id, s.code_id)) FROM segment s "
        "JOIN document d ON d.id = s.document_id AND d.hidden = 0 AND d.revision = s.revision "
        'GROUP BY s.document_id, s.revision, s.start, s."end" HAVING count(*) > 1'
    )
    for (given,) in rows:
        by_coder: dict[str, list[str]] = {}
        for coder_id, code_id in json.loads(given):
            by_coder.setdefault(coder_id, []).append(code_id)
        yield from (codes for codes in by_coder.values() if len(codes) > 1)


def load_last_segments(store: Store, code_id: str, limit: int) -> list[Segment]:
    """Return the segments of a code that were made last, the newest first."""
    rows = store.connection.execute(
        f"SELECT {_SEGMENT} WHERE s.code_id = ? ORDER BY s.rowid DESC LIMIT ?", (code_id, limit)
    )
    return [_segment(row) for row in rows]


def load_coders_with_segments(store: Store) -> list[Coder]:
    """Return the coders who have segments in shown documents, the oldest first."""
    return [one for one in load_coders(store) if store.connection.execute(_CODES, (one.id,)).fetchone()]


_CODES = "SELECT 1 FROM segment s JOIN document d ON d.id = s.document_id AND d.hidden = 0 WHERE s.coder_id = ? LIMIT 1"


def count_all_by_code(store: Store, code_id: str) -> int:
    """Return the number of a code's segments, those in hidden documents and hidden ones of others too."""
    return int(
        store.connection.execute(
            "SELECT count(*) FROM main.segment WHERE code_id = ?", (code_id,)
        ).fetchone()[0]
    )


def recent_codes(store: Store, coder_id: str, limit: int) -> list[str]:
    """Return the codes that a coder used last, newest first."""
    rows = store.connection.execute(
        "SELECT code_id, max(rowid) FROM (SELECT code_id, rowid FROM segment WHERE coder_id = ? "
        "ORDER BY rowid DESC LIMIT 500) GROUP BY code_id ORDER BY 2 DESC LIMIT ?",
        (coder_id, limit),
    )
    return [code for code, _row in rows]
