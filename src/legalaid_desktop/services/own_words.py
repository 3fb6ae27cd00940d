"""Words that the spelling check takes for right: those a person added, and the names of a case."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any, Final

from legalaid_desktop.domain.case_record import CaseRecord
from legalaid_desktop.domain.law import LawPack
from legalaid_desktop.domain.person import NameSet, Person
from legalaid_desktop.domain.spelling import LANGUAGES, LONGEST, KnownWords, asked, words_of
from legalaid_desktop.errors import WrongUse
from legalaid_desktop.grammar.names import name_forms
from legalaid_desktop.services.open_vault import OpenVault

MOST: Final = 20_000
"""Words that a vault keeps."""
_NAMED: Final = frozenset(
    {
        *("birth_place", "place", "address_service", "safe_address", "last_place", "whereabouts", "point", "post"),
        *("district_gen", "district_gen_be", "city_gen", "city_gen_be", "issuer", "held_by", "original_held_by"),
        *("given_by", "signed_by", "publisher", "ethnicity"),
    }
)
"""Fields that hold names of places, bodies and people in short; words of longer texts are checked like any other."""
_SHORT: Final = 200


class OwnWords:
    """Words added to one vault; they go with its backups and lie nowhere else."""

    def __init__(self, vault: OpenVault) -> None:
        self._vault = vault

    def all(self) -> tuple[tuple[str, str], ...]:
        """``(language, word)``, in order."""
        return self._vault.own_words.all()

    def add(self, language: str, word: str) -> None:
        """Take ``word`` for right from now on; one that is there already stays. Raises :class:`WrongUse` (no word, no
        such language, too many), :class:`VaultReadOnly`."""
        plain = asked(word.strip())
        if language not in LANGUAGES or not plain or len(plain) > LONGEST or any(sign.isspace() for sign in plain):
            raise WrongUse(what="word")
        with self._vault.change() as now:
            if len(self.all()) >= MOST:
                raise WrongUse(what="word")
            if self._vault.own_words.add(language, plain, now):
                self._vault.journal.write("added", "own_word", now)

    def remove(self, language: str, word: str) -> None:
        """Mark ``word`` again where it is met; nothing happens when it was not there. Raises :class:`VaultReadOnly`."""
        with self._vault.change() as now:
            if self._vault.own_words.remove(language, asked(word.strip())):
                self._vault.journal.write("removed", "own_word", now)

    def known(self, ref: str | None = None) -> KnownWords:
        """The added words, our own names, and with ``ref`` the names of that case. Raises :class:`NotFound`."""
        office, consultant = self._vault.office.office(), self._vault.office.consultant()
        ours = [text for text in (office.name, office.contact, office.code, consultant.name) if text]
        names = words_of([*ours, *_bodies(self._vault.law)])
        if ref is not None:
            names |= names_of_case(self._vault.cases.load(self._vault.cases.row_of(ref)))
        return KnownWords(own=frozenset(self.all()), names=names)


def names_of_case(record: CaseRecord) -> frozenset[str]:
    """The words of all names of people in all their forms, of places and bodies of a case."""
    return words_of(_texts(record))


def _bodies(law: LawPack) -> Iterator[str]:
    """Names in names of bodies: what begins with a capital there."""
    for authority in law.authorities.values():
        for form in authority.forms.values():
            yield from _capitals(form)


def _capitals(text: str) -> Iterator[str]:
    return (word for word in text.split() if word.lstrip('«"(„“')[:1].isupper())


def _texts(value: Any, field: str = "") -> Iterator[str]:
    if isinstance(value, Person):
        for language in ("ru", "be"):
            yield from (text for text in name_forms(value.names, value.sex, language).plain().values() if text)
    if isinstance(value, NameSet):
        yield from _strings(value)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for part in dataclasses.fields(value):
            yield from _texts(getattr(value, part.name), part.name)
    elif isinstance(value, tuple):
        for one in value:
            yield from _texts(one, field)
    elif isinstance(value, str) and field in _NAMED and len(value) <= _SHORT:
        yield from _capitals(value)


def _strings(names: NameSet) -> Iterator[str]:
    for part in dataclasses.fields(names):
        value = getattr(names, part.name)
        if isinstance(value, str) and part.name != "original_lang":
            yield value
        elif isinstance(value, tuple):
            yield from value
