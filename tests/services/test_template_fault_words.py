"""Each fault that a checker of templates can tell is told in Russian and Belarusian too."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from legalaid_desktop import documents, services
from legalaid_desktop.documents.nearest import hint, unknown
from legalaid_desktop.documents.template_checking import faults_of
from legalaid_desktop.documents.template_fault import HINTS, Hint, TemplateFault, Why, fault_from_plain, fault_to_plain
from legalaid_desktop.documents.template_syntax import _INSTEAD
from legalaid_desktop.documents.word_source import TAG_FAULTS
from legalaid_desktop.errors import FileNotRead
from legalaid_desktop.host.wording import wording
from legalaid_desktop.intake.limits import CHILD_CPU, WORK_SHARE
from legalaid_desktop.intake.wire import Answer
from legalaid_desktop.services import template_child
from legalaid_desktop.services.template_child import foreign_template_faults, judged
from legalaid_desktop.services.template_fault_words import fault_in, fault_line


def _ids() -> Iterator[tuple[str, str]]:
    """Every id of a fault that the code names, with its module."""
    yield from (("word_source", id) for id in TAG_FAULTS)
    for room in (documents, services):
        for path in Path(str(room.__file__)).parent.glob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and ast.unparse(node.func) in ("Why", "WrongWhen"):
                    for id in ast.walk(node.args[0]):
                        if isinstance(id, ast.Constant) and isinstance(id.value, str):
                            yield path.stem, id.value


def test_every_fault_is_told_in_each_language() -> None:
    ids = set(_ids())
    assert len(ids) > 90, "the checkers are found"
    hints = [Hint(kind, "x", ("beside",)) for kind in HINTS]
    hints += [Hint("instead", "x", (id,)) for id, _ in _INSTEAD.values()]
    for module, id in ids:
        for lang in ("ru", "be", "en"):
            assert wording(lang).has(f"template.fault.{id}"), (module, id)
            said = fault_in(Why(id, "never shown", "C1", "C2"), wording(lang))
            assert bool(re.search("[а-яё]", said)) is (lang != "en"), (module, id, said)
    for right in hints:
        for lang in ("ru", "be"):
            said = fault_in(Why("filter", "never shown", "C1", right), wording(lang))
            assert re.search("[а-яё].*[;:].*[а-яё]", said), (right.kind, right.names)


def test_what_could_not_be_taken_in_is_told_in_words_and_its_name_steers_no_terminal(tmp_path: Path) -> None:
    folder = tmp_path / "C1\x1b[31m\u202e"
    folder.mkdir()
    (folder / "manifest.toml").mkdir()
    (fault,) = foreign_template_faults([folder])
    assert (fault.file.isprintable(), fault.line) == (True, 1)
    for lang in ("ru", "be"):
        assert not re.search("[a-z]", fault_in(fault.why, wording(lang)))


def test_what_is_wrong_and_what_would_be_right_are_both_told() -> None:
    ru = wording("ru")
    near = hint("addresee", ["addressee", "keep"])
    box = Why("box", f"unknown box addresee: {near}", "addresee", near)
    assert fault_in(box, ru) == "нет рамки addresee; может быть, addressee?"
    assert fault_in(unknown("condition", "zz", ["late", "minor"]), ru) == "нет такого имени: zz; есть late, minor"
    ends = Why("condition_ends", "the condition breaks off").under("when")
    assert (ends, fault_in(ends, ru)) == ("when: the condition breaks off", "when: условие обрывается")
    used = Why("blank_list", "a list needs a blank line before it").used_in("C1/body.ru.md:7")
    assert fault_in(used, wording("be")) == "перад спісам патрэбны пусты радок (устаўлена ў C1/body.ru.md:7)"
    assert fault_in("what no checker says", ru) == "what no checker says"
    told = [fault_line(fault, ru) for fault in faults_of("C1", {"manifest.toml": "id = \n", "body.ru.md": "{% fro %}"})]
    assert told == [
        "C1/manifest.toml:1: в этой строке запись TOML нарушена",
        "C1/body.ru.md:1: нет такого знака: fro; есть if, elif, else, endif, for, endfor",
    ]
    sums = faults_of("C1", {"manifest.toml": "=", "body.ru.md": "{% if a %}"})
    assert (
        fault_line(sums[-1], ru) == "C1/body.ru.md:1: условие или повтор не закрыты: нужен {% endif %} или {% endfor %}"
    )


def test_an_answer_of_the_child_is_believed_as_far_as_its_types_hold() -> None:
    fault = TemplateFault("C1/body.ru.md", 7, unknown("condition", "lat", ["late"]).under("when").used_in("C1/b:2"))
    plain = fault_to_plain(fault)
    again = fault_from_plain(json.loads(json.dumps(plain)), str)
    assert again is not None and again == fault and vars(again.why) == vars(fault.why)
    for place, odd in ((0, "7"), (0, -1), (1, "x" * 601), (2, None), (8, "other"), (9, [7]), (9, ["a"] * 61)):
        assert fault_from_plain([odd if n == place else one for n, one in enumerate(plain)], str) is None
    assert fault_from_plain(plain[:-1], str) is None and fault_from_plain("C1:1: x", str) is None
    many = Why("use_name", "x", hint=Hint("there", "y" * 900, ["z" * 900] * 90))
    assert fault_from_plain(fault_to_plain(TemplateFault("C1", 1, many)), str) is not None, "what is long is cut"


def test_many_templates_are_asked_of_few_children_and_one_that_ends_a_child_is_told_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[list[str]] = []

    def child(parser: str, data: bytes, params: Mapping[str, Any] | None = None) -> Answer:
        names = [name for name, _ in json.loads(data)]
        asked.append(names)
        if "bad" in names:
            raise FileNotRead(kind="time")
        done = names[:2]  # the time of the child is over
        return Answer(
            plain=[[fault_to_plain(TemplateFault(name, 1, Why("star", "*")))] for name in done], blobs=(), refused=False
        )

    monkeypatch.setattr(template_child, "ask_child", child)
    names = ("a", "b", "c")
    assert [[str(f) for f in one] for one in judged([(name, {}) for name in names])] == [[f"{n}:1: *"] for n in names]
    assert asked == [["a", "b", "c"], ["c"]]
    asked.clear()
    found = judged([(name, {}) for name in ("a", "bad", "c")])
    assert [one[0].why.id for one in found] == ["star", "too_much", "star"]
    assert asked == [["a", "bad", "c"], ["a"], ["bad"], ["c"]]
    assert CHILD_CPU * WORK_SHARE > 0.5, "time for dozens of honest templates"
