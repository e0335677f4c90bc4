"""Invented codebooks for the tests of this room."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from qualbench.codebook.entries import LISTS, MAPS, VALUES
from qualbench.model.code import Code, Codebook, CodeLevel, CodeStatus, Origin

#: What YAML makes hard: indicators, quotes, breaks, what other readers take for a number or a date.
HARD = (
    "No", "yes", "~", "null", "1.10", "12:30", "2024-01-01", "0x1F", "a: b", "a #b", "#a", "- a",
    "-", "?", ":", "a:", "'", '"', "it's", "[x]", "{x}", "*a", "&a", "!a", "|", ">", "%", "@", "`", "---",
    "...", "=", "<<", "é", "😀", "ع", "\\", "\\n", "x" * 300,
)  # fmt: skip
HARD_TEXT = (
    *HARD, "", " ", "  lead", "trail  ", "a\nb", "a\n\nb\n", "\na", "a\n\n", "\n", "a\n  b\n c", " a\nb",
    "a\n \nb", "a\tb", "\ta\nb", "a\r\nb", "a\rb", "\x85", "a\u2028b", "\u2029", "\x00", "\x1b[31m", "\x7f",
    "\ufeff", "\ufffe", "a\n# b", "a\n---\nb", "a\nb: c\n", "x " * 200,
)  # fmt: skip
CHARS = st.characters(exclude_categories=["Cs"])
TEXTS = st.one_of(st.sampled_from(HARD_TEXT), st.text(CHARS, max_size=30))
NAMES = st.one_of(
    st.sampled_from(HARD),
    st.text(CHARS, min_size=1, max_size=20)
    .map(str.strip)
    .filter(lambda name: name and " > " not in name and not set(name) & set("\n\r\x0b\x0c\x85\u2028\u2029")),
)
COLORS = st.sampled_from(("", "#0072B2", "#e69f00"))
#: Names with a text each, as `properties` and `silenced` hold them.
PAIRS = st.lists(
    st.tuples(st.one_of(NAMES, TEXTS, st.just("é" * 2000)), TEXTS), max_size=3, unique_by=lambda one: one[0]
).map(tuple)
#: What may stand in every field of a code but its id and its place.
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "name": NAMES,
    **dict.fromkeys(VALUES, TEXTS),
    **dict.fromkeys(LISTS, st.lists(TEXTS, max_size=3).map(tuple)),
    **dict.fromkeys(MAPS, PAIRS),
    "color": COLORS,
    "origin": st.sampled_from((None, *Origin)),
    "level": st.sampled_from((None, *CodeLevel)),
    "in_vivo": st.booleans(),
    "status": st.sampled_from(CodeStatus),
}


def number(index: int) -> str:
    """An id that is always the same."""
    return str(uuid.UUID(int=(index << 64) + (4 << 76) + (8 << 60)))


def book(*codes: Code, name: str = "Study") -> Codebook:
    return Codebook(name, codes)


def code(index: int, name: str, parent: int | None = None, position: int = 0, **fields: Any) -> Code:
    made = Code(number(index), name, None if parent is None else number(parent), position)
    return replace(made, **fields)


def small() -> Codebook:
    """Two codes at the top, two under the first."""
    return book(
        code(1, "Barriers", definition="What stands in the way.", status=CodeStatus.ACTIVE),
        code(2, "Cost", 1, 0, color="#0072B2", examples=("It was dear.", "No: never.")),
        code(3, "Distance", 1, 1, when="Far.\nVery far.\n", origin=Origin.INDUCTIVE),
        code(4, "Hope", position=1, in_vivo=True, status=CodeStatus.RETIRED),
    )


@st.composite
def codes(draw: st.DrawFn, index: int) -> Code:
    """A code with a few of its fields, each as hard as it may be."""
    filled = draw(st.sets(st.sampled_from(VALUES), max_size=5))
    fields = {key: draw(FIELDS[key]) for key in ("name", *VALUES) if key == "name" or key in filled}
    return replace(Code(number(index), "x"), **fields)


def nudged(draw: st.DrawFn, key: str, value: Any) -> Any:
    """Another value for a field; of a list or of pairs some stay, one may change, and they may turn about."""
    if key not in (*LISTS, *MAPS) or not value or draw(st.booleans()):
        return draw(FIELDS[key])
    kept = draw(st.permutations(value))[: draw(st.integers(0, len(value)))]
    fresh = draw(FIELDS[key])
    if key in LISTS:
        return (*kept[:1], *fresh, *kept[1:])
    changed = {name: draw(TEXTS) if draw(st.booleans()) else text for name, text in kept}
    return tuple({**changed, **dict(fresh)}.items())


def tidy(name: str, made: list[Code]) -> Codebook:
    """Make names different under one parent and positions count from 0, as the store holds them."""
    seen: dict[str | None, set[str]] = {}
    placed = []
    for one in made:
        family = seen.setdefault(one.parent_id, set())
        label = one.name
        while label in family:
            label += "+"
        family.add(label)
        placed.append(replace(one, name=label, position=len(family) - 1))
    return Codebook(name, tuple(placed))


@st.composite
def codebooks(draw: st.DrawFn) -> Codebook:
    """A tree of up to seven codes with everything that a file finds hard."""
    made: list[Code] = []
    for index in range(draw(st.integers(0, 7))):
        parent = draw(st.sampled_from((None, *(one.id for one in made))))
        one = draw(codes(index + 1))
        made.append(replace(one, parent_id=parent))
    return tidy(str(draw(TEXTS)), made)


@st.composite
def edited(draw: st.DrawFn, before: Codebook) -> Codebook:
    """A codebook after a few edits."""
    made = [one for one, _depth in before.walk()]
    for step in range(draw(st.integers(1, 3))):
        kind = draw(st.sampled_from(("field", "field", "field", "add", "remove", "move", "order")))
        if kind == "add" or not made:
            parent = draw(st.sampled_from((None, *(one.id for one in made))))
            new = draw(codes(100 + step))
            made.append(replace(new, parent_id=parent))
            continue
        at = draw(st.integers(0, len(made) - 1))
        one = made[at]
        under = set(Codebook("", tuple(made)).subtree(one.id))
        if kind == "remove":
            made = [other for other in made if other.id not in under]
        elif kind == "move":
            free = [None, *(other.id for other in made if other.id not in under)]
            made.remove(one)
            made.append(replace(one, parent_id=draw(st.sampled_from(free))))
        elif kind == "order":
            made.remove(one)
            made.insert(draw(st.integers(0, len(made))), one)
        else:
            key = draw(st.sampled_from(tuple(FIELDS)))
            made[at] = replace(one, **{key: nudged(draw, key, getattr(one, key))})
    name = draw(st.sampled_from((before.name, "Another")))
    return tidy(str(name), made)
