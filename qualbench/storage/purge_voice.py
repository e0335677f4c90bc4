"""One voice taken out of a document: of all its texts, with what stands on them, and the others' words moved.

A participant of a group withdraws; the others stay. Each turn of the voice becomes a mark. Whatever stands
on other words is moved by arithmetic, in the tables and in the history alike, so that a step of before can
still be taken back. As all of `purge` it is no change.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from qualbench.model.document import ASKING, Role, count_words
from qualbench.model.document import WITHDRAWN as MARK
from qualbench.storage.purge_cut import CutText

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Sequence

    from qualbench.model.span import Span
    from qualbench.storage.store import Store

#: The columns of a place, by noun.
_PLACES: dict[str, tuple[tuple[str, str, str], ...]] = {
    "segment": (("revision", "start", "end"),),
    "memo": (("revision", "start", "end"),),
    "unsure_place": (("revision", "start", "end"), ("new_revision", "new_start", "new_end")),
}


class Voice(NamedTuple):
    """One speaker of a document.

    Attributes:
        labels: All labels that the speaker has, or had.
        places: Where a text holds words that are the speaker's alone; for texts in which they are nobody's.
    """

    document_id: str
    labels: frozenset[str]
    places: Callable[[str], Sequence[Span]]


class Standing(NamedTuple):
    """A row with a place in a text."""

    id: str
    revision: int
    start: int
    end: int
    key: tuple[str, ...]


class Plan:
    """What becomes of a document's texts and of all that stands on them.

    Attributes:
        texts: The document's texts by number.
        speakers: Ids of the voice's rows, with the labels that they get.
        segments, memos: Where what stays is, by id: revision, start and end.
        gone: Ids of what goes: segments, memos, and rows that only the history has.
        cut: How many segments lose words and stay.
    """

    def __init__(self, connection: sqlite3.Connection, voice: Voice) -> None:
        self.voice = voice
        self.columns = {
            table: {row[1] for row in connection.execute(f"PRAGMA main.table_info({table})")}
            for table in ("speaker", "memo", "unsure_place")
        }
        self.gone: set[str] = set()
        self.cut = 0
        self._rows: dict[str, dict[str, Any]] = {}
        self.speakers = self._speakers(connection)
        self.texts = self._texts(connection)
        self.segments = self._placed(self._standing(connection))
        self.memos = self._placed(self._passages(connection))
        self.unsure = self._doubts(connection)
        self._in_history_only(connection)
        self.gone |= _memos_on(connection, self.gone)

    @property
    def changed(self) -> int:
        """How many texts are not as they were."""
        return sum(one.text != one.old for one in self.texts.values())

    def _speakers(self, connection: sqlite3.Connection) -> dict[str, str]:
        aliases = "aliases" if "aliases" in self.columns["speaker"] else "'[]'"
        rows = connection.execute(
            f"SELECT id, label, role, {aliases} FROM main.speaker WHERE document_id = ? ORDER BY position, label",
            (self.voice.document_id,),
        ).fetchall()
        self.asking = {
            label
            for _one, main, role, others in rows
            if Role(role) in ASKING
            for label in (main, *json.loads(others))
        }
        taken = {label for _one, label, _role, _aliases in rows}
        fresh = (MARK if n == 1 else f"{MARK[:-1]} {n}]" for n in range(1, len(rows) + len(taken) + 2))
        free = (one for one in fresh if one not in taken)
        return {one: next(free) for one, label, _role, _aliases in rows if label in self.voice.labels}

    def _texts(self, connection: sqlite3.Connection) -> dict[int, CutText]:
        label = next(iter(self.speakers.values()), MARK)
        rows = connection.execute(
            "SELECT number, text, turns FROM main.revision WHERE document_id = ? ORDER BY number",
            (self.voice.document_id,),
        )
        return {
            number: CutText(text, json.loads(turns), self.voice.labels, self.asking, self.voice.places, label)
            for number, text, turns in rows
        }

    def _standing(self, connection: sqlite3.Connection) -> list[Standing]:
        rows = connection.execute(
            'SELECT id, revision, start, "end", code_id, coder_id FROM main.segment WHERE document_id = ? '
            'ORDER BY start, "end", rowid',
            (self.voice.document_id,),
        )
        return [Standing(one, revision, start, end, tuple(key)) for one, revision, start, end, *key in rows]

    def _passages(self, connection: sqlite3.Connection) -> list[Standing]:
        if "revision" not in self.columns["memo"]:
            return []
        rows = connection.execute(
            "SELECT id, revision, start, \"end\" FROM main.memo WHERE target = 'passage' AND target_id = ?",
            (self.voice.document_id,),
        )
        return [Standing(one, revision, start, end, (one,)) for one, revision, start, end in rows]

    def _placed(self, standing: list[Standing]) -> dict[str, tuple[int, int, int]]:
        """Return where each row is that keeps words; the others go, and who would stand there twice."""
        placed: dict[str, tuple[int, int, int]] = {}
        taken: set[tuple[Any, ...]] = set()
        # first what loses nothing: where two would stand on the same words, that one does
        for one in sorted(standing, key=lambda row: self.texts[row.revision].touched(row.start, row.end)):
            cut = self.texts[one.revision]
            span = cut.place(one.start, one.end)
            if span is None or (one.revision, span, one.key) in taken:
                self.gone.add(one.id)
                continue
            taken.add((one.revision, span, one.key))
            placed[one.id] = (one.revision, *span)
            self.cut += cut.touched(one.start, one.end) and len(one.key) > 1
        return placed

    def _doubts(self, connection: sqlite3.Connection) -> list[tuple[int | None, ...]]:
        """Return the places of what waits; what stood on words that go, goes, wherever it is proposed."""
        if not self.columns["unsure_place"]:
            return []
        moved: list[tuple[Any, ...]] = []
        for one, target, revision, start, end, new_revision, new_start, new_end in connection.execute(
            'SELECT id, target_id, revision, start, "end", new_revision, new_start, new_end '
            "FROM main.unsure_place WHERE document_id = ?",
            (self.voice.document_id,),
        ).fetchall():
            was = self.texts[revision].place(start, end)
            if was is None:
                self.gone.add(target)
                self.segments.pop(target, None)
                self.memos.pop(target, None)
            else:
                now: tuple[int | None, int | None] = (None, None)
                if new_start is not None:
                    now = self.texts[new_revision].ends(new_start, new_end)
                moved.append((*was, *now, one))
        return moved

    def _in_history_only(self, connection: sqlite3.Connection) -> None:
        """Add what only an undo would bring back: codings of the words, and joined labels of the speaker."""
        last: dict[str, tuple[str, dict[str, Any]]] = {}
        for noun, before_names, after_names, (key, before, after) in history_rows(connection):
            if noun in _PLACES or noun == "speaker":
                row = dict(last.get(key[0], ("", {}))[1])
                row.update(zip(before_names, before or (), strict=False))
                row.update(zip(after_names, after or (), strict=False))
                if self._here(noun, row):
                    last[key[0]] = (noun, row)
        for one, (noun, row) in last.items():
            if noun == "speaker":
                if row["label"] in self.voice.labels and one not in self.speakers:
                    self.gone.add(one)
            elif noun != "unsure_place" and one not in self.segments and one not in self.memos:
                text = self.texts.get(row["revision"])
                if text is not None and text.place(row["start"], row["end"]) is None:
                    self.gone.add(one)

    def _here(self, noun: str, row: dict[str, Any]) -> bool:
        if noun == "memo":
            passage = row.get("target") == "passage" and row.get("revision") is not None
            return passage and row.get("target_id") == self.voice.document_id
        return row.get("document_id") == self.voice.document_id

    def write(self, connection: sqlite3.Connection) -> None:
        """Write the texts and the places, within the caller's transaction."""
        document = self.voice.document_id
        for number, text in self.texts.items():
            self._write_text(connection, number, text)
        # in two goes: on the way a segment may not stand where another one still is
        far = 2 * max((len(one.old) + len(one.text) for one in self.texts.values()), default=0)
        connection.execute(
            'UPDATE main.segment SET start = start + ?, "end" = "end" + ? WHERE document_id = ?',
            (far, far, document),
        )
        connection.executemany(
            'UPDATE main.segment SET start = ?, "end" = ?, quote = ? WHERE id = ?',
            [
                (start, end, self.texts[revision].text[start:end], one)
                for one, (revision, start, end) in self.segments.items()
            ],
        )
        if self.memos:
            connection.executemany(
                'UPDATE main.memo SET start = ?, "end" = ? WHERE id = ?',
                [(start, end, one) for one, (_revision, start, end) in self.memos.items()],
            )
        if self.unsure:
            connection.executemany(
                'UPDATE main.unsure_place SET start = ?, "end" = ?, new_start = ?, new_end = ? WHERE id = ?',
                self.unsure,
            )
        also = ", aliases = '[]'" if "aliases" in self.columns["speaker"] else ""
        connection.executemany(
            f"UPDATE main.speaker SET label = ?, role = ?, case_id = NULL{also} WHERE id = ?",
            [(label, Role.UNIDENTIFIED.value, one) for one, label in self.speakers.items()],
        )
        self._write_summaries(connection)

    def _write_text(self, connection: sqlite3.Connection, number: int, text: CutText) -> None:
        where = "WHERE document_id = ? AND number = ?"
        place = (self.voice.document_id, number)
        row_id, made = connection.execute(
            f"SELECT rowid, created_at FROM main.revision {where}", place
        ).fetchone()
        if text.text == text.old:
            return
        # a text never changes: this one goes, and another one is there in its place
        connection.execute(f"DELETE FROM main.revision {where}", place)
        digest = hashlib.sha256(text.text.encode("utf-8", "surrogatepass")).hexdigest()
        turns = json.dumps(text.turns, ensure_ascii=False, separators=(",", ":"))
        connection.execute(
            "INSERT INTO main.revision (rowid, document_id, number, text, sha256, words, turns, turn_count, created_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (row_id, *place, text.text, digest, count_words(text.text), turns, len(text.turns), made),
        )

    def _write_summaries(self, connection: sqlite3.Connection) -> None:
        """Take the speaker's labels out of the lines of the history that are about speakers."""
        labels = "|".join(re.escape(one) for one in sorted(self.voice.labels, key=len, reverse=True))
        named = re.compile(rf"(?<!\w)(?:{labels})(?!\w)")
        rows = connection.execute("SELECT id, summary FROM main.step WHERE verb = 'speaker'").fetchall()
        connection.executemany(
            "UPDATE main.step SET summary = ? WHERE id = ?",
            [(after, one) for one, summary in rows if (after := named.sub(MARK, summary)) != summary],
        )

    def rewrite(
        self, noun: str, before_names: Sequence[str], after_names: Sequence[str], row: list[Any]
    ) -> list[Any]:
        """Return a row of the history with its places moved; rows come in the order of the history."""
        key, before, after = row
        if noun == "speaker" and key[0] in self.speakers:
            return [key, self._named(key[0], before_names, before), self._named(key[0], after_names, after)]
        if noun not in _PLACES:
            return row
        was = self._rows.get(key[0], {}) | dict(zip(before_names, before or (), strict=False))
        now = was | dict(zip(after_names, after or (), strict=False))
        if not self._here(noun, now):
            return row
        self._rows[key[0]] = now
        return [
            key,
            self._moved(noun, before_names, before, was),
            self._moved(noun, after_names, after, now),
        ]

    def _named(self, speaker: str, names: Sequence[str], values: list[Any] | None) -> list[Any] | None:
        fixed = {"label": self.speakers[speaker], "role": Role.UNIDENTIFIED.value}
        fixed |= {"case_id": None, "aliases": "[]"}  # type: ignore[dict-item]
        return values and [fixed.get(name, value) for name, value in zip(names, values, strict=True)]

    def _moved(
        self, noun: str, names: Sequence[str], values: list[Any] | None, row: dict[str, Any]
    ) -> list[Any] | None:
        if values is None:
            return None
        moved: dict[str, int] = {}
        for revision, start, end in _PLACES[noun]:
            text = self.texts.get(row.get(revision, -1))
            if text is not None and row.get(start) is not None:
                moved[start], moved[end] = text.ends(row[start], row[end])
        return [moved.get(name, value) for name, value in zip(names, values, strict=True)]


