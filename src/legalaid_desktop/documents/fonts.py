"""The shipped faces: which glyph a character has, how wide it is, and what no face can show.

Letters come from Liberation Serif (the widths of Times New Roman); what it lacks comes from a Noto face of the
script. Faces load when the first character needs them. Shaping goes through HarfBuzz with a direction given by the
caller, never guessed.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any, NamedTuple

from legalaid_desktop.host.paths import resources


class Glyph(NamedTuple):
    """One drawn glyph: id, the characters it shows, advance and offset in thousandths of the size."""

    gid: int
    text: str
    advance: float
    dx: float = 0.0
    dy: float = 0.0


_IGNORABLE = re.compile(
    "[\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]"
)


def is_ignorable(char: str) -> bool:
    """Whether nothing is drawn for ``char``: directional marks, joiners, isolates, soft hyphens, selectors."""
    return char > "\x7f" and _IGNORABLE.match(char) is not None


_JOINERS = "\u200c\u200d"
_AIR = 40.0


@dataclass(eq=False)
class Face:
    """One font file."""

    file: str
    bold: bool = False
    italic: bool = False
    serif: bool = True
    text_face: bool = True
    """Set letter by letter, as Word does: no kerning, no ligatures. Other scripts are always shaped."""
    _glyphs: dict[str, Glyph | None] = field(default_factory=dict)
    _shaped: dict[tuple[str, bool], tuple[tuple[Glyph, ...], float]] = field(default_factory=dict)
    _words: dict[str, tuple[tuple[Glyph, ...], float]] = field(default_factory=dict)
    _simple: dict[str, Glyph] = field(default_factory=dict)
    """Characters that stand by themselves: they have a glyph and combine with nothing."""
    _outlines: dict[int, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.file

    def forget_words(self) -> None:
        """Drop measured words; characters stay."""
        self._words.clear()
        self._shaped.clear()

    @cached_property
    def face(self) -> Any:
        import uharfbuzz

        path = resources() / "fonts" / f"{self.file}.ttf"
        return uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path)))

    @cached_property
    def font(self) -> Any:
        import uharfbuzz

        return uharfbuzz.Font(self.face)

    @cached_property
    def scale(self) -> float:
        return 1000.0 / float(self.face.upem)

    @cached_property
    def metrics(self) -> Metrics:
        """Numbers for the font descriptor and for the height of lines, in thousandths of the size."""
        head = self.face.reference_table("head").data
        hhea = self.face.reference_table("hhea").data
        post = self.face.reference_table("post").data
        os2 = self.face.reference_table("OS/2").data
        box = struct.unpack_from(">4h", head, 36)
        ascent, descent, gap = struct.unpack_from(">3h", hhea, 4)
        (angle,) = struct.unpack_from(">i", post, 4)
        version, weight = struct.unpack_from(">H2xH", os2, 0)
        cap = struct.unpack_from(">h", os2, 88)[0] if version >= 2 and len(os2) >= 90 else ascent
        s = self.scale
        return Metrics(
            ascent * s, -descent * s, gap * s, cap * s, (box[0] * s, box[1] * s, box[2] * s, box[3] * s),
            angle / 65536, weight,
        )  # fmt: skip

    def glyph(self, char: str) -> Glyph | None:
        """The glyph of one character by the font's map, ``None`` if it has none or nothing is to be drawn."""
        try:
            return self._glyphs[char]
        except KeyError:
            gid = None if is_ignorable(char) else self.font.get_nominal_glyph(ord(char))
            found = Glyph(gid, char, self.font.get_glyph_h_advance(gid) * self.scale) if gid else None
            self._glyphs[char] = found
            return found

    def word(self, text: str) -> tuple[tuple[Glyph, ...], float] | None:
        """Glyphs and width (thousandths) of left-to-right ``text`` set letter by letter.

        ``None`` if the face lacks a character or the text needs shaping.
        """
        known = self._words.get(text)
        if known is not None:
            return known
        if not self.text_face:
            return None
        simple = self._simple
        try:
            glyphs = [simple[char] for char in text]
        except KeyError:
            if not self._learned(text):
                return None
            glyphs = [simple[char] for char in text if not is_ignorable(char)]
        made = self._words[text] = (tuple(glyphs), sum([glyph[2] for glyph in glyphs]))
        return made

    def _learned(self, text: str) -> bool:
        """Whether all of ``text`` is simple; what is new is kept."""
        for char in text:
            glyph = self.glyph(char)
            if glyph is None and is_ignorable(char):
                continue
            if glyph is None or (char > "\u02ff" and unicodedata.combining(char)):
                return False
            self._simple[char] = glyph
        return True

    def shape(self, text: str, rtl: bool) -> tuple[tuple[Glyph, ...], float]:
        """Glyphs of ``text`` from left to right, and their width (thousandths), shaped in the given direction."""
        key = (text, rtl)
        known = self._shaped.get(key)
        if known is None:
            known = self._shaped[key] = self._shape(text, rtl)
        return known

    def _shape(self, text: str, rtl: bool) -> tuple[tuple[Glyph, ...], float]:
        import uharfbuzz as hb

        buffer = hb.Buffer()
        buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_CHARACTERS
        buffer.add_str(text)
        buffer.guess_segment_properties()
        # The guess would turn digits around: "15" in Persian digits would print as "51".
        buffer.direction = "rtl" if rtl else "ltr"
        features = {"kern": False, "liga": False, "clig": False} if self.text_face else {}
        hb.shape(self.font, buffer, features)
        pairs = list(zip(buffer.glyph_infos, buffer.glyph_positions, strict=True))
        starts = sorted({info.cluster for info, _ in pairs})
        upto = dict(zip(starts, [*starts[1:], len(text)], strict=True)) if starts else {}
        s = self.scale
        shares = _shares([info.cluster for info, _ in pairs], upto, text, rtl)
        glyphs: list[Glyph] = []
        for (info, place), shown in zip(pairs, shares, strict=True):
            of = text[info.cluster : upto[info.cluster]]
            if all(map(is_ignorable, of)):
                # HarfBuzz left a space of no width. A joiner stands in the extracted text, in a glyph without ink
                # that is as wide as it says; the rest is left out.
                if self.no_ink and of in _JOINERS:
                    glyphs.append(Glyph(self.no_ink, of, 0.0))
                continue
            glyphs.append(Glyph(info.codepoint, shown, place.x_advance * s, place.x_offset * s, place.y_offset * s))
        return tuple(glyphs), sum(glyph.advance for glyph in glyphs)

    @cached_property
    def no_ink(self) -> int | None:
        """A glyph of no width that shows nothing, ``None`` if the face has none."""
        for char in "\u200b\ufeff":
            gid = self.font.get_nominal_glyph(ord(char))
            extents = self.font.get_glyph_extents(gid) if gid else None
            if gid and not self.own_width(gid) and not (extents is not None and extents.height):
                return int(gid)
        return None

    def reach(self, glyphs: tuple[Glyph, ...]) -> tuple[float, float]:
        """How far the ink of ``glyphs`` reaches above and below the base line, in thousandths, with a little air."""
        above = below = 0.0
        for glyph in glyphs:
            extents = self.font.get_glyph_extents(glyph.gid)
            if extents is not None and extents.height:
                top = extents.y_bearing * self.scale + glyph.dy
                above = max(above, top)
                below = max(below, -(top + extents.height * self.scale))
        return above + _AIR, below + _AIR

    def outline(self, gid: int) -> str:
        """The shape of a glyph as PDF operators, in units of the face."""
        known = self._outlines.get(gid)
        if known is None:
            pen = _Outline()
            self.font.draw_glyph_with_pen(gid, pen)
            known = self._outlines[gid] = " ".join(pen.code)
        return known

    def own_width(self, gid: int) -> float:
        """Advance of a glyph by the font's table, in thousandths: what the file's widths must say."""
        return float(self.font.get_glyph_h_advance(gid)) * self.scale


