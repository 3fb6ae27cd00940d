"""The law in use and an offered pack in words; where a deadline moves, in which words it is grave."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from legalaid_desktop.domain.law import LawPack
from legalaid_desktop.domain.law_age import LawAge, law_age, law_months
from legalaid_desktop.host.wording import Wording
from legalaid_desktop.presenters.day_words import day_words, moment_words
from legalaid_desktop.presenters.law_pack_look import LawLook, MoveLine, Offer, Signer

if TYPE_CHECKING:
    from legalaid_desktop.services.briefcase import Briefcase
    from legalaid_desktop.services.law_moves import Move
    from legalaid_desktop.services.law_packs import PackOffer

Watch = Callable[[int, int], None]

_DAY: Final = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_YEAR: Final = re.compile(r"\b(?:19|20)\d{2}\b")


def title_of(law: LawPack, words: Wording) -> str:
    return law.title.get(words.lang) or law.title.get("ru") or law.id


def compiled_words(law: LawPack, today: dt.date, words: Wording) -> str:
    """When the pack was compiled, and how long ago that is."""
    days = (today - law.as_of).days
    if days < 0:
        ago = words.say("law_pack.ago.ahead")
    elif days == 0:
        ago = words.say("law_pack.ago.today")
    elif (months := law_months(law, today)) >= 2:
        ago = words.say("law_pack.ago.months", n=months)
    else:
        ago = words.say("law_pack.ago.days", n=days)
    return words.say("law_pack.compiled", day=day_words(law.as_of, words, weekday=False), ago=ago)


def age_words(law: LawPack, today: dt.date, words: Wording) -> tuple[str, str]:
    """The mark of an old pack and its role; both empty while it is fresh."""
    age = law_age(law, today)
    if age is LawAge.FRESH:
        return "", ""
    return words.say(f"law_pack.age.{age.value}"), "harm" if age is LawAge.EXPIRED else "unchecked"


def reviewed_words(law: LawPack, words: Wording) -> tuple[str, str]:
    """Whether a lawyer read it, and the role of that."""
    if law.reviewed_by_lawyer:
        return words.say("law_pack.reviewed"), "done"
    return words.say("clock.unchecked"), "unchecked"


def recent_words(text: str, words: Wording) -> str:
    """How recent the sources of one area are, of a pack that says it in English alone. In another language a sentence
    names the days and years that stand there, and whether some sources bear no date."""
    if words.lang == "en":
        return _DAY.sub(lambda day: day_words(dt.date.fromisoformat(day[0]), words, weekday=False), text)
    span = re.fullmatch(r"\s*(\d{4}) to (\d{4})\s*", text)
    if span is not None:
        return words.say("law_pack.recent.span", first=span[1], last=span[2])
    days = {dt.date(int(y), int(m), int(d)) for y, m, d in _DAY.findall(text)}
    years = {int(year) for year in _YEAR.findall(_DAY.sub(" ", text))} - {day.year for day in days}
    dated = [(day, day_words(day, words, weekday=False)) for day in days]
    dated += [(dt.date(year, 12, 31), str(year)) for year in years]
    said = [shown for _, shown in sorted(dated)]
    parts = [words.say("law_pack.recent.dates", days=", ".join(said))] if said else []
    if "undated" in text.casefold():
        parts.append(words.say("law_pack.recent.undated"))
    return "; ".join(parts) or words.say("law_pack.recent.unknown")


def areas_of(law: LawPack, words: Wording) -> tuple[tuple[str, str], ...]:
    """Each area and how recent its sources are; an area that the program has no name for keeps that of the data."""
    named = []
    for area, text in law.law_as_of.items():
        id = f"law_pack.area.{area}"
        own = law.law_as_of_words.get(words.lang, {}).get(area)
        named.append((words.say(id) if words.has(id) else area.replace("_", " "), own or recent_words(text, words)))
    return tuple(named)


def look_of(briefcase: Briefcase, words: Wording, today: dt.date) -> LawLook:
    """The law in use. On the vault's lane."""
    from legalaid_desktop.services.law_packs import key_words

    law, used = briefcase.law_packs.law, briefcase.law_packs.in_use()
    age, age_role = age_words(law, today, words)
    reviewed, reviewed_role = reviewed_words(law, words)
    origin = words.say("law_pack.shipped")
    before = ""
    if used is not None:
        spoken = key_words(used.key, words.lang)
        origin = words.say("law_pack.taken_on", moment=moment_words(used.at, words), words=spoken)
        before = words.say("law_pack.before_hint", version=briefcase.law_packs.look_back().version)
    return LawLook(
        title=title_of(law, words),
        version=words.say("law_pack.version", version=law.version),
        compiled=compiled_words(law, today, words),
        age=age,
        age_role=age_role,
        reviewed=reviewed,
        reviewed_role=reviewed_role,
        origin=origin,
        areas=areas_of(law, words),
        before=before,
    )


