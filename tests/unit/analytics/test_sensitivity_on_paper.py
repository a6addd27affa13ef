"""The report's tables of sensitivity analyses: every covariate is in one of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analytics.codec import encode
from analytics.design.plan import load_plan
from analytics.models import AnalysisRun
from analytics.paper.document import Paragraph, TablePart
from analytics.paper.layout import TEXT_WIDTH, column_widths
from analytics.results.stored import load
from analytics.results.stored_run import StoredRun
from analytics.topics.sensitivity import tables
from analytics.topics.sensitivity.compute.analyses import sensitivity
from analytics.topics.sensitivity.section import section
from tests.factories.data_sets import make_analyte
from tests.factories.plans import covariate, make_plan
from tests.factories.stored_runs import stored_fields
from tests.unit.analytics.test_adjustment import data_with_centres

FIELDS = stored_fields("format-1")
COVARIATES = [
    covariate("seropositive"),
    covariate("age", "spline", knots=3),
    covariate("female"),
    covariate("das28_crp"),
    covariate("centre", "categories"),
    covariate("esr", "log2"),
]
NAMES = ["Seropositive", "Age", "Female sex", "DAS28-CRP", "Centre", "ESR"]


@pytest.fixture(scope="module")
def whole():
    return load(FIELDS["results"], load_plan(FIELDS["plan"]))


def stored_with(covariates, whole):
    """A run that has the sensitivity analyses of a plan with these covariates."""
    few = {"single_readers": False, "sdc_levels": [], "thresholds": ["2.00"], "imputations": 2}
    plan = make_plan(
        covariates=covariates,
        endpoints=[{"missing_rule": "strict"}],
        sensitivity=encode(make_plan().sensitivity) | few,
    )
    run = StoredRun(AnalysisRun(plan=encode(plan), results={}))
    run.results = replace(
        whole,
        variables=(make_analyte("a"), make_analyte("b")),
        sensitivity=sensitivity(data_with_centres(), plan, ()),
    )
    return run


def parts_of(run):
    """The tables, and the names of tables that the text before them leads to."""
    found = section(run).parts
    sources = {name for part in found if isinstance(part, Paragraph) for name in part.sources}
    return [part for part in found if isinstance(part, TablePart)], sources


def of_covariates(table):
    return [
        column.label
        for column in table.columns
        if any(name.lower() in column.label.lower() for name in NAMES)
    ]


@pytest.mark.parametrize(
    ("n", "by_table"),
    [(0, [0]), (1, [1]), (2, [0, 2]), (3, [0, 3]), (5, [0, 3, 2]), (6, [0, 3, 3])],
)
def test_each_covariate_has_one_column(whole, n, by_table):
    run = stored_with(COVARIATES[:n], whole)
    found, sources = parts_of(run)
    labels = [of_covariates(part.table) for part in found]
    assert [len(one) for one in labels] == by_table
    named = [label.lower() for one in labels for label in one]
    for name, label in zip(NAMES, named, strict=False):
        assert name.lower() in label
    full = tables.outcomes(run, "worse")
    assert {part.name for part in found} <= sources
    assert len({part.name for part in found}) == len(found)
    for part in found:
        assert part.csv == full.name
        assert sum(column_widths(part.table)) <= TEXT_WIDTH + 1e-9
        assert len(part.table.rows) == len(full.rows)
        assert [row[0] for row in part.table.rows] == [row[1] for row in full.rows]


def test_of_several_coefficients_the_joint_p_stands_there(whole):
    spline = [COVARIATES[1]]
    (part,), _sources = parts_of(stored_with(spline, whole))
    (label,) = of_covariates(part.table)
    assert label.startswith("P, age")
    place = [column.label for column in part.table.columns].index(label)
    assert all(isinstance(row[place], float) for row in part.table.rows[:1])
    (part,), _sources = parts_of(stored_with(COVARIATES[:1], whole))
    assert of_covariates(part.table)[0].startswith("Odds ratio, seropositive")
