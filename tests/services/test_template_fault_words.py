"""Each fault that a checker of templates can tell is told in Russian and Belarusian too."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from legalaid_desktop import documents
from legalaid_desktop.host.wording import wording
from legalaid_desktop.services.template_child import foreign_template_faults
from legalaid_desktop.services.template_fault_words import fault_in

CHECKERS = ("template_lint", "template_bounds", "template_checking", "notation", "word_body", "word_reading",
            "shared_blocks", "template_syntax", "when_condition", "manifest_reading", "catalog")  # fmt: skip
_PLACE = re.compile(r"^(?:[\w./-]*:)?\w+: (?=\S)")
_PASSED_ON = (
    "7:7: 7",
    "7:7: 7: 7",
    "7: 7",
    "7/parts.toml:7: 7",
    "7 (one of 7 is needed here)",
    '7 (write names with and, or, not and brackets: "late and not in_custody")',
)
"""What hands on the words of another."""
_TELLS = re.compile(r"fault|Faulty|append|add|WhenFault|ConditionFault|ValueError|Error$")


def _text(node: ast.AST) -> str | None:
    """The words of a message; what is filled in is ``7``."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        return "".join(str(one.value) if isinstance(one, ast.Constant) else "7" for one in node.values)
    return None


def _told(module: str) -> Iterator[str]:
    tree = ast.parse((Path(str(documents.__file__)).parent / f"{module}.py").read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        told: list[ast.AST] = []
        if isinstance(node, ast.Yield) and isinstance(node.value, ast.Tuple):
            told = list(node.value.elts)
        elif isinstance(node, ast.Call) and _TELLS.search(ast.unparse(node.func)):
            told = [part for arg in node.args for part in (arg.elts if isinstance(arg, ast.Tuple) else [arg])]
        for part in told:
            text = _text(part)
            if text is not None and text.count(" ") > 1 and text not in _PASSED_ON:
                yield text


@pytest.mark.parametrize("module", CHECKERS)
def test_every_fault_is_told_in_each_language(module: str) -> None:
    messages = set(_told(module))
    english = wording("en")
    for message in messages:
        bare = message
        while (place := _PLACE.match(bare)) is not None and fault_in(bare, wording("ru")) == bare:
            bare = bare[place.end() :]
        for lang in ("ru", "be"):
            said = fault_in(bare, wording(lang))
            assert said != bare and re.search("[а-яё]", said), (module, message, said)
        assert not re.search("[а-яё]", fault_in(bare, english))
    assert messages


def test_what_could_not_be_taken_in_is_told_in_words_and_its_name_steers_no_terminal(tmp_path: Path) -> None:
    folder = tmp_path / "C1\x1b[31m\u202e"
    folder.mkdir()
    (folder / "manifest.toml").mkdir()
    (fault,) = foreign_template_faults(folder)
    file, line, why = fault.split(":", 2)
    assert (file.isprintable(), line) == (True, "1")
    for told in (why.strip(), "the template asks for too much (time)"):
        for lang in ("ru", "be"):
            assert not re.search("[a-z]", fault_in(told, wording(lang)))


def test_what_is_wrong_and_what_would_be_right_are_both_told() -> None:
    ru = wording("ru")
    assert fault_in("unknown box addresee: did you mean addressee?", ru) == "нет рамки addresee; может быть, addressee?"
    asked = fault_in('when: the condition breaks off (write names with and, or, not and brackets: "late")', ru)
    assert asked == "when: условие обрывается"
    used = fault_in("a list needs a blank line before it (used in C1/body.ru.md:7)", wording("be"))
    assert used == "перад спісам патрэбны пусты радок (устаўлена ў C1/body.ru.md:7)"
    assert fault_in("what no checker says", ru) == "what no checker says"
