"""The schema, as recorded, append-only migrations (sqlite-utils keeps the record).

`PRAGMA user_version` repeats how many have run, so that opening an up-to-date project need not import
sqlite-utils to find that out. A migration that has been released is never edited.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualbench.storage.schema import M001, M002, M003, M004, M005, M006, M007, M008, M009

if TYPE_CHECKING:
    import sqlite3

    from sqlite_utils import Database


def migrate(connection: sqlite3.Connection) -> None:
    """Run every migration that has not run yet, each in its own transaction with its record."""
    from sqlite_utils import Database, Migrations  # late: a quarter of a second that reading need not pay

    migrations = Migrations("qualbench")

    @migrations()
    def m001_initial(db: Database) -> None:
        for statement in M001:
            db.execute(statement)
        db.table("revision").enable_fts(
            ["text"], tokenize="unicode61 remove_diacritics 2", create_triggers=True
        )

    @migrations()
    def m002_marks(db: Database) -> None:
        for statement in M002:
            db.execute(statement)

    @migrations()
    def m003_independent_coding(db: Database) -> None:
        for statement in M003:
            db.execute(statement)

    @migrations()
    def m004_codebook_life(db: Database) -> None:
        for statement in M004:
            db.execute(statement)

    @migrations()
    def m005_silenced_on_themes(db: Database) -> None:
        for statement in M005:
            db.execute(statement)

    @migrations()
    def m006_sources(db: Database) -> None:
        for statement in M006:
            db.execute(statement)

    @migrations()
    def m009_quotes(db: Database) -> None:
        for statement in M009:
            db.execute(statement)

    @migrations()
    def m008_framework(db: Database) -> None:
        for statement in M008:
            db.execute(statement)

    @migrations()
    def m007_themes(db: Database) -> None:
        for statement in M007:
            db.execute(statement)

    migrations.apply(Database(connection))
