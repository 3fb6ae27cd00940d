"""``legalaid library``: a collection is taken in, searched, quoted, handed out and thrown away by command."""

from __future__ import annotations

from pathlib import Path

from tests.cli.desk import SAMPLES, Desk
from tests.intake.library_files import epub, section


def test_from_a_file_to_a_quotation_in_a_case(vault: Desk) -> None:
    book, law = vault.folder / "книга.epub", vault.folder / "закон.txt"
    book.write_bytes(epub([section("О пытках", "<p>Суды не расследуют жалобы на пытки.</p>"), section("Итог")]))
    law.write_text("Статья 1. Беженец.\n\nСтатья 2. Жалоба подаётся в суд.\n", "utf-8")
    added = vault.on_vault(
        *("library", "add", book, "--title", "Доклад образцов", "--date", "2024-05", "--kind", "country"),
        *(
            "--publisher",
            "Комитет",
            "--language",
            "ru",
            "--retrieved",
            "2024-06-01",
            "--risk",
            "listed_material=список",
        ),
    )
    assert added.status == 0, added.err
    (document,) = added.json
    assert (document["pages"], document["unit"], document["date"]) == (2, "section", "2024-05")
    assert (document["risks"], document["risk_reason"]) == (["listed_material"], "список")
    assert vault.on_vault("library", "add", law, "--kind", "law").status == 0
    assert [row["title"] for row in vault.on_vault("library", "list").json] == ["закон", "Доклад образцов"]
    assert [row["title"] for row in vault.on_vault("library", "list", "--kind", "law").json] == ["закон"]

    found = vault.on_vault("library", "search", "пытка суд").json
    assert found["total"] == 1
    (hit,) = found["hits"]
    assert (hit["id"], hit["page"], hit["place"]) == (document["id"], 1, "разд. 1 («О пытках»)")

    shown = vault.on_vault("library", "show", document["id"], "--page", "1")
    assert "Суды не расследуют" in shown.json["page"]["text"]
    assert "опасно" in shown.err

    quote = ("library", "quote", document["id"], "--page", "1", "--text", "жалобы на пытки")
    line = vault.on_vault(*quote).json["line"].replace("\u00a0", " ")
    assert line == (
        "«жалобы на пытки» («Доклад образцов», Комитет, май 2024 г., разд. 1 («О пытках») (получено 1 июня 2024 г.))"
    )
    assert vault.on_vault(*quote[:-1], "таких слов нет").status == 6

    assert vault.on_vault("case", "import", SAMPLES / "S04_extradition_two_citizenships.toml").status == 0
    ref = vault.on_vault("case", "list").json[0]["ref"]
    assert vault.on_vault(*quote, "--case", ref).status == 5
    in_case = vault.on_vault(*quote, "--case", ref, "--point", "Суды бездействуют.", "--accept-risk").json
    rows = vault.on_vault("case", "show", ref).json["coi"]
    assert rows[in_case["coi"] - 1]["point"] == "Суды бездействуют."
    checks = vault.on_vault("document", "check", ref, "A7", "--language", "ru").json["checks"]
    listed = [one for one in checks if one["id"] == "CHK-LISTED"]
    assert listed
    assert all(one["severity"] == "O" for one in listed)

    out = vault.folder / "out.epub"
    assert vault.on_vault("library", "get", document["id"], "--out", out).status == 5
    assert not out.exists()
    assert vault.on_vault("library", "get", document["id"], "--out", out, "--accept-risk").status == 0
    assert out.read_bytes() == book.read_bytes()

    assert vault.on_vault("library", "remove", document["id"]).json["removed"]
    assert vault.on_vault("library", "search", "пытка").json["total"] == 0
    assert vault.on_vault("library", "restore", document["id"]).status == 0
    assert vault.on_vault("library", "remove", document["id"], "--erase").json["erased"]
    assert vault.on_vault("library", "restore", document["id"]).status == 6
    assert vault.on_vault("vault", "check").json["ok"]


def test_several_files_come_all_or_none(vault: Desk) -> None:
    good, bad = vault.folder / "a.txt", vault.folder / "b.pdf"
    good.write_text("Текст.", "utf-8")
    bad.write_bytes(b"%PDF-1.4 broken")
    assert vault.on_vault("library", "add", good, bad).status == 4
    assert vault.on_vault("library", "list").json == []
    assert vault.on_vault("library", "add", good, Path("/nowhere/at/all.txt")).status == 6
    assert vault.on_vault("library", "add", good, good).status == 7
    assert vault.on_vault("library", "list").json == []
    assert vault.on_vault("library", "add", good).status == 0
    assert vault.on_vault("library", "add", good).status == 7


def test_wrong_use_is_told(vault: Desk) -> None:
    file = vault.folder / "a.txt"
    file.write_text("Текст.", "utf-8")
    for wrong in (
        ("library", "add", file, "--kind", "novel"),
        ("library", "add", file, "--date", "2024-13"),
        ("library", "add", file, "--risk", "unlucky"),
        ("library", "add", file, file, "--title", "Два"),
        ("library", "show", "L-ABCDEF", "--page", "0"),
        ("library", "quote", "L-ABCDEF", "--page", "1"),
        ("library",),
    ):
        assert vault.on_vault(*wrong).status == 2, wrong
    assert vault.on_vault("library", "show", "L-ABCDEF").status == 6
