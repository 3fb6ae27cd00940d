"""Where a client is on a day, as far as a case knows: free, held and by whom, in which region, moved since."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from legalaid_desktop.domain.case_values import MINSK_TIME
from legalaid_desktop.domain.facts import Detention
from legalaid_desktop.domain.ids import LocalId
from legalaid_desktop.domain.law import LawPack

BORDER: Final = frozenset({"border", "border_detention", "transit", "transit_zone", "checkpoint"})
REMAND: Final = frozenset({"extradition", "criminal", "custody", "pretrial", "pre_trial", "wanted"})
_NOT_HELD_HERE: Final = frozenset({"abroad", "home_arrest", "house_arrest"})
"""No administration of a place in Belarus holds the client: a cell elsewhere, an arrest at home."""
_REMAND_PRISON: Final = re.compile(r"следственн\w+ изолятор|следч\w+ ізалятар|\bсизо\b|\bсіза\b", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Whereabouts:
    """``held``: ``no``, ``border``, ``remand`` (criminal or extradition custody), ``other``."""

    held: str = "no"
    place: str | None = None
    region: str | None = None
    """Of the place of detention, where its words tell one."""
    moved_from: str | None = None
    """The region of the place before, where the client was moved to another one."""
    moved_on: dt.date | None = None


def whereabouts(
    detentions: Iterable[Detention],
    *,
    client: LocalId | None,
    in_custody: bool = False,
    last_known: str | None = None,
    wanted_abroad: bool = False,
    law: LawPack,
    as_of: dt.date,
) -> Whereabouts:
    """``in_custody``, ``last_known``: of the person's own record. ``wanted_abroad``: a state asks for the client."""
    own = [
        one
        for one in detentions
        if (one.person is None or client is None or one.person == client)
        and one.kind not in _NOT_HELD_HERE
        and ((start := _day(one.from_at)) is None or start <= as_of)
    ]
    own.sort(key=lambda one: _day(one.from_at) or dt.date.min)
    still = [one for one in own if (end := _day(one.to_at)) is None or end > as_of]
    now = still[-1] if still else None
    if now is None and not in_custody:
        return Whereabouts()
    place = now.place if now is not None else last_known
    region = region_of_place(place, law)
    before = next((one for one in reversed(own) if one is not now and one.place), None)
    earlier = region_of_place(before.place, law) if before is not None else None
    moved = earlier if now is not None and earlier and region and earlier != region else None
    return Whereabouts(
        held=_held(now, place, wanted_abroad),
        place=place,
        region=region,
        moved_from=moved,
        moved_on=_day(now.from_at) if moved and now is not None else None,
    )


def _held(now: Detention | None, place: str | None, wanted_abroad: bool) -> str:
    kind = ((now.kind or "") if now is not None else "").strip()
    if kind in BORDER:
        return "border"
    if kind:
        return "remand" if kind in REMAND else "other"
    if place and _REMAND_PRISON.search(place):
        return "remand"
    return "remand" if wanted_abroad else "other"


def region_of_place(place: str | None, law: LawPack) -> str | None:
    """The region whose words stand in a place as it was written down: "ИВС Лидского РОВД" → ``grodno``."""
    folded = fold(place or "")
    if not folded:
        return None
    for row in law.competence.region_words:
        for word in row.words:
            if re.search(rf"(?<!\w){re.escape(fold(word))}", folded):
                return row.region
    return None


def fold(text: str) -> str:
    """For comparing names: one space, no capitals, ё as е, one apostrophe."""
    return " ".join(text.split()).casefold().replace("ё", "е").replace("'", "’").replace("ʼ", "’")


def _day(at: dt.datetime | dt.date | None) -> dt.date | None:
    if isinstance(at, dt.datetime):
        return at.astimezone(MINSK_TIME).date() if at.tzinfo is not None else at.date()
    return at
