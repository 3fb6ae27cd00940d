"""Law packs: who signs, what moves, taken or refused, nothing half done, and the way back."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from legalaid_desktop.errors import (
    LegalAidError,
    NoPackToUndo,
    PackAltered,
    PackFaulty,
    PackFromFuture,
    PackFromStranger,
    PackMalformed,
    PackOfOtherLaw,
    PackOlder,
    PackSignerNew,
    PackUnsigned,
)
from legalaid_desktop.host.wording import wording
from legalaid_desktop.presenters.law_pack_words import move_line
from legalaid_desktop.services import law_in_use
from legalaid_desktop.services.briefcase import Briefcase
from legalaid_desktop.services.error_words import explain
from legalaid_desktop.services.law import shipped_files, shipped_law
from legalaid_desktop.services.law_moves import MoveReason, Urgency, move_json, reason_text
from legalaid_desktop.services.law_packs import Signer, Standing, key_words, verified
from legalaid_desktop.storage.law_packs import PackState
from tests.services.law_packs import (
    NEWER,
    key_of,
    pack,
    put,
    rezipped,
    rule_changed,
    texts,
    without_a_child,
)
from tests.services.vaults import CLOCK, SAMPLES, new_vault, opened

TODAY = CLOCK.today()
AS_OF = dt.date(2026, 12, 10)
RULE = "ip.refusal_appeal"
CLOCK_ID = f"d1-{RULE}"
ROW_ID = f"{CLOCK_ID}-rule"
REF = "TEST-2026-S03"


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    if "the_child" not in request.fixturenames:
        without_a_child(monkeypatch)


@pytest.fixture
def the_child() -> None:
    """The pack is read in the fenced process, as it is in earnest."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("law packs") / "v"
    with new_vault(folder) as briefcase:
        briefcase.cases.import_files([path for path in SAMPLES if path.name.startswith("S03")])
    return folder


@pytest.fixture
def vault(made: Path, tmp_path: Path) -> Iterator[Briefcase]:
    shutil.copytree(made, tmp_path / "v")
    with opened(tmp_path / "v") as briefcase:
        yield briefcase


def days(briefcase: Briefcase, ref: str = REF) -> dict[str, dt.date | None]:
    """The last day of each clock by its earliest reading."""
    return {row.clock: row.last_day for _, row in briefcase.deadlines.rows(ref, AS_OF) if row.primary}


def take(briefcase: Briefcase, path: Path) -> bool:
    return briefcase.law_packs.install(briefcase.law_packs.look(path, TODAY), compared=True)


def test_a_pack_moves_dates_and_its_undo_outlives_a_restart(vault: Briefcase, tmp_path: Path) -> None:
    before = days(vault)
    path = put(tmp_path, pack(rule_changed(RULE, "limit = 15", "limit = 10")))
    offer = vault.law_packs.look(path, TODAY)
    assert (offer.signer, offer.standing, offer.law.version) == (Signer.FIRST, Standing.NEWER, NEWER)
    (move,) = vault.law_packs.moves(offer, AS_OF)
    assert (move.ref, move.id, move.old, move.new) == (REF, ROW_ID, before[CLOCK_ID], dt.date(2026, 12, 18))
    assert (move.old_others, move.new_others) == ((), (before[CLOCK_ID],)), "what the notice prints is read as well"
    assert [reason.key for reason in move.reasons] == ["limit"]
    assert reason_text(move.reasons[0], "ru") == "Срок по правилу: был 15 рабочих дней, стал 10 рабочих дней."
    assert days(vault) == before
    assert vault.law is shipped_law()

    drafting = vault.drafting
    for heard in ("", key_words(key_of("stranger"), "ru")):
        with pytest.raises(PackSignerNew) as asked:
            vault.law_packs.install(offer, heard=heard)
    assert key_words(key_of("lawyer"), "be") in explain(asked.value, "be")[0], "nobody is trusted unasked"
    assert vault.law_packs.trusted() is None
    assert vault.law_packs.install(offer, heard=key_words(key_of("lawyer"), "en"))
    assert vault.drafting is not drafting, "papers are drafted by the new law at once"
    assert vault.law.version == NEWER
    assert days(vault)[CLOCK_ID] == dt.date(2026, 12, 18)
    assert not take(vault, path), "the same pack again changes nothing"
    assert [entry.kind for entry in vault.journal.entries(newest=2)] == ["law_pack", "law_key"]
    folder = vault.folder
    vault.close()
    with opened(folder) as again:
        assert again.law.version == NEWER
        assert days(again)[CLOCK_ID] == dt.date(2026, 12, 18)
        (back,) = again.law_packs.moves_back(AS_OF)
        assert (back.old, back.new) == (dt.date(2026, 12, 18), before[CLOCK_ID])
        assert again.law_packs.undo() == shipped_law().version
        assert days(again) == before
        assert again.law_packs.trusted() == key_of("lawyer")
    with opened(folder) as again:
        assert days(again) == before
        assert [row.state for row in again.law_packs.all()] == [PackState.SHIPPED, PackState.UNDONE]
        with pytest.raises(NoPackToUndo):
            again.law_packs.undo()
        assert take(again, path), "taken back on purpose, it can be taken in again"


