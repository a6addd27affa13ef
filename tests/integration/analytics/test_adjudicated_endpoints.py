"""Endpoints by adjudicated score, against plain fractions over the exported site scores."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from django.urls import reverse

from analytics.datasets.dataset import READER_PARTS, endpoint_column, read_description
from analytics.datasets.meta import AdjudicatedCases, FlowExclusion
from analytics.design.endpoints.definition import Definition
from analytics.design.endpoints.store import create_endpoint
from analytics.errors import EndpointRefused
from analytics.exports.analysis_columns import described
from analytics.exports.rows import fetch
from analytics.exports.scoring_tables import SITE_SCORES
from analytics.models import AnalysisRun
from analytics.results.stored_run import StoredRun
from analytics.runs.services import read_inputs, recompute
from ra_registry.cohort.freshness import data_version
from scoring.instruments import (
    Entry,
    UnscorableReason,
    chosen_sites,
    get_instrument,
    get_measure,
)
from scoring.models import AdjudicationOutcome, Assignment, Campaign, Case, Reading
from scoring.models.assignment import AssignmentKind
from scoring.selectors.adjudication import fraction
from scoring.services import Mark, open_correction, save_scores
from scoring.services.charters import CharterDocument, store_charter
from tests.factories.campaigns import another_reader, enrol, opened
from tests.factories.scoring import EROSION, draft_reading, signed
from tests.factories.world import StudyWorld, World

pytestmark = pytest.mark.django_db

POLICIES = ["two-closest", "mean-of-three", "replaces"]
SITES = ["erosion.RAD", "erosion.ULN", "erosion.MC2H"]
GAP = None
# By case: what each of the three readers scores at the first and at the second visit at SITES, the
# rest is 0. A third reader is asked for all but the last case.
READ = {
    # Equally far apart: the pair with the first reader counts.
    "tie": [([0, 0, 0], [0, 0, 0]), ([0, 0, 0], [6, 0, 0]), ([0, 0, 0], [3, 0, 0])],
    # The third is nearer to the second, and each has a site without a score of its own.
    "gaps": [
        ([1, 2, GAP], [1, 3, 2]),
        ([4, 4, 1], [9, GAP, 1]),
        ([GAP, 5, 1], [2, 9, 1]),
    ],
    # Prorated over one site less they are as far apart still, but not to the last bit of floats.
    "thirds": [([0, 0, 0], [2, 0, GAP]), ([0, 0, 0], [5, 0, GAP]), ([0, 0, 0], [8, 0, GAP])],
    "third": [([2, 0, 0], [3, 1, 0]), ([2, 0, 0], [9, 4, 2]), ([3, 1, 0], [10, 2, 2])],
    "waiting": [([1, 0, 0], [1, 0, 0]), ([1, 0, 0], [8, 0, 0])],
    "agreed": [([1, 1, 0], [3, 1, 0]), ([0, 1, GAP], [3, 2, 0])],
}
DECIDED = ["tie", "gaps", "thirds", "third"]


@dataclass
class Room:
    """A study whose campaign has decided cases, one that waits and one not referred."""

    one: StudyWorld
    campaign: Campaign
    cases: dict[str, Case]

    def data(self):
        return read_inputs(self.one.study.pk)[1]

    def values(self, key: str, part: str = "value") -> dict[str, object]:
        """By case what an endpoint's column holds."""
        rows = self.data().frame.set_index("patient_id")[endpoint_column(key, part)]
        return {name: rows[case.patient_id] for name, case in self.cases.items()}


def room(one: StudyWorld, policy: str, **protocol) -> Room:
    enrol(one, len(READ) - len(one.patients))
    third = another_reader(one, "adjudicator")
    campaign = opened(
        one,
        adjudicators=(third,),
        **{
            **EROSION,
            "adjudication": policy,
            "adjudication_measure": "erosion.total",
            "adjudication_threshold": Decimal(3),
            **protocol,
        },
    )
    cases = dict(zip(READ, campaign.cases.order_by("patient_id"), strict=True))
    for name, case in cases.items():
        given = case.assignments.filter(kind="read").order_by("reader_number")
        for assignment, scores in zip(given, READ[name], strict=False):
            scored(assignment, *scores)
    asked = Assignment.objects.filter(kind=AssignmentKind.ADJUDICATION)
    assert {name for name, case in cases.items() if asked.filter(case=case)} == set(cases) - {
        "agreed"
    }
    for name in DECIDED:
        scored(asked.get(case=cases[name]), *READ[name][2])
    return Room(one, campaign, cases)


