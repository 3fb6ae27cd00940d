"""Turn the law drafts (``deadlines.toml``, ``authorities.toml``, ``taxonomy.toml``, ``law.md``) into a pack.

Made are ``pack.toml``, ``deadlines.toml``, ``counting.toml``, ``calendars.toml``, ``authorities.toml`` and
``taxonomy.toml`` of ``resources/law/by``; the other files there are edited by hand. The shipped files name sources by
id only; titles and addresses go to ``docs/law-sources.md``. Run again after a draft has changed::

    python scripts/convert_law.py FOLDER_WITH_DRAFTS
"""

from __future__ import annotations

import datetime as dt
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LAW = ROOT / "resources" / "law" / "by"
WORDS = tomllib.loads((Path(__file__).with_name("law_words.toml")).read_text("utf-8"))
FORBIDDEN = re.compile(
    r"https?:|www\.|\b[\w-]+\.(?:by|org|com|net|media)\b|Constanta|Nasha|spring96|TASS|Mondaq", re.IGNORECASE
)

Row = dict[str, Any]


class Sources:
    """Gives each source of the drafts an id, in order of first use."""

    def __init__(self) -> None:
        self.ids: dict[str, str] = {}
        self.used: dict[str, list[str]] = {}

    def id_of(self, source: str, by: str) -> str:
        if not source:
            return ""
        known = self.ids.setdefault(source, f"src-{len(self.ids) + 1:03d}")
        self.used.setdefault(known, []).append(by)
        return known


def value(given: object) -> str:
    if isinstance(given, bool):
        return "true" if given else "false"
    if isinstance(given, int):
        return str(given)
    if isinstance(given, dt.date):
        return given.isoformat()
    if isinstance(given, list):
        return "[" + ", ".join(value(entry) for entry in given) + "]"
    return '"' + str(given).replace("\\", "\\\\").replace('"', '\\"') + '"'


def table(name: str, row: Row) -> str:
    return "\n".join([name, *(f"{key} = {value(given)}" for key, given in row.items() if given is not None)]) + "\n"


def write(name: str, comment: str, tables: list[str]) -> None:
    remark = "Not reviewed by a Belarusian lawyer. Sources by id; docs/law-sources.md has them."
    text = f"# {comment}\n# {remark}\n\n" + "\n".join(tables)
    found = FORBIDDEN.search(text)
    if found:
        raise SystemExit(f"{name}: {found.group()!r} may not ship")
    LAW.mkdir(parents=True, exist_ok=True)
    (LAW / name).write_text(text, "utf-8")


# ---------------------------------------------------------------------------------------------- deadlines


def basis(given: str, lang: str) -> str:
    words = given.replace("ст. 353–358 ГПК", "ст. 353–358 прежнего кодекса")
    for remark in WORDS["basis"]:
        words = words.replace(remark["en"], remark[lang])
    if lang == "be":
        words = words.replace("до 01.01.2026", "да 01.01.2026").replace("; с 01.01", "; з 01.01")
        words = words.replace("прежнего кодекса", "ранейшага кодэкса")
        for act in WORDS["act_be"]:
            words = words.replace(act["ru"], act["be"])
        words = words.replace("(с 01.07", "(з 01.07").replace(" и № ", " і № ")
    return words


def checked(row: Row, compiled: dt.date) -> dt.date | None:
    """What a source shows was compared with it when the drafts were compiled; what is recalled never was."""
    return compiled if row["confidence"] == "verified" and row.get("source") else None


def about(draft: Row) -> None:
    meta = draft["meta"]
    words = WORDS["pack"]
    tables = [
        table(
            "[pack]",
            {
                "schema_version": 1,
                "id": words["id"],
                "version": f"{meta['compiled']:%Y.%m.%d}",
                "jurisdiction": meta["jurisdiction"],
                **{f"title_{lang}": words[f"title_{lang}"] for lang in ("ru", "be", "en")},
                "compiled": meta["compiled"],
                "newest_source_date": meta["newest_source_date"],
                "reviewed_by_lawyer": meta["reviewed_by_lawyer"],
            },
        ),
        table("[law_as_of]", draft["law_as_of"]),
    ]
    for lang in ("ru", "be"):
        said = WORDS[f"law_as_of_{lang}"]
        tables.append(table(f"[law_as_of_{lang}]", {area: said[area] for area in draft["law_as_of"]}))
    write("pack.toml", "What this pack is, and how recent its sources are.", tables)


