"""``legalaid vault slot|recovery|recover|key-file``: the ways into a vault.

JSON, beside the rows of ``vault slots`` (``slot`` is one of them, ``slots`` all):

=============================  =====================================================================================
command                        result
=============================  =====================================================================================
slot add passphrase|key-file,  ``{vault, slot, slots}``
slot add coordinators,
slot passphrase
slot remove                    ``{vault, removed: id, slots}``
slot add recovery,             ``{vault, set_number, needed, shares, slot, slots, files: [{share, format, path}]}``
recovery make|reissue
slot request, slot part        ``{path}``
recovery rehearse              ``{ok, set_number}``; not ``ok`` → exit 3
recover                        ``{vault, opened_by, slot, slots}``; ``opened_by`` is recovery or coordinators
key-file new                   ``{path}``
=============================  =====================================================================================
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from legalaid_desktop.cli.context import Context, Outcome
from legalaid_desktop.cli.passphrase import has_new_passphrase, new_passphrase, passphrase
from legalaid_desktop.cli.sheet_files import read_shares, sheet_files
from legalaid_desktop.cli.vault_commands import slot_rows
from legalaid_desktop.errors import RecoveryDoesNotFit, WrongUse
from legalaid_desktop.services import key_slots
from legalaid_desktop.services.briefcase import Briefcase
from legalaid_desktop.services.key_slots import ShownSlot
from legalaid_desktop.services.recovery_sheets import set_number_words
from legalaid_desktop.services.secrets import Secret


def slot(context: Context) -> Outcome:
    step: str = context.options.step
    if step == "add":
        return _ADD[context.options.kind](context)
    return _SLOT[step](context)


def recovery(context: Context) -> Outcome:
    return _RECOVERY[context.options.step](context)


def key_file(context: Context) -> Outcome:
    out: Path = context.options.out.absolute()
    key_slots.make_key_file(out)
    return Outcome({"path": str(out)})


def recover(context: Context) -> Outcome:
    """Open without the passphrase and set a new one: by the passphrase options, the new ones or a prompt."""
    options = context.options
    by_sheets = bool(options.share)
    if by_sheets == bool(options.identity) or (by_sheets and options.part):
        raise WrongUse(what="--share … / --identity … [--part …]")
    shares = read_shares(options.share)
    if by_sheets and not key_slots.opens_with(context.vault, shares):  # told before a new passphrase is thought up
        raise RecoveryDoesNotFit(set_number=set_number_words(shares[0].set_number))
    with _passphrase_of_recovery(context) as secret:
        if by_sheets:
            briefcase = key_slots.open_with_recovery(context.vault, shares, clock=context.clock)
        else:
            briefcase = key_slots.open_with_coordinators(
                context.vault, _absolute(options.identity), clock=context.clock, parts=_absolute(options.part)
            )
        with briefcase:
            # Before the change: afterwards the older of header and data counts as the newest, and nobody would know.
            context.warn(briefcase)
            made = key_slots.set_passphrase_after_recovery(
                briefcase,
                secret,
                replaces=() if options.keep_old else options.replace,
                label=options.label,
                key_file=context.key_file,
                fast=options.kdf == "fast",
            )
            result = _with_slot(context, briefcase, made)
    said = context.words.say("cli.recovered.by_sheets" if by_sheets else "cli.recovered.by_coordinators")
    return Outcome({**result, "opened_by": "recovery" if by_sheets else "coordinators"}, text=said)


def _add_passphrase(context: Context) -> Outcome:
    with _both_passphrases(context) as (briefcase, secret):
        made = briefcase.key_slots.add_passphrase(
            secret, label=context.options.label, fast=context.options.kdf == "fast"
        )
        return Outcome(_with_slot(context, briefcase, made))


def _add_key_file(context: Context) -> Outcome:
    chosen = context.options.new_key_file or context.key_file
    if chosen is None:
        raise WrongUse(what="--new-key-file")
    with _both_passphrases(context) as (briefcase, secret):
        made = briefcase.key_slots.add_passphrase(
            secret, label=context.options.label, key_file=chosen.absolute(), fast=context.options.kdf == "fast"
        )
        return Outcome(_with_slot(context, briefcase, made))


def _add_coordinators(context: Context) -> Outcome:
    recipients = tuple(context.options.to)
    if len(recipients) != 2:
        raise WrongUse(what="--to RECIPIENT RECIPIENT")
    with context.briefcase() as briefcase:
        made = briefcase.key_slots.add_coordinators(recipients, label=context.options.label)
        return Outcome(_with_slot(context, briefcase, made))


def _change_passphrase(context: Context) -> Outcome:
    options = context.options
    with _both_passphrases(context) as (briefcase, secret):
        if options.new_key_file is not None and any(
            slot.id == options.id and slot.kind == "passphrase" for slot in briefcase.key_slots.all()
        ):  # it would open without that file, and its owner would think otherwise
            raise WrongUse(what="--new-key-file", kind="no_key_file_there")
        chosen = options.new_key_file.absolute() if options.new_key_file is not None else context.key_file
        made = briefcase.key_slots.change_passphrase(options.id, secret, key_file=chosen, fast=options.kdf == "fast")
        return Outcome(_with_slot(context, briefcase, made))


def _remove(context: Context) -> Outcome:
    with context.briefcase() as briefcase:
        briefcase.key_slots.remove(context.options.id)
        slots = slot_rows(briefcase.key_slots.all())
    return Outcome({"vault": str(context.vault), "removed": context.options.id, "slots": slots})


def _request(context: Context) -> Outcome:
    out: Path = context.options.out.absolute()
    key_slots.write_part_request(context.vault, out)
    return Outcome({"path": str(out)})


def _part(context: Context) -> Outcome:
    options = context.options
    source: Path = options.request.absolute() if options.request is not None else context.vault
    out: Path = options.out.absolute()
    key_slots.write_part(source, options.identity.absolute(), options.reader, out)
    return Outcome({"path": str(out)})


def _make_recovery(context: Context) -> Outcome:
    options = context.options
    if options.needed > options.shares:
        raise WrongUse(what=f"--needed {options.needed} --shares {options.shares}")
    lang = options.language or context.words.lang
    with (
        context.briefcase() as briefcase,
        sheet_files(options.out.absolute(), options.format, lang=lang, made_on=context.as_of) as files,
    ):
        chosen = {"needed": options.needed, "shares": options.shares, "label": options.label, "keep": files.write}
        if options.step == "reissue":
            made = briefcase.key_slots.reissue_recovery(slot_id=options.slot, **chosen)
        else:
            made = briefcase.key_slots.make_recovery(**chosen)
        result = {
            **_with_slot(context, briefcase, made.slot),
            "set_number": made.set_number,
            "needed": made.needed,
            "shares": len(made.shares),
            "files": files.rows(),
        }
    said = context.words.say(
        "cli.sheets.made", set=set_number_words(made.set_number), needed=made.needed, of=len(made.shares)
    )
    return Outcome(result, text="\n".join((said, *(file["path"] for file in result["files"]))))


def _rehearse(context: Context) -> Outcome:
    shares = read_shares(context.options.share)
    ok = key_slots.opens_with(context.vault, shares)
    number = shares[0].set_number
    text = context.words.say("cli.rehearsal.ok" if ok else "cli.rehearsal.not_ok", set=set_number_words(number))
    return Outcome({"ok": ok, "set_number": number}, 0 if ok else 3, text=text)


def _with_slot(context: Context, briefcase: Briefcase, made: ShownSlot) -> dict[str, Any]:
    (row,) = slot_rows([made])
    return {"vault": str(context.vault), "slot": row, "slots": slot_rows(briefcase.key_slots.all())}


@contextlib.contextmanager
def _both_passphrases(context: Context) -> Iterator[tuple[Briefcase, Secret]]:
    """The open vault and a new passphrase. Both are asked for before the vault is opened: it does not wait, open,
    for somebody to type."""
    with (
        passphrase(context.options, context.words) as old,
        new_passphrase(context.options, context.words) as new,
        context.opened(old) as briefcase,
    ):
        yield briefcase, new


@contextlib.contextmanager
def _passphrase_of_recovery(context: Context) -> Iterator[Secret]:
    """The new passphrase, by whichever options give it: there is no old one to be mistaken for it."""
    if has_new_passphrase(context.options):
        secret = new_passphrase(context.options, context.words)
    else:
        secret = passphrase(context.options, context.words, new=True)
    with secret:
        yield secret


def _absolute(paths: list[Path]) -> list[Path]:
    return [path.absolute() for path in paths]


_Command = Callable[[Context], Outcome]
_ADD: Mapping[str, _Command] = {
    "passphrase": _add_passphrase,
    "key-file": _add_key_file,
    "recovery": _make_recovery,
    "coordinators": _add_coordinators,
}
_SLOT: Mapping[str, _Command] = {
    "remove": _remove,
    "passphrase": _change_passphrase,
    "request": _request,
    "part": _part,
}
_RECOVERY: Mapping[str, _Command] = {"make": _make_recovery, "reissue": _make_recovery, "rehearse": _rehearse}
