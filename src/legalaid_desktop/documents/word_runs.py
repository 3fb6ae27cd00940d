"""Letters out of the runs of a Word paragraph: fields told by their results, what is hidden or drawn left behind."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from legalaid_desktop.documents.word_looks import child, is_on, local, value
from legalaid_desktop.documents.word_tags import Piece

UNWRAPPED: Final = frozenset(
    ["hyperlink", "ins", "moveTo", "smartTag", "customXml", "sdt", "sdtContent", "fldSimple", "bdo", "dir", "subDoc"]
)
LEFT_OUT: Final = {"del": "tracked", "moveFrom": "tracked", "oMath": "formula", "oMathPara": "formula"}
_PICTURES: Final = frozenset({"drawing", "pict", "object", "AlternateContent"})
_NOTES: Final = frozenset({"footnoteReference", "endnoteReference"})
_PAGE_FIELD: Final = re.compile(r"^\s*(?:PAGE|NUMPAGES|SECTIONPAGES)\b", re.IGNORECASE)
_OWN_SIGNS: Final = re.compile("[\ue000-\ue00f\ufffe\uffff\x00-\x08\x0b-\x1f]")


class Runs:
    """The runs of one paragraph. ``looked`` gives the number of a look, ``lost`` is told what does not come along."""

    def __init__(self, looked: Callable[[Any], int], lost: Callable[[str], None]) -> None:
        self.looked = looked
        self.lost = lost
        self.pieces: list[Piece] = []
        self.breaks = ""
        self.page = False
        self.fields: list[list[str]] = []
        """For each open field its instruction; it is empty once its result has begun."""
        self.skipping = 0
        """Depth of the field whose result is a page number."""

    def inside(self, element: Any) -> None:
        for one in element:
            name = local(one)
            if name == "r":
                self.run(one)
            elif name == "fldSimple":
                if _PAGE_FIELD.match(value(one, "instr")):
                    self.page = True
                else:
                    self.lost("field")
                    self.inside(one)
            elif name in UNWRAPPED:
                if name == "sdt":
                    self.lost("form")
                self.inside(one)
            elif name in LEFT_OUT:
                self.lost(LEFT_OUT[name])
            elif not name and str(one.tag).endswith(("}oMath", "}oMathPara")):
                self.lost("formula")

    def run(self, run: Any) -> None:
        properties = child(run, "rPr")
        hidden = is_on(child(properties, "vanish"))
        look = -1
        for one in run:
            name = local(one)
            if name in _PICTURES or str(one.tag).endswith("}AlternateContent"):
                inner = any(str(part.tag).endswith("}txbxContent") for part in one.iter())
                self.lost("text_box" if inner else "picture")
            elif name in _NOTES:
                self.lost("footnote")
            elif name in ("commentReference", "annotationRef"):
                self.lost("comment")
            elif name == "sym":
                self.lost("symbol")
            elif name == "fldChar":
                self.field(value(one, "fldCharType"))
            elif name == "instrText" and self.fields:
                self.fields[-1].append(one.text or "")
            elif name == "br" and value(one, "type") in ("page", "column"):
                self.breaks += "K>" if self.pieces else "K<"
            else:
                letters = _letters(one, name)
                if letters and hidden:
                    self.lost("hidden")
                elif letters and not self.skipping and not any(field for field in self.fields):
                    look = self.looked(properties) if look < 0 else look
                    self.pieces.append((letters, look))

    def field(self, kind: str) -> None:
        if kind == "begin":
            self.fields.append([])
        elif kind == "separate" and self.fields:
            self.judged(self.fields[-1])
        elif kind == "end" and self.fields:
            if self.fields[-1]:
                self.judged(self.fields[-1])
            self.fields.pop()
            if self.skipping > len(self.fields):
                self.skipping = 0

    def judged(self, instruction: list[str]) -> None:
        if _PAGE_FIELD.match("".join(instruction)):
            self.page = True
            self.skipping = self.skipping or len(self.fields)
        elif instruction:
            self.lost("field")
        instruction.clear()


def _letters(element: Any, name: str) -> str:
    if name == "t":
        return _OWN_SIGNS.sub("", element.text or "").replace("\n", " ").replace("\t", " ")
    return {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}.get(name, "")
