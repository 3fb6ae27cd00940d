"""The account of a client beside those of other cases: phrases that two clients share are told of (CHK-DUP)."""

from __future__ import annotations

from legalaid_desktop.domain.facts import Narrative
from legalaid_desktop.domain.visibility import Visibility
from legalaid_desktop.services.briefcase import Briefcase
from legalaid_desktop.services.surroundings import Surroundings

OWN = (
    "Весной ко мне пришли люди из управления и велели подписать бумагу о сотрудничестве с ними. Я отказался и сказал, "
    "что буду жаловаться прокурору города. Через неделю мою лавку опечатали, а отца вызвали на разговор и держали до "
    "вечера без воды. После этого мы с женой собрали вещи и ночью уехали к её родным в соседнюю область."
)
OTHER = (
    "Осенью меня уволили с завода за разговоры в цехе, начальник сам принёс приказ и попросил расписаться внизу. Я "
    "искал работу всю зиму, но везде отвечали одно и то же. Потом соседка предупредила, что во дворе стоит чужая "
    "машина и двое мужчин спрашивают, когда я возвращаюсь домой и один ли я живу в этой квартире."
)


def told(vault: Briefcase, text: str, *, restricted: bool = False) -> str:
    ref = vault.cases.create(title="Дело", client_name="Пример Самир").info.ref
    vault.cases.save(ref, Narrative(text=text, visibility=Visibility.AUTHORITY))
    if restricted:
        vault.vault.db.run("UPDATE case_file SET restricted = 1 WHERE ref = ?", (ref,))
    return ref


def test_an_account_in_the_words_of_another_client_is_told_of(vault: Briefcase) -> None:
    mine, copied = told(vault, OWN), told(vault, f"{OTHER} {OWN}")
    told(vault, OTHER)
    (found,) = Surroundings(vault.vault).around(vault.cases.record(mine)).accounts
    assert found.case == copied
    assert found.share == 100
    assert found.phrase in OWN and len(found.phrase.split()) == 8
    others = Surroundings(vault.vault).around(vault.cases.record(copied)).accounts
    assert {one.case for one in others} != {copied} and len(others) == 2


def test_a_case_closed_to_the_user_is_not_named(vault: Briefcase) -> None:
    mine = told(vault, OWN)
    told(vault, OWN, restricted=True)
    (found,) = Surroundings(vault.vault).around(vault.cases.record(mine)).accounts
    assert found.case is None and found.share == 100


def test_a_few_common_words_are_no_likeness(vault: Briefcase) -> None:
    mine = told(vault, OWN)
    told(vault, f"{OTHER} Я отказался и сказал, что буду жаловаться.")
    assert Surroundings(vault.vault).around(vault.cases.record(mine)).accounts == ()
