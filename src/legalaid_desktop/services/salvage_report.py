"""What salvage kept and what is lost, as records and in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from legalaid_desktop.domain.ids import CaseRef
from legalaid_desktop.host.wording import wording
from legalaid_desktop.services.damage import kind_of_table
from legalaid_desktop.services.salvage_pages import ranges
from legalaid_desktop.storage.damage import DamagedRow
from legalaid_desktop.vault.header import DATA
from legalaid_desktop.vault.key_slot import SlotInfo

PAGES: Final = "pages"


@dataclass(frozen=True)
class LostRecord:
    """``kind`` as in :class:`~legalaid_desktop.services.damage.DamagedRecord`; ``where`` is its place in the old
    database, ``reason`` keyed_hash (not what was written), lost_rows (a part is missing), unreadable (its page) or
    two_versions (both are whole; the one that was come upon first is kept). Of kind :data:`PAGES`: pages of the file
    that cannot be read; whether there was a record on them that nothing else tells of, nobody can know."""

    kind: str
    case_ref: CaseRef | None
    where: str
    reason: str


@dataclass(frozen=True)
class SalvageReport:
    """``kept`` counts records by kind; ``last_backup`` is when the last verified backup was made, so that a person can
    fetch from it what is lost here; ``made_cases`` hold records whose own case is lost; ``by_pages``: the table of
    contents or a tree was damaged, and records were found page by page; ``log_left_out``: a write log lay beside the
    vault that could not be used. ``slots`` are the ways into the new vault; ``ways_left_behind`` kinds of the ways into
    the old one that do not open the new one."""

    vault: Path
    kept: dict[str, int]
    lost: tuple[LostRecord, ...]
    last_backup: datetime | None
    made_cases: int
    by_pages: bool = False
    log_left_out: bool = False
    slots: tuple[SlotInfo, ...] = ()
    ways_left_behind: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Nothing is known to be lost, nor likely to be."""
        return not self.lost and not self.log_left_out

    def lines(self, lang: str) -> tuple[str, ...]:
        """Say what was kept and what is lost, in sentences."""
        words = wording(lang)
        told = [words.say("journal.salvage.kept", kind=_kind(kind, lang), n=n) for kind, n in self.kept.items() if n]
        told.extend(self.how_lines(lang))
        for lost in self.lost:
            if lost.kind == PAGES:
                told.append(words.say("journal.salvage.pages", where=lost.where))
                continue
            case = lost.case_ref or words.say("journal.salvage.case_unknown")
            told.append(words.say("journal.salvage.lost", kind=_kind(lost.kind, lang), case=case, where=lost.where))
        if self.is_whole:
            told.append(words.say("journal.salvage.nothing_lost"))
        told.extend(self.ways_lines(lang))
        if self.last_backup is None:
            told.append(words.say("journal.salvage.no_backup"))
        else:
            told.append(words.say("journal.salvage.backup", day=self.last_backup.date().isoformat()))
        return tuple(told)

    def how_lines(self, lang: str) -> tuple[str, ...]:
        """Say what was out of the ordinary: records found page by page, a log that could not be used."""
        words = wording(lang)
        told = (("by_pages", self.by_pages), ("log_left_out", self.log_left_out))
        return tuple(words.say(f"journal.salvage.{what}") for what, so in told if so)

    def ways_lines(self, lang: str) -> tuple[str, ...]:
        """Say how the new vault opens, and what opened the old one and does not open the new one."""
        words = wording(lang)
        told = [words.say(f"journal.salvage.opens.{slot.kind}") for slot in self.slots]
        if self.ways_left_behind:
            kinds = ", ".join(words.say(f"journal.salvage.way.{kind}") for kind in self.ways_left_behind)
            told.append(words.say("journal.salvage.left_behind", ways=kinds))
        return tuple(told)


def _kind(kind: str, lang: str) -> str:
    words = wording(lang)
    return words.say(f"journal.kind.{kind}") if words.has(f"journal.kind.{kind}") else kind


def kept_and_lost(
    counts: Mapping[str, int], rows: Iterable[DamagedRow], pages: Iterable[int], refs: Mapping[int, CaseRef]
) -> tuple[dict[str, int], tuple[LostRecord, ...]]:
    """Put into records what the new vault holds (rows by table), which rows of the old one are lost, and which of its
    pages cannot be read. ``refs`` are the references of cases by their row."""
    kept = {kind_of_table(table): n for table, n in counts.items() if table not in _UNTOLD}
    records = tuple(
        LostRecord(
            kind_of_table(one.table),
            None if one.owner is None else refs.get(one.owner),
            one.table if one.row is None else f"{one.table} {one.row}",
            one.reason,
        )
        for one in rows
        if one.table not in _DERIVED
    )
    places = (f"{first}" if first == last else f"{first}-{last}" for first, last in ranges(pages))
    return kept, records + tuple(LostRecord(PAGES, None, f"{DATA} {place}", "unreadable") for place in places)


_DERIVED = frozenset(
    {"case_list_entry", "case_section", "search_item", "deadline", "evidence_chunk", "library_term", "library_words"}
)
"""Made anew from what was saved, so nothing of it is lost; a lost piece of a paper is told as the paper."""
_UNTOLD = frozenset(
    {
        *_DERIVED,
        *("vault_state", "migration", "log_mark", "journal_day", "case_section_seal", "search_words"),
        *("library_page", "library_chunk"),
        *("undo_change", "undo_image", "undo_chunk", "office_language", "backup_recipient", "evidence_chunk"),
        *("case_also_output_language", "case_document", "case_feature", "case_allowed_role", "person"),
        *("person_alias", "person_language", "person_health_need", "person_citizenship", "person_paper"),
        *("event_evidence", "assurance_promise", "evidence_proves", "evidence_risk_flag", "proceeding_decision"),
        *("decision_reason", "decision_reason_fact", "decision_reason_evidence", "decision_reason_coi"),
        *("detention_sanction", "country_information_risk_flag", "expectation", "office", "consultant"),
        *("draft_entry", "draft_finding", "draft_override", "draft_export", "draft_seen", "kept_secret"),
    }
)
"""Tables that hold parts of records, or nothing that a person would count."""
