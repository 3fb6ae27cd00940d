"""What the tests of shipped data look for: hosts of sources, and names of real people as digests of words."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from functools import lru_cache
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

TITLES = frozenset(
    {
        "16ea39f6e90e4868",
        "33a1eb0343c17030",
        "6eb29abfe89990b1",
        "d29231867b6a8574",
        "d4205c5587d96fc8",
        "f473b9f5a7ba6841",
        "f898acdb06aa8eaa",
    }
)
"""The same of words in titles of sources that must not lie on a seized laptop."""

_HOST = re.compile(r"\b(?:[a-z0-9-]+\.)+(?:by|org|com|net|media|ru|ua|kz|info|am|az|online|news|au|ro)(?=[/\s,;)|]|$)")


@lru_cache(maxsize=1)
def source_hosts() -> frozenset[str]:
    """Hosts of all addresses in ``docs/law-sources.md``, with and without a scheme; the project's docs may hold them,
    what ships may not."""
    lines = (ROOT / "docs" / "law-sources.md").read_text("utf-8").casefold().splitlines()
    # The second column is the source; the third names rows, whose ids look like hosts.
    text = "\n".join(line.split("|")[2] for line in lines if line.startswith("| src-"))
    hosts = {urlsplit(url).hostname or "" for url in re.findall(r"https?://[^\s|)]+", text)} | set(_HOST.findall(text))
    hosts = {host.removeprefix("www.") for host in hosts if host}
    assert len(hosts) > 60, "the list of sources is not where this test reads it"
    return frozenset(hosts)


def digest(word: str) -> str:
    return hashlib.blake2b(word.casefold().encode(), digest_size=8).hexdigest()


def texts_of(data: bytes) -> str:
    """Readable text of bytes: zip members unpacked one level, everything decoded as UTF-8 with losses."""
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "\n".join(texts_of(archive.read(name)) for name in archive.namelist())
    return data.decode("utf-8", "ignore")


def traces(text: str) -> list[str]:
    """Hosts of sources, words of their titles, and real names found in ``text``."""
    lower = text.casefold()
    found = [host for host in source_hosts() if host in lower]
    found += [word for word in set(_WORD.findall(lower)) if digest(word) in REAL_PEOPLE | TITLES]
    return found
