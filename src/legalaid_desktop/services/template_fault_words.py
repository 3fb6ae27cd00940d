"""Faults of templates in the language of who reads them, in the window and at the command line.

Each comes with its id and values (``documents/template_fault.py``); its words are ``template.fault.<id>``.
"""

from __future__ import annotations

from legalaid_desktop.documents.template_fault import Hint, TemplateFault, Why
from legalaid_desktop.host.wording import Wording


def fault_in(message: str, words: Wording) -> str:
    """A fault in the language of ``words``; a text that is none, or has an id without words, stays as it is."""
    if not isinstance(message, Why) or not words.has(f"template.fault.{message.id}"):
        return message
    hint = _hint(message.hint, words) if isinstance(message.hint, Hint) else message.hint
    said = words.say(f"template.fault.{message.id}", what=message.what, hint=hint).rstrip(":; ")
    if message.key:
        said = f"{message.key}: {said}"
    return words.say("template.fault.used_in", what=said, hint=message.used) if message.used else said


def fault_line(fault: str, words: Wording) -> str:
    """The same with its place: ``file:line: why``."""
    return f"{fault.file}:{fault.line}: {fault_in(fault.why, words)}" if isinstance(fault, TemplateFault) else fault


def _hint(hint: Hint, words: Wording) -> str:
    """What would be right: «может быть, late?», «есть a, b, c», «пишите | name»."""
    if hint.kind == "instead":
        id = f"template.instead.{hint.names[0] if hint.names else ''}"
        return words.say(id) if words.has(id) else hint
    told = words.say(f"template.hint.{hint.kind}", what=", ".join(hint.names))
    return f"{told}?" if hint.kind == "mean" else told
