"""Other ways to call a patient's change an event: what is changed, one thing at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from analytics.datasets.dataset import DataSet, endpoint_column
from analytics.datasets.outcomes import NO_FOLLOW_UP
from analytics.datasets.scores import read_set_key
from analytics.plan import Plan
from analytics.runs.compute.markers import beyond, change, outcome
from analytics.runs.compute.readers import part
from analytics.stats.missing_film import POLICIES, FilledScores, Policy, fill_last_film
from analytics.stats.results import FloatArray, NotEstimable

MAIN, THRESHOLD, DETECTABLE, READER = "main", "threshold", "detectable", "reader"
FILM, SURGERY = "film", "surgery"
FILM_LABELS: dict[Policy, str] = {
    "linear-extrapolation": "Missing film: linear extrapolation",
    "last-observation": "Missing film: last film carried forward",
    "mean-change": "Missing film: mean change of the others",
    "conditional-mean": "Missing film: regression on baseline",
}


@dataclass(frozen=True, eq=False)
class Alternative:
    """One row of a sensitivity analysis, as far as the outcome is concerned.

    ``events``: 1, 0 and NaN by patient, or why there are none. ``match`` tells which alternatives
    of two endpoints belong together. ``same``: the main analysis itself. ``imputed``: how many
    patients' outcomes rest on a value that nobody read.
    """

    key: str
    group: str
    label: str
    events: FloatArray | NotEstimable
    match: str | int
    note: str = ""
    same: bool = False
    imputed: int = 0


def alternatives(
    data: DataSet, plan: Plan, endpoint: dict[str, Any], readers: list[dict[str, Any]]
) -> tuple[list[Alternative], list[str]]:
    """Return the main analysis and each alternative outcome, and sentences where there is none.

    ``readers``: the results of the readers' agreement.
    """
    wishes = plan["sensitivity"]
    found = [
        Alternative(
            MAIN, MAIN, f"Main analysis: {_rule(endpoint)}", outcome(data, endpoint["key"]), MAIN
        )
    ]
    remarks: list[str] = []
    found += [_threshold(data, endpoint, text) for text in wishes["thresholds"]]
    agreement = _agreement(endpoint, readers)
    found += [_detectable(data, endpoint, agreement, level) for level in wishes["sdc_levels"]]
    if wishes["single_readers"]:
        found += _single_readers(data, endpoint, remarks)
    found += _films(data, endpoint, remarks)
    found += _surgery(data, endpoint)
    return found, remarks


def _rule(endpoint: dict[str, Any]) -> str:
    return _beyond_words(endpoint, f"{float(endpoint['threshold']):g}")


def _beyond_words(endpoint: dict[str, Any], limit: str) -> str:
    sign = ">" if endpoint["direction"] == "above" else "<"
    return f"change {sign} {limit.replace('-', '−')}"


def _signed(endpoint: dict[str, Any], size: float) -> float:
    return size if endpoint["direction"] == "above" else 0.0 - size


def _threshold(data: DataSet, endpoint: dict[str, Any], text: str) -> Alternative:
    """The size of the threshold is the same for all endpoints; its sign is the direction's."""
    threshold = _signed(endpoint, float(text))
    words = _beyond_words(endpoint, f"{threshold:g}")
    return Alternative(
        key=f"threshold-{text}",
        group=THRESHOLD,
        label=words[0].upper() + words[1:],
        events=beyond(change(data, endpoint["key"]), endpoint, threshold),
        match=text,
        same=threshold == float(endpoint["threshold"]),
    )


