"""A paper with everything in it, for the tests of the writers. The people are invented."""

from __future__ import annotations

from legalaid_desktop.documents.blocks import Block
from legalaid_desktop.documents.notation import Body, FactText, FieldTree, compile_body

BODY = """\
::: section address
::: addressee
{{ court }}

Заявитель: **{{ applicant.full }}**, {{ applicant.born }} г. р.

Адрес: {{ applicant.address }}
:::
:::

# ЖАЛОБА

::: subtitle
на решение {{ decision.authority }} от {{ decision.date }} № {{ decision.no }}
:::

::: section facts
## Обстоятельства

Решением от {{ decision.date }} № {{ decision.no }} в предоставлении статуса беженца отказано[^1]. Срок – 15 дней.

::: numbered facts
{{ story }}
:::

### События

{% for e in events %}
1. {{ e.date }} — {{ e.what }};
{% endfor %}

| Дата | Событие |
|------|---------|
{% for e in events %}
| {{ e.date }} | {{ e.what }} |
{% endfor %}
:::

::: section late
Жалоба подаётся с пропуском срока[^2].
:::

::: section more
::: numbered facts
Согласно ст. 5 и п. 3 выводы органа *не подтверждены* сведениями о стране происхождения.
:::

- первое соображение;
- второе соображение.
:::

## ПРОШУ:

1. Признать решение незаконным:

   1. в части отказа;
   2. в части выезда.

2. Обязать повторно рассмотреть ходатайство.

::: annexes
Приложение:

{% for x in exhibits %}
1. {{ x.name }} на {{ x.pages }} л. в 1 экз.
{% endfor %}
:::

::: signature
«___» ____________ 2026 г.\t______________\t{{ signer }}
:::

[^1]: Текст сноски со ссылкой на норму и «кавычками».

[^2]: Сноска о сроке.
"""
_T = "text"
FIELDS: FieldTree = {
    "court": _T,
    "applicant": {"full": _T, "born": _T, "address": _T},
    "decision": {"no": _T, "date": _T, "authority": _T},
    "story": _T,
    "events": [{"date": _T, "what": _T}],
    "exhibits": [{"name": _T, "pages": "number"}],
    "signer": _T,
}
STORY = (
    "Родился и вырос в городе, где работал учителем. Ко мне приходили дважды, спрашивали о брате и о списках учеников; "
    "соседи видели это и потом рассказывали другим.\n\nПосле второго раза пришлось уехать к родственникам, "
    "а затем и из страны. Кто-нибудь из соседей может это подтвердить.\nОбратно вернуться нельзя."
)


def facts(**changes: object) -> dict[str, object]:
    base: dict[str, object] = {
        "court": "Суд Октябрьского района г. Минска",
        "applicant": {
            "full": FactText("Мохаммади Ахмад (محمدی احمد رضا)", "p1.names"),
            "born": "12.03.1990",
            "address": None,
        },
        "decision": {"no": "12-3/2026", "date": "5 марта 2026 г.", "authority": "управления по гражданству"},
        "story": FactText(STORY, "narrative.p1"),
        "events": [
            {"date": "2024", "what": "задержание и избиение в г. Герат"},
            {"date": "12.01.2025", "what": "выезд"},
            {"date": "осень 2025 г.", "what": "въезд в Республику Беларусь, обращение за защитой"},
        ],
        "exhibits": [{"name": "копия решения", "pages": 3}, {"name": "перевод удостоверения", "pages": 2}],
        "signer": "А. Р. Мохаммади",
    }
    return {**base, **changes}


def body() -> Body:
    return compile_body(BODY, fields=FIELDS, file="body.ru.md")


def paper(sections: dict[str, bool] | None = None, **changes: object) -> tuple[Block, ...]:
    return body().render(facts(**changes), sections=sections)
