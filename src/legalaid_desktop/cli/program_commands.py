"""Commands that need no vault: the practice run, the self-test, the name engine, the window."""

from __future__ import annotations

from legalaid_desktop.cli.context import Context, Outcome
from legalaid_desktop.cli.streams import say as tell
from legalaid_desktop.errors import NotBuiltYet
from legalaid_desktop.services import demo as practice
from legalaid_desktop.services import self_test as proof
from legalaid_desktop.services.names import propose_forms


def demo(context: Context) -> Outcome:
    def progress(done: int, total: int, what: str) -> None:
        tell(f"{done}/{total} {what}")

    made = practice.make_demo(context.options.out.absolute(), clock=context.clock, progress=progress)
    result = {
        "vault": str(made.vault),
        "passphrase": made.passphrase,
        "cases": made.cases,
        "files": [
            {"case": f.case, "document": f.document, "format": f.format, "path": str(f.path)} for f in made.files
        ],
        "overridden": [{"case": o.case, "document": o.document, "id": o.id} for o in made.overridden],
        "skipped": [{"case": s.case, "document": s.document, "reason": s.reason} for s in made.skipped],
    }
    say = context.words.say
    lines = [
        say("cli.demo.made", n=made.cases, files=len(made.files), folder=str(context.options.out.absolute())),
        say("cli.demo.vault", vault=str(made.vault), passphrase=made.passphrase),
        "",
        *(f"  {f.case}  {f.document}  {f.path}" for f in made.files),
        "",
        say("cli.demo.lifted"),
        *(f"  {o.case}  {o.document}  {o.id}" for o in made.overridden),
        "",
        say("cli.demo.skipped"),
        *(f"  {s.case}  {s.document}  {s.reason}" for s in made.skipped),
    ]
    return Outcome(result, text="\n".join(lines))


def self_test(context: Context) -> Outcome:
    results = proof.run_self_test()
    ok = all(r.ok for r in results)
    checks = [{"name": r.name, "ok": r.ok, "message": r.message} for r in results]
    mark = {True: context.words.say("cli.self_test.ok"), False: context.words.say("cli.self_test.failed")}
    text = "\n".join(f"{mark[r.ok]}  {r.name}  {r.message}" for r in results)
    return Outcome({"ok": ok, "checks": checks}, 0 if ok else 1, text)


def name_forms(context: Context) -> Outcome:
    forms = propose_forms(" ".join(context.options.name), context.options.sex, context.options.language)
    return Outcome(forms)


def open_window(context: Context) -> Outcome:
    if context.window is None:
        raise NotBuiltYet(what="open")
    named = getattr(context.options, "vault", None) is not None
    return Outcome({"closed": True}, context.window(context.vault if named else None), text="")
