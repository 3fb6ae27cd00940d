"""Checks of people: third persons, names, signer, interpreter, citizenships, children, doubles (documents.md §6)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from legalaid_desktop.documents.checks.context import CheckContext, PersonSummary
from legalaid_desktop.documents.checks.reading import finding, is_given, paragraphs, record_of, section_number
from legalaid_desktop.documents.facts.standing import feared_state, other_states
from legalaid_desktop.domain.ages import may_be_minor
from legalaid_desktop.domain.disclosed import DisclosedPerson, SignerKind
from legalaid_desktop.domain.finding import Finding, Severity
from legalaid_desktop.domain.ids import CountryCode, LocalId
from legalaid_desktop.domain.person import NameSet
from legalaid_desktop.domain.relation_words import role_pattern
from legalaid_desktop.grammar.homoglyphs import mixed_words

STATEMENTS = frozenset({"A1", "A2", "A6", "F1"})
"""Papers that give the client's account, taken through an interpreter where one was used."""

FEAR_IN_EACH = frozenset({"A1", "A2", "C1", "C2", "C3", "C5", "D1", "D2", "D4", "D5", "E1", "E2"})


def third_persons(context: CheckContext) -> Iterator[Finding]:
    """CHK-3RD: a person in danger or without consent belongs to this paper and prints by role only.

    Each sentence in which a role took the place of a name is shown, for a person to read; where no name stood, the
    paper speaks of the person in its own rows or by the role that the case text uses.
    """
    parts = [(section_number(context, part.block.section), part) for part in paragraphs(context.blocks)]
    plain = [(section, " ".join(part.text.split())) for section, part in parts]
    written = {item.record: item.sentences for item in context.withheld if item.kind == "person"}
    for person in context.case.persons:
        if person.by_role is None:
            continue
        told: set[str] = set()
        for record, sentence in written.get(person.id, ()):
            section = next((section for section, text in plain if _holds(text, sentence)), None)
            if sentence in told or (section is None and not any(_holds(text, sentence) for _, text in plain)):
                continue
            told.add(sentence)
            yield finding(
                "CHK-3RD",
                Severity.OVERRIDABLE,
                f"{person.by_role.value}_sentence",
                section=section,
                record=record,
                text=sentence,
                person=person.id,
            )
        if told:
            continue
        role = role_pattern(person.relation)
        for section, part in parts:
            given = [s for s in part.spans if is_given(s) and not (s.origin or "").startswith("law.")]
            own = any(record_of(span.origin) == person.id for span in given)
            spoken = role and re.search(rf"(?<!\w)(?:{role})(?!\w)", " ".join(s.text for s in given), re.IGNORECASE)
            if own or spoken:
                yield finding(
                    "CHK-3RD",
                    Severity.OVERRIDABLE,
                    person.by_role.value,
                    section=section,
                    record=person.id,
                    text=part.text,
                )
                break


def _holds(paragraph: str, sentence: str) -> bool:
    """Whether a sentence stands in a paragraph; its end may have been cut or joined to another mark."""
    bare = sentence.rstrip(" .;!?…")
    return bool(bare) and bare[1:] in paragraph


def names(context: CheckContext) -> Iterator[Finding]:
    """CHK-NAME: forms that nobody confirmed, words of mixed alphabets."""
    seen: set[tuple[str, str]] = set()
    for use in context.names:
        if not use.confirmed and (use.person, use.case) not in seen:
            seen.add((use.person, use.case))
            yield finding(
                "CHK-NAME", Severity.OVERRIDABLE, "unconfirmed", record=use.person, text=use.text, form=use.text
            )
    told: set[str] = set()
    for part in paragraphs(context.blocks):
        given = " ".join(span.text for span in part.spans if is_given(span))
        for word in mixed_words(given):
            if word.word not in told:
                told.add(word.word)
                yield finding(
                    "CHK-NAME",
                    Severity.OVERRIDABLE,
                    "mixed",
                    section=section_number(context, part.block.section),
                    text=word.word,
                    word=word.word,
                )


