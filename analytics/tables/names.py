"""What keys are called where people read: features, and why a patient is left out of a result."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.design.options import COVARIATES
from analytics.stats.results import Sample
from scoring.instruments import (
    UnknownInstrumentError,
    UnknownMeasureError,
    get_instrument,
    get_measure,
)
from scoring.instruments.measures import SITES

MISSING, INFINITE = " is missing", " is infinite"  # unseen

# What keeps its capital wherever it stands, though nothing in its letters says so.
NAMES = frozenset({"Boolean"})  # unseen


def feature_name(key: str, instrument: str) -> str:
    """Return what this instrument, by its key, calls a feature or another sum; or the key itself.

    Chosen sites have no name, so they are counted.
    """
    if key.startswith(SITES):
        n = int(key.removeprefix(SITES).partition("-")[0])
        return ngettext("%(n)d chosen site", "%(n)d chosen sites", n) % {"n": n}
    try:
        return get_measure(get_instrument(instrument), key).label
    except (UnknownInstrumentError, UnknownMeasureError):
        return key


def inside(text: str) -> str:
    """Return a label as it stands inside a sentence: its first letter small unless it's a name.

    ``MRI``, ``DAS28`` and ``DeLong`` are names by their capitals, ``Firth's`` by its ending. The
    article before a small word is none, though it is one capital.
    """
    first, _space, rest = text.partition(" ")
    if first == "A" and rest[:1].islower():
        return f"a {rest}"
    named = (
        not first[1:2].islower()
        or first[1:] != first[1:].lower()
        or first.endswith("'s")
        or first in NAMES
    )
    return text if named else text[:1].lower() + text[1:]


def exclusions(sample: Sample) -> str:
    """Return each reason why patients are left out, with their number."""
    return "; ".join(f"{exclusion(one.reason)}: {one.count}" for one in sample.excluded)


def exclusion(reason: str) -> str:
    """Return a stored reason in words: of what it names, a label stands for the key."""
    for ending, said in (
        (MISSING, _("%(name)s is missing")),
        (INFINITE, _("%(name)s is infinite")),
    ):
        if reason.endswith(ending):
            return said % {"name": _name(reason.removesuffix(ending))}
    return reason


def place_name(censor: str | None) -> str | None:
    """Return where a concentration lies, in words."""
    return {
        "below": _("below the limit"),
        "in_range": _("in range"),
        "above": _("above the limit"),
        "mixed": _("replicates in different places"),
        "unknown": _("not stated"),
    }.get(censor or "", censor)


def _name(key: str) -> str:
    known = {
        "event": _("the outcome"),
        "outcome": _("the outcome"),
        "marker": _("the exposure"),
        "value": _("the value"),
        "score": _("the score"),
        "change": _("the change"),
        "group": _("the group"),
        "probability": _("the prediction"),
        **{covariate: str(label) for covariate, label in COVARIATES.items()},
    }
    return known.get(key, key)
