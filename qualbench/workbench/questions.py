"""Questions to the codings: an expression with names becomes a question with ids, or a sentence that points.

Names are taken in any case. A code and a theme mean what is under them too, `code:=Name` the code alone. In
the names of cases and documents `*` stands for any letters.
"""

from __future__ import annotations

from datetime import date
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from qualbench.analysis.prevalence import theme_members
from qualbench.analysis.retrieval import IMPORTANT, By, Coded, Condition, In, Marked, Of, Question, Said
from qualbench.analysis.selection import with_subcodes
from qualbench.model.case import AttributeType, folded
from qualbench.model.coding import Stance
from qualbench.model.query import And, Field, Near, Node, Not, Or, Query, Term
from qualbench.model.theme import theme_tree
from qualbench.search.expression import NEAR_WORDS, ExpressionError, read_expression, split_scope, term
from qualbench.search.fuzzy import nearest
from qualbench.storage.codings import load_coders
from qualbench.storage.documents import load_documents
from qualbench.storage.projects import load_attributes, load_cases
from qualbench.storage.themes import load_themes
from qualbench.workbench.codebooks import load_codebook
from qualbench.workbench.theming import current_set

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from qualbench.model.case import Attribute
    from qualbench.model.code import Codebook
    from qualbench.model.ids import CodeId
    from qualbench.workbench.project import Session

__all__ = [
    "NEAR_WORDS",
    "ExpressionError",
    "Field",
    "Question",
    "about_code",
    "about_document",
    "about_theme",
    "read_question",
    "split_scope",
    "term",
]


def about_code(book: Codebook, code_id: CodeId) -> str:
    """Return the expression that asks for a code: by its name, or its path where several have that name."""
    name = book.by_id[code_id].name
    alike = sum(code.name.casefold() == name.casefold() for code in book.codes)
    return term(Field.CODE, name if alike == 1 else book.paths[code_id])


def about_theme(path: str) -> str:
    """Return the expression that asks for a theme of the set in use."""
    return term(Field.THEME, path)


def about_document(name: str) -> str:
    """Return the expression that asks for a document."""
    return term(Field.DOCUMENT, name)


def read_question(session: Session, expression: str) -> Question:
    """Return what an expression asks, with the project's ids in place of names.

    Raises:
        ExpressionError: It cannot be read, or it names what the project does not have.
    """
    query = read_expression(expression)
    if query.where is None:
        return Query(scope=query.scope)
    return Query(_Names(session, expression).node(query.where), query.scope)


