from __future__ import annotations

import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualbench.errors import UsageError
from qualbench.model.document import Turn
from qualbench.search.language import Pipeline, pipeline_for, sentence_starts, split_sentences
from qualbench.workbench.searching import turn_sentences


def sentences(text: str) -> list[str]:
    starts = [*sentence_starts(text), len(text)]
    return [text[start:end].strip() for start, end in pairwise(starts)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ("Dr. Smith said no. I agreed.", ["Dr. Smith said no.", "I agreed."]),
        ("Tea, e.g. green, is fine. Yes.", ["Tea, e.g. green, is fine.", "Yes."]),
        ("I was... well... tired. No.", ["I was... well... tired.", "No."]),
        ("“Not for me.” That was it.", ["“Not for me.”", "That was it."]),
        ("A first line\nA second line", ["A first line", "A second line"]),
        ("It was 3.5 miles. Far.", ["It was 3.5 miles.", "Far."]),
        ("No. Never. Not I. You?", ["No.", "Never.", "Not I.", "You?"]),
        ("没有。我不知道。", ["没有。", "我不知道。"]),
    ],
)
def test_sentences_by_rule(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@given(st.text(alphabet=st.sampled_from("ab .!?…\n“”’)AI"), max_size=60))
def test_the_starts_are_in_order_and_inside(text: str) -> None:
    starts = sentence_starts(text)
    assert starts[0] == 0
    assert starts == sorted(set(starts))
    assert all(start < len(text) for start in starts[1:])


def test_spacy_splits_with_no_model_installed() -> None:
    texts = ["One thing. Another thing!", "Nur ein Satz."]
    assert split_sentences(texts) == [[0, 11], [0]]


@pytest.mark.parametrize(
    "text",
    [
        "Dr. Smith said no. I agreed.",
        "Tea, e.g. green, is fine. Yes.",
        "I was... well... tired. No.",
        "A first line\nA second line. And more.",
        "J. R. came. Then he left!",
    ],
)
def test_spacy_without_a_model_knows_what_the_rule_knows(text: str) -> None:
    assert split_sentences([text]) == [sentence_starts(text)]


def test_what_is_installed_is_listed_without_loading_spacy() -> None:
    code = (
        "import sys; from qualbench.search.language import *; "
        "print(len(installed_pipelines()), spacy_version(), check_language('de'), 'spacy' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.endswith("None False\n")


def test_a_pipeline_says_what_it_adds() -> None:
    assert Pipeline("x", "1", "en", ("tagger", "lemmatizer", "ner")).adds == (
        "word forms",
        "names of people, places and organisations",
    )


def test_a_model_or_a_language_that_is_not_there_is_a_sentence() -> None:
    with pytest.raises(UsageError, match="not installed"):
        split_sentences(["x"], model="en_no_such_model")
    with pytest.raises(UsageError, match="no language"):
        split_sentences(["x"], language="qq")


def test_spacy_is_not_imported_before_it_is_asked_for() -> None:
    script = "import sys; import qualbench.workbench.searching; sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_sentences_of_turns_keep_their_place_in_the_text() -> None:
    text = "Anna: One thing. Another thing!\n\nBen: Yes. No."
    turns = [Turn(1, 6, 31, 0, "Anna"), Turn(2, 38, 46, 33, "Ben")]
    found = [(turn, text[span.start : span.end]) for turn, span in turn_sentences(text, turns)]
    assert found == [(1, "One thing."), (1, "Another thing!"), (2, "Yes."), (2, "No.")]


@pytest.mark.parametrize(
    ("code", "chosen", "default", "expected"),
    [
        ("de", {"de": "mine"}, "", "mine"),
        ("de-AT", {"de": "mine"}, "", "mine"),
        ("de", {}, "", "de_core_news_sm"),
        ("de", {}, "en_core_web_sm", "de_core_news_sm"),
        ("de", {}, "de_core_news_lg", "de_core_news_lg"),
        ("de", {}, "/a/folder", "/a/folder"),
        ("fr", {"de": "mine"}, "en_core_web_sm", "en_core_web_sm"),
        ("", {"de": "mine"}, "en_core_web_sm", "en_core_web_sm"),
        ("en", {}, "", "en_core_web_sm"),
    ],
)
def test_a_language_is_heard_by_its_own_pipeline(
    monkeypatch: pytest.MonkeyPatch, code: str, chosen: dict[str, str], default: str, expected: str
) -> None:
    names = ("de_core_news_lg", "de_core_news_sm", "en_core_web_sm")
    installed = [Pipeline(name, "3.8.0", name[:2], ("lemmatizer",)) for name in names]
    monkeypatch.setattr("qualbench.search.language.installed_pipelines", lambda: installed)
    assert pipeline_for(code, chosen, default) == expected