def signer(context: CheckContext) -> Iterator[Finding]:
    """CHK-SIGN: nobody lawful can sign, or the block was laid out for the one who may."""
    if context.manifest.signer != "client":
        return
    kind = context.signer.kind
    if kind is SignerKind.CHILD_ALONE and context.document == "A5":
        # The paper asks for a representative and says that there is none yet (documents.md A5).
        yield finding("CHK-SIGN", Severity.INFORMS, "child_first", record=context.signer.person)
    elif kind is SignerKind.CHILD_ALONE:
        yield finding("CHK-SIGN", Severity.BLOCKS, "child_alone", record=context.signer.person)
    elif kind is SignerKind.NOBODY:
        yield finding("CHK-SIGN", Severity.BLOCKS, "nobody")
    elif kind is SignerKind.REPRESENTATIVE:
        yield finding("CHK-SIGN", Severity.INFORMS, "representative", record=context.signer.person)
    elif context.conditions.get("cannot_write"):
        yield finding("CHK-SIGN", Severity.INFORMS, "cannot_write", record=context.signer.person)
    yield from _who_stands_there(context)


_SIGNATURE: Final = "signature"
_NGO = re.compile(
    r"(?<!\w)(?:общественн\w+ (?:объединени|организаци)\w*|НКО|НПО|фонд\w*|правозащитн\w+ (?:организаци|центр)\w*|"
    r"консультант\w*|юрисконсульт\w*|волонт[её]р\w*|грамадск\w+ (?:аб.яднанн|арганізацы)\w*|кансультант\w*|"
    r"валанцёр\w*|NGO|consultant)",
    re.IGNORECASE,
)
_CHILDS_LINE = re.compile(r"(?<!\w)(?:реб[её]н\w*|несовершеннолетн\w*|дзіц\w*|непаўналетн\w*|child)", re.IGNORECASE)


def _who_stands_there(context: CheckContext) -> Iterator[Finding]:
    """A signature block written over by hand: an organisation or another person in it, or the child's line gone."""
    parts = [part for part in paragraphs(context.blocks) if part.block.section == _SIGNATURE]
    own = " ".join(span.text for part in parts for span in part.spans if span.origin == "edit")
    if not own:
        return
    if found := _NGO.search(own):
        yield finding("CHK-SIGN", Severity.BLOCKS, "ngo", section=_SIGNATURE, text=own, word=found.group())
    whole = " ".join(part.text for part in parts)
    if context.signer.kind is SignerKind.REPRESENTATIVE and not _CHILDS_LINE.search(whole):
        yield finding("CHK-SIGN", Severity.BLOCKS, "two", section=_SIGNATURE, record=context.signer.on_behalf_of)
    entitled = {context.signer.person, context.signer.on_behalf_of}
    for person in context.case.persons:
        family = person.names.family or ""
        if person.id in entitled or person.role == "lawyer" or len(family) < 3:
            continue
        shared = any(family == other.names.family for other in context.case.persons if other.id in entitled)
        word = person.names.given if shared else family
        if word and re.search(rf"(?<!\w){re.escape(word[: max(3, len(word) - 1)])}\w{{0,3}}(?!\w)", own):
            yield finding("CHK-SIGN", Severity.BLOCKS, "wrong", section=_SIGNATURE, record=person.id, text=own)


_READ_BACK = re.compile(
    r"прочитан\w*\s+(?:мне|заявител\w*|вслух)|(?:мне|заявител\w*)\s+(?:не\s+)?прочитан\w*|"
    r"прачытан\w*\s+(?:мне|заяўнік\w*)|мне не прачытан|read back to",
    re.IGNORECASE,
)
"""The sentence of BLK-INTERP, in any of its variants."""


def interpreter(context: CheckContext) -> Iterator[Finding]:
    """CHK-INTERP: an account taken through an interpreter without the interpreter's block, or not read back."""
    if context.manifest.signer != "client" and context.document not in STATEMENTS:
        return
    if context.document in STATEMENTS and context.case.interpreter_used and not _READ_BACK.search(context.plain):
        yield finding("CHK-INTERP", Severity.OVERRIDABLE, "no_block")
    if context.case.read_back is False:
        yield finding("CHK-INTERP", Severity.OVERRIDABLE, "not_read_back")


