"""A draft beside the case it comes from: own words kept where they belong, and what would change, one by one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from legalaid_desktop.documents.annexes import numbers_of
from legalaid_desktop.documents.blocks import Block, refs_of
from legalaid_desktop.documents.doors import cited
from legalaid_desktop.documents.paragraphs import cited_again, is_old_place, paragraphs_of
from legalaid_desktop.documents.renumbering import numbers_with, renumbered
from legalaid_desktop.domain.draft import Draft
from legalaid_desktop.domain.draft_merge import (
    Change,
    OwnText,
    before_of,
    changes,
    free_name,
    leave,
    looked_through,
    own_to_plain,
    take,
)
from legalaid_desktop.domain.draft_paragraphs import Paragraph
from legalaid_desktop.errors import NotFound
from legalaid_desktop.services.draft_desk import Sheet
from legalaid_desktop.services.draft_history import DraftHistory

Bases = dict[str, Mapping[str, Any]]


def generated(sheet: Sheet) -> tuple[Paragraph, ...]:
    """The paragraphs as the program alone would write them now."""
    return tuple(paragraph for paragraph, _ in paragraphs_of(sheet.draft.generated))


def edited(draft: Draft, sheet: Sheet, block: str, text: str | None) -> tuple[dict[str, str], Bases]:
    """Own words and their bases after one paragraph, named by the key of its block, was written over (or given back).

    What was written before stays under its own base: what the program would change meanwhile is still to be told.
    """
    edits, bases = dict(draft.edits), dict(draft.bases)
    name = sheet.draft.own.get(block)
    if name is None and block not in bases:
        edits.pop(block, None)  # kept under the number of its block until now
    if text is None:
        for key in {name or block, block}:
            edits.pop(key, None)
            bases.pop(key, None)
        return edits, bases
    if name is not None:
        edits[name] = _citing(text, sheet, block)
        return edits, bases
    pairs = paragraphs_of(sheet.draft.generated)
    base = next((paragraph for paragraph, one in pairs if one.key == block and one.kind != "table"), None)
    if base is None:
        edits[block] = text  # a cell of a table, or a paragraph that is not written any more
        return edits, bases
    own = draft.own
    name = free_name({**own, **dict.fromkeys(edits, _NOTHING)}, base.key)
    edits[name] = _citing(text, sheet, block)
    after = before_of([paragraph for paragraph, _ in pairs], base.key)
    bases[name] = own_to_plain(OwnText(base=base, text=text, after=after))
    return edits, bases


_NOTHING = OwnText(base=Paragraph(key="", section="", kind="para", text=""), text="")


def _citing(text: str, sheet: Sheet, block: str) -> str:
    """Numbers of annexes that stand in the paragraph, as citations: they go on following the list."""
    shown: Block | None = next((one for one in sheet.draft.blocks if one.key == block), None)
    if shown is None:
        return text
    numbers = numbers_of(sheet.draft.annexes)
    notation: dict[str, str] = {}
    for span in shown.all_spans:
        if span.origin and span.origin.startswith("fact:") and not span.missing:
            notation[span.text.strip()] = "{fact:" + span.origin.removeprefix("fact:").replace(",", ", ") + "}"
        if (refs := refs_of(span.origin)) and str(cited(refs, sheet.draft.language, numbers)) == span.text:
            notation[span.text.strip()] = "{annex:" + ", ".join(refs) + "}"
    return cited_again(text, shown, notation)


def _as_taken(
    change: Change, draft: Draft, sheet: Sheet, before: Mapping[str, int], shown: Mapping[str, str]
) -> Change:
    """A change of own words: these as they stand on the paper, and the program's with the numbers of the annexes as
    they will be without what the own words cite. ``before`` are the numbers with all own words."""
    mine = shown.get(change.own, change.mine)
    if change.will is None:
        return replace(change, mine=mine)
    left = {name: one for name, one in draft.own.items() if name != change.own}
    after = numbers_with(sheet.source, sheet.draft.generated, left, draft.placed_edits)
    pairs = paragraphs_of(sheet.draft.generated) if after != before else ()
    block = next((one for paragraph, one in pairs if paragraph.key == change.will.key), None)
    now = change.now if block is None else renumbered(block, sheet.draft.language, before, after).text
    return replace(change, mine=mine, now=now)


class Living:
    """What would change in a draft, and what a person decides about it."""

    def __init__(self, history: DraftHistory) -> None:
        self._history = history

    def changes(self, draft: Draft, sheet: Sheet) -> tuple[Change, ...]:
        """What would change, each as it would print were it taken."""
        now = generated(sheet)
        seen = self._history.seen(draft.id)
        found = changes(now if seen is None else seen, draft.own, now)
        if not any(one.kind.own for one in found):
            return found
        shown = {name: one.text for one in sheet.draft.blocks if (name := sheet.draft.own.get(one.key))}
        before = numbers_with(sheet.source, sheet.draft.generated, draft.own, draft.placed_edits)
        return tuple(_as_taken(one, draft, sheet, before, shown) if one.kind.own else one for one in found)

    def begin(self, draft: Draft, sheet: Sheet) -> None:
        """What the program writes now counts as looked through, if nothing did before."""
        if self._history.seen(draft.id) is None:
            self._history.keep_seen(draft.id, generated(sheet))

    def decide(self, draft: Draft, sheet: Sheet, ids: Collection[str], *, taken: bool) -> tuple[dict[str, str], Bases]:
        """Own words and bases after changes were taken or left. Keeps what is looked through. Raises NotFound for an
        id that is no change (any more): nothing is decided then."""
        now = generated(sheet)
        before = self._history.seen(draft.id)
        seen = now if before is None else before
        own = draft.own
        known = {change.id: change for change in changes(seen, own, now)}
        for id in ids:
            if id not in known:
                raise NotFound(kind="change", what=id)
        for change in (known[id] for id in known if id in ids):
            own = take(own, change) if taken else leave(own, change, seen)
            seen = looked_through(seen, change, now)
        self._history.keep_seen(draft.id, now if not changes(seen, own, now) else seen)
        edits = {name: mine.text for name, mine in own.items()} | draft.placed_edits
        return edits, {name: own_to_plain(mine) for name, mine in own.items()}


def adopted(draft: Draft, sheet: Sheet) -> tuple[dict[str, str], Bases] | None:
    """Own words that schema 2 kept under the number of a block, tied to the paragraph that has this number; ``None``
    when there are none."""
    pairs = {one.key: paragraph for paragraph, one in paragraphs_of(sheet.draft.generated) if one.kind != "table"}
    old = {key: text for key, text in draft.placed_edits.items() if is_old_place(key) and key in pairs}
    if not old:
        return None
    edits, bases = dict(draft.edits), dict(draft.bases)
    paragraphs = list(pairs.values())
    for key, text in old.items():
        del edits[key]
        name = free_name({**draft.own, **dict.fromkeys(edits, _NOTHING)}, pairs[key].key)
        edits[name] = text
        bases[name] = own_to_plain(OwnText(base=pairs[key], text=text, after=before_of(paragraphs, pairs[key].key)))
    return edits, bases
