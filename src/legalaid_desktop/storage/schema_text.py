"""The schema of a database as text, to tell a database of this program from one that only claims to be.

Anybody who knows a recipient can seal a file to it. A database from such a file may bring views and triggers of its
own; it is taken only when its schema is, word for word, what this program makes.
"""

from __future__ import annotations

from pathlib import Path

from legalaid_desktop.host.clock import SystemClock
from legalaid_desktop.storage.database import Database, KeyBytes
from legalaid_desktop.storage.migrations import MIGRATIONS, migrate

SchemaText = tuple[tuple[str, ...], ...]


def schema_text(db: Database) -> SchemaText:
    """Return kind, name, table and statement of everything in the schema, in a stable order; spacing is levelled."""
    rows = db.rows("SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_master ORDER BY type, name")
    return tuple(tuple(" ".join(str(value).split()) for value in row) for row in rows)


def own_schema_text(version: int, scratch: Path, key: KeyBytes) -> SchemaText:
    """Return the schema that this program makes in that version; ``scratch`` is a new file that the caller removes."""
    db = Database.create(scratch, key)
    try:
        migrate(db, SystemClock().now(), known=[step for step in MIGRATIONS if step.version <= version])
        return schema_text(db)
    finally:
        db.close()