_FEAR_QUESTIONS = (("fear_second",), ("fear_third",))
"""Questions of the templates about the states beside the feared one, in the order of the case."""
_OF_THE_FEARED = ("fear_first", "fear_what")


def several_citizenships(context: CheckContext) -> Iterator[Finding]:
    """CHK-MULTI: several citizenships and no answer on fear in each of the states."""
    client = context.case.client
    if context.document not in FEAR_IN_EACH or client is None or not context.conditions.get("multi_citizenship"):
        return
    feared = feared_state(context.case)
    others = other_states(context.case)
    countries = list(dict.fromkeys(c.country for c in client.citizenships or () if c.country))

    def answered(country: CountryCode) -> bool:
        at = others.index(country) if country in others else None
        more = _OF_THE_FEARED if at is None else _FEAR_QUESTIONS[at] if at < len(_FEAR_QUESTIONS) else ()
        return any(str(context.answers.get(name) or "").strip() for name in (f"fear_{country.lower()}", *more))

    # The state that asks for the person is spoken of in the grounds of the paper themselves.
    asking = context.case.extradition.state if context.case.extradition else None
    silent = [c for c in countries if not answered(c) and not (c == asking and c == feared)]
    if silent:
        yield finding(
            "CHK-MULTI",
            Severity.OVERRIDABLE,
            "unanswered",
            record=client.id,
            countries=", ".join(silent),
            n=len(silent),
        )


_SCHOOL = re.compile(
    r"\b(?:школ[аеуы]|гимнази[яиюе]|лице[йея]|детск\w+ сад\w*|школа|гімназі\w+|дзіцяч\w+ сад\w*)\s*(?:№\s*\d+|«)",
    re.IGNORECASE,
)


_PICTURE = re.compile(
    r"(?<!\w)(?:photo|picture|portrait|фото\w*|снимок\w*|снимк\w*|здымак\w*|"
    r"здымк\w*)",
    re.IGNORECASE,
)
_CHILD = re.compile(
    r"(?<!\w)(?:реб[её]н\w*|дет(?:и|ей|ям|ьми|ях)|детск\w+|сын\w*|доч\w*|дзіц\w*|дзяц\w*|дзеці|дачк\w*|child\w*|"
    r"son|daughter)",
    re.IGNORECASE,
)


def _shows_child(title: str, children: list[DisclosedPerson], proves: tuple[LocalId, ...]) -> bool:
    """The title speaks of a child, names one, or the picture is tied to one. A child that seeks protection itself
    shows injuries by pictures: those of the client alone are not counted."""
    others = [child for child in children if child.role != "client"]
    if any(child.id in proves for child in others):
        return True
    folded = title.casefold()
    named = any(child.names.given and child.names.given[:4].casefold() in folded for child in others)
    return bool(others) and (named or _CHILD.search(title) is not None)


def privacy_of_children(context: CheckContext) -> Iterator[Finding]:
    """CHK-MINOR-PRIV: a child's school, photograph or address that the request does not need."""
    children = [p for p in context.case.persons if may_be_minor(p, context.as_of)]
    if not children:
        return
    for child in children:
        if child.role == "client":
            continue
        for what in ("address_service", "safe_address", "whereabouts", "description"):
            text = context.facts.get(f"{child.id}.{what}")
            if text and what != "whereabouts":
                yield finding("CHK-MINOR-PRIV", Severity.OVERRIDABLE, "address", record=child.id, text=text)
                break
    for annex in context.annexes:
        piece = context.case.piece(LocalId(annex.ref)) if annex.kind == "evidence" else None
        if (
            piece is not None
            and _PICTURE.search(f"{piece.kind or ''} {piece.title or ''}")
            and _shows_child(piece.title or "", children, piece.proves)
        ):
            yield finding(
                "CHK-MINOR-PRIV",
                Severity.OVERRIDABLE,
                "photo",
                record=annex.ref,
                text=annex.title,
                number=annex.number,
            )
    for part in paragraphs(context.blocks):
        given = " ".join(span.text for span in part.spans if is_given(span))
        if found := _SCHOOL.search(given):
            yield finding(
                "CHK-MINOR-PRIV",
                Severity.OVERRIDABLE,
                "school",
                section=section_number(context, part.block.section),
                text=given,
                word=found.group(),
            )
            break


