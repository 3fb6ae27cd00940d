"""Prints the section map of each document: what the catalogue numbers, and whether it stands or why not.

Run with ``-s`` to see it. That a section stands exactly when its condition holds is proved for any case in
``test_any_case``; here for the samples, and that every section of every document stands in some sample or made-up case.
"""

from __future__ import annotations

from collections import defaultdict

from legalaid_desktop.domain.case_file import parse_case_file
from legalaid_desktop.host.paths import resources
from legalaid_desktop.services.draft_desk import lay_out
from tests.documents.case_texts import desk

DOCUMENTS = {
    "A1": ("S01", "S02", "S04"), "A2": ("S01", "S02"), "A3": ("S01",), "A4": ("S02",), "C1": ("S03",),
    "C3": ("S06",), "C4": ("S03", "S04"), "C5": ("S03", "S06"), "D1": ("S04",), "D5": ("S04",),
}  # fmt: skip
# The numbers that documents.md gives each entry; 0 is the addressee block where the entry does not number it.
NUMBERED = {"C1": 14, "C3": 8, "C5": 7, "D1": 11, "A1": 21, "A2": 13}


def test_every_numbered_section_stands_or_is_absent_by_a_named_condition() -> None:
    lines: list[str] = []
    for code, samples in DOCUMENTS.items():
        manifest = desk().catalog.template(code).manifest
        stands: dict[str, list[str]] = defaultdict(list)
        for sample in samples:
            path = next((resources() / "demo").glob(f"{sample}_*.toml"))
            record = parse_case_file(path.read_text("utf-8"), path.name)
            assert record.meta.as_of is not None
            sheet = lay_out(desk(), record, code, as_of=record.meta.as_of, language="ru", count_pages=False)
            there = {block.section for block in sheet.draft.blocks}
            for section in manifest.sections:
                assert (section.id in there) == sheet.draft.printed[section.id], (code, sample, section.id)
                assert section.id in there or section.when is not None, (code, sample, section.id)
                if section.id in there:
                    stands[section.id].append(sample)
        lines.append(f"{code} {manifest.title['ru']}")
        for section in manifest.sections:
            where = ", ".join(stands[section.id])
            why = f"when {section.when.text}" if section.when else "always"
            lines.append(f"  {section.number:>6} {section.title['ru']:<52} {where or 'absent':<14} {why}")
        tops = {section.number.split(" ")[0].split(".")[0].rstrip("abcdefg") for section in manifest.sections}
        assert set(map(str, range(1, NUMBERED.get(code, 0) + 1))) <= tops, f"{code}: {sorted(tops)}"
    print("\n" + "\n".join(lines))
