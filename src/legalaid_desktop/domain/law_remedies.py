"""Rows of ``remedies.toml`` and ``competence.toml``: what can be done about a decision, and which body takes it.

Types, how a row is read, and what must hold between rows. The parser of the pack calls :func:`read_remedies` and
:func:`read_competence` with a function that gives it the rows of one array of tables, then the checks of
``law_remedies_checks`` once the other files are known. What follows for one case is worked out by ``remedies`` and
``competence``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from legalaid_desktop.domain.case_schema import Key, Table, keys
from legalaid_desktop.domain.case_values import (
    day,
    list_of,
    local_id,
    needed_line,
    one_line,
    one_of,
    text,
    truth,
)
from legalaid_desktop.domain.hearings import HEARING_KINDS
from legalaid_desktop.domain.toml_lines import Path

CONFIDENCES = ("verified", "recalled", "unknown", "treaty")
STEP_KINDS = ("file", "wait", "effect", "inform")
"""file: the client hands something in; wait: a body acts; effect: what happens to the client; inform: no complaint
body, it is told and may speak up."""
PLACES = ("ladder", "beside", "closed")
"""ladder: a rung; beside: may go on at any stage; closed: a door that is never offered."""
NEEDS = (
    "held", "remand", "not_remand", "extradition", "fear", "removal", "woman", "wanted", "pushback", "missing_person",
    "ill_treated", "letter_sent",
)  # fmt: skip
"""What a case must show before a row is offered without a decision."""
REGIONS = ("decision", "detention", "case")
HELD = ("border", "remand", "other", "no")
"""border: by the border service or in a transit zone; remand: custody in a criminal or extradition case."""


@dataclass(frozen=True, kw_only=True)
class Dated:
    """What every row says of itself."""

    confidence: str = "unknown"
    stale: bool = False
    """Read in an old or undated source: shown as not checked although it is ``verified``."""
    source: str = ""
    note: str = ""
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    checked_on: dt.date | None = None

    @property
    def unchecked(self) -> bool:
        return self.confidence not in ("verified", "treaty") or self.stale

    def in_force(self, on: dt.date) -> bool:
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True, kw_only=True)
class Track(Dated):
    """One ladder: from the decision that opens it to the last instance."""

    id: str
    title_ru: str
    title_be: str
    title_en: str
    decisions: tuple[str, ...] = ()
    """Kinds of decision that open the ladder."""
    topics: tuple[str, ...] = ()
    """Topics of the taxonomy under which it is shown while there is no decision yet."""
    needs: tuple[str, ...] = ()
    """Words of :data:`NEEDS`; each one alone shows the ladder."""

    def title(self, lang: str) -> str:
        return {"be": self.title_be, "en": self.title_en}.get(lang, self.title_ru)


@dataclass(frozen=True, kw_only=True)
class Remedy(Dated):
    """One step of a ladder, a way beside it, or a closed door."""

    id: str
    place: str
    title_ru: str
    title_be: str
    title_en: str
    track: str | None = None
    kind: str = "file"
    decisions: tuple[str, ...] = ()
    """Kinds of decision that it challenges; without any it needs none."""
    needs: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    """Rows of ``deadlines.toml`` whose clock runs for this step."""
    papers: tuple[str, ...] = ()
    """Of the catalogue; the first one is the paper of the step."""
    joined: tuple[str, ...] = ()
    """Papers that go with it."""
    hearings: tuple[str, ...] = ()
    """Kinds of appointed days that belong to the step."""
    question: str | None = None
    """Row of ``competence.toml`` that says who takes it."""
    next: tuple[str, ...] = ()
    """Steps that open once this one was answered."""
    suspends: str = "unknown"
    """Whether it stops removal: yes, no, unknown, na."""
    suspends_confidence: str = "unknown"
    after_domestic: bool = False
    """Only after every instance at home."""
    closed_since: dt.date | None = None
    never: bool = False
    """Closed from the beginning: there is no day since when."""
    follows_ru: str = ""
    follows_be: str = ""
    follows_en: str = ""
    """What follows from taking the step, and what does not."""
    why_ru: str = ""
    why_be: str = ""
    why_en: str = ""
    """Of a closed door: why."""

    def title(self, lang: str) -> str:
        return {"be": self.title_be, "en": self.title_en}.get(lang, self.title_ru)

    def follows(self, lang: str) -> str:
        return {"be": self.follows_be, "en": self.follows_en}.get(lang, self.follows_ru)

    def why(self, lang: str) -> str:
        return {"be": self.why_be, "en": self.why_en}.get(lang, self.why_ru)

    def closed_on(self, day: dt.date) -> bool:
        return self.place == "closed" and (self.closed_since is None or self.closed_since <= day)


@dataclass(frozen=True, kw_only=True)
class Remedies:
    tracks: tuple[Track, ...] = ()
    rows: tuple[Remedy, ...] = ()

    def on(self, day: dt.date) -> tuple[Remedy, ...]:
        """The rows in force on a day, in the order of the file."""
        return tuple(row for row in self.rows if row.in_force(day))

    def tracks_on(self, day: dt.date) -> tuple[Track, ...]:
        return tuple(track for track in self.tracks if track.in_force(day))


# ---------------------------------------------------------------------------------------------- competence


@dataclass(frozen=True, kw_only=True)
class Question(Dated):
    """ "To whom?" of one kind of paper. ``types``: bodies that are not wrong for it."""

    id: str
    title_ru: str
    title_be: str
    title_en: str
    types: tuple[str, ...] = ()

    def title(self, lang: str) -> str:
        return {"be": self.title_be, "en": self.title_en}.get(lang, self.title_ru)


@dataclass(frozen=True, kw_only=True)
class Competence(Dated):
    """One rule: under these circumstances this body. Rules of a question are tried in the order of the file."""

    id: str
    question: str
    why_ru: str
    why_be: str
    why_en: str
    """The reason as a sentence; ``{region}`` and ``{body}`` are filled in."""
    decisions: tuple[str, ...] = ()
    decided_by: tuple[str, ...] = ()
    """Types of the body that decided."""
    held: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    extradition: bool | None = None
    authority: str | None = None
    type: str | None = None
    region: str | None = None
    """Whose region a body of ``type`` is taken from: decision, detention, case."""
    notice: bool = False
    """The court or body that the decision's own notice names."""
    above: bool = False
    """The body above the one that decided."""
    deciding: bool = False
    """The body that decided."""
    holding: bool = False
    """The administration of the place where the client is held."""
    like: str | None = None
    """As that other question."""
    offered: bool = False
    """Shown to choose from; the program does not put it into a paper by itself."""

    def why(self, lang: str) -> str:
        return {"be": self.why_be, "en": self.why_en}.get(lang, self.why_ru)