def scored(assignment: Assignment, *visits: list[int | None]) -> Reading:
    """Return a submitted reading with these scores at SITES, and 0 elsewhere."""
    reading = draft_reading(assignment)
    given = {
        (position, site): value
        for position, scores in enumerate(visits, 1)
        for site, value in zip(SITES, scores, strict=True)
    }
    marks = [
        Mark(position, item.code, entry(given.get((position, item.code), 0)))
        for position in assignment.order
        for item in get_instrument("ramris-2016").items_of(["erosion"])
    ]
    save_scores(reading=reading, marks=marks, revision=reading.revision, by=assignment.reader)
    return signed(reading)


def entry(value: int | None) -> Entry:
    return Entry(reason=UnscorableReason.MOTION_ARTEFACT) if value is GAP else Entry(value=value)


def define(here: Room, label: str, measure: str = "erosion", **changes) -> str:
    """Store an endpoint by adjudicated score and return its key."""
    given = {
        "campaign": here.campaign,
        "measure": measure,
        "baseline": here.one.baseline,
        "follow_up": here.one.year_one,
        "side": "above",
        "limit_by": "points",
        "threshold": Decimal("0.5"),
        "reader_rule": "adjudicated",
        "missing_rule": "pairwise",
        **changes,
    }
    definition = Definition(label=label, **given)
    by = here.one.people["data_manager"]
    return create_endpoint(study=here.one.study, definition=definition, by=by).key


def status(here: Room, label: str, **changes) -> str:
    """The score at the second visit."""
    last = {"baseline": here.one.year_one, "follow_up": None, "missing_rule": "observed"}
    return define(here, label, **{**last, **changes})


# --- the same once more, by nothing but the exported rows and fractions ---


def exported(here: Room):
    """Scores by patient, then by kind and number of the reader, visit and item."""
    found = defaultdict(lambda: defaultdict(dict))
    names = [column.name for column in SITE_SCORES.columns]
    study, campaigns = here.one.study.pk, [here.campaign.pk]
    for values in fetch(SITE_SCORES, study_id=study, campaigns=campaigns):
        row = dict(zip(names, values, strict=True))
        if row["is_current"] and row["score"] is not None:
            who = (row["kind"], row["reader"])
            found[row["patient"]][who][row["visit"], row["item"]] = Fraction(row["score"])
    return found


def by_hand(here: Room, policy: str, items: list[str], *, change: bool):
    """What the cases count as: the change over a reader's pairs, or the status at year one."""
    first, last = here.one.baseline.code, here.one.year_one.code
    found = {}
    every = exported(here)
    for name, case in here.cases.items():
        readers = every[case.patient.pseudonym]
        three = [readers.get(one) for one in (("read", 1), ("read", 2), ("adjudication", 1))]
        known = [one for one in three if one]
        shared = {i for i in items if all((last, i) in one for one in known)}
        sums = []
        for one in known:
            if change:
                pairs = [i for i in items if (first, i) in one and (last, i) in one]
                sums.append(sum((one[last, i] - one[first, i] for i in pairs), Fraction(0)))
            else:
                counted = shared if len(known) == 3 else {i for i in items if (last, i) in one}
                sums.append(sum((one[last, i] for i in counted), Fraction(0)))
        found[name] = None if name == "waiting" else combined(sums, policy)
    return found


def combined(sums: list[Fraction], policy: str) -> Fraction:
    if len(sums) == 2:
        return sum(sums) / 2
    if policy == "mean-of-three":
        return sum(sums) / 3
    if policy == "replaces":
        return sums[2]
    first, second = min(combinations(sums, 2), key=lambda two: abs(two[0] - two[1]))
    return (first + second) / 2


