"""What services write: their form says who speaks, whatever people call themselves; no word is lost."""

from __future__ import annotations

import io
import re
from time import process_time

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from qualbench.errors import FileProblem
from qualbench.model.document import DocumentKind, Reading, Role
from qualbench.readers.registry import read_bytes

Said = list[tuple[str | None, str, float | None]]


def read(text: str, name: str = "talk.txt") -> Reading:
    return read_bytes(name, text.encode())


def said(reading: Reading) -> Said:
    return [(turn.speaker, reading.text[turn.start : turn.end], turn.time) for turn in reading.turns]


OTTER = """\
SUMMARY KEYWORDS
garden, rain

Berg, Anna (Guest)  0:00
How was the garden?

anna's phone  0:07
Green: mostly green. So: I stayed.

And wet.

0:21
Somebody laughed.

Berg, Anna (Guest)  1:00:12
Oh.

Transcribed by https://otter.ai
"""


def test_otter() -> None:
    reading = read(OTTER)
    assert said(reading) == [
        (None, "SUMMARY KEYWORDS\ngarden, rain", None),
        ("Berg, Anna (Guest)", "How was the garden?", 0.0),
        ("anna's phone", "Green: mostly green. So: I stayed.\n\nAnd wet.", 7.0),
        (None, "Somebody laughed.", 21.0),
        ("Berg, Anna (Guest)", "Oh.", 3612.0),
        (None, "Transcribed by https://otter.ai", None),
    ]
    assert [turn.role for turn in reading.turns if turn.speaker is None] == [Role.UNIDENTIFIED] * 3
    assert reading.text == OTTER


TEAMS = """\
Garden-20260504_100000-Meeting Transcript
4 May 2026, 10:00AM
27m 42s
Anna Berg started transcription
Berg, Anna   0:03
How was it?
ext. Dan 007   0:09
Green.
Berg, Anna   1:02:00
Oh.
Anna Berg stopped transcription
"""
OLD_TEAMS = """\
0:0:0.0 --> 0:0:3.200
Berg, Anna
How was it?
0:0:3.200 --> 0:0:7.10
ext. Dan 007
Green.
0:0:7.200 --> 0:0:9.10
Berg, Anna
Oh.
"""


@pytest.mark.parametrize(("text", "times"), [(TEAMS, [3.0, 9.0, 3720.0]), (OLD_TEAMS, [0.0, 3.2, 7.2])])
@pytest.mark.parametrize("word", [True, False], ids=["Word", "text"])
def test_teams(text: str, times: list[float], word: bool) -> None:
    if word:  # Teams sets a turn as one paragraph with line breaks
        document = Document()
        for block in re.split(r"\n(?=\S[^\n]*   \d|0:\d|Anna Berg st)", text.strip()):
            document.add_paragraph(block)
        held = io.BytesIO()
        document.save(held)
        reading = read_bytes("talk.docx", held.getvalue())
    else:
        reading = read(text)
    assert [one for one in said(reading) if one[0]] == [
        ("Berg, Anna", "How was it?", times[0]),
        ("ext. Dan 007", "Green.", times[1]),
        ("Berg, Anna", "Oh.", times[2]),
    ]


