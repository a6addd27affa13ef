"""Each patient's status at both visits, joined by a line: progressors, repair, unchanged."""

from __future__ import annotations

import json

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
    linked,
    listed,
    quantitative,
    tooltip,
    with_link,
)
from analytics.results.stored_run import StoredRun
from analytics.tables.endpoints import what
from analytics.topics.change.names import group_names, short_names
from analytics.topics.change.points import (
    PROGRESSION,
    REPAIR,
    UNCHANGED,
    Slopes,
    change_endpoint,
    slopes,
)

# The style of each group, in their order from left to right.
STYLES = {PROGRESSION: "2", UNCHANGED: "7", REPAIR: "1"}
# A group takes one unit of the x axis, its two visits this much of it.
WIDTH = 0.7
QUARTILES = [0.25, 0.5, 0.75]


def slope_graph(stored: StoredRun, link: Link, key: str) -> Figure:
    """One modality's patients by what their change is called; above 1000 patients quartiles."""
    endpoint = change_endpoint(stored, key)
    name = f"slopes-{endpoint.key if endpoint else 'none'}"
    if endpoint is None:
        return empty(name, _("First to second visit"), _("No endpoint is a change of scores."))
    title = _("%(reads)s: first to second visit") % {
        "reads": short_names(stored.plan.distinct_changes())[endpoint.key]
    }
    found = slopes(stored, endpoint)
    if not found.patients:
        return empty(name, title, _("No patient has scores at both visits yet."))
    visits = [visit.name for visit in endpoint.visits]
    sizes = {group: found.group.count(group) for group in STYLES}
    many = len(found.patients) > POINTS_UP_TO
    rows = [] if many else _patients(found, link)
    drawn = _quartiles(found) if many else _lines(rows)
    counted = ", ".join(f"{words} {sizes[group]}" for group, words in group_names().items())
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
                "title": endpoint.campaign.title,
                "feature": what(endpoint),
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
            group=_("Change is"),
            first=visits[0],
            second=visits[1],
            change=_("Change"),
        ),
    )


def _x(field: str = "x") -> Spec:
    ticks = [place + shift for place in range(len(STYLES)) for shift in (0, WIDTH)]
    first, second = (json.dumps(words) for words in (_("first"), _("second")))
    axis = {
        "values": ticks,
        "labelExpr": f"datum.value == floor(datum.value) ? {first} : {second}",  # unseen
        "grid": False,
        "domain": False,
        "labelOverlap": False,
    }
    scale = {"domain": [-0.15, len(STYLES) - 1 + WIDTH + 0.15], "nice": False}
    return quantitative(field, _("Visit"), axis=axis, scale=scale)


def _y(field: str) -> Spec:
    return quantitative(field, _("Score, mean of the readers, points"))


def _patients(found: Slopes, link: Link) -> list[Spec]:
    """Two rows a patient, one for each visit."""
    place = {group: number for number, group in enumerate(STYLES)}
    names = group_names()
    return [
        with_link(
            {
                "visit": visit,
                "x": place[group] + visit * WIDTH,
                "score": float((first, second)[visit]),
                "first": float(first),
                "second": float(second),
                "change": float(second - first),
                "group": names[group],
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
    tips = tooltip(
        patient=_("Patient"),
        first=_("First visit"),
        second=_("Second visit"),
        change=_("Change"),
    )
    for group, words in group_names().items():
        style = STYLES[group]
        of_group = [row for row in rows if row["group"] == words]
        if of_group:
            layers += [
                layer(of_group, {"type": "line", "style": f"thin-{style}"}, x=_x(),
                      y=_y("score"), detail={"field": "patient", "type": "nominal"}),
                layer(of_group, {"type": "point", "style": f"point-{style}", "filled": True,
                                 "size": 26, "opacity": 0.9}, x=_x(), y=_y("score"),
                      tooltip=tips, **linked(rows)),
            ]  # fmt: skip
    return layers


def _quartiles(found: Slopes) -> list[Spec]:
    layers = []
    groups = np.array(found.group)
    for place, (group, words) in enumerate(group_names().items()):
        style = STYLES[group]
        inside = groups == group
        if not inside.any():
            continue
        rows = []
        for visit, scores in enumerate((found.first, found.second)):
            low, middle, high = (float(q) for q in np.quantile(scores[inside], QUARTILES))
            rows.append({"x": place + visit * WIDTH, "low": low, "score": middle, "high": high,
                         "group": words})  # fmt: skip
        tips = tooltip(
            group=_("Change"),
            low=_("First quartile"),
            score=_("Median"),
            high=_("Third quartile"),
        )
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
        for place, (group, words) in enumerate(group_names().items())
    ]
    mark = {"type": "text", "style": "note", "fontWeight": 600, "y": -10}
    return layer(rows, mark, x=_x(), text={"field": "words"})