def deadlines(draft: Row, sources: Sources) -> None:
    compiled = draft["meta"]["compiled"]
    tables: list[str] = []
    for rule in draft["counting_rule"]:
        row = {**rule, "source": sources.id_of(rule["source"], f"counting rule {rule['id']}")}
        row |= WORDS["counting"][rule["id"]]
        tables.append(table("[[counting_rule]]", row | {"checked_on": checked(rule, compiled)}))
    write("counting.toml", "How periods are counted, in words; the program counts by itself.", tables)
    tables = []
    for holiday in draft["holiday"]:
        row = {**holiday, "source": sources.id_of(holiday["source"], f"holiday {holiday['id']}")}
        row["name_be"] = WORDS["holiday_be"][holiday["id"]]
        row["name_en"] = WORDS["holiday_en"][holiday["id"]]
        tables.append(table("[[holiday]]", row | {"checked_on": checked(holiday, compiled)}))
    for year in draft["calendar_year"]:
        row = {**year, "source": sources.id_of(year["source"], f"calendar of {year['year']}")}
        tables.append(table("[[calendar_year]]", row | {"checked_on": checked(year, compiled)}))
    for check in draft["radunitsa_check"]:
        source = "" if check["source"] == "computed" else check["source"]
        row = {**check, "source": sources.id_of(source, f"Radunitsa of {check['year']}")}
        tables.append(table("[[radunitsa_check]]", row))
    write("calendars.toml", "Holidays, and days that the Government moved, year by year.", tables)
    tables = []
    for rule in draft["deadline"]:
        words = WORDS["rule"][rule["id"]]
        row = {
            **rule,
            "source": sources.id_of(rule["source"], f"deadline {rule['id']}"),
            "legal_basis": rule["legal_basis"].replace("ГПК", "of the former code"),
            "legal_basis_ru": basis(rule["legal_basis"], "ru"),
            "legal_basis_be": basis(rule["legal_basis"], "be"),
            **{key: words[key] for key in ("act_be", "trigger_ru", "trigger_be")},
        }
        note = words.get("note_en", rule.get("note", ""))
        row["note"] = note
        row |= {key: words[key] for key in ("note_ru", "note_be") if key in words}
        tables.append(table("[[deadline]]", row | {"checked_on": checked(rule, compiled)}))
    write("deadlines.toml", "Periods of Belarusian law, as dated data.", tables)


# ---------------------------------------------------------------------------------------------- authorities