@dataclass(frozen=True, kw_only=True)
class Superior(Dated):
    """The body above a type of body: one of the data, or the one of a type in the same region."""

    id: str
    type: str
    authority: str | None = None
    above_type: str | None = None


@dataclass(frozen=True, kw_only=True)
class RightBody(Dated):
    """Types of body that may be the addressee of a paper."""

    id: str
    types: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RegionWords(Dated):
    """Beginnings of words by which a place tells its region: geography, not law. Tried in the order of the file."""

    id: str
    region: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Competences:
    questions: tuple[Question, ...] = ()
    rules: tuple[Competence, ...] = ()
    superiors: tuple[Superior, ...] = ()
    right_bodies: tuple[RightBody, ...] = ()
    region_words: tuple[RegionWords, ...] = ()

    def question(self, id: str) -> Question | None:
        return next((one for one in self.questions if one.id == id), None)


# ---------------------------------------------------------------------------------------------- reading

_WORDS = list_of(needed_line, 40)
_DATED = (
    Key("confidence", "confidence", one_of(CONFIDENCES), required=True),
    Key("stale", "stale", truth),
    Key("source", "source", one_line),
    Key("note", "note", text),
    *keys(day, "valid_from", "valid_to", "checked_on"),
)
_ID = Key("id", "id", local_id, required=True)


def _three(name: str, *, required: bool = True) -> tuple[Key, ...]:
    read = needed_line if required else text
    return tuple(Key(f"{name}_{lang}", f"{name}_{lang}", read, required=required) for lang in ("ru", "be", "en"))


