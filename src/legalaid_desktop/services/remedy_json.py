"""Remedies and bodies as the command line prints them: ``case remedies`` and ``case body``."""

from __future__ import annotations

import datetime as dt
from typing import Any

from legalaid_desktop.domain.competence import Proposal
from legalaid_desktop.domain.law import LawPack
from legalaid_desktop.domain.remedies import RemedyStanding
from legalaid_desktop.host.wording import wording
from legalaid_desktop.services.remedies import (
    CaseWays,
    Door,
    body_of_step,
    body_words,
    header_of,
    reason_words,
    state_words,
    suspends_words,
)


def _iso(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()


def ways_json(at: CaseWays, lang: str) -> dict[str, Any]:
    """``{case, as_of, law, ladders: [{id, track, title, decision, person, steps: [step]}], beside: [step],
    closed: [{id, title, why, since, never, confidence, unchecked, source}]}``."""
    return {
        "case": str(at.record.info.ref),
        "as_of": at.as_of.isoformat(),
        "law": at.law.version,
        "ladders": [
            {
                "id": ladder.id,
                "track": ladder.track.id,
                "title": ladder.track.title(lang),
                "decision": ladder.decision,
                "person": ladder.person,
                "steps": [step_json(at, step, lang) for step in ladder.rungs],
            }
            for ladder in at.ways.ladders
        ],
        "beside": [step_json(at, step, lang) for step in at.ways.beside],
        "closed": [
            {
                "id": step.row.id,
                "title": step.row.title(lang),
                "status": step.state.value,
                "why": step.row.why(lang),
                "since": _iso(step.since),
                "never": step.row.never,
                "confidence": step.row.confidence,
                "unchecked": step.row.unchecked,
                "source": step.row.source,
            }
            for step in at.ways.closed
        ],
    }


def step_json(at: CaseWays, step: RemedyStanding, lang: str) -> dict[str, Any]:
    row = step.row
    return {
        "id": row.id,
        "title": row.title(lang),
        "kind": row.kind,
        "status": step.state.value,
        "said": state_words(step, lang),
        "decision": step.decision,
        "deadlines": [str(clock.id) for clock in step.clocks],
        "last_day": _iso(step.last_day),
        "alarm_on": _iso(step.alarm_on),
        "appointed_on": _iso(step.appointed.day if step.appointed is not None else None),
        "filed_on": _iso(step.since),
        "papers": list(row.papers),
        "joined": list(row.joined),
        "paper": step.paper or None,
        "left": list(step.left),
        "restore": "C3" if step.restore else None,
        "suspends": step.suspends,
        "suspends_unchecked": step.suspends_unchecked,
        "stops_removal": suspends_words(step, lang) or None,
        "follows": row.follows(lang),
        "next": list(row.next),
        "bodies": [body_json(one, lang, at.law) for one in body_of_step(at, step)],
        "confidence": row.confidence,
        "unchecked": row.unchecked,
        "source": row.source,
    }


def body_json(one: Proposal, lang: str, law: LawPack) -> dict[str, Any]:
    return {
        "authority": one.authority,
        "type": one.type,
        "region": one.region,
        "name": body_words(one, lang, law),
        "header_ru": header_of(one, "ru", law),
        "header_be": header_of(one, "be", law),
        "by": one.by,
        "reason": reason_words(one.reason_key, one.params, lang, law),
        "rule": one.reason_key,
        "offered": one.offered,
        "confidence": one.confidence,
        "unchecked": one.unchecked,
        "source": one.source,
    }


def door_json(door: Door, lang: str) -> dict[str, Any]:
    """``{case, paper, question, title, decision, bodies: [body], chosen: {text, authority} | null,
    doubts: [{id, key, message}]}``. ``id`` is the check that tells of it before export."""
    words = wording(lang)
    question = door.law.competence.question(door.question)
    return {
        "case": str(door.record.info.ref),
        "paper": door.paper or None,
        "question": door.question or None,
        "title": question.title(lang) if question is not None else None,
        "decision": door.decision.id if door.decision is not None else None,
        "bodies": [body_json(one, lang, door.law) for one in door.proposals],
        "chosen": {"text": door.chosen.text, "authority": door.chosen.authority} if door.chosen is not None else None,
        "doubts": [
            {"id": "CHK-ADDRESSEE", "key": doubt.key, "message": words.say(f"competence.doubt.{doubt.key}")}
            for doubt in door.doubts
        ],
    }
