"""What codes became, followed over as many merges and splits as it took."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualbench.model.code import CodeStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from qualbench.model.code import Codebook, Lineage


def steps_of(lineage: Iterable[Lineage]) -> dict[str, list[str]]:
    """Return what each code became at once, by its id, in the order in which it happened."""
    steps: dict[str, list[str]] = {}
    for one in lineage:
        steps.setdefault(one.code_id, []).append(one.into_id)
    return steps


def follow(code_id: str, codebook: Codebook, steps: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return the ids of what a code is in `codebook`.

    Itself while it is in use there; else what it was merged or split into, as far as that is there. A chain
    that runs in a circle ends where it comes back to itself.

    Args:
        steps: As `steps_of` returns them.
    """
    found: dict[str, None] = {}
    seen: set[str] = set()
    waiting = [code_id]
    while waiting:
        one = waiting.pop(0)
        if one in seen:
            continue
        seen.add(one)
        known = codebook.by_id.get(one)
        if known is not None and (known.status is not CodeStatus.RETIRED or one not in steps):
            found[one] = None
        else:
            waiting = [*steps.get(one, ()), *waiting]
    if not found and code_id in codebook.by_id:  # all that it became is gone, and it is still there
        found[code_id] = None
    return tuple(found)
