"""A coded transcript as a Word document: the text as it is, a comment for each coding and annotation.

A line of the text is a paragraph, and nothing else is in the body, so that what a colleague writes beside it
can be brought back to its place. A comment begins with the code's path; the coding's memos follow.
"""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from qualbench.model.coding import MemoKind, MemoTarget
from qualbench.reports.docx import keep_in_properties, page_styles, plain, properties, same_bytes
from qualbench.reports.quotes import verify_quote
from qualbench.reports.report import Report
from qualbench.reports.tables import memos_by_segment

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qualbench.analysis.scope import Source
    from qualbench.analysis.selection import Selection
    from qualbench.model.coding import Memo, Segment
    from qualbench.model.span import Span
    from qualbench.reports.study import Study


@dataclass(frozen=True, slots=True)
class Note:
    """A comment to be written: its words, by whom and when, on which stretch."""

    span: Span
    author: str
    at: str
    text: str


def comment_digest(author: str, text: str) -> str:
    """Return what tells one comment from another, whatever a word processor does to its white space."""
    whole = f"{' '.join(author.split())}\n{' '.join(plain(text).split())}"
    return hashlib.sha256(whole.encode("utf-8", "replace")).hexdigest()[:10]


def render_transcript_docx(
    study: Study,
    source: Source,
    text: str,
    segments: Iterable[Segment],
    memos: Iterable[Memo],
    selection: Selection,
    project_id: str,
) -> bytes:
    """Return the interview as a .docx file with its codings and annotations as comments.

    Args:
        study, source, text, segments, memos, selection: As for `transcript.render_transcript`.
        project_id: Kept in the file, with the document's id, so that its comments are known again.

    Raises:
        QuoteDiffers: Where a segment is not what the text says.
    """
    import docx

    own = [one for one in segments if one.document_id == source.document.id and selection.holds(one)]
    for segment in own:
        verify_quote(text, segment, source.document.name)
    notes = _notes(study, source, own, tuple(memos))
    document = docx.Document()
    newest = max((one.at for one in notes), default=source.document.imported_at)
    author = ", ".join(study.coder_by_id[one].name for one in selection.coder_ids if one in study.coder_by_id)
    properties(document, Report(source.document.name, (), author, newest))
    lock = {
        "report": "transcript",
        "project": project_id,
        "document": source.document.id,
        "comments": [comment_digest(one.author, one.text) for one in notes],
    }
    keep_in_properties(document, json.dumps(lock, sort_keys=True))
    page_styles(document)
    said = [source.document.name, study.title, *([study.others_hidden] if study.others_hidden else [])]
    document.sections[0].header.paragraphs[0].text = plain(" – ".join(said))
    runs = _write_text(document, text, source, notes)
    for note in notes:
        _comment(document, runs, note)
    buffer = io.BytesIO()
    document.save(buffer)
    return same_bytes(buffer.getvalue())


def _notes(study: Study, source: Source, segments: Sequence[Segment], memos: tuple[Memo, ...]) -> list[Note]:
    on_segments = memos_by_segment(memos)
    names = {one.id: one.name for one in study.coders}
    found = []
    for one in segments:
        said = [study.codebook.paths.get(one.code_id, "code since removed")]
        for memo in on_segments.get(one.id, ()):
            by = "" if memo.coder_id == one.coder_id else f"{names.get(memo.coder_id, '')}: "
            said.append(f"{by}{memo.text.strip()}")
        # the first memo begins below the code, each other one after an empty line
        words = "\n".join([said[0], "\n\n".join(said[1:])]).strip()
        found.append(Note(one.span, names.get(one.coder_id, ""), one.created_at, words))
    found += [
        Note(memo.span, names.get(memo.coder_id, ""), memo.created_at, memo.text.strip())
        for memo in memos
        if memo.kind is MemoKind.MEMO
        and memo.target is MemoTarget.PASSAGE
        and memo.target_id == source.document.id
        and memo.revision == source.document.revision
        and memo.span is not None
    ]
    return sorted(found, key=lambda one: (one.span.start, -one.span.end, one.text, one.author))


def _write_text(
    document: Any, text: str, source: Source, notes: Sequence[Note]
) -> list[tuple[int, int, Any]]:
    """Write the text, cut where a note or a label begins or ends; return the runs with their places."""
    edges = {edge for note in notes for edge in (note.span.start, note.span.end)}
    labels = [(turn.label_start, turn.start) for turn in source.turns if turn.label_start < turn.start]
    edges |= {edge for label in labels for edge in label}
    starts = {start for start, _end in labels}
    ordered = sorted(edges)
    runs: list[tuple[int, int, Any]] = []
    at = place = 0
    for line in text.split("\n"):
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_after = 0
        end = at + len(line)
        while place < len(ordered) and ordered[place] <= at:
            place += 1
        cuts = [at]
        while place < len(ordered) and ordered[place] < end:
            cuts.append(ordered[place])
            place += 1
        for left, right in pairwise([*cuts, end]):
            if left < right:
                run = paragraph.add_run(plain(text[left:right]))
                run.bold = True if left in starts else None
                runs.append((left, right, run))
        at = end + 1
    return runs


def _comment(document: Any, runs: list[tuple[int, int, Any]], note: Note) -> None:
    """Put a comment on a stretch; nowhere where it covers line breaks alone."""
    from bisect import bisect_left, bisect_right

    from docx.oxml.ns import qn

    first = bisect_left(runs, note.span.start, key=lambda one: one[0])
    last = bisect_right(runs, note.span.end, key=lambda one: one[1]) - 1
    if not 0 <= first <= last < len(runs):
        return
    initials = "".join(word[0] for word in note.author.split())[:4]
    lines = plain(note.text).split("\n")
    made = document.add_comment(
        [runs[first][2], runs[last][2]], lines[0], author=plain(note.author), initials=plain(initials)
    )
    for line in lines[1:]:
        made.add_paragraph(line)
    made._comment_elm.set(qn("w:date"), note.at[:19] + "Z")
