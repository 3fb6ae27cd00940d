"""A role in the place of a name, so that the sentence stays a sentence: case, doubled roles, naming, possessives."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from legalaid_desktop.domain.ids import LocalId
from legalaid_desktop.domain.name_keys import CASES, Hit
from legalaid_desktop.domain.name_spelling import starts_sentence
from legalaid_desktop.domain.person import Person, Sex
from legalaid_desktop.domain.relation_words import (
    BY_NAME,
    FAMILY_OF,
    MINE,
    NAMED,
    NAMED_AFTER,
    PERSON_BEFORE,
    PLURAL,
    case_here,
    cases_of_noun,
)
from legalaid_desktop.domain.voice import Voice

_PREPOSITION: Final = re.compile(r"(?<!\w)(об|обо|о|со|с|ко|к|во|в)([\s\u00a0]+)$", re.IGNORECASE)
_ADJECTIVE: Final = re.compile(r"(?:ый|ий|ая|яя|ое|ее|ые|ие|ого|его|ому|ему|ую|юю|ых|их|ым|им|ыми|ими)$")
_AND: Final = re.compile(r"^\s*(?:,|и|ды|і|й|and)\s*$", re.IGNORECASE)
_NEAR: Final = 160
"""Signs on each side of a name that say how it stands there."""
_BY_ONE: Final = re.compile(r"[,\s]*(?:и|ды|і|and|,)\s*$", re.IGNORECASE)


@dataclass
class Draft:
    """A text being rewritten from left to right: ``tail`` is ready, the source is read from ``at`` on."""

    source: str
    tail: str = ""
    at: int = 0
    marks: list[tuple[int, LocalId]] = field(default_factory=list)
    """Places in ``tail`` where a name stood."""
    dropped: tuple[int, str] | None = None
    """Where a name was dropped after a plural role, and that role's person pattern."""

    @property
    def near(self) -> str:
        """The end of what is ready."""
        return self.tail[self.far :]

    @property
    def far(self) -> int:
        """Where ``near`` begins; at a line's or text's begin, or inside a line."""
        return max(0, len(self.tail) - _NEAR)

    def upto(self, start: int) -> None:
        self.tail += self.source[self.at : start]
        self.at = start

    def put(self, word: str, end: int, person: LocalId) -> None:
        self.marks.append((len(self.tail), person))
        self.tail += word
        self.at = end

    def drop(self, end: int, person: LocalId, keep: int | None = None) -> None:
        """Nothing stands for the name; ``keep`` characters of the tail stay."""
        self.tail = (self.tail if keep is None else self.tail[:keep]).rstrip(" \u00a0")
        self.marks.append((max(0, len(self.tail) - 1), person))
        self.at = end

    def finish(self) -> str:
        self.upto(len(self.source))
        return re.sub(r"(?<=\S)[ \u00a0]+(?=[,.;:!?)])", "", self.tail) if self.marks else self.tail


