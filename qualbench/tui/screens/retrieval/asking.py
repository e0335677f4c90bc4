"""Putting a question together by choosing; the expression is written and stands in the line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qualbench.tui.dialogs.choose import Choice, ChooseDialog
from qualbench.tui.widgets.code_picker import CodePicker
from qualbench.workbench import cases, coding, importing, project, theming
from qualbench.workbench.codebooks import load_codebook
from qualbench.workbench.questions import NEAR_WORDS, Field, about_code, split_scope, term

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualbench.tui.screens.base import ProjectScreen
    from qualbench.tui.widgets.code_picker import Picked
    from qualbench.workbench.project import Session

#: How a further condition is joined to what is asked already.
JOINS = (
    ("AND", "and also: both are there"),
    ("AND NOT", "but not: it is not there"),
    ("OR", "or: one of them is enough"),
)
_NEAR = (
    f"NEAR/{NEAR_WORDS}",
    f"near: at most {NEAR_WORDS} words between (the number can be changed in the line)",
)
SCOPES = (
    ("segment", "on the same words"),
    ("turn", "in the same turn"),
    ("document", "in the same document"),
)
_JOINING_WORDS = ("AND", "OR", "NOT", "NEAR", "IN")
#: Values of one attribute that are offered; those of an attribute with more are typed.
_VALUES = 30


def ask_code(screen: ProjectScreen, expression: str, then: Callable[[str], None]) -> None:
    """Choose a code and how it is joined to what is asked already; `then` gets the new expression."""
    book = load_codebook(screen.session)
    picker = CodePicker(
        "A code to ask for (with the codes under it)",
        book,
        recent=[one for one in coding.recent_codes(screen.session) if one in book.by_id],
        counts=coding.segment_counts(screen.session),
        several=False,
        known=True,
    )

    def picked(answer: Picked | None) -> None:
        if answer is not None:
            ask_join(screen, expression, about_code(book, answer.code_ids[0]), then)

    screen.app.push_screen(picker, picked)


def ask_more(screen: ProjectScreen, expression: str, then: Callable[[str], None]) -> None:
    """Choose a theme, a case, a coder, a document or an attribute's value, and how it is joined."""
    choices = [Choice(words, shown) for words, shown in conditions(screen.session)]
    screen.app.push_screen(
        ChooseDialog("What else to ask for", choices),
        lambda picked: ask_join(screen, expression, picked[0], then, near=False) if picked else None,
    )


def conditions(session: Session) -> list[tuple[str, str]]:
    """Return what can be asked for beside codes: as it is written, and as it is offered."""
    found: list[tuple[str, str]] = []
    chosen = theming.current_set(session)
    if chosen is not None:
        for theme in theming.load_themes(session, chosen.id):
            found.append((term(Field.THEME, theme.name), f"theme: {theme.name}"))
    everybody = cases.list_cases(session)
    for case in everybody:
        shown = f"case: {case.name}" + (f" ({case.shown})" if case.shown != case.name else "")
        found.append((term(Field.CASE, case.name), shown))
    for attribute in cases.list_attributes(session):
        values = sorted({value for case in everybody if (value := case.value(attribute.name).strip())})
        for value in values if len(values) <= _VALUES else ():
            shown = f"attribute: {attribute.name} = {value}"
            found.append((f"{_bare(attribute.name)}={_bare(value)}", shown))
    for coder in project.list_coders(session):
        found.append((term(Field.CODER, coder.name), f"coder: {coder.name}"))
    for row in importing.list_documents(session):
        found.append((term(Field.DOCUMENT, row.document.name), f"document: {row.document.name}"))
    return found


def _bare(name: str) -> str:
    """Return a name as it is typed, in quotes where it is more than one plain word."""
    plain = re.fullmatch(r"[^\W\d][\w-]*", name) and name.upper() not in _JOINING_WORDS
    return name if plain else term(Field.WORDS, name)


def ask_join(
    screen: ProjectScreen, expression: str, condition: str, then: Callable[[str], None], *, near: bool = True
) -> None:
    """Join a condition to what is asked already; ask how, where there is something."""
    where, scope = split_scope(expression)
    if not where:
        then(f"{condition}{scope}")
        return
    choices = [Choice(*one) for one in (*JOINS, *([_NEAR] if near else []))]

    def joined(picked: list[str] | None) -> None:
        if picked:
            left = f"({where})" if " OR " in where and picked[0] != "OR" else where
            then(f"{left} {picked[0]} {condition}{scope}")

    screen.app.push_screen(ChooseDialog(f"{where} … {condition}", choices), joined)


def ask_scope(screen: ProjectScreen, expression: str, then: Callable[[str], None]) -> None:
    """Choose where the conditions must meet."""
    where, scope = split_scope(expression)
    choices = [Choice(*one) for one in SCOPES]
    at = scope.split()[-1].lower() if scope else SCOPES[0][0]

    def chosen(picked: list[str] | None) -> None:
        if picked:
            then(where if picked[0] == SCOPES[0][0] else f"{where} IN {picked[0]}".strip())

    screen.app.push_screen(ChooseDialog("Where must they meet?", choices, at=at), chosen)
