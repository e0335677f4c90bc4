"""Names to people: which of the names in a study are one person's, and what each can be called instead."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualbench.search.identifiers import Kind
from qualbench.search.name_words import AMBIGUOUS, GIVEN, NICKNAMES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


#: How alike, in percent, two long names are that one person is written by.
_ALIKE = 88
#: Names that an alias is taken from: plain, of no one people, and told apart at a glance.
ALIASES = _words(
    """
    Robin Alex Jordan Casey Morgan Taylor Riley Quinn Avery Rowan Sasha Jamie Kit Lee Drew Ellis Harper
    Kai Lane Marlow Noel Oakley Parker Reese Sage Tatum Umber Vale Wren Arden Blair Corin Darcy Emery
    Finley Gale Hollis Indigo Jules Keely Lennox Merle Nevis Orla Perry Rory Selby Tully Vesper
    """
)
#: What another kind of detail is called: `[place 2]`.
_CALLED = {
    Kind.PLACE: "place",
    Kind.ORGANISATION: "organisation",
    Kind.PHONE: "phone",
    Kind.EMAIL: "e-mail",
    Kind.DATE: "date",
    Kind.POSTCODE: "postcode",
    Kind.NUMBER: "number",
    Kind.URL: "web address",
    Kind.HANDLE: "handle",
}


@dataclass(frozen=True, slots=True)
class Group:
    """Names that seem to be one person's (or one place's).

    Attributes:
        kind: What they name.
        forms: The names with how often each stands there, the fullest first.
    """

    kind: Kind
    forms: tuple[tuple[str, int], ...]

    @property
    def name(self) -> str:
        """The fullest name."""
        return self.forms[0][0]

    @property
    def count(self) -> int:
        """How often any of them stands there."""
        return sum(number for _form, number in self.forms)


def group_names(counts: Mapping[tuple[Kind, str], int]) -> list[Group]:
    """Put the names of one person together: parts, short forms, misspellings; the most frequent first."""
    groups: list[tuple[Kind, list[str]]] = []
    for kind, name in sorted(counts, key=lambda one: (-len(one[1].split()), -counts[one], one[1])):
        home = next(
            (names for of, names in groups if of is kind and any(_same(kind, name, one) for one in names)),
            None,
        )
        if home is None:
            groups.append((kind, [name]))
        else:
            home.append(name)
    made = [Group(kind, tuple((name, counts[kind, name]) for name in names)) for kind, names in groups]
    return sorted(made, key=lambda one: (one.kind is not Kind.PERSON, -one.count, one.name))


def _same(kind: Kind, one: str, other: str) -> bool:
    if one.casefold() == other.casefold():
        return True
    if kind is not Kind.PERSON:
        return re.sub(r"\W", "", one).casefold() == re.sub(r"\W", "", other).casefold()
    few, many = sorted((one.split(), other.split()), key=len)
    if len(few) == 1:
        return any(_same_word(few[0], part) for part in many)
    if len(few) == len(many):
        return all(_same_word(a, b) for a, b in zip(few, many, strict=True))
    return _same_word(few[0], many[0]) and _same_word(few[-1], many[-1])


def _same_word(one: str, other: str) -> bool:
    from rapidfuzz import fuzz

    a, b = one.strip(".").casefold(), other.strip(".").casefold()
    if a == b:
        return True
    if len(a) == 1 or len(b) == 1:
        return a[:1] == b[:1] and (one.endswith(".") or other.endswith("."))
    full = {_full(one), _full(other)}
    if len(full) == 1:
        return True
    if one.title() in GIVEN and other.title() in GIVEN:
        return False  # Ana and Anna may be two
    return min(len(a), len(b)) >= 5 and a[0] == b[0] and fuzz.ratio(a, b) >= _ALIKE


def _full(name: str) -> str:
    return NICKNAMES.get(name.title(), name.title())


def next_alias(kind: Kind, taken: Collection[str], texts: Iterable[str]) -> str:
    """Return a name or a bracket that nobody has and that no text holds as a word.

    Args:
        taken: Aliases that are given already.
        texts: All texts of the study; an alias that stands in one would make two people one.
    """
    if kind is not Kind.PERSON:
        number = 1
        while f"[{_CALLED[kind]} {number}]" in taken:
            number += 1
        return f"[{_CALLED[kind]} {number}]"
    used = {one.casefold() for one in taken}
    held = list(texts)
    for name in ALIASES:
        word = re.compile(rf"(?<!\w){name}(?!\w)", re.IGNORECASE)
        if name.casefold() not in used and not any(word.search(text) for text in held):
            return name
    number = 1
    while f"Person {number}".casefold() in used:
        number += 1
    return f"Person {number}"


class Replacer:
    """Puts aliases in the place of names: whole words, case kept, possessives and plurals right.

    Args:
        aliases: Name -> alias. Longer names go first.
    """

    def __init__(self, aliases: Mapping[str, str]) -> None:
        self._aliases = {name.casefold(): alias for name, alias in aliases.items()}
        self._strict = {name for name in aliases if name in AMBIGUOUS}
        names = sorted(aliases, key=lambda one: (-len(one), one))
        inside = "|".join(re.escape(one).replace(r"\ ", r"\s+") for one in names)
        self._pattern = re.compile(rf"(?<!\w)({inside})(s?['’]s?|s)?(?!\w)", re.IGNORECASE) if names else None

    def edits(self, text: str) -> list[tuple[int, int, str]]:
        """Return (start, end, words instead) of every place, in order."""
        if self._pattern is None:
            return []
        found = ((hit, self._instead(hit)) for hit in self._pattern.finditer(text))
        return [(*hit.span(), new) for hit, new in found if new is not None]

    def replaced(self, text: str) -> str:
        """Return `text` with the aliases."""
        if self._pattern is None:
            return text
        return self._pattern.sub(lambda hit: hit[0] if (new := self._instead(hit)) is None else new, text)

    def _instead(self, hit: re.Match[str]) -> str | None:
        said, ending = hit[1], hit[2] or ""
        name = " ".join(said.split())
        if not said[:1].isupper() and self._is_word(name):
            return None  # `will` is no Will
        alias = self._aliases[name.casefold()]
        if said.isupper() and len(said) > 1:
            alias = alias.upper()
        elif said.islower() and any(one.isalpha() for one in said):
            alias = alias.lower()
        if ending in ("'", "’"):  # James' and not Jamess
            ending = ending if alias.casefold().endswith("s") else f"{ending}s"
        return alias + ending

    def _is_word(self, name: str) -> bool:
        return any(name.casefold() == one.casefold() for one in self._strict)