def same(found: dict[str, float], expected: dict[str, Fraction | None]) -> bool:
    return found.keys() == expected.keys() and all(
        np.isnan(found[name]) if value is None else found[name] == float(value)
        for name, value in expected.items()
    )


@pytest.mark.parametrize("policy", POLICIES)
def test_values_are_those_of_plain_fractions(world: World, policy) -> None:
    here = room(world.one, policy)
    instrument = get_instrument("ramris-2016")
    for measure in ("erosion", "erosion@wrist", "erosion@mcp"):
        items = [item.code for item in get_measure(instrument, measure).items]
        moved = define(here, f"Change of {measure}", measure)
        at_last = status(here, f"Status of {measure}", measure=measure)
        assert same(here.values(moved), by_hand(here, policy, items, change=True))
        assert same(here.values(at_last), by_hand(here, policy, items, change=False))
    chosen = chosen_sites(instrument, SITES[:2])
    key = define(here, "Two sites", chosen.key, sites=tuple(SITES[:2]))
    assert same(here.values(key), by_hand(here, policy, SITES[:2], change=True))


@pytest.mark.parametrize("policy", POLICIES)
def test_of_the_adjudicated_measure_the_value_is_the_stored_outcome(world: World, policy) -> None:
    here = room(world.one, policy)
    moved, first = define(here, "Change"), status(here, "First", baseline=here.one.baseline)
    last = status(here, "Last")
    changes, begins, ends = (here.values(key) for key in (moved, first, last))
    base = here.values(moved, "baseline")
    assert AdjudicationOutcome.objects.count() == len(DECIDED)
    for name in DECIDED:
        stored = AdjudicationOutcome.objects.get(referral__case=here.cases[name]).values
        assert changes[name] == float(fraction(stored["change"]["outcome"]))
        assert begins[name] == base[name] == float(fraction(stored["status"]["1"]["outcome"]))
        assert ends[name] == float(fraction(stored["status"]["2"]["outcome"]))


def test_a_tie_goes_to_the_pair_of_the_lower_numbered_reader(world: World) -> None:
    here = room(world.one, "two-closest")
    assert here.values(define(here, "Change"))["tie"] == 1.5


def test_prorated_sums_are_decided_exactly(world: World) -> None:
    """A tie between thirds of sites stays one: no last bit of a float decides it."""
    here = room(world.one, "two-closest")
    key = status(here, "Prorated", missing_rule="prorated")
    most = 23 * 10
    expected = {}
    for name in ("gaps", "thirds"):
        last = [visits[1] for visits in READ[name]]
        sums = [
            Fraction(sum(one or 0 for one in given) * most, most - 10 * given.count(GAP))
            for given in last
        ]
        expected[name] = combined(sums, "two-closest")
    found = here.values(key)
    assert same({name: found[name] for name in expected}, expected)
    assert expected["thirds"] == Fraction(7, 2) * most / (most - 10)


def test_what_waits_has_no_value_and_says_so(world: World) -> None:
    here = room(world.one, "two-closest")
    key = define(here, "Change")
    why = here.values(key, "excluded")
    assert {name: one for name, one in why.items() if isinstance(one, str)} == {
        "waiting": "waits_for_adjudication"
    }
    assert here.values(key, "readers") == {
        "tie": 3, "gaps": 3, "thirds": 3, "third": 3, "waiting": 2, "agreed": 2,
    }  # fmt: skip
    meta = here.data().meta
    step = next(one for one in meta.flow if one.endpoint == "Change")
    assert (step.n, step.excluded) == (5, (FlowExclusion("waits_for_adjudication", 1),))
    assert meta.protocol[0].adjudicated == AdjudicatedCases(referred=5, decided=4, rule_version=1)
    assert len(meta.read_sets[0].readers) == 2, "agreement is of the planned readers"


