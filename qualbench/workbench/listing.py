"""Listing segments with everything that another copy of the project needs to take them in again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qualbench.model.coding import MemoKind, MemoTarget
from qualbench.storage import codings as stored
from qualbench.storage.codebooks import load_codebook
from qualbench.storage.names import load_digests, load_names
from qualbench.workbench.memoing import exported_memos

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from qualbench.model.coding import Segment, Stance
    from qualbench.workbench.project import Session

SegmentRow = dict[str, Any]


def segment_rows(
    session: Session,
    *,
    document_id: str | None = None,
    code_ids: Sequence[str] | None = None,
    coder_ids: Sequence[str] | None = None,
    important: bool | None = None,
    stance: Stance | None = None,
) -> Iterator[SegmentRow]:
    """Yield the rows of segments in order of document, start and (longer first) end; None means any."""
    segments = stored.iter_segments(
        session.store,
        document_id=document_id,
        code_ids=code_ids,
        coder_ids=coder_ids,
        important=important,
        stance=stance,
    )
    return rows_of(session, segments)


def rows_of(session: Session, segments: Iterable[Segment]) -> Iterator[SegmentRow]:
    """Yield segments as rows that `import_codings` takes: names beside ids, memos joined and one by one.

    Private memos are not among them: the rows are for another copy of the project.
    """
    store = session.store
    names, digests = load_names(store), load_digests(store)
    codebook = load_codebook(store)
    codes, paths = codebook.by_id, codebook.paths
    coders = {one.id: one.name for one in stored.load_coders(store)}
    memos: dict[str, list[dict[str, str]]] = {}
    for memo in exported_memos(session):
        if (memo.kind, memo.target) != (MemoKind.MEMO, MemoTarget.SEGMENT):
            continue
        said = {"id": memo.id, "text": memo.text, "coder": coders[memo.coder_id], "date": memo.date}
        memos.setdefault(memo.target_id, []).append(said | {"created_at": memo.created_at})
    above = {one: [one] for one in codes}
    for path in above.values():
        while (parent := codes[path[0]].parent_id) is not None:
            path.insert(0, parent)
    for one in segments:
        notes = memos.get(one.id, [])
        yield {
            "id": one.id,
            "document": names[one.document_id],
            "document_sha256": digests[one.document_id],
            "start": one.start,
            "end": one.end,
            "quote": one.quote,
            "code": codes[one.code_id].name,
            "code_id": one.code_id,
            "code_path": paths[one.code_id],
            "coder": coders[one.coder_id],
            "created_at": one.created_at,
            "memo": "\n\n".join(memo["text"] for memo in notes) if notes else None,
            "code_path_ids": above[one.code_id],
            "memos": notes,
            "important": one.important,
            "stance": one.stance.value,
        }
