"""Words for the codes of a case: countries, languages, relations, kinds of papers, each with its forms.

The data are TOML texts (``resources/labels``) handed in by the caller; nothing is read from disk here. One table per
code, ``[kind.code]``; ``ru`` and ``be`` hold six forms (nom, gen, dat, acc, ins, prep) or one string that serves every
case, ``en`` holds one string.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from legalaid_desktop.domain.person import Sex

CASES = ("nom", "gen", "dat", "acc", "ins", "prep")
LANGUAGES = ("ru", "be", "en")
FICTIONAL_STATE = "fictional"
"""Code of the words for XA to XZ."""

_FICTIONAL = re.compile(r"X[A-Z]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")

_Table = Mapping[str, Mapping[str, "str | list[str]"]]


class UnknownLabel(KeyError):
    """No word for a code. It names kind, language and case only: the code may be a client's own words."""

    def __init__(self, kind: str, lang: str, case: str) -> None:
        super().__init__(f"no label of kind {kind} in {lang}, {case}")
        self.kind = kind
        self.lang = lang
        self.case = case


class LabelDataFaulty(ValueError):
    """The data of a label file have another shape than the one described above."""


@dataclass(frozen=True)
class LabelWords:
    """Labels in one language; the face that builders of facts see."""

    labels: Labels
    lang: str

    def label(self, kind: str, code: str, case: str = "nom", *, sex: Sex | str | None = None) -> str | None:
        """As :meth:`Labels.label_or`: ``None`` for a code or a case that nobody has words for."""
        return self.labels.label_or(kind, code, self.lang, case=case, sex=sex)


class Labels:
    """All labels. Build with :meth:`from_toml`; immutable afterwards."""

    def __init__(self, tables: Mapping[str, _Table]) -> None:
        self._tables = tables

    @classmethod
    def from_toml(cls, texts: Mapping[str, str]) -> Labels:
        """``texts`` maps a file name (for messages) to its TOML text. Raises :class:`LabelDataFaulty`."""
        tables: dict[str, dict[str, Mapping[str, str | list[str]]]] = {}
        for name, text in texts.items():
            try:
                data = tomllib.loads(text)
            except tomllib.TOMLDecodeError as fault:
                raise LabelDataFaulty(f"{name}: {fault}") from fault
            for kind, codes in data.items():
                table = tables.setdefault(kind, {})
                for code, words in codes.items():
                    _check(name, kind, code, words)
                    if code in table:
                        raise LabelDataFaulty(f"{name}: {kind}.{code} is given twice")
                    table[code] = words
        return cls(tables)

    def kinds(self) -> tuple[str, ...]:
        return tuple(sorted(self._tables))

    def codes(self, kind: str) -> tuple[str, ...]:
        """Every code of a kind, in the order of the data."""
        return tuple(self._tables.get(kind, {}))

    def has(self, kind: str, code: str) -> bool:
        return self._words(kind, code) is not None

    def _words(self, kind: str, code: str, sex: Sex | str | None = None) -> Mapping[str, str | list[str]] | None:
        table = self._tables.get(kind)
        if table is None:
            return None
        if kind in ("country", "country_short"):
            code = code.upper() if len(code) == 2 else code
            if _FICTIONAL.fullmatch(code) and code not in table:
                code = FICTIONAL_STATE
        value = sex.value if isinstance(sex, Sex) else sex
        if value in ("m", "f") and f"{code}_{value}" in table:
            return table[f"{code}_{value}"]
        return table.get(code)

    def label(self, kind: str, code: str, lang: str, case: str = "nom", *, sex: Sex | str | None = None) -> str:
        """The words of a code. ``sex`` chooses between «двоюродный брат» and «двоюродная сестра» where data have both.

        Raises :class:`UnknownLabel` for a kind, code, language or case without words.
        """
        words = self._words(kind, code, sex)
        forms = None if words is None else words.get(lang)
        if forms is None or case not in CASES:
            raise UnknownLabel(kind, lang, case)
        return forms if isinstance(forms, str) else forms[CASES.index(case)]

    def label_or(
        self,
        kind: str,
        code: str,
        lang: str,
        fallback: str | None = None,
        *,
        case: str = "nom",
        sex: Sex | str | None = None,
    ) -> str | None:
        """As :meth:`label`, for codes that people type themselves.

        A Cyrillic text that is no code prints as it was typed (Russian and Belarusian, nominative); for anything else
        that is unknown ``fallback`` comes back, so that a check can name what is missing.
        """
        try:
            return self.label(kind, code, lang, case, sex=sex)
        except UnknownLabel:
            typed = " ".join(code.split())
            if case == "nom" and lang in ("ru", "be") and _CYRILLIC.search(typed):
                return typed
            return fallback

    def citizenship_of(self, country: str, lang: str, case: str = "nom") -> str:
        """«гражданство Исламской Республики Афганистан»: the neutral way to say whose citizen a person is."""
        noun = self.label("noun", "citizenship", lang, case)
        link = " of " if lang == "en" else " "
        return f"{noun}{link}{self.label('country', country, lang, 'gen')}"

    def words(self, lang: str) -> LabelWords:
        return LabelWords(self, lang)


def _check(name: str, kind: str, code: str, words: Any) -> None:
    if not isinstance(words, dict) or not words:
        raise LabelDataFaulty(f"{name}: {kind}.{code} is not a table of languages")
    for lang, forms in words.items():
        if lang not in LANGUAGES:
            raise LabelDataFaulty(f"{name}: {kind}.{code} has a language {lang} that labels do not know")
        if isinstance(forms, str) and forms:
            continue
        if (
            isinstance(forms, list)
            and len(forms) == len(CASES)
            and all(isinstance(form, str) and form for form in forms)
        ):
            continue
        raise LabelDataFaulty(f"{name}: {kind}.{code}.{lang} is neither a text nor six forms")
