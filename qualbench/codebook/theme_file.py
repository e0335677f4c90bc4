"""A theme set as a text file: read with every problem on its line, written to read back the same."""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING

from qualbench.codebook.nodes import Node, Unreadable, compose
from qualbench.codebook.writing import write_scalar
from qualbench.model.code import PATH_SEPARATOR
from qualbench.model.coding import Stance
from qualbench.model.document import Problem
from qualbench.model.theme import ThemeKind, ThemeLevel, ThemeStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FORMAT = 1
TEXTS = ("level", "kind", "status", "reason", "concept", "definition", "is_not", "narrative")
KEYS = ("id", "name", *TEXTS, "codes", "segments", "quotes", "links", "themes")
_TOP = ("format", "set", "id", "themes", "pile")
_CHOICES = {"level": tuple(ThemeLevel), "kind": tuple(ThemeKind), "status": tuple(ThemeStatus)}
_STANCES = tuple(one.value for one in Stance if one)
_YES = {"yes": True, "true": True, "no": False, "false": False}


@dataclass(frozen=True, slots=True)
class Named:
    """Something that a theme names: a code by its path, a segment by its id, another theme by its path.

    Attributes:
        what: The path or id.
        subcodes: False for a code without its subcodes.
        stance: How it stands to the theme.
        word: The relation to another theme, or the reason for which a code is on the pile.
        line: 1-based.
    """

    what: str
    subcodes: bool = True
    stance: Stance = Stance.NONE
    word: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class ThemeEntry:
    """One theme of a file, with those under it.

    Attributes:
        texts: What stands under each of `TEXTS` that is there.
        line, column: Of its first key, the column from 0; a name alone has neither key nor room for an id.
        offset: Where its first key stands in the text, or None for a name alone.
    """

    name: str
    id: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    codes: tuple[Named, ...] = ()
    segments: tuple[Named, ...] = ()
    quotes: tuple[Named, ...] = ()
    links: tuple[Named, ...] = ()
    themes: tuple[ThemeEntry, ...] = ()
    line: int = field(default=0, compare=False)
    column: int = field(default=0, compare=False)
    offset: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class ThemeFile:
    """A theme set as a file has it, and what is wrong with it."""

    source: str
    name: str = ""
    id: str = ""
    themes: tuple[ThemeEntry, ...] = ()
    pile: tuple[Named, ...] = ()
    problems: tuple[Problem, ...] = ()


def entries_of(file: ThemeFile) -> tuple[tuple[ThemeEntry, str], ...]:
    """Return every theme of a file in order, each with its path."""

    def walk(themes: Sequence[ThemeEntry], above: str) -> Iterable[tuple[ThemeEntry, str]]:
        for one in themes:
            path = f"{above}{PATH_SEPARATOR}{one.name}" if above else one.name
            yield one, path
            yield from walk(one.themes, path)

    return tuple(walk(file.themes, ""))


def read_theme_file(text: str, source: str = "themes.yaml") -> ThemeFile:
    """Read a theme set's file; nothing is raised for what a person may write."""
    return _Reader(source).read(text.removeprefix("\ufeff"))


