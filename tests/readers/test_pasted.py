"""Pasted web pages: what only a page has goes and is said; what people say stays."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qualbench.model.document import DocumentKind
from qualbench.readers.pasted import without_furniture
from qualbench.readers.registry import read_bytes

PAGE = """126
views
0
recommends
+1 Recommend

Sign in / Sign up

A walk along the river, and what it does

We walked every week. Nobody asked who I was, and I liked that.

  • Record: found

Share Document
Export Citation Format
© 2020 A press
"""


def test_what_only_a_page_has_is_left_out_and_said() -> None:
    reading = read_bytes("page.txt", PAGE.encode())
    assert reading.text == (
        "A walk along the river, and what it does\n\n"
        "We walked every week. Nobody asked who I was, and I liked that."
    )
    assert reading.kind is DocumentKind.RECORD
    (problem,) = [one for one in reading.problems if "pasted" in one.message]
    assert "10 lines" in problem.message
    assert "“views”" in problem.message


def test_an_interview_keeps_every_line() -> None:
    text = (
        PAGE.replace("We walked", "Anna: We walked").replace("Nobody asked", "\n\nInterviewer: Who asked")
        + "\n\nAnna: Nobody."
    )
    assert read_bytes("talk.txt", text.encode()).text == text


def test_a_diary_with_a_word_of_a_page_keeps_it() -> None:
    text = "Home\n\nI went to see the doctor. Search\n\nNext\n\nAnother day."
    assert read_bytes("diary.txt", text.encode()).text == text


@given(
    st.lists(
        st.sampled_from(
            ["views", "12", "Sign in", "I was there.", "", "Bookmark", "© 2020 X", "He said: no."]
        ),
        max_size=14,
    )
)
def test_sentences_are_never_left_out(lines: list[str]) -> None:
    text, gone = without_furniture("\n".join(lines))
    for words in ("I was there.", "He said: no."):
        assert text.split("\n").count(words) == lines.count(words)
        assert words not in gone
