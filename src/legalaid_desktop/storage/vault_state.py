"""The one row that says which vault this database belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from legalaid_desktop.domain.ids import VaultId
from legalaid_desktop.errors import DatabaseDamaged
from legalaid_desktop.storage.database import Database

EXPLAINED: Final = 2
"""Header writes that the database may not have noted, with nobody meddling: a change, and its taking back where the
database could not confirm it. Each opening and each further change notes what there is before it writes the header."""


@dataclass(frozen=True)
class VaultState:
    """``generation`` is the newest header generation that this database has seen."""

    vault_id: VaultId
    generation: int
    created_at: datetime
    law_version: str | None


def is_older(state: VaultState, generation: int) -> bool:
    """Whether this database lags further behind the header's ``generation`` than a stopped change can explain: it was
    put back from an earlier copy. No more writes of the header than :data:`EXPLAINED` do not show here."""
    return generation - state.generation > EXPLAINED


def create_state(db: Database, *, vault_id: VaultId, generation: int, at: datetime) -> None:
    db.run(
        "INSERT INTO vault_state (only_row, vault_id, generation, created_at, journal_length, journal_mac) "
        "VALUES (1, ?, ?, ?, 0, zeroblob(0))",
        (vault_id, generation, at.isoformat()),
    )


def read_state(db: Database) -> VaultState:
    """Raises :class:`DatabaseDamaged` when the row is not there."""
    row = db.row("SELECT vault_id, generation, created_at, law_version FROM vault_state WHERE only_row = 1")
    if row is None:
        raise DatabaseDamaged(where=db.path.name, table="vault_state", reason="lost_rows")
    try:
        created_at = datetime.fromisoformat(row[2])
    except ValueError:
        raise DatabaseDamaged(where=db.path.name, table="vault_state", reason="values") from None
    return VaultState(VaultId(row[0]), int(row[1]), created_at, row[3])


def adopt(db: Database, *, vault_id: VaultId, generation: int) -> None:
    """Note the header that opens this database now: after a change of slots, or in a restored vault."""
    db.run("UPDATE vault_state SET vault_id = ?, generation = ? WHERE only_row = 1", (vault_id, generation))


def set_law_version(db: Database, version: str) -> None:
    db.run("UPDATE vault_state SET law_version = ? WHERE only_row = 1", (version,))
