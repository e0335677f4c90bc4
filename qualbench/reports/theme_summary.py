"""The theme summary: what a researcher puts into a manuscript and a reviewer can follow step by step.

Themes stand in the researcher's order and are never ranked by count. No percentage is printed, and a study of
one case has no `1 of 1`.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from qualbench.analysis.cross_tables import by_case, keep_back
from qualbench.model.document import kinds_in_words
from qualbench.model.theme import ThemeLevel, level_of
from qualbench.reports.codebook_appendix import build_appendix
from qualbench.reports.cross_tables import kept_in_words, shown_cell
from qualbench.reports.narrative import quote_block
from qualbench.reports.participants import participants_table
from qualbench.reports.report import (
    Heading,
    Items,
    Paragraph,
    Report,
    Run,
    Table,
    paragraph,
    strong,
)
from qualbench.reports.theme_section import many, placed, theme_section

if TYPE_CHECKING:
    from qualbench.reports.report import Block
    from qualbench.reports.summary import ThemeEntry, ThemeSummary


def build(summary: ThemeSummary) -> Report:
    """Put a theme summary into blocks."""
    blocks: list[Block] = [Heading(1, "The study"), *_study(summary)]
    if summary.n > 1:
        blocks.extend(participants_table(summary.cases, summary.attributes, summary.smallest_cell))
    blocks.extend([Heading(1, "Themes"), _intro(summary)])
    for entry in summary.entries:
        blocks.extend(theme_section(summary, entry))
    blocks.extend(_by_case(summary))
    blocks.extend(_appendices(summary))
    blocks.append(Heading(1, "How the numbers were counted"))
    blocks.append(Items(tuple((Run(rule),) for rule in _rules(summary))))
    return Report(
        title=f"{summary.study}: {summary.theme_set}",
        blocks=tuple(blocks),
        author=", ".join(coder.name for coder in summary.coders),
        date=summary.coded[1] if summary.coded else "",
    )


def _study(summary: ThemeSummary) -> tuple[Block, ...]:
    points: list[tuple[Run, ...]] = [
        (strong("Study: "), Run(summary.study)),
        (strong("Theme set: "), Run(summary.theme_set)),
        (strong("Coders: "), Run(_coders(summary))),
        (strong("Coded: "), Run(_dates(summary))),
        (strong("Codebook: "), Run(_codebook(summary))),
        (strong("Documents: "), Run(_documents(summary), key="docs/study")),
        (strong("Participants: "), Run(_participants(summary), key="n/study")),
    ]
    if summary.profile and summary.profile != "undecided":
        points.insert(2, (strong("Method: "), Run(summary.profile)))
    return (Items(tuple(points)),)


def _coders(summary: ThemeSummary) -> str:
    named = [
        coder.name
        + (" (lead coder)" if coder.id == summary.lead_id else " (machine coder)" if coder.machine else "")
        for coder in summary.coders
    ]
    return f"{'; '.join(named)}. Every number and every quote below comes from their segments."


def _dates(summary: ThemeSummary) -> str:
    if summary.coded is None:
        return "nothing yet"
    first, last = (moment[:10] for moment in summary.coded)
    return first if first == last else f"{first} to {last}"


def _codebook(summary: ThemeSummary) -> str:
    if not summary.codebook_version:
        return f"{summary.codebook}, not yet saved as a version"
    changed = ", with changes made since" if summary.codebook_changed else ""
    return f"{summary.codebook}, version {summary.codebook_version}{changed}"


def _documents(summary: ThemeSummary) -> str:
    number = sum(count for _kind, count in summary.documents)
    return (
        f"{number} ({kinds_in_words(dict(summary.documents))}), {summary.words:,} words" if number else "none"
    )


def _participants(summary: ThemeSummary) -> str:
    said = "one case" if summary.n == 1 else f"N = {summary.n}"
    if summary.unidentified:
        speakers = "speaker" if summary.unidentified == 1 else "speakers"
        said += f", and {summary.unidentified} unidentified {speakers} not counted among them"
    return said


def _intro(summary: ThemeSummary) -> Paragraph:
    by_id = {entry.theme.id: entry.theme for entry in summary.entries}
    levels = Counter(level_of(theme, by_id) for theme in by_id.values())
    counted = [many(levels[level], level.value) for level in ThemeLevel if levels[level]] or ["no theme"]
    said = f"We constructed {counted[0]}"
    if counted[1:]:
        said += f" with {_list(tuple(counted[1:]))}"
    said += "; they stand in our order and are not ranked by count."
    if summary.dropped:
        said += f" Dropped in review and not shown: {'; '.join(summary.dropped)}."
    if summary.became:
        said += f" Merged or split in review: {'; '.join(summary.became)}."
    return paragraph(said)


def _appendices(summary: ThemeSummary) -> tuple[Block, ...]:
    blocks: list[Block] = []
    if summary.codes is not None:
        blocks.append(Heading(1, "Appendix: the codebook"))
        blocks.extend(build_appendix(summary.codes, summary.examples, table=True).blocks)
    more = [(entry, placed(entry)) for entry in summary.entries]
    rest = [
        (entry, [quote for place, quote in enumerate(entry.quotes, 1) if place not in there])
        for entry, there in more
        if there
    ]
    if any(quotes for _entry, quotes in rest):
        blocks.append(Heading(1, "Appendix: further quotes"))
        for entry, quotes in rest:
            if quotes:
                blocks.append(Heading(2, entry.path))
                blocks.extend(quote_block(one) for one in quotes)
    return tuple(blocks)


def _by_case(summary: ThemeSummary) -> tuple[Block, ...]:
    if summary.n < 2:
        return ()
    header = ("Participant", *(_column(summary, entry) for entry in summary.entries))
    table = keep_back(
        by_case({entry.theme.id: entry.count for entry in summary.entries}, summary.cases),
        summary.smallest_cell,
    )
    columns = [
        [shown_cell(cell, summary.smallest_cell) for cell in table.rows[entry.theme.id].cells]
        for entry in summary.entries
    ]
    rows = [
        (case.shown, *(str(column[place]) for column in columns)) for place, case in enumerate(summary.cases)
    ]
    rows.append(
        ("Participants", *(f"{entry.count.participants} of {summary.n}" for entry in summary.entries))
    )
    rows.append(("Distinct segments", *(str(entry.count.segments) for entry in summary.entries)))
    return (
        Heading(1, "Themes by case"),
        Table(
            "Distinct segments of each theme in each participant's words",
            header,
            tuple(rows),
            foot=2,
            name="bycase",
            row_ids=(*(case.id for case in summary.cases), "participants", "segments"),
            column_ids=tuple(entry.theme.id for entry in summary.entries),
        ),
        paragraph(
            "A segment over the words of two participants stands in both rows, so a column may add up to more"
            " than its last line. Zero means not mentioned, which does not speak against a theme."
        ),
        *(paragraph(said) for said in kept_in_words(table)),
    )


def _column(summary: ThemeSummary, entry: ThemeEntry) -> str:
    name = entry.theme.name
    if sum(other.theme.name == name for other in summary.entries) > 1:
        return entry.path
    return f"{name} (subtheme)" if entry.depth else name


def _rules(summary: ThemeSummary) -> list[str]:
    rules = [
        f"Only the segments of {_list(tuple(coder.name for coder in summary.coders))} count.",
        "The segments of a theme are distinct stretches of text: the same words under two of its codes count"
        " once. A theme's numbers include its subthemes and the subcodes of its codes.",
        *_stances(summary),
        "A segment counts for each participant whose words it covers. Interviewers' and moderators' words are"
        " ignored; a segment over question and answer counts for who answers. Unidentified speakers are"
        " nobody's case.",
    ]
    if len(summary.coders) > 1:
        rules.insert(
            1,
            "Coders count in the order named: a further coder's segment adds to a number only where it shares"
            " no words with one that counts already.",
        )
    rules += _kinds(summary)
    if summary.n != 1:
        rules.append(
            f"N = {summary.n} is the number of cases with at least one participant's turn in the documents."
            " People listed but not interviewed are not in it. Numbers say how many participants mentioned a"
            " theme, not how much it matters; no percentages are given."
        )
    reworded = sum(one.reworded for entry in summary.entries for one in entry.quotes)
    if reworded:
        are = "1 quote is" if reworded == 1 else f"{reworded} quotes are"
        rules.append(
            f"{are} shortened (…) or clarified in [brackets] by us; every other word is the participant's."
        )
    if summary.paraphrase_only:
        kinds = ", ".join(summary.paraphrase_only)
        rules.append(f"Sources of these kinds are paraphrased and never quoted: {kinds}.")
    rules.append(
        "Every quote was compared with the text of its document, character by character, as this file was"
        " written; each carries the id of its segment."
    )
    return rules


def _stances(summary: ThemeSummary) -> list[str]:
    if not any(stance for entry in summary.entries for stance in entry.stances):
        return []
    return [
        "Segments that are marked as supporting or qualifying a theme, and those that are not marked, are in"
        " its numbers; those that contradict it are counted apart. Who does not mention a theme does not"
        " contradict it."
    ]


def _kinds(summary: ThemeSummary) -> list[str]:
    """Say which kinds of source are counted, where it is not all or there are several."""
    said = []
    if summary.chosen_kinds:
        said.append(f"Only sources of these kinds are counted: {', '.join(summary.chosen_kinds)}.")
    if len(summary.kinds) > 1:
        said.append(
            f"The numbers go over sources of several kinds ({kinds_in_words(summary.kinds)}). A participant"
            " who is in several of them counts once."
        )
    return said


def _list(words: tuple[str, ...]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else "nobody"
