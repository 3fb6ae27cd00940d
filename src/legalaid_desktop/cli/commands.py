"""Which function answers which words of the command line."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from legalaid_desktop.cli import (
    case_commands,
    document_commands,
    exchange_commands,
    journal_commands,
    key_commands,
    leave_commands,
    program_commands,
    vault_commands,
)
from legalaid_desktop.cli.context import Context, Outcome

COMMANDS: Mapping[tuple[str, str | None], Callable[[Context], Outcome]] = {
    ("demo", None): program_commands.demo,
    ("self-test", None): program_commands.self_test,
    ("open", None): program_commands.open_window,
    ("name", "forms"): program_commands.name_forms,
    ("vault", "create"): vault_commands.create,
    ("vault", "check"): vault_commands.check,
    ("vault", "slots"): vault_commands.slots,
    ("vault", "salvage"): journal_commands.salvage,
    ("journal", "list"): journal_commands.list_entries,
    ("journal", "undo"): journal_commands.undo,
    ("journal", "anchor"): journal_commands.anchor,
    ("journal", "keep"): journal_commands.keep,
    ("vault", "slot"): key_commands.slot,
    ("vault", "recovery"): key_commands.recovery,
    ("vault", "recover"): key_commands.recover,
    ("vault", "key-file"): key_commands.key_file,
    ("vault", "rekey"): leave_commands.rekey,
    ("vault", "destroy"): leave_commands.destroy,
    ("vault", "leave"): leave_commands.leave,
    ("case", "import"): case_commands.import_files,
    ("case", "list"): case_commands.list_cases,
    ("case", "show"): case_commands.show,
    ("note", "add"): case_commands.add_note,
    ("note", "list"): case_commands.list_notes,
    ("evidence", "add"): case_commands.add_evidence,
    ("evidence", "get"): case_commands.get_evidence,
    ("search", None): case_commands.search,
    ("template", "list"): document_commands.list_templates,
    ("template", "check"): document_commands.check_templates,
    ("document", "check"): document_commands.check,
    ("document", "make"): document_commands.make,
    ("document", "bundle"): document_commands.bundle,
    ("document", "state"): document_commands.state,
    ("document", "history"): document_commands.history,
    ("document", "compare"): document_commands.compare,
    ("deadline", "list"): document_commands.list_deadlines,
    ("deadline", "explain"): document_commands.explain_deadline,
    ("identity", "new"): exchange_commands.new_identity,
    ("identity", "show"): exchange_commands.show_identity,
    ("backup", "create"): exchange_commands.create_backup,
    ("backup", "verify"): exchange_commands.verify_backup,
    ("backup", "restore"): exchange_commands.restore_backup,
    ("backup", "status"): exchange_commands.backup_status,
}
