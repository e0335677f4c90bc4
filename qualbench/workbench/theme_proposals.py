"""What a file of themes would make of a theme set: names become ids, both sides' changes come together."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from qualbench.codebook.merging import Prefer
from qualbench.codebook.theme_file import TEXTS, Named, ThemeEntry, ThemeFile, entries_of
from qualbench.errors import QualbenchError
from qualbench.model.change import Change, Noun
from qualbench.model.document import Problem
from qualbench.model.ids import new_id
from qualbench.model.theme import Theme, ThemeKind, ThemeLevel, ThemeLink, ThemeSet, ThemeStatus, theme_tree
from qualbench.search.fuzzy import nearest
from qualbench.storage.codings import load_segment
from qualbench.workbench.codebooks import find_code, load_codebook
from qualbench.workbench.theming_sets import load_pile, load_themes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qualbench.model.code import Codebook
    from qualbench.model.coding import Stance
    from qualbench.workbench.project import Session

#: What is brought together as one: what both sides changed in one of these is for a person to decide.
PARTS: dict[str, tuple[str, ...]] = {
    "name": ("name",),
    "place": ("parent_id",),
    "order": ("position",),
    **{one: (one,) for one in TEXTS},
    "codes and segments": ("code_ids", "alone_ids", "segment_ids", "stances"),
    "quotes": ("exemplar_ids",),
    "links": ("links",),
}
_BY_STEP = (ThemeStatus.MERGED, ThemeStatus.SPLIT)


def file_of(session: Session, theme_set: ThemeSet) -> ThemeFile:
    """Return a set as the file that would be written of it."""
    pile = load_pile(session, theme_set.id)
    return as_file(theme_set, load_themes(session, theme_set.id), pile, load_codebook(session))


def as_file(
    theme_set: ThemeSet, themes: tuple[Theme, ...], pile: Mapping[str, str], book: Codebook
) -> ThemeFile:
    """Return themes as a file has them."""
    paths = {theme.id: path for theme, _depth, path in theme_tree(themes)}

    def entry(theme: Theme) -> ThemeEntry:
        under = sorted((one for one in themes if one.parent_id == theme.id), key=_order)
        return ThemeEntry(
            theme.name,
            theme.id,
            {key: str(getattr(theme, key)) for key in TEXTS if getattr(theme, key)},
            tuple(
                Named(book.paths[one], one not in theme.alone_ids, theme.stances.get(one) or _none())
                for one in theme.code_ids
                if one in book.paths
            ),
            tuple(Named(one, True, theme.stances.get(one) or _none()) for one in theme.segment_ids),
            tuple(Named(one) for one in theme.exemplar_ids),
            tuple(Named(paths[one.other_id], word=one.word) for one in theme.links if one.other_id in paths),
            tuple(entry(one) for one in under),
        )

    top = sorted((one for one in themes if one.parent_id is None), key=_order)
    piled = tuple(Named(book.paths[one], word=why) for one, why in pile.items() if one in book.paths)
    return ThemeFile("", theme_set.name, theme_set.id, tuple(entry(one) for one in top), piled)


def _none() -> Stance:
    from qualbench.model.coding import Stance

    return Stance.NONE


def _order(theme: Theme) -> tuple[int, str, str]:
    return theme.position, theme.name, theme.id


@dataclass(frozen=True, slots=True)
class ThemeProposal:
    """What a file makes of a set.

    Attributes:
        theme_set: The set, as the project has it; a new one where it is unknown.
        name: What the file calls it.
        before, target: Its themes by id, as they are and as they would be.
        pile_before, pile: The same of the codes put aside.
        new: Themes of the file that have no id there, each with the one that it gets.
        problems: What is in the way, each with its line.
        now: The set as it is, as a file.
    """

    theme_set: ThemeSet
    name: str
    before: dict[str, Theme]
    target: dict[str, Theme]
    pile_before: dict[str, str]
    pile: dict[str, str]
    new: tuple[tuple[ThemeEntry, str], ...]
    problems: tuple[Problem, ...]
    now: ThemeFile

    def after(self, session: Session) -> ThemeFile:
        """Return the set as it would be, as a file."""
        named = replace(self.theme_set, name=self.name or self.theme_set.name)
        return as_file(named, tuple(self.target.values()), self.pile, load_codebook(session))

    def pile_changes(self) -> list[Change]:
        """Return the changes of the codes put aside."""
        found = []
        for one, why in self.pile_before.items():
            if self.pile.get(one) != why:
                key = (self.theme_set.id, one)
                found.append(Change("CodeTakenBack", Noun.THEME_PILE, key, {"why": why}, None))
        for one, why in self.pile.items():
            if self.pile_before.get(one) != why:
                key = (self.theme_set.id, one)
                found.append(Change("CodePutAside", Noun.THEME_PILE, key, None, {"why": why}))
        return found


@dataclass(slots=True)
class _Resolved:
    """A file with ids for names."""

    themes: dict[str, Theme] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    new: list[tuple[ThemeEntry, str]] = field(default_factory=list)
    pile: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def propose(
    session: Session, theme_set: ThemeSet, read: ThemeFile, base: ThemeFile | None, prefer: Prefer | None
) -> ThemeProposal:
    """Return what a file makes of a set; where its base is not known, nothing is removed by it.

    Args:
        base: What the file was written from.
        prefer: What is taken where both sides changed the same thing; None makes it a problem.
    """
    current = {one.id: one for one in _dense(load_themes(session, theme_set.id))}
    pile = load_pile(session, theme_set.id)
    known = {*current, *((one.id for one, _path in entries_of(base)) if base is not None else ())} - {""}
    file = _resolve(session, theme_set, read, current, known)
    was = _resolve(session, theme_set, base, current, known) if base is not None else None
    target, conflicts = _merge(was.themes if was else None, file, current, prefer)
    problems = [*file.problems, *conflicts, *_by_step(file, current)]
    goes = was is None or file.pile != was.pile
    return ThemeProposal(
        theme_set,
        read.name or theme_set.name,
        {one.id: one for one in load_themes(session, theme_set.id)},
        target,
        pile,
        (file.pile if was is not None or file.pile else pile) if goes else pile,
        tuple(file.new),
        tuple(problems),
        file_of(session, theme_set),
    )


def _dense(themes: tuple[Theme, ...]) -> list[Theme]:
    """Return themes with their places among their siblings counted from 0."""
    places: dict[str | None, int] = {}
    found = []
    for theme, _depth, _path in theme_tree(themes):
        place = places.get(theme.parent_id, 0)
        places[theme.parent_id] = place + 1
        found.append(replace(theme, position=place))
    return found


def _resolve(
    session: Session, theme_set: ThemeSet, read: ThemeFile, current: dict[str, Theme], own_ids: set[str]
) -> _Resolved:
    made = _Resolved()
    paths = {path: theme.id for theme, _depth, path in theme_tree(tuple(current.values()))}
    listed = entries_of(read)
    named = {one.id for one, _path in listed}
    ids: dict[str, str] = {}
    for one, path in listed:
        known = one.id if one.id in own_ids else paths.get(path, "")
        if known and (known == one.id or known not in named) and known not in ids.values():
            ids[path] = known
        else:
            ids[path] = new_id()
        if one.id != ids[path]:
            made.new.append((one, ids[path]))
    finder = _Finder(session, made, ids, paths)
    book = load_codebook(session)

    def take(entries: tuple[ThemeEntry, ...], above: str, parent: str | None) -> None:
        for place, one in enumerate(entries):
            path = f"{above} > {one.name}" if above else one.name
            own = ids[path]
            made.themes[own] = finder.theme(one, Theme(own, theme_set.id, one.name, parent, place), book)
            made.lines[own] = one.line
            take(one.themes, path, own)

    take(read.themes, "", None)
    for piled in read.pile:
        if code := finder.code(piled, book):
            made.pile[code] = piled.word
    made.new = [(one, own) for one, own in made.new if not one.id]
    return made


class _Finder:
    """Finds what a file names, and says with its line what there is not."""

    def __init__(
        self, session: Session, made: _Resolved, ids: Mapping[str, str], paths: Mapping[str, str]
    ) -> None:
        self.session, self.made, self.ids, self.paths = session, made, ids, paths

    def theme(self, entry: ThemeEntry, theme: Theme, book: Codebook) -> Theme:
        codes = [(code, one) for one in entry.codes if (code := self.code(one, book))]
        segments = [(one.what, one) for one in entry.segments if self.segment(one)]
        texts: dict[str, Any] = dict(entry.texts)
        choices = (("level", ThemeLevel), ("kind", ThemeKind), ("status", ThemeStatus))
        texts |= {key: kind(texts[key]) for key, kind in choices if key in texts}
        return replace(
            theme,
            **texts,
            code_ids=tuple(code for code, _one in codes),
            alone_ids=frozenset(code for code, one in codes if not one.subcodes),
            segment_ids=tuple(segment for segment, _one in segments),
            stances={own: one.stance for own, one in (*codes, *segments) if one.stance},
            exemplar_ids=tuple(one.what for one in entry.quotes if self.segment(one)),
            links=tuple(
                ThemeLink(other, one.word)
                for one in entry.links
                if (other := self.other(one)) and other != theme.id
            ),
        )

    def code(self, one: Named, book: Codebook) -> str:
        try:
            return find_code(self.session, one.what, book).id
        except QualbenchError as error:
            self._refuse(str(error), one.line, error.hint)
            return ""

    def segment(self, one: Named) -> bool:
        try:
            load_segment(self.session.store, one.what)
        except QualbenchError:
            self._refuse(
                f"There is no segment {one.what}.", one.line, "Its id stands in: qualbench segments --json"
            )
            return False
        return True

    def other(self, one: Named) -> str:
        named = [own for path, own in self.ids.items() if path.rpartition(" > ")[2] == one.what]
        found = self.ids.get(one.what) or (named[0] if len(named) == 1 else "")
        if not found and self.paths.get(one.what) in self.ids.values():
            found = self.paths[one.what]  # what it was called before the file renamed it
        if not found:
            near = nearest(one.what, self.ids)
            hint = f"Did you mean “{near[0]}”?" if near else "Give its path, with “ > ” between the names."
            self._refuse(f"There is no theme “{one.what}” in this file.", one.line, hint)
        return found

    def _refuse(self, message: str, line: int, hint: str) -> None:
        self.made.problems.append(Problem(message, line, hint, serious=True))


def _merge(
    base: dict[str, Theme] | None, file: _Resolved, current: dict[str, Theme], prefer: Prefer | None
) -> tuple[dict[str, Theme], list[Problem]]:
    """Bring both sides' changes together, part by part."""
    target: dict[str, Theme] = {}
    problems: list[Problem] = []
    for own, theme in file.themes.items():
        there, before = current.get(own), (base or {}).get(own)
        if there is None:
            if before is None or prefer is Prefer.FILE:
                target[own] = theme
            elif prefer is None and _differ(before, theme):
                said = f"“{theme.name}” was changed here and removed in the project since."
                hint = "--prefer-file brings it back, --prefer-project leaves it out."
                problems.append(Problem(said, file.lines[own], hint, serious=True))
            continue
        target[own], both = _one(theme, there, before, prefer)
        problems += [_both(there, part, file.lines[own]) for part in both]
    for own, here in current.items():
        if own in target or own in file.themes:
            continue
        known = (base or {}).get(own)
        if known is None:
            target[own] = here  # made since, or the file is no judge of it
        elif prefer is not Prefer.FILE and _differ(known, here):
            target[own] = here
            if prefer is None:
                said = f"The file leaves out “{here.name}”, which was changed in the project since."
                hint = "--prefer-file removes it, --prefer-project keeps it."
                problems.append(Problem(said, hint=hint, serious=True))
    for own, theme in target.items():
        if theme.parent_id is not None and theme.parent_id not in target:
            said = f"“{theme.name}” stands under a theme that would go."
            hint = "Put the theme above it back, or move it."
            problems.append(Problem(said, file.lines.get(own), hint, serious=True))
    target, more = _in_order(target)
    return target, [*problems, *more]


