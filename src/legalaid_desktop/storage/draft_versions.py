"""Kept versions of drafts in and out of the database, and what was last looked through."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
import zlib
from collections.abc import Mapping, Sequence
from typing import Any, Final

from legalaid_desktop.domain.clock_facts import FiledPaper
from legalaid_desktop.domain.draft import DraftVersion, Filing, VersionState
from legalaid_desktop.domain.ids import DocumentCode
from legalaid_desktop.errors import DatabaseDamaged
from legalaid_desktop.storage.damage import DamageSeen
from legalaid_desktop.storage.database import Database, Row, Value
from legalaid_desktop.storage.keyed_hash import KeyedHash
from legalaid_desktop.storage.row_check import RowCheck

_COLUMNS: Final = "row, draft_row, n, at, by_role, cause, state, template_version, as_of, filed, body"
_LONGEST: Final = 64 * 1024 * 1024
"""Bytes of one body as JSON; a paper is bounded at 5 MiB of text."""


class DraftVersions:
    """Rows of ``draft_version`` and ``draft_seen``; a database of an earlier schema has none of them."""

    def __init__(self, db: Database, hashes: KeyedHash, seen: DamageSeen) -> None:
        self._db = db
        self._version_rows = RowCheck(hashes, "draft_version", place=1)
        self._seen_rows = RowCheck(hashes, "draft_seen")
        self.seen = seen

    def there(self) -> bool:
        """Whether the database is of a schema that keeps versions."""
        return self._db.has_table("draft_version")

    # --- versions

    def add(self, draft_row: int, version: DraftVersion, body: Mapping[str, Any]) -> None:
        row = int(self._db.one("SELECT coalesce(max(row), 0) + 1 FROM draft_version"))
        values = [row, draft_row, *_values(version), packed(body)]
        marks = ", ".join("?" * (len(values) + 1))
        self._db.insert(
            f"INSERT INTO draft_version ({_COLUMNS}, mac) VALUES ({marks})",  # noqa: S608
            (*values, self._version_rows.mac(values)),
        )

    def change(self, draft_row: int, version: DraftVersion) -> None:
        """Write what became of a version; its text stays as it is. Raises :class:`DatabaseDamaged`."""
        line = self._line(draft_row, version.n)
        values = [line[0], draft_row, *_values(version), line[10]]
        self._db.run(
            "UPDATE draft_version SET state = ?, filed = ?, mac = ? WHERE row = ?",
            (version.state.value, _filed(version.filed), self._version_rows.mac(values), line[0]),
        )

    def drop(self, draft_row: int, n: int) -> None:
        self._db.run("DELETE FROM draft_version WHERE draft_row = ? AND n = ?", (draft_row, n))

    def of(self, draft_row: int, expected: Sequence[int]) -> tuple[DraftVersion, ...]:
        """Return the versions, oldest first, without those that cannot be read or are lost: ``seen`` is told."""
        found: list[DraftVersion] = []
        for n in sorted(expected):
            try:
                found.append(_version(self._line(draft_row, n)))
            except DatabaseDamaged as error:
                self.seen(error)
        return tuple(found)

    def filed_of(self, case_rows: Sequence[int]) -> dict[int, tuple[FiledPaper, ...]]:
        """Return the papers of many cases that were handed in, the earliest first, without those in the bin."""
        found: dict[int, list[FiledPaper]] = {row: [] for row in case_rows}
        if not self.there():
            return dict.fromkeys(found, ())
        columns = ", ".join(f"v.{name.strip()}" for name in _COLUMNS.split(","))
        lines = self._db.rows(
            f"SELECT d.case_row, d.document, d.id, {columns}, v.mac FROM draft d "  # noqa: S608
            "JOIN draft_version v ON v.draft_row = d.row "
            "WHERE d.removed_at IS NULL AND v.state = ?2 AND d.case_row IN (SELECT value FROM json_each(?1)) "
            "ORDER BY d.case_row, v.row",
            (json.dumps(list(case_rows)), VersionState.FILED.value),
        )
        for case_row, document, draft, *line in lines:
            try:
                self._version_rows.check(tuple(line))
            except DatabaseDamaged as error:
                self.seen(error)
                continue
            filing = _version(tuple(line)).filed
            if filing is not None:
                paper = FiledPaper(document=DocumentCode(str(document)), on=filing.on, how=filing.how, draft=str(draft))
                found[int(case_row)].append(paper)
        return {row: tuple(sorted(papers, key=lambda one: (one.on, one.draft))) for row, papers in found.items()}

    def body(self, draft_row: int, n: int) -> dict[str, Any]:
        """Return the text of a version. Raises :class:`DatabaseDamaged`."""
        return unpacked(str(self._line(draft_row, n)[10]), "draft_version", draft_row)

    def _line(self, draft_row: int, n: int) -> Row:
        line = self._db.row(
            f"SELECT {_COLUMNS}, mac FROM draft_version WHERE draft_row = ? AND n = ?",  # noqa: S608
            (draft_row, n),
        )
        if line is None:
            raise DatabaseDamaged(where="data", table="draft_version", row=draft_row, reason="lost_rows")
        self._version_rows.check(line)
        return line

    # --- what was looked through

    def keep_seen(self, draft_row: int, at: dt.datetime, body: Mapping[str, Any]) -> None:
        values: list[Value] = [draft_row, at.isoformat(), packed(body)]
        self._db.run(
            "INSERT INTO draft_seen (draft_row, at, body, mac) VALUES (?, ?, ?, ?) ON CONFLICT (draft_row) DO UPDATE "
            "SET at = excluded.at, body = excluded.body, mac = excluded.mac",
            (*values, self._seen_rows.mac(values)),
        )

    def seen_of(self, draft_row: int) -> dict[str, Any] | None:
        """Return what was kept; ``None`` when nothing was, or it cannot be read."""
        if not self.there():
            return None
        line = self._db.row("SELECT draft_row, at, body, mac FROM draft_seen WHERE draft_row = ?", (draft_row,))
        if line is None:
            return None
        try:
            self._seen_rows.check(line)
            return unpacked(str(line[2]), "draft_seen", draft_row)
        except DatabaseDamaged as error:
            self.seen(error)
            return None

    # --- damage

    def damaged(self, draft_row: int, expected: Sequence[int]) -> list[DatabaseDamaged]:
        """Read every version of a draft."""
        if not self.there():
            return []
        found: list[DatabaseDamaged] = []
        for n in expected:
            try:
                self.body(draft_row, n)
            except DatabaseDamaged as error:
                found.append(error)
        return found

    def damaged_seen(self) -> list[DatabaseDamaged]:
        """Read all that was looked through, of drafts that are not there as well."""
        found: list[DatabaseDamaged] = []
        if not self.there():
            return found
        for line in self._db.rows("SELECT draft_row, at, body, mac FROM draft_seen"):
            try:
                self._seen_rows.check(line)
            except DatabaseDamaged as error:
                found.append(error)
        return found

    def whole(self, draft_row: int) -> tuple[int, ...]:
        """Return the numbers of the versions that are there and can be read; the others are deleted (a rescue)."""
        kept: list[int] = []
        for (n,) in self._db.rows("SELECT n FROM draft_version WHERE draft_row = ? ORDER BY n", (draft_row,)):
            try:
                self._line(draft_row, n)
                kept.append(int(n))
            except DatabaseDamaged:
                self.drop(draft_row, n)
        for error in self.damaged_seen():
            self._db.run("DELETE FROM draft_seen WHERE draft_row = ?", (error.facts["row"],))
        return tuple(kept)


def _values(version: DraftVersion) -> list[Value]:
    return [
        version.n,
        version.at.isoformat(),
        version.by_role,
        version.cause,
        version.state.value,
        version.template_version,
        version.as_of.isoformat() if version.as_of else None,
        _filed(version.filed),
    ]


def _filed(filing: Filing | None) -> str | None:
    if filing is None:
        return None
    told = {
        "on": filing.on.isoformat(), "how": filing.how, "receipt": filing.receipt, "deadlines": list(filing.deadlines),
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False, sort_keys=True)


def _version(line: Row) -> DraftVersion:
    _, _, n, at, by_role, cause, state, template_version, as_of, filed, *_ = line
    told = json.loads(filed) if filed else None
    return DraftVersion(
        n=n,
        at=dt.datetime.fromisoformat(at),
        by_role=by_role,
        cause=cause,
        state=VersionState(state),
        template_version=template_version,
        as_of=dt.date.fromisoformat(as_of) if as_of else None,
        filed=Filing(
            on=dt.date.fromisoformat(told["on"]),
            how=told["how"],
            receipt=told["receipt"],
            deadlines=tuple(told["deadlines"]),
        )
        if told
        else None,
    )


def packed(body: Mapping[str, Any]) -> str:
    """JSON, deflated, in Base64: a paper of 40 pages is some 15 KiB."""
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return base64.b64encode(zlib.compress(text.encode(), 6)).decode("ascii")


def unpacked(text: str, table: str, row: int) -> dict[str, Any]:
    """Raises :class:`DatabaseDamaged` for what :func:`packed` did not make."""
    try:
        inflate = zlib.decompressobj()
        data = inflate.decompress(base64.b64decode(text, validate=True), _LONGEST)
        found = json.loads(data) if inflate.eof else None
    except (ValueError, zlib.error, binascii.Error):
        found = None
    if not isinstance(found, dict):
        raise DatabaseDamaged(where="data", table=table, row=row, reason="keyed_hash")
    return found
