"""What one reader's scores of a patient amount to, under an endpoint's rule for sites."""

from __future__ import annotations

import pandas as pd

from analytics.datasets.meta import ExclusionCode
from analytics.datasets.read_sets import measure_of
from analytics.design.described import ScoreEndpoint
from scoring.instruments import get_instrument

PLACE = "place-"
# As fine as scores are compared: the last bits of a prorated sum mean nothing.
DECIMALS = 9


def no_site_counts(endpoint: ScoreEndpoint) -> ExclusionCode:
    """Return why a patient who was read has no value all the same."""
    return "no_site_scored" if endpoint.follow_up is None else "no_site_scored_twice"


def readers_values(scores: pd.DataFrame, endpoint: ScoreEndpoint) -> pd.DataFrame:
    """Return one row a patient and reader: what that reader's scores amount to, in points.

    ``own``: the endpoint's change or status; ``first``: the value at the first visit; ``counted``:
    the number of sites that count.
    """
    of_measure = scores[scores["feature"] == endpoint.measure]
    if endpoint.reader_rule.startswith(PLACE):
        place = int(endpoint.reader_rule.removeprefix(PLACE))
        of_measure = of_measure[of_measure["place"] == place]
    if endpoint.follow_up is None:
        own = counted = None
    else:
        counted = of_measure["pairs"] + of_measure["assumed_pairs"]
        own = (of_measure["change_half"].fillna(0) + of_measure["assumed_half"]) / 2
        own = own.where(counted > 0)
    first = (of_measure["baseline_half"] / 2).where(of_measure["baseline_sites"] > 0)
    own, counted, first = _by_missing_rule(of_measure, own, counted, first, endpoint)
    rows = of_measure[["patient_id", "reader_id"]].assign(own=own, first=first, counted=counted)
    return _with_every_feature(rows, scores, endpoint)


def _by_missing_rule(
    rows: pd.DataFrame,
    change: pd.Series | None,
    pairs: pd.Series | None,
    first: pd.Series,
    endpoint: ScoreEndpoint,
) -> tuple[pd.Series, pd.Series, pd.Series]:
    """Apply the rule for sites without a score to a change, or to a status."""
    measure = measure_of(endpoint)
    sites, most = len(measure.items), measure.maximum_half_units
    if endpoint.missing_rule == "prorated":
        first = _prorated(rows, "baseline", sites, most)
        if change is not None:
            change = (_prorated(rows, "follow_up", sites, most) - first).round(DECIMALS)
    if endpoint.missing_rule == "strict":
        first = first.where(rows["baseline_sites"] == sites)
        if change is not None and pairs is not None:
            change = change.where(pairs == sites)
    if change is None or pairs is None:
        return first, rows["baseline_sites"], first
    return change, pairs, first


def _prorated(rows: pd.DataFrame, occasion: str, sites: int, most: int) -> pd.Series:
    """The sum times what all sites could reach over what the scored ones could; from half on."""
    enough = 2 * rows[f"{occasion}_sites"] >= sites
    sum_of_all = rows[f"{occasion}_half"] * most / rows[f"{occasion}_most"] / 2
    return sum_of_all.where(enough)


def _with_every_feature(
    rows: pd.DataFrame, scores: pd.DataFrame, endpoint: ScoreEndpoint
) -> pd.DataFrame:
    """A sum of two features is none while one of them has no site that counts."""
    features = measure_of(endpoint).features
    if len(features) == 1:
        return rows
    counted = "baseline_sites" if endpoint.follow_up is None else "pairs"
    whole = get_instrument(endpoint.campaign.instrument).feature_keys
    parts = scores[scores["feature"].isin(features & set(whole)) & (scores[counted] > 0)]
    present = parts.groupby(["patient_id", "reader_id"]).size().rename("present").reset_index()
    joined = rows.merge(present, on=["patient_id", "reader_id"], how="left")
    joined["own"] = joined["own"].where(joined["present"] == len(features))
    return joined
