"""A colleague's Word comments as codings: by the comment's author, on the words that it is on.

A comment whose first line is the name or the path of a code, or several with `;` between them, is a coding;
what follows is its memo. `#Name` says that it is a code even where there is none yet. Any other comment is an
annotation of its words. Comments that the program wrote itself and nobody has changed are passed over.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING

from qualbench.errors import FileProblem, NotFound, UsageError
from qualbench.model.change import Noun
from qualbench.model.coding import Memo, MemoKind, MemoTarget
from qualbench.model.ids import new_id
from qualbench.model.span import Span
from qualbench.readers.word_comments import read_comments
from qualbench.reports.transcript_docx import comment_digest
from qualbench.search.anchoring import SURE, TextMap
from qualbench.search.quotations import is_long_enough
from qualbench.storage.documents import load_document, load_documents
from qualbench.storage.projects import load_memos
from qualbench.workbench.coding_import import CodingImport, Placing, Rejected
from qualbench.workbench.coding_rows import Unfit, moment
from qualbench.workbench.memoing import memo_row
from qualbench.workbench.writing import added, write

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualbench.model.change import Change
    from qualbench.model.code import Codebook
    from qualbench.model.document import Document
    from qualbench.readers.word_comments import CommentedText, WordComment
    from qualbench.workbench.coding_rows import Row
    from qualbench.workbench.project import Session


@dataclass(frozen=True, slots=True)
class CommentLook:
    """What a comment is taken for.

    Attributes:
        number: Of the comment in the file, from 1.
        author: The coder whose coding it becomes.
        words: The words of the document that it is on; those of the file where they are not found.
        codes: Paths of the codes, those that would be made too; empty for an annotation.
        note: The memo, or the annotation.
        why_not: Why it is not taken; empty where it is.
    """

    number: int
    author: str
    words: str
    codes: tuple[str, ...] = ()
    note: str = ""
    why_not: str = ""


@dataclass(slots=True)
class CommentImport(CodingImport):
    """What the comments of a file brought, or would bring.

    Attributes:
        document: The document that they are on.
        comments: What each comment is taken for, in the order of the text.
        annotations: Annotations that were added.
        unchanged: Comments that the program wrote and nobody has changed.
    """

    document: str = ""
    comments: list[CommentLook] = field(default_factory=list)
    annotations: int = 0
    unchanged: int = 0


def import_comments(
    session: Session,
    path: Path,
    *,
    document: str | None = None,
    create_codes: bool = False,
    dry_run: bool = False,
) -> CommentImport:
    """Take the comments of a Word document in as codings and annotations, as one step.

    Args:
        document: The document that they are on; by default the one that the file names.
        create_codes: Make codes that are missing where a comment says `#Name`.
        dry_run: Only say what would be.

    Raises:
        FileProblem: The file cannot be read, or holds no comment.
        NotFound: There is no such document.
        UsageError: The file does not say which document it is of, and none is named.
    """
    try:
        read = read_comments(path.name, path.read_bytes())
    except OSError as error:
        raise FileProblem(path, f"it cannot be read: {error.strerror or error}.") from error
    if not read.comments:
        raise FileProblem(path, "it holds no comment.")
    kept = _kept(read)
    found = _document(session, path, document, kept)
    work = _Comments(session, found, read, kept, create_codes=create_codes)
    if dry_run:
        for _change in work.changes():
            pass
    else:
        summary = f"took in comments on {found.name}"
        write(session, work.changes(), verb="import comments", summary=summary)
    return work.result


def _kept(read: CommentedText) -> dict[str, object]:
    try:
        said = json.loads(read.lock)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _document(session: Session, path: Path, named: str | None, kept: dict[str, object]) -> Document:
    """Return the document that the comments are on: the one named, the file's own, or the file's namesake."""
    documents = load_documents(session.store)
    names = [one.name for one in documents]
    if named is not None:
        found = load_document(session.store, named)
        if found is None:
            raise NotFound("document", named, names)
        return found
    stem = PurePath(path.name).stem
    for one in (str(kept.get("document", "")), stem, stem.removeprefix("transcript ")):
        found = load_document(session.store, one) if one else None
        if found is not None:
            return found
    raise UsageError(
        f"{path.name} does not say which document its comments are on.", "Name it: --document NAME."
    )


class _Comments:
    """Turns comments into changes, one by one; those that do not fit are listed."""

    def __init__(
        self,
        session: Session,
        document: Document,
        read: CommentedText,
        kept: dict[str, object],
        *,
        create_codes: bool,
    ) -> None:
        self._session, self._document, self._read = session, document, read
        self._placing = Placing(session, fold_space=False, create_codes=create_codes)
        self.result = CommentImport(document=document.name)
        self._placing.result = self.result
        self._text = session.store.text(document.id, document.revision)
        self._map: TextMap | None = None
        same = kept.get("project") == session.project.id and isinstance(kept.get("comments"), list)
        self._ours = list(kept["comments"]) if same else []  # type: ignore[call-overload]
        self._annotated = {
            (one.start, one.end, one.text.strip(), one.coder_id)
            for one in load_memos(session.store)
            if one.target is MemoTarget.PASSAGE and one.target_id == document.id
        }

    def changes(self) -> Iterator[Change]:
        for number, comment in enumerate(self._read.comments, 1):
            digest = comment_digest(comment.author, comment.text)
            if digest in self._ours:
                self._ours.remove(digest)
                self.result.unchanged += 1
                continue
            words = " ".join(self._read.text[comment.start : comment.end].split())
            codes, note = said_codes(self._placing.codebook, comment.text)
            try:
                span = self._place(comment)
                words = self._text[span.start : span.end]
                yield from self._taken(comment, span, codes, note)
            except Unfit as unfit:
                self.result.rejected.append(Rejected(number, unfit.message))
                look = CommentLook(number, comment.author, words, codes, note, unfit.message)
            else:
                look = CommentLook(number, comment.author, words, codes, note)
            self.result.comments.append(look)

    def _place(self, comment: WordComment) -> Span:
        """Return where a comment's words are in the document's text of now.

        Raises:
            Unfit: They are not surely there.
        """
        raw = self._read.text[comment.start : comment.end]
        start = comment.start + len(raw) - len(raw.lstrip())
        end = comment.end - (len(raw) - len(raw.rstrip()))
        if start >= end:
            raise Unfit("the comment is on no words")
        if self._read.text.rstrip("\n") == self._text.rstrip("\n"):
            return Span(start, end)
        if self._map is None:
            self._map = TextMap(self._read.text, self._text)
        found = self._map.place(Span(start, end))
        if found.fate not in SURE or found.span is None or not found.span:
            words = self._read.text[start:end]
            if is_long_enough(words) and self._text.count(words) == 1:  # part of a text alone has no context
                return Span(self._text.index(words), self._text.index(words) + len(words))
            raise Unfit(f"its words are not surely to be found in {self._document.name}")
        return found.span

    def _taken(self, comment: WordComment, span: Span, codes: tuple[str, ...], note: str) -> Iterator[Change]:
        row: Row = {
            "document_id": self._document.id,
            "start": span.start,
            "end": span.end,
            "coder": comment.author,
            "created_at": comment.at,
        }
        if not codes:
            yield from self._annotation(row, span, note)
            return
        for place, code in enumerate(codes):
            yield from self._placing.row({**row, "code_path": code, "memo": note if place == 0 else ""})

    def _annotation(self, row: Row, span: Span, note: str) -> Iterator[Change]:
        if not note:
            raise Unfit("the comment is empty")
        new: dict[str, Change] = {}
        coder_id = self._placing.coder(row, new) or self._session.coder.id
        if self._placing.own_only and coder_id != self._session.coder.id:
            raise Unfit("independent coding is in force: only your own codings and memos come in")
        at = moment(row, "created_at") or self._placing.at
        key = (span.start, span.end, note, coder_id)
        if key in self._annotated:
            self.result.there_already += 1
            return
        self._annotated.add(key)
        self._placing.settle([], new)
        yield from new.values()
        memo = Memo(
            *(new_id(), MemoKind.MEMO, MemoTarget.PASSAGE, self._document.id, note, coder_id, at[:10], at),
            revision=self._document.revision,
            start=span.start,
            end=span.end,
        )
        self.result.annotations += 1
        yield added("MemoWritten", Noun.MEMO, memo.id, memo_row(memo))


def said_codes(book: Codebook, text: str) -> tuple[tuple[str, ...], str]:
    """Return the paths of the codes that a comment names, and what else it says."""
    first, _, rest = text.strip().partition("\n")
    whole = _known(book, first.strip())
    if whole:
        return (whole,), rest.strip()
    parts = [one.strip() for one in first.split(";") if one.strip()]
    named = [(_known(book, one.removeprefix("#").strip()) or one.removeprefix("#").strip()) for one in parts]
    sure = [bool(_known(book, one)) or (one.startswith("#") and len(one) > 1) for one in parts]
    if not parts or not all(sure):
        return (), text.strip()
    return tuple(dict.fromkeys(named)), rest.strip()


def _known(book: Codebook, words: str) -> str:
    """Return the path of the code that is named so, whatever the case; empty where none or several are."""
    wanted = " ".join(words.split()).casefold()
    if not wanted:
        return ""
    paths = [path for path in book.paths.values() if path.casefold() == wanted]
    if len(paths) != 1:
        paths = [book.paths[one.id] for one in book.codes if one.name.casefold() == wanted]
    return paths[0] if len(paths) == 1 else ""
