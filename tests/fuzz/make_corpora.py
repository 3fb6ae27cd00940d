"""Makes the seeds of ``tests/data/corpora``: one small well-formed file, or a few, for each target. Fictional all.

    .venv/bin/python -m tests.fuzz.make_corpora

What fuzzing found lies beside them (``find-…``) and is never made anew.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import struct
import zipfile
from pathlib import Path
from typing import Any

from PIL import Image
from pyrage import x25519

from legalaid_desktop.documents.blocks import Block, Span
from legalaid_desktop.documents.docx_writer import write_docx
from legalaid_desktop.documents.pdf_writer import write_pdf
from legalaid_desktop.intake import wire
from legalaid_desktop.services.backup_copy import Manifest
from legalaid_desktop.vault.recovery_shares import split
from legalaid_desktop.vault.sealed_file import MAGIC, write_sealed
from legalaid_desktop.vault.secret import Secret
from tests.fuzz.targets import CORPORA, word_of
from tests.intake.library_files import epub, section

ROOT = Path(__file__).resolve().parents[2]
PAPER = (Block(kind="title", spans=(Span("ПРИМЕР"),)), Block(kind="para", spans=(Span("Слова", origin="seed"),)))

CASE = """[meta]
schema_version = 1
case_id = "S99"
[case]
ref = "S99"
title = "Пример"
received_at = 2026-10-05T07:32:00+03:00
[[person]]
id = "p1"
role = "client"
[[event]]
id = "e1"
kind = "entry"
date = "2026-10"
what = '''строки'''
n = [1, 2.5, { a = true, 'b c' = 1979-05-27 }]
"""

MANIFEST = """id = "C1"
version = 1
tier = 1
audience = "belarusian_body"
signer = "client"
as_of = 2026-11-23
reviewed = false
languages = ["ru"]
uses = ["client"]
[title]
ru = "Жалоба"
be = "Скарга"
en = "Complaint"
[[section]]
number = "1"
id = "address"
when = "late and not (is_minor or late)"
title = { ru = "а", be = "б", en = "c" }
[[question]]
name = "what"
type = "choice"
choices = ["a"]
choice_words = { a = { ru = "а", be = "б", en = "c" } }
ask = { ru = "а", be = "б", en = "c" }
"""

BODY = """::: section address
# Кому {{ client.name | upper }}
{% for event in events if event.date %}
{{ loop.index }}. {{ event.what }}, **{{ event.date }}** [^1]
{% else %}
- нет
{% endfor %}
{% if flag and not (client.born is none) or 1 < 2 %}x{% elif flag %}y{% else %}z{% endif %}
:::

