"""What the tests of shipped data look for: hosts of sources, and names of real people as digests of words."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]
_WORD = re.compile(r"[^\W\d_]{5,}")

REAL_PEOPLE = frozenset(
    {
        "172f2c13a386d043",
        "20f789101d43f409",
        "21acbf39d1deb19f",
        "41580602caaac7e3",
        "471c1f75585b22dd",
        "688758f84c1d77e7",
        "7e9a877746349811",
        "a2f0ce1ead25398f",
        "b1c2ab6aa8294cd6",
        "c73cf8ac2282795a",
        "ff3b7da5f9b3d82e",
    }
)
"""First eight bytes of BLAKE2b of casefolded names of people in published cases, so that this file names nobody."""


def source_hosts() -> frozenset[str]:
    """Hosts of all addresses in ``docs/law-sources.md``; the project's docs may hold them, what ships may not."""
    text = (ROOT / "docs" / "law-sources.md").read_text("utf-8")
    hosts = {urlsplit(url).hostname or "" for url in re.findall(r"https?://[^\s|)]+", text)}
    assert len(hosts) > 10, "the list of sources is not where this test reads it"
    return frozenset(host.removeprefix("www.") for host in hosts if host)


def digest(word: str) -> str:
    return hashlib.blake2b(word.casefold().encode(), digest_size=8).hexdigest()


def texts_of(data: bytes) -> str:
    """Readable text of bytes: zip members unpacked one level, everything decoded as UTF-8 with losses."""
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "\n".join(texts_of(archive.read(name)) for name in archive.namelist())
    return data.decode("utf-8", "ignore")


def traces(text: str) -> list[str]:
    """Hosts of sources, web addresses of them, and digests of real names found in ``text``."""
    lower = text.casefold()
    found = [host for host in source_hosts() if host in lower]
    found += [word for word in set(_WORD.findall(lower)) if digest(word) in REAL_PEOPLE]
    return found
