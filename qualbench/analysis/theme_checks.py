"""Remarks on the themes of a set that may be worth a look. None of them says that a theme is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualbench.analysis.prevalence import count_segments, speaking_for, theme_codes
from qualbench.model.code import CodeStatus
from qualbench.model.coding import Stance
from qualbench.model.theme import ThemeStatus, theme_tree

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from qualbench.analysis.prevalence import ThemeCount
    from qualbench.analysis.scope import Scope
    from qualbench.analysis.selection import Selection
    from qualbench.model.case import Attribute, Case
    from qualbench.model.code import Codebook
    from qualbench.model.coding import Segment
    from qualbench.model.ids import CodeId, SegmentId, ThemeId
    from qualbench.model.theme import Theme

#: A theme of which one case has more than this share of the segments rests on that case ...
MOST = 0.5
#: ... if it has so many segments and there are so many participants: of two segments one is half.
MOST_FROM, SEVERAL_CASES = 4, 3
#: A group is remarkable where so many of it mention the theme and so many outside it could have.
SEVERAL_IN_GROUP = 2

#: Every remark: its id, and what it is about, in words for a list.
THEME_REMARKS = {
    "no-concept": "no central organising concept",
    "topic-name": "a theme named as a topic",
    "one-case-most": "one case carries most of it",
    "one-group": "one group alone supports it",
    "no-contradiction": "nothing that contradicts it looked for",
    "extract-twice": "an extract used twice",
    "code-in-no-theme": "a code in no theme",
    "dropped-unexplained": "dropped without a reason",
}
HINTS = {
    "no-concept": "One sentence that says what holds it together.",
    "topic-name": "A name that says what is claimed tells a reader more; a study of topics may want it so.",
    "one-case-most": "Look whether the theme holds without that case, or say that it is that case's.",
    "one-group": "It may be a finding about the group; look for it, and for its absence, in the others.",
    "no-contradiction": "Look for what speaks against it: mark it as contradicting, or read documents again.",
    "extract-twice": "A reader takes it for two pieces of evidence; choose another, or say why.",
    "code-in-no-theme": "Put it into a theme, or aside with a reason (qualbench theme pile).",
    "dropped-unexplained": "Say why, for the report and for yourself in a year.",
}


@dataclass(frozen=True, slots=True)
class ThemeRemark:
    """Something about a theme, or about a code that is in none.

    Attributes:
        id: Which of `THEME_REMARKS` it is.
        message: What was seen, in a sentence.
        theme_id: The theme, or empty.
        code_id: The code that is in none, or empty.
        why: The reason for which it is silenced, or None.
    """

    id: str
    message: str
    theme_id: ThemeId = ""
    code_id: CodeId = ""
    why: str | None = None

    @property
    def hint(self) -> str:
        """What one may do about it."""
        return HINTS[self.id]


def check_themes(
    themes: tuple[Theme, ...],
    codebook: Codebook,
    of_theme: Mapping[ThemeId, tuple[Segment, ...]],
    scope: Scope,
    selection: Selection,
    *,
    cases: Sequence[Case],
    attributes: Sequence[Attribute],
    reread: Collection[ThemeId] = (),
) -> tuple[ThemeRemark, ...]:
    """Return the remarks on a set's themes, in their order, and then on codes in none of them.

    Args:
        themes: All of the set.
        of_theme: Each theme's segments, as `theme_segments` gives them.
        cases: The participants, with their values.
        attributes: Those whose groups are looked at.
        reread: Themes for which documents were read again.
    """
    paths = {theme.id: path for theme, _depth, path in theme_tree(themes)}
    found: list[ThemeRemark] = []
    extracts = dict(_twice(themes, of_theme))
    for theme in (one for one, _depth, _path in theme_tree(themes)):
        path = paths[theme.id]
        if theme.gone:
            if theme.status is ThemeStatus.DROPPED and not theme.reason:
                found.append(_on(theme, "dropped-unexplained", f"“{path}” was dropped; nobody said why."))
            continue
        if not theme.concept:
            found.append(_on(theme, "no-concept", f"“{path}” has no central organising concept."))
        own = of_theme.get(theme.id, ())
        count = count_segments(speaking_for(own), scope, selection)
        found += [_on(theme, "one-case-most", said) for said in _one_case(path, count, cases)]
        found += [_on(theme, "one-group", said) for said in _one_group(path, count, cases, attributes)]
        against = any(one.stance is Stance.CONTRADICTS for one in own)
        if own and not against and theme.id not in reread:
            said = f"Nothing is marked as contradicting “{path}”, and no document was read again for it."
            found.append(_on(theme, "no-contradiction", said))
        if theme.id in extracts:
            said = f"A chosen quote of “{path}” is also one of “{paths[extracts[theme.id]]}”."
            found.append(_on(theme, "extract-twice", said))
    return (*found, *_in_no_theme(themes, codebook, of_theme))


def _on(theme: Theme, remark: str, said: str) -> ThemeRemark:
    return ThemeRemark(remark, said, theme.id)


def _one_case(path: str, count: ThemeCount, cases: Sequence[Case]) -> Iterator[str]:
    if count.segments < MOST_FROM or count.of < SEVERAL_CASES:
        return
    case_id, most = max(count.by_case.items(), key=lambda one: one[1], default=("", 0))
    if most / count.segments > MOST:
        name = next((one.shown for one in cases if one.id == case_id), "one case")
        yield f"{most:,} of {count.segments:,} segments of “{path}” are {name}'s."


def _one_group(
    path: str, count: ThemeCount, cases: Sequence[Case], attributes: Sequence[Attribute]
) -> Iterator[str]:
    if count.participants < SEVERAL_IN_GROUP:
        return
    for attribute in attributes:
        inside = {one.values.get(attribute.name, "") for one in cases if one.id in count.by_case}
        outside = [
            value
            for one in cases
            if one.id not in count.by_case and (value := one.values.get(attribute.name, ""))
        ]
        (value,) = inside if len(inside) == 1 else ("",)
        if value and len([one for one in outside if one != value]) >= SEVERAL_IN_GROUP:
            yield f"Only participants with {attribute.name} “{value}” mention “{path}”."


def _twice(
    themes: tuple[Theme, ...], of_theme: Mapping[ThemeId, tuple[Segment, ...]]
) -> Iterator[tuple[ThemeId, ThemeId]]:
    """Yield (theme, the theme before it that has the same words among its chosen quotes)."""
    places: dict[SegmentId, tuple[str, int, int]] = {
        one.id: (one.document_id, one.start, one.end) for own in of_theme.values() for one in own
    }
    first: dict[tuple[str, int, int], ThemeId] = {}
    for theme, _depth, _path in theme_tree(themes):
        for segment_id in () if theme.gone else theme.exemplar_ids:
            place = places.get(segment_id)
            if place is None:
                continue
            if first.setdefault(place, theme.id) != theme.id:
                yield theme.id, first[place]
                break


def _in_no_theme(
    themes: tuple[Theme, ...], codebook: Codebook, of_theme: Mapping[ThemeId, tuple[Segment, ...]]
) -> Iterator[ThemeRemark]:
    if not themes:
        return
    standing = {theme.id for theme in themes if not theme.gone}
    covered = {
        code for one, codes in theme_codes(themes, codebook).items() if one in standing for code in codes
    }
    alone = {one.code_id for theme_id in standing for one in of_theme.get(theme_id, ())}
    for code, _depth in codebook.walk():
        if code.status is CodeStatus.RETIRED or code.id in covered or code.id in alone:
            continue
        if any(below in covered for below in codebook.subtree(code.id)):
            continue  # what it gathers is in themes
        said = f"The code “{codebook.paths[code.id]}” is in no theme."
        yield ThemeRemark("code-in-no-theme", said, code_id=code.id)
