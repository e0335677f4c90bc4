"""What a REFI-QDA project holds beside its sources: coders, codes, variables, cases, notes, sets, links."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qualbench.interchange.description import read_description
from qualbench.interchange.incoming import IncomingAttribute, IncomingCode, IncomingCoder
from qualbench.interchange.qdpx_marks import moment
from qualbench.interchange.qdpx_sources import values_of
from qualbench.interchange.refi import CODABLE
from qualbench.interchange.values import Unfit, read
from qualbench.model.case import AttributeType

if TYPE_CHECKING:
    from qualbench.interchange.qdpx_marks import Selection
    from qualbench.interchange.qdpx_sources import SourceReader
    from qualbench.interchange.qdpx_tree import Node

_TYPES = {
    "boolean": AttributeType.YES_NO,
    "integer": AttributeType.NUMBER,
    "float": AttributeType.NUMBER,
    "date": AttributeType.DATE,
    "datetime": AttributeType.DATE,
}
_MIDNIGHT = re.compile(r"(\d{4}-\d\d-\d\d)T00:00:00(?:\.0+)?(?:Z|[+-]00:00)?")
_PAIR = re.compile(r"\s*([^:]+?)\s*:\s*(\S.*?)\s*", re.DOTALL)


@dataclass(slots=True)
class Note:
    """A note."""

    name: str
    text: str
    coder: str
    at: str
    selections: int = 0


@dataclass(slots=True)
class CaseSaid:
    """A case as the file has it."""

    guid: str
    name: str
    about: str
    values: list[tuple[str, str]]
    sources: tuple[str, ...]
    codes: tuple[str, ...]
    selections: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(slots=True)
class SetSaid:
    """A set as the file has it."""

    guid: str
    name: str
    about: str
    codes: tuple[str, ...]
    sources: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def pair(self) -> tuple[str, str] | None:
        """What its name says as an attribute and a value, where it holds nothing but documents."""
        hit = _PAIR.fullmatch(self.name)
        return (hit[1], hit[2]) if hit and self.sources and not self.codes and not self.notes else None


class Things:
    """Collects them while the list is read.

    Attributes:
        names: The name of everything that has one, by its id.
        code_notes: Notes of codes: a pair of code and note each.
        relations: Links and graphs, a line each.
        tally: How many there are of what is said apart.
    """

    def __init__(self) -> None:
        self.coders: dict[str, IncomingCoder] = {}
        self.codes: dict[str, IncomingCode] = {}
        self.variables: dict[str, IncomingAttribute] = {}
        self.cases: list[CaseSaid] = []
        self.notes: dict[str, Note] = {}
        self.sets: list[SetSaid] = []
        self.links: list[Node] = []
        self.graphs: list[Node] = []
        self.names: dict[str, str] = {}
        self.code_notes: list[tuple[str, str]] = []
        self.tally: Counter[str] = Counter()
        self.unknown: Counter[str] = Counter()

    def user(self, node: Node) -> None:
        """Take somebody who coded."""
        name = node.get("name", "id") or f"Coder {len(self.coders) + 1}"
        self.coders[node.guid()] = IncomingCoder(node.guid(), name)
        self.names[node.guid()] = name

    def coder(self, guid: str) -> str:
        """Return a coder's key; one that the list of users lacks is made."""
        if guid and guid not in self.coders:
            self.tally["unknown coders"] += 1
            self.coders[guid] = IncomingCoder(guid, f"Unknown coder {self.tally['unknown coders']}")
        return guid

    def code(self, node: Node) -> None:
        """Take a code with those beneath it."""
        waiting: list[tuple[Node, str]] = [(node, "")]
        while waiting:
            one, parent = waiting.pop()
            guid = one.guid() or f"code {len(self.codes) + 1}"
            if guid in self.codes:
                self.tally["doubled codes"] += 1
                guid = f"{guid} {len(self.codes) + 1}"
            self.codes[guid] = IncomingCode(guid, one.get("name"), parent, self._fields(one))
            self.names.setdefault(guid, one.get("name"))
            self.code_notes += [(guid, note) for note in one.targets("NoteRef")]
            waiting += [(child, guid) for child in reversed(list(one.all("Code")))]

    def _fields(self, node: Node) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        if color := node.get("color"):
            try:
                fields["color"] = read("color", color)
            except Unfit:
                self.tally["odd colours"] += 1
        fields |= read_description(node.said("Description").strip())
        if node.get("isCodable").lower() in ("false", "0"):
            fields["properties"] = (
                *(one for one in fields.get("properties", ()) if one != CODABLE),
                CODABLE,
            )
        return {key: value for key, value in fields.items() if value}

    def variable(self, node: Node) -> None:
        """Take a variable; one whose name is taken gets a number."""
        taken = {one.name.casefold() for one in self.variables.values()}
        whole = " ".join(node.get("name").split()) or "unnamed"
        names = (whole if n == 1 else f"{whole} ({n})" for n in range(1, len(taken) + 2))
        name = next(one for one in names if one.casefold() not in taken)
        kind = _TYPES.get(node.get("typeOfVariable").lower(), AttributeType.TEXT)
        self.variables[node.guid()] = IncomingAttribute(name, kind)
        self.names[node.guid()] = name

    def values(self, said: list[tuple[str, str]]) -> dict[str, str]:
        """Return values by their attributes' names, as they are written here."""
        made: dict[str, str] = {}
        for guid, value in said:
            attribute = self.variables.get(guid)
            if attribute is None:
                self.tally["values of unknown variables"] += 1
                continue
            if attribute.type is AttributeType.YES_NO:
                value = {"true": "yes", "1": "yes", "false": "no", "0": "no"}.get(value.lower(), value)
            elif attribute.type is AttributeType.DATE and (hit := _MIDNIGHT.fullmatch(value)):
                value = hit[1]
            made[attribute.name] = value
        return made

    def case(self, node: Node) -> None:
        """Take a case."""
        name = node.get("name") or f"Case {len(self.cases) + 1}"
        self.names[node.guid()] = name
        self.cases.append(
            CaseSaid(
                node.guid(),
                name,
                node.said("Description").strip(),
                values_of(node),
                node.targets("SourceRef"),
                node.targets("CodeRef"),
                node.targets("SelectionRef"),
                node.targets("NoteRef"),
            )
        )

    def note(self, node: Node, sources: SourceReader) -> None:
        """Take a note with its text."""
        text = sources.text_of(node, node.get("name") or "a note")
        parts = [node.get("name"), node.said("Description").strip(), text.raw.strip() if text else ""]
        if parts[0] and parts[-1].startswith(parts[0]):
            parts[0] = ""
        marked = sum(1 for one in node.children if one.name in ("PlainTextSelection", "Coding"))
        self.notes[node.guid()] = Note(
            node.get("name"),
            "\n\n".join(filter(None, parts)),
            node.guid("creatingUser"),
            moment(node.get("creationDateTime")),
            marked,
        )
        self.names[node.guid()] = node.get("name") or "a note"

    def set(self, node: Node) -> None:
        """Take a set."""
        self.names[node.guid()] = node.get("name")
        self.sets.append(
            SetSaid(
                node.guid(),
                node.get("name"),
                node.said("Description").strip(),
                node.targets("MemberCode"),
                node.targets("MemberSource"),
                node.targets("MemberNote"),
            )
        )

    def called(self, guid: str) -> str:
        """Return the name of a thing, or its id."""
        return self.names.get(guid) or guid or "?"

    def selection_line(self, one: Selection) -> str:
        """Return a selection of what is no text as a line of a list."""
        codes = ", ".join(self.called(mark.code) for mark in one.marks) or "no code"
        who = ", ".join(sorted({self.called(mark.coder) for mark in one.marks if mark.coder}))
        notes = (f"note: {self.called(note)}" for note in one.notes)
        return f"- {'; '.join(filter(None, [one.name, one.place, codes, who, one.about, *notes]))}"

    def link_lines(self) -> list[str]:
        """Return the links, a line each."""
        return [self._line(one, one.guid("originGUID"), one.guid("targetGUID")) for one in self.links]

    def _line(self, node: Node, origin: str, target: str) -> str:
        arrow = {"oneway": "→", "bidirectional": "↔"}.get(node.get("direction").lower(), "–")
        named = f" ({node.get('name')})" if node.get("name") else ""
        notes = "".join(f"; note: {self.called(one)}" for one in node.targets("NoteRef"))
        return f"- {self.called(origin)} {arrow} {self.called(target)}{named}{notes}"

    def graph_lines(self) -> list[str]:
        """Return the graphs, a line for what stands in each and for each line between two."""
        lines = []
        for graph in self.graphs:
            at = {}
            for one in graph.all("Vertex"):
                shown = one.get("name") or self.called(one.guid("representedGUID"))
                at[one.guid()] = shown
            lines.append(f"{graph.get('name') or 'A graph'}: {', '.join(at.values()) or 'empty'}")
            for edge in graph.all("Edge"):
                ends = [at.get(edge.guid(key), "?") for key in ("sourceVertex", "targetVertex")]
                self.names |= {f"end {n}": end for n, end in enumerate(ends)}
                lines.append(self._line(edge, "end 0", "end 1"))
        return lines
