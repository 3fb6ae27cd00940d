"""Agreement with the sex of a person (documents.md §5, Agreement).

Whoever gives no sex, or another one than the two that Russian and Belarusian verbs know, gets neutral wording only.
"""

from __future__ import annotations

from legalaid_desktop.domain.person import Sex


def agree(sex: Sex | str | None, masculine: str, feminine: str, neutral: str) -> str:
    """``masculine`` or ``feminine`` for a stated sex, otherwise ``neutral``: never a guess, never «подал(а)»."""
    value = sex.value if isinstance(sex, Sex) else sex
    if value == Sex.MALE.value:
        return masculine
    if value == Sex.FEMALE.value:
        return feminine
    return neutral


def declining_sex(sex: Sex | str | None) -> Sex | None:
    """The sex that decides how a name declines, or ``None`` where only forms common to both may be proposed."""
    value = sex.value if isinstance(sex, Sex) else sex
    if value == Sex.MALE.value:
        return Sex.MALE
    if value == Sex.FEMALE.value:
        return Sex.FEMALE
    return None
