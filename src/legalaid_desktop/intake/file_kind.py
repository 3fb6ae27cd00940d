"""What a file is, told by its bytes and never by its name.

Only the first bytes are looked at, and of a ZIP archive the names in its directory. A kind is a guess good enough to
choose a parser and to tell a person that a name promises something else; it proves nothing about the rest.
"""

from __future__ import annotations

from enum import Enum
from typing import Final


class FileKind(Enum):
    """The value is the word of ``intake.kind.<value>`` in the wording."""

    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"
    GIF = "gif"
    WEBP = "webp"
    TIFF = "tiff"
    BMP = "bmp"
    HEIC = "heic"
    SVG = "svg"
    WORD = "word"
    """OOXML of Word."""
    OFFICE = "office"
    """Other OOXML: tables, slides."""
    ODF = "odf"
    EPUB = "epub"
    ZIP = "zip"
    OLE2 = "ole2"
    """Office files before 2007, and the messages of one mail program."""
    RTF = "rtf"
    AGE = "age"
    SEVEN_ZIP = "seven_zip"
    RAR = "rar"
    GZIP = "gzip"
    XZ = "xz"
    TAR = "tar"
    MP3 = "mp3"
    MP4 = "mp4"
    OGG = "ogg"
    WAV = "wav"
    AMR = "amr"
    FLAC = "flac"
    MATROSKA = "matroska"
    AVI = "avi"
    PROGRAM = "program"
    XML = "xml"
    HTML = "html"
    TEXT = "text"
    EMPTY = "empty"
    UNKNOWN = "unknown"


PICTURES: Final = frozenset({FileKind.PNG, FileKind.JPEG, FileKind.GIF, FileKind.WEBP, FileKind.TIFF, FileKind.BMP})
"""Kinds that the child can turn into pixels."""

HEAD_BYTES: Final = 4096
"""How much of a file :func:`kind_of` wants to see."""

