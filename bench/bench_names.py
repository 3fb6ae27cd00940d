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


def rows(name: str) -> list[list[str]]:
    """The rows that were written by hand, before the engine had seen them; later ones are kept against regressions."""
    text = (DATA / name).read_text(encoding="utf-8")
    lines = text.partition("\n# From here on")[0].splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


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
    right, wrong = library_alone("names_ru.tsv")
    print(f"ru, pytrovich alone: {100 * right / (right + wrong):.1f} % right")
