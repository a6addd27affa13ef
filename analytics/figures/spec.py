"""The parts that figures are built from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from string import ascii_lowercase, ascii_uppercase
from typing import Any, Literal

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
# Single patients are drawn up to this many; above, points hide each other and only weigh the page.
POINTS_UP_TO = 1000

Spec = dict[str, Any]
# What a patient looks like.
POINT: Spec = {"type": "point", "filled": True, "size": 34, "opacity": 0.85}
# Returns the address of a patient's page, or nothing where the person may not open it.
Link = Callable[[str], str | None]


@dataclass(frozen=True)
class Patients:
    """The patients that a figure draws, for the list beside it: the values by name, in ``rows``."""

    columns: Sequence[str] = ()
    rows: Sequence[Spec] = ()


@dataclass(frozen=True)
class Figure:
    """A figure. ``fluid``: it may take the width of the page; others keep their proportions."""

    name: str
    title: str
    spec: Spec
    fluid: bool = True
    patients: Patients = Patients()


def figure(
    name: str,
    title: str,
    layers: Sequence[Spec],
    *,
    description: str,
    width: int = 560,
    height: int = 340,
    fluid: bool = True,
    patients: Patients = Patients(),
) -> Figure:
    """Return a layered figure. ``description`` is what a screen reader says instead of it."""
    return Figure(
        name=name,
        title=title,
        spec={
            "$schema": SCHEMA,
            "description": description,
            "width": width,
            "height": height,
            "layer": list(layers),
        },
        fluid=fluid,
        patients=patients,
    )


def side_by_side(
    name: str, title: str, panels: Sequence[Spec], *, description: str, spacing: int = 20
) -> Figure:
    """Return a figure of several panels in a row; each is a specification with its own size.

    Panels are named A, B, … above their left corner.
    """
    return Figure(
        name=name,
        title=title,
        spec={
            "$schema": SCHEMA,
            "description": description,
            "hconcat": [
                {**panel, "title": letter}
                for letter, panel in zip(ascii_uppercase, panels, strict=False)
            ],
            "spacing": spacing,
            # The drawing engine measures text more narrowly than browsers set it.
            "padding": {"left": 5, "top": 5, "right": 30, "bottom": 5},
        },
        fluid=False,
    )


def panels_of(figure: Figure) -> dict[str, Figure]:
    """Return each panel as a figure of its own by its letter; nothing of a figure without any."""
    shared = {key: value for key, value in figure.spec.items() if key not in {"hconcat", "spacing"}}
    return {
        letter: replace(
            figure,
            name=f"{figure.name}-{letter}",
            title=f"{figure.title}, {letter.upper()}",
            spec={**shared, **on_its_own(panel)},
        )
        for letter, panel in zip(ascii_lowercase, figure.spec.get("hconcat", ()), strict=False)
    }


def on_its_own(panel: Spec) -> Spec:
    """Return a panel with nothing beside it: it names its own rows."""
    panel = deepcopy(panel)
    for channel, encoding in encodings(panel):
        if channel == "y" and isinstance(encoding.get("axis"), dict):
            encoding["axis"]["labels"] = True
    return panel


def encodings(spec: Spec) -> Iterator[tuple[str, Spec]]:
    """Yield every encoding of a specification, its layers and panels, with its channel."""
    yield from ((c, e) for c, e in spec.get("encoding", {}).items() if isinstance(e, dict))
    for one in (*spec.get("layer", ()), *spec.get("hconcat", ()), *spec.get("vconcat", ())):
        yield from encodings(one)


def empty(name: str, title: str, reason: str) -> Figure:
    """Return a figure that says why there is nothing to draw."""
    words = {
        "data": {"values": [{}]},
        "mark": {"type": "text", "style": "remark", "fontSize": 13},
        "encoding": {"text": {"value": reason}},
    }
    return figure(name, title, [words], description=reason, height=120)


def layer(values: Sequence[Spec], mark: Spec, **encoding: Any) -> Spec:
    """Return one layer with its own rows."""
    return {"data": {"values": list(values)}, "mark": mark, "encoding": encoding}


def quantitative(field: str, title: str | None, **options: Any) -> Spec:
    """Return an encoding of numbers. ``scale`` and ``axis`` as in Vega-Lite."""
    return {"field": field, "type": "quantitative", "title": title, **options}


def shares(field: str, title: str | None, **options: Any) -> Spec:
    """Return an encoding of shares of 1 from 0 to 1 whose axis is labelled in per cent."""
    axis = {"labelExpr": "format(100 * datum.value, '~g')"}  # unseen
    return quantitative(field, title, scale={"domain": [0, 1], "nice": False}, axis=axis, **options)


def nominal(field: str, title: str | None = None, **options: Any) -> Spec:
    """Return an encoding of categories, in the order of the data."""
    return {"field": field, "type": "nominal", "title": title, "sort": None, **options}


def tooltip(**fields: str) -> list[Spec]:
    """Return the lines of a tool tip: field and its name."""
    return [{"field": field, "title": title} for field, title in fields.items()]


def rule_at(axis: str, value: float, *, style: str = "reference") -> Spec:
    """Return a line across the figure at one value of ``axis``."""
    return {
        "data": {"values": [{}]},
        "mark": {"type": "rule", "style": style},
        "encoding": {axis: {"datum": value, "type": "quantitative"}},
    }


def remark_at(value: float, text: str, *, side: Literal["left", "right"] = "right") -> Spec:
    """Return words above one end of a horizontal line."""
    return {
        "data": {"values": [{}]},
        "mark": {
            "type": "text",
            "style": "remark",
            "text": text,
            "align": side,
            "dy": -6,
            "x": "width" if side == "right" else 0,
        },
        "encoding": {"y": {"datum": value, "type": "quantitative"}},
    }


def with_link(row: Spec, patient: str, link: Link) -> Spec:
    """Add the patient and, where the person may open it, the address of their page."""
    url = link(patient)
    return {**row, "patient": patient, **({"url": url} if url else {})}


def linked(rows: Sequence[Spec]) -> Spec:
    """Return the channel that opens a patient's page, where the rows have one.

    Without one a screen reader would say that each point's address is undefined.
    """
    return {"href": {"field": "url"}} if any("url" in row for row in rows) else {}


def listed(rows: Sequence[Spec], **columns: str) -> Patients:
    """Return the patients of the rows that a figure draws, with some fields under their names."""
    return Patients(
        list(columns.values()),
        [
            {
                "patient": row["patient"],
                **({"url": row["url"]} if "url" in row else {}),
                "values": [_short(row[field]) for field in columns],
            }
            for row in rows
        ],
    )


def _short(value: Any) -> Any:
    """Four digits are what a list shows; the download has them all."""
    return float(f"{value:.4g}") if isinstance(value, float) else value
