"""Hostile ZIP archives and Word files, made and never stored. Each generator gives bytes."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping

MAIN = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "application/vnd.ms-word.document.macroEnabled.main+xml",
)
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
GIB = 1 << 30


def zeros(length: int, byte: bytes = b"\0", head: bytes = b"", tail: bytes = b"") -> bytes:
    """A raw deflate stream of ``head``, ``length`` times ``byte``, ``tail``: one block, repeated."""
    machine = zlib.compressobj(9, zlib.DEFLATED, -15)
    start = machine.compress(head) + machine.flush(zlib.Z_FULL_FLUSH)
    block = machine.compress(byte * (1 << 20)) + machine.flush(zlib.Z_FULL_FLUSH)
    return start + block * (length >> 20) + machine.compress(tail) + machine.flush()


def archive(
    parts: Mapping[str, bytes | tuple[bytes, int]],
    *,
    crc: int | None = None,
    attributes: int = 0,
    flags: int = 0x800,
    local: Callable[[str], bytes] | None = None,
    prefix: bytes = b"",
    suffix: bytes = b"",
    shared: bool = False,
    end: tuple[int, int] | None = None,
) -> bytes:
    """An archive by hand. A part is content, or (raw deflate stream, promised size). ``local`` gives the name in the
    local header, ``shared`` lets all parts name the first one's bytes, ``end`` overrides both counts."""
    out = bytearray(prefix)
    directory = bytearray()
    first: int | None = None
    for name, content in parts.items():
        raw = name.encode("utf-8", "surrogatepass")
        if isinstance(content, tuple):
            packed, size = content
            sum32, method = crc or 0, 8
        else:
            packed, size, sum32, method = content, len(content), zlib.crc32(content), 0
        inner = local(name) if local else raw
        place = len(out) if first is None or not shared else first
        if first is None or not shared:
            out += struct.pack(
                "<4s5H3L2H", b"PK\3\4", 20, flags, method, 0, 33, sum32, len(packed), size, len(inner), 0
            )
            out += inner + packed
        first = place if first is None else first
        directory += struct.pack(
            "<4s6H3L5H2L", b"PK\1\2", 0x0314, 20, flags, method, 0, 33, sum32, len(packed), size, len(raw), 0, 0, 0, 0,
            attributes, place - len(prefix),
        ) + raw  # fmt: skip
    counts = end or (len(parts) & 0xFFFF, len(parts) & 0xFFFF)
    at = len(out) - len(prefix)
    return bytes(out + directory + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, *counts, len(directory), at, 0) + suffix)


def types(main: str = MAIN[0], more: str = "") -> bytes:
    return (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/>{more}</Types>'
    ).encode()


def document(body: str = "<w:p><w:r><w:t>слово</w:t></w:r></w:p>", start: str = "") -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?>{start}<w:document {W}><w:body>{body}</w:body></w:document>'.encode()


def word(body: bytes | tuple[bytes, int] = b"", more: Mapping[str, bytes] | None = None, kinds: bytes = b"") -> bytes:
    """A Word file of our own making; by default a harmless one."""
    return archive({"[Content_Types].xml": kinds or types(), "word/document.xml": body or document(), **(more or {})})


def relations(kind: str, target: str, mode: str = "External") -> bytes:
    return (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{kind}" Target="{target}" TargetMode="{mode}"/></Relationships>'
    ).encode()


def _rels(kind: str, target: str, mode: str = "External") -> bytes:
    return word(more={"word/_rels/document.xml.rels": relations(f"{R}/{kind}", target, mode)})


LAUGHS = (
    "<!DOCTYPE w [<!ENTITY a0 'ha'>" + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12)) + "]>"
)


