"""The maker's side of law packs: check a folder, build a pack file of it, keys that sign, sign it.

A lawyer edits the texts and builds; a coordinator compares (``law_diff``) and signs: two people for every change of a
deadline. The secret key lies in its own file under a passphrase; no vault knows it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from legalaid_desktop.domain.file_fault import FileFault
from legalaid_desktop.domain.law import LawPack
from legalaid_desktop.domain.law_parsing import FILES, parse_law
from legalaid_desktop.errors import (
    FileNotUnderstood,
    NotFound,
    PackFaulty,
    PackKeyUnusable,
)
from legalaid_desktop.host.files import replace_file, write_new_file
from legalaid_desktop.intake.gate import read_foreign, shown_name
from legalaid_desktop.intake.limits import Inlet
from legalaid_desktop.services.law_pack_file import pack_bytes, read_pack, signature_text
from legalaid_desktop.vault.outside import must_lie_outside
from legalaid_desktop.vault.pack_signing import new_signing_key, open_signing_key, public_in, public_of, sign
from legalaid_desktop.vault.secret import Secret

_MOST_FILES: Final = 200


@dataclass(frozen=True, kw_only=True)
class MadePack:
    """A pack file as it was written. ``key`` is empty while nobody signed."""

    path: Path
    law: LawPack
    sha256: str
    bytes: int
    key: str


def texts_of(folder: Path) -> dict[str, bytes]:
    """The files of a pack folder that are there, by name; each is a plain file of at most 1 MiB below the folder.

    Raises :class:`NotFound` (no such folder), :class:`FileRefused`.
    """
    if not folder.is_dir():
        raise NotFound(kind="folder", what=shown_name(folder))
    found: dict[str, bytes] = {}
    for name in FILES:
        try:
            found[name] = read_foreign(folder / name, Inlet.LAW_FILE, within=folder)
        except NotFound:
            continue
    return found


def check_folder(folder: Path) -> tuple[FileFault, ...]:
    """Every fault of a pack folder at once, with file and line. Raises as :func:`texts_of`."""
    return _sound(folder, texts_of(folder))[1]


def build_pack(folder: Path, out: Path) -> MadePack:
    """Build an unsigned pack file of a folder. The same texts always give the same bytes.

    Raises :class:`PackFaulty` (every fault), :class:`DestinationExists`, :class:`DestinationNotWritable`,
    :class:`DiskFull`, :class:`DestinationInVault`, and as :func:`texts_of`; nothing is written then.
    """
    texts = texts_of(folder)
    law, faults = _sound(folder, texts)
    if law is None or faults:
        raise PackFaulty(faults, what=folder.name)
    must_lie_outside(out)
    data = pack_bytes(texts, law.id, law.version)
    write_new_file(out, data, mode=0o644)
    return MadePack(path=out, law=law, sha256=hashlib.sha256(data).hexdigest(), bytes=len(data), key="")


def new_key(out: Path, passphrase: Secret, *, fast: bool = False) -> str:
    """Make a key that signs packs; ``out`` becomes its file, which only this user may read. Returns the public key.

    Raises :class:`DestinationExists`, :class:`DestinationInVault`, :class:`DestinationNotWritable`,
    :class:`DiskFull`, :class:`NotEnoughMemory`.
    """
    must_lie_outside(out)
    made = new_signing_key(passphrase, fast=fast)
    write_new_file(out, made.file, mode=0o600)
    return made.public.hex()


def show_key(path: Path) -> str:
    """The public key in a key's file, hexadecimal; no passphrase is needed. Raises :class:`NotFound`,
    :class:`PackKeyUnusable`."""
    return public_in(_key_file(path)).hex()


def sign_pack(path: Path, key: Path, passphrase: Secret, *, out: Path | None = None) -> MadePack:
    """Sign a pack file, in place or as the new file ``out``. An earlier signature goes.

    The texts are judged once more: nothing unsound is signed. Raises :class:`NotFound`, :class:`PackKeyUnusable`,
    :class:`WrongPassphrase`, :class:`NotEnoughMemory`, what ``read_pack`` raises, :class:`PackFaulty`, and what writing
    raises; the file stays as it was then.
    """
    pack = read_pack(path)
    law = pack.law()
    with open_signing_key(_key_file(key), passphrase) as seed:
        public = public_of(seed)
        signature = signature_text(public, sign(seed, pack.manifest))
    texts = {name: text.encode("utf-8") for name, text in pack.files.items()}
    data = pack_bytes(texts, pack.id, pack.version, signature=signature)
    if out is None:
        replace_file(path, data, mode=0o644)
    else:
        must_lie_outside(out)
        write_new_file(out, data, mode=0o644)
    return MadePack(
        path=out or path, law=law, sha256=hashlib.sha256(data).hexdigest(), bytes=len(data), key=public.hex()
    )


def _key_file(path: Path) -> bytes:
    try:
        return read_foreign(path, Inlet.IDENTITY)
    except NotFound:
        raise
    except FileNotUnderstood:
        raise PackKeyUnusable(what=shown_name(path)) from None


def _sound(folder: Path, texts: Mapping[str, bytes]) -> tuple[LawPack | None, tuple[FileFault, ...]]:
    faults: list[FileFault] = []
    decoded: dict[str, str] = {}
    for name, content in texts.items():
        try:
            decoded[name] = content.decode("utf-8")
        except UnicodeDecodeError as error:
            line = content[: error.start].count(b"\n") + 1
            faults.append(FileFault(name, line, "", "encoding", {}))
            decoded[name] = content.decode("utf-8", "replace")
    others = sorted(path.name for path in folder.iterdir() if path.suffix == ".toml" and path.name not in FILES)
    faults += [FileFault(shown_name(Path(name)), 1, "", "law_unknown_file", {}) for name in others[:_MOST_FILES]]
    try:
        law = parse_law(decoded)
    except FileNotUnderstood as error:
        return None, (*faults, *(one for one in error.faults if isinstance(one, FileFault)))
    return law, tuple(faults)
