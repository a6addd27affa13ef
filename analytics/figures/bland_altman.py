"""Difference of two readers against their mean."""

from __future__ import annotations

from collections import Counter

import numpy as np

from analytics.datasets.dataset import reader_column
from analytics.figures.spec import (
    POINT,
    POINTS_UP_TO,
    Figure,
    Link,
    Spec,
    empty,
    figure,
    layer,
    quantitative,
    remark_at,
    rule_at,
    tooltip,
    with_link,
)
from analytics.report import Report
from analytics.runs.compute.readers import scores, teams
from analytics.tables import formats
from analytics.tables.readers import OCCASIONS

PARTS = {
    "change": ("change_half", "pairs"),
    "baseline": ("baseline_half", "baseline_sites", "pairs"),
    "follow_up": ("follow_up_half", "follow_up_sites", "pairs"),
}


def bland_altman_figure(
    report: Report, link: Link, read_set: str, feature: str, occasion: str
) -> Figure:
    """The largest team's first two readers: mean, difference, bias and limits of agreement."""
    name = f"bland-altman-{read_set}-{feature}-{occasion}"
    title = f"Readers: {OCCASIONS[occasion].lower()}"
    agreement = report.agreement(read_set, feature)
    pairs = [
        pair
        for team in agreement["teams"][:1]
        for pair in team["occasions"][occasion].get("bland_altman", [])
    ]
    if not pairs:
        return empty(name, title, "No two readers have read the same patients yet.")
    found = pairs[0]
    rows = _points(report, link, read_set, feature, occasion)
    size = {"size": quantitative("patients", "Patients")} if "patients" in rows[0] else {}
    x = quantitative("mean", "Mean of both readers", scale={"zero": False})
    y = quantitative("difference", "Reader 1 − reader 2")
    layers = [
        layer(
            rows,
            {**POINT, "style": "point-1"},
            x=x,
            y=y,
            href={"field": "url"},
            tooltip=tooltip(
                patient="Patient", mean="Mean", difference="Difference", patients="Patients"
            ),
            **size,
        )
    ]
    for key, words in (
        ("mean_difference", "mean"),
        ("lower_limit", "lower limit"),
        ("upper_limit", "upper limit"),
    ):
        value = found[key]
        if not formats.reason(value):
            style = "series-2" if key == "mean_difference" else "reference"
            layers += [
                rule_at("y", value, style=style),
                remark_at(value, f"{words} {formats.fixed(value)}"),
            ]
    return figure(
        name,
        title,
        layers,
        description=(
            f"Differences of two readers against their mean in {found['sample']['n_used']} "
            f"patients; mean {formats.fixed(found['mean_difference'])}, limits "
            f"{formats.fixed(found['lower_limit'])} and {formats.fixed(found['upper_limit'])}."
        ),
    )


def _points(report: Report, link: Link, read_set: str, feature: str, occasion: str) -> list[Spec]:
    """One row a patient, or, for many patients, one a place with its number of patients."""
    agreement = report.agreement(read_set, feature)
    readers = sorted({reader for team in agreement["teams"] for reader in team["readers"]})
    columns = [
        reader_column(read_set, feature, reader, part)
        for reader in readers
        for part in PARTS[occasion]
    ]
    data = report.data(["pseudonym", *columns])
    described = next(r for r in data.meta["read_sets"] if r["key"] == read_set)
    team, members = teams(data, described, feature)[0]
    table = scores(data, described, feature, team, occasion)[members]
    complete = np.isfinite(table[:, :2]).all(axis=1)
    mean = table[complete, :2].mean(axis=1)
    difference = table[complete, 0] - table[complete, 1]
    if mean.size > POINTS_UP_TO:
        return _counted(mean, difference)
    names = data.frame["pseudonym"].to_numpy()[members][complete]
    return [
        with_link({"mean": float(m), "difference": float(d)}, str(patient), link)
        for m, d, patient in zip(mean, difference, names, strict=True)
    ]


def _counted(mean: np.ndarray, difference: np.ndarray) -> list[Spec]:
    places = Counter(zip(mean.tolist(), difference.tolist(), strict=True))
    return [{"mean": m, "difference": d, "patients": n} for (m, d), n in places.items()]
