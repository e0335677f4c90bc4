"""Quotes: checked against the text as they are written, and attributed without naming anybody."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from qualbench.errors import NotFound, QualbenchError, UsageError
from qualbench.model.case import PSEUDONYM, folded
from qualbench.search.quotations import says_the_same

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qualbench.analysis.scope import Voices
    from qualbench.model.case import Attribute, Case
    from qualbench.model.coding import Segment

#: What stands after a quote unless the researcher says otherwise.
DEFAULT_TEMPLATE = "({pseudonym})"

#: Fields that are no attributes: the case's number, and the number of the turn.
CASE_NUMBER = "case"
TURN = "turn"

#: Printed where a case has no value for an attribute that the template names.
NOT_RECORDED = "not recorded"

_FIELD = re.compile(r"\{([^{}]*)\}")


class QuoteDiffers(QualbenchError):
    """A segment's words are not what its document says at its place."""

    def __init__(self, document: str, segment_id: str, start: int, end: int) -> None:
        super().__init__(
            f"In document “{document}” the segment {segment_id} says other words than the text"
            f" at {start} to {end}; nothing was written.",
            "Run `qualbench check`; it lists every segment that does not stand.",
        )
        self.document = document
        self.segment_id = segment_id


def verify_quote(text: str, segment: Segment, document: str) -> str:
    """Return the segment's quote, which is what `text` says at its place.

    Args:
        text: The text of the revision that the segment is of.
        segment: Its `start`, `end` and `quote` are compared with the text.
        document: The document's name, for the message.

    Raises:
        QuoteDiffers: Where text and quote are not the same.
    """
    if not segment.quote or text[segment.start : segment.end] != segment.quote:
        raise QuoteDiffers(document, segment.id, segment.start, segment.end)
    return segment.quote


class WordingDiffers(QualbenchError):
    """What a quote is to be printed as is not what its segment says."""

    def __init__(self, document: str, wording: str, changes: str) -> None:
        super().__init__(
            f"In document “{document}” nobody says “{wording}”: {changes}",
            "Words may be left out at an ellipsis and put between [brackets]; all others stay as they are.",
        )


def printed_wording(quote: str, wording: str, document: str) -> str:
    """Return what a quote is printed as: shortened or clarified where that is said, and still its words.

    Raises:
        WordingDiffers: The wording has other words than the quote.
    """
    if not wording:
        return quote
    if not says_the_same(quote, wording):
        from qualbench.codebook.word_diff import mark_changes  # late: most wordings are right

        raise WordingDiffers(document, wording, mark_changes(" ".join(quote.split()), wording))
    return wording


def check_template(template: str, attributes: Iterable[Attribute]) -> None:
    """Make sure that every field of an attribution template is known.

    Raises:
        NotFound: For a field that is no attribute of the project.
        UsageError: For a brace without its fellow.
    """
    bare = _FIELD.sub("", template)
    if "{" in bare or "}" in bare:
        raise UsageError(
            f"The attribution “{template}” has a brace without its fellow.",
            "Write an attribute's name between { and }, for example ({pseudonym}, {age}).",
        )
    known = [attribute.name for attribute in attributes]
    names = {PSEUDONYM, *map(folded, known)}
    for name in _FIELD.findall(template):
        if name not in (CASE_NUMBER, TURN) and folded(name) not in names:
            near = get_close_matches(name, [PSEUDONYM, CASE_NUMBER, TURN, *known], cutoff=0.5)
            hint = "" if near else f"The case table has: {', '.join([PSEUDONYM, *known])}."
            raise NotFound("attribute", name, near, hint)


def described_by(template: str) -> tuple[str, ...]:
    """Return the attributes that a template prints, without the pseudonym and the numbers."""
    names = [one for one in _FIELD.findall(template) if one not in (CASE_NUMBER, TURN)]
    return tuple(one for one in names if folded(one) != PSEUDONYM)


def attribute_quote(template: str, cases: Sequence[Case], voices: Voices, turns: Sequence[int] = ()) -> str:
    """Fill in an attribution template that `check_template` has passed.

    Args:
        template: With attribute names in braces, and `{pseudonym}`, `{case}` (its number), `{turn}`.
        cases: Whose words the quote covers; several are joined by *and*, none says who else spoke.
        voices: Whose words they are where there is no case.
        turns: Numbers of the turns covered.
    """

    def value(field: re.Match[str]) -> str:
        name = field[1]
        if name == TURN:
            return "–".join(str(number) for number in dict.fromkeys((turns[0], turns[-1]))) if turns else "–"
        if folded(name) == PSEUDONYM:
            return _joined([case.shown for case in cases]) or nobody(voices)
        if name == CASE_NUMBER:
            return _joined([str(case.number) for case in cases]) or nobody(voices)
        return _joined([case.value(name).strip() or NOT_RECORDED for case in cases]) or NOT_RECORDED

    return _FIELD.sub(value, template)


def nobody(voices: Voices) -> str:
    """Say in words who speaks where no participant does."""
    if voices.unidentified:
        return "unidentified speaker"
    return "interviewer" if voices.asking else "no speaker"


def _joined(words: Sequence[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
