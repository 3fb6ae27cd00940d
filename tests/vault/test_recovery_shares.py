"""Parts of the key: they open exactly when they should, and a slip of the hand is found and named, never swallowed."""

from __future__ import annotations

import itertools
import random
import secrets
import string
from collections.abc import Sequence

import pytest
import shamir_mnemonic
from hypothesis import given, settings
from hypothesis import strategies as st
from shamir_mnemonic.wordlist import WORDLIST

from legalaid_desktop.errors import (
    LegalAidError,
    ShareNotUnderstood,
    SharesDamaged,
    SharesMixed,
    SharesNotEnough,
    SharesRepeated,
    WrongUse,
)
from legalaid_desktop.host.wording import LANGUAGES
from legalaid_desktop.services.error_words import explain
from legalaid_desktop.vault.recovery_shares import Share, join, read_share, split
from legalaid_desktop.vault.secret import Secret
from tests.rounds import rounds

QWERTY = "qwertyuiopasdfghjklzxcvbnm"
RUSSIAN = str.maketrans(QWERTY, "йцукенгшщзфывапролдячсмить")
BELARUSIAN = str.maketrans(QWERTY, "йцукенгшўзфывапролдячсміть")
LOOKALIKES = str.maketrans("aceiopxy", "асеіорху")


def made(bytes_: int = 16, needed: int = 2, shares: int = 3) -> tuple[bytes, tuple[Share, ...]]:
    secret = secrets.token_bytes(bytes_)
    return secret, split(Secret(secret), needed=needed, shares=shares)


SECRET, PARTS = made()
LONG_SECRET, LONG_PARTS = made(32)
BOTH = st.sampled_from([*PARTS, *LONG_PARTS])


def joined(shares: Sequence[Share]) -> bytes:
    with join(shares) as secret:
        return bytes(secret.view())


def refused(text: str) -> dict[str, str | int]:
    with pytest.raises(ShareNotUnderstood) as caught:
        read_share(text)
    error = caught.value
    for lang in LANGUAGES:
        message, advice = explain(error, lang)
        assert message and advice and "{" not in message + advice
    assert str(error) == "share_not_understood", "a message that is logged holds no word"
    return error.facts


# Joining


@pytest.mark.parametrize(("needed", "shares"), [(2, 2), (2, 3), (3, 3), (3, 5), (2, 16), (16, 16)])
@pytest.mark.parametrize("bytes_", [16, 32])
def test_every_subset_opens_exactly_when_it_should(needed: int, shares: int, bytes_: int) -> None:
    secret, parts = made(bytes_, needed, shares)
    assert [part.number for part in parts] == list(range(1, shares + 1))
    assert {(part.of, part.needed, part.set_number) for part in parts} == {(shares, needed, parts[0].set_number)}
    assert {len(part.words) for part in parts} == {20 if bytes_ == 16 else 33}
    subsets = [s for n in range(shares + 1) for s in itertools.combinations(parts, n)] if shares <= 5 else [
        tuple(random.sample(parts, n)) for n in range(shares + 1)
    ]  # fmt: skip
    for subset in subsets:
        order = random.sample(subset, len(subset))
        if len(subset) >= needed:
            assert joined(order) == secret
        else:
            with pytest.raises(SharesNotEnough) as caught:
                join(order)
            assert caught.value.facts["given"] == len(subset)


def test_any_program_of_the_standard_joins_them() -> None:
    assert shamir_mnemonic.combine_mnemonics([" ".join(part.words) for part in PARTS[1:]]) == SECRET
    assert shamir_mnemonic.combine_mnemonics([" ".join(part.words) for part in LONG_PARTS[:2]]) == LONG_SECRET


def test_a_repeated_part_is_told_and_does_no_harm() -> None:
    with pytest.raises(SharesRepeated) as caught:
        join([PARTS[1], PARTS[1]])
    assert caught.value.facts == {"number": 2, "given": 1, "needed": 2}
    assert joined([PARTS[1], PARTS[1], PARTS[2]]) == SECRET


def test_parts_of_two_vaults_do_not_mix() -> None:
    for _ in range(rounds(20, 500)):
        _, others = made()
        for mixture in ([PARTS[0], others[1]], [PARTS[0], PARTS[1], others[2]], [others[0], PARTS[0], others[1]]):
            with pytest.raises((SharesMixed, SharesDamaged)):
                join(mixture)


def test_two_sets_with_one_number_do_not_mix_either() -> None:
    """The number has 15 bits: two sets may share it. The digest of the standard tells them apart."""
    sets = [
        shamir_mnemonic.shamir.split_ems(
            2, [(1, 1)] * 3, shamir_mnemonic.shamir.EncryptedMasterSecret(77, True, 0, secrets.token_bytes(16))
        )
        for _ in range(2)
    ]
    a, b = ([read_share(group[0].mnemonic()) for group in groups] for groups in sets)
    assert a[0].set_number == b[0].set_number == 77
    with pytest.raises(SharesDamaged):
        join([a[0], b[1]])
    with pytest.raises(SharesDamaged) as caught:
        join([a[0], a[1], b[2]])
    assert caught.value.facts == {"number": 3}
    with pytest.raises(SharesDamaged):
        join([a[0], b[0], a[1]])


