"""The ways in which a program may write a text down, as bytes to look for.

Of a root of twelve letters the pieces of six letters at every third place are looked for: eight letters of it that lie
together hold one of them. In base64, where the bits of neighbours are mixed in, pieces are longer.
"""

from __future__ import annotations

import base64
import urllib.parse
from collections.abc import Iterable, Iterator
from typing import Final

_PIECE, _STEP = 6, 3
_SHORTEST: Final = 6
"""bytes; a gigabyte of random ones holds a given six once in a quarter million gigabytes."""
_SINGLE: Final = ("cp1251", "cp1256", "koi8-r", "cp866", "iso8859-5", "iso8859-6", "mac-cyrillic")


def forms(roots: Iterable[str]) -> dict[bytes, str]:
    """All forms of the roots, as on a disk; the value says which root and form it is."""
    return _collected(roots, _on_disk)


def forms_in_memory(roots: Iterable[str]) -> dict[bytes, str]:
    """Forms of strings of Python, Qt, SQLite and of single-byte buffers; also what a disk would get next."""
    return _collected(roots, _in_memory)


def key_forms(keys: dict[str, bytes]) -> dict[bytes, str]:
    """Raw keys by name: either half of the bytes, hexadecimal and base64."""
    found: dict[bytes, str] = {}
    for name, key in keys.items():
        half = len(key) // 2
        for at, part in ((0, key[:half]), (half, key[half:])):
            found[part] = f"{name}+{at}"
            found[part.hex().encode()] = f"{name}+{at} hex"
            found[part.hex().upper().encode()] = f"{name}+{at} HEX"
            found[part.hex().encode("utf-16-le")] = f"{name}+{at} hex utf-16"
        found |= dict.fromkeys(_base64(key), f"{name} base64")
    return found


def _collected(roots: Iterable[str], ways: object) -> dict[bytes, str]:
    assert callable(ways)
    found: dict[bytes, str] = {}
    for root in roots:
        for case in {root, root.upper()}:
            for at in range(0, len(case) - _PIECE + 1, _STEP):
                for name, form in ways(case[at : at + _PIECE]):
                    if len(form) >= _SHORTEST:
                        found.setdefault(form, f"{root[:4]}…+{at} {name}")
            if ways is _on_disk:
                for at in (0, 3):
                    for code in ("utf-8", "utf-16-le", "utf-16-be"):
                        for form in _base64(case[at : at + 9].encode(code)):
                            found.setdefault(form, f"{root[:4]}…+{at} base64 {code}")
    return found


def _in_memory(piece: str) -> Iterator[tuple[str, bytes]]:
    for code in ("utf-8", "utf-16-le", "utf-32-le", *_SINGLE[:3]):
        try:
            yield code, piece.encode(code)
        except UnicodeEncodeError:
            continue


def _on_disk(piece: str) -> Iterator[tuple[str, bytes]]:
    for order, letters in (("", piece), (" backwards", piece[::-1])):
        for code in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", *_SINGLE):
            try:
                yield code + order, letters.encode(code)
            except UnicodeEncodeError:
                continue
    for code in ("utf-8", "utf-16-le", "utf-16-be", "cp1251", "cp1256"):
        try:
            data = piece.encode(code)
        except UnicodeEncodeError:
            continue
        for case in (str.lower, str.upper):
            yield f"hex {code}", case(data.hex()).encode()
            yield f"hex spaced {code}", case(data.hex(" ")).encode()
            yield f"percent {code}", case("".join(f"%{byte:02x}" for byte in data)).encode()
            yield f"quoted-printable {code}", case("".join(f"={byte:02x}" for byte in data)).encode()
            yield (
                f"escaped bytes {code}",
                case("".join(f"\\x{byte:02x}" for byte in data)).replace("\\X", "\\x").encode(),
            )
        yield f"octal {code}", "".join(f"\\{byte:03o}" for byte in data).encode()
    yield "percent", urllib.parse.quote(piece).encode()
    for case in (str.lower, str.upper):
        numbers = [case(f"{ord(letter):04x}") for letter in piece]
        yield "json", "".join(f"\\u{number}" for number in numbers).encode()
        yield "html hex", "".join(f"&#x{number.lstrip('0')};" for number in numbers).encode()
    yield "html", "".join(f"&#{ord(letter)};" for letter in piece).encode()


def _base64(data: bytes) -> Iterator[bytes]:
    """Whatever stands before and behind: three shifts, in both alphabets. Letters with foreign bits are left out."""
    for shift in range(3):
        coded = base64.b64encode(b"\0" * shift + data).rstrip(b"=")
        first = -(-shift * 8 // 6)
        last = (shift + len(data)) * 8 // 6
        middle = coded[first:last]
        if len(middle) >= 10:
            yield middle
            yield middle.replace(b"+", b"-").replace(b"/", b"_")
