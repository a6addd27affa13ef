"""How the audit trail says what the events of assays hold: labels, never keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import ngettext

from ra_registry.assays.forms import CHOICES
from ra_registry.assays.models.result import Replicates
from ra_registry.assays.reading_fields import ANSWER_CHOICES, ANSWER_HELP


def replicates(key: str) -> str:
    return str(Replicates(key).label) if key else ""


def answers(given: Mapping[str, str]) -> str:
    return "; ".join(
        f"{str(ANSWER_HELP[name]).rstrip('.')}: {dict(ANSWER_CHOICES[name])[answer]}"
        for name, answer in given.items()
    )


def choices(ticked: Mapping[str, bool]) -> str:
    return "; ".join(str(CHOICES[name]) for name, chosen in ticked.items() if chosen)


def findings(kept: Sequence[Mapping[str, Any]]) -> str:
    """How many spoke against the file, and each reason for accepting it; the batch has the rest."""
    if not kept:
        return ""
    counted = ngettext("%(n)d finding", "%(n)d findings", len(kept)) % {"n": len(kept)}
    reasons = dict.fromkeys(one["reason"] for one in kept if one["reason"])
    return "; ".join([counted, *reasons])


PARTICULARS: dict[str, Callable[[Any], str]] = {
    "replicates": replicates,
    "before": replicates,
    "answers": answers,
    "choices": choices,
    "findings": findings,
}
