"""Who may read a text: the visibility of each text and the audience of each paper, as types (documents.md §1)."""

from __future__ import annotations

from enum import StrEnum


class Visibility(StrEnum):
    INTERNAL = "internal"
    CLIENT = "client"
    AUTHORITY = "authority"
    UN = "un"
    FAMILY_SEPARATE = "family_separate"


class Audience(StrEnum):
    """For whom a paper is made; the three columns of the audience table, and the office itself."""

    BELARUSIAN_BODY = "belarusian_body"
    FOREIGN = "foreign"
    """UN, foreign lawyer, Red Cross, UNHCR, lawyer of the case."""
    CLIENT_OWN = "client_own"
    OFFICE = "office"
    """The office alone: the internal memo (K7) and nothing else. It leaves nothing out."""
