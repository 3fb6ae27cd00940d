"""Checks of what a sentence does: CHK-TERM, -LAW, -HOME, -SELFINC, -EXCL (documents.md §6)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from legalaid_desktop.documents.blocks import Span
from legalaid_desktop.documents.checks.context import CheckContext
from legalaid_desktop.documents.checks.reading import (
    finding,
    is_given,
    paragraphs,
    printed_records,
    section_number,
    sentences,
)
from legalaid_desktop.domain.finding import Finding, Severity
from legalaid_desktop.domain.law import Confidence

_GPK = re.compile(r"(?<!\w)(?:ГПК|ГрПК)(?!\w)")
_EXPULSION = re.compile(r"\b(?:высылк\w*|высла(?:ть|н\w*|ли))\b", re.IGNORECASE)
_REMOVAL = re.compile(r"\b(?:выдвор\w*|выдвар\w*)", re.IGNORECASE)
"""In a paper under the criminal procedure; an application for protection asks not to be removed in any way."""
_DEPORTATION = re.compile(r"\b(?:депорт\w*|дэпарт\w*)", re.IGNORECASE)


def _track(context: CheckContext) -> str | None:
    """extradition, deportation or expulsion: from the decision, else the topic."""
    kind = (context.decision.kind if context.decision else None) or ""
    topic = context.case.topic or ""
    if kind in ("extradition", "judgment_extradition") or (not kind and topic.startswith("ex.")):
        return "extradition"
    if kind == "deportation" or (not kind and topic == "rm.deportation"):
        return "deportation"
    if kind == "expulsion" or (not kind and topic == "rm.expulsion"):
        return "expulsion"
    return None


def _argues(span: Span) -> bool:
    """Words of the template or of the consultant; what the client tells of other states may use any word."""
    origin = span.origin
    return origin is None or origin.startswith(("answers.", "edit")) or ".reason" in origin


def terms(context: CheckContext) -> Iterator[Finding]:
    """CHK-TERM: the measures mixed up; the abbreviation that means two bodies and an old code."""
    track = _track(context)
    wrong = {
        "extradition": (_EXPULSION, _DEPORTATION),
        "deportation": (_EXPULSION,),
        "expulsion": (_DEPORTATION,),
    }.get(track or "", ())
    if track == "extradition" and not context.document.startswith(("A", "B")):
        wrong = (*wrong, _REMOVAL)
    for part in paragraphs(context.blocks):
        section = section_number(context, part.block.section)
        if found := _GPK.search(part.text):
            yield finding(
                "CHK-TERM", Severity.BLOCKS, "abbreviation", section=section, text=part.text, word=found.group()
            )
        argued = " ".join(span.text for span in part.spans if _argues(span))
        for pattern in wrong:
            if found := pattern.search(argued):
                yield finding(
                    "CHK-TERM",
                    Severity.BLOCKS,
                    track or "mixed",
                    section=section,
                    text=part.text,
                    word=found.group(),
                )


_ARTICLE = re.compile(
    r"(?:\bст(?:ать[яиеюёй]\w*|\.)|\bстат[ей]\w*|\bарт(?:ыкул\w*|\.)|\barticles?|\bart\.)[\s ]*№?[\s ]*(\d+)",
    re.IGNORECASE,
)
_CODES = {
    "УПК": re.compile(r"(?<!\w)УПК(?!\w)|Уголовно-процессуальн\w+ кодекс", re.IGNORECASE),
    "ПИКоАП": re.compile(r"(?<!\w)ПИКоАП(?!\w)|Процессуально-исполнительн\w+ кодекс", re.IGNORECASE),
    "КГС": re.compile(r"(?<!\w)КГС(?!\w)|Кодекс\w* гражданского судопроизводства", re.IGNORECASE),
}
_OWN_CODE = {"C1": "КГС", "C2": "КГС", "C6": "КГС", "D1": "УПК", "D2": "УПК", "D3": "УПК", "E1": "ПИКоАП"}


def law(context: CheckContext) -> Iterator[Finding]:
    """CHK-LAW: an article from a row that may not print one; a row not in force on the day of the decision
    that the paper is about, or on the day of the paper; codes mixed."""
    allowed = {
        row.id
        for row in context.law.sources.values()
        if row.confidence in (Confidence.VERIFIED, Confidence.TREATY) and not row.stale
    }
    treaty_words = [
        " ".join(form.split())
        for row in context.law.sources.values()
        if row.confidence is Confidence.TREATY
        for form in row.forms.values()
    ]
    for part in paragraphs(context.blocks):
        section = section_number(context, part.block.section)
        for span in part.spans:
            found = _ARTICLE.search(span.text)
            if not found:
                continue
            origin = span.origin or ""
            if origin.startswith("law.") and origin[4:].rsplit(".", 1)[0] in allowed | {origin[4:]} & allowed:
                continue
            if not _argues(span) and not origin.startswith("law."):
                continue  # a foreign request, the decision or the client's own account is quoted, nothing is cited
            if ".says" in origin or origin == "answers.article_as_printed":
                continue  # what the act itself says, quoted as it is printed there
            sentence = next((s for s in sentences(part.text) if found.group() in s), part.text)
            if any(form and form in " ".join(sentence.split()) for form in treaty_words):
                continue
            yield finding("CHK-LAW", Severity.OVERRIDABLE, "article", section=section, text=sentence, n=int(found[1]))
        own = _OWN_CODE.get(context.document)
        for name, pattern in _CODES.items():
            argued = " ".join(span.text for span in part.spans if _argues(span))
            if own and name != own and pattern.search(argued):
                yield finding("CHK-LAW", Severity.OVERRIDABLE, "code", section=section, text=part.text, code=name)
    days = [context.as_of]
    made = context.decision
    if made is not None and (event := made.dated or made.announced or made.received) is not None:
        days.insert(0, event)
    for id in context.manifest.sources:
        row = context.law.sources.get(id)
        if row is None:
            continue
        for day in days:
            if not row.in_force(day):
                yield finding("CHK-LAW", Severity.OVERRIDABLE, "not_in_force", record=id, day=day.isoformat())
                break


_CONTACT = re.compile(
    r"\b(?P<ask>прошу|просим|прашу|просім)\b|\b(?P<act>запроси\w*|запрашива\w*|истребова\w*|обратит\w*|"
    r"обращат\w*|обращаю\w*|обращал\w*|обратил\w*|направит\w*|направля\w*|направил\w*|уведомит\w*|уведомля\w*|"
    r"известит\w*|"
    r"извеща\w*|сообщит\w*|сообща(?:т|ю|л)\w*|сообщил\w*|подтвердит\w*|связат\w*|связыва\w*|получит\w*|"
    r"выяснит\w*|проверит\w*|"
    r"запыта(?:ц|ў|л)\w*|запытва\w*|звярну\w*|звярта(?:ц|ю|ў|л)\w*|паведамі\w*|паведамля(?:ц|ю)\w*|накірава\w*|"
    r"пацвердзі\w*|"
    r"звязац\w*|contact\w*|inform|informed|notify|notified|request|requested|ask|asked|write|verify|obtain\w*)\b",
    re.IGNORECASE,
)
_HOME_STATE = re.compile(
    r"\b(?:посольств\w*|консул(?!ьтац)\w*|пасольств\w*|дипломатическ\w+ представительств\w*|"
    r"дыпламатычн\w+ прадстаўніцтв\w*|"
    r"(?:орган\w*|власт\w*|полици\w*|прокуратур\w*|министерств\w*|суд\w*|архив\w*|загс\w*) (?:власти )?"
    r"(?:государства|страны|моей страны|своей страны)(?: (?:происхождения|гражданства|гражданской принадлежности))?|"
    r"(?:орган\w*|улад\w*|паліцы\w*|пракуратур\w*|міністэрств\w*) (?:дзяржавы|краіны)(?: паходжання| грамадзянства)?|"
    r"embass(?:y|ies)|consul\w*|authorities of (?:the|my|his|her|their) (?:home )?(?:state|country)|home authorities|"
    r"national authorities of origin)",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:не|без|нельга|нельзя|невозможно|немагчыма|отказ\w*|адмов\w*|боюсь|баюся|опасно|небяспечна|not|never|"
    r"without|cannot)\b"
    r"(?:\s+\w+){0,3}\s*$",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"(?:ал|ял|ил|ыл|ел|ул)(?:а|и|ся|ась|ись|о)?$|(?:аў|яў|іў|ыў)(?:ся)?$|(?:ала|яла|іла|ыла|алі|ялі|ілі|"
    r"ылі)(?:ся)?$|(?:asked|informed|"
    r"contacted|requested|notified|wrote|obtained)$",
    re.IGNORECASE,
)


def asks_contact(sentence: str) -> bool:
    """Whether a sentence asks somebody to turn to the bodies of the home state. «Прошу не сообщать», «мне опасно
    обращаться» and what was done in the past ask for nothing."""
    if not _HOME_STATE.search(sentence):
        return False
    acts = [found for found in _CONTACT.finditer(sentence) if found["act"]]
    asks = [found for found in _CONTACT.finditer(sentence) if found["ask"]]
    live = [
        found for found in acts if not _DENIED.search(sentence[: found.start()]) and not _PAST.search(found.group())
    ]
    if asks:
        refused = re.match(r"\s*(?:\w+\s+)?не\b(?!.*,\s*(?:а|но|але)\s)", sentence[asks[0].end() :], re.IGNORECASE)
        return refused is None and (bool(live) or not acts)
    return bool(live)


def home_state(context: CheckContext) -> Iterator[Finding]:
    """CHK-HOME: the paper asks for contact with the state that the client or another fears, or goes there itself."""
    feared = any(who.fears_home_state for who in context.case.persons)
    if not context.conditions.get("fear_of_return") and not feared:
        return
    to = context.addressee
    if to is not None and _HOME_STATE.search(to.text):
        yield finding("CHK-HOME", Severity.OVERRIDABLE, "addressee", text=to.text)
    for part in paragraphs(context.blocks):
        for sentence in sentences(part.text):
            if asks_contact(sentence):
                yield finding(
                    "CHK-HOME",
                    Severity.OVERRIDABLE,
                    "contact",
                    section=section_number(context, part.block.section),
                    text=sentence,
                )


_SELF_INCRIMINATION = (
    re.compile(r"\b(нелегальн\w*|незаконн\w*|тайно|в обход)\b[^.;]*\b(пересек\w*|пересёк\w*|перешел|перешёл|"
                   r"перешл\w*|"
               r"въех\w*|границ\w*)", re.IGNORECASE),
    re.compile(r"\b(пересек\w*|пересёк\w*|перешел|перешёл|перешл\w*|въех\w*)\b[^.;]*\b(нелегальн\w*|незаконн\w*|"
                   r"тайно|"
               r"в обход|без документов|через лес|ночью)\b", re.IGNORECASE),
    re.compile(r"\b(поддельн\w*|фальшив\w*|чуж\w+ паспорт\w*|по чужим документам|купил\w* паспорт|подроблен\w*)",
               re.IGNORECASE),
    re.compile(r"\b(проводник\w*|перевозчик\w*|контрабандист\w*|посредник\w*)\b[^.;]*\b(плат\w*|заплат\w*|отдал\w*|"
               r"долларов|евро)|\b(плат\w*|заплат\w*|отдал\w*)[^.;]*\b(проводник\w*|перевозчик\w*|контрабандист\w*|"
               r"за переправу|за переход)", re.IGNORECASE),
    re.compile(r"\bработал\w*\b[^.;]*\b(без разрешения|нелегально|неофициально|без оформления|без договора)",
               re.IGNORECASE),
    re.compile(r"\b(я|мы)\b[^.;]*\b(воевал\w*|участвовал\w* в бо\w*|стрелял\w*|взял\w* оружие|ударил\w*|избил\w*|"
               r"подрал\w*|напал\w*)", re.IGNORECASE),
    re.compile(r"\b(нелегальна|падробл\w*|правадніку заплац\w*|без афармлення)\b", re.IGNORECASE),
    re.compile(r"\b(?:I|we)\b[^.;]*\b(?:crossed|entered)\b[^.;]*\b(?:illegally|irregularly|secretly|"
                   r"without (?:papers|documents|a "
               r"visa))|\b(?:forged|fake|false|someone else.s) (?:passport|papers|documents|visa)|\bpaid (?:a |"
               r"the )?(?:smuggler|"
               r"guide|agent)|\bworked (?:illegally|without a permit)|\b(?:I|we) (?:fought|shot|took up arms|"
               r"attacked)\b",
               re.IGNORECASE),
)  # fmt: skip
_EXCLUSION = (
    re.compile(r"\b(служил\w*|работал\w*|состоял\w*|был\w* сотрудник\w*|сотрудник\w*)\b[^.;]*\b("
               r"спецслужб\w*|разведк\w*|служб\w+ (?:\w+ )?безопасности|мухабарат\w*|тайной полиции|гвардии|"
               r"карательн\w*)",
               re.IGNORECASE),
    re.compile(r"\b(вступил\w*|состоял\w*|член\w*|был\w* в|командовал\w*|командир\w*)\b[^.;]*\b("
               r"вооруж[её]нн\w+ групп\w*|боев\w+ (?:отряд\w*|крыл\w*)|ополчени\w*|отряд\w*|батальон\w*|"
               r"формирован\w*|талибан\w*)",
               re.IGNORECASE),
    re.compile(r"\b(?:я|мы|мой отряд)\b[^.;]*\b(убил\w*|казнил\w*|пытал\w*|взорвал\w*)", re.IGNORECASE),
    re.compile(r"\b(служыў|працаваў|састаяў|быў супрацоўнікам)\b[^.;]*\b(спецслужб\w*|развед[кц]\w*|"
                   r"служб\w+ бяспекі|гвардыі|"
               r"узброен\w+ груп\w*|апалчэнн\w*|атрад\w*|батальён\w*)", re.IGNORECASE),
    re.compile(r"\b(?:was|were|served|worked|joined|member|fought|commanded|commander|"
                   r"officer)\b[^.;]*\b(?:armed group|militia|"
               r"insurgents?|intelligence service|security service|secret police|national guard|taliban)\b|"
               r"\b(?:I|we) (?:killed|executed|"
               r"tortured|blew up)\b", re.IGNORECASE),
    re.compile(r"\bтеррори\w*|\bterroris\w*|\bwar crimes?\b|\bgenocide\b|\bвооружённ\w+ мятеж\w*|"
                   r"\bвоенн\w+ преступлени\w*|\bнаёмнич\w*|\bнаемнич\w*|\bгеноцид\w*",
               re.IGNORECASE),
)  # fmt: skip


def self_incrimination(context: CheckContext) -> Iterator[Finding]:
    """CHK-SELFINC: a sentence that admits an offence; a lawyer must have seen it."""
    for part in paragraphs(context.blocks):
        given = " ".join(span.text for span in part.spans if is_given(span))
        for sentence in sentences(given):
            if any(pattern.search(sentence) for pattern in _SELF_INCRIMINATION):
                yield finding(
                    "CHK-SELFINC",
                    Severity.OVERRIDABLE,
                    "sentence",
                    section=section_number(context, part.block.section),
                    text=sentence,
                )
    printed = printed_records(context, "entry")
    for n, entry in enumerate(context.case.entries, 1):
        if entry.lawful == "no" and n in printed:
            yield finding("CHK-SELFINC", Severity.OVERRIDABLE, "entry", record=f"entry.{n}")


def exclusion(context: CheckContext) -> Iterator[Finding]:
    """CHK-EXCL: armed groups, security services, serious crime: an internal review comes first."""
    for part in paragraphs(context.blocks):
        given = " ".join(span.text for span in part.spans if is_given(span))
        for sentence in sentences(given):
            if any(pattern.search(sentence) for pattern in _EXCLUSION):
                yield finding(
                    "CHK-EXCL",
                    Severity.OVERRIDABLE,
                    "sentence",
                    section=section_number(context, part.block.section),
                    text=sentence,
                )
