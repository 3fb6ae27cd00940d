"""Pictures into pixels, in the child: photographs and scans as people send them, made small enough for the screen."""

from __future__ import annotations

import io
import time
import warnings
from collections.abc import Mapping
from typing import Any, Final

from legalaid_desktop.errors import FileRefused
from legalaid_desktop.intake.file_kind import PICTURES, kind_of
from legalaid_desktop.intake.limits import (
    CHILD_CPU,
    MOST_ANSWER_PIXELS,
    MOST_PAGE_PIXELS,
    MOST_PAGES,
    MOST_SOURCE_PIXELS,
    MOST_SOURCE_SIDE,
    WORK_SHARE,
)
from legalaid_desktop.intake.worker import Parser, Reply

_FORMATS: Final = ("PNG", "JPEG", "GIF", "WEBP", "TIFF", "BMP")
_JPEG_SHRUNK: Final = 4
"""A JPEG may have this many times more pixels: its decoder makes it smaller while it reads."""


def load() -> Parser:
    """Load the decoders of the six kinds, and no other."""
    from PIL import (  # noqa: F401 - their import makes the formats known
        BmpImagePlugin,
        GifImagePlugin,
        Image,
        ImageFile,
        ImageOps,
        JpegImagePlugin,
        PngImagePlugin,
        TiffImagePlugin,
        WebPImagePlugin,
    )

    Image._initialized = 2  # no other decoder is looked for later
    Image.MAX_IMAGE_PIXELS = MOST_SOURCE_PIXELS * _JPEG_SHRUNK
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    PngImagePlugin.MAX_TEXT_CHUNK = 64 * 1024
    PngImagePlugin.MAX_TEXT_MEMORY = 256 * 1024
    # The first picture costs some tables; they are made before the walls stand.
    Image.new("RGB", (8, 8)).resize((4, 4), Image.Resampling.BOX).convert("RGBA").tobytes()
    return _quietly


def _quietly(data: bytes, params: Mapping[str, Any], reply: Reply) -> None:
    """Pillow warns of what it mends in broken files; what it says quotes them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        _read(data, params, reply)


def _read(data: bytes, params: Mapping[str, Any], reply: Reply) -> None:
    """``width``: pixels wanted at most; ``first``: number of the first frame, from 0. Blobs are pixels, four bytes
    each; ``plain`` is ``{"total", "first", "pages": [[width, height], …]}``."""
    from PIL import Image, UnidentifiedImageError

    if kind_of(data[:4096]) not in PICTURES:
        raise FileRefused(kind="wrong_kind")
    width, first = int(params["width"]), int(params.get("first", 0))
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
            total = _frames(image)
            if not 0 <= first < total:
                raise FileRefused(kind="picture_damaged")
            pages: list[list[int]] = []
            room = MOST_ANSWER_PIXELS
            for number in range(first, total):
                if pages and (time.process_time() > CHILD_CPU * WORK_SHARE or room < MOST_PAGE_PIXELS // 2):
                    break
                page = _pixels(image, number, width, min(room, MOST_PAGE_PIXELS))
                reply.blob(page.tobytes())
                pages.append([page.width, page.height])
                room -= page.width * page.height
            reply.plain = {"total": total, "first": first, "pages": pages}
    except Image.DecompressionBombError:
        raise FileRefused(kind="picture_size") from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, KeyError, TypeError, IndexError):
        # What Pillow raises for broken files is not one class; every one of these means the same here.
        raise FileRefused(kind="picture_damaged") from None
    except (AttributeError, OverflowError, ArithmeticError, NotImplementedError, RuntimeError):
        raise FileRefused(kind="picture_damaged") from None


def _frames(image: Any) -> int:
    """Pages of a TIFF; of a moving picture the first frame is what is shown."""
    if image.format != "TIFF":
        return 1
    return min(int(getattr(image, "n_frames", 1)), MOST_PAGES)


def _pixels(image: Any, number: int, width: int, most: int) -> Any:
    from PIL import Image, ImageOps

    if number:
        image.seek(number)
    if max(image.size) > MOST_SOURCE_SIDE or min(image.size) < 1:
        raise FileRefused(kind="picture_size")
    if image.format == "JPEG":
        image.draft(None, (width, width))
    if image.width * image.height > MOST_SOURCE_PIXELS:
        raise FileRefused(kind="picture_size")
    image.load()
    scale = min(1.0, width / image.width, (most / (image.width * image.height)) ** 0.5)
    size = max(1, int(image.width * scale)), max(1, int(image.height * scale))
    page = image
    if page.mode not in ("L", "LA", "RGB", "RGBA"):
        if page.mode.startswith("I") or page.mode == "F":
            # Sixteen bits a pixel from scanners: the upper eight are shown.
            page = page.point(lambda value: value / 256).convert("L")
        else:
            page = page.convert("RGBA" if "transparency" in page.info else "RGB")
    if size != page.size:
        page = page.resize(size, Image.Resampling.BOX, reducing_gap=2.0)
    page = ImageOps.exif_transpose(page) or page
    return page.convert("RGBA")