_STARTS: Final = (
    (b"\x89PNG\r\n\x1a\n", FileKind.PNG),
    (b"\xff\xd8\xff", FileKind.JPEG),
    (b"GIF87a", FileKind.GIF),
    (b"GIF89a", FileKind.GIF),
    (b"II*\0", FileKind.TIFF),
    (b"MM\0*", FileKind.TIFF),
    (b"II+\0", FileKind.TIFF),
    (b"MM\0+", FileKind.TIFF),
    (b"BM", FileKind.BMP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", FileKind.OLE2),
    (b"{\\rtf", FileKind.RTF),
    (b"age-encryption.org/", FileKind.AGE),
    (b"-----BEGIN AGE ENCRYPTED FILE-----", FileKind.AGE),
    (b"7z\xbc\xaf\x27\x1c", FileKind.SEVEN_ZIP),
    (b"Rar!\x1a\x07", FileKind.RAR),
    (b"\x1f\x8b\x08", FileKind.GZIP),
    (b"\xfd7zXZ\0", FileKind.XZ),
    (b"ID3", FileKind.MP3),
    (b"OggS", FileKind.OGG),
    (b"#!AMR", FileKind.AMR),
    (b"fLaC", FileKind.FLAC),
    (b"\x1a\x45\xdf\xa3", FileKind.MATROSKA),
    (b"\x7fELF", FileKind.PROGRAM),
    (b"#!/", FileKind.PROGRAM),
    (b"\xcf\xfa\xed\xfe", FileKind.PROGRAM),
    (b"\xca\xfe\xba\xbe", FileKind.PROGRAM),
    (b"L\0\0\0\x01\x14\x02\0", FileKind.PROGRAM),
)
_RIFF: Final = {b"WEBP": FileKind.WEBP, b"WAVE": FileKind.WAV, b"AVI ": FileKind.AVI}
_HEIC: Final = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis")
_ZIP_STARTS: Final = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_ODF_TYPE: Final = b"mimetypeapplication/vnd.oasis.opendocument"
_EPUB_TYPE: Final = b"mimetypeapplication/epub+zip"

_ENDINGS: Final = {
    FileKind.PDF: ("pdf",),
    FileKind.PNG: ("png",),
    FileKind.JPEG: ("jpg", "jpeg", "jfif", "jpe"),
    FileKind.GIF: ("gif",),
    FileKind.WEBP: ("webp",),
    FileKind.TIFF: ("tif", "tiff"),
    FileKind.BMP: ("bmp", "dib"),
    FileKind.HEIC: ("heic", "heif", "avif"),
    FileKind.SVG: ("svg",),
    FileKind.WORD: ("docx",),
    FileKind.OFFICE: ("xlsx", "pptx"),
    FileKind.ODF: ("odt", "ods", "odp", "odg"),
    FileKind.EPUB: ("epub",),
    FileKind.ZIP: ("zip",),
    FileKind.OLE2: ("doc", "xls", "ppt", "msg"),
    FileKind.RTF: ("rtf", "doc"),
    FileKind.AGE: ("age",),
    FileKind.SEVEN_ZIP: ("7z",),
    FileKind.RAR: ("rar",),
    FileKind.GZIP: ("gz", "tgz"),
    FileKind.XZ: ("xz",),
    FileKind.TAR: ("tar",),
    FileKind.MP3: ("mp3",),
    FileKind.MP4: ("mp4", "m4a", "m4v", "mov", "3gp"),
    FileKind.OGG: ("ogg", "oga", "opus", "ogv"),
    FileKind.WAV: ("wav",),
    FileKind.AMR: ("amr",),
    FileKind.FLAC: ("flac",),
    FileKind.MATROSKA: ("mkv", "webm"),
    FileKind.AVI: ("avi",),
    FileKind.XML: ("xml",),
    FileKind.HTML: ("html", "htm", "mht"),
    FileKind.TEXT: ("txt", "toml", "md", "csv", "eml", "log", "json", "vcf", "srt"),
}
_KNOWN_ENDINGS: Final = frozenset(ending for endings in _ENDINGS.values() for ending in endings)


def kind_of(head: bytes, names: tuple[str, ...] = ()) -> FileKind:
    """The kind of a file that begins with ``head`` (the first 4 KiB). ``names`` are those of a ZIP's directory."""
    if not head:
        return FileKind.EMPTY
    if head.startswith(_ZIP_STARTS):
        return _zip_kind(head, names)
    for start, kind in _STARTS:
        if head.startswith(start):
            return kind
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12], FileKind.UNKNOWN)
    if head[4:8] == b"ftyp":
        return FileKind.HEIC if head[8:12] in _HEIC else FileKind.MP4
    if head[:2] == b"MZ":
        return FileKind.PROGRAM
    if head[257:262] == b"ustar":
        return FileKind.TAR
    if b"%PDF-" in head[:1024]:
        return FileKind.PDF
    if len(head) > 3 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2:
        return FileKind.MP3
    return _text_kind(head)


def _zip_kind(head: bytes, names: tuple[str, ...]) -> FileKind:
    if head[30 : 30 + len(_ODF_TYPE)] == _ODF_TYPE:
        return FileKind.ODF
    if head[30 : 30 + len(_EPUB_TYPE)] == _EPUB_TYPE:
        return FileKind.EPUB
    if "[Content_Types].xml" in names:
        return FileKind.WORD if any(name.startswith("word/") for name in names) else FileKind.OFFICE
    return FileKind.ZIP


def _text_kind(head: bytes) -> FileKind:
    if b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return FileKind.UNKNOWN
    if sum(byte < 32 and byte not in b"\t\n\r\x0c\x1b" for byte in head) * 50 > len(head) and head[:2] not in (
        b"\xff\xfe",
        b"\xfe\xff",
    ):
        return FileKind.UNKNOWN
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1024].lower()
    if start.startswith(b"<svg") or (start.startswith((b"<?xml", b"<!")) and b"<svg" in start):
        return FileKind.SVG
    if start.startswith((b"<!doctype html", b"<html")):
        return FileKind.HTML
    if start.startswith(b"<?xml"):
        return FileKind.XML
    return FileKind.TEXT


def ending_disagrees(kind: FileKind, name: str) -> bool:
    """Whether a file name promises another kind than the bytes show. A name without a known ending promises nothing."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if kind is FileKind.PROGRAM:
        return ending in _KNOWN_ENDINGS
    if kind in (FileKind.EMPTY, FileKind.UNKNOWN) or ending not in _KNOWN_ENDINGS:
        return ending in _KNOWN_ENDINGS and kind is FileKind.UNKNOWN
    if kind is FileKind.TEXT:
        return ending not in (*_ENDINGS[FileKind.TEXT], "html", "htm", "xml", "svg", "rtf")
    return ending not in _ENDINGS[kind]