def test_a_later_reading_that_moves_alone_is_told_of_too(vault: Briefcase, tmp_path: Path) -> None:
    """What the decision prints leads by either law; by the rule there is more time now, and less by the law before."""
    first = days(vault)[CLOCK_ID]
    longer = rule_changed(RULE, "limit = 15", "limit = 20")
    offer = vault.law_packs.look(put(tmp_path, pack(longer)), TODAY)
    (move,) = vault.law_packs.moves(offer, AS_OF)
    assert (move.old, move.new, move.old_others, len(move.new_others)) == (first, first, (), 1)
    assert [reason.key for reason in move.reasons] == ["limit"]
    told = move_json(move, "ru")
    assert told["new_others"] == [move.new_others[0].isoformat()] > [told["new"]]
    said = move_line(move, wording("ru"), AS_OF)
    assert said.old == "пн 28 декабря 2026" and said.new.startswith("пн 28 декабря 2026; по другому прочтению")


def test_stored_days_follow_the_pack_as_well(vault: Briefcase, tmp_path: Path) -> None:
    """What lists and the glance at the day are made of."""

    def stored() -> list[str]:
        rows = vault.vault.db.rows("SELECT last_day FROM deadline WHERE rule = ? AND is_primary = 1", (RULE,))
        return [str(row[0]) for row in rows]

    assert stored() == ["2026-12-28"]
    take(vault, put(tmp_path, pack(rule_changed(RULE, "limit = 15", "limit = 10"))))
    assert stored() == ["2026-12-18"]
    vault.law_packs.undo()
    assert stored() == ["2026-12-28"]


def test_two_packs_are_taken_back_one_by_one(vault: Briefcase, tmp_path: Path) -> None:
    take(vault, put(tmp_path, pack(rule_changed(RULE, "limit = 15", "limit = 10")), "1"))
    second = "2026.11.24.2"
    take(vault, put(tmp_path, pack(rule_changed(RULE, "limit = 15", "limit = 5", second), second), "2"))
    assert days(vault)[CLOCK_ID] == dt.date(2026, 12, 11)
    assert vault.law_packs.undo() == NEWER
    assert days(vault)[CLOCK_ID] == dt.date(2026, 12, 18)
    assert vault.law_packs.undo() == shipped_law().version


