"""The library of one open vault: the office's own law texts, reports, precedents and manuals.

Files are read beforehand (``library_reading.py``, no vault needed) and kept here, one change for each document: it is
there with every page and findable, or not at all. Searching is ``library_search.py``, quoting ``library_quotes.py``.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from legalaid_desktop.domain.ids import LanguageCode
from legalaid_desktop.domain.library import (
    LONGEST_LINE,
    LONGEST_NOTE,
    About,
    LibraryDocument,
    LibraryKind,
    LibraryPage,
    PageUnit,
    RiskKind,
    published_from,
    published_text,
)
from legalaid_desktop.errors import (
    DatabaseDamaged,
    DocumentExists,
    EvidenceDamaged,
    NotFound,
    RiskNotAccepted,
    WrongUse,
)
from legalaid_desktop.host.files import new_file
from legalaid_desktop.services.library_reading import ENDINGS, ReadFile, Watch, read_content, read_file
from legalaid_desktop.services.library_search import LibraryHit, LibraryResult, find_pages, marks_on
from legalaid_desktop.services.open_vault import OpenVault
from legalaid_desktop.vault.outside import must_lie_outside

__all__ = [
    "ENDINGS", "About", "Library", "LibraryDocument", "LibraryHit", "LibraryKind", "LibraryPage", "LibraryResult",
    "PageUnit", "ReadFile", "RiskKind", "proposed", "published_from", "published_text", "read_content", "read_file",
]  # fmt: skip

MOST_DOCUMENTS: Final = 20_000
_KIND: Final = "library"
_ID_SIGNS: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without those that look like another."""
_LANGUAGES: Final = frozenset(
    ("ru", "be", "en", "uk", "pl", "lt", "de", "fr", "ar", "fa", "tr", "es", "it", "ka", "hy")
)


@dataclass(frozen=True, kw_only=True)
class LibraryCounts:
    """``size``: bytes of all originals."""

    documents: int
    pages: int
    size: int


