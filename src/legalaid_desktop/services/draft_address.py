"""To whom a draft goes, why, what else could be chosen, and what speaks against it: for the draft page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from legalaid_desktop.documents.addressees import addressee_doubts, addressees_for
from legalaid_desktop.documents.parts import AddresseeInfo
from legalaid_desktop.domain.law import LawPack
from legalaid_desktop.services.draft_desk import Sheet

QUESTION = "addressee"
"""The answer that wins over every rule: the consultant's word."""
_NO_ADDRESSEE = (None, "parent", "none")


@dataclass(frozen=True, kw_only=True)
class AddressOption:
    """A body that could be taken: ``header`` as it would stand in the paper. ``reason``: row of ``competence.toml``."""

    header: str
    reason: str
    params: Mapping[str, str] = field(default_factory=dict)
    complete: bool = True
    unchecked: bool = True


@dataclass(frozen=True, kw_only=True)
class AddressChoice:
    """``to`` is empty where nobody is known. ``confirmed``: a person said so; ``may_answer``: the paper asks for it.
    ``doubts``: keys of ``competence.doubt``."""

    to: str
    complete: bool
    from_notice: bool
    confirmed: bool
    may_answer: bool
    reason: str = ""
    params: Mapping[str, str] = field(default_factory=dict)
    unchecked: bool = False
    options: tuple[AddressOption, ...] = ()
    doubts: tuple[str, ...] = ()
    law: LawPack


def address_of(sheet: Sheet) -> AddressChoice | None:
    """``None`` for papers that have no addressee of their own."""
    source = sheet.source
    rule = source.manifest.addressee
    if rule in _NO_ADDRESSEE:
        return None
    to = source.addressee
    offers = addressees_for(rule, case=source.case, decision=source.decision, law=source.law, language=source.language)
    options = tuple(
        AddressOption(
            header=made.text,
            reason=proposal.reason_key,
            params=proposal.params,
            complete=made.complete,
            unchecked=proposal.unchecked,
        )
        for proposal, made in offers
    )
    confirmed = to is not None and to.reason == "answer"
    same = next((one for one in options if to is not None and _same(one, to)), None)
    return AddressChoice(
        to=to.text if to is not None else "",
        complete=to is not None and to.complete,
        from_notice=to is not None and to.from_notice,
        confirmed=confirmed,
        may_answer=any(question.name == QUESTION for question in source.manifest.questions),
        reason=same.reason if same is not None else to.rule if to is not None else "",
        params=same.params if same is not None else to.rule_params if to is not None else {},
        unchecked=same.unchecked if same is not None else False,
        options=tuple(one for one in options if one is not same),
        doubts=_doubts(sheet, to, rule or ""),
        law=source.law,
    )


def _same(option: AddressOption, to: AddresseeInfo) -> bool:
    return " ".join(option.header.split()).casefold() == " ".join(to.text.split()).casefold()


def _doubts(sheet: Sheet, to: AddresseeInfo | None, rule: str) -> tuple[str, ...]:
    if to is None:
        return ()
    source = sheet.source
    found = addressee_doubts(
        to, paper=source.manifest.id, rule=rule, case=source.case, decision=source.decision, law=source.law
    )
    return tuple(doubt.key for doubt in found)
