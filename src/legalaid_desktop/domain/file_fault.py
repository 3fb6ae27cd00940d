"""One thing that is wrong in a file, with its place: the line a person has to look at.

A fault reads as plain English text (``S01.toml:17: person.birth.precision: …``), and carries a code and plain
parameters so that the same fault can be said in Russian and Belarusian from ``resources/locale/case_file.toml``
(ids ``case_file.<code>``). Values of the file are never repeated in a fault: they may be a client's words. Names of
keys are, cut short and made printable.
"""

from __future__ import annotations

from collections.abc import Mapping

WHY: Mapping[str, str] = {
    "absurd_year": "a year between {low} and {high} is needed",
    "array_needed": "this table occurs many times: write it as [[{key}]]",
    "bad_number": "a whole number from {low} to {high} is needed",
    "bad_reference": "there is no {kind} with this id in the file",
    "control_character": "a control character stands in the text, at place {place}",
    "date_order": "the end lies before the beginning",
    "duplicate_id": "this id is used twice; it stood first in line {line}",
    "duplicate_ref": "the reference of this case is used twice in the file",
    "empty": "this may not be empty",
    "encoding": "the file is not UTF-8 text",
    "file_outside": "the file must lie in the folder of the case file or below it",
    "id_shape": "an id is 1 to 64 letters, digits and signs without a space",
    "law_address": "an address of a source may not stand in law data; its id may",
    "law_after_compiled": "this day lies after the day the pack was compiled, {day}",
    "law_alarm_late": "the alarm would come after the period can be over: at most {days} here",
    "law_calendar_day": "{day} does not belong here: days off are moved to weekdays, working days to weekends",
    "law_calendar_twice": "a day stands here twice",
    "law_calendar_year": "{day} is not in this year",
    "law_circle": "these rows lead back to the first one: {ids}",
    "law_easter": "Easter or Radunitsa of this year comes out as {day}",
    "law_form": "the form {key} is missing or empty",
    "law_id": "an id in law data is made of Latin letters, digits, dots, underscores and hyphens",
    "law_limit": "a number and a unit are needed where the limit is known, and neither where it is not",
    "law_missing_file": "the pack has no file of this name",
    "law_no_day": "either month and day or the distance from Easter is needed",
    "law_not_composed": "a letter is written in two pieces, letter and sign apart: type it anew",
    "law_odd_sign": "a sign that cannot be seen stands in the text, at place {place}",
    "law_one_body": "exactly one way to the body is needed",
    "law_overlap": "the period of this row overlaps that of the row with the same id in line {line}",
    "law_pack_id": "the id of a pack is 1 to 16 small Latin letters, digits and hyphens",
    "law_placeholder": "the gap {key} is not one that a person can fill, or the row is not marked as a template",
    "law_region": "there is no region with this id",
    "law_row_key": "the key {key} has no place in a row of this kind",
    "law_safe": "safe_limit and safe_unit belong together",
    "law_safe_longer": "this may not be longer than limit",
    "law_source": "a source id such as src-001 is needed, or nothing",
    "law_two_alphabets": "Latin and Cyrillic letters stand in one word",
    "law_unknown_file": "a law pack has no file of this name",
    "law_unknown_id": "there is no {id} in the pack",
    "law_version": "a version is a day, such as 2026.11.23, or the second of a day, 2026.11.23.2",
    "law_version_early": "the version may not lie before the day the pack was compiled, {day}",
    "line_break": "one line is needed, without line breaks or tabs",
    "missing_key": "the key {key} is required here",
    "missing_table": "the table [{key}] is required",
    "not_one_of": "one of these words is needed: {words}",
    "note_internal": "a note is always internal; another visibility is not possible",
    "pdate_extra": "with precision {precision} the key {key} has no place",
    "pdate_needs": "with precision {precision} the key {key} is needed",
    "syntax": "this is not TOML: {what}",
    "table_needed": "this table occurs once: write it as [{key}]",
    "too_deep": "too many levels inside one another; {limit} are allowed",
    "too_large": "the file is too large; {limit} MiB are allowed",
    "too_long": "the text is too long; {limit} characters are allowed",
    "too_many": "too many entries; {limit} are allowed",
    "too_many_faults": "and {count} more faults; correct these first",
    "too_new": "the file is of schema version {found}; this program reads version {known}",
    "unknown_key": "this key is not known",
    "unknown_table": "this table is not known",
    "wrong_type": "{needed} is needed here, not {found}",
}
"""English sentence of each code; the Russian and Belarusian ones are in the locale file, tested to be complete."""


class FileFault(str):
    """``name:line: key: why`` as text; ``line`` counts from 1."""

    file: str
    line: int
    key: str
    code: str
    params: dict[str, str | int]

    def __new__(cls, file: str, line: int, key: str, code: str, params: Mapping[str, str | int]) -> FileFault:
        why = WHY[code].format(**params)
        fault = super().__new__(cls, f"{file}:{line}: {key}: {why}" if key else f"{file}:{line}: {why}")
        fault.file = file
        fault.line = line
        fault.key = key
        fault.code = code
        fault.params = dict(params)
        return fault

    def __reduce__(self) -> tuple[type[FileFault], tuple[str, int, str, str, dict[str, str | int]]]:
        return FileFault, (self.file, self.line, self.key, self.code, self.params)


def printable(name: str, limit: int = 60) -> str:
    """A key name fit for a message: one line, no control or direction marks, cut at ``limit`` characters."""
    shown = "".join(char if char.isprintable() else "?" for char in name)
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"