class Library:
    def __init__(self, vault: OpenVault) -> None:
        self._vault = vault
        self._store = vault.library

    # --- what there is

    def all(self, *, removed: bool = False) -> tuple[LibraryDocument, ...]:
        """Every document, the newest first; with ``removed`` what lies in the bin."""
        return tuple(reversed(self._store.all(removed=removed)))

    def document(self, id: str) -> LibraryDocument:
        """Raises :class:`NotFound`, :class:`DatabaseDamaged`."""
        return self._store.get(plain_id(id))

    def counts(self) -> LibraryCounts:
        found = self._store.all()
        return LibraryCounts(
            documents=len(found), pages=sum(one.pages for one in found), size=sum(one.size for one in found)
        )

    def page(self, id: str, n: int) -> LibraryPage:
        """Page ``n`` (from 1) of a document. Raises :class:`NotFound`, :class:`DatabaseDamaged`."""
        return self._store.page(self.document(id), n)

    def quoted(self, id: str) -> int:
        """How many quotations from this document cases hold."""
        return self._vault.library_quotes.of_document(plain_id(id))

    def search(
        self,
        words: str,
        *,
        kind: LibraryKind | None = None,
        document: str | None = None,
        limit: int = 50,
    ) -> LibraryResult:
        """Find pages that hold every word in any of its forms. Words in quotation marks must follow each other as they
        stand; ``депорт*`` finds what begins so. Raises :class:`WrongUse`, :class:`NotFound`."""
        only: frozenset[int] | None = None
        if limit < 0 or limit > 1_000:
            raise WrongUse(what="limit")
        if document is not None:
            only = frozenset((self.document(document).row,))
        elif kind is not None:
            only = frozenset(one.row for one in self._store.all() if one.about.kind is kind)
        return find_pages(self._vault, words, only=only, limit=limit)

    def marks(self, id: str, n: int, words: str) -> tuple[tuple[int, int], ...]:
        """Where the words of a question stand on a page, in any of their forms. Raises as :meth:`page`."""
        return marks_on(self._vault, self.page(id, n).text, words)

    # --- taking in

    def known(self, read: ReadFile) -> LibraryDocument | None:
        """The document that this very file is already, if it is."""
        return self._store.with_content(hashlib.sha256(read.content).hexdigest())

    def add(self, read: ReadFile, about: About, watch: Watch | None = None) -> LibraryDocument:
        """Keep a file that was read: original, text of each page, words. All of it or nothing.

        ``watch`` is told pages; what it raises stops the work, and nothing is kept. Raises :class:`WrongUse` (no
        title, a risk without its reason, a text too long), :class:`DocumentExists`, :class:`VaultReadOnly`,
        :class:`DiskFull`.
        """
        about = checked(about)
        digest = hashlib.sha256(read.content).hexdigest()
        try:
            with self._vault.change() as now:
                there = self._store.with_content(digest)
                if there is not None:
                    raise DocumentExists(what=there.id)
                if len(self._store.all()) >= MOST_DOCUMENTS:
                    raise WrongUse(what="documents")
                row = self._store.next_row()
                chunks = self._store.put_pieces(row, read.content)
                for page in read.pages:
                    if watch is not None and page.n % 16 == 1:
                        watch(page.n - 1, len(read.pages))
                    self._store.put_page(row, page)
                    self._vault.library_index.put(row, page.n, page.text)
                document = LibraryDocument(
                    id=self._free_id(),
                    about=about,
                    format=read.kind.value,
                    file_name=read.name,
                    sha256=digest,
                    size=len(read.content),
                    unit=read.unit,
                    pages=len(read.pages),
                    blank=read.blank,
                    added_at=now,
                    row=row,
                )
                self._store.put(document, chunks)
                self._vault.journal.write("added", _KIND, now, record=document.id)
                if watch is not None:
                    watch(len(read.pages), len(read.pages))  # the last chance to stop before it is confirmed
        except BaseException:
            self._vault.library_index.forget()
            raise
        return document

    def add_file(self, path: Path, about: About, watch: Watch | None = None) -> LibraryDocument:
        """Read and keep a file. ``watch`` is told pages twice over: read, then kept. Raises as :func:`read_file` and
        :meth:`add`."""
        read = read_file(path, None if watch is None else lambda done, total: watch(done, 2 * total))
        return self.add(read, about, None if watch is None else lambda done, total: watch(total + done, 2 * total))

    def _free_id(self) -> str:
        while True:
            id = "L-" + "".join(secrets.choice(_ID_SIGNS) for _ in range(6))
            with contextlib.suppress(NotFound):
                self._store.get(id)
                continue
            with contextlib.suppress(NotFound):
                self._store.get(id, removed=True)
                continue
            return id

    # --- changing

    def describe(self, id: str, about: About) -> LibraryDocument:
        """Say something else of a document: its title, its risk … Raises :class:`NotFound`, :class:`WrongUse`,
        :class:`VaultReadOnly`."""
        about = checked(about)
        with self._vault.change() as now:
            before = self.document(id)
            after = replace(before, about=about)
            if after != before:
                self._store.write_again(after)
                fields = tuple(
                    name for name in About.__dataclass_fields__ if getattr(about, name) != getattr(before.about, name)
                )
                self._vault.journal.write("changed", _KIND, now, record=after.id, fields=fields)
        return after

    def remove(self, id: str) -> LibraryDocument:
        """Put a document into the bin: it is found no more, and for 30 days it can be put back. What was quoted from
        it stays where it was quoted. Raises :class:`NotFound`, :class:`VaultReadOnly`."""
        with self._vault.change() as now:
            document = replace(self.document(id), removed_at=now)
            self._store.write_again(document)
            self._vault.journal.write("removed", _KIND, now, record=document.id)
        return document

    def restore(self, id: str) -> LibraryDocument:
        """Take a document out of the bin again. Raises :class:`NotFound`, :class:`DocumentExists` (the same file was
        taken in meanwhile), :class:`VaultReadOnly`."""
        with self._vault.change() as now:
            removed = self._store.get(plain_id(id), removed=True)
            there = self._store.with_content(removed.sha256) if removed.original_kept else None
            if there is not None:
                raise DocumentExists(what=there.id)
            document = replace(removed, removed_at=None)
            self._store.write_again(document)
            self._vault.journal.write("restored", _KIND, now, record=document.id)
        return document

    def erase(self, id: str) -> None:
        """Erase a document that lies in the bin for good, at once: what is dangerous to hold need not wait 30 days.
        Undo cannot go back behind this. Raises :class:`NotFound`, :class:`VaultReadOnly`."""
        with self._vault.change(erasing=True) as now:
            document = self._store.get(plain_id(id), removed=True)
            self._store.erase(document.row)
            self._vault.library_index.compact()
            self._vault.journal.write("erased", _KIND, now, record=document.id)
        self._vault.db.checkpoint()

    # --- handing out

    def original(self, id: str, *, accept_risk: bool = False) -> Iterator[bytes]:
        """The file as it was taken in, piece by piece, each proved. Raises :class:`NotFound` (also where a rescue
        could save the text alone), :class:`RiskNotAccepted`, :class:`EvidenceDamaged`."""
        document = self.document(id)
        if document.about.risky and not accept_risk:
            raise RiskNotAccepted(what=document.id)
        if not document.original_kept:
            raise NotFound(kind="file", what=document.id)
        return self._pieces(document)

    def _pieces(self, document: LibraryDocument) -> Iterator[bytes]:
        try:
            yield from self._store.pieces(document)
        except DatabaseDamaged:
            raise EvidenceDamaged(what=document.id) from None

    def get(self, id: str, out: Path, *, accept_risk: bool = False) -> LibraryDocument:
        """Write the original to the new file ``out`` (mode 0600), whole or not at all, and note that it went out.

        Raises as :meth:`original`, and :class:`DestinationExists`, :class:`DestinationInVault`,
        :class:`DestinationNotWritable`, :class:`DiskFull`.
        """
        must_lie_outside(out)
        document = self.document(id)
        with new_file(out) as target:
            for piece in self.original(id, accept_risk=accept_risk):
                target.write(piece)
        if self._vault.db.read_only:
            return document
        try:
            with self._vault.change() as now:
                self._vault.journal.write("handed_out", _KIND, now, record=document.id)
        except BaseException:
            with contextlib.suppress(OSError):  # the first failure is the one to tell
                out.unlink(missing_ok=True)  # nothing leaves the vault without a trace in it
            raise
        return document


