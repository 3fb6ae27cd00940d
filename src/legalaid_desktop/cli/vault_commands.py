"""``legalaid vault …``: make a vault, check it whole, show its key slots."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from legalaid_desktop.cli.context import Context, Outcome
from legalaid_desktop.cli.passphrase import passphrase
from legalaid_desktop.services.briefcase import create_briefcase
from legalaid_desktop.services.vault_health import SlotInfo, check_vault, vault_slots


def create(context: Context) -> Outcome:
    with passphrase(context.options, context.words, new=True) as secret:
        briefcase = create_briefcase(context.vault, secret, clock=context.clock, fast_kdf=context.options.kdf == "fast")
    briefcase.close()
    return Outcome({"vault": str(context.vault), "slots": slot_rows(vault_slots(context.vault))})


def check(context: Context) -> Outcome:
    with passphrase(context.options, context.words) as secret:
        report = check_vault(context.vault, secret, clock=context.clock, lang=context.words.lang)
    problems = [{"code": p.code, "where": p.where, "message": p.message} for p in report.problems]
    return Outcome({"ok": report.ok, "problems": problems}, 0 if report.ok else 4)


def slots(context: Context) -> Outcome:
    return Outcome(slot_rows(vault_slots(context.vault)))


def slot_rows(slots: Iterable[SlotInfo]) -> list[dict[str, Any]]:
    """Key slots in the shape of ``cli.md``."""
    return [{"id": s.id, "kind": s.kind, "label": s.label, "created_at": s.created_at.isoformat()} for s in slots]
