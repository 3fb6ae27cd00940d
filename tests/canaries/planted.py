"""The marked texts of one session. Each holds a root that stands nowhere else, so that any eight letters of it tell.

``TEXTS`` are what a client's case is made of; ``PHRASES`` are what opens a vault. A number behind the root says which
planted text a hit comes from. The roots have no letter that the search column folds away.
"""

from __future__ import annotations

import io
import zipfile
from typing import Final

from PIL import Image
from PIL.PngImagePlugin import PngInfo
from reportlab.pdfgen.canvas import Canvas

LATIN, CYRILLIC, ARABIC = "zvqexwjkurph", "жчщуцфэбгшыю", "ثذضظغطشخقسصف"
TEXTS: Final = (LATIN, CYRILLIC, ARABIC)
PHRASE_LATIN, PHRASE_CYRILLIC, PHRASE_ARABIC = "qyxwkzgvmjhd", "цгжбщюфчшэгп", "صغظشطقذخضثفج"
PHRASES: Final = (PHRASE_LATIN, PHRASE_CYRILLIC, PHRASE_ARABIC)


def text(number: int) -> str:
    """One planted text in three scripts."""
    return f"{LATIN}-{number} {CYRILLIC}-{number} {ARABIC}-{number}"


def passphrase(number: int) -> str:
    """One planted passphrase in three scripts."""
    return f"{PHRASE_CYRILLIC} {number} {PHRASE_LATIN} {PHRASE_ARABIC}"


def paper_txt(number: int) -> bytes:
    return (text(number) + "\n").encode() * 40


def paper_pdf(number: int) -> bytes:
    made = io.BytesIO()
    canvas = Canvas(made, pageCompression=0, invariant=1)
    canvas.setTitle(f"{LATIN}-{number}")
    canvas.drawString(72, 700, f"{LATIN}-{number}")
    canvas.showPage()
    canvas.save()
    return made.getvalue()


def paper_png(number: int) -> bytes:
    made = io.BytesIO()
    told = PngInfo()
    told.add_itxt("Comment", text(number))
    Image.frombytes("RGB", (64, 64), bytes(range(256)) * 48).save(made, "PNG", pnginfo=told)
    return made.getvalue()


def paper_docx(number: int) -> bytes:
    """A smallest Word file, stored so that its bytes can be told anywhere."""
    made = io.BytesIO()
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    package = "http://schemas.openxmlformats.org/package/2006"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>',
        )
        file.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}" '
            'Target="word/document.xml"/></Relationships>',
        )
        file.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{word}"><w:body><w:p><w:r><w:t>{text(number)}</w:t></w:r></w:p></w:body>'
            "</w:document>",
        )
    return made.getvalue()
