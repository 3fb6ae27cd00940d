"""Faults of templates in the language of who reads them, in the window and at the command line."""

from __future__ import annotations

import re
from typing import Final

from legalaid_desktop.host.wording import Wording

_FAULTS: Final = tuple(
    (re.compile(pattern, re.DOTALL), id)
    for pattern, id in (
        (r"unknown field (?P<what>\S+): what stands before the dot has no fields", "no_fields"),
        (r"unknown field (?P<what>\S+): (?P<hint>.*)", "field"),
        (r"unknown filter (?P<what>\S+): (?P<hint>.*)", "filter"),
        (r"(?P<what>\S+) is a group of fields and cannot be printed without a filter: (?P<hint>.*)", "group"),
        (r"(?P<what>\S+) is a list and cannot be printed without a filter.*", "list"),
        (r"(?P<what>\S+) is not a list", "not_list"),
        (r"(?P<what>\w+) is not allowed in a template(?:: (?P<hint>.*))?", "not_allowed"),
        (r"loops may be nested (?P<what>\d+) deep", "loops"),
        (r"Unexpected end of template.*", "not_closed"),
        (r"Encountered unknown tag '(?P<what>[^']*)'.*", "tag"),
        (r"(?:expected token|unexpected) .*", "syntax"),
        (r"the question (?P<what>\S+) is asked and never used.*", "question"),
        (r"the manifest has no section (?P<what>\S+).*", "section"),
        (r"the name (?P<what>\S+) starts with _", "underscore"),
        (r"nested too deeply", "deep"),
        (r"a box begins with ::: and its name, or ends with ::: alone", "box_line"),
        (r"unknown box (?P<what>.+?): (?P<hint>.*)", "box"),
        (r"::: (?P<what>\w+) needs a name after it: .*", "box_name"),
        (r"no drawing is called (?P<what>.*?) \(there are (?P<hint>.*)\)", "icon"),
        (r"::: beside knows (?P<hint>.*), not (?P<what>.*)", "beside"),
        (r"::: (?P<what>\w+) takes nothing after it: leave (?P<hint>.*) out", "box_bare"),
        (r"a box is not closed with ::: in the part.*", "box_open"),
        (r"::: closes a box that is not open here", "box_closed"),
        (r"a list needs a blank line before it", "blank_list"),
        (r"a table needs a blank line before it", "blank_table"),
        (r"text after a list or a table needs a blank line before it", "blank_text"),
        (r"a footnote needs a blank line before it", "blank_note"),
        (r"a numbered list begins with 1", "list_one"),
        (r"text is indented only under an item of a list", "indent"),
        (r"a footnote cannot have a footnote", "note_in_note"),
        (r"the footnote (?P<what>.*) has two marks", "note_two"),
        (r"a \* that opens or closes nothing", "star"),
        (r"a footnote mark without its footnote", "note_lost"),
        (r"links, code and HTML do not exist in a template", "links"),
        (r"the footnote (?P<what>.*) has no mark", "note_unmarked"),
        (r"no manifest.toml in this folder.*", "no_manifest"),
        (r"other fields than in (?P<what>[^:]+): (?P<hint>.*): every language.*", "other_fields"),
        (r"other sections or boxes than in (?P<what>[^:]+): (?P<hint>.*)", "other_boxes"),
        (r"section (?P<what>\S+) of the manifest has no place in the body.*", "section_place"),
        (r"section (?P<what>\S+) is not in the manifest: (?P<hint>.*)", "section_unknown"),
        (r"the block (?P<what>\S+) needs the question (?P<hint>\S+): .*", "block_question"),
        (r"the document would be longer than 5 MiB", "document_long"),
        (r"the sign (?P<what>\S+) has no place in a template", "sign"),
        (r"(?P<what>\S+) is not a text and cannot be printed", "not_text"),
        (r"this condition or loop begins in one paragraph and ends in another.*", "crossed"),
        (r"a tag begins or ends here and has no other half.*", "half_tag"),
        (r"(?P<what>.*): a tag with tr stands alone in its row.*", "row_alone"),
        (r"(?P<what>.*): a tag with p stands alone in its paragraph.*", "paragraph_alone"),
        (r"\{\{p … \}\} puts in another file.*", "other_file"),
        (r"\{%tr … %\} stands in a row of a table", "row_tag"),
        (r"\{%tc … %\} is not known here.*", "column_tag"),
        (r"a sign is written as (?P<what>\S+): type the sign itself", "by_number"),
        (r"a backslash has no place in the text of a tag: .*", "backslash"),
        (r"braces of a tag stand here without one and would print", "braces"),
        (r"::: stands at the beginning of a line of its own", "box_inside"),
        (r"boxes and shared blocks \(:::\) are marks of a body of text.*", "box_in_word"),
        (r"boxes may stand (?P<what>\d+) deep in one another", "box_deep"),
        (r"lists may stand (?P<what>\d+) deep in one another", "list_deep"),
        (r"a table has (?P<what>\d+) columns at most", "columns"),
        (r"the shared block is empty: .*", "block_empty"),
        (r"no shared block is named: write ::: use name :::, (?P<hint>.*)", "use_name"),
        (r"a shared block is one line that ends as it begins: .*", "use_line"),
        (r"the shared block (?P<what>\S+) has no text in (?P<hint>\w+): .*", "use_language"),
        (r"the shared block (?P<what>\S+) uses itself", "use_self"),
        (r"shared blocks may stand (?P<what>\d+) deep.*", "use_deep"),
        (r"shared blocks may be used (?P<what>\d+) times.*", "use_many"),
        (r"a block is called name\.language\.md.*", "block_called"),
        (r"the file cannot be read as UTF-8 text", "not_utf8"),
        (r"(?:the body is )?longer than 1 MiB.*", "body_long"),
        (r"a number is too long", "number_long"),
        (r"a recursive loop is not allowed in a template", "loop_self"),
        (r"a loop has one name", "loop_name"),
        (r"the loop name (?P<what>\S+) hides a field of that name", "hides"),
        (r"the test (?P<what>\S+) is not allowed in a template", "test"),
        (r"a field is read from a declared field only.*", "declared"),
        (r"the filter (?P<what>\S+) takes plain values only", "filter_plain"),
        (r"a filter block is not allowed in a template", "filter_block"),
        (r"the template takes too many steps", "steps"),
        (r"a loop runs over a list", "over_list"),
        (r"a list is longer than (?P<what>\d+)", "list_long"),
        (r"two values of different kinds are compared", "compared"),
        (r"(?P<what>\S+) is not plain data", "not_plain"),
        (r"the condition is longer than (?P<what>\d+) letters", "condition_long"),
        (r"the condition is empty", "condition_empty"),
        (r"'(?P<what>.*)' is one word too many", "condition_word"),
        (r"unexpected sign in condition at position (?P<what>\d+)", "condition_sign"),
        (r"the condition breaks off", "condition_ends"),
        (r"the condition is nested deeper than (?P<what>\d+)", "condition_deep"),
        (r"'(?P<what>.*)' stands where a name is expected", "condition_name"),
        (r"a bracket is not closed", "bracket"),
        (r"a text (?:in ru, be and en )?is needed here.*", "text_needed"),
        (r"a whole number above zero is needed here.*", "number_needed"),
        (r"true or false is needed here.*", "truth_needed"),
        (r"a date is needed here.*", "date_needed"),
        (r"(?:a list of texts|at least one language) is needed here: (?P<what>.*)", "list_needed"),
        (r"a table .*is needed here(?:: (?P<what>.*))?", "table_needed"),
        (r"\[\[(?P<what>\w+)\]\] tables are needed here", "tables_needed"),
        (r"a condition in words is needed here.*", "condition_needed"),
        (r"a catalogue id such as C1 is needed here", "code_needed"),
        (r"a version before (?P<what>\d+) is needed here", "version_needed"),
        (r"'(?P<what>.*)': small letters, digits and _ only.*", "name_letters"),
        (r"'(?P<what>.*)' stands twice.*", "twice"),
        (r"a choice has its list of choices.*", "choices"),
        (r"\[review\] says it already.*", "review_says"),
        (r"the text in '(?P<what>\w+)' is missing", "text_missing"),
        (r"this key is not known: (?P<hint>.*)", "key"),
        (r"the words for '(?P<what>.*)' are missing", "choice_words"),
        (r"a value that no manifest has", "no_value"),
        (r"no facts called '(?P<what>.*)': (?P<hint>.*)", "facts"),
        (r"no file (?P<what>\S+) stands beside it", "block_file"),
        (r"there are \[section\.…\], .*", "parts"),
        (r"(?P<what>\S+) stands in two folders", "two_folders"),
        (r"the folder says (?P<what>\S+)", "folder_says"),
        (r"the folder of (?P<what>\S+) is named (?P<hint>\S+)", "folder_named"),
        (r"(?P<what>body\.\S+|\d+) is missing", "missing"),
        (r"no [\w ]+ '(?P<what>.*)': (?P<hint>.*)", "none_such"),
        (r"this is not a file of a template.*", "no_file"),
        (r"the template asks for too much.*", "too_much"),
    )
)


