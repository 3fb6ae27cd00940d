"""Fictional names of many peoples for the tests of redaction: family, given, patronymic, sex, Latin, original."""

from __future__ import annotations

from legalaid_desktop.domain.ids import LocalId
from legalaid_desktop.domain.person import NameSet, Person, Sex

ROWS = """
Полевая|Надежда||f|NADEZHDA POLEVAYA|
Полевой|Лев||m||
Лев|Роман||m||
Йылдыз|Роза||f|ROZA YILDIZ|
Хасан|Азад||m||ئازاد حەسەن
Петренко|Любовь|Ивановна|f||
Кравец|Павел|Петрович|m||
Орёл|Пётр||m||
Заяц|Игорь|Львович|m|IHAR ZAYATS|
Коваль|Любовь||f||
Бондарь|Сергей||m||
Соловей|Дарья||f||
Вольский|Андрей||m|ANDREJ VOLSKI|
Вольская|Софья||f||
Зимний|Юрий||m||
Летняя|Юлия||f||
Черных|Илья||m||
Седых|Мария||f||
Шевчук|Анна||f||
Гнатюк|Дмитрий||m||
Дубровин|Никита||m||
Дубровина|Вера||f||
Скворцов|Фёдор||m||
Королёва|Алёна||f||
Волчок|Григорий||m||
Купец|Алесь||m||
Третьяк|Михаил||m||
Цой|Виктор||m||
Ким|Ян||m||
Ли|Ия||f||
Салех-Заде|Фархад||m|FARHAD SALEHZADEH|فرهاد صالح‌زاده
Сафаров|Карим|Рустамович|m|KARIM SAFAROV|
Сафарова|Гульнора||f||
Рахмонзода|Далер||m||
Назарзода|Шахноза||f||
Турсунбой|Ойбек||m||
Абдуллаев|Жасур Бахтиёр угли||m||
Мамедов|Рауф Эльдар оглы||m||
Алиева|Лейла Ильхам кызы||f||
Джапаров|Бакыт||m||
Токтогулова|Айгуль||f||
Нурланулы|Ерлан||m||
Ахмади|Зарина||f||زرینه احمدی
Хоссейни|Реза||m||رضا حسینی
Джамшиди|Ширин||f||
Мохаммади|Сухраб||m||سهراب
аль-Барзинджи|Абдулрахман||m|ABDULRAHMAN AL-BARZINJI|
ибн Халид|Омар||m||عمر بن خالد
ад-Дин|Сейф||m||
аль-Хаддад|Халима||f||حليمة الحداد
Нассер|Фатима||f||
Абу Мазин|Юсуф||m||
Бек-Оглы|Асан||m||
Дадаев|Зелимхан||m||
Дадаева|Зулихан||f||
Берадзе|Нино||f|NINO BERADZE|ნინო ბერაძე
Гелашвили|Гиорги||m||გიორგი გელაშვილი
Саркисян|Арам||m||Արամ Սարգսյան
Тер-Погосян|Ануш||f||
Османов|Энвер||m||
Тадессе|Мехрет||f|MEHRET TADESSE|ምሕረት
|Еремия||m||
|Гулалай||f|GULALAI|ګلالۍ
|Мурсал||f||
|||m|BARZAN KHOSHNAW|
|||f|AMINATA DIALLO|
|||f|NGUYEN THI LAN|
Де Фриз|Аля||f||
О’Нил|Шон||m|SEAN O'NEIL|
Дар’ин|Святаслаў||m||
Ткач|Наталья||f||
Гайдай|Евгений||m||
Дюма|Жан-Пьер||m||
Щербина|Мустафа||m||
"""

RELATIONS = {"f": ("sister", "wife", "mother", "colleague"), "m": ("brother", "husband", "father", "friend")}


def persons() -> list[Person]:
    """One person in danger for each row; roles take turns."""
    made: list[Person] = []
    for n, row in enumerate(ROWS.strip().splitlines()):
        family, given, patronymic, sex, latin, original = row.split("|")
        made.append(
            Person(
                id=LocalId("p2"),
                role="family",
                relation=RELATIONS[sex][n % 4],
                sex=Sex.FEMALE if sex == "f" else Sex.MALE,
                in_danger=True,
                names=NameSet(
                    family=family or None,
                    given=given or None,
                    patronymic=patronymic or None,
                    latin=latin or None,
                    original=original or None,
                    mononym=True if not family and given else None,
                ),
            )
        )
    return made


CASES = ("nom", "gen", "dat", "acc", "ins", "prep")
_ROLES = {
    "sister": "сестра сестры сестре сестру сестрой сестре",
    "wife": "жена жены жене жену женой жене",
    "mother": "мать матери матери мать матерью матери",
    "colleague": "коллега коллеги коллеге коллегу коллегой коллеге",
    "brother": "брат брата брату брата братом брате",
    "husband": "муж мужа мужу мужа мужем муже",
    "father": "отец отца отцу отца отцом отце",
    "friend": "друг друга другу друга другом друге",
}


def role(person: Person, case: str) -> str:
    return _ROLES[person.relation or ""].split()[CASES.index(case)]
