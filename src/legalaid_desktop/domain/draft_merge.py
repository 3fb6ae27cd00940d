"""A consultant's own words beside what the program would write: what would change, taken or left one by one.

Three texts meet: what the program wrote when a person changed it (the base), what the person made of it, and what the
program would write now. Nothing here prints or stores: mappings in, mappings out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from legalaid_desktop.domain.draft_paragraphs import Paragraph, citing_text, from_plain, match, to_plain


@dataclass(frozen=True, kw_only=True)
class OwnText:
    """A paragraph as a person wrote it; an empty ``text`` takes it off the paper.

    ``after`` are the keys of the paragraphs that stood before it, the nearest first: its place, should the program no
    longer write a paragraph here. ``loose``: a person has seen that, and wants to keep it.
    """

    base: Paragraph
    text: str
    after: tuple[str, ...] = ()
    loose: bool = False


class ChangeKind(StrEnum):
    OWN_CHANGED = "own_changed"
    """Written by hand, and the program would write something else now than when it was."""
    OWN_GONE = "own_gone"
    """Written by hand, and the program would no longer write this paragraph."""
    CHANGED = "changed"
    """Not touched by hand: it follows the case, and says something else than when it was last looked through."""
    NEW = "new"
    GONE = "gone"

    @property
    def own(self) -> bool:
        return self in (ChangeKind.OWN_CHANGED, ChangeKind.OWN_GONE)


@dataclass(frozen=True, kw_only=True)
class Change:
    """One paragraph that would read otherwise. ``id`` names it in its list; ``before`` is what the program wrote then,
    ``mine`` the person's own words, ``now`` what the program writes now (``None``: nothing)."""

    id: str
    kind: ChangeKind
    section: str
    before: str | None
    mine: str | None
    now: str | None
    own: str = ""
    """Key of the own text that it concerns."""
    was: Paragraph | None = None
    will: Paragraph | None = None


Own = Mapping[str, OwnText]


def placed(own: Own, now: Sequence[Paragraph]) -> dict[str, int]:
    """Key of an own text → place in ``now`` of its paragraph; those without one are left out."""
    names = list(own)
    pairs = match([own[name].base for name in names], now)
    return {names[one]: other for one, other in pairs.items()}


def changes(seen: Sequence[Paragraph], own: Own, now: Sequence[Paragraph]) -> tuple[Change, ...]:
    """What would change, in the order of the paper: own words first, each where it stands.

    ``seen`` is what the program wrote when the paper was last looked through.
    """
    where = placed(own, now)
    owned = {place: name for name, place in where.items()}
    pairs = match(seen, now)
    back = {other: one for one, other in pairs.items()}
    found: list[tuple[float, Change]] = []
    for name, mine in own.items():
        place = where.get(name)
        if place is None:
            if not mine.loose:
                found.append((_place_of_loose(mine, now), _own_change(name, mine, None)))
        elif _reads_otherwise(mine, now[place]):
            found.append((place, _own_change(name, mine, now[place])))
    for place, one in enumerate(now):
        if place in owned:
            continue
        before = seen[back[place]] if place in back else None
        if before is None:
            found.append((place, _change(ChangeKind.NEW, None, one)))
        elif before.meaning != one.meaning:
            found.append((place, _change(ChangeKind.CHANGED, before, one)))
    bases = {mine.base.key for mine in own.values()}
    last = -1
    for place, one in enumerate(seen):
        if place in pairs:
            last = pairs[place]
        elif one.key not in bases:
            found.append((last + 0.5, _change(ChangeKind.GONE, one, None)))
    return tuple(change for _, change in sorted(found, key=lambda pair: pair[0]))


def _reads_otherwise(mine: OwnText, now: Paragraph) -> bool:
    """Another text of the program; or a number of an annex or a point, taken over into the own words, is another."""
    text = " ".join(mine.text.split())
    stale = any(" ".join(ref.split()) in text and ref not in now.refs for ref in mine.base.refs)
    return stale or mine.loose or now.meaning != mine.base.meaning


def _own_change(name: str, mine: OwnText, now: Paragraph | None) -> Change:
    return Change(
        id=f"own:{name}",
        kind=ChangeKind.OWN_GONE if now is None else ChangeKind.OWN_CHANGED,
        section=mine.base.section if now is None else now.section,
        before=mine.base.text,
        mine=mine.text,
        now=None if now is None else now.text,
        own=name,
        was=mine.base,
        will=now,
    )


