"""What must hold between the rows of ``remedies.toml`` and ``competence.toml`` and the rest of a pack."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from legalaid_desktop.domain.case_values import Reading
from legalaid_desktop.domain.law_remedies import Placed
from legalaid_desktop.domain.toml_lines import Path


@dataclass(frozen=True, kw_only=True)
class Elsewhere:
    """What the other files of the pack hold. ``authorities``: id → type."""

    rules: Collection[str]
    authorities: Mapping[str, str]
    regions: Collection[str]
    papers: Collection[str]


def check_remedies(reading: Reading, placed: Placed, known: Elsewhere) -> None:
    """Names that exist, a ladder that ends, a reason for a closed door."""
    found, places = placed.remedies, placed.places
    ids, tracks = {row.id for row in found.rows}, {track.id for track in found.tracks}
    questions = {question.id for question in placed.competence.questions}
    for row in found.rows:
        path = places[id(row)]
        if (row.track is None) is (row.place == "ladder"):
            reading.fault(path, "missing_key" if row.track is None else "law_row_key", key="track")
        if row.track is not None and row.track not in tracks:
            _unknown(reading, (*path, "track"), row.track)
        if row.question is not None and row.question not in questions:
            _unknown(reading, (*path, "question"), row.question)
        for name, given, there in (
            ("rules", row.rules, known.rules),
            ("papers", row.papers, known.papers),
            ("joined", row.joined, known.papers),
            ("next", row.next, ids),
        ):
            for number, one in enumerate(given):
                if one not in there:
                    _unknown(reading, (*path, name, number), one)
        if row.place == "closed":
            if not (row.why_ru and row.why_be and row.why_en):
                reading.fault(path, "missing_key", key="why_ru, why_be, why_en")
            if (row.closed_since is not None) and row.never:
                reading.fault((*path, "never"), "law_row_key", key="never")
        elif row.closed_since is not None or row.never:
            reading.fault(path, "law_row_key", key="closed_since" if row.closed_since else "never")
    for circle in _circles({row.id: row.next for row in found.rows}):
        row = next(one for one in found.rows if one.id == circle[0])
        reading.fault((*places[id(row)], "next"), "law_circle", ids=" → ".join((*circle, circle[0]))[:200])


def check_competence(reading: Reading, placed: Placed, known: Elsewhere) -> None:
    """Names that exist, one body for each rule, and no question that leads back to itself."""
    found, places = placed.competence, placed.places
    types = set(known.authorities.values())
    questions = {question.id for question in found.questions}
    for question in found.questions:
        _types(reading, (*places[id(question)], "types"), question.types, types)
    for right in found.right_bodies:
        path = places[id(right)]
        _types(reading, (*path, "types"), right.types, types)
        if right.id not in known.papers:
            _unknown(reading, (*path, "id"), right.id)
    for words in found.region_words:
        if words.region not in known.regions:
            reading.fault((*places[id(words)], "region"), "law_region")
    for above in found.superiors:
        path = places[id(above)]
        _types(reading, (*path, "type"), (above.type,), types)
        if (above.authority is None) is (above.above_type is None):
            reading.fault(path, "law_one_body")
        if above.authority is not None and above.authority not in known.authorities:
            _unknown(reading, (*path, "authority"), above.authority)
        if above.above_type is not None:
            _types(reading, (*path, "above_type"), (above.above_type,), types)
    # A body of the data may be of the type it stands above (the Prosecutor General), so only types make circles.
    for circle in _circles({one.type: (one.above_type,) for one in found.superiors if one.above_type}):
        row = next(one for one in found.superiors if one.type == circle[0])
        reading.fault(places[id(row)], "law_circle", ids=" → ".join((*circle, circle[0]))[:200])
    for rule in found.rules:
        path = places[id(rule)]
        if rule.question not in questions:
            _unknown(reading, (*path, "question"), rule.question)
        if rule.like is not None and rule.like not in questions:
            _unknown(reading, (*path, "like"), rule.like)
        ways = (
            rule.authority,
            rule.type,
            rule.notice or None,
            rule.above or None,
            rule.deciding or None,
            rule.holding or None,
            rule.like,
        )
        if sum(way is not None for way in ways) != 1:
            reading.fault(path, "law_one_body")
        if (rule.type is None) is not (rule.region is None):
            reading.fault(path, "missing_key" if rule.type else "law_row_key", key="region")
        if rule.authority is not None and rule.authority not in known.authorities:
            _unknown(reading, (*path, "authority"), rule.authority)
        _types(reading, (*path, "type"), (rule.type,) if rule.type else (), types)
        _types(reading, (*path, "decided_by"), rule.decided_by, types)
    likes: dict[str, tuple[str, ...]] = {}
    for rule in found.rules:
        if rule.like is not None:
            likes[rule.question] = (*likes.get(rule.question, ()), rule.like)
    for circle in _circles(likes):
        row_ = next(one for one in found.rules if one.question == circle[0] and one.like is not None)
        reading.fault((*places[id(row_)], "like"), "law_circle", ids=" → ".join((*circle, circle[0]))[:200])


def _unknown(reading: Reading, path: Path, name: str) -> None:
    reading.fault(path, "law_unknown_id", id=name[:60])


def _types(reading: Reading, path: Path, given: Collection[str], known: Collection[str]) -> None:
    for one in given:
        if one not in known:
            _unknown(reading, path, one)


def _circles(edges: Mapping[str, Sequence[str]]) -> list[tuple[str, ...]]:
    """Each circle once, without recursion: a pack may be made to be as deep as it is long."""
    done: set[str] = set()
    found: list[tuple[str, ...]] = []
    for start in edges:
        if start in done:
            continue
        way: list[str] = [start]
        on_way = {start}
        stack = [iter(edges.get(start, ()))]
        while stack:
            step = next(stack[-1], None)
            if step is None:
                stack.pop()
                gone = way.pop()
                on_way.discard(gone)
                done.add(gone)
            elif step in on_way:
                found.append(tuple(way[way.index(step) :]))
            elif step not in done:
                way.append(step)
                on_way.add(step)
                stack.append(iter(edges.get(step, ())))
    return found