class _Outline:
    """What HarfBuzz draws a glyph with, as operators of a PDF, which knows no quadratic curves."""

    def __init__(self) -> None:
        self.code: list[str] = []
        self.at = (0.0, 0.0)

    def moveTo(self, to: tuple[float, float]) -> None:
        self.put("m", to)

    def lineTo(self, to: tuple[float, float]) -> None:
        self.put("l", to)

    def curveTo(self, *points: tuple[float, float]) -> None:
        self.put("c", *points)

    def qCurveTo(self, handle: tuple[float, float], to: tuple[float, float]) -> None:
        first, second = (
            (end[0] + 2 / 3 * (handle[0] - end[0]), end[1] + 2 / 3 * (handle[1] - end[1])) for end in (self.at, to)
        )
        self.put("c", first, second, to)

    def closePath(self) -> None:
        self.code.append("h")

    def put(self, operator: str, *points: tuple[float, float]) -> None:
        self.code += [f"{part:.0f}" for point in points for part in point]
        self.code.append(operator)
        self.at = points[-1]


def _shares(clusters: list[int], upto: Mapping[int, int], text: str, rtl: bool) -> list[str]:
    """The letters that each glyph shows. Glyphs of one cluster share its letters in reading order, the last takes what
    is left; where there are fewer letters than glyphs, the rest show nothing."""
    out = [""] * len(clusters)
    of_cluster: dict[int, list[int]] = {}
    for place, cluster in enumerate(clusters):
        of_cluster.setdefault(cluster, []).append(place)
    for cluster, places in of_cluster.items():
        letters = "".join(char for char in text[cluster : upto[cluster]] if not is_ignorable(char))
        if rtl:
            places = places[::-1]
        for n, place in enumerate(places):
            out[place] = letters[n:] if n + 1 == len(places) else letters[n : n + 1]
    return out


