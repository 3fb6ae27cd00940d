"""``legalaid vault rekey|destroy|leave``: a new key for everything; a vault that goes; a vault that its owner leaves.

JSON (``slots``, ``stays``, ``removed`` are rows of ``vault slots``; ``limits`` are sentences: what can still bring the
data back, or open the vault):

=====================  ==============================================================================================
command                result
=====================  ==============================================================================================
rekey                  ``{vault, cases, ways: [row and fate], slots, own_recipient, set_number, files, limits}``;
                       ``fate`` is stays, renewed or gone
destroy                ``{vault, destroyed, folder_removed, remains, backup: {created_at, sha256, recipients}, limits}``
leave --mode nothing   with ``--to`` and ``--out``: ``{vault, left: false, backup: {…}}``, the vault stays until the
                       words that the coordinator reads back are given; else as ``destroy``, and ``left: true``
leave --mode helpers   ``{vault, left: true, stays, removed, limits}``
=====================  ==============================================================================================
"""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from legalaid_desktop.cli.context import Context, Outcome
from legalaid_desktop.cli.exchange_commands import receipt_row
from legalaid_desktop.cli.passphrase import has_new_passphrase, new_passphrase, passphrase, passphrase_of_file
from legalaid_desktop.cli.sheet_files import read_shares, sheet_files
from legalaid_desktop.cli.streams import say
from legalaid_desktop.cli.vault_commands import slot_rows
from legalaid_desktop.errors import NewKeyUnfinished, WaysWouldGo, WrongUse
from legalaid_desktop.services import destroy as destroying
from legalaid_desktop.services import leave as leaving
from legalaid_desktop.services import new_key
from legalaid_desktop.services.briefcase import Briefcase
from legalaid_desktop.services.destroy import DestroyReport


def rekey(context: Context) -> Outcome:
    """The passphrase that opens the vault stays, or ``--new-passphrase-…`` takes its place; others are named."""
    options = context.options
    with ExitStack() as stack:
        opening = stack.enter_context(passphrase(options, context.words))
        if has_new_passphrase(options):
            first = new_key.WayIn(
                stack.enter_context(new_passphrase(options, context.words)),
                key_file=None if options.new_key_file is None else options.new_key_file.absolute(),
            )
        else:
            first = new_key.WayIn(opening, key_file=context.key_file)
        ways = [first]
        for file in options.also_passphrase_file:
            ways.append(new_key.WayIn(stack.enter_context(passphrase_of_file(file, context.words))))
        briefcase = context.opened(opening)
        stack.callback(briefcase.close)
        _must_be_agreed(context, briefcase, ways)
        sheets, files = None, None
        if options.sheets is not None:
            lang = options.language or context.words.lang
            files = stack.enter_context(
                sheet_files(options.sheets.absolute(), options.format, lang=lang, made_on=context.as_of)
            )
            sheets = new_key.NewSheets(options.needed, options.shares, keep=files.write)
        try:
            opened, report = new_key.change_everything(
                briefcase,
                ways,
                sheets=sheets,
                coordinators=not options.drop_coordinators,
                fast=options.kdf == "fast",
                watch=_Progress(context, "cli.step.new_key").tell,
            )
        except NewKeyUnfinished as unfinished:
            # The new ways are in force: their sheets must not be taken back as those of a failure are.
            stack.pop_all()
            for way in ways:
                way.passphrase.wipe()
            raise unfinished
        opened.close()
        rows = slot_rows(way.slot for way in report.before)
        return Outcome(
            {
                "vault": str(report.vault),
                "cases": report.cases,
                "ways": [{**row, "fate": way.fate.value} for row, way in zip(rows, report.before, strict=True)],
                "slots": slot_rows(report.slots),
                "own_recipient": report.own_recipient,
                "set_number": report.recovery.set_number if report.recovery else None,
                "files": files.rows() if files else [],
                "limits": _limits(context, "old_copies", "old_backups", "flash"),
            }
        )


