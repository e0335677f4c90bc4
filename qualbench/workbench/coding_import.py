"""Codings from a file: rows of another copy of the project, another coder, or another program's export.

JSON (a list of objects, or an object that holds one under `rows` or `segments`) or CSV. A row names its
document and its code, and its place by `start` and `end`, by `quote`, or by both (then they must agree).
Documents are found by id, then by the file's digest, then by name; codes by id, then by path (from the
lowest code above it whose id is known), then by a name that only one code has. Rows stream in, and become
one step.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from qualbench.errors import UsageError
from qualbench.model.change import Change, Noun
from qualbench.model.code import PATH_SEPARATOR, Codebook
from qualbench.model.coding import Segment
from qualbench.model.ids import is_id, new_id
from qualbench.search.elisions import elided_place
from qualbench.search.folding import fold_signs
from qualbench.storage import codings as stored
from qualbench.storage import documents as stored_documents
from qualbench.workbench.codebooks import create_path, load_codebook
from qualbench.workbench.coding import segment_added, segment_row
from qualbench.workbench.coding_memos import SegmentMemos, given_memos
from qualbench.workbench.coding_rows import (
    Unfit,
    given_id,
    marks,
    moment,
    person,
    position,
    read_rows,
    said,
    said_id,
    unix_lines,
)
from qualbench.workbench.independence import others_hidden
from qualbench.workbench.searching import accent_places, quote_places
from qualbench.workbench.writing import added, changed, stamp, write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from qualbench.model.change import Value
    from qualbench.model.coding import Stance
    from qualbench.workbench.coding_rows import Row
    from qualbench.workbench.project import Session

#: Document, start, end, code, coder: what only one segment can have.
Place = tuple[str, int, int, str, str]


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that does not fit. `row` counts from 1; `line` is its line in a CSV file."""

    row: int
    reason: str
    line: int | None = None


@dataclass(slots=True)
class CodingImport:
    """What a file of codings brought.

    Attributes:
        memos_added: Memos on new codings and on those that were there already.
        marked: Codings that were there already and were marked (important, a stance) by the file.
        remarks: What was taken though it is not quite as the row says, row by row.
    """

    added: int = 0
    there_already: int = 0
    codes_created: list[str] = field(default_factory=list)
    coders_added: list[str] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    memos_added: int = 0
    marked: int = 0
    remarks: list[Rejected] = field(default_factory=list)


def import_codings(
    session: Session,
    path: Path,
    *,
    fold_space: bool = False,
    create_codes: bool = False,
    progress: Callable[[int], None] | None = None,
    dry_run: bool = False,
) -> CodingImport:
    """Take codings in from `path` as one step. Rows that do not fit are listed, the rest is kept.

    Args:
        fold_space: Let white space, quotation marks and dashes in a quote stand for others of their kind.
        create_codes: Make codes that are missing, by their path.
        progress: Called now and then with the number of rows read.
        dry_run: Only say what would be.

    Raises:
        FileProblem: The file cannot be read or is no list of rows; then nothing is changed.
    """
    place = Placing(session, fold_space=fold_space, create_codes=create_codes)
    result = place.result

    def changes() -> Iterator[Change]:
        for number, (row, line) in enumerate(read_rows(path), 1):
            if progress is not None and number % 1000 == 0:
                progress(number)
            try:
                yield from place.row(row)
                if place.remark:
                    result.remarks.append(Rejected(number, place.remark, line))
            except Unfit as unfit:
                result.rejected.append(Rejected(number, unfit.message, line))

    def summary(_changes: int) -> str:
        if not (result.added or result.memos_added):
            return f"imported marks of {result.marked} coding{'s' * (result.marked != 1)}"
        noun, number = ("coding", result.added) if result.added else ("memo", result.memos_added)
        return f"imported {number} {noun}{'s' * (number != 1)}"

    if dry_run:
        for _change in changes():
            pass
    else:
        write(session, changes(), verb="import codings", summary=summary)
    return result


