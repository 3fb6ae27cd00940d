"""What the name engine suggests unaided, for ``legalaid name forms`` and for the form of a person."""

from __future__ import annotations

from legalaid_desktop.grammar.names import propose


def propose_forms(name: str, sex: str, language: str) -> dict[str, str | None]:
    """Six forms of a name given in the nominative; ``None`` for a form that the engine will not guess."""
    forms = propose(name, sex, language)
    return {case: forms.get(case) for case in ("nom", "gen", "dat", "acc", "ins", "prep")}
