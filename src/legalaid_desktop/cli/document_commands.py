"""``legalaid template|document|deadline``: drafting and the clock."""

from __future__ import annotations

from typing import Any

from legalaid_desktop.cli.context import Context, Outcome
from legalaid_desktop.services.deadlines import row_json
from legalaid_desktop.services.drafting import made_json, report_json
from legalaid_desktop.services.templates import check_templates as check_template_folders
from legalaid_desktop.services.templates import template_rows


def list_templates(context: Context) -> Outcome:
    return Outcome(
        [
            {
                "id": row.id,
                "title": row.title,
                "tier": row.tier,
                "languages": list(row.languages),
                "as_of": row.as_of.isoformat(),
                "reviewed": row.reviewed,
            }
            for row in template_rows(context.words.lang)
        ]
    )


def check_templates(context: Context) -> Outcome:
    problems = check_template_folders([p.absolute() for p in context.options.folders])
    listed = [{"file": p.file, "line": p.line, "message": p.message} for p in problems]
    return Outcome({"ok": not listed, "problems": listed}, 4 if listed else 0)


def check(context: Context) -> Outcome:
    options = context.options
    with context.briefcase() as briefcase:
        report = briefcase.drafting.check(options.ref, options.doc, language=options.language, as_of=context.as_of)
    return Outcome(report_json(report, context.words.lang))


def make(context: Context) -> Outcome:
    options = context.options
    with context.briefcase() as briefcase:
        made = briefcase.drafting.make(
            options.ref,
            options.doc,
            language=options.language,
            formats=options.format,
            out=options.out.absolute(),
            as_of=context.as_of,
            overrides=dict(options.override),
            stem=options.name,
        )
    return Outcome(made_json(made, context.words.lang), 5 if made.blocked else 0)


def list_deadlines(context: Context) -> Outcome:
    with context.briefcase() as briefcase:
        found = briefcase.deadlines.rows(context.options.ref, context.as_of)
    return Outcome([row_json(row, ref, context.words.lang) for ref, row in found])


def explain_deadline(context: Context) -> Outcome:
    with context.briefcase() as briefcase:
        ref, row = briefcase.deadlines.explain(context.options.ref, context.options.id, context.as_of)
    result: dict[str, Any] = row_json(row, ref, context.words.lang, days=True)
    return Outcome(result)
