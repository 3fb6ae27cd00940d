"""Where removal would lead and what it is called: «выдворение в Украину», «выдача в Турецкую Республику».

Danger is claimed of a state only where the case supports it: the state that asks for the client, the only state of
citizenship or of former residence, or a state for which an answer ``fear_<country code>`` was given. Of several
citizenships one without an answer is never called dangerous; a contested one is never told as a fact.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from legalaid_desktop.documents.facts.basics import FORMS, country, text
from legalaid_desktop.documents.facts.source import Fact, FactSource
from legalaid_desktop.documents.notation import FactText, FieldTree
from legalaid_desktop.domain.ids import CountryCode
from legalaid_desktop.domain.person import Citizenship
from legalaid_desktop.grammar.prepositions import preposition_form

WAY: Final[FieldTree] = {"to": "text", "to_mid": "text", "known": "flag", "states": [FORMS]}
"""``to`` is «в А, в Б или в В»; ``to_mid`` the same inside a sentence, a comma of the last name closed."""
REMOVAL: Final[FieldTree] = {"possible": "text", "nom": "text", "gen": "text", "harmful": "text", "extradition": "flag"}
CLAIMED: Final[FieldTree] = {"line": "text", "claims": ["text"], "answers": ["text"]}

_WORDS: Final[Mapping[str, Mapping[str, tuple[str, str, str, str]]]] = {
    "ru": {
        "removal": ("возможно выдворение", "выдворение", "выдворения", "возвращение {0} опасно для меня"),
        "extradition": ("возможна выдача", "выдача", "выдачи", "передача {0} опасна для меня"),
        "deportation": ("возможна депортация", "депортация", "депортации", "возвращение {0} опасно для меня"),
        "expulsion": ("возможна высылка", "высылка", "высылки", "возвращение {0} опасно для меня"),
    },
    "be": {
        "removal": ("магчымае выдварэнне", "выдварэнне", "выдварэння", "вяртанне {0} небяспечнае для мяне"),
        "extradition": ("магчымая выдача", "выдача", "выдачы", "перадача {0} небяспечная для мяне"),
        "deportation": ("магчымая дэпартацыя", "дэпартацыя", "дэпартацыі", "вяртанне {0} небяспечнае для мяне"),
        "expulsion": ("магчымая высылка", "высылка", "высылкі", "вяртанне {0} небяспечнае для мяне"),
    },
}
_EXTRADITION: Final = frozenset({"extradition", "judgment_extradition"})


def track(source: FactSource) -> str:
    """extradition, deportation, expulsion or removal: which measure the paper speaks of."""
    kind = (source.decision.kind if source.decision is not None else None) or ""
    topic = source.case.topic or ""
    if kind in _EXTRADITION or (not kind and topic.startswith("ex.")):
        return "extradition"
    if kind in ("deportation", "expulsion"):
        return kind
    return {"rm.deportation": "deportation", "rm.expulsion": "expulsion"}.get(topic if not kind else "", "removal")


def removal(source: FactSource, to: str | None) -> dict[str, Fact]:
    """The words of the measure; ``harmful`` is «возвращение в Украину опасно для меня», ``None`` without a state."""
    measure = track(source)
    possible, nom, gen, harmful = source.worded(_WORDS)[measure]
    return {
        "possible": possible,
        "nom": nom,
        "gen": gen,
        "harmful": text(harmful.format(to), "client.citizenships") if to else None,
        "extradition": measure == "extradition",
    }


def citizenships(source: FactSource) -> tuple[Citizenship, ...]:
    """Each state once; one that is contested in one row and not in another is not contested."""
    client = source.case.client
    found: dict[str, Citizenship] = {}
    for item in (client.citizenships if client is not None else None) or ():
        if item.country is not None and (item.country not in found or not item.contested):
            found[item.country] = item
    return tuple(found.values())


def _answer(source: FactSource, code: CountryCode) -> str | None:
    return source.answer(f"fear_{code.lower()}")


def _return_codes(source: FactSource) -> list[CountryCode]:
    asking = source.case.extradition.state if source.case.extradition is not None else None
    if track(source) == "extradition" and asking is not None:
        return [asking]
    codes = [item.country for item in citizenships(source) if item.country is not None]
    client = source.case.client
    if not codes and client is not None and client.former_residence is not None:
        codes = [client.former_residence]
    return codes


def where_to(source: FactSource) -> dict[str, Fact]:
    """Every state that the client may be sent to."""
    return _way(source, _return_codes(source))


def dangerous(source: FactSource) -> dict[str, Fact]:
    """Those of which the paper may say that return is dangerous; none where nobody fears return."""
    if not source.says("fear_of_return"):
        return _way(source, [])
    codes = _return_codes(source)
    if len(codes) > 1:
        codes = [code for code in codes if _answer(source, code)]
    return _way(source, codes)


def _way(source: FactSource, codes: Sequence[CountryCode]) -> dict[str, Fact]:
    client = source.case.client
    origin = f"{client.id}.citizenships" if client is not None else "client"
    states = [forms for code in codes if (forms := country(code, origin, source)) is not None]
    names = [str(forms["acc"] or forms["nom"]) for forms in states]
    lead, link = {"be": ("у", "або")}.get(source.language, ("в", "или"))
    last = len(names) - 1
    # «выдварэнне ў А, у Б або ў В»: every sentence that takes it in ends in a vowel before it.
    places = [
        f"{preposition_form(lead, name, source.language, before=',' if 0 < n < last else link)} {name}"
        for n, name in enumerate(names)
    ]
    if len(places) > 1:
        close = "," if "," in places[-2] else ""
        to = f"{', '.join(places[:-1])}{close} {link} {places[-1]}"
    else:
        to = "".join(places)
    closed = "," if names and "," in names[-1] else ""
    return {
        "to": text(to, origin),
        "to_mid": text(f"{to}{closed}", origin) if to else None,
        "known": bool(to),
        "states": states,
    }


_CITIZEN: Final[Mapping[str, tuple[str, str, str, str, str]]] = {
    "ru": ("Имеется гражданство", "Имеются гражданства", "Запрашивающее государство утверждает", "Утверждается",
           "{0}, что имеется гражданство {1}; это оспаривается"),
    "be": ("Маецца грамадзянства", "Маюцца грамадзянствы", "Дзяржава, якая запытвае, сцвярджае", "Сцвярджаецца",
           "{0}, што маецца грамадзянства {1}; гэта аспрэчваецца"),
}  # fmt: skip


def claimed(source: FactSource) -> dict[str, Fact]:
    """Citizenships in sentences: «Имеются гражданства А и Б»; a contested one as what somebody asserts; the answers."""
    client = source.case.client
    origin = f"{client.id}.citizenships" if client is not None else "client"
    one, several, asks, said, pattern = source.worded(_CITIZEN)
    asking = source.case.extradition.state if source.case.extradition is not None else None
    sure: list[str] = []
    claims: list[Fact] = []
    answers: list[Fact] = []
    for item in citizenships(source):
        forms = country(item.country, origin, source)
        if item.country is None or forms is None:
            continue
        name = str(forms["gen"] or forms["nom"])
        if item.contested:
            closed = f"{name}," if "," in name else name
            claims.append(FactText(pattern.format(asks if item.country == asking else said, closed), origin))
        else:
            sure.append(name)
        if told := _answer(source, item.country):
            answers.append(FactText(f"{_capital(str(forms['nom']))}: {told}", f"answers.fear_{item.country.lower()}"))
    link = {"be": "і"}.get(source.language, "и")
    names = f"{', '.join(sure[:-1])}{',' if len(sure) > 1 and ',' in sure[-2] else ''} {link} {sure[-1]}" if len(
        sure
    ) > 1 else "".join(sure)  # fmt: skip
    return {
        "line": text(f"{one if len(sure) == 1 else several} {names}", origin) if sure else None,
        "claims": claims,
        "answers": answers,
    }


def _capital(value: str) -> str:
    return value[:1].upper() + value[1:]