def _change(kind: ChangeKind, before: Paragraph | None, now: Paragraph | None) -> Change:
    here = now or before
    return Change(
        id=f"{kind.value}:{here.key if here else ''}",
        kind=kind,
        section=here.section if here else "",
        before=before.text if before else None,
        mine=None,
        now=now.text if now else None,
        was=before,
        will=now,
    )


def take(own: Own, change: Change) -> dict[str, OwnText]:
    """The program's text wins: own words about it go. The caller keeps a version before, so they are not lost."""
    return {name: text for name, text in own.items() if name != change.own}


def leave(own: Own, change: Change, seen: Sequence[Paragraph] = ()) -> dict[str, OwnText]:
    """It stays as it was, and is not asked about again until the program would write something else once more."""
    out = dict(own)
    if change.kind.own:
        mine = own[change.own]
        out[change.own] = (
            replace(mine, loose=True) if change.will is None else replace(mine, base=change.will, loose=False)
        )
    elif change.will is not None:
        text = citing_text(change.was) if change.was is not None else ""
        out[free_name(out, change.will.key)] = OwnText(base=change.will, text=text)
    elif change.was is not None:
        name = free_name(out, change.was.key)
        after = before_of(seen, change.was.key)
        out[name] = OwnText(base=change.was, text=citing_text(change.was), after=after, loose=True)
    return out


def looked_through(seen: Sequence[Paragraph], change: Change, now: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """``seen`` after a person decided about one change."""
    if change.will is None:
        return tuple(one for one in seen if change.was is None or one.key != change.was.key)
    pairs = match(seen, now)
    for place, other in pairs.items():
        if now[other].key == change.will.key:
            return (*seen[:place], change.will, *seen[place + 1 :])
    return (*seen, change.will)


def before_of(paragraphs: Sequence[Paragraph], key: str, most: int = 12) -> tuple[str, ...]:
    """Keys of the paragraphs before one, the nearest first."""
    keys = [one.key for one in paragraphs]
    if key not in keys:
        return ()
    return tuple(reversed(keys[: keys.index(key)]))[:most]


def free_name(own: Own, key: str) -> str:
    """A name for an own text that no other has."""
    name, n = key, 1
    while name in own:
        n += 1
        name = f"{key}^{n}"
    return name


def loose_place(own: OwnText, now: Sequence[Paragraph]) -> int:
    """How many paragraphs stand before a loose own text: after the nearest of those that stood before it; else at the
    end of its section; else at the end."""
    keys = {one.key: place for place, one in enumerate(now)}
    for key in own.after:
        if key in keys:
            return keys[key] + 1
    inside = [place for place, one in enumerate(now) if one.section == own.base.section]
    return (inside[-1] if inside else len(now) - 1) + 1


def _place_of_loose(own: OwnText, now: Sequence[Paragraph]) -> float:
    return loose_place(own, now) - 0.25


@dataclass(frozen=True, kw_only=True)
class Printed:
    """A paragraph as it stands on the paper; ``own`` names the own text, if it is one."""

    paragraph: Paragraph
    text: str
    own: str = ""


def printed(own: Own, now: Sequence[Paragraph]) -> tuple[Printed, ...]:
    """The paper: what the program writes now, with the own words in their places."""
    owned = {place: name for name, place in placed(own, now).items()}
    loose: dict[int, list[str]] = {}
    for name, mine in own.items():
        if name not in owned.values():
            loose.setdefault(loose_place(mine, now), []).append(name)
    out: list[Printed] = []
    for place in range(len(now) + 1):
        for name in loose.get(place, ()):
            if own[name].text.strip():
                out.append(Printed(paragraph=own[name].base, text=own[name].text, own=name))
        if place < len(now):
            found = owned.get(place, "")
            text = own[found].text if found else now[place].text
            if text.strip():
                out.append(Printed(paragraph=now[place], text=text, own=found))
    return tuple(out)


def own_to_plain(own: OwnText) -> dict[str, Any]:
    """What is kept of an own text beside its words."""
    return {"paragraph": to_plain(own.base), "after": list(own.after), "loose": own.loose}


def own_from_plain(text: str, value: Mapping[str, Any]) -> OwnText:
    return OwnText(
        base=from_plain(value.get("paragraph", {})),
        text=text,
        after=tuple(str(key) for key in value.get("after", ())),
        loose=bool(value.get("loose", False)),
    )
