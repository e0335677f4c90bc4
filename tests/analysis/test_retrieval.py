from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualbench.analysis.retrieval import (
    By,
    Coded,
    Condition,
    In,
    Marked,
    Of,
    Question,
    Said,
    found_words,
    named_codes,
    retrieve,
)
from qualbench.analysis.scope import Source
from qualbench.model.query import And, CodedPlace, Near, Node, Not, Or, Query, Scope
from qualbench.model.span import Span
from tests.analysis.made import make_source

LINES = ("I: How was it", "Anna: one two three four five", "I: And then", "Anna: six seven eight nine ten")
SOURCE, TEXT = make_source("anna", LINES, case_id="case-anna")
A, B, C = (Coded(frozenset(letter)) for letter in "ABC")


def place(name: str, words: str, code: str, coder: str = "ana", document: str = "doc-anna") -> CodedPlace:
    start = TEXT.index(words)
    return CodedPlace(name, document, start, start + len(words), code, coder)


PLACES = (
    place("a", "one two three", "A"),
    place("b", "three four", "B"),
    place("c", "five", "C"),
    place("a2", "six", "A", "tom"),
    place("b2", "nine ten", "B", "tom"),
)


def listed(
    where: Node[Condition] | None, scope: Scope = Scope.SEGMENT, places: tuple[CodedPlace, ...] = PLACES
) -> list[str]:
    question: Question = Query(where, scope)
    found = retrieve(places, question, source_of=lambda _id: SOURCE, text_of=lambda _id: TEXT)
    return [one.id for one in found]


def test_of_one_code_or_of_all() -> None:
    assert listed(A) == ["a", "a2"]
    assert listed(None) == ["a", "b", "c", "a2", "b2"]


def test_two_codes_on_the_same_words_in_a_turn_and_in_a_document() -> None:
    assert listed(And((A, B))) == ["a", "b"]
    assert listed(And((A, C))) == []
    assert listed(And((A, C)), Scope.TURN) == ["a", "c"]
    assert listed(And((A, B)), Scope.TURN) == ["a", "b", "a2", "b2"]
    assert listed(And((C, B)), Scope.DOCUMENT) == ["b", "c", "b2"]


def test_one_code_without_another() -> None:
    assert listed(And((A, Not(B)))) == ["a2"]
    assert listed(And((A, Not(B))), Scope.TURN) == []
    assert listed(And((A, Not(C))), Scope.TURN) == ["a2"]
    assert listed(Not(A)) == ["c", "b2"]  # what A is on too is not without A


def test_either_code() -> None:
    assert listed(Or((A, C))) == ["a", "c", "a2"]
    assert listed(Or((And((A, B)), C))) == ["a", "b", "c"]


def test_near_counts_the_words_between_the_edges_without_labels() -> None:
    assert listed(Near(A, C, 1)) == ["a", "c"]  # “four” is between
    assert listed(Near(A, C, 0)) == []
    assert listed(Near(C, A, 2)) == ["a", "c", "a2"]  # “And then” is between, labels are no words
    assert listed(Near(B, C, 0)) == ["b", "c"]
    assert listed(Near(A, Said("eight"), 1)) == ["a2"]
    assert listed(And((B, Near(A, C, 1)))) == ["a", "b"]


def test_a_segment_is_not_near_itself() -> None:
    assert listed(Near(A, Or((A, C)), 1)) == ["a", "c"]
    assert listed(Near(B, B, 3)) == []


def test_words_of_the_segment_of_its_turn_or_of_its_document() -> None:
    assert listed(Said("Two  three")) == ["a"]
    assert listed(And((B, Said("one")))) == []
    assert listed(And((B, Said("one"))), Scope.TURN) == ["b"]
    assert listed(And((B, Said("one"))), Scope.DOCUMENT) == ["b", "b2"]
    assert listed(And((A, Not(Said("two"))))) == ["a2"]


def test_who_said_it_and_where() -> None:
    assert listed(And((A, Of(frozenset({"case-anna"}))))) == ["a", "a2"]
    assert listed(Of(frozenset({"another"}))) == []
    assert listed(In(frozenset({"another"}))) == []
    asked = place("q", "And then", "A")
    assert listed(Of(frozenset({"case-anna"})), places=(asked,)) == []  # the interviewer's words are nobody's