def _one(said: Theme, here: Theme, before: Theme | None, prefer: Prefer | None) -> tuple[Theme, list[str]]:
    """Bring the two sides of one theme together; return the parts that both changed, too."""
    fields: dict[str, Any] = {}
    both = []
    for part, names in PARTS.items():
        mine, theirs = _values(said, names), _values(here, names)
        was = theirs if before is None else _values(before, names)
        # without a base a file is no judge of what it says nothing of
        silent = before is None and mine == _values(_NOTHING, names) and part != "place"
        take = said if mine != was and not silent else here
        if mine != was and theirs != was and mine != theirs and part != "order":
            both += [part] if prefer is None else []
            take = here if prefer is Prefer.PROJECT else said
        fields |= {name: getattr(take, name) for name in names}
    return replace(here, **fields), both


def _differ(one: Theme, other: Theme) -> bool:
    told = (names for part, names in PARTS.items() if part != "order")
    return any(_values(one, names) != _values(other, names) for names in told)


_NOTHING = Theme("", "", "")


def _in_order(target: dict[str, Theme]) -> tuple[dict[str, Theme], list[Problem]]:
    """Return themes with places from 0 among their siblings, and names that stand twice as problems."""
    places: dict[str | None, int] = {}
    names: set[tuple[str | None, str]] = set()
    found, problems = {}, []
    for theme in sorted(target.values(), key=_order):
        place = places.get(theme.parent_id, 0)
        places[theme.parent_id] = place + 1
        found[theme.id] = replace(theme, position=place)
        if (theme.parent_id, theme.name) in names:
            said = f"Two themes beside one another would be called “{theme.name}”."
            problems.append(Problem(said, None, "One of them was made in the project since.", serious=True))
        names.add((theme.parent_id, theme.name))
    return found, problems


def _values(theme: Theme, names: tuple[str, ...]) -> tuple[object, ...]:
    return tuple(
        dict(value) if isinstance(value, dict) else value for value in (getattr(theme, n) for n in names)
    )


def _both(here: Theme, part: str, line: int) -> Problem:
    return Problem(
        f"The {part} of “{here.name}” was changed here and in the project since.",
        line,
        "--prefer-file takes the file's, --prefer-project keeps the project's.",
        serious=True,
    )


def _by_step(file: _Resolved, current: dict[str, Theme]) -> list[Problem]:
    """Report themes that a file calls merged or split: that comes about by a step of its own."""
    return [
        Problem(
            f"“{theme.name}” is said to be {theme.status}.",
            file.lines[own],
            f"Use: qualbench theme {'merge' if theme.status is ThemeStatus.MERGED else 'split'}",
            serious=True,
        )
        for own, theme in file.themes.items()
        if theme.status in _BY_STEP and (own not in current or current[own].status is not theme.status)
    ]
