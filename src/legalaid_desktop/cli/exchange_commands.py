"""``legalaid identity|backup``: keys for exchange, and copies that were restored before they count."""

from __future__ import annotations

from typing import Any

from legalaid_desktop.cli.context import Context, Outcome
from legalaid_desktop.cli.passphrase import new_passphrase, passphrase
from legalaid_desktop.cli.vault_commands import slot_rows
from legalaid_desktop.services import identity, restoring


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
    return Outcome(receipt_row(receipt))


def verify_backup(context: Context) -> Outcome:
    """With ``--identity`` no vault is needed; without it, the vault's own keys are tried."""
    file, lang = context.options.file.absolute(), context.words.lang
    if context.options.identity is not None:
        report = restoring.verify_backup(file, context.options.identity.absolute(), lang=lang)
    else:
        with context.briefcase() as briefcase:
            report = briefcase.backups.verify(file, lang=lang)
    problems = [{"code": p.code, "where": p.where, "message": p.message} for p in report.problems]
    result = {**receipt_row(report), "ok": report.ok, "problems": problems, "check_phrase": report.check_phrase}
    return Outcome(result, 0 if report.ok else 4)


def restore_backup(context: Context) -> Outcome:
    """With ``--identity`` the passphrase options give the passphrase of the new vault: the helper knows no other.

    Without it the vault's own keys open a backup that it made itself; then those options open the vault, and
    ``--new-passphrase-…`` gives the passphrase of the new one. A key file that is given, or that opened the vault,
    goes with the new passphrase as well.
    """
    options = context.options
    file, into, fast = options.file.absolute(), options.into.absolute(), options.kdf == "fast"
    if options.identity is not None:
        with passphrase(options, context.words, new=True) as secret:
            restored = restoring.restore_backup(
                file,
                into,
                options.identity.absolute(),
                secret,
                clock=context.clock,
                fast_kdf=fast,
                key_file=context.key_file,
            )
    else:
        with new_passphrase(options, context.words) as secret, context.briefcase() as briefcase:
            restored = briefcase.backups.restore(file, into, secret, fast_kdf=fast, key_file=briefcase.key_file)
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


def receipt_row(receipt: Any) -> dict[str, Any]:
    return {
        "file": str(receipt.file),
        "bytes": receipt.bytes,
        "cases": receipt.cases,
        "sha256": receipt.sha256,
        "created_at": receipt.created_at.isoformat() if receipt.created_at else None,
        "recipients": list(receipt.recipients),
    }
