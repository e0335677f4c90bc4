"""Coded segments that other programs export as a table: document, code and quote, or positions.

The texts are those of the project that it is read into. Known by their headings are what MAXQDA, ATLAS.ti,
Dedoose, Delve and Taguette write, in English and German, and tables that people make.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from qualbench.errors import FileProblem
from qualbench.interchange.drafts import path_names
from qualbench.interchange.incoming import (
    IncomingCode,
    IncomingCoder,
    IncomingCoding,
    IncomingDocument,
    IncomingMemo,
    IncomingProject,
    Loss,
)
from qualbench.interchange.positions import Ruler
from qualbench.interchange.qdpx_marks import moment
from qualbench.interchange.units import Choice, Counted, Sample, settle_model
from qualbench.model.coding import MemoTarget
from qualbench.model.span import Span
from qualbench.readers.delimited import unguard
from qualbench.readers.sheets import Sheet, read_sheet

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from qualbench.interchange.projects import How

#: What columns are called, the likeliest first.
_COLUMNS: dict[str, tuple[str, ...]] = {
    "document": (
        *(
            "document name",
            "dokumentname",
            "document",
            "dokument",
            "media title",
            "resource name",
            "transcript",
        ),
        *(
            "transcript name",
            "file name",
            "filename",
            "file",
            "source",
            "quelle",
            "datei",
            "resource",
            "media",
        ),
    ),
    "quote": (
        *(
            "quotation content",
            "zitatinhalt",
            "coded segment",
            "segment",
            "excerpt copy",
            "excerpt",
            "snippet",
        ),
        *("quote", "quotation", "zitat", "coded text", "highlight", "content", "inhalt", "text"),
    ),
    "code": (
        *(
            "code path",
            "code_path",
            "codes applied combined",
            "codes applied",
            "codes",
            "code",
            "tag",
            "tags",
        ),
        *("code name", "node"),
    ),
    "coder": (
        *("coder", "excerpt creator", "created by", "erstellt von", "author", "autor", "creator", "user"),
        *("coded by", "highlighted by"),
    ),
    "memo": ("memo", "comment", "kommentar", "quotation comment", "comments", "note", "notes"),
    "date": ("excerpt date", "created", "created at", "created_at", "erstellt", "date", "datum"),
    "start": ("start", "start_offset", "start offset", "start position", "startposition", "from", "pos0"),
    "end": ("end", "end_offset", "end offset", "end position", "endposition", "to", "pos1"),
    "range": ("excerpt range",),
}
_APPLIED = re.compile(r"code:?\s*(.+?)\s+applied", re.IGNORECASE)
_RANGE = re.compile(r"\s*(\d+)\s*[-–]\s*(\d+)\s*")
_YES = frozenset({"true", "1", "yes", "x", "wahr", "ja"})
_SPLITS = ("\n", ";", "|")
_LARGEST = 64 * 2**20
_ENDING = re.compile(r"\.(?:txt|docx?|odt|rtf|pdf|html?|md|vtt|srt)$", re.IGNORECASE)


class _Columns:
    """Where the columns of a table are.

    Attributes:
        at: The place of each kind of column that there is.
        applied: Columns that say of one code each whether it was given.
    """

    def __init__(self, header: Sequence[str]) -> None:
        folded = [" ".join(one.replace("\ufeff", "").split()).casefold() for one in header]
        self.at: dict[str, int] = {}
        for kind, names in _COLUMNS.items():
            place = next((folded.index(name) for name in names if name in folded), None)
            if place is not None:
                self.at[kind] = place
        hits = {place: _APPLIED.fullmatch(" ".join(one.split())) for place, one in enumerate(header)}
        self.applied = {place: hit[1] for place, hit in hits.items() if hit}
        self.applied = {
            place: name for place, name in self.applied.items() if "combined" not in name.casefold()
        }

    @property
    def fit(self) -> bool:
        """Whether it is a table of coded segments."""
        code = "code" in self.at or bool(self.applied)
        return code and "document" in self.at and ("quote" in self.at or {"start", "end"} <= set(self.at))

    def get(self, row: Sequence[str], kind: str) -> str:
        """Return a cell of a row, or an empty text."""
        return unguard(row[self.at[kind]]) if kind in self.at else ""


def is_segment_table(path: Path) -> bool:
    """Say whether a table is one of coded segments, by its headings."""
    if path.stat().st_size > _LARGEST:
        return False
    try:
        return _Columns(read_sheet(path.name, path.read_bytes()).header).fit
    except FileProblem:
        return False


def read_segment_table(path: Path, how: How) -> IncomingProject:
    """Read a table of coded segments, for the documents of a project.

    Raises:
        FileProblem: It cannot be read, or there is no project whose documents it is about.
        PositionsUnsure: It has positions, and what they count is not sure.
    """
    if how.documents is None:
        raise FileProblem(
            path,
            "a table of coded segments holds no documents.",
            "Make a project, import the transcripts, and then: qualbench import FILE",
        )
    sheet = read_sheet(path.name, path.read_bytes())
    return _Table(path, sheet, list(how.documents()), how).read()


class _Table:
    def __init__(self, path: Path, sheet: Sheet, documents: list[IncomingDocument], how: How) -> None:
        self.path, self.sheet, self.how = path, sheet, how
        self.columns = _Columns(sheet.header)
        self.documents = {one.key: one for one in documents}
        self.known = _by_names(documents)
        self.codes: dict[str, IncomingCode] = {}
        self.coders: dict[str, IncomingCoder] = {}
        self.codings: list[IncomingCoding] = []
        self.memos: list[IncomingMemo] = []
        self.used: dict[str, IncomingDocument] = {}
        self.lost: Counter[str] = Counter()
        self.strange: Counter[str] = Counter()

    def read(self) -> IncomingProject:
        choice = self._choice()
        rulers: dict[str, Ruler] = {}
        split = self._split()
        for line, row in self.sheet.rows:
            document = self._document(row)
            names = self._names(row, split)
            if document is None or not names:
                why = "of a document that is not in the project" if document is None else "without a code"
                self.lost[why] += max(1, len(names))
                continue
            span = None
            if choice is not None and (ends := self._ends(row)) is not None:
                if document.key not in rulers:
                    rulers[document.key] = Ruler(document.reading.text, choice.model)
                first, last, whole = rulers[document.key].stretch(*ends)
                span = Span(first, last) if whole and first < last else None
            self._row(line, row, document, names, span)
        remarks = [choice.said] if choice is not None else ["Passages are found by their words."]
        for name, number in self.strange.most_common(5):
            remarks.append(f"There is no document “{name[:80]}” ({number} rows).")
        if len(self.strange) > 5:
            remarks.append(f"{len(self.strange) - 5} more documents are not in the project.")
        return IncomingProject(
            self.path.name,
            coders=tuple(self.coders.values()),
            codes=tuple(self.codes.values()),
            documents=tuple(self.used.values()),
            codings=tuple(self.codings),
            memos=tuple(self.memos),
            losses=tuple(
                Loss("codings", number, 0, 0, number, f"{number} {why}") for why, number in self.lost.items()
            ),
            remarks=tuple(remarks),
        )

    def _row(
        self, line: int, row: Sequence[str], document: IncomingDocument, names: list[str], span: Span | None
    ) -> None:
        self.used[document.key] = document
        who = self.columns.get(row, "coder").strip()
        if who:
            self.coders.setdefault(who, IncomingCoder(who, who))
        quote = self.columns.get(row, "quote").strip()
        at = moment(self.columns.get(row, "date"))
        doubt = "" if quote or span else "the row has no words and no place in the text"
        for number, name in enumerate(names):
            key = f"row {line}.{number}"
            code = self._code(name)
            self.codings.append(
                IncomingCoding(key, document.key, code, who, span, quote, doubt, created_at=at)
            )
        if memo := self.columns.get(row, "memo").strip():
            self.memos.append(
                IncomingMemo(
                    f"row {line} memo", MemoTarget.SEGMENT, f"row {line}.0", memo, who, created_at=at
                )
            )

    def _document(self, row: Sequence[str]) -> IncomingDocument | None:
        said = " ".join(self.columns.get(row, "document").split())
        for name in (said, said.casefold(), _ENDING.sub("", said).casefold()):
            if name in self.known:
                return self.known[name]
        self.strange[said] += 1
        return None

    def _code(self, said: str) -> str:
        """Return a code's key, with those above it made."""
        names = [one for one in path_names(said) if one] or [said]
        for depth in range(1, len(names) + 1):
            key = " > ".join(names[:depth])
            self.codes.setdefault(key, IncomingCode(key, names[depth - 1], " > ".join(names[: depth - 1])))
        return " > ".join(names)

    def _names(self, row: Sequence[str], split: str) -> list[str]:
        """Return the codes that a row gives."""
        if self.columns.applied:
            return [
                name for place, name in self.columns.applied.items() if row[place].strip().casefold() in _YES
            ]
        said = self.columns.get(row, "code")
        parts = said.split(split) if split else [said]
        return list(dict.fromkeys(filter(None, (one.strip() for one in parts))))

    def _split(self) -> str:
        """Find out what stands between several codes of a cell, or an empty text."""
        if "code" not in self.columns.at:
            return ""
        cells = {self.columns.get(row, "code").strip() for _line, row in self.sheet.rows}
        for mark in _SPLITS:
            if any(mark in one for one in cells):
                return mark
        # a comma may belong to a name: it parts only what stands apart or in other company elsewhere
        parts = Counter(part.strip() for cell in cells for part in set(cell.split(",")))
        several = [one for one in cells if "," in one]
        apart = sum(any(parts[part.strip()] > 1 for part in one.split(",")) for one in several)
        plural = self.sheet.header[self.columns.at["code"]].strip().casefold().startswith(("codes", "tags"))
        return "," if plural and several and apart * 2 >= len(several) else ""

    def _ends(self, row: Sequence[str]) -> tuple[int, int] | None:
        if "range" in self.columns.at:
            hit = _RANGE.fullmatch(self.columns.get(row, "range"))
            return (int(hit[1]), int(hit[2])) if hit else None
        start, end = (self.columns.get(row, one).strip() for one in ("start", "end"))
        return (int(start), int(end)) if start.isdecimal() and end.isdecimal() else None

    def _choice(self) -> Choice | None:
        """Return what positions count; None where there are none, or where they are not the words' places."""
        keys = list(self.documents)
        samples = []
        for _line, row in self.sheet.rows:
            ends, document = self._ends(row), self._document(row)
            if ends is not None and document is not None:
                quote = self.columns.get(row, "quote")
                samples.append(Sample(keys.index(document.key), *ends, quote))
        self.strange.clear()
        if not samples:
            return None
        texts = [Counted(one.reading.text, False) for one in self.documents.values()]
        if any(one.name for one in samples):
            from qualbench.interchange.units import choose_model, fits

            choice = choose_model(texts, samples)
            # numbers of paragraphs or pages are no positions: then the words alone say where it is
            return choice if fits(texts, samples, choice.model) * 2 > len(samples) else None
        return settle_model(self.path, texts, samples, self.how)


def _by_names(documents: list[IncomingDocument]) -> dict[str, IncomingDocument]:
    """Return documents by what they may be called; a name of several is none."""
    known: dict[str, IncomingDocument | None] = {}
    for one in documents:
        source = one.reading.source
        names = {one.name, one.name.casefold(), _ENDING.sub("", one.name).casefold()}
        names |= {source, source.casefold(), _ENDING.sub("", source).casefold()}
        for name in names:
            known[name] = one if known.get(name, one) is one else None
    exact = {one.name: one for one in documents}
    return {name: one for name, one in known.items() if one is not None} | exact