_USED = re.compile(r"(?P<why>.*) \(used in (?P<where>\S+:\d+)\)", re.DOTALL)
"""A fault of a shared block, told with the line of the body that uses it."""
_SHOWN = re.compile(r"(?P<why>.*) \((?:write names|one of) .*\)", re.DOTALL)
"""A fault that shows what would be right; the hint before it says as much."""
_KEYED = re.compile(r"(?P<key>[\w.-]+): (?P<why>.*)", re.DOTALL)
"""A fault of a key of the manifest."""


def fault_in(message: str, words: Wording) -> str:
    """``message`` of a checker in the language of ``words``; one that is not known stays as it is."""
    if (used := _USED.fullmatch(message)) is not None:
        return words.say("template.fault.used_in", what=fault_in(used["why"], words), hint=used["where"])
    said = _known(message, words)
    if said is None and (shown := _SHOWN.fullmatch(message)) is not None:
        said = _known(shown["why"], words)
    if said is None and (keyed := _KEYED.fullmatch(message)) is not None:
        why = fault_in(keyed["why"], words)
        said = f"{keyed['key']}: {why}" if why != keyed["why"] else None
    return said if said is not None else message


def _known(message: str, words: Wording) -> str | None:
    for pattern, id in _FAULTS:
        found = pattern.fullmatch(message)
        if found is not None:
            given = {name: value or "" for name, value in found.groupdict().items()}
            if "hint" in given:
                given["hint"] = _hint(given["hint"], words)
            said = words.say(f"template.fault.{id}", **{"what": "", "hint": "", **given})
            return said.rstrip(":; ")
    return None


def _hint(hint: str, words: Wording) -> str:
    """What would be right: «did you mean …», «there are …», or the words themselves."""
    for begin, id in (("did you mean ", "mean"), ("there are ", "there")):
        if hint.startswith(begin):
            told = hint.removeprefix(begin).replace(" or ", ", ")
            return words.say(f"template.hint.{id}", what=told)
    return hint
