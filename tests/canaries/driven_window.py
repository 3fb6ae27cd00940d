"""The real window, with a hand that presses keys on orders from standard input. Run as a program of its own.

    driven_window.py VAULT QUICK

Nothing of the program is replaced but two things: the process that takes the place of a locked one is this driver
again, and with ``QUICK`` = 1 new passphrases get the least costs that the format allows. Texts come in disguise (each
byte of the UTF-8 form with 0xA5) and are turned into single letters only, so that what is found in the memory of this
process was put together by the program. An order is a line of JSON; so is each answer.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

MASK = 0xA5
_ANSWER = 5.0
"""s that the window is given to become the active one."""


def letters(disguised: str) -> Any:
    """The letters of a text one at a time; the whole is never made."""
    data = bytearray()
    for at in range(0, len(disguised), 2):
        data.append(int(disguised[at : at + 2], 16) ^ MASK)
        try:
            letter = data.decode()
        except UnicodeDecodeError:
            continue
        data[:] = bytes(len(data))
        data = bytearray()
        yield letter


class Hand:
    """What orders can name as ``hand``."""

    def __init__(self, window: Any) -> None:
        self.window = window

    @property
    def focus(self) -> Any:
        from PySide6.QtWidgets import QApplication

        if QApplication.activeWindow() is None:
            self.window.activateWindow()
            # The server answers when it likes; a key that comes before is nobody's.
            until = time.monotonic() + _ANSWER
            while QApplication.focusWidget() is None and time.monotonic() < until:
                QApplication.processEvents()
                time.sleep(0.01)
        return QApplication.focusWidget() or self.window

    def type(self, disguised: str, into: Any = None) -> None:
        from PySide6.QtCore import QEvent, Qt
        from PySide6.QtGui import QKeyEvent
        from PySide6.QtWidgets import QApplication

        widget = into if into is not None else self.focus
        for letter in letters(disguised):
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(widget, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))

    def press(self, key: str, modifier: str = "No", into: Any = None) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        widget = into if into is not None else self.focus
        QTest.keyClick(widget, Qt.Key[f"Key_{key}"], Qt.KeyboardModifier[f"{modifier}Modifier"])

    def tab_to(self, name: str) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest
        from PySide6.QtWidgets import QApplication

        met = []
        for _ in range(150):
            QTest.keyClick(self.focus, Qt.Key.Key_Tab)
            QApplication.processEvents()
            met.append(self.focus.accessibleName())
            if met[-1] == name:
                return
        raise LookupError(f"Tab never came to {name}: {met}")

    def comes_to(self, name: str) -> bool:
        """Whether Tab finds such a control at all."""
        try:
            self.tab_to(name)
        except LookupError:
            return False
        return True

    def choose(self, beginning: str) -> None:
        """One of the answers of the box with the focus."""
        box = self.focus
        number = next(n for n in range(box.count()) if box.itemText(n).startswith(beginning))
        while box.currentIndex() != number:
            self.press("Down" if box.currentIndex() < number else "Up")

    def crash(self) -> None:
        """A fault whose value is what was typed, and one that comes of it."""
        text = self.focus.toPlainText()
        try:
            {}[text]
        except KeyError:
            raise ValueError(text) from None


def _answer(order: dict[str, Any], names: dict[str, Any]) -> Any:
    if "type" in order:
        return names["hand"].type(order["type"], eval(order["into"], names) if order.get("into") else None)
    if "do" in order:
        return exec(order["do"], names)
    return eval(order["tell"], names)


def _listen(window: Any, names: dict[str, Any]) -> None:
    from PySide6.QtCore import QSocketNotifier

    notifier = window._orders = QSocketNotifier(0, QSocketNotifier.Type.Read)

    def heard() -> None:
        line = b""
        while not line.endswith(b"\n"):
            piece = os.read(0, 1 << 16)
            if not piece:
                notifier.setEnabled(False)
                return
            line += piece
        order = json.loads(line)
        if order.get("raise"):
            os.write(1, b'{"ok": null}\n')
            exec(order["raise"], names)
            return
        try:
            told = {"ok": _answer(order, names)}
        except BaseException as error:
            told = {"failed": f"{type(error).__name__}: {error}"}
        os.write(1, (json.dumps(told) + "\n").encode())

    notifier.activated.connect(lambda *_: heard())


def main() -> int:
    vault, quick = Path(sys.argv[1]), sys.argv[2] == "1"
    sys.path[:0] = [str(Path(__file__).resolve().parents[2])]
    from legalaid_desktop import bootstrap
    from legalaid_desktop.ui import application

    build = application.build_window

    def built(app: Any, **parts: Any) -> Any:
        window = build(app, **parts)
        names: dict[str, Any] = {"window": window, "app": app, "Path": Path, "hand": Hand(window)}
        _listen(window, names)
        return window

    application.build_window = built
    bootstrap.relaunch_command = lambda executable, frozen, vault: [executable, *sys.orig_argv[1:]]
    if quick:
        _least_costs()
    return bootstrap.open_window(sys.argv[:1], vault=vault)


def _least_costs() -> None:
    from legalaid_desktop.bootstrap import Door

    def create(self: Any, folder: Path, passphrase: bytearray) -> Any:
        from legalaid_desktop.services.opening import create_briefcase
        from legalaid_desktop.services.secrets import Secret

        with Secret.from_utf8(passphrase) as secret:
            return create_briefcase(folder, secret, clock=self._clock, fast_kdf=True)

    def renew(self: Any, briefcase: Any, passphrase: bytearray, *, keep_old: bool) -> None:
        from legalaid_desktop.services.key_slots import set_passphrase_after_recovery
        from legalaid_desktop.services.secrets import Secret

        with Secret.from_utf8(passphrase) as secret:
            set_passphrase_after_recovery(briefcase, secret, replaces=() if keep_old else None, fast=True)

    Door.create, Door.renew_passphrase = create, renew  # type: ignore[method-assign]


if __name__ == "__main__":
    sys.exit(main())
