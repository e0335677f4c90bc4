"""How each noun of a change lies in the store: its table, its key, the columns that a change may carry."""

from __future__ import annotations

from dataclasses import dataclass

from qualbench.model.change import Columns, Noun


@dataclass(frozen=True, slots=True)
class Table:
    """How a noun lies in the store: its key columns and every other column that a change may carry."""

    name: str
    key: tuple[str, ...]
    columns: tuple[str, ...]


_MADE = "created_at"

TABLES: dict[Noun, Table] = {
    Noun.PROJECT: Table(
        "project",
        ("id",),
        (
            "title",
            "profile",
            "lead_id",
            "theme_set_id",
            "codebook_name",
            _MADE,
            "smallest_cell",
            "paraphrase_only",
        ),
    ),
    Noun.CODER: Table("coder", ("id",), ("name", "machine", _MADE)),
    Noun.DOCUMENT: Table(
        "document", ("id",), ("position", "name", "kind", "case_id", "revision", "language")
    ),
    Noun.SPEAKER: Table(
        "speaker", ("id",), ("document_id", "position", "label", "role", "case_id", "aliases")
    ),
    Noun.CASE: Table("cases", ("id",), ("number", "name")),
    Noun.ATTRIBUTE: Table("attribute", ("id",), ("name", "type", "choices", "position", "private")),
    Noun.VALUE: Table("case_value", ("case_id", "attribute_id"), ("value",)),
    Noun.CODE: Table(
        "code",
        ("id",),
        (
            *("parent_id", "position", "name", "color", "definition", "when", "when_not", "examples"),
            *("origin", "in_vivo", "status", _MADE),
            *("full_definition", "counter_examples", "source", "level", "author", "notes", "properties"),
            *("silenced", "meaning"),
        ),
    ),
    Noun.VERSION: Table("codebook_version", ("number",), ("message", "coder_id", _MADE, "yaml", "milestone")),
    Noun.MEANING: Table(
        "meaning",
        ("code_id", "number"),
        ("definition", "full_definition", "when", "when_not", "coder_id", _MADE),
    ),
    Noun.LINEAGE: Table("lineage", ("id",), ("kind", "code_id", "name", "into_id", "coder_id", _MADE, "why")),
    Noun.SEGMENT: Table(
        "segment",
        ("id",),
        (
            *("document_id", "revision", "start", "end", "code_id", "coder_id", _MADE),
            *("important", "stance", "meaning"),
        ),
    ),
    Noun.MEMO: Table(
        "memo",
        ("id",),
        (
            *("kind", "target", "target_id", "text", "coder_id", "date", _MADE),
            *("private", "revision", "start", "end"),
        ),
    ),
    Noun.THEME_SET: Table("theme_set", ("id",), ("position", "name", _MADE)),
    Noun.THEME: Table(
        "theme",
        ("id",),
        (
            *(
                "set_id",
                "parent_id",
                "position",
                "name",
                "concept",
                "definition",
                "status",
                _MADE,
                "silenced",
            ),
            *("level", "kind", "is_not", "narrative", "reason"),
        ),
    ),
    Noun.THEME_CODE: Table("theme_code", ("theme_id", "code_id"), ("position", "subcodes", "stance")),
    Noun.EXEMPLAR: Table("theme_exemplar", ("theme_id", "segment_id"), ("position", "wording")),
    Noun.SUMMARY: Table(
        "framework_cell", ("theme_id", "case_id"), ("text", "quote_id", "basis", "written_at")
    ),
    Noun.THEME_SEGMENT: Table("theme_segment", ("theme_id", "segment_id"), ("position", "stance")),
    Noun.THEME_LINK: Table("theme_link", ("theme_id", "other_id"), ("word",)),
    Noun.THEME_LINEAGE: Table(
        "theme_lineage", ("id",), ("kind", "theme_id", "name", "into_id", _MADE, "why")
    ),
    Noun.THEME_PILE: Table("theme_pile", ("set_id", "code_id"), ("why",)),
    Noun.THEME_VERSION: Table("theme_version", ("set_id", "number"), ("message", "coder_id", _MADE, "yaml")),
    Noun.THEME_VERDICT: Table(
        "theme_verdict",
        ("id",),
        ("theme_id", "target", "target_id", "verdict", "note", "coder_id", _MADE),
    ),
    Noun.INDEPENDENT: Table(
        "independent_coding",
        ("id",),
        ("started_at", "started_by", "why", "ended_at", "ended_by", "ended_why"),
    ),
    Noun.UNSURE_PLACE: Table(
        "unsure_place",
        ("id",),
        (
            *("target", "target_id", "document_id", "kind", "revision", "start", "end"),
            *("new_revision", "new_start", "new_end", "score", _MADE),
        ),
    ),
}

#: Columns that came with a later migration, and what rows written before it have in them: a step of that
#: time names them not, and is taken back and done again with these.
LATER: dict[Noun, Columns] = {
    Noun.PROJECT: {"smallest_cell": 0, "paraphrase_only": '["posts"]'},
    Noun.DOCUMENT: {"language": ""},
    Noun.SPEAKER: {"aliases": "[]"},
    Noun.ATTRIBUTE: {"private": 0},
    Noun.SEGMENT: {"important": 0, "stance": "", "meaning": 1},
    Noun.CODE: {
        **dict.fromkeys(("full_definition", "source", "level", "author", "notes"), ""),
        **dict.fromkeys(("counter_examples", "properties", "silenced"), "[]"),
        "meaning": 1,
    },
    Noun.VERSION: {"milestone": ""},
    Noun.THEME: {
        "silenced": "[]",
        **dict.fromkeys(("level", "kind", "is_not", "narrative", "reason"), ""),
    },
    Noun.THEME_CODE: {"subcodes": 1, "stance": ""},
    Noun.EXEMPLAR: {"wording": ""},
    Noun.MEMO: {"private": 0, "revision": None, "start": None, "end": None},
}
