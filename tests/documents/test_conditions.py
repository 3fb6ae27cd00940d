"""Each named condition of documents.md §4: a case in which it holds and one in which it does not."""

from __future__ import annotations

import pytest

from legalaid_desktop.documents.conditions import NAMED, Ground, conditions
from legalaid_desktop.domain.case_file import parse_case_file
from tests.documents.case_texts import DECISION, EVENT, HEAD, case_of, desk, sheet_of

RELATIVE = '\n[[person]]\nid = "p2"\nrole = "family"\n'


def late(received: str) -> str:
    return DECISION.replace("2026-12-04", received)


def decision(extra: str) -> str:
    return DECISION + extra + "\n"


CASES: dict[str, tuple[dict[str, object], dict[str, object]]] = {
    # condition → (parts of a case where it holds, parts of one where it does not)
    "no_passport": (
        {"person": 'docs = [{ kind = "passport", no = "TEST1", expires = 2026-12-20 }]'},
        {"person": 'docs = [{ kind = "passport", no = "TEST1", expires = 2026-12-21 }]'},
    ),
    "multi_citizenship": (
        {"swap": ('[{ country = "UA" }]', '[{ country = "UA" }, { country = "RU" }]')},
        {"swap": ('[{ country = "UA" }]', '[{ country = "UA" }, { country = "UA" }]')},
    ),
    "stateless": (
        {"swap": ('citizenships = [{ country = "UA" }]', 'citizenship_status = "stateless"')},
        {"swap": ('citizenships = [{ country = "UA" }]', 'citizenship_status = "not_established"')},
    ),
    "is_minor": (
        {"swap": ("1990-01-02", "2008-12-22")},
        {"swap": ("1990-01-02", "2008-12-21")},
    ),
    "unaccompanied": (
        {"swap": ("1990-01-02", "2010-01-01"), "parts": RELATIVE + 'relation = "brother"\n'},
        {"swap": ("1990-01-02", "2010-01-01"), "parts": RELATIVE + 'relation = "mother"\nincluded = true\n'},
    ),
    "adult_brother_only": (
        {"swap": ("1990-01-02", "2010-01-01"), "parts": RELATIVE + 'relation = "brother"\nage_stated = 30\n'},
        {"swap": ("1990-01-02", "2010-01-01"), "parts": RELATIVE + 'relation = "brother"\nage_stated = 12\n'},
    ),
    "fear_of_return": ({}, {"swap": ("ip.refusal", "st.registration")}),
    "in_custody": (
        {"parts": '[[detention]]\nid = "t1"\nfrom = 2026-12-18T10:00:00\n'},
        {"parts": '[[detention]]\nid = "t1"\nfrom = 2026-12-01T10:00:00\nto = 2026-12-20T10:00:00\n'},
    ),
    # No notice: the safe reading counts 15 calendar days. From 3 December they end on Friday 18, from 4 December on
    # Saturday 19, which moves to Monday 21.
    "late": (
        {"parts": late("2026-12-03")},
        {"parts": late("2026-12-04")},
    ),
    "receipt_unknown": ({"parts": DECISION.replace("received = 2026-12-04\n", "")}, {"parts": DECISION}),
    "interp_denied": (
        {"parts": decision("interpreter_provided = false")},
        {"parts": decision("interpreter_provided = true")},
    ),
    "no_reasons": ({"parts": decision("reasons_given = false")}, {"parts": decision("reasons_given = true")}),
    "sur_place": (
        {
            "parts": '[[entry]]\ndate = { precision = "month", year = 2025, month = 3 }\nvisibility = "authority"\n'
            + EVENT.replace("seen", "heard")
        },
        {
            "parts": '[[entry]]\ndate = { precision = "month", year = 2026, month = 3 }\nvisibility = "authority"\n'
            + EVENT.replace("seen", "heard")
        },
    ),
    "past_persecution": (
        {"parts": EVENT.replace("Мне вручили повестку", "Меня избили")},
        {"parts": EVENT.replace("Мне вручили повестку", "Мы жили в селе")},
    ),
    "military": (
        {"parts": EVENT.replace("Мне вручили повестку", "Меня вызвали в военкомат")},
        {"parts": EVENT},
    ),
    "wanted_elsewhere": ({"parts": '[extradition]\nstate = "UA"\n'}, {}),
    "prior_status_elsewhere": ({"parts": '[[prior_status]]\nstate = "XA"\nkind = "refugee"\n'}, {}),
    "joint_family": (
        {"parts": RELATIVE + 'relation = "husband"\nincluded = true\n'},
        {"parts": RELATIVE + 'relation = "husband"\nincluded = false\n'},
    ),
    "not_suspensive": (
        {"parts": DECISION.replace('"ordinary"', '"accelerated"')},
        {"parts": DECISION},
    ),
    "un_ok": (
        {"parts": '[[consent]]\nscope = "un_anonymous"\ngiven = true\n'},
        {"parts": '[[consent]]\nscope = "un_anonymous"\ngiven = true\nwithdrawn = 2026-12-20\n'},
    ),
}
STATED = ("gender_based", "lgbt", "child_claim", "state_agent", "nonstate_agent")
"""Only a person can say so."""


def holds(name: str, given: dict[str, object]) -> bool:
    text = HEAD.format(documents="", person=given.get("person", ""))
    swap = given.get("swap")
    if isinstance(swap, tuple):
        assert swap[0] in text
        text = text.replace(*swap)
    record = parse_case_file(text + str(given.get("parts", "")), "made-up.toml")
    return sheet_of(record, "C1").source.conditions[name]


@pytest.mark.parametrize("name", CASES)
def test_a_condition_holds_when_the_case_says_so_and_only_then(name: str) -> None:
    yes, no = CASES[name]
    assert holds(name, yes)
    assert not holds(name, no)


@pytest.mark.parametrize("name", STATED)
def test_what_only_a_person_can_say_is_an_answer(name: str) -> None:
    case = sheet_of(case_of(DECISION), "C1").source.case
    assert not conditions(Ground(case=case, law=desk().law))[name]
    assert conditions(Ground(case=case, law=desk().law, answers={name: True}))[name]


def test_every_name_of_the_catalogue_is_there_and_tried() -> None:
    assert {*CASES, *STATED} == set(NAMED)
