"""What a check may look at: one finished draft and all that is known about it. No internal text is in here.

Texts that must not appear (notes, withheld texts, names of persons who print by role) are held as fingerprints:
keyed hashes of word groups, of which a check can say "this stands in the paper" without ever holding the text.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from legalaid_desktop.documents.blocks import Block
from legalaid_desktop.documents.checks.name_guard import NameGuard
from legalaid_desktop.documents.manifest import Manifest
from legalaid_desktop.documents.parts import AddresseeInfo, Annex, Citation, DocumentState, Gap, NameUse
from legalaid_desktop.domain.deadline import DeadlineRow
from legalaid_desktop.domain.disclosed import DisclosedCase, Signer, WithheldItem
from legalaid_desktop.domain.facts import Decision
from legalaid_desktop.domain.ids import CaseRef, DocumentCode, LanguageCode, LocalId
from legalaid_desktop.domain.law import LawPack
from legalaid_desktop.domain.person import NameSet, Sex

__all__ = [
    "AddresseeInfo", "AlikeAccount",
    "Annex", "CheckContext", "Citation", "DocumentState", "EarlierPaper", "Fingerprint", "Gap",
    "NameUse", "PersonSummary", "RiskySource", "fingerprint", "words_of",
]  # fmt: skip

SHINGLE = 8
"""Words in a shingle of CHK-CONF."""
SHORT_NOTE = 5
"""A note with fewer words is compared whole against a whole paragraph only."""


def words_of(text: str) -> list[str]:
    """Words as CHK-CONF compares them: NFKC, casefold, ё as е, no marks, no punctuation, no invisible signs."""
    folded = unicodedata.normalize("NFKD", text).casefold().replace("ё", "е")
    return re.findall(r"\w+", folded.translate(_WITHOUT_MARKS))


class _Kept(dict[int, int | None]):
    """Code point → itself, or nothing for a combining mark and an invisible sign; learned sign by sign."""

    def __missing__(self, point: int) -> int | None:
        sign = chr(point)
        self[point] = None if unicodedata.combining(sign) or unicodedata.category(sign) == "Cf" else point
        return self[point]


_WITHOUT_MARKS = _Kept()


@dataclass(frozen=True, kw_only=True)
class Fingerprint:
    """``source`` is note, text or person; ``record`` its local id ("n1", "e2", "p2").

    ``size`` is the number of words of each shingle; ``whole`` is the hash of all words. ``short`` notes (fewer than
    five words) are compared with ``whole`` against a whole paragraph only.
    """

    source: str
    record: str
    size: int
    short: bool
    whole: str
    shingles: frozenset[str]
    key: bytes

    def without(self, texts: Iterable[str]) -> Fingerprint | None:
        """The same without what other texts say in the same words; ``None`` when nothing of its own is left."""
        common = {_hash(part, self.key) for text in texts for part in _groups(words_of(text), self.size)}
        own = self.shingles - common
        return replace(self, shingles=own) if own else None

    def found_in(self, paragraph: str) -> bool:
        """Whether the text stands in this paragraph, exactly or by one shingle."""
        return self.found_in_words(words_of(paragraph))

    def found_in_words(self, words: Sequence[str]) -> bool:
        """The same for a paragraph whose words are known: a paper is read once for all texts."""
        if self.short and self.source == "note":
            return bool(words) and _hash(words, self.key) == self.whole
        return any(_hash(part, self.key) in self.shingles for part in _groups(words, self.size))


def fingerprint(text: str, *, source: str, record: str, key: bytes) -> Fingerprint | None:
    """``None`` for a text without words. ``key`` is random for one call, so that hashes mean nothing elsewhere."""
    words = words_of(text)
    if not words:
        return None
    size = min(SHINGLE, len(words))
    return Fingerprint(
        source=source,
        record=record,
        size=size,
        short=len(words) < SHORT_NOTE,
        whole=_hash(words, key),
        shingles=frozenset(_hash(part, key) for part in _groups(words, size)),
        key=key,
    )


def _groups(words: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    return (words[at : at + size] for at in range(len(words) - size + 1))


def _hash(words: Sequence[str], key: bytes) -> str:
    return hashlib.blake2b(" ".join(words).encode(), key=key, digest_size=16).hexdigest()


@dataclass(frozen=True, kw_only=True)
class PersonSummary:
    """A person for CHK-DUP: of this case or of another one. ``case`` is ``None`` where the case may not be shown."""

    person: LocalId
    case: CaseRef | None
    names: NameSet
    birth_year: int | None
    sex: Sex | None
    document_numbers: tuple[str, ...] = ()
    here: bool = False
    restricted: bool = False
    prints_by_role: bool = False


@dataclass(frozen=True, kw_only=True)
class AlikeAccount:
    """An account of another case that uses whole phrases of this one's; ``case`` is ``None`` where it may not be shown.

    ``phrase`` is eight words of this case's own account; ``share`` the percentage of its phrases that were asked for
    and stand there too.
    """

    case: CaseRef | None
    phrase: str
    share: int


@dataclass(frozen=True, kw_only=True)
class RiskySource:
    """A document of the library that is marked as dangerous. ``quoted``: what this case quotes from it; ``risks`` are
    words of ``library.risk``."""

    id: str
    title: str
    risks: tuple[str, ...]
    quoted: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class EarlierPaper:
    """A paper exported before: the facts it printed, by origin ("p1.birth" → «17 апреля 1993 г.»), for CHK-CROSSDOC."""

    document: DocumentCode
    exported_on: dt.date
    facts: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class CheckContext:
    case: DisclosedCase
    withheld: tuple[WithheldItem, ...]
    document: DocumentCode
    manifest: Manifest
    language: LanguageCode
    signer: Signer
    as_of: dt.date
    law: LawPack

    blocks: tuple[Block, ...]
    plain: str
    """``blocks.plain``: the oracle of both writers."""
    printed: Mapping[str, bool]
    """Section id → whether it stands in this draft."""
    gaps: tuple[Gap, ...]
    annexes: tuple[Annex, ...]
    citations: tuple[Citation, ...]
    names: tuple[NameUse, ...]
    facts: Mapping[str, str]
    """Origin → text of each fact printed."""
    addressee: AddresseeInfo | None
    conditions: Mapping[str, bool]
    """Every name of documents.md §4."""
    answers: Mapping[str, object]
    edits: Mapping[str, str] = field(default_factory=dict)
    """Block key → text that a person wrote over it."""

    decision: Decision | None = None
    """The decision that the paper is about."""
    deadlines: tuple[DeadlineRow, ...] = ()
    """Rows of the whole case."""
    states: Mapping[DocumentCode, DocumentState] = field(default_factory=dict)
    """Papers of this case that were drafted or exported."""
    planned: tuple[DocumentCode, ...] = ()
    """``case.documents``."""
    earlier: tuple[EarlierPaper, ...] = ()
    internal: tuple[Fingerprint, ...] = ()
    """Notes of this case and of every other case that the vault holds."""
    hidden: tuple[Fingerprint, ...] = ()
    """Withheld texts (``source`` text) and whole spellings of names that may not print (``source`` person)."""
    guards: tuple[NameGuard, ...] = ()
    """Names that may not print, in every form."""
    office_words: tuple[str, ...] = ()
    """Office and program words of CHK-OFFICE, casefolded."""
    listed_words: tuple[str, ...] = ()
    """The office's list of materials that are dangerous to hold, casefolded (CHK-LISTED)."""
    risky: tuple[RiskySource, ...] = ()
    """Documents of the library that ask before they are printed (CHK-LISTED)."""
    people: tuple[PersonSummary, ...] = ()
    accounts: tuple[AlikeAccount, ...] = ()
    """Accounts of other cases that share phrases with the client's (documents.md A2, Reviewer)."""
    file_names: tuple[str, ...] = ()
    made: Mapping[str, bytes] = field(default_factory=dict)
    """Format → bytes of the finished files; empty while a draft is only checked."""
    pdf_pages: int | None = None
    """Pages of the paper as the PDF writer sets it, without annexes; ``None`` while only checked."""
    loose: tuple[tuple[str, str], ...] = ()
    """(record, cited id): citations of this paper whose target the case does not have."""
    countries: Mapping[str, str] = field(default_factory=dict)
    """Names of states in every case, casefolded → code."""
    urgent: bool = False
    filed: bool = False
    """The paper was handed in: what is to be done before that is told no more."""
