"""``legalaid template``: what ships, what is wrong with a template, and the office's own editions in a vault."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from legalaid_desktop.cli.context import Context, Outcome
from legalaid_desktop.cli.streams import say
from legalaid_desktop.host.wording import Wording
from legalaid_desktop.services.template_fault_words import fault_in
from legalaid_desktop.services.templates import TemplateProblem, check_templates, problem_of, template_rows


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
                "checked_on": row.checked_on.isoformat() if row.checked_on else None,
                "version": row.version,
                "older": list(row.older),
                "phrases_reviewed": row.phrases_reviewed,
                "translations": dict(row.translations),
            }
            for row in template_rows(context.words.lang)
        ]
    )


def check(context: Context) -> Outcome:
    """Folders of templates, and Word files for the paper ``--like``; no vault is needed."""
    from legalaid_desktop.services.office_templates import check_word, loss_json
    from legalaid_desktop.services.templates import shipped_catalog

    options = context.options
    paths = [path.absolute() for path in options.folders]
    words = [path for path in paths if _is_word(path)]
    folders = [path for path in paths if not _is_word(path)]
    problems = list(check_templates(folders)) if folders or not words else []
    losses: list[dict[str, Any]] = []
    for path in words:
        reading = check_word(shipped_catalog(), path, like=options.like, language=options.language)
        problems.extend(problem_of(fault) for fault in reading.faults)
        for loss in reading.losses:
            losses.append({"file": path.name, **loss_json(loss)})
            say(f"{path.name}:{loss.line}: {context.words.say(f'template.loss.{loss.what}')}")
    result: dict[str, Any] = {"ok": not problems, "problems": _listed(problems, context.words)}
    if words:
        result["losses"] = losses
    return Outcome(result, 4 if problems else 0)


def add(context: Context) -> Outcome:
    from legalaid_desktop.services.office_templates import edition_json, loss_json

    options = context.options
    path: Path = options.file.absolute()
    losses: list[dict[str, Any]] = []
    with context.briefcase() as briefcase:
        templates = briefcase.office_templates
        if _is_word(path):
            kept, reading = templates.add_word(
                path, like=options.like, language=options.language, use=not options.aside
            )
            losses = [loss_json(loss) for loss in reading.losses]
            for loss in reading.losses:
                say(f"{path.name}:{loss.line}: {context.words.say(f'template.loss.{loss.what}')}")
        else:
            kept = templates.add_folder(path, use=not options.aside)
        row = next(one for one in templates.rows(kept.code) if one.n == kept.n)
    return Outcome({**edition_json(row, context.words.lang), "losses": losses})


def editions(context: Context) -> Outcome:
    from legalaid_desktop.services.office_templates import edition_json

    with context.briefcase() as briefcase:
        rows = briefcase.office_templates.rows(context.options.doc)
    own = {row.code for row in rows if row.n is not None}
    shown = [row for row in rows if context.options.doc or row.code in own]
    return Outcome([edition_json(row, context.words.lang) for row in shown])


def use(context: Context) -> Outcome:
    from legalaid_desktop.services.office_templates import edition_json

    options = context.options
    with context.briefcase() as briefcase:
        briefcase.office_templates.use(options.doc, options.edition)
        rows = briefcase.office_templates.rows(options.doc)
    return Outcome([edition_json(row, context.words.lang) for row in rows])


def remove(context: Context) -> Outcome:
    options = context.options
    with context.briefcase() as briefcase:
        briefcase.office_templates.remove(options.doc, options.edition or 0)
    return Outcome({"removed": True})


def export(context: Context) -> Outcome:
    options = context.options
    with context.briefcase() as briefcase:
        place = briefcase.office_templates.export(options.doc, options.edition, options.out.absolute())
    return Outcome({"path": str(place), "files": sorted(path.name for path in place.iterdir())})


def _is_word(path: Path) -> bool:
    return path.suffix.lower() in (".docx", ".docm", ".dotx", ".dotm")


def _listed(problems: list[TemplateProblem], words: Wording) -> list[dict[str, Any]]:
    return [{"file": one.file, "line": one.line, "message": fault_in(one.message, words)} for one in problems]
