"""Codings whose code was redefined since: which they are, how many were looked at again, what codes meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualbench.model.code import Meaning
from qualbench.model.query import CodedPlace

if TYPE_CHECKING:
    from qualbench.storage.store import Store

#: From the codes that were redefined to their codings: the others are not looked at. A redefinition that was
#: taken back leaves codings with a higher number; one that came back to the same words leaves none waiting.
_STALE = (
    "FROM code c CROSS JOIN segment s ON s.code_id = c.id AND s.meaning <> c.meaning "
    "JOIN document d ON d.id = s.document_id AND d.hidden = 0 AND d.revision = s.revision "
    "WHERE (c.meaning > 1 OR c.id IN (SELECT code_id FROM main.segment WHERE meaning > 1)) "
    "AND NOT EXISTS (SELECT 1 FROM meaning m WHERE m.code_id = c.id AND m.number = s.meaning AND "
    'm.definition = c.definition AND m.full_definition = c.full_definition AND m."when" = c."when" '
    "AND m.when_not = c.when_not)"
)
#: Each coding that a step of looking again was about, with its code then; only since that was redefined last.
_LOOKED_AT = """
    SELECT l.code_id, count(DISTINCT l.segment_id) FROM (
        SELECT step.at, json_extract(one.value, '$[0][0]') AS segment_id,
            coalesce(
                (SELECT json_extract(one.value, '$[1][' || col.key || ']')
                    FROM json_each(run.value, '$[2]') col WHERE col.value = 'code_id'),
                (SELECT s.code_id FROM segment s WHERE s.id = json_extract(one.value, '$[0][0]'))
            ) AS code_id
        FROM step JOIN step_part part ON part.step_id = step.id,
            json_each(part.changes) run, json_each(run.value, '$[4]') one
        WHERE step.verb = :verb AND step.undone = 0 AND json_extract(run.value, '$[1]') = 'segment'
    ) l JOIN code c ON c.id = l.code_id AND c.meaning > 1
    JOIN meaning m ON m.code_id = c.id AND l.at >= m.created_at
        AND m.number = (SELECT max(number) FROM meaning WHERE code_id = c.id)
    GROUP BY l.code_id"""


def count_stale(store: Store) -> dict[str, int]:
    """Return code id -> how many of its codings were made under an earlier meaning; codes with none left out."""
    return dict(store.connection.execute(f"SELECT c.id, count(*) {_STALE} GROUP BY c.id"))


def load_stale(store: Store, code_id: str | None = None) -> list[CodedPlace]:
    """Return the codings that were made under an earlier meaning, the newest first."""
    rows = store.connection.execute(
        'SELECT s.id, s.document_id, s.start, s."end", s.code_id, s.coder_id, s.important, s.stance '
        f"{_STALE} AND (:code IS NULL OR c.id = :code) ORDER BY s.created_at DESC, s.rowid DESC",
        {"code": code_id},
    )
    return list(map(CodedPlace._make, rows))


def count_looked_at(store: Store, verb: str) -> dict[str, int]:
    """Return code id -> how many codings steps of that verb were about since the code was redefined last."""
    return dict(store.connection.execute(_LOOKED_AT, {"verb": verb}))


def load_kept_meanings(store: Store) -> dict[tuple[str, int], Meaning]:
    """Return (code id, number) -> what the code meant then, of every meaning that was superseded."""
    rows = store.connection.execute(
        'SELECT code_id, number, definition, full_definition, "when", when_not, coder_id, created_at FROM meaning'
    )
    return {(code_id, number): Meaning(code_id, number, *rest) for code_id, number, *rest in rows}
