"""How the role of a person who may not be named is spoken of in the language of a paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from legalaid_desktop.domain.name_keys import NameFormsOf
from legalaid_desktop.domain.person import Person

RoleWord = Callable[[Person, str], str]
"""Role of a person in a grammatical case (nom … prep): «брат», «брата»."""

_RELATIVES: Final = {
    "nom": "близкие", "gen": "близких", "dat": "близким", "acc": "близких", "ins": "близкими", "prep": "близких"
}  # fmt: skip


@dataclass(frozen=True)
class Voice:
    """How a role is spoken of in the language of the paper; ``grammar`` and its labels stand behind it."""

    word: RoleWord = lambda person, case: "[…]"
    preposition: Callable[[str, str], str] = lambda given, phrase: given
    """The form of a preposition that the next word asks for: «о», «отце» → «об»."""
    unnamed: str = "(имя не указано)"
    relatives: Mapping[str, str] = field(default_factory=lambda: _RELATIVES)
    """«близкие» in six cases: «Полевые» → «близкие сестры»."""
    forms: NameFormsOf | None = None
    plain: Callable[[str], bool] | None = None
    """Whether a folded name can be nothing else, so that small letters count: «камран», not «надежда»."""