def test_what_is_over_or_near_stands_on_top(vault: Briefcase, tmp_path: Path) -> None:
    vault.cases.import_files([path for path in SAMPLES if path.name.startswith(("S04", "S05", "S06"))])
    files = rule_changed(RULE, "limit = 15", "limit = 5")
    offer = vault.law_packs.look(put(tmp_path, pack(files)), TODAY)
    found = vault.law_packs.moves(offer, dt.date(2026, 12, 14))
    assert found[0].ref == REF
    assert found[0].urgency is Urgency.PAST
    assert [list(Urgency).index(move.urgency) for move in found] == sorted(
        list(Urgency).index(move.urgency) for move in found
    )
    assert vault.law_packs.moves(offer, dt.date(2026, 12, 9))[0].urgency is Urgency.SOON
    assert vault.law_packs.moves(offer, dt.date(2027, 3, 1)) == (), "over by either law: nothing to tell"


def test_days_off_that_moved_are_the_reason(vault: Briefcase, tmp_path: Path) -> None:
    files = texts(
        calendars=(
            "moved_off = [2026-04-20]\nmoved_working = [2026-04-25]",
            "moved_off = [2026-04-20, 2026-12-24]\nmoved_working = [2026-04-25]",
        )
    )
    offer = vault.law_packs.look(put(tmp_path, pack(files)), TODAY)
    (move,) = vault.law_packs.moves(offer, AS_OF)
    assert (move.old, move.new) == (dt.date(2026, 12, 28), dt.date(2026, 12, 29))
    assert move.reasons == (MoveReason(key="calendar", params={"days": (dt.date(2026, 12, 24),), "n": 1}),)
    for lang, part in (("ru", "чт 24 декабря 2026"), ("be", "чц 24 снежня 2026"), ("en", "Thu 24 December 2026")):
        assert part in reason_text(move.reasons[0], lang)


def test_the_rule_in_force_on_the_day_of_the_event_counts(vault: Briefcase, tmp_path: Path) -> None:
    """Two rows of one rule: the refusal was received before the second begins, so it is counted by the first."""
    row = re.search(rf'\[\[deadline\]\]\nid = "{re.escape(RULE)}"\n.*?(?=\n\[\[deadline)', _deadlines(), re.DOTALL)
    assert row is not None
    later = row.group().replace("limit = 15", "limit = 10")

    def pair(day: str, before: str) -> tuple[str, str]:
        return row.group(), f"{row.group()}valid_to = {before}\n\n{later}valid_from = {day}\n"

    after = put(tmp_path, pack(texts(deadlines=pair("2027-01-01", "2026-12-31"))), "after")
    assert vault.law_packs.moves(vault.law_packs.look(after, TODAY), AS_OF) == ()
    at_once = put(tmp_path, pack(texts(deadlines=pair("2026-12-01", "2026-11-30"))), "at once")
    (move,) = vault.law_packs.moves(vault.law_packs.look(at_once, TODAY), AS_OF)
    assert move.new == dt.date(2026, 12, 18)


def _deadlines() -> str:
    return shipped_files()["deadlines.toml"]


def test_a_day_set_by_hand_stays_with_its_reason(vault: Briefcase, tmp_path: Path) -> None:
    day = dt.date(2026, 12, 22)
    vault.deadlines.mark(REF, f"{CLOCK_ID}-notice", "moved", AS_OF, day=day, reason="суд назвал этот день")
    said = vault.deadlines.said(REF)
    offer = vault.law_packs.look(put(tmp_path, pack(rule_changed(RULE, "limit = 15", "limit = 10"))), TODAY)
    assert [move.by_hand for move in vault.law_packs.moves(offer, AS_OF)] == [True]
    vault.law_packs.install(offer, compared=True)
    assert vault.deadlines.said(REF) == said
    assert said[0].reason == "суд назвал этот день"
    assert day in {row.last_day for _, row in vault.deadlines.rows(REF, AS_OF)}
    vault.law_packs.undo()
    assert vault.deadlines.said(REF) == said


