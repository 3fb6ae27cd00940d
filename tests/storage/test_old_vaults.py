"""A vault of every schema version that ever landed opens, whole, with all that was in it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from legalaid_desktop.domain.case_file import case_to_plain, parse_case_file
from legalaid_desktop.domain.hearings import Hearing
from legalaid_desktop.services.law import shipped_law
from legalaid_desktop.services.vault_health import check_vault
from legalaid_desktop.storage.law_packs import PackState
from legalaid_desktop.storage.migrations import NEWEST, version_of
from legalaid_desktop.storage.schema_text import own_schema_text, schema_text
from legalaid_desktop.vault.secret import Secret
from tests.data.make_vault import ABOUT, KEY, PAPER, VERSION
from tests.services.vaults import CLOCK, opened, passphrase

DATA = Path(__file__).parents[1] / "data"
VERSIONS = list(range(1, NEWEST + 1))


@pytest.fixture(params=VERSIONS)
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    # A version without its vault here fails: the vault is made when the version lands.
    return Path(shutil.copytree(DATA / f"vault_v{request.param}", tmp_path / f"kept_{request.param}" / "vault"))


def test_it_opens_whole_and_complete(folder: Path, tmp_path: Path) -> None:
    with opened(folder) as vault:
        assert version_of(vault.vault.db) == NEWEST
        shown = case_to_plain(vault.cases.record("t-1"))
        text = (DATA / "whole_case.toml").read_text("utf-8")
        expected = case_to_plain(parse_case_file(text, "whole_case.toml"))
        for name in ("id", "stage", "notes"):
            shown.pop(name), expected.pop(name)
        shown["coi"] = [one for one in shown["coi"] if one["title"] != ABOUT.title]  # quoted from the library
        for case in (*shown["other_cases"], *expected["other_cases"]):
            for key in ("note", "notes"):
                for note in case[key]:
                    note.pop("uid", None)  # each vault gives its own
        assert shown == expected
        assert vault.evidence.open_bytes("T-1", "x1") == PAPER
        assert [note.text[:13] for note in vault.notes.of("T-1")] == ["КАНАРЕЙКА-Т-1", "Заметка, втор"]
        assert [one.text for one in vault.notes.revisions("T-1", "n2")] == ["Заметка, первый текст."]
        assert [note.text for note in vault.notes.unfiled()] == ["Записка без дела."]
        assert vault.notes.unsaved("quick") == "недописанное"
        (draft,) = vault.drafts.of("T-1")
        assert (draft.edits, draft.findings[0].id, draft.exports[0].pages) == ({"b1": "Свой текст."}, "CHK-DATE", 1)
        if folder.parent.name not in ("kept_1", "kept_2"):
            (version,) = vault.drafts.versions(draft.id)
            assert version.filed is not None and (version.by_role, version.filed.receipt) == ("lawyer", "x1")
            assert vault.drafts.version_body(draft.id, 1) == VERSION
            assert vault.drafts.seen(draft.id) == {"paragraphs": []}
            assert vault.own_words.all() == (("ru", "депортант"),)
        if folder.parent.name not in ("kept_1", "kept_2", "kept_3"):
            assert [row.version for row in vault.law_packs.all() if row.state is PackState.UNDONE] == ["2020.01.01"]
            assert vault.law_packs.trusted() == KEY
            assert len(vault.vault.law_packs.law_rows()) == 1
            (hearing,) = vault.office.of("T-1", Hearing)
            assert (hearing.kind, hearing.place) == ("hearing", "зал 4")
            (document,) = vault.library.all()
            assert document.about == ABOUT
            assert len(vault.library_quotes.of_case("T-1")) == 1
        assert vault.law == shipped_law()
        plain = vault.cases.show("T-1")
        assert [len(plain[kind]) for kind in ("tasks", "referrals", "proceedings", "outcomes")] == [1, 1, 1, 1]
        assert vault.search.find("зонта").total >= 1
        upgraded = schema_text(vault.vault.db)
    assert upgraded == own_schema_text(NEWEST, tmp_path / "scratch", Secret(b"s" * 32))
    report = check_vault(folder, passphrase(), clock=CLOCK)
    assert (report.ok, report.problems) == (True, ())
