"""What rows were before the changes of the last hour, so that the whole vault can be taken back to a point between.

Temporary triggers of the connection hand each row that is about to change to Python; at the end of a change the first
image of each row is written, under a keyed hash and at the change's place in the journal. Only the first image at a
place counts: the state before that place is all that undo ever goes back to. So a draft that is kept every two
seconds costs one image, and images need no order among themselves.

Pieces of evidence that are replaced are moved, not copied through Python. Not held: what is worked out anew (search
words, deadlines), receipts, kept keys, the journal itself, and text being typed, which undo only ever gives back. Nor
are law packs, which have a way back of their own that lasts longer, nor pieces and pages of the library: they are
written once, and stay as long as their document can come back.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from legalaid_desktop.errors import DatabaseDamaged
from legalaid_desktop.storage.database import Database, Value
from legalaid_desktop.storage.keyed_hash import KeyedHash, same

NOT_HELD = frozenset(
    {
        *("vault_state", "migration", "journal_entry", "journal_day", "log_mark"),
        *("undo_change", "undo_image", "undo_chunk", "kept_secret", "backup_receipt", "backup_recipient"),
        *("deadline", "search_item", "search_words"),
        *("law_pack", "law_key", "law_of_case"),
        *("library_chunk", "library_page", "library_term", "library_words"),
    }
)
_CHUNKS = "evidence_chunk"
_TYPING = "unsaved_text"
_MOVED = '"moved"'
"""Image of a piece of evidence whose bytes lie in ``undo_chunk``."""


@dataclass(frozen=True)
class HeldTable:
    """A table whose rows have images: its columns in order, and the places of its primary key among them."""

    name: str
    columns: tuple[str, ...]
    key: tuple[int, ...]

    def key_columns(self) -> tuple[str, ...]:
        return tuple(self.columns[place] for place in self.key)


@dataclass(frozen=True)
class HeldChange:
    """One change that can be undone: its entries from ``first_seq`` to ``last_seq``; ``counted`` in seconds."""

    first_seq: int
    last_seq: int
    counted: int


@dataclass(frozen=True)
class Image:
    """``values`` is ``None`` where there was no such row; ``moved_at`` names the place of a piece of evidence."""

    table: HeldTable
    key: tuple[Value, ...]
    values: tuple[Value, ...] | None
    moved_at: int | None


class UndoImages:
    """The images of one open database."""

    def __init__(self, db: Database, hashes: KeyedHash) -> None:
        self._db = db
        self._hashes = hashes
        self._tables: tuple[HeldTable, ...] = ()
        self._position: int | None = None
        self._found: dict[tuple[int, str], str | None] = {}

    @property
    def tables(self) -> Mapping[str, HeldTable]:
        if not self._tables:
            self._tables = tuple(self._held())
        return MappingProxyType({table.name: table for table in self._tables})

    def _held(self) -> Iterator[HeldTable]:
        for name in self._db.tables():
            if name not in NOT_HELD:
                info = self._db.rows(f'PRAGMA table_info("{name}")')
                keyed = sorted((line[5], place) for place, line in enumerate(info) if line[5])
                yield HeldTable(name, tuple(str(line[1]) for line in info), tuple(place for _, place in keyed))

    # --- holding

    def watch(self) -> None:
        """Begin to see the changes of this connection; called again for each new one."""
        tables = tuple(self.tables.values())
        self._db.on_connection(lambda connection: self._install(connection, tables))

    def _install(self, connection: Any, tables: Sequence[HeldTable]) -> None:
        connection.create_function("held_row", -1, self._row)
        connection.create_function("held_chunk", 1, self._chunk)
        connection.create_function("held_position", 0, lambda: self._position)
        for number, table in enumerate(tables):
            for statement in _triggers(number, table):
                connection.execute(statement)

    def begin(self, journal_length: int) -> None:
        """A change begins: what is changed from now on has images, first at the place after the last entry."""
        self._position = journal_length + 1
        self._found.clear()

    def finish(self, journal_length: int, counted: int) -> None:
        """The change is about to be confirmed: write the images. Only inside its transaction."""
        position, self._position = self._position, None
        if position is None:
            return
        found, self._found = self._found, {}
        if journal_length < position:  # a change without an entry belongs to the one before it
            held = self._db.row("SELECT 1 FROM undo_change WHERE last_seq = ?", (journal_length,))
            if held is None:
                return
            position = journal_length
        else:
            values = (position, journal_length, counted)
            mac = self._hashes.of_values(["undo_change", *values])
            self._db.run(
                "INSERT INTO undo_change (first_seq, last_seq, counted, mac) VALUES (?, ?, ?, ?)", (*values, mac)
            )
        tables = self._tables
        self._db.many(
            "INSERT OR IGNORE INTO undo_image (position, table_name, key, image, mac) VALUES (?, ?, ?, ?, ?)",
            [
                (position, name, key, image, self._hashes.of_values(["undo_image", position, name, key, image]))
                for (number, key), image in found.items()
                for name in (tables[number].name,)
            ],
        )

    def give_up(self) -> None:
        """The change failed."""
        self._position = None
        self._found.clear()

    def forget_all(self) -> None:
        """Drop every image: something was erased for good, and nothing of it may be left here."""
        self._position = None
        self._found.clear()
        for name in ("undo_change", "undo_image", "undo_chunk"):
            self._db.run(f"DELETE FROM {name}")  # noqa: S608

    def any_before(self, counted: int) -> bool:
        return self._db.row("SELECT 1 FROM undo_change WHERE counted < ? LIMIT 1", (counted,)) is not None

    def forget_before(self, counted: int) -> int:
        """Drop the images of changes made before this counted second; return how many changes that were."""
        dropped = self._db.run("DELETE FROM undo_change WHERE counted < ?", (counted,))
        if dropped:
            first = self._db.one("SELECT min(first_seq) FROM undo_change")
            for name in ("undo_image", "undo_chunk"):
                self._db.run(f"DELETE FROM {name} WHERE ?1 IS NULL OR position < ?1", (first,))  # noqa: S608
        return dropped

    def _row(self, number: int, has_image: int, *values: Value) -> None:
        if self._position is None:
            return
        if has_image:
            table = self._tables[number]
            key = _plain([values[place] for place in table.key])
            if (number, key) not in self._found:
                self._found[number, key] = _plain(values)
        else:
            self._found.setdefault((number, _plain(values)), None)

    def _chunk(self, row: int) -> int:
        """Whether a piece of evidence that is deleted has to be kept: not when it came in the same change."""
        number = next(place for place, table in enumerate(self._tables) if table.name == _CHUNKS)
        key = _plain([row])
        if self._position is None or (number, key) in self._found:
            return 0
        self._found[number, key] = _MOVED
        return 1

    # --- giving back

    def changes(self) -> tuple[HeldChange, ...]:
        """Return the changes that can be undone, newest first, without a gap between them or before the journal's
        end. Raises :class:`DatabaseDamaged`."""
        found: list[HeldChange] = []
        for *values, mac in self._db.rows(
            "SELECT first_seq, last_seq, counted, mac FROM undo_change ORDER BY first_seq DESC"
        ):
            if not same(self._hashes.of_values(["undo_change", *values]), mac):
                raise DatabaseDamaged(where="data", table="undo_change", row=values[0], reason="keyed_hash")
            change = HeldChange(*values)
            if found and found[-1].first_seq != change.last_seq + 1:
                break
            found.append(change)
        return tuple(found)

    def since(self, seq: int) -> list[Image]:
        """Return what each row was right before the first change after entry ``seq``. Raises
        :class:`DatabaseDamaged` when any image is not what was written; nothing is given back from a part."""
        first: dict[tuple[str, str], tuple[int, str | None]] = {}
        for position, name, key, image, mac in self._db.rows(
            "SELECT position, table_name, key, image, mac FROM undo_image WHERE position > ? ORDER BY position", (seq,)
        ):
            if name not in self.tables or not same(
                self._hashes.of_values(["undo_image", position, name, key, image]), mac
            ):
                raise DatabaseDamaged(where="data", table="undo_image", row=position, reason="keyed_hash")
            first.setdefault((name, key), (position, image))
        images: list[Image] = []
        for (name, key), (position, image) in first.items():
            values = None if image is None or image == _MOVED else _values(image)
            moved_at = position if image == _MOVED else None
            images.append(Image(self.tables[name], _values(key), values, moved_at))
        return images

    def put_back(self, images: Sequence[Image]) -> None:
        """Make every row what its image says. References are not kept while this runs; the caller checks them."""
        for image in images:
            if image.table.name != _TYPING:
                self._db.run(
                    f'DELETE FROM "{image.table.name}" WHERE {_is_key(image.table)}',  # noqa: S608
                    image.key,
                )
        for image in images:
            name = image.table.name
            if image.moved_at is not None:
                self._put_chunk(image)
            elif image.values is not None:
                columns = ", ".join(f'"{column}"' for column in image.table.columns)
                marks = ", ".join("?" * len(image.values))
                unless = "OR IGNORE " if name == _TYPING else ""  # what is being typed now is never taken away
                self._db.run(f'INSERT {unless}INTO "{name}" ({columns}) VALUES ({marks})', image.values)  # noqa: S608

    def _put_chunk(self, image: Image) -> None:
        put = self._db.run(
            "INSERT INTO evidence_chunk (row, file_row, n, data, mac) "
            "SELECT row, file_row, n, data, mac FROM undo_chunk WHERE position = ? AND row = ?",
            (image.moved_at, *image.key),
        )
        if put != 1:
            raise DatabaseDamaged(where="data", table="undo_chunk", reason="lost_rows")

    def damaged(self) -> Iterator[DatabaseDamaged]:
        """Check every image; pieces of evidence by their own hash."""
        try:
            self.changes()
            self.since(-1)
        except DatabaseDamaged as error:
            yield error
        for row, file_row, n, data, mac in self._db.each("SELECT row, file_row, n, data, mac FROM undo_chunk"):
            if not same(self._hashes.of_bytes([_CHUNKS, file_row, n], data), mac):
                yield DatabaseDamaged(where="data", table="undo_chunk", row=row, reason="keyed_hash")


def _is_key(table: HeldTable) -> str:
    return " AND ".join(f'"{column}" = ?' for column in table.key_columns())


def _triggers(number: int, table: HeldTable) -> Iterator[str]:
    name = table.name
    old = ", ".join(f'OLD."{column}"' for column in table.columns)
    new_key = ", ".join(f'NEW."{column}"' for column in table.key_columns())
    if name == _TYPING:  # kept every two seconds: only that a note took it over is of interest
        yield (
            f"CREATE TEMP TRIGGER held_{number}_d AFTER DELETE ON main.{name} "
            f"BEGIN SELECT held_row({number}, 1, {old}); END"
        )
        return
    yield (
        f"CREATE TEMP TRIGGER held_{number}_i AFTER INSERT ON main.{name} "
        f"BEGIN SELECT held_row({number}, 0, {new_key}); END"
    )
    if name == _CHUNKS:
        yield (
            f"CREATE TEMP TRIGGER held_{number}_d BEFORE DELETE ON main.{name} WHEN held_chunk(OLD.row) "  # noqa: S608
            "BEGIN INSERT INTO undo_chunk (position, row, file_row, n, data, mac) "
            "VALUES (held_position(), OLD.row, OLD.file_row, OLD.n, OLD.data, OLD.mac); END"
        )
        return
    for letter, event in (("u", "UPDATE"), ("d", "DELETE")):
        yield (
            f"CREATE TEMP TRIGGER held_{number}_{letter} AFTER {event} ON main.{name} "
            f"BEGIN SELECT held_row({number}, 1, {old}); END"
        )


def _plain(values: Sequence[Value]) -> str:
    return json.dumps(
        [{"b": value.hex()} if isinstance(value, bytes) else value for value in values],
        ensure_ascii=False,
        separators=(",", ":"),
        allow_nan=False,
    )


def _values(text: str) -> tuple[Value, ...]:
    return tuple(bytes.fromhex(value["b"]) if isinstance(value, dict) else value for value in json.loads(text))
