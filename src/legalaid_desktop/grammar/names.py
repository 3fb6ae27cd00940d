"""The six forms of a person's name: confirmed ones first, proposals of the rules second (documents.md §5).

A form is text plus whether a person confirmed it; a form that nobody confirmed and the rules will not guess is
``None``. Names in Latin spelling are never declined, a missing patronymic is never invented.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from legalaid_desktop.domain.person import NameSet, Sex
from legalaid_desktop.grammar import belarusian_names, russian_names
from legalaid_desktop.grammar.agreement import declining_sex
from legalaid_desktop.grammar.name_parts import NameWord, read_parts
from legalaid_desktop.grammar.russian_names import Paradigm, Role, is_cyrillic

Case = Literal["nom", "gen", "dat", "acc", "ins", "prep"]
CASES: tuple[Case, ...] = ("nom", "gen", "dat", "acc", "ins", "prep")
NameLanguage = Literal["ru", "be"]


@dataclass(frozen=True)
class Form:
    """One grammatical form of a name. ``confirmed``: a person has checked it, nothing recomputes it."""

    text: str
    confirmed: bool


@dataclass(frozen=True)
class NameForms:
    nom: Form | None = None
    gen: Form | None = None
    dat: Form | None = None
    acc: Form | None = None
    ins: Form | None = None
    prep: Form | None = None

    def get(self, case: str) -> Form | None:
        """The form of one of ``CASES``; another word is a ``ValueError``."""
        if case not in CASES:
            raise ValueError(f"no grammatical case {case!r}")
        form: Form | None = getattr(self, case)
        return form

    def plain(self) -> dict[str, str | None]:
        """``{nom, gen, dat, acc, ins, prep}`` with ``None`` for a form that nobody knows."""
        return {case: form.text if (form := self.get(case)) is not None else None for case in CASES}

    @property
    def all_confirmed(self) -> bool:
        return all(form is not None and form.confirmed for form in map(self.get, CASES))


def _tidy(text: str | None) -> str | None:
    """Single spaces, no empty text."""
    if text is None:
        return None
    joined = " ".join(text.split())
    return joined or None


def _decline(word: NameWord, sex: Sex | None, lang: str) -> Paradigm:
    if lang == "be":
        return belarusian_names.decline_word(word.text, word.role, sex)
    return russian_names.decline_word(word.text, word.role, sex)


def _alternatives(word: NameWord, sex: Sex | None, lang: str) -> list[Paradigm]:
    """The proposal first, then the other ways the word could decline, for choosing by a confirmed form."""
    fixed: Paradigm = (word.text, word.text, word.text, word.text, word.text, word.text)
    made = [_decline(word, sex, lang)]
    made += [_decline(NameWord(word.text, role), sex, lang) for role in (Role.FAMILY, Role.GIVEN, Role.PATRONYMIC)]
    return [*made, fixed]


def _columns(words: Sequence[NameWord], sex: Sex | None, lang: str, stored: dict[str, list[str]]) -> list[Paradigm]:
    """A paradigm for each word that agrees with every confirmed form of that word, or one without oblique forms."""
    columns: list[Paradigm] = []
    for place, word in enumerate(words):
        known = [(CASES.index(case), parts[place]) for case, parts in stored.items()]
        candidates = _alternatives(word, sex, lang)
        agreeing = [one for one in candidates if all(one[case] == text for case, text in known)]
        if not agreeing:
            # The rules may leave a form to a person that a person has given: the rest of them still holds.
            agreeing = [one for one in candidates[:1] if all(one[case] in (None, text) for case, text in known)]
        columns.append(agreeing[0] if agreeing else (word.text, None, None, None, None, None))
    return columns


def _proposals(
    nominative: str, sex: Sex | None, lang: str, names: NameSet | None, stored: dict[str, str]
) -> list[str | None]:
    """The six proposals for a nominative; ``stored`` are confirmed forms that the proposal has to agree with."""
    words = read_parts(nominative, sex, names)
    split = {case: text.split() for case, text in stored.items()}
    if any(len(parts) != len(words) for parts in split.values()):
        # A confirmed form of other words than the nominative: nothing can be compared, nothing is guessed.
        return [nominative, None, None, None, None, None]
    columns = _columns(words, sex, lang, split)
    joined: list[str | None] = []
    for case in range(6):
        parts = [column[case] for column in columns]
        joined.append(None if any(part is None for part in parts) else " ".join(part for part in parts if part))
    return joined


def given_nominative(names: NameSet, lang: str = "ru") -> Form | None:
    """The nominative to print: the confirmed one, else the parts in the order family, given, patronymic.

    For Belarusian only a stored spelling counts: the Russian one is not a Belarusian one. Parts that are not in
    Cyrillic are left out of a Russian nominative that is put together; a name known in Latin only prints in Latin.
    """
    stored = _tidy(names.be_nom if lang == "be" else names.ru_nom)
    if stored is not None:
        return Form(stored, True)
    if lang == "be":
        return None
    parts = [part for part in map(_tidy, (names.family, names.given, names.patronymic)) if part is not None]
    if parts and all(is_cyrillic(word) for part in parts for word in part.split()):
        return Form(" ".join(parts), False)
    latin = _tidy(names.latin) or (" ".join(parts) or None)
    return None if latin is None else Form(latin, False)


def name_forms(names: NameSet | str, sex: Sex | str | None, lang: str = "ru") -> NameForms:
    """All forms of a name in Russian or Belarusian (else ``ValueError``).

    ``names`` is a record's name set, or a bare nominative. Stored forms are confirmed and win; the rest is proposed
    in agreement with them. Without a stated sex only forms common to men and women are proposed.
    """
    if lang not in ("ru", "be"):
        raise ValueError(f"names are declined in ru and be, not in {lang!r}")
    chosen = declining_sex(sex)
    if isinstance(names, str):
        text = _tidy(names)
        if text is None:
            return NameForms()
        return _assembled(Form(text, False), _proposals(text, chosen, lang, None, {}), {})
    nominative = given_nominative(names, lang)
    stored: dict[str, str] = {}
    for case in CASES:
        value = _tidy(getattr(names, f"{lang}_{case}"))
        if value is not None:
            stored[case] = value
    if nominative is None:
        return _assembled(None, [None] * 6, stored)
    oblique = {case: text for case, text in stored.items() if case != "nom"}
    return _assembled(nominative, _proposals(nominative.text, chosen, lang, names, oblique), stored)


def _assembled(nominative: Form | None, proposed: Sequence[str | None], stored: dict[str, str]) -> NameForms:
    made: dict[str, Form | None] = {"nom": nominative}
    for case, text in zip(CASES[1:], proposed[1:], strict=True):
        if case in stored:
            made[case] = Form(stored[case], True)
        else:
            made[case] = None if text is None else Form(text, False)
    return NameForms(**made)


def propose(words: str | Sequence[str], sex: Sex | str | None, lang: str = "ru") -> dict[str, str | None]:
    """What the engine suggests unaided for a bare nominative: ``{nom, gen, dat, acc, ins, prep}`` (``name forms``)."""
    text = words if isinstance(words, str) else " ".join(words)
    return name_forms(text, sex, lang).plain()


_LETTER = re.compile(r"[^\W\d_]")


def _initial(word: str) -> str:
    """«И.»; of a hyphenated given name «Ж.-П.»."""
    pieces = [piece for piece in word.split("-") if _LETTER.search(piece)]
    # «ар-Рахман»: the article gives no initial.
    pieces = [piece for piece in pieces if not piece.islower()] or pieces
    first = [match.group().upper() for piece in pieces if (match := _LETTER.search(piece)) is not None]
    return "-".join(f"{letter}." for letter in first)


def short_name(names: NameSet, lang: str = "ru") -> str | None:
    """«И. О. Фамилия» with no-break spaces; the full name where family or given name is missing or not told apart."""
    nominative = given_nominative(names, lang)
    if nominative is None:
        return None
    words = read_parts(nominative.text, None, names if lang == "ru" else _belarusian_parts(names))
    if names.mononym or not any(word.role is Role.FAMILY for word in words):
        return nominative.text
    family, initials = _short_parts(words, names)
    if not initials or not family:
        return nominative.text
    return "\u00a0".join([*initials, " ".join(family)])


def _belarusian_parts(names: NameSet) -> NameSet | None:
    """Belarusian spelling has other letters than the record's parts; the parts are found by their place instead."""
    russian = _tidy(names.ru_nom) or " ".join(
        part for part in map(_tidy, (names.family, names.given, names.patronymic)) if part
    )
    belarusian = _tidy(names.be_nom)
    if belarusian is None or len(russian.split()) != len(belarusian.split()):
        return None
    by_role: dict[Role, list[str]] = {}
    for word, spelt in zip(read_parts(russian, None, names), belarusian.split(), strict=True):
        by_role.setdefault(word.role, []).append(spelt)
    return NameSet(
        family=" ".join(by_role.get(Role.FAMILY, [])) or None,
        given=" ".join(by_role.get(Role.GIVEN, [])) or None,
        patronymic=" ".join(by_role.get(Role.PATRONYMIC, [])) or None,
        mononym=names.mononym,
    )


