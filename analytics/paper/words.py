"""Pieces of sentences. Every figure goes through ``analytics.tables.formats``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.stats.comparison.proportions import Proportion
from analytics.stats.results import Interval, NotEstimable, Sample
from analytics.tables import formats
from analytics.tables.names import exclusions, inside

DEFAULT_LEVEL = 0.95


def patients(count: int) -> str:
    """Write a number of patients."""
    return ngettext("%(n)d patient", "%(n)d patients", count) % {"n": count}


def counted_readers(count: int) -> str:
    """Write a number of readers."""
    return ngettext("%(n)d reader", "%(n)d readers", count) % {"n": count}


def counted_readings(count: int) -> str:
    """Write a number of readings."""
    return ngettext("%(n)d reading", "%(n)d readings", count) % {"n": count}


def counted_cases(count: int) -> str:
    """Write a number of cases."""
    return ngettext("%(n)d case", "%(n)d cases", count) % {"n": count}


def counted_events(count: int) -> str:
    """Write a number of events."""
    return ngettext("%(n)d event", "%(n)d events", count) % {"n": count}


def share(found: Proportion) -> str:
    """Write a proportion as ``46 of 88 patients (52 %)``."""
    counted = _("%(k)d of %(patients)s") % {"k": found.successes, "patients": patients(found.n)}
    if formats.reason(found.value):
        return counted
    return f"{counted} ({formats.percent(found.value, 0)})"


def interval_name(limits: Any) -> str:
    """Name an interval by its level: ``95 % CI``."""
    level = limits.level if isinstance(limits, Interval | formats.Ends) else DEFAULT_LEVEL
    return f"{100 * level:g} % CI"


def estimate(value: Any, limits: Any, places: int | None = None) -> str:
    """Write ``0.82 (95 % CI 0.73 to 0.91)``, or why there is no value or no interval."""
    why = formats.reason(value)
    if value is None or why:
        return not_estimable(why)
    written = formats.number(value) if places is None else formats.fixed(value, places)
    if limits is None:
        return written
    without = formats.reason(limits)
    if without:
        return f"{written} (no interval: {clause(without)})"
    return f"{written} ({interval_name(limits)} {formats.interval(limits, places)})"


def rate(found: Proportion) -> str:
    """Write a share ``76 % (95 % CI 62 to 86)``, or why there is none."""
    value, limits = found.value, found.wilson
    if isinstance(value, NotEstimable) or isinstance(limits, NotEstimable):
        return estimate(value, limits)
    low, high = (f"{100 * end:.0f}" for end in (limits.low, limits.high))
    return f"{formats.percent(value, 0)} ({interval_name(limits)} {low} to {high})"


def not_estimable(why: str) -> str:
    """Say that a figure can't be estimated, and why where that is known."""
    return f"{formats.NOT_ESTIMABLE} ({clause(why)})" if why else formats.NOT_ESTIMABLE


def points(difference: Any, limits: Any) -> str:
    """Write a difference of shares in percentage points with its interval and method."""
    why = formats.reason(difference)
    if why:
        return not_estimable(why)
    written = f"{formats.fixed(100 * difference, 0)} points"
    found = formats.ends(limits)
    if found is None:
        return written
    low, high = (formats.fixed(100 * end, 0) for end in found)
    return f"{written}, {interval_name(limits)} {low} to {high} ({limits.method})"


def p(value: Any) -> str:
    """Write ``P = 0.003`` or ``P < 0.001``."""
    why = formats.reason(value)
    if value is None or why:
        return f"P {not_estimable(why)}"
    written = formats.p_value(value)
    return f"P {written}" if written.startswith("<") else f"P = {written}"


def listed(words: Sequence[str]) -> str:
    """Join with commas and a last “and”."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def opening(text: str) -> str:
    """Return a text as it opens a sentence."""
    return text[:1].upper() + text[1:]


def clause(sentence: str) -> str:
    """Return a stored sentence as a part of another: no full stop, first letter small."""
    return inside(sentence.rstrip("."))


def excluded(sample: Sample) -> str:
    """Write why patients are left out of a result, or nothing."""
    left_out = sample.n_given - sample.n_used
    if not left_out:
        return ""
    facts = {"n": left_out, "given": sample.n_given, "reasons": exclusions(sample)}
    return _(" (%(n)d of %(given)d left out, %(reasons)s)") % facts
