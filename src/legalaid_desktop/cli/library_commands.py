"""``legalaid library``: the office's own collection in a vault."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from legalaid_desktop.cli.context import Context, Outcome
from legalaid_desktop.cli.streams import say
from legalaid_desktop.domain.ids import LanguageCode
from legalaid_desktop.domain.library import (
    About,
    LibraryDocument,
    LibraryKind,
    LibraryPage,
    PageUnit,
    pinpoint,
    published_text,
)
from legalaid_desktop.domain.quoting import place_of_page
from legalaid_desktop.errors import WrongUse
from legalaid_desktop.host.wording import Wording

_SAID_EVERY = 200
"""Pages between two lines of progress."""


def add(context: Context) -> Outcome:
    """All files or none, in one change."""
    from legalaid_desktop.services.library import ReadFile, proposed, read_file

    options = context.options
    paths: list[Path] = [path.absolute() for path in options.files]
    if len(paths) > 1 and options.title:
        raise WrongUse(what="--title")
    kept: list[dict[str, Any]] = []
    with context.briefcase() as briefcase, briefcase.vault.change():
        for path in paths:
            read: ReadFile = read_file(path, _progress(context.words, path.name))
            document = briefcase.library.add(read, _about(context, proposed(read, context.as_of)))
            if document.blank and document.unit is PageUnit.PAGE:
                say(context.words.say("library.blank", file=read.name, n=document.blank))
            kept.append(document_json(document))
    return Outcome(kept)


def _progress(words: Wording, file: str) -> Callable[[int, int], None]:
    last = 0

    def watch(done: int, total: int) -> None:
        nonlocal last
        if total > _SAID_EVERY and done - last >= _SAID_EVERY:
            last = done
            say(words.say("library.taking_in", file=file, done=done, total=total))

    return watch


def _about(context: Context, found: About) -> About:
    """What the file says of itself, under what the person says of it."""
    options = context.options
    reasons = [reason for _, reason in options.risk if reason]
    return replace(
        found,
        title=options.title or found.title,
        publisher=options.publisher or found.publisher,
        published=options.published or found.published,
        language=LanguageCode(options.language.lower()) if options.language else found.language,
        kind=LibraryKind(options.kind),
        retrieved_on=options.retrieved or found.retrieved_on,
        risks=tuple(kind for kind, _ in options.risk),
        risk_reason="; ".join(reasons) or (context.words.say("library.no_reason") if options.risk else None),
    )


def list_documents(context: Context) -> Outcome:
    with context.briefcase() as briefcase:
        found = briefcase.library.all()
    kind = context.options.kind
    return Outcome([document_json(one) for one in found if kind is None or one.about.kind.value == kind])


def search(context: Context) -> Outcome:
    options = context.options
    with context.briefcase() as briefcase:
        result = briefcase.library.search(
            options.words,
            kind=LibraryKind(options.kind) if options.kind else None,
            document=options.inside,
            limit=options.limit,
        )
    for word, instead in result.near:
        say(context.words.say("library.near", word=word, found=", ".join(instead)))
    return Outcome(
        {
            "query": result.query,
            "total": result.total,
            "ms": result.ms,
            "near": {word: list(instead) for word, instead in result.near},
            "hits": [
                {
                    "id": hit.document.id,
                    "title": hit.document.about.title,
                    "page": hit.n,
                    "place": _place(hit.document, LibraryPage(hit.n, hit.label, ""), context.words.lang),
                    "snippet": hit.snippet,
                    "score": hit.score,
                    "risks": [risk.value for risk in hit.document.about.risks],
                }
                for hit in result.hits
            ],
        }
    )


def show(context: Context) -> Outcome:
    options = context.options
    with context.briefcase() as briefcase:
        document = briefcase.library.document(options.id)
        result = {
            **document_json(document),
            "quoted": briefcase.library.quoted(options.id),
            "citation": briefcase.library_quotes.cite(options.id, options.page, language=context.words.lang),
        }
        if options.page is not None:
            page = briefcase.library.page(options.id, options.page)
            result["page"] = {"n": page.n, "place": _place(document, page, context.words.lang), "text": page.text}
    _warn(context.words, document)
    return Outcome(result)


def quote(context: Context) -> Outcome:
    """Without ``--case`` it is only shown; a document that is marked as dangerous asks before it is in a case."""
    options = context.options
    with context.briefcase() as briefcase:
        coi: int | None = None
        if options.ref is None:
            quoted = briefcase.library_quotes.quote(options.id, options.page, options.text, language=options.language)
        else:
            made = briefcase.library_quotes.into_case(
                options.ref,
                options.id,
                options.page,
                options.text,
                point=options.point,
                language=options.language,
                accept_risk=options.accept_risk,
            )
            quoted, coi = made.quoted, made.coi
    _warn(context.words, quoted.document)
    return Outcome(
        {
            "id": quoted.document.id,
            "text": quoted.text,
            "place": pinpoint(quoted.place, options.language),
            "citation": quoted.citation,
            "line": quoted.line,
            "risks": [risk.value for risk in quoted.about.risks],
            "case": options.ref,
            "coi": coi,
        }
    )


def remove(context: Context) -> Outcome:
    with context.briefcase() as briefcase:
        document = briefcase.library.remove(context.options.id)
        if context.options.erase:
            briefcase.library.erase(document.id)
    return Outcome({"id": document.id, "removed": True, "erased": context.options.erase})


def restore(context: Context) -> Outcome:
    with context.briefcase() as briefcase:
        return Outcome(document_json(briefcase.library.restore(context.options.id)))


def get(context: Context) -> Outcome:
    options = context.options
    with context.briefcase() as briefcase:
        document = briefcase.library.get(options.id, options.out.absolute(), accept_risk=options.accept_risk)
    _warn(context.words, document)
    return Outcome({"id": document.id, "sha256": document.sha256, "size": document.size})


def _warn(words: Wording, document: LibraryDocument) -> None:
    about = document.about
    if about.risky:
        risks = ", ".join(words.say(f"library.risk.{risk.value}") for risk in about.risks)
        say(words.say("library.is_risky", title=about.title, risk=risks, reason=about.risk_reason or ""))


def _place(document: LibraryDocument, page: LibraryPage, lang: str) -> str:
    return pinpoint(place_of_page(document.unit, page), lang).replace("\u00a0", " ")


def document_json(document: LibraryDocument) -> dict[str, Any]:
    about = document.about
    return {
        "id": document.id,
        "title": about.title,
        "publisher": about.publisher,
        "date": published_text(about.published),
        "language": about.language,
        "kind": about.kind.value,
        "retrieved": about.retrieved_on.isoformat() if about.retrieved_on else None,
        "risks": [risk.value for risk in about.risks],
        "risk_reason": about.risk_reason,
        "format": document.format,
        "file": document.file_name,
        "unit": document.unit.value,
        "pages": document.pages,
        "blank": document.blank,
        "sha256": document.sha256,
        "size": document.size,
        "added_at": document.added_at.isoformat(),
    }
