"""The file of a law pack (``.lapack``): a ZIP archive of its texts, a manifest of them, and a signature of that.

======================  ==============================================================================================
part                    content
======================  ==============================================================================================
``manifest.json``       ``{"files": [{"name", "sha256", "size"}], "format", "pack", "version"}``: sorted keys, UTF-8, no
                        space that could be elsewhere; so the same folder always gives the same bytes
``signature``           ``ed25519 <key> <signature>``, hexadecimal: Ed25519 over the bytes of the manifest; an unsigned
                        pack lacks it
``pack.toml`` …         the files of :data:`legalaid_desktop.domain.law_parsing.FILES`, all of them
======================  ==============================================================================================

A pack comes from outside: it is unpacked, and its texts are read for the first time, in the fenced child. This process
then looks at the very bytes that the child handed over: hashes, signature, and the same reading once more.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from legalaid_desktop.domain.file_fault import FileFault
from legalaid_desktop.domain.law import LawPack
from legalaid_desktop.domain.law_parsing import FILES, parse_law
from legalaid_desktop.errors import (
    FileNotRead,
    FileNotUnderstood,
    FileRefused,
    PackAltered,
    PackFaulty,
    PackMalformed,
    PackUnsigned,
)
from legalaid_desktop.intake.child import ask_child
from legalaid_desktop.intake.gate import read_foreign
from legalaid_desktop.intake.limits import MIB, Inlet
from legalaid_desktop.intake.worker import Parser, Reply
from legalaid_desktop.intake.zip_directory import read_directory, unpack
from legalaid_desktop.services.case_file_child import fault_from_child, faults_for_parent
from legalaid_desktop.services.law import mark_of
from legalaid_desktop.vault.pack_signing import PUBLIC_BYTES, SIGNATURE_BYTES, verifies

SUFFIX: Final = ".lapack"
FORMAT: Final = "legalaid law pack 1"
MANIFEST: Final = "manifest.json"
SIGNATURE: Final = "signature"
LARGEST_TEXTS: Final = 4 * MIB
"""Of all files together, unpacked."""
_LARGEST_MANIFEST: Final = 16 * 1024
_LARGEST_SIGNATURE: Final = 1024
_LONG_AGO: Final = (1980, 1, 1, 0, 0, 0)
_SIGNED: Final = re.compile(rb"ed25519 ([0-9a-f]{64}) ([0-9a-f]{128})\n")
_ENTRY_KEYS: Final = {"name", "size", "sha256"}


@dataclass(frozen=True)
class ReadPack:
    """A pack whose parts are there and agree with its manifest. ``key`` is the signer's (32 bytes), whose signature
    holds; ``None``: nobody signed. ``faults``: what is wrong with its texts."""

    id: str
    version: str
    files: Mapping[str, str]
    manifest: bytes
    key: bytes | None
    faults: tuple[FileFault, ...]

    @property
    def mark(self) -> str:
        return mark_of(self.files)

    def law(self) -> LawPack:
        """Raises :class:`PackFaulty` with every fault."""
        if self.faults:
            raise PackFaulty(self.faults)
        law = sound_law(self.files)
        if (law.id, law.version) != (self.id, self.version):
            raise PackMalformed(reason="manifest")
        return law


def sound_law(files: Mapping[str, str]) -> LawPack:
    """Raises :class:`PackFaulty` with every fault."""
    try:
        return parse_law(files)
    except FileNotUnderstood as error:
        raise PackFaulty(error.faults, **error.facts) from None


def pack_bytes(files: Mapping[str, bytes], pack: str, version: str, *, signature: bytes | None = None) -> bytes:
    """The bytes of a pack file; the same for the same texts and signature."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:

        def put(name: str, content: bytes) -> None:
            entry = zipfile.ZipInfo(name, _LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # as on Linux, wherever it is made
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, content)

        put(MANIFEST, manifest_of(files, pack, version))
        if signature is not None:
            put(SIGNATURE, signature)
        for name in FILES:
            put(name, files[name])
    return held.getvalue()