class Placing:
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
        self.codes: dict[tuple[str, str, str], str] = {}
        self.coders = {coder.name.casefold(): coder.id for coder in stored.load_coders(session.store)}
        self.ids, self.places = stored.load_segment_places(session.store)
        self.fresh: dict[Place, Segment] = {}
        self.found: dict[tuple[str, str, str], Any] = {}
        self.memos = SegmentMemos(session)
        self.at = stamp()
        self.own_only = bool(others_hidden(session))
        self.remark = ""

    def row(self, row: Row) -> list[Change]:
        """Return the changes that one row makes; none where its coding and its memos are there already.

        Raises:
            Unfit: The row cannot be placed; nothing of it is kept.
        """
        document = self._document(row)
        self.remark = ""
        start, end = self._span(row, document)
        made_at = moment(row, "created_at") or self.at
        important, stance = marks(row)
        coders: dict[str, Change] = {}
        coder_id = self.coder(row, coders) or self.session.coder.id
        notes = [
            (note, self.coder(note, coders) or coder_id, moment(note, "created_at") or made_at)
            for note in given_memos(row)
        ]
        if self.own_only and {coder_id, *(whose for _note, whose, _at in notes)} != {self.session.coder.id}:
            raise Unfit("independent coding is in force: only your own codings and memos come in")
        code_id, codes = self._code(row)
        place = (document.id, start, end, code_id, coder_id)
        self.settle(codes, coders)
        changes = [*codes, *coders.values()]
        if place in self.places or place in self.fresh:
            self.result.there_already += 1
            twin = self._twin(place, document.revision) if notes or important or stance else None
            segment_id = twin.id if twin else ""
            changes += self._marked(twin, important, stance) if twin else []
        else:
            segment_id = self._own_id(row)
            segment = Segment(
                *(segment_id, document.id, document.revision, start, end, "", code_id, coder_id, made_at),
                *(important, stance, self._meaning(code_id)),
            )
            self.fresh[place] = segment
            self.ids.add(segment_id)
            self.result.added += 1
            changes.append(segment_added(segment))
        written = [self.memos.write(segment_id, *note) for note in notes]
        memos = [change for change in written if change is not None]
        self.result.memos_added += len(memos)
        return [*changes, *memos]

    def _own_id(self, row: Row) -> str:
        given = given_id(row)
        return given if given and given not in self.ids else new_id()

    def _twin(self, place: Place, revision: int) -> Segment:
        """Return the segment that stands at `place`."""
        if place in self.fresh:
            return self.fresh[place]
        document_id, start, end, code_id, coder_id = place
        wanted = Segment("", document_id, revision, start, end, "", code_id, coder_id, "")
        found = stored.find_twin(self.session.store, wanted)
        assert found is not None
        return found

    def _marked(self, there: Segment, important: bool, stance: Stance) -> list[Change]:
        """Mark a coding that is there as the row does; a mark that it has already is never taken from it."""
        after = replace(there, important=there.important or important, stance=there.stance or stance)
        change = changed("SegmentMarked", Noun.SEGMENT, there.id, segment_row(there), segment_row(after))
        if change is None:
            return []
        self.fresh[(there.document_id, there.start, there.end, there.code_id, there.coder_id)] = after
        self.result.marked += 1
        return [change]

    def settle(self, codes: list[Change], coders: dict[str, Change]) -> None:
        """Note what the row has brought, now that all of it fits."""
        for change in codes:
            self.result.codes_created.append(self.codebook.paths[change.key[0]])
        if codes:
            self.codes.clear()
        for folded, change in coders.items():
            self.coders[folded] = change.key[0]
            self.result.coders_added.append(str((change.after or {})["name"]))

    def _document(self, row: Row) -> Any:
        key = (said_id(row, "document_id"), said_id(row, "document_sha256").lower(), said_id(row, "document"))
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
                raise Unfit(f"there is no document “{key[2] or key[0] or key[1]}”")
            self.found[key] = document
        return document

    def _span(self, row: Row, document: Any) -> tuple[int, int]:
        text = self.session.store.text(document.id, document.revision)
        quote = unix_lines(said(row, "quote"))
        start, end = row.get("start"), row.get("end")
        if start in (None, "") or end in (None, ""):
            return self._by_quote(text, quote, document.name)
        first, last = position(start), position(end)
        if not 0 <= first < last <= len(text):
            raise Unfit(f"{document.name} has no stretch {first}:{last}; its text has {len(text)} characters")
        if quote and text[first:last] != quote:
            if (
                self.fold_space
                and fold_signs(text[first:last]).text.strip() == fold_signs(quote).text.strip()
            ):
                return first, last
            raise Unfit(f"the words at {first}:{last} of {document.name} are not the quote")
        return first, last

    def _by_quote(self, text: str, quote: str, name: str) -> tuple[int, int]:
        if not quote.strip():
            raise Unfit("the row has neither start and end nor a quote")
        spans = quote_places(text, quote, fold_space=self.fold_space)
        if len(spans) == 1:
            return spans[0].start, spans[0].end
        elided = elided_place(text, quote) if self.fold_space and not spans else None
        if elided is not None:
            passed = " … ".join(text[one.start : one.end].strip() for one in elided.passed)
            words = f"“{passed if len(passed) <= 80 else passed[:79] + '…'}”"
            self.remark = f"the coding in {name} holds words that the quote leaves out: {words}"
            return elided.span.start, elided.span.end
        others = accent_places(text, quote, fold_space=self.fold_space) if not spans else []
        where = ", ".join(f"{one.start}:{one.end}" for one in (spans or others)[:5])
        if spans:
            raise Unfit(f"the quote is found {len(spans)} times in {name}: {where}")
        how = f" as it is; with its accents written in another way it is at {where}" if others else ""
        raise Unfit(f"the quote is not found in {name}{how}")

    def _code(self, row: Row) -> tuple[str, list[Change]]:
        code_id = said_id(row, "code_id")
        path, name = said(row, "code_path").strip(), said(row, "code").strip()
        key = (code_id, path, name)
        known = self.codes.get(key)
        if known is None:
            known, changes = self._find_code(code_id, path or name, _path_ids(row))
            if changes:
                return known, changes
            self.codes[key] = known
        return known, []

    def _meaning(self, code_id: str) -> int:
        code = self.codebook.by_id.get(code_id)
        return code.meaning if code else 1

    def _find_code(self, code_id: str, wanted: str, ids: list[str]) -> tuple[str, list[Change]]:
        if code_id in self.codebook.by_id:
            return code_id, []
        if not wanted:
            raise Unfit("the row names no code")
        names = wanted.split(PATH_SEPARATOR)
        if (
            len(ids) == len(names) == len(set(ids)) and ids[-1] == code_id
        ):  # names may differ here: the lowest code that is known by its id leads
            known = next((i for i in range(len(ids) - 1, -1, -1) if ids[i] in self.codebook.by_id), None)
            if known is not None:
                wanted = PATH_SEPARATOR.join([self.codebook.paths[ids[known]], *names[known + 1 :]])
        else:
            ids = [code_id]
        code = self.codebook.by_path.get(wanted)
        if code is None and PATH_SEPARATOR not in wanted:
            named = self.codebook.named(wanted)
            if len(named) > 1:
                raise Unfit(f"{len(named)} codes are named “{wanted}”: give the path")
            code = named[0] if named else None
        if code is not None:
            return code.id, []
        if not self.create_codes:
            raise Unfit(f"there is no code “{wanted}” (--create-codes makes it)")
        try:
            made, changes, codebook = create_path(self.codebook, wanted)
        except UsageError as error:
            raise Unfit(error.message) from error
        return self._with_given_ids(made, changes, codebook, ids)

    def _with_given_ids(
        self, made: str, changes: list[Change], codebook: Codebook, ids: list[str]
    ) -> tuple[str, list[Change]]:
        """Let codes that come from another copy of the project keep their ids."""
        new = [change.key[0] for change in changes]
        given = {
            one: theirs
            for one, theirs in zip(reversed(new), reversed(ids), strict=False)
            if is_id(theirs) and theirs not in codebook.by_id
        }
        codes = tuple(
            replace(
                code,
                id=given.get(code.id, code.id),
                parent_id=given.get(code.parent_id or "", code.parent_id),
            )
            for code in codebook.codes
        )
        self.codebook = Codebook(codebook.name, codes, codebook.version)
        kept = []
        for change in changes:
            columns = dict(change.after or {})
            columns["parent_id"] = given.get(str(columns["parent_id"]), columns["parent_id"])
            kept.append(added(change.kind, change.noun, given.get(change.key[0], change.key[0]), columns))
        return given.get(made, made), kept

    def coder(self, row: Row, new: dict[str, Change]) -> str | None:
        """Return the id of the coder that a row names, or None; one that is not known goes into `new`."""
        name = person(row)
        if not name:
            return None
        folded = name.casefold()
        known = self.coders.get(folded)
        if known is None:
            if folded not in new:
                coder: dict[str, Value] = {"name": name, "machine": 0, "created_at": stamp()}
                new[folded] = added("CoderAdded", Noun.CODER, new_id(), coder)
            known = new[folded].key[0]
        return known


def _path_ids(row: Row) -> list[str]:
    ids = row.get("code_path_ids")
    return [one.lower() for one in ids if isinstance(one, str)] if isinstance(ids, list) else []
