"""Templates are data: a faulty folder is told with every fault at once, a sound one is read."""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from legalaid_desktop.documents.catalog import Catalog
from legalaid_desktop.documents.manifest_reading import read_manifest
from legalaid_desktop.documents.template_checking import check_templates
from legalaid_desktop.documents.when_condition import parse_when
from legalaid_desktop.errors import NoTemplate, TemplateFaulty
from legalaid_desktop.host import paths
from legalaid_desktop.services.draft_desk import lay_out
from legalaid_desktop.services.template_child import foreign_template_files
from tests.documents.case_texts import DECISION, case_of, desk

DAY = dt.date(2026, 12, 21)


def test_the_shipped_templates_have_no_fault() -> None:
    assert check_templates([paths.templates()]) == ()


def copy_of(code: str, into: Path) -> Path:
    folder = into / code
    shutil.copytree(paths.templates() / code, folder)
    return folder


def spoil(file: Path, *changes: tuple[str, str]) -> None:
    text = file.read_text("utf-8")
    for before, after in changes:
        assert before in text, before
        text = text.replace(before, after, 1)
    file.write_text(text, "utf-8")


def test_every_fault_of_a_manifest_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    folder = copy_of("C4", tmp_path)
    spoil(
        folder / "manifest.toml",
        ('audience = "belarusian_body"', 'audience = "everybody"'),
        ("version = 1", 'version = "one"'),
        ('when = "interp_denied or not_translated or answered_past"', 'when = "no_such_thing and"'),
        ("usual_pages = 1", "usual_page = 1"),
        ('state = "draft"', 'state = "perhaps"'),
    )
    faults = check_templates([tmp_path])
    lines = (folder / "manifest.toml").read_text("utf-8").splitlines()
    for wanted in ("audience", "version", "when", "usual_page", "state"):
        (fault,) = (f for f in faults if f.split(":")[2].strip() == wanted)
        assert fault.startswith("C4/manifest.toml:")
        number = int(fault.split(":")[1])
        assert wanted in lines[number - 1]


def test_a_body_that_reads_what_is_not_declared_is_refused(tmp_path: Path) -> None:
    folder = copy_of("C4", tmp_path)
    spoil(folder / "body.ru.md", ("{{ order }}", "{{ decision.secret }}"))
    faults = check_templates([tmp_path])
    assert any(f.startswith("C4/body.ru.md:") and "unknown field decision.secret" in f for f in faults)