def manifest_of(files: Mapping[str, bytes], pack: str, version: str) -> bytes:
    listed = [
        {"name": name, "sha256": hashlib.sha256(files[name]).hexdigest(), "size": len(files[name])} for name in FILES
    ]
    plain = {"files": listed, "format": FORMAT, "pack": pack, "version": version}
    return json.dumps(plain, ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode("ascii") + b"\n"


def signature_text(key: bytes, signature: bytes) -> bytes:
    return f"ed25519 {key.hex()} {signature.hex()}\n".encode("ascii")


def read_pack(path: Path) -> ReadPack:
    """Read a pack file, signed or not.

    Raises :class:`NotFound` (file), :class:`FileRefused` (too large, no plain file), :class:`PackMalformed`,
    :class:`PackAltered`; faults of its texts are told in the result.
    """
    return read_pack_bytes(read_foreign(path, Inlet.LAW_PACK))


def read_pack_bytes(data: bytes) -> ReadPack:
    """As :func:`read_pack`."""
    try:
        answer = ask_child("law_pack", data)
    except FileNotRead as error:
        raise PackMalformed(reason=str(error.facts.get("kind", "broken"))) from None
    except FileRefused as error:
        raise PackMalformed(reason=_reason(str(error.facts.get("kind", "")))) from None
    try:
        faults = tuple(fault_from_child(str(one[0])[:40], one[1:]) for one in answer.plain["faults"][:201])
        if len(answer.blobs) != len(FILES) + 2:
            raise ValueError
    except (KeyError, TypeError, ValueError, IndexError):
        raise PackMalformed(reason="answer") from None
    manifest, signature, *contents = answer.blobs
    files = dict(zip(FILES, contents, strict=True))
    pack, version = _agreed(manifest, files)
    key = _signer(manifest, signature)
    try:
        texts = {name: content.decode("utf-8") for name, content in files.items()}
    except UnicodeDecodeError:
        raise PackMalformed(reason="encoding") from None
    return ReadPack(pack, version, texts, manifest, key, faults)


def signer_of(pack: ReadPack) -> bytes:
    """Raises :class:`PackUnsigned`."""
    if pack.key is None:
        raise PackUnsigned()
    return pack.key


def _reason(kind: str) -> str:
    """Kinds of refusals that have words of their own for packs; the rest is damage."""
    return kind if kind in ("zip_names", "zip_size") else {"wrong_kind": "parts"}.get(kind, "damaged")


def _agreed(manifest: bytes, files: Mapping[str, bytes]) -> tuple[str, str]:
    """Id and version as the manifest says; what it says of each file must be true."""
    try:
        plain = json.loads(manifest.decode("ascii"))
        listed = plain["files"]
        if set(plain) != {"files", "format", "pack", "version"} or plain["format"] != FORMAT:
            raise ValueError
        if [one["name"] for one in listed] != list(FILES) or any(set(one) != _ENTRY_KEYS for one in listed):
            raise ValueError
        pack, version = plain["pack"], plain["version"]
        if not isinstance(pack, str) or not isinstance(version, str) or len(pack) > 40 or len(version) > 40:
            raise ValueError
    except (ValueError, KeyError, TypeError, RecursionError):
        raise PackMalformed(reason="manifest") from None
    for one in listed:
        content = files[one["name"]]
        if one["size"] != len(content) or one["sha256"] != hashlib.sha256(content).hexdigest():
            raise PackAltered(what=one["name"])
    if manifest != manifest_of(files, pack, version):
        raise PackMalformed(reason="manifest")  # the same said in other bytes: no maker of ours writes it so
    return pack, version


def _signer(manifest: bytes, signature: bytes) -> bytes | None:
    if not signature:
        return None
    found = _SIGNED.fullmatch(signature)
    if found is None:
        raise PackMalformed(reason="signature")
    key, signed = bytes.fromhex(found[1].decode("ascii")), bytes.fromhex(found[2].decode("ascii"))
    if len(key) != PUBLIC_BYTES or len(signed) != SIGNATURE_BYTES or not verifies(key, manifest, signed):
        raise PackAltered(what=MANIFEST)
    return key


# ---------------------------------------------------------------------------------------------- the child's side


def load() -> Parser:
    """Unpack a pack file and read its texts, behind the walls. Answers with the manifest, the signature (empty: none),
    each file in the order of ``FILES``, and the faults."""

    def read(data: bytes, params: Mapping[str, Any], reply: Reply) -> None:
        parts = {part.name: part for part in read_directory(data)}
        if not {MANIFEST, *FILES} <= set(parts) or not set(parts) <= {MANIFEST, SIGNATURE, *FILES}:
            raise FileRefused(kind="wrong_kind")
        if parts[MANIFEST].size > _LARGEST_MANIFEST or sum(parts[name].size for name in FILES) > LARGEST_TEXTS:
            raise FileRefused(kind="zip_size")
        if SIGNATURE in parts and not 0 < parts[SIGNATURE].size <= _LARGEST_SIGNATURE:
            raise FileRefused(kind="zip_size")
        contents = {name: unpack(data, part) for name, part in parts.items()}
        faults: list[Any] = []
        try:
            parse_law({name: contents[name].decode("utf-8") for name in FILES})
        except UnicodeDecodeError:
            faults = []  # told by the parent, who decodes the same bytes
        except FileNotUnderstood as error:
            faults = [[one.file, *plain] for one, plain in faults_for_parent(error)]
        reply.blob(contents[MANIFEST])
        reply.blob(contents.get(SIGNATURE, b""))
        for name in FILES:
            reply.blob(contents[name])
        reply.plain = {"faults": faults}

    return read


__all__ = [
    *("FORMAT", "MANIFEST", "SIGNATURE", "SUFFIX", "ReadPack", "load", "manifest_of", "pack_bytes"),
    *("read_pack", "read_pack_bytes", "signature_text", "signer_of", "sound_law"),
]
