"""Drafts in and out of the database."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from legalaid_desktop.domain.draft import Draft, DraftExport, DraftOverride, DraftState
from legalaid_desktop.domain.finding import Finding, Place, Severity
from legalaid_desktop.domain.ids import CaseId, DocumentCode, DraftId, LanguageCode
from legalaid_desktop.errors import DatabaseDamaged, NotFound
from legalaid_desktop.storage.damage import DamageSeen
from legalaid_desktop.storage.database import Database, Row, Value
from legalaid_desktop.storage.draft_versions import DraftVersions
from legalaid_desktop.storage.keyed_hash import KeyedHash, same
from legalaid_desktop.storage.record_tables import CASE_FILE

_HEAD = "id, case_row, document, language, template, template_version, state, as_of, created_at, changed_at"


_VERSIONS = ("history", "versions")
"""Place among the entries of the numbers of kept versions, so that one that is lost is noticed."""
_PARTS = ("draft_entry", "draft_finding", "draft_override", "draft_export")


class DraftStore:
    def __init__(self, db: Database, hashes: KeyedHash, seen: DamageSeen | None = None) -> None:
        self._db = db
        self._hashes = hashes
        self.seen = seen if seen is not None else DamageSeen()
        self.versions = DraftVersions(db, hashes, self.seen)

    def insert(self, case_row: int, draft: Draft) -> None:
        values = self._head(case_row, draft)
        row = int(self._db.one("SELECT coalesce(max(row), 0) + 1 FROM draft"))
        marks = ", ".join("?" * (len(values) + 2))
        self._db.insert(
            f"INSERT INTO draft (row, {_HEAD}, mac) VALUES ({marks})",  # noqa: S608
            (row, *values, self._head_mac(row, values, _sizes(draft), None)),
        )
        self._put_parts(row, draft)

    def update(self, draft: Draft) -> None:
        """Write a draft over its earlier state. Raises :class:`NotFound`."""
        row, case_row, removed_at = self._place(draft.id)
        values = self._head(case_row, draft)
        columns = ", ".join(f"{name.strip()} = ?" for name in _HEAD.split(","))
        self._db.run(
            f"UPDATE draft SET {columns}, mac = ? WHERE row = ?",  # noqa: S608
            (*values, self._head_mac(row, values, _sizes(draft), removed_at), row),
        )
        for table in _PARTS[1:]:
            self._db.run(f"DELETE FROM {table} WHERE draft_row = ?", (row,))  # noqa: S608
        self._put_parts(row, draft)

    def row_of(self, draft: str) -> int:
        """Return the number of a draft's row, for its versions. Raises :class:`NotFound`."""
        return self._place(draft)[0]

    def set_removed(self, draft: DraftId, at: str | None) -> None:
        """Raises :class:`NotFound` and :class:`DatabaseDamaged`."""
        row, *values, removed_at, mac = self._found("id = ?", draft)
        sizes = self._checked_head(row, values, removed_at, mac)
        self._db.run(
            "UPDATE draft SET removed_at = ?, mac = ? WHERE row = ?",
            (at, self._head_mac(row, values, sizes, at), row),
        )

    def get(self, draft: str) -> Draft:
        """Raises :class:`NotFound` and :class:`DatabaseDamaged`."""
        return self._draft(self._found("id = ? AND removed_at IS NULL", draft))

    def of_case(self, case_row: int) -> tuple[Draft, ...]:
        """Return the drafts of a case, the one changed last first, without those that cannot be read."""
        return self._whole(
            self._db.rows(
                f"SELECT row, {_HEAD}, removed_at, mac FROM draft WHERE case_row = ? "  # noqa: S608
                "ORDER BY changed_at DESC, row DESC",
                (case_row,),
            )
        )

    def unfinished(self) -> tuple[Draft, ...]:
        """Return drafts of all cases that were not filed, the one changed last first."""
        found = self._db.rows(
            f"SELECT d.row, {', '.join('d.' + name.strip() for name in _HEAD.split(','))}, d.removed_at, d.mac "  # noqa: S608
            "FROM draft d JOIN case_file c ON c.row = d.case_row WHERE c.removed_at IS NULL "
            "ORDER BY d.changed_at DESC, d.row DESC"
        )
        return tuple(draft for draft in self._whole(found) if draft.state is not DraftState.FILED)

    def _whole(self, found: Sequence[Row]) -> tuple[Draft, ...]:
        """Return those that can be read and are not in the bin."""
        drafts: list[Draft] = []
        for line in found:
            try:
                draft = self._draft(line)
            except DatabaseDamaged as error:
                self.seen(error)
                continue
            if line[-2] is None:
                drafts.append(draft)
        return tuple(drafts)

    def _found(self, where: str, draft: str) -> Row:
        found = self._db.row(f"SELECT row, {_HEAD}, removed_at, mac FROM draft WHERE {where}", (draft,))  # noqa: S608
        if found is None:
            raise NotFound(kind="draft", what=draft)
        return found

    def empty_bin(self, before: str) -> int:
        """Erase drafts that went to the bin before this ISO time; return how many. One whose mark of the bin does
        not match its hash stays."""
        erased = 0
        for row, *values, removed_at, mac in self._db.rows(
            f"SELECT row, {_HEAD}, removed_at, mac FROM draft WHERE removed_at < ?",  # noqa: S608
            (before,),
        ):
            try:
                self._checked_head(row, values, removed_at, mac)
            except DatabaseDamaged as error:
                self.seen(error)
                continue
            erased += self._db.run("DELETE FROM draft WHERE row = ?", (row,))
        return erased

    def damaged(self) -> list[DatabaseDamaged]:
        """Read every draft, the bin included."""
        found: list[DatabaseDamaged] = []
        for row in self._db.rows(f"SELECT row, {_HEAD}, removed_at, mac FROM draft ORDER BY row"):  # noqa: S608
            try:
                draft = self._draft(row)
            except DatabaseDamaged as error:
                found.append(error)
            else:
                found += self.versions.damaged(row[0], draft.versions)
        return found + self.versions.damaged_seen()

    def mend_versions(self) -> list[DatabaseDamaged]:
        """After a rescue: let each draft name the versions that are there; return what it named and is lost."""
        lost: list[DatabaseDamaged] = []
        if not self.versions.there():
            return lost
        for line in self._db.rows(f"SELECT row, {_HEAD}, removed_at, mac FROM draft ORDER BY row"):  # noqa: S608
            draft = self._draft(line)
            kept = self.versions.whole(line[0])
            if kept != draft.versions:
                lost += [
                    DatabaseDamaged(where="data", table="draft_version", row=line[0], reason="lost_rows")
                    for n in draft.versions
                    if n not in kept
                ]
                self.update(replace(draft, versions=kept))
        return lost

    def reseal(self, older: DraftStore) -> None:
        """Write the hash of each draft anew that ``older``, the same drafts under an earlier form of hash, can read."""
        for row, *values, removed_at, mac in self._db.rows(f"SELECT row, {_HEAD}, removed_at, mac FROM draft"):  # noqa: S608
            try:
                draft = older._draft((row, *values, removed_at, mac))
            except DatabaseDamaged:
                continue
            new = self._head_mac(row, values, _sizes(draft), removed_at)
            self._db.run("UPDATE draft SET mac = ? WHERE row = ?", (new, row))

    # --- rows

    def _place(self, draft: str) -> tuple[int, int, str | None]:
        found = self._db.row("SELECT row, case_row, removed_at FROM draft WHERE id = ?", (draft,))
        if found is None:
            raise NotFound(kind="draft", what=draft)
        return int(found[0]), int(found[1]), found[2]

    def _head(self, case_row: int, draft: Draft) -> list[Value]:
        return [
            draft.id,
            case_row,
            draft.document,
            draft.language,
            draft.template,
            draft.template_version,
            draft.state.value,
            draft.as_of.isoformat() if draft.as_of else None,
            draft.created_at.isoformat(),
            draft.changed_at.isoformat(),
        ]

    def _mac(self, table: str, values: Sequence[Value]) -> bytes:
        return self._hashes.of_values([table, *values])

    def _head_mac(self, row: int, values: Sequence[Value], sizes: Sequence[int], removed_at: str | None) -> bytes:
        if self._hashes.form == 1:
            return self._mac("draft", values)
        return self._mac("draft", [row, *values, *sizes, removed_at])

    def _checked_head(
        self, row: int, values: Sequence[Value], removed_at: str | None, mac: object
    ) -> tuple[int, int, int, int]:
        """Check a draft's own row with the number of its parts; return these numbers."""
        sizes = (
            *(int(self._db.one(f"SELECT count(*) FROM {table} WHERE draft_row = ?", (row,))) for table in _PARTS),  # noqa: S608
        )
        try:
            expected = self._head_mac(row, values, sizes, removed_at)
        except TypeError:
            expected = b""
        if not same(expected, mac):
            owner = {"owner": values[1]} if isinstance(values[1], int) else {}
            raise DatabaseDamaged(where="data", table="draft", row=row, reason="keyed_hash", **owner)
        return sizes[0], sizes[1], sizes[2], sizes[3]

    def _put_parts(self, row: int, draft: Draft) -> None:
        self._put_entries(row, draft)
        self._put(
            "draft_finding",
            row,
            [
                (
                    n,
                    finding.id,
                    finding.severity.value,
                    finding.variant,
                    _json(finding.params),
                    int(finding.where is not None),
                    finding.where.section if finding.where else None,
                    finding.where.record if finding.where else None,
                    finding.where.text if finding.where else None,
                    finding.overridden,
                )
                for n, finding in enumerate(draft.findings)
            ],
        )
        self._put(
            "draft_override",
            row,
            [(n, lifted.check, lifted.reason, lifted.at.isoformat()) for n, lifted in enumerate(draft.overrides)],
        )
        self._put(
            "draft_export",
            row,
            [
                (n, file.format, file.sha256, file.bytes, file.pages, file.at.isoformat())
                for n, file in enumerate(draft.exports)
            ],
        )

    def _put_entries(self, row: int, draft: Draft) -> None:
        """Write what differs: a draft is kept every two seconds, and most of it is as it was."""
        wanted = {("answer", key): _json(value) for key, value in draft.answers.items()}
        wanted |= {("edit", key): _json(value) for key, value in draft.edits.items()}
        wanted |= {("base", key): _json(value) for key, value in draft.bases.items()}
        if draft.versions:
            wanted[_VERSIONS] = _json(list(draft.versions))
        lines = self._db.rows("SELECT draft_row, kind, key, value, mac FROM draft_entry WHERE draft_row = ?", (row,))
        for *values, mac in lines:
            place = (str(values[1]), str(values[2]))
            if wanted.get(place) == values[3] and same(self._mac("draft_entry", values), mac):
                del wanted[place]
            else:
                self._db.run("DELETE FROM draft_entry WHERE draft_row = ? AND kind = ? AND key = ?", (row, *place))
        self._put("draft_entry", row, [(*place, value) for place, value in wanted.items()])

    def _put(self, table: str, row: int, lines: Sequence[tuple[Value, ...]]) -> None:
        for line in lines:
            values = [row, *line]
            marks = ", ".join("?" * (len(values) + 1))
            self._db.run(f"INSERT INTO {table} VALUES ({marks})", (*values, self._mac(table, values)))  # noqa: S608

    def _parts(self, table: str, row: int) -> list[Row]:
        order = "kind, key" if table == "draft_entry" else "position"
        lines = self._db.rows(f"SELECT * FROM {table} WHERE draft_row = ? ORDER BY {order}", (row,))  # noqa: S608
        for line in lines:
            self._check(table, line[:-1], line[-1])
        return [line[1:-1] for line in lines]

    def _check(self, table: str, values: Sequence[Any], mac: object) -> None:
        try:
            expected = self._mac(table, values)
        except TypeError:  # a blob where text was written
            expected = b""
        if not same(expected, mac):
            raise DatabaseDamaged(where="data", table=table, row=int(values[0]), reason="keyed_hash")

    def _draft(self, found: Row) -> Draft:
        row, *values, removed_at, mac = found
        self._checked_head(row, values, removed_at, mac)
        name, case_row, document, language, template, version, state, as_of, created_at, changed_at = values
        entries = self._parts("draft_entry", row)
        cases = CASE_FILE.of_rows(self._db, self._hashes, [case_row])
        if not cases:
            raise DatabaseDamaged(where="data", table="draft", row=row, reason="lost_rows")
        return Draft(
            id=DraftId(name),
            case=CaseId(str(cases[0].values[0])),
            document=DocumentCode(document),
            language=LanguageCode(language),
            template=template,
            template_version=version,
            state=DraftState(state),
            as_of=dt.date.fromisoformat(as_of) if as_of else None,
            created_at=dt.datetime.fromisoformat(created_at),
            changed_at=dt.datetime.fromisoformat(changed_at),
            answers=_of_kind(entries, "answer"),
            edits=_of_kind(entries, "edit"),
            bases=_of_kind(entries, "base"),
            versions=tuple(next((json.loads(value) for *place, value in entries if tuple(place) == _VERSIONS), ())),
            findings=tuple(_finding(line) for line in self._parts("draft_finding", row)),
            overrides=tuple(
                DraftOverride(check=check, reason=reason, at=dt.datetime.fromisoformat(at))
                for _, check, reason, at in self._parts("draft_override", row)
            ),
            exports=tuple(
                DraftExport(format=kind, sha256=sha256, bytes=size, pages=pages, at=dt.datetime.fromisoformat(at))
                for _, kind, sha256, size, pages, at in self._parts("draft_export", row)
            ),
        )


def _sizes(draft: Draft) -> tuple[int, int, int, int]:
    entries = len(draft.answers) + len(draft.edits) + len(draft.bases) + bool(draft.versions)
    return entries, len(draft.findings), len(draft.overrides), len(draft.exports)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, allow_nan=False)


def _of_kind(entries: Sequence[Row], kind: str) -> Mapping[str, Any]:
    return {key: json.loads(value) for found, key, value in entries if found == kind}


def _finding(line: Row) -> Finding:
    _, check, severity, variant, params, has_place, section, record, text, overridden = line
    return Finding(
        id=check,
        severity=Severity(severity),
        variant=variant,
        params=json.loads(params),
        where=Place(section=section, record=record, text=text) if has_place else None,
        overridden=overridden,
    )
