"""What a builder of facts is given, and what it gives back. All that a template prints comes through here.

A builder (one for each document, registered in ``documents.catalog``) is a pure function
``build(source: FactSource) -> Mapping[str, Fact]``: plain dicts, lists, bools and ``FactText`` (a text that
carries its origin, such as ``p1.birth``). What is not known is ``None`` and prints as a visible gap; what is not
known and need not print is left to a bool beside it (``client.has_patronymic``), or to a section's condition.

Conventions, followed by every builder:

* names: ``{"id": "p1", "forms": {"nom": FactText, …}, "short": FactText, "sex": "f", …}`` is one person;
  a template prints ``{{ client | name('gen') }}``, ``{{ client | short_name }}``;
* authorities: ``{"id": "dcm", "nom": …, "header": …}``; prints as ``{{ decision.authority | auth('gen') }}``;
* dates: a dict of styles (``letter``, ``table``, ``when``, ``since``, ``until``, ``of``);
  ``{{ decision.received | date }}`` or ``| date('of')``; ``None`` where no date was given;
* citations: a list of local ids of evidence, decisions or documents; ``{{ event.cites | annex }}`` prints
  «приложение 4», «приложения 4–6», or a gap where nothing of the list is an annex; test with ``{% if event.cited %}``;
* events: ``{"id": "e1", "n": 1, "date": …, "place": …, "text": …, "knowledge": …, "cites": [...]}``, ``n`` being the
  number of the paragraph in this paper.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias, TypeVar

from legalaid_desktop.documents.manifest import Manifest
from legalaid_desktop.documents.parts import AddresseeInfo, Annex, DocumentState, Enclosed
from legalaid_desktop.domain.deadline import DeadlineRow
from legalaid_desktop.domain.disclosed import DisclosedCase
from legalaid_desktop.domain.facts import Decision
from legalaid_desktop.domain.ids import DocumentCode, LanguageCode, LocalId
from legalaid_desktop.domain.law import LawPack
from legalaid_desktop.domain.person import Sex

Worded = TypeVar("Worded")

Fact: TypeAlias = "str | bool | int | Sequence[Fact] | Mapping[str, Fact] | None"
"""A text is a ``FactText`` where it comes from the case, a plain ``str`` where it is wording."""

Answer: TypeAlias = "str | bool | dt.date"


class Words(Protocol):
    """Labels in the language of the paper, from the data of ``resources/labels``."""

    def label(self, kind: str, code: str, case: str = "nom", *, sex: Sex | str | None = None) -> str | None:
        """``None`` for a code or a case that the data do not have; the client's own words have a nominative only.

        ``sex`` chooses «двоюродный брат» or «двоюродная сестра» where the person is known.
        """


@dataclass(frozen=True, kw_only=True)
class FactSource:
    case: DisclosedCase
    manifest: Manifest
    language: LanguageCode
    law: LawPack
    words: Words
    as_of: dt.date
    conditions: Mapping[str, bool]
    answers: Mapping[str, Answer] = field(default_factory=dict)
    decision: Decision | None = None
    """The decision that the paper is about; ``None`` where there is none of its kind."""
    other_decisions: tuple[Decision, ...] = ()
    deadlines: tuple[DeadlineRow, ...] = ()
    """Rows of the whole case."""
    addressee: AddresseeInfo | None = None
    enclosed: Enclosed | None = None
    """For the covering letter (K6): the paper that it goes with, as it would be made now."""
    doors: Mapping[LocalId | None, AddresseeInfo] = field(default_factory=dict)
    """For a paper that the client keeps: where the main paper against each decision goes, in Russian; under ``None``
    where there is no decision."""
    states: Mapping[DocumentCode, DocumentState] = field(default_factory=dict)
    main_paper: DocumentCode | None = None
    """The paper that challenges the decision; a motion goes with it."""
    challenged_before: Callable[[Decision | None, LanguageCode], AddresseeInfo | None] = lambda decision, language: None
    """To whom the paper that challenges a decision goes, in a language."""
    annexes: tuple[Annex, ...] = ()
    """Empty in the first pass, in which citations are collected; complete in the second."""
    paragraphs: Mapping[str, int] = field(default_factory=dict)
    """Event id → paragraph number of A2, where A2 travels with this paper."""

    def says(self, condition: str) -> bool:
        """The named condition of documents.md §4."""
        return self.conditions[condition]

    def worded(self, table: Mapping[str, Worded]) -> Worded:
        """What ``table`` (by language) has for the language of the paper; in Russian where it has none."""
        return table.get(self.language, table["ru"])

    def answer(self, name: str) -> str | None:
        """The written answer to a question of the manifest; ``None`` when there is none."""
        value = self.answers.get(name)
        return value.strip() or None if isinstance(value, str) else None


Builder: TypeAlias = Callable[[FactSource], Mapping[str, Fact]]
