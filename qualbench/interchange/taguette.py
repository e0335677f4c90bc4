"""Projects of Taguette: a database whose positions are bytes of the documents' bare words."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from qualbench.errors import FileProblem
from qualbench.interchange.html_text import HtmlText
from qualbench.interchange.incoming import (
    IncomingCode,
    IncomingCoder,
    IncomingCoding,
    IncomingDocument,
    IncomingMemo,
    IncomingProject,
    Loss,
)
from qualbench.interchange.positions import Model, Ruler, Unit
from qualbench.model.coding import MemoTarget
from qualbench.model.document import Reading
from qualbench.model.span import Span
from qualbench.readers.turns import find_turns

if TYPE_CHECKING:
    from pathlib import Path

    from qualbench.interchange.projects import How, Tables

#: The tables by which its databases are known.
TAGUETTE = frozenset({"projects", "documents", "highlights", "tags", "highlight_tags"})
#: The name that everybody has who uses it alone on a computer of their own.
_ALONE = "admin"


def read_taguette(path: Path, how: How) -> IncomingProject:
    """Read the one project of a database.

    Raises:
        FileProblem: It is damaged, or holds no project or several.
    """
    with how.tables(path) as tables:
        projects = list(tables.rows("projects"))
        with_documents = {one["project_id"] for one in tables.rows("documents")}
        wanted = [one for one in projects if one["id"] in with_documents] or projects
        if len(wanted) != 1:
            names = ", ".join(f"“{one['name']}”" for one in wanted[:5])
            said = f"it holds {len(wanted)} projects: {names}." if wanted else "it holds no project."
            hint = "Export the project that you mean from Taguette (Project info, Export this project)."
            raise FileProblem(path, said, hint)
        return _Taguette(path, tables, wanted[0]).read()


class _Taguette:
    def __init__(self, path: Path, tables: Tables, project: dict[str, Any]) -> None:
        self.path, self.tables, self.project = path, tables, project
        self.texts: dict[Any, HtmlText] = {}
        self.rulers: dict[Any, Ruler] = {}
        self.codes: dict[str, IncomingCode] = {}
        self.tags: dict[Any, str] = {}
        self.memos: list[IncomingMemo] = []
        self.losses: list[Loss] = []

    def _mine(self, table: str) -> list[dict[str, Any]]:
        return [one for one in self.tables.rows(table) if one["project_id"] == self.project["id"]]

    def read(self) -> IncomingProject:
        documents = tuple(map(self._document, self._mine("documents")))
        for one in self._mine("tags"):
            self._tag(one)
        who = self._who()
        codings = tuple(self._codings(who))
        if self.project.get("description"):
            self.memos.append(
                IncomingMemo("project", MemoTarget.PROJECT, "", str(self.project["description"]))
            )
        remarks = ["Positions are bytes of the words of each document, as Taguette counts them."]
        if who and not any(who.values()):
            remarks.append("The codings are yours: Taguette has no name for who uses it alone.")
        return IncomingProject(
            self.path.name,
            str(self.project["name"] or ""),
            coders=tuple(IncomingCoder(one, one) for one in sorted(set(filter(None, who.values())))),
            codes=tuple(self.codes.values()),
            documents=documents,
            codings=codings,
            memos=tuple(self.memos),
            losses=tuple(self.losses),
            remarks=tuple(remarks),
        )

    def _document(self, one: dict[str, Any]) -> IncomingDocument:
        html = str(one["contents"] or "").replace("\0", " ")
        words = HtmlText(html)
        key = str(one["id"])
        self.texts[one["id"]] = words
        self.rulers[one["id"]] = Ruler(words.bare, Model(Unit.BYTES))
        found = find_turns(words.text)
        file = str(one.get("filename") or one["name"])
        digest = sha256(html.encode("utf-8", "surrogatepass")).hexdigest()
        reading = Reading(
            *(str(one["name"]), file, "html", words.text, found.turns, found.roles, digest, "unicode"),
            *(found.kind, found.problems),
        )
        if one.get("description"):
            self.memos.append(IncomingMemo(f"d{key}", MemoTarget.DOCUMENT, key, str(one["description"])))
        return IncomingDocument(key, str(one["name"] or file), reading)

    def _tag(self, one: dict[str, Any]) -> None:
        """Make a code of a tag; a dot goes down a level, and levels without a tag are headings."""
        names = [part.strip() for part in str(one["path"]).split(".")]
        if not all(names):
            names = [str(one["path"])]
        for depth in range(1, len(names) + 1):
            key = ".".join(names[:depth])
            if key not in self.codes:
                heading = {"properties": (("codable", "no"),)} if depth < len(names) else {}
                self.codes[key] = IncomingCode(key, names[depth - 1], ".".join(names[: depth - 1]), heading)
        key = ".".join(names)
        fields = {"definition": str(one["description"])} if one.get("description") else {}
        self.codes[key] = IncomingCode(key, names[-1], ".".join(names[:-1]), fields)
        self.tags[one["id"]] = key

    def _who(self) -> dict[Any, str]:
        """Return who made each highlight, as far as the log says; empty for who uses it alone."""
        who: dict[Any, str] = {}
        for one in self._mine("commands"):
            with suppress(ValueError, TypeError, AttributeError):
                said = json.loads(one["payload"]) if isinstance(one["payload"], str) else one["payload"]
                if said.get("type") == "highlight_add":
                    login = str(one["user_login"] or "")
                    who.setdefault(said["highlight_id"], "" if login == _ALONE else login)
        return who

    def _codings(self, who: dict[Any, str]) -> list[IncomingCoding]:
        tags = defaultdict(list)
        for one in self.tables.rows("highlight_tags"):
            tags[one["highlight_id"]].append(one["tag_id"])
        made: list[IncomingCoding] = []
        bare = Counter[str]()
        for one in self.tables.rows("highlights"):
            document = one["document_id"]
            if document not in self.texts:
                continue
            text, ruler = self.texts[document], self.rulers[document]
            start, end, whole = ruler.stretch(int(one["start_offset"]), int(one["end_offset"]))
            span = Span(*text.stretch(start, end)) if 0 <= start <= end else None
            quote = HtmlText(str(one["snippet"] or "")).text.strip("\n")
            doubt = "" if whole and span else "its place is within a character or not in the text"
            coder = who.get(one["id"], "")
            for tag in tags[one["id"]]:
                key = f"{one['id']}.{tag}"
                made.append(
                    IncomingCoding(
                        key, str(document), self.tags.get(tag, ""), coder, span, quote=quote, doubt=doubt
                    )
                )
            if not tags[one["id"]]:
                bare["highlights"] += 1
                memo = IncomingMemo(
                    f"h{one['id']}",
                    MemoTarget.PASSAGE,
                    str(document),
                    "Highlighted in Taguette, without a tag.",
                )
                self.memos.append(_placed(memo, coder, span, quote, doubt))
        return made


def _placed(memo: IncomingMemo, coder: str, span: Span | None, quote: str, doubt: str) -> IncomingMemo:
    from dataclasses import replace

    return replace(memo, coder=coder, span=span, quote=quote, doubt=doubt)
