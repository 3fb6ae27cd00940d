"""What a power cut could have left on the disk: built from the record that ``fault.c`` kept of an operation.

The model is weaker than any file system in use, so what holds here holds there:

* what was written to a file and not synced since may be on the disk or not, each write apart, in any combination, and
  may be torn at 512 or 4,096 bytes; so may a change of its length;
* what happened to names in a folder and was not synced (the folder) since may be there or not: those of one folder in
  their order, each folder by itself;
* what was synced is there. A sync of a file says nothing of its name.
"""

from __future__ import annotations

import random
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.resilience.fault_control import Kind

_ENTRY = struct.Struct("<IIQqqII")


@dataclass(frozen=True)
class Event:
    """One recorded call. ``flags``: of CREATE 1 is a file without a name, of SYNC 1 is a folder."""

    kind: Kind
    flags: int
    inode: int
    offset: int
    length: int
    first: str
    second: str
    data: bytes


def read_record(path: Path) -> list[Event]:
    raw = path.read_bytes()
    events = []
    at = 0
    while at < len(raw):
        kind, flags, inode, offset, length, first, second = _ENTRY.unpack_from(raw, at)
        at += _ENTRY.size
        one, two = raw[at : at + first].decode(), raw[at + first : at + first + second].decode()
        at += first + second
        size = length if kind == Kind.WRITE else 0
        events.append(Event(Kind(kind), flags, inode, offset, length, one, two, raw[at : at + size]))
        at += size
    return events


@dataclass
class _Change:
    """Of a file's content at event ``at``: a write of ``data``, or with ``None`` a new length, at ``offset``."""

    at: int
    offset: int
    data: bytes | None


@dataclass
class _File:
    content: bytes
    changes: list[_Change] = field(default_factory=list)
    synced: list[int] = field(default_factory=list)
    """Events at which all before was synced."""


@dataclass
class _Naming:
    """Names set (to a node) or removed (``None``) at event ``at``, all together."""

    at: int
    names: list[tuple[int, str, int | None]]


@dataclass
class _Folder:
    names: dict[str, int]
    synced: list[int] = field(default_factory=list)


