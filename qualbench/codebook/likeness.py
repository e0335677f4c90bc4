"""Which codes of two codebooks are the same: by id, and where ids are lost by path, name and words."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qualbench.codebook.entries import VALUES
from qualbench.codebook.matching import walk_entries
from qualbench.model.code import Code, Codebook
from qualbench.model.ids import is_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qualbench.codebook.entries import CodebookFile

#: From this sureness on two codes are taken for the same by their words alone.
SURE = 0.75
#: Names and definitions less alike than this (0 to 100) are not looked at further.
_NEAR = 70.0
#: So many that are the nearest to a code are looked at further, by names and by definitions.
_MANY = 25
#: A definition shorter than this says too little to know a code by.
_TELLING = 20
_WORDS = re.compile(r"\w+")
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Match:
    """Two codes that are taken for the same.

    Attributes:
        before: The id of the code in the one codebook.
        after: The id of the code in the other.
        by: What they were known by: `id`, `path`, `name` or `words`.
        sure: How sure that is, up to 1.
    """

    before: str
    after: str
    by: str
    sure: float


def say_sure(sure: float) -> str:
    """Say how sure it is that two codes are one; without an id it is never certain."""
    return f"{min(sure, 0.99):.0%} sure"


def has_id(code_id: str) -> bool:
    """Say whether a code has an id of its own, and not only a place in a file."""
    return is_id(code_id)


def book_of(
    file: CodebookFile, known: Mapping[tuple[int, ...], str] | None = None
) -> tuple[Codebook, dict[tuple[int, ...], str]]:
    """Return the codebook that a file is by itself, and the id of each entry by its place.

    An entry to which neither the file nor `known` gives an id has its place as one.
    """
    ids: dict[tuple[int, ...], str] = {}
    codes = []
    for entry, place in walk_entries(file.entries):
        ids[place] = entry.id or (known or {}).get(place) or ".".join(str(index + 1) for index in place)
        values = {key: getattr(entry, key) for key in VALUES}
        codes.append(Code(ids[place], entry.name, ids.get(place[:-1]), place[-1], **values))
    return Codebook(file.name, tuple(codes)), ids


def match_books(before: Codebook, after: Codebook) -> tuple[Match, ...]:
    """Return which codes of two codebooks are the same, in the order of `after`.

    Ids decide. Where one of two codes has none, or the codebooks have no id in common, they are known by the
    same path, the same name under the same parent, a name that no other code has, and at last by names,
    definitions and the codes under them that are much alike; of two that are as much alike, neither is taken.
    The other way round the same codes are found.
    """
    return _Matcher(before, after).matches()


def align_books(before: Codebook, after: Codebook, matches: Iterable[Match]) -> tuple[Codebook, Codebook]:
    """Return both codebooks with one id for what is the same code, and none for what is not."""
    ours: dict[str, str] = {}
    theirs: dict[str, str] = {}
    for one in matches:
        ours[one.before] = theirs[one.after] = one.before if has_id(one.before) else one.after
    for book, other, ids, side in ((before, after, ours, "before "), (after, before, theirs, "after ")):
        for code in book.codes:
            # a place in the one file is no place in the other, nor is an id that is no match there
            free = has_id(code.id) and code.id not in other.by_id
            ids.setdefault(code.id, code.id if free else side + code.id)
    return _renumbered(before, ours), _renumbered(after, theirs)


def _renumbered(book: Codebook, ids: dict[str, str]) -> Codebook:
    codes = (
        replace(one, id=ids[one.id], parent_id=ids[one.parent_id] if one.parent_id else None)
        for one in book.codes
    )
    return Codebook(book.name, tuple(codes), book.version)


def _tidy(text: str) -> str:
    return " ".join(_WORDS.findall(text.casefold()))


def _means(code: Code) -> str:
    return _tidy(f"{code.definition} {code.full_definition}")


class _Matcher:
    def __init__(self, before: Codebook, after: Codebook) -> None:
        self.before, self.after = before, after
        self.there: dict[str, Match] = {}
        self.back: dict[str, str] = {}
        self.shared = False

    def matches(self) -> tuple[Match, ...]:
        for one in self.after.codes:
            if one.id in self.before.by_id and has_id(one.id):
                self._take(one.id, one.id, "id", 1.0)
        self.shared = bool(self.there)
        if len(self.there) < len(self.before.codes) and len(self.back) < len(self.after.codes):
            self._by_path()
            self._by_place_and_name()
            self._by_words()
            self._by_place_and_name()
        return tuple(
            self.there[self.back[one.id]] for one, _depth in self.after.walk() if one.id in self.back
        )

    def _take(self, before: str, after: str, by: str, sure: float) -> None:
        self.there[before] = Match(before, after, by, round(sure, 3))
        self.back[after] = before

    def _free(self, before: str, after: str) -> bool:
        """Say whether two codes may still be taken for the same; two ids of one study are two codes."""
        if before in self.there or after in self.back:
            return False
        return not (self.shared and has_id(before) and has_id(after))

    def _by_path(self) -> None:
        for path, code in self.after.by_path.items():
            old = self.before.by_path.get(path)
            if old is not None and self._free(old.id, code.id):
                self._take(old.id, code.id, "path", 1.0)

    def _by_place_and_name(self) -> None:
        """Match by name under the same parent, then names that only one code on either side has."""
        while True:
            known = len(self.there)
            for code, _depth in self.after.walk():  # parents come first, so theirs are settled
                above = self.back.get(code.parent_id) if code.parent_id else None
                if code.id in self.back or (code.parent_id and above is None):
                    continue
                old = next((one for one in self.before.children(above) if one.name == code.name), None)
                if old is not None and self._free(old.id, code.id):
                    self._take(old.id, code.id, "path", 1.0)
            self._by_name()
            if len(self.there) == known:
                return

    def _by_name(self) -> None:
        olds, news = self._left()
        old_names, new_names = Counter(one.name for one in olds), Counter(one.name for one in news)
        named = {one.name: one for one in olds}
        for code in news:
            if new_names[code.name] == old_names[code.name] == 1:
                old = named[code.name]
                if self._free(old.id, code.id):
                    same = self._definitions(_means(old), _means(code))
                    self._take(old.id, code.id, "name", 0.9 if same is None else 0.6 + 0.4 * same)

    def _left(self) -> tuple[list[Code], list[Code]]:
        olds = [one for one, _depth in self.before.walk() if one.id not in self.there]
        return olds, [one for one, _depth in self.after.walk() if one.id not in self.back]

    def _by_words(self) -> None:
        """Match what is most alike first; where two are alike as much, take neither."""
        olds, news = self._left()
        scored: dict[float, list[tuple[str, str]]] = defaultdict(list)
        for old, new in self._candidates(olds, news):
            sure = self._sureness(old, new)
            if sure >= SURE and self._free(old.id, new.id):
                scored[round(sure, 6)].append((old.id, new.id))
        undecided: set[str] = set()
        gone: set[str] = set()
        for sure in sorted(scored, reverse=True):
            pairs = [
                (old, new)
                for old, new in scored[sure]
                if old not in undecided and new not in gone and self._free(old, new)
            ]
            old_count, new_count = Counter(old for old, _new in pairs), Counter(new for _old, new in pairs)
            for old_id, new_id in pairs:
                if old_count[old_id] == new_count[new_id] == 1:
                    self._take(old_id, new_id, "words", sure)
                else:
                    undecided.add(old_id)
                    gone.add(new_id)

    def _candidates(self, olds: list[Code], news: list[Code]) -> list[tuple[Code, Code]]:
        """Return the pairs that have something in common: words, or codes under them."""
        from rapidfuzz import fuzz, process

        found: dict[tuple[str, str], tuple[Code, Code]] = {}
        # from either side, so that the other way round the same pairs are found
        for ones, others, turned in ((olds, news, False), (news, olds, True)):
            for texts_of, least in ((_sorted_name, 1), (_means, _TELLING)):
                texts = [texts_of(other) for other in others]
                for one in ones:
                    text = texts_of(one)
                    if len(text) < least:
                        continue
                    near = process.extract(text, texts, scorer=fuzz.ratio, score_cutoff=_NEAR, limit=_MANY)
                    last = near[-1][1] if len(near) == _MANY else 0.0
                    for _text, score, at in near:
                        if score == last:  # others that are as much alike may have been left out
                            break
                        pair = (others[at], one) if turned else (one, others[at])
                        found[pair[0].id, pair[1].id] = pair
        for known in self.there.values():
            above = self.before.by_id[known.before].parent_id, self.after.by_id[known.after].parent_id
            if above[0] and above[1] and self._free(above[0], above[1]):
                pair = self.before.by_id[above[0]], self.after.by_id[above[1]]
                found[(above[0], above[1])] = pair
        return list(found.values())

    def _sureness(self, old: Code, new: Code) -> float:
        name = max(_alike(_tidy(old.name), _tidy(new.name)), _alike(_sorted_name(old), _sorted_name(new)))
        if _DIGITS.findall(old.name) != _DIGITS.findall(new.name):
            name = min(name, 0.5)  # phase 1 is not phase 2
        meant, means = _means(old), _means(new)
        definition = self._definitions(meant, means)
        by_name = name - (0 if definition is None else 0.3 * (1 - definition))
        telling = definition is not None and min(len(meant), len(means)) >= _TELLING
        by_definition = 0.95 * definition + 0.05 * name if telling and definition is not None else 0.0
        most = max(by_name, by_definition, self._under(old, new))
        above = self.there.get(old.parent_id) if old.parent_id else None
        same_place = above.after == new.parent_id if above else not (old.parent_id or new.parent_id)
        return 0.92 * most + 0.08 * same_place

    def _under(self, old: Code, new: Code) -> float:
        """Return how sure the codes under two codes make that they are one: nought for fewer than two."""
        was, now = self.before.children(old.id), {one.id for one in self.after.children(new.id)}
        same = sum(1 for one in was if one.id in self.there and self.there[one.id].after in now)
        return 0.55 + 0.4 * same / max(len(was), len(now)) if same > 1 else 0.0

    @staticmethod
    def _definitions(was: str, now: str) -> float | None:
        """Return how much two definitions are alike, up to 1, or None where there are not two."""
        return _alike(was, now) if was and now else None


def _alike(one: str, other: str) -> float:
    from rapidfuzz import fuzz

    return fuzz.ratio(one, other) / 100


def _sorted_name(code: Code) -> str:
    return " ".join(sorted(_tidy(code.name).split()))
