"""Pages of a foreign PDF as forms to be put on pages of ours, in the child.

What a page shows is kept, text as text: its own rotation and crop are obeyed, filled fields and notes that would be
printed are drawn. Everything that acts, links, reports or hides is left behind (``pdf_graph.py``).
"""

from __future__ import annotations

import io
import time
import zlib
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from legalaid_desktop.errors import FileRefused
from legalaid_desktop.intake.file_kind import FileKind, kind_of
from legalaid_desktop.intake.limits import (
    CHILD_CPU,
    LARGEST_PAGES_TAKEN,
    MOST_PAGES_TAKEN,
    MOST_SOURCE_PIXELS,
    WORK_SHARE,
)
from legalaid_desktop.intake.pdf_graph import (
    DEEPEST,
    LONGEST_STRING,
    MOST_OBJECTS,
    MOST_VALUES,
    SAFE_FILTERS,
    Context,
    behind,
    settled,
)
from legalaid_desktop.intake.worker import Parser, Reply

_A4: Final = (595.28, 841.89)
_PRINTED: Final = "print"
_MOST_DRAWN: Final = 5_000
_MOST_CONTENT: Final = 24 * 1024 * 1024
"""Bytes of the operators of one drawing."""


def load() -> Parser:
    import pikepdf

    # A first page goes the whole way before the walls stand: what is imported late cannot be opened behind them.
    made = pikepdf.new()
    made.add_blank_page(page_size=_A4)
    kept = io.BytesIO()
    made.save(kept)
    _pages(kept.getvalue(), 0, [].append)
    return _read


def _read(data: bytes, params: Mapping[str, Any], reply: Reply) -> None:
    """``first``: number of the first page, from 0. ``plain`` is ``{"total", "first", "pages": [[width, height,
    object or None], …], "objects": […], "mended": bool}``, mended where the file was faulty and read even so; the one
    blob holds the streams. A page without an object cannot be taken as
    a form and is to be drawn. There may be fewer pages than asked for: the rest is asked for again."""
    if kind_of(data[:4096]) is not FileKind.PDF:
        raise FileRefused(kind="wrong_kind")
    streams: list[bytes] = []
    reply.plain = _pages(data, int(params.get("first", 0)), streams.append)
    reply.blob(b"".join(streams))


def _pages(data: bytes, first: int, keep: Any) -> dict[str, Any]:
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as pdf:
            return _Taker(pikepdf, pdf, keep).take(first)
    except pikepdf.PasswordError:
        raise FileRefused(kind="pdf_encrypted") from None
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, IndexError, RuntimeError, AttributeError):
        # What qpdf raises for broken files is not one class; every one of these means the same here.
        raise FileRefused(kind="pdf_damaged") from None


class _Unfit(Exception):
    """This page cannot come as a form."""


