"""``[expect]`` of a test file as rows: path and value, never the text it was written in."""

from __future__ import annotations

import datetime as dt
from typing import Any

from legalaid_desktop.errors import DatabaseDamaged
from legalaid_desktop.storage.database import Database, Value
from legalaid_desktop.storage.keyed_hash import KeyedHash, same


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")


def _unescaped(part: str) -> str:
    return part.replace("~1", "/").replace("~0", "~")


def flattened(value: Any, path: str = "") -> list[tuple[str, str, Value]]:
    """Return ``(path, kind, value)`` of a plain value and all below it; a container comes before its content."""
    match value:
        case dict():
            rows: list[tuple[str, str, Value]] = [(path, "table", None)]
            for key, item in value.items():
                rows += flattened(item, f"{path}/{_escaped(key)}")
            return rows
        case list() | tuple():
            rows = [(path, "list", None)]
            for index, item in enumerate(value):
                rows += flattened(item, f"{path}/{index}")
            return rows
        case None:
            return [(path, "nothing", None)]
        case bool():
            return [(path, "truth", int(value))]
        case int():
            return [(path, "number", str(value))]  # as text: TOML's numbers may pass 64 bits
        case float():
            return [(path, "decimal", value.hex())]
        case str():
            return [(path, "text", value)]
        case dt.datetime() | dt.date():
            return [(path, "moment", value.isoformat())]
        case dt.time():
            return [(path, "time", value.isoformat())]
    raise TypeError(f"no plain value: {type(value).__name__}")


def _single(kind: str, value: Any) -> Any:
    match kind:
        case "table":
            return {}
        case "list":
            return []
        case "nothing":
            return None
        case "truth":
            return bool(value)
        case "number":
            return int(value)
        case "decimal":
            return float.fromhex(value)
        case "text":
            return value
        case "moment":
            return dt.datetime.fromisoformat(value) if len(value) > 10 else dt.date.fromisoformat(value)
        case "time":
            return dt.time.fromisoformat(value)
    raise ValueError(kind)


def rebuilt(rows: list[tuple[str, str, Any]]) -> Any:
    """The way back of :func:`flattened`."""
    made: dict[str, Any] = {}
    for path, kind, value in rows:
        item = _single(kind, value)
        made[path] = item
        if path:
            above, _, last = path.rpartition("/")
            holder = made[above]
            if isinstance(holder, list):
                holder.append(item)
            else:
                holder[_unescaped(last)] = item
    return made[""]


def insert(db: Database, hashes: KeyedHash, case_row: int, expect: dict[str, Any]) -> None:
    (path, kind, _), *below = flattened(expect)
    # The first row also says how many there are, so that one lost from the end is missed.
    rows = [(path, kind, len(below) + 1), *below]
    db.many(
        "INSERT INTO expectation (case_row, position, path, kind, value, mac) VALUES (?, ?, ?, ?, ?, ?)",
        [
            (case_row, n, path, kind, value, hashes.of_values(["expectation", case_row, n, path, kind, value]))
            for n, (path, kind, value) in enumerate(rows)
        ],
    )


def load(db: Database, hashes: KeyedHash, case_row: int) -> dict[str, Any]:
    """Raises :class:`DatabaseDamaged` when a row is lost or does not match its hash."""
    rows: list[tuple[str, str, Any]] = []
    for position, path, kind, value, mac in db.rows(
        "SELECT position, path, kind, value, mac FROM expectation WHERE case_row = ? ORDER BY position", (case_row,)
    ):
        try:
            expected = hashes.of_values(["expectation", case_row, position, path, kind, value])
        except (TypeError, ValueError):  # a blob where text was written
            expected = b""
        if position != len(rows) or not same(expected, mac):
            raise DatabaseDamaged(where="data", table="expectation", row=case_row, owner=case_row, reason="keyed_hash")
        rows.append((path, kind, value))
    if not rows or rows[0][2] != len(rows):
        raise DatabaseDamaged(where="data", table="expectation", row=case_row, owner=case_row, reason="lost_rows")
    expect: dict[str, Any] = rebuilt(rows)
    return expect
