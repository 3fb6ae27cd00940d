"""Templates that want more than to be filled: each is refused or harmless, within the bounds of the child.

Word templates here; folders of our own notation stand in ``test_hostile_files``. Rendering is bounded as well: what a
template may ask of a case is counted, whatever the case holds.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from typing import Any

import pytest

from legalaid_desktop.documents.doors import DOOR_NAMES
from legalaid_desktop.documents.notation import compile_body
from legalaid_desktop.documents.word_body import WordBody, compile_word
from legalaid_desktop.documents.word_reading import read_word_template
from legalaid_desktop.documents.word_source import from_plain, to_plain
from legalaid_desktop.documents.word_writer import write_word
from legalaid_desktop.errors import FileNotRead, FileRefused, TemplateFaulty
from legalaid_desktop.intake.limits import CHILD_CPU
from legalaid_desktop.intake.office_guard import guarded_parts
from legalaid_desktop.services.templates import shipped_catalog
from legalaid_desktop.services.word_template_child import read_word_file
from tests.documents.ooxml import faults
from tests.intake.hostile_archives import archives
from tests.intake.hostile_templates import BROKEN, ESCAPES, crossing, harmless, heavy, tagged
from tests.intake.measured import MEGA, Watch, names_around, watch
from tests.rounds import LONG

__all__ = ["watch"]
SAMPLE = {"external-entity", "dde-in-pieces"}
"""Of the archives, what CI takes: all of them go through the same guard as evidence does."""
FIELDS: Mapping[str, Any] = {
    "client": {"full": "text"}, "events": [{"text": "text"}], "says": {"late": "flag"},
}  # fmt: skip


def outcome(content: bytes) -> str:
    """As the office meets it: through the child."""
    try:
        reading = read_word_file(content, like=shipped_catalog().template("C1"), name="x.docx")
    except FileNotRead:
        return "not read"
    except FileRefused as refused:
        return str(refused.facts["kind"])
    return "faults" if reading.faults else "read"


def compiled(content: bytes) -> WordBody:
    source = from_plain(to_plain(read_word_template(guarded_parts(content))))
    return compile_word(source, fields=FIELDS, filters=DOOR_NAMES, file="x.docx")


def test_every_escape_is_a_fault_of_its_paragraph() -> None:
    with pytest.raises(TemplateFaulty) as faulty:
        compiled(tagged(*ESCAPES, "{{ client.full }} без вреда"))
    lines = {int(fault.split(":")[1]) for fault in faulty.value.faults}
    assert [text for line, text in enumerate(ESCAPES, 1) if line not in lines] == []
    assert len(ESCAPES) + 1 not in lines


def test_what_nobody_sees_in_a_word_file_is_a_fault_of_its_paragraph() -> None:
    with pytest.raises(TemplateFaulty) as faulty:
        compiled(tagged("А\u202eБ", "без вреда", "В\u200bГ", '{{ "\\x7b" }}', "::: use signature :::"))
    assert [int(fault.split(":")[1]) for fault in faulty.value.faults if "U+" in fault] == [1, 3]
    for text, why in (('{{ "\\x7b" }}', "a backslash"), ("::: use signature :::", "would print in a Word file")):
        with pytest.raises(TemplateFaulty) as faulty:
            compiled(tagged("без вреда", text))
        assert [why in fault and ":2: " in fault for fault in faulty.value.faults] == [True]


def test_conditions_that_cross_paragraphs_are_named_with_what_would_be_right() -> None:
    with pytest.raises(TemplateFaulty) as faulty:
        compiled(crossing())
    assert any("{%p if … %}" in fault for fault in faulty.value.faults)


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc, the walls are Linux's")
def test_files_through_the_child(watch: Watch, capfd: pytest.CaptureFixture[str]) -> None:
    before = names_around()
    assert outcome(tagged("{{ client.full }}")) == "read", "a good file passes"
    broken = list(BROKEN.items()) if LONG else [(name, BROKEN[name]) for name in ("nots",)]
    for name, text in broken:
        content = tagged(text)
        with watch.attack(name):
            assert outcome(content) != "read", name
    for name, make in heavy() if LONG else ():
        content = make()
        with watch.attack(name):
            outcome(content)
    for name, expected, make in archives():
        if not LONG and name not in SAMPLE:
            continue
        content = make()
        with watch.attack(name):
            found = outcome(content)
        assert found == expected, name
    assert names_around() == before
    with capfd.disabled():
        told = {
            key: f"{value / MEGA if key == 'memory' else value:.2f} ({name})"
            for key, (value, name) in watch.worst.items()
        }
        print(f"\nhostile Word templates: {watch.count} attacks, 0 processes, 0 files; {told}")
    assert watch.peak("memory") <= 300 * MEGA
    assert watch.peak("computing") <= CHILD_CPU + 1.5


def test_broken_tags_are_faults_without_the_walls_too() -> None:
    for name, text in BROKEN.items():
        if name in ("filters-stacked",) and not LONG:
            continue
        with pytest.raises((TemplateFaulty, FileRefused)):
            compiled(tagged(text))
            pytest.fail(name)


def test_what_a_file_hides_is_neither_kept_nor_printed() -> None:
    for name, make, word in harmless():
        body = compiled(make())
        assert word not in str(to_plain(body.source)), name
        made = write_word(body.source, body.render({"client": {"full": "А"}}), title="т", language="ru")
        assert word.encode() not in made, name
        assert faults(made) == [], name


FAT = {
    "client": {"full": "я" * 100_000},
    "events": [{"text": "слово и дело " * 40}] * 1000,
    "says": {"late": True},
}


@pytest.mark.parametrize(
    "text",
    [
        "{% for a in events %}{% for b in events %}x{% endfor %}{% endfor %}",
        "{% for a in events %}{{ client.full }}{% endfor %}",
        "{% for a in events %}{% for b in events %}{% if says.late %}{% endif %}{% endfor %}{% endfor %}",
        "{% for a in events %}" + "{{ a.text }}" * 40 + "{% endfor %}",
    ],
)
def test_rendering_is_bounded(text: str) -> None:
    for body in (compiled(tagged(text)), compile_body(text + "\n", fields=FIELDS, file="x")):
        with pytest.raises(TemplateFaulty) as faulty:
            body.render(FAT)
        assert re.search("too many steps|longer than 5 MiB", faulty.value.faults[0])


def test_another_process_is_not_believed_further_than_its_answer_holds() -> None:
    plain = to_plain(read_word_template(guarded_parts(tagged("{{ client.full }}"))))
    changes: tuple[dict[str, Any], ...] = (
        {"section": '<w:sectPr><w:object r:id="rId1"/></w:sectPr>'},
        {"styles": "<w:docDefaults/>слово"},
        {"tail": '<w:p><w:hyperlink r:id="rIdW1"/></w:p>'},
        {"tail": "<w:p>"},
        {"source": plain["source"].replace("P0", "P7")},
        {"losses": [{"what": "<b>", "line": 1, "count": 1}]},
        {"looks": []},
        {"heads": [{"kind": "../x", "tail": ""}]},
        {"more": 1},
    )
    for change in changes:
        with pytest.raises(FileNotRead):
            from_plain({**plain, **change})
    assert from_plain(plain).source == plain["source"]
