"""What a format cannot carry, and what was left out of one: said, never passed over."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from qualbench.codebook.entries import LISTS, MAPS
from qualbench.model.code import CodeStatus

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qualbench.model.code import Code, Codebook

#: Characters that no format beside YAML carries: controls, and what XML has no place for.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff￾￿]")
_BREAK = re.compile("\r\n?")
_TEXTS = ("definition", "full_definition", "when", "when_not", "source", "author", "notes")
#: The fields of a code in the words of the interface.
WORDS = {
    "id": "the id",
    "color": "colours",
    "definition": "definitions",
    "full_definition": "full definitions",
    "when": "when to use",
    "when_not": "when not to use",
    "examples": "examples",
    "counter_examples": "counter-examples",
    "origin": "origins",
    "source": "sources",
    "level": "semantic or latent",
    "in_vivo": "in vivo",
    "status": "status",
    "author": "authors",
    "notes": "notes",
    "properties": "properties",
    "silenced": "remarks that are not wanted",
}


def fit(text: str) -> str:
    """Return a text with ordinary line breaks and a stand-in for each character that cannot be carried."""
    return _UNFIT.sub("\ufffd", _BREAK.sub("\n", text))


def fitted(code: Code) -> Code:
    """Return a code with every text fit to be carried."""
    texts: dict[str, Any] = {key: fit(getattr(code, key)) for key in ("name", *_TEXTS)}
    texts |= {key: tuple(map(fit, getattr(code, key))) for key in LISTS}
    texts |= {key: tuple({fit(one): fit(said) for one, said in getattr(code, key)}.items()) for key in MAPS}
    return replace(code, **texts)


def texts_of(code: Code) -> Iterable[str]:
    """Yield every text of a code but its name."""
    yield from (getattr(code, key) for key in _TEXTS)
    yield from (*code.examples, *code.counter_examples)
    for name, said in (*code.properties, *code.silenced):
        yield from (name, said)


def losses_of(codebook: Codebook, carried: Iterable[str], *, named: bool = False) -> tuple[str, ...]:
    """Return, a sentence each, what of a codebook does not travel.

    Args:
        codebook: What is written.
        carried: The fields that the format has a place for.
        named: Whether it has a place for the codebook's own name.
    """
    said = []
    if codebook.name and not named:
        said.append("The codebook's own name is not in the file.")
    there = frozenset(carried)
    left = [key for key in WORDS if key not in there]
    for key in left:
        number = sum(1 for code in codebook.codes if _says(code, key))
        if number and key != "id":
            said.append(f"Not in the file: {WORDS[key]} ({number} {'code' if number == 1 else 'codes'}).")
    if "id" not in there and codebook.codes:
        said.append("Not in the file: the ids, so that a code is known by its name when it is read again.")
    odd = [code for code in codebook.codes if any(fit(one) != one for one in (code.name, *texts_of(code)))]
    if odd:
        names = ", ".join(f"“{fit(code.name)}”" for code in odd[:3])
        more = f" and {len(odd) - 3} more" if len(odd) > 3 else ""
        said.append(
            f"Control characters become \ufffd and line breaks of other systems ordinary ones: {names}{more}."
        )
    return tuple(said)


def _says(code: Code, key: str) -> bool:
    value = getattr(code, key)
    return bool(value) and value != CodeStatus.ACTIVE
