"""One run's results by name, as pages, tables and figures ask for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Protocol, TypeVar

from django.utils.translation import get_language

from analytics.codec import Undecodable
from analytics.datasets.dataset import DataSet
from analytics.design.described import Endpoint, ScoreEndpoint
from analytics.design.plan import PairedTest, campaign_titles, load_plan
from analytics.design.variable import Variable
from analytics.errors import NotComputed, OlderResults
from analytics.models import AnalysisRun
from analytics.results.course import Course
from analytics.results.dose import OutcomeDoseResponse
from analytics.results.imaging import PairedEndpoints
from analytics.results.models import MultivariableModel
from analytics.results.readers import ReaderAgreement
from analytics.results.roc import MarkerRoc, OutcomeRoc
from analytics.results.run import Results
from analytics.results.sensitivity import ComparisonSensitivity, OutcomeSensitivity
from analytics.results.stored import load
from analytics.results.subgroups import OutcomeSubgroups
from analytics.results.univariable import UnivariableModels
from analytics.results.validation import OutcomeValidation
from analytics.runs.code import code_version
from analytics.stats.descriptive.limited import LimitedQuartiles, LimitedSummary
from analytics.stats.descriptive.summaries import NumberSummary, Quartiles
from analytics.stats.results import NotEstimable
from ra_registry.core.errors import ValidationFailed
from scoring.models import Campaign

# Decoded results are about a megabyte each, however many patients a study has.
KEPT = 16


class _OfOutcome(Protocol):
    @property
    def endpoint(self) -> str: ...


T = TypeVar("T", bound=_OfOutcome)


@dataclass(frozen=True)
class NamedOutcome:
    """An outcome by the key of its endpoint, with the label it goes by."""

    endpoint: str
    label: str


class StoredRun:
    """Reads a stored run; computes nothing that is in its results."""

    def __init__(self, run: AnalysisRun) -> None:
        self.run = run
        try:
            self.plan = load_plan(run.plan)
        except Undecodable as error:
            raise OlderResults from error

    @cached_property
    def results(self) -> Results:
        """The stored results as today's types. Raises OlderResults where they can't be.

        What today's code stored and can't read is a fault of it, and stays one. Those of a run that
        was fetched without them (`analytics.selectors`) are kept from one request to the next.
        """
        run = self.run
        try:
            if "results" not in run.get_deferred_fields():
                return load(run.results, self.plan)
            found = _kept(run.pk, run.fingerprint, run.computed_at, get_language())
            if isinstance(found, Results):
                return found
            raise found.with_traceback(None)
        except Undecodable as error:
            if self.run.code_version == code_version():
                raise
            raise OlderResults from error

    @cached_property
    def campaigns(self) -> Sequence[Campaign]:
        """The campaigns whose scores the run holds, by code, as they stand now."""
        if not self.run.campaigns:
            return []
        return list(Campaign.objects.filter(pk__in=self.run.campaigns).order_by("code"))

    @property
    def preliminary(self) -> tuple[str, ...]:
        """The titles of those that are not locked: their scores, and so the results, can change.

        They are named as the run's plan names them.
        """
        titles = campaign_titles(self.plan)
        return tuple(titles.get(one.pk, one.title) for one in self.campaigns if one.is_preliminary)

    def data(self, columns: Sequence[str] | None = None) -> DataSet:
        """Return the stored data set the run was computed from, only ``columns`` where given.

        Raises NotComputed where it isn't stored, OlderResults where today's code can't read it.
        """
        content = AnalysisRun.objects.values_list("data_set", flat=True).get(pk=self.run.pk)
        if content is None:
            raise NotComputed("The data set of this run is no longer stored.")
        try:
            return DataSet.from_parquet(bytes(content), columns)
        except Undecodable as error:
            raise OlderResults from error

    @cached_property
    def variables(self) -> dict[str, Variable]:
        """What can be an exposure by code: the analytes in panel order, then what else is one."""
        return {variable.code: variable for variable in self.results.variables}

    def variable(self, code: str) -> str:
        """Return a variable's name with its unit."""
        return self.variables[code].with_unit

    def endpoint(self, key: str) -> Endpoint:
        """Return the plan's description of an endpoint."""
        return self.plan.endpoint(key)

    def score_endpoint(self, key: str) -> ScoreEndpoint:
        """Return the plan's description of an endpoint that is made of readers' scores."""
        return next(one for one in self.plan.score_endpoints() if one.key == key)

    @property
    def primary(self) -> str | None:
        """The code of the primary exposure."""
        return self.plan.primary_exposure

    @property
    def ci(self) -> str:
        """What an interval is called: ``95 % CI`` at the plan's level."""
        return f"{100 * self.plan.level:g} % CI"

    def quartiles(self, summary: NumberSummary) -> Quartiles | NotEstimable:
        """Return a summary's quartiles by the plan's definition of quantiles."""
        return {6: summary.quartiles_type_6, 7: summary.quartiles_type_7}[self.plan.quantile_type]

    def quartiles_of(self, summary: LimitedSummary) -> LimitedQuartiles | NotEstimable:
        """Return a summary's quartiles by the plan's definition of quantiles."""
        return {6: summary.quartiles_type_6, 7: summary.quartiles_type_7}[self.plan.quantile_type]

    def outcomes(self) -> list[NamedOutcome]:
        """Return the outcomes that ROC curves and models were made for."""
        return [
            NamedOutcome(chosen.endpoint, self.endpoint(chosen.endpoint).label)
            for chosen in self.plan.outcomes
        ]

    def outcome_key(self, wanted: str) -> str:
        """Return ``wanted``, or the first outcome where nothing is asked for.

        Raises ValidationFailed for an outcome the run doesn't have.
        """
        known = [chosen.endpoint for chosen in self.plan.outcomes]
        return _known(wanted or (known[0] if known else ""), known, "outcome")

    def exposure_key(self, wanted: str) -> str:
        """Return ``wanted``, or the primary exposure where nothing is asked for."""
        return _known(wanted or self.primary or "", self.plan.exposures, "analyte")

    def roc(self, outcome: str) -> OutcomeRoc:
        """Return the ROC results of an outcome."""
        return next(found for found in self.results.roc if found.endpoint == outcome)

    def marker(self, outcome: str, code: str) -> MarkerRoc:
        """Return the ROC results of one exposure."""
        return self.roc(outcome).marker(code)

    def subgroups(self, outcome: str) -> OutcomeSubgroups | None:
        """Return the declared subgroups of an outcome; None where the plan declares none."""
        return next((one for one in self.results.subgroups if one.endpoint == outcome), None)

    def comparison(self, key: str) -> PairedEndpoints:
        """Return one comparison of two endpoints."""
        found = {pair.key: pair for pair in self.results.imaging.comparisons}
        return found[_known(key, list(found), "comparison")]

    def test_of(self, key: str) -> PairedTest:
        """Return the variant of McNemar's test that leads a comparison."""
        return next(pair.test for pair in self.plan.comparisons if pair.key == key)

    def univariable(self, outcome: str) -> UnivariableModels:
        """Return the models of each variable alone."""
        return _of_outcome(self.results.univariable, outcome)

    def model(self, outcome: str) -> MultivariableModel:
        """Return the logistic model of an outcome."""
        return _of_outcome(self.results.models, outcome)

    def validation(self, outcome: str) -> OutcomeValidation:
        """Return how sure an outcome's model is."""
        return _of_outcome(self.results.validation, outcome)

    def dose(self, outcome: str) -> OutcomeDoseResponse:
        """Return the dose-response of an outcome."""
        return _of_outcome(self.results.dose_response, outcome)

    def sensitivity(self, outcome: str) -> OutcomeSensitivity:
        """Return the alternatives to an outcome's main analysis."""
        found = self.results.sensitivity.outcomes
        _known(outcome, [one.endpoint for one in found], "outcome")
        return next(one for one in found if one.endpoint == outcome)

    def sensitivity_of_comparison(self, key: str) -> ComparisonSensitivity:
        """Return the alternatives to a comparison of two endpoints."""
        found = self.results.sensitivity.comparisons
        _known(key, [one.key for one in found], "comparison")
        return next(one for one in found if one.key == key)

    def courses(self, key: str = "") -> tuple[Course, ...]:
        """Return one course by key, or all of them without one.

        Raises ValidationFailed for a course the run doesn't have.
        """
        found = self.results.courses
        if not key:
            return found
        _known(key, [one.key for one in found], "course")
        return tuple(one for one in found if one.key == key)

    def readers_of(self, read_set: str, feature: str) -> list[int]:
        """Return the ids of the readers of every team."""
        teams = self.agreement(read_set, feature).teams
        return sorted({reader for team in teams for reader in team.readers})

    def sdc_of(self, endpoint: ScoreEndpoint) -> float | None:
        """Return the smallest detectable change (95 %) of an endpoint's read set, if there is one.

        Of several teams of readers the largest one's.
        """
        for team in self.agreement(endpoint.read_set, endpoint.measure).teams[:1]:
            found = team.change.sdc_95 if team.change else None
            return found.value if found and isinstance(found.value, float) else None
        return None

    def endpoint_agreements(self) -> list[ReaderAgreement]:
        """Return the agreement on the read sets and features that endpoints are made of."""
        wanted = {(e.read_set, e.measure) for e in self.plan.score_endpoints()}
        return [one for one in self.results.readers if (one.read_set, one.feature) in wanted]

    def agreement(self, read_set: str, feature: str) -> ReaderAgreement:
        """Return the agreement of readers on one feature of a read set."""
        for found in self.results.readers:
            if (found.read_set, found.feature) == (read_set, feature):
                return found
        raise ValidationFailed("This run has no such feature of such a campaign.")


@lru_cache(maxsize=KEPT)
def _kept(
    run_id: int, fingerprint: str, computed_at: datetime, language: str | None
) -> Results | OlderResults | Undecodable:
    """Return a run's results as typed values, or why they can't be; once in this process.

    A stored run never changes; fingerprint and time tell it from one of the same id in another
    database, as after a backup was restored. Reasons name covariates in the ``language``.
    """
    stored, plan = AnalysisRun.objects.values_list("results", "plan").get(pk=run_id)
    try:
        return load(stored, load_plan(plan))
    except (OlderResults, Undecodable) as error:
        return error


def _of_outcome(parts: Sequence[T], outcome: str) -> T:
    return next(part for part in parts if part.endpoint == outcome)


def _known(value: str, known: Sequence[str], what: str) -> str:
    if value not in known:
        raise ValidationFailed(
            f"This run has no {what} “{value}”; it has {', '.join(known) or 'none'}."
        )
    return value
