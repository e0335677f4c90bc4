"""REFI-QDA projects (`.qdpx`): read with what programs really write, nothing dropped without being said."""

from __future__ import annotations

from collections import Counter, defaultdict
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

from qualbench.interchange.document_values import with_document_values
from qualbench.interchange.incoming import (
    IncomingAttribute,
    IncomingCase,
    IncomingMemo,
    IncomingProject,
    IncomingSet,
    Loss,
)
from qualbench.interchange.qdpx_documents import Documents, NoteUse
from qualbench.interchange.qdpx_package import Package
from qualbench.interchange.qdpx_sources import Source, SourceReader
from qualbench.interchange.qdpx_things import Things
from qualbench.interchange.qdpx_tree import FAMILY, Listed, Node, read_list
from qualbench.interchange.units import Choice, Counted, Sample, settle_model
from qualbench.model.coding import MemoTarget

if TYPE_CHECKING:
    from pathlib import Path

    from qualbench.interchange.projects import How

_IN_MEMO = "listed in a memo"


def read_qdpx(path: Path, how: How) -> IncomingProject:
    """Read a project.

    Raises:
        FileProblem: It is no such project, damaged, or made to do harm.
        PositionsUnsure: What positions count is not sure, and nobody says it.
    """
    with closing(Package(path)) as package:
        reader = _Reader(path, package, how)
        listed = read_list(path.name, package.project(), reader.take)
        return reader.finish(listed)


