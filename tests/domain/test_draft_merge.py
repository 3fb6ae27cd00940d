"""Own words and changed facts: nothing lost, nothing overwritten, renumbering no change."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from legalaid_desktop.domain.draft_merge import (
    ChangeKind,
    OwnText,
    before_of,
    changes,
    leave,
    looked_through,
    placed,
    printed,
    take,
)
from legalaid_desktop.domain.draft_paragraphs import Paragraph, match, named
from tests.rounds import rounds

_WORDS = st.lists(
    st.sampled_from(["суд", "дом", "лес", "год", "путь", "день", "брат", "страх", "отказ", "закон"]),
    min_size=1,
    max_size=5,
)


def paragraph(section: str, words: str, fact: str, text: str) -> Paragraph:
    return Paragraph(
        key="", section=section, kind="para", text=text, words=words, facts=(fact,) if fact else (), sense=text
    )


@st.composite
def papers(draw: st.DrawFn) -> tuple[tuple[Paragraph, ...], tuple[Paragraph, ...]]:
    """A paper before and after facts changed: events go, come and read otherwise; the template is the same."""
    before, after = [], []
    for number in range(draw(st.integers(1, 7))):
        section = draw(st.sampled_from(("facts", "law")))
        fixed, fact = draw(st.sampled_from(("", "Прошу учесть, что это было", "Тогда"))), f"e{number}"
        old, new = (f"{fixed} {' '.join(draw(_WORDS))} {fact}".strip() for _ in range(2))
        where = draw(st.sampled_from(("both", "same", "before", "after")))
        if where != "after":
            before.append(paragraph(section, fixed, fact, old))
        if where != "before":
            after.append(paragraph(section, fixed, fact, old if where == "same" else new))
    return named(before), named(after)


@st.composite
def drafts(
    draw: st.DrawFn,
) -> tuple[tuple[Paragraph, ...], dict[str, OwnText], tuple[Paragraph, ...]]:
    before, after = draw(papers())
    own = {}
    for n, one in enumerate(before):
        if draw(st.booleans()):
            own[one.key] = OwnText(base=one, text=f"Своё {n}", after=before_of(before, one.key))
    return before, own, after


def texts(own: dict[str, OwnText], now: tuple[Paragraph, ...]) -> list[str]:
    return sorted(one.text for one in printed(own, now))


@given(drafts())
@settings(max_examples=rounds(60, 1500), deadline=None)
def test_leaving_everything_keeps_the_paper(
    draft: tuple[tuple[Paragraph, ...], dict[str, OwnText], tuple[Paragraph, ...]],
) -> None:
    seen, own, now = draft
    mine = texts(own, seen)
    while found := changes(seen, own, now):
        own, seen = leave(own, found[0], seen), looked_through(seen, found[0], now)
    assert texts(own, now) == mine


@given(drafts())
@settings(max_examples=rounds(60, 1500), deadline=None)
def test_taking_everything_gives_the_new_paper_and_spares_own_words_that_still_fit(
    draft: tuple[tuple[Paragraph, ...], dict[str, OwnText], tuple[Paragraph, ...]],
) -> None:
    seen, own, now = draft
    fit = {now[place].key: own[name].text for name, place in placed(own, now).items()
           if own[name].base.meaning == now[place].meaning}  # fmt: skip
    taken = [change for change in changes(seen, own, now) if change.kind.own]
    while found := changes(seen, own, now):
        own, seen = take(own, found[0]), looked_through(seen, found[0], now)
    assert texts(own, now) == sorted(fit.get(one.key, one.text) for one in now)
    assert len(taken) + len(fit) == len(draft[1])


@given(drafts())
@settings(max_examples=rounds(60, 1500), deadline=None)
def test_before_a_person_decides_own_words_stand_and_the_rest_follows(
    draft: tuple[tuple[Paragraph, ...], dict[str, OwnText], tuple[Paragraph, ...]],
) -> None:
    seen, own, now = draft
    shown = printed(own, now)
    assert {one.text for one in shown if one.own} == {text.text for text in own.values()}
    told = {change.own for change in changes(seen, own, now) if change.kind.own}
    quiet = set(own) - told
    assert all(own[name].base.meaning == now[placed(own, now)[name]].meaning for name in quiet)


def test_an_event_put_in_between_moves_nothing() -> None:
    one, two, new = (paragraph("facts", " — ;", fact, f"{fact} — было;") for fact in ("e1", "e2", "e9"))
    seen = named([one, two])
    own = {seen[1].key: OwnText(base=seen[1], text="Рукой.", after=before_of(seen, seen[1].key))}
    found = changes(seen, own, named([new, one, two]))
    assert [change.kind for change in found] == [ChangeKind.NEW]
    assert [one.text for one in printed(own, named([new, one, two]))] == ["e9 — было;", "e1 — было;", "Рукой."]


def test_another_number_of_an_annex_is_no_change() -> None:
    one = replace(paragraph("facts", "См.", "annex:x1", "См. приложение 3."), sense="См. {x1}.")
    seen, now = named([one]), named([replace(one, text="См. приложение 4.")])
    assert changes(seen, {seen[0].key: OwnText(base=seen[0], text="Мои слова")}, now) == ()


def test_a_newer_template_with_other_words_is_known_by_its_facts() -> None:
    old = named([paragraph("facts", "В день приехал человек", "e1", "В день 1 мая приехал человек из города")])
    new = named([paragraph("facts", "Приезд из города был", "e1", "Приезд человека из города был 1 мая")])
    own = {"k": OwnText(base=old[0], text="Моё")}
    (change,) = changes(old, own, new)
    assert change.kind is ChangeKind.OWN_CHANGED
    assert texts(leave(own, change), new) == ["Моё"]
    assert changes(new, leave(own, change), new) == ()


def test_the_same_sentence_about_another_record_is_another_paragraph() -> None:
    old, new = (named([paragraph("facts", "Меня задержали в доме у дороги", fact, "Меня задержали в доме у дороги")])
                for fact in ("e1", "e2"))  # fmt: skip
    assert match(old, new) == {}


def test_own_words_of_a_vanished_paragraph_stay_where_it_stood() -> None:
    one, two, three = (paragraph("facts", f"слова {n}", f"e{n}", f"текст {n}") for n in (1, 2, 3))
    seen = named([one, two, three])
    own = {seen[1].key: OwnText(base=seen[1], text="Моё.", after=before_of(seen, seen[1].key))}
    now = named([one, three])
    assert [found.text for found in printed(own, now)] == ["текст 1", "Моё.", "текст 3"]
    (change,) = changes(seen, own, now)
    assert (change.kind, change.mine, change.now) == (ChangeKind.OWN_GONE, "Моё.", None)
    assert changes(seen, leave(own, change), now) == ()


def test_a_paragraph_cut_from_a_story_does_not_shift_the_own_words_to_its_neighbour() -> None:
    story = [paragraph("facts", "", "n.p1", text) for text in ("Жил в городе и учил детей", "Потом пришли люди ночью",
                                                               "Уехал к родным за реку")]  # fmt: skip
    seen = named(story)
    own = {seen[1].key: OwnText(base=seen[1], text="Моё о ночи.", after=before_of(seen, seen[1].key))}
    now = named([story[0], story[2]])
    assert [one.text for one in printed(own, now)] == [
        "Жил в городе и учил детей",
        "Моё о ночи.",
        "Уехал к родным за реку",
    ]
