"""What a figure says, in one plain sentence each."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.stats.results import Estimate, NotEstimable
from scoring.reliability.compute.agreement import Agreement, Limits
from scoring.reliability.compute.comparisons import Comparison
from scoring.reliability.compute.drift import ControlChart
from scoring.reliability.compute.sites import Kappas, SiteDifferences
from scoring.reliability.reasons import reason_of
from scoring.reliability.table import fixed, percent

# From which coefficient on agreement is called so (PsAMRIS exercises, J Rheumatol).
VERY_GOOD, GOOD = 0.80, 0.50


def quality(coefficient: Estimate) -> str:
    """Return the word for an intraclass correlation: very good, good or poor."""
    if isinstance(coefficient, NotEstimable):
        return _("not estimable")
    if coefficient >= VERY_GOOD:
        return _("very good")
    return _("good") if coefficient >= GOOD else _("poor")


def coefficient(value: Estimate) -> str:
    """Say which part of the spread of single scores is between patients."""
    if isinstance(value, NotEstimable):
        return reason_of(value)
    if value <= 0:
        return _("Single scores tell these patients apart no better than chance would: poor.")
    return _("%(share)s of the spread of single scores lies between patients: %(word)s.") % {
        "share": percent(value, 0),
        "word": quality(value),
    }


def difference(comparison: Comparison, found: Agreement) -> str:
    """Say how far two readings of one patient lie apart."""
    if found.sdd is None:
        return ""
    value = found.sdd.value
    if isinstance(value, NotEstimable):
        return reason_of(value)
    if value == 0:
        return _("No two readings of a patient differed, but for a constant difference.")
    words = (
        _(
            "Two readings of one patient by the same reader differ by less than %(points)s points "
            "in 95 of 100 cases."
        )
        if comparison.kind == "again"
        else _(
            "Two readings of one patient by two readers differ by less than %(points)s points in "
            "95 of 100 cases."
        )
    )
    return words % {"points": fixed(value, 1)}


def change(comparison: Comparison, found: Agreement) -> str:
    """Say which change is more than reading error, for the mean and for one reading."""
    if found.sdc_95 is None or found.sdc_one is None:
        return ""
    value, one = found.sdc_95.value, found.sdc_one.detectable.value
    if isinstance(value, NotEstimable) or isinstance(one, NotEstimable):
        return reason_of(value) or reason_of(one)
    return _(
        "A patient’s change of more than %(mean)s points in the mean of %(count)d readings, or of "
        "%(one)s points in a single one, exceeds reading error in 95 of 100 cases."
    ) % {"mean": fixed(value, 1), "count": comparison.columns, "one": fixed(one, 1)}


def limits(found: Limits, names: list[str]) -> str:
    """Say who scores higher, and between what differences 95 of 100 lie."""
    first, second = (names[column] for column in found.columns)
    bias = found.result.mean_difference
    if isinstance(bias, NotEstimable):
        return reason_of(bias)
    higher, lower = (first, second) if bias >= 0 else (second, first)
    said = (
        _("No difference on average.")
        if round(bias, 2) == 0
        else _("On average %(higher)s is %(points)s points above %(lower)s.")
        % {"higher": higher, "lower": lower, "points": fixed(abs(bias))}
    )
    low, high = found.result.lower_limit, found.result.upper_limit
    if isinstance(low, NotEstimable) or isinstance(high, NotEstimable):
        return said
    return _("%(bias)s 95 of 100 differences lie between %(low)s and %(high)s.") % {
        "bias": said,
        "low": fixed(low, 1),
        "high": fixed(high, 1),
    }


def kappas(found: Kappas, exact: float) -> str:
    """Say how often two readings gave a site the same score, and how far that is beyond chance."""
    if not np.isfinite(exact):
        return _("No site has been scored in both readings.")
    value = found.quadratic.value
    said = _("At %(share)s of sites both readings have the same score.") % {
        "share": percent(exact, 0)
    }
    if isinstance(value, NotEstimable):
        return f"{said} {reason_of(value)}"
    return _("%(said)s Quadratic weighted kappa is %(kappa)s, where 1 is complete agreement.") % {
        "said": said,
        "kappa": fixed(value),
    }


def worst_site(found: SiteDifferences) -> str:
    """Say at which site readings differ most."""
    known = np.where(np.isfinite(found.mean), found.mean, -1.0)
    if known.size == 0 or known.max() < 0:
        return _("No site has been scored in two readings of a case.")
    if known.max() == 0:
        return _("The readings agree at every site.")
    place = int(known.argmax())
    return _(
        "The readings differ most at %(site)s: by %(points)s points on average, with equal scores "
        "in %(share)s of cases."
    ) % {
        "site": found.items[place].full_label,
        "points": fixed(float(found.mean[place])),
        "share": percent(float(found.exact[place]), 0),
    }


def drift(chart: ControlChart) -> Iterator[str]:
    """Say where the reader lies on average, and whether reading order shows a change."""
    points = len(chart.difference)
    if isinstance(chart.centre, NotEstimable):
        yield reason_of(chart.centre)
        return
    yield ngettext(
        "In %(count)d reading this reader was %(points)s points from the mean of the others.",
        "In %(count)d readings this reader was on average %(points)s points from the mean of the "
        "others.",
        points,
    ) % {"count": points, "points": signed(chart.centre)}
    if isinstance(chart.sigma, NotEstimable):
        yield reason_of(chart.sigma)
        return
    signals = int(chart.signalled.sum())
    if signals == 0:
        yield _("No rule is met: nothing points to drift.")
        return
    last = int(chart.place[np.flatnonzero(chart.signalled)[-1]])
    yield ngettext(
        "%(count)d reading meets a rule, number %(last)d in reading order: look at it.",
        "%(count)d readings meet a rule, the last being number %(last)d in reading order: look at "
        "these.",
        signals,
    ) % {"count": signals, "last": last}


def signed(value: float) -> str:
    """Write a difference with its sign."""
    return f"{'+' if value > 0 else ''}{fixed(value)}"
