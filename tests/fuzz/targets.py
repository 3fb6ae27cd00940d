"""What is fuzzed: for each kind of hostile input a function over bytes that must end with a value or with an error of
ours. Anything else is a find.

Bundles and law packs (issues 6 and 8) do not exist yet; their parsers get a line in ``TARGETS`` when they land.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from legalaid_desktop.errors import BackupDamaged, BackupTooNew, LegalAidError
from legalaid_desktop.intake import wire
from legalaid_desktop.intake.file_kind import HEAD_BYTES, ending_disagrees, kind_of
from legalaid_desktop.intake.worker import Parser, Reply

CORPORA: Final = Path(__file__).resolve().parents[1] / "data" / "corpora"

Target = Callable[[bytes], None]


class Swallowed(Reply):
    """What a parser answers, checked to be plain data and otherwise dropped."""

    def __init__(self) -> None:
        super().__init__(())
        self.blobs = 0

    def blob(self, content: bytes | memoryview) -> None:
        self.blobs += len(content)

    def close(self) -> None:
        json.dumps(self.plain, allow_nan=False)


def _through(parser: Parser, data: bytes, params: Mapping[str, Any]) -> None:
    reply = Swallowed()
    try:
        parser(data, params, reply)
    except LegalAidError:
        return
    reply.close()


@cache
def _loaded(name: str) -> Parser:
    from legalaid_desktop.services.intake_parsers import PARSERS

    return PARSERS[name]()


def header(data: bytes) -> None:
    from legalaid_desktop.vault.header import NewerHeader, parse_head, read_block

    try:
        parse_head(data).newest_first()
        read_block(data)
    except (LegalAidError, NewerHeader):
        return


def key_slot(data: bytes) -> None:
    """A slot as it lies in a header that somebody else wrote: costs, kind, day, label."""
    from legalaid_desktop.vault import key_slot as slots
    from legalaid_desktop.vault.secret import Secret

    raw = (data + bytes(slots.SLOT_BYTES))[: slots.SLOT_BYTES]
    try:
        slots.is_empty(raw)
        slots.kind_of(raw)
        slots.slot_kind_word(raw)
        slots.slot_costs(raw)
        slots.slot_salt(raw)
        slots.slot_created_at(raw)
        with Secret(b"k" * 32) as key:
            slots.slot_label(raw, context=b"c" * 32, vault_key=key)
    except LegalAidError:
        return


def container(data: bytes) -> None:
    from legalaid_desktop.vault.sealed_file import guard_header

    try:
        guard_header(io.BytesIO(data))
    except BackupDamaged:
        return


def container_inside(data: bytes) -> None:
    """The plaintext of a container that was sealed to us by somebody hostile."""
    from legalaid_desktop.vault.sealed_file import FIXED_BYTES, _parse_fixed
    from legalaid_desktop.vault.secret import Secret

    with Secret(bytearray((data + bytes(FIXED_BYTES))[:FIXED_BYTES])) as fixed:
        try:
            sealed = _parse_fixed(fixed, FIXED_BYTES + len(data))
        except (BackupDamaged, BackupTooNew):
            return
        sealed.database_key.wipe()
        sealed.records_key.wipe()


def backup_manifest(data: bytes) -> None:
    from legalaid_desktop.services.backup_copy import Manifest

    try:
        Manifest.from_json(data)
    except (BackupDamaged, BackupTooNew):
        return


def case_file(data: bytes) -> None:
    from legalaid_desktop.domain.case_file import decode_case_file, read_case_file

    try:
        read_case_file(decode_case_file(data, "case.toml"), "case.toml")
    except LegalAidError:
        return


def case_file_answer(data: bytes) -> None:
    """Values of a case file, into plain data in the child and out of it in the parent."""
    from legalaid_desktop.domain.case_file import read_toml
    from legalaid_desktop.services.case_file_child import _packed, _unpacked

    try:
        values, _ = read_toml(data.decode("utf-8"), "case.toml")
    except (LegalAidError, UnicodeDecodeError):
        return
    again = _unpacked(json.loads(json.dumps(_packed(values), ensure_ascii=True)))
    if repr(again) != repr(values):
        raise AssertionError("other values came back")


def template_manifest(data: bytes) -> None:
    from legalaid_desktop.documents.manifest_reading import read_manifest

    try:
        read_manifest(data.decode("utf-8", "replace"), "manifest.toml", conditions=frozenset({"late", "is_minor"}))
    except LegalAidError:
        return


def template_body(data: bytes) -> None:
    from legalaid_desktop.documents.notation import FieldTree, compile_body

    fields: FieldTree = {
        "client": {"name": "text", "born": "date"},
        "events": [{"date": "date", "what": "text"}],
        "flag": "flag",
    }
    facts = {"client": {"name": "*И* {{ x }}", "born": None}, "events": [{"date": "1", "what": "|"}] * 3, "flag": True}
    try:
        body = compile_body(data.decode("utf-8", "replace"), fields=fields, filters=(), file="body.ru.md")
        body.render(facts)
    except LegalAidError:
        return


def template_folder(data: bytes) -> None:
    """The child's template parser: JSON of files, as the parent gathers them."""
    manifest, _, body = data.partition(b"\n====\n")
    files = {"manifest.toml": manifest.decode("utf-8", "replace"), "body.ru.md": body.decode("utf-8", "replace")}
    _through(_loaded("templates"), json.dumps([["X1", files]]).encode("ascii"), {})


