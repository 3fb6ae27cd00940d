"""Bytes that do not print themselves and can be wiped.

Known limits: the text given to :meth:`Secret.from_passphrase` is the caller's and cannot be wiped here; pages are kept
out of swap as far as the system lets us; a hibernated one is beyond a program's reach.
"""

from __future__ import annotations

import unicodedata
from types import TracebackType
from typing import NoReturn, Self

from legalaid_desktop.host.process import keep_in_memory

# Letters that never join with what stands before them under NFC, so that a passphrase can be normalised a letter
# at a time and never lies in memory as one string: Latin without marks, Cyrillic without its combining signs.
_STANDS_ALONE = ((0x00, 0x2FF), (0x400, 0x482), (0x48A, 0x52F))


class _WipedBytes(bytearray):
    """Bytes that are zeroed when the last reference goes: whoever still holds a view keeps them, unlike a wipe in
    ``Secret.__del__``, which would turn ``keys.subkey("…").view()`` into a key of zeros."""

    __slots__ = ()

    def __del__(self) -> None:
        _zero(self)


class Secret:
    """Owns its bytes; :meth:`wipe` zeroes them, as does the end of a ``with`` block or of the last reference."""

    __slots__ = ("_data", "_wiped")

    def __init__(self, data: bytes | bytearray | memoryview) -> None:
        """Take ``data`` over: a ``bytearray`` is wiped after copying; other kinds stay the caller's to wipe."""
        self._wiped = False
        self._data = _WipedBytes(len(data))
        keep_in_memory(self._data)  # before the bytes come: a page must not go out between the two
        self._data[:] = data
        if isinstance(data, bytearray):
            _zero(data)

    @classmethod
    def from_passphrase(cls, text: str) -> Self:
        """Return ``text`` in NFC as UTF-8, so that composed and decomposed typing open the same vault."""
        return cls(bytearray(unicodedata.normalize("NFC", text).encode("utf-8")))

    @classmethod
    def from_utf8(cls, data: bytearray) -> Self:
        """Return typed UTF-8 bytes in NFC and wipe ``data``; no string of the whole is made on the way.

        Raises :class:`UnicodeDecodeError` (without the bytes) for what is not UTF-8.
        """
        result = bytearray(3 * len(data))  # NFC triples UTF-8 at most; growing would leave copies behind
        keep_in_memory(result)
        length = 0
        try:
            for start, end in _segments(data):
                part = unicodedata.normalize("NFC", data[start:end].decode("utf-8")).encode("utf-8")
                result[length : length + len(part)] = part
                length += len(part)
            return cls(memoryview(result)[:length])
        except UnicodeDecodeError:
            raise UnicodeDecodeError("utf-8", b"", 0, 0, "not UTF-8") from None
        finally:
            _zero(result)
            _zero(data)

    def view(self) -> bytearray:
        """Return the bytes themselves, not a copy. Raises :class:`ValueError` after :meth:`wipe`."""
        if self._wiped:
            raise ValueError("the secret was wiped")
        return self._data

    def copy(self) -> Secret:
        """Return an independent secret with the same bytes."""
        return Secret(memoryview(self.view()))

    def wipe(self) -> None:
        """Overwrite the bytes with zeros; harmless when repeated."""
        _zero(self._data)
        self._wiped = True

    def __len__(self) -> int:
        return len(self._data)

    def __bool__(self) -> bool:
        return bool(self._data)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.wipe()

    def __repr__(self) -> str:
        return "Secret(…)"

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a secret is not copied, pickled or sent")


def _zero(data: bytearray) -> None:
    data[:] = bytes(len(data))  # same length: CPython writes in place, nothing is moved


def _segments(data: bytearray) -> list[tuple[int, int]]:
    """Return the bounds of pieces that can be normalised apart: each begins at a letter that stands alone."""
    starts = [0]
    for place in range(1, len(data)):
        lead = data[place]
        if lead & 0xC0 == 0x80:
            continue  # inside a letter
        if lead < 0x80:
            code = lead
        elif lead & 0xE0 == 0xC0 and place + 1 < len(data):
            code = (lead & 0x1F) << 6 | data[place + 1] & 0x3F
        else:
            continue  # letters of three and four bytes: hieroglyphs, signs; they stay with what stands before
        if any(low <= code <= high for low, high in _STANDS_ALONE):
            starts.append(place)
    return list(zip(starts, [*starts[1:], len(data)], strict=True))
