"""``document state|history|compare``: where a paper stands, its versions, and two of them side by side."""

from __future__ import annotations

import zipfile

from tests.cli.desk import SAMPLES, Desk

S03 = "TEST-2026-S03"
DAY = ("--as-of", "2026-12-21")


def test_from_writing_to_filed_and_a_comparison(vault: Desk) -> None:
    assert vault.on_vault("case", "import", *SAMPLES.glob("S03*.toml")).status == 0
    start = vault.on_vault("document", "state", S03, "C1", *DAY)
    assert (start.json["state"], start.json["steps"]) == ("drafting", ["in_review"])
    assert start.json["would_end"]
    assert vault.on_vault("document", "state", S03, "C1", "filed", *DAY).status == 7
    assert vault.on_vault("document", "state", S03, "C1", "in_review", *DAY).status == 0
    refused = vault.on_vault("document", "state", S03, "C1", "approved", *DAY)
    assert (refused.status, refused.json["error"]["code"]) == (7, "draft_step_not_possible")
    stopped = vault.on_vault("document", "state", S03, "C1", "approved", "--by", "lawyer", *DAY)
    assert (stopped.status, stopped.json["error"]["code"]) == (5, "blocked_by_checks")
    assert "CHK-ANNEX, CHK-LISTED" in stopped.json["error"]["message"]
    lifted = ("--override", "CHK-ANNEX=донесут", "--override", "CHK-LISTED=видели")
    approved = vault.on_vault("document", "state", S03, "C1", "approved", "--by", "lawyer", *lifted, *DAY)
    assert approved.json["approved_version"] == 3
    early = vault.on_vault("document", "state", S03, "C1", "filed", "--on", "2026-01-01", "--how", "post", *DAY)
    assert (early.status, early.json["error"]["code"]) == (5, "blocked_by_checks")
    filed = vault.on_vault(
        "document", "state", S03, "C1", "filed", "--on", "2026-12-20", "--how", "post", "--receipt", "x1", *DAY
    )
    assert filed.json["filed"] == {
        "on": "2026-12-20", "how": "post", "receipt": "x1", "deadlines": start.json["would_end"],
    }  # fmt: skip
    history = vault.on_vault("document", "history", S03, "C1", *DAY).json
    assert [(one["n"], one["state"], one["by"]) for one in history] == [
        (3, "filed", "lawyer"), (2, "in_review", "consultant"), (1, "drafting", "consultant"),
    ]  # fmt: skip
    out = vault.folder / "compared.docx"
    compared = vault.on_vault("document", "compare", S03, "C1", "--from", "1", "--out", out, *DAY)
    assert compared.status == 0 and "нельзя" in compared.err
    with zipfile.ZipFile(out) as package:
        assert "Подавать этот файл нельзя" in package.read("word/header1.xml").decode()
    assert vault.on_vault("document", "compare", S03, "C1", "--from", "1", "--out", out, *DAY).status == 8
    assert (
        vault.on_vault("document", "compare", S03, "C1", "--from", "9", "--out", vault.folder / "x", *DAY).status == 6
    )
