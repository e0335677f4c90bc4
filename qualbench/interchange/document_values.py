"""Values that another program gives to documents: here cases have them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from qualbench.interchange.incoming import IncomingCase

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def with_document_values(
    cases: Sequence[IncomingCase], names: Mapping[str, str], values: Mapping[str, Mapping[str, str]]
) -> list[IncomingCase]:
    """Return the cases with the values of their documents.

    A document of one case gives its values to that case; one of none, or of several, gets a case of its own.

    Args:
        names: The documents' names by key.
        values: The documents' values by key, each by the attribute's name.
    """
    made = list(cases)
    owners: dict[str, list[int]] = defaultdict(list)
    for number, case in enumerate(made):
        for key in case.documents:
            owners[key].append(number)
    taken = {one.name.casefold() for one in made}
    for key, own in values.items():
        if not own:
            continue
        if len(owners[key]) == 1:
            case = made[owners[key][0]]
            made[owners[key][0]] = replace(case, values={**own, **case.values})
            continue
        name = names[key]
        while name.casefold() in taken:
            name = f"{name} (document)"
        taken.add(name.casefold())
        made.append(IncomingCase(f"case of {key}", name, own, () if owners[key] else (key,)))
    return made