class _Taker:
    def __init__(self, lib: Any, pdf: Any, keep: Any) -> None:
        self.lib, self.pdf, self.keep = lib, pdf, keep
        self.objects: list[dict[str, Any]] = []
        self.known: dict[tuple[tuple[int, int], Context], int] = {}
        self.weights: dict[int, int] = {}
        """Drawings that each form or pattern comes to, by its number."""
        self.at = 0
        self.values = 0

    def take(self, first: int) -> dict[str, Any]:
        total = len(self.pdf.pages)
        if total < 1:
            raise FileRefused(kind="pdf_empty")
        if total > MOST_PAGES_TAKEN:
            raise FileRefused(kind="pdf_pages", limit=MOST_PAGES_TAKEN)
        if not 0 <= first < total:
            raise FileRefused(kind="pdf_damaged")
        hidden = self.has_layers()
        if not hidden:
            self.flatten()
        pages: list[list[Any]] = []
        for number in range(first, total):
            if pages and (time.process_time() > CHILD_CPU * WORK_SHARE or self.at > LARGEST_PAGES_TAKEN // 2):
                break
            pages.append(self.page(self.pdf.pages[number], hidden))
        mended = bool(self.pdf.get_warnings())
        return {"total": total, "first": first, "pages": pages, "objects": self.objects, "mended": mended}

    def has_layers(self) -> bool:
        """Layers may be off; only a program that draws the page knows which."""
        return "/OCProperties" in self.pdf.Root

    def flatten(self) -> None:
        """What fields and notes show when printed becomes part of the page."""
        try:
            form = self.pdf.Root.get("/AcroForm")
            if form is not None and bool(form.get("/NeedAppearances", False)):
                self.pdf.generate_appearance_streams()
            self.pdf.flatten_annotations(_PRINTED)
        except (self.lib.PdfError, ValueError, TypeError, RuntimeError):
            return

    def page(self, page: Any, hidden: bool) -> list[Any]:
        width, height = _size(page)
        if hidden or "/UserUnit" in page.obj:
            return [width, height, None]
        objects, known, at, values = len(self.objects), dict(self.known), self.at, self.values
        streams: list[bytes] = []
        outer, self.keep = self.keep, streams.append
        try:
            for box in ("/TrimBox", "/BleedBox", "/ArtBox"):
                if box in page.obj:  # the form is cut at the crop box, as a viewer shows it
                    del page.obj[box]
            form = page.as_form_xobject()
            number = self.reference(form, "form", 0)
        except (_Unfit, self.lib.PdfError, ValueError, TypeError, KeyError, RuntimeError, AttributeError, zlib.error):
            del self.objects[objects:]
            self.weights = {n: weight for n, weight in self.weights.items() if n < objects}
            self.known, self.at, self.values = known, at, values
            return [width, height, None]
        finally:
            self.keep = outer
        for content in streams:
            self.keep(content)
        return [width, height, number]

    # Values

    def reference(self, thing: Any, context: Context, deep: int) -> int:
        """The number of an object of its own."""
        key = (thing.objgen, context)
        found = self.known.get(key) if thing.is_indirect else None
        if found is not None:
            return found
        if len(self.objects) >= MOST_OBJECTS:
            raise _Unfit
        made: dict[str, Any] = {}
        self.objects.append(made)
        number = len(self.objects) - 1
        if thing.is_indirect:
            self.known[key] = number
        stream = isinstance(thing, self.lib.Stream)
        if stream and "/Width" in thing and int(thing.Width) * int(thing.get("/Height", 1)) > MOST_SOURCE_PIXELS:
            raise _Unfit  # a few bytes that unpack to gigabytes in whoever looks at them
        inner = settled(context, str(thing.get("/Subtype", "")))
        made["d"] = {}
        for name in sorted(thing.keys()):  # they come in no order
            behind_it = behind(inner, name[1:])
            if behind_it is not None:
                made["d"][name[1:]] = self.value(thing[name], behind_it, deep + 1)
        if stream:
            self.stream(thing, made, inner)
            self.weights[number] = self.weight(thing) if inner in ("form", "pattern") else 1
        return number

    def weight(self, thing: Any) -> int:
        """How many drawings it comes to when forms and patterns draw one another: two calls in each of thirty forms
        are a billion, and a viewer does not come back from them."""
        content = self.unpacked(thing)
        total = 1
        resources = thing.get("/Resources", {})
        for group, context in (("/XObject", "drawn"), ("/Pattern", "pattern")):
            inner = resources.get(group, {})
            for name in inner.keys():  # noqa: SIM118 - a foreign dictionary, not Python's
                calls = content.count(name.encode("utf-8", "surrogateescape"))
                child = inner[name]
                number = self.known.get((child.objgen, context)) if child.is_indirect else None
                if calls and isinstance(child, self.lib.Stream):
                    if number is None or number not in self.weights:
                        raise _Unfit  # it draws itself
                    total += calls * self.weights[number]
        if total > _MOST_DRAWN:
            raise _Unfit
        return total

    def unpacked(self, thing: Any) -> bytes:
        """The operators of a drawing, within bounds."""
        filters = thing.get("/Filter")
        if filters is not None and str(filters) in ("/FlateDecode", "[ /FlateDecode ]"):
            unpacker = zlib.decompressobj()
            content = unpacker.decompress(bytes(thing.read_raw_bytes()), _MOST_CONTENT)
            if unpacker.unconsumed_tail:
                raise _Unfit
            return content
        return bytes(thing.read_bytes())

    def stream(self, thing: Any, made: dict[str, Any], context: Context) -> None:
        filters = thing.get("/Filter", [])
        names = [str(one) for one in ([filters] if isinstance(filters, self.lib.Name) else filters)]
        if "/F" in thing or set(names) & {"/JBIG2Decode", "/JPXDecode", "/Crypt"}:
            raise _Unfit
        if set(names) <= SAFE_FILTERS and names:
            content = bytes(thing.read_raw_bytes())
            made["d"]["Filter"] = names
            if "/DecodeParms" in thing:
                made["d"]["DecodeParms"] = self.value(thing["/DecodeParms"], "unpacking", 1)
        else:
            content = zlib.compress(bytes(thing.read_bytes()), 6)
            made["d"]["Filter"] = ["/FlateDecode"]
            made["d"].pop("DecodeParms", None)
        if self.at + len(content) > LARGEST_PAGES_TAKEN:
            raise _Unfit
        made["at"] = [self.at, len(content)]
        self.at += len(content)
        self.keep(content)

    def value(self, value: Any, context: Context, deep: int) -> Any:
        self.values += 1
        if deep > DEEPEST or self.values > MOST_VALUES:
            raise _Unfit
        lib = self.lib
        if value is None or isinstance(value, bool | int):
            return value
        if isinstance(value, Decimal | float):
            return float(value)
        if isinstance(value, lib.Name):
            return str(value)[:128]
        if isinstance(value, lib.String):
            raw = bytes(value)
            if len(raw) > LONGEST_STRING:
                raise _Unfit
            return {"s": raw.hex()}
        if isinstance(value, lib.Array):
            return [self.value(one, context, deep + 1) for one in value]
        if isinstance(value, lib.Stream):
            return {"r": self.reference(value, context, deep)}
        if isinstance(value, lib.Dictionary):
            if context == "mark":
                return {"d": {}}
            if value.is_indirect:
                return {"r": self.reference(value, context, deep)}
            inner = settled(context, str(value.get("/Subtype", "")))
            return {
                "d": {
                    name[1:]: self.value(value[name], behind_it, deep + 1)
                    for name in sorted(value.keys())  # they come in no order
                    if (behind_it := behind(inner, name[1:])) is not None
                }
            }
        raise _Unfit


def _size(page: Any) -> tuple[float, float]:
    """Width and height of the page as it is looked at, in points."""
    try:
        left, lower, right, upper = (float(edge) for edge in page.cropbox)
        wide, high = abs(right - left), abs(upper - lower)
        turned = int(page.obj.get("/Rotate", 0)) % 180 == 90
    except (TypeError, ValueError, OverflowError):
        return _A4
    if not (1.0 <= wide <= 20_000.0 and 1.0 <= high <= 20_000.0):
        return _A4
    return (high, wide) if turned else (wide, high)
