"""Law packs of an open vault: look at one, see what it moves, take it in, take it back.

A pack is looked at in this order, and the first thing wrong is told: is it a pack at all and unaltered, who signed it,
is it of this law, is its text sound, is it newer than what is in use. Nothing changes until :meth:`LawPacks.install`,
and that is one transaction: the pack, its signer's key, every date of every open case, the journal.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from legalaid_desktop.domain.law import LawPack
from legalaid_desktop.domain.law_age import law_age
from legalaid_desktop.errors import (
    NoPackToUndo,
    PackFromFuture,
    PackFromStranger,
    PackOfOtherLaw,
    PackOlder,
    PackSignerNew,
)
from legalaid_desktop.services.law import SHIPPED, shipped_law
from legalaid_desktop.services.law_in_use import version_of_pack
from legalaid_desktop.services.law_moves import Move, Watch, moves
from legalaid_desktop.services.law_pack_file import ReadPack, read_pack, signer_of
from legalaid_desktop.services.open_vault import OpenVault
from legalaid_desktop.services.spoken_words import heard as bytes_heard
from legalaid_desktop.services.spoken_words import spoken
from legalaid_desktop.storage.law_packs import KeptPack, PackState

WORDS: Final = 10
"""Ten words of 256 are 80 bits, as with keys for exchange."""
FARTHEST: Final = dt.timedelta(days=366)
"""A version further in the future is a slip, or would keep every later pack out."""
KIND: Final = "law_pack"


class Signer(StrEnum):
    """How the key of a pack stands to what this vault knows."""

    KNOWN = "known"
    FIRST = "first"
    """No key is pinned yet: taking the pack pins this one, so its words are compared first."""
    STRANGER = "stranger"
    """Another key is pinned. Only a person who compared the words may put this one in its place."""


class Standing(StrEnum):
    NEWER = "newer"
    SAME = "same"
    """This very pack is in use already."""


@dataclass(frozen=True, kw_only=True)
class PackOffer:
    """A pack that could be taken in. ``key`` is that of its signer in hexadecimal."""

    pack: ReadPack
    law: LawPack
    key: str
    signer: Signer
    standing: Standing

    def words(self, lang: str) -> str:
        """Ten words by which two people compare the signer's key."""
        return key_words(self.key, lang)


@dataclass(frozen=True, kw_only=True)
class PackRow:
    """One version that this vault knows. ``key`` is empty for what came with the program."""

    version: str
    key: str
    state: PackState
    in_use: bool
    at: dt.datetime | None
    law: LawPack | None
    """``None``: it cannot be read by this program."""

    def age(self, on: dt.date) -> str | None:
        """fresh, old, expired."""
        return None if self.law is None else law_age(self.law, on).value


def key_digest(key: str) -> bytes:
    return hashlib.blake2b(bytes.fromhex(key), digest_size=WORDS, person=b"law pack key").digest()


def key_words(key: str, lang: str) -> str:
    """The ten words of a key (hexadecimal) in ``lang``; the same things are meant in each language."""
    return spoken(key_digest(key), lang=lang)


def same_words(heard: str, key: str) -> bool:
    """Whether words, in any of the languages, are those of a key."""
    return bytes_heard(heard) == key_digest(key)


def stranger_of(key: str) -> PackFromStranger:
    """The refusal of a pack that this key signed."""
    return PackFromStranger(key=key)


