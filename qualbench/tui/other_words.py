"""What other programs call things, and what they are called here; help finds both."""

from __future__ import annotations

from typing import NamedTuple


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
    OtherWord("node", "NVivo", "a code", "show_codebook"),
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
    OtherWord("save", "all of them", "nothing to do: each step is saved when it is done"),
    OtherWord("user, collaborator", "NVivo, ATLAS.ti, Taguette", "a coder"),
    OtherWord("coding comparison, intercoder agreement", "NVivo, MAXQDA, ATLAS.ti",
              "the list of where two coders differ", "show_differences"),
)  # fmt: skip
