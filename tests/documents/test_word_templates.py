"""An office's Word file as a template: its tags across runs, its looks on paper, the same words in both files."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document

from legalaid_desktop.documents.blocks import plain
from legalaid_desktop.documents.doors import DOOR_NAMES, doors
from legalaid_desktop.documents.template_syntax import FieldTree
from legalaid_desktop.documents.word_body import compile_word
from legalaid_desktop.documents.word_reading import read_word_template
from legalaid_desktop.documents.word_source import WordSource, from_plain, to_plain
from legalaid_desktop.documents.word_writer import write_word
from legalaid_desktop.errors import NotFound, TemplateFaulty
from legalaid_desktop.host.clock import FixedClock
from legalaid_desktop.host.paths import resources
from legalaid_desktop.intake.office_guard import guarded_parts
from legalaid_desktop.services.briefcase import Briefcase
from legalaid_desktop.services.office_templates import EditionKind
from legalaid_desktop.services.opening import create_briefcase
from legalaid_desktop.vault.secret import Secret
from tests.documents.finished_files import pdf_pages
from tests.documents.ooxml import faults
from tests.documents.word_files import office_file, simple_file

pytestmark = pytest.mark.xdist_group("a template of an office")  # one worker opens the briefcase, once
NOW = dt.datetime(2026, 12, 21, 9, 0, tzinfo=dt.UTC)
DAY = NOW.date()
S03 = "TEST-2026-S03"
LIFT = {"CHK-ANNEX": "перевод будет", "CHK-LISTED": "адвокат видел"}
FIELDS: FieldTree = {
    "who": {"full": "text", "forms": {"nom": "text", "gen": "text"}},
    "rows": [{"day": "text", "text": "text"}],
    "late": "flag",
}
FACTS = {
    "who": {"full": "Пример Анна", "forms": {"nom": "Пример Анна", "gen": "Пример Анны"}},
    "rows": [{"day": "1 мая", "text": "первое\nи второе"}, {"day": "2 мая", "text": "третье & <b>"}],
    "late": False,
}


def source_of(*paragraphs: str) -> WordSource:
    return from_plain(to_plain(read_word_template(guarded_parts(simple_file(*paragraphs)))))


def printed(*paragraphs: str, **facts: object) -> list[str]:
    body = compile_word(source_of(*paragraphs), fields=FIELDS, filters=DOOR_NAMES, file="x.docx")
    blocks = body.render({**FACTS, **facts}, doors("ru", {}))
    made = write_word(body.source, blocks, title="Проба", language="ru")
    assert faults(made) == []
    lines = [p.text for p in Document(io.BytesIO(made)).paragraphs]
    assert [line.replace("\u00a0", " ") for line in lines] == [block.text for block in blocks]
    return [block.text for block in blocks]


def test_conditions_loops_and_filters_as_docxtpl_writes_them() -> None:
    assert printed("Права {{ who | name(\u2018gen\u2019) }} нарушены{% if late %} поздно{% endif %}.") == [
        "Права Пример Анны нарушены."
    ]
    assert printed("{%p if late %}", "поздно", "{%p else %}", "вовремя", "{%p endif %}") == ["вовремя"]
    assert printed("{%p for row in rows %}", "{{ row.day }}: {{ row.text }}", "{%p endfor %}") == [
        "1 мая: первое", "и второе", "2 мая: третье & <b>",
    ]  # fmt: skip
    assert printed("пусто: {{ who.full }}", who={"full": None, "forms": {}}) == ["пусто: ________"]


def test_faults_are_named_with_the_number_of_the_paragraph() -> None:
    with pytest.raises(TemplateFaulty) as faulty:
        compile_word(
            source_of("", "{{ who.full }}", "", "{{ who.fulll }}", "{{ who.full", "{%p if late %}x", "{%p endif %}"),
            fields=FIELDS, filters=DOOR_NAMES, file="жалоба.docx",
        )  # fmt: skip
    told = {fault.split(": ")[0] for fault in faulty.value.faults}
    assert {"жалоба.docx:4", "жалоба.docx:5", "жалоба.docx:6"} <= told
    assert any("did you mean full" in fault for fault in faulty.value.faults)


@pytest.fixture(scope="module")
def briefcase(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Briefcase]:
    folder = tmp_path_factory.mktemp("word")
    made = create_briefcase(folder / "vault", Secret(b"words to open it"), clock=FixedClock(NOW), fast_kdf=True)
    made.cases.import_files(sorted((resources() / "demo").glob("S03*.toml")))
    (folder / "жалоба.docx").write_bytes(office_file())
    made.office_templates.add_word(folder / "жалоба.docx", like="C1", language="ru")
    yield made
    made.close()


def test_the_paper_keeps_the_offices_looks_and_both_files_say_the_same(briefcase: Briefcase, tmp_path: Path) -> None:
    made = briefcase.drafting.make(S03, "C1", out=tmp_path / "out", as_of=DAY, overrides=LIFT)
    assert not made.blocked
    docx, pdf = (file.path.read_bytes() for file in made.files)
    assert faults(docx) == []
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        parts = {name: package.read(name).decode() for name in package.namelist()}
    assert 'w:ascii="Georgia"' in parts["word/styles.xml"]
    assert "Бюро" not in "".join(parts.values()), "neither the author nor the name of a style"
    assert "PAGE" in parts["word/footer2.xml"] and "Зразкова-Мнимова" in parts["word/header1.xml"]
    assert "numPr" in parts["word/document.xml"] + parts["word/styles.xml"]
    drawn = [re.findall(r"<w:t[^>]*>([^<]*)", parts[f"word/{name}.xml"]) for name in ("header1", "document")]
    words = _letters("".join("".join(one) for one in drawn))
    assert words == _letters("".join(pdf_pages(pdf))), "numbers of lists are counted by Word itself"
    again = briefcase.drafting.make(S03, "C1", out=tmp_path / "again", as_of=DAY, overrides=LIFT)
    assert again.files[0].path.read_bytes() == docx, "the same bytes when made twice"


def _letters(text: str) -> str:
    return "".join(re.findall(r"\w", re.sub(r"(?m)^\s*\d\.\s", "", text)))


def test_checks_annexes_and_own_words_work_as_for_any_template(briefcase: Briefcase, tmp_path: Path) -> None:
    found = briefcase.drafting.check(S03, "C1", as_of=DAY).findings
    assert {"CHK-COPY", "CHK-DL-UNSURE", "CHK-ANNEX", "CHK-REQ"} <= {f.id for f in found}
    looked = briefcase.drafting.preview(S03, "C1", as_of=DAY)
    assert [annex.number for annex in looked.annexes] == list(range(1, len(looked.annexes) + 1))
    assert "Приложение 1:" in plain(looked.blocks)
    key = next(block.key for block in looked.blocks if block.text.startswith("Права"))
    briefcase.drafting.edit(S03, "C1", key, "Права нарушены дважды.", as_of=DAY)
    made = briefcase.drafting.make(S03, "C1", out=tmp_path / "own", as_of=DAY, overrides=LIFT)
    paragraphs = [p for p in Document(str(made.files[0].path)).paragraphs if p.text == "Права нарушены дважды."]
    assert [p.style.font.name for p in paragraphs if p.style is not None] == ["Georgia"]
    briefcase.drafting.edit(S03, "C1", key, None, as_of=DAY)


def test_editions_are_versions_and_what_ships_comes_back(briefcase: Briefcase) -> None:
    templates = briefcase.office_templates
    assert briefcase.drafting.edition("C1") == "2+1"
    files = templates.files("C1", None)
    kept = templates.save_text("C1", {**files, "body.ru.md": files["body.ru.md"].replace("ПРОШУ", "ПРОШУ СУД")})
    assert (kept.n, kept.kind, kept.in_use) == (2, EditionKind.TEXT, True)
    assert "ПРОШУ СУД" in plain(briefcase.drafting.preview(S03, "C1", as_of=DAY).blocks)
    with pytest.raises(TemplateFaulty) as faulty:
        templates.save_text("C1", {**files, "body.ru.md": files["body.ru.md"] + "\n{{ client.x }}\n"})
    assert any("client.x" in fault for fault in faulty.value.faults)
    templates.use("C1", None)
    assert briefcase.drafting.edition("C1") == "2"
    templates.remove("C1", 2)
    with pytest.raises(NotFound):
        templates.use("C1", 2)
    assert templates.save_text("C1", files, use=False).n == 3, "a number is never given twice"
    templates.use("C1", 1)
    assert [row.in_use for row in templates.rows("C1")] == [False, True, False]
    assert briefcase.damage() == ()