def offer_of(
    briefcase: Briefcase, file: Path, words: Wording, today: dt.date, watch: Watch
) -> tuple[Offer | None, PackOffer]:
    """A pack and what it moves; no :class:`Offer` where this very pack is in use already. On the vault's lane. Raises
    what ``LawPacks.look`` raises."""
    from legalaid_desktop.services.law_packs import Standing

    found = briefcase.law_packs.look(file, today, stranger=True)
    if found.standing is Standing.SAME:
        return None, found
    moves = briefcase.law_packs.moves(found, today, watch=watch)
    facts = (words.say("law_pack.file_name", file=file.name), compiled_words(found.law, today, words))
    shown = _offer(
        briefcase.law_packs.law, found.law, moves, words, today, facts=facts, back=False,
        signer=Signer(found.signer.value), spoken=found.words(words.lang),
    )  # fmt: skip
    return shown, found


def offer_back(briefcase: Briefcase, words: Wording, today: dt.date, watch: Watch) -> Offer:
    """The earlier pack, and what going back to it moves. On the vault's lane. Raises :class:`NoPackToUndo`."""
    from legalaid_desktop.services.law_packs import key_words

    packs = briefcase.law_packs
    law = packs.look_back()
    moves = packs.moves_back(today, watch=watch)
    key = next((row.key for row in packs.all() if row.version == law.version and not row.in_use), "")
    return _offer(
        packs.law, law, moves, words, today, facts=(compiled_words(law, today, words),), back=True,
        signer=Signer.KNOWN if key else Signer.ITSELF, spoken=key_words(key, words.lang) if key else "",
    )  # fmt: skip


def _offer(
    old: LawPack,
    new: LawPack,
    moves: Sequence[Move],
    words: Wording,
    today: dt.date,
    *,
    facts: tuple[str, ...],
    back: bool,
    signer: Signer,
    spoken: str,
) -> Offer:
    reviewed, reviewed_role = reviewed_words(new, words)
    age, _ = age_words(new, today, words)
    return Offer(
        back=back,
        told=words.say("law_pack.from_to", title=title_of(new, words), old=old.version, new=new.version),
        facts=facts,
        age=age,
        reviewed=reviewed,
        reviewed_role=reviewed_role,
        signer=signer,
        words=spoken,
        moves_told=moves_told(moves, words),
        moves=tuple(move_line(move, words, today) for move in moves),
    )


def moves_told(moves: Sequence[Move], words: Wording) -> str:
    """How many clocks move, and how many of them are grave."""
    if not moves:
        return words.say("law_pack.moves_none")
    grave = sum(_grave(move) for move in moves)
    told = words.say("law_pack.moves_count", n=len(moves))
    return f"{told} {words.say('law_pack.moves_urgent', n=grave)}" if grave else told


def _grave(move: Move) -> bool:
    return move.urgency.value in ("past", "soon")


def move_line(move: Move, words: Wording, today: dt.date) -> MoveLine:
    from legalaid_desktop.services.law_moves import reason_text, with_others

    old = with_others(_day(move.old, move.old_alarm, words), move.old_others, words.lang)
    new = with_others(_day(move.new, move.new_alarm, words), move.new_others, words.lang)
    why = " ".join(reason_text(reason, words.lang) for reason in move.reasons)
    if move.by_hand:
        why = f"{why} {words.say('law_pack.by_hand')}"
    act = move.act.get(words.lang) or move.act.get("ru") or move.rule
    act = act[:1].upper() + act[1:]
    word = _gravity(move, words, today)
    say = words.say
    parts = (
        word,
        move.ref,
        move.title,
        act,
        f"{say('law_pack.column.old')}: {old}",
        f"{say('law_pack.column.new')}: {new}",
        why,
    )
    return MoveLine(
        key=f"{move.ref}:{move.id}",
        ref=move.ref,
        case=move.title,
        clock=act,
        old=old,
        new=new,
        why=why,
        word=word,
        spoken=". ".join(part.rstrip(".") for part in parts if part),
    )


def _day(last: dt.date | None, alarm: dt.date | None, words: Wording) -> str:
    """A last day in words; where none is counted the office's own reminder, named as such."""
    if last is not None:
        return day_words(last, words)
    if alarm is not None:
        return words.say("clock.office_alarm", day=day_words(alarm, words))
    return words.say("law_pack.no_day")


def _gravity(move: Move, words: Wording, today: dt.date) -> str:
    if not _grave(move) or move.day is None:
        return ""
    days = (move.day - today).days
    if move.new is None:
        return words.say("law_pack.move.alarm_now")
    if days < 0:
        return words.say("law_pack.move.past", n=-days)
    return words.say("law_pack.move.today") if days == 0 else words.say("law_pack.move.soon", n=days)
