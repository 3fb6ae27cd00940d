"""``document bundle``: the keys of the contract, a paper that a check stops, annexes told on standard error."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.desk import SAMPLES, Desk
from tests.services.foreign_files import closed_pdf, plain_pdf

REF = "TEST-2026-S03"


def test_one_file_of_two_papers(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    desk = Desk(tmp_path, capfd).made()
    (sample,) = SAMPLES.glob("S03*.toml")
    assert desk.on_vault("case", "import", sample).status == 0
    for name, content in (("a.pdf", plain_pdf()), ("b.pdf", closed_pdf())):
        (tmp_path / name).write_bytes(content)
        seen = ("--visibility", "authority") if name == "b.pdf" else ()
        added = desk.on_vault("evidence", "add", REF, tmp_path / name, "--title", f"Бумага {name}", *seen)
        assert added.status == 0
        assert ("открыто только для офиса" in added.err) is (not seen)
    out = tmp_path / "set.pdf"
    asked = ("document", "bundle", REF, "--documents", "c1, C5", "--out", out, "--as-of", "2026-12-21")
    stopped = desk.on_vault(*asked)
    assert stopped.status == 5
    assert stopped.json["blocked"] is True
    assert stopped.json["files"] == []
    assert not out.exists()
    checks = {one["id"] for paper in stopped.json["documents"] for one in paper["checks"] if one["severity"] == "O"}
    made = desk.on_vault(*asked, *(part for check in checks for part in ("--override", f"{check}=учебное дело")))
    assert made.status == 0, made.err
    result = made.json
    assert {"case", "documents", "annexes", "files"} <= result.keys()
    assert [paper["id"] for paper in result["documents"]] == ["C1", "C5"]
    (file,) = result["files"]
    assert (file["path"], file["bytes"]) == (str(out), out.stat().st_size)
    told = {one["ref"]: one for one in result["annexes"] if one["document"] == "C1"}
    assert {"number", "title", "kind", "ref", "page", "pages", "problem", "message"} <= next(iter(told.values())).keys()
    assert any(one["problem"] == "no_file" for one in told.values())
    assert "Файла в деле нет" in made.err
    # What the office keeps to itself stays out, and that is said; what authorities may read goes along.
    assert [(one["title"], one["why"]) for one in result["left_out"]] == [("Бумага a.pdf", "closed")]
    assert "«Бумага a.pdf» не вложено" in made.err
    assert "Бумага b.pdf" in {one["title"] for one in result["annexes"]}
    assert desk.on_vault(*asked).status in (5, 8)
    assert desk.on_vault("document", "bundle", REF, "--documents", "C1,Z9", "--out", tmp_path / "z.pdf").status == 6