def test_a_part_with_other_words_inside_is_refused() -> None:
    words = (*PARTS[0].words[:-1], "zero" if PARTS[0].words[-1] != "zero" else "acid")
    forged = Share(words, 1, 3, 2, PARTS[0].set_number)
    with pytest.raises(SharesDamaged):
        join([forged, PARTS[1]])


def test_set_numbers_already_in_use_are_avoided() -> None:
    even = set(range(0, 1 << 15, 2))
    for _ in range(10):
        assert split(Secret(SECRET), needed=2, shares=2, not_sets=even)[0].set_number % 2


@pytest.mark.parametrize(("needed", "shares"), [(1, 1), (1, 3), (0, 2), (4, 3), (2, 17), (-1, 3)])
def test_senseless_counts_are_refused(needed: int, shares: int) -> None:
    with pytest.raises(WrongUse):
        split(Secret(SECRET), needed=needed, shares=shares)


def test_nothing_shows_a_word() -> None:
    part = PARTS[0]
    for text in (repr(part), str(part), repr([part]), f"{part}"):
        assert not any(word in text.split() for word in part.words)
    assert part.check.isdecimal() and len(part.check) == 4
    assert part.word_numbers == tuple(WORDLIST.index(word) + 1 for word in part.words)


# What is accepted


@settings(max_examples=rounds(60, 2000), deadline=None)
@given(share=BOTH, data=st.data())
def test_words_are_read_however_they_are_written(share: Share, data: st.DataObject) -> None:
    forms = []
    for word, number in zip(share.words, share.word_numbers, strict=True):
        kind = data.draw(
            st.sampled_from(["word", "upper", "four", "title", "number", "russian", "belarusian", "looks", "short"])
        )
        forms.append(
            {
                "word": word, "upper": word.upper(), "four": word[:4], "title": word.title(), "number": str(number),
                "russian": word.translate(RUSSIAN), "belarusian": word.translate(BELARUSIAN).upper(),
                "looks": word.translate(LOOKALIKES),
                "short": word[: data.draw(st.integers(4, len(word)))].translate(RUSSIAN),
            }[kind]
        )  # fmt: skip
    gap = data.draw(st.sampled_from([" ", "\n", "  ", "\t", ", ", " - ", "; ", "\r\n", "\u00a0"]))
    assert read_share(gap + gap.join(forms) + gap) == share


@settings(max_examples=rounds(30, 500), deadline=None)
@given(share=BOTH, point=st.sampled_from([".", ")", ":", ". ", ") ", " – "]), gap=st.sampled_from([" ", "\n"]))
def test_numbering_is_no_word(share: Share, point: str, gap: str) -> None:
    pairs = list(enumerate(zip(share.words, share.word_numbers, strict=True), start=1))
    for text in (
        gap.join(f"{at}{point}{word}" for at, (word, _) in pairs),
        gap.join(f"{at}{point}{number}" for at, (_, number) in pairs),
        gap.join(f"{at} {word}" for at, (word, _) in pairs),
        gap.join(f"{at} {number}" for at, (_, number) in pairs),
        gap.join(f"{at}{point}{word} {number}" for at, (word, number) in pairs),
        gap.join(f"{at}{point}{word} ({number:04d})" for at, (word, number) in pairs),
    ):
        assert read_share(text) == share


def test_every_word_is_known_on_both_layouts_and_by_four_letters() -> None:
    from legalaid_desktop.vault.recovery_words import typed_words, word_index

    for place, word in enumerate(WORDLIST):
        for length in {4, len(word)}:
            for table in (RUSSIAN, BELARUSIAN, LOOKALIKES):
                (token,) = typed_words(word[:length].translate(table))
                assert word_index(token) == place, (word, token.text)
        (token,) = typed_words(str(place + 1))
        assert word_index(token) == place


# Slips


@settings(max_examples=rounds(150, 1000), deadline=None)
@given(share=BOTH, data=st.data())
def test_one_wrong_word_is_named_with_the_right_one(share: Share, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(share.words) - 1))
    other = data.draw(st.sampled_from([word for word in WORDLIST if word != share.words[at]]))
    facts = refused(" ".join([*share.words[:at], other, *share.words[at + 1 :]]))
    assert facts == {"kind": "wrong", "word": at + 1, "near": share.words[at]}


