"""``legalaid document``: drafting."""

from __future__ import annotations

from legalaid_desktop.cli.context import Context, Outcome
from legalaid_desktop.cli.streams import say
from legalaid_desktop.domain.draft import DraftState, Filing
from legalaid_desktop.services.draft_comparison import standing_json, version_json
from legalaid_desktop.services.drafting import made_json, report_json


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


def bundle(context: Context) -> Outcome:
    from legalaid_desktop.services.bundling import bundle_json

    options = context.options
    with context.briefcase() as briefcase:
        made = briefcase.bundling.make(
            options.ref,
            options.documents,
            language=options.language,
            out=options.out.absolute(),
            as_of=context.as_of,
            overrides=dict(options.override),
        )
    if not made.blocked:
        for one in made.annexes:
            name = context.words.say("bundle.annex_line", number=one.annex.number, title=one.annex.title)
            if one.problem:
                say(f"{name}: {context.words.say(f'bundle.problem.{one.problem}')}")
            elif one.other_count:
                listed, found = str(one.annex.pages), str(one.pages)
                say(f"{name}: {context.words.say('bundle.other_count', listed=listed, found=found)}")
        for left in made.left_out:
            say(context.words.say(f"bundle.left_out.{left.why}", title=left.title))
    return Outcome(bundle_json(made, context.words.lang), 5 if made.blocked else 0)


def state(context: Context) -> Outcome:
    """Without a state to go to: where the paper stands."""
    options = context.options
    told = {"language": options.language, "as_of": context.as_of}
    with context.briefcase() as briefcase:
        if options.state is None:
            if options.receipt is not None:
                found = briefcase.draft_review.add_receipt(options.ref, options.doc, options.receipt, **told)
            else:
                found = briefcase.draft_review.standing(options.ref, options.doc, **told)
        else:
            filing = None
            if options.state == DraftState.FILED.value:
                filing = Filing(on=options.on or context.as_of, how=options.how or "", receipt=options.receipt)
            found = briefcase.draft_review.move(
                options.ref,
                options.doc,
                DraftState(options.state),
                by=options.by,
                filing=filing,
                overrides=dict(options.override),
                **told,
            )
        ref = str(briefcase.cases.ref(options.ref))
    return Outcome(standing_json(ref, found))


def history(context: Context) -> Outcome:
    options = context.options
    with context.briefcase() as briefcase:
        draft, _ = briefcase.drafting.sheet(options.ref, options.doc, language=options.language, as_of=context.as_of)
        versions = briefcase.drafting.history.of(draft.id)
    return Outcome([version_json(version) for version in versions])


def compare(context: Context) -> Outcome:
    options = context.options
    with context.briefcase() as briefcase:
        made = briefcase.draft_comparison.write(
            options.ref,
            options.doc,
            options.before,
            options.after,
            out=options.out.absolute(),
            words=context.words,
            language=options.language,
            as_of=context.as_of,
        )
    say(context.words.say("draft.compare.not_to_file"))
    return Outcome({"path": str(made.path), "format": made.format, "sha256": made.sha256, "bytes": made.bytes})
