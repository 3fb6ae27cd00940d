"""The recovery sheet as a reader sees it: words, code, neutrality, one page; and the way back from paper to the key."""

from __future__ import annotations

import datetime as dt
import re
import stat
import subprocess
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from shamir_mnemonic.wordlist import WORDLIST

from legalaid_desktop.documents import fonts
from legalaid_desktop.documents.recovery_sheet import SheetContent, recovery_page
from legalaid_desktop.errors import DestinationExists
from legalaid_desktop.services.recovery_sheets import save_sheet, set_number_words, sheet_pdf
from legalaid_desktop.vault.recovery_shares import Share, join, read_share, split
from legalaid_desktop.vault.secret import Secret

DAY = dt.date(2026, 11, 24)
SECRETS = {20: bytes(range(16)), 33: bytes(range(32))}
TITLES = {"ru": "Лист восстановления", "be": "Аркуш аднаўлення", "en": "Recovery sheet"}
PARTS = {"ru": "Часть ключа 2 из 3", "be": "Частка ключа 2 з 3", "en": "Part 2 of 3"}
DAYS = {"ru": "24 ноября 2026", "be": "24 лістапада 2026", "en": "24 November 2026"}
_TELLING = (
    *("legal", "aid\\b", "vault", "refug", "asylum", "slip", "shamir", "office", "program", "http"),
    *("хранилищ", "сховішч", "бежен", "уцек", "юрид", "право", "права\\b", "офис", "офіс", "программ", "праграм"),
)


def parts(count: int) -> tuple[Share, ...]:
    return split(Secret(SECRETS[count]), needed=2, shares=3)


def pdf_text(pdf: bytes, tmp_path: Path, *options: str) -> str:
    path = tmp_path / "sheet.pdf"
    path.write_bytes(pdf)
    return subprocess.run(["pdftotext", *options, str(path), "-"], capture_output=True, text=True, check=True).stdout


def code_on(pdf: bytes, scale: float) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        (found,) = zxingcpp.read_barcodes(document[0].render(scale=scale).to_pil().convert("L"))
        return str(found.text)
    finally:
        document.close()


@pytest.mark.parametrize("lang", ["ru", "be", "en"])
@pytest.mark.parametrize("count", [20, 33])
def test_the_page_says_the_words_and_what_to_do(lang: str, count: int, tmp_path: Path) -> None:
    share = parts(count)[1]
    text = pdf_text(sheet_pdf(share, lang=lang, made_on=DAY), tmp_path, "-raw")
    rows = re.findall(r"^(\d+)\. ([a-z]+) (\d+)$", text, re.MULTILINE)
    assert [(int(a), b, int(c)) for a, b, c in rows] == [
        (at, word, WORDLIST.index(word) + 1) for at, word in enumerate(share.words, start=1)
    ]
    flat = " ".join(text.split())
    assert TITLES[lang] in flat and PARTS[lang] in flat and DAYS[lang] in flat.replace("\u00a0", " ")
    assert set_number_words(share.set_number) in flat and share.check in flat
    assert read_share("\n".join(" ".join(row) for row in rows)) == share, "a copied column is read"


@pytest.mark.parametrize("count", [20, 33])
def test_the_code_holds_the_same_words_even_on_a_poor_print(count: int) -> None:
    share = parts(count)[0]
    pdf = sheet_pdf(share, lang="ru", made_on=DAY)
    for scale in (1.6, 3.0):
        assert code_on(pdf, scale) == " ".join(share.words)
    assert read_share(code_on(pdf, 3.0)) == share


def test_two_printed_sheets_give_the_key_back() -> None:
    made = parts(20)
    read = [
        read_share(code_on(sheet_pdf(share, lang=lang), 3.0))
        for share, lang in zip(made[1:], ("ru", "be"), strict=True)
    ]
    with join(read) as secret:
        assert bytes(secret.view()) == SECRETS[20]


