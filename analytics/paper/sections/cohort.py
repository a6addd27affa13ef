"""Table 1 in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.paper import words
from analytics.paper.document import Paragraph, Section, TablePart
from analytics.report import Report
from analytics.tables import build_table, formats
from analytics.tables.names import inside

# What a results section says of its patients first.
DESCRIBED_NUMBERS = ("age", "symptom_months", "das28_esr")
DESCRIBED_CATEGORIES = ("sex", "seropositive")


def cohort(report: Report) -> Section:
    """Return Table 1 with its opening sentences."""
    table = build_table(report, "cohort", {})
    found = {row["key"]: row for row in report.results["cohort"]["rows"]}
    sentences = [_category(found[key]) for key in DESCRIBED_CATEGORIES]
    sentences += [_number(report, found[key]) for key in DESCRIBED_NUMBERS]
    sentences.append(_largest_difference(report))
    text = " ".join(sentence for sentence in sentences if sentence)
    return Section(
        "baseline",
        "Baseline",
        (
            Paragraph(text or "No patient has baseline data.", (table.name,), remark=not text),
            TablePart(table, "cohort"),
        ),
    )


def _category(row: dict[str, Any]) -> str:
    """The first category with its share of those known."""
    result = row["groups"]["all"]
    first = result["categories"][0]["share"]
    if not first["n"]:
        return ""
    said = {"share": words.share(first), "what": row["names"][0].lower()}
    if result["missing"]:
        said["share"] = _("%(share)s in whom it is known") % said
    return (
        ngettext("%(share)s was %(what)s.", "%(share)s were %(what)s.", first["successes"]) % said
    )


def _number(report: Report, row: dict[str, Any]) -> str:
    quartiles = report.quartiles(row["groups"]["all"])
    if formats.reason(quartiles):
        return ""
    low, middle, high = (formats.number(quartiles[key]) for key in ("lower", "median", "upper"))
    unit = f" {row['unit']}" if row["unit"] else ""
    return f"Median {inside(row['label'])} was {middle}{unit} (quartiles {low} and {high})."


def _largest_difference(report: Report) -> str:
    """The baseline variable whose groups differ most."""
    table = report.results["cohort"]
    known = [row for row in table["rows"] if isinstance(row.get("smd"), (int, float))]
    if not table["grouping"] or not known:
        return ""
    row = max(known, key=lambda found: abs(found["smd"]))
    outcome = inside(report.endpoint(table["grouping"])["label"])
    return (
        f"Between patients with and without {outcome} the largest standardised mean "
        f"difference is that of {inside(row['label'])} "
        f"({formats.fixed(row['smd'], 2)})."
    )
