"""``legalaid journal …`` and ``vault salvage``: what was done, taking it back, and saving what is readable."""

from __future__ import annotations

from typing import Any

from legalaid_desktop.cli.context import Context, Outcome
from legalaid_desktop.cli.passphrase import has_new_passphrase, new_passphrase, passphrase
from legalaid_desktop.cli.vault_commands import slot_rows
from legalaid_desktop.services.journal import JournalLine
from legalaid_desktop.services.salvage import SalvageReport, salvage_vault


def list_entries(context: Context) -> Outcome:
    """Entries, newest first; ``undo_to`` is the number to go back to so that this change is the last taken back, or
    nothing for one that stays."""
    with context.briefcase() as briefcase:
        lines = briefcase.journal_view.lines(case=context.options.ref, newest=context.options.limit)
        steps = {step.seq: step.back_to for step in briefcase.undo.last() if not step.stays}
        return Outcome([_line(line, steps.get(line.seq)) for line in lines])


def undo(context: Context) -> Outcome:
    with context.briefcase() as briefcase:
        result = briefcase.undo.undo_back_to(context.options.back_to)
    found = {"changes": result.changes, "stays": result.stays, "cases": list(result.cases), "redo": result.redo}
    said = [context.words.say("journal.undone", n=result.changes, redo=result.redo)]
    if result.cases:
        said.append(context.words.say("undo.plan_cases", cases=", ".join(result.cases)))
    if result.stays:
        said.append(context.words.say("journal.undone_stays", n=result.stays))
    return Outcome(found, text="\n".join(said))


def anchor(context: Context) -> Outcome:
    with context.briefcase() as briefcase:
        found = briefcase.journal_view.anchor()
        kept = briefcase.journal_settings.keep
    text = context.words.say("journal.anchor", anchor=str(found))
    return Outcome({"anchor": str(found), "length": found.length, "mac": found.mac, "keep": kept}, text=text)


def keep(context: Context) -> Outcome:
    with context.briefcase() as briefcase:
        briefcase.journal_settings.set_keep(context.options.choice)
        return Outcome({"keep": briefcase.journal_settings.keep})


def salvage(context: Context) -> Outcome:
    """The options give the passphrase of the damaged vault; ``--new-passphrase-…`` that of the new one, else it is
    the same."""
    into, words = context.options.into.absolute(), context.words
    with passphrase(context.options, words) as secret:
        new = new_passphrase(context.options, words) if has_new_passphrase(context.options) else secret.copy()
        with new:
            report = salvage_vault(
                context.vault,
                secret,
                into,
                clock=context.clock,
                new_passphrase=new,
                key_file=context.key_file,
                fast_kdf=context.options.kdf == "fast",
                lang=words.lang,
            )
    return Outcome(_report(report), text="\n".join(report.lines(words.lang)))


def _line(line: JournalLine, back_to: int | None) -> dict[str, Any]:
    return {
        "seq": line.seq,
        "at": line.at.isoformat(),
        "who": line.who,
        "action": line.action,
        "kind": line.kind,
        "case": line.case,
        "record": line.record,
        "fields": list(line.fields),
        "undo_to": back_to,
    }


def _report(report: SalvageReport) -> dict[str, Any]:
    return {
        "vault": str(report.vault),
        "kept": {kind: count for kind, count in report.kept.items() if count},
        "lost": [
            {"kind": lost.kind, "case": lost.case_ref, "where": lost.where, "reason": lost.reason}
            for lost in report.lost
        ],
        "made_cases": report.made_cases,
        "by_pages": report.by_pages,
        "log_left_out": report.log_left_out,
        "slots": slot_rows(report.slots),
        "ways_left_behind": list(report.ways_left_behind),
        "last_backup": None if report.last_backup is None else report.last_backup.isoformat(),
    }