def _short_parts(words: Sequence[NameWord], names: NameSet) -> tuple[list[str], list[str]]:
    """Words of the family name (its particles before it included) and the initials, in printing order."""
    family: list[str] = []
    given: list[str] = []
    fathers: list[str] = []
    pending: list[str] = []
    for word in words:
        if word.role is Role.FIXED:
            pending.append(word.text)
            continue
        if word.role is Role.FAMILY:
            family += [*pending, word.text]
        elif word.role is Role.PATRONYMIC:
            fathers.append(_initial(word.text))
        else:
            # «Абдул Рахман», «Сейф ад-Дин» are one name and have one initial.
            whole = [text for text in pending if text[:1].isupper()]
            given.append(_initial(whole[0] if whole else word.text))
        pending = []
    return family, [*given, *fathers]


def sort_key(names: NameSet) -> str:
    """For alphabetical lists: family name first, without «аль-», small letters, ё as е."""
    nominative = given_nominative(names)
    if nominative is None:
        return ""
    words = read_parts(nominative.text, None, names)
    family = [word.text for word in words if word.role is Role.FAMILY]
    others = [word.text for word in words if word.role is not Role.FAMILY]
    key = " ".join([*family, *others]).lower().replace("ё", "е")
    return re.sub(r"^(аль|эль|ад|ас|аш|ар|ан|ат|аз)[- ]", "", key)