def test_files_that_begin_with_the_mark_of_notepad_are_read_as_any_other(tmp_path: Path) -> None:
    folder = copy_of("C4", tmp_path)
    plain = foreign_template_files(folder)
    for path in folder.glob("*.*"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert foreign_template_files(folder) == plain


def test_a_root_outside_uses_cannot_be_read(tmp_path: Path) -> None:
    folder = copy_of("C4", tmp_path)
    spoil(folder / "body.ru.md", ("{{ order }}", "{{ children | length }}"))
    assert any("unknown field children" in f for f in check_templates([tmp_path]))


@pytest.mark.parametrize(
    ("file", "change", "told"),
    [
        ("body.ru.md", ("::: section conflict", "::: section quarrel"), "section quarrel is not in the manifest"),
        ("body.ru.md", ("::: section conflict", "::: keep"), "section conflict of the manifest has no place"),
        ("body.be.md", ("{{ order }}", "{{ tongue.script }}"), "other fields than in"),
        ("manifest.toml", ('name = "objection"', 'name = "objections"'), "unknown field answers.objection"),
        ("manifest.toml", ('uses = [\n    "client"', 'uses = [\n    "weather", "client"'), "no facts called 'weather'"),
    ],
)
def test_manifest_and_bodies_must_fit_each_other(tmp_path: Path, file: str, change: tuple[str, str], told: str) -> None:
    folder = copy_of("C4", tmp_path)
    spoil(folder / file, change)
    assert any(told in fault for fault in check_templates([tmp_path])), check_templates([tmp_path])


def test_what_is_no_template_is_said(tmp_path: Path) -> None:
    assert check_templates([tmp_path])[0].endswith("no manifest.toml in this folder or in a folder below it")
    (tmp_path / "X").mkdir()
    (tmp_path / "X" / "manifest.toml").write_bytes(b"\xff\xfe")
    assert "cannot be read as UTF-8" in check_templates([tmp_path])[0]
    (tmp_path / "X" / "manifest.toml").write_text("id = ", "utf-8")
    assert check_templates([tmp_path])[0].startswith("X/manifest.toml:1:")


def test_a_missing_body_is_a_fault(tmp_path: Path) -> None:
    (copy_of("C4", tmp_path) / "body.be.md").unlink()
    assert check_templates([tmp_path]) == ("C4/manifest.toml:1: languages: body.be.md is missing",)


def test_a_faulty_folder_does_not_load(tmp_path: Path) -> None:
    spoil(copy_of("C4", tmp_path) / "manifest.toml", ("tier = 1", "tier = 0"))
    with pytest.raises(TemplateFaulty) as caught:
        Catalog.load(tmp_path)
    assert len(caught.value.faults) == 1


def test_a_template_is_found_in_any_letter_case() -> None:
    catalog = Catalog.open(paths.templates())
    assert catalog.template(" c1 ").manifest.id == "C1"
    with pytest.raises(NoTemplate):
        catalog.template("Z9")


@pytest.mark.parametrize(
    ("text", "true_for", "false_for"),
    [
        ("a", [{"a"}], [set()]),
        ("not a", [set()], [{"a"}]),
        ("a and b or c", [{"a", "b"}, {"c"}], [{"a"}, {"b"}, set()]),
        ("a and (b or c)", [{"a", "b"}, {"a", "c"}], [{"a"}, {"b", "c"}]),
        ("not (a or b)", [set()], [{"a"}, {"b"}]),
        ("not a and not b", [set()], [{"a"}, {"b"}, {"a", "b"}]),
    ],
)
def test_conditions_read_as_they_are_written(text: str, true_for: list[set[str]], false_for: list[set[str]]) -> None:
    when = parse_when(text)
    for names in true_for:
        assert when.holds({name: name in names for name in "abc"})
    for names in false_for:
        assert not when.holds({name: name in names for name in "abc"})


@pytest.mark.parametrize("text", ["", "a and", "or a", "(a", "a)", "a b", "a == b", "not", "a & b", "1"])
def test_a_condition_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        parse_when(text)


def test_an_empty_manifest_names_what_it_needs() -> None:
    with pytest.raises(TemplateFaulty) as caught:
        read_manifest("", "x/manifest.toml")
    told = " ".join(caught.value.faults)
    for key in ("id", "version", "title", "tier", "audience", "signer", "as_of", "languages"):
        assert f": {key}: " in told


def test_a_new_paper_needs_no_code(tmp_path: Path) -> None:
    """A folder with an id that the program has no builder for is read, checked and made from the shared facts."""
    folder = tmp_path / "I1"
    folder.mkdir()
    manifest = (paths.templates() / "C4" / "manifest.toml").read_text("utf-8")
    head, _, _ = manifest.partition("[[section]]")
    head = head.replace('id = "C4"', 'id = "I1"').replace('languages = ["ru", "be"]', 'languages = ["ru"]')
    head = head.replace('"tongue", "order",\n    "embassy_states", ', "")
    section = '[[section]]\nnumber = "1"\nid = "ask"\ntitle = { ru = "Просьба", be = "Просьба", en = "Request" }\n'
    (folder / "manifest.toml").write_text(head + section, "utf-8")
    (folder / "body.ru.md").write_text("::: section ask\nПрошу выдать копии: {{ client | name }}.\n:::\n", "utf-8")
    assert check_templates([folder]) == ()
    record = case_of(DECISION)
    made = lay_out(replace(desk(), catalog=Catalog.load(tmp_path)), record, "I1", as_of=DAY, language="ru")
    assert made.draft.plain == "Прошу выдать копии: Образцова Ольга."


@pytest.mark.parametrize(
    ("file", "change", "told"),
    [
        ("manifest.toml", ('signer = "client"', 'signer = "clients"'), "did you mean client?"),
        ("manifest.toml", ('addressee = "main_paper"', 'addressee = "main_papers"'), "did you mean main_paper?"),
        ("manifest.toml", ('languages = ["ru", "be"]', 'languages = ["ru", "bе"]'), "no language"),
        ("manifest.toml", ("usual_pages = 1", "usual_page = 1"), "did you mean usual_pages?"),
        ("manifest.toml", ('use = "basis"', 'use = "base"'), "no shared question 'base': did you mean basis?"),
        ("manifest.toml", ('when = "interp_denied', 'when = "interp_deny'), "did you mean interp_denied"),
        ("manifest.toml", ('state = "draft"', 'state = "checked"'), "on: a date is needed here"),
        ("body.ru.md", ("{{ order }}", "{{ ordre }}"), "unknown field ordre: did you mean order?"),
        ("body.ru.md", ("{{ order }}", "{{ order | uper }}"), "unknown filter uper: did you mean upper?"),
        ("body.ru.md", ("{{ order }}", "{{ client }}"), "write | name"),
        ("body.ru.md", ("{{ order }}", "{% set x = 1 %}"), "facts are made by the program"),
        ("body.ru.md", ("::: keep", "::: kep"), "unknown box kep: did you mean keep?"),
        ("body.ru.md", ("::: use signature :::", "::: use signature"), "write ::: use signature :::"),
    ],
)
def test_a_fault_says_what_would_be_right(tmp_path: Path, file: str, change: tuple[str, str], told: str) -> None:
    folder = copy_of("C4", tmp_path)
    spoil(folder / file, change)
    faults = check_templates([tmp_path])
    line = next(
        n
        for n, text in enumerate((folder / file).read_text("utf-8").splitlines(), 1)
        if change[1].split("\n")[0] in text
    )
    assert any(fault.startswith(f"C4/{file}:") and told in fault for fault in faults), faults
    if "date" not in told and "language" not in told:
        assert any(fault.startswith(f"C4/{file}:{line}: ") for fault in faults), (line, faults)


def test_faults_of_manifest_and_bodies_are_told_together(tmp_path: Path) -> None:
    folder = copy_of("C4", tmp_path)
    spoil(folder / "manifest.toml", ("version = 1", 'version = "x"'))
    spoil(folder / "body.ru.md", ("{{ order }}", "{{ ordre }}"), ("::: use signature :::", "::: use signatur :::"))
    spoil(folder / "body.be.md", ("{{ order }}", "{{ order | uper }}"))
    told = " ".join(check_templates([tmp_path]))
    for word in ("version", "ordre", "signatur", "uper"):
        assert word in told
