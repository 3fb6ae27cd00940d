"""Conditions of the papers on appeal (C2, C6–C8) and on removal (E1–E6), by the names their manifests use.

Like all of ``conditions``: pure functions of what the paper may know, and of what a person answered.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Final

from legalaid_desktop.documents.conditions_ad import Ground, answered
from legalaid_desktop.documents.facts.removal import relatives_here
from legalaid_desktop.documents.facts.standing import detentions_of_client, needs_interpreter, open_detention

Condition = Callable[[Ground], bool]

MOTIONS: Final = (
    "closed", "file", "witness", "expert", "bodyfile", "join", "adjourn", "fee", "presence", "video",
)  # fmt: skip
"""What C6 can ask for; each has the answers ``ask_<name>`` (yes) and ``<name>_why``."""


def motion(name: str) -> Condition:
    """This motion was chosen: ticked, or its reasons were written."""
    return lambda on: (
        on.answers.get(f"ask_{name}") is True
        or (on.answers.get(f"ask_{name}") is not False and answered(f"{name}_why")(on))
    )


def _chosen(value: str, *names: str) -> Condition:
    return lambda on: any(on.answers.get(name) == value for name in names)


def _announced(on: Ground) -> bool:
    made = on.decision
    return made is not None and (made.announced is not None or made.announced_at is not None)


def _removal_faults(on: Ground) -> bool:
    """The decision's own defects that the case holds."""
    made = on.decision
    return made is not None and (
        made.reasons_given is False
        or made.copy_given is False
        or made.interpreter_provided is False
        or (made.translated is False and needs_interpreter(on.case))
    )


def _detention_exact(on: Ground) -> bool:
    """The hour at which the latest detention began is known."""
    now = open_detention(on.case)
    own = detentions_of_client(on.case)
    item = now or (own[-1] if own else None)
    return item is not None and isinstance(item.from_at, dt.datetime)


CE_CONDITIONS: Final[Mapping[str, Condition]] = {
    "announced_known": _announced,
    "ruling_removes": lambda on: on.decision is None or on.decision.kind != "administrative",
    "ground_known": lambda on: bool(on.decision and ((on.decision.ground or "").strip() or on.decision.reasons)),
    "has_ties": lambda on: bool(relatives_here(on.case)),
    "has_offences": lambda on: bool(on.case.earlier_offences),
    "has_states_asked": lambda on: bool(on.case.states_asked),
    "has_removal_faults": _removal_faults,
    "not_admitted_freely": _chosen("no_interpreter", "admission"),
    "lawyer_denied": _chosen("refused", "lawyer"),
    "rights_denied": lambda on: any(on.answers.get("rights") == value for value in ("not_explained", "not_understood")),
    "part_challenged": _chosen("part", "scope"),
    "errors_known": lambda on: (
        bool(on.decision and on.decision.reasons)
        or answered("error_facts", "error_evidence", "error_law", "error_procedure")(on)
    ),
    "detention_exact": _detention_exact,
    "wants_departure": _chosen("ask", "departure"),
    "ban_lift": lambda on: on.answers.get("mode") != "reasons",
    "full_text_known": lambda on: bool(
        on.decision and (on.decision.received is not None or on.decision.received_at is not None)
    ),
    **{f"motion_{name}": motion(name) for name in MOTIONS},
    "no_motion": lambda on: not any(motion(name)(on) for name in MOTIONS) and not answered("other_motion")(on),
}