class LawPacks:
    """The packs of an open vault."""

    def __init__(self, vault: OpenVault, changed: Callable[[], None]) -> None:
        """``changed`` is called once another law is in use."""
        self._vault = vault
        self._changed = changed

    @property
    def law(self) -> LawPack:
        """What is in use."""
        return self._vault.law

    def in_use(self) -> KeptPack | None:
        """The pack in use as it was taken in; ``None``: what came with the program is."""
        return self._vault.law_in_use.used()

    def trusted(self) -> str | None:
        """The pinned key, hexadecimal. Raises :class:`DatabaseDamaged`."""
        return self._vault.law_packs.trusted(SHIPPED)

    def all(self) -> tuple[PackRow, ...]:
        """What is in use first, then every other version that is kept, newest first. What came with the program is
        always among them."""
        used = self.in_use()
        rows = [
            PackRow(
                version=one.version,
                key=one.key,
                state=one.state,
                in_use=used is not None and one.row == used.row,
                at=one.at,
                law=self._law_of(one),
            )
            for one in self._vault.law_packs.packs()
            if one.state is not PackState.SHIPPED
        ]
        shipped = shipped_law()
        rows.append(
            PackRow(version=shipped.version, key="", state=PackState.SHIPPED, in_use=used is None, at=None, law=shipped)
        )
        return tuple(sorted(rows, key=lambda row: (row.in_use, version_of_pack(row.version)), reverse=True))

    # --- looking

    def look(self, path: Path, today: dt.date, *, stranger: bool = False) -> PackOffer:
        """Look at a pack. ``stranger``: one signed by another key than the pinned one is looked at as well.

        Raises :class:`NotFound`, :class:`FileRefused`, :class:`PackMalformed`, :class:`PackAltered`,
        :class:`PackUnsigned`, :class:`PackFromStranger`, :class:`PackOfOtherLaw`, :class:`PackFaulty`,
        :class:`PackFromFuture`, :class:`PackOlder`, :class:`DatabaseDamaged`.
        """
        pack = read_pack(path)
        key = signer_of(pack).hex()
        signer = self._signer(key)
        if signer is Signer.STRANGER and not stranger:
            raise stranger_of(key)
        if pack.id != SHIPPED:
            raise PackOfOtherLaw(what=pack.id)
        law = pack.law()
        if version_of_pack(law.version).day > today + FARTHEST:
            raise PackFromFuture(version=law.version, today=today.isoformat())
        return PackOffer(pack=pack, law=law, key=key, signer=signer, standing=self._standing(pack))

    def moves(self, offer: PackOffer, as_of: dt.date, *, watch: Watch | None = None) -> tuple[Move, ...]:
        """What the pack would move."""
        return moves(self._vault, self._vault.law, offer.law, as_of, watch=watch)

    def look_back(self) -> LawPack:
        """What :meth:`undo` would bring back. Raises :class:`NoPackToUndo`."""
        _, before = self._before()
        return shipped_law() if before is None else self._law_of(before) or shipped_law()

    def moves_back(self, as_of: dt.date, *, watch: Watch | None = None) -> tuple[Move, ...]:
        """What :meth:`undo` would move. Raises :class:`NoPackToUndo`."""
        return moves(self._vault, self._vault.law, self.look_back(), as_of, watch=watch)

    # --- changing

    def install(self, offer: PackOffer, *, heard: str = "", compared: bool = False, watch: Watch | None = None) -> bool:
        """Count by this pack from now on; ``False``: it is in use already, and nothing was done.

        ``heard`` are the words of a new signer as a person heard them; they are needed where another key is pinned. For
        the very first signer ``compared``, a person's word that they are the same, serves as well. Raises
        :class:`PackSignerNew`, :class:`PackFromStranger`, :class:`PackOlder` (another pack came in meanwhile),
        :class:`VaultReadOnly`, and what ``watch`` raises; nothing changes then.
        """
        vault = self._vault
        with vault.change() as now:
            if self._standing(offer.pack) is Standing.SAME:
                return False
            signer = self._signer(offer.key)
            if signer is Signer.STRANGER and not same_words(heard, offer.key):
                raise stranger_of(offer.key)
            if signer is Signer.FIRST and not compared and not same_words(heard, offer.key):
                raise PackSignerNew(key=offer.key)
            if signer is not Signer.KNOWN:
                vault.law_packs.trust(SHIPPED, offer.key, now)
                vault.journal.write("added", "law_key", now)
            vault.law_in_use.hold(vault.law_packs.closed_cases(), now)
            law, pack = offer.law, offer.pack
            kept = vault.law_packs.add(SHIPPED, law.version, pack.mark, offer.key, PackState.USED, pack.files, now)
            vault.journal.write("taken_in", KIND, now, record=law.version)
            vault.law_in_use.forget()
            vault.law_in_use.remember(kept.row, law)
            vault.compute_all_deadlines(watch)
        self._changed()
        return True

    def undo(self, *, watch: Watch | None = None) -> str:
        """Take the pack in use back, and return the version that counts now. The key of its signer stays pinned.

        Raises :class:`NoPackToUndo`, :class:`VaultReadOnly`, and what ``watch`` raises; nothing changes then.
        """
        vault = self._vault
        used, before = self._before()
        with vault.change() as now:
            vault.law_in_use.hold(vault.law_packs.closed_cases(), now)
            vault.law_packs.set_state(used.row, PackState.UNDONE)
            if before is not None:
                vault.law_packs.set_state(before.row, PackState.USED)
            vault.journal.write("undone", KIND, now, record=used.version)
            vault.law_in_use.forget()
            vault.compute_all_deadlines(watch)
        self._changed()
        return vault.law.version

    # --- judging

    def _signer(self, key: str) -> Signer:
        pinned = self.trusted()
        if pinned is None:
            return Signer.FIRST
        return Signer.KNOWN if pinned == key else Signer.STRANGER

    def _standing(self, pack: ReadPack) -> Standing:
        """Raises :class:`PackOlder`."""
        known, version = self._vault.law.version, pack.version
        if version_of_pack(version) > version_of_pack(known):
            return Standing.NEWER
        used = self.in_use()
        if version == known and used is not None and used.mark == pack.mark:
            return Standing.SAME
        raise PackOlder(version=version, known=known, reason="same" if version == known else "older")

    def _before(self) -> tuple[KeptPack, KeptPack | None]:
        """The pack in use, and the one before it that would count again. Raises :class:`NoPackToUndo`."""
        used = self.in_use()
        if used is None:
            raise NoPackToUndo()
        earlier = [
            one for one in self._vault.law_packs.packs() if one.state is PackState.REPLACED and one.row < used.row
        ]
        return used, earlier[-1] if earlier else None

    def _law_of(self, pack: KeptPack) -> LawPack | None:
        return self._vault.law_in_use.kept(pack.row)


def verified(path: Path) -> tuple[ReadPack, LawPack]:
    """Read a pack without a vault: whole, unaltered, signed by somebody, sound.

    Raises :class:`NotFound`, :class:`FileRefused`, :class:`PackMalformed`, :class:`PackAltered`,
    :class:`PackUnsigned`, :class:`PackFaulty`.
    """
    pack = read_pack(path)
    signer_of(pack)
    return pack, pack.law()


def law_json(law: LawPack, lang: str) -> dict[str, Any]:
    """What a pack says of itself."""
    return {
        "pack": law.id,
        "version": law.version,
        "title": law.title.get(lang, ""),
        "jurisdiction": law.jurisdiction,
        "compiled": law.as_of.isoformat(),
        "newest_source": None if law.newest_source is None else law.newest_source.isoformat(),
        "reviewed_by_lawyer": law.reviewed_by_lawyer,
    }
