"""WebVTT, SubRip and SubViewer: cues to paragraphs with times; oddities said with their lines."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualbench.errors import QualbenchError
from qualbench.model.document import Reading, Role
from qualbench.readers.registry import read_bytes, read_file

REAL = Path(__file__).parents[3] / "shared" / "data" / "captions"


def vtt(body: str) -> Reading:
    return read_bytes("talk.vtt", ("WEBVTT\n\n" + body).encode())


def said(reading: Reading) -> list[tuple[str | None, str, float | None]]:
    return [(turn.speaker, reading.text[turn.start : turn.end], turn.time) for turn in reading.turns]


def messages(reading: Reading) -> list[tuple[int | None, str]]:
    return [(problem.line, problem.message) for problem in reading.problems if problem.line]


VOICES = """\
1
00:00:01.000 --> 00:00:02.000 align:start
<v Dan Interviewer>How was <i>it</i>?</v>

00:00:03.000 --> 00:00:04.500
<v.loud Anna>Green &amp; wet,</v>

00:00:04.500 --> 00:00:06.000
<v Anna>mostly.</v> <v Dan Interviewer>I see.</v>
"""


def test_voices_are_speakers_and_their_cues_are_joined() -> None:
    reading = vtt(VOICES)
    assert reading.text == (
        "Dan Interviewer: How was it?\n\nAnna: Green & wet, mostly.\n\nDan Interviewer: I see."
    )
    assert said(reading) == [
        ("Dan Interviewer", "How was it?", 1.0),
        ("Anna", "Green & wet, mostly.", 3.0),
        ("Dan Interviewer", "I see.", 4.5),
    ]
    assert reading.roles == {"Dan Interviewer": Role.INTERVIEWER, "Anna": Role.PARTICIPANT}
    assert reading.turns[1].label_start == reading.text.index("Anna")
    assert not reading.problems


def test_names_in_the_words_are_found_by_the_grammar() -> None:
    reading = vtt(
        "1\n00:01.000 --> 00:02.000\nAnna Berg: I thought:\nwhy not?\n\n"
        "2\n00:02.000 --> 00:03.000\nSo: I went.\n\n"
        "3\n00:04.000 --> 00:05.000\nDan: And?\nAnna Berg: Rain.\n\n"
        "4\n00:05.000 --> 00:06.000\nDan: Oh.\n"
    )
    assert said(reading) == [
        ("Anna Berg", "I thought: why not? So: I went.", 1.0),
        ("Dan", "And?", 4.0),
        ("Anna Berg", "Rain.", 4.0),
        ("Dan", "Oh.", 5.0),
    ]


def test_without_speakers_a_sentence_or_a_pause_ends_the_paragraph() -> None:
    reading = vtt(
        "00:01.000 --> 00:02.000\nIt was\n\n00:02.000 --> 00:03.000\ncold.\n\n"
        "00:03.000 --> 00:04.000\nThen we\n\n00:06.500 --> 00:07.000\nleft\n\n00:08.000 --> 00:09.000\nearly"
    )
    assert reading.text == "It was cold.\n\nThen we\n\nleft early"
    assert [(speaker, time) for speaker, _words, time in said(reading)] == [
        (None, 1.0),
        (None, 3.0),
        (None, 6.5),
    ]
    assert reading.turns[0].role is Role.PARTICIPANT


def test_notes_styles_and_headers_are_no_words() -> None:
    data = (
        "\ufeffWEBVTT - a talk\r\nKind: captions\r\n\r\nNOTE\r\nnot said\r\n\r\n"
        "STYLE\r\n::cue { color: red }\r\n\r\n"
        "NOTE not said\r\n\r\nREGION\r\nid:x\r\n\r\nintro\r\n00:01.000 --> 00:02.000\r\nsaid\r\n"
    )
    reading = read_bytes("talk.vtt", data.encode())
    assert reading.text == "said"
    assert reading.encoding == "utf-8-sig"
    assert messages(reading) == []


BROKEN = """\
1
00:00:01,000 --> 00:00:02,000
Anna: one

2
00:00:0x,000 --> 00:00:03,000
Anna: two

3
Anna: three

4
00:00:05,000 --> 00:00:06,000

5
00:00:06,000 --> 00:00:07,000
Anna: five
6
00:00:07,000 --> 00:00:08,000
Anna: six

7

