"""One theme of the summary: what it claims, who says it, what speaks against it, how it came to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualbench.model.coding import Stance
from qualbench.model.theme import ThemeStatus
from qualbench.reports.narrative import placed_quotes, quote_block, with_quotes
from qualbench.reports.report import Heading, Items, Paragraph, Run, light, paragraph, strong

if TYPE_CHECKING:
    from qualbench.analysis.prevalence import ThemeCount
    from qualbench.reports.report import Block
    from qualbench.reports.summary import ThemeEntry, ThemeSummary


def theme_section(summary: ThemeSummary, entry: ThemeEntry) -> tuple[Block, ...]:
    """Put a theme into blocks."""
    theme = entry.theme
    blocks: list[Block] = [Heading(2 + entry.depth, theme.name), *_standing(entry)]
    if theme.concept:
        blocks.append(paragraph(strong("Central organising concept: "), theme.concept))
    blocks.extend(_said("Definition", theme.definition, entry))
    blocks.extend(_said("What it is not", theme.is_not, entry))
    if theme.narrative.strip():
        blocks.extend(with_quotes(theme.narrative, entry.quotes))
    blocks.append(paragraph(strong("Codes: "), _members(entry)))
    blocks.append(_prevalence(summary, entry))
    if not placed(entry):  # where some are put in place, the others go into the appendix
        blocks.extend(quote_block(quote) for quote in entry.quotes)
    blocks.extend(_counter_evidence(summary, entry))
    if entry.links:
        related = "; ".join(f"“{name}” ({word})" if word else f"“{name}”" for name, word in entry.links)
        blocks.append(paragraph(strong("Related themes: "), f"{related}."))
    if entry.developed:
        blocks.append(paragraph(strong("How it developed:")))
        blocks.append(Items(tuple((Run(line),) for line in entry.developed)))
    return tuple(blocks)


def placed(entry: ThemeEntry) -> frozenset[int]:
    """Return which of a theme's quotes its own texts put in place, from 1."""
    return placed_quotes(texts_of(entry), entry.quotes)


def texts_of(entry: ThemeEntry) -> str:
    """Return the texts of a theme in which quotes can have a place, as one."""
    return "\n\n".join((entry.theme.definition, entry.theme.is_not, entry.theme.narrative))


def _standing(entry: ThemeEntry) -> tuple[Block, ...]:
    """Say what nobody would expect of a theme: that it is in review, its level, its kind."""
    theme = entry.theme
    said = [f"Status: {theme.status}" if theme.status is not ThemeStatus.KEPT else ""]
    said += [theme.level.value if theme.level else "", theme.kind.value if theme.kind else ""]
    words = "; ".join(one for one in said if one)
    return (paragraph(light(f"{words[0].upper()}{words[1:]}.")),) if words else ()


def _said(label: str, text: str, entry: ThemeEntry) -> tuple[Block, ...]:
    if not text.strip():
        return ()
    first, *rest = with_quotes(text, entry.quotes)
    if isinstance(first, Paragraph):
        return (Paragraph((strong(f"{label}: "), *first.runs)), *rest)
    return (paragraph(strong(f"{label}:")), first, *rest)


def _members(entry: ThemeEntry) -> str:
    codes = "; ".join(
        f"{path} (with {many(subcodes, 'subcode')})" if subcodes else path for path, subcodes in entry.codes
    )
    singles = many(len(entry.theme.segment_ids), "single segment") if entry.theme.segment_ids else ""
    return "; and ".join(one for one in (codes, singles) if one) or "none of its own"


def _prevalence(summary: ThemeSummary, entry: ThemeEntry) -> Paragraph:
    count = entry.count
    subthemes = any(other.theme.parent_id == entry.theme.id for other in summary.entries)
    segments = Run(many(count.segments, "segment"), key=f"s/{entry.theme.id}")
    rest = f"{' (its subthemes included)' if subthemes else ''}{_voiceless(count)}."
    if summary.n == 0:
        return paragraph(segments, f"{rest} No participant is identified in these documents.")
    if summary.n == 1:
        mentioned = "Mentioned in the one case" if count.participants else "Not mentioned in the one case"
        return paragraph(Run(mentioned, key=f"n/{entry.theme.id}"), ", ", segments, rest)
    said = f"{count.participants} of {count.of} participants"
    return paragraph(
        "Mentioned by ", strong(said, f"n/{entry.theme.id}"), ", ", segments, rest, *_stances(entry)
    )


def _stances(entry: ThemeEntry) -> tuple[Run, ...]:
    """Say how many participants support, qualify and contradict a theme, where anybody has marked that."""
    counts = {stance: one.participants for stance, one in entry.stances.items() if stance}
    if not counts:
        return ()
    said = ", ".join(f"{stance.value} {counts.get(stance, 0)}" for stance in Stance if stance)
    whole = f"{said} of {entry.count.of} participants"
    return (Run(" By what is marked: "), Run(whole, key=f"st/{entry.theme.id}"), Run("."))


def _voiceless(count: ThemeCount) -> str:
    if not count.nobodys:
        return ""
    said = f"; {count.nobodys} of them over no participant's words"
    if count.unidentified:
        said += f" ({count.unidentified} over those of unidentified speakers)"
    return said


def _counter_evidence(summary: ThemeSummary, entry: ThemeEntry) -> tuple[Block, ...]:
    """Say what speaks against a theme or limits it, with its words."""
    label = strong("Counter-evidence: ")
    against = [
        (kind, verb, entry.stances[stance])
        for kind, verb, stance in (
            ("cs", ("contradicts", "contradict"), Stance.CONTRADICTS),
            ("qs", ("qualifies", "qualify"), Stance.QUALIFIES),
        )
        if stance in entry.stances and entry.stances[stance].segments
    ]
    if not against:
        return (paragraph(label, "no segment of it is marked as contradicting or qualifying it."),)
    runs: list[Run] = []
    for kind, (one, several), count in against:
        people = f", in the words of {count.participants} of {count.of} participants" if summary.n > 1 else ""
        runs += [
            Run(", " if runs else ""),
            Run(many(count.segments, "segment"), key=f"{kind}/{entry.theme.id}"),
            Run(f" {one if count.segments == 1 else several} it{people}"),
        ]
    shown = {quote.segment_id for quote in entry.quotes}
    quotes = (quote_block(one) for one in entry.counter_quotes if one.segment_id not in shown)
    return (paragraph(label, *(run for run in runs if run.text), "."), *quotes)


def many(number: int, noun: str) -> str:
    """Return a number with its noun: `1 segment`, `2 segments`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
