"""What an author should know of the quotes chosen: who carries them, what stands twice, who is known."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from qualbench.reports.quotes import described_by

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualbench.reports.study import Study
    from qualbench.reports.summary import ThemeEntry

#: From so many quotes on it is said that one participant carries the report, ...
_SOME = 4
#: ... where more than this share of them is theirs.
_CARRIES = 0.4


def quote_warnings(entries: Sequence[ThemeEntry], study: Study, template: str) -> list[str]:
    """Return a sentence for each thing that an author should look at before the quotes are printed."""
    return [*_carried(entries, study), *_twice(entries), *_singled_out(entries, study, template)]


def _carried(entries: Sequence[ThemeEntry], study: Study) -> list[str]:
    printed = {one.segment_id: one for entry in entries for one in entry.quotes}
    if len(printed) < _SOME or study.scope.n < 2:
        return []
    of_case = Counter(case_id for one in printed.values() for case_id in one.case_ids)
    return [
        f"{study.case_by_id[case_id].shown} carries the report: {number} of its {len(printed)} quotes are"
        " theirs."
        for case_id, number in of_case.most_common(1)
        if number > _CARRIES * len(printed)
    ]


def _twice(entries: Sequence[ThemeEntry]) -> list[str]:
    where: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for entry in entries:
        for one in entry.quotes:
            where.setdefault((one.text, one.case_ids), []).append(entry.path)
    return [
        f"The same words are quoted {len(paths)} times, under {' and '.join(f'“{one}”' for one in paths)}:"
        f" “{_short(text)}”."
        for (text, _cases), paths in where.items()
        if len(paths) > 1
    ]


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 60 else flat[:59] + "…"


def _singled_out(entries: Sequence[ThemeEntry], study: Study, template: str) -> list[str]:
    """Say who of those quoted could be known by what their quotes are signed with."""
    names = described_by(template)
    if not names:
        return []
    least = max(study.smallest_cell, 2)
    described = {case.id: tuple(case.value(name).strip() for name in names) for case in study.participants}
    alike = Counter(described.values())
    quoted = {case_id for entry in entries for one in entry.quotes for case_id in one.case_ids}
    known = [case_id for case_id in quoted if case_id in described and alike[described[case_id]] < least]
    if not known:
        return []
    who = ", ".join(sorted(study.case_by_id[one].shown for one in known))
    same = " and ".join(names)
    others = f"nobody else has the same {same}" if least == 2 else f"fewer than {least} have the same {same}"
    return [
        f"The attribution singles {len(known)} of {len(quoted)} quoted participants out, for in this study"
        f" {others}: {who}."
    ]
