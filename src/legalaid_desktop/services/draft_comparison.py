"""Two versions of a paper beside each other: for the screen, and as a file for a colleague."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from legalaid_desktop.documents.tracked_docx import write_tracked
from legalaid_desktop.domain.draft import DraftVersion
from legalaid_desktop.domain.text_compare import ComparedParagraph
from legalaid_desktop.host.files import write_new_file
from legalaid_desktop.host.wording import Wording
from legalaid_desktop.services.draft_history import VersionText
from legalaid_desktop.services.draft_results import MadeFile
from legalaid_desktop.services.draft_review import Standing
from legalaid_desktop.services.drafting import Drafting
from legalaid_desktop.vault.outside import must_lie_outside


class DraftComparison:
    """Compares versions of the papers of one open vault. Version ``0`` is the draft as it stands now."""

    def __init__(self, drafting: Drafting) -> None:
        self._drafting = drafting

    def texts(
        self, ref: str, document: str, before: int, after: int, *, language: str | None = None, as_of: dt.date
    ) -> tuple[VersionText, VersionText]:
        """Raises NotFound, NoTemplate, DatabaseDamaged."""
        draft, sheet = self._drafting.sheet(ref, document, language=language, as_of=as_of)
        history = self._drafting.history

        def text(n: int) -> VersionText:
            return history.text(draft.id, n) if n else history.now(draft, sheet)

        return text(before), text(after)

    def compare(
        self, ref: str, document: str, before: int, after: int, *, language: str | None = None, as_of: dt.date
    ) -> tuple[ComparedParagraph, ...]:
        """Every paragraph of both, with its words marked."""
        old, new = self.texts(ref, document, before, after, language=language, as_of=as_of)
        return self._drafting.history.compare(old, new)

    def write(
        self,
        ref: str,
        document: str,
        before: int,
        after: int,
        *,
        out: Path,
        words: Wording,
        language: str | None = None,
        as_of: dt.date,
    ) -> MadeFile:
        """Write the comparison as a DOCX with tracked changes to the new file ``out``, which must not be filed.

        Raises NotFound, DestinationExists, DestinationInVault, DestinationNotWritable, DiskFull.
        """
        must_lie_outside(out)
        old, new = self.texts(ref, document, before, after, language=language, as_of=as_of)
        data = write_tracked(
            old.pairs,
            new.pairs,
            title=words.say("draft.compare.title"),
            language=new.language,
            warning=words.say("draft.compare.not_to_file"),
        )
        write_new_file(out, data)
        return MadeFile(path=out, format="docx", sha256=hashlib.sha256(data).hexdigest(), bytes=len(data), pages=None)


def version_json(version: DraftVersion) -> dict[str, Any]:
    """A version as ``document history`` prints it: never its text."""
    filed: Mapping[str, Any] | None = None
    if version.filed is not None:
        filed = {
            "on": version.filed.on.isoformat(),
            "how": version.filed.how,
            "receipt": version.filed.receipt,
            "deadlines": list(version.filed.deadlines),
        }
    return {
        "n": version.n,
        "at": version.at.isoformat(),
        "by": version.by_role,
        "cause": version.cause,
        "state": version.state.value,
        "template_version": version.template_version,
        "as_of": version.as_of.isoformat() if version.as_of else None,
        "filed": filed,
    }


def standing_json(ref: str, standing: Standing) -> dict[str, Any]:
    """``document state``."""
    approved = standing.approved
    return {
        "case": ref,
        "document": standing.draft.document,
        "language": standing.draft.language,
        "state": standing.state.value,
        "steps": [step.value for step in standing.steps],
        "approved_version": approved.n if approved is not None else None,
        "filed": version_json(approved)["filed"] if approved is not None and standing.filed is not None else None,
        "would_end": list(standing.deadlines),
        "open": [one.id for one in standing.open],
    }
