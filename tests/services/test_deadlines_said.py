"""What people say of clocks in a vault: kept with day and reason, journaled, undone; appointed days, harm."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from legalaid_desktop.domain.harm import Harm, by_harm
from legalaid_desktop.domain.hearings import Hearing
from legalaid_desktop.domain.ids import LocalId
from legalaid_desktop.errors import NotFound, WrongUse
from legalaid_desktop.host.clock import FixedClock
from legalaid_desktop.services.briefcase import Briefcase
from legalaid_desktop.services.office import Proceeding
from tests.services.vaults import CLOCK, NOW, SAMPLES, case_file, new_vault, opened

S03, S04, S06 = "TEST-2026-S03", "TEST-2026-S04", "TEST-2026-S06"
AS_OF = dt.date(2026, 12, 21)
COMPLAINT = "d1-ex.complaint-rule"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Briefcase]:
    briefcase = new_vault(tmp_path_factory.mktemp("said") / "vault")
    briefcase.cases.import_files(SAMPLES)
    yield briefcase
    briefcase.close()


@pytest.fixture
def vault(filled: Briefcase) -> Iterator[Briefcase]:
    """The practice cases; what a test does is undone, which is itself looked at."""
    before = filled.journal.length
    clocks = filled.deadlines.clocks(None, AS_OF)
    yield filled
    if filled.journal.length > before:
        filled.undo.undo_back_to(before)
    assert filled.deadlines.clocks(None, AS_OF) == clocks
    assert filled.deadlines.said(S04) == ()


def last_days(vault: Briefcase, ref: str = S04) -> list[tuple[str, str, bool]]:
    found = vault.deadlines.rows(ref, AS_OF)
    return [(row.reading.value, str(row.last_day), row.primary) for _, row in found]


def test_a_longer_period_is_kept_with_its_reason_and_goes_through_undo(vault: Briefcase) -> None:
    vault.deadlines.mark(S04, COMPLAINT, "extended", AS_OF, day=dt.date(2027, 1, 15), reason=" Определение суда ")
    assert last_days(vault) == [("rule", "2026-12-25", False), ("by_person", "2027-01-15", True)]
    (mark,) = vault.deadlines.said(S04)
    assert (mark.state.value, mark.day, mark.reason, mark.at) == (
        "extended", dt.date(2027, 1, 15), "Определение суда", NOW,
    )  # fmt: skip
    entry = vault.journal.entries(newest=1)[0]
    assert (entry.action, entry.kind, entry.fields) == ("changed", "deadline", ("last_day", "reason"))
    (line,) = [one for one in vault.cases.rows(AS_OF) if one.ref == S04]
    assert line.next_deadline == dt.date(2027, 1, 15), "lists go by the day that leads"


def test_one_clock_keeps_several_marks_and_each_can_be_taken_back(vault: Briefcase) -> None:
    deadlines = vault.deadlines
    deadlines.mark(S04, COMPLAINT, "done", AS_OF)
    deadlines.mark(S04, COMPLAINT, "suspended", AS_OF, day=dt.date(2026, 12, 18), reason="Определение")
    deadlines.mark(S04, COMPLAINT, "resumed", AS_OF, day=dt.date(2026, 12, 21), reason="Определение")
    assert {one.state.value for one in deadlines.said(S04)} == {"done", "suspended", "resumed"}
    rows = [row for _, row in deadlines.rows(S04, AS_OF)]
    assert [(row.reading.value, str(row.last_day), row.status.value) for row in rows] == [
        ("rule", "2026-12-25", "done"),
        ("after_pause", "2026-12-28", "done"),
    ]
    deadlines.unmark(S04, COMPLAINT, "resumed", AS_OF)
    deadlines.mark(S04, COMPLAINT, None, AS_OF)
    assert [one.state.value for one in deadlines.said(S04)] == ["suspended"]
    assert {row.status.value for _, row in deadlines.rows(S04, AS_OF)} == {"due"}


@pytest.mark.parametrize(
    ("state", "day", "reason", "what"),
    [
        ("extended", dt.date(2027, 1, 15), None, "reason"),
        ("extended", dt.date(2027, 1, 15), "  ", "reason"),
        ("extended", None, "Определение", "day"),
        ("moved", dt.date(1800, 1, 1), "Ошибка", "day"),
        ("moved", dt.date(9999, 1, 1), "Ошибка", "day"),
        ("understood", None, None, "day"),
        ("perhaps", None, None, "status"),
        ("begins", None, None, "day"),
    ],
)
def test_a_mark_that_says_too_little_is_refused(
    vault: Briefcase, state: str, day: dt.date | None, reason: str | None, what: str
) -> None:
    before = vault.journal.length
    target = "st.host_notice" if state == "begins" else COMPLAINT
    with pytest.raises(WrongUse) as refused:
        vault.deadlines.mark(S04, target, state, AS_OF, day=day, reason=reason)
    assert refused.value.facts["what"] == what
    assert vault.journal.length == before


def test_the_first_day_of_a_rule_that_the_case_does_not_start_is_set_by_hand(vault: Briefcase) -> None:
    day = dt.date(2026, 12, 23)
    vault.deadlines.mark(S04, "st.employer_notice", "begins", AS_OF, day=day, reason="Договор подписан")
    standing = next(one for one in vault.deadlines.standings(S04, AS_OF) if one.rule.id == "st.employer_notice")
    assert [str(row.last_day) for row in standing.rows] == ["2026-12-29"]
    _, row = vault.deadlines.explain(S04, "case-st.employer_notice-rule", AS_OF)
    assert row.further and "trigger.set_by_hand" in [line.key for line in row.explanation]
    vault.deadlines.unmark(S04, "st.employer_notice", "begins", AS_OF)
    with pytest.raises(NotFound):
        vault.deadlines.explain(S04, "case-st.employer_notice-rule", AS_OF)
    with pytest.raises(NotFound):
        vault.deadlines.mark(S04, "st.nothing", "begins", AS_OF, day=day)


def test_appointed_days_stand_beside_the_clocks_and_start_their_own(vault: Briefcase) -> None:
    minsk = dt.timezone(dt.timedelta(hours=3))
    at = dt.datetime(2026, 12, 22, 10, 30, tzinfo=minsk)
    hearing = vault.office.add_hearing(S04, "hearing", at, place="зал 3")
    surrender = vault.office.add_hearing(S04, "surrender", dt.date(2026, 12, 23))
    (case,) = vault.deadlines.clocks(S04, AS_OF)
    assert case.hearings == (hearing, surrender) == vault.deadlines.hearings(S04)
    assert (hearing.day, hearing.time) == (dt.date(2026, 12, 22), dt.time(10, 30))
    assert {row.rule for row in case.rows} >= {"ex.complaint", "ex.surrender", "ex.detention_max"}
    assert case.harm.removal_on == dt.date(2026, 12, 23)
    near, _ = vault.deadlines.near_cases(dt.date(2027, 1, 1), days=14, most=10)
    assert "ex.surrender" in {row.rule for one in near for row in one.rows}, "also kept for the glance at the day"
    vault.office.remove(S04, Hearing, surrender.id)
    assert "ex.surrender" not in {row.rule for row in vault.deadlines.clocks(S04, AS_OF)[0].rows}
    with pytest.raises(WrongUse):
        vault.office.add_hearing(S04, "party", dt.date(2026, 12, 23))


def test_a_proceeding_starts_the_clock_of_the_decision(vault: Briefcase) -> None:
    begun = Proceeding(id=LocalId("v1"), procedure="protection", opened_on=dt.date(2026, 12, 1))
    vault.office.save(S06, begun)
    rows = {str(row.rule): row for row in vault.deadlines.clocks(S06, AS_OF)[0].rows}
    assert rows["ip.decision"].last_day == dt.date(2027, 6, 1)


def test_marks_are_there_after_the_vault_was_closed(tmp_path: Path) -> None:
    with new_vault(tmp_path / "v") as made:
        made.cases.import_files([path for path in SAMPLES if path.name.startswith("S04")])
        made.deadlines.mark(S04, COMPLAINT, "moved", AS_OF, day=dt.date(2026, 12, 22), reason="Канцелярия закрыта")
        made.office.add_hearing(S04, "removal", dt.date(2026, 12, 30))
    with opened(tmp_path / "v") as again:
        assert last_days(again) == [("by_person", "2026-12-22", True), ("rule", "2026-12-25", False)]
        assert [one.kind for one in again.deadlines.hearings(S04)] == ["removal"]
        assert again.damage() == ()


# ---------------------------------------------------------------------------------------------- harm


def test_today_is_ordered_by_harm_then_by_day(vault: Briefcase) -> None:
    cases = {one.ref: one for one in vault.deadlines.clocks(None, AS_OF)}
    assert cases[S04].harm.reasons[:2] == ("detention", "removal")
    assert "removal" in cases[S06].harm.reasons
    pairs = [(row, case.harm) for case in cases.values() for row in case.rows if row.primary]
    first = min(pairs, key=lambda pair: by_harm(*pair))
    assert first[1] == cases[S04].harm, "who is held stands before a day that is nearer"
    assert cases[S03].harm > cases[S06].harm


def harm(**found: object) -> Harm:
    calm = Harm(free=True, not_removed=True, removal_on=dt.date.max, grown_up=True, no_torture=True)
    return replace(calm, **found)  # type: ignore[arg-type]


def test_the_order_of_harms() -> None:
    ordered = [
        harm(free=False, not_removed=False, removal_on=dt.date(2026, 12, 1)),
        harm(free=False, not_removed=False),
        harm(free=False),
        harm(not_removed=False, removal_on=dt.date(2026, 12, 1)),
        harm(not_removed=False, grown_up=False),
        harm(not_removed=False, no_torture=False),
        harm(grown_up=False),
        harm(no_torture=False),
        harm(),
    ]
    mixed = [*ordered[5:], *ordered[:5]]
    assert sorted(mixed) == ordered


def test_a_child_is_a_child_while_there_is_doubt(vault: Briefcase, tmp_path: Path) -> None:
    for ref, birth in (("H-1", '{ precision = "year", year = 2008 }'), ("H-2", '{ precision = "year", year = 2007 }')):
        text = f'topic = "ip.application"\n[[person]]\nid = "p1"\nrole = "client"\nbirth = {birth}'
        vault.cases.import_files([case_file(tmp_path, f"{ref}.toml", text, ref=ref)])
    found = {ref: vault.deadlines.clocks(ref, AS_OF)[0].harm for ref in ("H-1", "H-2")}
    assert "minor" in found["H-1"].reasons, "born at the end of 2008 the client is seventeen"
    assert "minor" not in found["H-2"].reasons


# ---------------------------------------------------------------------------------------------- a wrong date


@pytest.mark.parametrize(
    ("hours", "told"), [(0, False), (-0.5, False), (-2, True), (-24 * 365 * 3, True), (24 * 365 * 3, False)]
)
def test_a_computer_whose_clock_stands_before_the_journal(filled: Briefcase, hours: float, told: bool) -> None:
    filled.vault.clock = FixedClock(NOW + dt.timedelta(hours=hours))
    try:
        behind = filled.deadlines.clock_behind()
    finally:
        filled.vault.clock = CLOCK
    assert behind == (NOW if told else None)
