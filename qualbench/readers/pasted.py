"""Web pages that somebody has copied and pasted: the lines that only a page has are left out, and said.

Only where it is sure: nobody is labelled as a speaker, and several lines of different kinds are what pages
have around their words and nobody writes. What might be somebody's words stays.
"""

from __future__ import annotations

import re

#: Of so many lines, and so many different ones, a text must have to be taken for a page.
_LINES, _KINDS = 3, 3
_COUNTED = (
    r"views?|shares?|likes?|recommends?|comments?|collections?|followers?|downloads?|citations?|reads?|claps?"
)
_WORDS = "|".join(
    (
        rf"\+?\d[\d,.]*[km]?\s*(?:{_COUNTED})|\+\d+ recommend|{_COUNTED}",
        r"(?:sign|log) ?(?:in|up|out)(?: ?/ ?(?:sign|log) ?(?:in|up))?|register|subscribe(?: now)?|my account|create account",
        r"share(?: this)?(?: document| article| page| post)?|share (?:on|via) \w+|tweet(?: this)?|follow us(?: on \w+)?",
        r"(?:accept|manage|reject)(?: all)? cookies|cookie (?:policy|settings|preferences|notice)|we use cookies.*",
        r"privacy(?: policy| notice)?|terms(?: (?:of|and) \w+)?|accessibility|sitemap|all rights reserved\.?",
        r"(?:main )?menu|search|skip to (?:main )?content|back to top|scroll to top|close|toggle navigation",
        r"(?:read|load|show|see|learn) more|next(?: page| article)?|previous(?: page| article)?|advertisement|sponsored",
        r"(?:our )?newsletter|download(?: pdf| article)?|view pdf|full text(?: pdf)?|print(?: this page)?|save(?: article)?",
        r"export citation(?: format)?|cite(?: this)?(?: article)?|citation tools|get (?:permissions|alerts)|add to \w+",
        r"bookmark|(?:record|abstract|article): (?:not )?found|is open access|read this article at|request permissions",
        r"comment on this article|leave a (?:comment|reply)|\(view orcid profile\)|author and article information",
        r"related (?:articles?|collections?|posts?|content|topics)|most cited references ?\d*|similar articles",
        r"you (?:may|might) also like|recommended for you|trending(?: now)?|popular posts?|latest news",
        r"©.{0,80}|copyright ©.{0,80}|contact us|about us|help cent(?:re|er)|faqs?|cookies|home ?(?:>|/|›).{0,80}",
    )
)
_FURNITURE = re.compile(rf"[\s•·*+►▸›»-]*(?:{_WORDS})[\s•·|:]*", re.IGNORECASE)
_NUMBER = re.compile(r"\s*[\d,.]+\s*")
_MANY_BLANK = re.compile(r"\n[^\S\n]*\n(?:[^\S\n]*\n)+")


def without_furniture(text: str) -> tuple[str, list[str]]:
    """Return a pasted page without what only pages have, and the lines left out; other texts as they are."""
    lines = text.split("\n")
    out = [bool(line.strip()) and _FURNITURE.fullmatch(line) is not None for line in lines]
    found = [line.strip() for line, gone in zip(lines, out, strict=True) if gone]
    if len(found) < _LINES or len({line.casefold() for line in found}) < _KINDS:
        return text, []
    for at, line in enumerate(lines):  # the number that a count is said with, on a line of its own
        if not out[at] and _NUMBER.fullmatch(line) and at + 1 < len(lines) and out[at + 1]:
            out[at] = True
            found.append(line.strip())
    kept = "\n".join(line for line, gone in zip(lines, out, strict=True) if not gone)
    return _MANY_BLANK.sub("\n\n", kept).strip("\n"), found
