"""``legalaid vault …``: make a vault, check it whole, show its key slots."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from legalaid_desktop.cli.context import Context, Outcome
from legalaid_desktop.cli.passphrase import has_passphrase, passphrase
from legalaid_desktop.services.journal import Anchor
from legalaid_desktop.services.key_slots import shown_slots
from legalaid_desktop.services.opening import create_briefcase
from legalaid_desktop.services.vault_health import SlotInfo, check_vault, vault_slots


def create(context: Context) -> Outcome:
    with passphrase(context.options, context.words, new=True) as secret:
        briefcase = create_briefcase(
            context.vault,
            secret,
            clock=context.clock,
            fast_kdf=context.options.kdf == "fast",
            key_file=context.key_file,
        )
    briefcase.close()
    return Outcome({"vault": str(context.vault), "slots": slot_rows(vault_slots(context.vault))})


def check(context: Context) -> Outcome:
    noted = context.options.anchor
    anchor = None if noted is None else Anchor.parse(noted)
    with passphrase(context.options, context.words) as secret:
        report = check_vault(
            context.vault,
            secret,
            clock=context.clock,
            lang=context.words.lang,
            key_file=context.key_file,
            anchor=anchor,
        )
    problems = [{"code": p.code, "where": p.where, "message": p.message} for p in report.problems]
    return Outcome({"ok": report.ok, "problems": problems}, 0 if report.ok else 4)


def slots(context: Context) -> Outcome:
    """The ways in as the locked header shows them; with a passphrase option also what is sealed: labels, number of
    the recovery set, coordinators."""
    if not has_passphrase(context.options):
        return Outcome(slot_rows(shown_slots(context.vault)))
    with passphrase(context.options, context.words) as secret:
        return Outcome(slot_rows(shown_slots(context.vault, secret, key_file=context.key_file)))


def slot_rows(slots: Iterable[SlotInfo]) -> list[dict[str, Any]]:
    """Key slots in the shape of ``cli.md``, and what kinds 3 and 4 tell: ``set_number``, ``needed``, ``shares``
    (numbers or ``null``), ``holders`` (recipients ``age1…``)."""
    return [
        {
            "id": slot.id,
            "kind": slot.kind,
            "label": slot.label,
            "created_at": slot.created_at.isoformat(),
            "set_number": slot.set_number,
            "needed": slot.needed,
            "shares": slot.shares,
            "holders": list(slot.holders),
        }
        for slot in slots
    ]
