"""Headers and footers of a Word file: which parts they are, and the setting of a page that names them anew."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import Any

from legalaid_desktop.documents.word_looks import Looks, local, value
from legalaid_desktop.intake.read_word import tree_of


class HeadParts:
    """Of one file. ``references``: a relation of the file → the relation that we write."""

    def __init__(self, parts: Mapping[str, bytes], looks: Looks) -> None:
        self._parts, self._looks = parts, looks
        self.references: dict[str, str] = {}

    def found(self, sections: list[Any]) -> Iterator[tuple[str, str, str]]:
        """Kind, part and new relation of each header and footer, in the order of the relations."""
        targets = self._relations()
        seen: dict[str, str] = {}
        for section in sections:
            for one in section:
                kind = {"headerReference": "header", "footerReference": "footer"}.get(local(one))
                id = next((str(text) for key, text in one.attrib.items() if str(key).endswith("}id")), "")
                name = targets.get(id)
                if kind is None or name is None:
                    continue
                if name not in seen:
                    if len(seen) >= 12:
                        continue
                    seen[name] = f"rIdW{len(seen) + 1}"
                    yield kind, name, seen[name]
                self.references[id] = seen[name]

    def _relations(self) -> dict[str, str]:
        found = self._parts.get("word/_rels/document.xml.rels")
        if found is None:
            return {}
        targets: dict[str, str] = {}
        for one in tree_of(found):
            if re.search(r"/(?:header|footer)$", str(one.get("Type", ""))):
                name = posixpath.normpath(posixpath.join("word", str(one.get("Target", "")))).lstrip("/")
                if name in self._parts:
                    targets[str(one.get("Id", ""))] = name
        return targets

    def section(self, properties: Any) -> str:
        """A ``sectPr`` with its headers and footers, under their new relations."""
        references = "".join(
            f'<w:{local(one)} w:type="{kind}" r:id="{self.references[id]}"/>'
            for one in properties
            if local(one) in ("headerReference", "footerReference")
            for id in [next((str(text) for key, text in one.attrib.items() if str(key).endswith("}id")), "")]
            for kind in [value(one, "type") or "default"]
            if id in self.references and kind in ("default", "first", "even")
        )
        inner = self._looks.inside(properties)
        return f"<w:sectPr>{references}{inner}</w:sectPr>"
