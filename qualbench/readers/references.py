r"""References with their abstracts (RIS, BibTeX) as one document, each reference a turn of its own.

What a search of the literature exports is one source: imported, known again and corrected as one. A reference
is what is read, coded and counted, so it is a turn, and its short name (`Western & Rosenfeld 2011`) takes the
speaker's place, with a case of its own: *n of N* counts references. Short name, authors, year and where
it was published are the head; title, abstract and keywords are the words.

The parsers are our own (RIS here, BibTeX in `bibtex`): rispy drops, without a word, a reference that begins
before the last one has ended or that has no end; bibtexparser makes a comment of an entry that is broken.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

from qualbench.model.document import DocumentKind, Problem, Reading, Role, Turn
from qualbench.readers.labels import label_key
from qualbench.readers.plain import stem_of
from qualbench.readers.refusals import DamagedFile, EmptyFile, FileUnreadable

if TYPE_CHECKING:
    from qualbench.readers.plain import Decoded

_TAGGED = re.compile(r"\s{0,3}([A-Z][A-Z0-9]) {1,2}-(?: (.*)|\s*)$")
#: What a tag of RIS is called in BibTeX; the first that has a value counts, but authors and keywords add up.
_RIS = {
    "title": ("TI", "T1", "CT", "BT"),
    "author": ("AU", "A1"),
    "editor": ("ED", "A2"),
    "year": ("PY", "Y1", "DA"),
    "journal": ("JO", "JF", "T2", "JA", "J2", "BT"),
    "publisher": ("PB",),
    "volume": ("VL",),
    "number": ("IS",),
    "doi": ("DO",),
    "url": ("UR",),
    "abstract": ("AB", "N2"),
    "keywords": ("KW",),
}
#: The tags by which most lines are known at once.
_TAGS = frozenset(["TY", "ER", *(tag for tags in _RIS.values() for tag in tags)])
_YEAR = re.compile(r"\d{4}")
#: The longest short name, in letters; and the most references that a document may have.
_LONGEST, MOST = 60, 50_000


@dataclass(slots=True)
class Reference:
    """One reference: the line it begins in, its fields by BibTeX's names, and what is left out of the text.

    Attributes:
        parts: Tags of RIS with their lines, before they are fields.
    """

    line: int
    fields: dict[str, list[str]] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)
    parts: list[tuple[str, list[str]]] = field(default_factory=list)

    def first(self, *names: str) -> str:
        """Return the first value that one of the fields has, or nothing."""
        return next((value for name in names for value in self.fields.get(name, ()) if value), "")


def read_ris(name: str, data: bytes, decoded: Decoded) -> Reading:
    """Read RIS, as reference managers and databases export it.

    Raises:
        FileProblem: Where there is no reference in it.
    """
    problems: list[Problem] = []
    check_number(name, decoded.text.count("TY  -") + decoded.text.count("TY -"))
    found = [_named(one) for one in _records(decoded.text, problems)]
    if not found:
        raise DamagedFile(name, "no line begins a reference (TY  - JOUR).", "Is this an export in RIS?")
    return reading_of_references(name, data, decoded, "ris", found, problems)


def check_number(name: str, number: int) -> None:
    """Refuse a file of more references than anybody reads.

    Raises:
        FileUnreadable: There are too many.
    """
    if number > MOST:
        what = f"these are {number:,} references; a document may have {MOST:,}."
        raise FileUnreadable(name, what, "Narrow the search, or export it in parts.")


def _records(text: str, problems: list[Problem]) -> list[Reference]:
    """Return the references with their tags; a line without a tag goes on with the line before."""
    found: list[Reference] = []
    current: Reference | None = None
    parts: list[str] | None = None
    outside = 0
    for number, line in enumerate(text.split("\n"), 1):
        tag, value = line[:2], line[6:].strip()
        if line[2:6] != "  - " or tag not in _TAGS:
            tagged = _TAGGED.match(line)
            tag, value = (tagged[1], (tagged[2] or "").strip()) if tagged else ("", line.strip())
        if tag == "TY":
            if current is not None:
                message = "Here a reference begins before the last one has ended (ER)."
                problems.append(Problem(message, number))
            current = Reference(number)
            found.append(current)
            parts = None
        elif tag == "ER":
            current = None
        elif current is None:
            outside += bool(value)
            if outside == 1 and value:
                message = "What stands outside the references, from this line on, is left out."
                problems.append(Problem(message, number, serious=bool(found)))
        elif tag:
            parts = [value]
            current.parts.append((tag, parts))
        elif value and parts is not None:
            parts.append(value)
        elif value:
            problems.append(Problem("This line has no tag; it is left out.", number, serious=True))
    if current is not None:
        problems.append(Problem("The last reference has no end (ER): is the file whole?", current.line))
    return found


def one_line(value: str) -> str:
    """Return a value with single blanks and no line breaks."""
    if value.isprintable() and "  " not in value:
        return value.strip()
    return " ".join(value.split())


def _named(record: Reference) -> Reference:
    """Give a record of RIS BibTeX's names for its fields."""
    tags: dict[str, list[str]] = {}
    for tag, parts in record.parts:
        if value := one_line(" ".join(parts)):
            tags.setdefault(tag, []).append(value)
    taken = {"SP", "EP", "TY"}
    fields: dict[str, list[str]] = {}
    for name, sources in _RIS.items():
        has = [tag for tag in sources if tag in tags]
        has = has if name in ("author", "keywords", "abstract") else has[:1]
        if has:
            fields[name] = list(dict.fromkeys(value for tag in has for value in tags[tag]))
            taken.update(has)
    pages = [tags[tag][0] for tag in ("SP", "EP") if tag in tags]
    if pages:
        fields["pages"] = ["–".join(dict.fromkeys(pages))]
    return Reference(record.line, fields, left=[tag for tag in tags if tag not in taken])


