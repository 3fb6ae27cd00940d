"""What a consultant should know of the template behind a paper: never printed on it."""

from __future__ import annotations

from typing import Final

from legalaid_desktop.host.wording import Wording
from legalaid_desktop.presenters.day_words import day_words
from legalaid_desktop.services.document_catalogue import Standing
from legalaid_desktop.services.draft_results import Preview

_TRANSLATION: Final = {"machine-free draft": "draft", "checked by a speaker": "speaker", "checked by two": "two"}


def template_state(standing: Standing, made: Preview, words: Wording) -> tuple[str, ...]:
    """Version, who checked the wording and the translation, and whether the draft was made with an older version."""
    said = [words.say("template.version", n=standing.version)]
    if standing.checked_on is not None:
        said.append(words.say("template.checked", day=day_words(standing.checked_on, words, weekday=False)))
    else:
        said.append(words.say("clock.unchecked"))
    if not standing.phrases_reviewed:
        said.append(words.say("template.phrases_unread"))
    if standing.translation is not None:
        said.append(words.say(f"template.translation.{_TRANSLATION[standing.translation]}"))
    if made.template_is_newer:
        said.append(words.say("template.newer", old=made.made_with, new=made.template_version))
    return tuple(said)