@pytest.mark.parametrize(
    ("heads", "times"),
    [
        (["00:03:12\tFrom {} to Everyone:\t", "00:03:20\tFrom {} to Dan(Direct Message):\t"], [192.0, 200.0]),
        (["00:03:12\t{}:\t", "00:03:20\t{}:\t"], [192.0, 200.0]),
        (["00:03:12\t From  {}  to  Everyone : ", "00:03:20\t From  {} : "], [192.0, 200.0]),
        (["00:03:12 Von {} an Alle: ", "00:03:20 Von {} an Alle: "], [192.0, 200.0]),
        (["10:02:11 From {} : ", "10:02:15 From {} : "], [None, None]),
        (["2026-05-04 00:02:11 From {} to Everyone:\n\t"] * 2, [None, None]),
    ],
    ids=["tabs", "from the site", "blanks", "German", "by the clock", "with a date"],
)  # fmt: skip
def test_zooms_saved_chat(heads: list[str], times: list[float | None]) -> None:
    first, second = heads[0].format("Berg, Anna (she/her)"), heads[1].format("007 Dan")
    reading = read(f"{first}See https://x.org/a:b\n{second}yes: no\nmore\n")
    assert said(reading) == [
        ("Berg, Anna (she/her)", "See https://x.org/a:b", times[0]),
        ("007 Dan", "yes: no\nmore", times[1]),
    ]
    assert reading.kind is DocumentKind.POSTS
    assert any("by the clock" in one.message for one in reading.problems) is (times[0] is None)


MEET = """\
Garden (2026-05-04 10:00 GMT+2) – Transcript
Attendees
Anna Berg, iphone 12, iphone 12's Presentation

Transcript

00:00:00

Anna Berg: How was it?
iphone 12: Green.

00:05:00

iphone 12: Wet.

Transcription ended after 00:45:12

This editable transcript was computer generated and might contain errors.
"""


def test_google_meet() -> None:
    spoken = said(read(MEET))
    assert [one for one in spoken if one[0]] == [
        ("Anna Berg", "How was it?", 0.0),
        ("iphone 12", "Green.", None),
        ("iphone 12", "Wet.", 300.0),
    ]
    assert [words for speaker, words, _time in spoken if not speaker][-2:] == [
        "Transcription ended after 00:45:12",
        "This editable transcript was computer generated and might contain errors.",
    ]


@pytest.mark.parametrize("name", ["chat.sbv", "chat.txt"])
def test_google_meets_chat(name: str) -> None:
    chat = "00:00:12.345,00:00:17.345\nanna's phone: hello\n\n00:01:00.000,00:01:05.000\n007 Dan: yes\n\n"
    reading = read(chat + chat.replace("00:0", "00:1"), name)
    assert reading.format == "sbv"
    assert said(reading)[:2] == [("anna's phone", "hello", 12.345), ("007 Dan", "yes", 60.0)]


def test_zooms_captions_name_whom_they_like() -> None:
    cue = "{0}\n00:00:{0:02}.000 --> 00:00:{0:02}.900\n{1}\n\n"
    names = ["Berg, Anna: So: well.", "anna's phone: Yes.", "Berg, Anna: A,", "Berg, Anna: b.", "laughs"]
    body = "".join(cue.format(number, words) for number, words in enumerate(names, 1))
    assert said(read("WEBVTT\n\n" + body, "talk.vtt")) == [
        ("Berg, Anna", "So: well.", 1.0),
        ("anna's phone", "Yes.", 2.0),
        ("Berg, Anna", "A, b. laughs", 3.0),
    ]


F4 = """\
I: How was it? #00:00:02-5#

B1: Green. At #00:00:30-1# wet. #00:01:02-5#

I: Oh.
#00:01:05-0#
"""


def test_times_at_the_ends_of_turns_begin_the_next() -> None:
    assert said(read(F4)) == [
        ("I", "How was it?", None),
        ("B1", "Green. At #00:00:30-1# wet.", 2.5),
        ("I", "Oh.", 62.5),
    ]
    unnamed = read("How was it? #00:00:02-5#\n\nGreen. #00:01:02-5#\n\nOh. #00:01:05-0#\n")
    assert said(unnamed) == [(None, "How was it?", None), (None, "Green.", 2.5), (None, "Oh.", 62.5)]
    above = read("I: How was it?\n#00:00:02-5#\nB1: Green.\n#00:01:02-5#\nI: Oh. #00:01:05-0#\n")
    assert [(words, time) for _who, words, time in said(above)] == [
        ("How was it?", None),
        ("Green.", 2.5),
        ("Oh.", 62.5),
    ]


