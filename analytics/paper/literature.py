"""The works that a report can cite, by key, as its list of references prints them.

They stand in ``literature.json``: names and titles of works are never translated.
"""

from __future__ import annotations

import json
from pathlib import Path

LITERATURE: dict[str, str] = json.loads(
    Path(__file__).with_name("literature.json").read_text(encoding="utf-8")
)