def test_a_coder_at_the_top_says_whose_codings_are_looked_at_at_all() -> None:
    both = (place("a", "one two three", "A", "ana"), place("b", "three four", "B", "tom"))
    tom = By(frozenset({"tom"}))
    assert listed(And((A, B)), places=both) == ["a", "b"]
    assert listed(And((A, B, tom)), places=both) == []
    assert listed(And((A, Not(tom))), places=both) == ["a"]
    assert listed(Or((And((B, tom)), A)), places=both) == ["a", "b"]  # below the top it is about the segment


def test_texts_and_turns_are_asked_for_only_where_they_count() -> None:
    def never(_id: str) -> object:
        raise AssertionError("not needed")

    question: Question = Query(And((A, Not(B))))
    found = retrieve(PLACES, question, source_of=never, text_of=never)  # type: ignore[arg-type]
    assert [one.id for one in found] == ["a2"]


def test_named_codes_are_those_without_not() -> None:
    assert named_codes(And((A, Not(B)))) == frozenset("A")
    assert named_codes(Near(A, Or((B, Said("x"))), 3)) == frozenset("AB")
    assert named_codes(Said("x")) is None


def test_words_are_found_with_accents_in_either_form() -> None:
    text = "Cafe\u0301 au  LAIT, caf\u00e9 au\nlait"
    assert [text[one.start : one.end] for one in found_words(text, "café au lait")] == [
        "Cafe\u0301 au  LAIT",
        "caf\u00e9 au\nlait",
    ]
    assert found_words(text, "  ") == []


edges = st.tuples(st.integers(0, 40), st.integers(1, 12), st.sampled_from("ABC"))


@given(st.lists(edges, max_size=25), st.sampled_from([Scope.SEGMENT, Scope.DOCUMENT]))
def test_the_sweep_agrees_with_looking_at_every_pair(made: list[tuple[int, int, str]], scope: Scope) -> None:
    places = tuple(
        sorted(
            (
                CodedPlace(str(n), "d", start, start + length, code, "ana")
                for n, (start, length, code) in enumerate(made)
            ),
            key=lambda one: (one.start, -one.end),
        )
    )

    def meets(one: CodedPlace, code: str) -> bool:
        return any(
            other.code_id == code
            and (scope is Scope.DOCUMENT or max(one.start, other.start) < min(one.end, other.end))
            for other in places
        )

    both = [one.id for one in places if one.code_id in "AB" and meets(one, "A") and meets(one, "B")]
    assert listed(And((A, B)), scope, places) == both
    without = [one.id for one in places if one.code_id == "A" and not meets(one, "B")]
    assert listed(And((A, Not(B))), scope, places) == without


@given(
    st.lists(st.tuples(st.integers(0, 8), st.integers(1, 3), st.sampled_from("AB")), max_size=12),
    st.integers(0, 4),
)
def test_near_agrees_with_looking_at_every_pair(made: list[tuple[int, int, str]], room: int) -> None:
    words = [f"w{n}" for n in range(12)]
    source, text = make_source("words", [" ".join(words)])
    places = []
    for n, (first, many, code) in enumerate(made):
        start = text.index(words[first])
        places.append(
            CodedPlace(
                str(n),
                "d",
                start,
                text.index(words[first + many - 1]) + len(words[first + many - 1]),
                code,
                "ana",
            )
        )

    def between(n: int, m: int) -> int:
        (a, long_a, _x), (b, long_b, _y) = made[n], made[m]
        return max(b - (a + long_a), a - (b + long_b))

    def near(n: int) -> bool:
        return any(made[m][2] != made[n][2] and between(n, m) <= room for m in range(len(made)))

    question: Question = Query(Near(A, B, room))
    found = retrieve(places, question, source_of=lambda _id: source, text_of=lambda _id: text)
    assert [one.id for one in found] == [one.id for n, one in enumerate(places) if near(n)]


