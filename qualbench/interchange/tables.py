"""A codebook as a table: a row for each code, columns by name, the same for CSV and for spreadsheets.

Written with every field and the path of the parent. Read with the columns that people and programs have: the
tree from a column for the parent, from paths, or from how far the names are indented.
"""

from __future__ import annotations

import csv
import io
from difflib import get_close_matches
from typing import TYPE_CHECKING

from qualbench.codebook.entries import VALUES
from qualbench.errors import FileProblem
from qualbench.interchange.drafts import Draft, Drafts, path_names, tidy_name
from qualbench.interchange.losses import fit, fitted
from qualbench.interchange.text_files import text_of
from qualbench.interchange.values import written
from qualbench.model.code import PATH_SEPARATOR
from qualbench.model.ids import is_id
from qualbench.readers.delimited import guard, read_records, unguard

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from qualbench.codebook.entries import CodebookFile
    from qualbench.model.code import Codebook

#: The columns that are written: key -> heading.
COLUMNS = {
    "id": "id",
    "name": "name",
    "parent": "parent",
    **{key: key.replace("_", " ") for key in VALUES},
    "when": "use when",
    "when_not": "not when",
    "counter_examples": "counter-examples",
}
#: What else a column may be called, the likelier first.
_CALLED = {
    "name": ("code", "tag", "code name", "codename", "node", "node name", "label", "codes", "tag name"),
    "path": ("path", "code path", "full path", "tag path", "hierarchical name"),
    "parent": ("parent code", "parent name", "parent tag", "parent node", "parent path", "parent id"),
    "color": ("colour", "code color", "code colour"),
    "definition": (
        "description",
        "short definition",
        "code definition",
        "meaning",
        "comment",
        "memo",
        "code memo",
    ),
    "full_definition": ("long definition", "in full"),
    "when": ("when", "when to use", "inclusion criteria", "inclusion"),
    "when_not": ("when not", "when not to use", "exclusion criteria", "exclusion"),
    "examples": ("example", "typical example", "typical examples", "quotes", "quote"),
    "counter_examples": ("counter-example", "counter examples", "counterexamples", "close but no"),
    "source": ("citation", "reference", "sources"),
    "notes": ("note", "remarks"),
}


def write_rows(codebook: Codebook) -> Iterator[list[str]]:
    """Yield the headings, then a row for each code, parents before the codes under them."""
    yield list(COLUMNS.values())
    for one, _depth in codebook.walk():
        code, parent = fitted(one), fit(codebook.paths.get(one.parent_id or "", ""))
        yield [code.id, code.name, parent, *(written(code, key) for key in VALUES)]


