"""The tables of a project, in SQL, one constant a migration; and what the store checks on opening.

Text of transcripts is in `revision` (a trigger refuses to change it); a segment's quote is written by the
store from that text and never travels in a change.
"""

from __future__ import annotations

#: "QBNC": what the file says it is.
APPLICATION_ID = 0x51424E43
#: How many migrations this program knows.
SCHEMA_VERSION = 9

M001 = (
    """CREATE TABLE project (
        id TEXT PRIMARY KEY, title TEXT NOT NULL, profile TEXT NOT NULL, lead_id TEXT NOT NULL REFERENCES coder(id),
        theme_set_id TEXT REFERENCES theme_set(id), codebook_name TEXT NOT NULL, created_at TEXT NOT NULL) STRICT""",
    """CREATE TABLE coder (
        id TEXT PRIMARY KEY, name TEXT NOT NULL COLLATE NOCASE UNIQUE, machine INTEGER NOT NULL DEFAULT 0,
        created_at TEXT NOT NULL) STRICT""",
    """CREATE TABLE document (
        id TEXT PRIMARY KEY, position INTEGER NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL,
        source TEXT NOT NULL, format TEXT NOT NULL, sha256 TEXT NOT NULL, encoding TEXT NOT NULL,
        revision INTEGER NOT NULL, case_id TEXT REFERENCES cases(id) DEFERRABLE INITIALLY DEFERRED,
        imported_at TEXT NOT NULL, problems TEXT NOT NULL DEFAULT '[]', hidden INTEGER NOT NULL DEFAULT 0) STRICT""",
    "CREATE INDEX document_sha256 ON document(sha256)",
    """CREATE TABLE revision (
        rowid INTEGER PRIMARY KEY, document_id TEXT NOT NULL REFERENCES document(id), number INTEGER NOT NULL,
        text TEXT NOT NULL, sha256 TEXT NOT NULL, words INTEGER NOT NULL, turns TEXT NOT NULL,
        turn_count INTEGER NOT NULL, created_at TEXT NOT NULL, UNIQUE (document_id, number)) STRICT""",
    """CREATE TRIGGER revision_text_never_changes BEFORE UPDATE OF text, sha256, document_id, number, turns ON revision
        BEGIN SELECT RAISE(ABORT, 'the text of a revision never changes'); END""",
    """CREATE TABLE speaker (
        id TEXT PRIMARY KEY, document_id TEXT NOT NULL REFERENCES document(id), position INTEGER NOT NULL,
        label TEXT NOT NULL, role TEXT NOT NULL,
        case_id TEXT REFERENCES cases(id) DEFERRABLE INITIALLY DEFERRED,
        UNIQUE (document_id, label)) STRICT""",
    """CREATE TABLE cases (
        id TEXT PRIMARY KEY, number INTEGER NOT NULL, name TEXT NOT NULL) STRICT""",
    """CREATE TABLE attribute (
        id TEXT PRIMARY KEY, name TEXT NOT NULL, type TEXT NOT NULL, choices TEXT NOT NULL DEFAULT '[]',
        position INTEGER NOT NULL) STRICT""",
    """CREATE TABLE case_value (
        case_id TEXT NOT NULL REFERENCES cases(id), attribute_id TEXT NOT NULL REFERENCES attribute(id),
        value TEXT NOT NULL, PRIMARY KEY (case_id, attribute_id)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE code (
        id TEXT PRIMARY KEY, parent_id TEXT REFERENCES code(id) DEFERRABLE INITIALLY DEFERRED,
        position INTEGER NOT NULL, name TEXT NOT NULL, color TEXT NOT NULL DEFAULT '',
        definition TEXT NOT NULL DEFAULT '', "when" TEXT NOT NULL DEFAULT '', when_not TEXT NOT NULL DEFAULT '',
        examples TEXT NOT NULL DEFAULT '[]', origin TEXT NOT NULL DEFAULT '', in_vivo INTEGER NOT NULL DEFAULT 0,
        status TEXT NOT NULL DEFAULT 'active', created_at TEXT NOT NULL) STRICT""",
    """CREATE TABLE codebook_version (
        number TEXT PRIMARY KEY, message TEXT NOT NULL, coder_id TEXT NOT NULL REFERENCES coder(id),
        created_at TEXT NOT NULL, yaml TEXT NOT NULL) STRICT""",
    """CREATE TABLE segment (
        id TEXT PRIMARY KEY, document_id TEXT NOT NULL REFERENCES document(id), revision INTEGER NOT NULL,
        start INTEGER NOT NULL, "end" INTEGER NOT NULL, quote TEXT NOT NULL,
        code_id TEXT NOT NULL REFERENCES code(id) DEFERRABLE INITIALLY DEFERRED,
        coder_id TEXT NOT NULL REFERENCES coder(id), created_at TEXT NOT NULL,
        CHECK (start >= 0 AND "end" > start)) STRICT""",
    'CREATE UNIQUE INDEX segment_place ON segment(document_id, revision, start, "end", code_id, coder_id)',
    "CREATE INDEX segment_code ON segment(code_id)",
    """CREATE TABLE memo (
        id TEXT PRIMARY KEY, kind TEXT NOT NULL, target TEXT NOT NULL, target_id TEXT NOT NULL, text TEXT NOT NULL,
        coder_id TEXT NOT NULL REFERENCES coder(id), date TEXT NOT NULL, created_at TEXT NOT NULL) STRICT""",
    "CREATE INDEX memo_target ON memo(target_id)",
    """CREATE TABLE theme_set (
        id TEXT PRIMARY KEY, position INTEGER NOT NULL, name TEXT NOT NULL, created_at TEXT NOT NULL) STRICT""",
    """CREATE TABLE theme (
        id TEXT PRIMARY KEY, set_id TEXT NOT NULL REFERENCES theme_set(id) DEFERRABLE INITIALLY DEFERRED,
        parent_id TEXT REFERENCES theme(id) DEFERRABLE INITIALLY DEFERRED, position INTEGER NOT NULL,
        name TEXT NOT NULL, concept TEXT NOT NULL DEFAULT '', definition TEXT NOT NULL DEFAULT '',
        status TEXT NOT NULL DEFAULT 'candidate', created_at TEXT NOT NULL) STRICT""",
    """CREATE TABLE theme_code (
        theme_id TEXT NOT NULL REFERENCES theme(id) DEFERRABLE INITIALLY DEFERRED,
        code_id TEXT NOT NULL REFERENCES code(id) DEFERRABLE INITIALLY DEFERRED,
        position INTEGER NOT NULL, PRIMARY KEY (theme_id, code_id)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX theme_code_code ON theme_code(code_id)",
    """CREATE TABLE theme_exemplar (
        theme_id TEXT NOT NULL REFERENCES theme(id) DEFERRABLE INITIALLY DEFERRED,
        segment_id TEXT NOT NULL REFERENCES segment(id) DEFERRABLE INITIALLY DEFERRED,
        position INTEGER NOT NULL, PRIMARY KEY (theme_id, segment_id)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX theme_exemplar_segment ON theme_exemplar(segment_id)",
    """CREATE TABLE step (
        id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, coder_id TEXT NOT NULL REFERENCES coder(id),
        verb TEXT NOT NULL, summary TEXT NOT NULL, why TEXT NOT NULL DEFAULT '', rows INTEGER NOT NULL DEFAULT 0,
        undoes INTEGER REFERENCES step(id), redoes INTEGER REFERENCES step(id),
        undone INTEGER NOT NULL DEFAULT 0, undone_by INTEGER REFERENCES step(id)) STRICT""",
    "CREATE INDEX step_coder ON step(coder_id, undone, id)",
    """CREATE TABLE step_part (
        step_id INTEGER NOT NULL REFERENCES step(id), part INTEGER NOT NULL, changes TEXT NOT NULL,
        PRIMARY KEY (step_id, part)) STRICT, WITHOUT ROWID""",
)

#: What a segment is worth to the researcher, memos on stretches of text, memos that nobody else sees.
M002 = (
    "ALTER TABLE segment ADD COLUMN important INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE segment ADD COLUMN stance TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE memo ADD COLUMN private INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE memo ADD COLUMN revision INTEGER",
    "ALTER TABLE memo ADD COLUMN start INTEGER",
    'ALTER TABLE memo ADD COLUMN "end" INTEGER',
)

#: Times of independent coding: at most one in force, and what was ended stays ended.
M003 = (
    """CREATE TABLE independent_coding (
        id TEXT PRIMARY KEY, started_at TEXT NOT NULL, started_by TEXT NOT NULL REFERENCES coder(id),
        why TEXT NOT NULL DEFAULT '', ended_at TEXT, ended_by TEXT REFERENCES coder(id),
        ended_why TEXT NOT NULL DEFAULT '') STRICT""",
    """CREATE UNIQUE INDEX independent_coding_in_force ON independent_coding(ended_at IS NULL)
        WHERE ended_at IS NULL""",
    """CREATE TRIGGER independent_coding_stays_ended BEFORE UPDATE ON independent_coding
        WHEN OLD.ended_at IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'independent coding that was ended stays ended'); END""",
    """CREATE TRIGGER independent_coding_is_not_unsaid BEFORE DELETE ON independent_coding
        BEGIN SELECT RAISE(ABORT, 'independent coding that was started is ended, not unsaid'); END""",
)

#: What a codebook entry says beside its name; what a code meant when a coding was made; what codes became.
M004 = (
    *(
        f"ALTER TABLE code ADD COLUMN {column} TEXT NOT NULL DEFAULT {default}"
        for column, default in (
            *(("full_definition", "''"), ("counter_examples", "'[]'"), ("source", "''"), ("level", "''")),
            *(("author", "''"), ("notes", "''"), ("properties", "'[]'"), ("silenced", "'[]'")),
        )
    ),
    "ALTER TABLE code ADD COLUMN meaning INTEGER NOT NULL DEFAULT 1",
    "ALTER TABLE segment ADD COLUMN meaning INTEGER NOT NULL DEFAULT 1",
    "ALTER TABLE codebook_version ADD COLUMN milestone TEXT NOT NULL DEFAULT ''",
    """CREATE TABLE meaning (
        code_id TEXT NOT NULL, number INTEGER NOT NULL, definition TEXT NOT NULL, full_definition TEXT NOT NULL,
        "when" TEXT NOT NULL, when_not TEXT NOT NULL, coder_id TEXT NOT NULL REFERENCES coder(id),
        created_at TEXT NOT NULL, PRIMARY KEY (code_id, number)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE lineage (
        id TEXT PRIMARY KEY, kind TEXT NOT NULL, code_id TEXT NOT NULL, name TEXT NOT NULL, into_id TEXT NOT NULL,
        coder_id TEXT NOT NULL REFERENCES coder(id), created_at TEXT NOT NULL, why TEXT NOT NULL DEFAULT '') STRICT""",
    "CREATE INDEX lineage_code ON lineage(code_id)",
)

#: Remarks on a theme that are not wanted, with the reasons; a code has its own in its entry.
M005 = ("ALTER TABLE theme ADD COLUMN silenced TEXT NOT NULL DEFAULT '[]'",)

#: What sources need: labels that mean one speaker, languages, what is kept private, places that a correction
#: left unsure, and what stays on record of a participant who withdrew.
M006 = (
    "ALTER TABLE speaker ADD COLUMN aliases TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE document ADD COLUMN language TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE attribute ADD COLUMN private INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE project ADD COLUMN smallest_cell INTEGER NOT NULL DEFAULT 0",
    """CREATE TABLE unsure_place (
        id TEXT PRIMARY KEY, target TEXT NOT NULL, target_id TEXT NOT NULL,
        document_id TEXT NOT NULL REFERENCES document(id), kind TEXT NOT NULL,
        revision INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
        new_revision INTEGER NOT NULL, new_start INTEGER, new_end INTEGER, score REAL NOT NULL DEFAULT 0,
        created_at TEXT NOT NULL, CHECK (start >= 0 AND "end" > start)) STRICT""",
    "CREATE UNIQUE INDEX unsure_place_target ON unsure_place(target_id)",
    """CREATE TABLE withdrawal (
        id TEXT PRIMARY KEY, at TEXT NOT NULL, coder_id TEXT NOT NULL REFERENCES coder(id),
        documents INTEGER NOT NULL, segments INTEGER NOT NULL, memos INTEGER NOT NULL, blanked INTEGER NOT NULL,
        why TEXT NOT NULL DEFAULT '') STRICT""",
)

#: How a chosen quote is printed where not as it stands, and kinds of source whose words are not quoted at all.
M009 = (
    "ALTER TABLE theme_exemplar ADD COLUMN wording TEXT NOT NULL DEFAULT ''",
    """ALTER TABLE project ADD COLUMN paraphrase_only TEXT NOT NULL DEFAULT '["posts"]'""",
)

#: Summaries of cases by themes, with what each rests on.
M008 = (
    """CREATE TABLE framework_cell (
        theme_id TEXT NOT NULL REFERENCES theme(id) DEFERRABLE INITIALLY DEFERRED,
        case_id TEXT NOT NULL REFERENCES cases(id) DEFERRABLE INITIALLY DEFERRED,
        text TEXT NOT NULL, quote_id TEXT NOT NULL DEFAULT '', basis TEXT NOT NULL DEFAULT '[]',
        written_at TEXT NOT NULL, PRIMARY KEY (theme_id, case_id)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX framework_cell_case ON framework_cell(case_id)",
)

#: Themes as claims: level, kind, what they are not, narrative; segments alone in them, stances, links, what they
#: became, codes put aside from a set, saved versions of a set, and verdicts of the review.
M007 = (
    *(
        f"ALTER TABLE theme ADD COLUMN {column} TEXT NOT NULL DEFAULT ''"
        for column in ("level", "kind", "is_not", "narrative", "reason")
    ),
    "ALTER TABLE theme_code ADD COLUMN subcodes INTEGER NOT NULL DEFAULT 1",
    "ALTER TABLE theme_code ADD COLUMN stance TEXT NOT NULL DEFAULT ''",
    """CREATE TABLE theme_segment (
        theme_id TEXT NOT NULL REFERENCES theme(id) DEFERRABLE INITIALLY DEFERRED,
        segment_id TEXT NOT NULL REFERENCES segment(id) DEFERRABLE INITIALLY DEFERRED,
        position INTEGER NOT NULL, stance TEXT NOT NULL DEFAULT '',
        PRIMARY KEY (theme_id, segment_id)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX theme_segment_segment ON theme_segment(segment_id)",
    """CREATE TABLE theme_link (
        theme_id TEXT NOT NULL REFERENCES theme(id) DEFERRABLE INITIALLY DEFERRED,
        other_id TEXT NOT NULL REFERENCES theme(id) DEFERRABLE INITIALLY DEFERRED,
        word TEXT NOT NULL, PRIMARY KEY (theme_id, other_id)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE theme_lineage (
        id TEXT PRIMARY KEY, kind TEXT NOT NULL, theme_id TEXT NOT NULL, name TEXT NOT NULL, into_id TEXT NOT NULL,
        created_at TEXT NOT NULL, why TEXT NOT NULL DEFAULT '') STRICT""",
    "CREATE INDEX theme_lineage_theme ON theme_lineage(theme_id)",
    """CREATE TABLE theme_pile (
        set_id TEXT NOT NULL REFERENCES theme_set(id) DEFERRABLE INITIALLY DEFERRED, code_id TEXT NOT NULL,
        why TEXT NOT NULL DEFAULT '', PRIMARY KEY (set_id, code_id)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE theme_version (
        set_id TEXT NOT NULL REFERENCES theme_set(id) DEFERRABLE INITIALLY DEFERRED, number TEXT NOT NULL,
        message TEXT NOT NULL, coder_id TEXT NOT NULL REFERENCES coder(id), created_at TEXT NOT NULL,
        yaml TEXT NOT NULL, PRIMARY KEY (set_id, number)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE theme_verdict (
        id TEXT PRIMARY KEY, theme_id TEXT NOT NULL, target TEXT NOT NULL, target_id TEXT NOT NULL,
        verdict TEXT NOT NULL, note TEXT NOT NULL DEFAULT '', coder_id TEXT NOT NULL REFERENCES coder(id),
        created_at TEXT NOT NULL) STRICT""",
    "CREATE UNIQUE INDEX theme_verdict_place ON theme_verdict(theme_id, target_id, coder_id)",
)
