"""Twenty thousand seeded calls, mad numbers among them: no raw exception, warning, NaN, infinity.

Every public function of the pure packages is called, found by itself; one that a new kind of
argument can't be made for fails here until ``scenes`` says how.
"""

from __future__ import annotations

import warnings
from math import ceil
from zlib import crc32

import pytest

from analytics.stats._shared import validation as _validation
from ra_registry.core.errors import DomainError
from tests.unit.abuse.abused import functions, unfinished
from tests.unit.abuse.scenes import Scene

CALLS = 20_000
PACKAGES = (
    "analytics.stats",
    "ra_registry.assays.curves",
    "ra_registry.cohort.formulas",
    "scoring.instruments",
)
FOUND = {name: made for package in PACKAGES for name, made in functions(package).items()}
EACH = ceil(CALLS / len(FOUND))
# What these return holds NaN for a patient whose value is missing, as their docstrings say, or for
# a profile without a limit; anything else they return is finite.
MISSING = {
    "analytics.stats.censored.concentrations.concentrations": (".value", ".limit"),
    "analytics.stats.censored.concentrations.recode_below_common_limit": (".values",),
    "analytics.stats.censored.concentrations.substitute": (".values",),
    "analytics.stats.censored.concentrations.leave_out": (".values",),
    "analytics.stats.censored.concentrations.regression_on_order_statistics": (".values",),
    "analytics.stats.censored.concentrations.impute_below": ("",),
    "analytics.stats.descriptive.change.annualise": ("",),
    "analytics.stats.regression.design.continuous": (".columns",),
    "analytics.stats.regression.design.binary": (".columns",),
    "analytics.stats.regression.design.categorical": (".columns",),
    "analytics.stats.regression.design.spline": (".columns",),
    "analytics.stats.regression.products.product": (".columns",),
    "analytics.stats.regression.products.within": (".columns",),
    "analytics.stats.censored.concentrations.uncensored": (".value", ".limit"),
    "analytics.stats.regression.design.build_design": (".terms[].columns",),
    "analytics.stats.regression.logistic_fit.fit_model": (".design.terms[].columns", ".profile"),
    "analytics.stats.regression.logistic_fit.fit_design": (".design.terms[].columns", ".profile"),
    "analytics.stats.imputation.missing_film.fill_last_film": (".score",),
    # A component known only as above a limit leaves the score's upper end open.
    "ra_registry.cohort.formulas.censoring.span": ("[]",),
}


def made(scene, function):
    """Arguments, or None where what they are built from was refused already."""
    try:
        return scene.arguments(function)
    except DomainError:
        return None


@pytest.mark.parametrize("name", sorted(FOUND))
def test_no_call_ends_in_anything_but_a_result_or_a_typed_error(name, monkeypatch):
    monkeypatch.setattr(_validation, "FEWEST_RESAMPLES", 10)
    function, allowed = FOUND[name], (DomainError,)
    number, called = 0, 0
    while called < EACH:
        arguments = made(Scene(name, number), function)
        number += 1
        if arguments is None:
            continue
        called += 1
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            try:
                result = function(**arguments)
            except allowed:
                continue
        odd = set(unfinished(result)) - set(MISSING.get(name, ()))
        assert not odd, f"call {number - 1}: {odd} from {arguments!r}"[:2000]


def test_the_calls_are_twenty_thousand():
    assert EACH * len(FOUND) >= CALLS


@pytest.mark.parametrize("package", PACKAGES)
def test_a_new_public_function_stands_behind_the_door(package):
    """Its arguments are checked by their annotations, in one place for each package."""
    open_ones = {
        name
        for name, function in functions(package).items()
        if not hasattr(function, "__wrapped__") and not name.startswith("analytics.stats.results.")
    }
    assert open_ones == set()


def test_the_same_seed_makes_the_same_arguments():
    name = "analytics.stats.roc.curve.roc_curve"
    one, two = (Scene(name, 5).arguments(FOUND[name]) for _ in range(2))
    assert crc32(repr(one).encode()) == crc32(repr(two).encode())
