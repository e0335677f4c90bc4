"""What people type to ask the codings something, read into a `Query` whose leaves are terms.

    code:"Peer support" AND NOT code:Stigma IN turn
    code:Waiting NEAR/20 (code:Stigma OR "letter")
    theme:"Getting in" AND case:P07 AND age>=40

AND, OR and NOT may be written small where what follows makes them plain. A name needs quotes only where it
holds such a word, a quote or a colon's field. What stands side by side is joined by AND. Errors are sentences
that point at the place.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qualbench.errors import UsageError
from qualbench.model.query import And, Field, Near, Node, Not, Or, Query, Scope, Term

if TYPE_CHECKING:
    from collections.abc import Callable

#: Words between two edges where NEAR says no number.
NEAR_WORDS = 10
_DEEPEST = 50
_QUOTES = '"“”„'
_FIELDS = {
    **{field.value: field for field in (Field.CODE, Field.THEME, Field.CASE, Field.CODER, Field.DOCUMENT)},
    Field.MARKED.value: Field.MARKED,
    "document": Field.DOCUMENT,
}
_FIELD = rf"(?:{'|'.join(_FIELDS)})\s*:"
_PLAIN_NEXT = rf"(?=\s*(?:{_FIELD}|[{_QUOTES}(]|(?:not|NOT)\b|[^\s{_QUOTES}():=<>!]+(?:[<>!]=|[=<>])))"
_JOINING = re.compile(
    rf"(?P<near>NEAR\b|near\b(?=/|{_PLAIN_NEXT[3:-1]}))(?:/(?P<number>\d*))?"
    rf"|(?P<word>(?:AND|OR|NOT)\b|(?:and|or|not)\b{_PLAIN_NEXT})"
    r"|(?P<within>IN\b|in\b(?=\s+(?:the\s+)?(?:same\s+)?(?:segment|turn|document)\s*$))"
)
_SCOPE = re.compile(r"\s*(?:the\s+)?(?:same\s+)?(?P<scope>segment|turn|document)s?\s*$", re.IGNORECASE)
_FIELD_AT = re.compile(rf"(?P<name>{'|'.join(_FIELDS)})\s*:(?P<alone>=?)\s*", re.IGNORECASE)
_OPERATOR = re.compile(r"\s*(?P<operator><=|>=|!=|=|<|>)\s*")
_ATTRIBUTE = re.compile(
    rf"(?P<name>[^\s{_QUOTES}():=<>!][^{_QUOTES}():=<>!]*?)\s*(?P<operator><=|>=|!=|=|<|>)\s*"
)
_BARE = re.compile(rf"[^\s{_QUOTES}()]+")


class ExpressionError(UsageError):
    """An expression that cannot be read, or that names what the project does not have.

    Attributes:
        sentence: What is wrong.
        at: Where in the expression, in characters from 0.
    """

    def __init__(self, expression: str, at: int, sentence: str, hint: str = "") -> None:
        flat = expression.replace("\n", " ").replace("\t", " ")
        super().__init__(f"{sentence}\n    {flat}\n    {' ' * at}^", hint)
        self.sentence = sentence
        self.at = at


def read_expression(text: str) -> Query[Term]:
    """Read an expression; an empty one asks for all.

    Raises:
        ExpressionError: It cannot be read.
    """
    reader = _Reader(text)
    if reader.at_end():
        return Query()
    if reader.scope_follows():
        return Query(scope=reader.scope())
    where = reader.either(0)
    scope = reader.scope() if reader.scope_follows() else Scope.SEGMENT
    if not reader.at_end():
        bracket = text[reader.at] == ")"
        said = (
            "This closing bracket has no opening one." if bracket else "Brackets must say what is near what."
        )
        raise reader.error(said, reader.at)
    return Query(where, scope)


def split_scope(text: str) -> tuple[str, str]:
    """Return an expression without what says where its conditions must meet, and that part as it is typed."""
    for hit in _JOINING.finditer(text):
        place = _SCOPE.match(text, hit.end()) if hit["within"] else None
        if place is not None:
            return text[: hit.start()].strip(), f" IN {place['scope'].lower()}"
    return text.strip(), ""


def term(field: Field, name: str) -> str:
    """Return a condition as it is typed: `code:"Peer support"`; the name is always in quotes."""
    words = f'"{_escaped(name)}"'
    return words if field is Field.WORDS else f"{field.value}:{words}"


def _escaped(name: str) -> str:
    return re.sub(r'[\\"“”„]', lambda quote: "\\" + quote.group(), name)


class _Reader:
    """An expression and how far it has been read."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def error(self, sentence: str, at: int, hint: str = "") -> ExpressionError:
        return ExpressionError(self.text, at, sentence, hint)

    def at_end(self) -> bool:
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1
        return self.at == len(self.text)

    def joining(self) -> re.Match[str] | None:
        """Return the AND, OR, NOT, NEAR or IN that comes next, without reading on."""
        return None if self.at_end() else _JOINING.match(self.text, self.at)

    def takes(self, word: str) -> bool:
        """Read on past `word` if it comes next."""
        hit = self.joining()
        if hit is not None and (hit["word"] or "").upper() == word:
            self.at = hit.end()
            return True
        return False

    def scope_follows(self) -> bool:
        hit = self.joining()
        return hit is not None and bool(hit["within"])

    def scope(self) -> Scope:
        hit = self.joining()
        assert hit is not None
        place = _SCOPE.match(self.text, hit.end())
        if place is None:
            raise self.error(
                "After IN stands segment, turn or document, and nothing more.",
                min(hit.end() + 1, len(self.text)),
            )
        self.at = len(self.text)
        return Scope(place["scope"].lower())

    def either(self, depth: int) -> Node[Term]:
        return self._joined(depth, self.both, "OR", Or)

    def both(self, depth: int) -> Node[Term]:
        return self._joined(depth, self.negated, "AND", And)

    def _joined(
        self,
        depth: int,
        part: Callable[[int], Node[Term]],
        word: str,
        join: type[And[Term]] | type[Or[Term]],
    ) -> Node[Term]:
        parts = [part(depth)]
        while self.takes(word) or (word == "AND" and self._side_by_side()):
            parts.append(part(depth))
        return parts[0] if len(parts) == 1 else join(tuple(parts))

    def _side_by_side(self) -> bool:
        """Say whether another condition follows with nothing between."""
        if self.at_end() or self.text[self.at] == ")":
            return False
        hit = self.joining()
        return hit is None or (hit["word"] or "").upper() == "NOT"

    def negated(self, depth: int) -> Node[Term]:
        if depth > _DEEPEST:
            raise self.error("This is nested too deep.", self.at)
        if self.takes("NOT"):
            return Not(self.negated(depth + 1))
        return self.near(depth)

    def near(self, depth: int) -> Node[Term]:
        start = self.at
        left = self.one(depth)
        hit = self.joining()
        if hit is None or not hit["near"]:
            return left
        if hit["number"] == "":
            raise self.error("After NEAR/ stands how many words may be between, such as NEAR/20.", hit.end())
        self.at = hit.end()
        self.at_end()
        second = self.at
        right = self.one(depth)
        for side, at in ((left, start), (right, second)):
            if not _stretches(side):
                raise self.error(
                    "NEAR stands between codes, themes or words in quotes.",
                    at,
                    "Join the rest with AND: (code:A NEAR/20 code:B) AND case:P07",
                )
        return Near(left, right, int(hit["number"] or NEAR_WORDS), hit.start())

    def one(self, depth: int) -> Node[Term]:
        """Read one condition, or several in brackets."""
        if self.at_end():
            before = self.text.split()[-1:]
            after = f" after “{before[0]}”" if before else ""
            raise self.error(f"Something is missing at the end{after}.", len(self.text))
        start = self.at
        if self.text[start] == "(":
            self.at += 1
            found = self.either(depth + 1)
            if self.at_end() or self.text[self.at] != ")":
                raise self.error("This bracket is not closed.", start)
            self.at += 1
            return found
        if self.text[start] == ")":
            raise self.error("A condition is missing before this bracket.", start)
        joining = self.joining()
        if joining is not None:
            raise self.error(f"A condition is missing before “{joining.group().strip()}”.", start)
        return self._condition(start)

    def _condition(self, start: int) -> Term:
        field = _FIELD_AT.match(self.text, start)
        if field is not None:
            self.at = field.end()
            about = _FIELDS[field["name"].lower()]
            alone = bool(field["alone"]) and about is Field.CODE
            return Term(about, self._value(f"“{field.group().strip()}”"), field.end(), alone=alone)
        if self.text[start] in _QUOTES:
            words = self._quoted()
            hit = _OPERATOR.match(self.text, self.at)
            if hit is None:
                return Term(Field.WORDS, words, start)
            return self._compared(words, hit)
        hit = _ATTRIBUTE.match(self.text, start)
        if hit is not None:
            return self._compared(hit["name"], hit)
        bare = _BARE.match(self.text, start)
        word = bare.group() if bare else self.text[start]
        raise self.error(
            f"“{word}” stands alone.",
            start,
            f'Write code:{word} for a code, or "{word}" in quotes for words that were said.',
        )

    def _compared(self, attribute: str, hit: re.Match[str]) -> Term:
        self.at = hit.end()
        value = self._value(f"“{attribute} {hit['operator']}”", empty=True)
        return Term(Field.ATTRIBUTE, value, hit.start(), attribute=attribute, operator=hit["operator"])

    def _value(self, after: str, *, empty: bool = False) -> str:
        """Read a name or a value: in quotes, or up to what cannot belong to it."""
        start = self.at
        if start < len(self.text) and self.text[start] in _QUOTES:
            value = self._quoted()
            if value.strip() or empty:
                return value
        else:
            value = self._run()
        if not value.strip():
            raise self.error(f"Something is missing after {after}.", start)
        return value

    def _run(self) -> str:
        start, open_brackets = self.at, 0
        while self.at < len(self.text):
            one = self.text[self.at]
            if one in _QUOTES or (one == ")" and not open_brackets):
                break
            begins = self.at == start or self.text[self.at - 1].isspace()
            if begins and (_JOINING.match(self.text, self.at) or _FIELD_AT.match(self.text, self.at)):
                break
            open_brackets += (one == "(") - (one == ")")
            self.at += 1
        return self.text[start : self.at].strip()

    def _quoted(self) -> str:
        """Read words in quotes; a backslash before a quote makes it one of the words."""
        start = self.at
        said: list[str] = []
        self.at += 1
        while self.at < len(self.text):
            one = self.text[self.at]
            self.at += 1
            if one == "\\" and self.at < len(self.text) and self.text[self.at] in _QUOTES + "\\":
                said.append(self.text[self.at])
                self.at += 1
            elif one in _QUOTES:
                words = "".join(said)
                if (
                    not words.strip()
                    and not _OPERATOR.match(self.text, self.at)
                    and not _after_name(self.text, start)
                ):
                    raise self.error("There are no words between these quotes.", start)
                return words
            else:
                said.append(one)
        raise self.error("These quotes are not closed.", start)


def _after_name(text: str, start: int) -> bool:
    """Say whether quotes at `start` hold an attribute's value, which may be empty."""
    return text[:start].rstrip()[-1:] in ("=", "<", ">") if start else False


def _stretches(node: Node[Term]) -> bool:
    """Say whether a side of NEAR is about stretches of text."""
    if isinstance(node, Or):
        return all(_stretches(part) for part in node.parts)
    return isinstance(node, Term) and node.field in (Field.CODE, Field.THEME, Field.WORDS)