class Disk:
    """The folder as it was before the operation, and everything the operation did to it."""

    def __init__(self, root: Path) -> None:
        """``root`` is read now: before the operation begins."""
        self._root = str(root)
        self._files: dict[int, _File] = {}
        self._folders: dict[int, _Folder] = {}
        self._inodes: dict[int, int] = {}
        self._last = 0
        self._top = self._scan(root)
        self._namings: list[_Naming] = []
        self.events: list[Event] = []

    def _node(self) -> int:
        self._last += 1
        return self._last

    def _scan(self, folder: Path) -> int:
        node = self._node()
        self._folders[node] = _Folder({})
        for path in folder.iterdir():
            if path.is_dir():
                self._folders[node].names[path.name] = self._scan(path)
            else:
                found = self._node()
                self._files[found] = _File(path.read_bytes())
                self._inodes[path.stat().st_ino] = found
                self._folders[node].names[path.name] = found
        return node

    def replay(self, events: list[Event]) -> None:
        """Take in the record, following the names as they were at each moment."""
        self.events = events
        tree = {node: dict(folder.names) for node, folder in self._folders.items()}

        def place(path: str) -> tuple[int, str]:
            parts = path[len(self._root) :].strip("/").split("/")
            node = self._top
            for part in parts[:-1]:
                node = tree[node][part]
            return node, parts[-1]

        def name(at: int, *names: tuple[int, str, int | None]) -> None:
            self._namings.append(_Naming(at, list(names)))
            for folder, word, node in names:
                if node is None:
                    tree[folder].pop(word, None)
                else:
                    tree[folder][word] = node

        for at, event in enumerate(events):
            if event.kind is Kind.CREATE:
                made = self._node()
                self._files[made] = _File(b"")
                self._inodes[event.inode] = made
                if not event.flags:
                    name(at, (*place(event.first), made))
            elif event.kind is Kind.MKDIR:
                made = self._node()
                self._folders[made] = _Folder({})
                tree[made] = {}
                name(at, (*place(event.first), made))
            elif event.kind is Kind.LINK:
                name(at, (*place(event.first), self._inodes[event.inode]))
            elif event.kind in (Kind.UNLINK, Kind.RMDIR):
                name(at, (*place(event.first), None))
            elif event.kind is Kind.RENAME:
                folder, word = place(event.first)
                name(at, (*place(event.second), tree[folder][word]), (folder, word, None))
            elif event.kind is Kind.WRITE:
                self._files[self._inodes[event.inode]].changes.append(_Change(at, event.offset, event.data))
            elif event.kind is Kind.TRUNCATE:
                self._files[self._inodes[event.inode]].changes.append(_Change(at, event.offset, None))
            elif event.kind is Kind.SYNC and not event.flags:
                self._files[self._inodes[event.inode]].synced.append(at)
            elif event.kind is Kind.SYNC:
                folder, word = place(event.first)
                node = self._top if event.first == self._root else tree[folder][word]
                self._folders[node].synced.append(at)

    def marks(self, cut: int) -> int:
        """How many things the operation had confirmed before event ``cut``."""
        return sum(1 for event in self.events[:cut] if event.kind is Kind.MARK)

    def build(self, cut: int, how: str, chance: random.Random, into: Path) -> None:
        """Write the state of a power cut just before event ``cut`` into the new folder ``into``.

        ``how``: ``all`` (everything reached the disk), ``none`` (nothing that was not synced), ``names`` (all names,
        no content that was not synced), ``content`` (the other way round), ``torn`` (anything may be missing).
        """
        tree = {node: dict(folder.names) for node, folder in self._folders.items()}
        kept = {node: self._kept_names(folder, cut, how, chance) for node, folder in self._folders.items()}
        for naming in self._namings:
            # Of a name that moves between folders either folder's sync is enough.
            if naming.at < cut and any(naming.at < kept[folder] for folder, _, _ in naming.names):
                for folder, word, node in naming.names:
                    if node is None:
                        tree[folder].pop(word, None)
                    else:
                        tree[folder][word] = node
        self._write(self._top, tree, into, cut, how, chance)

    def _kept_names(self, folder: _Folder, cut: int, how: str, chance: random.Random) -> int:
        """The event up to which the names of a folder are on the disk."""
        synced = max((at for at in folder.synced if at < cut), default=0)
        if how in ("all", "names"):
            return cut
        return chance.randint(synced, cut) if how == "torn" else synced

    def _write(
        self, node: int, tree: dict[int, dict[str, int]], into: Path, cut: int, how: str, chance: random.Random
    ) -> None:
        into.mkdir()
        for name, found in sorted(tree[node].items()):
            if found in self._folders:
                self._write(found, tree, into / name, cut, how, chance)
            else:
                (into / name).write_bytes(self._content(self._files[found], cut, how, chance))
                (into / name).chmod(0o600)

    def _content(self, file: _File, cut: int, how: str, chance: random.Random) -> bytes:
        content = bytearray(file.content)
        synced = max((at for at in file.synced if at < cut), default=-1)
        share = chance.choice((0.1, 0.5, 0.9))
        for change in file.changes:
            if change.at >= cut:
                break
            if change.at > synced and how in ("none", "names"):
                continue
            if change.at > synced and how == "torn":
                for piece in _pieces(change, chance):
                    if chance.random() < share:
                        _apply(content, piece)
            else:
                _apply(content, change)
        return bytes(content)


def _pieces(change: _Change, chance: random.Random) -> Iterator[_Change]:
    """The parts of a write that a disk keeps or loses each by itself."""
    if change.data is None:
        yield change
        return
    sector = chance.choice((512, 4096, 1 << 30))
    start = 0
    while start < len(change.data):
        end = min(len(change.data), start + sector - (change.offset + start) % sector)
        yield _Change(change.at, change.offset + start, change.data[start:end])
        start = end


def _apply(content: bytearray, change: _Change) -> None:
    if change.data is None:
        del content[change.offset :]
        content.extend(bytes(change.offset - len(content)))
        return
    if len(content) < change.offset:
        content.extend(bytes(change.offset - len(content)))
    content[change.offset : change.offset + len(change.data)] = change.data
