"""What the screen calls the ways of searching, and what it says of each before anything is found."""

from __future__ import annotations

from qualbench.workbench.concordancing import Voice, Way

#: How each way is called at the line of typing.
WAYS = {
    Way.WORDS: "Words",
    Way.ENDINGS: "Word endings",
    Way.FORMS: "Word forms",
    Way.FUZZY: "Spellings",
    Way.PATTERN: "Regular expression",
}
VOICES = {
    Voice.EVERYONE: "everyone's words",
    Voice.PARTICIPANTS: "participants' words alone",
    Voice.INTERVIEWERS: "interviewers' words alone",
}
HOW = {
    Way.WORDS: (
        "Words as they are written; case and accents do not matter.",
        "tea talk      turns that have both words",
        "tea OR talk   turns that have one of them",
        '"cup of tea"  these words in a row',
        "neighbour*    words that begin so",
    ),
    Way.ENDINGS: (
        "Words with the usual English endings: wait finds waits, waited, waiting.",
        "It knows no grammar: what is irregular is missed.",
    ),
    Way.FORMS: (
        "Every form of a word as a spaCy model hears it: go finds went and gone.",
        "It needs a model that is installed; nothing is downloaded.",
    ),
    Way.FUZZY: (
        "Slips and other spellings: referral finds refferal.",
        "[+] and [-] ask for more alike spellings, and for less alike ones.",
    ),
    Way.PATTERN: (
        "A regular expression, in each turn by itself; case does not matter.",
        r"n(o|ever) ask\w*   the beginning of one finding among many",
    ),
}