def test_a_closed_case_keeps_the_law_of_its_time(vault: Briefcase, tmp_path: Path) -> None:
    vault.cases.set_stage(REF, "closed")
    before = days(vault)
    path = put(tmp_path, pack(rule_changed(RULE, "limit = 15", "limit = 10")))
    offer = vault.law_packs.look(path, TODAY)
    assert vault.law_packs.moves(offer, AS_OF) == ()
    vault.law_packs.install(offer, compared=True)
    assert days(vault) == before
    folder = vault.folder
    vault.close()
    with opened(folder) as again:
        assert days(again) == before
        again.cases.set_stage(REF, "open")
        assert days(again)[CLOCK_ID] == dt.date(2026, 12, 18)
        again.cases.set_stage(REF, "closed")
        again.law_packs.undo()
        assert days(again)[CLOCK_ID] == dt.date(2026, 12, 18), "closed anew under the pack that was taken back later"


def test_a_program_that_ships_newer_law_leaves_closed_cases_alone(
    vault: Briefcase, monkeypatch: pytest.MonkeyPatch
) -> None:
    from legalaid_desktop.domain.law_parsing import parse_law

    vault.cases.set_stage(REF, "closed")
    before, folder = days(vault), vault.folder
    vault.close()
    newer = {name: text.decode() for name, text in rule_changed(RULE, "limit = 15", "limit = 10").items()}
    pack_of_newer = parse_law(newer)
    monkeypatch.setattr(law_in_use, "shipped_law", lambda: pack_of_newer)
    monkeypatch.setattr(law_in_use, "shipped_files", lambda: newer)
    monkeypatch.setattr(law_in_use, "shipped_law_mark", lambda: "another")
    with opened(folder) as again:
        assert again.law.version == NEWER
        assert days(again) == before
        again.cases.set_stage(REF, "open")
        assert days(again)[CLOCK_ID] == dt.date(2026, 12, 18)