def put_role(draft: Draft, start: int, end: int, person: Person, roles: str, hit: Hit, voice: Voice) -> None:
    """Write the text up to ``start``, then what stands for the name of ``person`` between ``start`` and ``end``."""
    draft.upto(start)
    after = draft.source[end : end + _NEAR]
    if hit.possessive and not hit.cases and (not hit.plural or _belonging(draft.near, after)):
        _of_the_person(draft, end, person, roles, voice)
        return
    possible = hit.cases or hit.plural
    if _role_before(draft, end, person, roles, after, possible, voice) or _role_after(
        draft, end, person, roles, possible, voice
    ):
        return
    if by := BY_NAME.search(draft.near):
        draft.drop(end, person.id, draft.far + by.start())
        return
    noun = PERSON_BEFORE.search(draft.near)
    if noun and possible and not hit.possessive and cases_of_noun(noun[1]) & possible:
        draft.drop(end, person.id)
        return
    begins = starts_sentence(draft.near)
    if NAMED.search(draft.near) or NAMED_AFTER.match(after):
        draft.put(voice.unnamed, end, person.id)
        return
    if re.search(rf"(?<!\w)(?:{roles})(\s*[—–-]+\s*(?:это\s+|гэта\s+)?[«\"]?)$", draft.near, re.IGNORECASE):
        draft.put(voice.unnamed, end, person.id)
        return
    several = not hit.cases and bool(hit.plural)
    case = case_here(set(possible), draft.near, after, start=begins)
    word = voice.word(person, case)
    if several or (hit.plural and FAMILY_OF.search(draft.near)):
        gen = voice.word(person, "gen")
        word = gen if FAMILY_OF.search(draft.near) else f"{voice.relatives[case]} {gen}"
    last = re.search(rf"(?<!\w)({re.escape(word)})(\s*(?:,|и|і|ды|and)\s+)$", draft.near, re.IGNORECASE)
    same = bool(draft.marks) and draft.marks[-1][1] == person.id
    if last and same and draft.marks[-1][0] >= draft.far + last.start() - 1:
        # «Фархад и Фарход»: two spellings of one person are one person.
        draft.drop(end, person.id, draft.far + last.end(1))
        return
    if last and not word.startswith(("друг", "інш")):
        word = f"{_another(person, case, be='імя' in voice.unnamed)} {word}"
    if found := _PREPOSITION.search(draft.near):
        asked = voice.preposition(found[1].lower(), word)
        asked = asked[:1].upper() + asked[1:] if found[1][0].isupper() else asked
        draft.tail = draft.tail[: draft.far + found.start()] + asked + found[2]
    draft.put(_begun(word, begins), end, person.id)


_OTHERS: Final = {
    (False, False): "другой другого другому другого другим другом",
    (False, True): "другая другой другой другую другой другой",
    (True, False): "іншы іншага іншаму іншага іншым іншым",
    (True, True): "іншая іншай іншай іншую іншай іншай",
}


def _another(person: Person, case: str, *, be: bool) -> str:
    """«брат и другой брат»: two persons of the same role beside each other."""
    return _OTHERS[(be, person.sex is Sex.FEMALE)].split()[CASES.index(case)]


def _belonging(before: str, after: str) -> bool:
    """«Фархадов друг» is of one man, «дом Фархадовых» of several."""
    found = re.match(r"^\s+([а-яёіў]{2,})", after)
    return (
        found is not None
        and FAMILY_OF.search(before) is None
        and re.search(r"(?:л|ла|ло|ли|лись|лся|ть|ют|ут|ят|ат|ет|ит)$|^(?:на|из|от|для|был\w*|не|по|за)$", found[1])
        is None
    )


def _begun(word: str, begins: bool) -> str:
    return word[:1].upper() + word[1:] if begins else word


def _role_before(
    draft: Draft, end: int, person: Person, roles: str, after: str, possible: set[str], voice: Voice
) -> bool:
    """«маму Ширин», «брат (Камран)», «моя сестра, Надежда, …»: the role stands already."""
    if draft.dropped and draft.dropped[1] == roles and _AND.match(draft.tail[draft.dropped[0] :]):
        draft.drop(end, person.id, draft.dropped[0])
        draft.dropped = (len(draft.tail), roles)
        return True
    found = re.search(
        rf"(?<!\w)({roles})((?:\s+(?:мо|наш)\w{{1,3}})?)([\s\u00a0]*[\s\u00a0,(«\"„“]+)$", draft.near, re.IGNORECASE
    )
    if not found:
        return False
    forms = {case for case in CASES if voice.word(person, case).casefold() == found[1].casefold()}
    forms = forms or cases_of_noun(found[1])
    between = found[3].strip()
    if not between and forms and possible and not forms & possible and not PLURAL.match(found[1]):
        # «сестра Надежды» is not Надежда.
        return False
    keep = draft.far + found.end(2)
    if between in ("", ","):
        if between and after[:1] == "," and not re.match(r",\s*\d", after):
            end += 1
        draft.drop(end, person.id, keep)
    elif between.startswith("(") and after[:1] == ")":
        draft.drop(end + 1, person.id, keep)
    elif between.startswith("("):
        opened = re.match(r"^\s*,\s*", after)
        draft.marks.append((len(draft.tail), person.id))
        draft.tail = draft.tail.rstrip('«"„“')
        draft.at = end + (opened.end() if opened else 0)
    elif after[:1] in ("»", '"', "“", "”"):
        draft.drop(end + 1, person.id, keep)
    else:
        return False
    if PLURAL.match(found[1]):
        draft.dropped = (len(draft.tail), roles)
    return True