class _Reader:
    def __init__(self, path: Path, package: Package, how: How) -> None:
        self.path, self.package, self.how = path, package, how
        self.sources_read = SourceReader(package)
        self.things = Things()
        self.sources: dict[str, Source] = {}
        self.also: dict[str, str] = {}
        self.project_notes: list[str] = []
        self.about = ""
        self.memos: list[IncomingMemo] = []
        self.losses: list[Loss] = []
        self.remarks: list[str] = []
        self.merged = 0

    def take(self, container: str, node: Node) -> None:
        """Take one thing of the list."""
        things = self.things
        if container == "Sources" and node.name.endswith("Source"):
            for one in self.sources_read.read(node):
                self._source(one)
        elif container == "Notes" and node.name == "Note":
            things.note(node, self.sources_read)
        elif container == "Project" and node.name == "NoteRef":
            self.project_notes.append(node.guid("targetGUID"))
        elif container == "Project" and node.name == "Description":
            self.about = node.text.strip()
        else:
            takers = {
                ("Users", "User"): things.user,
                ("Codes", "Code"): things.code,
                ("Variables", "Variable"): things.variable,
                ("Cases", "Case"): things.case,
                ("Sets", "Set"): things.set,
                ("Links", "Link"): things.links.append,
                ("Graphs", "Graph"): things.graphs.append,
            }
            taker = takers.get((container, node.name))
            if taker is None:
                things.unknown[node.name] += 1
            else:
                taker(node)

    def _source(self, source: Source) -> None:
        """Keep a source; a transcript of words that are a document already belongs to that document."""
        if not source.guid or source.guid in self.sources:
            source.guid = f"{source.guid} {len(self.sources) + 1}"
        self.things.names[source.guid] = source.name
        for one in source.aliases:
            self.also[one] = source.guid
            self.things.names.setdefault(one, source.name)
        for selection in (*source.others, *(source.text.selections if source.text else ())):
            self.things.names.setdefault(selection.guid, selection.name or f"a passage of {source.name}")
        self.sources[source.guid] = source

    def _merge_transcripts(self) -> None:
        by_path = {
            one.text.path: one
            for one in self.sources.values()
            if one.kind == "TextSource" and one.text is not None and one.text.path
        }
        for guid, one in list(self.sources.items()):
            there = by_path.get(one.text.path) if one.transcript_of and one.text else None
            if there is None or there.text is None or one.text is None or one is there:
                continue
            there.text.selections += one.text.selections
            there.text.syncs = there.text.syncs or one.text.syncs
            there.notes += one.notes
            there.whole += one.whole
            self.also[guid] = there.guid
            self.merged += 1
            del self.sources[guid]

    def finish(self, listed: Listed) -> IncomingProject:
        """Return the project, once all of the list is read."""
        self._merge_transcripts()
        choice = self._choice(listed)
        documents = Documents(choice.model)
        for source in self.sources.values():
            self._name_coders(source)
            documents.add(source)
        laid = documents.laid
        self.remarks += self._remarks(listed, choice, laid.tally)
        self.memos += laid.memos
        for guid, selections in laid.listed.items():
            text = "\n".join(
                [
                    f"Selections in {self.path.name} that are no text:",
                    *map(self.things.selection_line, selections),
                ]
            )
            self.memos.append(IncomingMemo(f"{guid}:selections", MemoTarget.DOCUMENT, guid, text))
        cases, attributes = self._cases()
        sets = self._sets()
        self._relations()
        self._notes([*laid.uses, *self._other_uses()])
        self._count(listed, laid.tally)
        return IncomingProject(
            self.path.name,
            listed.name.strip(),
            coders=tuple(self.things.coders.values()),
            codes=tuple(self.things.codes.values()),
            documents=tuple(laid.documents),
            codings=tuple(laid.codings),
            memos=tuple(self.memos),
            attributes=tuple(attributes),
            cases=tuple(cases),
            sets=tuple(sets),
            losses=tuple(one for one in self.losses if one.found),
            remarks=tuple(self.remarks),
        )

    def _choice(self, listed: Listed) -> Choice:
        """Find out what positions count; ask where that is not sure."""
        texts: list[Counted] = []
        samples: list[Sample] = []
        for source in self.sources.values():
            if source.text is None or not source.text.exact or not source.text.raw:
                continue
            samples += [
                Sample(len(texts), one.start, one.end, one.name)
                for one in source.text.selections
                if one.start is not None and one.end is not None
            ]
            texts.append(Counted(source.text.raw, source.text.marked))
        return settle_model(self.path, texts, samples, self.how, listed.origin)

    def _name_coders(self, source: Source) -> None:
        """See that everybody who is named as a coder is one."""
        self.things.coder(source.coder)
        for mark in source.whole:
            self.things.coder(mark.coder)
        for one in (*source.others, *(source.text.selections if source.text else ())):
            self.things.coder(one.coder)
            for mark in one.marks:
                self.things.coder(mark.coder)

    def _remarks(self, listed: Listed, choice: Choice, tally: Counter[str]) -> list[str]:
        said = [f"Written by {listed.origin}." if listed.origin else "The file does not say who wrote it."]
        said.append(choice.said)
        if not listed.known:
            said.append(f"The file does not say that it is REFI-QDA ({FAMILY}…); it is read as such.")
        for number, what in (
            (len(self.sources_read.missing), "texts are not in the file; their documents are empty"),
            (len(self.sources_read.formatted), "sources were read from their formatted files"),
            (tally["whole"], "codings of whole documents stand on all of their words"),
            (self.things.tally["unknown coders"], "coders are not in the file's list of users"),
            (self.things.tally["doubled codes"], "codes have an id that another code has too"),
            (self.things.tally["odd colours"], "codes have a colour that is none"),
        ):
            if number:
                said.append(f"{number} {what}.")
        return said

    def _cases(self) -> tuple[list[IncomingCase], list[IncomingAttribute]]:
        """Return the cases; values of a document are those of its one case, or of a case of its own."""
        things = self.things
        made: list[IncomingCase] = []
        for one in things.cases:
            sources = tuple(dict.fromkeys(self.also.get(guid, guid) for guid in one.sources))
            documents = tuple(guid for guid in sources if guid in self.sources)
            made.append(IncomingCase(one.guid, one.name, things.values(one.values), documents))
        extra, pairs = self._pairs()
        names = {guid: source.name for guid, source in self.sources.items()}
        values = {
            guid: things.values(source.values) | pairs.get(guid, {}) for guid, source in self.sources.items()
        }
        made = with_document_values(made, names, values)
        return made, [*things.variables.values(), *extra]

    def _pairs(self) -> tuple[list[IncomingAttribute], dict[str, dict[str, str]]]:
        """Return what sets named `name: value` say of documents, where a person wants that."""
        found: dict[str, dict[str, str]] = defaultdict(dict)
        names: dict[str, str] = {}
        taken = {one.name.casefold() for one in self.things.variables.values()}
        for one in self.things.sets if self.how.sets_as_attributes else ():
            if one.pair is None:
                continue
            name, value = one.pair
            if name.casefold() in taken:
                name = f"{name} (set)"
            name = names.setdefault(name.casefold(), name)
            for guid in one.sources:
                values = found[self.also.get(guid, guid)]
                values[name] = f"{values[name]}; {value}" if name in values else value
        return [IncomingAttribute(name) for name in names.values()], found

    def _sets(self) -> list[IncomingSet]:
        """Return the sets of codes; those of other things are kept in a memo."""
        made: list[IncomingSet] = []
        lines: list[str] = []
        pairs = self.things.tally
        for one in self.things.sets:
            members = [self.things.called(guid) for guid in (*one.sources, *one.notes)]
            if one.codes:
                about = [one.about, f"With: {', '.join(members)}" if members else ""]
                made.append(IncomingSet(one.guid, one.name, one.codes, "\n".join(filter(None, about))))
                continue
            pairs["pairs"] += one.pair is not None
            pairs["plain sets"] += one.pair is None
            said = f"- {one.name}: {', '.join(members) or 'nothing'}"
            lines.append(f"{said} ({one.about})" if one.about else said)
        if lines:
            self._keep("sets", [f"Sets of documents and notes in {self.path.name}:", *lines])
        as_values = pairs["pairs"] if self.how.sets_as_attributes else 0
        if pairs["pairs"] and not as_values:
            self.remarks.append(
                f"{pairs['pairs']} sets of documents are named as an attribute with its value: "
                "--sets-as-attributes makes attributes of them."
            )
        aside = pairs["plain sets"] + pairs["pairs"] - as_values
        self.losses.append(
            Loss("sets of documents and notes", aside + as_values, as_values, aside, 0, _IN_MEMO)
        )
        return made

    def _keep(self, key: str, lines: list[str]) -> None:
        self.memos.append(IncomingMemo(key, MemoTarget.PROJECT, "", "\n".join(lines)))

    def _relations(self) -> None:
        things = self.things
        if things.links:
            self._keep("links", [f"Links in {self.path.name}:", *things.link_lines()])
        if things.graphs:
            self._keep("graphs", [f"Graphs in {self.path.name}:", *things.graph_lines()])
        self.losses.append(Loss("links", len(things.links), 0, len(things.links), 0, _IN_MEMO))
        self.losses.append(Loss("graphs", len(things.graphs), 0, len(things.graphs), 0, _IN_MEMO))
        kept = 0
        for one in things.cases:
            lines = [f"- code: {things.called(guid)}" for guid in one.codes]
            lines += [f"- passage: {things.called(guid)}" for guid in one.selections]
            kept += len(lines)
            if lines:
                text = "\n".join([f"What belongs to this case in {self.path.name}:", *lines])
                self.memos.append(IncomingMemo(f"{one.guid}:links", MemoTarget.CASE, one.guid, text))
        self.losses.append(Loss("codes and passages of cases", kept, 0, kept, 0, _IN_MEMO))

    def _other_uses(self) -> list[NoteUse]:
        """Return where notes are attached outside documents."""
        targets = [(note, MemoTarget.PROJECT, "") for note in self.project_notes]
        targets += [(note, MemoTarget.CODE, code) for code, note in self.things.code_notes]
        targets += [(note, MemoTarget.CASE, one.guid) for one in self.things.cases for note in one.notes]
        if self.about:
            self.memos.append(IncomingMemo("about", MemoTarget.PROJECT, "", self.about))
        self.memos += [
            IncomingMemo(f"{one.guid}:description", MemoTarget.CASE, one.guid, one.about)
            for one in self.things.cases
            if one.about
        ]
        return [NoteUse(note, IncomingMemo("", target, about, "")) for note, target, about in targets]

    def _notes(self, uses: list[NoteUse]) -> None:
        """Make memos of the notes, each where it is attached; one that is nowhere is the project's."""
        things, lost = self.things, 0
        used = {one.note for one in uses}
        free = [
            NoteUse(guid, IncomingMemo("", MemoTarget.PROJECT, "", ""))
            for guid in things.notes
            if guid not in used
        ]
        for use in (*uses, *free):
            note = things.notes.get(use.note)
            if note is None:
                lost += 1
                continue
            coder = things.coder(note.coder) or use.memo.coder
            at = note.at or use.memo.created_at
            self.memos.append(
                replace(use.memo, key=use.note, text=note.text, coder=coder, created_at=at, date=at[:10])
            )
        why = "the file does not hold the note"
        self.losses.append(Loss("references to notes", lost, 0, 0, lost, why))
        marked = sum(one.selections for one in things.notes.values())
        self.losses.append(Loss("codings in notes", marked, 0, 0, marked, "notes are not coded here"))

    def _count(self, listed: Listed, tally: Counter[str]) -> None:
        """Say what became of what the report does not count by itself."""
        add = self.losses.append
        twins, words = tally["twins"], tally["by words"]
        listed_twins, rest = tally["twins listed"], tally["listed"]
        add(
            Loss(
                "selections of pages, pictures, sound and film",
                twins + words + rest,
                twins - listed_twins + words,
                rest + listed_twins,
                0,
                f"{_IN_MEMO} of the document" if rest + listed_twins else "as passages of the text",
            )
        )
        same, aside = tally["twin codings"], tally["listed codings"]
        add(Loss("codings", same + aside, same, aside, 0, self._why_codings(same, aside)))
        add(Loss("transcripts that are the text of a document", self.merged, self.merged))
        syncs = Counter[bool]()
        for source in self.sources.values():
            if source.text:
                syncs[bool(source.text.raw)] += len(source.text.syncs)
        why = "; ".join(
            filter(None, ["times of turns" * bool(syncs[True]), "without their text" * bool(syncs[False])])
        )
        add(Loss("sync points", syncs.total(), syncs[True], 0, syncs[False], why))
        lost = self.things.tally["values of unknown variables"]
        add(Loss("values of cases", lost, 0, 0, lost, "of a variable that the file does not hold"))
        stay = [one for one in self.package.sources() if one.casefold() not in self.sources_read.used]
        add(
            Loss(
                "files in the package",
                len(stay) + len(self.sources_read.used),
                len(self.sources_read.used),
                0,
                len(stay),
                "pictures, sound, film and formatted copies stay in it" if stay else "",
            )
        )
        for name, number in sorted(self.things.unknown.items()):
            add(Loss(f"<{name[:40]}>", number, 0, 0, number, "not known"))

    @staticmethod
    def _why_codings(same: int, aside: int) -> str:
        said = [f"{same} on an area of a page with a passage of the text of its own: once"] if same else []
        said += [f"{aside} on what is no text: {_IN_MEMO} of the document"] if aside else []
        return "; ".join(said)
