"""Why a patient has no result: words in data sets of format 1, codes whenever they are read."""

from __future__ import annotations

import io

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analytics.datasets.dataset import DataSet, endpoint_column
from analytics.datasets.meta import NO_EVENT
from analytics.exports.analysis_columns import described
from tests.factories.plans import make_plan
from tests.factories.stored_runs import stored_data

COLUMN = endpoint_column("mri-progression", "excluded")
WORDS = {
    "no baseline visit": "no_baseline_visit",
    "no follow-up visit": "no_follow_up_visit",
    "not in the reading campaign": "not_in_campaign",
    "no site scored at both visits": "no_site_scored_twice",
    "readings missing": "readings_missing",
}


def format_1(words):
    """The data set of the stored run of format 1, with words for its first patients."""
    table = pq.read_table(pa.BufferReader(stored_data("format-1")))
    said = [*words, *[None] * (table.num_rows - len(words))]
    place = table.column_names.index(COLUMN)
    sink = io.BytesIO()
    pq.write_table(table.set_column(place, COLUMN, pa.array(said, pa.string())), sink)
    return sink.getvalue()


def test_words_are_read_as_codes_and_stay_codes():
    data = DataSet.from_parquet(format_1(WORDS), ["pseudonym", COLUMN])
    assert data.frame[COLUMN][: len(WORDS)].tolist() == list(WORDS.values())
    assert data.frame[COLUMN][len(WORDS) :].isna().all()
    again = DataSet.from_parquet(data.to_parquet())
    assert again.frame[COLUMN].equals(data.frame[COLUMN])
    assert again.digest() == data.digest()


def test_words_that_no_release_wrote_are_refused():
    with pytest.raises(LookupError):
        DataSet.from_parquet(format_1(["nobody knows"]))


def test_every_code_is_told_in_the_codebook():
    meta = DataSet.from_parquet(stored_data("format-1")).meta
    (exported,) = described(["worse/excluded"], meta, make_plan())
    told = {code: words.lower() for words, code in WORDS.items()}
    assert set(NO_EVENT) == set(exported.column.codes)
    said = {code: words.lower() for code, words in exported.column.codes.items()}
    assert told.items() <= said.items()
