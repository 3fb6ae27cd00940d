"""Proves that an installation works: keys and ciphers, fonts, shaping, words, spelling, law, templates, DOCX, PDF.

Needs no vault and no passphrase. A vault of its own lives in a temporary folder for the length of one check; it
holds one fictional case, encrypted, and goes with the folder.
"""

from __future__ import annotations

import io
import secrets
import sys
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pypdfium2

from legalaid_desktop.documents.blocks import Block, Span
from legalaid_desktop.documents.docx_writer import write_docx
from legalaid_desktop.documents.fonts import missing_glyphs
from legalaid_desktop.documents.pdf_writer import write_pdf
from legalaid_desktop.errors import LegalAidError
from legalaid_desktop.host.clock import SystemClock
from legalaid_desktop.host.wording import LANGUAGES, wording
from legalaid_desktop.intake.child import ask_child
from legalaid_desktop.intake.spelling_child import DictionaryChild
from legalaid_desktop.services.crash import describe_crash
from legalaid_desktop.services.demo import practice_cases
from legalaid_desktop.services.known_good import KEYS, PARSERS, unsafe_libraries
from legalaid_desktop.services.labels import shipped_labels
from legalaid_desktop.services.law import shipped_law
from legalaid_desktop.services.opening import create_briefcase, open_briefcase
from legalaid_desktop.services.secrets import Secret
from legalaid_desktop.services.templates import check_templates, shipped_catalog

ALPHABETS = "Пример ў і ґ ʼ Ӣ Қ Ҷ Ā ʻ ş ğ ابجد فارسی پښتو کوردی ێ ۆ ڕ ڵ № § « » –"
FIFTEEN_DAYS = "۱۵ روز"
"""Fifteen days in Persian; once printed as fifty-one by a renderer that guessed the direction of digits."""


@dataclass(frozen=True)
class SelfCheck:
    name: str
    ok: bool
    message: str


class _Wrong(Exception):
    """A check that ran and found something wrong; its text is for the report."""


def run_self_test() -> tuple[SelfCheck, ...]:
    """Every check in order; a failed one does not stop the next."""
    return tuple(_run(name, check) for name, check in _CHECKS)


def _run(name: str, check: Callable[[], str]) -> SelfCheck:
    try:
        return SelfCheck(name, True, check())
    except _Wrong as wrong:
        return SelfCheck(name, False, str(wrong))
    except LegalAidError as error:
        return SelfCheck(name, False, error.code)
    except Exception as bug:
        return SelfCheck(name, False, describe_crash(bug))


def _crypto() -> str:
    """A vault is made, closed, refused to a wrong passphrase, opened again, and gives back what was put in."""
    phrase = secrets.token_hex(16)
    clock = SystemClock()
    with tempfile.TemporaryDirectory(prefix="legalaid-self-test-") as temporary:
        folder = Path(temporary) / "vault"
        with Secret.from_passphrase(phrase) as secret:
            briefcase = create_briefcase(folder, secret, clock=clock, fast_kdf=True)
        briefcase.cases.import_files(practice_cases()[:1])
        before = briefcase.cases.rows(clock.today())
        briefcase.close()
        try:
            with Secret.from_passphrase(phrase + "x") as secret:
                open_briefcase(folder, secret, clock=clock).close()
        except LegalAidError as error:
            refused = error.code
        else:
            raise _Wrong("a wrong passphrase opened the vault")
        with Secret.from_passphrase(phrase) as secret:
            briefcase = open_briefcase(folder, secret, clock=clock)
        after = briefcase.cases.rows(clock.today())
        briefcase.close()
        if [row.ref for row in before] != [row.ref for row in after] or not after:
            raise _Wrong("the vault did not give back its case")
        title = (after[0].title or after[0].ref).encode()
        if any(title in path.read_bytes() for path in folder.iterdir()):
            raise _Wrong("a title lies in the clear in the vault")
    return f"made, refused ({refused}), opened"


_OF_A_PERSON = {"HOME", "PATH", "USER", "LOGNAME", "DISPLAY", "WAYLAND_DISPLAY", "USERPROFILE", "APPDATA"}
"""Names of the environment that the child must not have got. A frozen program gives it some of its own."""


