"""Milestones: saved versions of the codebook that are kept in mind by a name (`initial template`)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qualbench.errors import NotFound, UsageError
from qualbench.model.change import Noun
from qualbench.storage import codebooks as stored
from qualbench.storage.codings import load_coders
from qualbench.workbench.writing import changed, write

if TYPE_CHECKING:
    from qualbench.model.code import CodebookVersion
    from qualbench.workbench.project import Session

#: Characters of a name; it heads a column of the evolution report.
LONGEST_NAME = 60
#: What means another state of the codebook wherever a milestone can be named.
_TAKEN = frozenset({"file", "adopted", "now"})
_NUMBER_OR_DATE = re.compile(r"v?\d+|\d{4}-\d\d(-\d\d)?([T ].*)?", re.IGNORECASE)
_BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class MilestoneTaken(UsageError):
    """Another version has that name already."""

    def __init__(self, name: str, number: int) -> None:
        super().__init__(
            f"Version {number} is the milestone “{name}” already.",
            f"Choose another name, or take it off first: qualbench codebook milestone --off “{name}”",
        )


@dataclass(frozen=True, slots=True)
class Logged:
    """A saved version as the log shows it: with its coder's name and how many codes it has."""

    version: CodebookVersion
    coder: str
    codes: int


def list_log(session: Session) -> list[Logged]:
    """Return the saved versions, oldest first; retired codes count among a version's codes."""
    coders = {one.id: one.name for one in load_coders(session.store)}
    return [
        Logged(one, coders.get(one.coder_id, ""), _count_codes(one.yaml))
        for one in stored.load_versions(session.store)
    ]


def _count_codes(yaml: str) -> int:
    from qualbench.codebook.matching import walk_entries
    from qualbench.codebook.yaml_file import read_codebook

    return sum(1 for _entry in walk_entries(read_codebook(yaml).entries))


def list_milestones(session: Session) -> list[CodebookVersion]:
    """Return the versions that have a milestone's name, oldest first."""
    return [one for one in stored.load_versions(session.store) if one.milestone]


def find_version(session: Session, text: str) -> CodebookVersion:
    """Return the saved version that a number (`2`, `v2`) or a milestone's name means.

    Raises:
        NotFound: There is none; those that there are, are named.
    """
    return version_of(stored.load_versions(session.store), text)


def version_of(versions: list[CodebookVersion], text: str) -> CodebookVersion:
    """Return the one of `versions` that is meant; errors as in `find_version`."""
    wanted = " ".join(text.split()).casefold()
    number = wanted.removeprefix("v") if re.fullmatch(r"v?[0-9]{1,9}", wanted) else ""
    for one in versions:
        if (number and one.number == int(number)) or (wanted and one.milestone.casefold() == wanted):
            return one
    named = [one.milestone for one in versions if one.milestone]
    there = f"There are versions 1 to {len(versions)}" if len(versions) > 1 else "There is version 1"
    if not versions:
        there = "No version is saved yet"
    called = f", and the milestones {', '.join(f'“{name}”' for name in named)}" if named else ""
    raise NotFound("version or milestone", text, hint=f"{there}{called}. See: qualbench codebook log")


def name_milestone(
    session: Session, name: str, version: str | None = None, *, why: str = ""
) -> CodebookVersion:
    """Keep a saved version in mind by a name, as one step; a version has one name at most.

    Args:
        version: Its number, or the name that it has; by default the version saved last.

    Raises:
        UsageError: The name cannot be one, another version has it, or no version is saved yet.
        NotFound: There is no such version.
    """
    versions = stored.load_versions(session.store)
    if not versions:
        raise UsageError(
            "No version of the codebook is saved yet.", "Save one with: qualbench codebook adopt -m MESSAGE"
        )
    meant = versions[-1] if version is None else version_of(versions, version)
    name = check_milestone(versions, name, but=meant.number)
    was = f" (it was “{meant.milestone}”)" if meant.milestone else ""
    _write(session, meant, name, f"made version {meant.number} the milestone “{name}”{was}", why)
    return replace(meant, milestone=name)


def take_off_milestone(session: Session, version: str, *, why: str = "") -> CodebookVersion:
    """Take a milestone's name off its version, which stays saved, as one step.

    Raises:
        NotFound: There is no such version.
        UsageError: It has no name.
    """
    meant = find_version(session, version)
    if not meant.milestone:
        raise UsageError(f"Version {meant.number} is no milestone.", "See: qualbench codebook log")
    summary = f"took the milestone “{meant.milestone}” off version {meant.number}"
    _write(session, meant, "", summary, why)
    return replace(meant, milestone="")


def check_milestone(versions: list[CodebookVersion], name: str, but: int = 0) -> str:
    """Return a milestone's name tidied.

    Raises:
        UsageError: It is empty, too long, reads as a number, a date or a word that means another state, or a
            version (other than number `but`) has it.
    """
    if _BREAKS.search(name):
        raise UsageError("A milestone's name has one line.")
    name = " ".join(name.split())
    if not name:
        raise UsageError("A milestone needs a name.", "For example: “initial template”.")
    if len(name) > LONGEST_NAME:
        raise UsageError(
            f"The name of a milestone has up to {LONGEST_NAME} characters; this one has {len(name):,}.",
            "What was decided has room in the version's message.",
        )
    if name.casefold() in _TAKEN or _NUMBER_OR_DATE.fullmatch(name) or name.casefold().endswith(".yaml"):
        raise UsageError(
            f"“{name}” cannot be a milestone's name: it would be read as something else.",
            "Numbers mean versions, dates mean the version of that day, “now”, “adopted” and “file” the "
            "codebook as it is, and names that end in .yaml files. Choose a name in words.",
        )
    for one in versions:
        if one.milestone.casefold() == name.casefold() and one.number != but:
            raise MilestoneTaken(one.milestone, one.number)
    return name


def _write(session: Session, version: CodebookVersion, name: str, summary: str, why: str) -> None:
    change = changed(
        "MilestoneNamed" if name else "MilestoneTakenOff",
        Noun.VERSION,
        str(version.number),
        {"milestone": version.milestone},
        {"milestone": name},
    )
    write(session, [change] if change else [], verb="milestone", summary=summary, why=why)
