"""Whisper's JSON in its three shapes: words, times and speakers; bombs and broken files get a sentence."""

from __future__ import annotations

import json
import re
import tracemalloc
from time import process_time
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualbench.errors import FileProblem
from qualbench.readers import whisper
from qualbench.readers.refusals import DamagedFile, EmptyFile, FileUnreadable, UnsupportedFormat
from qualbench.readers.registry import read_bytes

if TYPE_CHECKING:
    from qualbench.model.document import Reading


def read(value: object, indent: int | None = None) -> Reading:
    return read_bytes("talk.json", json.dumps(value, indent=indent).encode())


def said(reading: Reading) -> list[tuple[str | None, str, float | None]]:
    return [(turn.speaker, reading.text[turn.start : turn.end], turn.time) for turn in reading.turns]


def test_openai_whisper() -> None:
    segments = [
        {
            "id": 0,
            "seek": 0,
            "start": 0,
            "end": 2.5,
            "text": " How was",
            "tokens": [50364, 1012],
            "temperature": 0.0,
        },
        {
            "id": 1,
            "seek": 0,
            "start": 2.5,
            "end": 4.0,
            "text": " it?",
            "tokens": [50364],
            "no_speech_prob": 1e-9,
        },
        {"id": 2, "seek": 0, "start": 7, "end": 9.25, "text": " Grün.", "tokens": []},
    ]
    reading = read({"text": " How was it? Grün.", "segments": segments, "language": "en"})
    assert said(reading) == [(None, "How was it?", 0.0), (None, "Grün.", 7.0)]
    assert reading.format == "json"
    assert reading.language == "en"
    assert not [one for one in reading.problems if one.serious]


def test_whisperx_says_who_speaks() -> None:
    word = {"word": "How", "start": 0.1, "end": 0.2, "score": 0.9, "speaker": "SPEAKER_01"}
    segments = [
        {"start": 0.1, "end": 2.0, "text": " How was it?", "words": [word], "speaker": "SPEAKER_01"},
        {"start": 2.1, "end": 3.0, "text": " Green,", "words": [], "speaker": "SPEAKER_00"},
        {"start": 3.1, "end": 4.0, "text": " mostly.", "speaker": "SPEAKER_00"},
        {"start": 4.1, "end": 5.0, "text": " Hm."},
    ]
    assert said(read({"segments": segments, "word_segments": [word] * 9})) == [
        ("SPEAKER_01", "How was it?", 0.1),
        ("SPEAKER_00", "Green, mostly.", 2.1),
        (None, "Hm.", 4.1),
    ]


def test_whisper_cpp_counts_milliseconds() -> None:
    def segment(begin: int, words: str, **more: object) -> dict[str, object]:
        offsets = {"from": begin, "to": begin + 900}
        return {"timestamps": {"from": "00:00:00,000", "to": "x"}, "offsets": offsets, "text": words, **more}

    model = {
        "systeminfo": "AVX = 1",
        "model": {"type": "base", "audio": {"ctx": 1500}},
        "params": {"model": "m.bin"},
    }
    found = [
        segment(0, " How was it?", speaker="0"),
        segment(1500, " Green.", speaker="1"),
        segment(3000, " Hm", speaker="?"),
    ]
    reading = read({**model, "result": {"language": "de"}, "transcription": found})
    assert reading.language == "de"
    assert said(reading) == [
        ("Speaker 0", "How was it?", 0.0),
        ("Speaker 1", "Green.", 1.5),
        (None, "Hm", 3.0),
    ]


def test_a_list_of_segments_alone_is_read() -> None:
    assert said(read([{"start": 1, "end": 2, "text": "Green."}])) == [(None, "Green.", 1.0)]


ODD: list[dict[str, Any]] = [
    {"start": "soon", "end": 2, "text": "One"},
    {"start": 1e300, "text": "two"},
    {"start": -1, "text": "three"},
    {"start": True, "text": "four"},
    {"start": 9, "end": 2, "text": "five"},
    {"start": 3, "end": 4, "text": "  "},
    {"start": 3, "end": 4, "text": 12},
    {"start": 5, "end": 6, "text": "six\ud800 \0seven\x1b", "speaker": "An\nna:  \x00" + "x" * 900},
]


def test_odd_segments_are_told_with_their_lines_and_keep_their_words() -> None:
    reading = read({"segments": ODD}, indent=1)
    assert reading.text.startswith("One two three four five")
    assert reading.text.endswith("six\ufffd \ufffdseven\ufffd")
    assert reading.turns[-1].speaker
    assert reading.turns[-1].speaker.startswith("An na: \ufffdxxx")
    assert len(reading.turns[-1].speaker) <= 80
    told = [(one.line, one.message.split(";")[0]) for one in reading.problems if one.line]
    no_time = "The segment has no time that can be read"
    assert told == [
        (3, no_time),
        (8, no_time),
        (12, no_time),
        (16, no_time),
        (20, "The segment ends before it begins."),
        (25, "The segment has no words."),
        (30, "The segment has no words."),
        (35, "The segment holds what is no character"),
    ]


