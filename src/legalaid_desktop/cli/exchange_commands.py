"""``legalaid identity|backup``: keys for exchange, and copies that were restored before they count."""

from __future__ import annotations

from typing import Any

from legalaid_desktop.cli.context import Context, Outcome
from legalaid_desktop.cli.passphrase import passphrase
from legalaid_desktop.cli.vault_commands import slot_rows
from legalaid_desktop.services import backup, identity


def new_identity(context: Context) -> Outcome:
    made = identity.new_identity(context.options.out.absolute())
    return Outcome({"recipient": made.recipient, "path": str(made.path)})


def show_identity(context: Context) -> Outcome:
    file = context.options.identity
    if file is not None:
        shown = identity.show_identity(file.absolute(), lang=context.words.lang)
    else:
        with context.briefcase() as briefcase:
            shown = briefcase.backups.own_identity(lang=context.words.lang)
    return Outcome({"recipient": shown.recipient, "words": shown.words})


def create_backup(context: Context) -> Outcome:
    with context.briefcase() as briefcase:
        receipt = briefcase.backups.create(tuple(context.options.to), context.options.out.absolute())
    return Outcome(_receipt(receipt))


def verify_backup(context: Context) -> Outcome:
    report = backup.verify_backup(
        context.options.file.absolute(), context.options.identity.absolute(), lang=context.words.lang
    )
    problems = [{"code": p.code, "where": p.where, "message": p.message} for p in report.problems]
    result = {**_receipt(report), "ok": report.ok, "problems": problems}
    return Outcome(result, 0 if report.ok else 4)


def restore_backup(context: Context) -> Outcome:
    with passphrase(context.options, context.words, new=True) as secret:
        restored = backup.restore_backup(
            context.options.file.absolute(),
            context.options.into.absolute(),
            context.options.identity.absolute(),
            secret,
            clock=context.clock,
            fast_kdf=context.options.kdf == "fast",
        )
    return Outcome({"vault": str(restored.vault), "cases": restored.cases, "slots": slot_rows(restored.slots)})


def backup_status(context: Context) -> Outcome:
    with context.briefcase() as briefcase:
        status = briefcase.backups.status()
    return Outcome(
        {
            "last_created_at": status.last_created_at.isoformat() if status.last_created_at else None,
            "last_verified_at": status.last_verified_at.isoformat() if status.last_verified_at else None,
            "recipients": list(status.recipients),
        }
    )


def _receipt(receipt: Any) -> dict[str, Any]:
    return {
        "file": str(receipt.file),
        "bytes": receipt.bytes,
        "cases": receipt.cases,
        "sha256": receipt.sha256,
        "created_at": receipt.created_at.isoformat() if receipt.created_at else None,
        "recipients": list(receipt.recipients),
    }
