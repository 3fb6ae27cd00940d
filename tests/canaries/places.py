"""Where a session may have left something: files, names, raw images of disks, the memory of a process."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.canaries.carve import packed
from tests.canaries.search import Search

_BLOCK = 32 << 20
_BEFORE = 24


@dataclass(frozen=True)
class Found:
    """``near`` shows the bytes around, so that the number of the planted text can be read."""

    place: str
    what: str
    near: bytes

    def __str__(self) -> str:
        return f"{self.place}: {self.what}: {self.near!r}"


@dataclass
class Scan:
    """What was looked at, and what was found."""

    found: list[Found]
    files: int = 0
    read: int = 0

    def kinds(self) -> Counter[str]:
        """How often what was found, by the first word of its name."""
        return Counter(found.what.split(":")[0] for found in self.found)

    def places(self) -> set[str]:
        return {found.place.split("!")[0] for found in self.found}


def look(place: str, data: bytes, search: Search, *, unpack: bool = True) -> Iterator[Found]:
    for hit in search.find(data):
        yield Found(f"{place}@{hit.at}" if place else str(hit.at), hit.what, _near(data, hit.at))
    if unpack:
        for where, inner in packed(data):
            for hit in search.find(inner):
                yield Found(f"{place}!{where}", hit.what, _near(inner, hit.at))


def _near(data: bytes, at: int) -> bytes:
    return data[max(0, at - _BEFORE) : at + 72]


def scan_files(folders: Collection[Path], search: Search, *, leave_out: Collection[Path] = ()) -> Scan:
    """Names and contents of every file below; links are not followed, but their targets are read as names."""
    scan = Scan([])
    out = {path.absolute() for path in leave_out}
    for folder in folders:
        for place, folders_in, names in os.walk(folder):
            folders_in[:] = [name for name in folders_in if (Path(place) / name).absolute() not in out]
            for name in (*folders_in, *names):
                path = Path(place) / name
                if path.absolute() in out:
                    continue
                told = os.fsencode(name)
                if path.is_symlink():
                    told += b" " + os.fsencode(path.readlink())
                scan.found += [Found(f"{path} (name)", hit.what, told) for hit in search.find(told)]
                try:
                    if stat.S_ISREG(path.lstat().st_mode):
                        scan_file(path, search, scan)
                except FileNotFoundError:
                    continue  # of another program: it went meanwhile
    return scan


def scan_file(path: Path, search: Search, scan: Scan) -> None:
    scan.files += 1
    with path.open("rb") as file:
        before, at = b"", 0
        while block := file.read(_BLOCK):
            scan.read += len(block)
            whole = before + block
            scan.found += [Found(f"{path}!{hit.place}", hit.what, hit.near) for hit in look("", whole, search)]
            before = whole[-search.longest :]
            at += len(block)


def scan_memory(pid: int, search: Search) -> Scan:
    """Every mapping of the process that can be read, as a dump of it would hold. Needs the rights of the superuser."""
    scan = Scan([])
    with Path(f"/proc/{pid}/mem").open("rb", 0) as memory:
        for line in Path(f"/proc/{pid}/maps").read_text("utf-8", "replace").splitlines():
            parts = line.split(maxsplit=5)
            low, high = (int(value, 16) for value in parts[0].split("-"))
            if "r" not in parts[1] or (len(parts) > 5 and parts[5].startswith(("[vvar", "[vsys"))):
                continue
            name = parts[5] if len(parts) > 5 else "anonymous"
            before = b""
            for start in range(low, high, _BLOCK):
                try:
                    memory.seek(start)
                    block = memory.read(min(_BLOCK, high - start))
                except OSError:
                    break  # mapped, but not readable: a device
                scan.read += len(block)
                whole = before + block
                for found in look("", whole, search, unpack=False):
                    scan.found.append(Found(f"{name} {parts[1]} {low:x}+{found.place}", found.what, found.near))
                before = whole[-search.longest :]
    for name in ("environ", "cmdline"):
        data = Path(f"/proc/{pid}/{name}").read_bytes()
        scan.found += [Found(name, hit.what, data[:80]) for hit in search.find(data)]
    return scan
