"""Drafts that live: own words stay when facts change, versions are kept, states hold, filing ends the period."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from legalaid_desktop.documents.blocks import Block, plain
from legalaid_desktop.domain.deadline import DeadlineStatus
from legalaid_desktop.domain.draft import DraftState, Filing, VersionState
from legalaid_desktop.domain.draft_merge import ChangeKind
from legalaid_desktop.domain.facts import Event
from legalaid_desktop.domain.finding import Severity
from legalaid_desktop.domain.ids import LocalId
from legalaid_desktop.domain.partial_date import PartialDate, Precision
from legalaid_desktop.domain.visibility import Visibility
from legalaid_desktop.errors import BlockedByChecks, DraftStepNotPossible, NotFound, WrongUse
from legalaid_desktop.host.clock import FixedClock
from legalaid_desktop.host.paths import resources
from legalaid_desktop.services.briefcase import Briefcase
from legalaid_desktop.services.draft_history import MOST
from legalaid_desktop.services.finding_words import finding_text
from legalaid_desktop.services.opening import create_briefcase
from legalaid_desktop.vault.secret import Secret

NOW = dt.datetime(2026, 12, 21, 9, 0, tzinfo=dt.UTC)
DAY = dt.date(2026, 12, 21)
S03 = "TEST-2026-S03"
OWN = "Свои слова о телефонном звонке."


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
def vault(tmp_path: Path, clock: FixedClock) -> Iterator[Briefcase]:
    opened = create_briefcase(tmp_path / "vault", Secret(b"words to open it"), clock=clock, fast_kdf=True)
    opened.cases.import_files(sorted((resources() / "demo").glob("S03*.toml")))
    yield opened
    opened.close()


def blocks(vault: Briefcase) -> tuple[Block, ...]:
    return vault.drafting.preview(S03, "C1", as_of=DAY).blocks


def text(vault: Briefcase) -> str:
    return plain(blocks(vault)).replace("\u00a0", " ")


def about(vault: Briefcase, words: str) -> Block:
    return next(block for block in blocks(vault) if words in " ".join(block.text.split()))


def edit(vault: Briefcase, words: str, new: str | None) -> None:
    vault.drafting.edit(S03, "C1", about(vault, words).key, new, as_of=DAY)


def handed_in(vault: Briefcase) -> list[tuple[str, dt.date, str]]:
    (place,) = vault.vault.cases.all_rows()
    papers = vault.vault.drafts.versions.filed_of([place])[place]
    return [(str(paper.document), paper.on, paper.how) for paper in papers]


def event(vault: Briefcase, name: str, words: str, day: dt.date) -> None:
    """Write an event over, or add it."""
    events = vault.cases.record(S03).events or ()
    known = next((one for one in events if one.id == name), None)
    made = known or Event(
        id=LocalId(name), date=PartialDate(precision=Precision.DAY, on=day), visibility=Visibility.AUTHORITY,
    )  # fmt: skip
    vault.cases.save(S03, dataclasses.replace(made, text=words))


def test_own_words_stay_with_their_event_when_another_comes_before_it(vault: Briefcase) -> None:
    edit(vault, "2 октября 2025", OWN)
    before = [block.text for block in blocks(vault)]
    event(vault, "e9", "Соседа спрашивали обо мне.", dt.date(2025, 9, 20))
    after = [block.text for block in blocks(vault)]
    assert after.count(OWN) == 1
    here = after.index(OWN)
    assert "Соседа спрашивали" in after[here - 1]
    assert before[before.index(OWN) + 1] == after[here + 1]
    kinds = [change.kind for change in vault.drafting.changes(S03, "C1", as_of=DAY)]
    assert ChangeKind.NEW in kinds and not any(kind.own for kind in kinds)


def test_a_changed_fact_under_own_words_is_asked_about_and_each_answer_holds(vault: Briefcase) -> None:
    edit(vault, "2 октября 2025", OWN)
    edit(vault, "12 сентября 2025", "Повестка, своими словами.")
    for name in ("e1", "e2"):
        event(vault, name, f"Совсем другое обстоятельство {name}.", DAY)
    assert OWN in text(vault)
    assert "другое обстоятельство" not in text(vault)
    found = {change.mine: change for change in vault.drafting.changes(S03, "C1", as_of=DAY) if change.kind.own}
    assert set(found) == {OWN, "Повестка, своими словами."}
    assert "обстоятельство e2" in (found[OWN].now or "")
    vault.drafting.decide(S03, "C1", [found[OWN].id], taken=True, as_of=DAY)
    vault.drafting.decide(S03, "C1", [found["Повестка, своими словами."].id], taken=False, as_of=DAY)
    assert OWN not in text(vault)
    assert "обстоятельство e2" in text(vault)
    assert "Повестка, своими словами." in text(vault)
    assert not any(change.kind.own for change in vault.drafting.changes(S03, "C1", as_of=DAY))
    draft = vault.drafts.latest(S03, "C1", "ru")
    assert draft is not None
    kept = vault.drafting.history.of(draft.id)[0]
    assert kept.cause == "taken"
    assert OWN in plain(vault.drafting.history.text(draft.id, kept.n).blocks)
    with pytest.raises(NotFound):
        vault.drafting.decide(S03, "C1", [found[OWN].id], taken=True, as_of=DAY)


def test_what_followed_the_case_can_be_put_back_as_it_was(vault: Briefcase) -> None:
    vault.drafting.begin(S03, "C1", as_of=DAY)
    old = about(vault, "12 сентября 2025").text
    plainly = old.replace("\u00a0", " ")
    event(vault, "e1", "Совсем другое.", DAY)
    (change,) = [one for one in vault.drafting.changes(S03, "C1", as_of=DAY) if "Совсем другое" in (one.now or "")]
    assert (change.kind, change.before) == (ChangeKind.CHANGED, old)
    vault.drafting.decide(S03, "C1", [change.id], taken=False, as_of=DAY)
    assert plainly in text(vault)
    assert "Совсем другое" not in text(vault)


def test_a_citation_in_own_words_follows_the_annex_list(vault: Briefcase) -> None:
    block = about(vault, "12 сентября 2025")
    cited = next(span.text for span in block.spans if span.origin == "annex:x1")
    vault.drafting.edit(S03, "C1", block.key, f"Вручили повестку ({cited.replace(chr(160), ' ')}).", as_of=DAY)
    decision = next(one for one in vault.cases.record(S03).decisions or () if one.id == "d1")
    vault.cases.save(S03, dataclasses.replace(decision, copy_given=False))
    changed = about(vault, "Вручили повестку")
    now = next(span.text for span in changed.spans if span.origin == "annex:x1")
    assert now != cited
    assert changed.text == f"Вручили повестку ({now})."


def test_a_change_shows_the_numbers_that_taking_it_prints(vault: Briefcase) -> None:
    """Own words cite in another order than the program: as long as they stay, its paragraph has other numbers."""
    edit(vault, "12 сентября 2025", "Сначала о другом ({annex:x3, с. 2}), затем о повестке ({annex:x1}).")
    event(vault, "e1", "Повестка пришла иначе.", dt.date(2025, 9, 12))
    (change,) = [one for one in vault.drafting.changes(S03, "C1", as_of=DAY) if one.kind.own]
    mine = about(vault, "Сначала о другом").text
    assert change.mine == mine and "{annex" not in mine
    vault.drafting.decide(S03, "C1", [change.id], taken=True, as_of=DAY)
    printed = about(vault, "Повестка пришла иначе")
    assert change.now == printed.text
    (cited,) = (span.text for span in printed.spans if span.origin == "annex:x1")
    assert f"повестке ({cited})" not in mine, "the numbers were others"


def test_what_is_left_as_it_was_goes_on_following_the_annex_list(vault: Briefcase) -> None:
    vault.drafting.begin(S03, "C1", as_of=DAY)
    event(vault, "e1", "Совсем другое.", DAY)
    (change,) = [one for one in vault.drafting.changes(S03, "C1", as_of=DAY) if "Совсем другое" in (one.now or "")]
    vault.drafting.decide(S03, "C1", [change.id], taken=False, as_of=DAY)
    (before,) = (span.text for span in about(vault, "12 сентября 2025").spans if span.origin == "annex:x1")
    decision = next(one for one in vault.cases.record(S03).decisions or () if one.id == "d1")
    vault.cases.save(S03, dataclasses.replace(decision, copy_given=False))
    (after,) = (span.text for span in about(vault, "12 сентября 2025").spans if span.origin == "annex:x1")
    assert after != before


def test_versions_compare_and_restore(vault: Briefcase, clock: FixedClock) -> None:
    vault.drafting.begin(S03, "C1", as_of=DAY)
    edit(vault, "2 октября 2025", OWN)
    draft = vault.drafts.latest(S03, "C1", "ru")
    assert draft is not None
    history = vault.drafting.history
    (first,) = history.of(draft.id)
    now = history.now(*vault.drafting.sheet(S03, "C1", as_of=DAY))
    compared = history.compare(history.text(draft.id, first.n), now)
    changed = next(one for one in compared if one.changed)
    assert next(piece.text for piece in changed.pieces if piece.op == "out").startswith("2\u00a0октября")
    assert next(piece.text for piece in changed.pieces if piece.op == "in").startswith("Свои")
    vault.drafting.restore(S03, "C1", first.n, as_of=DAY)
    assert OWN not in text(vault)
    assert OWN in plain(history.text(draft.id, history.of(draft.id)[0].n).blocks)


def test_old_versions_go_but_not_the_first_nor_what_left_the_vault(vault: Briefcase, clock: FixedClock) -> None:
    draft, sheet = vault.drafting.sheet(S03, "C1", as_of=DAY)
    history = vault.drafting.history
    for number in range(MOST + 6):
        history.keep(dataclasses.replace(vault.drafts.get(draft.id), answers={"n": number}), sheet,
                     "exported" if number == 2 else "typed", by="consultant")  # fmt: skip
    kept = history.of(draft.id)
    assert len(kept) == MOST + 2
    assert [one.n for one in kept][-2:] == [4, 1]
    assert [one.n for one in kept] == sorted(vault.drafts.get(draft.id).versions, reverse=True)
    assert vault.damage() == ()
    assert vault.vault.db.run("DELETE FROM draft_version WHERE n = 4") == 1
    assert [one.kind for one in vault.damage()] == ["draft_version"]


LIFTED = {"CHK-ANNEX": "перевод донесут", "CHK-LISTED": "адвокат видел"}


def move(
    vault: Briefcase, to: DraftState, by: str = "lawyer", reasons: dict[str, str] | None = None, **filing: Any
) -> None:
    told = Filing(**filing) if filing else None
    given = LIFTED if to is DraftState.APPROVED and reasons is None else reasons
    vault.draft_review.move(S03, "C1", to, by=by, filing=told, overrides=given, as_of=DAY)


def told_by_clock(vault: Briefcase) -> str:
    found = vault.drafting.check(S03, "C1", as_of=DAY).findings
    return " ".join(finding_text(one, "en") for one in found if one.id in ("CHK-DL-UNSURE", "CHK-DL-HOL")).lower()


def marks(vault: Briefcase) -> set[DeadlineStatus]:
    return {row.status for _, row in vault.deadlines.rows(S03, DAY) if row.decision == "d1"}


def test_from_drafting_to_filed_and_back(vault: Briefcase) -> None:
    with pytest.raises(DraftStepNotPossible):
        move(vault, DraftState.APPROVED)
    move(vault, DraftState.IN_REVIEW, by="consultant")
    with pytest.raises(DraftStepNotPossible):
        move(vault, DraftState.APPROVED, by="consultant")
    for some in ({}, {"CHK-ANNEX": "перевод донесут"}):
        with pytest.raises(BlockedByChecks) as stopped:
            move(vault, DraftState.APPROVED, reasons=some)
        assert stopped.value.facts["what"] == ", ".join(sorted(LIFTED.keys() - some.keys()))
    assert vault.draft_review.standing(S03, "C1", as_of=DAY).state is DraftState.IN_REVIEW
    move(vault, DraftState.APPROVED)
    wrongs: tuple[dict[str, Any], ...] = (
        {"on": DAY + dt.timedelta(1), "how": "post"}, {"on": DAY, "how": "pigeon"},
    )  # fmt: skip
    for wrong in wrongs:
        with pytest.raises(WrongUse):
            move(vault, DraftState.FILED, **wrong)
    with pytest.raises(NotFound):
        move(vault, DraftState.FILED, on=DAY, how="post", receipt="x99")
    made_on = next(one.dated for one in vault.cases.record(S03).decisions or () if one.id == "d1")
    assert made_on is not None
    with pytest.raises(BlockedByChecks) as early:
        move(vault, DraftState.FILED, on=made_on - dt.timedelta(1), how="post")
    assert early.value.facts["kind"] == "day"
    assert DeadlineStatus.DONE not in marks(vault)
    length = vault.vault.journal.length
    assert "file today" in told_by_clock(vault)
    move(vault, DraftState.FILED, by="consultant", on=DAY, how="post", receipt="x1")
    assert marks(vault) == {DeadlineStatus.DONE}
    standing = vault.draft_review.standing(S03, "C1", as_of=DAY)
    assert standing.filed is not None and standing.filed.how == "post" and standing.filed.deadlines
    assert vault.drafts.unfinished() == ()
    assert told_by_clock(vault) == "", "what was handed in is not to be filed today"
    assert handed_in(vault) == [("C1", DAY, "post")], "clocks of what was handed in begin here"
    vault.undo.back_to(length)
    assert handed_in(vault) == []
    assert DeadlineStatus.DONE not in marks(vault)
    assert vault.draft_review.standing(S03, "C1", as_of=DAY).state is DraftState.APPROVED
    move(vault, DraftState.FILED, on=made_on - dt.timedelta(1), how="in_person", reasons={"CHK-DATE": "день решения"})
    draft = vault.drafts.latest(S03, "C1", "ru")
    assert draft is not None
    assert {one.check: one.reason for one in draft.overrides} == {**LIFTED, "CHK-DATE": "день решения"}
    vault.draft_review.add_receipt(S03, "C1", "x2", as_of=DAY)
    move(vault, DraftState.APPROVED)
    assert DeadlineStatus.DONE not in marks(vault)
    assert vault.draft_review.standing(S03, "C1", as_of=DAY).filed is None


def test_what_comes_up_after_the_approval_is_told_before_filing(vault: Briefcase) -> None:
    move(vault, DraftState.IN_REVIEW)
    move(vault, DraftState.APPROVED)
    assert vault.draft_review.standing(S03, "C1", as_of=DAY).open == ()
    later = DAY + dt.timedelta(40)
    (come,) = vault.draft_review.standing(S03, "C1", as_of=later).open
    assert (come.id, come.severity) == ("CHK-DL-PAST", Severity.OVERRIDABLE)
    vault.draft_review.move(
        S03, "C1", DraftState.FILED, by="consultant", filing=Filing(on=DAY, how="post"), as_of=later
    )  # marked late, filed in time
    vault.draft_review.move(S03, "C1", DraftState.APPROVED, by="consultant", as_of=later)
    filing = Filing(on=later, how="post")
    for reasons, passes in (({}, False), ({"CHK-DL-PAST": "просим восстановить"}, True)):
        with contextlib.nullcontext() if passes else pytest.raises(BlockedByChecks):
            vault.draft_review.move(
                S03, "C1", DraftState.FILED, by="consultant", filing=filing, overrides=reasons, as_of=later
            )
    assert vault.draft_review.standing(S03, "C1", as_of=later).state is DraftState.FILED


def test_approved_text_is_fixed_and_an_edit_begins_a_new_version(vault: Briefcase, tmp_path: Path) -> None:
    edit(vault, "2 октября 2025", OWN)
    move(vault, DraftState.IN_REVIEW)
    move(vault, DraftState.APPROVED)
    fixed = text(vault)
    event(vault, "e1", "Совсем другое.", DAY)
    assert text(vault) == fixed
    assert vault.drafting.changes(S03, "C1", as_of=DAY)
    made = vault.drafting.make(
        S03, "C1", out=tmp_path / "out", formats=["docx"], as_of=DAY,
        overrides={"CHK-ANNEX": "будет", "CHK-LISTED": "видел"},
    )  # fmt: skip
    assert made.files and vault.drafts.latest(S03, "C1", "ru").state is DraftState.APPROVED  # type: ignore[union-attr]
    edit(vault, OWN, "Иначе.")
    draft = vault.drafts.latest(S03, "C1", "ru")
    assert draft is not None and draft.state is DraftState.DRAFTING
    assert "Иначе." in text(vault) and "Совсем другое." in text(vault)
    approved = vault.drafting.history.approved(draft)
    assert (
        approved is not None
        and plain(vault.drafting.history.text(draft.id, approved.n).blocks).replace("\u00a0", " ") == fixed
    )
    move(vault, DraftState.IN_REVIEW)
    move(vault, DraftState.APPROVED, by="supervisor")
    states = [one.state for one in vault.drafting.history.of(draft.id)]
    assert states.count(VersionState.APPROVED) == 1
    assert states.count(VersionState.SUPERSEDED) == 1


def test_one_approved_paper_of_a_kind_in_a_case(vault: Briefcase) -> None:
    for language in ("ru", "be"):
        for to in (DraftState.IN_REVIEW, DraftState.APPROVED):
            vault.draft_review.move(S03, "C1", to, by="lawyer", language=language, overrides=LIFTED, as_of=DAY)
    states = {draft.language: draft.state for draft in vault.drafts.of(S03)}
    assert states == {"ru": DraftState.DRAFTING, "be": DraftState.APPROVED}


def test_own_words_of_an_older_schema_keep_their_place(vault: Briefcase) -> None:
    number = about(vault, "2 октября 2025").key
    draft = vault.drafts.begin(
        S03, document="C1", language="ru", template="C1", template_version="1", as_of=DAY, edits={number: OWN}
    )
    assert OWN in text(vault)
    vault.drafting.begin(S03, "C1", as_of=DAY)
    assert list(vault.drafts.get(draft.id).bases) == list(vault.drafts.get(draft.id).edits)
    event(vault, "e9", "Соседа спрашивали обо мне.", dt.date(2025, 9, 20))
    assert OWN in text(vault)
    assert "Неизвестный позвонил" not in text(vault)
