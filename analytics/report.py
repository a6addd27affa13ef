"""One run's results by name, as pages, tables and figures ask for them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.datasets.dataset import DataSet
from analytics.errors import NotComputed
from analytics.models import AnalysisRun
from analytics.plan import endpoint_of
from ra_registry.core.errors import ValidationFailed


class Report:
    """Reads a stored run; computes nothing that is in its results."""

    def __init__(self, run: AnalysisRun) -> None:
        self.run = run
        self.plan: dict[str, Any] = run.plan

    @cached_property
    def results(self) -> dict[str, Any]:
        """The stored results; reasons name endpoints and analytes by their labels, never by key."""
        names = {row["key"]: row["label"] for row in self.plan["endpoints"]}
        names |= {code: known["name"] for code, known in _analytes(self.run.results).items()}
        named: dict[str, Any] = _named(self.run.results, names) if names else self.run.results
        return named

    def data(self, columns: Sequence[str] | None = None) -> DataSet:
        """Return the stored data set the run was computed from, only ``columns`` where given."""
        content = AnalysisRun.objects.values_list("data_set", flat=True).get(pk=self.run.pk)
        if content is None:
            raise NotComputed("The data set of this run is no longer stored.")
        return DataSet.from_parquet(bytes(content), columns)

    @cached_property
    def analytes(self) -> dict[str, dict[str, str]]:
        """Names and units of the exposures by code, in panel order."""
        return _analytes(self.run.results)

    def analyte(self, code: str) -> str:
        """Return an analyte's name with its unit."""
        known = self.analytes[code]
        return f"{known['name']}, {known['unit']}"

    def endpoint(self, key: str) -> dict[str, Any]:
        """Return the plan's description of an endpoint."""
        return endpoint_of(self.plan, key)

    @property
    def primary(self) -> str | None:
        """The code of the primary exposure."""
        code: str | None = self.plan["primary_exposure"]
        return code

    @property
    def ci(self) -> str:
        """What an interval is called: ``95 % CI`` at the plan's level."""
        return f"{100 * self.plan['level']:g} % CI"

    def quartiles(self, summary: dict[str, Any]) -> dict[str, Any]:
        """Return a summary's quartiles by the plan's definition of quantiles."""
        found: dict[str, Any] = summary[f"quartiles_type_{self.plan['quantile_type']}"]
        return found

    def outcomes(self) -> list[dict[str, Any]]:
        """Return the outcomes that ROC curves and models were made for."""
        return [
            {**chosen, "label": self.endpoint(chosen["endpoint"])["label"]}
            for chosen in self.plan["outcomes"]
        ]

    def outcome_key(self, wanted: str) -> str:
        """Return ``wanted``, or the first outcome where nothing is asked for.

        Raises ValidationFailed for an outcome the run doesn't have.
        """
        known = [chosen["endpoint"] for chosen in self.plan["outcomes"]]
        return _known(wanted or (known[0] if known else ""), known, "outcome")

    def exposure_key(self, wanted: str) -> str:
        """Return ``wanted``, or the primary exposure where nothing is asked for."""
        return _known(wanted or self.primary or "", self.plan["exposures"], "analyte")

    def roc(self, outcome: str) -> dict[str, Any]:
        """Return the ROC results of an outcome."""
        return _where(self.results["roc"], "endpoint", outcome)

    def marker(self, outcome: str, code: str) -> dict[str, Any]:
        """Return the ROC results of one exposure."""
        return _where(self.roc(outcome)["markers"], "analyte", code)

    def comparison(self, key: str) -> dict[str, Any]:
        """Return one comparison of MRI and radiograph."""
        found = self.results["imaging"]["comparisons"]
        _known(key, [comparison["key"] for comparison in found], "comparison")
        return _where(found, "key", key)

    def model(self, outcome: str) -> dict[str, Any]:
        """Return the logistic model of an outcome."""
        return _where(self.results["models"], "endpoint", outcome)

    def univariable(self, outcome: str) -> dict[str, Any] | None:
        """Return the models of each exposure alone; None in a run without any."""
        found = self.results.get("univariable")
        return None if found is None else _where(found, "endpoint", outcome)

    def validation(self, outcome: str) -> dict[str, Any] | None:
        """Return how sure an outcome's model is; None in a run without it."""
        found = self.results.get("validation")
        return None if found is None else _where(found, "endpoint", outcome)

    def correlations(self) -> dict[str, Any] | None:
        """Return the rank correlations; None in a run without any."""
        found: dict[str, Any] | None = self.results.get("correlations")
        return found

    def dose(self, outcome: str) -> dict[str, Any]:
        """Return the dose-response of an outcome."""
        return _where(self.results["dose_response"], "endpoint", outcome)

    def sensitivity(self, part: str, field: str, value: str) -> dict[str, Any] | None:
        """Return the alternatives to an outcome or a comparison; None in a run without any.

        ``part``: ``outcomes`` (by ``endpoint``) or ``comparisons`` (by ``key``).
        """
        found = self.results.get("sensitivity")
        one = _where(found[part], field, value) if found else None
        return one and one | {"rows": [_worded(row) for row in one["rows"]]}

    def agreement(self, read_set: str, feature: str) -> dict[str, Any]:
        """Return the agreement of readers on one feature of a read set."""
        for found in self.results["readers"]:
            if (found["read_set"], found["feature"]) == (read_set, feature):
                return dict(found)
        raise ValidationFailed("This run has no such feature of such a campaign.")


def _worded(row: dict[str, Any]) -> dict[str, Any]:
    """Give an alternative that is stored as a code its words; its note is a count."""
    if row["label"] != "replicates":
        return row
    count = int(row["note"])
    note = ngettext(
        "%(count)d result has replicates on different sides of a limit",
        "%(count)d results have replicates on different sides of a limit",
        count,
    )
    label = _("Replicates that disagree: the other rule")
    return row | {"label": label, "note": note % {"count": count}}


# Under these keys results say in words why there is no figure, or why a patient is left out.
REASONS = frozenset({"not_estimable", "reason"})


def _analytes(results: dict[str, Any]) -> dict[str, dict[str, str]]:
    return {
        row["key"].removeprefix("analyte-"): {"name": row["label"], "unit": row["unit"]}
        for row in results["cohort"]["rows"]
        if row["key"].startswith("analyte-")
    }


def _named(results: Any, names: Mapping[str, str]) -> Any:
    """Return results in whose reasons the names stand in the place of the keys."""
    keys = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    pattern = re.compile(rf"(?<![\w-])(?:{keys})(?![\w-])")

    def walk(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {name: walk(part, name) for name, part in value.items()}
        if isinstance(value, list):
            return [walk(part) for part in value]
        if key in REASONS and isinstance(value, str):
            return pattern.sub(lambda match: names[match.group()], value)
        return value

    return walk(results)


def _where(rows: list[dict[str, Any]], field: str, value: str) -> dict[str, Any]:
    return next(row for row in rows if row[field] == value)


def _known(value: str, known: Sequence[str], what: str) -> str:
    if value not in known:
        raise ValidationFailed(
            f"This run has no {what} “{value}”; it has {', '.join(known) or 'none'}."
        )
    return value
