"""The schema's versions, in order. Each is applied in one transaction together with its own record.

A landed version is never changed: what comes later is a new entry. ``tests/data`` keeps one vault of each.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from legalaid_desktop.errors import DatabaseDamaged, VaultTooNew
from legalaid_desktop.storage import (
    schema_case,
    schema_clock,
    schema_drafts,
    schema_facts,
    schema_law,
    schema_library,
    schema_office,
    schema_spelling,
    schema_templates,
    schema_undo,
)
from legalaid_desktop.storage.database import Database
from legalaid_desktop.storage.reseal import Seals, reseal_for_2


@dataclass(frozen=True)
class Migration:
    version: int
    name: str
    statements: tuple[str, ...]
    rewrite: Callable[[Database, Seals, datetime], None] | None = None
    """Run after the statements in the same transaction, on a database that has rows already."""


def statements(sql: str) -> tuple[str, ...]:
    """Split the text of a schema at the semicolons that end lines; comments are dropped."""
    bare = re.sub(r"^\s*--.*$", "", sql, flags=re.MULTILINE)
    return tuple(part.strip() for part in re.split(r";\s*$", bare, flags=re.MULTILINE) if part.strip())


MIGRATIONS: tuple[Migration, ...] = (
    Migration(
        1,
        "first",
        statements(schema_case.STATEMENTS) + statements(schema_facts.STATEMENTS) + statements(schema_office.STATEMENTS),
    ),
    Migration(2, "undo", statements(schema_undo.STATEMENTS), reseal_for_2),
    Migration(
        3,
        "draft versions",
        statements(schema_drafts.STATEMENTS)
        + statements(schema_templates.STATEMENTS)
        + statements(schema_spelling.STATEMENTS),
    ),
    Migration(
        4,
        "law and library",
        statements(schema_law.STATEMENTS) + statements(schema_library.STATEMENTS) + statements(schema_clock.STATEMENTS),
    ),
)
NEWEST = MIGRATIONS[-1].version

_RECORD = "CREATE TABLE migration (version INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT NOT NULL) STRICT"


def version_of(db: Database) -> int:
    """Return the schema's version; 0 for an empty database.

    Raises :class:`DatabaseDamaged` when tables are there, but no record of migrations.
    """
    tables = db.tables()
    if "migration" in tables:
        return int(db.one("SELECT coalesce(max(version), 0) FROM migration"))
    if tables:
        raise DatabaseDamaged(where=db.path.name, reason="no_migrations")
    return 0


def migrate(db: Database, at: datetime, *, known: Sequence[Migration] = MIGRATIONS, seals: Seals | None = None) -> int:
    """Bring the database to the newest known version and return how many steps that took.

    ``seals`` gives the keyed hashes by which rows that are there already are sealed anew; a database without rows
    needs none. Raises :class:`VaultTooNew` when a newer program has written it; nothing is changed then. A step that
    fails leaves the version before it.
    """
    found = version_of(db)
    newest = known[-1].version
    if found > newest:
        raise VaultTooNew(found=found, known=newest)
    done = 0
    for migration in known:
        if migration.version <= found:
            continue
        with db.transaction():
            if found == 0 and done == 0:
                db.run(_RECORD)
            db.script(migration.statements)
            if migration.rewrite is not None and found:
                if seals is None:
                    raise RuntimeError("a database with rows is brought up to date under its keys only")
                migration.rewrite(db, seals, at)
            db.run(
                "INSERT INTO migration (version, name, applied_at) VALUES (?, ?, ?)",
                (migration.version, migration.name, at.isoformat()),
            )
        done += 1
    return done
