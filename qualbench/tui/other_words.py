"""What other programs call things, and what they are called here; help finds both."""

from __future__ import annotations

import re
from typing import NamedTuple

_WORD = re.compile(r"[^\s()\[\],.:;“”/]+")


def words_of(text: str) -> list[str]:
    """Return the words of a text, in small letters."""
    return _WORD.findall(text.casefold())


def fits(typed: str, text: str) -> bool:
    """Say whether each word that was typed begins a word of the text."""
    wanted, words = words_of(typed), words_of(text)
    if not wanted:  # the sign of a key
        return typed.strip() in text.split()
    return all(any(one.startswith(word) for one in words) for word in wanted)


class OtherWord(NamedTuple):
    """A word of other programs.

    Attributes:
        theirs: Their words for one thing.
        programs: Which programs say so.
        ours: What it is here.
        where: The gesture that leads there, or an empty string.
    """

    theirs: str
    programs: str
    ours: str
    where: str = ""


OTHER_WORDS: tuple[OtherWord, ...] = (
    OtherWord("node, nodes", "NVivo", "a code", "show_codebook"),
    OtherWord("tag", "Taguette", "a code", "show_codebook"),
    OtherWord("reference, coding reference", "NVivo", "a segment", "code"),
    OtherWord("coded segment", "MAXQDA", "a segment", "code"),
    OtherWord("quotation", "ATLAS.ti", "a segment", "code"),
    OtherWord("highlight", "Taguette", "a segment", "code"),
    OtherWord("excerpt", "Dedoose", "a segment", "code"),
    OtherWord("parent node, code group, category, code family", "NVivo, ATLAS.ti, QualCoder",
              "a code with codes under it, or a theme", "show_themes"),
    OtherWord("set, map, network, creative coding", "NVivo, MAXQDA, ATLAS.ti", "a theme set", "choose_set"),
    OtherWord("classification, document variable, attribute sheet", "NVivo, MAXQDA",
              "the attributes of cases", "import_cases"),
    OtherWord("source, file, primary document", "NVivo, ATLAS.ti", "a document", "show_documents"),
    OtherWord("uncode, delete coding", "NVivo, MAXQDA", "to remove a coding", "remove"),
    OtherWord("code in vivo", "NVivo, ATLAS.ti", "a code from the selected words", "in_vivo"),
    OtherWord("recent nodes, quick coding", "NVivo, ATLAS.ti", "the last code again", "repeat"),
    OtherWord("coding stripes", "NVivo", "the letters and lines beside the text", "here_panel"),
    OtherWord("comment, note", "ATLAS.ti, NVivo", "a memo", "memo"),
    OtherWord("annotation", "NVivo, QualCoder", "a memo on words of the text, coded or not", "annotate"),
    OtherWord("weight, important", "MAXQDA, QualCoder", "to mark a coding as important", "important"),
    OtherWord("logbook, research diary", "MAXQDA, ATLAS.ti", "the journal", "write_journal"),
    OtherWord("event log, versions", "NVivo", "the history", "show_history"),
    OtherWord("query, coding query, matrix, crosstab", "NVivo, MAXQDA",
              "retrieval, by an expression; tables of codes by attributes are not here yet",
              "show_retrieval"),
    OtherWord("text search, lexical search", "NVivo, MAXQDA", "a search of all documents", "show_search"),
    OtherWord("aggregate", "NVivo", "nothing to switch on: retrieval of a code has its subcodes too, "
              "code:=NAME is the code alone", "show_retrieval"),
    OtherWord("auto code, autocode", "NVivo, MAXQDA, ATLAS.ti",
              "coding what a search finds, after a look; nothing codes by itself", "show_search"),
    OtherWord("merge codes, merge nodes", "NVivo, ATLAS.ti, MAXQDA",
              "F12 on the code, mark all, recode them in one step", "show_retrieval"),
    OtherWord("relationship, link", "NVivo, ATLAS.ti", "not here; a memo can say it"),
    OtherWord("word frequency, word cloud", "NVivo, MAXQDA, ATLAS.ti", "not here"),
    OtherWord("framework matrix", "NVivo",
              "not here yet; themes by case are in the theme summary", "show_themes"),
    OtherWord("kappa, coefficient", "NVivo, MAXQDA, ATLAS.ti",
              "no coefficient yet: the list of where two coders differ", "show_differences"),
    OtherWord("print", "all of them", "an export to Word or HTML, which prints", "export_summary"),
    OtherWord("backup", "all of them", "one each day by itself; one now is in the palette", "palette"),
    OtherWord("settings, preferences, options", "all of them",
              "keys and colours are in the palette; the file is told by `qualbench settings`", "palette"),
    OtherWord("save", "all of them", "nothing to do: each step is saved when it is done"),
    OtherWord("user, collaborator", "NVivo, ATLAS.ti, Taguette", "a coder"),
    OtherWord("coding comparison, intercoder agreement", "NVivo, MAXQDA, ATLAS.ti",
              "the list of where two coders differ", "show_differences"),
)  # fmt: skip
