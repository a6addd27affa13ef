"""What is said wherever a figure stands: few events, fits that did not converge."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

from analytics.stats.prediction.cross_validation import CrossValidatedAuc
from analytics.stats.regression.logistic import LogisticResult
from analytics.stats.regression.separation import Separation
from analytics.stats.results import NotEstimable, Resampling, Sample
from analytics.tables import cautions
from analytics.tables.model_words import FIRTH, penalised, separating
from tests.factories.data_sets import make_analyte

REPORT = SimpleNamespace(variables={"il-6": make_analyte("il-6", "IL-6", "pg/mL")})
NOT_ESTIMABLE = NotEstimable("No patient has the event.")


def model(n_events, n_non_events, parameters=1, *, method="maximum likelihood", columns=()):
    return LogisticResult(
        method=method,
        separation=Separation("complete" if columns else "none", columns, (1,) * len(columns)),
        coefficients=(),
        intercept=None,
        terms=(),
        quality=NOT_ESTIMABLE,
        n_events=n_events,
        n_non_events=n_non_events,
        parameters=parameters,
        events_per_parameter=min(n_events, n_non_events) / parameters,
        level=0.95,
        sample=Sample(n_events + n_non_events, n_events + n_non_events),
        notes=(),
    )


def test_few_events_a_parameter_are_said_with_the_rule_they_miss():
    assert cautions.events(model(20, 60, 2)) == ""
    assert "Only 19 patients with the outcome for 2 parameters: 9.5 each, fewer than 10" in (
        cautions.events(model(19, 60, 2))
    )
    scarce = cautions.events(model(60, 4, 1))
    assert "Only 4 patients without the outcome for 1 parameter: 4.0 each, fewer than 5" in scarce
    assert "unreliable" in scarce
    assert cautions.events(replace(model(0, 0), events_per_parameter=NOT_ESTIMABLE)) == ""
    assert cautions.events(NOT_ESTIMABLE) == ""


def test_fits_that_did_not_converge_are_counted_in_words():
    record = Resampling(resamples=2000, used=1987, seed=1, stratified=False, not_converged=13)
    said = cautions.unfitted(record)
    assert "In 13 of 2000 resamples the model did not converge; they are left out" in said
    assert cautions.unfitted(replace(record, not_converged=0)) == ""
    crossed = CrossValidatedAuc(
        0.8, 0.8, folds=10, repeats=10, seed=1, unusable_fits=1, sample=Sample(50, 50)
    )
    said = cautions.unusable(crossed)
    assert "1 of 100 training sets of the cross-validation did not converge and is left out" in said
    assert cautions.unusable(replace(crossed, unusable_fits=0)) == ""


def test_the_penalised_term_named_is_the_one_that_separates():
    one = model(9, 9, method=FIRTH, columns=("seropositive",))
    assert separating(REPORT, one) == ["Seropositive"]
    assert penalised(REPORT, [one]).startswith("Data separated by seropositive,")
    both = model(9, 9, method=FIRTH, columns=("il-6", "seropositive"))
    assert "Data separated by IL-6, seropositive," in penalised(REPORT, [NOT_ESTIMABLE, both])
    fine = "No model needed a penalty: the data are not separated."
    assert penalised(REPORT, [model(9, 9)]) == fine