# Head words of the bodies: nominative → instrumental (ru); nominative → instrumental, prepositional (be).
RU_INS = {
    "областной суд": "областным судом",
    "Минский городской суд": "Минским городским судом",
    "Верховный Суд": "Верховным Судом",
    "суд {": "судом {",
    "Министерство": "Министерством",
    "Департамент": "Департаментом",
    "Главное управление": "Главным управлением",
    "Управление": "Управлением",
    "Отдел": "Отделом",
    "отдел": "отделом",
    "Государственный пограничный комитет": "Государственным пограничным комитетом",
    "Следственный комитет": "Следственным комитетом",
    "Комитет": "Комитетом",
    "Генеральная прокуратура": "Генеральной прокуратурой",
    "прокуратура": "прокуратурой",
    "Президент": "Президентом",
    "следственный изолятор": "следственным изолятором",
    "изолятор": "изолятором",
    "центр": "центром",
    "орган": "органом",
    "Белорусская республиканская коллегия": "Белорусской республиканской коллегией",
    "Представительство": "Представительством",
    "Специальные процедуры": "Специальными процедурами",
    "Комиссия": "Комиссией",
}
BE_INS_PREP = {
    "абласны суд": ("абласным судом", "абласным судзе"),
    "Мінскі гарадскі суд": ("Мінскім гарадскім судом", "Мінскім гарадскім судзе"),
    "Вярхоўны Суд": ("Вярхоўным Судом", "Вярхоўным Судзе"),
    "суд {": ("судом {", "судзе {"),
    "Міністэрства": ("Міністэрствам", "Міністэрстве"),
    "Дэпартамент": ("Дэпартаментам", "Дэпартаменце"),
    "Галоўнае ўпраўленне": ("Галоўным упраўленнем", "Галоўным упраўленні"),
    "Упраўленне": ("Упраўленнем", "Упраўленні"),
    "Аддзел": ("Аддзелам", "Аддзеле"),
    "аддзел": ("аддзелам", "аддзеле"),
    "Дзяржаўны пагранічны камітэт": ("Дзяржаўным пагранічным камітэтам", "Дзяржаўным пагранічным камітэце"),
    "Следчы камітэт": ("Следчым камітэтам", "Следчым камітэце"),
    "Камітэт": ("Камітэтам", "Камітэце"),
    "Генеральная пракуратура": ("Генеральнай пракуратурай", "Генеральнай пракуратуры"),
    "пракуратура": ("пракуратурай", "пракуратуры"),
    "Прэзідэнт": ("Прэзідэнтам", "Прэзідэнце"),
    "следчы ізалятар": ("следчым ізалятарам", "следчым ізалятары"),
    "ізалятар": ("ізалятарам", "ізалятары"),
    "цэнтр": ("цэнтрам", "цэнтры"),
    "орган": ("органам", "органе"),
    "Беларуская рэспубліканская калегія": ("Беларускай рэспубліканскай калегіяй", "Беларускай рэспубліканскай калегіі"),
    "Прадстаўніцтва": ("Прадстаўніцтвам", "Прадстаўніцтве"),
    "Спецыяльныя працэдуры": ("Спецыяльнымі працэдурамі", "Спецыяльных працэдурах"),
    "Камісія": ("Камісіяй", "Камісіі"),
}
BE_ACC = {
    "Генеральная пракуратура": "Генеральную пракуратуру",
    "пракуратура": "пракуратуру",
    "Прэзідэнт": "Прэзідэнта",
    "Беларуская рэспубліканская калегія": "Беларускую рэспубліканскую калегію",
    "Камісія": "Камісію",
}
HEADER_BE = {
    "ivs": "У адміністрацыю ізалятара часовага ўтрымання {owner_gen_be}",
    "cip": "У адміністрацыю цэнтра ізаляцыі правапарушальнікаў {owner_gen_be}",
    "sizo": "У адміністрацыю следчага ізалятара № {number}",
    "guardianship": "У орган апекі і папячыцельства {district_gen_be} раёна",
    "zags": "У аддзел запісу актаў грамадзянскага стану {owner_gen_be}",
    "bar": "У Беларускую рэспубліканскую калегію адвакатаў",
    "unhcr": "У Прадстаўніцтва Упраўлення Вярхоўнага камісара ААН па справах бежанцаў у Рэспубліцы Беларусь",
    "un.sp": "Special Procedures of the UN Human Rights Council",
    "interpol.ccf": "Commission for the Control of INTERPOL's Files",
}
HEADER_EN = {
    "unhcr": "UNHCR Representation in the Republic of Belarus",
    "un.sp": "Special Procedures of the UN Human Rights Council",
    "interpol.ccf": "Commission for the Control of INTERPOL's Files",
}
_AFTER_VOWEL = re.compile(r"(?<=[аеёіоуыэюяАЕЁІОУЫЭЮЯ] )у(?=[а-яёіў])")
_AFTER_CONSONANT = re.compile(r"(?<=[бвгджзйклмнпрстфхцчшьБВГДЖЗЙКЛМНПРСТФХЦЧШЬ] )ў(?=[а-яёі])")


def short_u(text: str) -> str:
    """Belarusian у and ў at the beginning of a word, after the last letter of the word before."""
    return _AFTER_CONSONANT.sub("у", _AFTER_VOWEL.sub("ў", text))


def first_replaced(text: str, words: dict[str, str]) -> str | None:
    """The head word is the one that stands first; of several there, the longest."""
    heads = sorted((text.index(head), -len(head), head) for head in words if head in text)
    return text.replace(heads[0][2], words[heads[0][2]], 1) if heads else None


def oblast_court(adjective_and_rest: str, ending: str) -> str:
    return re.sub(r"^(\S+?)(?:ий|і|ы) (?=област|абласн)", lambda match: f"{match[1]}{ending} ", adjective_and_rest)


def all_forms(body: Row) -> dict[str, str]:
    forms = {key: str(given) for key, given in body.items() if re.match(r"(ru|be)_|header_", key)}
    ru_ins = first_replaced(forms["ru_nom"], RU_INS)
    be_ins = first_replaced(forms["be_nom"], {head: pair[0] for head, pair in BE_INS_PREP.items()})
    be_prep = first_replaced(forms["be_nom"], {head: pair[1] for head, pair in BE_INS_PREP.items()})
    if ru_ins is None or be_ins is None or be_prep is None:
        raise SystemExit(f"{body['id']}: no forms for its head word")
    forms["ru_ins"] = oblast_court(ru_ins, "им")
    forms["be_ins"] = oblast_court(be_ins, "ім")
    forms["be_prep"] = oblast_court(be_prep, "ім")
    forms.setdefault("be_acc", first_replaced(forms["be_nom"], BE_ACC) or forms["be_nom"])
    if body["id"] in HEADER_BE:
        forms["header_be"] = HEADER_BE[body["id"]]
    if body["id"] in HEADER_EN:
        forms["header_en"] = HEADER_EN[body["id"]]
    if "header_person_ru" in forms:
        be_gen = forms["be_gen"]
        if body["id"] == "pg":
            forms["header_person_be"] = "Генеральнаму пракурору Рэспублікі Беларусь"
        elif body["id"].startswith("prosecutor."):
            forms["header_person_be"] = be_gen.replace("пракуратуры", "Пракурору", 1)
        else:
            forms["header_person_be"] = f"Начальніку {be_gen}"
    order = [f"{lang}_{case}" for lang in ("ru", "be") for case in ("nom", "gen", "dat", "acc", "ins", "prep")]
    order += ["header_ru", "header_be", "header_en", "header_person_ru", "header_person_be"]
    return {key: short_u(forms[key]) if "be" in key.split("_") else forms[key] for key in order if key in forms}