def test_lists_with_times_are_no_turns() -> None:
    songs = read("Green Garden  3:12\nRain  2:40\nMore Rain  4:01\nThe End  1:00\n")
    assert {turn.speaker for turn in songs.turns} == {None}
    prose = (
        "We began.\n\n" + "It was late and nobody spoke of it again.\n\n" * 60 + "At ten  10:00\nit ended.\n"
    )
    assert {turn.speaker for turn in read(prose).turns} == {None}


WORD = st.from_regex(r"[a-zäß]{1,8}", fullmatch=True)
NAME = st.sampled_from(["Berg, Anna", "dan", "P 07 (they/them)", "李娜", "O'Neill-Ruiz", "+49 170 1"])
FORMS = {
    "otter": "{name}  {minute}:{second:02}\n{words}\n\n",
    "teams": "{name}   {minute}:{second:02}\n{words}\n",
    "old teams": "0:{minute}:{second}.0 --> 0:{minute}:{second}.9\n{name}\n{words}\n",
    "chat": "00:{minute:02}:{second:02}\tFrom {name} to Everyone:\t{words}\n",
    "new chat": "2026-05-04 10:{minute:02}:{second:02} From {name} to Everyone:\n\t{words}\n",
}


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(sorted(FORMS)),
    st.lists(st.tuples(NAME, st.lists(WORD, min_size=1, max_size=5)), min_size=6, max_size=12),
)
def test_every_turn_has_its_speaker_and_its_words(form: str, talk: list[tuple[str, list[str]]]) -> None:
    names = [name for name, _words in talk]
    if form == "old teams" and len(set(names)) > len(names) / 2:
        talk = [(names[0], words) for _name, words in talk]
    text = "".join(
        FORMS[form].format(name=name, minute=at, second=at, words=" ".join(words))
        for at, (name, words) in enumerate(talk)
    )
    spoken = [(speaker, words) for speaker, words, _time in said(read(text))]
    assert spoken == [(name, " ".join(words)) for name, words in talk]


HEADS = [
    "Anna Berg  0:00\nHello.\n\nDan Holm  0:05\nYes.\n\n",
    "".join(f"0:0:{at}.0 --> 0:0:{at}.9\nAnna Berg\nHello.\n" for at in range(3)),
    "00:03:12\tFrom Anna to Everyone:\twords\n",
    MEET,
    "I: How? #00:00:02-5#\n\nB: Well. #00:00:04-5#\n\n",
]


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(HEADS), st.text(max_size=300))
def test_whatever_follows_is_read_whole_or_refused(head: str, rest: str) -> None:
    data = (head + rest).encode("utf-8", "replace")
    try:
        reading = read_bytes("talk.txt", data)
    except FileProblem as problem:
        assert problem.message
        return
    assert reading.text == data.decode().replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    before = 0
    beside = ""
    for turn in reading.turns:
        assert before <= turn.label_start <= turn.start <= turn.end <= len(reading.text)
        assert turn.speaker is None or reading.text.startswith(turn.speaker, turn.label_start)
        assert turn.speaker is None or len(turn.speaker.splitlines()) == 1
        beside += reading.text[before : turn.label_start]
        before = turn.end
    # outside of turns stand only times, and what leads to a name
    beside = re.sub(r"From|Von|De|Da|Van", "", beside + reading.text[before:], flags=re.IGNORECASE)
    assert not re.search(r"[^\W\d_]", beside)


@pytest.mark.parametrize(
    "piece",
    [
        "A  0:00\n",
        "0:0:0 --> 0:0:0\nA\n",
        "00:00:00 From A : x\n",
        "00:00:00 From ",
        "00:00:00\tA",
        "A  ",
        "#00:00:00-1#\n",
        "0:00\n",
    ],
)
def test_a_megabyte_of_heads_ends_in_bounded_time(piece: str) -> None:
    before = process_time()
    read("x\n" + piece * (2**20 // len(piece)))
    assert process_time() - before < 30
