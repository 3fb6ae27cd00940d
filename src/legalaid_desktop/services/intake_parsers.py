"""What the child can read, by name. Only the child imports more than this table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from legalaid_desktop.intake.worker import Loader, Parser


def _picture() -> Parser:
    from legalaid_desktop.intake.read_picture import load

    return load()


def _pdf() -> Parser:
    from legalaid_desktop.intake.read_pdf import load

    return load()


def _pdf_pages() -> Parser:
    from legalaid_desktop.intake.read_pages import load

    return load()


def _archive() -> Parser:
    from legalaid_desktop.services.archive_check import load

    return load()


def _word() -> Parser:
    from legalaid_desktop.intake.read_word import load

    return load()


def _library_pdf() -> Parser:
    from legalaid_desktop.intake.read_pdf_text import load

    return load()


def _library_word() -> Parser:
    from legalaid_desktop.intake.read_word_text import load

    return load()


def _library_html() -> Parser:
    from legalaid_desktop.intake.read_html import load

    return load()


def _library_epub() -> Parser:
    from legalaid_desktop.intake.read_epub import load

    return load()


def _library_text() -> Parser:
    from legalaid_desktop.intake.read_text import load

    return load()


def _case_file() -> Parser:
    from legalaid_desktop.services.case_file_child import load

    return load()


def _law_pack() -> Parser:
    from legalaid_desktop.services.law_pack_file import load

    return load()


def _templates() -> Parser:
    from legalaid_desktop.services.template_child import load

    return load()


def _word_template() -> Parser:
    from legalaid_desktop.services.word_template_child import load

    return load()


def _passphrase_strength() -> Parser:
    from legalaid_desktop.services.passphrase_strength import load

    return load()


def _probe() -> Parser:
    from legalaid_desktop.intake.probe import load

    return load()


PARSERS: Final[Mapping[str, Loader]] = {
    "picture": _picture,
    "pdf": _pdf,
    "pdf_pages": _pdf_pages,
    "archive": _archive,
    "word": _word,
    "library_pdf": _library_pdf,
    "library_html": _library_html,
    "library_word": _library_word,
    "library_epub": _library_epub,
    "library_text": _library_text,
    "case_file": _case_file,
    "law_pack": _law_pack,
    "templates": _templates,
    "word_template": _word_template,
    "passphrase_strength": _passphrase_strength,
    "probe": _probe,
}
