"""Projects of QualCoder: a folder with a database; its positions are characters, or what Qt counts."""

from __future__ import annotations

from collections import Counter, defaultdict
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from qualbench.interchange.document_values import with_document_values
from qualbench.interchange.incoming import (
    IncomingAttribute,
    IncomingCase,
    IncomingCode,
    IncomingCoder,
    IncomingCoding,
    IncomingDocument,
    IncomingMemo,
    IncomingProject,
    Loss,
)
from qualbench.interchange.positions import Ruler, plain_breaks
from qualbench.interchange.qdpx_marks import moment
from qualbench.interchange.refi import CODABLE
from qualbench.interchange.units import Counted, Sample, is_name_of, settle_model
from qualbench.interchange.values import Unfit, read
from qualbench.model.case import AttributeType
from qualbench.model.coding import MemoKind, MemoTarget
from qualbench.model.document import DocumentKind, Reading
from qualbench.model.span import Span
from qualbench.readers.turns import find_turns

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualbench.interchange.projects import How, Tables

#: The database in a project's folder, and the tables by which it is known.
DATABASE = "data.qda"
QUALCODER = frozenset({"source", "code_name", "code_cat", "code_text", "project"})
_IN_MEMO = "listed in a memo of the document"


def read_qualcoder(path: Path, how: How) -> IncomingProject:
    """Read a project: its folder, or the database in it.

    Raises:
        FileProblem: It is damaged.
        PositionsUnsure: What positions count is not sure, and nobody says it.
    """
    base = path / DATABASE if path.is_dir() else path
    with how.tables(base) as tables:
        return _QualCoder(path, tables, how).read()


def _said(row: dict[str, Any], *names: str) -> str:
    return next((str(row[one]) for one in names if row.get(one) not in (None, "")), "")


def _whole(row: dict[str, Any], name: str) -> int | None:
    try:
        return int(row[name])
    except (KeyError, TypeError, ValueError):
        return None