def reading_of_references(
    name: str, data: bytes, decoded: Decoded, form: str, found: list[Reference], problems: list[Problem]
) -> Reading:
    """Lay the references out as turns of one document.

    Raises:
        EmptyFile: Where none has a title or an abstract.
    """
    texts: list[str] = []
    turns: list[Turn] = []
    taken: dict[str, int] = {}
    bare = 0
    where = 0
    for one in found:
        words = [one.first("title"), *one.fields.get("abstract", ())]
        keywords = "; ".join(one.fields.get("keywords", ()))
        said = "\n".join(part for part in (*words, f"Keywords: {keywords}" if keywords else "") if part)
        if not said:
            problems.append(
                Problem("The reference has neither title nor abstract; it is left out.", one.line)
            )
            continue
        bare += not any(words[1:])
        label = _free(short_name(one), taken)
        head = "\n".join(part for part in (label, _published(one)) if part)
        start = where + len(head) + 1
        turns.append(Turn(len(turns) + 1, start, start + len(said), where, label, Role.PARTICIPANT))
        texts.append(f"{head}\n{said}")
        where += len(texts[-1]) + 2
    if not turns:
        raise EmptyFile(name)
    if bare:
        problems.append(
            Problem(f"{bare} of {len(turns)} references have no abstract: only their titles are read.")
        )
    left = Counter(tag for one in found for tag in one.left)
    if left:
        problems.append(Problem(f"Left out of the text are the fields {', '.join(sorted(left))}."))
    problems.sort(key=lambda problem: problem.line or 0)
    return Reading(
        name=stem_of(name),
        source=name,
        format=form,
        text="\n\n".join(texts),
        turns=tuple(turns),
        roles={turn.speaker: Role.PARTICIPANT for turn in turns if turn.speaker},
        sha256=sha256(data).hexdigest(),
        encoding=decoded.encoding,
        kind=DocumentKind.RECORD,
        problems=(*decoded.problems, *problems),
        many_cases=True,
    )


def short_name(reference: Reference) -> str:
    """Return `Vogel 1989`, `Western & Rosenfeld 2011`, `Berg et al. 2019`; else the title's first words."""
    people = reference.fields.get("author") or reference.fields.get("editor") or []
    surnames = [name for one in people if (name := _surname(one))]
    year = _YEAR.search(reference.first("year"))
    if len(surnames) > 2:
        who = f"{surnames[0]} et al."
    else:
        who = " & ".join(surnames) or reference.first("title", "abstract")
    if len(who) > _LONGEST:
        who = f"{who[:_LONGEST].rsplit(' ', 1)[0]} …"
    return f"{who} {year[0]}" if year else f"{who} n.d."


def _surname(author: str) -> str:
    """Return `Berg` of `Berg, Anna`, `von Berg` of `Anna von Berg`; a body's name in braces is kept whole."""
    if author.startswith("{"):
        return author.strip("{}")
    if "," in author:
        return author.split(",")[0].strip()
    words = author.split()
    first = len(words) - 1
    while first > 1 and words[first - 1].islower():
        first -= 1
    return " ".join(words[first:])


def _free(label: str, taken: dict[str, int]) -> str:
    """Return the short name, with a letter behind it from the second of its kind on."""
    key = label_key(label)
    taken[key] = count = taken.get(key, 0) + 1
    if count == 1:
        return label
    other = f"{label}{chr(96 + count)}" if count <= 26 else f"{label} ({count})"
    return _free(other, taken) if label_key(other) in taken else _noted(other, taken)


def _noted(label: str, taken: dict[str, int]) -> str:
    taken[label_key(label)] = 1
    return label


def _published(one: Reference) -> str:
    """Return authors, year, and where it was published, in one line."""
    people = [person.strip("{}") for person in one.fields.get("author") or one.fields.get("editor") or []]
    year = one.first("year").strip("/")
    volume = one.first("volume") + (f"({number})" if (number := one.first("number")) else "")
    where = " ".join(part for part in (one.first("journal", "publisher"), volume) if part)
    where += f", {pages}" if (pages := one.first("pages")) else ""
    doi = one.first("doi")
    link = doi if doi.startswith("http") or not doi else f"doi:{doi}"
    who = "; ".join(people) + (f" ({year})" if year else "")
    return ". ".join(part for part in (who.strip(), where, link or one.first("url")) if part)
