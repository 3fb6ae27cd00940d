"""Fixed words of the application and its annexes (A1–A4, and what D1, D5 share with them) in Russian and Belarusian.

Of another language the Russian word stands: those papers have no such sentence.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from legalaid_desktop.documents.facts.source import FactSource

_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "ru": {
        # identity
        "sex_m": "мужской", "sex_f": "женский", "sex_unsaid": "не указан", "unknown_f": "неизвестна",
        "no_papers": ", документов нет", "age": "возраст со слов: {0}{1}",
        "original": "Написание на языке оригинала", "name": "Имя: {0}", "only_name": " (единственное, фамилии нет)",
        "birth_place": "место рождения: {0}", "languages": "языки: {0}",
        # way
        "some_state": "Государство", "forgot_date": "дату не помню", "entry_date": "дата въезда", "transit": "проезд",
        "protection": "международная защита",
        # states
        "asking": "запрашивающее государство", "contested": "гражданство оспаривается",
        "citizenship": "Гражданство: {0}",
        "citizenships": "Имеются гражданства {0}", "another": "другого {0}",
        "state_claims": "Запрашивающее государство утверждает", "claimed": "Утверждается",
        "claim": "{0}, что имеется гражданство {1}{2}; это оспаривается",
        "threat": "Что угрожает в государстве гражданства: {0}?",
        # family
        "client": "заявитель", "relative": "родственник", "member": "член семьи", "where": "место нахождения: {0}",
        "name_kept": "имя не указывается", "name_unknown": "имя неизвестно", "nothing_known": "сведений нет",
        "kept": "не указываются", "yes": "да", "no": "нет", "undecided": "не решено",
        "citizenship_label": "гражданство: ", "citizenships_label": "гражданства: ",
        "papers_none": "документов нет", "papers_none_why": "документов нет: {0}",
        "joined": "включается в ходатайство", "not_joined": "в ходатайство не включается",
        "dead": "нет в живых", "dead_undated": "нет в живых, дата смерти неизвестна",
        "died_m": "умер", "died_f": "умерла", "died": "смерть наступила",
        "last_contact": ", последняя связь {0}", "missing": "местонахождение неизвестно{0}",
        # chronology
        "by_others": "со слов других лиц", "own": "сведения заявителя", "by_paper": "из документа",
        "row_birth": "Рождение заявителя", "row_child": "Рождение ребёнка: {0}", "row_death": "Смерть: {0}",
        "row_contact": "Последняя связь: {0}", "row_status": "статус: {0}", "row_result": ", результат: {0}",
        "row_asked": "обращение за защитой было{0}", "row_not_asked": "обращения за защитой не было",
        "row_stay": "Пребывание в другом государстве", "row_entry": "Въезд в Республику Беларусь",
        "row_protection": "Предоставление защиты{0}", "row_answer": "; ответ: {0}",
        "row_state_asked": "Обращение по вопросу о гражданстве{0}", "row_begins": "Начало: {0}",
        "row_ends": "Окончание: {0}", "row_begins_custody": "Начало содержания под стражей",
        "row_ends_custody": "Окончание содержания под стражей", "row_request": "Запрос о выдаче",
        "row_interview": "Интервью по ходатайству о защите", "decision": "решение", "row_decided": "Решение",
        "row_announced": "Объявлено", "row_posted": "Отправлено", "row_shown": "Ознакомление без вручения копии",
        "row_received": "Получено", "in_full": "полностью – в изложении, п.\u00a0{0}", "copy": "копия решения",
        "date_unknown": "дата неизвестна",
        # application
        "extradition": "постановление о выдаче", "of_day": "от {0}", "tongue": "язык заявителя",
        "told_date": "Дата: {0}", "heard": "мне известно об этом {0}", "colour": "цвет: {0}", "then": "тогда: {0}",
        "now": "сейчас: {0}",
    },
    "be": {
        "sex_m": "мужчынскі", "sex_f": "жаночы", "sex_unsaid": "не ўказаны", "unknown_f": "невядомая",
        "no_papers": ", дакументаў няма", "age": "узрост са слоў: {0}{1}",
        "original": "Напісанне на мове арыгінала", "name": "Імя: {0}", "only_name": " (адзінае, прозвішча няма)",
        "birth_place": "месца нараджэння: {0}", "languages": "мовы: {0}",
        "some_state": "Дзяржава", "forgot_date": "дату не памятаю", "entry_date": "дата ўезду", "transit": "праезд",
        "protection": "міжнародная абарона",
        "asking": "дзяржава, якая запытвае", "contested": "грамадзянства аспрэчваецца",
        "citizenship": "Грамадзянства: {0}", "citizenships": "Маюцца грамадзянствы {0}", "another": "другога {0}",
        "state_claims": "Дзяржава, якая запытвае, сцвярджае", "claimed": "Сцвярджаецца",
        "claim": "{0}, што маецца грамадзянства {1}{2}; гэта аспрэчваецца",
        "threat": "Што пагражае ў дзяржаве грамадзянства: {0}?",
        "client": "заяўнік", "relative": "сваяк", "member": "член сям’і", "where": "месца знаходжання: {0}",
        "name_kept": "імя не ўказваецца", "name_unknown": "імя невядома", "nothing_known": "звестак няма",
        "kept": "не ўказваюцца", "yes": "так", "no": "не", "undecided": "не вырашана",
        "citizenship_label": "грамадзянства: ", "citizenships_label": "грамадзянствы: ",
        "papers_none": "дакументаў няма", "papers_none_why": "дакументаў няма: {0}",
        "joined": "уключаецца ў хадайніцтва", "not_joined": "у хадайніцтва не ўключаецца",
        "dead": "няма ў жывых", "dead_undated": "няма ў жывых, дата смерці невядомая",
        "died_m": "памёр", "died_f": "памерла", "died": "смерць наступіла",
        "last_contact": ", апошняя сувязь {0}", "missing": "месцазнаходжанне невядома{0}",
        "by_others": "са слоў іншых асоб", "own": "звесткі заяўніка", "by_paper": "з дакумента",
        "row_birth": "Нараджэнне заяўніка", "row_child": "Нараджэнне дзіцяці: {0}", "row_death": "Смерць: {0}",
        "row_contact": "Апошняя сувязь: {0}", "row_status": "статус: {0}", "row_result": ", вынік: {0}",
        "row_asked": "зварот па абарону быў{0}", "row_not_asked": "звароту па абарону не было",
        "row_stay": "Знаходжанне ў іншай дзяржаве", "row_entry": "Уезд у Рэспубліку Беларусь",
        "row_protection": "Прадастаўленне абароны{0}", "row_answer": "; адказ: {0}",
        "row_state_asked": "Зварот па пытанні аб грамадзянстве{0}", "row_begins": "Пачатак: {0}",
        "row_ends": "Заканчэнне: {0}", "row_begins_custody": "Пачатак утрымання пад вартай",
        "row_ends_custody": "Заканчэнне ўтрымання пад вартай", "row_request": "Запыт аб выдачы",
        "row_interview": "Інтэрв’ю па хадайніцтве аб абароне", "decision": "рашэнне", "row_decided": "Рашэнне",
        "row_announced": "Аб’яўлена", "row_posted": "Адпраўлена", "row_shown": "Азнаямленне без уручэння копіі",
        "row_received": "Атрымана", "in_full": "цалкам – у выкладзе, п.\u00a0{0}", "copy": "копія рашэння",
        "date_unknown": "дата невядомая",
        "extradition": "пастанова аб выдачы", "of_day": "ад {0}", "tongue": "мова заяўніка",
        "told_date": "Дата: {0}", "heard": "мне вядома пра гэта {0}", "colour": "колер: {0}", "then": "тады: {0}",
        "now": "цяпер: {0}",
    },
}  # fmt: skip


def say(source: FactSource, key: str, *values: object) -> str:
    """A fixed word in the language of the paper, with ``values`` in its places."""
    return source.worded(_WORDS)[key].format(*values)