def _libraries() -> str:
    """None is older than known good, and none is there that must not be."""
    found = unsafe_libraries()
    if found:
        raise _Wrong("; ".join(f"{e.facts['library']} {e.facts['found']}, {e.facts['needed']}" for e in found))
    return f"{len(KEYS) + len(PARSERS)} libraries"


def _intake() -> str:
    """The child that reads foreign files starts, its walls stand, and it can neither look, write, connect nor start."""
    acts = ("look", "write", "start") if sys.platform == "linux" else ()
    plain = ask_child("probe", b"", {"acts": " ".join(acts)}).plain
    if any(plain["acts"].get(act) == "done" for act in acts) or _OF_A_PERSON & set(plain["environment"]):
        raise _Wrong("the child could do what it must not")
    return ", ".join(plain["walls"]) or "job"


def _fonts() -> str:
    if missing := missing_glyphs(ALPHABETS):
        raise _Wrong("no glyph for " + " ".join(f"U+{ord(sign):04X}" for sign in missing))
    return f"{len(set(ALPHABETS))} signs"


def _page(text: str) -> tuple[Block, ...]:
    return (Block(kind="title", spans=(Span("ПРИМЕР"),)), Block(kind="para", spans=(Span(text, origin="self_test"),)))


def _extracted(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()


def _shaping() -> str:
    pdf = write_pdf(_page(f"Срок: {FIFTEEN_DAYS}."), title="Пример", language="ru").data
    text = _extracted(pdf)
    if "۱۵" not in text:
        raise _Wrong("Persian digits lost their order")
    return "digits and letters in order"


def _words() -> str:
    for lang in LANGUAGES:
        wording(lang).say("cli.nothing")
    shipped_labels()
    return ", ".join(LANGUAGES)


RIGHT_AND_WRONG = {
    "ru": ("ходатайство", "хадатайство"),
    "be": ("хадайніцтва", "хадайнидства"),
    "en": ("asylum", "asilum"),
}


def _spelling() -> str:
    """Each dictionary answers from its own process, and tells a word from what is none."""
    for lang, (right, wrong) in RIGHT_AND_WRONG.items():
        child = DictionaryChild(lang)
        try:
            found = child.wrong([right, wrong])
        finally:
            child.end()
        if found is None or set(found) != {wrong}:
            raise _Wrong(f"{lang}: the dictionary does not answer" if found is None else f"{lang}: {sorted(found)}")
    return ", ".join(RIGHT_AND_WRONG)


def _law() -> str:
    law = shipped_law()
    if not law.rules or not law.authorities:
        raise _Wrong("the law data are empty")
    return f"{len(law.rules)} rules, as of {law.as_of.isoformat()}"


def _templates() -> str:
    problems = check_templates([])
    if problems:
        raise _Wrong("; ".join(f"{p.file}:{p.line}: {p.message}" for p in problems[:5]))
    return ", ".join(template.manifest.id for template in shipped_catalog())


def _docx() -> str:
    data = write_docx(_page(ALPHABETS), title="Пример", language="ru")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if archive.testzip() is not None or "ПРИМЕР" not in archive.read("word/document.xml").decode():
            raise _Wrong("the DOCX does not hold its text")
    if data != write_docx(_page(ALPHABETS), title="Пример", language="ru"):
        raise _Wrong("two runs gave different bytes")
    return f"{len(data)} bytes"


def _pdf() -> str:
    data = write_pdf(_page("Текст для проверки."), title="Пример", language="ru").data
    if "Текст для проверки" not in _extracted(data):
        raise _Wrong("the PDF does not hold its text")
    if data != write_pdf(_page("Текст для проверки."), title="Пример", language="ru").data:
        raise _Wrong("two runs gave different bytes")
    return f"{len(data)} bytes"


_CHECKS: tuple[tuple[str, Callable[[], str]], ...] = (
    ("libraries", _libraries),
    ("intake", _intake),
    ("crypto", _crypto),
    ("fonts", _fonts),
    ("shaping", _shaping),
    ("words", _words),
    ("spelling", _spelling),
    ("law", _law),
    ("templates", _templates),
    ("docx", _docx),
    ("pdf", _pdf),
)
