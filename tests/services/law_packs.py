"""Law packs for tests: of the texts that ship with something changed, signed by a key of the test's own."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from legalaid_desktop.intake.wire import Answer
from legalaid_desktop.services import law_pack_file
from legalaid_desktop.services.law import shipped_files
from legalaid_desktop.services.law_pack_file import load, manifest_of, pack_bytes, signature_text
from legalaid_desktop.vault.pack_signing import public_of, sign
from legalaid_desktop.vault.secret import Secret

NEWER = "2026.11.24"


def seed_of(maker: str) -> Secret:
    return Secret(maker.encode().ljust(32, b"-")[:32])


@lru_cache(maxsize=8)
def key_of(maker: str) -> str:
    return public_of(seed_of(maker)).hex()


def texts(version: str = NEWER, **changes: tuple[str, str]) -> dict[str, bytes]:
    """The shipped texts under another version; each change is (old, new) of the file named before ``_``."""
    files = shipped_files()
    files["pack.toml"] = re.sub(r"^version = .*$", f'version = "{version}"', files["pack.toml"], flags=re.MULTILINE)
    for name, (old, new) in changes.items():
        file = f"{name.split('_')[0]}.toml"
        assert old in files[file], old
        files[file] = files[file].replace(old, new, 1)
    return {name: text.encode() for name, text in files.items()}


def rule_changed(id: str, old: str, new: str, version: str = NEWER) -> dict[str, bytes]:
    """The shipped texts with one value of one rule changed."""
    text = shipped_files()["deadlines.toml"]
    begin = text.index(f'id = "{id}"\n')
    end = text.find("[[deadline]]", begin)
    row = text[begin : end if end > 0 else len(text)]
    assert old in row, old
    return texts(version, deadlines=(row, row.replace(old, new, 1)))


def pack(files: Mapping[str, bytes], version: str = NEWER, *, maker: str | None = "lawyer", id: str = "by") -> bytes:
    """The bytes of a pack file; unsigned where nobody made it."""
    if maker is None:
        return pack_bytes(files, id, version)
    with seed_of(maker) as seed:
        signature = signature_text(public_of(seed), sign(seed, manifest_of(files, id, version)))
    return pack_bytes(files, id, version, signature=signature)


def put(folder: Path, data: bytes, name: str = "p.lapack") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def rezipped(data: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """The same archive with other parts in it."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return held.getvalue()


class _Heard:
    def __init__(self) -> None:
        self.plain: Any = None
        self.blobs: list[bytes] = []

    def blob(self, content: bytes) -> None:
        self.blobs.append(bytes(content))


def read_here(parser: str, data: bytes, *_: Any, **__: Any) -> Answer:
    """What the child does, in this process: a child for each of many packs would take long."""
    assert parser == "law_pack"
    heard = _Heard()
    # Faults are told by whoever reads next; twice would only take twice as long.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(law_pack_file, "parse_law", lambda files: None)
        load()(data, {}, heard)  # type: ignore[arg-type]
    return Answer(heard.plain, tuple(heard.blobs), False)


def without_a_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(law_pack_file, "ask_child", read_here)
