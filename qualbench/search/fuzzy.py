"""Fuzzy ranking with rapidfuzz: what a person types, against the names of things."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from qualbench.model.code import Code, Codebook

#: Scores run from 0 to 100; what scores below this is no hit.
THRESHOLD = 60.0
#: A code whose definition or examples hold what was typed scores this; one whose name is like it scores more.
BY_WORDS = 70.0


@dataclass(frozen=True, slots=True)
class CodeHit:
    """A code that fits what was typed. `score` runs from 0 to 100."""

    code: Code
    path: str
    score: float


def rank_codes(
    codebook: Codebook,
    query: str,
    *,
    recent: Sequence[str] = (),
    counts: Mapping[str, int] | None = None,
    limit: int = 50,
    retired: bool = False,
) -> list[CodeHit]:
    """Rank the codes, those in use unless `retired` ones are wanted too, against what was typed, best first.

    A name that begins with the query goes before one in which a word does, then fuzzy fits of the name, the
    path, and last the definition, when to use it, and examples. With nothing typed: the recent codes, then
    the tree.

    Args:
        recent: Ids of the codes used last, newest first; they win among equals.
        counts: Segments by code id; more win among equals.
    """
    from qualbench.model.code import CodeStatus

    live = [code for code, _depth in codebook.walk() if retired or code.status is not CodeStatus.RETIRED]
    newest = {code_id: len(recent) - place for place, code_id in enumerate(recent)}
    query = query.strip().casefold()
    if not query:
        first = sorted((code for code in live if code.id in newest), key=lambda code: -newest[code.id])
        rest = [code for code in live if code.id not in newest]
        return [CodeHit(code, codebook.paths[code.id], 0.0) for code in (*first, *rest)][:limit]
    hits = [
        hit
        for code in live
        if (hit := CodeHit(code, path := codebook.paths[code.id], _score(query, code, path))).score
        >= THRESHOLD
    ]
    hits.sort(
        key=lambda hit: (
            -round(hit.score),
            -newest.get(hit.code.id, 0),
            -(counts or {}).get(hit.code.id, 0),
            len(hit.code.name),
            hit.path,
        )
    )
    return hits[:limit]


def _score(query: str, code: Code, path: str) -> float:
    from rapidfuzz import fuzz

    name = code.name.casefold()
    if name == query:
        return 100.0
    if name.startswith(query):
        return 98.0
    if any(word.startswith(query) for word in name.replace("-", " ").split()):
        return 95.0
    if query in name:
        return 92.0
    if len(query) > 1 and _initials(name, query):
        return 88.0
    path = path.casefold()
    if len(query) > 3:
        by_name = fuzz.WRatio(query, name) * 0.9
        by_path = fuzz.partial_token_sort_ratio(query, path) * 0.85
    else:  # with so few letters nearly anything is like anything
        by_name, by_path = 0.0, 85.0 if len(query) == 3 and query in path else 0.0
    about = " ".join((code.definition, code.when, *code.examples)).casefold()
    return max(by_name, by_path, _by_words(query, about))


def _by_words(query: str, about: str) -> float:
    """Score what was typed against what is said of a code; a longer query may have slips in it."""
    from rapidfuzz import fuzz

    if len(query) < 3:
        return 0.0
    if query in about:
        return BY_WORDS
    if not 4 < len(query) < len(about):  # the shorter of the two is looked for in the longer
        return 0.0
    return fuzz.partial_ratio(query, about, score_cutoff=86) * BY_WORDS / 100


def _initials(name: str, query: str) -> bool:
    """Say whether the query is the first letters of the name's words: `tor` for Timing of Referral."""
    return "".join(word[0] for word in name.split()).startswith(query)


def nearest(name: str, known: Iterable[str], limit: int = 3, least: float = THRESHOLD) -> list[str]:
    """Return the known names nearest to `name`, best first; none that is far off."""
    from rapidfuzz import fuzz, process

    found = process.extract(
        name, list(known), scorer=fuzz.WRatio, processor=str.casefold, limit=limit, score_cutoff=least
    )
    return [hit[0] for hit in found]


def near_duplicates(codebook: Codebook, name: str, cutoff: float = 85.0) -> list[Code]:
    """Return the codes whose name is nearly `name`, in whatever order its words stand, nearest first."""
    from rapidfuzz import fuzz

    def likeness(code: Code) -> float:
        known = " ".join(code.name.casefold().split())
        return max(fuzz.ratio(wanted, known), fuzz.token_sort_ratio(wanted, known))

    wanted = " ".join(name.casefold().split())
    scored = [(likeness(code), code) for code, _depth in codebook.walk()]
    near = [(score, code) for score, code in scored if score >= cutoff]
    return [code for _score, code in sorted(near, key=lambda one: -one[0])]