00:00:09,000 --> 00:00:08,000
Anna: seven
"""


def test_malformed_cues_are_said_with_their_lines_and_keep_their_words() -> None:
    reading = read_bytes("talk.srt", BROKEN.encode())
    assert reading.text == "Anna: one two three five six seven"
    lines = [line for line, _message in messages(reading)]
    assert lines == [6, 10, 13, 22, 24]
    assert "no time" in messages(reading)[0][1]
    assert "under no time" in messages(reading)[1][1]
    assert "no words" in messages(reading)[2][1]
    assert "stands alone" in messages(reading)[3][1]
    assert "ends before" in messages(reading)[4][1]


@pytest.mark.parametrize(("stated", "code"), [("en-US", "en"), (" pt_BR ", "pt"), ("English", ""), ("", "")])
def test_a_stated_language_is_kept(stated: str, code: str) -> None:
    data = f"WEBVTT\nKind: captions\nLanguage: {stated}\n\n00:01.000 --> 00:02.000\nLanguage: de\n"
    assert read_bytes("talk.vtt", data.encode()).language == code


def test_sbv_is_read_as_the_others_are() -> None:
    data = (
        "0:00:01.000,0:00:02.000\nAnna: one,\ntwo\n\n0:00:0x.000,0:00:03.000\nAnna: three\n\n"
        "Anna: 0:15,0:30 four\n\n0:00:05.000,0:00:04.000\n\n0:00:06.5,0:00:07.000\nDan: --> five?\n\n"
        "0:00:07.000,0:00:08.000\nDan: six\n"
    )
    reading = read_bytes("talk.sbv", data.encode())
    assert reading.format == "sbv"
    assert said(reading) == [
        ("Anna", "one, two three 0:15,0:30 four", 1.0),
        ("Dan", "--> five? six", 6.5),
    ]
    assert [line for line, _message in messages(reading)] == [5, 8, 10, 10]
    assert "0:00:0x.000,0:00:03.000" in messages(reading)[0][1]


def test_a_missing_header_is_said() -> None:
    reading = read_bytes("talk.vtt", b"00:01.000 --> 00:02.000\nhello")
    assert messages(reading) == [(1, "The line WEBVTT is missing at the head of the file.")]
    assert reading.text == "hello"


def test_rolling_captions_are_not_doubled_and_real_repeats_stay() -> None:
    rolling = vtt(
        "00:01.000 --> 00:02.000\nwe<00:01.500><c> met</c>\n\n00:02.000 --> 00:02.010\nwe met\n\n"
        "00:02.010 --> 00:03.000\nwe met\nby<00:02.500><c> chance</c>\n\n00:03.000 --> 00:03.010\nby chance\n"
    )
    assert rolling.text == "we met by chance"
    assert "rolling" in rolling.problems[0].message
    plain = vtt("00:01.000 --> 00:02.000\nno no\n\n00:02.000 --> 00:03.000\nno no\n")
    assert plain.text == "no no no no"


def test_words_in_angle_brackets_that_are_no_tags_stay() -> None:
    assert (
        vtt("00:01.000 --> 00:02.000\n<laughs> a < b <b>bold</b> {\\an8}top").text
        == "<laughs> a < b bold top"
    )


@pytest.mark.skipif(not REAL.is_dir(), reason="no real captions beside the project")
def test_real_captions_are_read_or_refused_with_a_reason() -> None:
    read = []
    for path in sorted(REAL.iterdir()):
        try:
            reading = read_file(path)
        except QualbenchError as error:
            assert error.message
            continue
        read.append(path.name)
        for turn in reading.turns:
            assert 0 <= turn.label_start <= turn.start < turn.end <= len(reading.text)
            assert "-->" not in reading.text[turn.start : turn.end]
    assert len(read) >= 19
    assert "invalid_timeframe.vtt" in read


CUES = st.sampled_from(
    [
        "0:00:01.000,0:00:02.000",
        "0:00:0x,0:00:03.0",
        "1",
        "00:00:01.000 --> 00:00:02.000",
        "00:01,0 --> x",
        "-->",
        "99:99 --> 00:00",
        "",
        "NOTE",
    ]
)
WORDS = st.sampled_from(
    ["Anna: hi", "<v Dan>so?", "</v>", "word", "<c>", "<00:01.000>", "&amp;", "Anna:", "<v >", "<v Dan>"]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(CUES | WORDS, max_size=30), st.sampled_from(["a.vtt", "a.srt", "a.sbv"]))
def test_any_lines_give_turns_in_order_or_a_reason(lines: list[str], name: str) -> None:
    try:
        reading = read_bytes(name, "\n".join(lines).encode())
    except QualbenchError:
        return
    before = 0
    for turn in reading.turns:
        assert before <= turn.label_start <= turn.start <= turn.end <= len(reading.text)
        assert turn.speaker is None or reading.text.startswith(turn.speaker, turn.label_start)
        before = turn.end


SPOKEN = st.from_regex(r"[a-zäß]{1,8}[.?,]?", fullmatch=True)


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(["a.vtt", "a.srt", "a.sbv"]),
    st.lists(
        st.tuples(st.sampled_from(["", "Anna: ", "anna's phone: "]), st.lists(SPOKEN, max_size=4)), max_size=9
    ),
    st.sets(st.integers(0, 8)),
)
def test_no_spoken_word_is_lost(name: str, cues: list[tuple[str, list[str]]], broken: set[int]) -> None:
    mark = {"a.vtt": "0:00:{:02}.0 --> 0:00:{:02}.9", "a.srt": "0:00:{:02},0 --> 0:00:{:02},9"}
    timing = mark.get(name, "0:00:{:02}.0,0:00:{:02}.9")
    body = "".join(
        f"{'' if at in broken else timing.format(at, at)}\n{who}{' '.join(words)}\n\n"
        for at, (who, words) in enumerate(cues)
    )
    try:
        reading = read_bytes(name, ("WEBVTT\n\n" if name == "a.vtt" else "").encode() + body.encode())
    except QualbenchError:
        assert len(broken & {*range(len(cues))}) == len(cues) or not any(words for _who, words in cues)
        return
    spoken = " ".join(reading.text[turn.start : turn.end] for turn in reading.turns).split()
    expected = [word for _who, words in cues for word in words]
    assert [word for word in spoken if word in expected] == expected
