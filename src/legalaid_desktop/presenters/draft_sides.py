"""Where things of a draft lead, contradictions with their two sides, and what to look at before export, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from legalaid_desktop.domain.case_record import CaseRecord
from legalaid_desktop.host.wording import Wording
from legalaid_desktop.presenters.forms.fact_specs import SECTIONS
from legalaid_desktop.presenters.forms.options import cut

if TYPE_CHECKING:
    from legalaid_desktop.services.draft_links import LinkLine
    from legalaid_desktop.services.draft_pairs import Pair

_OF_PERSONS: Final = frozenset({"children", "people", "name", "age", "birth"})
_OF_TABLE: Final = {"entry": "entry", "route": "route", "detentions": "detention", "decision": "decision"}


@dataclass(frozen=True, kw_only=True)
class Target:
    """Where "go there" leads: a paragraph, a question of this paper, or a record of the case."""

    block: str = ""
    question: str = ""
    kind: str = ""
    key: str = ""


@dataclass(frozen=True, kw_only=True)
class PairLine:
    """A contradiction side by side: what the case has, what a text says, the way to each. ``explained``: why both are
    true, as a person said."""

    key: str
    title: str
    left_title: str
    left: str
    left_target: Target | None
    right_title: str
    right: str
    right_target: Target | None
    explained: str | None


@dataclass(frozen=True, kw_only=True)
class LinkRow:
    """Something to look at before export: evidence not cited, a fact that nothing supports, a citation that fails."""

    kind: str
    title: str
    second: str
    target: Target | None


def record_target(name: str, record: CaseRecord) -> Target | None:
    """The record of the case that has this id."""
    if not name:
        return None
    for kind in ("person", "event", "decision", "evidence", "detention"):
        if any(getattr(item, "id", None) == name for item in getattr(record, SECTIONS[kind]) or ()):
            return Target(kind=kind, key=name)
    if name.startswith("narrative"):
        number = name.partition(".")[2]
        return Target(kind="narrative", key=str(int(number) - 1) if number.isdecimal() else "")
    return None


def pair_lines(pairs: Sequence[Pair], record: CaseRecord, words: Wording) -> tuple[PairLine, ...]:
    """The pairs in words, each side with the way there."""
    return tuple(
        PairLine(
            key=pair.key,
            title=words.say(f"draft.pair.{pair.field}") if words.has(f"draft.pair.{pair.field}")
            else words.say("draft.pair.other"),
            left_title=words.say("draft.pair.in_case"),
            left=_left_words(pair, record, words),
            left_target=_left(pair, record),
            right_title=words.say("draft.pair.paper", paper=pair.paper) if pair.paper
            else words.say(_right_title(pair.right)),
            right=pair.narrative,
            right_target=_right(pair.right, record),
            explained=pair.explained,
        )
        for pair in pairs
    )  # fmt: skip


def _left_words(pair: Pair, record: CaseRecord, words: Wording) -> str:
    """The structured side as people write it; of an event what it tells as well."""
    from legalaid_desktop.services.finding_words import fact_words

    text = fact_words(pair.field, pair.structured, words.lang)
    event = next((one for one in record.events or () if one.id == pair.left), None)
    return f"{text}. {cut(event.text, 160)}" if event is not None and event.text else text


def _left(pair: Pair, record: CaseRecord) -> Target | None:
    """The field of the case that would be mended."""
    if pair.left and (found := record_target(pair.left, record)) is not None:
        return found
    if pair.field in _OF_PERSONS:
        client = next((person.id for person in record.persons or () if person.role == "client"), None)
        return Target(kind="person", key=client) if client is not None else None
    kind = _OF_TABLE.get(pair.field)
    if kind == "decision":
        return Target(kind=kind, key=record.decisions[0].id) if record.decisions else None
    return Target(kind=kind, key="0") if kind is not None else None


def _right(place: str, record: CaseRecord) -> Target | None:
    if place.startswith("answers."):
        return Target(question=place.removeprefix("answers."))
    if place.startswith("edit."):
        return Target(block=place.removeprefix("edit."))
    if place.startswith("interview."):
        number = place.partition(".")[2]
        return Target(kind="interview_record", key=str(int(number) - 1)) if number.isdecimal() else None
    return record_target(place if place.startswith("narrative") else place.split(".", 1)[0], record)


def _right_title(place: str) -> str:
    for start, id in (
        ("narrative", "draft.pair.account"),
        ("interview", "draft.pair.interview"),
        ("answers.", "draft.pair.typed"),
        ("edit.", "draft.pair.typed"),
        ("", "draft.pair.reason"),
    ):
        if place.startswith(start) and (start or ".reason." in place):
            return id
    return "draft.pair.text"


def link_rows(links: Sequence[LinkLine], record: CaseRecord, words: Wording) -> tuple[LinkRow, ...]:
    """What to look at before export, in words; a text that may not be seen is named by its record alone."""
    return tuple(
        LinkRow(
            kind=link.kind,
            title=link.record if link.kind == "internal" else link.text or link.record,
            second=words.say(f"draft.link.{link.kind}"),
            target=record_target(link.record.split(".", 1)[0], record)
            or record_target(link.text.split(".", 1)[0], record),
        )
        for link in links
    )
