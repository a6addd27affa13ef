"""Each patient's status at both visits, joined by a line: progressors, repair, unchanged."""

from __future__ import annotations

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.figures.spec import (
    POINTS_UP_TO,
    Figure,
    Link,
    Patients,
    Spec,
    empty,
    figure,
    layer,
    listed,
    quantitative,
    tooltip,
    with_link,
)
from analytics.points import PROGRESSION, REPAIR, UNCHANGED, Slopes, change_endpoint, slopes
from analytics.report import Report
from analytics.tables.names import feature_name

TITLE = "First to second visit"
# Style and name of each group, in their order from left to right.
GROUPS = {
    PROGRESSION: ("2", "Progression"),
    UNCHANGED: ("7", "Unchanged"),
    REPAIR: ("1", "Repair"),
}
# A group takes one unit of the x axis, its two visits this much of it.
WIDTH = 0.7
QUARTILES = [0.25, 0.5, 0.75]


def slope_graph(report: Report, link: Link, key: str) -> Figure:
    """One modality's patients by what their change is called; above 1000 patients quartiles."""
    endpoint = change_endpoint(report, key)
    name = f"slopes-{endpoint['key'] if endpoint else 'none'}"
    if endpoint is None:
        return empty(name, TITLE, "No endpoint is defined.")
    title = f"{endpoint['campaign']['title']}: {TITLE.lower()}"
    found = slopes(report, endpoint)
    if not found.patients:
        return empty(name, title, "No patient has scores at both visits yet.")
    visits = [endpoint[visit]["name"] for visit in ("baseline", "follow_up")]
    sizes = {group: found.group.count(group) for group in GROUPS}
    many = len(found.patients) > POINTS_UP_TO
    rows = [] if many else _patients(found, link)
    drawn = _quartiles(found) if many else _lines(rows)
    counted = ", ".join(f"{words} {sizes[group]}" for group, (_, words) in GROUPS.items())
    return figure(
        name,
        title,
        [*drawn, _headings(sizes, float(max(found.first.max(), found.second.max())))],
        description=(
            ngettext(
                "%(title)s, %(feature)s: mean of the readers at %(first)s and %(second)s in "
                "%(n)d patient. %(counted)s.",
                "%(title)s, %(feature)s: mean of the readers at %(first)s and %(second)s in "
                "%(n)d patients. %(counted)s.",
                len(found.patients),
            )
            % {
                "title": endpoint["campaign"]["title"],
                "feature": feature_name(endpoint["feature"]),
                "first": visits[0],
                "second": visits[1],
                "n": len(found.patients),
                "counted": counted,
            }
        ),
        height=380,
        patients=Patients()
        if many
        else listed(
            [row for row in rows if row["visit"] == 0],
            group="Change is",
            first=visits[0],
            second=visits[1],
            change="Change",
        ),
    )


def _x(field: str = "x") -> Spec:
    ticks = [place + shift for place in range(len(GROUPS)) for shift in (0, WIDTH)]
    axis = {
        "values": ticks,
        "labelExpr": "datum.value == floor(datum.value) ? 'first' : 'second'",
        "grid": False,
        "domain": False,
        "labelOverlap": False,
    }
    scale = {"domain": [-0.15, len(GROUPS) - 1 + WIDTH + 0.15], "nice": False}
    return quantitative(field, "Visit", axis=axis, scale=scale)


def _y(field: str, title: str | None = _("Score, mean of the readers, points")) -> Spec:
    return quantitative(field, title)


def _patients(found: Slopes, link: Link) -> list[Spec]:
    """Two rows a patient, one for each visit."""
    place = {group: number for number, group in enumerate(GROUPS)}
    return [
        with_link(
            {
                "visit": visit,
                "x": place[group] + visit * WIDTH,
                "score": float((first, second)[visit]),
                "first": float(first),
                "second": float(second),
                "change": float(second - first),
                "group": GROUPS[group][1],
            },
            patient,
            link,
        )
        for patient, first, second, group in zip(
            found.patients, found.first, found.second, found.group, strict=True
        )
        for visit in (0, 1)
    ]


def _lines(rows: list[Spec]) -> list[Spec]:
    layers = []
    tips = tooltip(patient="Patient", first="First visit", second="Second visit", change="Change")
    for style, words in GROUPS.values():
        of_group = [row for row in rows if row["group"] == words]
        if of_group:
            layers += [
                layer(of_group, {"type": "line", "style": f"thin-{style}"}, x=_x(),
                      y=_y("score"), detail={"field": "patient", "type": "nominal"}),
                layer(of_group, {"type": "point", "style": f"point-{style}", "filled": True,
                                 "size": 26, "opacity": 0.9}, x=_x(), y=_y("score"),
                      href={"field": "url"}, tooltip=tips),
            ]  # fmt: skip
    return layers


def _quartiles(found: Slopes) -> list[Spec]:
    layers = []
    groups = np.array(found.group)
    for place, (group, (style, words)) in enumerate(GROUPS.items()):
        inside = groups == group
        if not inside.any():
            continue
        rows = []
        for visit, scores in enumerate((found.first, found.second)):
            low, middle, high = (float(q) for q in np.quantile(scores[inside], QUARTILES))
            rows.append({"x": place + visit * WIDTH, "low": low, "score": middle, "high": high,
                         "group": words})  # fmt: skip
        tips = tooltip(group="Change", low="First quartile", score="Median", high="Third quartile")
        layers += [
            layer(rows, {"type": "area", "style": f"ribbon-{style}"}, x=_x(), y=_y("low"),
                  y2={"field": "high"}),
            layer(rows, {"type": "line", "style": f"series-{style}"}, x=_x(), y=_y("score")),
            layer(rows, {"type": "point", "style": f"point-{style}", "filled": True, "size": 60},
                  x=_x(), y=_y("score"), tooltip=tips),
        ]  # fmt: skip
    return layers


def _headings(sizes: dict[str, int], top: float) -> Spec:
    """The name of each group and its number of patients, above its lines."""
    rows = [
        {"x": place + WIDTH / 2, "top": top, "words": f"{words} ({sizes[group]})"}
        for place, (group, (_, words)) in enumerate(GROUPS.items())
    ]
    mark = {"type": "text", "style": "note", "fontWeight": 600, "y": -10}
    return layer(rows, mark, x=_x(), text={"field": "words"})
