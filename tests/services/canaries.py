"""Look for a text in every file below some folders, however it was written down."""

from __future__ import annotations

import base64
import io
import os
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path


def forms(text: str) -> dict[str, bytes]:
    """The text in the encodings in which a program might leave it; those shorter than six bytes prove nothing."""
    found = {"utf-8": text.encode(), "utf-16-le": text.encode("utf-16-le"), "utf-16-be": text.encode("utf-16-be")}
    for code in ("cp1251", "cp1256", "koi8-r"):
        try:
            found[code] = text.encode(code)
        except UnicodeEncodeError:
            continue
    for shift in range(3):
        found[f"base64+{shift}"] = base64.b64encode(b"\0" * shift + text.encode())[4 * (shift > 0) : -4]
    return {name: form for name, form in found.items() if len(form) >= 6}


def hits_in(data: bytes, wanted: dict[str, bytes], depth: int = 0) -> Iterator[str]:
    for name, form in wanted.items():
        if form in data:
            yield name
    if depth < 3 and data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for part in archive.namelist():
                yield from hits_in(archive.read(part), wanted, depth + 1)
    if depth < 3 and data[:2] in (b"\x78\x9c", b"\x1f\x8b"):
        yield from hits_in(zlib.decompressobj(47).decompress(data), wanted, depth + 1)


def scan(folders: list[Path], texts: list[str]) -> list[str]:
    """Return ``file: encoding`` for every hit in names and contents below the folders; links are not followed."""
    found: list[str] = []
    for text in texts:
        wanted = forms(text)
        for folder in folders:
            for place, _, names in os.walk(folder):
                for name in names:
                    path = Path(place) / name
                    if any(form in os.fsencode(name) for form in wanted.values()):
                        found.append(f"{path}: name")
                    if path.is_file() and not path.is_symlink():
                        found += [f"{path}: {form}" for form in hits_in(path.read_bytes(), wanted)]
    return found
