"""Coding what a search found: which code, what of each hit, and how much that is, before it is done."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from qualbench.errors import QualbenchError
from qualbench.tui.dialogs.choose import Choice, ChooseDialog
from qualbench.tui.lines import plural
from qualbench.tui.sanitise import drawn
from qualbench.tui.widgets.code_picker import CodePicker
from qualbench.workbench.codebooks import load_codebook
from qualbench.workbench.coding import recent_codes, segment_counts
from qualbench.workbench.hit_coding import BulkCoding, By, code_hits, code_hits_as_new, preview_hits

if TYPE_CHECKING:
    from qualbench.tui.screens.searching.screen import SearchScreen
    from qualbench.tui.widgets.code_picker import Picked
    from qualbench.workbench.concordancing import Hit

_OF_EACH = {
    By.HIT: "the words found",
    By.SENTENCE: "the sentence",
    By.TURN: "the turn",
}


def ask_code(screen: SearchScreen) -> None:
    """Ask which code to give to the hits that are taken in."""
    hits = screen.found.taken
    if not screen.found:
        screen.say("There are no hits to code.")
    elif not hits:
        screen.say("All hits are left out. [Space] takes one in again, [a] all of them.")
    else:
        book = load_codebook(screen.session)
        picker = CodePicker(
            f"Code {plural(len(hits), 'hit')} with",
            book,
            recent=[one for one in recent_codes(screen.session) if one in book.by_id],
            counts=segment_counts(screen.session),
            several=False,
        )
        screen.app.push_screen(picker, lambda picked: _ask_by(screen, hits, picked) if picked else None)


def _ask_by(screen: SearchScreen, hits: list[Hit], picked: Picked) -> None:
    """Ask what of each hit is coded, with how much each answer would code."""
    code_id = None if picked.name else picked.code_ids[0]
    name = picked.name or load_codebook(screen.session).by_id[picked.code_ids[0]].name
    try:
        ahead = {by: preview_hits(screen.session, hits, code_id, by) for by in By}
    except QualbenchError as error:
        screen.complain(error)
        return
    choices = [Choice(by.value, f"{_OF_EACH[by]}: {_much(ahead[by])}") for by in By]
    title = f"Code {plural(len(hits), 'hit')} with “{drawn(name)}”: what of each?"
    screen.app.push_screen(
        ChooseDialog(title, choices),
        lambda chosen: _code(screen, hits, picked, name, By(chosen[0])) if chosen else None,
    )


def _much(ahead: BulkCoding) -> str:
    """Return what coding would make, in words."""
    much = f"{plural(ahead.added, 'coding')} in {plural(ahead.documents, 'document')}"
    if ahead.there_already:
        much += f", {ahead.there_already:,} coded so already"
    if ahead.inside:
        much += f", {ahead.inside:,} inside a longer one"
    return much


def _code(screen: SearchScreen, hits: list[Hit], picked: Picked, name: str, by: By) -> None:
    if picked.name:
        verb = partial(code_hits_as_new, screen.session, hits, picked.name, picked.parent_id, by)
    else:
        verb = partial(code_hits, screen.session, hits, picked.code_ids[0], by)
    done = screen.change(verb)
    if done is None:
        return
    there = f" {done.there_already:,} had it already." if done.there_already else ""
    if done.added:
        what = f"{plural(done.added, by.noun)} in {plural(done.documents, 'document')}"
        screen.say_done(f"Coded {what} with {drawn(name)}.{there}", "takes all of it back")
    else:
        screen.say(f"Nothing was changed:{there}")
