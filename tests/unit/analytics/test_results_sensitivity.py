"""Sensitivity analyses of format 1: sentences become codes, and the codes say the same again."""

from __future__ import annotations

import gzip
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from analytics.codec import decode, encode
from analytics.design.plan import load_plan
from analytics.errors import OlderResults
from analytics.models import AnalysisRun
from analytics.results.decisions import MainAnalysis, MissingFilm, OtherReplicateRule, SingleReader
from analytics.results.named import named
from analytics.results.sensitivity import Effect, Sensitivity
from analytics.results.stored import load
from analytics.results.stored_run import StoredRun
from analytics.results.upgrades.from_1 import sensitivity as from_1
from analytics.results.upgrades.from_1 import without_kind
from analytics.stats.results import NotEstimable
from analytics.topics.sensitivity import sentences, tables
from tests.factories.data_sets import make_analyte
from tests.factories.stored_runs import stored_fields

FIELDS = stored_fields("format-1")
# Made by code of that time from studies with every kind of alternative, and what it showed of them.
CASES = json.loads(
    gzip.decompress(
        (Path(__file__).parents[2] / "fixtures" / "sensitivity" / "format-1.json.gz").read_bytes()
    )
)
KINDS = {
    "main", "threshold", "detectable", "reader", "film", "surgery", "below-limit", "replicates",
    "missing",
}  # fmt: skip


@pytest.fixture(scope="module")
def whole():
    return load(FIELDS["results"], load_plan(FIELDS["plan"]))


def upgraded(case):
    plan = load_plan(case["plan"])
    names = {endpoint.key: endpoint.label for endpoint in plan.endpoints}
    names |= {analyte["code"]: analyte["name"] for analyte in case["analytes"]}
    return named(from_1.upgrade(case["sensitivity"]), names)


def stored(case, whole):
    """A run that has these sensitivity analyses."""
    run = StoredRun(AnalysisRun(plan=case["plan"], results={}))
    run.results = replace(
        whole,
        variables=tuple(make_analyte(**analyte) for analyte in case["analytes"]),
        sensitivity=decode(Sensitivity, upgraded(case)),
    )
    return run


def test_the_cases_have_every_kind_of_row():
    found = {
        row["group"]
        for case in CASES.values()
        for outcome in case["sensitivity"]["outcomes"]
        for row in outcome["rows"]
    }
    assert found == KINDS


@pytest.mark.parametrize("name", CASES)
def test_encoding_again_gives_the_same(name):
    assert encode(decode(Sensitivity, upgraded(CASES[name]))) == upgraded(CASES[name])


def restyled(text):
    """A text of that time as it is said now: one number is no range, names inside a list small."""
    if text.startswith("changed: "):
        text = text.replace("Odds", "odds").replace("Difference", "difference")
    # A laboratory value has a limit, and only an assay a limit of detection.
    text = text.replace("limit: LLOD /", "limit: limit /")
    text = text.replace("No concentration of the primary", "No value of the primary")
    text = re.sub(r"between (\S+) and \1;", r"always \1;", text)
    text = re.sub(r"in all (\d+) alternatives", r"in each of the \1 alternatives", text)
    text = re.sub(r"in the 1 alternative, always (\S+);", r"in the only alternative, \1;", text)
    return re.sub(r"in 1 of 1 alternative (.*), always", r"in the only alternative \1,", text)


def once(texts):
    """A reason why nothing is estimable, which stood at each figure, said once."""
    said = list(texts)
    why = {text.partition(": not estimable in the main analysis. ")[2] for text in said}
    if len(why) == 1 and (reason := why.pop()):
        return [f"Nothing is estimable in the main analysis. {reason}"]
    return said


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize(
    ("part", "build", "say"),
    [
        ("outcomes", tables.outcomes, sentences.of_outcome),
        ("comparisons", tables.comparisons, sentences.of_comparison),
    ],
)
def test_the_words_are_those_of_that_time_but_for_their_style(name, part, build, say, whole):
    run = stored(CASES[name], whole)
    assert CASES[name]["shown"][part]
    for key, shown in CASES[name]["shown"][part].items():
        table = build(run, key)
        said = [[cell.text for cell in row] for row in table.shown()]
        assert said == [[restyled(text) for text in row] for row in shown["shown"]]
        assert table.header() == shown["header"]
        assert table.note == restyled(shown["note"])
        assert say(run, key) == once(map(restyled, shown["sentences"]))


def test_the_papers_figures_are_those_that_were_stored(whole):
    raw = without_kind(FIELDS["results"]["sensitivity"])
    for outcome, found in zip(raw["outcomes"], whole.sensitivity.outcomes, strict=True):
        assert found.endpoint == outcome["endpoint"]
        for row, typed in zip(outcome["rows"], found.rows, strict=True):
            assert (typed.curve.n, typed.curve.events) == (row["n"], row["events"])
            assert typed.curve.cutoff.value == row["cutoff"]["value"]
            # The one covariate had no key among a row's figures.
            keys = {"seropositive": "covariate"}
            assert [keys.get(name, name) for name in typed.changed] == row["changed"]
            for name, effect in typed.effects.items():
                assert encode(effect) == row[keys.get(name, name)]
    for pair, found in zip(raw["comparisons"], whole.sensitivity.comparisons, strict=True):
        for row, typed in zip(pair["rows"], found.rows, strict=True):
            assert encode(typed.difference) == row["difference"]
            assert (encode(typed.first), encode(typed.second)) == (row["first"], row["second"])
    main = whole.sensitivity.outcomes[0].rows[0].curve
    assert (round(main.auc.value, 3), main.cutoff.value) == (0.821, 7.6)


