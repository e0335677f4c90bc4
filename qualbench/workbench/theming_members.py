"""What belongs to a theme: codes, single segments, chosen quotes in order, links to other themes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualbench.analysis.prevalence import theme_members
from qualbench.errors import NotFound, UsageError
from qualbench.model.change import Change, Noun
from qualbench.storage import themes as stored
from qualbench.workbench.codebooks import load_codebook
from qualbench.workbench.coding import find_segment
from qualbench.workbench.theming_sets import find_theme, load_pile, load_themes
from qualbench.workbench.writing import added, changed, removed, write

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualbench.model.coding import Stance
    from qualbench.storage.themes import Place
    from qualbench.workbench.project import Session


def assign_codes(
    session: Session,
    theme_id: str,
    code_ids: Sequence[str],
    *,
    subcodes: bool | None = None,
    stance: Stance | None = None,
) -> list[str]:
    """Put codes into a theme; return the ids that were not in it before. They leave the set's pile.

    Args:
        subcodes: Whether each brings its subcodes; None leaves it as it is, and with new ones brings them.
        stance: How they stand to the theme; None leaves it as it is.

    Raises:
        NotFound: There is no such theme or code.
    """
    theme = find_theme(session, theme_id)
    codebook = load_codebook(session)
    for code_id in code_ids:
        if code_id not in codebook.by_id:
            raise NotFound("code", code_id)
    said = {"subcodes": int(subcodes)} if subcodes is not None else {}
    row = said | ({"stance": stance.value} if stance is not None else {})
    there = {
        place.key[1]: place
        for place in stored.load_places(session.store, Noun.THEME_CODE, "theme_id", [theme.id])
    }
    fresh = [one for one in dict.fromkeys(code_ids) if one not in there]
    start = _next([*there.values()])
    piled = load_pile(session, theme.set_id)
    changes: list[Change | None] = [
        added(
            "CodeAssigned",
            Noun.THEME_CODE,
            (theme.id, one),
            {"position": start + n, "subcodes": 1, "stance": "", **row},
        )
        for n, one in enumerate(fresh)
    ]
    changes += [
        changed("MemberChanged", Noun.THEME_CODE, there[one].key, there[one].row, row)
        for one in dict.fromkeys(code_ids)
        if one in there
    ]
    changes += [
        removed(session, "CodeTakenBack", Noun.THEME_PILE, (theme.set_id, one))
        for one in fresh
        if one in piled
    ]
    name = f"“{codebook.by_id[fresh[0]].name}”" if len(fresh) == 1 else f"{len(fresh)} codes"
    summary = (
        f"put {name} into the theme “{theme.name}”"
        if fresh
        else f"said how {len(code_ids)} codes stand to the theme “{theme.name}”"
    )
    write(session, [one for one in changes if one], verb="assign", summary=summary)
    return fresh


def unassign_codes(session: Session, theme_id: str, code_ids: Sequence[str]) -> list[str]:
    """Take codes out of a theme; return the ids that were in it.

    Raises:
        NotFound: There is no such theme.
    """
    theme = find_theme(session, theme_id)
    gone = [one for one in dict.fromkeys(code_ids) if one in theme.code_ids]
    changes = [removed(session, "CodeUnassigned", Noun.THEME_CODE, (theme.id, one)) for one in gone]
    write(session, changes, verb="assign", summary=f"took {len(gone)} codes out of the theme “{theme.name}”")
    return gone


def move_codes(session: Session, code_ids: Sequence[str], from_id: str, into_id: str) -> list[str]:
    """Take codes out of one theme and put them into another, as one step; return those that were moved.

    Raises:
        NotFound: There is no such theme.
        UsageError: The two themes are one, or of two sets.
    """
    source, target = find_theme(session, from_id), find_theme(session, into_id)
    if source.id == target.id or source.set_id != target.set_id:
        raise UsageError("Codes are moved between two themes of one set.")
    places = {
        place.key[1]: place
        for place in stored.load_places(session.store, Noun.THEME_CODE, "theme_id", [source.id])
    }
    moved = [one for one in dict.fromkeys(code_ids) if one in places]
    write(
        session,
        carried(session, [places[one] for one in moved], target.id, Noun.THEME_CODE),
        verb="assign",
        summary=f"moved {len(moved)} codes from the theme “{source.name}” to “{target.name}”",
    )
    return moved


def carried(session: Session, places: Sequence[Place], into_id: str, noun: Noun) -> list[Change]:
    """Return the changes by which rows of a theme go to another, after what it has; once each."""
    leaves, comes = _KINDS[noun]
    held = stored.load_places(session.store, noun, "theme_id", [into_id])
    there, start = {place.key[1] for place in held}, _next(held)
    changes = [Change(leaves, noun, place.key, place.row, None) for place in places]
    fresh = [place for place in places if place.key[1] not in there]
    changes += [
        Change(comes, noun, (into_id, place.key[1]), None, {**place.row, "position": start + n})
        for n, place in enumerate(fresh)
    ]
    return changes


_KINDS = {
    Noun.THEME_CODE: ("CodeUnassigned", "CodeAssigned"),
    Noun.THEME_SEGMENT: ("SegmentUnassigned", "SegmentAssigned"),
    Noun.EXEMPLAR: ("ExemplarDropped", "ExemplarChosen"),
}


def _next(places: Sequence[Place]) -> int:
    return max((int(place.row["position"] or 0) for place in places), default=-1) + 1


def assign_segments(
    session: Session, theme_id: str, segment_ids: Sequence[str], *, stance: Stance | None = None
) -> list[str]:
    """Put single segments into a theme, whatever their codes; return those that were not in it before.

    Args:
        stance: How they stand to the theme; None leaves it as it is.

    Raises:
        NotFound: There is no such theme or segment.
    """
    theme = find_theme(session, theme_id)
    ids = list(dict.fromkeys(find_segment(session, one).id for one in segment_ids))
    there = {
        place.key[1]: place
        for place in stored.load_places(session.store, Noun.THEME_SEGMENT, "theme_id", [theme.id])
    }
    row = {} if stance is None else {"stance": stance.value}
    fresh = [one for one in ids if one not in there]
    start = _next([*there.values()])
    changes: list[Change | None] = [
        added(
            "SegmentAssigned",
            Noun.THEME_SEGMENT,
            (theme.id, one),
            {"position": start + n, "stance": "", **row},
        )
        for n, one in enumerate(fresh)
    ]
    changes += [
        changed("MemberChanged", Noun.THEME_SEGMENT, there[one].key, there[one].row, row)
        for one in ids
        if one in there
    ]
    said = f"{len(ids)} segment{'s' * (len(ids) != 1)}"
    write(
        session,
        [one for one in changes if one],
        verb="assign",
        summary=f"put {said} into the theme “{theme.name}”"
        if fresh
        else f"said how {said} stand to “{theme.name}”",
    )
    return fresh


def unassign_segments(session: Session, theme_id: str, segment_ids: Sequence[str]) -> list[str]:
    """Take single segments out of a theme; return those that were in it as single segments.

    Raises:
        NotFound: There is no such theme.
    """
    theme = find_theme(session, theme_id)
    gone = [one for one in dict.fromkeys(segment_ids) if one in theme.segment_ids]
    changes = [removed(session, "SegmentUnassigned", Noun.THEME_SEGMENT, (theme.id, one)) for one in gone]
    write(
        session, changes, verb="assign", summary=f"took {len(gone)} segments out of the theme “{theme.name}”"
    )
    return gone


def choose_exemplar(session: Session, theme_id: str, segment_id: str, position: int | None = None) -> None:
    """Choose a segment of the theme to be quoted, after those chosen before, or at a place from 0.

    One that is chosen already is moved to that place.

    Raises:
        UsageError: The segment is none of the theme's.
        NotFound: There is no such theme or segment.
    """
    theme = find_theme(session, theme_id)
    segment = find_segment(session, segment_id)
    members = theme_members(load_themes(session, theme.set_id), load_codebook(session))
    if not members[theme.id].holds(segment):
        raise UsageError(
            f"That segment has none of the codes of the theme “{theme.name}”.",
            "Put its code or the segment itself into the theme first, or choose one that the theme has.",
        )
    places = stored.load_places(session.store, Noun.EXEMPLAR, "theme_id", [theme.id])
    order = [place.key[1] for place in places if place.key[1] != segment.id]
    if position is None:
        if len(order) < len(places):
            return
        position = len(order)
    order.insert(max(0, min(position, len(order))), segment.id)
    known = {place.key[1]: place.row for place in places}
    fresh = segment.id not in known
    start = 0 if position < len(order) - 1 or not fresh else _next(places) - len(order) + 1
    changes = [
        changed("ExemplarMoved", Noun.EXEMPLAR, (theme.id, one), known[one], {"position": start + n})
        if one in known
        else added("ExemplarChosen", Noun.EXEMPLAR, (theme.id, one), {"position": start + n})
        for n, one in enumerate(order)
        if start == 0 or one == segment.id
    ]
    did = "chose" if fresh else "put in another place"
    write(
        session,
        [one for one in changes if one],
        verb="exemplar",
        summary=f"{did} a quote for the theme “{theme.name}”",
    )


def drop_exemplar(session: Session, theme_id: str, segment_id: str) -> None:
    """Let a chosen quote go.

    Raises:
        NotFound: There is no such theme.
        UsageError: The segment is no chosen quote of the theme.
    """
    theme = find_theme(session, theme_id)
    if segment_id not in stored.load_member_positions(session.store, theme.id)[1]:
        raise UsageError(
            f"That is no chosen quote of the theme “{theme.name}”.",
            "Its chosen quotes are in: qualbench theme list --json",
        )
    write(
        session,
        [removed(session, "ExemplarDropped", Noun.EXEMPLAR, (theme.id, segment_id))],
        verb="exemplar",
        summary=f"let a quote of the theme “{theme.name}” go",
    )


def link_themes(session: Session, theme_id: str, other_id: str, word: str) -> None:
    """Say what a theme has to do with another of its set: “explains”, “is at odds with”; empty takes it away.

    Raises:
        NotFound: There is no such theme.
        UsageError: The two are one, or of two sets, or no link is there to take away.
    """
    theme, other = find_theme(session, theme_id), find_theme(session, other_id)
    if theme.id == other.id or theme.set_id != other.set_id:
        raise UsageError("A link leads from one theme to another of the same set.")
    word = " ".join(word.split())
    before = next((one for one in theme.links if one.other_id == other.id), None)
    key = (theme.id, other.id)
    if not word and before is None:
        raise UsageError(f"“{theme.name}” is not linked to “{other.name}”.")
    if not word:
        change: Change | None = removed(session, "ThemeUnlinked", Noun.THEME_LINK, key)
    elif before is None:
        change = added("ThemeLinked", Noun.THEME_LINK, key, {"word": word})
    else:
        change = changed("ThemeLinked", Noun.THEME_LINK, key, {"word": before.word}, {"word": word})
    said = f"“{theme.name}” {word} “{other.name}”" if word else f"“{theme.name}” and “{other.name}” apart"
    write(session, [change] if change else [], verb="theme", summary=f"linked themes: {said}")