def zip_directory(data: bytes) -> None:
    from legalaid_desktop.intake.zip_directory import read_directory, refuse_nested, unpack

    try:
        parts = read_directory(data)
        refuse_nested(parts)
        if sum(part.size for part in parts) < 1 << 22:
            for part in parts:
                unpack(data, part)
    except LegalAidError:
        return


def word_file(data: bytes) -> None:
    _through(_loaded("word"), data, {})


def word_text(data: bytes) -> None:
    """The main part of a Word file, in an archive that the guard lets through."""
    _through(_loaded("word"), word_of(data), {})


def word_of(document: bytes) -> bytes:
    """A small Word file around ``document``."""
    import zipfile

    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(zipfile.ZipInfo("[Content_Types].xml"), _TYPES)
        archive.writestr(zipfile.ZipInfo("word/document.xml"), document)
    return target.getvalue()


_TYPES: Final = (
    b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    b'<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    b'wordprocessingml.document.main+xml"/></Types>'
)


def xml(data: bytes) -> None:
    from legalaid_desktop.intake.xml_scan import scan_xml

    try:
        scan_xml(data)
    except LegalAidError:
        return


def picture(data: bytes) -> None:
    _through(_loaded("picture"), data, {"width": 64})


def pdf(data: bytes) -> None:
    _through(_loaded("pdf"), data, {"width": 64})


def library_pdf(data: bytes) -> None:
    _through(_loaded("library_pdf"), data, {"first": 0})


def library_epub(data: bytes) -> None:
    _through(_loaded("library_epub"), data, {"first": 0})


def library_page(data: bytes) -> None:
    _through(_loaded("library_html"), data, {})
    _through(_loaded("library_text"), data, {})


def library_answer(data: bytes) -> None:
    """What a child that reads for the library may send: counts, labels and texts of pages."""
    from legalaid_desktop.errors import FileNotRead
    from legalaid_desktop.intake.text_parts import unpacked

    try:
        answer = wire.read_answer(data)
        parts, following, total, told = unpacked(answer.plain, answer.blobs)
    except (wire.BadAnswer, FileNotRead):
        return
    assert all("\n" not in label and "\f" not in text and "\0" not in text for label, text in parts)
    assert min(following, total) >= 0
    assert all(isinstance(value, str) and "\n" not in value for value in told.values())


def file_kind(data: bytes) -> None:
    name, _, head = data.partition(b"\n")
    ending_disagrees(kind_of(head[:HEAD_BYTES], ("[Content_Types].xml",)), name.decode("utf-8", "replace"))


def child_answer(data: bytes) -> None:
    """What a child sends that a hostile file has taken over."""
    from legalaid_desktop.intake.child import _refusal
    from legalaid_desktop.intake.file_kind import FileKind
    from legalaid_desktop.services.foreign_content import _pages

    try:
        answer = wire.read_answer(data)
        if answer.refused:
            _refusal(answer.plain)
        else:
            _pages(FileKind.PDF, answer, 0)
    except (wire.BadAnswer, LegalAidError):
        return


def recovery_share(data: bytes) -> None:
    from legalaid_desktop.vault.recovery_shares import read_share

    try:
        read_share(data.decode("utf-8", "replace"))
    except LegalAidError:
        return


def preferences(data: bytes) -> None:
    from legalaid_desktop.host.preferences import preferences_in

    preferences_in(data)


def identity_file(data: bytes) -> None:
    import tempfile

    from legalaid_desktop.vault.age_keys import read_identities

    with tempfile.NamedTemporaryFile(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as file:
        file.write(data)
        file.flush()
        try:
            read_identities(Path(file.name))
        except LegalAidError:
            return


TARGETS: Final[Mapping[str, Target]] = {
    function.__name__: function
    for function in (
        *(header, key_slot, container, container_inside, backup_manifest, case_file, case_file_answer),
        *(template_manifest, template_body, template_folder, zip_directory, word_file, word_text, xml),
        *(library_pdf, library_epub, library_page, library_answer),
        *(picture, pdf, file_kind, child_answer, recovery_share, preferences, identity_file),
    )
}
"""By name, which is also that of the folder of its corpus."""