@settings(max_examples=rounds(150, 1000), deadline=None)
@given(share=BOTH, data=st.data())
def test_a_slip_of_the_finger_is_named_or_means_the_same(share: Share, data: st.DataObject) -> None:
    """A letter changed, left out, added, or two swapped, in one word: found at its place, the right word offered."""
    at = data.draw(st.integers(0, len(share.words) - 1))
    word = share.words[at]
    spot = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from(string.ascii_lowercase))
    typed = data.draw(
        st.sampled_from([
            word[:spot] + letter + word[spot + 1 :], word[:spot] + word[spot + 1 :], word[:spot] + letter + word[spot:],
            word[: max(spot - 1, 0)] + word[spot] + word[max(spot - 1, 0) : spot] + word[spot + 1 :],
        ])
    )  # fmt: skip
    text = " ".join([*share.words[:at], typed, *share.words[at + 1 :]])
    if len(typed) >= 4 and word.startswith(typed):
        assert read_share(text) == share
        return
    facts = refused(text)
    assert facts["kind"] in ("wrong", "unknown") and facts["word"] == at + 1
    assert str(facts["near"]).split(", ")[0] == word


@settings(max_examples=rounds(60, 500), deadline=None)
@given(share=BOTH, data=st.data())
def test_swapped_missing_and_added_words_are_named(share: Share, data: st.DataObject) -> None:
    words = list(share.words)
    at = data.draw(st.integers(0, len(words) - 2))
    if words[at] != words[at + 1]:
        swapped = [*words[:at], words[at + 1], words[at], *words[at + 2 :]]
        assert refused(" ".join(swapped)) == {"kind": "swapped", "word": at + 1, "other": at + 2}
    facts = refused(" ".join([*words[:at], *words[at + 1 :]]))
    assert (facts["kind"], facts["near"]) == ("missing", words[at])
    assert isinstance(facts["word"], int) and words[facts["word"] - 1] == words[at]
    extra = data.draw(st.sampled_from(WORDLIST))
    with_extra = [*words[:at], extra, *words[at:]]
    facts = refused(" ".join(with_extra))
    assert facts["kind"] == "extra"
    assert isinstance(facts["word"], int) and with_extra[facts["word"] - 1] == extra


def test_words_read_along_the_rows_are_told() -> None:
    for share, columns in ((PARTS[0], 2), (LONG_PARTS[0], 3)):
        rows = -(-len(share.words) // columns)
        across = [share.words[row + column * rows] for row in range(rows) for column in range(columns)]
        assert refused(" ".join(across))["kind"] == "across"


@settings(max_examples=rounds(60, 1000), deadline=None)
@given(share=BOTH, data=st.data())
def test_more_slips_are_never_taken_for_right(share: Share, data: st.DataObject) -> None:
    words = list(share.words)
    for at in data.draw(st.sets(st.integers(0, len(words) - 1), min_size=2, max_size=6)):
        words[at] = data.draw(st.sampled_from([word for word in WORDLIST if word != words[at]]))
    assert refused(" ".join(words))["kind"] in ("checksum", "wrong", "swapped")


@settings(max_examples=rounds(200, 3000), deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    try:
        read_share(text)
    except LegalAidError as error:
        assert isinstance(error, ShareNotUnderstood)
        for lang in LANGUAGES:
            assert all(explain(error, lang))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "empty"), ("  \n", "empty"), ("acid " * 7, "count"), ("acid " * 500, "count"), ("9" * 5000, "unknown"),
        ("1025 " * 20, "unknown"), ("0 " * 20, "unknown"), ("мама мыла раму", "unknown"), ("acid " * 20, "checksum"),
        ("acid " * 10_000, "count"), ("²³ " * 20, "checksum"), ("٣ " * 20, "checksum"), ("𝟗𝟗𝟗𝟗𝟗 " * 20, "unknown"),
    ],
)  # fmt: skip
def test_odd_input_has_an_answer(text: str, kind: str) -> None:
    assert refused(text)["kind"] == kind


def test_words_of_another_program_are_told_so() -> None:
    for words in (
        shamir_mnemonic.generate_mnemonics(1, [(2, 3)], SECRET)[0][0],
        shamir_mnemonic.generate_mnemonics(2, [(1, 1)] * 3, SECRET, iteration_exponent=9)[0][0],
    ):
        assert refused(words)["kind"] == "foreign"


@pytest.mark.soak
def test_a_thousand_typing_errors_open_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    """Each slip is refused, or read as the very part that was meant; the two parts then give the secret back."""
    tries = rounds(200, 5000)
    named = same = 0
    for _ in range(tries):
        share = random.choice(PARTS)
        words = list(share.words)
        for _ in range(random.choice((1, 1, 1, 2))):
            at = random.randrange(len(words))
            word = words[at]
            spot = random.randrange(len(word))
            letter = random.choice(string.ascii_lowercase)
            words[at] = random.choice((
                word[:spot] + letter + word[spot + 1 :], word[:spot] + word[spot + 1 :] or letter, word + letter,
                random.choice(WORDLIST), word[:4], word.translate(RUSSIAN), word[::-1],
            ))  # fmt: skip
        try:
            read = read_share(" ".join(words))
        except ShareNotUnderstood:
            named += 1
        else:
            same += 1
            assert read == share
            assert joined([read, *[part for part in PARTS if part != share][:1]]) == SECRET
    with capfd.disabled():
        print(f"\nrecovery words: {tries} slips, {named} refused in words, {same} meant the same, 0 opened wrongly")
