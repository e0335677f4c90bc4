"""The codebook as an appendix for a paper: a table of codes, or an entry for each with all that it says.

Codes are numbered by their place in the tree (1, 1.1, 1.2), so that a table too shows what stands under what.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualbench.errors import QualbenchError
from qualbench.model.code import Code, CodeStatus
from qualbench.reports.report import Heading, Quote, Report, Table, light, paragraph, paragraphs, strong

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from qualbench.model.code import Codebook
    from qualbench.reports.report import Block

#: The columns of the table, but for the code itself; one that no code fills is left out.
_COLUMNS = ("Definition", "Use when", "Not when", "Examples")


class NoCodes(QualbenchError):
    """There is nothing to write."""

    def __init__(self) -> None:
        super().__init__(
            "There is no code to write.", "Make one with `qualbench code create`, or choose another version."
        )


@dataclass(frozen=True, slots=True)
class Example:
    """What stands for an example that is a segment.

    Attributes:
        words: The segment's.
        attribution: Whose words they are, as printed after them.
        segment_id: None where there is no such segment; `words` then says so and is no quote.
    """

    words: str
    attribution: str
    segment_id: str | None


def build_appendix(
    codebook: Codebook,
    examples: Mapping[str, Example],
    *,
    table: bool = False,
    author: str = "",
    date: str = "",
) -> Report:
    """Put a codebook into blocks.

    Args:
        codebook: With one code at least.
        examples: What stands for the examples that are segments, by the segment's id.
        table: One table; else a heading and paragraphs for each code.
        author: Whose name the file carries.
        date: When the codebook was saved; may be empty.

    Raises:
        NoCodes: It has none.
    """
    if not codebook.codes:
        raise NoCodes
    numbered = list(_numbered(codebook))
    blocks: list[Block] = []
    if table:
        blocks.append(_table(codebook, numbered, examples))
    else:
        for number, code, depth in numbered:
            blocks.append(Heading(min(depth + 1, 5), f"{number} {_name(code)}"))
            blocks.extend(_entry(code, examples))
    return Report(f"Codebook: {codebook.name}" if codebook.name else "Codebook", tuple(blocks), author, date)


def _numbered(codebook: Codebook) -> Iterator[tuple[str, Code, int]]:
    counts: list[int] = []
    for code, depth in codebook.walk():
        del counts[depth + 1 :]
        counts += [0] * (depth + 1 - len(counts))
        counts[depth] += 1
        yield ".".join(map(str, counts)), code, depth


def _name(code: Code) -> str:
    return code.name if code.status is CodeStatus.ACTIVE else f"{code.name} ({code.status})"


def _table(
    codebook: Codebook, numbered: list[tuple[str, Code, int]], examples: Mapping[str, Example]
) -> Table:
    rows = []
    for number, code, _depth in numbered:
        said = "; ".join(_in_cell(one, examples.get(one)) for one in code.examples if one.strip())
        definition = "\n".join(filter(None, (code.definition, code.full_definition)))
        rows.append((f"{number} {_name(code)}", definition, code.when, code.when_not, said))
    filled = [0, *(at for at in range(1, len(_COLUMNS) + 1) if any(row[at].strip() for row in rows))]
    head = ("Code", *_COLUMNS)
    return Table(
        f"The codes of {codebook.name or 'the codebook'}",
        tuple(head[at] for at in filled),
        tuple(tuple(row[at] for at in filled) for row in rows),
        words=True,
    )


def _in_cell(text: str, example: Example | None) -> str:
    if example is None:
        return f"“{text}”"
    return f"“{example.words}” {example.attribution}".strip() if example.segment_id else example.words


def _entry(code: Code, examples: Mapping[str, Example]) -> Iterator[Block]:
    yield from paragraphs(code.definition)
    yield from paragraphs(code.full_definition)
    for label, text in (("Use when: ", code.when), ("Not when: ", code.when_not)):
        first, *more = paragraphs(text) or (None,)
        if first is not None:
            yield paragraph(strong(label), *first.runs)
            yield from (one for one in more if one is not None)
    for label, texts in (("Examples", code.examples), ("Looks like it and is not", code.counter_examples)):
        if any(one.strip() for one in texts):
            yield paragraph(strong(f"{label}:"))
            yield from (_quote(one, examples.get(one)) for one in texts if one.strip())
    yield from paragraphs(code.notes)
    facts = _facts(code)
    if facts:
        yield paragraph(light(facts))


def _quote(text: str, example: Example | None) -> Block:
    if example is None:
        return Quote(text, "", None)
    if example.segment_id is None:
        return paragraph(light(example.words))
    return Quote(example.words, example.attribution, example.segment_id)


def _facts(code: Code) -> str:
    """Return in a line where a code comes from, and what else is said of it in a word or two."""
    said = [code.origin.value if code.origin else "", "in vivo" if code.in_vivo else ""]
    said += [code.level.value if code.level else "", f"source: {code.source}" if code.source.strip() else ""]
    said += [f"author: {code.author}" if code.author.strip() else ""]
    said += [f"{name}: {text}" for name, text in code.properties]
    return "; ".join(" ".join(one.split()) for one in said if one)