_NEEDS = list_of(one_of(NEEDS), 20)
TRACK = Table(
    Track, (_ID, *_three("title"), *keys(_WORDS, "decisions", "topics"), Key("needs", "needs", _NEEDS), *_DATED)
)
REMEDY = Table(
    Remedy,
    (
        _ID,
        Key("place", "place", one_of(PLACES), required=True),
        Key("kind", "kind", one_of(STEP_KINDS)),
        *_three("title"),
        *_three("follows", required=False),
        *_three("why", required=False),
        *keys(one_line, "track", "question"),
        *keys(_WORDS, "decisions", "topics", "rules", "papers", "joined", "next"),
        Key("needs", "needs", _NEEDS),
        Key("hearings", "hearings", list_of(one_of(HEARING_KINDS), 8)),
        Key("suspends", "suspends", one_of(("yes", "no", "unknown", "na")), required=True),
        Key("suspends_confidence", "suspends_confidence", one_of(CONFIDENCES)),
        Key("closed_since", "closed_since", day),
        *keys(truth, "never", "after_domestic"),
        *_DATED,
    ),
)
QUESTION = Table(Question, (_ID, *_three("title"), Key("types", "types", _WORDS), *_DATED))
COMPETENCE = Table(
    Competence,
    (
        _ID,
        Key("question", "question", needed_line, required=True),
        *_three("why"),
        *keys(_WORDS, "decisions", "decided_by", "topics"),
        Key("held", "held", list_of(one_of(HELD), 8)),
        *keys(one_line, "authority", "type", "like"),
        Key("region", "region", one_of(REGIONS)),
        *keys(truth, "extradition", "notice", "above", "deciding", "holding", "offered"),
        *_DATED,
    ),
)
SUPERIOR = Table(
    Superior,
    (_ID, Key("type", "type", needed_line, required=True), *keys(one_line, "authority", "above_type"), *_DATED),
)
RIGHT_BODY = Table(RightBody, (_ID, Key("types", "types", _WORDS, required=True), *_DATED))
REGION_WORDS = Table(
    RegionWords,
    (_ID, Key("region", "region", needed_line, required=True), Key("words", "words", _WORDS, required=True), *_DATED),
)

REMEDY_TABLES: Mapping[str, Table] = {"track": TRACK, "remedy": REMEDY}
COMPETENCE_TABLES: Mapping[str, Table] = {
    "question": QUESTION, "competence": COMPETENCE, "superior": SUPERIOR, "right_body": RIGHT_BODY,
    "region_words": REGION_WORDS,
}  # fmt: skip

_Row = TypeVar("_Row", bound=Dated)
_Rows = Callable[[str, Table], Sequence[tuple[Path, object]]]
"""Gives the rows of an array of tables that could be read, each with its place. The parser of the pack has one: it
looks at ids, at periods of the same id and at sources, as with every other file."""


@dataclass
class Placed:
    """Rows with their places, until the other files are known."""

    remedies: Remedies
    competence: Competences
    places: dict[int, Path]


def _of(kind: type[_Row], rows: Sequence[tuple[Path, object]], places: dict[int, Path]) -> tuple[_Row, ...]:
    found: list[_Row] = []
    for path, row in rows:
        if isinstance(row, kind):
            places[id(row)] = path
            found.append(row)
    return tuple(found)


def read_remedies(rows: _Rows, placed: Placed) -> Remedies:
    found = Remedies(
        tracks=_of(Track, rows("track", TRACK), placed.places), rows=_of(Remedy, rows("remedy", REMEDY), placed.places)
    )
    placed.remedies = found
    return found


def read_competence(rows: _Rows, placed: Placed) -> Competences:
    found = Competences(
        questions=_of(Question, rows("question", QUESTION), placed.places),
        rules=_of(Competence, rows("competence", COMPETENCE), placed.places),
        superiors=_of(Superior, rows("superior", SUPERIOR), placed.places),
        right_bodies=_of(RightBody, rows("right_body", RIGHT_BODY), placed.places),
        region_words=_of(RegionWords, rows("region_words", REGION_WORDS), placed.places),
    )
    placed.competence = found
    return found


def nothing_placed() -> Placed:
    return Placed(Remedies(), Competences(), {})
