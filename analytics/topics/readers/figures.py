"""Difference of two readers against their mean."""

from __future__ import annotations

from collections import Counter

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.figures.spec import (
    POINT,
    POINTS_UP_TO,
    Figure,
    Link,
    Patients,
    Spec,
    empty,
    figure,
    layer,
    linked,
    listed,
    quantitative,
    remark_at,
    rule_at,
    tooltip,
    with_link,
)
from analytics.results.readers import OccasionAgreement
from analytics.results.stored_run import StoredRun
from analytics.stats.agreement.measurement_error import BlandAltman
from analytics.tables import formats
from analytics.topics.readers.names import OCCASIONS, drawn_sdc
from analytics.topics.readers.points import ReaderPairs, reader_pairs

# Each line with its interval and its words, and how both are drawn.
LINES = (
    ("mean_difference", "mean_interval", "mean", "2"),
    ("lower_limit", "lower_interval", "lower limit", "7"),
    ("upper_limit", "upper_interval", "upper limit", "7"),
)


def bland_altman_figure(
    stored: StoredRun, link: Link, read_set: str, feature: str, occasion: str
) -> Figure:
    """The largest team's first two readers: bias and limits with intervals, on change the SDC."""
    name = f"bland-altman-{read_set}-{feature}-{occasion}"
    title = f"Readers: {OCCASIONS[occasion].lower()}"
    team = next(iter(stored.agreement(read_set, feature).teams), None)
    found = team.occasion(occasion) if team else None
    pairs = reader_pairs(stored, read_set, feature, occasion)
    if found is None or not found.bland_altman or not pairs.patients:
        return empty(name, title, "No two readers have read the same patients yet.")
    limits = found.bland_altman[0].result
    many = len(pairs.patients) > POINTS_UP_TO
    rows = _counted(pairs) if many else _rows(pairs, link)
    who = {"patients": _("Patients")} if many else {"patient": _("Patient")}
    size = {"size": quantitative("patients", "Patients")} if many else {}
    points = layer(
        rows,
        {**POINT, "style": "point-1"},
        x=quantitative(
            "mean", _("Mean of both readers, points"), scale={"zero": False, "padding": 12}
        ),
        y=quantitative("difference", _difference_title(), **_scale(limits)),
        tooltip=tooltip(mean=_("Mean"), difference=_("Difference"), **who),
        **size,
        **linked(rows),
    )
    return figure(
        name,
        title,
        [*_lines(limits), *_sdc(found), points],
        description=ngettext(
            "Differences of two readers against their mean in %(count)d patient; "
            "mean %(mean)s, limits %(lower)s and %(upper)s.",
            "Differences of two readers against their mean in %(count)d patients; "
            "mean %(mean)s, limits %(lower)s and %(upper)s.",
            limits.sample.n_used,
        )
        % {
            "count": limits.sample.n_used,
            "mean": formats.fixed(limits.mean_difference),
            "lower": formats.fixed(limits.lower_limit),
            "upper": formats.fixed(limits.upper_limit),
        },
        patients=Patients() if many else listed(rows, mean="Mean", difference="Difference"),
    )


def _lines(limits: BlandAltman) -> list[Spec]:
    """Mean and limits of agreement as lines, their intervals as ribbons behind them."""
    ribbons, lines = [], []
    for key, interval_key, words, style in LINES:
        value, interval = getattr(limits, key), getattr(limits, interval_key)
        if formats.reason(value):
            continue
        if not formats.reason(interval):
            ribbons.append(
                {
                    "data": {"values": [{}]},
                    "mark": {"type": "rect", "style": f"ribbon-{style}"},
                    "encoding": {
                        "y": {
                            "datum": interval.low,
                            "type": "quantitative",
                            "title": _difference_title(),
                        },
                        "y2": {"datum": interval.high},
                    },
                }
            )
        lines += [
            rule_at("y", value, style="series-2" if style == "2" else "reference"),
            remark_at(value, f"{words} {formats.signed(value)}"),
        ]
    return [*ribbons, *lines]


def _sdc(found: OccasionAgreement) -> list[Spec]:
    """The smallest detectable change of the readers' mean, which only a change has."""
    value = drawn_sdc(found)
    if value is None:
        return []
    words = f"SDC of the mean ±{formats.fixed(value)}"
    lines = [rule_at("y", sign * value, style="limit") for sign in (1, -1)]
    return [*lines, remark_at(value, words, side="left")]


def _rows(pairs: ReaderPairs, link: Link) -> list[Spec]:
    return [
        with_link({"mean": float(one + two) / 2, "difference": float(one - two)}, patient, link)
        for patient, one, two in zip(pairs.patients, pairs.first, pairs.second, strict=True)
    ]


def _scale(limits: BlandAltman) -> Spec:
    """Readers who always agree leave no difference for an axis to span: a point on either side."""
    agree = limits.lower_limit == limits.upper_limit == 0
    return {"scale": {"domain": [-1, 1]}} if agree else {}


def _counted(pairs: ReaderPairs) -> list[Spec]:
    """One row a place with its number of patients."""
    mean, difference = (pairs.first + pairs.second) / 2, pairs.first - pairs.second
    places = Counter(zip(mean.tolist(), difference.tolist(), strict=True))
    return [{"mean": m, "difference": d, "patients": n} for (m, d), n in places.items()]


def _difference_title() -> str:
    return _("Reader 1 − reader 2, points")