def test_a_pack_gives_way_to_newer_law_of_the_program(
    vault: Briefcase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from legalaid_desktop.domain.law_parsing import parse_law

    take(vault, put(tmp_path, pack(rule_changed(RULE, "limit = 15", "limit = 10"))))
    folder = vault.folder
    vault.close()
    newer = {name: text.decode() for name, text in texts("2026.12.01").items()}
    pack_of_newer = parse_law(newer)
    monkeypatch.setattr(law_in_use, "shipped_law", lambda: pack_of_newer)
    monkeypatch.setattr(law_in_use, "shipped_files", lambda: newer)
    monkeypatch.setattr(law_in_use, "shipped_law_mark", lambda: "another")
    with opened(folder) as again:
        assert again.law.version == "2026.12.01"
        assert days(again)[CLOCK_ID] == dt.date(2026, 12, 28)
        with pytest.raises(NoPackToUndo):
            again.law_packs.undo()


# ---------------------------------------------------------------------------------------------- refused


def refused(briefcase: Briefcase, path: Path, error: type[LegalAidError]) -> LegalAidError:
    """Refused, and nothing of it is left in the vault."""
    rows = briefcase.vault.db.counts()
    with pytest.raises(error) as caught:
        take(briefcase, path)
    assert briefcase.vault.db.counts() == rows
    return caught.value


def test_signed_by_a_stranger(vault: Briefcase, tmp_path: Path) -> None:
    take(vault, put(tmp_path, pack(texts()), "1"))
    third = "2026.11.25"
    path = put(tmp_path, pack(texts(third), third, maker="stranger"), "2")
    error = refused(vault, path, PackFromStranger)
    words = key_words(key_of("stranger"), "be")
    assert words in explain(error, "be")[0]
    assert len(words.split()) == 10

    offer = vault.law_packs.look(path, TODAY, stranger=True)
    assert offer.signer is Signer.STRANGER
    with pytest.raises(PackFromStranger):
        vault.law_packs.install(offer, heard=key_words(key_of("lawyer"), "be"))
    assert vault.law.version == NEWER
    assert vault.law_packs.install(offer, heard=words)
    assert vault.law.version == third
    fourth = "2026.11.26"
    refused(vault, put(tmp_path, pack(texts(fourth), fourth), "3"), PackFromStranger)


def test_older_and_another_content_under_the_same_version(vault: Briefcase, tmp_path: Path) -> None:
    shipped = shipped_law().version
    same = refused(vault, put(tmp_path, pack(texts(shipped), shipped), "0"), PackOlder)
    assert same.facts["reason"] == "same"
    take(vault, put(tmp_path, pack(texts("2026.11.25"), "2026.11.25"), "1"))
    older = refused(vault, put(tmp_path, pack(texts()), "2"), PackOlder)
    assert older.facts == {"version": NEWER, "known": "2026.11.25", "reason": "older"}
    other = texts("2026.11.25", glossary=('en = "refusal"', 'en = "rejection"'))
    assert refused(vault, put(tmp_path, pack(other, "2026.11.25"), "3"), PackOlder).facts["reason"] == "same"


def test_a_version_far_ahead_would_keep_every_other_out(vault: Briefcase, tmp_path: Path) -> None:
    refused(vault, put(tmp_path, pack(texts("2099.01.01"), "2099.01.01")), PackFromFuture)


def test_of_another_law(vault: Briefcase, tmp_path: Path) -> None:
    files = texts(pack=('id = "by"', 'id = "xx"'))
    assert refused(vault, put(tmp_path, pack(files, id="xx")), PackOfOtherLaw).facts["what"] == "xx"


def test_unsigned(vault: Briefcase, tmp_path: Path) -> None:
    refused(vault, put(tmp_path, pack(texts(), maker=None)), PackUnsigned)


def _text_changed(parts: dict[str, bytes]) -> None:
    parts["deadlines.toml"] = parts["deadlines.toml"].replace(b"limit = 15", b"limit = 50", 1)


def _manifest_changed(parts: dict[str, bytes]) -> None:
    parts["manifest.json"] = parts["manifest.json"].replace(b'"version":"2026.11.24"', b'"version":"2026.11.29"')


def _both_changed(parts: dict[str, bytes]) -> None:
    """The manifest fits the texts again; the signature does not fit it."""
    from legalaid_desktop.services.law_pack_file import manifest_of

    _text_changed(parts)
    parts["manifest.json"] = manifest_of(parts, "by", NEWER)


def _key_changed(parts: dict[str, bytes]) -> None:
    parts["signature"] = parts["signature"].replace(key_of("lawyer").encode(), key_of("stranger").encode())


def _signature_changed(parts: dict[str, bytes]) -> None:
    at = 8 + 64 + 1
    byte = b"0" if parts["signature"][at : at + 1] != b"0" else b"1"
    parts["signature"] = parts["signature"][:at] + byte + parts["signature"][at + 1 :]


@pytest.mark.parametrize("change", [_text_changed, _manifest_changed, _both_changed, _key_changed, _signature_changed])
def test_altered(vault: Briefcase, tmp_path: Path, change: object) -> None:
    refused(vault, put(tmp_path, rezipped(pack(texts()), change)), PackAltered)  # type: ignore[arg-type]


def _outside(parts: dict[str, bytes]) -> None:
    parts["../deadlines.toml"] = parts["deadlines.toml"]


def _more(parts: dict[str, bytes]) -> None:
    parts["evil.py"] = b"print()"


def _fewer(parts: dict[str, bytes]) -> None:
    del parts["glossary.toml"]


def _spaced_manifest(parts: dict[str, bytes]) -> None:
    parts["manifest.json"] = parts["manifest.json"].replace(b",", b", ")


def _deep_manifest(parts: dict[str, bytes]) -> None:
    parts["manifest.json"] = b"[" * 9000 + b"]" * 7000


def _odd_signature(parts: dict[str, bytes]) -> None:
    parts["signature"] = b"none 00 00\n"


def _bomb(parts: dict[str, bytes]) -> None:
    parts["glossary.toml"] = b"#" * 40_000_000


def _no_letters(parts: dict[str, bytes]) -> None:
    from legalaid_desktop.services.law_pack_file import manifest_of

    parts["glossary.toml"] = b"# \xff\xfe\n"
    parts["manifest.json"] = manifest_of(parts, "by", NEWER)
    del parts["signature"]


@pytest.mark.parametrize(
    "change",
    [_outside, _more, _fewer, _spaced_manifest, _deep_manifest, _odd_signature, _bomb, _no_letters],
)
def test_malformed(vault: Briefcase, tmp_path: Path, change: object) -> None:
    refused(vault, put(tmp_path, rezipped(pack(texts()), change)), PackMalformed)  # type: ignore[arg-type]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"[pack]\nid = 'by'\n", b"\x00" * 5000])
def test_no_pack_at_all(vault: Briefcase, tmp_path: Path, data: bytes) -> None:
    refused(vault, put(tmp_path, data), PackMalformed)


def test_every_cut_and_flipped_byte_is_refused_in_words(tmp_path: Path) -> None:
    whole = pack(texts())
    for at in range(3, len(whole), max(1, len(whole) // 60)):
        for data in (whole[:at], whole[:at] + bytes([whole[at] ^ 0x20]) + whole[at + 1 :]):
            try:
                found, _ = verified(put(tmp_path, data))
            except LegalAidError:
                continue
            assert found.key is not None
            assert found.key.hex() == key_of("lawyer"), "a byte that no part of the archive uses"


def test_faulty_texts_are_refused_with_every_fault(vault: Briefcase, tmp_path: Path) -> None:
    files = texts(
        deadlines=("limit = 15", "limit = 10000"),
        deadlines_2=("limit = 5\n", "limit = 0\n"),
        calendars=("moved_off = [2026-04-20]", "moved_off = [1800-04-20]"),
        glossary=('en = "refusal"', 'en = "ref\u202eusal"'),
    )
    error = refused(vault, put(tmp_path, pack(files)), PackFaulty)
    assert isinstance(error, PackFaulty)
    said = "\n".join(error.faults)
    for part in ("from 1 to 3650", "a year between", "cannot be seen", "deadlines.toml:", "calendars.toml:"):
        assert part in said, said


def test_a_stop_on_the_way_leaves_the_law_as_it_was(vault: Briefcase, tmp_path: Path) -> None:
    before = days(vault)
    rows = vault.vault.db.counts()
    offer = vault.law_packs.look(put(tmp_path, pack(rule_changed(RULE, "limit = 15", "limit = 10"))), TODAY)

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        vault.law_packs.install(offer, compared=True, watch=stop)
    assert vault.vault.db.counts() == rows
    vault.vault.law_in_use.forget()
    assert days(vault) == before


# ---------------------------------------------------------------------------------------------- the fenced child


@pytest.mark.usefixtures("the_child")
def test_a_pack_goes_through_the_child(tmp_path: Path) -> None:
    found, law = verified(put(tmp_path, pack(texts())))
    assert (found.id, law.version) == ("by", NEWER)


@pytest.mark.usefixtures("the_child")
def test_fifty_thousand_rows_are_refused(tmp_path: Path) -> None:
    files = texts()
    files["glossary.toml"] = b"".join(b'[[term]]\nid = "t%d"\n' % n for n in range(50_000))
    with pytest.raises((PackFaulty, PackMalformed)):
        verified(put(tmp_path, pack(files)))


def test_a_case_that_cannot_be_read_does_not_keep_the_pack_out(vault: Briefcase, tmp_path: Path) -> None:
    vault.cases.import_files([path for path in SAMPLES if path.name.startswith("S04")])
    row = vault.vault.cases.row_of("TEST-2026-S04")
    with vault.vault.db.transaction():
        vault.vault.db.run("UPDATE decision SET kind = 'other' WHERE case_row = ?", (row,))
    take(vault, put(tmp_path, pack(rule_changed(RULE, "limit = 15", "limit = 10"))))
    assert days(vault)[CLOCK_ID] == dt.date(2026, 12, 18)
    assert vault.damaged.seen()
