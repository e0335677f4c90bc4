"""REFI-QDA codebooks (`.qdc`), and the codes in the project files that the standard has beside them.

Written valid against the standard's schema; read with what programs really write: GUIDs in braces and in
capitals, namespaces of several versions, empty `Sets`, colours as `rgba(...)`.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from qualbench.codebook.entries import VALUES
from qualbench.errors import FileProblem, QualbenchError
from qualbench.interchange.description import describe, read_description
from qualbench.interchange.drafts import Draft, Drafts, tidy_name
from qualbench.interchange.losses import fitted
from qualbench.readers.packages import open_zip, read_part
from qualbench.readers.safe_xml import LIMIT, ZIP_ERRORS, attribute, escape, parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualbench.codebook.entries import CodebookFile
    from qualbench.model.code import Code, Codebook

#: The namespace of the standard's schema, and how all namespaces of its versions begin.
SPACE = "urn:QDA-XML:codebook:1.0"
_FAMILY = "urn:QDA-XML:"
ORIGIN = "qualbench"
#: The property that keeps what the standard calls isCodable: a heading that no passage is given.
CODABLE = ("codable", "no")
_COLOR = re.compile("#(?:[0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})")
_FALSE = ("false", "0")


class NoCodes(QualbenchError):
    """A codebook without a code, which the format has no place for."""

    def __init__(self) -> None:
        super().__init__(
            "The codebook has no code, and a REFI-QDA codebook has at least one.",
            "Make a code first, or export as YAML.",
        )


def write_refi(codebook: Codebook) -> bytes:
    """Return the codebook as a `.qdc`: ids as GUIDs, the tree, the colours, all else in the descriptions.

    Raises:
        NoCodes: It has no code.
    """
    if not codebook.codes:
        raise NoCodes
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<CodeBook xmlns="{SPACE}" origin="{ORIGIN}">',
        "<Codes>",
    ]
    lines += _code_lines(codebook)
    return ("\n".join([*lines, "</Codes>", "</CodeBook>"]) + "\n").encode()


def _code_lines(codebook: Codebook) -> Iterator[str]:
    deep = 0
    for one, depth in codebook.walk():
        code = fitted(one)
        while deep > depth:
            deep -= 1
            yield "</Code>"
        yield _tag(code)
        if said := describe(code):
            yield f"<Description>{escape(said)}</Description>"
        deep = depth + 1
    yield from ["</Code>"] * deep


def _tag(code: Code) -> str:
    codable = "false" if CODABLE in code.properties else "true"
    color = f' color="{code.color}"' if _COLOR.fullmatch(code.color) else ""
    return f'<Code guid="{code.id}" name="{attribute(code.name)}" isCodable="{codable}"{color}>'


def read_refi(source: str, data: bytes) -> CodebookFile:
    """Read a `.qdc`, or the codes of a `.qde` or `.qdpx`.

    Raises:
        FileProblem: It is none of them, or not whole.
    """
    if data.startswith(b"PK\x03\x04"):
        data = _project(source, data)
    reader = _Reader(source)
    parse(source, data, reader)
    return reader.finish()


def _project(source: str, data: bytes) -> bytes:
    """Return the one `.qde` at the root of a project file, whatever its name."""
    try:
        with open_zip(data) as file:
            inside = [
                one for one in file.infolist() if re.fullmatch(r"[^/\\]+\.qde", one.filename, re.IGNORECASE)
            ]
            if len(inside) != 1:
                said = f"a project file has one .qde at its root, and this one has {len(inside) or 'none'}."
                raise FileProblem(
                    source, said, "Export the codebook (.qdc) from the program that it comes from."
                )
            if inside[0].file_size > LIMIT:
                raise FileProblem(source, f"what is in it is larger than {LIMIT // 2**20} MB.")
            return read_part(source, file, inside[0].filename, LIMIT)
    except ZIP_ERRORS as error:
        raise FileProblem(source, "it is a damaged or protected zip file.", "Export it again.") from error


class _Reader:
    """Makes drafts of the `Code` elements and counts what else the codebook holds."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.drafts = Drafts(source)
        self.names: list[str] = []
        self.codes: list[Draft] = []
        self.words: list[str] = []
        self.ours = False
        self.project = False
        self.known: dict[str, str] = {}
        self.sets: list[tuple[str, list[str]]] = []
        self.passed: Counter[str] = Counter()

    def start(self, name: str, space: str, attributes: dict[str, str], line: int) -> None:
        if not self.names:
            self._root(name, space, attributes)
        above = self.names[-1] if self.names else ""
        inside = "CodeBook" in self.names
        if name == "Code" and above in ("Codes", "Code") and inside:
            self._begin(attributes, line)
        elif name == "Set" and above == "Sets" and inside:
            self.sets.append((attributes.get("name", ""), []))
        elif name == "MemberCode" and above == "Set" and inside and self.sets:
            self.sets[-1][1].append(_guid(attributes))
        elif inside and name not in ("Codes", "Sets", "Description"):
            self.passed[name] += 1
        self.names.append(name)
        self.words = []

    def _root(self, name: str, space: str, attributes: dict[str, str]) -> None:
        if name not in ("CodeBook", "Project"):
            said = f"this is no REFI-QDA codebook: it begins with <{name[:40]}> and not with <CodeBook>."
            raise FileProblem(self.source, said)
        self.project = name == "Project"
        self.ours = attributes.get("origin", "").startswith(ORIGIN)
        if not space.startswith(_FAMILY):
            self.drafts.remark(
                "The file does not say that it is REFI-QDA (its namespace); it is read as such."
            )

    def _begin(self, attributes: dict[str, str], line: int) -> None:
        said = attributes.get("name", "")
        draft = Draft(tidy_name(said), line)
        self.drafts.take_id(draft, attributes.get("guid", ""))
        family = self.codes[-1].children if self.codes else self.drafts.tops
        self._settle_name(draft, said, {one.name for one in family})
        if _guid(attributes):
            self.known[_guid(attributes)] = draft.name
        if "color" in attributes or self.ours:
            self.drafts.put(draft, "color", attributes.get("color", ""), serious=False)
        draft.fields["properties"] = (CODABLE,) if attributes.get("isCodable") in _FALSE else ()
        family.append(draft)
        self.codes.append(draft)

    def _settle_name(self, draft: Draft, said: str, taken: set[str]) -> None:
        if draft.name != said.strip():
            self.drafts.remark(f"The name “{said[:60]}” is read as “{draft.name[:60]}”.", draft.line)
        name, number = draft.name, 2
        while draft.name in taken and name:
            draft.name, number = f"{name} ({number})", number + 1
        if draft.name != name:
            said = f"“{name[:60]}” is there twice under one parent; the second is called “{draft.name[:60]}”."
            self.drafts.remark(said, draft.line)

    def text(self, words: str) -> None:
        self.words.append(words)

    def end(self, name: str) -> None:
        self.names.pop()
        if name == "Description" and self.names[-1:] == ["Code"] and self.codes:
            self._describe(self.codes[-1], "".join(self.words))
        elif name == "Code" and self.codes and self.names[-1:] and self.names[-1] in ("Codes", "Code"):
            self._settle(self.codes.pop())
        self.words = []

    def _describe(self, draft: Draft, text: str) -> None:
        codable = draft.fields["properties"]
        said = read_description(text if self.ours else text.strip())
        draft.fields.setdefault("definition", "")
        draft.fields |= said
        own = [one for one in said.get("properties", ()) if one != CODABLE or codable]
        draft.fields["properties"] = (*own, *(one for one in codable if one not in own))

    def _settle(self, draft: Draft) -> None:
        """Let a file of our own say all: what it does not say of a code is empty; another's leaves it be."""
        if self.ours:
            blank = Draft("")
            for key in VALUES:
                if key not in draft.fields:
                    self.drafts.put(blank, key, "")
                    draft.fields[key] = blank.fields[key]
        elif not draft.fields["properties"]:
            del draft.fields["properties"]

    def finish(self) -> CodebookFile:
        if self.project:
            self.drafts.remark("Of the project only its codes are read; sources and codings stay in it.")
        for name, members in self.sets:
            inside = ", ".join(f"“{self.known.get(one, one)}”" for one in members) or "nothing"
            self.drafts.remark(f"The set “{name[:60]}” is not taken over; it holds {inside}.")
        for name, number in sorted(self.passed.items()):
            times = "" if number == 1 else f" ({number} times)"
            self.drafts.remark(f"<{name[:40]}>{times} is not taken over.")
        return self.drafts.finish()


def _guid(attributes: dict[str, str]) -> str:
    return attributes.get("guid", attributes.get("targetGUID", "")).strip().strip("{}").lower()
