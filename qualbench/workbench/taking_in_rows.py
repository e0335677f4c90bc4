"""What another program's project becomes, change by change; nothing is written here (see `taking_in`)."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING, Any

from qualbench.interchange.drafts import DEEPEST, tidy_name
from qualbench.model.case import Attribute, AttributeType, folded
from qualbench.model.change import Change, Noun
from qualbench.model.code import Code, Codebook
from qualbench.model.ids import is_id, new_id
from qualbench.model.theme import Theme
from qualbench.storage import documents as stored
from qualbench.storage.codings import load_coders, load_segment_places
from qualbench.storage.names import load_ids, load_names
from qualbench.storage.projects import load_attributes, load_cases
from qualbench.storage.rows import load_row
from qualbench.storage.sight import OthersHidden
from qualbench.storage.themes import load_theme_sets
from qualbench.workbench.cases import add_attribute, fits
from qualbench.workbench.code_fields import LONGEST_NAME, checked_fields, code_row
from qualbench.workbench.codebooks import load_codebook
from qualbench.workbench.independence import others_hidden
from qualbench.workbench.taking_in_passages import Passages
from qualbench.workbench.theming import theme_row
from qualbench.workbench.writing import added, stamp

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualbench.interchange.incoming import (
        IncomingCode,
        IncomingDocument,
        IncomingProject,
    )
    from qualbench.model.change import Value
    from qualbench.workbench.project import Session


class Laying:
    """Where things go: what the project has, looked up once, and what comes.

    Attributes:
        found: How many things of each kind came.
        imported: How many of them are in the project now.
        remarks: Sentences for the report.
    """

    def __init__(self, session: Session, incoming: IncomingProject) -> None:
        self.session, self.incoming = session, incoming
        self.found, self.imported = Counter[str](), Counter[str]()
        self.remarks: list[str] = []
        self.why: dict[str, Counter[str]] = defaultdict(Counter)
        self.ids = load_ids(session.store)
        self.at = stamp()
        self.coders: dict[str, str] = {"": session.coder.id}
        self.codes: dict[str, Code] = {}
        self.documents: dict[str, str] = {}
        self.texts: dict[str, str] = {}
        self.revisions: dict[str, int] = {}
        self.cases: dict[str, str] = {}
        self.themes: dict[str, str] = {}
        self.taken = load_segment_places(session.store)[1]

    def reasons(self, what: str) -> list[str]:
        """Return what is to be said of a kind, each with how often."""
        return [f"{number} {said}" for said, number in self.why[what].items()]

    def changes(self) -> Iterator[Change]:
        """Yield everything that comes, in the order in which it can be written."""
        yield from self._coders()
        yield from self._codes()
        yield from self._cases()
        yield from self._documents()
        passages = Passages(self)
        yield from passages.aside()
        yield from passages.codings()
        yield from self._sets()
        yield from passages.memos()

    def new_id(self, key: str) -> str:
        """Return the id that a thing brings, where it is one and nothing has it; else a new one."""
        wanted = key.strip().strip("{}").lower()
        one = wanted if is_id(wanted) and wanted not in self.ids else new_id()
        self.ids.add(one)
        return one

    def _coders(self) -> Iterator[Change]:
        known = {one.name.casefold(): one.id for one in load_coders(self.session.store)}
        hidden = others_hidden(self.session)
        for one in self.incoming.coders:
            self.found["coders"] += 1
            name = " ".join(one.name.split()) or f"Coder {self.found['coders']}"
            if name.casefold() not in known:
                known[name.casefold()] = new_id()
                row: dict[str, Value] = {"name": name, "machine": 0, "created_at": self.at}
                yield added("CoderAdded", Noun.CODER, known[name.casefold()], row)
            self.coders[one.key] = known[name.casefold()]
            self.imported["coders"] += 1
        if hidden and set(self.coders.values()) != {self.session.coder.id}:
            raise OthersHidden("the file holds codings of other coders")

    def _codes(self) -> Iterator[Change]:
        book = load_codebook(self.session)
        kin = {(one.parent_id, one.name): one for one in book.codes}
        sizes = Counter(one.parent_id for one in book.codes)
        depths = {one.id: depth for one, depth in book.walk()}
        for one in self.incoming.codes:
            self.found["codes"] += 1
            self.imported["codes"] += 1
            parent = self.codes[one.parent].id if one.parent in self.codes else None
            if parent is not None and depths[parent] + 1 >= DEEPEST:
                self.why["codes"]["nested too deep and put higher"] += 1
                parent = self.codes[one.parent].parent_id
            there = self._known_code(book, kin, one, parent)
            if there is not None:
                self.why["codes"]["there already"] += 1
                self.codes[one.key] = there
                continue
            code = self._new_code(one, parent, kin, sizes[parent])
            sizes[parent] += 1
            kin[parent, code.name] = self.codes[one.key] = code
            depths[code.id] = depths[parent] + 1 if parent is not None else 0
            yield added("CodeCreated", Noun.CODE, code.id, {**code_row(code), "created_at": self.at})

    def _known_code(
        self, book: Codebook, kin: dict[Any, Code], one: IncomingCode, parent: str | None
    ) -> Code | None:
        wanted = one.key.strip().strip("{}").lower()
        there = kin.get((parent, tidy_name(one.name)))
        # a sibling of the same name that came with this very file is another code, and is renamed
        return book.by_id.get(wanted) or (there if there is not None and there.id in book.by_id else None)

    def _new_code(self, one: IncomingCode, parent: str | None, kin: dict[Any, Code], position: int) -> Code:
        whole = tidy_name(one.name) or "unnamed"
        name = whole if len(whole) <= LONGEST_NAME else f"{whole[: LONGEST_NAME - 8].rstrip()}…"
        fields = dict(one.fields)
        if name != whole:
            self.why["codes"]["with a long name, which is whole in the notes"] += 1
            fields["notes"] = "\n".join(filter(None, [whole, str(fields.get("notes", ""))]))
        names = (name if number == 1 else f"{name} ({number})" for number in count(1))
        free = next(name for name in names if (parent, name) not in kin)
        if free != name:
            self.why["codes"]["with a number after a name that is there twice"] += 1
        return replace(Code(self.new_id(one.key), free, parent, position), **checked_fields(fields))

    def _cases(self) -> Iterator[Change]:
        known = {one.name.casefold(): one for one in load_cases(self.session.store)}
        number = max((one.number for one in known.values()), default=0)
        attributes: dict[str, Attribute] = {}
        yield from self._attributes(attributes)
        for one in self.incoming.cases:
            self.found["cases"] += 1
            self.imported["cases"] += 1
            name = tidy_name(one.name) or f"Case {number + 1}"
            there = known.get(name.casefold())
            if there is None:
                number += 1
                case_id, values = self.new_id(one.key), {}
                yield added("CaseAdded", Noun.CASE, case_id, {"number": number, "name": name})
            else:
                self.why["cases"]["there already"] += 1
                case_id, values = there.id, dict(there.values)
            self.cases[one.key] = case_id
            yield from self._values(case_id, one.values, values, attributes)
        self._known_cases = {name: one.id for name, one in known.items()}
        self._case_number = number

    def _attributes(self, attributes: dict[str, Attribute]) -> Iterator[Change]:
        attributes |= {folded(one.name): one for one in load_attributes(self.session.store)}
        for wanted in self.incoming.attributes:
            self.found["attributes"] += 1
            self.imported["attributes"] += 1
            key, said = folded(wanted.name), [one.values.get(wanted.name, "") for one in self.incoming.cases]
            if key in attributes:
                continue
            made = Attribute(
                new_id(), wanted.name.strip() or "unnamed", wanted.type, wanted.choices, len(attributes)
            )
            if not all(fits(made, value) for value in said if value):
                self.why["attributes"]["made text, because of values that are of another type"] += 1
                made = replace(made, type=AttributeType.TEXT, choices=())
            attributes[key] = made
            yield add_attribute(made)

    def _values(
        self, case_id: str, given: Any, known: dict[str, str], attributes: dict[str, Attribute]
    ) -> Iterator[Change]:
        mine = {folded(name) for name, value in known.items() if value}
        for name, value in given.items():
            if not value:
                continue
            self.found["values of cases"] += 1
            attribute = attributes.get(folded(name))
            if attribute is None or folded(name) in mine or not fits(attribute, value):
                said = "that the project has a value for" if folded(name) in mine else "that do not fit"
                self.why["values of cases"][said] += 1
                continue
            mine.add(folded(name))
            self.imported["values of cases"] += 1
            yield added("ValueSet", Noun.VALUE, (case_id, attribute.id), {"value": value})

    def _documents(self) -> Iterator[Change]:
        names = set(load_names(self.session.store).values())
        position = stored.next_position(self.session.store)
        owner = {key: self.cases[one.key] for one in self.incoming.cases for key in one.documents}
        for one in self.incoming.documents:
            self.found["documents"] += 1
            self.imported["documents"] += 1
            there = self._there(one, names)
            self.texts[one.key] = one.reading.text
            if there is not None and there[1] is None:
                self.why["documents"]["there already"] += 1
                self.documents[one.key], self.revisions[one.key] = there[0], there[2]
                continue
            made: list[Change] = []
            numbered = (tidy_name(one.name) + (f" {n}" if n > 1 else "") for n in count(1))
            name = next(name for name in numbered if name and name not in names) if there is None else ""
            row: dict[str, Value]
            if there is not None and there[1] is not None:
                document_id, row = there[0], dict(there[1])
                name = str(row["name"])
            else:
                document_id = self.new_id(one.key)
                row = {"position": position, "name": name, "kind": one.reading.kind.value, "revision": 1}
                row["language"] = one.reading.language
            row["case_id"] = owner.get(one.key) or self._own_case(name, made)
            material = None if there else one.reading
            made.append(Change("DocumentAdded", Noun.DOCUMENT, (document_id,), None, row, material=material))
            made += self._speakers(document_id, one)
            names.add(name)
            position += 1
            self.documents[one.key], self.revisions[one.key] = document_id, 1
            yield from made

    def _there(
        self, one: IncomingDocument, names: set[str]
    ) -> tuple[str, dict[str, Value] | None, int] | None:
        """Return the document that this is already, with its row where it has to be shown again."""
        for document_id, hidden in stored.find_digest(self.session.store, one.reading.sha256):
            row = load_row(self.session.store, Noun.DOCUMENT, (document_id,))
            revision = int(row["revision"] or 0)
            if self.session.store.text(document_id, revision) == one.reading.text:
                if not hidden:
                    return document_id, None, revision
                if row["name"] not in names and revision == 1:
                    return document_id, row, revision
        return None

    def _own_case(self, name: str, made: list[Change]) -> str:
        """Return the case of a document's own name, as an import gives it one."""
        if name.casefold() not in self._known_cases:
            self._case_number += 1
            self._known_cases[name.casefold()] = new_id()
            row: dict[str, Value] = {"number": self._case_number, "name": name}
            made.append(added("CaseAdded", Noun.CASE, self._known_cases[name.casefold()], row))
        return self._known_cases[name.casefold()]

    def _speakers(self, document_id: str, one: IncomingDocument) -> Iterator[Change]:
        for position, (label, role) in enumerate(one.reading.roles.items()):
            row: dict[str, Value] = {"document_id": document_id, "position": position, "label": label}
            yield added("SpeakerAdded", Noun.SPEAKER, new_id(), {**row, "role": role.value, "case_id": None})

    def _sets(self) -> Iterator[Change]:
        """Keep named sets of codes as one theme set: each becomes a candidate theme with its codes."""
        if not self.incoming.sets:
            return
        sets = load_theme_sets(self.session.store)
        names, taken = (
            (f"Sets of {self.incoming.source}" + (f" {n}" if n > 1 else "") for n in count(1)),
            sets,
        )
        name = next(name for name in names if all(one.name != name for one in taken))
        set_id = new_id()
        row: dict[str, Value] = {"position": len(sets), "name": name, "created_at": self.at}
        yield added("ThemeSetMade", Noun.THEME_SET, set_id, row)
        known: set[str] = set()
        for position, one in enumerate(self.incoming.sets):
            self.found["sets of codes"] += 1
            self.imported["sets of codes"] += 1
            whole = tidy_name(one.name)[:LONGEST_NAME] or "unnamed"
            free = (whole if n == 1 else f"{whole} ({n})" for n in count(1))
            theme = Theme(
                self.new_id(one.key), set_id, next(name for name in free if name not in known), None, position
            )
            known.add(theme.name)
            theme = replace(theme, definition=one.about)
            self.themes[one.key] = theme.id
            yield added("ThemeMade", Noun.THEME, theme.id, {**theme_row(theme), "created_at": self.at})
            codes = dict.fromkeys(self.codes[key].id for key in one.codes if key in self.codes)
            for place, code_id in enumerate(codes):
                yield added("CodeAssigned", Noun.THEME_CODE, (theme.id, code_id), {"position": place})