class _Reader:
    def __init__(self, source: str) -> None:
        self.source = source
        self.problems: list[Problem] = []
        self.ids: dict[str, int] = {}

    def read(self, text: str) -> ThemeFile:
        try:
            root = compose(text)
        except Unreadable as error:
            return ThemeFile(self.source, problems=(error.problem,))
        if root is None or root.kind == "scalar":
            self._refuse(
                "The file holds no themes.", root, "Begin with `themes:`, and a dash for each theme."
            )
            return ThemeFile(self.source, problems=tuple(self.problems))
        top = {"themes": root} if root.kind == "list" else self._keys(root, _TOP, "a file of themes")
        if "format" in top and top["format"].value.strip() != str(FORMAT):
            self._refuse(
                f"This file is of format {top['format'].value}; this program reads format {FORMAT}.",
                top["format"],
                "A newer version of the program may read it.",
            )
        themes = self._themes(top.get("themes"))
        pile = tuple(
            self._named(one, "code", ("code", "why")) for one in self._items(top.get("pile"), "pile")
        )
        found = sorted(self.problems, key=lambda one: one.line or 0)
        named = self._text(top.get("set")), self._text(top.get("id"))
        return ThemeFile(self.source, *named, themes, pile, tuple(found))

    def _refuse(self, message: str, node: Node | None, hint: str = "") -> None:
        self.problems.append(Problem(message, node.line if node else None, hint, serious=True))

    def _keys(self, node: Node, known: Sequence[str], where: str) -> dict[str, Node]:
        found: dict[str, Node] = {}
        for key, value in node.pairs:
            name = key.value.strip()
            if name not in known:
                near = get_close_matches(name, known, 1)
                hint = f"Did you mean `{near[0]}`?" if near else f"Its keys are: {', '.join(known)}."
                self._refuse(f"`{name}` is no key of {where}.", key, hint)
            elif name in found:
                self._refuse(f"`{name}` stands here twice.", key, "Keep one of them.")
            else:
                found[name] = value
        return found

    def _text(self, node: Node | None) -> str:
        if node is None:
            return ""
        if node.kind != "scalar":
            self._refuse("A text was expected here.", node, "Put quotes around it: 'like this'.")
            return ""
        return node.value.strip()

    def _items(self, node: Node | None, key: str) -> list[Node]:
        if node is None or node.empty:
            return []
        if node.kind != "list":
            self._refuse(f"`{key}` is a list.", node, "Begin each line under it with a dash.")
            return []
        return node.items

    def _themes(self, node: Node | None) -> tuple[ThemeEntry, ...]:
        found: dict[str, ThemeEntry] = {}
        for one in self._items(node, "themes"):
            entry = self._theme(one)
            if not entry.name:
                continue
            if entry.name in found:
                said = f"There is a theme “{entry.name}” in line {found[entry.name].line} beside it."
                self._refuse(said, one, "Give one of them another name.")
            found.setdefault(entry.name, entry)
        return tuple(found.values())

    def _theme(self, node: Node) -> ThemeEntry:
        if node.kind == "scalar":
            return ThemeEntry(self._name(node), line=node.line)
        if node.kind == "list":
            self._refuse("A list stands here, and a theme was expected.", node, "Take one dash out.")
            return ThemeEntry("")
        keys = self._keys(node, KEYS, "a theme")
        if "name" not in keys:
            self._refuse("This theme has no name.", node, "Add one: `name: What it claims`.")
            return ThemeEntry("")
        own = self._text(keys.get("id"))
        if own in self.ids:
            said = f"The theme in line {self.ids[own]} has the same id."
            self._refuse(said, keys["id"], "Take the id out of the copy; it gets a new one.")
        elif own:
            self.ids[own] = keys["id"].line
        texts = {key: self._choice(key, keys[key]) for key in TEXTS if key in keys}
        return ThemeEntry(
            self._name(keys["name"]),
            own,
            {key: value for key, value in texts.items() if value},
            codes=self._all(keys.get("codes"), "codes", "code", ("code", "subcodes", "stance")),
            segments=self._all(keys.get("segments"), "segments", "segment", ("segment", "stance")),
            quotes=self._all(keys.get("quotes"), "quotes", "segment", ("segment",)),
            links=self._all(keys.get("links"), "links", "theme", ("theme", "word")),
            themes=self._themes(keys.get("themes")),
            line=node.line,
            column=node.column,
            offset=node.start,
        )

    def _name(self, node: Node) -> str:
        name = " ".join(self._text(node).split())
        if PATH_SEPARATOR in name:
            self._refuse(f"The name “{name}” holds “{PATH_SEPARATOR}”, which parts a path.", node)
        if not name:
            self._refuse("This theme has no name.", node, "Write what it claims.")
        return name

    def _choice(self, key: str, node: Node) -> str:
        value = self._text(node)
        known = _CHOICES.get(key)
        if known is None or not value:
            return value
        value = value.casefold()
        if value not in known:
            near = get_close_matches(value, known, 1)
            hint = f"Did you mean “{near[0]}”?" if near else f"It is one of: {', '.join(known)}."
            self._refuse(f"A theme's {key} cannot be “{value}”.", node, hint)
            return ""
        return value

    def _all(self, node: Node | None, key: str, main: str, known: Sequence[str]) -> tuple[Named, ...]:
        found: dict[str, Named] = {}
        for one in self._items(node, key):
            named = self._named(one, main, known)
            if named.what in found:
                self._refuse(f"“{named.what}” stands twice under `{key}`.", one, "Keep one of them.")
            elif named.what:
                found[named.what] = named
        return tuple(found.values())

    def _named(self, node: Node, main: str, known: Sequence[str]) -> Named:
        if node.kind == "scalar":
            if main == "theme":
                self._refuse(
                    "A link has a theme and a word.", node, "`- {theme: Getting by, word: explains}`"
                )
            return Named(self._text(node), line=node.line)
        if node.kind != "map":
            self._refuse("One thing was expected here.", node, "Take one dash out.")
            return Named("", line=node.line)
        keys = self._keys(node, known, f"a {main} of a theme")
        what = self._text(keys.get(main))
        if not what:
            self._refuse(f"Here is no `{main}`.", node, f"Say which: `{main}: ...`.")
        word = self._text(keys.get("word") or keys.get("why"))
        if main == "theme" and not word:
            self._refuse("A link has a word for the relation.", node, "`word: explains`")
        subcodes = self._text(keys.get("subcodes")).casefold() or "yes"
        if subcodes not in _YES:
            self._refuse("`subcodes` is yes or no.", keys["subcodes"])
        stance = self._text(keys.get("stance")).casefold()
        if stance and stance not in _STANCES:
            near = get_close_matches(stance, _STANCES, 1)
            hint = f"Did you mean “{near[0]}”?" if near else f"It is one of: {', '.join(_STANCES)}."
            self._refuse(f"Nothing stands to a theme as “{stance}”.", keys["stance"], hint)
            stance = ""
        return Named(what, _YES.get(subcodes, True), Stance(stance), word, node.line)


