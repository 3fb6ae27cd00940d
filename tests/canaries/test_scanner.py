"""The search itself finds what it must: each way of writing, each kind of packing, each fragment of eight letters."""

from __future__ import annotations

import gzip
import io
import os
import random
import zipfile
import zlib
from pathlib import Path

import pytest

from tests.canaries import planted
from tests.canaries.carve import packed
from tests.canaries.forms import forms, forms_in_memory, key_forms
from tests.canaries.places import scan_files
from tests.canaries.search import Search

ROOTS = (*planted.TEXTS, *planted.PHRASES)
ALL = forms(ROOTS)


def noise(length: int) -> bytes:
    return random.Random(7).randbytes(length)


@pytest.mark.parametrize("compiled", [True, False])
def test_each_form_is_found_where_it_stands(compiled: bool) -> None:
    search = Search(ALL, compiled=compiled)
    data, places = bytearray(noise(999)), {}
    for form in ALL:
        places[form] = len(data)
        data += form + noise(5)
    found = {(hit.at, hit.what) for hit in search.find(bytes(data))}
    assert {(at, ALL[form]) for form, at in places.items()} <= found
    assert Search(ALL, compiled=compiled).find(noise(1 << 20)) == []


@pytest.mark.parametrize("root", ROOTS)
@pytest.mark.parametrize("code", ["utf-8", "utf-16-le", "utf-32-le"])
def test_any_eight_letters_of_a_root_are_found_on_disk_and_in_memory(root: str, code: str) -> None:
    for wanted in (forms([root]), forms_in_memory([root])):
        search = Search(wanted)
        for at in range(len(root) - 7):
            for piece in (root[at : at + 8], root[at : at + 8].upper()):
                assert search.find(noise(11) + piece.encode(code) + noise(3)), (at, piece)


@pytest.mark.parametrize("root", ROOTS)
@pytest.mark.parametrize("before", [b"", b"x", b"xx"])
def test_base64_is_found_whatever_stands_before(root: str, before: bytes) -> None:
    import base64

    search = Search(ALL)
    for code in (base64.b64encode, base64.urlsafe_b64encode):
        assert search.find(code(before + root.encode() + b"zz"))


def _zip(name: str, content: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return made.getvalue()


def test_what_is_packed_is_found_wherever_it_begins(tmp_path: Path) -> None:
    text = planted.text(1).encode()
    files = {
        "zip": _zip("a", text),
        "zip in zip in noise": noise(300) + _zip("b", _zip("a", noise(40) + text)) + noise(9),
        "stored in zip": _zip("b", noise(2000) + gzip.compress(text)),
        "cut zip": _zip("a", noise(100) + text * 50)[:600],
        "gzip": noise(3) + gzip.compress(text),
        "zlib": zlib.compress(text),
        "pdf stream": b"%PDF-1.4\n1 0 obj <<>>\nstream\r\n" + zlib.compress(text) + b"\nendstream",
        "png": planted.paper_png(3),
        "docx": planted.paper_docx(3),
        "pdf": planted.paper_pdf(3),
        "txt": planted.paper_txt(3),
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "clean").write_bytes(noise(1 << 20))
    (tmp_path / planted.ARABIC).mkdir()
    (tmp_path / "link").symlink_to(planted.LATIN)
    scan = scan_files([tmp_path], Search(ALL))
    assert scan.places() == {
        *(str(tmp_path / name) for name in files),
        *(f"{tmp_path / name} (name)" for name in (planted.ARABIC, "link")),
    }
    assert scan.files == len(files) + 1


def test_what_lies_over_the_border_of_two_blocks_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.canaries.places._BLOCK", 4096)
    text = planted.LATIN.encode()
    for shift in range(1, len(text)):
        (tmp_path / "f").write_bytes(bytes(4096 - shift) + text + bytes(5000))
        assert scan_files([tmp_path], Search(ALL)).found, shift


def test_keys_are_found_in_halves_and_written_out() -> None:
    key = os.urandom(32)
    search = Search(key_forms({"k": key}))
    for form in (
        key[:16],
        key[16:],
        key.hex().encode(),
        key.hex().upper().encode()[32:],
        key.hex().encode("utf-16-le"),
    ):
        assert search.find(noise(50) + form + noise(50))
    assert not search.find(noise(1 << 20))


def test_a_broken_archive_is_no_end_of_the_search() -> None:
    for data in (
        b"PK\3\4",
        b"PK\3\4" + noise(200),
        b"\x1f\x8b\x08" + noise(50),
        b"%PDF-1.7\n" + noise(100),
        b"\x78\x9c",
    ):
        list(packed(data))
