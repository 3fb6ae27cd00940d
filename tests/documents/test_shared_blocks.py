"""Text that many papers share: put in before anything is read, with faults told where they can be mended."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from legalaid_desktop.documents.blanks import with_words
from legalaid_desktop.documents.blocks import GAP, Block, Span
from legalaid_desktop.documents.catalog import Catalog
from legalaid_desktop.documents.notation import compile_body
from legalaid_desktop.documents.shared_blocks import (
    DEEPEST_USE,
    FOLDER,
    MOST_USES,
    Shared,
    expand,
    read_shared,
    shipped_shared,
)
from legalaid_desktop.documents.template_checking import check_templates
from legalaid_desktop.errors import NoTemplate, TemplateFaulty
from legalaid_desktop.host import paths
from legalaid_desktop.services.draft_desk import Sheet, lay_out
from legalaid_desktop.services.templates import shipped_catalog
from tests.documents.case_texts import DECISION, case_of, desk, sheet_of, words

COMMON = (
    *("signature", "annexes", "addressee", "addressee_decision", "decision", "timeliness", "nonref", "child", "conf"),
    *("interpreter", "copies", "receipt"),
)
DAY = dt.date(2026, 12, 21)
ONE = Shared(blocks={"sign": {"ru": "Подпись:\n\n{{ who }}\n"}, "all": {"ru": "::: use sign :::\nКонец.\n"}})


def faults_in(body: str, shared: Shared = ONE) -> tuple[str, ...]:
    with pytest.raises(TemplateFaulty) as caught:
        whole = expand(body, file="X1/body.ru.md", language="ru", shared=shared)
        compile_body(whole.text, fields={"a": "text"}, file=whole.map.file, origins=whole.map)
    return caught.value.faults


def test_a_block_stands_where_it_is_used() -> None:
    whole = expand("Один.\n\n::: use all :::\n\nДва.", file="X1/body.ru.md", language="ru", shared=ONE)
    assert whole.text == "Один.\n\nПодпись:\n\n{{ who }}\nКонец.\n\nДва."
    assert whole.used == ("all", "sign")


def test_a_fault_is_told_on_the_line_of_the_block_and_with_who_uses_it() -> None:
    (fault,) = faults_in("Один.\n\n::: use sign :::\n")
    assert fault.startswith("shared/sign.ru.md:3: unknown field who: ")
    assert fault.endswith("(used in X1/body.ru.md:3)")


def test_a_fault_after_a_block_keeps_the_line_of_its_own_file() -> None:
    shared = Shared(blocks={"long": {"ru": "Раз.\n\nДва.\n\nТри.\n"}})
    (fault,) = faults_in("::: use long :::\n\n{{ b }}\n", shared)
    assert fault.startswith("X1/body.ru.md:3: unknown field b")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("::: use sgin :::", "no shared block 'sgin': did you mean sign?"),
        ("::: use sign", "write ::: use sign :::"),
        ("::: use ../../etc/passwd :::", "no shared block"),
        ("::: use :::", "write ::: use name :::, there are all, sign"),
        ("::: use", "write ::: use name :::"),
    ],
)
def test_a_wrong_use_says_what_would_be_right(line: str, told: str) -> None:
    (fault,) = faults_in(f"Один.\n{line}\n")
    assert fault.startswith("X1/body.ru.md:2: ")
    assert told in fault


def test_a_block_cannot_be_used_without_end() -> None:
    ring = Shared(blocks={"a": {"ru": "::: use b :::"}, "b": {"ru": "::: use a :::"}})
    assert any("uses itself" in fault for fault in faults_in("::: use a :::", ring))
    deep = Shared(blocks={f"d{n}": {"ru": f"::: use d{n + 1} :::"} for n in range(9)} | {"d9": {"ru": "x"}})
    assert any(f"{DEEPEST_USE} deep" in fault for fault in faults_in("::: use d0 :::", deep))
    assert any(f"{MOST_USES} times" in fault for fault in faults_in("::: use sign :::\n" * (MOST_USES + 1)))
    big = Shared(blocks={"big": {"ru": "слово " * 20_000}})
    assert any("1 MiB" in fault for fault in faults_in("::: use big :::\n" * 20, big))


def test_a_block_without_the_language_says_which_file_is_missing() -> None:
    with pytest.raises(TemplateFaulty) as caught:
        expand("::: use sign :::", file="X1/body.uk.md", language="uk", shared=ONE)
    assert caught.value.faults == ("X1/body.uk.md:1: the shared block sign has no text in uk: write shared/sign.uk.md",)


def test_every_shipped_block_has_its_three_languages() -> None:
    shared = shipped_shared()
    for name in COMMON:
        assert {"ru", "be", "en"} <= shared.blocks[name].keys(), name
    assert set(shared.needs) == set(shared.blocks)


def test_what_a_block_asks_must_be_asked(tmp_path: Path) -> None:
    shutil.copytree(paths.templates() / "C4", tmp_path / "C4")
    manifest = tmp_path / "C4" / "manifest.toml"
    manifest.write_text(manifest.read_text("utf-8").replace('[[question]]\nuse = "basis"\n', ""), "utf-8")
    faults = check_templates([tmp_path])
    assert any('write [[question]] use = "basis" in the manifest' in fault for fault in faults)


def test_a_part_gives_way_to_what_the_manifest_writes(tmp_path: Path) -> None:
    folder = tmp_path / "I1"
    folder.mkdir()
    text = (paths.templates() / "C4" / "manifest.toml").read_text("utf-8").partition("[[section]]")[0]
    text = text.replace('id = "C4"', 'id = "I1"').replace('languages = ["ru", "be"]', 'languages = ["ru"]')
    text = text.replace('"tongue", "order",\n    "embassy_states", ', "")
    text += '[[section]]\nnumber = "1"\nuse = "signature"\n[[question]]\nuse = "basis"\nrequired = false\n'
    (folder / "manifest.toml").write_text(text, "utf-8")
    (folder / "body.ru.md").write_text("::: section signature\n::: use signature :::\n:::\n", "utf-8")
    assert check_templates([folder]) == ()
    manifest = Catalog.load(tmp_path).template("I1").manifest
    assert manifest.sections[0].title["be"] == "Подпіс"
    assert (manifest.questions[0].name, manifest.questions[0].required) == ("basis", False)
    (folder / "manifest.toml").write_text(text.replace('use = "signature"', 'use = "signatur"'), "utf-8")
    assert any("no shared section 'signatur': did you mean signature?" in f for f in check_templates([folder]))


def test_a_folder_may_bring_its_own_blocks(tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / "greeting.ru.md").write_text("Здравствуйте.", "utf-8")
    assert read_shared(tmp_path / FOLDER).blocks["greeting"] == {"ru": "Здравствуйте."}
    (tmp_path / FOLDER / "Bad Name.md").write_text("x", "utf-8")
    (tmp_path / FOLDER / "empty.ru.md").write_text(" \n", "utf-8")
    with pytest.raises(TemplateFaulty, match="template_faulty") as faulty:
        read_shared(tmp_path / FOLDER)
    assert [fault.split(":")[0] for fault in faulty.value.faults] == ["shared/Bad Name.md", "shared/empty.ru.md"]


def test_the_name_of_the_court_paper_is_data() -> None:
    """Changing one row of the law changes every word of the complaint that speaks of itself."""
    law = desk().law
    row = law.sources["code.kgs.paper"]
    forms = {
        **row.forms,
        **{f"ru_{case}": word for case, word in zip(
            ("nom", "gen", "dat", "acc", "ins", "prep"),
            ("заявление", "заявления", "заявлению", "заявление", "заявлением", "заявлении"), strict=True,
        )},
        "ru_gender": "n",
        "ru_against": "об обжаловании {gen}",
    }  # fmt: skip
    other = replace(law, sources={**law.sources, row.id: replace(row, forms=forms)})
    record = case_of(DECISION)

    def renamed(code: str) -> Sheet:
        return lay_out(replace(desk(), law=other), record, code, as_of=DAY, language="ru", count_pages=False)

    for code in ("C1", "C3"):
        before, after = words(sheet_of(record, code)), words(renamed(code))
        assert "жалоб" in before.lower()
        assert "жалоб" not in after.lower(), code
        assert "заявлен" in after.lower()
    assert "ЗАЯВЛЕНИЕ об обжаловании решения" in " ".join(words(renamed("C1")).split())


def test_older_versions_are_kept_beside_the_present_one(tmp_path: Path) -> None:
    place = tmp_path / "C4"
    shutil.copytree(paths.templates() / "C4", place)
    shutil.copytree(paths.templates() / "C4", place / "v1")
    manifest = place / "manifest.toml"
    manifest.write_text(manifest.read_text("utf-8").replace("version = 1", "version = 2\nsupersedes = 1", 1), "utf-8")
    (place / "v1" / "body.ru.md").write_text(
        (place / "v1" / "body.ru.md").read_text("utf-8").replace("# ХОДАТАЙСТВО", "# ПРОШЕНИЕ"), "utf-8"
    )
    assert check_templates([tmp_path]) == ()
    catalog = Catalog.open(tmp_path)
    assert catalog.older_versions("C4") == (1,)
    assert (catalog.version("C4", 2).manifest.version, catalog.version("C4", 1).manifest.version) == (2, 1)
    assert "ПРОШЕНИЕ" in catalog.version("C4", 1).sources["ru"]  # type: ignore[index]
    with pytest.raises(NoTemplate):
        catalog.version("C4", 7)
    shutil.move(place / "v1", place / "v9")
    assert check_templates([tmp_path]) == ("C4/v9/manifest.toml:1: version: the folder says 9",)


def test_a_manifest_is_read_when_its_paper_is_asked_for(tmp_path: Path) -> None:
    shutil.copytree(paths.templates() / "C4", tmp_path / "C4")
    shutil.copytree(paths.templates() / "C5", tmp_path / "C5")
    (tmp_path / "C5" / "manifest.toml").write_text("id = ", "utf-8")
    catalog = Catalog.open(tmp_path)
    assert catalog.template("C4").manifest.id == "C4"
    with pytest.raises(TemplateFaulty):
        catalog.template("C5")


_LONE = re.compile(r"^\s*(?:\d+\. |- )?\{\{ answers\.(\w+) \}\}\s*$")


def _lone_answers(body: str) -> set[str]:
    """Answers that are a paragraph of their own where nobody asks whether they were given."""
    around: list[str] = []
    found: set[str] = set()
    for line in body.split("\n"):
        for kind, condition in re.findall(r"\{%\s*(if|for|elif|else|endif|endfor)\b(.*?)%\}", line):
            if kind not in ("if", "for"):
                around.pop()
            if not kind.startswith("end"):
                around.append(condition)
        if (lone := _LONE.match(line)) and not any(f"answered.{lone[1]}" in condition for condition in around):
            found.add(lone[1])
    return found


def test_a_blank_alone_says_what_is_to_be_written_there() -> None:
    shared = shipped_shared()
    for template in shipped_catalog():
        manifest = template.manifest
        required = {question.name for question in manifest.questions if question.required}
        for language in {*template.sources} & {"ru", "be", "en"}:
            body = template.expanded(language).text
            for name in _lone_answers(body) & required:
                assert shared.blank(manifest.id, name, language), (manifest.id, name)
    gap = Span(GAP, origin="answers.facts", missing=True)
    (lone, beside) = with_words(
        (Block(kind="para", spans=(gap,)), Block(kind="para", spans=(Span("Когда: "), gap))), "F4", "be", shared
    )
    assert (lone.text, beside.text) == (f"Калі, каму і пра што пададзена заява: {GAP}", f"Когда: {GAP}")
    assert lone.spans[-1] is gap, "the blank stays a gap, whatever stands before it"
