"""How large and how many: the bounds of every file that comes in, and of the process that reads it.

Sizes are bytes, times seconds. A bound is far above what honest files need and far below what would stop an old
laptop with 4 GB of memory.
"""

from __future__ import annotations

from enum import Enum
from typing import Final

KIB: Final = 1024
MIB: Final = 1024 * KIB
GIB: Final = 1024 * MIB


class Inlet(Enum):
    """What a person takes in, and the size in bytes beyond which the file is refused."""

    CASE_FILE = "case_file", 4 * MIB
    NOTE_TEXT = "note_text", 4 * MIB
    EVIDENCE = "evidence", 2 * GIB
    WORD_FILE = "word_file", 32 * MIB
    BACKUP = "backup", 1 << 45
    IDENTITY = "identity", 64 * KIB
    RECOVERY_SHARE = "recovery_share", 20_000
    KEY_FILE = "key_file", 1 * MIB
    TEMPLATE_PART = "template_part", 1 * MIB
    LIBRARY = "library", 64 * MIB
    PREFERENCES = "preferences", 64 * KIB
    LAW_PACK = "law_pack", 4 * MIB
    LAW_FILE = "law_file", 1 * MIB

    @property
    def most(self) -> int:
        return self.value[1]


LARGEST_SHOWN: Final = 96 * MIB
"""Evidence beyond this is kept and handed out, but not shown: it would not fit into the child's memory."""
MOST_TEMPLATE_FILES: Final = 400

# --- zip

MOST_PARTS: Final = 4_000
LARGEST_PART: Final = 64 * MIB
LARGEST_ARCHIVE: Final = 160 * MIB
"""Of all parts together, unpacked."""
HIGHEST_RATIO: Final = 200
"""Unpacked to packed, of one part beyond 1 MiB and of the whole. Deflate can reach 1,032; honest XML reaches 40."""
LONGEST_PART_NAME: Final = 255
DEEPEST_PART: Final = 12

# --- XML

LONGEST_XML_TOKEN: Final = 1 * MIB
"""One tag with its attributes, one comment, one processing instruction."""
LONGEST_XML_ATTRIBUTE: Final = 64 * KIB
DEEPEST_XML: Final = 200
MOST_XML_ELEMENTS: Final = 300_000
MOST_XML_ATTRIBUTES: Final = 256
"""Of one element."""
LONGEST_XML_NAME: Final = 1_000

# --- pictures

MOST_SOURCE_PIXELS: Final = 40_000_000
"""Of a picture before it is made smaller: 160 MB at four bytes each, the most that fits into the child."""
MOST_SOURCE_SIDE: Final = 32_767
MOST_PAGE_PIXELS: Final = 9_000_000
"""Of one picture that comes back."""
MOST_ANSWER_PIXELS: Final = 14_000_000
"""Of all pictures of one answer: 56 MB."""
MOST_PAGES: Final = 5_000
MOST_PAGES_TAKEN: Final = 400
"""Of one foreign PDF whose pages go into a file of ours: a thicker one is handed over by itself."""
LARGEST_PAGES_TAKEN: Final = 48 * MIB
"""Of what these pages draw, packed, in one answer."""

# --- the child process

CHILD_MEMORY: Final = 230 * MIB
"""Above what the program itself takes before it sees the file (20 to 45 MB)."""
CHILD_CPU: Final = 1.5
"""Seconds of computing, from when the walls stand: what ends a file that asks for too much. On a busy computer they
take as long as they take."""
CHILD_WALL: Final = 60.0
"""Hangs without working are not known; this ends them. Far above what computing and loading the program take on a slow
computer that is busy: an honest file must not be told to be too slow because something else runs beside it."""
WORK_SHARE: Final = 0.5
"""Of ``CHILD_CPU``: after this the child starts no further page and answers with what it has."""
LARGEST_PLAIN: Final = 8 * MIB
LARGEST_ANSWER: Final = 4 * MOST_ANSWER_PIXELS + LARGEST_PLAIN
DEEPEST_PLAIN: Final = 60