def archives() -> Iterator[tuple[str, str, Callable[[], bytes]]]:
    """Name, the refusal that is expected, maker. All go in as a Word file does."""
    ten = zeros(10 * GIB)
    yield "ratio-honest-3-GiB", "zip_size", lambda: word((zeros(3 * GIB), 3 * GIB))
    yield "ratio-lying-10-GiB", "zip_odd", lambda: word((ten, 1000), kinds=types())
    yield "ratio-63-MiB", "zip_size", lambda: word((zeros(63 << 20), 63 << 20))
    yield "many-63-MiB", "zip_size", lambda: archive({f"{n}.xml": (zeros(63 << 20), 63 << 20) for n in range(50)})
    yield (
        "attribute-1-GiB",
        "zip_size",
        lambda: word((zeros(GIB, b"a", f'<w:document {W} w:x="'.encode(), b'"/>'), GIB + 100)),
    )
    yield (
        "attribute-inside-the-ratio",
        "xml_bounds",
        lambda: word(f'<w:document {W} w:x="{"слово и дело " * 300_000}"/>'.encode()),
    )
    yield "overlapping", "zip_odd", lambda: archive(
        {"[Content_Types].xml": types(), **{f"word/{n}.xml": types() for n in range(2000)}}, shared=True,
        local=lambda name: b"[Content_Types].xml",
    )  # fmt: skip
    yield "nested", "zip_nested", lambda: word(more={"word/media/a.zip": archive({"b.txt": b"x"})})
    yield "nested-under-another-name", "zip_nested", lambda: word(more={"word/media/a.png": archive({"b": b"x"})})
    yield "parts-10,000", "zip_parts", lambda: word(more={f"word/p{n}.xml": b"<a/>" for n in range(10_000)})
    yield "parts-65,535", "zip_parts", lambda: word(more={f"w/{n}": b"" for n in range(65_532)})
    yield "count-lies", "zip_odd", lambda: archive({"[Content_Types].xml": types(), "b": b""}, end=(1, 1))
    yield "zip64-count", "zip_odd", lambda: archive({"[Content_Types].xml": types()}, end=(0xFFFF, 0xFFFF))
    for name in ("../x", "/etc/passwd", "C:/x", "a\\..\\x", "a/../../x", "a\0b", "CON", "word/nul.xml", "a.", " a",
                 "a//b", "\u202excod.x", "w/" * 20 + "x"):  # fmt: skip
        yield f"name-{name!r}", "zip_names", lambda name=name: word(more={name: b"x"})  # type: ignore[misc]
    yield "name-twice-by-case", "zip_names", lambda: word(more={"word/a.xml": b"<a/>", "WORD/A.XML": b"<b/>"})
    yield "name-file-and-folder", "zip_names", lambda: word(more={"word/a": b"", "word/a/b": b""})
    yield (
        "name-differs-in-local-header",
        "zip_odd",
        lambda: archive(
            {"[Content_Types].xml": types(), "word/document.xml": document()},
            local=lambda name: name.replace("document", "dokument").encode(),
        ),
    )
    yield "link", "zip_names", lambda: archive({"[Content_Types].xml": types(), "l": b"/"}, attributes=0o120777 << 16)
    yield "encrypted", "zip_encrypted", lambda: archive({"[Content_Types].xml": types()}, flags=0x801)
    yield "prefix", "zip_odd", lambda: archive({"[Content_Types].xml": types()}, prefix=b"PK\3\4" + b"MZ" * 50)
    yield "suffix", "zip_odd", lambda: archive({"[Content_Types].xml": types()}, suffix=b"PK\5\6" + bytes(18))
    yield "cut", "zip_damaged", lambda: word()[:-30]
    yield "checksum", "zip_damaged", lambda: word().replace("слово".encode(), "слова".encode())
    yield "billion-laughs", "dtd", lambda: word(document("<w:p>&a11;</w:p>", LAUGHS))
    yield (
        "billion-laughs-utf-16",
        "dtd",
        lambda: word(f'<?xml version="1.0" encoding="UTF-16"?>{LAUGHS}<w:document {W}/>'.encode("utf-16")),
    )
    yield (
        "external-entity",
        "dtd",
        lambda: word(document("<w:p>&x;</w:p>", '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>')),
    )
    yield (
        "parameter-entity",
        "dtd",
        lambda: word(document(start='<!DOCTYPE w [<!ENTITY % x SYSTEM "http://127.0.0.1/x"> %x;]>')),
    )
    yield "dtd-in-settings", "dtd", lambda: word(more={"word/settings.xml": b"<!DOCTYPE a><a/>"})
    yield "dtd-in-a-picture", "dtd", lambda: word(more={"word/media/a.png": b'<?xml version="1.0"?><!DOCTYPE a><a/>'})
    yield "stylesheet-instruction", "xml_odd", lambda: word(document(start='<?xml-stylesheet href="file:///x"?>'))
    yield "encoding-utf-7", "xml_odd", lambda: word(b'<?xml version="1.0" encoding="UTF-7"?>+ADw-a/+AD4-')
    yield "depth-1,000,000", "xml_bounds", lambda: word(b"<a>" * 1_000_000)
    yield "elements-3,000,000", "xml_bounds", lambda: word(b"<a>" + b"<b/>" * 3_000_000 + b"</a>")
    yield (
        "attributes-100,000",
        "xml_bounds",
        lambda: word(b"<a " + b" ".join(b'x%d=""' % n for n in range(100_000)) + b"/>"),
    )
    yield "tag-without-end", "xml_bounds", lambda: word(b"<a" + b" " * 8_000_000)
    yield "comment-without-end", "xml_bounds", lambda: word(b"<a><!--" + b"x" * 8_000_000)
    yield "name-2,000,000", "xml_bounds", lambda: word(b"<" + b"n" * 2_000_000 + b"/>")
    yield "macro-part", "macros", lambda: word(more={"word/vbaProject.bin": b"\0"})
    yield "macro-type-alone", "macros", lambda: word(kinds=types(MAIN[1]))
    yield "macro-by-relation", "macros", lambda: word(
        more={"word/_rels/document.xml.rels": relations(
            "http://schemas.microsoft.com/office/2006/relationships/vbaProject", "x.dat", "Internal")}
    )  # fmt: skip
    yield "custom-ribbon", "macros", lambda: word(more={"customUI/customUI.xml": b"<a/>"})
    yield "activex", "macros", lambda: word(more={"word/activeX/a.xml": b"<a/>"})
    yield "embedded-part", "embedded", lambda: word(more={"word/embeddings/oleObject1.bin": b"x"})
    yield (
        "embedded-ole-as-picture",
        "embedded",
        lambda: word(more={"word/media/a.png": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"}),
    )
    yield "embedded-program", "embedded", lambda: word(more={"word/media/a.png": b"MZ\x90\0"})
    yield "alternative-chunk", "embedded", lambda: word(document("<w:altChunk/>"))
    yield (
        "template-from-outside",
        "external",
        lambda: word(
            more={"word/_rels/settings.xml.rels": relations(f"{R}/attachedTemplate", "http://127.0.0.1/t.dotm")}
        ),
    )
    yield "picture-from-outside", "external", lambda: _rels("image", "http://127.0.0.1/p.png")
    yield "picture-from-a-share", "external", lambda: _rels("image", "file://\\\\10.0.0.1\\share\\p.png")
    yield "link-that-runs", "external", lambda: _rels("hyperlink", "ms-msdt:/id x")
    yield "internal-to-a-share", "external", lambda: _rels("image", "//10.0.0.1/share/p.png", "Internal")
    yield "internal-to-a-url", "external", lambda: _rels("image", "file:///etc/passwd", "Internal")
    yield "internal-out-of-the-file", "external", lambda: _rels("image", "../../../../etc/passwd", "Internal")
    yield "mode-misspelt", "external", lambda: _rels("image", "http://127.0.0.1/p.png", "external ")
    yield "dde-field", "external", lambda: word(document('<w:fldSimple w:instr=" DDEAUTO c:\\\\x "/>'))
    yield (
        "dde-in-pieces",
        "external",
        lambda: word(
            document(
                '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> D</w:instrText></w:r><w:r>'
                "<w:instrText>DE</w:instrText></w:r><w:r><w:instrText>AUTO c:\\x</w:instrText></w:r></w:p>"
            )
        ),
    )
    yield (
        "text-from-outside",
        "external",
        lambda: word(document('<w:fldSimple w:instr="INCLUDETEXT &quot;http://127.0.0.1/x&quot;"/>')),
    )
    yield "no-document", "wrong_kind", lambda: archive({"[Content_Types].xml": types(), "word/x.xml": b"<a/>"})


def stored_twice() -> bytes:
    """A good archive as the standard library writes it, for the other direction: it must pass."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("[Content_Types].xml", types())
        out.writestr("word/document.xml", document())
        out.writestr("word/media/слово.txt", "x" * 1000)
    return target.getvalue()
