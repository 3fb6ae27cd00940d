"""The passphrase once more, before a way into the vault is changed.

An open vault on a desk shows what it shows; whoever adds a way into it keeps it for good. So a change asks for the
passphrase again, once for a visit to the page.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from legalaid_desktop.errors import LegalAidError
from legalaid_desktop.presenters.ports import Failed, Tasks

if TYPE_CHECKING:
    from legalaid_desktop.services.briefcase import Briefcase

_PASSPHRASES = frozenset({"passphrase", "passphrase_and_key_file"})


class Gate:
    """Closed until a passphrase of this vault was typed; :meth:`close` when the page is left."""

    def __init__(self, tasks: Tasks) -> None:
        self._tasks = tasks
        self._open = False

    @property
    def is_open(self) -> bool:
        return self._open

    def open_for_now(self) -> None:
        """The passphrase was typed a moment ago: the vault was just made, or just renewed."""
        self._open = True

    def close(self) -> None:
        self._open = False

    def confirm(self, passphrase: bytearray, *, opened: Callable[[], None], failed: Failed) -> None:
        """Takes ``passphrase`` over. ``failed`` is told what opening the vault with it would tell."""

        def done(_: None) -> None:
            self._open = True
            opened()

        def went_wrong(error: LegalAidError) -> None:
            self._open = False
            failed(error)

        self._tasks.ask(lambda briefcase: try_passphrase(briefcase, passphrase), done=done, failed=went_wrong)


def try_passphrase(briefcase: Briefcase, passphrase: bytearray) -> None:
    """Open the header on trial, as it lies on the disk. A vault that only sheets or coordinators open needs none.
    Wipes ``passphrase``; raises what opening the vault raises."""
    from legalaid_desktop.services.key_slots import shown_slots
    from legalaid_desktop.services.secrets import Secret

    with Secret.from_utf8(passphrase) as secret:
        if any(slot.kind in _PASSPHRASES for slot in briefcase.key_slots.all()):
            shown_slots(briefcase.folder, secret, key_file=briefcase.key_file)
