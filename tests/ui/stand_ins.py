"""A vault that keeps all in memory, for tests of the window that need no encryption."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from legalaid_desktop.domain.law import LawPack
from legalaid_desktop.errors import NotFound, WrongPassphrase
from legalaid_desktop.presenters.ports import Measured, Part
from legalaid_desktop.services.backup_reports import BackupStatus
from legalaid_desktop.services.law import shipped_law

RU_WORDS = "лампа река камень озеро ветер берег"
BE_WORDS = "лямпа рака камень возера вецер бераг"
EN_WORDS = "lamp river stone lake wind shore"


def _gone(ref: str) -> Any:
    raise NotFound(kind="case", what=ref)


class FakeNotes:
    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def keep_unsaved(self, key: str, text: str) -> None:
        self.kept[key] = text

    def unsaved(self, key: str) -> str | None:
        return self.kept.get(key)

    def unsaved_keys(self) -> tuple[str, ...]:
        return tuple(self.kept)

    def unfiled(self) -> tuple[Any, ...]:
        return ()


class FakeLawPacks:
    """The law that ships, read when it is asked for."""

    @property
    def law(self) -> LawPack:
        return shipped_law()

    def in_use(self) -> None:
        return None


class FakeBriefcase:
    def __init__(self) -> None:
        self.notes = FakeNotes()
        self.closed = self.interrupted = self.wiped = 0
        self.key_file: Path | None = None
        self.header_is_older = self.header_mended = self.read_only = False
        self.data_is_older = self.changes_unread = False
        self.damaged = SimpleNamespace(seen=lambda: (), is_quick=False)
        self.checkpoints = 0
        self.hits: tuple[Any, ...] = ()
        self.search = SimpleNamespace(find=self._find)
        self.deadlines = SimpleNamespace(near_cases=lambda as_of, days, most: ((), 0), clock_behind=lambda: None)
        # No appointed days, and the law that ships with the program.
        self.vault = SimpleNamespace(db=SimpleNamespace(has_table=lambda _: False, rows=lambda *_: []), law=None)
        self.backups = SimpleNamespace(status=lambda: BackupStatus(None, None, ()))
        self.keys = SimpleNamespace(slots=())
        self.key_slots = SimpleNamespace(all=lambda: (), opened_by=None)
        self.law_packs = FakeLawPacks()
        self.library = SimpleNamespace(all=lambda **_: (), document=lambda id: _gone(id))
        self.key_file = None
        self.drafts = SimpleNamespace(unfinished=lambda: ())
        self.cases = SimpleNamespace(
            rows=lambda as_of, **_: (), count=lambda **_: 0, topics=lambda: (), record=lambda ref: _gone(ref)
        )

    @property
    def law(self) -> LawPack:
        return shipped_law()

    def _find(self, words: str, *, kind: str | None = None, limit: int = 50) -> Any:
        return SimpleNamespace(query=words, total=len(self.hits), ms=0.1, hits=self.hits)

    def checkpoint(self) -> None:
        self.checkpoints += 1

    def interrupt(self) -> None:
        self.interrupted += 1

    def wipe_keys(self) -> None:
        self.wiped += 1

    def close(self) -> None:
        self.closed += 1


class FakeDoor:
    """Opens with «open sesame»; ``vault_there`` decides whether a vault is found."""

    def __init__(self) -> None:
        self.vault_there = True
        self.briefcase = FakeBriefcase()
        self.made: list[Path] = []
        self.restored: list[tuple[Path, Path, Path]] = []
        self.seen: list[bytes] = []
        self.failure: Exception | None = None
        self.kinds: frozenset[str] = frozenset({"passphrase"})
        self.key_files: list[Path | None] = []
        self.recovered: list[Sequence[Part]] = []
        self.renewed: list[tuple[bytes, bool]] = []

    def exists(self, folder: Path) -> bool:
        return self.vault_there

    def ways(self, folder: Path) -> frozenset[str]:
        return self.kinds

    def open(self, folder: Path, passphrase: bytearray, key_file: Path | None = None) -> Any:
        self.key_files.append(key_file)
        given = bytes(passphrase)
        self.seen.append(given)
        passphrase[:] = bytes(len(passphrase))
        if self.failure is not None:
            raise self.failure
        if given != b"open sesame":
            raise WrongPassphrase()
        return self.briefcase

    def create(self, folder: Path, passphrase: bytearray) -> Any:
        self.made.append(folder)
        self.seen.append(bytes(passphrase))
        passphrase[:] = bytes(len(passphrase))
        return self.briefcase

    def restore(self, file: Path, into: Path, identity: Path, passphrase: bytearray) -> None:
        self.restored.append((file, into, identity))
        passphrase[:] = bytes(len(passphrase))

    def new_words(self, lang: str) -> bytearray:
        return bytearray({"ru": RU_WORDS, "be": BE_WORDS, "en": EN_WORDS}[lang].encode())

    def measure(self, passphrase: bytearray, lang: str) -> Measured:
        letters = len(bytes(passphrase).decode())
        passphrase[:] = bytes(len(passphrase))
        return Measured(min(4, letters // 5))

    def recover(self, folder: Path, parts: Sequence[Part]) -> Any:
        if self.failure is not None:
            raise self.failure
        self.recovered.append(parts)
        return self.briefcase

    def recover_together(self, folder: Path, identities: Sequence[Path], parts: Sequence[Path]) -> Any:
        return self.briefcase

    def ask_part(self, folder: Path, out: Path) -> None:
        out.write_bytes(b"request")

    def renew_passphrase(self, briefcase: Any, passphrase: bytearray, *, keep_old: bool) -> None:
        self.renewed.append((bytes(passphrase), keep_old))
        passphrase[:] = bytes(len(passphrase))
