"""CHK-CONSENT: whether the client agreed that this paper goes where it goes, and that it names them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from legalaid_desktop.documents.checks.context import CheckContext
from legalaid_desktop.documents.checks.reading import excerpt, finding
from legalaid_desktop.documents.facts.consents import unnamed
from legalaid_desktop.domain.disclosed import DisclosedPerson
from legalaid_desktop.domain.disclosure import FOREIGN_SCOPES, given_consent
from legalaid_desktop.domain.finding import Finding, Severity
from legalaid_desktop.grammar.latin import latin_name

NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    **{code: scopes for code, scopes in FOREIGN_SCOPES.items() if code != "F1"},
    "H1": ("state_bodies_search", "state_bodies"),
    "H3": ("red_cross", "state_bodies_search"),
    "H4": ("state_bodies_search", "state_bodies"),
    "I3": ("power_of_attorney", "lawyer"),
}
"""Paper → scopes, one of which must hold. F1 stays in the office: what travels has a consent of its own."""
_MONTHS: Final = (
    "January|February|March|April|May|June|July|August|September|October|November|December|"
    "января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря"
)
_SHORTEST_NAME: Final = 3


def consent(context: CheckContext) -> Iterator[Finding]:
    """Missing, expired or withdrawn stops the paper; the variant that the consent allows is told of; a paper without a
    name that still gives the person away is stopped."""
    scopes = NEEDED.get(context.document)
    if scopes is None:
        return
    consents = context.case.consents
    if not any(given_consent(consents, scope, context.as_of) for scope in scopes):
        family = context.answers.get("family_consent")
        if isinstance(family, str) and family.strip():
            # The victim cannot be asked and the family agreed: a person answers for that (documents.md G1, If).
            yield finding("CHK-CONSENT", Severity.OVERRIDABLE, "family", text=family)
        else:
            asked = any(item.scope in scopes for item in consents)
            yield finding("CHK-CONSENT", Severity.BLOCKS, "ended" if asked else "missing")
    if unnamed(context.case):
        yield finding("CHK-CONSENT", Severity.INFORMS, "unnamed")
        for word in _given_away(context):
            yield finding("CHK-CONSENT", Severity.BLOCKS, "name", text=excerpt(word), word=word)


def _given_away(context: CheckContext) -> Iterator[str]:
    """Words of a paper without a name by which the person is found: names, numbers of papers, a birth date."""
    text = " ".join(context.plain.split()).casefold()
    for who in context.case.persons:
        if who.role not in ("client", "missing") or who.by_role is not None:
            continue
        for word in sorted(_marks(who)):
            if re.search(rf"(?<!\w){re.escape(word.casefold())}(?!\w)", text):
                yield word
        on = who.birth.on if who.birth is not None else None
        if on is not None and re.search(rf"(?<!\d)(0?{on.day}\s(?:{_MONTHS})\s{on.year}|{on:%d\.%m\.%Y})", text, re.I):
            yield f"{on:%d.%m.%Y}"


def _marks(who: DisclosedPerson) -> set[str]:
    names = who.names
    latin = latin_name(names)
    texts = [names.family, names.given, names.patronymic, names.ru_nom, names.be_nom, names.original,
             latin.text if latin else None]  # fmt: skip
    words = {word for text in texts for word in re.findall(r"[^\W\d_]{2,}", text or "") if len(word) >= _SHORTEST_NAME}
    words |= {paper.no for paper in who.docs or () if paper.no}
    if who.certificate_no:
        words.add(who.certificate_no)
    return words
