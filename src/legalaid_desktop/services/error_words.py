"""Expected failures in words: what happened, that nothing was lost, what to do next."""

from __future__ import annotations

from legalaid_desktop.errors import FileNotUnderstood, LegalAidError, PackFromStranger, PackSignerNew
from legalaid_desktop.host.wording import Wording, wording
from legalaid_desktop.services.fault_words import fault_text
from legalaid_desktop.services.template_fault_words import fault_line

_MOST_FAULTS = 100


def explain(error: LegalAidError, lang: str) -> tuple[str, str]:
    """Return message and advice in ``lang`` (ru, be, en).

    A sentence that names the thing is taken when the error carries the facts for it, the most exact one first.
    The faults of a file that was not understood follow the message, a line each, the first hundred of them.
    Raises :class:`ValueError` for a language that the program does not speak.
    """
    words = wording(lang)
    message = _message(error, words)
    if isinstance(error, FileNotUnderstood) and error.faults:
        message = "\n".join(
            (message, *(fault_line(fault_text(fault, lang), words) for fault in error.faults[:_MOST_FAULTS]))
        )
    if "in_file" in error.facts:  # one of several files that were given
        message = words.say("named.in_file", file=error.facts["in_file"], message=message)
    return message, _advice(error, words)


def _advice(error: LegalAidError, words: Wording) -> str:
    """What to do next; a sentence of its own where the kind of the failure needs one."""
    own = f"advice.{error.code}.{error.facts.get('kind')}"
    return words.say(own if words.has(own) else f"advice.{error.code}", **error.facts)


def _facts(error: LegalAidError, words: Wording) -> dict[str, str | int]:
    """What fills the sentence; a key is shown as its words, which every language has of its own."""
    if not isinstance(error, PackFromStranger | PackSignerNew) or "key" not in error.facts:
        return error.facts
    from legalaid_desktop.services.law_packs import key_words  # late: nobody signs packs when the window appears

    return {**error.facts, "words": key_words(str(error.facts["key"]), words.lang)}


def _message(error: LegalAidError, words: Wording) -> str:
    facts = _facts(error, words)
    named = f"named.{error.code}"
    for id in (f"{named}.{error.facts.get('kind')}", f"{named}.{error.facts.get('reason')}", named):
        if words.has(id):
            try:
                return words.say(id, **facts)
            except KeyError:
                continue  # a fact that this sentence names is not known: the general one says less, and truly
    return words.say(f"error.{error.code}", **facts)
