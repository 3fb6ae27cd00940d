"""Reads the vault for the first glance of the day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from legalaid_desktop.host.clock import Clock
from legalaid_desktop.host.wording import Wording
from legalaid_desktop.presenters.today import TodayLines

if TYPE_CHECKING:
    from legalaid_desktop.services.briefcase import Briefcase


def gather(briefcase: Briefcase, clock: Clock, words: Wording) -> TodayLines:
    return TodayLines(due=(), begun=())
