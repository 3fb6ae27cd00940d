"""Made-up cases over the whole schema of documents.md §11: for the parser, the vault, the engine and every document.

``valid_files()`` gives a case file as plain values, ``valid_cases()`` the record that the program makes of one. All
people, places and numbers are fictional. Texts use letters that the shipped fonts have.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from legalaid_desktop.domain.case_file import parse_case_file
from legalaid_desktop.domain.case_record import CaseRecord
from legalaid_desktop.domain.case_tables import MISSED_REASONS
from tests.toml_writer import toml_text

Plain = dict[str, Any]

AS_OF = dt.date(2026, 11, 24)
REGIONS = ("brest", "vitebsk", "gomel", "grodno", "minsk_oblast", "mogilev", "minsk_city")
TOPICS = (
    "ip.application",
    "ip.refusal",
    "ex.extradition",
    "rm.deportation",
    "rm.expulsion",
    "br.pushback",
    "ct.stateless",
)
KINDS = (
    *("refusal_protection", "judgment_first_instance", "extradition", "judgment_extradition", "deportation"),
    *("expulsion", "administrative", "stay_cut", "permit_annulled", "procedure_refused", "other"),
)
COUNTRIES = ("AF", "SY", "IQ", "TJ", "RU", "UA", "BY", "IR", "XA", "XB")
NOTICES = (
    *(
        "15 рабочих дней",
        "в течение 10 суток",
        "один месяц",
        "5 дней",
        "на працягу 15 рабочых дзён",
        "10 (десять) дней",
    ),
    *("", "срок не указан", "в порядке, установленном законом", "1,5 месяца", "30 календарных дней"),
)
_SENTENCES = (
    "Меня остановили у дома и спросили о брате.",
    "Я не помню точного дня; это было зимой, «после праздника».",
    "Соседи сказали мне, что его увезли ночью — я сам этого не видел.",
    "Мяне выклікалі ў аддзел і не далі перакладчыка; мар’яна была побач.",
    "They said: “come back tomorrow”, and I left; see [^1] & <b>not</b> {{ name }}.",
    "Документ *важный* и _срочный_, раздел # 2, цена 5 | 7 | 9, ``код`` ~нет~ $x^2$.",
    "نوید گفت که برادرش ناپدید شده است.",
    "ڕێبوار لە ماڵەوە نەبوو.",
    "يوسف كان هناك مع أولاده.",
    "О'Нил и Дем'янівна расписались; «ёлка», 100 % — 3–5 человек № 7 § 2.",
    "Адрес: г. Примерск, ул. Мнимая, д. 0, кв. 0.",
    "- не список\n1. и не нумерация",
)
_NAMES: tuple[Plain, ...] = (
    {"mononym": True, "given": "Навид", "ru_nom": "Навид", "ru_gen": "Навида", "latin": "NAVID", "original": "نوید"},
    {"family": "Зразкова-Мнимова", "given": "Мар’яна", "patronymic": "Дем’янівна", "latin": "ZRAZKOVA MARIANA"},
    {
        "family": "О'Примерд",
        "given": "Шон",
        "latin": "O'PRIMERD SEAN",
        "aliases": ["Шон О’Примерд (в визе)", 'Шон "Младший"'],
    },
    {
        "family": "аль-Мисали",
        "given": "Юсеф",
        "ru_nom": "Юсеф аль-Мисали",
        "original": "يوسف المثالي",
        "original_lang": "ar",
    },
    {"unnamed": True, "family": "аль-Мисали"},
    {"given": "Nguyen Thi", "family": "Mẫu", "latin": "NGUYEN THI MAU", "father_name": "Van"},
    {
        "family": "Прымераў",
        "given": "Ілья",
        "be_nom": "Прымераў Ілья",
        "be_gen": "Прымерава Ільі",
        "ru_nom": "Примеров Илья",
    },
    {"family": "Мнимодзе", "given": "Нино", "patronymic": "Гочиевна"},
    {"given": "Шерко Хама", "family": "Нимуне", "original": "شێرکۆ حەمە نموونە", "original_lang": "ckb"},
    {"latin": "SAMPLE JOHN | MARK*"},
    {},
)

_DAYS = st.dates(dt.date(2015, 1, 1), dt.date(2026, 11, 20))
_LATE_DAYS = st.dates(dt.date(2026, 9, 1), dt.date(2026, 12, 31))
_VISIBILITY = st.sampled_from(("authority", "authority", "client", "un", "family_separate", "internal"))


def sentences() -> st.SearchStrategy[str]:
    return st.sampled_from(_SENTENCES)


def texts() -> st.SearchStrategy[str]:
    """One to several paragraphs; now and then a very long one."""
    short = st.lists(sentences(), min_size=1, max_size=4).map(" ".join)
    many = st.lists(short, min_size=2, max_size=4).map("\n".join)
    long = sentences().map(lambda one: "\n".join([f"{one} " * 30] * 4).strip())
    return st.one_of(short, short, many, long)


def lines(*words: str) -> st.SearchStrategy[str]:
    return st.sampled_from(words)


@st.composite
def some_of(draw: st.DrawFn, keys: dict[str, st.SearchStrategy[Any]], *, always: Sequence[str] = ()) -> Plain:
    """A table with some of its keys."""
    return {name: draw(made) for name, made in keys.items() if name in always or draw(st.integers(0, 3)) > 0}


@st.composite
def partial_dates(draw: st.DrawFn) -> Plain:
    day, kind = draw(_DAYS), draw(st.integers(0, 6))
    made: Plain = (
        {"precision": "day", "date": day},
        {"precision": "month", "year": day.year, "month": day.month},
        {
            "precision": "season",
            "year": day.year,
            "season": draw(st.sampled_from(("winter", "spring", "summer", "autumn"))),
        },
        {"precision": "year", "year": day.year},
        {"precision": "approx", "year": day.year, **({"month": day.month} if draw(st.booleans()) else {})},
        {"precision": "range", "from": day, "to": day + dt.timedelta(days=draw(st.integers(0, 400)))},
        {"precision": "unknown"},
    )[kind]
    extra = draw(some_of({"note": sentences().map(lambda one: one.split("\n")[0])})) if draw(st.booleans()) else {}
    if draw(st.integers(0, 5)) == 0:
        extra |= {"original": "حوت ۱۴۰۲", "conversion": "approximate", "time": "около 02:30"}
    return made | extra


@st.composite
def births(draw: st.DrawFn) -> Plain:
    year = draw(st.integers(1940, 2026))
    day = min(dt.date(year, draw(st.integers(1, 12)), draw(st.integers(1, 28))), AS_OF)
    return draw(
        st.sampled_from(
            (
                {"precision": "day", "date": day},
                {"precision": "day", "date": dt.date(1984, 2, 29)},
                {"precision": "year", "year": year, "note": "по словам клиента"},
                {"precision": "approx", "year": year},
                {"precision": "month", "year": day.year, "month": day.month},
                {"precision": "unknown"},
            )
        )
    )


_CITIZENSHIP = some_of(
    {
        "country": st.sampled_from(COUNTRIES),
        "since": partial_dates(),
        "proof": lines("паспорт", "нет документов", "фотография паспорта"),
        "contested": st.booleans(),
    },
    always=("country",),
)
_PAPER = some_of(
    {
        "kind": lines(
            "passport", "ussr_passport", "national_id", "medical_birth_note", "none", "refugee_travel_document"
        ),
        "country": st.sampled_from(COUNTRIES),
        "no": st.integers(1, 999).map(lambda n: f"TEST{n:06d}"),
        "issuer": lines("орган примера", "Sample Office"),
        "issued": st.one_of(_DAYS, partial_dates()),
        "expires": st.one_of(st.dates(dt.date(2024, 1, 1), dt.date(2031, 12, 31)), partial_dates()),
        "held_by": lines("изъят лицами в форме", "у клиента"),
        "reason": lines("утерян при переходе реки", "никогда не выдавался", "сгорел вместе с домом"),
        "note": sentences(),
    },
    always=("kind",),
)


@st.composite
def persons(draw: st.DrawFn, number: int, role: str) -> Plain:
    citizens: Plain = draw(
        st.sampled_from(
            (
                {"citizenships": [], "citizenship_status": "stateless", "former_residence": "TJ"},
                {"citizenships": [], "citizenship_status": "not_established"},
                {},
                None,
                None,
                None,
            )
        )
    ) or {"citizenships": draw(st.lists(_CITIZENSHIP, min_size=1, max_size=4))}
    rest = draw(
        some_of(
            {
                "relation": lines("wife", "husband", "son", "daughter", "mother", "brother", "friend"),
                "sex": st.sampled_from(("f", "m", "other", "not_stated")),
                "birth": births(),
                "birth_place": lines("город Примерск (вымышленный)", "село Мнимое"),
                "age_stated": st.one_of(st.integers(0, 99), lines("около шестнадцати", "15")),
                "names": st.sampled_from(_NAMES).map(dict),
                "ethnicity": lines("хазареец", "курд"),
                "languages": st.lists(
                    st.sampled_from(("prs", "ar", "ckb", "ru", "be", "tg", "uk")), max_size=3, unique=True
                ),
                "literacy": lines("reads_ru", "none", "reads_prs"),
                "docs": st.lists(_PAPER, max_size=3),
                "certificate_no": lines("TEST/301-26"),
                "address_service": lines("г. Гомель, ул. Примерная, д. 0, кв. 0"),
                "safe_address": lines("до востребования"),
                "whereabouts": lines("страна происхождения", "следственный изолятор № 0"),
                "last_place": lines("у реки"),
                "last_contact": st.one_of(
                    _DAYS, st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2026, 11, 20)).map(_to_second)
                ),
                "description": texts(),
                "health_needs": st.lists(lines("сахарный диабет, инсулин", "беременность"), max_size=2),
                "note": texts(),
            }
        )
    )
    flags = {name: st.booleans() for name in ("in_danger", "included", "feared_by_client", "consent_named")}
    flags |= {name: st.booleans() for name in ("orphan", "legal_guardian", "in_custody", "fears_home_state")}
    more = {"death": draw(partial_dates())} if role == "deceased" else {}
    return {"id": f"p{number}", "role": role, **citizens, **rest, **more, **draw(some_of(flags))}


def _to_second(moment: dt.datetime) -> dt.datetime:
    return moment.replace(microsecond=0)


_MOMENTS = st.datetimes(dt.datetime(2026, 9, 1), dt.datetime(2026, 12, 31)).map(_to_second)


def _ids(known: Sequence[str], most: int = 3) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(known), max_size=most, unique=True) if known else st.just([])


@st.composite
def decisions(draw: st.DrawFn, number: int, ids: dict[str, list[str]], kind: str | None = None) -> Plain:
    reason = some_of(
        {
            "n": st.integers(1, 9),
            "says": sentences(),
            "answer": texts(),
            "facts": _ids(ids["event"]),
            "evidence": _ids(ids["evidence"]),
            "coi": st.lists(st.integers(1, 3), max_size=2),
        }
    )
    made = draw(
        some_of(
            {
                "person": st.sampled_from(ids["person"]),
                "authority": st.sampled_from(
                    ("dcm", "pg", "ugim.brest", "court.gomel", "rovd.district", "kgb", "court.district")
                ),
                "number": st.integers(1, 999).map(lambda n: f"TEST-{n}"),
                "signed_by": lines("заместитель Генерального прокурора (имя не указано)"),
                "dated": _LATE_DAYS,
                "announced": _LATE_DAYS,
                "announced_at": _MOMENTS,
                "posted": _LATE_DAYS,
                "received": _LATE_DAYS,
                "received_at": _MOMENTS,
                "received_how": lines("вручено лично под подпись", "объявлено в следственном изоляторе"),
                "procedure": lines("ordinary", "accelerated", "unknown", "extradition"),
                "ground": lines("законодательство о пребывании"),
                "notice_court": lines("суд Центрального района г. Гомеля", "Гродненский областной суд", ""),
                "notice_period": st.sampled_from(NOTICES),
                "language": lines("ru", "be"),
                "translated": st.booleans(),
                "copy_given": st.booleans(),
                "reasons_given": st.booleans(),
                "interpreter_provided": st.booleans(),
                "reason": st.lists(reason, max_size=3),
            }
        )
    )
    if draw(st.integers(0, 5)) == 0:
        made["notice_last_day"] = draw(_LATE_DAYS)
    if made.get("authority") in ("rovd.district", "court.district"):
        made["authority_fill"] = {
            "district_gen": "Оршанского",
            "district_gen_be": "Аршанскага",
            "city_gen": "города Орши",
            "city_gen_be": "горада Оршы",
        }
    return {"id": f"d{number}", "kind": kind or draw(st.sampled_from(KINDS)), **made}


@st.composite
def valid_files(draw: st.DrawFn, *, topic: str | None = None, decision_kind: str | None = None) -> Plain:
    """A case file of any shape that §11 allows, as plain TOML values."""
    size = draw(st.sampled_from((1, 1, 2, 3, 9)))
    roles = [
        "client",
        *(draw(st.sampled_from(("family", "family", "missing", "deceased", "witness"))) for _ in range(size - 1)),
    ]
    counts = {kind: draw(st.integers(0, 4)) for kind in ("event", "evidence", "decision")}
    if decision_kind is not None:
        counts["decision"] = max(1, counts["decision"])
    ids = {
        "person": [f"p{n}" for n in range(1, size + 1)],
        "event": [f"e{n}" for n in range(1, counts["event"] + 1)],
        "evidence": [f"x{n}" for n in range(1, counts["evidence"] + 1)],
        "decision": [f"d{n}" for n in range(1, counts["decision"] + 1)],
    }
    one_person = st.sampled_from(ids["person"])
    file: Plain = {
        "meta": {
            "as_of": draw(st.dates(dt.date(2026, 10, 1), dt.date(2026, 12, 31))),
            "case_id": "H01",
            "schema_version": 1,
            "fictional": True,
            **draw(
                some_of(
                    {"title": sentences().map(_one_line), "features": st.lists(lines("mononym", "custody"), max_size=2)}
                )
            ),
        },
        "case": {
            "ref": f"TEST-2026-H{draw(st.integers(0, 99)):02d}",
            "topic": topic or draw(st.sampled_from(TOPICS)),
            **draw(
                some_of(
                    {
                        "region": st.sampled_from(REGIONS),
                        "place": lines("город Минск", "Гродненская область"),
                        "urgency": lines("u0", "u1", "u2", "u3"),
                        "language": lines("prs", "ar", "ckb", "tg", "uk", "ru"),
                        "output_language": lines("ru", "be"),
                        "also_output_languages": st.lists(lines("be", "ru"), max_size=1),
                        "interpreter_used": st.booleans(),
                        "read_back": st.booleans(),
                        "documents": st.lists(lines("A1", "A2", "C1", "C3", "D1", "K1"), max_size=4, unique=True),
                        "user_role": lines("consultant", "volunteer"),
                    }
                )
            ),
        },
        "person": [draw(persons(number, role)) for number, role in enumerate(roles, start=1)],
    }
    tables: dict[str, list[Plain]] = {
        "event": [draw(_event(one, ids)) for one in ids["event"]],
        "evidence": [draw(_evidence(one, ids)) for one in ids["evidence"]],
        "decision": [
            draw(decisions(n, ids, decision_kind if n == 1 else None)) for n in range(1, counts["decision"] + 1)
        ],
        "route": draw(st.lists(_ROUTE, max_size=2)),
        "entry": draw(st.lists(_ENTRY, max_size=2)),
        "coi": draw(st.lists(_COI, max_size=2)),
        "note": [
            {
                "id": "n1",
                "visibility": "internal",
                "text": "КАНАРЕЙКА-H01-5501: клиент просил не включать; " + draw(sentences()),
            }
        ],
        "detention": draw(st.lists(_detention(one_person), max_size=2)),
        "consent": draw(st.lists(_consent(one_person), max_size=3)),
        "narrative": draw(st.lists(_narrative(one_person), max_size=2)),
    }
    if draw(st.integers(0, 2)) == 0:
        tables |= draw(_rare_tables(ids))
        if draw(st.booleans()):
            file["extradition"] = draw(_EXTRADITION)
    for number, detention in enumerate(tables["detention"], start=1):
        if draw(st.booleans()):
            detention["id"] = f"t{number}"
    return file | {name: rows for name, rows in tables.items() if rows}


def _one_line(text: str) -> str:
    return text.replace("\n", " ")


def _event(one: str, ids: dict[str, list[str]]) -> st.SearchStrategy[Plain]:
    return some_of(
        {
            "date": partial_dates(),
            "place": lines("город Мисаль (вымышленный)", "лес у реки"),
            "text": texts(),
            "visibility": _VISIBILITY,
            "certainty": lines("sure", "month_only", "heard_from_neighbours"),
            "how_known": lines("seen", "heard", "document"),
            "evidence": _ids(ids["evidence"]),
        },
        always=("text",),
    ).map(lambda rest: {"id": one, **rest})


def _evidence(one: str, ids: dict[str, list[str]]) -> st.SearchStrategy[Plain]:
    return some_of(
        {
            "title": lines("Справка миссии", "Фотографии дома", 'Снимок "экрана" | канала', "Даведка аб працы"),
            "kind": lines("document", "photo", "medical"),
            "date": partial_dates(),
            "pages": st.integers(1, 40),
            "language": lines("ru", "en", "ar", "none", "de"),
            "translated": st.booleans(),
            "visibility": _VISIBILITY,
            "proves": _ids(ids["event"]),
            "risk_flags": st.lists(lines("listed_material", "names_third_person"), max_size=2),
            "exif": lines("содержит координаты"),
            "original_held_by": lines("у клиента"),
        },
        always=("title",),
    ).map(lambda rest: {"id": one, **rest})


_ROUTE = some_of(
    {
        "country": st.sampled_from(COUNTRIES),
        "from": partial_dates(),
        "to": partial_dates(),
        "status": lines("transit", "resident"),
        "asked_protection": st.booleans(),
        "result": sentences(),
    }
)
_ENTRY = some_of(
    {
        "date": partial_dates(),
        "point": lines("Национальный аэропорт Минск", "через границу с Российской Федерацией"),
        "manner": lines("самолётом", "пешком"),
        "document": lines("паспорт", "без документов"),
        "lawful": st.sampled_from(("yes", "no", "unknown")),
        "visibility": _VISIBILITY,
    }
)
_COI = some_of(
    {
        "title": lines("Отчёт о стране (вымышленная запись)"),
        "publisher": lines("орган ООН"),
        "date": partial_dates(),
        "pinpoint": lines("пп. 10–14", "с. 4"),
        "point": sentences(),
        "language": lines("en", "ru"),
        "retrieved": st.one_of(_DAYS, partial_dates()),
        "risk_flags": st.lists(lines("listed_material"), max_size=1),
    }
)
_EXTRADITION = some_of(
    {
        "state": st.sampled_from(("TJ", "RU", "XA")),
        "requested": partial_dates(),
        "offence": sentences(),
        "article_abroad": lines("статья не указана"),
        "max_penalty": lines("до 20 лет"),
        "in_absentia": st.booleans(),
        "wanted_notice": lines("межгосударственный розыск"),
    }
)


def _detention(one_person: st.SearchStrategy[str]) -> st.SearchStrategy[Plain]:
    sanction = st.tuples(_LATE_DAYS, st.integers(1, 60)).map(
        lambda pair: {"from": pair[0], "to": pair[0] + dt.timedelta(pair[1])}
    )
    return some_of(
        {
            "person": one_person,
            "kind": lines("extradition", "administrative", "deportation"),
            "place": lines("следственный изолятор № 0 (вымышленный)"),
            "from": st.one_of(_MOMENTS, _LATE_DAYS),
            "sanctions": st.lists(sanction, max_size=2),
            "note": sentences(),
        }
    )


def _consent(one_person: st.SearchStrategy[str]) -> st.SearchStrategy[Plain]:
    return some_of(
        {
            "scope": lines("keep_data", "un_named", "unhcr", "red_cross", "foreign_lawyer"),
            "given": st.booleans(),
            "date": _DAYS,
            "withdrawn": _DAYS,
            "expires": _LATE_DAYS,
            "person": one_person,
        },
        always=("scope",),
    )


def _narrative(one_person: st.SearchStrategy[str]) -> st.SearchStrategy[Plain]:
    return some_of(
        {"person": one_person, "language": lines("ru", "be", "prs"), "visibility": _VISIBILITY, "text": texts()},
        always=("text",),
    )


@st.composite
def _rare_tables(draw: st.DrawFn, ids: dict[str, list[str]]) -> dict[str, list[Plain]]:
    def maybe(known: str) -> dict[str, st.SearchStrategy[Any]]:
        return {known: st.sampled_from(ids[known])} if ids[known] else {}

    made: dict[str, st.SearchStrategy[Plain]] = {
        "assurance": some_of(
            {
                "given_by": lines("ведомство запрашивающего государства"),
                "post": lines("заместитель министра"),
                "dated": partial_dates(),
                "text_in_file": st.booleans(),
                "promises": st.lists(lines("не подвергать пыткам", "допустить консула"), max_size=2),
                "monitoring": lines("не указано"),
            }
        ),
        "missed": some_of(
            {
                **maybe("decision"),
                **maybe("evidence"),
                "reason": st.sampled_from(MISSED_REASONS),
                "from": _LATE_DAYS,
                "to": _LATE_DAYS,
            }
        ),
        "injury": some_of(
            {
                **maybe("event"),
                **{
                    name: lines("левое предплечье", "синяк 6 на 3 см")
                    for name in ("part", "size", "colour", "then", "now")
                },
                "side": lines("left", "right"),
            }
        ),
        "state_asked": some_of(
            {
                "country": st.sampled_from(COUNTRIES),
                "asked": partial_dates(),
                "answer": sentences(),
                **maybe("evidence"),
            }
        ),
        "prior_status": some_of(
            {
                "state": st.sampled_from(("XA", "DE")),
                "kind": lines("refugee"),
                "since": partial_dates(),
                **maybe("evidence"),
            }
        ),
        "interview_record": some_of({"date": partial_dates(), "says": texts()}),
        "earlier_offence": some_of(
            {
                "date": partial_dates(),
                "number": lines("TEST-9"),
                "what": sentences(),
                "appealed": st.booleans(),
                "copy_given": st.booleans(),
            }
        ),
        "contradicting_age": some_of(
            {
                "source": lines("справка врача"),
                "value": st.one_of(st.integers(10, 25), lines("17")),
                "note": sentences(),
            }
        ),
    }
    tables = {name: draw(st.lists(table, max_size=2)) for name, table in made.items()}
    if draw(st.booleans()):
        tables["other_case"] = [
            {
                "ref": "TEST-2025-X05",
                "restricted": draw(st.booleans()),
                "allowed_roles": ["coordinator"],
                "person": [{"id": "q1", "names": {"latin": "REBWAR HAMA NIMUNA"}, "sex": "m"}],
                "event": [{"id": "e1", "text": draw(sentences()), "visibility": "internal"}],
                "note": [{"id": "n1", "visibility": "internal", "text": "КАНАРЕЙКА-H01-1188: другой клиент."}],
            }
        ]
    return tables


def record_of(file: Plain) -> CaseRecord:
    return parse_case_file(toml_text(file), "made.toml")


def valid_cases(*, topic: str | None = None, decision_kind: str | None = None) -> st.SearchStrategy[CaseRecord]:
    """Records of :func:`valid_files`. ``topic`` and ``decision_kind`` (of the first decision) may be fixed."""
    return valid_files(topic=topic, decision_kind=decision_kind).map(record_of)