_LATIN = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ё": "e", "є": "e", "ж": "j", "з": "z",
        "и": "i", "і": "i", "ї": "i", "й": "i", "к": "k", "қ": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p",
        "р": "r", "с": "s", "т": "t", "у": "u", "ў": "v", "ф": "f", "х": "h", "ҳ": "h", "ц": "c", "ч": "c", "ҷ": "j",
        "ш": "s", "щ": "s", "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "u", "я": "a", "ғ": "g", "ӣ": "i", "ӯ": "u",
    }
)  # fmt: skip


def phonetic_key(word: str) -> str:
    """Consonant skeleton of a Cyrillic or Latin name: «Рибвар», "REBWAR" → ``rbvr``; empty for other scripts."""
    folded = unicodedata.normalize("NFKD", word.casefold().translate(_LATIN))
    letters = "".join(c for c in folded if "a" <= c <= "z")
    for pair, one in (("sch", "s"), ("sh", "s"), ("ch", "c"), ("kh", "h"), ("zh", "j"), ("dzh", "j"), ("dj", "j"),
                      ("ph", "f"), ("gh", "g"), ("ou", "u"), ("w", "v"), ("q", "k"), ("x", "ks")):  # fmt: skip
        letters = letters.replace(pair, one)
    skeleton = letters[:1].replace("y", "i") + re.sub(r"[aeiouy]", "", letters[1:])
    return re.sub(r"(.)\1+", r"\1", skeleton)


def name_keys(names: NameSet) -> frozenset[str]:
    """Keys of all words of a person's names in Cyrillic and Latin; particles and short words left out."""
    words: set[str] = set()
    for text in (names.ru_nom, names.latin, names.family, names.given, names.mononym and names.given):
        if isinstance(text, str):
            words.update(re.findall(r"[^\W\d_]+", text.replace("’", "").replace("'", "")))
    return frozenset(key for word in words if len(key := phonetic_key(word)) >= 2)


def _alike(one: PersonSummary, other: PersonSummary) -> bool:
    if set(one.document_numbers) & set(other.document_numbers):
        return True
    if one.sex and other.sex and one.sex is not other.sex:
        return False
    if one.birth_year and other.birth_year and abs(one.birth_year - other.birth_year) > 1:
        return False
    mine, theirs = name_keys(one.names), name_keys(other.names)
    common = mine & theirs
    small = min(len(mine), len(theirs))
    return small > 0 and len(common) >= max(1, small - (1 if small > 2 else 0))


def doubles(context: CheckContext) -> Iterator[Finding]:
    """CHK-DUP: a person of this case is likely a person of another one; a closed case is not named.

    CHK-TWIN: near-identical persons inside one case, which are told apart already.
    """
    if any(origin.startswith("narrative") for origin in context.facts):
        for account in context.accounts:
            yield finding(
                "CHK-DUP",
                Severity.WARNS,
                "account" if account.case is not None else "account_restricted",
                record="narrative.1",
                text=account.phrase,
                case=account.case or "–",
                n=account.share,
                phrase=account.phrase,
            )
    here = [p for p in context.people if p.here]
    for one in here:
        for other in context.people:
            if other.here or not _alike(one, other):
                continue
            if other.restricted or other.case is None:
                yield finding("CHK-DUP", Severity.WARNS, "restricted", record=one.person)
            else:
                yield finding("CHK-DUP", Severity.WARNS, "other_case", record=one.person, case=other.case)
    persons = context.case.persons
    for at, first in enumerate(persons):
        for second in persons[at + 1 :]:
            same_day = first.birth is not None and first.birth.on is not None and first.birth == second.birth
            same_family = bool(first.names.family) and first.names.family == second.names.family
            near = len(name_keys(first.names) & name_keys(second.names)) > bool(same_family)
            if same_day and same_family and first.sex is second.sex and near:
                yield finding("CHK-TWIN", Severity.INFORMS, "told_apart", record=first.id, other=second.id)
