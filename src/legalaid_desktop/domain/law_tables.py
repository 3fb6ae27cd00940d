"""What the rows of a law pack are made of: keys, words of closed lists, bounds. C's tables are in ``law_remedies``."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from legalaid_desktop.domain import law
from legalaid_desktop.domain.case_schema import Key, Table, keys
from legalaid_desktop.domain.case_values import (
    Reading,
    list_of,
    local_id,
    needed_line,
    one_line,
    one_of,
    text,
    truth,
    whole_number,
)
from legalaid_desktop.domain.case_values import day as any_day
from legalaid_desktop.domain.toml_lines import Path

LANGUAGES: Final = ("ru", "be", "en")
UNITS: Final = ("hour", "day", "calendar_day", "working_day", "week", "month", "year")
MOST_OF_UNIT: Final = {
    "hour": 2_160, "day": 3_650, "calendar_day": 3_650, "working_day": 750, "week": 520, "month": 120, "year": 15,
}  # fmt: skip
"""The longest period that a law of this kind is believed to have; what is above is a slip of the pen."""
EARLIEST: Final = 1900
LATEST: Final = 2100
CONFIDENCE: Final = one_of(law.Confidence)
_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", re.ASCII)


def source_id(reading: Reading, value: object, path: Path) -> str | None:
    source = one_line(reading, value, path)
    if source and not re.fullmatch(r"src-\d{3}", source, re.ASCII):
        reading.fault(path, "law_source")
        return None
    return source


def law_id(reading: Reading, value: object, path: Path) -> str | None:
    """An id of plain Latin letters, digits and dots: two ids that look alike are the same."""
    given = local_id(reading, value, path)
    if given is not None and not _ID.fullmatch(given):
        reading.fault(path, "law_id")
        return None
    return given


def law_day(reading: Reading, value: object, path: Path) -> dt.date | None:
    given = any_day(reading, value, path)
    if given is not None and not EARLIEST <= given.year <= LATEST:
        reading.fault(path, "absurd_year", low=EARLIEST, high=LATEST)
        return None
    return given


PERIOD: Final = keys(law_day, "valid_from", "valid_to", "checked_on")
PROVENANCE: Final = (
    Key("confidence", "confidence", CONFIDENCE, required=True),
    Key("source", "source", source_id),
    Key("note", "note", text),
    *PERIOD,
)
_ID_KEY: Final = Key("id", "id", law_id, required=True)

RULE: Final = Table(
    law.DeadlineRule,
    (
        _ID_KEY,
        *(Key(name, name, needed_line, required=True) for name in ("area", "act_ru", "act_be", "act_en")),
        *(Key(name, name, needed_line, required=True) for name in ("trigger_ru", "trigger_be", "trigger_en")),
        Key("kind", "kind", one_of(("client_act", "authority_act", "validity", "exposure", "closed")), required=True),
        *keys(whole_number(1, 3650), "limit", "safe_limit", "limit_min"),
        *keys(one_of(UNITS), "unit", "safe_unit", "unit_min"),
        Key("limit_known", "limit_known", truth, required=True),
        Key(
            "count_from",
            "count_from",
            one_of(
                (
                    *("day_after_trigger", "trigger_day", "moment", "registration", "decision", "filing"),
                    "before_expiry",
                )
            ),
        ),
        Key("office_target_days", "office_target_days", whole_number(0, 3650)),
        *(Key(name, name, one_of(("yes", "no", "unknown", "na")), required=True) for name in ("suspensive", "roll")),
        *keys(law_day, "closed_since", "source_date"),
        *keys(text, "legal_basis", "legal_basis_ru", "legal_basis_be", "note_ru", "note_be"),
        Key("stale", "stale", truth),
        Key("source_kind", "source_kind", one_line),
        *PROVENANCE,
    ),
)
HOLIDAY: Final = Table(
    law.Holiday,
    (
        _ID_KEY,
        *(Key(name, name, needed_line, required=True) for name in ("name_ru", "name_be", "name_en")),
        Key("month", "month", whole_number(1, 12)),
        Key("day", "day", whole_number(1, 31)),
        Key("easter_offset", "easter_offset", whole_number(-100, 100)),
        *PROVENANCE,
    ),
)
YEAR: Final = Table(
    law.CalendarYear,
    (
        Key("year", "year", whole_number(EARLIEST, LATEST), required=True),
        *keys(list_of(law_day, 60), "moved_off", "moved_working"),
        Key("complete", "complete", truth, required=True),
        Key("legal_basis", "legal_basis", text),
        *PROVENANCE,
    ),
)
EASTER_CHECK: Final = ("year", "easter", "radunitsa", "confidence", "source", "note")
AUTHORITY: Final = Table(
    law.Authority,
    (
        _ID_KEY,
        Key("type", "type", needed_line, required=True),
        *keys(one_line, "region", "role_en"),
        Key("template", "template", truth),
        *PROVENANCE,
    ),
    defaults=(("forms", {}),),
)
LAW_ROW: Final = Table(
    law.LawRow,
    (
        _ID_KEY,
        Key("kind", "kind", one_of(("act", "article", "treaty", "treaty_article", "term")), required=True),
        Key("stale", "stale", truth),
        *PROVENANCE,
    ),
    defaults=(("forms", {}), ("checked_text", {})),
)
COUNTING: Final = Table(
    law.CountingRule,
    (_ID_KEY, Key("source_kind", "source_kind", one_line), *PROVENANCE),
    defaults=(("title", {}), ("rule", {})),
)
TERM: Final = Table(law.Term, (_ID_KEY, *PROVENANCE), defaults=(("words", {}),))
