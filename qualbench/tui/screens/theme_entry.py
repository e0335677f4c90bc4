"""How themes and the codes in them are shown: as lines, and as the entry of one theme."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from textual.content import Content
from textual.style import Style

from qualbench.model.document import kinds_in_words
from qualbench.model.theme import Theme, ThemeStatus
from qualbench.tui.lines import BOLD, FAINT, fit, plural
from qualbench.tui.sanitise import drawn, drawn_lines
from qualbench.workbench.analysing import mentioned_by

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qualbench.model.code import Code
    from qualbench.model.coding import Memo
    from qualbench.workbench.analysing import ThemeCount


class Member(Enum):
    """How a code stands to the theme under the cursor."""

    OWN = "✓"
    UNDER = "+"
    ELSEWHERE = " "
    NOWHERE = "?"


def member_line(code: Code, depth: int, count: int, state: Member, room: int, *, marked: bool) -> Content:
    """Return a code's line: its mark, how it stands to the theme, its name, its segments."""
    indent = "  " * min(depth, max(0, room // 4 - 4))
    number = f"{count:,}"
    name = fit(code.name, max(4, room - len(indent) - 5 - len(number)))
    style = BOLD if state in (Member.OWN, Member.UNDER) else Style()
    head = f"{'●' if marked else ' '} {state.value} "
    return Content.assemble((head, BOLD), indent, (name, style), " ", number)


def theme_line(theme: Theme, depth: int, count: ThemeCount | None, room: int) -> Content:
    """Return a theme's line: its name, participants and segments."""
    indent = "  " * min(depth, max(0, room // 4 - 4))
    numbers = (
        f"{f'{count.participants} of {count.of}' if count.of != 1 else ''}  {count.segments:>4}"
        if count
        else ""
    )
    note = "" if theme.status is ThemeStatus.CANDIDATE else f" ({theme.status.value})"
    name = fit(theme.name + note, max(4, room - len(indent) - 1 - len(numbers)))
    return Content.assemble(indent, name, " ", (numbers, FAINT))


def theme_text(
    theme: Theme,
    path: str,
    count: ThemeCount | None,
    codes: Mapping[str, str],
    quotes: Sequence[str],
    memos: Sequence[Memo],
    *,
    others: int = 0,
) -> Content:
    """Return the entry of a theme.

    Args:
        codes: Path by code id.
        quotes: The chosen quotes, in order.
        others: How many coders there are whose codings are not counted.
    """
    facts = [*(str(one) for one in (theme.level, theme.kind) if one), theme.status.value]
    if count:
        facts.insert(
            0,
            f"{mentioned_by(count.participants, count.of)}, {plural(count.segments, 'segment')}",
        )
    parts: list[Content | str | tuple[str, str | Style]] = [
        (drawn(path), BOLD),
        "\n",
        (", ".join(facts), FAINT),
    ]
    if count and len(count.kinds) > 1:
        said = f"over sources of several kinds ({kinds_in_words(count.kinds)})"
        parts += ["\n", (said, FAINT)]
    if others:
        parts += ["\n", (f"codings of {plural(others, 'other coder')} are not counted", FAINT)]
    for head, text in (
        ("Concept", theme.concept or "none yet: [Enter] writes one"),
        ("Definition", theme.definition),
        ("What it is not", theme.is_not),
        ("Narrative", theme.narrative),
        ("Why it is " + theme.status.value, theme.reason),
        ("Codes", "\n".join(codes[one] for one in theme.code_ids if one in codes)),
        ("Quotes chosen", "\n".join(f"“{' '.join(one.split())}”" for one in quotes)),
        *((f"Memo, {one.date}", one.text) for one in memos),
    ):
        if text.strip():
            shown = drawn_lines(text)
            parts += ["\n\n", (head, BOLD), "\n", shown]
    return Content.assemble(*parts)
