"""PDFs: what only pages have goes and is said, words and turns stay."""

from __future__ import annotations

import pytest

from qualbench.errors import FileProblem
from qualbench.model.document import Reading, Role
from qualbench.readers.refusals import DamagedFile, EncryptedFile, ScannedFile
from qualbench.readers.registry import read_bytes
from tests.readers.made_pdf import At, column, pdf

ANNA = [
    "Interviewer: How did you hear of the group, and what made you go",
    "there in the end?",
    "Anna: A friend took me along. I would never have gone alone, be-",
    "cause I did not know anybody. Now I go each week and my well-",
    "being is better for it.",
    "Interviewer: And your well-being before?",
    "Anna: Not good.",
]


def said(reading: Reading) -> str:
    return " ".join(one.message for one in reading.problems)


def test_wrapped_lines_become_the_turns_that_they_are() -> None:
    reading = read_bytes("anna.pdf", pdf(column(ANNA)))
    assert [(one.speaker, one.role) for one in reading.turns] == [
        ("Interviewer", Role.INTERVIEWER),
        ("Anna", Role.PARTICIPANT),
    ] * 2
    assert reading.format == "pdf"
    words = [reading.text[one.start : one.end] for one in reading.turns]
    assert words[0] == "How did you hear of the group, and what made you go there in the end?"
    assert words[1].endswith("I did not know anybody. Now I go each week and my well-being is better for it.")


def test_divided_words_are_put_together_and_compounds_stay() -> None:
    reading = read_bytes("anna.pdf", pdf(column(ANNA)))
    assert "gone alone, because I did" in reading.text
    assert "my well-being is" in reading.text
    assert "2 words divided at a line's end are put together." in said(reading)


def test_heads_feet_and_page_numbers_are_left_out_and_said() -> None:
    pages = [
        [At(72, 790 - 20, f"{number}/4"), *column(lines, top=730), At(72, 40, "Confidential - study 12")]
        for number, lines in enumerate([ANNA[:3], ANNA[3:5], ANNA[5:6], ANNA[6:]], 1)
    ]
    reading = read_bytes("anna.pdf", pdf(*pages))
    assert "Confidential" not in reading.text
    assert "/4" not in reading.text
    assert len(reading.turns) == 4
    assert "8 lines at the heads and feet of pages are left out" in said(reading)
    assert "Confidential - study 12" in said(reading)


def test_a_turn_goes_on_over_the_page() -> None:
    reading = read_bytes("anna.pdf", pdf(column(ANNA[:3]), column(ANNA[3:])))
    assert "gone alone, because I did not know anybody" in reading.text


@pytest.mark.parametrize("block", [True, False])
def test_numbers_in_the_margin_are_left_out_and_said(block: bool) -> None:
    lines = [f"Anna: This is what I said the {n}th time, and it is true." for n in range(1, 13)]
    numbers = column([str(n) for n in range(1, 13)], x=40)
    placed = column(lines)
    page = (
        [*placed, *numbers] if block else [one for both in zip(numbers, placed, strict=True) for one in both]
    )
    reading = read_bytes("anna.pdf", pdf(page))
    assert "12 line numbers" in said(reading)
    assert reading.text.split("\n\n") == lines


def test_a_numbered_answer_is_no_line_number() -> None:
    reading = read_bytes("a.pdf", pdf(column(["Anna: How many?", "Ben: 12", "Anna: And now?", "Ben: 3"])))
    assert reading.text.split("\n\n")[1] == "Ben: 12"


@pytest.mark.parametrize("across", [True, False])
def test_columns_are_read_one_after_the_other(across: bool) -> None:
    left = [f"Left {n} goes on with words" for n in range(1, 11)]
    right = [f"right {n} goes on with words" for n in range(1, 11)]
    one, two = column(left, x=60), column(right, x=330)
    page = [at for row in zip(one, two, strict=True) for at in row] if across else [*one, *two]
    text = read_bytes("two.pdf", pdf(page)).text
    assert text.index("Left 10") < text.index("right 1 ")
    assert text.index("right 9") < text.index("right 10")


def test_paragraphs_by_gaps() -> None:
    page = [*column(["The first paragraph is short", "and goes on."]), *column(["The second one."], top=690)]
    assert (
        read_bytes("notes.pdf", pdf(page)).text
        == "The first paragraph is short and goes on.\n\nThe second one."
    )


def test_pages_that_are_pictures_are_named() -> None:
    reading = read_bytes("anna.pdf", pdf(column(ANNA), [], [], column(ANNA[:2]), [], pictures=(1, 2, 4)))
    (problem,) = [one for one in reading.problems if "picture" in one.message]
    assert problem.message == "Pages 2-3, 5 hold a picture and no text; nothing of it is read."
    assert problem.serious


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (pdf([], [], pictures=(0, 1)), ScannedFile),
        (pdf(column(ANNA), password=True), EncryptedFile),
        (b"%PDF-1.7\nthis is no PDF", DamagedFile),
        (pdf(column(ANNA))[:200], DamagedFile),
    ],
)
def test_what_cannot_be_read_gets_a_sentence(data: bytes, error: type[FileProblem]) -> None:
    with pytest.raises(error) as caught:
        read_bytes("anna.pdf", data)
    assert caught.value.message
    assert caught.value.hint


def test_another_name_is_seen_through() -> None:
    reading = read_bytes("anna.txt", pdf(column(ANNA)))
    assert reading.format == "pdf"
    assert "is called .txt but is pdf" in said(reading)
    with pytest.raises(FileProblem, match="no PDF whatever its name"):
        read_bytes("anna.pdf", b"Anna: Hello.")


def test_five_hundred_pages() -> None:
    pages = [column([f"Anna: This is page {n}, and I go on talking.", "It never ends."]) for n in range(500)]
    reading = read_bytes("long.pdf", pdf(*pages))
    assert len(reading.turns) == 500
