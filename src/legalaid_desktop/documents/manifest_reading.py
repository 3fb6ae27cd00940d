"""Reading a manifest: every fault at once, each with its line, what is wrong and what would be right."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterable, Mapping
from typing import Any, Final, cast

from legalaid_desktop.documents.manifest import (
    ADDRESS_RULES,
    ANNEXES,
    INTERFACE,
    LANGUAGES,
    PAPER_KINDS,
    QUESTION_TYPES,
    REVIEW_STATES,
    SIGNERS,
    TRANSLATION_STATES,
    Manifest,
    Question,
    Review,
    Section,
)
from legalaid_desktop.documents.nearest import hint, unknown
from legalaid_desktop.documents.shared_blocks import Shared, shipped_shared
from legalaid_desktop.documents.template_fault import TemplateFault, Why
from legalaid_desktop.documents.when_condition import When, WrongWhen, parse_when
from legalaid_desktop.domain.document_codes import CODES
from legalaid_desktop.domain.ids import DocumentCode, LanguageCode
from legalaid_desktop.domain.toml_lines import Path, TooDeep, TooMany, lines_of_keys
from legalaid_desktop.domain.visibility import Audience
from legalaid_desktop.errors import TemplateFaulty

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
    {"name", "type", "choices", "choice_words", "ask", "required", "wanted", "urgent", "section", "when", "by_facts"}
)
_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")


class _Reader:
    """Takes values out of a parsed table and remembers every fault with its line."""

    def __init__(self, file: str, lines: Mapping[Path, int]) -> None:
        self.file = file
        self.lines = lines
        self.faults: list[TemplateFault] = []

    def fault(self, place: Path, why: Why) -> None:
        """``place``: the keys that lead to the value; the line is that of the nearest of them that is written."""
        written = place
        while written and written not in self.lines:
            written = written[:-1]
        names = [str(part) for part in place if isinstance(part, str)]
        key = names[-1] if names else "manifest"
        self.faults.append(TemplateFault(self.file, self.lines.get(written, 1), why.under(key)))

    def text(self, table: Mapping[str, Any], at: Path, key: str, *, needed: bool = True) -> str:
        value = table.get(key)
        if isinstance(value, str) and (value or not needed):
            return value
        if value is not None or needed:
            self.fault((*at, key), Why("text_needed", "a text is needed here, in quotation marks"))
        return ""

    def one_of(
        self, table: Mapping[str, Any], at: Path, key: str, known: Iterable[str], *, default: str | None = None
    ) -> str:
        """One of the words ``known``; ``default`` where the key may be absent, else the first word after a fault."""
        known = tuple(known)
        value = self.text(table, at, key, needed=default is None) or default or known[0]
        if value not in known:
            wrong = unknown("value", value, known)
            told = f"{wrong} (one of {', '.join(known)} is needed here)"
            self.fault((*at, key), Why(wrong.id, told, wrong.what, wrong.hint))
            return default or known[0]
        return value

    def number(self, table: Mapping[str, Any], at: Path, key: str, *, needed: bool = True) -> int | None:
        value = table.get(key)
        if isinstance(value, int) and not isinstance(value, bool) and value > 0:
            return value
        if value is not None or needed:
            told = "a whole number above zero is needed here, without quotation marks"
            self.fault((*at, key), Why("number_needed", told))
        return None

    def flag(self, table: Mapping[str, Any], at: Path, key: str) -> bool:
        value = table.get(key, False)
        if not isinstance(value, bool):
            self.fault((*at, key), Why("truth_needed", "true or false is needed here, without quotation marks"))
            return False
        return value

    def day(self, table: Mapping[str, Any], at: Path, key: str, *, needed: bool = True) -> dt.date | None:
        value = table.get(key)
        if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
            return value
        if value is not None or needed:
            self.fault((*at, key), Why("date_needed", "a date is needed here: 2026-11-23, without quotation marks"))
        return None

    def texts(self, table: Mapping[str, Any], at: Path, key: str) -> tuple[str, ...]:
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
            shown = '["…", "…"]'
            self.fault((*at, key), Why("list_needed", f"a list of texts is needed here: {shown}", shown))
            return ()
        return tuple(value)

    def worded(self, table: Mapping[str, Any], at: Path, key: str) -> dict[str, str]:
        """A text in each language of the program."""
        value = table.get(key)
        if not isinstance(value, dict) or not all(isinstance(v, str) and v for v in value.values()):
            shown = '{ ru = "…", be = "…", en = "…" }'
            self.fault((*at, key), Why("table_needed", f"a table of language and text is needed here: {shown}", shown))
            return {}
        for language in INTERFACE:
            if language not in value:
                self.fault((*at, key), Why("text_missing", f"the text in '{language}' is missing", language))
        return dict(value)

    def when(self, table: Mapping[str, Any], at: Path) -> When | None:
        value = table.get("when")
        if value is None:
            return None
        if not isinstance(value, str):
            told = 'a condition in words is needed here: "late and not in_custody"'
            self.fault((*at, "when"), Why("condition_needed", told))
            return None
        try:
            return parse_when(value)
        except WrongWhen as wrong:
            told = f'{wrong} (write names with and, or, not and brackets: "late and not in_custody")'
            self.fault((*at, "when"), Why(wrong.why.id, told, wrong.why.what))
            return None

    def name(self, table: Mapping[str, Any], at: Path, key: str, others: Iterable[str]) -> str:
        """A name for templates: small letters, digits and ``_``, once in its file."""
        name = self.text(table, at, key)
        if name and not _NAME.fullmatch(name):
            told = f"'{name[:60]}': small letters, digits and _ only, with a letter first"
            self.fault((*at, key), Why("name_letters", told, name[:60]))
        if name in others:
            self.fault((*at, key), Why("twice", f"'{name}' stands twice: give one of them another name", name))
        return name

    def only(self, table: Mapping[str, Any], at: Path, known: frozenset[str]) -> None:
        for key in table:
            if key not in known:
                near = hint(key, known)
                self.fault((*at, key), Why("key", f"this key is not known: {near}", hint=near))


def read_manifest(
    source: str, file: str, *, conditions: frozenset[str] | None = None, shared: Shared | None = None
) -> Manifest:
    """The manifest, if nothing is wrong with it; see ``read_leniently``.

    Raises TemplateFaulty with every fault as ``file:line: key: why``.
    """
    manifest, faults = read_leniently(source, file, conditions=conditions, shared=shared)
    if faults:
        raise TemplateFaulty(faults=faults, what=file)
    return manifest


def read_leniently(
    source: str, file: str, *, conditions: frozenset[str] | None = None, shared: Shared | None = None
) -> tuple[Manifest, tuple[TemplateFault, ...]]:
    """Reads ``manifest.toml``. ``conditions`` are the names that a ``when`` may use; ``None`` leaves them unchecked.
    ``shared`` has the parts that ``use`` names. What is wrong is left out of the manifest, and told.

    Raises TemplateFaulty for a text that is no TOML.
    """
    try:
        lines = lines_of_keys(source)  # refuses what would make the parser slow or end its recursion
        table = tomllib.loads(source)
    except (TooDeep, TooMany) as reason:
        deep = isinstance(reason, TooDeep)
        why = Why("toml_deep" if deep else "toml_many", str(reason))
        raise TemplateFaulty(faults=(TemplateFault(file, reason.line, why),), what=file) from None
    except tomllib.TOMLDecodeError as reason:
        found = re.search(r"at line (\d+)", str(reason))
        fault = TemplateFault(file, int(found[1]) if found else 1, Why("toml", str(reason)))
        raise TemplateFaulty(faults=(fault,), what=file) from None
    except (ValueError, RecursionError):  # a number of thousands of digits, levels that the scan did not see
        why = Why("no_value", "a value that no manifest has")
        raise TemplateFaulty(faults=(TemplateFault(file, 1, why),), what=file) from None
    read = _Reader(file, lines)
    parts = shared if shared is not None else shipped_shared()
    top: Path = ()
    read.only(table, top, _KEYS)
    code = read.text(table, top, "id")
    if code and not re.fullmatch(r"[A-K]\d{1,2}", code):
        read.fault(("id",), Why("code_needed", "a catalogue id such as C1 is needed here"))
    languages = read.texts(table, top, "languages")
    if not languages:
        read.fault(("languages",), Why("list_needed", 'at least one language is needed here: ["ru"]', '["ru"]'))
    for language in languages:
        if language not in LANGUAGES:
            read.fault(("languages",), unknown("language", language, LANGUAGES))
    documents = read.texts(table, top, "annexes_documents")
    for document in documents:
        if document not in CODES:
            read.fault(("annexes_documents",), unknown("paper", document, CODES))
    addressee = read.text(table, top, "addressee", needed=False) or None
    if addressee is not None and addressee not in ADDRESS_RULES:
        read.fault(("addressee",), unknown("rule of address", addressee, ADDRESS_RULES))
    sections = _sections(table, parts, read)
    questions = _questions(table, parts, sections, read)
    if conditions is not None:
        _known_conditions(sections, questions, conditions, read)
    manifest = Manifest(
        id=DocumentCode(code),
        version=read.number(table, top, "version") or 0,
        title=read.worded(table, top, "title"),
        tier=read.number(table, top, "tier") or 0,
        audience=Audience(read.one_of(table, top, "audience", _audiences(table.get("id")))),
        signer=read.one_of(table, top, "signer", SIGNERS),
        addressee=addressee,
        as_of=read.day(table, top, "as_of") or dt.date(1970, 1, 1),
        review=_review(table, languages, read),
        phrases_reviewed=read.flag(table, top, "phrases_reviewed"),
        supersedes=read.number(table, top, "supersedes", needed=False),
        paper=read.one_of(table, top, "paper", PAPER_KINDS, default="complaint"),
        languages=cast("tuple[LanguageCode, ...]", languages),
        uses=read.texts(table, top, "uses"),
        decision_kinds=read.texts(table, top, "decision_kinds"),
        annexes_documents=cast("tuple[DocumentCode, ...]", documents),
        annexes_evidence=read.one_of(table, top, "annexes_evidence", ANNEXES, default="none"),
        challenges=read.flag(table, top, "challenges"),
        checks=read.texts(table, top, "checks"),
        sources=read.texts(table, top, "sources"),
        usual_pages=read.number(table, top, "usual_pages", needed=False),
        sections=tuple(section for _, section in sections),
        questions=tuple(question for _, question in questions),
    )
    if manifest.supersedes is not None and manifest.supersedes >= manifest.version > 0:
        told = f"a version before {manifest.version} is needed here"
        read.fault(("supersedes",), Why("version_needed", told, manifest.version))
    return manifest, tuple(dict.fromkeys(read.faults))


def _sections(table: Mapping[str, Any], parts: Shared, read: _Reader) -> list[tuple[Path, Section]]:
    found: list[tuple[Path, Section]] = []
    for at, item in _with_parts(table, "section", parts.sections, read):
        read.only(item, at, _SECTION_KEYS)
        id = read.name(item, at, "id", [section.id for _, section in found])
        title = read.worded(item, at, "title")
        found.append((at, Section(number=read.text(item, at, "number"), id=id, title=title, when=read.when(item, at))))
    return found


def _questions(
    table: Mapping[str, Any], parts: Shared, sections: list[tuple[Path, Section]], read: _Reader
) -> list[tuple[Path, Question]]:
    found: list[tuple[Path, Question]] = []
    known = [section.id for _, section in sections]
    for at, item in _with_parts(table, "question", parts.questions, read):
        read.only(item, at, _QUESTION_KEYS)
        name = read.name(item, at, "name", [question.name for _, question in found])
        type = read.one_of(item, at, "type", QUESTION_TYPES)
        choices = read.texts(item, at, "choices")
        if (type == "choice") != bool(choices):
            told = "a choice has its list of choices, other types have none"
            read.fault((*at, "choices"), Why("choices", told))
        words = item.get("choice_words", {})
        if not isinstance(words, dict):
            read.fault((*at, "choice_words"), Why("table_needed", "a table of choices is needed here"))
            words = {}
        for choice in choices:
            if choice not in words:
                read.fault((*at, "choice_words"), Why("choice_words", f"the words for '{choice}' are missing", choice))
        section = read.text(item, at, "section", needed=False) or None
        if section and section not in known:
            read.fault((*at, "section"), unknown("section", section, known))
        question = Question(
            name=name,
            type=type,
            ask=read.worded(item, at, "ask"),
            required=read.flag(item, at, "required"),
            wanted=read.flag(item, at, "wanted"),
            urgent=read.flag(item, at, "urgent"),
            by_facts=read.flag(item, at, "by_facts"),
            choices=choices,
            choice_words={key: read.worded(words, (*at, "choice_words"), key) for key in words},
            section=section,
            when=read.when(item, at),
        )
        found.append((at, question))
    return found


def _known_conditions(
    sections: list[tuple[Path, Section]],
    questions: list[tuple[Path, Question]],
    conditions: frozenset[str],
    read: _Reader,
) -> None:
    known = conditions | {f"answered_{question.name}" for _, question in questions}
    whens: list[tuple[Path, When | None]] = [(at, section.when) for at, section in sections]
    whens += [(at, question.when) for at, question in questions]
    for at, when in whens:
        for name in sorted((when.names if when else frozenset()) - known):
            read.fault((*at, "when"), unknown("condition", name, known))


def _with_parts(
    table: Mapping[str, Any], kind: str, parts: Mapping[str, Mapping[str, Any]], read: _Reader
) -> list[tuple[Path, dict[str, Any]]]:
    """Each ``[[kind]]`` with its place, and with the shared part under it that its ``use`` names; its own keys win."""
    items = table.get(kind, [])
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        read.fault((kind,), Why("tables_needed", f"[[{kind}]] tables are needed here", kind))
        return []
    found: list[tuple[Path, dict[str, Any]]] = []
    for n, item in enumerate(items):
        at: Path = (kind, n)
        name = item.get("use")
        part = parts.get(name) if isinstance(name, str) else {}
        if "use" in item and not part:
            read.fault((*at, "use"), unknown(f"shared {kind}", str(name), parts))
            continue
        found.append((at, {**(part or {}), **{key: value for key, value in item.items() if key != "use"}}))
    return found


def _review(table: Mapping[str, Any], languages: tuple[str, ...], read: _Reader) -> Review:
    """``[review]``, or the older ``reviewed`` and ``reviewed_by``."""
    row = table.get("review")
    if row is None:
        reviewed = read.flag(table, (), "reviewed")
        by = read.text(table, (), "reviewed_by", needed=reviewed)
        return Review(state="checked" if reviewed else "draft", by=by)
    at: Path = ("review",)
    if not isinstance(row, dict):
        read.fault(at, Why("table_needed", "a table [review] with state, on and by is needed here", "[review]"))
        return Review()
    for key in ("reviewed", "reviewed_by"):
        if key in table:
            read.fault((key,), Why("review_says", "[review] says it already: leave this key out"))
    read.only(row, at, _REVIEW_KEYS)
    state = read.one_of(row, at, "state", REVIEW_STATES)
    on = read.day(row, at, "on", needed=state == "checked")
    translations = row.get("translations", {})
    if not isinstance(translations, dict):
        shown = '{ fa = "machine-free draft" }'
        told = f"a table of language and state is needed here: {shown}"
        read.fault((*at, "translations"), Why("table_needed", told, shown))
        translations = {}
    for language in translations:
        if language not in languages:
            read.fault((*at, "translations", language), unknown("language of this template", language, languages))
        read.one_of(translations, (*at, "translations"), language, TRANSLATION_STATES)
    by = read.text(row, at, "by", needed=state == "checked")
    return Review(state=state, on=on, by=by, translations={key: str(value) for key, value in translations.items()})


def _audiences(id: object) -> list[str]:
    """Audiences that a manifest may name: the office alone only for its own memo (documents.md §1)."""
    return [item.value for item in Audience if item is not Audience.OFFICE or id == "K7"]