def first_row(**changes):
    """The part of the run with another first row of its first outcome."""
    part = without_kind(FIELDS["results"]["sensitivity"])
    outcome = part["outcomes"][0]
    rows = [outcome["rows"][0] | changes, *outcome["rows"][1:]]
    return {**part, "outcomes": [{**outcome, "rows": rows}]}


@pytest.mark.parametrize(
    "changes",
    [
        {"label": "Main analysis: change of 0.5 or more"},
        {"note": "A note that nobody made."},
        {"group": "threshold", "label": "Change >= 0.5"},
        {"group": "detectable", "key": "sdc-95", "label": "SDC 95 %: change > 2.80"},
        {"group": "detectable", "key": "sdc-95", "label": "SDC 95 %: change > 2.80",
         "note": "SDC 2.81 = 1.96 * x, from 8 patients"},
        {"group": "detectable", "key": "sdc", "label": "SDC 95 %: change > SDC"},
        {"group": "reader", "label": "Reader A alone"},
        {"group": "film", "label": "Missing film: zero"},
        {"group": "film", "label": "Missing film: linear extrapolation", "note": ""},
        {"group": "surgery", "label": "Without patients with assumed scores", "note": "some"},
        {"group": "below-limit", "label": "Below the limit: 0", "note": "3 below their limit"},
        {"group": "replicates", "label": "replicates", "note": ""},
        {"group": "missing", "label": "Missing values: single imputation"},
        {"group": "unheard of"},
    ],
)  # fmt: skip
def test_what_no_release_stored_makes_the_run_unreadable(changes):
    with pytest.raises(LookupError):
        from_1.upgrade(first_row(**changes))
    results = FIELDS["results"] | {"sensitivity": first_row(**changes)}
    with pytest.raises(OlderResults):
        load(results, load_plan(FIELDS["plan"]))


def test_a_remark_that_no_release_stored_is_refused():
    part = first_row()
    part["outcomes"][0]["remarks"] = ["Nothing to say."]
    with pytest.raises(LookupError):
        from_1.upgrade(part)


@pytest.mark.parametrize(
    ("label", "note", "count"),
    [
        ("replicates", "3", 3),
        ("Replicates that disagree: the other rule",
         "1 result has replicates on different sides of a limit", 1),
        ("Replicates that disagree: the other rule",
         "3 results have replicates on different sides of a limit", 3),
    ],
)  # fmt: skip
def test_replicates_were_told_as_a_code_and_as_a_sentence(label, note, count):
    part = from_1.upgrade(first_row(group="replicates", label=label, note=note))
    row = decode(Sensitivity, part).outcomes[0].rows[0]
    assert row.decision == OtherReplicateRule(count)


def pair(row):
    part = without_kind(FIELDS["results"]["sensitivity"])
    found = part["comparisons"][0]
    rows = [found["rows"][0], found["rows"][0] | row]
    part = from_1.upgrade({**part, "comparisons": [{**found, "rows": rows}]})
    return decode(Sensitivity, part).comparisons[0].rows[1]


def test_a_film_may_be_missing_on_one_side_only():
    rule = "the last earlier film carried forward"
    film, main = MissingFilm("last-observation"), MainAnalysis()
    label = "Main analysis: change > 0.5 / last film carried forward"
    found = pair({"label": label, "note": rule})
    assert (found.first_decision, found.second_decision) == (main, film)
    assert found.kind == "film"
    label = "Missing film: last film carried forward / change > 0.5"
    found = pair({"group": "film", "label": label, "note": rule})
    assert (found.first_decision, found.second_decision) == (film, main)
    assert found.kind == "film"


def test_a_reader_has_a_place_on_either_side():
    found = pair({"group": "reader", "label": "Reader 1 of the pool of 3 alone / Reader 2 alone"})
    assert found.first_decision == SingleReader(1, 3)
    assert found.second_decision == SingleReader(2, None)


def test_a_comparison_has_no_more_notes_than_sides():
    with pytest.raises(LookupError):
        pair({"group": "reader", "label": "Reader 1 alone", "note": "a; b; c"})


def test_a_variable_too_few_know_goes_by_its_label():
    reason = "Mri-progression is known for 4 patients only, too few to impute from."
    gone = {"not_estimable": reason}
    effect = {"value": gone, "interval": gone, "p": gone}
    results = FIELDS["results"] | {"sensitivity": first_row(auc=effect)}
    found = load(results, load_plan(FIELDS["plan"])).sensitivity.outcomes[0].rows[0].curve.auc
    why = NotEstimable(
        "MRI erosion progression is known for 4 patients only, too few to impute from."
    )
    assert found == Effect(why, why, why)


def test_one_alternative_is_the_only_one_and_none_is_said_once(whole):
    run = stored(next(iter(CASES.values())), whole)
    found = run.results.sensitivity.outcomes[0]
    main, *others = found.rows
    other = next(row for row in others if not row.same and not row.changed)
    for rows, start in (((main,), "No other decision"), ((main, other), "")):
        shown = replace(found, rows=rows)
        part = replace(run.results.sensitivity, outcomes=(shown,))
        run.__dict__["results"] = replace(run.results, sensitivity=part)
        said = sentences.of_outcome(run, found.endpoint)
        if start:
            assert [one[: len(start)] for one in said] == [start]
        else:
            assert all("in the only alternative" in one or "not estimable" in one for one in said)