| a | b |
|---|---|
| {{ client.name }} | 2 |
{# remark #}
"""

XML = (
    '<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/'
    '2006/main"><w:body><w:p><w:pPr><w:pStyle w:val="Title"/><w:outlineLvl w:val="0"/></w:pPr><w:r><w:t>а</w:t>'
    '<w:tab/><w:br/></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE'
    "</w:instrText></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>"
)


def _archive(method: int) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        archive.writestr("a/b.txt", "текст" * 40)
        archive.writestr("c.txt", "")
    return target.getvalue()


def _picture(kind: str, **more: Any) -> bytes:
    target = io.BytesIO()
    image = Image.new("RGB" if kind in ("JPEG", "WEBP") else "P", (9, 7), 3)
    image.save(target, kind, **more)
    return target.getvalue()


def _container() -> bytes:
    target = io.BytesIO()
    with Secret(b"d" * 32) as key, Secret(b"r" * 32) as records:
        recipients = [x25519.Identity.generate().to_public()]
        write_sealed(target, recipients, manifest=b"{}", database_key=key, records_key=records, database=io.BytesIO())
    return target.getvalue()[:600]


def _frames(pairs: list[tuple[bytes, bytes]]) -> bytes:
    return b"".join(bytes(piece) for letter, content in pairs for piece in wire.frame(letter, content))


def seeds() -> dict[str, list[bytes]]:
    """Target → seeds."""
    vault = (ROOT / "tests" / "data" / "vault_v1" / "head").read_bytes()
    own = str(x25519.Identity.generate().to_public())
    manifest = Manifest(
        created_at=dt.datetime(2026, 11, 24, tzinfo=dt.UTC), vault_id="00" * 16, generation=1, schema=1, cases=0,
        counts={"cases": 0}, database_bytes=0, database_sha256="0" * 64, recipients=(own,), own_recipient=own,
    ).to_json()  # fmt: skip
    with Secret(bytes(range(16))) as secret:
        share = " ".join(split(secret, needed=2, shares=3)[0].words)
    page = {"total": 1, "first": 0, "pages": [[2, 1]]}
    tree = "<?xml version='1.0'?><a b='1'><c xmlns='u'>&amp;&#65;</c><!-- x --></a>"
    return {
        "header": [vault, vault[:8192]],
        "key_slot": [vault[i : i + 512] for i in (64, 512)],
        "container": [_container()],
        "container_inside": [struct.pack("<8sI", MAGIC, len(manifest)) + bytes(64) + manifest],
        "backup_manifest": [manifest],
        "case_file": [CASE.encode()],
        "case_file_answer": [CASE.encode()],
        "template_manifest": [MANIFEST.encode()],
        "template_body": [BODY.encode()],
        "template_folder": [f"{MANIFEST}\n====\n{BODY}".encode()],
        "zip_directory": [_archive(zipfile.ZIP_STORED), _archive(zipfile.ZIP_DEFLATED)],
        "word_file": [write_docx(PAPER, title="x", language="ru"), word_of(XML.encode())],
        "word_text": [XML.encode()],
        "xml": [tree.encode(), tree.encode("utf-16")],
        "picture": [_picture(kind) for kind in ("PNG", "JPEG", "GIF", "WEBP", "BMP")]
        + [_picture("TIFF", compression="tiff_lzw"), _picture("TIFF"), _picture("JPEG", progressive=True)],
        "pdf": [write_pdf(PAPER, title="x", language="ru").data, _small_pdf()],
        "library_pdf": [_small_pdf()],
        "library_epub": [epub([section("Глава")])],
        "library_page": [section("Глава", "<p>a&amp;<td>b<br/></p><script>x</script>").encode(), b"a\n\nb\r\nc"],
        "library_answer": [
            _frames(
                [
                    (b"B", "1\nа\n\nб\f2\nв".encode()),
                    (b"P", json.dumps({"count": 2, "next": 0, "total": 2, "told": {"title": "т"}}).encode()),
                ]
            )
        ],
        "file_kind": [b"a.pdf\n%PDF-1.7", b"b.docx\nPK\x03\x04" + bytes(40), b"c.txt\n\xef\xbb\xbf<svg>"],
        "child_answer": [
            _frames([(b"B", bytes(8)), (b"P", json.dumps(page).encode())]),
            _frames([(b"E", b'{"kind": "dtd", "facts": {"limit": 3}}')]),
        ],
        "recovery_share": [share.encode(), " ".join(word[:4] for word in share.split()).encode(), b"1 2 3"],
        "preferences": [b'language = "be"\nlock_after_minutes = 10\nwindow_width = 900\nvault = "/x"\n'],
        "identity_file": [f"# key\n{x25519.Identity.generate()}\n".encode()],
    }


def _small_pdf() -> bytes:
    """By hand, uncompressed, so that a fuzzer reaches its objects; fonts are not embedded."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length 44>>stream\nBT /F 12 Tf 10 50 Td (abc) Tj ET 1 0 0 rg f\nendstream",
        b"<</Type/Font/Subtype/TrueType/BaseFont/Arial/Encoding/WinAnsiEncoding>>",
    ]
    data = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj" % number + body + b"endobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        data
        + b"xref\n0 6\n0000000000 65535 f \n"
        + table
        + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(data)
    )


def main() -> None:
    for name, contents in seeds().items():
        folder = CORPORA / name
        folder.mkdir(parents=True, exist_ok=True)
        for number, content in enumerate(contents):
            (folder / f"seed-{number}").write_bytes(content)


if __name__ == "__main__":
    main()
