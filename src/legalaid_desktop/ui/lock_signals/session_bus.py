"""The session's bus on Linux, if there is one: no process of the program begins one.

Without an address, or with some kinds of them, the bus library of the toolkit looks for ``dbus-launch`` in ``PATH`` and
starts it, which starts a bus and writes into the home folder. Other kinds are network.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

_ADDRESS: Final = "DBUS_SESSION_BUS_ADDRESS"
_NONE: Final = "disabled:"
"""No kind of address that the library knows: it gives up at once."""


def keep_to_the_buses_there() -> bool:
    """Before the toolkit asks for the session's bus: let it find a socket of this computer or nothing. Return whether
    there is one. What this process starts inherits it."""
    address = _address()
    os.environ[_ADDRESS] = address or _NONE
    return bool(address)


def _address() -> str:
    given = os.environ.get(_ADDRESS, "")
    if given not in ("", _NONE):
        return ";".join(one for one in given.split(";") if one.startswith("unix:"))
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    there = Path(runtime) / "bus"
    try:
        found = Path(runtime).is_absolute() and there.is_socket()
    except OSError:  # a folder of somebody else
        return ""
    return "unix:path=" + "".join(_in_address(byte) for byte in os.fsencode(there)) if found else ""


def _in_address(byte: int) -> str:
    """One byte of a path as addresses of a bus have it (D-Bus Specification, "Server Addresses")."""
    sign = chr(byte)
    return sign if sign.isascii() and (sign.isalnum() or sign in "-_/.\\*") else f"%{byte:02x}"