def test_words_that_only_the_whole_text_has_are_told() -> None:
    reading = read({"text": "Green. And wet.", "segments": [{"start": 0, "end": 1, "text": "Green."}]})
    assert [one.message for one in reading.problems if one.serious] == [
        "The words of the segments are not those of the whole text in the file; the segments are read."
    ]


@pytest.mark.parametrize(
    ("data", "error", "line"),
    [
        (b'{"a": 1}', UnsupportedFormat, None),
        (b'{"text": "words", "segments": []}', UnsupportedFormat, None),
        (b'{"segments": [{"text": " "}]}', EmptyFile, None),
        (b'{"segments": {"text": "a"}}', UnsupportedFormat, None),
        (b"[1, 2]", UnsupportedFormat, None),
        (b"Anna: hello", DamagedFile, 1),
        (b'{"segments": [\n{"text": "a"}\n{"text": "b"}]}', DamagedFile, 3),
        (b'{"segments": [\n{"text": "a"},', DamagedFile, 2),
        (b'{"segments": [{"text": "a"}]} x', DamagedFile, 1),
        (b'{"segments": [{"text": "a\nb"}]}', DamagedFile, 1),
        (b"[" * 100_000, DamagedFile, None),
        (b'{"segments": [{"text": ' + b'{"a":' * 100_000, DamagedFile, None),
        (b'{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", DamagedFile, None),
    ],
    ids=range(13),
)
def test_what_is_no_transcript_is_refused(data: bytes, error: type[FileProblem], line: int | None) -> None:
    with pytest.raises(error) as caught:
        read_bytes("talk.json", data)
    assert type(caught.value) is error
    assert caught.value.line == line
    if error is UnsupportedFormat:
        assert "srt, sbv, json (Whisper)" in caught.value.message


def test_huge_numbers_are_no_work() -> None:
    digits = b"9" * 1_000_000
    before = process_time()
    reading = read_bytes(
        "talk.json", b'{"segments": [{"start": ' + digits + b', "end": 1e999, "text": "a"}]}'
    )
    assert said(reading) == [(None, "a", None)]
    assert process_time() - before < 10


@pytest.mark.parametrize("filler", [b"[],", b"{},", b"1,", b'"a",', b'{"text": ""},'])
def test_a_file_of_too_many_parts_is_refused_before_it_is_read(
    filler: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whisper, "PARTS", 100_000)
    data = b'{"segments": [' + filler * 200_000 + b"1]}"
    tracemalloc.start()
    try:
        with pytest.raises(FileUnreadable, match="more than 100,000 parts"):
            read_bytes("talk.json", data)
        assert tracemalloc.get_traced_memory()[1] < 4 * len(data)
    finally:
        tracemalloc.stop()


SEGMENTS = st.lists(
    st.fixed_dictionaries(
        {"text": st.text(max_size=20)},
        optional={
            "start": st.floats() | st.integers() | st.none(),
            "end": st.floats(),
            "speaker": st.text(max_size=9) | st.integers() | st.none(),
            "offsets": st.dictionaries(st.sampled_from(["from", "to"]), st.floats() | st.text(max_size=3)),
        },
    ),
    max_size=8,
)


@settings(max_examples=200, deadline=None)
@given(SEGMENTS, st.sampled_from(["segments", "transcription"]))
def test_no_word_of_any_segment_is_lost(segments: list[dict[str, object]], key: str) -> None:
    try:
        reading = read({"language": "en", key: segments})
    except FileProblem:
        assert not "".join(str(one["text"]) for one in segments).strip()
        return
    spoken = "".join(reading.text[turn.start : turn.end] for turn in reading.turns)
    expected = re.sub(
        "[\0-\x08\x0e-\x1f\x7f\ufffe\uffff]", "\ufffd", "".join(str(one["text"]) for one in segments)
    )
    assert "".join(spoken.split()) == "".join(expected.split())
    for turn in reading.turns:
        assert turn.speaker is None or reading.text.startswith(turn.speaker, turn.label_start)
    reading.text.encode()


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(["", "{", '{"segments": [', '{"segments": [{"text": "a"}', "[", '{"text":']), st.text()
)
def test_anything_behind_the_head_is_read_or_refused(head: str, rest: str) -> None:
    try:
        read_bytes("talk.json", (head + rest).encode("utf-8", "replace"))
    except FileProblem as problem:
        assert problem.message
