"""The addressee of a draft as the page shows it: whom, why, what else, what speaks against it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from legalaid_desktop.host.wording import Wording

if TYPE_CHECKING:
    from legalaid_desktop.services.draft_address import AddressChoice


@dataclass(frozen=True, kw_only=True)
class OfferedBody:
    """``value`` is what a choice writes into the answer; empty where a part of the name must be typed first.
    ``unchecked``: no lawyer has confirmed that this body takes the paper."""

    header: str
    reason: str
    value: str
    unchecked: bool = False


@dataclass(frozen=True, kw_only=True)
class AddressLook:
    """``state``: confirmed, notice, proposed, incomplete, nobody. ``confirm``: what a confirmation writes, empty where
    there is nothing to confirm. ``question``: whether the paper asks for an addressee. ``unchecked`` stays once a
    person has confirmed: a consultant's word is not a lawyer's."""

    to: str
    state: str
    reason: str
    said: str
    unchecked: bool
    confirm: str
    doubts: tuple[str, ...]
    others: tuple[OfferedBody, ...]
    question: bool


def address_look(made: AddressChoice | None, words: Wording) -> AddressLook | None:
    from legalaid_desktop.services.remedies import reason_words

    if made is None:
        return None
    state = _state(made)
    others = tuple(
        OfferedBody(
            header=one.header,
            reason=reason_words(one.reason, one.params, words.lang, made.law),
            value=one.header if one.complete else "",
            unchecked=one.unchecked,
        )
        for one in made.options
    )
    return AddressLook(
        to=made.to,
        state=state,
        reason=reason_words(made.reason, made.params, words.lang, made.law),
        said=words.say(f"competence.state.{state}"),
        unchecked=made.unchecked,
        confirm=made.to if state == "proposed" and made.may_answer else "",
        doubts=tuple(words.say(f"competence.doubt.{key}") for key in made.doubts),
        others=others if made.may_answer else (),
        question=made.may_answer,
    )


def _state(made: AddressChoice) -> str:
    if made.confirmed:
        return "confirmed"
    if not made.to:
        return "nobody"
    if not made.complete:
        return "incomplete"
    return "notice" if made.from_notice else "proposed"
