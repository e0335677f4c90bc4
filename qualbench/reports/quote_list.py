"""The quotes of a theme set by themselves: by theme with what stands around them, or as rows of a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualbench.analysis.prevalence import theme_segments
from qualbench.model.theme import theme_tree
from qualbench.reports.quotes import attribute_quote, check_template, printed_wording, verify_quote
from qualbench.reports.report import Heading, Quote, Report, light, paragraph
from qualbench.reports.summary import shown_themes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from qualbench.analysis.selection import Selection
    from qualbench.model.coding import Segment
    from qualbench.model.document import Turn
    from qualbench.model.theme import Theme
    from qualbench.reports.csv_file import Cell
    from qualbench.reports.report import Block
    from qualbench.reports.study import Study, TextOf

HEADER = (
    "theme",
    "quote",
    "paraphrase",
    "attribution",
    "turn",
    "code",
    "stance",
    "before",
    "after",
    "segment",
)


@dataclass(frozen=True, slots=True)
class ListedQuote:
    """A quote with what is said of it.

    Attributes:
        theme: The theme's path.
        turns: Numbers of the turns, as printed.
        before: The words before it in its turn, where they are wanted.
        after: The words after it.
    """

    theme: str
    segment_id: str
    text: str
    attribution: str
    turns: str
    code: str
    stance: str
    before: str = ""
    after: str = ""
    paraphrase: bool = False


def list_quotes(
    study: Study,
    themes: Sequence[Theme],
    segments: Iterable[Segment],
    selection: Selection,
    text_of: TextOf,
    template: str,
    *,
    every: bool = False,
    context: int = 0,
) -> Iterator[ListedQuote]:
    """Yield the chosen quotes of each theme, in their order, each checked against its text.

    Args:
        every: All segments of each theme instead, in the order of the documents.
        context: So many words of the same turn before and after.

    Raises:
        NotFound, UsageError: The template names no attribute, or cannot be read.
        QuoteDiffers: A segment is not what its document says.
    """
    check_template(template, study.attributes)
    held = [one for one in segments if one.document_id in study.scope.by_document]
    of_theme = theme_segments(themes, study.codebook, held, selection)
    for theme, _depth, path in shown_themes(theme_tree(tuple(themes)))[0]:
        own = {one.id: one for one in of_theme[theme.id]}
        if every:
            wanted = sorted(own.values(), key=study.document_order)
        else:
            wanted = [own[one] for one in theme.exemplar_ids if one in own]
        wordings = dict(theme.wordings)
        for segment in _once(wanted):
            kind = study.scope.by_document[segment.document_id].document.kind
            wording = wordings.get(segment.id, "")
            if wording or kind not in study.paraphrase_only:
                text = text_of(segment.document_id, segment.revision)
                yield _listed(study, path, segment, text, template, context, wording)


def _once(segments: Iterable[Segment]) -> Iterator[Segment]:
    """Yield segments, the same words under two codes once."""
    seen = set()
    for one in segments:
        place = (one.document_id, one.start, one.end)
        if place not in seen:
            seen.add(place)
            yield one


def _listed(
    study: Study, theme: str, segment: Segment, text: str, template: str, context: int, wording: str
) -> ListedQuote:
    source = study.scope.by_document[segment.document_id]
    turns = source.turns_over(segment.span)
    numbers = [turn.index for turn in turns]
    voices = source.voices(segment.span)
    paraphrase = source.document.kind in study.paraphrase_only
    before, after = _around(text, segment, turns, 0 if paraphrase else context)
    words = verify_quote(text, segment, source.document.name)
    return ListedQuote(
        theme=theme,
        segment_id=segment.id,
        text=wording if paraphrase else printed_wording(words, wording, source.document.name),
        attribution=attribute_quote(template, study.cases_of(voices), voices, numbers),
        turns="–".join(str(one) for one in dict.fromkeys((numbers[0], numbers[-1]))) if numbers else "",
        code=study.codebook.paths.get(segment.code_id, ""),
        stance=segment.stance.value,
        before=before,
        after=after,
        paraphrase=paraphrase,
    )


def _around(text: str, segment: Segment, turns: Sequence[Turn], words: int) -> tuple[str, str]:
    """Return words before and after a segment, of its own turns alone: no speaker's label is in it."""
    if not words:
        return "", ""
    start = turns[0].start if turns else 0
    end = turns[-1].end if turns else len(text)
    before = text[min(start, segment.start) : segment.start].split()[-words:]
    after = text[segment.end : max(end, segment.end)].split()[:words]
    return " ".join(before), " ".join(after)


def quote_report(title: str, quotes: Iterable[ListedQuote], *, author: str = "", date: str = "") -> Report:
    """Put quotes into blocks, under a heading for each theme."""
    blocks: list[Block] = []
    theme = ""
    for one in quotes:
        if one.theme != theme:
            theme = one.theme
            blocks.append(Heading(1, theme))
        if one.before:
            blocks.append(paragraph(light(f"Before it: … {one.before}")))
        if one.paraphrase:
            blocks.append(paragraph(light("In our words: "), one.text, f" {one.attribution}"))
        else:
            blocks.append(Quote(one.text, one.attribution, one.segment_id))
        if one.after:
            blocks.append(paragraph(light(f"After it: {one.after} …")))
        said = [f"turn {one.turns}" if one.turns else "", one.code, one.stance]
        blocks.append(paragraph(light("; ".join(filter(None, said)))))
    return Report(title, tuple(blocks), author, date)


def quote_row(one: ListedQuote) -> tuple[Cell, ...]:
    """Return a quote as a row, as `HEADER` has the columns."""
    return (
        *(
            one.theme,
            one.text,
            "yes" if one.paraphrase else "",
            one.attribution,
            one.turns,
            one.code,
            one.stance,
        ),
        *(one.before, one.after, one.segment_id),
    )
