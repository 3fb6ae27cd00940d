"""The ladders of a case as the window draws them: pure functions over what was read from the vault."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from legalaid_desktop.domain.remedies import Ladder, RemedyStanding, State
from legalaid_desktop.host.wording import Wording
from legalaid_desktop.presenters.case_data import CaseData
from legalaid_desktop.presenters.day_words import day_words
from legalaid_desktop.presenters.forms.options import decision_words, person_words
from legalaid_desktop.services.document_catalogue import shipped_catalogue
from legalaid_desktop.services.remedies import (
    CaseWays,
    body_of_step,
    body_words,
    choice_words,
    reason_words,
    state_words,
    suspends_words,
)

USABLE = (State.OPEN, State.RUNNING, State.MISSED)
_DETAILED = (*USABLE, State.WAITING)
_ROLE = {State.RUNNING: "", State.OPEN: "", State.MISSED: "harm", State.DONE: "done", State.WAITING: ""}


@dataclass(frozen=True, kw_only=True)
class RungLine:
    """A sentence of a rung. ``role``: as :func:`labels.set_role`."""

    text: str
    role: str = ""


@dataclass(frozen=True, kw_only=True)
class RungLook:
    """``state`` is a word of :class:`State`; ``quiet`` rungs are grey and have no details. ``papers``: (id, title) of
    those that one press begins, ``joined``: of those that go with it; ``clock`` is the id of the clock that runs."""

    key: str
    title: str
    state: str
    said: str
    role: str
    lines: tuple[RungLine, ...] = ()
    quiet: bool = False
    papers: tuple[tuple[str, str], ...] = ()
    joined: tuple[tuple[str, str], ...] = ()
    restore: str = ""
    clock: str = ""
    spoken: str = ""
    """For those who hear the page: number, title, state and every sentence."""


@dataclass(frozen=True, kw_only=True)
class LadderLook:
    key: str
    title: str
    about: str
    """Which decision it stands on; empty where there is none yet."""
    rungs: tuple[RungLook, ...]


@dataclass(frozen=True, kw_only=True)
class WaysLook:
    ladders: tuple[LadderLook, ...]
    beside: tuple[RungLook, ...]
    closed: tuple[RungLook, ...]


def ways_look(data: CaseData, words: Wording) -> WaysLook:
    """Everything that the page of remedies says."""
    at = data.ways
    if at is None:
        return WaysLook(ladders=(), beside=(), closed=())
    makeable = {paper.id for paper in data.papers}
    return WaysLook(
        ladders=tuple(_ladder(ladder, at, data, words, makeable) for ladder in at.ways.ladders),
        beside=tuple(_rung(step, at, words, makeable) for step in at.ways.beside),
        closed=tuple(_closed(step, at, words) for step in at.ways.closed),
    )


def _ladder(ladder: Ladder, at: CaseWays, data: CaseData, words: Wording, makeable: set[str]) -> LadderLook:
    decision = next((one for one in data.record.decisions or () if one.id == ladder.decision), None)
    about = decision_words(decision, data.labels, words) if decision is not None else ""
    client = next((one for one in data.record.persons or () if one.role == "client"), None)
    if ladder.person is not None and (client is None or ladder.person != client.id):
        whose = next((one for one in data.record.persons or () if one.id == ladder.person), None)
        about = " · ".join(part for part in (about, person_words(whose, words) if whose is not None else "") if part)
    number_of = enumerate(ladder.rungs, start=1)
    return LadderLook(
        key=ladder.id,
        title=ladder.track.title(words.lang),
        about=about,
        rungs=tuple(_rung(step, at, words, makeable, number=n, rungs=ladder.rungs) for n, step in number_of),
    )


def _rung(
    step: RemedyStanding,
    at: CaseWays,
    words: Wording,
    makeable: set[str],
    *,
    number: int = 0,
    rungs: Sequence[RemedyStanding] = (),
) -> RungLook:
    lang, row = words.lang, step.row
    quiet = step.state in (State.AHEAD, State.BEHIND, State.DONE)
    said = state_words(step, lang)
    lines: list[RungLine] = []
    if step.appointed is not None and step.appointed.day is not None:
        day = day_words(step.appointed.day, words)
        lines.append(RungLine(text=words.say("remedies.text.appointed", day=day), role="harm"))
    if step.state in _DETAILED:
        lines += _clock_lines(step, at, words)
        if row.follows(lang):
            lines.append(RungLine(text=row.follows(lang)))
        if step.state is not State.WAITING:
            lines += _body_lines(step, at, words)
    elif step.state is State.DONE and step.since is not None:
        said = words.say("remedies.text.filed", day=day_words(step.since, words, weekday=False))
    elif row.kind == "effect" and row.follows(lang):
        lines.append(RungLine(text=row.follows(lang)))
    if step.state not in (State.DONE, State.BEHIND):
        lines += _suspends_lines(step, words)
    if row.unchecked and step.state not in (State.DONE, State.BEHIND):
        lines.append(RungLine(text=words.say("remedies.step_unchecked"), role="unchecked"))
    if step.state is State.MISSED:
        lines += _else_open(step, at, words, rungs)
    usable = step.state in USABLE
    papers = [paper for paper in step.left if usable and paper in makeable]
    joined = [paper for paper in step.joined if usable and paper in makeable and paper not in papers]
    title = f"{number}. {row.title(lang)}" if number else row.title(lang)
    return RungLook(
        key=f"{step.ladder}/{row.id}",
        title=title,
        state=step.state.value,
        said=said,
        role=_ROLE.get(step.state, "hint"),
        lines=tuple(lines),
        quiet=quiet,
        papers=tuple((paper, _paper_words(paper, step, lang)) for paper in papers),
        joined=tuple((paper, paper_title(paper, lang)) for paper in joined),
        restore="C3" if step.restore and "C3" in makeable else "",
        clock=str(step.clocks[0].id) if step.clocks else "",
        spoken=". ".join((f"{title}: {said}", *(line.text for line in lines))),
    )


def paper_title(paper: str, lang: str) -> str:
    return f"{paper} · {shipped_catalogue().title(paper, lang)}"


def _paper_words(paper: str, step: RemedyStanding, lang: str) -> str:
    # The complaint against deportation serves against other rulings too, and is not called so there.
    if step.row.track == "administrative" and paper == step.row.papers[0]:
        return f"{paper} · {step.row.title(lang)}"
    return paper_title(paper, lang)


def _clock_lines(step: RemedyStanding, at: CaseWays, words: Wording) -> list[RungLine]:
    late = step.state is State.MISSED
    if step.last_day is not None:
        said = words.say("remedies.text.last_day", day=day_words(step.last_day, words))
        unchecked = any(clock.unchecked for clock in step.clocks)
        role = "harm" if late else "unchecked" if unchecked else ""
        return [RungLine(text=_capital(f"{said}; {words.say('remedies.unchecked')}" if unchecked else said), role=role)]
    if step.alarm_on is not None:
        return [RungLine(text=_capital(words.say("remedies.text.alarm", day=day_words(step.alarm_on, words))))]
    return []


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _body_lines(step: RemedyStanding, at: CaseWays, words: Wording) -> list[RungLine]:
    bodies = body_of_step(at, step)
    if step.row.question is None:
        return []
    if not bodies:
        return [RungLine(text=words.say("remedies.text.nobody"), role="hint")]
    first = bodies[0]
    if first.offered:
        names = choice_words(bodies, words.lang, at.law)
        return [RungLine(text=words.say("remedies.text.choose", bodies=names), role="unchecked")]
    reason = reason_words(first.reason_key, first.params, words.lang, at.law)
    lines = [RungLine(text=words.say("remedies.text.body", body=body_words(first, words.lang, at.law)))]
    if reason:
        mark = f" ({words.say('remedies.unchecked')})" if first.unchecked else ""
        lines.append(RungLine(text=f"{reason}{mark}", role="unchecked" if first.unchecked else "hint"))
    return lines


def _suspends_lines(step: RemedyStanding, words: Wording) -> list[RungLine]:
    said = suspends_words(step, words.lang)
    if not said:
        return []
    if step.suspends_unchecked and step.suspends != "unknown":
        return [RungLine(text=words.say("remedies.suspends_unchecked", text=said), role="unchecked")]
    return [RungLine(text=said, role="harm" if step.suspends == "no" and step.state in USABLE else "hint")]


def _else_open(step: RemedyStanding, at: CaseWays, words: Wording, rungs: Sequence[RemedyStanding]) -> list[RungLine]:
    """What a missed period leaves: the other steps of the ladder and beside it that can be taken today."""
    others = [one.row.title(words.lang) for one in (*rungs, *at.ways.beside) if one.usable and one is not step]
    return [RungLine(text=words.say("remedies.text.else_open", steps="; ".join(others)))] if others else []


def _closed(step: RemedyStanding, at: CaseWays, words: Wording) -> RungLook:
    row, lang = step.row, words.lang
    if step.since is not None:
        id = "remedies.text.since" if step.state is State.CLOSED else "remedies.text.closes"
        when = words.say(id, day=day_words(step.since, words, weekday=False))
    elif row.never:
        when = words.say("remedies.text.never")
    else:
        when = words.say("remedies.text.as_of", day=day_words(at.law.as_of, words, weekday=False))
    lines = [RungLine(text=row.why(lang), role="hint")]
    if row.unchecked:
        lines.append(RungLine(text=f"{_capital(words.say('remedies.unchecked'))}.", role="unchecked"))
    title = row.title(lang)
    return RungLook(
        key=row.id,
        title=title,
        state="closed",
        said=when,
        role="hint",
        lines=tuple(lines),
        quiet=True,
        spoken=". ".join((f"{title}: {when}", *(line.text for line in lines))),
    )
