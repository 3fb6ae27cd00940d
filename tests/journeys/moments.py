"""The moment at which journeys happen."""

from __future__ import annotations

import datetime as dt

NOW = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)
