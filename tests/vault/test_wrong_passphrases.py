"""Wrong passphrases and near misses against a real header, by the real derivation: none is ever accepted."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from legalaid_desktop.errors import WrongPassphrase
from legalaid_desktop.vault.secret import Secret
from legalaid_desktop.vault.unlock import create_header, unlock
from tests.rounds import rounds

PASSPHRASES = ("Ёлка берёза-трамвай № 7 ﬁлин", "correct horse battery staple œuf")
_RUSSIAN = "ёйцукенгшщзхъфывапролджэячсмитьбю"
_ENGLISH = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
_BELARUSIAN = "ёйцукенгшўзх'фывапролджэячсмітьбю"
_ALIKE = str.maketrans("асеорхуАСЕОРХуaceopxyACEOPXy", "aceopxyACEOPXyасеорхуАСЕОРХу")
_ODD = ("\u200b", "\ufeff", "\u00a0", "\u0301", "\r", "\t", "\0", "\u202e")


def _layouts(text: str) -> Iterator[str]:
    for one in (_RUSSIAN, _ENGLISH, _BELARUSIAN):
        for other in (_RUSSIAN, _ENGLISH, _BELARUSIAN):
            if one != other:
                yield text.translate(str.maketrans(one + one.upper(), other + other.upper()))


def near_misses(text: str) -> Iterator[str]:
    """What people and attackers try first: one letter off, case, spaces, other keyboards, letters that look alike."""
    yield from ("", " " + text, text + " ", text + "\n", text + "\r\n", text * 2, text[::-1], text[:-1], text[1:])
    yield from (text.upper(), text.lower(), text.title(), text.swapcase(), text.capitalize())
    for form in ("NFKC", "NFKD"):
        yield unicodedata.normalize(form, text)
    yield from _layouts(text)
    yield text.translate(_ALIKE)
    yield from (text.replace("ё", "е"), text.replace("Ё", "Е"), text.replace("-", " "), text.replace("-", "–"))
    yield from (text.replace(" ", ""), text.replace(" ", "  "), text.replace(" ", "-"), text.replace(" ", "\u00a0"))
    yield from (unicodedata.normalize("NFC", text).encode().decode("latin-1"),)
    for at in range(len(text)):
        yield text[:at] + text[at + 1 :]
        yield text[:at] + text[at].swapcase() + text[at + 1 :]
        yield text[:at] + text[at] + text[at:]
        yield text[:at] + text[at].translate(_ALIKE) + text[at + 1 :]
        yield text[: at - 1] + text[at : at + 1] + text[at - 1 : at] + text[at + 1 :] if at else text + "."
        for odd in _ODD:
            yield text[:at] + odd + text[at:]


def attempts(text: str, count: int) -> list[str]:
    """``count`` distinct texts that are not the passphrase, near misses first."""
    same = unicodedata.normalize("NFC", text)
    source = random.Random(9)
    near = [miss for miss in dict.fromkeys(near_misses(text)) if unicodedata.normalize("NFC", miss) != same]
    source.shuffle(near)
    found = dict.fromkeys(near[:count])
    letters = _RUSSIAN + _ENGLISH + " АБВ123абў"
    while len(found) < count:
        at = source.randrange(len(text))
        other = source.choice(letters)
        kinds = (
            text[:at] + other + text[at + 1 :],
            text[:at] + other + text[at:],
            "".join(source.choices(letters, k=at)),
        )
        miss = source.choice(kinds)
        if unicodedata.normalize("NFC", miss) != same:
            found[miss] = None
    return list(found)


@pytest.mark.soak
def test_no_wrong_passphrase_is_accepted(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    wanted = rounds(20, 10_000) // len(PASSPHRASES)
    refused = 0
    for number, text in enumerate(PASSPHRASES):
        folder = tmp_path / str(number)
        create_header(folder, Secret.from_passphrase(text), fast=True).close()
        for miss in attempts(text, wanted):
            with pytest.raises(WrongPassphrase):
                unlock(folder, Secret.from_utf8(bytearray(miss.encode("utf-8"))))
            refused += 1
        unlock(folder, Secret.from_passphrase(unicodedata.normalize("NFD", text))).close()
    with capfd.disabled():
        print(f"\nwrong passphrases and near misses: {refused} tried, 0 accepted")


def test_there_are_hundreds_of_near_misses_and_none_is_the_passphrase() -> None:
    for text in PASSPHRASES:
        tries = attempts(text, 400)
        assert len(set(tries)) == 400
        assert all(unicodedata.normalize("NFC", miss) != unicodedata.normalize("NFC", text) for miss in tries)
