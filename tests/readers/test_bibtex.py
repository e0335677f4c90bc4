r"""BibTeX: fields in braces, quotes and pieces, LaTeX as letters; what is broken costs only itself."""

from __future__ import annotations

from time import process_time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualbench.readers.bibtex import plain
from qualbench.readers.refusals import DamagedFile
from qualbench.readers.registry import read_bytes

if TYPE_CHECKING:
    from qualbench.model.document import Reading


def read(text: str, name: str = "search.bib") -> Reading:
    return read_bytes(name, text.encode())


def said(reading: Reading) -> list[tuple[str | None, str]]:
    return [(turn.speaker, reading.text[turn.start : turn.end]) for turn in reading.turns]


def test_entries() -> None:
    reading = read(r"""
Words outside are a comment.
@STRING(jog = "Journal of " # {Gardens})
@article{berg2019,
  title    = {Gardens, {Rain} and
              {WHO}},
  subtitle = "a {"}study{"}",
  author   = {Berg, Anna and Jos{\'e} M{\"u}ller and {World Health Organization}},
  journal  = jog, year = 2019, month = may,
  volume = 7, number = "2", pages = {11--19},
  abstract = {It rained @ 34\% of the time.},
  keywords = {rain, wet gardens; weeds},
  doi = {10.1000/a\_b--c}, file = {a.pdf},
}
@book(holm, title="Rain" # { more}, author={Dan van Holm}, date={1989-01}) @misc{x,title={On the same line}}
@comment{@article is no entry here}
@misc{keyless entry, title = {Wet}, author = , url = {https://x.org/~a--b}}
""")
    assert reading.text == (
        "Berg et al. 2019\n"
        "Berg, Anna; José Müller; World Health Organization (2019). Journal of Gardens 7(2), 11–19. "
        "doi:10.1000/a_b--c\n"
        'Gardens, Rain and WHO: a "study"\nIt rained @ 34% of the time.\n'
        "Keywords: rain; wet gardens; weeds\n\n"
        "van Holm 1989\nDan van Holm (1989-01)\nRain more\n\n"
        "On the same line n.d.\nOn the same line\n\nWet n.d.\nhttps://x.org/~a--b\nWet"
    )
    assert [(one.line, one.message) for one in reading.problems] == [
        (None, "3 of 4 references have no abstract: only their titles are read."),
        (None, "Left out of the text are the fields file, month."),
    ]


def test_what_is_broken_costs_nothing_but_itself() -> None:
    reading = read(
        '@misc{a,\n title = {One},\n note = {open\n}\n\n@misc{b,\n title = "Two\n}\n\n'
        "@misc{c, title = {Three}, ???}\n@misc{d, title = {Four}}\n@misc{e, title = {Five}"
    )
    assert [words for _label, words in said(reading)] == ["One", "Two", "Three", "Four", "Five"]
    assert [one.line for one in reading.problems if one.serious] == [4, 7, 10, 12]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (r"{\'E}lan \'{e}t\'e \`a", "Élan été à"),
        (r"M{\"u}ller \"{o} {\"{a}} \ss{} stra{\ss}e", "Müller ö ä ß straße"),
        (r"\v{S}koda \c{c} \c c \k{a} \H{o} \u{g} \r{a} \~n \^{\i} \'{\i} \'\i", "Škoda ç ç ą ő ğ å ñ î í í"),
        (r"{\o}re \O{}re {\L}\'od\'z \aa \ae{}on", "øre Øre Łódź åæon"),
        (r"a \& b \% \$ \# x\_y ``q'' -- --- 1~m", "a & b % $ # x_y “q” – — 1 m"),
        (r"\emph{We} \textit{all} $\alpha_{2}$ \unknown{x}", r"We all $\alpha_2$ \unknownx"),
        (r"50\\ \textendash{} \bfx \uparrow", r"50\\ – \bfx \uparrow"),
    ],
)
def test_latex(written: str, meant: str) -> None:
    assert plain(written) == meant


def test_a_file_that_is_something_else() -> None:
    with pytest.raises(DamagedFile, match="no line begins a reference"):
        read("Anna: write to me@home.org")
    assert read("@article{a,\n title = {T}}", "search.txt").format == "bib"
    assert read("Anna: @you{ are\nDan: here", "search.txt").format == "txt"


def test_strings_that_grow_are_stopped() -> None:
    text = "@string{a0 = {lol}}\n"
    text += "".join(f"@string{{a{at + 1} = a{at} # a{at} # a{at} # a{at}}}\n" for at in range(40))
    before = process_time()
    reading = read(text + "@misc{x, title = a40 # {end}}\n" + "@misc{x, title = a9}\n" * 2000)
    assert process_time() - before < 20
    assert len(reading.text) < 9_000_000
    assert any("@string" in one.message for one in reading.problems)


@pytest.mark.parametrize(
    "piece",
    [
        "{",
        "}",
        "@a{",
        "\n@a{",
        "\n@a{b, title = {",
        "}@a{b, title = {c}",
        'a = "',
        "# a ",
        "\\'{",
        "a=",
        "\\",
        "@",
        "a and ",
    ],
)
def test_a_megabyte_of_one_thing_ends_in_bounded_time(piece: str) -> None:
    before = process_time()
    count = min(2**20 // len(piece), 49_000 if "@a" in piece else 2**20)
    read("@misc{x, title = {T}, author = {" + piece * count)
    assert process_time() - before < 20


WORD = st.from_regex(r"[a-zäß]{1,8}[.,:]?", fullmatch=True)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(st.lists(WORD, min_size=1, max_size=4), st.lists(WORD, max_size=6)), min_size=1, max_size=4
    ),
    st.sampled_from([("{", "}"), ('"', '"'), ("{{", "}}"), ('{"', '"}'), ("{", "")]),
    st.sampled_from([",\n", " , ", "\n"]),
)
def test_no_word_of_title_or_abstract_is_lost(
    found: list[tuple[list[str], list[str]]], marks: tuple[str, str], comma: str
) -> None:
    opening, closing = marks
    text = "".join(
        f"@article{{key{at},\n title = {{{' '.join(title)}}}{comma}"
        f"abstract = {opening}{' '.join(words)}{closing}{comma if closing else ''}}}\n\n"
        for at, (title, words) in enumerate(found)
    )
    expected = [[*title, *words] for title, words in found]
    assert [words.replace('"', "").split() for _label, words in said(read(text))] == expected