class _QualCoder:
    def __init__(self, path: Path, tables: Tables, how: How) -> None:
        self.path, self.tables, self.how = path, tables, how
        self.sources = {str(one["id"]): one for one in tables.rows("source")}
        self.raws: dict[str, Counted] = {}
        self.rulers: dict[str, Ruler] = {}
        self.names: dict[str, str] = {}
        self.coders: dict[str, IncomingCoder] = {}
        self.memos: list[IncomingMemo] = []
        self.losses: list[Loss] = []
        self.lost: Counter[str] = Counter()

    def read(self) -> IncomingProject:
        codes = tuple(self._codes())
        for key, one in self.sources.items():
            text = _said(one, "fulltext").replace("\0", "\ufffd")
            self.raws[key] = Counted(text.removeprefix("\ufeff"), text.startswith("\ufeff"))
        marks = list(self.tables.rows("code_text"))
        notes = list(self.tables.rows("annotation"))
        parts = list(self.tables.rows("case_text"))
        choice = settle_model(
            self.path, [*self.raws.values()], list(self._samples(marks)), self.how, "QualCoder"
        )
        for key, raw in self.raws.items():
            self.rulers[key] = Ruler(raw.raw, choice.model, marked=raw.marked)
        documents = tuple(self._document(key, one) for key, one in self.sources.items())
        codings = tuple(self._codings(marks))
        for number, one in enumerate(notes):
            self._annotation(number, one)
        self._selections()
        attributes, cases = self._cases(parts)
        self._journal()
        project = next(iter(self.tables.rows("project")), {})
        if memo := _said(project, "memo"):
            self.memos.append(IncomingMemo("project", MemoTarget.PROJECT, "", memo))
        self._rest()
        return IncomingProject(
            self.path.name,
            self.path.name.removesuffix(".qda") if self.path.is_dir() else self.path.parent.name,
            coders=tuple(self.coders.values()),
            codes=codes,
            documents=documents,
            codings=codings,
            memos=tuple(self.memos),
            attributes=tuple(attributes),
            cases=tuple(cases),
            losses=tuple(one for one in self.losses if one.found),
            remarks=(choice.said,),
        )

    def _coder(self, row: dict[str, Any]) -> str:
        owner = _said(row, "owner").strip()
        if owner:
            self.coders.setdefault(owner, IncomingCoder(owner, owner))
        return owner

    def _codes(self) -> Iterator[IncomingCode]:
        """Yield categories and codes, parents before their children; a ring of parents is opened."""
        rows: dict[str, tuple[str, dict[str, Any], bool]] = {}
        for one in self.tables.rows("code_cat"):
            above = _whole(one, "supercatid")
            rows[f"category {one['catid']}"] = (f"category {above}" if above is not None else "", one, True)
        for one in self.tables.rows("code_name"):
            code, category = _whole(one, "supercid"), _whole(one, "catid")
            parent = f"category {category}" if category is not None else ""
            rows[f"code {one['cid']}"] = (f"code {code}" if code is not None else parent, one, False)
        done: set[str] = set()
        for key in rows:
            chain: list[str] = []
            while key and key in rows and key not in done and key not in chain:
                chain.append(key)
                key = rows[key][0]
            for own in reversed(chain):
                done.add(own)
                parent, row, heading = rows[own]
                known = (
                    parent
                    if parent in done and parent != own and parent not in chain[: chain.index(own)]
                    else ""
                )
                self.names[own] = _said(row, "name")
                yield IncomingCode(own, _said(row, "name"), known, self._fields(row, heading=heading))

    def _fields(self, row: dict[str, Any], *, heading: bool) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        if color := _said(row, "color"):
            try:
                fields["color"] = read("color", color)
            except Unfit:
                self.lost["colours"] += 1
        if memo := _said(row, "memo").strip():
            fields["definition"] = memo
        if heading:
            fields["properties"] = (CODABLE,)
        return fields

    def _samples(self, marks: list[dict[str, Any]]) -> Iterator[Sample]:
        order = {key: number for number, key in enumerate(self.raws)}
        for one in marks:
            start, end, key = _whole(one, "pos0"), _whole(one, "pos1"), str(one.get("fid"))
            if start is not None and end is not None and self.raws.get(key, Counted("", False)).raw:
                yield Sample(order[key], start, end, _said(one, "seltext"))

    def _document(self, key: str, one: dict[str, Any]) -> IncomingDocument:
        text = plain_breaks(self.raws[key].raw)
        name = _said(one, "name") or f"Document {key}"
        self._coder(one)
        if memo := _said(one, "memo").strip():
            self.memos.append(IncomingMemo(f"source {key}", MemoTarget.DOCUMENT, key, memo, self._coder(one)))
        digest = sha256(f"{'' if text.strip() else key}{text}".encode("utf-8", "surrogatepass")).hexdigest()
        if not text.strip():
            empty = Reading(name, name, "txt", text, (), {}, digest, "unicode", DocumentKind.RECORD)
            return IncomingDocument(key, name, empty)
        found = find_turns(text)
        facts = (name, name, "txt", text, found.turns, found.roles, digest, "unicode", found.kind)
        return IncomingDocument(key, name, Reading(*facts, found.problems))

    def _place(self, key: str, one: dict[str, Any]) -> tuple[Span | None, str]:
        """Return where a stretch is, and what is in doubt."""
        start, end = _whole(one, "pos0"), _whole(one, "pos1")
        if start is None or end is None or key not in self.rulers:
            return None, "its place is not in the file"
        first, last, whole = self.rulers[key].stretch(start, end)
        if not 0 <= first <= last:
            return None, "its place is not in the text"
        return Span(first, last), "" if whole else "its place begins or ends within a character"

    def _codings(self, marks: list[dict[str, Any]]) -> Iterator[IncomingCoding]:
        for number, one in enumerate(marks):
            document = str(one.get("fid"))
            key = f"coding {one.get('ctid') or number}"
            span, doubt = self._place(document, one)
            quote = _said(one, "seltext").replace("\u2029", "\n")
            if (
                span
                and not doubt
                and is_name_of(plain_breaks(self.raws[document].raw)[span.start : span.end], quote)
            ):
                quote = ""
            coder, at = self._coder(one), moment(_said(one, "date"))
            yield IncomingCoding(
                key,
                *(document, f"code {one.get('cid')}", coder, span, quote, doubt, at),
                important=_whole(one, "important") == 1,
            )
            if memo := _said(one, "memo").strip():
                self.memos.append(
                    IncomingMemo(f"{key} memo", MemoTarget.SEGMENT, key, memo, coder, created_at=at)
                )

    def _annotation(self, number: int, one: dict[str, Any]) -> None:
        document = str(one.get("fid"))
        span, doubt = self._place(document, one)
        self.memos.append(
            IncomingMemo(
                f"annotation {number}",
                *(MemoTarget.PASSAGE, document, _said(one, "memo"), self._coder(one)),
                created_at=moment(_said(one, "date")),
                span=span,
                doubt=doubt,
            )
        )

    def _selections(self) -> None:
        """Keep codings of pictures, sound and film in a memo of their document."""
        lines: dict[str, list[str]] = defaultdict(list)
        for one in self.tables.rows("code_image"):
            where = ", ".join(f"{what} {one.get(what)}" for what in ("x1", "y1", "width", "height"))
            page = f"page {one['pdf_page']}, " if _whole(one, "pdf_page") is not None else ""
            lines[str(one.get("id"))].append(self._line(one, page + where))
        for one in self.tables.rows("code_av"):
            where = f"{_said(one, 'pos0')} to {_said(one, 'pos1')} ms"
            lines[str(one.get("id"))].append(self._line(one, where))
        kept = lost = 0
        for key, own in lines.items():
            if key not in self.sources:
                lost += len(own)
                continue
            kept += len(own)
            text = "\n".join([f"Codings in {self.path.name} that are on no text:", *own])
            self.memos.append(IncomingMemo(f"{key} selections", MemoTarget.DOCUMENT, key, text))
        why = f"{kept} on pictures, sound or film: {_IN_MEMO}" if kept else "on what is not in the file"
        self.losses.append(Loss("codings", kept + lost, 0, kept, lost, why))

    def _line(self, one: dict[str, Any], where: str) -> str:
        code = self.names.get(f"code {one.get('cid')}", "?")
        return f"- {'; '.join(filter(None, [where, code, self._coder(one), _said(one, 'memo')]))}"

    def _cases(self, parts: list[dict[str, Any]]) -> tuple[list[IncomingAttribute], list[IncomingCase]]:
        types = {}
        for one in self.tables.rows("attribute_type"):
            numeric = _said(one, "valuetype").lower() == "numeric"
            types[_said(one, "name")] = AttributeType.NUMBER if numeric else AttributeType.TEXT
            if memo := _said(one, "memo").strip():
                self.lost["memos of attributes"] += bool(memo)
        values: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
        for one in self.tables.rows("attribute"):
            if value := _said(one, "value"):
                values[_said(one, "attr_type"), str(one.get("id"))][_said(one, "name")] = value
        documents: dict[str, list[str]] = defaultdict(list)
        passages: dict[str, list[str]] = defaultdict(list)
        for one in parts:
            case, key = str(one.get("caseid")), str(one.get("fid"))
            start, end = _whole(one, "pos0") or 0, _whole(one, "pos1") or 0
            raw = self.raws.get(key)
            if raw is None:
                self.lost["passages of cases"] += 1
            elif start <= 0 and (end <= 0 or end >= len(raw.raw) - 1):
                documents[case].append(key)
            else:
                passages[case].append(f"- {_said(self.sources[key], 'name')} {start}:{end}")
        cases = []
        for one in self.tables.rows("cases"):
            key = str(one["caseid"])
            own = (values["case", key], tuple(dict.fromkeys(documents[key])))
            cases.append(IncomingCase(f"case {key}", _said(one, "name"), *own))
            if memo := _said(one, "memo").strip():
                self.memos.append(
                    IncomingMemo(f"case {key} memo", MemoTarget.CASE, f"case {key}", memo, self._coder(one))
                )
            if passages[key]:
                text = "\n".join([f"Passages of this case in {self.path.name}:", *passages[key]])
                self.memos.append(IncomingMemo(f"case {key} passages", MemoTarget.CASE, f"case {key}", text))
        kept = sum(map(len, passages.values()))
        self.losses.append(Loss("passages of cases", kept, 0, kept, 0, "listed in a memo of the case"))
        names = {key: _said(one, "name") for key, one in self.sources.items()}
        of_files = {key: values["file", key] for key in self.sources}
        attributes = [IncomingAttribute(name, kind) for name, kind in types.items()]
        return attributes, with_document_values(cases, names, of_files)

    def _journal(self) -> None:
        for one in self.tables.rows("journal"):
            at = moment(_said(one, "date"))
            text = "\n\n".join(filter(None, [_said(one, "name"), _said(one, "jentry").strip()]))
            self.memos.append(
                IncomingMemo(
                    f"journal {one['jid']}",
                    *(MemoTarget.PROJECT, "", text, self._coder(one), MemoKind.JOURNAL),
                    date=at[:10],
                    created_at=at,
                )
            )

    def _rest(self) -> None:
        """Say what is not read."""
        for table, what in (
            ("link", "links between passages"),
            ("creative_item", "creative items"),
            ("gr_cdct_text_item", "items of graphs"),
            ("stored_sql", "stored queries"),
            ("ris", "fields of references"),
        ):
            number = sum(1 for _one in self.tables.rows(table))
            self.losses.append(Loss(what, number, 0, 0, number, "not read"))
        for what, number in self.lost.items():
            self.losses.append(Loss(what, number, 0, 0, number, "not read"))
