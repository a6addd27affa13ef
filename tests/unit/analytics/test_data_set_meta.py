"""What a data set says of itself: read from every stored format, and refused in another shape."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from analytics.codec import Undecodable
from analytics.datasets.dataset import DataSet
from analytics.datasets.meta import (
    DATA_SET_FORMAT,
    DATA_SET_SHAPES,
    AcceptedFinding,
    AssayAccount,
    DataSetMeta,
    FlowExclusion,
    FlowStep,
    ReplicatePolicy,
    load_meta,
    store_meta,
)
from analytics.datasets.upgrades import from_1
from analytics.shape import shape_hash
from ra_registry.assays.verdict import Finding, FindingCode
from tests.factories.data_sets import NOTHING_VOIDED, make_meta
from tests.factories.stored_runs import FORMATS, stored_data

FLOW = (
    FlowStep("registered", None, 3, (FlowExclusion("record_voided", 1),)),
    FlowStep("endpoint", "Worse", 2, (FlowExclusion("no_follow_up_visit", 1),)),
)
FINDING = Finding(FindingCode.HOOK, plate="P1", analyte="il-6", wells=("A1", "A2"))
ASSAYS = AssayAccount(
    (ReplicatePolicy("Panel", "limit-aware", 1, 2),),
    (AcceptedFinding("plate.txt", FINDING, "il-6 is not analysed"),),
)


def test_the_shape_is_the_one_of_its_format():
    """A changed shape needs the next format number, and an upgrader from the last one."""
    assert DATA_SET_SHAPES[DATA_SET_FORMAT] == shape_hash(DataSetMeta)


@pytest.mark.parametrize("name", FORMATS)
def test_every_stored_format_is_read(name):
    meta = DataSet.from_parquet(stored_data(name), ["pseudonym"]).meta
    assert [analyte.code for analyte in meta.variables][4] == "il-6"
    assert meta.read_set("mri.bl-m12").readers == (1, 2)
    assert meta.formulas["sdai"] == "sdai/1"
    assert meta.protocol[0].transcribed == 176
    assert meta.left_out == NOTHING_VOIDED
    assert [step.kind for step in meta.flow] == [
        "registered", "analysed", *["endpoint"] * 4, "primary_exposure",
    ]  # fmt: skip
    assert meta.flow[2].endpoint == "MRI erosion progression"
    assert load_meta(store_meta(meta)) == meta


def test_a_data_set_gives_its_description_back():
    meta = make_meta("il-6", flow=FLOW, assays=ASSAYS, materials={"serum": 2})
    data = DataSet(pd.DataFrame({"pseudonym": ["P1"]}), meta)
    again = DataSet.from_parquet(data.to_parquet())
    assert again.meta == meta
    assert again.digest() == data.digest()
    other = DataSet(data.frame, make_meta("il-6", flow=FLOW, assays=ASSAYS))
    assert other.digest() != data.digest()


def test_words_and_codes_of_format_1_are_todays_codes():
    steps = [
        {"label": "Registered", "n": 3, "excluded": [{"reason": "record voided", "count": 1}]},
        {"label": "analysed", "n": 2, "excluded": []},
        {"label": "registered", "n": 1, "excluded": [{"reason": "readings missing", "count": 1}]},
        {"label": "primary_exposure", "n": 1, "excluded": [{"reason": "no_sample", "count": 1}]},
    ]
    found = load_meta({**_format_1(), "flow": steps}).flow
    assert [(step.kind, step.endpoint) for step in found] == [
        ("registered", None),
        ("analysed", None),
        ("endpoint", "registered"),
        ("primary_exposure", None),
    ]
    assert [one.code for step in found for one in step.excluded] == [
        "record_voided",
        "readings_missing",
        "no_sample",
    ]


def test_a_finding_and_why_it_was_accepted_are_told_apart():
    kept = {**FINDING.as_data(), "reason": "il-6 is not analysed"}
    policies = [{"panel": "Panel", "rule": "limit-aware", "version": 1, "rules": 2}]
    account = {"policies": policies, "reasons": [{"file": "plate.txt", "finding": kept}]}
    assert load_meta({**_format_1(), "assays": account}).assays == ASSAYS


def test_another_shape_is_refused():
    stored = store_meta(make_meta("il-6"))
    assert stored["format"] == DATA_SET_FORMAT
    for broken in ({**stored, "more": 1}, {**stored, "flow": [{"kind": "else"}]}):
        with pytest.raises(Undecodable):
            load_meta(broken)
    with pytest.raises(Undecodable):
        load_meta({name: part for name, part in stored.items() if name != "flow"})


def _format_1():
    stored = json.loads(json.dumps(store_meta(make_meta("il-6"))))
    del stored["format"], stored["variables"]
    analytes = [{"code": "il-6", "name": "IL-6", "unit": "pg/ml"}]
    return {**stored, "analytes": analytes, "flow": [], "assays": from_1.UNKEPT["assays"]}
