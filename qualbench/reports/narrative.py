"""What a researcher writes about a theme, with chosen quotes in their places: `{quote:1}` is the first one.

Alone in a paragraph it becomes a block quote, in a sentence it stands between quotation marks. What names no
quote stays as it is written, and is said.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qualbench.model.evidence import segment_key
from qualbench.reports.report import Paragraph, Quote, Run, light, paragraph, paragraphs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualbench.reports.report import Block
    from qualbench.reports.summary import ChosenQuote

PLACE = re.compile(r"\{quote:(\d{1,4})\}")


def placed_quotes(text: str, quotes: Sequence[ChosenQuote]) -> frozenset[int]:
    """Return which quotes a text puts in place, from 1."""
    return frozenset(int(one) for one in PLACE.findall(text) if 1 <= int(one) <= len(quotes))


def misplaced(text: str, quotes: Sequence[ChosenQuote]) -> list[str]:
    """Return the places of a text that name no quote."""
    return [one[0] for one in PLACE.finditer(text) if not 1 <= int(one[1]) <= len(quotes)]


def quote_block(quote: ChosenQuote) -> Block:
    """Return a quote as a block; a paraphrase says that it is one."""
    if quote.paraphrase:
        return paragraph(light("In our words: "), quote.text, f" {quote.attribution}")
    return Quote(quote.text, quote.attribution, quote.segment_id)


def with_quotes(text: str, quotes: Sequence[ChosenQuote]) -> tuple[Block, ...]:
    """Return a text as paragraphs, its quotes in their places."""
    blocks: list[Block] = []
    for one in paragraphs(text):
        words = one.text.strip()
        alone = PLACE.fullmatch(words)
        if alone and 1 <= int(alone[1]) <= len(quotes):
            quote = quotes[int(alone[1]) - 1]
            blocks.append(quote_block(quote))
        else:
            blocks.append(Paragraph(_inline(words, quotes)))
    return tuple(blocks)


def _inline(words: str, quotes: Sequence[ChosenQuote]) -> tuple[Run, ...]:
    runs: list[Run] = []
    at = 0
    for place in PLACE.finditer(words):
        if not 1 <= int(place[1]) <= len(quotes):
            continue
        quote = quotes[int(place[1]) - 1]
        runs.append(Run(words[at : place.start()]))
        said = " ".join(quote.text.split())
        known = "" if quote.paraphrase else segment_key(quote.segment_id)
        runs.append(Run(said if quote.paraphrase else f"“{said}”", key=known))
        runs.append(Run(f" {quote.attribution}" if quote.attribution else ""))
        at = place.end()
    runs.append(Run(words[at:]))
    return tuple(run for run in runs if run.text)
