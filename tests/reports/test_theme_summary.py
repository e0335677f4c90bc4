"""The theme summary, from model objects to blocks."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from qualbench.errors import NotFound, UsageError
from qualbench.model.coding import Stance
from qualbench.model.document import DocumentKind
from qualbench.model.theme import Theme, ThemeKind, ThemeLevel, ThemeLink, ThemeStatus
from qualbench.reports.docx import render_docx
from qualbench.reports.html import render_html
from qualbench.reports.markdown import render_markdown
from qualbench.reports.quotes import QuoteDiffers, WordingDiffers
from qualbench.reports.report import Heading, Items, Paragraph, Quote, Report, Table
from qualbench.reports.summary import NoThemes, ThemeSummary, collect_summary
from qualbench.reports.theme_summary import build
from tests.reports.made import (
    ASKED,
    BOTH,
    DEAR,
    FORMULA,
    LEAD,
    NEVER,
    SEGMENTS,
    SET,
    STUDY,
    TEXTS,
    THEMES,
    text_of,
)

EXPECTED = Path(__file__).parent / "expected"


def collect(template: str = "({pseudonym})") -> ThemeSummary:
    return collect_summary(STUDY, SET, THEMES, SEGMENTS, LEAD, text_of, template)


def quotes(report: Report) -> list[Quote]:
    return [block for block in report.blocks if isinstance(block, Quote)]


def words(report: Report) -> str:
    return "\n".join(block.text for block in report.blocks if isinstance(block, Paragraph))


@pytest.mark.parametrize(("name", "render"), [("md", render_markdown), ("html", render_html)])
def test_the_whole_summary_is_as_it_was_agreed(name: str, render: object) -> None:
    """To see a change: write the new bytes over the file in `expected/` and look at the difference."""
    made = render(build(collect()))  # type: ignore[operator]
    assert made.decode() == (EXPECTED / f"theme_summary.{name}").read_text(encoding="utf-8")


@pytest.mark.parametrize("render", [render_markdown, render_html, render_docx])
def test_the_same_study_gives_the_same_bytes(render: object) -> None:
    shuffled = collect_summary(STUDY, SET, THEMES[::-1], SEGMENTS[::-1], LEAD, text_of)
    assert render(build(collect())) == render(build(shuffled))  # type: ignore[operator]


def test_themes_stand_in_the_researchers_order_with_subthemes_below() -> None:
    headings = [(one.level, one.text) for one in build(collect()).blocks if isinstance(one, Heading)]
    assert headings == [
        (1, "The study"),
        (1, "Participants"),
        (1, "Themes"),
        (2, "Getting there # costs"),
        (2, "Reluctance"),
        (3, "Preference | for friends"),
        (1, "Themes by case"),
        (1, "How the numbers were counted"),
    ]


def test_every_theme_says_n_of_n_participants_and_its_segments() -> None:
    said = words(build(collect()))
    assert "Mentioned by 3 of 3 participants, 4 segments" in said
    assert "Mentioned by 1 of 3 participants, 1 segment." in said
    assert "%" not in said


def test_the_table_has_the_participants_in_scope_and_nobody_else() -> None:
    (table,) = [one for one in build(collect()).blocks if isinstance(one, Table) and one.name == "bycase"]
    assert table.rows == (
        ("Ada", "1", "1", "1"),
        ("case 2", "1", "0", "0"),
        ("Cleo | Q", "1", "0", "0"),
        ("Participants", "3 of 3", "1 of 3", "1 of 3"),
        ("Distinct segments", "4", "1", "1"),
    )


def test_no_document_case_or_file_is_named() -> None:
    for render in (render_markdown, render_html):
        made = render(build(collect())).decode().replace(DEAR.id, "").replace(ASKED.id, "")
        assert "walk-in 07" not in made
        assert ".txt" not in made


def test_a_quote_is_attributed_by_pseudonym_or_by_the_cases_number() -> None:
    assert [quote.attribution for quote in quotes(build(collect()))] == ["(Ada)", "(case 2)", "(Ada)"]


def test_an_attribution_may_name_any_attribute() -> None:
    made = quotes(build(collect("— {pseudonym}, {age band}; case {case}, turn {turn}")))
    assert made[0].attribution == "— Ada, 50–59; case 1, turn 2"
    assert made[2].attribution == "— Ada, 50–59; case 1, turn 3–4"


def test_an_unknown_attribute_is_named_with_the_nearest() -> None:
    with pytest.raises(NotFound, match="age bnd") as caught:
        collect("({age bnd})")
    assert "“age band”" in caught.value.hint
    with pytest.raises(UsageError, match="brace"):
        collect("({pseudonym)")


def test_no_template_can_name_the_file() -> None:
    for name in ("document", "source", "name"):
        with pytest.raises(NotFound):
            collect(f"({{{name}}})")


def test_a_quote_that_is_not_in_the_text_stops_everything() -> None:
    def other(document_id: str, revision: int) -> str:
        return TEXTS[document_id].replace("dear", "cheap")

    with pytest.raises(QuoteDiffers) as caught:
        collect_summary(STUDY, SET, THEMES, SEGMENTS, LEAD, other)
    assert DEAR.id in str(caught.value)
    assert "walk-in 07" in str(caught.value)


def test_a_second_coder_enters_only_when_asked_and_is_named() -> None:
    alone = collect()
    assert [coder.name for coder in alone.coders] == ["Mira Holt"]
    both = collect_summary(STUDY, SET, THEMES, SEGMENTS, BOTH, text_of)
    assert [coder.name for coder in both.coders] == ["Mira Holt", "Jón"]
    # the second coder's words are the lead's words again
    assert both.entries[0].count == alone.entries[0].count
    assert both.coded == ("2026-03-02T10:00:00+00:00", "2026-03-09T10:00:00+00:00")


def test_a_quote_of_a_coder_who_does_not_count_is_left_out_and_said() -> None:
    foreign = SEGMENTS[-1]
    themes = (replace(THEMES[0], exemplar_ids=(foreign.id, NEVER.id)),)
    summary = collect_summary(STUDY, SET, themes, SEGMENTS, LEAD, text_of)
    assert [quote.segment_id for quote in summary.entries[0].quotes] == [NEVER.id]
    assert "1 chosen quote is left out" in summary.warnings[0]


def test_a_quote_whose_code_left_the_theme_is_left_out_and_said() -> None:
    themes = (replace(THEMES[0], code_ids=("Distance",)),)
    summary = collect_summary(STUDY, SET, themes, SEGMENTS, LEAD, text_of)
    assert summary.quotes == 0
    assert "2 chosen quotes are left out, coded with no code of the theme" in summary.warnings[0]


def test_the_same_words_chosen_twice_are_printed_once() -> None:
    themes = (replace(THEMES[0], exemplar_ids=(SEGMENTS[0].id, SEGMENTS[1].id)),)
    assert collect_summary(STUDY, SET, themes, SEGMENTS, LEAD, text_of).quotes == 1


def test_a_study_of_one_case_has_no_1_of_1() -> None:
    one = replace(STUDY, sources=STUDY.sources[:1])
    report = build(collect_summary(one, SET, THEMES, SEGMENTS, LEAD, text_of))
    said = render_markdown(report).decode()
    assert "1 of 1" not in said
    assert "N = 1" not in said
    assert "Mentioned in the one case, 1 segment." in re.sub("<[^>]*>", "", said)
    assert not any(isinstance(block, Table) for block in report.blocks)


def test_a_study_without_any_participant_says_so() -> None:
    nobody = replace(STUDY, sources=())
    said = words(build(collect_summary(nobody, SET, THEMES, SEGMENTS, LEAD, text_of)))
    assert "No participant is identified" in said
    assert "of 0" not in said


def test_a_set_without_themes_says_what_to_do() -> None:
    with pytest.raises(NoThemes, match="Four themes"):
        collect_summary(STUDY, SET, (), SEGMENTS, LEAD, text_of)


def test_a_column_is_named_by_its_theme_and_by_the_path_only_where_names_recur() -> None:
    def header(themes: tuple[Theme, ...]) -> tuple[str, ...]:
        report = build(collect_summary(STUDY, SET, themes, SEGMENTS, LEAD, text_of))
        return next(one.header for one in report.blocks if isinstance(one, Table) and one.name)

    assert header(THEMES)[2:] == ("Reluctance", "Preference | for friends (subtheme)")
    twins = (THEMES[1], replace(THEMES[2], name="Reluctance"))
    assert header(twins)[1:] == ("Reluctance", "Reluctance > Reluctance")


def placed(definition: str, **more: object) -> Report:
    """The made study with another text of its first theme."""
    themes = (replace(THEMES[0], definition=definition), *THEMES[1:])
    return build(collect_summary(STUDY, SET, themes, SEGMENTS, LEAD, text_of, **more))  # type: ignore[arg-type]


def test_quotes_stand_where_the_text_puts_them() -> None:
    report = placed("It was far.\n\n{quote:2}\n\nAda: {quote:1}, and so on. {quote:9}")
    at = next(place for place, one in enumerate(report.blocks) if isinstance(one, Quote))
    before, after = report.blocks[at - 1], report.blocks[at + 1]
    assert isinstance(before, Paragraph)
    assert before.text == "Definition: It was far."
    assert quotes(report)[0].segment_id == FORMULA.id
    assert isinstance(after, Paragraph)
    assert after.text == f"Ada: “{DEAR.quote}” (Ada), and so on. {{quote:9}}"
    assert f"segment/{DEAR.id}" in [run.key for run in after.runs]
    assert [one.segment_id for one in quotes(report)].count(FORMULA.id) == 1


def test_quotes_without_a_place_go_into_the_appendix_and_a_place_without_a_quote_is_said() -> None:
    report = placed("Far. {quote:1}")
    headings = [block.text for block in report.blocks if isinstance(block, Heading)]
    assert "Appendix: further quotes" in headings
    assert FORMULA.id in [one.segment_id for one in quotes(report)]
    themes = (replace(THEMES[0], definition="{quote:7}"), *THEMES[1:])
    summary = collect_summary(STUDY, SET, themes, SEGMENTS, LEAD, text_of)
    assert "Theme “Getting there # costs”: {quote:7} names no chosen quote." in summary.warnings


def test_what_contradicts_a_theme_is_counted_and_quoted_once() -> None:
    against = tuple(
        replace(one, stance=Stance.CONTRADICTS if one.id == NEVER.id else one.stance) for one in SEGMENTS
    )
    report = build(collect_summary(STUDY, SET, THEMES, against, LEAD, text_of))
    said = words(report)
    assert "Counter-evidence: 1 segment contradicts it, in the words of 1 of 3 participants." in said
    assert NEVER.id in [one.segment_id for one in quotes(report)]
    assert f"cs/{THEMES[0].id}" in str(report.blocks)


def test_participants_are_a_table_unless_small_numbers_are_kept_back() -> None:
    table = next(one for one in build(collect()).blocks if isinstance(one, Table))
    assert table.header == ("Participant", "age band")
    assert table.rows == (("Ada", "50–59"), ("case 2", "=60"), ("Cleo | Q", "not recorded"))
    kept = build(collect_summary(replace(STUDY, smallest_cell=5), SET, THEMES, SEGMENTS, LEAD, text_of))
    assert "50–59" not in words(kept)
    assert "No table of participants is printed" in words(kept)


def test_the_codebook_and_how_a_theme_developed_are_printed_where_they_are_given() -> None:
    report = placed(
        "x", developed={"t1": ("2026-03-01, Mira: made", "2026-04-01, Mira: renamed")}, examples={}
    )
    headings = [block.text for block in report.blocks if isinstance(block, Heading)]
    assert headings.index("Themes by case") < headings.index("Appendix: the codebook")
    assert headings[-1] == "How the numbers were counted"
    assert any(isinstance(one, Items) and "2026-04-01" in one.items[1][0].text for one in report.blocks)


def test_a_shortened_quote_is_printed_so_and_counted() -> None:
    themes = (replace(THEMES[0], wordings=((DEAR.id, "It's dear … really [very] slow."),)), *THEMES[1:])
    summary = collect_summary(STUDY, SET, themes, SEGMENTS, LEAD, text_of)
    report = build(summary)
    assert quotes(report)[0].text == "It's dear … really [very] slow."
    assert "1 quote is shortened (…) or clarified in [brackets] by us" in str(report.blocks)
    wrong = (replace(THEMES[0], wordings=((DEAR.id, "It's cheap … slow."),)), *THEMES[1:])
    with pytest.raises(WordingDiffers) as caught:
        collect_summary(STUDY, SET, wrong, SEGMENTS, LEAD, text_of)
    assert "put in: cheap" in str(caught.value)


def test_kinds_that_are_not_quoted_are_paraphrased_or_left_out() -> None:
    study = replace(STUDY, paraphrase_only=frozenset({DocumentKind.INTERVIEW}))
    left_out = collect_summary(study, SET, THEMES, SEGMENTS, LEAD, text_of)
    assert left_out.quotes == 0
    assert "2 chosen quotes are left out, of a kind of source that is paraphrased" in left_out.warnings[0]
    themes = (replace(THEMES[0], wordings=((DEAR.id, "She found it slow."),)), *THEMES[1:])
    against = tuple(replace(one, stance=Stance.CONTRADICTS) for one in SEGMENTS)
    report = build(collect_summary(study, SET, themes, against, LEAD, text_of))
    assert quotes(report) == []
    assert "In our words: She found it slow. (Ada)" in words(report)
    assert "really" not in words(report)
    assert "paraphrased and never quoted: interview" in str(report.blocks)


def test_who_carries_the_report_is_said() -> None:
    own = [replace(DEAR, id=f"d{n}", end=DEAR.start + 9 + n, quote=DEAR.quote[: 9 + n]) for n in range(3)]
    themes = (replace(THEMES[0], exemplar_ids=(*(one.id for one in own), FORMULA.id)),)
    said = collect_summary(STUDY, SET, themes, (*SEGMENTS, *own), LEAD, text_of).warnings
    assert said == ("Ada carries the report: 3 of its 4 quotes are theirs.",)
    fewer = (replace(THEMES[0], exemplar_ids=(own[0].id, own[1].id, FORMULA.id)),)
    assert collect_summary(STUDY, SET, fewer, (*SEGMENTS, *own), LEAD, text_of).warnings == ()


def test_the_same_words_under_two_themes_are_said() -> None:
    twin = replace(THEMES[1], code_ids=("Cost",), exemplar_ids=(SEGMENTS[1].id,))
    (said,) = collect_summary(STUDY, SET, (THEMES[0], twin), SEGMENTS, LEAD, text_of).warnings
    assert said.startswith(
        "The same words are quoted 2 times, under “Getting there # costs” and “Reluctance”"
    )


def test_an_attribution_that_singles_people_out_is_said() -> None:
    summary = collect_summary(STUDY, SET, THEMES, SEGMENTS, LEAD, text_of, "({pseudonym}, {age band})")
    assert summary.warnings == (
        "The attribution singles 2 of 2 quoted participants out, for in this study nobody else has the same"
        " age band: Ada, case 2.",
    )
    same = replace(STUDY, cases=tuple(replace(one, values={"age band": "50–59"}) for one in STUDY.cases))
    assert collect_summary(same, SET, THEMES, SEGMENTS, LEAD, text_of, "({age band})").warnings == ()
    strict = replace(same, smallest_cell=5)
    (said,) = collect_summary(strict, SET, THEMES, SEGMENTS, LEAD, text_of, "({age band})").warnings
    assert "fewer than 5 have the same age band" in said


def test_what_a_theme_is_not_its_narrative_level_links_and_single_segments_are_printed() -> None:
    themes = (
        replace(
            THEMES[0],
            is_not="Not about trust.",
            narrative="They paid {quote:1} and paid.\n\nAgain.",
            level=ThemeLevel.OVERARCHING,
            kind=ThemeKind.ANALYTICAL,
            links=(ThemeLink("t2", "explains"), ThemeLink("t4", "is gone")),
            segment_ids=(NEVER.id,),
            alone_ids=frozenset({"Cost"}),
        ),
        *THEMES[1:],
    )
    themes = (replace(themes[0], exemplar_ids=(FORMULA.id, NEVER.id)), *themes[1:])
    report = build(collect_summary(STUDY, SET, themes, SEGMENTS, LEAD, text_of))
    said = words(report)
    assert "Overarching theme; analytical." in said
    assert "What it is not: Not about trust." in said
    assert f"They paid “{FORMULA.quote}” (case 2) and paid." in said
    assert "Related themes: “Reluctance” (explains)." in said
    assert "Codes: Cost; Distance; and 1 single segment" in said
    assert "We constructed 1 overarching theme with 1 theme and 1 subtheme" in said
    headings = [block.text for block in report.blocks if isinstance(block, Heading)]
    assert "Appendix: further quotes" in headings


def test_how_many_support_qualify_and_contradict_is_said_of_participants() -> None:
    marked = {DEAR.id: Stance.SUPPORTS, FORMULA.id: Stance.QUALIFIES, NEVER.id: Stance.CONTRADICTS}
    segments = tuple(replace(one, stance=marked.get(one.id, one.stance)) for one in SEGMENTS)
    summary = collect_summary(STUDY, SET, THEMES, segments, LEAD, text_of)
    report = build(summary)
    assert "By what is marked: supports 1, qualifies 1, contradicts 1 of 3 participants." in words(report)
    assert "1 segment contradicts it, in the words of 1 of 3 participants, 1 segment qualifies it" in words(
        report
    )
    assert "those that contradict it are counted apart" in str(report.blocks)
    # who contradicts is in no n and in no cell
    assert summary.entries[0].count.participants == 2


def test_themes_that_were_merged_or_dropped_are_named_with_what_became_of_them() -> None:
    themes = (
        *THEMES[:3],
        replace(THEMES[3], reason="too thin"),
        Theme("t5", "set", "Buses", position=3, status=ThemeStatus.MERGED, became=("t1",)),
    )
    said = words(build(collect_summary(STUDY, SET, themes, SEGMENTS, LEAD, text_of)))
    assert "Dropped in review and not shown: Left behind (too thin)." in said
    assert "Merged or split in review: Buses, merged into “Getting there # costs”." in said
