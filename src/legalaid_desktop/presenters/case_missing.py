"""What a case still lacks, worst first: what stops a clock, then what a paper needs, then what keeps people safe."""

from __future__ import annotations

from dataclasses import dataclass

from legalaid_desktop.domain.case_record import CaseRecord
from legalaid_desktop.domain.person import Person
from legalaid_desktop.grammar.names import name_forms
from legalaid_desktop.host.wording import Wording
from legalaid_desktop.presenters.case_data import CaseData
from legalaid_desktop.presenters.forms.options import shown_name

_TELLS_A_STORY = ("ip.", "ex.", "rm.", "br.")


@dataclass(frozen=True, kw_only=True)
class Missing:
    """A sentence, and the record and field where the answer goes. ``kind`` ``""``: nothing to open."""

    text: str
    kind: str
    key: str = ""
    field: str = ""


def missing(data: CaseData, words: Wording) -> tuple[Missing, ...]:
    record = data.record
    found: list[Missing] = []

    def say(id: str, kind: str, key: str = "", field: str = "", **params: str | int) -> None:
        found.append(Missing(text=words.say(f"case.missing.{id}", **params), kind=kind, key=key, field=field))

    for decision in record.decisions or ():
        if decision.received is None and decision.received_at is None:
            say("received", "decision", str(decision.id), "received")
        if not decision.notice_court and not decision.authority:
            say("authority", "decision", str(decision.id), "authority")
    if not record.info.topic:
        say("topic", "case", "", "topic")
    client = next((one for one in record.persons or () if one.role == "client"), None)
    if client is None:
        say("client", "person")
    else:
        _client(client, record, say)
    story = (record.info.topic or "").startswith(_TELLS_A_STORY)
    if story and not record.events:
        say("events", "event")
    if not any(consent.given for consent in record.consents or ()):
        say("consent", "consent", "", "scope")
    return tuple(found)


def _client(client: Person, record: CaseRecord, say: object) -> None:
    assert callable(say)
    key = str(client.id)
    if not shown_name(client.names) and not client.names.unnamed:
        say("name", "person", key, "names.family")
    elif not all(name_forms(client.names, client.sex, "ru").get(case) for case in ("nom", "gen", "dat")):
        say("forms", "person", key, "names")
    if client.sex is None:
        say("sex", "person", key, "sex")
    if client.birth is None and client.age_stated is None:
        say("birth", "person", key, "birth")
    if not client.citizenships and client.citizenship_status is None:
        say("citizenship", "person", key, "citizenship_status")
    if not client.languages and not record.info.language:
        say("language", "person", key, "languages")
    if not client.safe_address:
        say("safe_address", "person", key, "safe_address")