class _Names:
    """The names of one project, looked up for one expression."""

    def __init__(self, session: Session, expression: str) -> None:
        self.session, self.expression = session, expression

    def node(self, node: Node[Term]) -> Node[Condition]:
        """Return a part of the expression with ids in place of names."""
        if isinstance(node, And):
            return And(tuple(self.node(part) for part in node.parts))
        if isinstance(node, Or):
            return Or(tuple(self.node(part) for part in node.parts))
        if isinstance(node, Not):
            return Not(self.node(node.part))
        if isinstance(node, Near):
            return Near(self.node(node.left), self.node(node.right), node.words, node.at)
        looks: dict[Field, Callable[[Term], Condition]] = {
            Field.CODE: self._code,
            Field.THEME: self._theme,
            Field.CASE: self._case,
            Field.CODER: self._coder,
            Field.DOCUMENT: self._document,
            Field.MARKED: self._marked,
            Field.ATTRIBUTE: self._attribute,
            Field.WORDS: lambda one: Said(one.value),
        }
        return looks[node.field](node)

    def _error(self, at: Term, sentence: str, hint: str = "") -> ExpressionError:
        return ExpressionError(self.expression, at.at, sentence, hint)

    def _unknown(self, one: Term, noun: str, known: Iterable[str]) -> ExpressionError:
        return self._error(one, f"There is no {noun} “{one.value}”.", _nearest(one.value, known))

    def _code(self, one: Term) -> Condition:
        book = load_codebook(self.session)
        wanted = one.value.casefold()
        paths = {code_id: path.casefold() for code_id, path in book.paths.items()}
        found = [code_id for code_id, path in paths.items() if wanted in (path, code_id)]
        found = found or [code.id for code, _depth in book.walk() if code.name.casefold() == wanted]
        if not found:
            raise self._unknown(one, "code", [*(code.name for code in book.codes), *book.paths.values()])
        if len(found) > 1:
            whole = " or ".join(term(Field.CODE, book.paths[code_id]) for code_id in found)
            raise self._error(
                one, f"{len(found)} codes are named “{one.value}”.", f"Give the whole path: {whole}"
            )
        return Coded(frozenset(found) if one.alone else with_subcodes(book, found))

    def _theme(self, one: Term) -> Condition:
        chosen = current_set(self.session)
        themes = load_themes(self.session.store, chosen.id) if chosen else ()
        wanted, tree = one.value.casefold(), theme_tree(themes)
        found = [theme for theme, _depth, path in tree if wanted in (theme.id, path.casefold())]
        found = found or [theme for theme in themes if theme.name.casefold() == wanted]
        if not found:
            raise self._unknown(one, "theme", (path for _theme, _depth, path in tree))
        held = theme_members(themes, load_codebook(self.session))
        return Coded(
            frozenset().union(*(held[theme.id].codes for theme in found)),
            frozenset().union(*(held[theme.id].segments for theme in found)),
        )

    def _case(self, one: Term) -> Condition:
        wanted = one.value.casefold()
        found, known = set(), []
        for case in load_cases(self.session.store):
            names = [name for name in (case.name, case.shown) if name]
            known += names
            if wanted in (case.id, str(case.number)) or any(_matches(name, wanted) for name in names):
                found.add(case.id)
        if not found:
            raise self._unknown(one, "case", dict.fromkeys(known))
        return Of(frozenset(found))

    def _marked(self, one: Term) -> Condition:
        known = [IMPORTANT, *filter(None, Stance)]
        if one.value.casefold() not in known:
            said = f"No segment is marked as “{one.value}”."
            raise self._error(one, said, f"Segments can be marked as {', '.join(known)}.")
        return Marked(one.value.casefold())

    def _coder(self, one: Term) -> Condition:
        coders = load_coders(self.session.store)
        wanted = one.value.casefold()
        found = frozenset(coder.id for coder in coders if wanted in (coder.id, coder.name.casefold()))
        if not found:
            raise self._unknown(one, "coder", (coder.name for coder in coders))
        return By(found)

    def _document(self, one: Term) -> Condition:
        documents = load_documents(self.session.store)
        wanted = one.value.casefold()
        found = frozenset(each.id for each in documents if wanted == each.id or _matches(each.name, wanted))
        if not found:
            raise self._unknown(one, "document", (each.name for each in documents))
        return In(found)

    def _attribute(self, one: Term) -> Condition:
        attributes = load_attributes(self.session.store)
        attribute = next((each for each in attributes if folded(each.name) == folded(one.attribute)), None)
        if attribute is None:
            names = [each.name for each in attributes]
            hint = (
                _nearest(one.attribute, names)
                or f"The attributes of the cases: {', '.join(names) or 'none yet'}."
            )
            raise self._error(one, f"There is no attribute “{one.attribute}”.", hint)
        test = self._comparison(one, attribute)
        cases = load_cases(self.session.store)
        return Of(frozenset(case.id for case in cases if test(case.value(attribute.name).strip())))

    def _comparison(self, one: Term, attribute: Attribute) -> Callable[[str], bool]:
        """Return the test of a case's value; one that is missing meets no condition but `=""`."""
        wanted = one.value.strip()
        if one.operator in ("=", "!=") and (number := _number(wanted)) is None:
            same = one.operator == "="
            return lambda value: (value.casefold() == wanted.casefold()) is same and bool(value or not wanted)
        if attribute.type is AttributeType.DATE:
            if one.operator not in ("=", "!=") and not _is_date(wanted):
                raise self._error(one, f"“{wanted}” is no date.", "Write a day as 2026-03-31.")
            return lambda value: bool(value) and _compared(value, wanted, one.operator)
        number = _number(wanted)
        if number is None:
            raise self._error(one, f"“{wanted}” is no number, so nothing is more or less than it.")
        limit = number

        def meets(value: str) -> bool:
            own = _number(value)
            if own is None:
                return one.operator == "!=" and bool(value)
            return _compared(own, limit, one.operator)

        return meets


def _nearest(name: str, known: Iterable[str]) -> str:
    return "".join(f"Did you mean “{near}”?" for near in nearest(name, known, limit=1))


def _matches(name: str, wanted: str) -> bool:
    return name.casefold() == wanted or ("*" in wanted and fnmatchcase(name.casefold(), wanted))


def _number(text: str) -> float | None:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _compared(value: float | str, limit: float | str, operator: str) -> bool:
    """Compare two of one kind."""
    order = (value > limit) - (value < limit)  # type: ignore[operator]
    return {
        "=": order == 0,
        "!=": order != 0,
        "<": order < 0,
        "<=": order <= 0,
        ">": order > 0,
        ">=": order >= 0,
    }[operator]
