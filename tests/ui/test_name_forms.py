"""Forms of names in the person's form: proposed, confirmed by a person, kept; in both languages of the papers."""

from __future__ import annotations

from typing import Any

from legalaid_desktop.domain.person import NameSet
from tests.ui.conftest import PASSPHRASE, Desktop, type_text
from tests.ui.test_case_pages import S03, case_page, in_vault


def _names(desktop: Desktop, person: str) -> NameSet:
    record = in_vault(desktop, lambda b: b.cases.record(S03))
    found: NameSet = next(one.names for one in record.persons if one.id == person)
    return found


def test_belarusian_forms_are_proposed_and_kept_once_confirmed(practice: Desktop) -> None:
    practice.open(PASSPHRASE)
    page = case_page(practice)
    record = in_vault(practice, lambda b: b.cases.record(S03))
    person = next(one for one in record.persons if one.names.be_gen is None and one.sex == "f")
    page.edit("person", person.id)
    practice.qtbot.waitUntil(lambda: "names" in page.form.editors and page.form.isVisible())
    forms: Any = page.form.editors["names"]
    forms.tongue.set_key("be")
    forms.tongue.picked.emit("be")
    forms.lines["nom"].setFocus()
    forms.lines["nom"].selectAll()
    type_text(forms.lines["nom"], "Прымерава Зоя")
    practice.qtbot.waitUntil(lambda: _names(practice, person.id).be_nom == "Прымерава Зоя")
    # The Russian ones were not touched, and what is only proposed is not kept.
    assert _names(practice, person.id).ru_nom == person.names.ru_nom
    assert _names(practice, person.id).be_gen is None
    forms.refresh(forms.names, forms.sex)
    assert forms.lines["acc"].placeholderText() == "Прымераву Зою"
    forms.confirm.click()
    practice.qtbot.waitUntil(lambda: _names(practice, person.id).be_acc == "Прымераву Зою")
    assert _names(practice, person.id).ru_gen == person.names.ru_gen
    assert practice.hook.seen == []