def test_others_take_the_mean_and_the_same_columns_as_before(world: World) -> None:
    here = room(world.one, "replaces")
    plain = define(here, "Mean", reader_rule="mean")
    before = here.data()
    assert before.meta.protocol[0].adjudicated is None
    assert not [name for name in before.frame if "adjudicator" in name]
    key = define(here, "Change")
    after = here.data()
    assert after.frame[list(before.frame)].equals(before.frame)
    assert here.values(plain)["waiting"] == 3.5
    assert here.values(key)["agreed"] == here.values(plain)["agreed"]
    third = after.frame.set_index("patient_id")["mri.bl-m12/erosion/adjudicator/change_half"]
    assert third[here.cases["third"].patient_id] == 2 * 10
    assert np.isnan(third[here.cases["agreed"].patient_id])


def test_a_corrected_reading_takes_the_outcome_of_its_own_pair(world: World) -> None:
    here = room(world.one, "two-closest")
    key = define(here, "Change")
    case = here.cases["third"]
    first = case.assignments.get(kind="read", reader_number=1)
    draft = open_correction(
        reading=first.readings.get(is_current=True), reason="Looked again", by=first.reader
    )
    mark = Mark(2, SITES[0], Entry(value=9))
    save_scores(reading=draft, marks=[mark], revision=draft.revision, by=first.reader)
    signed(draft)
    items = [item.code for item in get_instrument("ramris-2016").items_of(["erosion"])]
    assert same(here.values(key), by_hand(here, "two-closest", items, change=True))


def test_a_lower_threshold_makes_the_results_older_data(world: World) -> None:
    """What is referred by it has no adjudicated score any more."""
    here = room(world.one, "two-closest")
    key = define(here, "Change")
    assert np.isfinite(here.values(key)["agreed"])
    version = data_version(here.one.study.pk)
    store_charter(
        campaign=here.campaign,
        document=CharterDocument("2", text="From half a point on."),
        threshold=Decimal("0.5"),
        reason="Too few were looked at",
        by=here.one.people["data_manager"],
    )
    assert data_version(here.one.study.pk) > version
    assert here.values(key, "excluded")["agreed"] == "waits_for_adjudication"


def test_a_run_says_what_was_adjudicated(world: World, client, inside_a_test) -> None:
    here = room(world.one, "two-closest")
    define(here, "Change")
    define(here, "Status", baseline=here.one.year_one, follow_up=None, missing_rule="observed")
    study = here.one.study
    assert recompute(study.pk) == 1
    stored = StoredRun(AnalysisRun.objects.get(study=study))
    [protocol] = stored.results.protocol
    assert protocol.adjudicated == AdjudicatedCases(referred=5, decided=4, rule_version=1)
    client.force_login(here.one.people["data_manager"])
    report = client.get(reverse("analytics:report-html", args=[study.code]))
    text = " ".join(b"".join(report).decode().split())
    assert (
        "Referred to a third reader: 5 cases; decided: 4. Adjudicated score: mean of the " in text
    )
    assert "waits for adjudication: 1" in text
    assert "neither missing films nor operated sites are tried otherwise" in text
    for page in ("overview", "imaging", "readers", "sensitivity", "endpoints", "cohort"):
        assert client.get(reverse(f"analytics:{page}", args=[study.code])).status_code == 200, page
    names, meta = read_description(bytes(AnalysisRun.objects.get(study=study).data_set))
    labels = {one.column.name: one.column.label for one in described(names, meta, stored.plan)}
    found = [said for said in labels.values() if "third reader" in said]
    told = "Campaign mri: Erosion, third reader, change over sites scored at both visits"
    assert told in found
    assert len(found) == 2 * len(READER_PARTS), "of the change and of the status"


def test_without_an_adjudication_the_rule_is_refused(world: World) -> None:
    campaign = opened(world.one, **EROSION)
    here = Room(world.one, campaign, {})
    with pytest.raises(EndpointRefused) as refused:
        define(here, "Change")
    [said] = refused.value.field_errors["reader_rule"]
    assert said == (
        "“Campaign mri” has no adjudication, so no score is adjudicated; choose another rule."
    )