def plain_id(id: str) -> str:
    """As it is kept, for one typed in small letters or with spaces around."""
    return id.strip().upper()


def proposed(read: ReadFile, today: dt.date) -> About:
    """What a form begins with: as far as the file says something of itself that can be believed."""
    told: Mapping[str, str] = read.told
    published = None
    with contextlib.suppress(ValueError):
        published = published_from(told.get("date", "")[:10])
    language = told.get("language", "").lower()[:2]
    title = told.get("title", "").strip() or Path(read.name).stem
    return About(
        title=title[:LONGEST_LINE],
        publisher=told.get("publisher", "").strip()[:LONGEST_LINE] or None,
        published=published,
        language=LanguageCode(language) if language in _LANGUAGES else None,
        retrieved_on=today,
    )


def checked(about: About) -> About:
    """The same with the blanks around texts gone. Raises :class:`WrongUse`, ``what`` names the field."""

    def line(name: str, text: str | None, most: int = LONGEST_LINE) -> str | None:
        plain = " ".join((text or "").split()) if most == LONGEST_LINE else (text or "").strip()
        if len(plain) > most or any(ord(sign) < 32 and sign not in "\n\t" for sign in plain):
            raise WrongUse(what=name)
        return plain or None

    title = line("title", about.title)
    if title is None:
        raise WrongUse(what="title")
    reason = line("risk_reason", about.risk_reason)
    if about.risks and reason is None:
        raise WrongUse(what="risk_reason")
    try:
        published_text(about.published)
    except ValueError:
        raise WrongUse(what="published") from None
    if about.language is not None and not (about.language.isalpha() and 2 <= len(about.language) <= 3):
        raise WrongUse(what="language")
    return replace(
        about,
        title=title,
        publisher=line("publisher", about.publisher),
        url=line("url", about.url),
        risks=tuple(dict.fromkeys(about.risks)),
        risk_reason=reason if about.risks else None,
        note=line("note", about.note, LONGEST_NOTE),
    )