def authorities(draft: Row, sources: Sources) -> None:
    compiled = draft["meta"]["compiled"]
    tables: list[str] = []
    for region in draft["region"]:
        row = {**region, "source": sources.id_of(region["source"], f"region {region['id']}")}
        row["ru_acc"] = row["ru_nom"].replace("ая область", "ую область")
        row["be_acc"] = row["be_nom"].replace("ая вобласць", "ую вобласць")
        row["be_prep"] = row["be_dat"].replace("гораду Мінску", "горадзе Мінску")
        tables.append(table("[[region]]", row | {"checked_on": checked(region, compiled)}))
    for body in draft["authority"]:
        note = str(body.get("note", "")).replace(" is confirmed by Human Constanta", " is confirmed")
        row = {
            "id": body["id"],
            "type": body["type"],
            "region": body.get("region"),
            "template": body.get("template"),
            "role_en": body.get("role_en"),
            **all_forms(body),
            "confidence": body["confidence"],
            "source": sources.id_of(body["source"], f"authority {body['id']}"),
            "note": note or None,
            "checked_on": checked(body, compiled),
        }
        tables.append(table("[[authority]]", row))
    write("authorities.toml", "Authorities and regions with their grammatical forms.", tables)


# ---------------------------------------------------------------------------------------------- taxonomy


def taxonomy(draft: Row, sources: Sources) -> None:
    compiled = draft["meta"]["compiled"]
    tables = [
        table(
            "[statistics]",
            {
                "min_cell": draft["meta"]["min_cell"],
                **draft["statistics"],
                "source": sources.id_of(draft["statistics"]["source"], "statistics"),
            },
        ),
    ]
    for kind, rows in draft.items():
        if not isinstance(rows, list):
            continue
        for given in rows:
            row = {**given, "source": sources.id_of(given.get("source", ""), f"{kind} {given['id']}")}
            row.setdefault("label_ru", WORDS.get(f"{kind}_ru", {}).get(given["id"]))
            row["label_ru"] = row["label_ru"].replace("Клиент ", "Заявитель ")
            row["label_be"] = WORDS[f"{kind}_be"][given["id"]]
            tables.append(table(f"[[{kind}]]", row | {"checked_on": checked(given, compiled)}))
    write("taxonomy.toml", "How requests are sorted and counted.", tables)


# ---------------------------------------------------------------------------------------------- docs


def brief_sources(brief: str) -> dict[str, str]:
    found = dict(re.findall(r"^(S\d+) (.+)$", brief, re.MULTILINE))
    return {f"src-{200 + int(key[1:]):03d}": f"{key}: {text}" for key, text in found.items()}


def document(sources: Sources, brief: dict[str, str]) -> None:
    lines = [
        "# Sources of the law data",
        "",
        "The shipped law data name sources by these ids only, as addresses of blocked media must not lie on a seized",
        "laptop.",
        "Made by `scripts/convert_law.py` from the drafts; edit the drafts, not this file.",
        "",
        "| Id | Source | Used by |",
        "|---|---|---|",
    ]
    for source, known in sources.ids.items():
        lines.append(f"| {known} | {source} | {', '.join(dict.fromkeys(sources.used[known]))} |")
    lines += ["", "## Sources of the law brief", "", "| Id | Source |", "|---|---|"]
    lines += [f"| {known} | {text} |" for known, text in brief.items()]
    (ROOT / "docs" / "law-sources.md").write_text("\n".join(lines) + "\n", "utf-8")


def main() -> None:
    folder = Path(sys.argv[1])
    sources = Sources()

    def draft(name: str) -> Row:
        return tomllib.loads((folder / name).read_text("utf-8"))

    about(draft("deadlines.toml"))
    deadlines(draft("deadlines.toml"), sources)
    authorities(draft("authorities.toml"), sources)
    taxonomy(draft("taxonomy.toml"), sources)
    document(sources, brief_sources((folder / "law.md").read_text("utf-8")))


if __name__ == "__main__":
    main()
