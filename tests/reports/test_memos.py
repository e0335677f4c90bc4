"""Memos and journal as a report."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qualbench.reports.markdown import render_markdown
from qualbench.reports.memos import NoMemos, build_memos
from qualbench.reports.quotes import QuoteDiffers
from qualbench.reports.report import Heading, Report
from tests.reports.made import MEMOS, SEGMENTS, STUDY, TEXTS, THEMES, text_of


def build(memos: object = MEMOS) -> Report:
    return build_memos(STUDY, THEMES, SEGMENTS, memos, text_of)  # type: ignore[arg-type]


def test_memos_are_grouped_and_the_journal_is_in_order_of_date() -> None:
    headings = [(one.level, one.text) for one in build().blocks if isinstance(one, Heading)]
    assert headings == [
        (1, "Memos"),
        (2, "On documents"),
        (2, "On codes"),
        (2, "On segments"),
        (2, "On themes"),
        (1, "Reflexive journal"),
        (2, "2026-03-04"),
        (2, "2026-03-09"),
    ]
    assert build() == build(MEMOS[::-1])


def test_every_memo_says_what_it_is_about_who_wrote_it_and_when() -> None:
    made = render_markdown(build()).decode()
    assert "**Code “Cost”** *Jón, 2026-03-02*\n\n=Widen?" in made
    assert "**Segment “Cost > Bus fare”** *Mira Holt, 2026-03-03*" in made
    assert "It's dear | and *slow*, <b>really</b> slow." in made
    assert "Cost or \\<time>?\\\nAsk." in made
    assert "**Theme “Reluctance > Preference \\| for friends”**" in made
    assert "**Case “Ada”** *Mira Holt*\n\nShe reminds me of home." in made
    assert made.endswith("*Mira Holt*\n\nTired today.\n")


def test_a_memo_on_something_removed_keeps_its_words() -> None:
    made = render_markdown(build([replace(MEMOS[1], target_id="gone")])).decode()
    assert "**A code since removed**" in made
    assert "=Widen?" in made


def test_a_quote_under_a_memo_is_checked() -> None:
    def other(document_id: str, revision: int) -> str:
        return TEXTS[document_id].upper()

    with pytest.raises(QuoteDiffers):
        build_memos(STUDY, THEMES, SEGMENTS, MEMOS, other)


def test_nothing_to_write_is_said() -> None:
    with pytest.raises(NoMemos):
        build(())