def write_theme_file(file: ThemeFile) -> str:
    """Return the text of a file that reads as `file`; keys without a value are left out."""
    lines = [f"format: {FORMAT}\n", f"set: {write_scalar(file.name, 0, block=False)}\n"]
    lines += [f"id: {file.id}\n"] if file.id else []
    lines.append("themes:\n" if file.themes else "themes: []\n")
    for one in file.themes:
        lines += _entry(one, 2)
    if file.pile:
        lines.append("pile:\n")
        lines += _named_lines(file.pile, "code", "why", 2)
    return "".join(lines)


def _entry(entry: ThemeEntry, column: int) -> list[str]:
    keys = column + 2
    pad = " " * keys
    fields = [f"id: {entry.id}\n"] if entry.id else []
    fields.append(f"name: {write_scalar(entry.name, keys, block=False)}\n")
    for key in TEXTS:
        if entry.texts.get(key):
            fields.append(f"{key}: {write_scalar(entry.texts[key], keys)}\n")
    for key, main, word, held in (
        ("codes", "code", "", entry.codes),
        ("segments", "segment", "", entry.segments),
        ("quotes", "segment", "", entry.quotes),
        ("links", "theme", "word", entry.links),
    ):
        if held:
            fields.append(f"{key}:\n{''.join(_named_lines(held, main, word, keys + 2))}")
    if entry.themes:
        under = "".join(line for one in entry.themes for line in _entry(one, keys + 2))
        fields.append(f"themes:\n{under}")
    return [f"{' ' * column}- {fields[0]}", *(f"{pad}{one}" for one in fields[1:])]


def _named_lines(held: Iterable[Named], main: str, word: str, column: int) -> list[str]:
    lines = []
    for one in held:
        what = write_scalar(one.what, column + 2, block=False)
        more = [] if one.subcodes else ["subcodes: no\n"]
        more += [f"stance: {one.stance.value}\n"] if one.stance else []
        more += [f"{word}: {write_scalar(one.word, column + 2, block=False)}\n"] if word and one.word else []
        if not more:
            lines.append(f"{' ' * column}- {what}\n")
            continue
        lines.append(f"{' ' * column}- {main}: {what}\n")
        lines += [f"{' ' * (column + 2)}{field}" for field in more]
    return lines


def with_ids(text: str, given: Iterable[tuple[ThemeEntry, str]]) -> str:
    """Return a file's text with ids for themes that have none, each before the theme's first key.

    A name alone becomes a theme with an id and that name.
    """
    lines = text.split("\n")
    for entry, theme_id in sorted(given, key=lambda one: -one[0].line):
        place = entry.line - 1
        line = lines[place]
        if entry.offset is not None:
            head, rest = line[: entry.column], line[entry.column :]
            lines[place : place + 1] = [f"{head}id: {theme_id}", f"{' ' * entry.column}{rest}"]
            continue
        dash = line.index("- ") + 2
        pad = " " * dash
        name = write_scalar(entry.name, dash, block=False)
        lines[place : place + 1] = [f"{line[:dash]}id: {theme_id}", f"{pad}name: {name}"]
    return "\n".join(lines)
