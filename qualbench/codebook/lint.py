"""Remarks on a codebook that is in order but could be clearer."""

from __future__ import annotations

from rapidfuzz import fuzz, process

from qualbench.model.code import Codebook, CodeStatus
from qualbench.model.document import Problem

#: From this share of agreement on (0 to 100) two names are near-duplicates.
NEAR = 90.0


def check_codebook(codebook: Codebook) -> tuple[Problem, ...]:
    """Return remarks on codes in use: without a definition, or with a name nearly like another's.

    The same name under two parents is no near-duplicate.
    """
    codes = [code for code, _depth in codebook.walk() if code.status is not CodeStatus.RETIRED]
    found = [
        Problem(
            f"“{codebook.paths[code.id]}” has no definition.",
            hint="Say in a sentence what the code means.",
        )
        for code in codes
        if not code.definition.strip()
    ]
    names = [code.name.casefold() for code in codes]
    for index, code in enumerate(codes):
        near = process.extract(
            names[index], names[index + 1 :], scorer=fuzz.ratio, score_cutoff=NEAR, limit=None
        )
        for name, _score, offset in near:
            other = codes[index + 1 + offset]
            if name != names[index]:
                message = (
                    f"“{codebook.paths[code.id]}” and “{codebook.paths[other.id]}” have nearly the same name."
                )
                found.append(Problem(message, hint="If they mean the same, keep one; else tell them apart."))
    return tuple(found)
