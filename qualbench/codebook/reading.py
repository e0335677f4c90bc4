"""From the text of a codebook file to its entries, with every problem that it has on its line."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Any

from qualbench.codebook.entries import (
    CODE_KEYS,
    CONFLICT,
    FORMAT,
    KEYS,
    LINKS,
    LISTS,
    MAPS,
    TOP_KEYS,
    CodebookFile,
    Entry,
    Item,
    Tree,
)
from qualbench.codebook.nodes import BREAK, Node, Unreadable, compose
from qualbench.model.code import IN_VIVO, PATH_SEPARATOR, CodeLevel, CodeStatus, Origin
from qualbench.model.document import Problem
from qualbench.model.ids import is_id

LONG_NAME = 200
SOLVE = f"Give the code what it should have, then take out `{CONFLICT}` with what stands under it."
QUOTES = "Put quotes around it: 'like this'."
_TEXTS = ("color", "definition", "full_definition", "when", "when_not", "source", "author", "notes")
_BREAKS = re.compile("[\n\r\x0b\x0c\x85\u2028\u2029]")
_COLOR = re.compile("#[0-9A-Fa-f]{6}")
_YES = {"yes": True, "true": True, "no": False, "false": False, "": False}


def read_codebook(text: str, *, source: str = "codebook.yaml") -> CodebookFile:
    """Read a codebook file; every scalar in it is text as written.

    Args:
        text: The file's text, decoded; a byte order mark is passed over.
        source: The file's name, kept for messages.

    Returns:
        The entries and every problem, each with its line. Nothing is raised for what a person may write.
    """
    tree = read_tree(text)
    problems = sorted((*tree.problems, *tree.conflicts), key=lambda one: one.line or 0)
    return CodebookFile(source, tree.name, tuple(one.entry for one in tree.items), tuple(problems))


def read_tree(text: str) -> Tree:
    """Read a codebook file and keep the nodes; offsets are those of `text` without its byte order mark."""
    return _Reader(text.removeprefix("\ufeff")).read()


def is_in_vivo(fields: dict[str, tuple[Node, Node]]) -> bool:
    """Say whether a code's origin is given in the short form that says both: from the data, in vivo."""
    return "origin" in fields and fields["origin"][1].value.strip().casefold() == IN_VIVO


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tree = Tree()
        self.ids: dict[str, int] = {}

    def read(self) -> Tree:
        tree = self.tree
        try:
            tree.root = compose(self.text)
        except Unreadable as error:
            tree.problems.append(error.problem)
            return tree
        root = tree.root
        if root is None:
            self._refuse("The file holds no codes.", None, "Begin with a name: `- Barriers`.")
        elif root.kind == "scalar":
            self._refuse(
                "Here stands one text, and a list of codes was expected.", root, "Begin with a dash."
            )
        elif root.kind == "map" and self._is_full(root, TOP_KEYS):
            self._top(root)
        else:
            tree.inside = root
            tree.items = self._container(root)
        return tree

    def _refuse(self, message: str, node: Node | None, hint: str = "", *, serious: bool = True) -> None:
        self.tree.problems.append(Problem(message, node.line if node else None, hint, serious))

    def _top(self, root: Node) -> None:
        tree = self.tree
        tree.fields = self._keys(root, TOP_KEYS)
        self._check_conflict(tree.fields, "The codebook")
        if "format" in tree.fields:
            self._check_format(tree.fields["format"][1])
        if "name" in tree.fields:
            tree.name = self._words(*tree.fields["name"])
        if "codes" not in tree.fields:
            self._refuse("The file has no codes.", root, "List them under `codes:`.")
        else:
            tree.inside = tree.fields["codes"][1]
            tree.items = self._container(tree.inside)

    def _check_format(self, node: Node) -> None:
        said = node.value.strip()
        if node.kind == "scalar" and said.isdecimal() and int(said[:9]) > FORMAT:
            message = f"The file has format {said}; this qualbench reads format {FORMAT}."
            self._refuse(message, node, "Update qualbench, or ask for the file in the older format.")
        elif said != str(FORMAT):
            self._refuse(
                "The format is not a number that qualbench knows.", node, f"Write `format: {FORMAT}`."
            )

    def _is_full(self, node: Node, known: tuple[str, ...]) -> bool:
        """Say whether a mapping holds keys rather than names with codes under them."""
        keys = [key.value for key, _value in node.pairs if key.kind == "scalar"]
        if known is TOP_KEYS:  # `Codes:` at the top is a slip, not a code of that name
            keys = [key.casefold() for key in keys]
        return any(key in known for key in keys)

    def _keys(self, node: Node, known: tuple[str, ...]) -> dict[str, tuple[Node, Node]]:
        found: dict[str, tuple[Node, Node]] = {}
        for key, value in node.pairs:
            if key.kind != "scalar":
                self._refuse("Here stands a bracket where a key was expected.", key, "Put it in quotes.")
            elif key.value in found:
                first = found[key.value][0].line
                message = f"“{key.value}” is given twice for the same code (first on line {first})."
                self._refuse(message, key, "Keep one of them.")
            elif key.value in known or key.value.startswith("x-"):
                found[key.value] = (key, value)
            else:
                self._unknown(key, known)
        return found

    def _unknown(self, key: Node, known: tuple[str, ...]) -> None:
        near = get_close_matches(key.value.casefold(), known, 1, 0.6)
        hint = f"Did you mean “{near[0]}”?" if near else f"The keys are: {', '.join(known)}."
        if known is CODE_KEYS and not near:
            hint = f"Keep it under `properties:`, or begin it with x-. {hint}"
        self._refuse(f"There is no key “{_short(key.value)}”.", key, hint)

    def _container(self, node: Node) -> list[Item]:
        """Read the codes of a list, or of a mapping of names to lists."""
        items: list[Item] = []
        if node.kind == "list":
            for one in node.items:
                items += self._item(one)
        elif node.kind == "map":
            if self._is_full(node, CODE_KEYS):
                self._refuse("A code stands here without its dash.", node, "Begin each code with a dash.")
            else:
                items = self._short(node)
        elif not node.empty:
            message = f"A list of codes was expected, and here stands “{_short(node.value)}”."
            self._refuse(message, node, "Put each code on a line of its own that begins with a dash.")
        self._check_family(items)
        return items

    def _item(self, node: Node) -> list[Item]:
        if node.kind == "scalar":
            entry = Entry(None, self._check_name(node), line=node.line, given=frozenset({"name"}))
            return [Item("bare", node, {}, None, [], entry)]
        if node.kind == "list":
            self._refuse("Here stands a list where a code was expected.", node, "Give it a name, or quotes.")
            return []
        return [self._full(node)] if self._is_full(node, CODE_KEYS) else self._short(node)

    def _short(self, node: Node) -> list[Item]:
        """Read a mapping whose keys are names and whose values are the codes under them."""
        items = []
        fields = self._keys_as_names(node)
        for key, value in fields:
            if value.kind == "scalar" and not value.empty:
                near = get_close_matches(key.value.casefold(), CODE_KEYS, 1, 0.7)
                hint = f"Write `- name: {_short(key.value)}` and, on the next line, `definition: …`."
                hint = f"Did you mean the key “{near[0]}”? Else: {hint}" if near else hint
                message = f"After “{_short(key.value)}:” stands a text, and a list of codes was expected."
                self._refuse(message, key, hint)
                continue
            children = self._container(value)
            entry = Entry(
                None,
                self._check_name(key),
                line=key.line,
                children=tuple(one.entry for one in children),
                given=frozenset({"name", "codes"}),
            )
            items.append(Item("short", key, {key.value: (key, value)}, value, children, entry))
        return items

    def _keys_as_names(self, node: Node) -> list[tuple[Node, Node]]:
        found = []
        for key, value in node.pairs:
            if key.kind != "scalar":
                self._refuse("Here stands a bracket where a name was expected.", key, "Put it in quotes.")
            else:
                found.append((key, value))
        return found

    def _full(self, node: Node) -> Item:
        fields = self._keys(node, CODE_KEYS)
        inside = fields["codes"][1] if "codes" in fields else None
        name = ""
        if "name" in fields:
            name = self._check_name(fields["name"][1])
        else:
            self._refuse("A code has no name.", node, "Add a line: `name: …`.")
        self._check_conflict(fields, f"“{_short(name)}”")
        values: dict[str, Any] = {key: self._words(*fields[key]) if key in fields else "" for key in _TEXTS}
        values |= {key: self._examples(fields[key][1]) if key in fields else () for key in LISTS}
        values |= {key: self._pairs(*fields[key]) if key in fields else () for key in MAPS}
        values |= {key: self._words(*fields[key]).strip() if key in fields else "" for key in LINKS}
        code_id = self._check_id(fields["id"][1]) if "id" in fields else None
        self._check_color(values["color"], fields)
        origin, vivid = self._origin(fields)
        children = self._container(inside) if inside else []
        entry = Entry(
            code_id,
            name,
            **values,
            origin=origin,
            level=self._level(fields),
            in_vivo=self._in_vivo(fields) or vivid,
            status=self._status(fields),
            line=node.line,
            children=tuple(one.entry for one in children),
            given=frozenset(fields).intersection(KEYS) | ({"in_vivo"} if vivid else frozenset()),
        )
        return Item("full", node, fields, inside, children, entry)

    def _check_conflict(self, fields: dict[str, tuple[Node, Node]], what: str) -> None:
        """Report what a merge could not decide; the file can be edited all the same."""
        if CONFLICT not in fields:
            return
        key, node = fields[CONFLICT]
        about = ", ".join(one.value for one, _value in node.pairs)
        said = f"{what} has a conflict that is not solved{': ' if about else ''}{about}."
        self.tree.conflicts.append(Problem(said, key.line, SOLVE, serious=True))

    def _words(self, key: Node, node: Node) -> str:
        if node.kind == "scalar":
            return node.value
        kind = "list" if node.kind == "list" else "key"
        said = f"A text was expected for “{key.value}”, and it reads as a {kind}."
        self._refuse(said, node, "Put quotes around the text: 'like this'.")
        return ""

    def _examples(self, node: Node) -> tuple[str, ...]:
        if node.kind == "scalar":
            return () if node.empty else (node.value,)
        found = []
        for one in node.items:
            if one.kind == "scalar":
                found.append(one.value)
            else:
                self._refuse(
                    "An example reads as a key or a list.", one, "Put quotes around it: 'like this'."
                )
        if node.kind == "map":
            self._refuse("A list of examples was expected.", node, "Begin each example with a dash.")
        return tuple(found)

    def _check_name(self, node: Node) -> str:
        name = node.value.strip()
        if node.kind != "scalar":
            self._refuse("The name reads as a list or a key.", node, "Put quotes around it: 'like this'.")
        elif not name:
            hint = "What follows a # is a comment: put quotes around it." if self._hidden(node) else ""
            self._refuse("A code has an empty name.", node, hint or "Give it a name, or take the line out.")
        elif PATH_SEPARATOR in name:
            self._refuse(
                f"The name “{_short(name)}” holds “{PATH_SEPARATOR}”, which joins the names of a path.",
                node,
                "Make the second part a code under the first.",
            )
        elif _BREAKS.search(name):
            self._refuse(f"The name “{_short(name)}” has a line break.", node, "A code's name has one line.")
        elif not node.style and BREAK.search(self.text, node.start, node.end):
            message = f"The name “{_short(name)}” stands on more than one line and is read as one name."
            hint = "Where the lines are codes, begin each with a dash; else write the name on one line."
            self._refuse(message, node, hint, serious=False)
        elif len(name) > LONG_NAME:
            message = f"The name “{_short(name)}” is {len(name)} characters long."
            hint = "A short name and a definition are easier to work with."
            self._refuse(message, node, hint, serious=False)
        return name

    def _check_id(self, node: Node) -> str | None:
        said = node.value.strip()
        if node.kind == "scalar" and not said:
            return None
        if not is_id(said):
            message = f"“{_short(said)}” is no id: ids are given by qualbench and never change."
            self._refuse(message, node, "Take the line out: the code then gets an id.")
            return None
        said = said.lower()
        if said in self.ids:
            message = f"The id {said} is there twice (first on line {self.ids[said]})."
            self._refuse(message, node, "Where you copied a code, take the copy's id out.")
        self.ids.setdefault(said, node.line)
        return said

    def _check_color(self, color: str, fields: dict[str, tuple[Node, Node]]) -> None:
        if "color" not in fields:
            return
        node = fields["color"][1]
        if color and not _COLOR.fullmatch(color):
            self._refuse(f"“{_short(color)}” is no colour.", node, "Write it with quotes: '#0072B2'.")
        elif not color and self._hidden(node):
            self._refuse(
                "The colour has no quotes, so that everything from its # on is a comment.",
                node,
                "Write it with quotes: '#0072B2'.",
            )

    def _origin(self, fields: dict[str, tuple[Node, Node]]) -> tuple[Origin | None, bool]:
        """Return where a code comes from, and whether it is said that it is in a participant's own words."""
        said = self._choice("origin", fields, (*Origin, IN_VIVO))
        if said == IN_VIVO and self._choice("in_vivo", fields, tuple(_YES)[:-1]) in ("no", "false"):
            message = "The origin says “in vivo”, and `in_vivo` says no."
            self._refuse(message, fields["in_vivo"][1], "Take one of the two lines out.")
        return (Origin.INDUCTIVE if said == IN_VIVO else Origin(said) if said else None), said == IN_VIVO

    def _level(self, fields: dict[str, tuple[Node, Node]]) -> CodeLevel | None:
        said = self._choice("level", fields, tuple(CodeLevel))
        return CodeLevel(said) if said else None

    def _pairs(self, key: Node, node: Node) -> tuple[tuple[str, str], ...]:
        """Read names with a text each."""
        if node.kind != "map":
            if not node.empty:
                hint = "On the lines below it, further in: a name, a colon, a text."
                self._refuse(f"Names with a text each were expected for “{key.value}”.", node, hint)
            return ()
        found: dict[str, str] = {}
        for name, value in node.pairs:
            if name.kind != "scalar" or value.kind != "scalar":
                self._refuse(f"In “{key.value}” a name or its text reads as a list or a key.", name, QUOTES)
            elif name.value in found:
                self._refuse(f"“{_short(name.value)}” is there twice in “{key.value}”.", name, "Keep one.")
            else:
                found[name.value] = value.value
        return tuple(found.items())

    def _status(self, fields: dict[str, tuple[Node, Node]]) -> CodeStatus:
        said = self._choice("status", fields, tuple(CodeStatus))
        return CodeStatus(said) if said else CodeStatus.ACTIVE

    def _in_vivo(self, fields: dict[str, tuple[Node, Node]]) -> bool:
        return _YES[self._choice("in_vivo", fields, tuple(_YES)[:-1])]

    def _choice(self, key: str, fields: dict[str, tuple[Node, Node]], known: tuple[str, ...]) -> str:
        """Return the value of a key that takes one of a few words, or an empty string."""
        if key not in fields:
            return ""
        said = self._words(*fields[key]).strip().casefold()
        if not said or said in known:
            return said
        near = get_close_matches(said, known, 1, 0.6)
        hint = f"Did you mean “{near[0]}”?" if near else f"It is one of: {', '.join(known)}."
        self._refuse(f"“{_short(said)}” is no {key.replace('_', ' ')}.", fields[key][1], hint)
        return ""

    def _hidden(self, node: Node) -> bool:
        """Say whether an empty scalar is followed by a comment on its line."""
        found = BREAK.search(self.text, node.end)
        rest = self.text[node.end : found.start() if found else len(self.text)]
        return node.empty and rest.lstrip(" \t").startswith("#")

    def _check_family(self, items: list[Item]) -> None:
        """Report codes of one parent that have the same name, or the same but for capitals."""
        exact: dict[str, int] = {}
        folded: dict[str, int] = {}
        for one in items:
            name, line = one.entry.name, one.entry.line
            if not name:
                continue
            if name in exact:
                first = exact[name]
                message = f"“{_short(name)}” is there twice under one parent (first on line {first})."
                self._refuse(message, one.node, "Rename one of them, or take it out.")
            elif name.casefold() in folded:
                first = folded[name.casefold()]
                message = f"“{_short(name)}” differs only in capitals from the code on line {first}."
                self._refuse(message, one.node, serious=False)
            exact.setdefault(name, line)
            folded.setdefault(name.casefold(), line)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 60 else f"{text[:59]}…"
