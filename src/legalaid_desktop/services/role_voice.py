"""How the role of a person who may not be named is spoken of, in each language of the papers."""

from __future__ import annotations

from legalaid_desktop.domain.person import Person
from legalaid_desktop.domain.voice import Voice
from legalaid_desktop.grammar.hidden_forms import every_form, only_a_name
from legalaid_desktop.grammar.labels import Labels
from legalaid_desktop.grammar.names import CASES
from legalaid_desktop.grammar.prepositions import preposition_form

_OTHER_PERSON: dict[str, dict[str, str]] = {
    "ru": {"nom": "другой человек", "gen": "другого человека", "dat": "другому человеку", "acc": "другого человека",
           "ins": "другим человеком", "prep": "другом человеке"},
    "be": {"nom": "іншы чалавек", "gen": "іншага чалавека", "dat": "іншаму чалавеку", "acc": "іншага чалавека",
           "ins": "іншым чалавекам", "prep": "іншым чалавеку"},
    "en": dict.fromkeys(CASES, "another person"),
}  # fmt: skip
_RELATIVES: dict[str, dict[str, str]] = {
    "ru": {"nom": "близкие", "gen": "близких", "dat": "близким", "acc": "близких", "ins": "близкими",
           "prep": "близких"},
    "be": {"nom": "блізкія", "gen": "блізкіх", "dat": "блізкім", "acc": "блізкіх", "ins": "блізкімі",
           "prep": "блізкіх"},
    "en": dict.fromkeys(CASES, "relatives of"),
}  # fmt: skip
_UNNAMED = {"ru": "(имя не указано)", "be": "(імя не названа)", "en": "(name withheld)"}


def voice_of(labels: Labels, language: str) -> Voice:
    """Roles in six cases from the labels; «другой человек» where the relation has no word."""
    spoken = language if language in _OTHER_PERSON else "ru"

    def word(person: Person, case: str) -> str:
        if person.relation and (label := labels.label_or("relation", person.relation, language, case=case)):
            return label
        return _OTHER_PERSON[spoken][case]

    return Voice(
        word=word,
        preposition=lambda given, phrase: preposition_form(given, phrase, language),
        unnamed=_UNNAMED[spoken],
        relatives=_RELATIVES[spoken],
        forms=every_form,
        plain=only_a_name,
    )
