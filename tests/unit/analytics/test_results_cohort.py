"""The flow and Table 1 of a stored run: every figure is the run's, and none is lost in reading."""

from __future__ import annotations

import json

import pytest

from analytics.codec import decode, encode
from analytics.datasets.dataset import DataSet
from analytics.design.plan import load_plan
from analytics.results.run import Results
from analytics.results.stored import load, store
from analytics.stats.descriptive.limited import LimitedQuartiles
from analytics.topics.cohort.compute import cohort_table
from analytics.topics.cohort.laboratory import laboratory
from tests.factories.stored_runs import stored_data, stored_fields

PARTS = ("flow", "left_out", "set_aside", "protocol", "laboratory", "assays", "materials", "cohort")


@pytest.fixture(scope="module")
def fields():
    return stored_fields("format-1")


@pytest.fixture(scope="module")
def results(fields):
    return load(fields["results"], load_plan(fields["plan"]))


def test_what_is_stored_again_reads_the_same(fields, results):
    again = load(json.loads(json.dumps(store(results))), load_plan(fields["plan"]))
    for part in PARTS:
        assert getattr(again, part) == getattr(results, part)
        assert encode(getattr(again, part)) == encode(getattr(results, part))


def test_every_figure_of_table_1_is_the_stored_one(fields, results):
    rows = {row["key"]: row for row in fields["results"]["cohort"]["rows"]}
    table = results.cohort
    numbers = {one.key: one for one in table.numbers}
    numbers |= {f"analyte-{one.code}": one for one in table.exposures}
    assert {one.key for one in table.categories} | numbers.keys() == rows.keys()
    for key, one in numbers.items():
        assert one.smd == rows[key]["smd"]
        for group in table.groups:
            stored, typed = rows[key]["groups"][group], encode(one.groups[group])
            assert {name: typed[name] for name in stored if name not in {"kind", "software"}} == {
                name: value for name, value in stored.items() if name not in {"kind", "software"}
            }
    for variable in table.categories:
        assert variable.smd == rows[variable.key]["smd"]
        for group in table.groups:
            stored = rows[variable.key]["groups"][group]
            assert encode(variable.groups[group].categories) == stored["categories"]
    assert table.sizes == fields["results"]["cohort"]["sizes"]


def test_the_papers_figures_are_there(results):
    """88 patients, 46 of them with progression; 80.7 % women; IL-6 7.6 pg/ml at the median."""
    registered, analysed, *steps = results.flow
    assert (registered.kind, registered.n, analysed.kind, analysed.n) == (
        "registered", 88, "analysed", 88,
    )  # fmt: skip
    assert [step.kind for step in steps] == [*["endpoint"] * 4, "primary_exposure"]
    assert {step.n for step in steps} == {88}
    assert results.cohort.sizes == {"all": 88, "event": 46, "no_event": 42}
    sex = next(one for one in results.cohort.categories if one.key == "sex").groups["all"]
    assert (sex.categories[0].category, sex.categories[0].share.successes) == ("F", 71)
    il6 = next(one for one in results.cohort.exposures if one.code == "il-6").groups["all"]
    assert isinstance(il6.quartiles_type_7, LimitedQuartiles)
    assert il6.quartiles_type_7.median == 7.6
    assert results.materials["plasma"] == 88


def test_the_stored_data_set_gives_the_stored_table(fields, results):
    data, plan = DataSet.from_parquet(stored_data("format-1")), load_plan(fields["plan"])
    now, then = encode(cohort_table(data, plan)), encode(results.cohort)
    assert _rounded(now) == _rounded(then)
    assert laboratory(data) == results.laboratory


def test_another_shape_is_refused(results):
    stored = encode(results)
    stored["cohort"]["sizes"]["all"] = "88"
    with pytest.raises(ValueError, match="expected int"):
        decode(Results, stored)


def _rounded(value):
    """Twelve digits: two ways of laying a quantile between two values differ in the last bit."""
    if isinstance(value, dict):
        return {name: _rounded(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_rounded(part) for part in value]
    return float(f"{value:.12g}") if isinstance(value, float) else value