def plan_voice(connection: sqlite3.Connection, voice: Voice) -> Plan:
    """Say what becomes of a document without one voice; nothing is written."""
    return Plan(connection, voice)


def history_rows(
    connection: sqlite3.Connection,
) -> Iterator[tuple[str, Sequence[str], Sequence[str], list[Any]]]:
    """Yield each row of the history with its noun and the names of its columns before and after."""
    parts = connection.execute("SELECT step_id, part FROM main.step_part ORDER BY step_id, part").fetchall()
    for place in parts:
        (packed,) = connection.execute(
            "SELECT changes FROM main.step_part WHERE step_id = ? AND part = ?", place
        ).fetchone()
        for _kind, noun, before, after, rows in json.loads(packed):
            for row in rows:
                yield noun, before or (), after or (), row


def _memos_on(connection: sqlite3.Connection, segments: set[str]) -> set[str]:
    rows = connection.execute("SELECT id, target_id FROM main.memo WHERE target = 'segment'")
    return {one for one, target in rows if target in segments}


def former_labels(store: Store, speaker_id: str) -> set[str]:
    """Return every label, and every other label, that a speaker has had by the history."""
    found: set[str] = set()
    for noun, before_names, after_names, (key, before, after) in history_rows(store.connection):
        if noun == "speaker" and key[0] == speaker_id:
            for names, values in ((before_names, before), (after_names, after)):
                row = dict(zip(names, values or (), strict=False))
                found |= {row["label"]} if "label" in row else set()
                found |= set(json.loads(row.get("aliases") or "[]"))
    return found


def load_spoken(store: Store, document_id: str, labels: frozenset[str]) -> Iterator[str]:
    """Yield what was said under some labels, turn by turn, in every text that a document has had."""
    rows = store.connection.execute(
        "SELECT text, turns FROM main.revision WHERE document_id = ?", (document_id,)
    )
    for text, turns in rows:
        yield from (
            text[start:end] for start, end, _label, said, _time in json.loads(turns) if said in labels
        )


def load_unspoken(store: Store, document_id: str, number: int, labels: frozenset[str]) -> Iterator[str]:
    """Yield what stands in one text of a document between what was said under some labels."""
    (text, turns) = store.connection.execute(
        "SELECT text, turns FROM main.revision WHERE document_id = ? AND number = ?", (document_id, number)
    ).fetchone()
    at = 0
    for _start, end, label, said, _time in json.loads(turns):
        if said in labels:
            yield text[at:label]
            at = end
    yield text[at:]
