"""A template's manifest: what the paper is, whom it may read for, which sections and questions it has.

``manifest.toml`` of a template folder::

    id = "C1"                       # catalogue id
    version = 1                     # of this template
    tier = 1
    audience = "belarusian_body"    # belarusian_body | foreign | client_own
    signer = "client"               # client | nobody
    addressee = "court_of_decision" # a rule of documents/addressees.py
    as_of = 2026-11-23              # the day of the law it was written for
    reviewed = false                # true once a lawyer signed it off
    reviewed_by = ""                # role or initials, only when reviewed
    languages = ["ru"]              # each with a body.<language>.md
    uses = ["client", "decision"]   # roots of the facts that the bodies may read
    decision_kinds = ["refusal_protection"]  # kinds of decision this paper can be about, best first
    annexes_documents = ["A2", "A7"] # papers that travel with it when the case plans them
    annexes_evidence = "all"        # all: also evidence tied to nothing | cited | none
    challenges = true               # a copy of the decision is an annex by itself
    checks = ["DATE", "MULTI"]      # beyond the general ones of documents.md §8
    sources = ["law-354-z"]         # ids of rows of the law data, never addresses
    usual_pages = 8                 # body pages beyond which CHK-LEN speaks; absent: no limit
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

Every fault of a manifest is reported at once.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, cast

from legalaid_desktop.documents.nearest import unknown
from legalaid_desktop.documents.shared_blocks import Shared, shipped_shared
from legalaid_desktop.documents.when_condition import When, parse_when
from legalaid_desktop.domain.ids import DocumentCode, LanguageCode
from legalaid_desktop.domain.toml_lines import TooDeep, TooMany, lines_of_keys
from legalaid_desktop.domain.visibility import Audience
from legalaid_desktop.errors import TemplateFaulty

INTERFACE: Final = ("ru", "be", "en")
"""Languages of the program: titles and questions are worded in each."""
LANGUAGES: Final = ("ru", "be", "en", "uk", "fr", "ar", "fa", "prs", "ps", "tg", "ckb")
"""Languages that a body may have (documents.md §9)."""
QUESTION_TYPES: Final = ("text", "line", "choice", "bool", "date")
SIGNERS: Final = ("client", "nobody")
ANNEXES: Final = ("all", "cited", "none")
ADDRESS_RULES: Final = (
    *("notice", "court_of_decision", "court_of_extradition", "court_second_instance", "court_supreme"),
    *("superior_body", "main_paper", "deciding_body", "protection_body", "migration_unit", "prosecutor"),
    *("prosecutor_general", "police", "police_regional", "border_committee", "investigative_committee"),
    *("guardianship", "zags", "dcm", "ogim", "unhcr", "un_sp", "interpol", "any_body", "lawyer", "red_cross"),
    *("notary", "parent", "none"),
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


_KEYS: Final = frozenset(
    {
        *("id", "version", "tier", "audience", "signer", "addressee", "as_of", "reviewed", "reviewed_by", "review"),
        *("languages", "uses", "decision_kinds", "annexes_documents", "annexes_evidence", "challenges"),
        *("checks", "sources", "usual_pages", "title", "section", "question", "paper", "supersedes"),
        "phrases_reviewed",
    }
)
_SECTION_KEYS: Final = frozenset({"number", "id", "title", "when"})
_REVIEW_KEYS: Final = frozenset({"state", "on", "by", "translations"})
_QUESTION_KEYS: Final = frozenset(
    {"name", "type", "choices", "choice_words", "ask", "required", "wanted", "urgent", "section", "when"}
)


class _Reader:
    """Takes values out of a parsed table and remembers every fault with its line."""

    def __init__(self, source: str, file: str) -> None:
        self.lines = source.splitlines()
        self.file = file
        self.faults: list[str] = []

    def fault(self, key: str, message: str, near: str = "") -> None:
        wanted = near or key
        line = next((n for n, text in enumerate(self.lines, 1) if wanted in text), 1)
        self.faults.append(f"{self.file}:{line}: {key}: {message}")

    def text(self, table: Mapping[str, Any], key: str, *, needed: bool = True, default: str = "") -> str:
        value = table.get(key)
        if isinstance(value, str) and (value or not needed):
            return value
        if value is not None or needed:
            self.fault(key, "a text is needed here")
        return default

    def number(self, table: Mapping[str, Any], key: str, *, needed: bool = True) -> int | None:
        value = table.get(key)
        if isinstance(value, int) and not isinstance(value, bool) and value > 0:
            return value
        if value is not None or needed:
            self.fault(key, "a whole number above zero is needed here")
        return None

    def flag(self, table: Mapping[str, Any], key: str) -> bool:
        value = table.get(key, False)
        if not isinstance(value, bool):
            self.fault(key, "true or false is needed here")
            return False
        return value

    def texts(self, table: Mapping[str, Any], key: str) -> tuple[str, ...]:
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
            self.fault(key, "a list of texts is needed here")
            return ()
        return tuple(value)

    def worded(
        self, table: Mapping[str, Any], key: str, *, languages: tuple[str, ...], near: str = ""
    ) -> dict[str, str]:
        value = table.get(key)
        if not isinstance(value, dict) or not all(isinstance(v, str) and v for v in value.values()):
            self.fault(key, "a table of language and text is needed here", near)
            return {}
        for language in languages:
            if language not in value:
                self.fault(key, f"the text in '{language}' is missing", near)
        return dict(value)

    def when(self, table: Mapping[str, Any], near: str) -> When | None:
        value = table.get("when")
        if value is None:
            return None
        if not isinstance(value, str):
            self.fault("when", "a condition in words is needed here", near)
            return None
        try:
            return parse_when(value)
        except ValueError as reason:
            self.fault("when", str(reason), value)
            return None

    def only(self, table: Mapping[str, Any], known: frozenset[str]) -> None:
        for key in table:
            if key not in known:
                self.fault(key, "this key is not known")


def read_manifest(
    source: str, file: str, *, conditions: frozenset[str] | None = None, shared: Shared | None = None
) -> Manifest:
    """Reads ``manifest.toml``. ``conditions`` are the names that a ``when`` may use; ``None`` leaves them unchecked.
    ``shared`` has the parts that ``use`` names.

    Raises TemplateFaulty with every fault as ``file:line: key: why``.
    """
    try:
        lines_of_keys(source)  # refuses what would make the parser slow or end its recursion
        table = tomllib.loads(source)
    except (TooDeep, TooMany) as reason:
        raise TemplateFaulty(faults=(f"{file}:{reason.line}: {reason}",), what=file) from None
    except tomllib.TOMLDecodeError as reason:
        found = re.search(r"at line (\d+)", str(reason))
        raise TemplateFaulty(faults=(f"{file}:{found[1] if found else 1}: {reason}",), what=file) from None
    except (ValueError, RecursionError):  # a number of thousands of digits, levels that the scan did not see
        raise TemplateFaulty(faults=(f"{file}:1: a value that no manifest has",), what=file) from None
    read = _Reader(source, file)
    read.only(table, _KEYS)
    code = read.text(table, "id")
    if code and not re.fullmatch(r"[A-K]\d{1,2}", code):
        read.fault("id", "a catalogue id such as C1 is needed here")
    audience = read.text(table, "audience")
    if audience and audience not in {item.value for item in Audience}:
        read.fault("audience", "belarusian_body, foreign or client_own is needed here")
        audience = ""
    signer = read.text(table, "signer")
    if signer and signer not in SIGNERS:
        read.fault("signer", "client or nobody is needed here")
    as_of = table.get("as_of")
    if not isinstance(as_of, dt.date) or isinstance(as_of, dt.datetime):
        read.fault("as_of", "a date is needed here")
        as_of = dt.date(1970, 1, 1)
    evidence = read.text(table, "annexes_evidence", needed=False) or "none"
    if evidence not in ANNEXES:
        read.fault("annexes_evidence", "all, cited or none is needed here")
    languages = read.texts(table, "languages")
    if not languages:
        read.fault("languages", "at least one language is needed here")
    for language in languages:
        if language not in LANGUAGES:
            read.fault("languages", unknown("language", language, LANGUAGES), language)
    review = _review(table, languages, read)
    addressee = read.text(table, "addressee", needed=False) or None
    if addressee is not None and addressee not in ADDRESS_RULES:
        read.fault("addressee", unknown("rule of address", addressee, ADDRESS_RULES))
    paper = read.text(table, "paper", needed=False) or "complaint"
    if paper not in PAPER_KINDS:
        read.fault("paper", f"one of {', '.join(PAPER_KINDS)} is needed here")
        paper = "complaint"

    sections: list[Section] = []
    parts = shared if shared is not None else shipped_shared()
    for item in _with_parts(_tables(table, "section", read), parts.sections, "section", read):
        read.only(item, _SECTION_KEYS)
        id = read.text(item, "id")
        if id and not re.fullmatch(r"[a-z][a-z0-9_]*", id):
            read.fault("id", "small letters, digits and _ only", f'"{id}"')
        if any(section.id == id for section in sections):
            read.fault("id", f"section '{id}' stands twice", f'"{id}"')
        title = read.worded(item, "title", languages=INTERFACE, near=f'"{id}"')
        sections.append(Section(number=read.text(item, "number"), id=id, title=title, when=read.when(item, f'"{id}"')))
    questions: list[Question] = []
    for item in _with_parts(_tables(table, "question", read), parts.questions, "question", read):
        read.only(item, _QUESTION_KEYS)
        name = read.text(item, "name")
        if name and not re.fullmatch(r"[a-z][a-z0-9_]*", name):
            read.fault("name", "small letters, digits and _ only", f'"{name}"')
        if any(question.name == name for question in questions):
            read.fault("name", f"question '{name}' stands twice", f'"{name}"')
        type = read.text(item, "type")
        if type and type not in QUESTION_TYPES:
            read.fault("type", f"one of {', '.join(QUESTION_TYPES)} is needed here", f'"{name}"')
        choices = read.texts(item, "choices")
        if (type == "choice") != bool(choices):
            read.fault("choices", "a choice has its list of choices, other types have none", f'"{name}"')
        words = item.get("choice_words", {})
        if not isinstance(words, dict):
            read.fault("choice_words", "a table of choices is needed here", f'"{name}"')
            words = {}
        for choice in choices:
            if choice not in words:
                read.fault("choice_words", f"the words for '{choice}' are missing", f'"{name}"')
        section = read.text(item, "section", needed=False) or None
        if section and not any(known.id == section for known in sections):
            read.fault("section", f"no section '{section}'", f'"{name}"')
        questions.append(
            Question(
                name=name,
                type=type,
                ask=read.worded(item, "ask", languages=INTERFACE, near=f'"{name}"'),
                required=read.flag(item, "required"),
                wanted=read.flag(item, "wanted"),
                urgent=read.flag(item, "urgent"),
                choices=choices,
                choice_words={key: read.worded(words, key, languages=INTERFACE, near=f'"{name}"') for key in words},
                section=section,
                when=read.when(item, f'"{name}"'),
            )
        )
    if conditions is not None:
        conditions = conditions | {f"answered_{question.name}" for question in questions}
        for owner, when in [(s.id, s.when) for s in sections] + [(q.name, q.when) for q in questions]:
            for name in sorted((when.names if when else frozenset()) - conditions):
                read.fault("when", f"no condition '{name}' ({owner})", name)
    manifest = Manifest(
        id=DocumentCode(code),
        version=read.number(table, "version") or 0,
        title=read.worded(table, "title", languages=INTERFACE, near="[title]"),
        tier=read.number(table, "tier") or 0,
        audience=Audience(audience or "belarusian_body"),
        signer=signer,
        addressee=addressee,
        as_of=as_of,
        review=review,
        phrases_reviewed=read.flag(table, "phrases_reviewed"),
        supersedes=read.number(table, "supersedes", needed=False),
        paper=paper,
        languages=cast("tuple[LanguageCode, ...]", languages),
        uses=read.texts(table, "uses"),
        decision_kinds=read.texts(table, "decision_kinds"),
        annexes_documents=cast("tuple[DocumentCode, ...]", read.texts(table, "annexes_documents")),
        annexes_evidence=evidence,
        challenges=read.flag(table, "challenges"),
        checks=read.texts(table, "checks"),
        sources=read.texts(table, "sources"),
        usual_pages=read.number(table, "usual_pages", needed=False),
        sections=tuple(sections),
        questions=tuple(questions),
    )
    if read.faults:
        raise TemplateFaulty(faults=tuple(read.faults), what=file)
    return manifest


def _with_parts(
    items: list[dict[str, Any]], parts: Mapping[str, Mapping[str, Any]], kind: str, read: _Reader
) -> list[dict[str, Any]]:
    """Each table with the shared part that its ``use`` names under it; its own keys win."""
    found: list[dict[str, Any]] = []
    for item in items:
        name = item.get("use")
        if name is None:
            found.append(item)
            continue
        part = parts.get(name) if isinstance(name, str) else None
        if part is None:
            read.fault("use", unknown(f"shared {kind}", str(name), parts), f'"{name}"')
            continue
        found.append({**part, **{key: value for key, value in item.items() if key != "use"}})
    return found


def _review(table: Mapping[str, Any], languages: tuple[str, ...], read: _Reader) -> Review:
    """``[review]``, or the older ``reviewed`` and ``reviewed_by``."""
    row = table.get("review")
    if row is None:
        reviewed = read.flag(table, "reviewed")
        return Review(state="checked" if reviewed else "draft", by=read.text(table, "reviewed_by", needed=reviewed))
    if not isinstance(row, dict):
        read.fault("review", "a table [review] with state, on and by is needed here")
        return Review()
    for key in ("reviewed", "reviewed_by"):
        if key in table:
            read.fault(key, "[review] says it already: leave this key out")
    read.only(row, _REVIEW_KEYS)
    state = read.text(row, "state")
    if state and state not in REVIEW_STATES:
        read.fault("state", "draft or checked is needed here")
    on = row.get("on")
    if on is not None and (not isinstance(on, dt.date) or isinstance(on, dt.datetime)):
        read.fault("on", "a date is needed here", "on =")
        on = None
    if state == "checked" and on is None:
        read.fault("on", "a checked paper says on which day it was checked", "[review]")
    translations = row.get("translations", {})
    if not isinstance(translations, dict):
        read.fault("translations", "a table of language and state is needed here")
        translations = {}
    for language, how in translations.items():
        if language not in languages:
            read.fault("translations", f"'{language}' is no language of this template", language)
        if how not in TRANSLATION_STATES:
            read.fault("translations", f"one of {', '.join(TRANSLATION_STATES)} is needed here", language)
    by = read.text(row, "by", needed=state == "checked")
    return Review(state=state or "draft", on=on, by=by, translations=dict(translations))


def _tables(table: Mapping[str, Any], key: str, read: _Reader) -> list[dict[str, Any]]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        read.fault(key, f"[[{key}]] tables are needed here")
        return []
    return value