def write_csv(codebook: Codebook) -> bytes:
    """Return the codebook as CSV as `reports.csv_file` writes it: UTF-8 with its mark, no cell a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([guard(cell) for cell in row] for row in write_rows(codebook))
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def read_csv(source: str, data: bytes, known: Mapping[str, str] | None = None) -> CodebookFile:
    """Read a codebook from CSV: commas, semicolons or tabs, in the encoding that it is in.

    Raises:
        FileProblem: It is no text, or no column can be the codes' names.
    """
    decoded = text_of(source, data)
    text, before = decoded.text, 0
    if text[:4].casefold() == "sep=":  # a line for Excel alone
        text, before = text.partition("\n")[2], 1
    rows = []
    for line, cells in read_records(source, io.StringIO(text, newline="")):
        rows.append((before + 1, [unguard(cell) for cell in cells]))
        before = line if text is decoded.text else line + 1
    drafts = Drafts(source, decoded.problems)
    if text.count('"') % 2 and rows and before > rows[-1][0]:
        said = "A quote is opened here and never closed: all that follows reads as one cell."
        drafts.refuse(said, rows[-1][0], "Close it, or write two where one is meant.")
    return read_rows(source, rows, drafts, known)


def read_rows(
    source: str,
    rows: Sequence[tuple[int, Sequence[str]]],
    drafts: Drafts,
    known: Mapping[str, str] | None = None,
) -> CodebookFile:
    """Read a codebook from the rows of a table, each with its line; `known` as in `formats.read_bytes`.

    Raises:
        FileProblem: No column can be the codes' names.
    """
    filled = [(line, cells) for line, cells in rows if any(cell.strip() for cell in cells)]
    if not filled:
        raise FileProblem(source, "the table is empty.")
    places, passed = find_columns(filled[0][1])
    width = len(filled[0][1])
    if "name" not in places and "path" not in places:
        places, passed, width = _without_headings(source, filled, drafts), [], 2
    else:
        del filled[0]
    if passed:
        names = ", ".join(f"“{one[:40]}”" for one in passed)
        drafts.remark(f"Not taken over: the column{'s' * (len(passed) > 1)} {names}.", rows[0][0])
    _Table(drafts, places, filled, width, known or {}).read()
    return drafts.finish()


def find_columns(headings: Sequence[str]) -> tuple[dict[str, int], list[str]]:
    """Return where each key's column is, and the headings of the columns that are none."""
    said = [" ".join(one.replace("_", " ").casefold().split()) for one in headings]
    places: dict[str, int] = {}
    for key in dict.fromkeys((*COLUMNS, *_CALLED)):
        called = (COLUMNS.get(key, key), key.replace("_", " "), *_CALLED.get(key, ()))
        at = next((said.index(one) for one in called if one in said), None)
        if at is not None and at not in places.values():
            places[key] = at
    passed = [one for at, one in enumerate(headings) if at not in places.values() and one.strip()]
    return places, passed


def _without_headings(
    source: str, rows: Sequence[tuple[int, Sequence[str]]], drafts: Drafts
) -> dict[str, int]:
    width = max(len(cells) for _line, cells in rows)
    if width > 2:
        found = ", ".join(f"“{one[:40]}”" for one in rows[0][1] if one.strip())
        raise FileProblem(
            source,
            f"no column is named as that of the codes' names; there are: {found}.",
            f"Call it {', '.join(('name', *_CALLED['name'][:3]))} or path.",
            rows[0][0],
        )
    said = "names" if width < 2 else "names and definitions"
    drafts.remark(f"The first row has no headings; the columns are read as {said}.", rows[0][0])
    return {"name": 0} if width < 2 else {"name": 0, "definition": 1}