@pytest.mark.parametrize("lang", ["ru", "be", "en"])
def test_the_file_is_neutral(lang: str, tmp_path: Path) -> None:
    pdf = sheet_pdf(parts(20)[0], lang=lang, made_on=DAY)
    (tmp_path / "sheet.pdf").write_bytes(pdf)
    about = subprocess.run(["pdfinfo", str(tmp_path / "sheet.pdf")], capture_output=True, text=True, check=True).stdout
    facts = {line.partition(":")[0] for line in about.splitlines()}
    assert not facts & {"Author", "Creator", "Producer", "Subject", "Keywords"}
    assert "2000" in about and "2026" not in about, "no time of making in the file"
    assert re.search(r"Pages:\s+1$", about, re.MULTILINE) and "(A4)" in about
    shown = re.sub(r"(?m)^\d+\. [a-z]+ \d+$", "", pdf_text(pdf, tmp_path, "-raw"))
    text = (shown + about).casefold()
    for telling in _TELLING:
        assert re.search(rf"\b{telling}", text) is None, telling
    for telling_bytes in (b"ReportLab", b"reportlab", b"legalaid", b"/Author", b"/Producer"):
        assert telling_bytes not in pdf


def test_the_same_sheet_gives_the_same_bytes() -> None:
    share = parts(20)[0]
    first = sheet_pdf(share, lang="be", made_on=DAY)
    assert first == sheet_pdf(share, lang="be", made_on=DAY)
    assert first != sheet_pdf(share, lang="be", made_on=dt.date(2026, 11, 25))


def test_the_longest_words_fit(tmp_path: Path) -> None:
    """Whatever the words are: the widest of the list in every place, in both sizes of a sheet."""
    wide = sorted(WORDLIST, key=_letters_wide, reverse=True)
    for count in (20, 33):
        content = SheetContent(
            lang="en", title="T", lead="L", facts=("a", "b"), words=tuple(wide[:count]),
            word_numbers=tuple(WORDLIST.index(word) + 1 for word in wide[:count]), small="s",
            do=("d", ("e",)), never=("n", ("m",)),
        )  # fmt: skip
        text = pdf_text(recovery_page(content), tmp_path, "-raw")
        assert re.findall(r"^\d+\. ([a-z]+) \d+$", text, re.MULTILINE) == wide[:count]


def _letters_wide(word: str) -> float:
    made = fonts.serif(True, False).word(word)
    assert made is not None
    return made[1]


def test_what_does_not_fit_is_refused_not_cut() -> None:
    content = SheetContent(
        lang="en", title="T", lead="L", facts=(), words=("word",) * 20, word_numbers=(1,) * 20, small="s",
        do=("d", ("one point " * 60,) * 8), never=("n", ()),
    )  # fmt: skip
    with pytest.raises(ValueError, match="one page"):
        recovery_page(content)


def test_measured_words_are_forgotten() -> None:
    share = parts(20)[0]
    sheet_pdf(share, lang="en")
    held = [key for face in fonts._SERIF.values() for key in (*face._words, *face._shaped)]
    assert not set(share.words) & {key if isinstance(key, str) else key[0] for key in held}


def test_a_saved_sheet_is_for_this_user_only_and_never_replaces_a_file(tmp_path: Path) -> None:
    share = parts(20)[0]
    path = tmp_path / "sheet.pdf"
    save_sheet(share, path, lang="ru", made_on=DAY)
    assert path.read_bytes() == sheet_pdf(share, lang="ru", made_on=DAY)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(DestinationExists):
        save_sheet(share, path, lang="ru")


def test_the_ink_stays_within_the_margins() -> None:
    for count in (20, 33):
        for lang in ("ru", "be", "en"):
            document = pypdfium2.PdfDocument(sheet_pdf(parts(count)[2], lang=lang, made_on=DAY))
            picture = document[0].render(scale=1).to_pil().convert("L")
            document.close()
            box = picture.point(lambda value: 255 if value < 160 else 0).getbbox()
            assert box is not None
            assert box[0] >= 50 and box[1] >= 40 and picture.width - box[2] >= 50 and picture.height - box[3] >= 40