def _role_after(draft: Draft, end: int, person: Person, roles: str, possible: set[str], voice: Voice) -> bool:
    """«Надежда — моя сестра», «Надежда, моя сестра, …», «Надежда (сестра)», «Надежда сестра моя»."""
    after = draft.source[end : end + _NEAR]
    begins = starts_sentence(draft.near)
    said = re.match(
        rf"^\s*(?:[—–-]+\s*(?:это\s+|гэта\s+)?|(?:это|гэта)\s+)({MINE}(?:{roles}))(?!\w)", after, re.IGNORECASE
    )
    if said and "nom" in (possible or {"nom"}):
        this = "Гэта" if "імя" in voice.unnamed else "This is" if "name" in voice.unnamed else "Это"
        draft.put(_begun(this if begins else this.lower(), begins), end + said.start(1), person.id)
        draft.tail += " "
        return True
    put = re.match(rf"^(\s*[,(]\s*){MINE}(?:{roles})(?!\w)", after, re.IGNORECASE)
    beside = re.match(rf"^(\s+)((?:{roles}))(?!\w)", after, re.IGNORECASE)
    if put:
        inside = end + put.end(1)
        rest = draft.source[end + put.end() : end + put.end() + _NEAR]
        bracket = "(" in put[1]
        closing = re.search(r"\)" if bracket else r"^[^.;!?\n,]{0,40}(,)", rest)
        draft.marks.append((len(draft.tail), person.id))
        text = draft.source[inside : end + put.end()]
        draft.tail += _begun(text, begins)
        draft.at = end + put.end()
        if closing:
            mark = closing.start() if bracket else closing.start(1)
            draft.upto(draft.at + mark)
            draft.at += 1
        return True
    if beside:
        cases = {case for case in CASES if voice.word(person, case).casefold() == beside[2].casefold()}
        if not cases or not possible or cases & possible:
            draft.marks.append((len(draft.tail), person.id))
            draft.tail += _begun(beside[2], begins)
            draft.at = end + beside.end()
            return True
    return False


def _of_the_person(draft: Draft, end: int, person: Person, roles: str, voice: Voice) -> None:
    """«Надеждин дом» becomes «дом сестры»; the role follows the noun and its adjectives."""
    begins = starts_sentence(draft.near)
    role = voice.word(person, "gen")
    near = draft.source[end : end + _NEAR]
    if draft.source[:end].endswith(("ы", "Ы")) and re.match(r"\s+[а-яё]", near) and not _belonging(draft.near, near):
        # «Хасановы ушли»
        draft.put(_begun(f"{voice.relatives['nom']} {role}", begins), end, person.id)
        return
    found = re.match(r"^((?:\s+[а-яёіў]+){1,3})", draft.source[end : end + _NEAR])
    taken: list[str] = []
    for word in found[1].split() if found else []:
        taken.append(word)
        if not _ADJECTIVE.search(word):
            break
    if not taken or _ADJECTIVE.search(taken[-1]):
        draft.put(_begun(role, begins), end, person.id)
        return
    length = re.match(r"\s+".join(["", *map(re.escape, taken)]), draft.source[end : end + _NEAR])
    phrase = " ".join(taken)
    draft.put(_begun(f"{phrase} {role}", begins), end + (length.end() if length else 0), person.id)
