"""What becomes of codings when codes come together: pure, so that it can be looked at before it is done.

Nothing may stand twice: where a coder gave the same words both codes, one coding stays. Codings that overlap
or meet end to end stay as they are, or unite into one that covers both.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qualbench.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from qualbench.storage.code_use import CodedRow


class StancesDiffer(UsageError):
    """The same words were coded twice, once as supporting a theme and once as something else."""

    def __init__(self, many: int, place: str) -> None:
        places = "one stretch" if many == 1 else f"{many:,} stretches"
        super().__init__(
            f"On {places} of text the codings that would become one say differing stances: {place}.",
            "Give both the same stance, or none, and merge then.",
        )


@dataclass(slots=True)
class Union:
    """What becomes of the codings.

    Attributes:
        changed: Those that go on, as they were and as they will be.
        gone: Those that become part of another: the row, and the id of that other.
        recoded: How many get another code.
        same: How many go because the coder gave the same words the other code too.
        united: How many go because they unite with one that they overlap or meet.
        overlapping: How many overlap another one, and stay as they are.
        apart: How many would unite, and stay because their stances differ.
    """

    changed: list[tuple[CodedRow, CodedRow]] = field(default_factory=list)
    gone: list[tuple[CodedRow, str]] = field(default_factory=list)
    recoded: int = 0
    same: int = 0
    united: int = 0
    overlapping: int = 0
    apart: int = 0

    def add(self, other: Union) -> None:
        """Take in what becomes of other codings."""
        self.changed += other.changed
        self.gone += other.gone
        for name in ("recoded", "same", "united", "overlapping", "apart"):
            setattr(self, name, getattr(self, name) + getattr(other, name))

    @property
    def became(self) -> dict[str, str]:
        """Segment that goes -> segment that it is part of in the end."""
        first = {row.id: into for row, into in self.gone}
        found = {}
        for one, into in first.items():
            while into in first:
                into = first[into]
            found[one] = into
        return found


def bring_together(
    rows: Iterable[CodedRow], into: Mapping[str, str], meanings: Mapping[str, int], *, unite: bool = False
) -> Union:
    """Work out what becomes of the codings of codes that are merged, and of those that they come to.

    Args:
        rows: The codings of all codes concerned.
        into: Merged code -> the code that its codings get.
        meanings: Code -> the meaning that it has now, of those that codings get.
        unite: Codings of one coder that overlap or meet become one, where a merged code is among theirs.

    Raises:
        StancesDiffer: The same words have both codes by one coder, and differing stances.
    """
    union = Union()
    differing: list[CodedRow] = []
    by_text: dict[tuple[str, str, str, int], list[tuple[int, int, bool, str, CodedRow]]] = {}
    for row in rows:
        moves = row.code_id in into
        place = (into[row.code_id] if moves else row.code_id, row.coder_id, row.document_id, row.revision)
        # of those on the same words the one that has the code already comes first, else the oldest
        by_text.setdefault(place, []).append((row.start, row.end, moves, row.created_at, row))
    for (target, *_place), ranked in by_text.items():
        ranked.sort()
        cluster: list[list[CodedRow]] = []
        end = -1
        for start, stop, _moves, _made, row in ranked:
            if cluster and start == cluster[-1][0].start and stop == cluster[-1][0].end:
                cluster[-1].append(row)
                continue
            if start > end or (start == end and not unite):
                _close(union, cluster, target, meanings, differing, unite=unite)
                cluster, end = [], -1
            cluster.append([row])
            end = max(end, stop)
        _close(union, cluster, target, meanings, differing, unite=unite)
    if differing:
        first = differing[0]
        raise StancesDiffer(len(differing), f"{first.start}:{first.end}")
    return union


def _close(
    union: Union,
    cluster: Sequence[Sequence[CodedRow]],
    target: str,
    meanings: Mapping[str, int],
    differing: list[CodedRow],
    *,
    unite: bool,
) -> None:
    """Settle codings of one coder that share words: each stretch is a list of those on the same words."""
    if not cluster or not any(row.code_id != target for rows in cluster for row in rows):
        return  # nothing comes to them, so they are as they were
    stays: list[CodedRow] = []
    for rows in cluster:
        if len(rows) == 1:
            stays.append(rows[0])
            continue
        one = _folded(rows)
        if one is None:
            differing.append(rows[0])
            one = rows[0]
        stays.append(one)
        union.gone += [(row, rows[0].id) for row in rows[1:]]
        union.same += len(rows) - 1
    befores = {rows[0].id: rows[0] for rows in cluster} if len(cluster) > 1 or len(cluster[0]) > 1 else {}
    if len(stays) > 1:
        # of several the one that had the code already goes on, else the first in the text
        order = sorted(stays, key=lambda row: row.code_id != target)
        whole = _folded(order) if unite else None
        if whole is not None:
            union.gone += [(befores[row.id], whole.id) for row in order[1:]]
            union.united += len(order) - 1
            start, stop = min(row.start for row in stays), max(row.end for row in stays)
            stays = [whole._replace(start=start, end=stop)]
        elif unite:
            union.apart += len(stays)
        else:
            union.overlapping += len(stays)
    for row in stays:
        before, after = befores.get(row.id, row), row
        if row.code_id != target:
            after = row._replace(code_id=target, meaning=meanings[target])
            union.recoded += 1
        if after != before:
            union.changed.append((before, after))


def _folded(rows: Sequence[CodedRow]) -> CodedRow | None:
    """Return the first with the marks of all, or None where their stances differ."""
    stances = {row.stance for row in rows if row.stance}
    if len(stances) > 1:
        return None
    return rows[0]._replace(
        important=max(row.important for row in rows), stance=next(iter(stances), rows[0].stance)
    )
