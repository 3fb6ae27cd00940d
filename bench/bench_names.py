"""How many forms of names the engine proposes rightly, leaves to a person, or gets wrong.

Run: ``python bench/bench_names.py`` from the checkout. The names are fictional combinations of
``tests/grammar/data``; the forms were written by hand. pytrovich alone is measured beside it, word for word, with the
role of each word told to it, so that the figure is its best case.
"""

from __future__ import annotations

from pathlib import Path

from pytrovich.enums import Case, Gender, NamePart
from pytrovich.maker import PetrovichDeclinationMaker

from legalaid_desktop.domain.person import Sex
from legalaid_desktop.grammar.name_parts import read_parts
from legalaid_desktop.grammar.names import propose
from legalaid_desktop.grammar.russian_names import Role

DATA = Path(__file__).parents[1] / "tests" / "grammar" / "data"
CASES = ("gen", "dat", "acc", "ins")
_PARTS = {Role.FAMILY: NamePart.LASTNAME, Role.PATRONYMIC: NamePart.MIDDLENAME}
_LIBRARY_CASES = {
    "gen": Case.GENITIVE,
    "dat": Case.DATIVE,
    "acc": Case.ACCUSATIVE,
    "ins": Case.INSTRUMENTAL,
}


def grouped(name: str) -> list[tuple[str, list[str]]]:
    """The rows that were written by hand, before the engine had seen them, each with its group; later ones are kept
    against regressions."""
    text = (DATA / name).read_text(encoding="utf-8")
    group, found = "", []
    for line in text.partition("\n# From here on")[0].splitlines():
        if line.startswith("# group: "):
            group = line.removeprefix("# group: ")
        elif line and not line.startswith("#"):
            found.append((group, line.split("\t")))
    return found


def rows(name: str) -> list[list[str]]:
    return [row for _, row in grouped(name)]


def by_group(name: str, lang: str) -> dict[str, tuple[int, int, int, int]]:
    """Names, right forms, forms left to a person and wrong ones of each group. A form that may be left to a person and
    is counts as asked; the last three groups go across the others."""
    found: dict[str, list[int]] = {}
    for group, (sex, nominative, *expected) in grouped(name):
        groups = [group]
        if " " not in nominative:
            groups.append("+ single names")
        if "’" in nominative or "'" in nominative:
            groups.append("+ apostrophes")
        if "-" in nominative:
            groups.append("+ hyphens")
        made = propose(nominative, sex, lang)
        for one in groups:
            counts = found.setdefault(one, [0, 0, 0, 0])
            counts[0] += 1
            for case, form in zip(CASES, expected, strict=True):
                counts[2 if made[case] is None else 1 if made[case] == form or form == "-" else 3] += 1
    return {one: (counts[0], counts[1], counts[2], counts[3]) for one, counts in sorted(found.items())}


def measure(name: str, lang: str, *, say: bool = True) -> tuple[int, int, int, int]:
    """Right, left to a person, wrong, and names with at least one wrong form."""
    right = asked = wrong = faulty_names = 0
    for sex, nominative, *expected in rows(name):
        found = propose(nominative, sex, lang)
        faults = []
        for case, form in zip(CASES, expected, strict=True):
            if found[case] is None:
                asked += 1
                if say and form != "-":
                    print(f"  asked  {lang} {sex} {nominative}: {case} {form}")
            elif found[case] == form or form == "-":
                right += 1
            else:
                wrong += 1
                faults.append(f"{case} {found[case]} for {form}")
        if faults:
            faulty_names += 1
            if say:
                print(f"  wrong  {lang} {sex} {nominative}: {'; '.join(faults)}")
    return right, asked, wrong, faulty_names


def library_alone(name: str) -> tuple[int, int]:
    """Right and wrong forms of pytrovich when each word's role is told to it."""
    maker = PetrovichDeclinationMaker()
    right = wrong = 0
    for sex, nominative, *expected in rows(name):
        words = read_parts(nominative, Sex(sex))
        gender = Gender.MALE if sex == "m" else Gender.FEMALE
        for case, form in zip(CASES, expected, strict=True):
            made = " ".join(
                maker.make(_PARTS.get(word.role, NamePart.FIRSTNAME), gender, _LIBRARY_CASES[case], word.text)
                for word in words
            )
            right, wrong = (right + 1, wrong) if made == form else (right, wrong + (form != "-"))
    return right, wrong


if __name__ == "__main__":
    for file, lang in (("names_ru.tsv", "ru"), ("names_be.tsv", "be")):
        right, asked, wrong, faulty = measure(file, lang)
        total = right + asked + wrong
        print(
            f"{lang}: {len(rows(file))} names, {total} forms: {100 * right / total:.1f} % right, "
            f"{100 * asked / total:.1f} % asked, {100 * wrong / total:.1f} % wrong ({faulty} names)"
        )
        for group, (names, right, asked, wrong) in by_group(file, lang).items():
            total = right + asked + wrong
            print(
                f"  {group:22} {names:3} names: {100 * right / total:5.1f} % right, "
                f"{100 * asked / total:4.1f} % asked, {100 * wrong / total:.1f} % wrong"
            )
    right, wrong = library_alone("names_ru.tsv")
    print(f"ru, pytrovich alone: {100 * right / (right + wrong):.1f} % right")
