"""A template's manifest: what the paper is, whom it may read for, which sections and questions it has.

``manifest.toml`` of a template folder::

    id = "C1"                       # catalogue id
    version = 1                     # of this template
    tier = 1
    audience = "belarusian_body"    # belarusian_body | foreign | client_own
    signer = "client"               # client | nobody
    addressee = "court_of_decision" # a rule of documents/addressees.py
    as_of = 2026-11-23              # the day of the law it was written for
    languages = ["ru"]              # each with a body.<language>.md
    uses = ["client", "decision"]   # roots of the facts that the bodies may read
    decision_kinds = ["refusal_protection"]  # kinds of decision this paper can be about, best first
    annexes_documents = ["A2", "A7"] # papers that travel with it when the case plans them
    annexes_evidence = "all"        # all: also evidence tied to nothing | told | cited | none
    challenges = true               # a copy of the decision is an annex by itself
    checks = ["DATE", "MULTI"]      # beyond the general ones of documents.md §8
    sources = ["law-354-z"]         # ids of rows of the law data, never addresses
    usual_pages = 8                 # body pages beyond which CHK-LEN speaks; absent: no limit
    paper = "complaint"             # what it calls itself (PAPER_KINDS); court_paper: as the code says
    supersedes = 1                  # the version before this one, kept in the folder v1/
    phrases_reviewed = false        # true once a person has read the fixed phrases
    [review]
    state = "draft"                 # draft | checked (by a lawyer)
    on = 2026-11-23                 # the day of the check, with state = "checked"
    by = ""                         # role or initials, never printed
    translations = { fa = "machine-free draft" }  # of client papers: also "checked by a speaker", "checked by two"
    [title]
    ru = "…"
    [[section]]                     # each numbered section of the catalogue entry, in its order
    number = "1"
    id = "address"                  # the ``::: section address`` container of the body
    when = "late and not in_custody"  # named conditions of documents.md §4, answered_<question>; absent: always
    [[question]]
    name = "complementary"          # printed as {{ answers.complementary }}
    type = "text"                   # text | line | choice | bool | date
    choices = ["exempt", "relief"]
    ask = { ru = "…", be = "…", en = "…" }
    required = true
    wanted = true                   # not required, but silence is a warning
    urgent = true                   # stops the clock: never lowered in urgent mode
    when = "…"                      # asked only when true
    by_facts = true                 # its answer is read by a builder or a condition, not printed by a body
    [[section]]
    number = "14"
    use = "signature"               # a shared part of templates/shared/parts.toml; keys written here win

``manifest_reading`` reads it and names every fault at once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from legalaid_desktop.documents.when_condition import When
from legalaid_desktop.domain.ids import DocumentCode, LanguageCode
from legalaid_desktop.domain.visibility import Audience

INTERFACE: Final = ("ru", "be", "en")
"""Languages of the program: titles and questions are worded in each."""
LANGUAGES: Final = ("ru", "be", "en", "uk", "fr", "ar", "fa", "prs", "ps", "tg", "ckb")
"""Languages that a body may have (documents.md §9)."""
QUESTION_TYPES: Final = ("text", "line", "choice", "bool", "date")
SIGNERS: Final = ("client", "nobody")
ANNEXES: Final = ("all", "told", "cited", "none")
"""Which evidence travels: what the paper cites and what is tied to nothing (all); what it cites, and a check tells what
of the case was left out (told); what it cites (cited)."""
ADDRESS_RULES: Final = (
    *("notice", "court_of_decision", "court_of_extradition", "court_second_instance", "court_supreme", "court_seized"),
    *("superior_body", "main_paper", "deciding_body", "protection_body", "migration_unit", "prosecutor"),
    *("prosecutor_general", "who_removes", "police", "police_regional", "border_committee", "investigative_committee"),
    *("guardianship", "zags", "dcm", "ogim", "unhcr", "un_sp", "interpol", "any_body", "lawyer", "red_cross"),
    *("notary", "residence", "parent", "none", "protection_taken", "refusing_body", "president"),
)
"""Rules of address; ``addressees.RULES`` has a function for each."""
REVIEW_STATES: Final = ("draft", "checked")
TRANSLATION_STATES: Final = ("machine-free draft", "checked by a speaker", "checked by two")
PAPER_KINDS: Final = ("complaint", "court_paper", "appeal", "motion", "application", "request")
"""What a paper may call itself; ``facts/own_words.py`` has the row of the law data for each."""


@dataclass(frozen=True, kw_only=True)
class Section:
    number: str
    id: str
    title: Mapping[str, str]
    when: When | None = None


@dataclass(frozen=True, kw_only=True)
class Question:
    name: str
    type: str
    ask: Mapping[str, str]
    required: bool = False
    wanted: bool = False
    urgent: bool = False
    by_facts: bool = False
    """A builder of facts or a condition reads the answer; no body need print it."""
    choices: tuple[str, ...] = ()
    choice_words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    section: str | None = None
    when: When | None = None


@dataclass(frozen=True, kw_only=True)
class Review:
    """Who has read the wording: a lawyer, and for a translation somebody who speaks the language."""

    state: str = "draft"
    on: dt.date | None = None
    by: str = ""
    """Role or initials; never printed."""
    translations: Mapping[str, str] = field(default_factory=dict)
    """Language → one of ``TRANSLATION_STATES``, for client papers."""

    @property
    def checked(self) -> bool:
        return self.state == "checked"


@dataclass(frozen=True, kw_only=True)
class Manifest:
    id: DocumentCode
    version: int
    title: Mapping[str, str]
    tier: int
    audience: Audience
    signer: str
    addressee: str | None
    as_of: dt.date
    review: Review
    phrases_reviewed: bool
    """Whether a person has read the fixed phrases."""
    supersedes: int | None
    """The version before this one, kept in ``v<n>`` of the folder."""
    paper: str
    """What the paper calls itself: one of ``PAPER_KINDS``."""
    languages: tuple[LanguageCode, ...]
    uses: tuple[str, ...]
    decision_kinds: tuple[str, ...]
    annexes_documents: tuple[DocumentCode, ...]
    annexes_evidence: str
    challenges: bool
    checks: tuple[str, ...]
    sources: tuple[str, ...]
    usual_pages: int | None
    sections: tuple[Section, ...]
    questions: tuple[Question, ...]

    @property
    def reviewed(self) -> bool:
        """A lawyer has signed the wording off."""
        return self.review.checked

    def section(self, id: str) -> Section | None:
        return next((section for section in self.sections if section.id == id), None)