def test_no_pairs_are_built() -> None:
    """Sixty thousand segments that all overlap have nearly two thousand million pairs."""
    many = 60_000
    places = [CodedPlace(str(n), "d", n, 2 * many, "AB"[n % 2], "ana") for n in range(many)]
    question: Question = Query(And((A, B)))
    found = retrieve(places, question, source_of=lambda _id: SOURCE, text_of=lambda _id: TEXT)
    assert sum(1 for _one in found) == many


@pytest.mark.parametrize("scope", list(Scope))
def test_a_document_without_turns_is_asked_like_any_other(scope: Scope) -> None:
    bare = Source(SOURCE.document)
    question: Question = Query(And((A, B)), scope)
    found = retrieve(PLACES[:2], question, source_of=lambda _id: bare, text_of=lambda _id: TEXT)
    assert [one.id for one in found] == ["a", "b"]
    assert bare.voices(Span(0, 1)).case_ids == {"case-anna"}


def test_or_in_brackets_lists_what_either_side_lists() -> None:
    here: Node[Condition] = In(frozenset({"doc-anna"}))
    nine: Node[Condition] = Said("nine")
    assert listed(And((Or((A, nine)), here))) == ["a", "a2", "b2"]
    assert listed(Or((And((A, here)), And((nine, here))))) == ["a", "a2", "b2"]


def joined(kind: type[And[Condition]] | type[Or[Condition]], parts: list[Node[Condition]]) -> Node[Condition]:
    return kind(tuple(parts))


leaves: st.SearchStrategy[Node[Condition]] = st.sampled_from(
    (A, B, C, Said("six"), Said("three"), Of(frozenset({"case-anna"})), Marked("important"), Not(A), Not(C))
)
kinds: st.SearchStrategy[type[And[Condition]] | type[Or[Condition]]] = st.sampled_from((And, Or))
expressions: st.SearchStrategy[Node[Condition]] = st.recursive(
    leaves,
    lambda inner: st.builds(joined, kinds, st.lists(inner, min_size=2, max_size=3)),
    max_leaves=7,
)


def alternatives(node: Node[Condition]) -> list[tuple[Node[Condition], ...]]:
    """OR drawn out of all brackets: each alternative a row of conditions that must all hold."""
    if isinstance(node, Or):
        return [row for part in node.parts for row in alternatives(part)]
    if isinstance(node, And):
        rows: list[tuple[Node[Condition], ...]] = [()]
        for part in node.parts:
            rows = [(*row, *more) for row in rows for more in alternatives(part)]
        return rows
    return [(node,)]


def holds(node: Node[Condition], one: CodedPlace, places: list[CodedPlace]) -> bool:
    """One condition at one segment, by looking at every other."""
    if isinstance(node, Not):
        return not holds(node.part, one, places)
    if isinstance(node, Coded):
        return any(
            other.code_id in node.code_ids and other.start < one.end and one.start < other.end
            for other in places
        )
    if isinstance(node, Said):
        return node.words in TEXT[one.start : one.end]
    return bool(one.important) if isinstance(node, Marked) else isinstance(node, Of)


def listed_by_each(node: Node[Condition], places: list[CodedPlace]) -> list[str]:
    found = set()
    for row in alternatives(node):
        codes = [part.code_ids for part in row if isinstance(part, Coded)]
        for one in places:
            fits = not codes or any(one.code_id in some for some in codes)
            if fits and all(holds(part, one, places) for part in row):
                found.add(one.id)
    return [one.id for one in places if one.id in found]


anna = st.integers(TEXT.index("one"), TEXT.index(" five"))


@given(
    expressions,
    st.lists(st.tuples(anna, st.integers(1, 20), st.sampled_from("ABC"), st.booleans()), max_size=6),
)
def test_an_expression_lists_what_its_alternatives_list_one_by_one(
    where: Node[Condition], made: list[tuple[int, int, str, bool]]
) -> None:
    places = [
        CodedPlace(
            str(number), "doc-anna", start, min(start + length, SOURCE.turns[1].end), code, "ana", important
        )
        for number, (start, length, code, important) in enumerate(made)
    ]
    drawn_out: Node[Condition] = Or(tuple(And(row) for row in alternatives(where)))
    assert listed(where, places=tuple(places)) == listed_by_each(where, places)
    assert listed(drawn_out, places=tuple(places)) == listed_by_each(where, places)
