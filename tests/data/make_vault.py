"""Make the vault that is kept for a schema version: ``python -m tests.data.make_vault tests/data/vault_v1``.

Run once, when a version lands; the result is committed and never made again. The content is fictional.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from legalaid_desktop.domain.draft import DraftExport, DraftVersion, Filing, VersionState
from legalaid_desktop.domain.finding import Finding, Place, Severity
from legalaid_desktop.domain.ids import DocumentCode, LanguageCode
from legalaid_desktop.domain.library import About, LibraryKind, LibraryPage, PageUnit, RiskKind, published_from
from legalaid_desktop.domain.office_template import Edition, EditionKind
from legalaid_desktop.intake.file_kind import FileKind
from legalaid_desktop.services.library_reading import ReadFile
from legalaid_desktop.storage.law_packs import PackState
from tests.services.vaults import NOW, new_vault

HERE = Path(__file__).parent
PAPER = bytes(range(256)) * 5000
"""The evidence file of the case: 1,280,000 bytes, two pieces."""

VERSION = {"title": "Жалоба", "language": "ru", "blocks": [], "annexes": [], "answers": {}, "edits": {}, "bases": {},
           "own": {}}  # fmt: skip


KEY = "cd" * 32
"""Of a signer of law packs; it belongs to nobody."""

TEMPLATE = Edition(
    code=DocumentCode("C1"),
    n=0,
    kind=EditionKind.TEXT,
    language=None,
    at=NOW,
    by_role="lawyer",
    based_on=1,
    in_use=True,
)


LIBRARY = ReadFile(
    name="закон.pdf",
    content=b"%PDF-1.7 made up",
    kind=FileKind.PDF,
    unit=PageUnit.PAGE,
    pages=(LibraryPage(1, "iv", "Беженцем признаётся тот, кто бежал."), LibraryPage(2, "", "")),
    told={},
)
ABOUT = About(
    title="Закон о беженцах",
    publisher="Издатель",
    kind=LibraryKind.LAW,
    published=published_from("2024-05"),
    language=LanguageCode("ru"),
    url="образец/адрес",
    retrieved_on=NOW.date(),
    risks=(RiskKind.NAMES,),
    risk_reason="названы люди",
    note="для суда",
)


def fill(target: Path) -> None:
    """Make the vault in the new folder ``target``."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        case = Path(shutil.copy(HERE / "whole_case.toml", folder))
        (folder / "папка").mkdir()
        (folder / "папка" / "зонт.jpg").write_bytes(PAPER)
        with new_vault(target) as vault:
            vault.cases.import_files([case])
            note = vault.notes.record("T-1", "Заметка, первый текст.", channel="phone", confidential=True)
            vault.notes.revise("T-1", note.id, "Заметка, второй текст.")
            vault.notes.record(None, "Записка без дела.")
            vault.notes.keep_unsaved("quick", "недописанное")
            draft = vault.drafts.begin(
                "T-1", document="D1", language="ru", template="D1", template_version="1",
                answers={"asks": ["a"]}, edits={"b1": "Свой текст."},
            )  # fmt: skip
            where = Place(section="5", record="e1", text="в феврале")
            finding = Finding(id="CHK-DATE", severity=Severity.WARNS, variant="day", params={"n": 1}, where=where)
            file = DraftExport(format="pdf", sha256="ab" * 32, bytes=10, pages=1, at=NOW)
            vault.drafts.add_export(draft.id, [file], (finding,))
            vault.drafts.add_overrides(draft.id, {"CHK-X": "причина"})
            version = DraftVersion(
                n=1, at=NOW, by_role="lawyer", cause="state", state=VersionState.FILED, template_version="1",
                filed=Filing(on=NOW.date(), how="post", receipt="x1", deadlines=("d1.appeal",)),
            )  # fmt: skip
            vault.drafts.add_version(draft.id, version, VERSION)
            vault.drafts.keep_seen(draft.id, {"paragraphs": []})
            vault.vault.office_templates.add(TEMPLATE, {"files": {"body.ru.md": "# ЖАЛОБА"}})
            vault.own_words.add("ru", "депортант")
            with vault.vault.change() as now:
                packs = vault.vault.law_packs
                packs.trust("by", KEY, now)
                old = packs.add("by", "2020.01.01", "ab" * 16, KEY, PackState.UNDONE, {"pack.toml": "# старый\n"}, now)
                packs.set_law(vault.vault.cases.id_of(vault.vault.cases.row_of("T-0")), old.row, now)
            document = vault.library.add(LIBRARY, ABOUT)
            vault.library_quotes.into_case("T-1", document.id, 1, "признаётся тот", accept_risk=True)
            vault.office.add_task("T-1", "позвонить")
            vault.office.add_referral("T-1", "врач")
            vault.office.add_proceeding("T-1", procedure="extradition")
            vault.office.add_outcome("T-1", "released")
            vault.office.add_hearing("T-1", "hearing", NOW, place="зал 4", note="взять паспорт")


def main() -> None:
    fill(Path(sys.argv[1]))


if __name__ == "__main__":
    main()