def destroy(context: Context) -> Outcome:
    """Where the destruction was interrupted, what is left is removed; no passphrase opens it, so none is asked for."""
    if not context.options.yes_destroy:
        raise WrongUse(what="--yes-destroy", kind="yes_destroy")
    if destroying.was_destroyed(context.vault):
        return Outcome(_destroyed(context, destroying.remove_remains(context.vault)))
    reason: str | None = context.options.without_backup
    if reason is not None:
        with passphrase(context.options, context.words) as secret:
            report = destroying.destroy_unread(context.vault, secret, without_backup=reason, key_file=context.key_file)
        return Outcome(_destroyed(context, report))
    with context.briefcase() as briefcase:
        report = destroying.destroy(briefcase)
    return Outcome(_destroyed(context, report))


def leave(context: Context) -> Outcome:
    if context.options.mode == "helpers":
        return _leave_to_helpers(context)
    return _leave_with_nothing(context)


def _leave_with_nothing(context: Context) -> Outcome:
    options = context.options
    backing_up = options.out is not None
    if backing_up != bool(options.to) or options.share:
        raise WrongUse(what="--to RECIPIENT… --out FILE")
    going = options.read_back is not None or options.without_receipt is not None
    if going and not options.yes_leave:
        raise WrongUse(what="--yes-leave", kind=f"yes_leave_{options.mode}")
    if not going and not backing_up:
        raise WrongUse(what="--to RECIPIENT… --out FILE / --read-back WORDS / --without-receipt REASON")
    backup = None
    with context.briefcase() as briefcase:
        if backing_up:
            out: Path = options.out.absolute()
            progress = _Progress(context, "cli.step.backup").tell
            backup = receipt_row(briefcase.backups.create(tuple(options.to), out, watch=progress))
        if not going:
            return Outcome({"vault": str(context.vault), "left": False, "backup": backup})
        report = leaving.leave_with_nothing(
            briefcase, read_back=options.read_back, without_receipt=options.without_receipt
        )
    return Outcome({**_destroyed(context, report), "left": True})


def _leave_to_helpers(context: Context) -> Outcome:
    options = context.options
    if options.to or options.out or options.read_back is not None or options.without_receipt is not None:
        raise WrongUse(what="--mode helpers [--share FILE…] --yes-leave")
    if not options.yes_leave:
        raise WrongUse(what="--yes-leave", kind=f"yes_leave_{options.mode}")
    shares = read_shares(options.share)
    with context.briefcase() as briefcase:
        report = leaving.leave_to_helpers(briefcase, shares=shares)
    return Outcome(
        {
            "vault": str(report.vault),
            "left": True,
            "stays": slot_rows(report.stays),
            "removed": slot_rows(report.removed),
            "limits": _limits(context, "old_head", "flash"),
        }
    )


def _must_be_agreed(context: Context, briefcase: Briefcase, ways: list[new_key.WayIn]) -> None:
    """Ways that would stop working are lost only with a yes: the one that was just used to open is no surprise."""
    options = context.options
    if options.drop_others:
        return
    planned = new_key.planned_ways(
        briefcase, ways, sheets=options.sheets is not None, coordinators=not options.drop_coordinators
    )
    agreed = {briefcase.key_slots.opened_by}
    lost = [
        way
        for way in planned
        if way.fate is new_key.Fate.GONE
        and way.slot.id not in agreed
        and not (options.drop_coordinators and way.slot.holders)
    ]
    if lost:
        raise WaysWouldGo(n=len(lost))


def _destroyed(context: Context, report: DestroyReport) -> dict[str, Any]:
    backup = report.backup
    return {
        "vault": str(report.vault),
        "destroyed": True,
        "folder_removed": report.folder_removed,
        "remains": list(report.remains),
        "backup": None
        if backup is None
        else {
            "created_at": backup.created_at.isoformat(),
            "sha256": backup.sha256,
            "recipients": list(backup.recipients),
        },
        "limits": _limits(context, "backups", "old_copies", "flash"),
    }


def _limits(context: Context, *names: str) -> list[str]:
    return [context.words.say(f"leave.limit.{name}") for name in names]


class _Progress:
    """Every tenth of the work a line on stderr, where somebody reads it."""

    def __init__(self, context: Context, words: str) -> None:
        self._context, self._words = context, words
        self._told = 0

    def tell(self, done: int, total: int) -> None:
        part = 10 * done // max(total, 1)
        if part > self._told and sys.stderr.isatty():
            say(self._context.words.say(self._words, percent=part * 10))
        self._told = max(self._told, part)
