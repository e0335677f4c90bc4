"""Codebook files as people break them, each with the exact sentences that it gets and the line."""

from __future__ import annotations

from dataclasses import dataclass

ONE = "7f3c1d52-0d0f-4c53-9a59-0f1d6c1f8a11"


@dataclass(frozen=True, slots=True)
class Broken:
    """A file that cannot be used.

    Attributes:
        what: What is wrong, in a few words, as the page has it.
        line: Where, from 1; None for the file as a whole.
        said: What was found and expected.
        hint: What to do.
        schema: True where the JSON Schema can tell too; what it cannot see is how things are written.
    """

    what: str
    text: str
    line: int | None
    said: str
    hint: str
    schema: bool = True


BROKEN = (
    Broken(
        "what git could not merge", "codes:\n<<<<<<< HEAD\n  - Cost\n=======\n  - Price\n>>>>>>> theirs\n", 2,
        "Git left a conflict here: two people changed the same lines.",
        "Keep what is right of the lines above and below “=======”, and take the three marks out; "
        "`qualbench git-setup` lets git merge codebooks code by code.",
    ),
    Broken(
        "an empty file, or only comments", "# to be written\n", None,
        "The file holds no codes.", "Begin with a name: `- Barriers`.",
    ),
    Broken(
        "one text", "Barriers and hopes\n", 1,
        "Here stands one text, and a list of codes was expected.", "Begin with a dash.",
    ),
    Broken(
        "no `codes`", "format: 1\nname: Study\n", 1,
        "The file has no codes.", "List them under `codes:`.",
    ),
    Broken(
        "`format: 2`", "format: 2\ncodes:\n  - Cost\n", 1,
        "The file has format 2; this qualbench reads format 1.",
        "Update qualbench, or ask for the file in the older format.",
    ),
    Broken(
        "`defintion: …`", "codes:\n  - name: Cost\n    defintion: Money.\n", 3,
        "There is no key “defintion”.", "Did you mean “definition”?",
    ),
    Broken(
        "a key of your own", "codes:\n  - name: Cost\n    mood: low\n", 3,
        "There is no key “mood”.",
        "Keep it under `properties:`, or begin it with x-. The keys are: id, name, color, definition, "
        "full_definition, when, when_not, examples, counter_examples, origin, source, level, in_vivo, "
        "status, author, notes, properties, silenced, merged_into, split_from, "
        "codes.",
    ),
    Broken(
        "the same key twice in one code", "codes:\n  - name: Cost\n    name: Price\n", 3,
        "“name” is given twice for the same code (first on line 2).", "Keep one of them.", schema=False,
    ),
    Broken(
        "the same id twice", f"- id: {ONE}\n  name: Cost\n- id: {ONE}\n  name: Price\n", 3,
        f"The id {ONE} is there twice (first on line 1).",
        "Where you copied a code, take the copy's id out.", schema=False,
    ),
    Broken(
        "an id of your own making", "- id: 17\n  name: Cost\n", 1,
        "“17” is no id: ids are given by qualbench and never change.",
        "Take the line out: the code then gets an id.",
    ),
    Broken(
        "the same name twice under one parent", "- Cost\n- Hope\n- Cost\n", 3,
        "“Cost” is there twice under one parent (first on line 1).",
        "Rename one of them, or take it out.", schema=False,
    ),
    Broken(
        "`A > B` as a name", "- Hope\n- Barriers > Cost\n", 2,
        "The name “Barriers > Cost” holds “ > ”, which joins the names of a path.",
        "Make the second part a code under the first.",
    ),
    Broken(
        "a code without a name", "- Hope\n- definition: Money.\n", 2,
        "A code has no name.", "Add a line: `name: …`.",
    ),
    Broken(
        "a name that is a comment", "- Hope\n- #hashtag\n", 2,
        "A code has an empty name.", "What follows a # is a comment: put quotes around it.",
    ),
    Broken(
        "a name in brackets", "- name: [unclear]\n", 1,
        "The name reads as a list or a key.", "Put quotes around it: 'like this'.",
    ),
    Broken(
        "a name of two lines", "- Hope\n- |\n  Cost\n  Price\n", 2,
        "The name “Cost Price” has a line break.", "A code's name has one line.",
    ),
    Broken(
        "`color: blue`", "- name: Cost\n  color: blue\n", 2,
        "“blue” is no colour.", "Write it with quotes: '#0072B2'.",
    ),
    Broken(
        "`color: #0072B2`", "- name: Cost\n  color: #0072B2\n", 2,
        "The colour has no quotes, so that everything from its # on is a comment.",
        "Write it with quotes: '#0072B2'.", schema=False,
    ),
    Broken(
        "`status: retird`", "- name: Cost\n  status: retird\n", 2,
        "“retird” is no status.", "Did you mean “retired”?",
    ),
    Broken(
        "`origin: theory`", "- name: Cost\n  origin: theory\n", 2,
        "“theory” is no origin.", "It is one of: a priori, inductive, in vivo.",
    ),
    Broken(
        "`level: deep`", "- name: Cost\n  level: deep\n", 2,
        "“deep” is no level.", "It is one of: semantic, latent.",
    ),
    Broken(
        "`origin: in vivo` beside `in_vivo: no`", "- name: Cost\n  origin: in vivo\n  in_vivo: no\n", 3,
        "The origin says “in vivo”, and `in_vivo` says no.", "Take one of the two lines out.",
    ),
    Broken(
        "a text where properties are expected", "- name: Cost\n  properties: inward\n", 2,
        "Names with a text each were expected for “properties”.",
        "On the lines below it, further in: a name, a colon, a text.",
    ),
    Broken(
        "the same property twice", "- name: Cost\n  properties:\n    tone: warm\n    tone: cool\n", 4,
        "“tone” is there twice in “properties”.", "Keep one.", schema=False,
    ),
    Broken(
        "an example with a colon", "- name: Cost\n  examples:\n    - Anna: no money\n", 3,
        "An example reads as a key or a list.", "Put quotes around it: 'like this'.",
    ),
    Broken(
        "`- Cost: too high`", "- Cost: too high\n", 1,
        "After “Cost:” stands a text, and a list of codes was expected.",
        "Write `- name: Cost` and, on the next line, `definition: …`.",
    ),
    Broken(
        "a code without its dash", "codes:\n  name: Cost\n", 2,
        "A code stands here without its dash.", "Begin each code with a dash.",
    ),
    Broken(
        "`definition: so: it goes`", "- name: Cost\n  definition: so: it goes\n", 2,
        "A colon followed by a space stands inside a text that is not in quotes.",
        "Put quotes around the text: 'like this'. Keys of one code have the same indentation.",
    ),
    Broken(
        "a quote that is never closed", "- Hope\n- name: 'Cost\n- Price\n", 2,
        "A quote is opened and never closed.", "Close the quote.",
    ),
    Broken(
        "a quote inside quotes", "- name: Cost\n  definition: 'It's dear.'\n", 2,
        "This line does not line up with the keys above it, or a quote inside a quoted text is not doubled.",
        "Give keys of one code the same indentation; inside '…' write a quote twice: ''.",
    ),
    Broken(
        "a key that stands too far out", "- Hope\n- name: Cost\n definition: Money.\n", 3,
        "This line does not line up with the list above it.",
        "Begin each code of one list with a dash, all with the same indentation.",
    ),
    Broken(
        "a text on the line of its `|`", "- name: Cost\n  when: |Money is named.\n", 2,
        "After | or > a text begins on the next line.",
        "Put it on the lines below, further in, or put quotes around it.",
    ),
    Broken(
        "a bracket that is not closed", "- Hope\n- [Cost\n", 2,
        "A bracket is opened and not closed.", "Put quotes around the text: 'like this'.",
    ),
    Broken(
        "a tab at the beginning of a line", "- Barriers:\n\t- Cost\n", 2,
        "The line is indented with a tab.", "Indent with spaces: two for each level.",
    ),
    Broken(
        "a text that begins with `*`, `&` or `!`", "- name: Cost\n  when: *every* time\n", 2,
        "A text cannot begin with “*” or “&”.",
        "A list of codes has dashes: `- Barriers`. Where the sign belongs to the text, put quotes around it.",
    ),
    Broken(
        "a second `---`", "- Cost\n---\n- Hope\n", 2,
        "A second document begins here.", "Keep one codebook in one file.",
    ),
    Broken(
        "a character that nobody sees", "- Cost\n- Ho\x07pe\n", 2,
        "There is a character that no YAML file may hold (U+0007).",
        "Take it out, or write it as an escape in double quotes.",
    ),
    Broken(
        "codes nested more than 100 deep", "".join(f"{'  ' * depth}- A:\n" for depth in range(120)), 102,
        "Codes are nested more than 100 deep here.", "Move some of them up.", schema=False,
    ),
)  # fmt: skip
