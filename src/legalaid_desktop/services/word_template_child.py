"""A foreign Word file as a template: guarded, read and judged in the child; the parent believes what it can check."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from legalaid_desktop.documents.catalog import Template, word_fields
from legalaid_desktop.documents.doors import DOOR_NAMES
from legalaid_desktop.documents.template_fault import TemplateFault, fault_from_plain, fault_to_plain, faults_in
from legalaid_desktop.documents.word_source import Loss, WordSource, from_plain
from legalaid_desktop.errors import FileNotRead
from legalaid_desktop.host.shown_text import printable
from legalaid_desktop.intake.child import ask_child
from legalaid_desktop.intake.worker import Parser, Reply
from legalaid_desktop.services.known_good import refuse_unsafe_parsers

_LENGTH: Final = struct.Struct(">L")
_MOST_FAULTS: Final = 500


@dataclass(frozen=True, kw_only=True)
class WordReading:
    """``faults`` are told as ``file:paragraph: why``; with one of them ``source`` is not to be used."""

    source: WordSource | None
    faults: tuple[TemplateFault, ...]
    losses: tuple[Loss, ...]


def load() -> Parser:
    """The child's side."""
    import lxml.etree  # noqa: F401 - loaded before the walls stand

    from legalaid_desktop.documents.template_syntax import TOO_DEEP
    from legalaid_desktop.documents.word_body import compile_word
    from legalaid_desktop.documents.word_reading import read_word_template
    from legalaid_desktop.documents.word_source import to_plain
    from legalaid_desktop.errors import TemplateFaulty
    from legalaid_desktop.intake.office_guard import guarded_parts
    from legalaid_desktop.intake.xml_scan import scan_xml
    from legalaid_desktop.services.template_child import warm_up

    scan_xml(b"<a/>")
    warm_up()

    def read(data: bytes, params: Mapping[str, Any], reply: Reply) -> None:
        (length,) = _LENGTH.unpack_from(data)
        told = json.loads(data[_LENGTH.size : _LENGTH.size + length])
        source = read_word_template(guarded_parts(data[_LENGTH.size + length :]))
        faults: tuple[TemplateFault, ...] = ()
        try:
            compile_word(
                source, fields=told["fields"], filters=told["filters"], file=told["file"], sections=told["sections"]
            )
        except TemplateFaulty as faulty:
            faults = faults_in(faulty)
        except RecursionError:
            faults = (TemplateFault(str(told["file"]), 1, TOO_DEEP),)
        losses = [to_plain(loss) for loss in source.losses]
        reply.plain = {
            "faults": [fault_to_plain(fault) for fault in faults[:_MOST_FAULTS]],
            "losses": losses,
            "source": None if faults else to_plain(source),
        }

    return read


def read_word_file(content: bytes, *, like: Template, name: str) -> WordReading:
    """Read a Word file as a template for the paper of ``like``. Nothing is kept.

    Raises :class:`FileRefused` (the guard's judgement), :class:`FileNotRead`, :class:`UnsafeBinding`.
    """
    refuse_unsafe_parsers()
    shown = printable(name)[:100]
    told = json.dumps(
        {
            "fields": _plain_fields(word_fields(like.facts, like.manifest)),
            "filters": sorted(DOOR_NAMES),
            "file": shown,
            "sections": [section.id for section in like.manifest.sections],
        }
    ).encode("ascii")
    plain = ask_child("word_template", _LENGTH.pack(len(told)) + told + content).plain
    match plain:
        case {"faults": list(faults), "losses": list(losses), "source": source}:
            made = from_plain(source) if source is not None and not faults else None
            known = tuple(one for one in map(_loss, losses) if one is not None)
            read = [fault_from_plain(one, printable) for one in faults]
            clean = tuple(one for one in read if one is not None)
            if len(clean) < len(read) or (made is None and not clean):
                raise FileNotRead(kind="answer")
            return WordReading(source=made, faults=clean, losses=known)
    raise FileNotRead(kind="answer")


def _loss(plain: Any) -> Loss | None:
    from legalaid_desktop.documents.word_source import LOSSES

    match plain:
        case {"what": str(what), "line": int(line), "count": int(count)} if what in LOSSES:
            return Loss(what=what, line=line, count=count)
    return None


def _plain_fields(node: Any) -> Any:
    if isinstance(node, Mapping):
        return {str(name): _plain_fields(inner) for name, inner in node.items()}
    if isinstance(node, list | tuple):
        return [_plain_fields(inner) for inner in node]
    return node
