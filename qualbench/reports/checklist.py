"""Reporting checklists: each item with what the project knows of it, and what only the author can say.

The items lie beside this module as YAML. They are in our own words and stand for the published items of the
same number; those that are recalled and were not looked up say so.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from qualbench.reports.report import Items, Report, Run, Table, paragraph

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qualbench.reports.report import Block

NAMES = ("coreq", "srqr", "entreq", "bc15", "rtarg")
#: What stands where only the author knows.
MISSING = "missing: only you can say this"
#: What stands before evidence where the author has to go on.
PARTLY = "for you to answer; the project has:"
RECALLED = "*"


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a checklist.

    Attributes:
        fills: Names of the facts that answer it, or give evidence for it.
        partly: The facts are evidence, and the author answers.
        recalled: The wording stands for an item that was not looked up.
    """

    number: int
    section: str
    says: str
    fills: tuple[str, ...] = ()
    partly: bool = False
    recalled: bool = False


@dataclass(frozen=True, slots=True)
class Checklist:
    """A checklist.

    Attributes:
        source: Where it was published.
        about: What it is for, and how its wording stands to the source.
        reflexive: Why it may not fit reflexive thematic analysis; empty where it does.
    """

    name: str
    title: str
    source: str
    about: str
    items: tuple[Item, ...]
    reflexive: str = ""


@lru_cache(maxsize=len(NAMES))
def load_checklist(name: str) -> Checklist:
    """Return a checklist by its name, one of `NAMES`."""
    import yaml  # late: most exports need none of it

    text = files("qualbench.reports").joinpath("checklists", f"{name}.yaml").read_text(encoding="utf-8")
    said = yaml.safe_load(text)
    section, items = "", []
    for one in said["items"]:
        section = one.get("section", section)
        fills = tuple(one.get("fills", ()))
        items.append(
            Item(
                one["number"],
                section,
                one["says"],
                fills,
                one.get("partly", False),
                one.get("recalled", False),
            )
        )
    return Checklist(
        name, said["title"], said["source"], said["about"], tuple(items), said.get("reflexive", "")
    )


def answer(item: Item, facts: Mapping[str, tuple[str, ...]]) -> str:
    """Return what stands beside an item: what the project knows, or that only the author can say it."""
    known = [line for fact in item.fills for line in facts.get(fact, ())]
    if not known:
        return MISSING
    return "\n".join([PARTLY, *known] if item.partly else known)


def checklist_report(
    checklist: Checklist, facts: Mapping[str, tuple[str, ...]], *, project: str, reflexive: bool
) -> Report:
    """Return a checklist as a report, with a column for the page of the manuscript.

    Args:
        facts: What the project knows, in sentences, by the names that items ask for.
        project: The study's title.
        reflexive: Whether the project follows reflexive thematic analysis.
    """
    blocks: list[Block] = [paragraph(checklist.about), paragraph(f"Source: {checklist.source}.")]
    if reflexive and checklist.reflexive:
        blocks.append(paragraph(checklist.reflexive))
    sections = list(dict.fromkeys(one.section for one in checklist.items))
    for section in sections:
        rows = tuple(
            (f"{one.number}{RECALLED * one.recalled}", one.says, answer(one, facts), "")
            for one in checklist.items
            if one.section == section
        )
        header = ("No.", "Item", "What there is to say", "Page")
        blocks.append(Table(section or checklist.title, header, rows, words=True))
    missing = sum(answer(one, facts) == MISSING for one in checklist.items)
    notes = [f"{missing} of {len(checklist.items)} items are missing: the project knows nothing of them."]
    if any(one.recalled for one in checklist.items):
        notes.append(f"{RECALLED} Recalled: look the item up in the source.")
    blocks.append(Items(tuple((Run(note),) for note in notes)))
    return Report(f"{project}: {checklist.title}", tuple(blocks))
