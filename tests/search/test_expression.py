from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualbench.model.query import And, Field, Near, Node, Not, Or, Query, Scope, Term
from qualbench.search.expression import NEAR_WORDS, ExpressionError, read_expression, term


def plain(node: Node[Term] | None) -> object:
    """A tree as short tuples, without places."""
    if isinstance(node, And):
        return ("and", *map(plain, node.parts))
    if isinstance(node, Or):
        return ("or", *map(plain, node.parts))
    if isinstance(node, Not):
        return ("not", plain(node.part))
    if isinstance(node, Near):
        return ("near", node.words, plain(node.left), plain(node.right))
    assert node is not None
    if node.field is Field.ATTRIBUTE:
        return f"{node.attribute} {node.operator} {node.value}"
    return f"{node.field.value}:{'=' if node.alone else ''}{node.value}"


@pytest.mark.parametrize(
    ("text", "tree", "scope"),
    [
        (
            'code:"Peer support" AND NOT code:Stigma IN turn',
            ("and", "code:Peer support", ("not", "code:Stigma")),
            Scope.TURN,
        ),
        ("code:A NEAR/20 code:B", ("near", 20, "code:A", "code:B"), Scope.SEGMENT),
        ("code:A near code:B", ("near", NEAR_WORDS, "code:A", "code:B"), Scope.SEGMENT),
        (
            "(code:A OR code:=B) near/5 “x y”",
            ("near", 5, ("or", "code:A", "code:=B"), "words:x y"),
            Scope.SEGMENT,
        ),
        (
            "code:A OR code:B AND code:C",
            ("or", "code:A", ("and", "code:B", "code:C")),
            Scope.SEGMENT,
        ),
        # names need no quotes, small words that are no joining belong to them
        ("code:Support and care", "code:Support and care", Scope.SEGMENT),
        ("code:Work (paid) and code:B", ("and", "code:Work (paid)", "code:B"), Scope.SEGMENT),
        (
            "code:Waiting > For a letter AND coder:Tom",
            ("and", "code:Waiting > For a letter", "coder:Tom"),
            None,
        ),
        ("theme:Getting in case:P*", ("and", "theme:Getting in", "case:P*"), Scope.SEGMENT),
        ("DOC:anna in the same document", "doc:anna", Scope.DOCUMENT),
        ('years in care>=3 or gender=""', ("or", "years in care >= 3", "gender = "), Scope.SEGMENT),
        ('"age band" != 50-59', "age band != 50-59", Scope.SEGMENT),
        ("not (code:A and code:B)", ("not", ("and", "code:A", "code:B")), Scope.SEGMENT),
        (r'code:"the \"good\" days"', 'code:the "good" days', Scope.SEGMENT),
    ],
)
def test_what_people_type(text: str, tree: object, scope: Scope | None) -> None:
    query = read_expression(text)
    assert plain(query.where) == tree
    assert query.scope is (scope or Scope.SEGMENT)


def test_nothing_typed_asks_for_all() -> None:
    assert read_expression("  ") == Query()
    assert read_expression("IN turn").scope is Scope.TURN


@pytest.mark.parametrize(
    ("text", "at", "sentence"),
    [
        ("code:A AND", 10, "Something is missing at the end after “AND”."),
        ("code:A OR OR code:B", 10, "A condition is missing before “OR”."),
        ("stigma", 0, "“stigma” stands alone."),
        ("code:A AND stigma", 11, "“stigma” stands alone."),
        ("code: AND code:B", 6, "Something is missing after “code:”."),
        ("(code:A", 0, "This bracket is not closed."),
        ("code:A)", 6, "This closing bracket has no opening one."),
        ('code:A AND "letter', 11, "These quotes are not closed."),
        ('""', 0, "There are no words between these quotes."),
        ("code:A IN paragraph", 10, "After IN stands segment, turn or document, and nothing more."),
        ("code:A NEAR/ code:B", 12, "After NEAR/ stands how many words may be between, such as NEAR/20."),
        ("case:A NEAR code:B", 0, "NEAR stands between codes, themes or words in quotes."),
        ("code:A NEAR code:B NEAR code:C", 19, "Brackets must say what is near what."),
        ("(" * 60 + "code:A", 51, "This is nested too deep."),
        ("NOT " * 60 + "code:A", 203, "This is nested too deep."),
    ],
)
def test_errors_point_at_the_place(text: str, at: int, sentence: str) -> None:
    with pytest.raises(ExpressionError) as raised:
        read_expression(text)
    assert raised.value.sentence == sentence
    assert raised.value.at == at
    lines = raised.value.message.splitlines()
    assert lines[1].removeprefix("    ") == text
    assert lines[2].index("^") - 4 == at


def test_a_word_alone_is_told_both_ways_of_writing_it() -> None:
    with pytest.raises(ExpressionError) as raised:
        read_expression("stigma")
    assert (
        raised.value.hint == 'Write code:stigma for a code, or "stigma" in quotes for words that were said.'
    )


@given(
    st.sampled_from([Field.CODE, Field.THEME, Field.CASE, Field.DOCUMENT, Field.WORDS]), st.text(min_size=1)
)
def test_a_name_written_for_a_person_is_read_as_that_name(field: Field, name: str) -> None:
    if name.strip():
        where = read_expression(term(field, name)).where
        assert isinstance(where, Term)
        assert (where.field, where.value) == (field, name)


@given(st.text(alphabet='ab:()"“ =<>/ANDORTIEnearcode\\', max_size=40))
def test_whatever_is_typed_is_read_or_refused_with_a_place_in_it(text: str) -> None:
    try:
        read_expression(text)
    except ExpressionError as error:
        assert 0 <= error.at <= len(text)