@dataclass(frozen=True, slots=True)
class Metrics:
    ascent: float
    descent: float
    """Positive below the line."""
    gap: float
    cap_height: float
    box: tuple[float, float, float, float]
    angle: float
    weight: int


_SERIF: Mapping[tuple[bool, bool], Face] = {
    (False, False): Face("LiberationSerif-Regular"),
    (True, False): Face("LiberationSerif-Bold", bold=True),
    (False, True): Face("LiberationSerif-Italic", italic=True),
    (True, True): Face("LiberationSerif-BoldItalic", bold=True, italic=True),
}
_NASKH = Face("NotoNaskhArabic-Regular", text_face=False)
_NASKH_BOLD = Face("NotoNaskhArabic-Bold", bold=True, text_face=False)
_OTHERS = tuple(
    Face(f"NotoSerif{script}-Regular", text_face=False)
    for script in (
        "Georgian",
        "Armenian",
        "Hebrew",
        "Ethiopic",
        "Devanagari",
        "Bengali",
        "Gurmukhi",
        "Tamil",
        "Sinhala",
    )
)


def forget_words() -> None:
    """Drop what was measured: the words of a paper do not stay in memory longer than the paper is made."""
    for face in (*_SERIF.values(), _NASKH, _NASKH_BOLD, *_OTHERS):
        face.forget_words()


def serif(bold: bool, italic: bool) -> Face:
    """The face of the text."""
    return _SERIF[bold, italic]


@cache
def face_for(char: str, bold: bool, italic: bool) -> Face | None:
    """The first face that can show ``char``, ``None`` if there is none."""
    own = _SERIF[bold, italic]
    if own.glyph(char) is not None:
        return own
    # A face of another slant before another script: an accent may lack in the italic only.
    upright = _SERIF[bold, False]
    for face in (upright, _NASKH_BOLD if bold else _NASKH, *_OTHERS):
        if face.glyph(char) is not None:
            return face
    return None


def missing_glyphs(text: str) -> str:
    """The characters of ``text`` that no shipped face can show, each once, in order of appearance.

    Control characters are among them, line ends, tabs and spaces are not.
    """
    return "".join(
        char
        for char in dict.fromkeys(text)
        if char not in "\n\t"
        and unicodedata.category(char) not in ("Zs", "Zl", "Zp")
        and not is_ignorable(char)
        and face_for(char, False, False) is None
    )
