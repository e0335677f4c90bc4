"""Details that may say who somebody is, found by rules: names, places, numbers, addresses, dates.

The rules know titles, introductions, kinship, verbs of saying, prepositions of place and how numbers are
written. They propose; a person decides. They find less than a model that has learnt a language does, and they
say by which rule they found something.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from qualbench.model.span import Span
from qualbench.search.name_words import AMBIGUOUS, GIVEN, NICKNAMES, NOBODY, STARTERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Kind(StrEnum):
    """What a detail is."""

    PERSON = "person"
    PLACE = "place"
    ORGANISATION = "organisation"
    PHONE = "phone number"
    EMAIL = "e-mail address"
    DATE = "date"
    POSTCODE = "postcode"
    NUMBER = "record number"
    URL = "web address"
    HANDLE = "handle"


class Detail(NamedTuple):
    """A detail that was found: where, what, and by which rule (or by a model)."""

    span: Span
    kind: Kind
    rule: str


_CAP = r"[A-ZÀ-ÖØ-Þ][\w’'-]*[^\W\d_]"
_NAME = rf"(?:(?:[A-Z]\.\s?)+)?{_CAP}(?:[ ](?:(?:van|von|de|da|dos|al|el|bin|ibn|Mc|O')[ ]?)?{_CAP}){{0,2}}"
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"

#: What has its own form, whatever stands around it; the first that fits a place has it.
_FORMS: tuple[tuple[Kind, str, re.Pattern[str]], ...] = tuple(
    (kind, rule, re.compile(pattern))
    for kind, rule, pattern in (
        (Kind.EMAIL, "form", r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
        (Kind.URL, "form", r"(?:https?://|www\.)[^\s<>\"”’)]+[^\s<>\"”’).,;:!?]"),
        (Kind.HANDLE, "form", r"(?<![\w@.])@[A-Za-z_]\w{2,}"),
        (Kind.POSTCODE, "form", r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b"),
        (Kind.POSTCODE, "state and zip", r"(?<=\b[A-Z]{2} )\d{5}(?:-\d{4})?\b"),
        (
            Kind.POSTCODE,
            "said to be one",
            r"(?i:(?<=zip code )|(?<=postcode )|(?<=pin code )|(?<=zip is )|(?<=code is )|(?<=pin )|(?<=zip ))\d{5,6}\b",
        ),
        (
            Kind.NUMBER,
            "said to be one",
            r"(?i:(?:NHS|hospital|patient|record|case|MRN|medical|passport|account|policy|reference|ref|licen[cs]e|aadhaar"
            r"|student|staff|employee|card|badge|file|insurance|social security|SSN|BVN|NIN|ID|registration|ticket|visa|plate)"
            r"(?:[ ](?:number|no\.?|num|id|card|file|reg))*[ ]?(?:is|was|[:#=])?[ ]?(?:number )?)"
            r"(?P<it>(?:[A-Z]{1,4}[-/ ]?)?\d[\dA-Z]*(?:[-/ ]?[\dA-Z]*\d[\dA-Z]*)*)",
        ),
        (
            Kind.NUMBER,
            "form",
            r"\b(?:[A-Z]{2}[ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[A-Z]|[A-Z]{1,4}-?\d{5,}|\d{3}-\d{2}-\d{4})\b",
        ),
        (Kind.DATE, "form", r"\b\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d{2}\b|\b(?:19|20)\d{2}-\d{2}-\d{2}\b"),
        (Kind.DATE, "day and month", rf"\b(?:the )?{_DAY}(?: of)? {_MONTH}\b(?:,? (?:19|20)\d{{2}}\b)?"),
        (Kind.DATE, "month and day", rf"\b{_MONTH}\.? (?:the )?{_DAY}\b(?:,? (?:19|20)\d{{2}}\b)?"),
        (Kind.DATE, "month and year", rf"\b{_MONTH}(?: of)?,? (?:19|20)\d{{2}}\b"),
        (Kind.PHONE, "form", r"(?<![\w.-])\+?\(?\d(?:[\s().-]{0,2}\d){8,14}(?![\w-])"),
        (
            Kind.PHONE,
            "said to be one",
            r"(?i:(?:phone|call|ring|mobile|cell|text|tel|extension)[^.?!\d]{0,24})(?P<it>\+?\d[\d -]{4,}\d)",
        ),
    )
)
_TITLES = (
    "Mr|Mrs|Ms|Miss|Mx|Dr|Doctor|Prof|Professor|Sister|Nurse|Matron|Aunt|Auntie|Aunty|Uncle|Pastor|Father|Reverend|Rev"
    "|Sir|Lady|Lord|Madam|Madame|Alhaji|Alhaja|Hajia|Chief|Oga|Baba|Mama|Shri|Smt|Judge|Officer|Sergeant|Constable"
    "|Councillor|Imam|Rabbi|Coach|Principal|Consultant|Midwife|Cousin|Grandma|Grandpa|Nanny|Brother"
)
_KIN = (
    "husband|wife|son|daughter|brother|sister|mum|mom|mother|dad|father|friend|mate|partner|cousin|neighbou?r|boss"
    "|manager|GP|doctor|nurse|teacher|colleague|girlfriend|boyfriend|ex|uncle|aunt|aunty|auntie|niece|nephew|grandson"
    "|granddaughter|grandmother|grandfather|nan|gran|carer|careworker|caretaker|social worker|key worker|keyworker"
    "|supervisor|landlord|landlady|roommate|flatmate|classmate|twin|eldest|youngest|baby|kid|boy|girl|dog|cat|therapist"
    "|consultant|midwife|physio|counsellor|counselor|pastor|maid|driver|tutor|lecturer|professor|surgeon|stepson"
    "|stepdaughter|stepdad|stepmum|in-law|husband-to-be|fianc[eé]e?|junior|senior|trainer|coach|barber"
)
_SAYING = (
    "said|says|told|tells|asked|asks|thinks|thought|came|comes|went|goes|is|was|has|had|does|did|wants|wanted|knows|knew"
    "|helped|helps|called|calls|rang|gave|gives|took|takes|made|makes|works|worked|lives|lived|died|moved|left|left|got"
    "|gets|saw|sees|never|always|just|who|would|could|will|won't|can|can't|didn't|doesn't|isn't|wasn't|used|started|kept"
    "|reckons|insisted|explained|phoned|texted|emailed|cried|laughed|smiled|agreed|refused|and I|and me|and my"
)
_PLACES = (
    "Road|Street|Lane|Avenue|Drive|Close|Crescent|Terrace|Way|Square|Gardens|Park|Court|Hill|Green|Bridge|Station|Market"
    "|Town|City|Village|Estate|House|Heights|Beach|Island|County|District|Junction|Roundabout|Boulevard|Bay|Nagar|Colony"
)
_ORGANISATIONS = (
    "Hospital|School|Clinic|Surgery|University|College|Church|Mosque|Temple|Centre|Center|Infirmary|Practice|Trust"
    "|Academy|Primary|High|Hospice|Ward|Pharmacy|Charity|Foundation|Institute|Bank|Ltd|Limited|Inc|Council|Nursery|Library"
    "|Health Centre|Medical Centre|Care Home|Home|Unit|Hotel|Cafe|Café|Theatre|United|City FC|Rovers"
)
_BEFORE_PLACE = (
    r"(?:lived?|lives|living|moved|moving|born|raised|grew up|based|work(?:ed|s|ing)?|came|come|comes|drove|drive|went|go|going"
    r"|travel(?:led|s)?|stay(?:ed|s|ing)?|commut\w+|back|over|up|down|out|here|there|house|flat|job|family|people|home|hospital"
    r"|village|town|all the way|used to be|flew|fly|walk(?:ed)?|trains?|bus(?:es)?)"
)
_CONTEXTS: tuple[tuple[Kind, str, re.Pattern[str]], ...] = tuple(
    (kind, rule, re.compile(pattern))
    for kind, rule, pattern in (
        (
            Kind.ORGANISATION,
            "called so",
            rf"(?P<it>(?:(?:St\.?|Saint|Royal|Great) )?{_CAP}(?:[’']s)?(?: (?:{_CAP}|of|and|&)){{0,3}} (?:{_ORGANISATIONS})\b)",
        ),
        (Kind.PLACE, "called so", rf"(?P<it>(?:\d{{1,4}} )?{_CAP}(?: {_CAP})? (?:{_PLACES})\b)"),
        (Kind.PERSON, "title", rf"\b(?:{_TITLES})\.? (?P<it>{_NAME})"),
        (
            Kind.PERSON,
            "introduced",
            rf"(?i:\b(?:my name is|my name'?s|name is|name was|i am called|i'm called|called|named|name of|known as|call me|call him|call her|calls me|called me)) (?P<it>{_NAME})",
        ),
        (
            Kind.PERSON,
            "introduced",
            rf"\b(?:I'm|I am|This is|this is|It's|it's|It was|it was) (?P<it>{_NAME})(?=[,.!?]| and | here| from| speaking|$)",
        ),
        (
            Kind.PERSON,
            "kin or friend",
            rf"(?i:\b(?:{_KIN}))(?:,| is| was| called| named|'s name is|'s called)? (?P<it>{_NAME})",
        ),
        (
            Kind.PERSON,
            "spoken to",
            rf"(?:^|[.!?…]\s+|[“\"‘]|[,;] )(?i:thanks|thank you|hi|hello|hey|dear|bye|cheers|sorry|listen|look|well done|good morning|morning|come on|happy birthday|oh),? (?P<it>{_NAME})(?=[,.!?]|$| I | you )",
        ),
        (Kind.PERSON, "spoken to", rf", (?P<it>{_CAP})(?=[,.!?])"),
        (Kind.PERSON, "spoken to", rf"[“\"‘](?P<it>{_CAP}), "),
        (Kind.PERSON, "in brackets", rf"(?<=[a-z] )\((?P<it>{_NAME})\)"),
        (
            Kind.PLACE,
            "where",
            rf"\b{_BEFORE_PLACE}(?: me| us| him| her| them| it)? (?:in|from|to|at|near|around|outside|via|through|towards|for) (?P<it>{_CAP}(?: {_CAP})?)",
        ),
        (Kind.PLACE, "where", rf"\b(?:in|from|near|outside|towards) (?P<it>{_CAP}(?: {_CAP})?)(?!['’]s)"),
        (Kind.PERSON, "does or says", rf"(?P<it>{_CAP}(?: {_CAP})?) (?:{_SAYING})\b"),
        (
            Kind.PERSON,
            "with somebody",
            rf"\b(?:with|and|for|by|about|like|saw|met|told|asked|called|phoned|rang|texted|see|visit|visited|miss|missed|love|loved|married|thanked|know|knew|remember|ask|tell|help|helped|me and|(?:said|say|spoke|speak|speaking|talk|talked|talking|wrote|write|listen|listened|married|engaged|it|that|this) to) (?P<it>{_NAME})",
        ),
        (Kind.PERSON, "whose", rf"(?P<it>{_CAP}(?: {_CAP})?)(?=['’]s\b|['’](?!\w))"),
    )
)
_SCOTS = re.compile(r"(?:Mc|Mac|De|Le|La|Da|Di|Fitz|O['’]|D['’]|Ó|Ni)[A-Z][a-z]|[A-Z]\.")
_SENTENCE_START = re.compile(r"(?:^|[.!?…:\n][\"'”’)\]]*\s+|[“\"‘(\[]|^\s*[-–—•]\s*|[:>]\s)$")
_MIDDLE = re.compile(rf"(?<=[a-z,;] )(?P<it>{_CAP}(?: {_CAP}){{0,2}})")


def find_details(text: str, known: Iterable[str] = ()) -> list[Detail]:
    """Return what may say who somebody is, in order; no two overlap.

    Args:
        known: Names that are known to be somebody's (from other places of the project).
    """
    taken: list[Detail] = []
    for kind, rule, pattern in _FORMS:
        _take(taken, ((_span_of(hit), kind, rule) for hit in pattern.finditer(text)))
    for kind, rule, pattern in _CONTEXTS:
        found = ((_named(text, _span_of(hit), kind, rule), kind, rule) for hit in pattern.finditer(text))
        _take(taken, ((span, kind, rule) for span, kind, rule in found if span is not None))
    names = GIVEN | NICKNAMES.keys() | frozenset(known)
    names |= {text[one.span.start : one.span.end] for one in taken if one.kind is Kind.PERSON}
    _take(taken, ((span, Kind.PERSON, "a known name") for span in _known(text, names)))
    found = (
        (_named(text, _span_of(hit), Kind.PLACE, ""), Kind.PLACE, "capital") for hit in _MIDDLE.finditer(text)
    )
    _take(taken, ((span, kind, rule) for span, kind, rule in found if span is not None))
    return sorted(taken)


def _span_of(hit: re.Match[str]) -> Span:
    return Span(*hit.span("it" if "it" in hit.re.groupindex else 0))


def _take(taken: list[Detail], found: Iterable[tuple[Span, Kind, str]]) -> None:
    for span, kind, rule in found:
        if not any(one.span.overlaps(span) for one in taken):
            taken.append(Detail(span, kind, rule))


def _named(text: str, span: Span, kind: Kind, rule: str) -> Span | None:
    """Cut what is nobody's name from a name's ends; None where nothing is left."""
    start, end = span.start, span.end
    if kind is not Kind.ORGANISATION:
        for mark in ("'s", "’s"):
            if text[start:end].endswith(mark):
                end -= len(mark)
    words = [
        (hit.start() + start, hit.end() + start, hit.group())
        for hit in re.finditer(r"[^ ]+", text[start:end])
    ]
    ends = _PLACES.split("|") + _ORGANISATIONS.split("|")
    while (
        words
        and _nobody(words[0][2])
        and not (kind is Kind.ORGANISATION and words[0][2] in ("Royal", "Great"))
    ):
        words.pop(0)
    while words and _nobody(words[-1][2]) and words[-1][2] not in ends:
        words.pop()
    if not words or (len(words) == 1 and words[0][2] in ends and rule == "called so"):
        return None
    first = words[0][2]
    alone = len(words) == 1
    at_start = bool(_SENTENCE_START.search(text[max(0, words[0][0] - 4) : words[0][0]]))
    if alone and first.isupper() and len(first) <= 5:
        return None  # an abbreviation
    if (
        at_start
        and alone
        and rule in ("does or says", "whose", "with somebody", "spoken to", "")
        and _common(first)
    ):
        return None
    if at_start and alone and first in AMBIGUOUS and rule != "whose":
        return None
    if alone and first in AMBIGUOUS and rule in ("where", ""):
        return None
    return Span(words[0][0], words[-1][1])


def is_nobody(words: str) -> bool:
    """Say whether words with capitals name nobody: a day, a tongue, an abbreviation, a make."""
    return all(_nobody(one) for one in words.split()) or (words.isupper() and not _shouted(words))


def _common(word: str) -> bool:
    """Say whether a word at the beginning of a sentence has its capital from there, as far as can be told."""
    return word in STARTERS or word in AMBIGUOUS or word.endswith(("ing", "ly", "ness", "tion"))


def _nobody(word: str) -> bool:
    bare = word.strip(".,;:!?’'").removesuffix("'s").removesuffix("’s")
    if bare in NOBODY or bare.replace("’", "'").partition("'")[0] in NOBODY or not bare[:1].isupper():
        return True
    # XGBoost, PDPs: a make, a method or what somebody has blacked out; McKay and O'Neill are names
    return (
        sum(map(str.isupper, bare)) > 1 and "-" not in bare and not _SCOTS.match(bare) and not _shouted(bare)
    )


def _shouted(word: str) -> bool:
    return word.isupper() and word.title() in GIVEN


def _known(text: str, names: Iterable[str]) -> Iterator[Span]:
    """Yield where known names stand, as whole words that begin with a capital."""
    wanted = set(names)
    firsts = {one.split()[0] for one in wanted if one}
    for hit in re.finditer(rf"(?<![\w]){_CAP}", text):
        word = hit.group().removesuffix("'s").removesuffix("’s")
        if word in wanted or word in firsts:
            at_start = bool(_SENTENCE_START.search(text[max(0, hit.start() - 4) : hit.start()]))
            if word in NOBODY or (at_start and word in AMBIGUOUS):
                continue
            yield Span(hit.start(), hit.start() + len(word))
