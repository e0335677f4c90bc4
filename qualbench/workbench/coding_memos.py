"""Memos that come with codings: which of them a segment has already, and the ones it lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualbench.model.change import Noun
from qualbench.model.coding import Memo, MemoKind, MemoTarget
from qualbench.model.ids import new_id
from qualbench.storage.projects import load_memos
from qualbench.workbench.coding_rows import Unfit, given_id, moment, said, unix_lines, whole_text
from qualbench.workbench.memoing import memo_row
from qualbench.workbench.writing import added

if TYPE_CHECKING:
    from qualbench.model.change import Change
    from qualbench.workbench.coding_rows import Row
    from qualbench.workbench.project import Session


class SegmentMemos:
    """Which memos segments have, looked up when the first memo comes."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.ids: set[str] | None = None
        self.texts: dict[str, list[tuple[str, str]]] = {}

    def write(self, segment_id: str, note: Row, coder_id: str, at: str) -> Change | None:
        """Return the change that writes a memo, or None where the segment has it.

        A memo that says whose it is (see `given_memos`) is there where its text and coder are; one that is
        only a text may be several joined by empty lines, and the segment may have the first of them.
        """
        if self.ids is None:
            self.ids = set()
            for memo in load_memos(self.session.store):
                self.ids.add(memo.id)
                if memo.kind is MemoKind.MEMO and memo.target is MemoTarget.SEGMENT:
                    self.texts.setdefault(memo.target_id, []).append((_tidy(memo.text), memo.coder_id))
        text, there = _tidy(note["text"]), self.texts.setdefault(segment_id, [])
        if "whole" in note:
            if (text, coder_id) in there:
                return None
        else:
            for known, _coder in there:
                if text == known:
                    return None
                text = text.removeprefix(f"{known}\n\n")
        there.append((text, coder_id))
        given = given_id(note)
        memo_id = given if given and given not in self.ids else new_id()
        self.ids.add(memo_id)
        day = (said(note, "date").strip() or at)[:10]
        memo = Memo(memo_id, MemoKind.MEMO, MemoTarget.SEGMENT, segment_id, text, coder_id, day, at)
        return added("MemoWritten", Noun.MEMO, memo.id, memo_row(memo))


def given_memos(row: Row) -> list[Row]:
    """Return a row's memos as objects with their text: `memos`, else what stands in `memo`.

    Raises:
        Unfit: They are not what they should be.
    """
    if not (row.get("memos") or row.get("memo")):
        return []
    notes = row.get("memos") or []
    if not isinstance(notes, list) or not all(isinstance(one, dict) for one in notes):
        raise Unfit("its memos are no list of objects with a text")
    if notes:
        notes = [{**one, "whole": True} for one in notes]
    else:
        memo = row.get("memo") or []
        notes = [{"text": one} for one in (memo if isinstance(memo, list) else [memo])]
    for one in notes:
        if not isinstance(one.get("text"), str):
            raise Unfit("its memo is no text")
        whole_text(one["text"], "memo")
        moment(one, "date")
    return [one for one in notes if one["text"].strip()]


def _tidy(text: str) -> str:
    return unix_lines(text).strip("\n")
