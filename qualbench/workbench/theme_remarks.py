"""Remarks on the themes of a set, and silencing one with a reason."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from qualbench.analysis.prevalence import theme_segments
from qualbench.analysis.theme_checks import HINTS, THEME_REMARKS, ThemeRemark, check_themes
from qualbench.codebook.lint import names_a_topic
from qualbench.errors import QualbenchError, UsageError
from qualbench.model.change import Noun
from qualbench.model.theme import theme_tree
from qualbench.storage import usage
from qualbench.storage.codings import load_segments
from qualbench.storage.themes import load_verdicts
from qualbench.workbench.analysing import choose_coders, load_study
from qualbench.workbench.code_fields import kept
from qualbench.workbench.theming_sets import find_set, load_pile, load_themes, put_aside, take_back
from qualbench.workbench.writing import changed, write

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualbench.workbench.project import Session

__all__ = ["HINTS", "THEME_REMARKS", "ThemeRemark", "hear_again", "silence_remark", "theme_remarks"]

#: What a code on the pile without a reason is silenced with.
ASIDE = "put aside"
_ORDER = {one: place for place, one in enumerate(THEME_REMARKS)}


def theme_remarks(
    session: Session, set_name: str | None = None, coder_names: Sequence[str] = ()
) -> tuple[ThemeRemark, ...]:
    """Return every remark on the themes of a set, silenced ones too, by the stated coders' codings.

    Raises:
        NotFound: There is no such set or coder.
    """
    chosen = find_set(session, set_name)
    themes = load_themes(session, chosen.id)
    study, selection = load_study(session), choose_coders(session, coder_names)
    segments = load_segments(session.store, coder_ids=selection.coder_ids)
    reread = {
        theme.id
        for theme in themes
        if any(one.target == "document" for one in load_verdicts(session.store, theme.id))
    }
    found = check_themes(
        themes,
        study.codebook,
        theme_segments(themes, study.codebook, segments, selection),
        study.scope,
        selection,
        cases=study.participants,
        attributes=study.attributes,
        reread=reread,
    )
    topics = [
        ThemeRemark("topic-name", f"“{path}” is named as a topic.", theme.id)
        for theme, _depth, path in theme_tree(themes)
        if not theme.gone and names_a_topic(theme.name)
    ]
    silenced = {one.id: dict(json.loads(one.silenced)) for one in usage.load_theme_names(session.store)}
    pile = load_pile(session, chosen.id)
    told = [
        replace(one, why=silenced.get(one.theme_id, {}).get(one.id))
        if one.theme_id
        else replace(one, why=pile[one.code_id] or ASIDE)
        if one.code_id in pile
        else one
        for one in (*found, *topics)
    ]
    places = {theme.id: place for place, (theme, _depth, _path) in enumerate(theme_tree(themes))}
    return tuple(sorted(told, key=lambda one: (places.get(one.theme_id, len(places)), _ORDER[one.id])))


def silence_remark(session: Session, remark: ThemeRemark, set_name: str | None, why: str) -> None:
    """Silence a remark with a reason; a code in no theme is put aside with it.

    Raises:
        UsageError: There is no reason.
    """
    why = why.strip()
    if not why:
        raise UsageError(
            "A remark is silenced with a reason.", "Say in a few words why it does not matter here."
        )
    if remark.code_id:
        put_aside(session, find_set(session, set_name).id, [remark.code_id], why)
        return
    _keep(session, remark, {remark.id: why}, why)


def hear_again(session: Session, remark: ThemeRemark, set_name: str | None) -> None:
    """Let a silenced remark be heard again; a code is taken off the pile."""
    if remark.code_id:
        take_back(session, find_set(session, set_name).id, [remark.code_id])
    else:
        _keep(session, remark, {}, "")


def _keep(session: Session, remark: ThemeRemark, more: dict[str, str], why: str) -> None:
    theme = next(one for one in usage.load_theme_names(session.store) if one.id == remark.theme_id)
    before = dict(json.loads(theme.silenced))
    after = {key: said for key, said in before.items() if key != remark.id} | more
    change = changed(
        "ThemeChanged",
        Noun.THEME,
        theme.id,
        {"silenced": theme.silenced},
        {"silenced": kept(tuple(after.items()))},
    )
    did = "silenced the remark" if more else "heard again the remark"
    summary = f"{did} “{THEME_REMARKS[remark.id]}” on the theme “{theme.name}”"
    write(session, [change] if change else [], verb="theme", summary=summary, why=why)


class NoSuchRemark(QualbenchError):
    """A remark is to be silenced that is not made."""

    def __init__(self, name: str, about: str) -> None:
        super().__init__(
            f"There is no remark “{name}” on “{about}”.",
            "qualbench theme lint --all lists those that there are.",
        )


def find_theme_remark(
    session: Session, name: str, set_name: str | None, *, theme_id: str = "", code_id: str = ""
) -> ThemeRemark:
    """Return the remark of that name on a theme, or on a code that is in none.

    Raises:
        UsageError: There is no remark of that name.
        NoSuchRemark: It is not made about it.
    """
    if name not in THEME_REMARKS:
        raise UsageError(f"There is no remark “{name}”.", f"Remarks are: {', '.join(THEME_REMARKS)}.")
    for one in theme_remarks(session, set_name):
        if one.id == name and (one.theme_id, one.code_id) == (theme_id, code_id):
            return one
    raise NoSuchRemark(name, "that code" if code_id else "that theme")
