"""What clocks are counted from: the record of a case, and what the office's work on it adds."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from legalaid_desktop.domain.case_record import CaseRecord
from legalaid_desktop.domain.hearings import Hearing
from legalaid_desktop.domain.ids import DocumentCode
from legalaid_desktop.domain.office_records import Proceeding


@dataclass(frozen=True, kw_only=True)
class FiledPaper:
    """A paper of the catalogue that was handed in on a day; ``how`` is a word of ``draft.FILING_WAYS``, ``draft`` tells
    two papers of one code apart."""

    document: DocumentCode
    on: dt.date
    how: str = ""
    draft: str = ""


@dataclass(frozen=True, kw_only=True)
class ClockFacts:
    """A case as the engine sees it. What is not known is empty."""

    case: CaseRecord
    proceedings: tuple[Proceeding, ...] = ()
    filed: tuple[FiledPaper, ...] = ()
    hearings: tuple[Hearing, ...] = ()
