"""Conditions of the papers that a client keeps (I2, K1–K4), by the names their manifests use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, Protocol

from legalaid_desktop.domain.disclosed import DisclosedCase, DisclosedPerson


class Ground(Protocol):
    """What these conditions look at, of ``conditions.Ground``."""

    @property
    def case(self) -> DisclosedCase: ...

    @property
    def client(self) -> DisclosedPerson | None: ...

    @property
    def answers(self) -> Mapping[str, object]: ...


def cannot_read(on: Ground) -> bool:
    """The client reads no language, by the case or by the answer of today."""
    answer = on.answers.get("can_read")
    if isinstance(answer, bool):
        return not answer
    return bool(on.client and on.client.literacy == "none")


def full_variant(on: Ground) -> bool:
    """The paper may tell the story and name the office; otherwise it does neither."""
    return on.answers.get("variant") == "full"


CLIENT_CONDITIONS: Final[dict[str, Callable[[Ground], bool]]] = {
    "cannot_read": cannot_read,
    "full_variant": full_variant,
}
