"""A plan's covariates, interactions and subgroups as a person reads them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.design.adjustment import PRIMARY
from analytics.design.options import COVARIATES

Entry = Mapping[str, Any]


def covariates(entries: Iterable[Entry]) -> str:
    """Name each covariate; in brackets its form, where it doesn't stand as it is."""
    return _joined(_covariate(entry) for entry in entries)


def interactions(entries: Iterable[Entry]) -> str:
    """Name each pair."""
    return _joined(
        _("%(first)s with %(second)s")
        % {"first": term(entry["first"]), "second": term(entry["second"])}
        for entry in entries
    )


def subgroups(entries: Iterable[Entry]) -> str:
    """Name each variable, with its cut points where it is a number."""
    return _joined(_with(entry, _cut(entry["cuts"])) for entry in entries)


def term(key: str) -> str:
    """Return a term of the model by what people call it."""
    return _("primary exposure") if key == PRIMARY else str(COVARIATES.get(key, key))


def _covariate(entry: Entry) -> str:
    form = entry["form"]
    if form == "log2":
        return _with(entry, _("per doubling"))
    if form == "spline":
        n = entry["knots"]
        words = ngettext("spline with %(n)d knot", "spline with %(n)d knots", n or 0)
        return _with(entry, words % {"n": n or 0})
    return _with(entry, _cut(entry["cuts"]))


def _cut(cuts: Sequence[float]) -> str:
    numbers = "; ".join(f"{cut:.10g}" for cut in cuts)
    return _("cut at %(numbers)s") % {"numbers": numbers} if cuts else ""


def _with(entry: Entry, words: str) -> str:
    name = term(entry["variable"])
    return f"{name} ({words})" if words else name


def _joined(parts: Iterable[str]) -> str:
    return "; ".join(parts) or _("None")
