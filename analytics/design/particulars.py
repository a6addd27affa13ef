"""How the audit trail says what the events of analyses hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analytics.design.words import LABELS

CHANGED = {**LABELS, "sensitivity": gettext_lazy("Sensitivity analyses")}


def endpoints(stored: Sequence[Mapping[str, Any]]) -> str:
    return "; ".join(map(_endpoint, stored))


def plan(stored: Mapping[str, Any]) -> str:
    changed = ", ".join(str(CHANGED.get(key, key)) for key in stored["changed"])
    said = _("version %(version)s: %(changed)s") % {
        "version": stored["version"],
        "changed": changed,
    }
    return f"{said} ({stored['reason']})" if stored["reason"] else said


def _endpoint(stored: Mapping[str, Any]) -> str:
    if stored.get("retired"):
        said = _("%(key)s version %(version)s, retired") % stored
    elif stored["threshold"] is None:
        said = _("%(key)s version %(version)s") % stored
    else:
        said = _("%(key)s version %(version)s, threshold %(threshold)s") % stored
    return f"{said} ({stored['reason']})" if stored["reason"] else said


PARTICULARS: dict[str, Callable[[Any], str]] = {"endpoints": endpoints, "plan": plan}