def _agreement(endpoint: dict[str, Any], readers: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The largest team's agreement on the endpoint's change."""
    for row in readers:
        of_endpoint = row["read_set"] == read_set_key(endpoint)
        if of_endpoint and row["feature"] == endpoint["feature"] and row["teams"]:
            team: dict[str, Any] = row["teams"][0]
            return team
    return None


def _detectable(
    data: DataSet, endpoint: dict[str, Any], team: dict[str, Any] | None, level: float
) -> Alternative:
    percent = f"{100 * level:g} %"
    found = _sdc(team, level)
    events: FloatArray | NotEstimable
    if isinstance(found, NotEstimable):
        events, words, note = found, "SDC", ""
    else:
        threshold = _signed(endpoint, float(found["value"]))
        events = beyond(change(data, endpoint["key"]), endpoint, threshold)
        words = f"{threshold:.2f}"
        note = f"SDC {found['value']:.2f} = {found['formula']}, from {found['patients']} patients"
    return Alternative(
        key=f"sdc-{100 * level:g}",
        group=DETECTABLE,
        label=f"SDC {percent}: {_beyond_words(endpoint, words)}",
        events=events,
        match=f"{level:g}",
        note=note,
    )


def _sdc(team: dict[str, Any] | None, level: float) -> dict[str, Any] | NotEstimable:
    if team is None:
        return NotEstimable("No patient has been read by every planned reader, so there is no SDC.")
    found: dict[str, Any] | None = team["occasions"]["change"].get(f"sdc_{100 * level:g}")
    if found is None:
        return NotEstimable(f"The readers' agreement gives no SDC at {100 * level:g} %.")
    if isinstance(found["value"], dict):
        return NotEstimable(found["value"]["not_estimable"])
    return found


def _single_readers(
    data: DataSet, endpoint: dict[str, Any], remarks: list[str]
) -> list[Alternative]:
    """Each person's own change; readers are named by their place, never by who they are."""
    read_set = next(r for r in data.meta["read_sets"] if r["key"] == read_set_key(endpoint))
    readers = read_set["readers"]
    if len(readers) < 2:
        remarks.append("Fewer than two readers have read, so no reader is set apart.")
        return []
    pool = len(readers) > read_set["readers_per_case"]
    note = "as this reader scored, without scores that the protocol assumes for operated sites"
    found = []
    for place, reader in enumerate(readers, 1):
        own = _own_change(data, endpoint, reader)
        found.append(
            Alternative(
                key=f"reader-{place}",
                group=READER,
                label=f"Reader {place} of the pool of {len(readers)} alone"
                if pool
                else f"Reader {place} alone",
                events=beyond(own, endpoint, float(endpoint["threshold"])),
                match=reader,
                note=note if _assumes_scores(endpoint) else "",
            )
        )
    return found


def _own_change(data: DataSet, endpoint: dict[str, Any], reader: int) -> FloatArray:
    half = _part(data, endpoint, reader, "change_half")
    return np.where(_part(data, endpoint, reader, "pairs") > 0, half / 2, np.nan)


def _part(data: DataSet, endpoint: dict[str, Any], reader: int, name: str) -> FloatArray:
    return part(data, {"key": read_set_key(endpoint)}, endpoint["feature"], reader, name)


def _readers_of(data: DataSet, endpoint: dict[str, Any]) -> list[int]:
    found: list[int] = next(
        r["readers"] for r in data.meta["read_sets"] if r["key"] == read_set_key(endpoint)
    )
    return found


def _sum(
    data: DataSet, endpoint: dict[str, Any], values: str, counts: str
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Sum over readers with a site that counts, how many readers, and their fewest sites."""
    total, readers = np.zeros(data.n), np.zeros(data.n)
    fewest = np.full(data.n, np.inf)
    for reader in _readers_of(data, endpoint):
        counted = _part(data, endpoint, reader, counts)
        has = counted > 0
        total += np.where(has, _part(data, endpoint, reader, values), 0.0)
        readers += has
        fewest = np.where(has, np.minimum(fewest, counted), fewest)
    return total, readers, fewest


def _films(data: DataSet, endpoint: dict[str, Any], remarks: list[str]) -> list[Alternative]:
    """Named policies for patients who were read at baseline and have no follow-up visit."""
    absent = (data.frame[endpoint_column(endpoint["key"], "excluded")] == NO_FOLLOW_UP).to_numpy()
    n_absent = int(np.count_nonzero(absent))
    if n_absent == 0:
        remarks.append("No patient lacks the follow-up visit, so no film is imputed.")
        return []
    half, readers, _ = _sum(data, endpoint, "baseline_half", "baseline_sites")
    planned = endpoint["campaign"]["readers_per_case"]
    observed = change(data, endpoint["key"])
    baseline = np.where(readers == planned, half / (2 * planned), np.nan)
    baseline = np.where(absent | np.isfinite(observed), baseline, np.nan)
    if not np.isfinite(baseline[absent]).any():
        remarks.append(
            f"{n_absent} {'patient lacks' if n_absent == 1 else 'patients lack'} the follow-up "
            "visit; without a baseline reading by every planned reader no film can be imputed."
        )
        return []
    table = np.column_stack([baseline, baseline + observed])
    return [_film(endpoint, table, observed, policy) for policy in FILM_LABELS]


def _film(
    endpoint: dict[str, Any], table: FloatArray, observed: FloatArray, policy: Policy
) -> Alternative:
    filled = fill_last_film(table, np.tile([0.0, 1.0], (len(table), 1)), policy=policy)
    events: FloatArray | NotEstimable
    if isinstance(filled, FilledScores) and filled.n_imputed:
        # Far finer than any score: rounding of the mean must not carry a change over a threshold.
        imputed = np.round(filled.score - table[:, 0], 9)
        changes = np.where(filled.imputed, imputed, observed)
        events = beyond(changes, endpoint, float(endpoint["threshold"]))
    elif isinstance(filled, NotEstimable):
        events = filled
    else:
        events = NotEstimable(
            "The data set has no film between the two visits to extrapolate from."
        )
    n_imputed = filled.n_imputed if isinstance(filled, FilledScores) else 0
    return Alternative(
        key=f"film-{policy}",
        group=FILM,
        label=FILM_LABELS[policy],
        events=events,
        match=policy,
        note=POLICIES[policy],
        imputed=n_imputed,
    )


def _assumes_scores(endpoint: dict[str, Any]) -> bool:
    return bool(endpoint["campaign"]["surgery_policy"] != "exclude")


def _surgery(data: DataSet, endpoint: dict[str, Any]) -> list[Alternative]:
    """Without patients whose change counts scores that the protocol assumes for operated sites."""
    if not _assumes_scores(endpoint):
        return []
    half, _, pairs = _sum(data, endpoint, "change_half", "pairs")
    observed = change(data, endpoint["key"])
    planned = endpoint["campaign"]["readers_per_case"]
    counted = data.frame[endpoint_column(endpoint["key"], "pairs")].to_numpy(dtype=np.float64)
    assumed = np.isfinite(observed) & ((half / (2 * planned) != observed) | (pairs != counted))
    n_assumed = int(np.count_nonzero(assumed))
    return [
        Alternative(
            key="surgery",
            group=SURGERY,
            label="Without patients with assumed scores",
            events=np.where(assumed, np.nan, outcome(data, endpoint["key"])),
            match=SURGERY,
            note=f"{n_assumed} left out: the protocol assumes a score for operated sites",
            same=n_assumed == 0,
        )
    ]
