"""How a chosen quote is printed is a step of the history, and holds only the participant's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualbench.errors import UsageError
from qualbench.model.document import DocumentKind
from qualbench.model.span import Span
from qualbench.reports.quotes import WordingDiffers
from qualbench.workbench.code_merging import merge_codes
from qualbench.workbench.codebooks import create_code
from qualbench.workbench.coding import apply_code, remove_segments
from qualbench.workbench.history import list_history, redo, undo
from qualbench.workbench.project_settings import paraphrase_only, set_paraphrase_only
from qualbench.workbench.quote_wording import word_quote
from qualbench.workbench.reporting import export_theme_summary
from qualbench.workbench.theming import assign_codes, choose_exemplar, create_theme, find_theme
from tests.workbench.builders import ANNA, with_interviews

if TYPE_CHECKING:
    from pathlib import Path

    from qualbench.workbench.project import Session

TEA = "It was the tea, really — the tea and the talk."
SHORT = "It was the tea … and the [long] talk."


@pytest.fixture
def chosen(tmp_path: Path) -> tuple[Session, str, str]:
    session = with_interviews(tmp_path)
    tea = create_code(session, "Tea")
    start = ANNA.index(TEA)
    segment = apply_code(session, "anna", Span(start, start + len(TEA)), tea.id)
    theme = create_theme(session, "Company")
    assign_codes(session, theme.id, [tea.id])
    choose_exemplar(session, theme.id, segment.id)
    return session, theme.id, segment.id


def printed(session: Session, folder: Path) -> str:
    export_theme_summary(session, output=folder / "s.md")
    return (folder / "s.md").read_text(encoding="utf-8")


def test_it_is_printed_logged_and_taken_back(chosen: tuple[Session, str, str], tmp_path: Path) -> None:
    session, theme, segment = chosen
    word_quote(session, theme, segment, SHORT, why="the journal wants it short")
    assert SHORT in printed(session, tmp_path)
    assert TEA not in printed(session, tmp_path)
    assert list_history(session)[0].summary == "said how a quote is printed, in the theme “Company”"
    undo(session)
    assert TEA in printed(session, tmp_path)
    redo(session)
    word_quote(session, theme, segment, "")
    assert TEA in printed(session, tmp_path)


def test_other_words_are_refused(chosen: tuple[Session, str, str]) -> None:
    session, theme, segment = chosen
    with pytest.raises(WordingDiffers, match="coffee"):
        word_quote(session, theme, segment, "It was the coffee … the talk.")
    assert find_theme(session, theme).wordings == ()
    with pytest.raises(UsageError, match="no chosen quote"):
        word_quote(session, create_theme(session, "Other").id, segment, SHORT)


def test_what_follows_a_quote_follows_its_wording(chosen: tuple[Session, str, str], tmp_path: Path) -> None:
    session, theme, segment = chosen
    word_quote(session, theme, segment, SHORT)
    remove_segments(session, [segment])
    assert find_theme(session, theme).wordings == ()
    undo(session)
    assert find_theme(session, theme).wordings == ((segment, SHORT),)
    other = create_code(session, "Drinks")
    start = ANNA.index(TEA)
    twin = apply_code(session, "anna", Span(start, start + len(TEA)), other.id)
    (tea,) = find_theme(session, theme).code_ids
    merge_codes(session, [tea], other.id)
    assert [words for _id, words in find_theme(session, theme).wordings] == [SHORT]
    assert find_theme(session, theme).exemplar_ids[0] in (segment, twin.id)
    undo(session)
    assert find_theme(session, theme).wordings == ((segment, SHORT),)


def test_a_kind_that_is_not_quoted_is_paraphrased(chosen: tuple[Session, str, str], tmp_path: Path) -> None:
    session, theme, segment = chosen
    assert paraphrase_only(session) == {DocumentKind.POSTS}
    set_paraphrase_only(session, ["interview"], why="promised")
    assert "tea and the talk" not in printed(session, tmp_path)
    word_quote(session, theme, segment, "She came for the company, not for what was poured.")
    assert "*In our words:* She came for the company" in printed(session, tmp_path)
    undo(session)
    undo(session)
    assert paraphrase_only(session) == {DocumentKind.POSTS}
    set_paraphrase_only(session, [])
    assert paraphrase_only(session) == frozenset()
    with pytest.raises(UsageError, match="no kind of source"):
        set_paraphrase_only(session, ["tweets"])
