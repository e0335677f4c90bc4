"""Where is searched: documents, cases, what a code touches already or not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from qualbench.tui.dialogs.choose import Choice, ChooseDialog
from qualbench.tui.lines import plural
from qualbench.tui.screens.searching.words import VOICES
from qualbench.tui.widgets.code_picker import CodePicker
from qualbench.workbench.cases import list_cases
from qualbench.workbench.codebooks import load_codebook
from qualbench.workbench.coding import segment_counts
from qualbench.workbench.concordancing import Limits, Voice
from qualbench.workbench.importing import list_documents

if TYPE_CHECKING:
    from qualbench.tui.screens.searching.screen import SearchScreen
    from qualbench.tui.widgets.code_picker import Picked

_NONE = "none"


def said(screen: SearchScreen) -> str:
    """Return the limits in force, each after a dot; nothing where there are none."""
    limits = screen.limits
    parts = []
    if limits.document_ids is not None:
        parts.append(f"in {plural(len(limits.document_ids), 'document')}")
    if limits.case_ids is not None:
        parts.append(f"of {plural(len(limits.case_ids), 'case')}")
    for code_id, words in ((limits.coded, "coded with"), (limits.not_coded, "not coded with")):
        if code_id is not None:
            code = load_codebook(screen.session).by_id.get(code_id)
            parts.append(f"{words} {code.name if code else '?'}")
    return "".join(f" · {part}" for part in parts)


def ask(screen: SearchScreen) -> None:
    """Ask which limit to set, then how."""
    choices = [
        *(Choice(voice.value, f"Search {words}") for voice, words in VOICES.items()),
        Choice("document_ids", "Only in some documents"),
        Choice("case_ids", "Only in the words of some cases"),
        Choice("coded", "Only what is coded with a code"),
        Choice("not_coded", "Only what is not coded with a code"),
        Choice(_NONE, "No limits"),
    ]

    def then(chosen: list[str] | None) -> None:
        if not chosen:
            return
        which = chosen[0]
        if which == _NONE:
            screen.limits = Limits()
            screen.search_again()
        elif which in {*Voice}:
            _set(screen, "voice", Voice(which))
        elif which in ("coded", "not_coded"):
            _ask_code(screen, which)
        else:
            _ask_several(screen, which)

    screen.app.push_screen(ChooseDialog("Limit the search", choices), then)


def _ask_several(screen: SearchScreen, which: str) -> None:
    if which == "document_ids":
        title = "Search in which documents?"
        choices = [Choice(row.document.id, row.document.name) for row in list_documents(screen.session)]
    else:
        title = "Search in whose words?"
        choices = [Choice(case.id, case.name) for case in list_cases(screen.session)]
    if not choices:
        screen.say("There is nothing to choose from.")
        return
    marked = getattr(screen.limits, which) or ()
    screen.app.push_screen(
        ChooseDialog(title, choices, several=True, marked=marked),
        lambda chosen: _set(screen, which, tuple(chosen)) if chosen else None,
    )


def _ask_code(screen: SearchScreen, which: str) -> None:
    book = load_codebook(screen.session)

    def then(picked: Picked | None) -> None:
        if picked is not None:
            _set(screen, which, picked.code_ids[0])

    title = "Only what is coded with" if which == "coded" else "Only what is not coded with"
    screen.app.push_screen(
        CodePicker(title, book, counts=segment_counts(screen.session), several=False, known=True), then
    )


def _set(screen: SearchScreen, which: str, value: Any) -> None:
    screen.limits = replace(screen.limits, **{which: value})
    screen.search_again()
