"""``legalaid case|note|evidence|search``: the records of a vault."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from legalaid_desktop.cli.context import Context, Outcome
from legalaid_desktop.cli.streams import read_input, say
from legalaid_desktop.domain.note import ConsultationNote
from legalaid_desktop.domain.visibility import Visibility
from legalaid_desktop.errors import FileNotUnderstood, NotFound, WrongUse
from legalaid_desktop.intake.gate import read_given
from legalaid_desktop.intake.limits import Inlet


def import_files(context: Context) -> Outcome:
    with context.briefcase() as briefcase:
        imported = briefcase.cases.import_files([p.absolute() for p in context.options.files], lang=context.words.lang)
    return Outcome(
        [
            {
                "ref": one.ref,
                "case_id": one.case_id,
                "persons": one.persons,
                "events": one.events,
                "evidence": one.evidence,
                "decisions": one.decisions,
                "warnings": list(one.warnings),
            }
            for one in imported
        ]
    )


def list_cases(context: Context) -> Outcome:
    with context.briefcase() as briefcase:
        rows = briefcase.cases.rows(context.as_of, order="ref")
    return Outcome(
        [
            {
                "ref": row.ref,
                "title": row.title,
                "topic": row.topic,
                "stage": row.stage,
                "client": row.client,
                "opened_on": row.opened_on.isoformat() if row.opened_on else None,
                "next_deadline": row.next_deadline.isoformat() if row.next_deadline else None,
            }
            for row in rows
        ]
    )


def show(context: Context) -> Outcome:
    with context.briefcase() as briefcase:
        return Outcome(briefcase.cases.show(context.options.ref, as_of=context.as_of, lang=context.words.lang))


def add_note(context: Context) -> Outcome:
    text = _text(context.options.text_file)
    with context.briefcase() as briefcase:
        ref = briefcase.cases.ref(context.options.ref)
        note = briefcase.notes.record(
            ref,
            text,
            channel=context.options.channel,
            confidential=context.options.confidential,
        )
    return Outcome({"id": note.id, "case": ref, "at": _at(note)})


def list_notes(context: Context) -> Outcome:
    with context.briefcase() as briefcase:
        ref = briefcase.cases.ref(context.options.ref)
        notes = briefcase.notes.of(ref)
    return Outcome([_note(note, ref) for note in notes])


def add_evidence(context: Context) -> Outcome:
    options = context.options
    seen = Visibility(options.visibility) if options.visibility else None
    with context.briefcase() as briefcase:
        added = briefcase.evidence.add(options.ref, options.file.absolute(), title=options.title, visibility=seen)
    if seen is None:
        say(context.words.say("cli.evidence_closed", id=added.id))
    return Outcome({"id": added.id, "sha256": added.sha256, "size": added.size})


def get_evidence(context: Context) -> Outcome:
    with context.briefcase() as briefcase:
        got = briefcase.evidence.get(context.options.ref, context.options.id, context.options.out.absolute())
    if not got.noted:
        say(context.words.say("cli.handed_out_unnoted"))
    return Outcome({"id": got.id, "sha256": got.sha256, "size": got.size})


def search(context: Context) -> Outcome:
    if context.options.limit < 1:
        raise WrongUse(what="--limit")
    with context.briefcase() as briefcase:
        found = briefcase.search.find(
            " ".join(context.options.words), kind=context.options.kind, limit=context.options.limit
        )
    return Outcome(
        {
            "query": found.query,
            "total": found.total,
            "ms": found.ms,
            "hits": [
                {
                    "kind": hit.kind,
                    "id": hit.id,
                    "case": hit.case,
                    "title": hit.title,
                    "snippet": hit.snippet,
                    "score": hit.score,
                }
                for hit in found.hits
            ],
        }
    )


def _note(note: ConsultationNote, ref: str) -> dict[str, Any]:
    return {
        "id": note.id,
        "case": ref,
        "at": _at(note),
        "channel": note.channel,
        "confidential": note.confidential,
        "text": note.text,
    }


def _at(note: ConsultationNote) -> str | None:
    return note.at.isoformat() if note.at else None


def _text(where: str) -> str:
    """A file, or standard input for ``-``; UTF-8. An empty text is wrong use: a note without words is a slip."""
    try:
        if where != "-" and Path(where).is_dir():
            raise NotFound(kind="file", what=where)
        raw = read_input() if where == "-" else read_given(Path(where), Inlet.NOTE_TEXT)
        text = raw.decode("utf-8-sig")
    except NotFound:
        raise NotFound(kind="file", what=where) from None
    except (OSError, UnicodeDecodeError):
        raise FileNotUnderstood(what=where) from None
    if not text.strip():
        raise WrongUse(what="--text-file")
    return text