class _Table:
    def __init__(
        self,
        drafts: Drafts,
        places: dict[str, int],
        rows: Sequence[tuple[int, Sequence[str]]],
        width: int,
        known: Mapping[str, str],
    ) -> None:
        self.drafts = drafts
        self.known = known
        self.places = places
        self.rows = rows
        self.keys = [key for key in VALUES if key in places]
        self.ids: dict[str, Draft] = {}
        self.paths: dict[str, Draft] = {}
        self.named: dict[str, list[Draft]] = {}
        self.above: dict[int, str] = {}
        self.width = width

    def read(self) -> None:
        column = self.places.get("path", self.places.get("name", 0))
        if "parent" in self.places:
            self._by_parent(self.places.get("name", column))
        elif any(
            cells[column][:1] in " \t\xa0"
            for _line, cells in self.rows
            if len(cells) > column and cells[column].strip()
        ):
            self._by_indentation(column)
        else:
            plain = "id" in self.places and "path" not in self.places
            for line, cells in self.rows:
                said = self._cell(cells, column)
                draft = self.drafts.told([tidy_name(said)] if plain else path_names(said), line)
                if draft is not None:
                    self._fill(draft, cells)
        self._check_ids()

    def _cell(self, cells: Sequence[str], at: int) -> str:
        return cells[at] if at < len(cells) else ""

    def _fill(self, draft: Draft, cells: Sequence[str]) -> None:
        if any(cell.strip() for cell in cells[self.width :]):
            said = f"The row has {len(cells)} cells, and there are {self.width} columns."
            self.drafts.refuse(said, draft.line, "Put quotes around a text that holds the separator.")
        if "id" in self.places:
            said = self._cell(cells, self.places["id"]).strip()
            self.ids.setdefault(said, draft)
            if is_id(said.strip("{}").lower()):
                self.drafts.take_id(draft, said)
        for key in self.keys:
            self.drafts.put(draft, key, self._cell(cells, self.places[key]))

    def _check_ids(self) -> None:
        strange = [draft for said, draft in self.ids.items() if said and draft.id is None]
        if strange:
            said = f"{len(strange)} ids are none of ours (GUIDs): the codes are known by name."
            self.drafts.remark(said, strange[0].line)

    def _by_indentation(self, column: int) -> None:
        open_: list[tuple[int, Draft]] = []
        for line, cells in self.rows:
            said = self._cell(cells, column)
            wide = len(said.expandtabs(4)) - len(said.expandtabs(4).lstrip())
            while open_ and open_[-1][0] >= wide:
                open_.pop()
            draft = self._new(said, line)
            (open_[-1][1].children if open_ else self.drafts.tops).append(draft)
            open_.append((wide, draft))
            self._fill(draft, cells)

    def _new(self, said: str, line: int) -> Draft:
        draft = Draft(tidy_name(said), line)
        if draft.name != said.strip() and draft.name:
            self.drafts.remark(f"The name “{said.strip()[:60]}” is read as “{draft.name[:60]}”.", line)
        return draft

    def _by_parent(self, column: int) -> None:
        made = []
        for line, cells in self.rows:
            draft = self._new(self._cell(cells, column), line)
            self.above[id(draft)] = self._cell(cells, self.places["parent"]).strip()
            self.named.setdefault(draft.name, []).append(draft)
            above = self.above[id(draft)]
            path = f"{above}{PATH_SEPARATOR}{draft.name}" if above else draft.name
            self.paths.setdefault(path, draft)
            self._fill(draft, cells)
            made.append(draft)
        parents = {id(draft): self._parent(draft) for draft in made}
        for draft in made:
            parent, seen = parents[id(draft)], {id(draft)}
            while parent is not None and id(parent) not in seen:
                seen.add(id(parent))
                parent = parents[id(parent)]
            if parent is None:
                direct = parents[id(draft)]
                (direct.children if direct else self.drafts.tops).append(draft)
            elif parent is draft:
                self.drafts.refuse(f"“{draft.name}” stands under itself.", draft.line, "Look at its parent.")

    def _parent(self, draft: Draft) -> Draft | None:
        """Find the code that a row names as its parent: by id, by path, or by a name that only one has."""
        said = self.above[id(draft)]
        if not said:
            return None
        sure = self.ids.get(said) or self.paths.get(said) or self.ids.get(self.known.get(said, ""))
        if sure is not None:
            return sure
        names = [one.strip() for one in said.split(PATH_SEPARATOR)]
        if names[-1] not in self.named:
            names = path_names(said)
        found = self.named.get(names[-1], [])
        if len(found) > 1 or len(names) > 1:
            above = PATH_SEPARATOR.join(names[:-1])
            exact = [one for one in found if self.above[id(one)] in (above, *names[-2:-1])]
            found = [one for one in exact if self.above[id(one)] == above] or exact or found
        if len(found) == 1:
            return found[0]
        if found:
            self.drafts.refuse(
                f"“{said}” is the name of {len(found)} codes; which is the parent of “{draft.name}”?",
                draft.line,
                "Give the parent's whole path: the names from the top, joined by “ > ”.",
            )
        else:
            near = get_close_matches(names[-1], self.named, 1, 0.6)
            hint = f"Did you mean “{near[0]}”?" if near else "Give it a row of its own."
            self.drafts.refuse(
                f"The parent “{said}” of “{draft.name}” is not in the table.", draft.line, hint
            )
        return None
