"""What the child says of a foreign page is believed only as far as the table of keys goes."""

from __future__ import annotations

from typing import Any

import pytest

from legalaid_desktop.errors import FileNotRead
from legalaid_desktop.intake.pdf_graph import DEEPEST, KEYS, MOST_OBJECTS, behind, checked, written

FORM: dict[str, Any] = {"d": {"Subtype": "/Form", "BBox": [0, 0, 9, 9], "Filter": ["/FlateDecode"]}, "at": [0, 4]}


def form(**more: Any) -> dict[str, Any]:
    return {"d": {**FORM["d"], **more}, "at": [0, 4]}


def deep(levels: int) -> Any:
    value: Any = 1
    for _ in range(levels):
        value = [value]
    return value


def test_an_honest_page_passes() -> None:
    font = {"d": {"Type": "/Font", "Subtype": "/Type1", "BaseFont": "/Helvetica", "Widths": [1, 2.5]}}
    resources = {"d": {"Font": {"d": {"F 1": {"r": 1}}}, "Properties": {"d": {"MC0": {"d": {}}}}}}
    checked([form(Resources=resources), font], [0], 4)


@pytest.mark.parametrize(
    "objects",
    [
        [form(AA={"d": {}})],
        [form(Resources={"d": {"Annots": []}})],
        [form(Resources={"d": {"Properties": {"d": {"MC0": {"d": {"JS": {"s": "00"}}}}}}})],
        [form(Resources={"d": {"XObject": {"d": {"X": {"d": {"Subtype": "/Form", "OPI": 1}}}}}})],
        [form(Resources={"r": 7})],
        [form(Resources={"r": -1})],
        [form(Resources={"r": True})],
        [form(BBox={"s": "zz"})],
        [form(BBox={"s": "abc"})],
        [form(BBox="no name")],
        [form(BBox={"s": "00", "more": 1})],
        [form(Matrix=deep(DEEPEST + 2))],
        [{"d": {}, "at": [0, 5]}],
        [{"d": {}, "at": [-1, 2]}],
        [{"d": {"Filter": ["/JBIG2Decode"]}, "at": [0, 4]}],
        [{"d": {"Filter": "/JPXDecode"}, "at": [0, 4]}],
        [{"d": {"F": {"s": "00"}}, "at": [0, 4]}],
        [{"d": {}, "more": 1}],
        ["form"],
        [None],
        [form()] * (MOST_OBJECTS + 1),
    ],
)
def test_what_has_no_place_is_refused(objects: list[Any]) -> None:
    with pytest.raises(FileNotRead):
        checked(objects, [0], 4)


def test_nothing_that_acts_has_a_key() -> None:
    keys = {key for table in KEYS.values() for key in table}
    acting = "A AA JS URI Annots OpenAction AF EF F FS Metadata PieceInfo Parent StructParent StructParents OC Names"
    assert not keys & {*acting.split(), "Alternates", "OPI", "Contents"}
    assert behind("resources", "Anything") is None
    assert behind("*font", "Anything") == "font"


def test_names_and_strings_cannot_end_early() -> None:
    numbers = [1.5, -0.0000001, True, None, {"r": 3}]
    said = written({"d": {"Na me>>": "/x/y z\n(", "S": {"s": "2928"}, "N": numbers}}, {3: "9 0 R"})
    assert said == "<< /Na#20me#3E#3E /x#2Fy#20z#0A#28 /S <2928> /N [1.5 -0 true null 9 0 R] >>"
