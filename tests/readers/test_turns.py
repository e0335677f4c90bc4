"""The one speaker grammar: every convention in, prose out."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualbench.model.document import Role
from qualbench.readers.labels import seconds
from qualbench.readers.turns import find_turns

INT, PAR, MOD, UNK = Role.INTERVIEWER, Role.PARTICIPANT, Role.MODERATOR, Role.UNIDENTIFIED


def talk(text: str) -> list[tuple[str | None, str]]:
    """The turns as (speaker, words)."""
    return [(turn.speaker, text[turn.start : turn.end]) for turn in find_turns(text).turns]


def interview(first: str, second: str, gap: str = "\n\n", times: int = 3) -> str:
    return gap.join([f"{first} How was the garden?", f"{second} Green, mostly."] * times)


#: name: (first label as written, second, first speaker, second speaker)
CONVENTIONS = {
    "role words": ("Interviewer:", "Interviewee:", "Interviewer", "Interviewee"),
    "lower case": ("interviewer:", "interviewee:", "interviewer", "interviewee"),
    "numbered": ("Interviewer 1:", "Participant 12:", "Interviewer 1", "Participant 12"),
    "number joined": ("Interviewer1:", "Participant12:", "Interviewer1", "Participant12"),
    "space before the colon": ("Interviewer1 :", "Interviewee :", "Interviewer1", "Interviewee"),
    "leading spaces": ("   Interviewer:", "   Interviewee:", "Interviewer", "Interviewee"),
    "leading tab": ("\tInterviewer:", "\tInterviewee:", "Interviewer", "Interviewee"),
    "no-break space": ("Interviewer\u00a0:", "Participant\u00a0:", "Interviewer", "Participant"),
    "padded column": ("Speaker 1:     ", "Speaker 2:     ", "Speaker 1", "Speaker 2"),
    "bold": ("**Interviewer:**", "**P07:**", "Interviewer", "P07"),
    "bold without colon": ("**Interviewer**:", "**P07** :", "Interviewer", "P07"),
    "italic": ("_Interviewer:_", "*Anna:*", "Interviewer", "Anna"),
    "two spaces after": ("Interviewer: ", "Anna: ", "Interviewer", "Anna"),
    "no space after": ("Interviewer:", "Anna:", "Interviewer", "Anna"),
    "one letter": ("I:", "P:", "I", "P"),
    "I and R": ("I:", "R:", "I", "R"),
    "Q and A": ("Q:", "A:", "Q", "A"),
    "initials": ("DK:", "AM:", "DK", "AM"),
    "dotted initials": ("D.K.:", "A.M.:", "D.K.", "A.M."),
    "capitals": ("INTERVIEWER:", "RESPONDENT:", "INTERVIEWER", "RESPONDENT"),
    "code": ("INT:", "P07:", "INT", "P07"),
    "code with a hyphen": ("INT:", "P-07:", "INT", "P-07"),
    "two names": ("Dan:", "Anna:", "Dan", "Anna"),
    "four words": ("Dr. Maria von Hagen:", "Jo Ann van Dyck:", "Dr. Maria von Hagen", "Jo Ann van Dyck"),
    "apostrophe and hyphen": ("Siobhán O'Neill:", "Anne-Marie:", "Siobhán O'Neill", "Anne-Marie"),
    "name and role": ("Dan (interviewer):", "Anna (P1):", "Dan (interviewer)", "Anna (P1)"),
    "pronouns": ("Interviewer:", "Robin (they/them):", "Interviewer", "Robin (they/them)"),
    "square brackets": ("[Interviewer]:", "[Participant 3]:", "Interviewer", "Participant 3"),
    "redacted": ("Interviewer:", "XXX:", "Interviewer", "XXX"),
    "redacted name": ("[INTERVIEWER]:", "[NAME REDACTED]:", "INTERVIEWER", "NAME REDACTED"),
    "time before": ("[00:01:02] Interviewer:", "[00:01:09] Anna:", "Interviewer", "Anna"),
    "bare time before": ("00:01:02 Interviewer:", "00:01:09 Anna:", "Interviewer", "Anna"),
    "short time before": ("0:07 Interviewer:", "12:30 Anna:", "Interviewer", "Anna"),
    "time in the bold": ("**[00:01:02] Interviewer:**", "**[00:01:09] Anna:**", "Interviewer", "Anna"),
    "time after": ("Interviewer [00:01:02]:", "Anna (00:12):", "Interviewer", "Anna"),
    "time after the colon": ("Interviewer: [00:01:02]", "Anna: (00:12)", "Interviewer", "Anna"),
    "f4 time": ("#00:01:02-5# Interviewer:", "#00:01:09-0# Anna:", "Interviewer", "Anna"),
    "time line above": ("[00:01:02]\nInterviewer:", "[00:01:09]\nAnna:", "Interviewer", "Anna"),
    "Otter": ("Dan Smith  0:00\n", "P1 1:02:13\n", "Dan Smith", "P1"),
    "Otter codes": ("P1 0:00\n", "A1  1:02:13\n", "P1", "A1"),
    "Zoom text": ("[Dan Smith] 10:03:22\n", "[Anna Berg] 10:03:25\n", "Dan Smith", "Anna Berg"),
    "Teams": (
        "0:0:0.0 --> 0:0:1.450\nDan Smith\n",
        "0:0:1.450 --> 0:0:9.0\nAnna Berg\n",
        "Dan Smith",
        "Anna Berg",
    ),
    "numbered lines": ("1 Interviewer:", "2. Participant:", "Interviewer", "Participant"),
    "tab for a colon": ("Interviewer\t", "P1\t", "Interviewer", "P1"),
    "boxed code": ("[id1]", "[id2]", "id1", "id2"),
    "Chinese": ("访谈者：", "受访者：", "访谈者", "受访者"),
    "Japanese": ("聞き手：", "田中：", "聞き手", "田中"),
    "Korean": ("면접자:", "참여자 2:", "면접자", "참여자 2"),
    "Arabic": ("المحاور:", "ليلى:", "المحاور", "ليلى"),
    "Russian": ("Интервьюер:", "Респондент:", "Интервьюер", "Респондент"),
    "Greek": ("Ελένη:", "Νίκος:", "Ελένη", "Νίκος"),
    "German": ("Interviewerin:", "Befragte:", "Interviewerin", "Befragte"),
    "French": ("Enquêtrice :", "Mme Roux :", "Enquêtrice", "Mme Roux"),
}


@pytest.mark.parametrize("gap", ["\n\n", "\n"], ids=["paragraphs", "lines"])
@pytest.mark.parametrize("name", CONVENTIONS)
def test_every_convention_is_taken(name: str, gap: str) -> None:
    first, second, one, other = CONVENTIONS[name]
    text = (
        interview(first, second, gap).replace("\n ", "\n") if "\n" in first else interview(first, second, gap)
    )
    if name == "no space after":
        text = text.replace(": ", ":")
    expected: list[tuple[str | None, str]] = [(one, "How was the garden?"), (other, "Green, mostly.")]
    assert talk(text) == expected * 3
    for turn in find_turns(text).turns:
        assert turn.speaker is not None
        assert text.startswith(turn.speaker, turn.label_start)


PROSE = {
    "and then he said": "And then he said: go home. I went.",
    "note": "Note: the window was open.",
    "web address": "http://example.org is the page",
    "https": "https://example.org/page",
    "clock": "12:30 we had soup",
    "one thing": "One thing: I never sleep.",
    "quoted": '"She asked me: why now?" and left.',
    "curly quoted": "“Listen: it rains.” That was all.",
    "dash": "- Cost: forty",
    "my mother said": "My mother said: eat.",
    "I said": "I said: no.",
    "Mum said": "Mum said: you must go",
    "well": "Well: that is life.",
    "the thing is": "The thing is: nobody asked.",
    "Example": "Example: a tin of paint.",
    "Monday": "Monday: slept badly.",
    "long": "What I have always wanted to tell them was this: stop.",
    "smile": "Thanks :)",
    "path": "C:\\papers\\one",
    "to list": "Three things: bread, salt, soap",
    "inaudible": "[inaudible 00:54:11] and then we left",
    "laughs": "[laughs] no, truly",
    "email": "Subject: your visit",
    "ratio": "Odds 3:1 against",
    "date": "Date: 12 May",
    "age": "Age: 54",
    "question number": "Q1: How often do you walk?",
    "comma": "Anna, my sister: she came.",
    "question": "Why? Because: so.",
    "Chinese said": "他说：回家",
}


@pytest.mark.parametrize("name", PROSE)
def test_prose_with_a_colon_is_no_speaker(name: str) -> None:
    """Neither alone, nor often in a text without speakers, nor inside an interview."""
    line = PROSE[name]
    assert {speaker for speaker, _words in talk(line)} == {None}
    often = "\n\n".join(["We walked to the lake that day and nobody spoke.", line] * 4)
    assert {speaker for speaker, _words in talk(often)} == {None}
    inside = f"{interview('Interviewer:', 'Anna:')}\n\n{line}\n\n{interview('Interviewer:', 'Anna:')}"
    turns = talk(inside)
    assert {speaker for speaker, _words in turns} == {"Interviewer", "Anna"}
    assert turns[5] == ("Anna", f"Green, mostly.\n\n{line}")


def test_a_name_that_comes_once_is_prose_until_the_format_is_settled() -> None:
    assert talk("Advice: rest.\n\nWe all rested.\n\nIt helped.")[0] == (None, "Advice: rest.")
    settled = interview("Interviewer:", "Anna:", times=4)
    assert ("Nurse", "Sorry, the pills.") in talk(f"{settled}\n\nNurse: Sorry, the pills.\n\n{settled}")


def test_a_form_above_the_interview_holds_no_speakers() -> None:
    text = "Diagnosis: heart failure\nReferred: 2019\n\n" + interview("Interviewer:", "Anna:", times=5)
    assert {speaker for speaker, _words in talk(text)} == {None, "Interviewer", "Anna"}
    assert talk(text)[0] == (None, "Diagnosis: heart failure\nReferred: 2019")


def test_a_form_that_names_the_people_is_a_form() -> None:
    form = "Interviewer: Dan Smith\nParticipant: P07\nDate: 12 May"
    found = find_turns(f"{form}\n\n{interview('DS:', 'P07:')}")
    assert found.roles == {"DS": INT, "P07": PAR}
    assert found.turns[0].speaker is None


def test_a_first_turn_of_two_lines_is_no_form() -> None:
    text = f"Interviewer: We begin.\nNote: tape is on.\n\n{interview('Interviewer:', 'P07:')}"
    assert talk(text)[0] == ("Interviewer", "We begin.\nNote: tape is on.")


def test_a_timetable_is_no_transcript() -> None:
    assert {speaker for speaker, _words in talk("Lunch 12:30\nCoffee 15:00\nTea 16:00\n")} == {None}


def test_two_lines_are_enough_beside_a_role_word() -> None:
    assert talk("Interviewer: So?\nAnna: Well.") == [("Interviewer", "So?"), ("Anna", "Well.")]
    assert talk("Dan: So?\n\nParticipant: Well.") == [("Dan", "So?"), ("Participant", "Well.")]


def test_words_above_the_first_label_belong_to_nobody() -> None:
    text = "A talk in the garden\n\nBy the gate\n\n" + interview("Interviewer:", "Anna:")
    turns = find_turns(text).turns
    assert [(turn.speaker, turn.role) for turn in turns[:3]] == [
        (None, UNK),
        (None, UNK),
        ("Interviewer", INT),
    ]
    assert [turn.index for turn in turns] == list(range(1, 9))


def test_unlabelled_paragraphs_go_on_with_the_turn() -> None:
    text = "I: And?\n\nP: First.\n\nThen more: much more.\n\nP: Again.\nAnd on.\n\nI: So?"
    assert talk(text) == [
        ("I", "And?"),
        ("P", "First.\n\nThen more: much more."),
        ("P", "Again.\nAnd on."),
        ("I", "So?"),
    ]


def test_hard_wrapped_columns() -> None:
    text = (
        "Speaker 1:     How long have you lived by the river, and what do you\n"
        "remember of the flood?\n"
        "Speaker 2:     Since I was nine. We carried the hens [inaudible 00:54:11]\n"
        "upstairs: all of them. Nobody\n"
        "slept.\n"
    )
    assert [speaker for speaker, _words in talk(text)] == ["Speaker 1", "Speaker 2"]
    assert talk(text)[1][1].endswith("upstairs: all of them. Nobody\nslept.")


def test_without_labels_each_paragraph_is_a_turn_of_the_participant() -> None:
    found = find_turns("One.\nStill one.\n\n\n  Two.  \n")
    assert [(turn.start, turn.end, turn.role) for turn in found.turns] == [(0, 15, PAR), (20, 24, PAR)]
    assert found.roles == {}
    assert len(find_turns("One.\nTwo.").turns) == 2
    assert len(find_turns("One.\n\nTwo.\nThree.", by_line=True).turns) == 3


def test_a_turn_may_be_empty() -> None:
    text = "Interviewer: So?\nAnna:\nInterviewer: Well?\nAnna:   \n"
    turns = find_turns(text).turns
    assert [turn.start == turn.end for turn in turns] == [False, True, False, True]


ROLES = {
    "plain": ("Interviewer:", "Anna:", INT, PAR),
    "moderator": ("Moderator:", "Anna:", MOD, PAR),
    "facilitator": ("FACILITATOR:", "P3:", MOD, PAR),
    "researcher": ("Researcher:", "P3:", INT, PAR),
    "I and P": ("I:", "P:", INT, PAR),
    "I and R": ("I:", "R:", INT, PAR),
    "R and P": ("R:", "P:", INT, PAR),
    "R asks I": ("R:", "I:", INT, PAR),
    "Q and A": ("Q:", "A:", INT, PAR),
    "M and P1": ("M:", "P1:", MOD, PAR),
    "I1": ("I1:", "P1:", INT, PAR),
    "unknown": ("Interviewer:", "Unknown speaker:", INT, UNK),
    "unidentified": ("Interviewer:", "Unidentified:", INT, UNK),
    "name and role": ("Dan (interviewer):", "Anna:", INT, PAR),
    "Dan and the participant": ("Dan:", "Participant:", INT, PAR),
    "Dan and P07": ("Dan:", "P07:", INT, PAR),
    "two names": ("Dan:", "Anna:", PAR, PAR),
    "diarised": ("Speaker 1:", "Speaker 2:", PAR, PAR),
}


@pytest.mark.parametrize("name", ROLES)
def test_roles(name: str) -> None:
    first, second, one, other = ROLES[name]
    found = find_turns(interview(first, second))
    assert list(found.roles.values()) == [one, other]
    assert [turn.role for turn in found.turns[:2]] == [one, other]


def test_what_was_concluded_is_said() -> None:
    assert (
        "“Dan” is taken for the interviewer"
        in find_turns(interview("Dan:", "Participant:")).problems[0].message
    )
    assert "None of the speakers" in find_turns(interview("Dan:", "Anna:")).problems[0].message
    assert find_turns(interview("Interviewer:", "Anna:")).problems == ()


def test_of_several_the_one_who_asks_is_the_interviewer() -> None:
    text = "Dan: Who came?\n\nP1: I did.\n\nDan: And you?\n\nP2: Later.\n\nRosa: She did, too.\n\nRosa: Yes."
    roles = find_turns(text).roles
    assert roles == {"Dan": INT, "P1": PAR, "P2": PAR, "Rosa": PAR}


def test_spellings_of_one_label_are_one_speaker() -> None:
    text = "Interviewer 1: A?\nInterviewee: b.\ninterviewer1: C?\ninterviewee : d."
    found = find_turns(text)
    assert list(found.roles) == ["Interviewer 1", "Interviewee"]
    assert [turn.speaker for turn in found.turns] == ["Interviewer 1", "Interviewee"] * 2
    assert text.startswith("interviewer1", found.turns[2].label_start)
    assert len(found.problems) == 2


@pytest.mark.parametrize(
    ("clock", "expected"),
    [("0:07", 7), ("[01:02:03.5]", 3723.5), ("(12:30)", 750), ("#00:00:01-5#", 1.5), ("00:01,250", 1.25)],
)
def test_seconds(clock: str, expected: float) -> None:
    assert seconds(clock) == expected


def test_times_are_kept() -> None:
    text = "P1 0:05\nHello there.\n\nA1  1:02:13\nAnd you."
    assert [turn.time for turn in find_turns(text).turns] == [5.0, 3733.0]


PIECES = st.sampled_from(
    ["Interviewer:", "Anna:", "I:", "P1 0:00", "A1  1:02:13", "0:0:0.0 --> 0:0:1.0", "[00:01:02]", "[id1] "]
)
BITS = st.sampled_from([*"\n\n \t*-?()]#：é\u00a0\u2028", "\n\n", "**", "words here"])


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(PIECES | BITS, max_size=60).map("".join)), st.booleans())
def test_turns_lie_in_the_text_in_order_and_apart(text: str, by_line: bool) -> None:
    before = 0
    found = find_turns(text, by_line=by_line)
    for index, turn in enumerate(found.turns, 1):
        assert turn.index == index
        assert before <= turn.label_start <= turn.start <= turn.end <= len(text)
        words = text[turn.start : turn.end]
        assert words == words.strip()
        assert turn.speaker is None or turn.speaker in found.roles
        before = turn.end


def test_where_only_the_questions_are_labelled_the_rest_is_the_answers() -> None:
    text = "1 Read this.\n\nModerator: You see?\n\nA table.\n\nAnd a line.\n\nModerator: And now?\n\nNo.\n"
    found = find_turns(text)
    assert [(turn.speaker, turn.role, text[turn.start : turn.end]) for turn in found.turns] == [
        (None, Role.PARTICIPANT, "1 Read this."),
        ("Moderator", Role.MODERATOR, "You see?"),
        (None, Role.PARTICIPANT, "A table."),
        (None, Role.PARTICIPANT, "And a line."),
        ("Moderator", Role.MODERATOR, "And now?"),
        (None, Role.PARTICIPANT, "No."),
    ]
    assert "Only who asks is labelled" in found.problems[-1].message
