"""Codings from a file: rows of another copy of the project, another coder, or another program's export.

JSON (a list of objects, or an object that holds one under `rows` or `segments`) or CSV. A row names its
document and its code, and its place by `start` and `end`, by `quote`, or by both (then they must agree).
Documents are found by id, then by the file's digest, then by name; codes by id, then by path, then by a name
that only one code has. Rows stream in, and become one step.
"""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from qualbench.errors import FileProblem, QualbenchError, UsageError
from qualbench.model.change import Change, Noun
from qualbench.model.code import PATH_SEPARATOR, Codebook
from qualbench.model.coding import Memo, MemoKind, MemoTarget
from qualbench.model.ids import is_id, new_id
from qualbench.reports.csv_file import unguard
from qualbench.storage import codings as stored
from qualbench.storage import documents as stored_documents
from qualbench.workbench.codebooks import create_path, load_codebook
from qualbench.workbench.memoing import memo_row
from qualbench.workbench.searching import quote_places
from qualbench.workbench.writing import added, stamp, write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from qualbench.model.change import Value
    from qualbench.model.coding import Coder
    from qualbench.workbench.project import Session

Row = dict[str, Any]
#: Bytes read at a time while JSON streams in.
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that does not fit. `row` counts from 1; `line` is its line in a CSV file."""

    row: int
    reason: str
    line: int | None = None


@dataclass(slots=True)
class CodingImport:
    """What a file of codings brought."""

    added: int = 0
    there_already: int = 0
    codes_created: list[str] = field(default_factory=list)
    coders_added: list[str] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)


class _Unfit(QualbenchError):
    """A row that cannot be placed; its message is the reason."""


def import_codings(
    session: Session,
    path: Path,
    *,
    fold_space: bool = False,
    create_codes: bool = False,
    progress: Callable[[int], None] | None = None,
) -> CodingImport:
    """Take codings in from `path` as one step. Rows that do not fit are listed, the rest is kept.

    Args:
        fold_space: Let any white space in a quote stand for any white space in the text.
        create_codes: Make codes that are missing, by their path.
        progress: Called now and then with the number of rows read.

    Raises:
        FileProblem: The file cannot be read or is no list of rows; then nothing is changed.
    """
    place = _Placing(session, fold_space=fold_space, create_codes=create_codes)
    result = place.result

    def changes() -> Iterator[Change]:
        for number, (row, line) in enumerate(_rows(path), 1):
            if progress is not None and number % 1000 == 0:
                progress(number)
            try:
                yield from place.row(row)
            except _Unfit as unfit:
                result.rejected.append(Rejected(number, unfit.message, line))

    def summary(_changes: int) -> str:
        return f"imported {result.added} coding{'s' * (result.added != 1)}"

    write(session, changes(), verb="import codings", summary=summary)
    return result


class _Placing:
    """Where rows go: what the project has, looked up once, and what the rows bring."""

    def __init__(self, session: Session, *, fold_space: bool, create_codes: bool) -> None:
        self.session = session
        self.fold_space = fold_space
        self.create_codes = create_codes
        self.result = CodingImport()
        documents = stored_documents.load_documents(session.store)
        self.documents = {document.id: document for document in documents}
        self.by_digest = {document.sha256: document for document in documents}
        self.by_name = {document.name: document for document in documents}
        self.by_file = {document.source: document for document in documents}
        self.codebook = load_codebook(session)
        self.codes: dict[tuple[str, str, str], tuple[str, list[Change]]] = {}
        self.coders: dict[str, Coder | str] = {
            coder.name.casefold(): coder.id for coder in stored.load_coders(session.store)
        }
        self.ids, self.places = stored.load_segment_places(session.store)
        self.found: dict[tuple[str, str, str], Any] = {}
        self.at = stamp()

    def row(self, row: Row) -> list[Change]:
        """Return the changes that one row makes; none where its coding is there already.

        Raises:
            _Unfit: The row cannot be placed; nothing of it is kept.
        """
        document = self._document(row)
        start, end = self._span(row, document)
        code_id, new_codes = self._code(row)
        coder_id, new_coder = self._coder(row)
        place = (document.id, start, end, code_id, coder_id)
        if place in self.places:
            self.result.there_already += 1
            return []
        given = str(row.get("id") or "")
        segment_id = given.lower() if is_id(given) and given.lower() not in self.ids else new_id()
        self.places.add(place)
        self.ids.add(segment_id)
        self.result.added += 1
        columns = {
            "document_id": document.id,
            "revision": document.revision,
            "start": start,
            "end": end,
            "code_id": code_id,
            "coder_id": coder_id,
            "created_at": str(row.get("created_at") or self.at),
        }
        self._settle(row, new_codes, new_coder)
        changes = [*new_codes, *new_coder, Change("SegmentAdded", Noun.SEGMENT, (segment_id,), None, columns)]
        memo = row.get("memo")
        if memo:
            changes.extend(self._memos(memo, segment_id, coder_id, str(columns["created_at"])))
        return changes

    def _settle(self, row: Row, new_codes: list[Change], new_coder: list[Change]) -> None:
        """Note what the row has brought, now that all of it fits."""
        for change in new_codes:
            self.result.codes_created.append(self.codebook.paths[change.key[0]])
        if new_codes:
            self.codes.clear()
        if new_coder:
            name = str(row["coder"]).strip()
            self.coders[name.casefold()] = new_coder[0].key[0]
            self.result.coders_added.append(name)

    def _document(self, row: Row) -> Any:
        key = (
            str(row.get("document_id") or ""),
            str(row.get("document_sha256") or ""),
            str(row.get("document") or ""),
        )
        document = self.found.get(key)
        if document is None:
            document = (
                self.documents.get(key[0])
                or self.by_digest.get(key[1])
                or self.documents.get(key[2])
                or self.by_name.get(key[2])
                or self.by_file.get(key[2])
            )
            if document is None:
                raise _Unfit(f"there is no document “{key[2] or key[0] or key[1]}”")
            self.found[key] = document
        return document

    def _span(self, row: Row, document: Any) -> tuple[int, int]:
        text = self.session.store.text(document.id, document.revision)
        quote = row.get("quote")
        start, end = row.get("start"), row.get("end")
        if start in (None, "") or end in (None, ""):
            return self._by_quote(text, quote, document.name)
        try:
            first, last = int(start), int(end)
        except (TypeError, ValueError):
            raise _Unfit(f"“{start}:{end}” is no position") from None
        if not 0 <= first < last <= len(text):
            raise _Unfit(
                f"{document.name} has no stretch {first}:{last}; its text has {len(text)} characters"
            )
        if quote and text[first:last] != quote:
            if self.fold_space and text[first:last].split() == str(quote).split():
                return first, last
            raise _Unfit(f"the words at {first}:{last} of {document.name} are not the quote")
        return first, last

    def _by_quote(self, text: str, quote: Any, name: str) -> tuple[int, int]:
        if not quote or not str(quote).strip():
            raise _Unfit("the row has neither start and end nor a quote")
        spans = quote_places(text, str(quote), fold_space=self.fold_space)
        if len(spans) != 1:
            where = ", ".join(f"{one.start}:{one.end}" for one in spans[:5])
            said = f"is found {len(spans)} times in {name}: {where}" if spans else f"is not found in {name}"
            raise _Unfit(f"the quote {said}")
        return spans[0].start, spans[0].end

    def _code(self, row: Row) -> tuple[str, list[Change]]:
        code_id, path = str(row.get("code_id") or ""), str(row.get("code_path") or "").strip()
        name = str(row.get("code") or "").strip()
        key = (code_id, path, name)
        known = self.codes.get(key)
        if known is None:
            known = self._find_code(code_id, path, name)
            if not known[1]:
                self.codes[key] = known
        return known

    def _find_code(self, code_id: str, path: str, name: str) -> tuple[str, list[Change]]:
        if code_id in self.codebook.by_id:
            return code_id, []
        wanted = path or name
        if not wanted:
            raise _Unfit("the row names no code")
        code = self.codebook.by_path.get(wanted)
        if code is None and PATH_SEPARATOR not in wanted:
            named = self.codebook.named(wanted)
            if len(named) > 1:
                raise _Unfit(f"{len(named)} codes are named “{wanted}”: give the path")
            code = named[0] if named else None
        if code is not None:
            return code.id, []
        if not self.create_codes:
            raise _Unfit(f"there is no code “{wanted}” (--create-codes makes it)")
        try:
            made, changes, self.codebook = create_path(self.codebook, wanted)
        except UsageError as error:
            raise _Unfit(error.message) from error
        return self._with_given_id(made, changes, code_id)

    def _with_given_id(self, made: str, changes: list[Change], code_id: str) -> tuple[str, list[Change]]:
        """Let a code that comes from another copy of the project keep its id."""
        if not is_id(code_id) or not changes:
            return made, changes
        last = changes[-1]
        codes = tuple(_renumbered(code, code_id) if code.id == made else code for code in self.codebook.codes)
        self.codebook = Codebook(self.codebook.name, codes, self.codebook.version)
        return code_id, [*changes[:-1], Change(last.kind, last.noun, (code_id,), None, last.after)]

    def _coder(self, row: Row) -> tuple[str, list[Change]]:
        name = str(row.get("coder") or "").strip()
        if not name:
            return self.session.coder.id, []
        known = self.coders.get(name.casefold())
        if known is not None:
            return str(known), []
        coder: dict[str, Value] = {"name": name, "machine": 0, "created_at": stamp()}
        change = added("CoderAdded", Noun.CODER, new_id(), coder)
        return change.key[0], [change]

    def _memos(self, memo: Any, segment_id: str, coder_id: str, at: str) -> list[Change]:
        texts = [str(text) for text in (memo if isinstance(memo, list) else [memo])]
        memos = [
            Memo(new_id(), MemoKind.MEMO, MemoTarget.SEGMENT, segment_id, text, coder_id, at[:10], at)
            for text in texts
            if text.strip()
        ]
        return [added("MemoWritten", Noun.MEMO, one.id, memo_row(one)) for one in memos]


def _renumbered(code: Any, code_id: str) -> Any:
    from dataclasses import replace

    return replace(code, id=code_id)


def _rows(path: Path) -> Iterator[tuple[Row, int | None]]:
    """Yield the rows of a JSON or CSV file, each with its line where it has one."""
    try:
        with path.open("rb") as file:
            first = file.read(4096).lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    except OSError as error:
        raise FileProblem(path, f"cannot be read ({error.strerror})") from error
    try:
        if first in (b"[", b"{"):
            for row in _json_rows(path):
                yield row, None
        else:
            yield from _csv_rows(path)
    except UnicodeDecodeError as error:
        raise FileProblem(path, "it is not UTF-8 text", "Save it as UTF-8.") from error


def _csv_rows(path: Path) -> Iterator[tuple[Row, int | None]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        first = file.readline()
        file.seek(0)
        reader = csv.DictReader(file, delimiter=max(",;\t", key=first.count))
        header = {name.strip() for name in reader.fieldnames or () if name}
        if not header & {"code", "code_path", "code_id"}:
            raise FileProblem(
                path,
                "it is neither JSON nor a table with the columns document, code, and start and end or quote",
            )
        for row in reader:
            cells = {
                (name or "").strip(): unguard(value) if isinstance(value, str) else value
                for name, value in row.items()
                if name
            }
            yield cells, reader.line_num


def _json_rows(path: Path) -> Iterator[Row]:
    """Yield the objects of the first list in a JSON file, holding only a piece of the file at a time."""
    decoder = json.JSONDecoder()
    with path.open(encoding="utf-8-sig") as file:
        buffer = file.read(_CHUNK)
        at = _list_start(path, buffer)
        while True:
            while at < len(buffer) and buffer[at] in " \t\r\n,":
                at += 1
            if at >= len(buffer):
                more = file.read(_CHUNK)
                if not more:
                    raise FileProblem(
                        path, "the list of rows breaks off", "The file is not whole; export it again."
                    )
                buffer, at = more, 0
                continue
            if buffer[at] == "]":
                return
            try:
                row, at = decoder.raw_decode(buffer, at)
            except ValueError as error:
                more = file.read(_CHUNK)
                if not more:
                    raise FileProblem(path, f"it is not JSON ({error})", "Export it again.") from error
                buffer, at = buffer[at:] + more, 0
                continue
            if not isinstance(row, dict):
                raise FileProblem(
                    path, "every row must be an object with its fields", "See docs/commands.md."
                )
            yield row


def _list_start(path: Path, head: str) -> int:
    """Return the place after the `[` that opens the rows."""
    stripped = head.lstrip()
    if stripped.startswith("["):
        return head.index("[") + 1
    for name in ('"rows"', '"segments"', '"codings"'):
        at = head.find(name)
        if at >= 0:
            opened = head.find("[", at)
            if opened >= 0 and not head[at + len(name) : opened].strip(" \t\r\n:"):
                return opened + 1
    raise FileProblem(path, "it holds no list of rows", "Expected a list of objects, or one under “rows”.")
