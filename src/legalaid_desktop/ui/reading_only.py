"""Which controls are off while the vault is open for reading only: those that would only be refused."""

from __future__ import annotations

from typing import Final

CHANGING: Final = frozenset(
    {
        *("case.add_decision", "case.add_event", "case.add_evidence", "case.add_fact", "case.add_person"),
        *("case.attach_file", "case.close_case", "case.close_counted", "case.edit_case", "case.edit_evidence"),
        *("case.fill_in", "case.mark_filed", "case.mark_missed", "case.mark_open", "case.remove_case"),
        *("case.remove_draft", "case.rename", "case.reopen_case", "cases.create", "cases.new"),
        *("cases.take_in_file", "cases.take_practice", "draft.edit_paragraph", "draft.take_back", "draft.unlift"),
        *("draft.life.take", "draft.life.leave", "draft.life.take_rest", "draft.life.restore", "draft.life.file"),
        *("draft.life.to.drafting", "draft.life.to.in_review", "draft.life.to.approved", "draft.life.to.filed"),
        *("draft.life.not_filed", "draft.life.withdraw", "draft.life.add_receipt"),
        *("draft.cite.open", "draft.pair.both_true", "draft.pair.take_back", "draft.reasons.take_away"),
        *("finding.lift", "form.confirm_forms", "form.remove", "note.drop", "note.save"),
        *("backup.create_now", "leave.back_up", "leave.go_helpers", "leave.go_nothing", "destroy.go", "new_key.start"),
        *("keys.add_coordinators", "keys.add_key_file", "keys.add_phrase", "keys.add_sheets", "keys.change_start"),
        *("keys.remove_start", "keys.sheets_start", "recovery.make", "recovery.make_anew"),
        *("template.save", "template.drop_typing", "template.use", "template.remove", "template.take_in"),
        *("law_pack.yes", "law_pack.yes_stranger", "law_pack.yes_back"),
        *("library_page.add_files", "library_page.keep_about", "library_page.remove", "library_page.edit_about"),
        *("library_page.quote.put", "library_page.add.keep", "library_page.add.keep_all", "library_page.add.choose"),
        *("library_page.restore", "library_page.erase", "library_page.erase_yes"),
        *("draft.quote.put", "draft.quote.open"),
        *("clock.mark.open", "clock.mark.take_back", "clock.mark_settled", "clock.appointed.add"),
        *("clock.appointed.remove",),
        *("competence.confirm", "competence.choose", "competence.take_back"),
        *("journal.keep_now", "undo.go", "spelling.add"),
    }
)
"""Wording ids of buttons and of lines of menus."""
