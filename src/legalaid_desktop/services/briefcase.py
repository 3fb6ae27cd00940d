"""The open briefcase: one vault, unlocked, with the services over it. One thread only."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from legalaid_desktop.domain.draft import ROLES
from legalaid_desktop.domain.law import LawPack
from legalaid_desktop.errors import VaultReadOnly
from legalaid_desktop.services.cases import Cases
from legalaid_desktop.services.damage import Damage, DamagedRecord
from legalaid_desktop.services.deadlines import Deadlines
from legalaid_desktop.services.drafts import Drafts
from legalaid_desktop.services.evidence import EvidenceService
from legalaid_desktop.services.journal import JournalSettings, JournalView
from legalaid_desktop.services.notes import Notes
from legalaid_desktop.services.office import OfficeService
from legalaid_desktop.services.open_vault import OpenVault
from legalaid_desktop.services.own_words import OwnWords
from legalaid_desktop.services.search import Search
from legalaid_desktop.services.undo import Undo
from legalaid_desktop.storage.cut_log import cut_logs
from legalaid_desktop.vault.head_lock import HeldLock
from legalaid_desktop.vault.secret import Secret
from legalaid_desktop.vault.unlock import VaultKeys

if TYPE_CHECKING:
    from legalaid_desktop.services.backup import Backups
    from legalaid_desktop.services.bundling import Bundling
    from legalaid_desktop.services.draft_comparison import DraftComparison
    from legalaid_desktop.services.draft_review import DraftReview
    from legalaid_desktop.services.drafting import Drafting
    from legalaid_desktop.services.law_packs import LawPacks
    from legalaid_desktop.services.library import Library
    from legalaid_desktop.services.library_quotes import LibraryQuoting
    from legalaid_desktop.services.office_templates import OfficeTemplates
    from legalaid_desktop.services.ways_in import KeySlots


class Briefcase:
    """An open vault. ``header_is_older``: the header on disk is older than one that this database has seen;
    ``header_mended``: one of its two copies was damaged or left behind, and was written anew when it was opened."""

    def __init__(
        self,
        folder: Path,
        keys: VaultKeys,
        lock: HeldLock,
        database_key: Secret,
        vault: OpenVault,
        *,
        header_is_older: bool = False,
        header_mended: bool = False,
    ) -> None:
        self.folder = folder
        self.keys = keys
        self.lock = lock
        self.vault = vault
        self.header_is_older = header_is_older
        self.header_mended = header_mended
        self.data_is_older = False
        """The database is an earlier copy, put back beside a header that was changed several times since."""
        self._database_key = database_key
        self.key_file: Path | None = None
        """The key file that helped to open the vault: gone means locked."""
        self.cases = Cases(vault)
        self.notes = Notes(vault)
        self.evidence = EvidenceService(vault, self.cases)
        self.search = Search(vault)
        self.drafts = Drafts(vault)
        self.office = OfficeService(vault)
        self.own_words = OwnWords(vault)
        self.deadlines = Deadlines(vault)
        self.journal = vault.journal
        self.journal_view = JournalView(vault)
        self.journal_settings = JournalSettings(vault)
        self.undo = Undo(vault)
        self.damaged = Damage(vault)

    @property
    def changes_unread(self) -> bool:
        """Changes at the end of a write log could not be read; its bytes are kept beside the vault."""
        return self.vault.db.changes_unread

    @property
    def unread_kept_in(self) -> str:
        """Names of the files in the vault's folder that keep those bytes."""
        return ", ".join(kept.name for kept in cut_logs(self.vault.db.path))

    def go_on_without_unread(self) -> None:
        """Somebody looked and found the vault all right: drop the bytes that were kept. Raises
        :class:`VaultReadOnly`, :class:`DestinationNotWritable`."""
        if self.read_only:
            raise VaultReadOnly()
        self.vault.db.go_on_without_unread()

    @property
    def read_only(self) -> bool:
        """Whether nothing can be changed: opened so because something is damaged."""
        return self.vault.db.read_only

    def damage(self) -> tuple[DamagedRecord, ...]:
        """Read everything and return what cannot be read; ``damaged`` tells of a single case, or of what was met."""
        return self.damaged.all()

    @cached_property
    def backups(self) -> Backups:
        """Made when first asked for, like ``drafting``."""
        from legalaid_desktop.services.backup import Backups

        return Backups(self.vault, self.keys)

    @cached_property
    def key_slots(self) -> KeySlots:
        """Made when first asked for, like ``drafting``."""
        from legalaid_desktop.services.ways_in import KeySlots

        return KeySlots(self.vault, self.keys, self.lock)

    @cached_property
    def drafting(self) -> Drafting:
        """Made when first asked for: the writers of documents take longer to load than a vault to open."""
        from legalaid_desktop.services.draft_desk import Desk
        from legalaid_desktop.services.drafting import Drafting
        from legalaid_desktop.services.labels import shipped_labels
        from legalaid_desktop.services.surroundings import Surroundings

        office = self.office.office()
        desk = Desk(
            catalog=self.office_templates.catalog,
            law=self.law,
            labels=shipped_labels(),
            office_words=tuple(word for word in (office.name, office.contact, office.code) if word),
        )
        return Drafting(
            cases=self.cases,
            drafts=self.drafts,
            clock=self.vault.clock,
            desk=desk,
            around=Surroundings(self.vault),
            role=self._role,
        )

    @cached_property
    def office_templates(self) -> OfficeTemplates:
        """Made when first asked for, like ``drafting``."""
        from legalaid_desktop.services.office_templates import OfficeTemplates
        from legalaid_desktop.services.templates import shipped_catalog

        return OfficeTemplates(self.vault, shipped_catalog(), self._role)

    @cached_property
    def law_packs(self) -> LawPacks:
        """Made when first asked for, like ``drafting``."""
        from legalaid_desktop.services.law_packs import LawPacks

        return LawPacks(self.vault, self._law_changed)

    @property
    def law(self) -> LawPack:
        """What the clocks of open cases are counted by."""
        return self.vault.law

    def _law_changed(self) -> None:
        """Whatever was made with the law so far is made anew when it is next asked for."""
        for name in ("drafting", "draft_review", "bundling", "draft_comparison"):
            self.__dict__.pop(name, None)

    @cached_property
    def library(self) -> Library:
        """Made when first asked for, like ``drafting``."""
        from legalaid_desktop.services.library import Library

        return Library(self.vault)

    @cached_property
    def library_quotes(self) -> LibraryQuoting:
        """Made when first asked for, like ``drafting``."""
        from legalaid_desktop.services.library_quotes import LibraryQuoting

        return LibraryQuoting(self.vault, self.cases)

    def _role(self) -> str:
        """A word for who works here, as versions of drafts keep it."""
        role = self.office.consultant().role or ""
        return role if role in ROLES else ROLES[0]

    @cached_property
    def draft_review(self) -> DraftReview:
        """Made when first asked for, like ``drafting``."""
        from legalaid_desktop.services.draft_review import DraftReview

        return DraftReview(self.vault, self.drafting, self.deadlines)

    @cached_property
    def bundling(self) -> Bundling:
        """Made when first asked for, like ``drafting``."""
        from legalaid_desktop.services.bundling import Bundling

        return Bundling(self.drafting, self.evidence)

    @cached_property
    def draft_comparison(self) -> DraftComparison:
        """Made when first asked for, like ``drafting``."""
        from legalaid_desktop.services.draft_comparison import DraftComparison

        return DraftComparison(self.drafting)

    def checkpoint(self) -> None:
        """Drop what undo needs no more and bring the write-ahead log into the database file; every five minutes and
        after deletions."""
        if not self.read_only:
            self.undo.trim()
            self.vault.library.sweep()
        self.vault.db.checkpoint()

    def interrupt(self) -> None:
        """Stop the statement that the database is at, from any thread; for a lock that cannot wait."""
        self.vault.db.interrupt()

    def wipe_keys(self) -> None:
        """Wipe what keys this process holds of the vault, from any thread: the process is about to be replaced and the
        vault could not be closed. Nothing can be asked of the briefcase any more."""
        self._database_key.wipe()
        self.keys.close()

    def close(self, *, keep_keys: bool = False) -> None:
        """Close the database, wipe the keys, give the lock back. Closing twice is no error.

        ``keep_keys``: all but the wiping of the vault's keys, for one that is opened again at once.
        """
        try:
            self.vault.db.close()
        finally:
            self._database_key.wipe()
            self.vault.forget_keys()
            if not keep_keys:
                self.keys.close()
            self.lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
