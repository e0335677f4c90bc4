"""Projects of `qualitative-coding` (`qc`): settings, a tree of codes, texts, a database of coded lines."""

from __future__ import annotations

import re
from collections import Counter
from hashlib import sha1
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from qualbench.errors import FileProblem
from qualbench.interchange.incoming import (
    IncomingCode,
    IncomingCoder,
    IncomingCoding,
    IncomingDocument,
    IncomingMemo,
    IncomingProject,
    Loss,
)
from qualbench.model.coding import MemoTarget
from qualbench.model.document import DocumentKind, Reading
from qualbench.model.span import Span
from qualbench.readers.plain import decode, reading_of
from qualbench.readers.turns import find_turns

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualbench.interchange.projects import How, Tables

_NAMES = ("corpus_dir", "codebook", "database")
#: The largest text and settings that are read, in bytes, and the most codes of a tree.
_LARGEST, _SETTINGS, _MOST = 64 * 2**20, 2**20, 20_000
_MEMO = re.compile(r"(\d{4}-\d\d-\d\d)-\d\d-\d\d_(.+)\.md")
#: Lines of a text that was wrapped are no longer than this, and most are nearly as long.
_WRAPPED = 100


def find_settings(folder: Path) -> dict[str, Any] | None:
    """Return the settings of a project in a folder, or None where there is none."""
    import yaml

    file = folder / "settings.yaml"
    if not file.is_file() or file.stat().st_size > _SETTINGS:
        return None
    try:
        said = yaml.safe_load(file.read_text("utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError):
        return None
    if not isinstance(said, dict) or not all(isinstance(said.get(one), str) for one in _NAMES):
        return None
    return said


def read_qc(path: Path, how: How) -> IncomingProject:
    """Read a project: its folder, or the settings in it.

    Raises:
        FileProblem: A part of it is missing or damaged, or lies outside the folder.
    """
    folder = path if path.is_dir() else path.parent
    settings = find_settings(folder)
    if settings is None:
        raise FileProblem(path, "its settings.yaml cannot be read.")
    reader = _Project(folder, settings)
    with how.tables(reader.inside("database")) as tables:
        return reader.read(tables)


class _Project:
    def __init__(self, folder: Path, settings: dict[str, Any]) -> None:
        self.folder, self.settings = folder, settings
        self.codes: dict[str, IncomingCode] = {}
        self.by_name: dict[str, str] = {}
        self.lines: dict[str, list[tuple[int, int]]] = {}
        self.changed: set[str] = set()
        self.missing: list[str] = []
        self.wrapped = 0
        self.twice = 0

    def inside(self, name: str, *more: str) -> Path:
        """Return a path of the settings, which must lie in the project's folder.

        Raises:
            FileProblem: It does not.
        """
        path = self.folder.joinpath(str(self.settings.get(name, name)), *more)
        if not path.resolve().is_relative_to(self.folder.resolve()):
            said = f"a part of it lies outside its folder ({str(path)[:120]})."
            raise FileProblem(
                self.folder, said, "Put it into the folder, and name it there in settings.yaml."
            )
        return path

    def read(self, tables: Tables) -> IncomingProject:
        self._tree()
        documents = tuple(self._documents(tables))
        for one in tables.rows("code"):
            name = str(one["name"])
            if name not in self.by_name:
                self.by_name[name] = name
                self.codes[name] = IncomingCode(name, name)
        coders = tuple(IncomingCoder(str(one["name"]), str(one["name"])) for one in tables.rows("coder"))
        codings = tuple(self._codings(tables))
        memos = tuple(self._memos({one.name for one in coders}))
        return IncomingProject(
            self.folder.resolve().name,
            self.folder.resolve().name,
            coders=coders,
            codes=tuple(self.codes.values()),
            documents=documents,
            codings=codings,
            memos=memos,
            losses=tuple(one for one in self._losses() if one.found),
            remarks=tuple(self._remarks()),
        )

    def _tree(self) -> None:
        """Read the codes; a name that is there twice is the first of its kind for every coding."""
        import yaml

        file = self.inside("codebook")
        if not file.is_file():
            return
        if file.stat().st_size > _SETTINGS:
            raise FileProblem(file, "it is larger than any codebook.")
        try:
            said = yaml.safe_load(file.read_text("utf-8"))
        except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
            raise FileProblem(file, "its codebook is no YAML that can be read.") from error
        waiting: list[tuple[Any, str]] = [(said, "")]
        steps = 0  # of few words a YAML file can make more than any memory holds
        while waiting:
            one, parent = waiting.pop(0)
            steps += 1
            if max(steps, len(waiting)) > _MOST:
                raise FileProblem(file, f"it has more than {_MOST:,} codes.")
            if isinstance(one, list):
                waiting[:0] = [(child, parent) for child in one]
            elif isinstance(one, dict):
                pairs = [(str(name), child) for name, child in one.items()]
                waiting[:0] = [(child, self._code(name, parent)) for name, child in pairs]
            elif one is not None:
                self._code(str(one), parent)

    def _code(self, name: str, parent: str) -> str:
        key = f"{parent}:{name}" if parent else name
        if key not in self.codes:
            self.codes[key] = IncomingCode(key, name, parent)
        self.twice += name in self.by_name and self.by_name[name] != key
        self.by_name.setdefault(name, key)
        return key

    def _documents(self, tables: Tables) -> Iterator[IncomingDocument]:
        for one in tables.rows("document"):
            key = str(one["file_path"])
            file = self.inside("corpus_dir", key)
            if not file.is_file() or file.stat().st_size > _LARGEST:
                self.missing.append(key)
                self.lines[key] = []
                digest = sha1(key.encode(), usedforsecurity=False).hexdigest()
                empty = Reading(key, key, "txt", "", (), {}, digest, "unicode", DocumentKind.RECORD)
                yield IncomingDocument(key, key, empty)
                continue
            data = file.read_bytes()
            if one["file_hash"] and sha1(data, usedforsecurity=False).hexdigest() != one["file_hash"]:
                self.changed.add(key)
            decoded = decode(key, data)
            reading = reading_of(file.name, data, "txt", decoded, find_turns(decoded.text))
            self.lines[key] = list(_lines(reading.text))
            self.wrapped += is_wrapped(reading.text)
            yield IncomingDocument(key, key.rpartition(".")[0] or key, reading)

    def _codings(self, tables: Tables) -> Iterator[IncomingCoding]:
        """Yield each coded line as a passage of that line, without its end."""
        indexes = {str(one["id"]): str(one["document_id"]) for one in tables.rows("document_index")}
        places = {
            str(one["id"]): indexes.get(str(one["document_index_id"]), "") for one in tables.rows("location")
        }
        documents: dict[str, str] = {}
        for one in tables.rows("coded_line_location_association"):
            documents.setdefault(str(one["coded_line_id"]), places.get(str(one["location_id"]), ""))
        for one in tables.rows("coded_line"):
            document, line = documents.get(str(one["id"]), ""), int(one["line"])
            lines = self.lines.get(document, [])
            span, doubt = None, f"the text has no line {line + 1}"
            if 0 <= line < len(lines):
                span = Span(*lines[line])
                doubt = "the text was changed since it was coded" if document in self.changed else ""
                doubt = doubt if span else "the line is empty"
            code = self.by_name.get(str(one["code_id"]), str(one["code_id"]))
            yield IncomingCoding(f"line {one['id']}", document, code, str(one["coder_id"]), span, "", doubt)

    def _memos(self, coders: set[str]) -> Iterator[IncomingMemo]:
        folder = self.inside("memos_dir") if self.settings.get("memos_dir") else None
        for file in sorted(folder.glob("*.md")) if folder is not None and folder.is_dir() else ():
            if not file.is_file() or file.is_symlink() or file.stat().st_size > _SETTINGS:
                continue
            hit = _MEMO.fullmatch(file.name)
            rest = hit[2] if hit else ""
            who = next((one for one in sorted(coders, key=len, reverse=True) if _is_of(rest, one)), "")
            text = file.read_text("utf-8", "replace")
            yield IncomingMemo(file.name, MemoTarget.PROJECT, "", text, who, date=hit[1] if hit else "")

    def _losses(self) -> Iterator[Loss]:
        corpus = self.inside("corpus_dir")
        there = sum(1 for one in corpus.rglob("*") if one.is_file()) if corpus.is_dir() else 0
        more = max(0, there - (len(self.lines) - len(self.missing)))
        yield Loss("texts that the database does not know", more, 0, 0, more, "import them as transcripts")
        yield Loss(
            "names of codes that are there twice", self.twice, 0, self.twice, 0, "codings go to the first"
        )

    def _remarks(self) -> Iterator[str]:
        yield "Each coded line is a segment of its own, without the end of the line."
        counted = Counter(
            {
                "documents are wrapped by hard line ends; a segment may be part of a sentence": self.wrapped,
                "texts are not in the corpus; their documents are empty": len(self.missing),
                "texts were changed since they were coded; their codings wait for you": len(self.changed),
            }
        )
        for said, number in counted.items():
            if number:
                yield f"{number} {said}."


def _is_of(rest: str, coder: str) -> bool:
    return rest == coder or rest.startswith(f"{coder}_")


def _lines(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for line in text.split("\n"):
        yield at, at + len(line)
        at += len(line) + 1


def is_wrapped(text: str) -> bool:
    """Say whether lines end because they are full, and not because somebody has finished."""
    lines = text.split("\n")
    full = [one for one, then in pairwise(lines) if one.strip() and then.strip()]
    if len(full) < 2 or max(map(len, lines)) > _WRAPPED:
        return False
    within = sum(1 for one in full if one.rstrip()[-1:] not in '.?!…"”»')
    return within > len(full) / 2
