"""Templates: what may stand in them, what comes out, and that no value is ever read as markup."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legalaid_desktop.documents.blocks import GAP, Block, clean, gaps, list_marks, plain, span_text, with_edits
from legalaid_desktop.documents.notation import FactText, compile_body
from legalaid_desktop.errors import TemplateFaulty
from tests.documents.papers import BODY, FIELDS, STORY, body, facts, paper

TEXT = "text"


def blocks(source: str, facts: dict[str, object] | None = None, **more: object) -> tuple[Block, ...]:
    fields: dict[str, object] = {name: _field(value) for name, value in (facts or {}).items()}
    return compile_body(source, fields=fields, file="t.md").render(facts or {}, **more)  # type: ignore[arg-type]


def _field(value: object) -> object:
    if isinstance(value, dict):
        return {name: _field(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_field(value[0])] if value else [None]
    return TEXT


def faults(source: str, fields: dict[str, object] | None = None) -> tuple[str, ...]:
    with pytest.raises(TemplateFaulty) as caught:
        compile_body(source, fields=fields or {}, file="t.md")  # type: ignore[arg-type]
    return caught.value.faults


def test_a_paper_comes_out_in_order_with_its_kinds() -> None:
    kinds = [(block.kind, block.box, block.section) for block in paper()]
    assert kinds[:5] == [
        ("para", "addressee", "address"),
        ("para", "addressee", "address"),
        ("para", "addressee", "address"),
        ("title", "", ""),
        ("subtitle", "", ""),
    ]
    assert kinds[-3:] == [("para", "signature", ""), ("note", "", ""), ("note", "", "")]
    assert {block.kind for block in paper()} == {"para", "title", "subtitle", "heading", "item", "table", "note"}


def test_every_block_has_a_key_of_its_own_and_keeps_it() -> None:
    keys = [block.key for block in paper()]
    assert len(keys) == len(set(keys))
    assert keys[0] == "address.1"
    changed = paper(exhibits=[{"name": "другое", "pages": 1}])
    by_key = {block.key: block for block in changed}
    assert by_key["facts.2"].text == {block.key: block for block in paper()}["facts.2"].text


_TYPED = (
    "*Реза*", "a | b", "# нет", "[^1]", "{{ court }}", "{% if x %}", "::: keep", "1. раз", "- раз", "---",
    "<b>x</b>", "&amp;", "\\*", "[a](b)", "`x`", "![x](y)", "_x_", "a\\",
)  # fmt: skip


@pytest.mark.parametrize("value", _TYPED)
def test_a_value_stays_as_typed(value: str) -> None:
    source = (
        "# {{ v }}\n\nСлово {{ v }} слово.\n\n{{ v }}\n\n- {{ v }}\n- и\n\n"
        "| А | Б |\n|---|---|\n| {{ v }} | {{ v }} |\n"
    )
    out = blocks(source, {"v": value})
    assert [block.kind for block in out] == ["title", "para", "para", "item", "item", "table"]
    assert out[0].text == value
    assert out[1].text == f"Слово {value} слово."
    assert out[2].text == value
    assert out[3].text in (value, f"{value};")
    assert [span_text(cell) for cell in out[5].rows[1]] == [value, value]


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_any_value_prints_as_text(first: str, second: str) -> None:
    out = blocks("Начало {{ a }} и {{ b }} конец.\n", {"a": first, "b": second})

    def shown(value: str) -> str:
        return " ".join(clean(value).split()) or GAP

    joined = " ".join(" ".join(block.text for block in out).split())
    assert joined == f"Начало {shown(first)} и {shown(second)} конец."


def test_nul_and_halves_of_pairs_do_not_reach_a_file() -> None:
    assert blocks("{{ a }}\n", {"a": "да\x00 \ud800нет\x1b\ufffe"})[0].text == "да \ufffdнет"


def test_facts_keep_their_origin_through_filters() -> None:
    source = "{{ a | upper }} {{ b.c | default('нет') }} {{ rows | join('; ') }}\n"
    out = blocks(source, {"a": FactText("имя", "p1.names"), "b": {"c": "да"}, "rows": [FactText("x", "r1"), "y"]})
    assert [(span.text, span.origin) for span in out[0].spans if span.origin] == [
        ("ИМЯ", "p1.names"),
        ("да", "b.c"),
        ("x; y", "r1"),
    ]


def test_the_path_of_an_element_is_its_origin() -> None:
    out = blocks("{% for e in rows %}\n- {{ e.t }}\n{% endfor %}\n", {"rows": [{"t": "раз"}, {"t": "два"}]})
    assert [block.spans[0].origin for block in out] == ["rows[0].t", "rows[1].t"]


def test_a_missing_value_is_a_gap_with_its_label() -> None:
    source = "Адрес: {{ a }}; телефон: {{ b }}{{ c | optional }}.\n"
    out = blocks(source, {"a": None, "b": FactText("", "p1.phone", label="Телефон"), "c": None})
    assert out[0].text == f"Адрес: {GAP}; телефон: {GAP}."
    assert [(span.label, span.origin) for _, span in gaps(out)] == [("a", "a"), ("Телефон", "p1.phone")]


def test_a_text_of_several_paragraphs_becomes_several() -> None:
    long = "\n\n".join(f"Абзац {n} * с | разными # знаками." for n in range(1500))
    out = blocks("::: section s\n{{ t }}\n:::\n", {"t": FactText(long, "narrative")})
    assert len(long) > 30_000
    assert [block.text for block in out] == long.split("\n\n")
    assert {span.origin for block in out for span in block.spans} == {"narrative"}


def test_numbers_run_through_sections() -> None:
    out = paper()
    marks = list_marks(out)
    story = [marks[index] for index, block in enumerate(out) if block.list_id == "facts"]
    assert story == ["1.", "2.", "3.", "4."]
    assert [block.text for block in out if block.list_id == "facts"][:3] == re.split("\n+", STORY)
    wishes = [marks[index] for index, block in enumerate(out) if block.kind == "item" and not block.section]
    assert wishes == ["1.", "1.1.", "1.2.", "2.", "1.", "2."]


def test_a_section_goes_with_its_footnote_and_the_numbers_close_up() -> None:
    whole = paper()
    assert [block.note for block in whole if block.kind == "note"] == [1, 2]
    short = paper({"facts": False})
    assert "late" in {block.section for block in short}
    assert "facts" not in {block.section for block in short}
    assert [(block.note, block.text) for block in short if block.kind == "note"] == [(1, "Сноска о сроке.")]
    one = next(block for block in short if block.section == "more")
    assert (one.kind, one.text.split(" ", 1)[0]) == ("para", "Согласно")


def test_a_numbered_list_of_one_is_a_paragraph_but_where_its_number_is_cited() -> None:
    out = blocks("::: section s\n1. один\n:::\n\n::: annexes\nПриложение:\n\n1. копия\n:::\n")
    assert [(block.kind, block.text) for block in out] == [("para", "Один"), ("para", "Приложение:"), ("item", "копия")]
    told = blocks("::: numbered story\nОдин абзац.\n:::\n\n::: numbered ask\n1. Выдать.\n:::\n")
    assert [(block.kind, list_marks(told).get(n)) for n, block in enumerate(told)] == [("item", "1."), ("para", None)]
    nested = blocks("1. один\n\n   - под ним\n")
    assert [block.kind for block in nested] == ["para", "para"]


def test_a_list_of_one_dash_is_a_sentence() -> None:
    out = blocks("Известны сроки:\n\n- {{ v }};\n\n## Ещё\n\n- Другое;\n", {"v": "с 3 по 5 марта"})
    assert [(block.kind, block.text) for block in out] == [
        ("para", "Известны сроки: с 3 по 5 марта."),
        ("heading", "Ещё"),
        ("para", "Другое."),
    ]
    assert [block.text for block in blocks("Доверяю:\n\n1. запросить дело.\n")] == ["Доверяю: запросить дело."]
    assert [block.text for block in blocks("- Ордер: нет\n- Орган: {{ v }}.\n", {"v": "суд"})] == [
        "Ордер: нет;",
        "Орган: суд.",
    ]


def test_a_point_that_ends_in_a_value_ends_in_a_mark() -> None:
    source = "- адрес: {{ a }}\n- связи: {{ b }}\n- залог: {{ c }}\n\n1. Выдать: {{ a }}\n2. Ответить «{{ b }}»\n"
    said: dict[str, object] = {"a": "ул. Мира, 1", "b": "семья. Дети!", "c": "деньги"}
    out = [block.text for block in blocks(source, said)]
    assert out == [
        "адрес: ул. Мира, 1;", "связи: семья. Дети!", "залог: деньги.",
        "Выдать: ул. Мира, 1.", "Ответить «семья. Дети!»",
    ]  # fmt: skip


def test_the_same_full_stop_is_not_printed_twice() -> None:
    out = blocks("Решение от {{ d }}. Далее {{ d }}, и {{ d }}.\n", {"d": "5 марта 2026 г."})
    assert out[0].text == "Решение от 5 марта 2026 г. Далее 5 марта 2026 г., и 5 марта 2026 г."


def test_nothing_leaves_a_doubled_space() -> None:
    out = blocks("Имя {{ a | optional }} и {{ b }} вот.\n", {"a": None, "b": "x   y"})
    assert out[0].text == "Имя и x y вот."


def test_edits_by_hand_replace_one_block() -> None:
    out = paper()
    edited = with_edits(out, {"facts.2": "Своими *словами*.", "facts.5": " "})
    assert len(edited) == len(out) - 1
    by_key = {block.key: block for block in edited}
    assert by_key["facts.2"].text == "Своими *словами*."
    assert any(span.note == 1 for span in by_key["facts.2"].spans)
    assert "facts.5" not in by_key
    assert with_edits(out, {}) == out


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("{{ x.format(1) }}", "call is not allowed"),
        ("{{ ''.__class__.__mro__ }}", "starts with _"),
        ("{% for i in range(10**9) %}x{% endfor %}", "call is not allowed"),
        ("{{ 'a' * 10 }}", "mul is not allowed"),
        ("{{ x + 1 }}", "add is not allowed"),
        ("{{ '%9d' % 1 }}", "mod is not allowed"),
        ("{{ x[1:2] }}", "getitem is not allowed"),
        ("{{ x['__class__'] }}", "getitem is not allowed"),
        ("{{ self }}", "unknown field self"),
        ("{{ cycler }}", "unknown field cycler"),
        ("{% include '/etc/passwd' %}", "include is not allowed"),
        ("{% import 'x' as y %}", "import is not allowed"),
        ("{% extends 'x' %}", "extends is not allowed"),
        ("{% macro a() %}{{ a() }}{% endmacro %}", "macro is not allowed"),
        ("{% set y = 1 %}", "assign is not allowed"),
        ("{% block a %}{% endblock %}", "block is not allowed"),
        ("{% filter upper %}a{% endfilter %}", "filterblock is not allowed"),
        ("{{ x if x else 1 }}", "condexpr is not allowed"),
        ("{{ x | attr('y') }}", "unknown filter attr"),
        ("{{ x | default(value=1) }}", "plain values only"),
        ("{{ x is divisibleby(2) }}", "test divisibleby is not allowed"),
        ("{{ x.y }}", "unknown field x.y"),
        ("{{ g }}", "is a group of fields"),
        ("{{ l }}", "is a list"),
        ("{% for a in x %}{% endfor %}", "x is not a list"),
        ("{% for a in l %}{% for b in l %}{% for c in l %}x{% endfor %}{% endfor %}{% endfor %}", "two deep|2 deep"),
        ("{% for a in l recursive %}x{% endfor %}", "recursive loop"),
        ("{% for a, b in l %}x{% endfor %}", "a loop has one name"),
        ("{% for x in l %}x{% endfor %}", "hides a field"),
        ("{{ x", "unexpected end|end of print"),
    ],
)
def test_what_is_not_on_the_list_is_refused_with_its_line(source: str, why: str) -> None:
    found = faults("Первая строка.\n\n" + source + "\n", {"x": TEXT, "g": {"a": TEXT}, "l": [{"b": TEXT}]})
    assert any(fault.startswith("t.md:3: ") and any(part in fault for part in why.split("|")) for fault in found), found


def test_all_faults_come_at_once() -> None:
    found = faults("{{ a }}\n\n{{ b }}\n\n::: box\nтекст\n:::\n\nслово\n1. раз\n")
    assert [fault.split(": ")[0] for fault in found] == ["t.md:1", "t.md:3", "t.md:5", "t.md:10"]


@pytest.mark.parametrize(
    ("source", "line", "why"),
    [
        ("Текст\n1. раз\n", 2, "blank line before"),
        ("Текст\n- раз\n", 2, "blank line before"),
        ("1. раз\nтекст\n", 2, "text after a list"),
        ("Текст\n| а |\n|---|\n| б |\n", 2, "table needs a blank line"),
        ("2. два\n", 1, "begins with 1"),
        ("    отступ\n", 1, "indented only under"),
        ("**жирно\n", 1, "opens or closes nothing"),
        ("Слово[^1]\n", 1, "without its footnote"),
        ("Слово\n\n[^1]: Сноска\n", 1, "has no mark"),
        ("Раз[^1] два[^1]\n\n[^1]: Сноска\n", 1, "has two marks"),
        ("::: addressee\nтекст\n", 1, "not closed"),
        ("текст\n:::\n", 2, "closes a box"),
        ("{% if x %}\n::: keep\n{% endif %}\nтекст\n:::\n", 2, "not closed"),
        ("::: nobox\nтекст\n:::\n", 1, "unknown box"),
        ("::: section\nтекст\n:::\n", 1, "needs a name"),
        ("::: keep me\nтекст\n:::\n", 1, "takes nothing"),
        ("[ссылка](x)\n", 1, "links"),
        ("Пишите: https://example.org\n", 1, "links"),
        ('А\n\n{{ "\\x7b" }}\n', 3, "a backslash has no place"),
        ('А {{ x | default("\\u202e") }}\n', 1, "a backslash has no place"),
        ('{{ "{" }}\n', 1, "would print"),
        ("Слово \\{\\{ x \\}\\}\n", 1, "would print"),
        ("&#123;&#x7b; x\n", 1, "&#123;: type the sign itself"),
        ("А\n\n&#xE000;0&#xE001; {{ x }}\n", 3, "type the sign itself"),
        ("А\n\nБ\u202eВ\n", 3, "U+202E has no place"),
        ("Сло\u200bво\n", 1, "U+200B has no place"),
        ("Сло\u200dво\n", 1, "U+200D has no place"),
        ("Сло\ue000во\n", 1, "U+E000 has no place"),
        ("Текст ::: keep\n", 1, "a line of its own"),
        ("::: keep\n" * 3000 + "x\n" + ":::\n" * 3000, 9, "8 deep"),
        ("- " * 3000 + "x\n", 1, "lists may stand 4 deep"),
        ("|a" * 31 + "|\n" + "|-" * 31 + "|\n", 1, "30 columns"),
    ],
)
def test_traps_of_the_markup_are_named(source: str, line: int, why: str) -> None:
    found = faults(source, {"x": TEXT})
    assert any(fault.startswith(f"t.md:{line}: ") and why in fault for fault in found), found


def test_what_is_read_as_it_is_typed_passes() -> None:
    """Joiners inside a Persian word, a brace alone, boxes and lists as deep as they may be."""
    deep = "::: keep\n" * 8 + "- а\n\n  - б\n\n    - в\n\n      - г\n" + ":::\n" * 8
    out = blocks("می\u200cخواهم {это} &\\\n«да»\n\n" + deep, {})
    assert [block.text.casefold() for block in out] == ["می\u200cخواهم {это} &\n«да»", "а", "б", "в", "г"]


def test_lists_and_tables_made_by_loops_pass_the_lint() -> None:
    source = (
        "{% if x %}\nТекст:\n\n{% for e in l %}\n1. {{ e.b }}\n{% endfor %}\n{% endif %}\n\n"
        "| А |\n|---|\n{% for e in l %}\n| {{ e.b }} |\n{% endfor %}\n\n::: keep\n- раз\n- два\n:::\n\n___________\n"
    )
    out = blocks(source, {"x": "да", "l": [{"b": "раз"}, {"b": "два"}]})
    assert [block.kind for block in out] == ["para", "item", "item", "table", "item", "item", "para"]
    assert out[-1].text == "___________"


def test_limits_end_a_greedy_template() -> None:
    many = [{"b": "x" * 3000} for _ in range(1000)]
    started = time.process_time()
    with pytest.raises(TemplateFaulty, match="template_faulty") as caught:
        blocks("{% for a in l %}{% for c in l %}{{ a.b }}{% endfor %}{% endfor %}", {"l": many})
    assert "5 MiB" in caught.value.faults[0]
    with pytest.raises(TemplateFaulty) as caught:
        blocks("{% for a in l %}{% for c in l %}{% if a %}{% endif %}{% endfor %}{% endfor %}", {"l": many})
    assert "steps" in caught.value.faults[0]
    with pytest.raises(TemplateFaulty) as caught:
        blocks("{% for a in l %}x{% endfor %}", {"l": [*many, many[0]]})
    assert "longer than 1000" in caught.value.faults[0]
    assert "1 MiB" in faults("x" * (1 << 20) + "y")[0]
    assert time.process_time() - started < 60


def test_nesting_without_end_is_a_fault_and_no_crash() -> None:
    deep = "{% if x %}" * 3000 + "{% endif %}" * 3000
    assert "deep" in faults(deep, {"x": TEXT})[0]


@pytest.mark.parametrize("value", [True, {"a": "b"}, ["a"], 1.5, b"x"])
def test_only_text_and_whole_numbers_print(value: object) -> None:
    one = compile_body("{{ v }}\n", fields={"v": TEXT}, file="t.md")
    with pytest.raises(TemplateFaulty):
        one.render({"v": value})


def test_conditions_and_comparisons() -> None:
    source = (
        "{% if n > 1 and not a %}\nмного\n{% elif s == 'x' %}\nикс\n{% else %}\nиначе\n{% endif %}\n\n"
        "{% if s in l %}\nесть\n{% endif %}\n{% if none_given is defined %}\nзадано\n{% endif %}\n"
    )

    def shown(**given: object) -> list[str]:
        facts = {"n": 1, "a": False, "s": "y", "l": ["q"], "none_given": None, **given}
        return [block.text for block in blocks(source, facts)]

    assert shown(n=2) == ["много"]
    assert shown(s="x") == ["икс"]
    assert shown(s="q", none_given="да") == ["иначе", "есть задано"]
    assert shown(n=None) == ["иначе"]


def test_a_body_tells_what_it_reads() -> None:
    read = body()
    assert read.sections == ("address", "facts", "late", "more")
    assert read.boxes == ("addressee", "subtitle", "annexes", "signature")
    assert {"applicant.full", "events[].what", "court"} <= read.fields


def test_the_plain_text_is_what_a_reader_reads() -> None:
    text = plain(paper())
    assert text.splitlines()[0] == "Суд Октябрьского района г. Минска"
    assert "None" not in text
    assert "\ue000" not in text
    assert text.splitlines()[-1] == "Сноска о сроке."


def test_windows_line_ends_make_no_difference() -> None:
    one = compile_body(BODY.replace("\n", "\r\n"), fields=FIELDS, file="t.md")
    assert one.render(facts()) == paper()
