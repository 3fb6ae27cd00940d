"""A line typed at the terminal without echo, as bytes that can be wiped: never as one string.

On POSIX systems the kernel's own line editing is used; on Windows letters come one at a time from the console.
"""

from __future__ import annotations

import sys

LONGEST = 64 * 1024

if sys.platform == "win32":
    import msvcrt

    _FUNCTION_KEY = ("\x00", "\xe0")

    def read_hidden(prompt: str) -> bytearray | None:
        """Show ``prompt`` and return the typed line in UTF-8; ``None`` when typing was ended without one.

        The caller wipes it. Raises :class:`KeyboardInterrupt`.
        """
        for letter in prompt:
            msvcrt.putwch(letter)
        typed, length, high = bytearray(LONGEST), 0, ""
        try:
            while True:
                letter = msvcrt.getwch()
                if letter in "\r\n":
                    return typed[:length]
                if letter == "\x03":
                    raise KeyboardInterrupt
                if letter == "\x1a" and not length:
                    return None
                if letter in _FUNCTION_KEY:
                    msvcrt.getwch()
                elif letter == "\b":
                    length = _without_last(typed, length)
                elif "\ud800" <= letter <= "\udbff":
                    high = letter
                else:
                    data = (high + letter).encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode("utf-8")
                    high = ""
                    if length + len(data) <= LONGEST:
                        typed[length : length + len(data)] = data
                        length += len(data)
        finally:
            typed[:] = bytes(len(typed))
            msvcrt.putwch("\r")
            msvcrt.putwch("\n")

    def _without_last(typed: bytearray, length: int) -> int:
        while length:
            length -= 1
            last, typed[length] = typed[length], 0
            if last & 0xC0 != 0x80:
                break
        return length

else:
    import io
    import os
    import select
    import termios

    _TURN = 0.2
    """s between two looks for a Ctrl+C."""
    _INPUT_FLAGS, _LOCAL_FLAGS = 0, 3
    _IUTF8 = 0x4000  # Linux and macOS; not named by the module: one backspace takes one letter, not one byte

    def read_hidden(prompt: str) -> bytearray | None:
        """Show ``prompt`` and return the typed line in UTF-8; ``None`` when typing was ended without one.

        The caller wipes it. Raises :class:`KeyboardInterrupt`, and :class:`OSError` without a terminal.
        """
        with io.FileIO(_terminal(), "r+") as terminal:
            number = terminal.fileno()
            before = termios.tcgetattr(number)
            quiet = list(before)
            quiet[_INPUT_FLAGS] |= _IUTF8
            quiet[_LOCAL_FLAGS] &= ~(termios.ECHO | termios.ECHONL)
            quiet[_LOCAL_FLAGS] |= termios.ICANON | termios.ISIG
            try:
                # TCSAFLUSH: what was typed ahead, and was shown, is not taken for the passphrase.
                termios.tcsetattr(number, termios.TCSAFLUSH, quiet)
                os.write(number, prompt.encode("utf-8", "replace"))
                return _line(terminal)
            finally:
                termios.tcsetattr(number, termios.TCSAFLUSH, before)
                os.write(number, b"\n")

    def _terminal() -> int:
        try:
            return os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY | os.O_CLOEXEC)
        except OSError:
            return os.dup(sys.__stdin__.fileno() if sys.__stdin__ is not None else 0)

    def _line(terminal: io.FileIO) -> bytearray | None:
        """Read up to the end of the line straight into bytes of ours."""
        buffer, length = bytearray(LONGEST), 0
        try:
            while length < LONGEST:
                # A Ctrl+C that comes just before reading begins would be heard only at the next key.
                while not select.select([terminal], [], [], _TURN)[0]:
                    pass
                count = terminal.readinto(memoryview(buffer)[length:])
                if not count:  # end of input: Ctrl+D, or the terminal has gone
                    return buffer[:length] if length else None
                length += count
                if buffer[length - 1] == 0x0A:
                    return buffer[: length - 1]
            return buffer[:length]
        finally:
            buffer[:] = bytes(len(buffer))
