"""Judging stored measurements again, and storing what differs as new versions.

One query reads a panel's measurements, one insert each writes statuses and results; nothing that
is stored changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import F
from django.utils import timezone

from ra_registry.assays.models import (
    Batch,
    KitLotLimit,
    Measurement,
    MeasurementStatus,
    Result,
    ResultPolicy,
)
from ra_registry.assays.models.measurement import ConcentrationSource, WellRole
from ra_registry.assays.models.panel import Reported
from ra_registry.assays.models.result import Cause
from ra_registry.assays.parsers.roles import censor_of_range
from ra_registry.assays.selectors.results import with_status
from ra_registry.assays.verdict import (
    Evidence,
    Replicate,
    ReplicateRule,
    Status,
    Verdict,
    classify,
    combine,
    other_rule,
)

ROWS_AT_ONCE = 2000
BATCHES_AT_ONCE = 50


@dataclass(frozen=True)
class Changes:
    """How many new versions were stored."""

    statuses: int = 0
    results: int = 0

    def __add__(self, other: Changes) -> Changes:
        return Changes(self.statuses + other.statuses, self.results + other.results)

    def __bool__(self) -> bool:
        return bool(self.statuses or self.results)


def evaluate(
    policy: ResultPolicy, *, cause: Cause, batches: Iterable[Batch] | None = None
) -> Changes:
    """Store new versions where today's answer differs from the one in force.

    Of ``batches``, or of every batch of the policy's study and panel. Call it inside a transaction.
    """
    if batches is None:
        found = Batch.objects.filter(study=policy.study_id, panel=policy.panel_id)
        ids = list(found.order_by("pk").values_list("pk", flat=True))
    else:
        ids = [batch.pk for batch in batches]
    total = Changes()
    for start in range(0, len(ids), BATCHES_AT_ONCE):
        total += _Evaluation(policy, cause, ids[start : start + BATCHES_AT_ONCE]).store()
    return total


class _Evaluation:
    """The measurements of some batches, judged again."""

    def __init__(self, policy: ResultPolicy, cause: Cause, batches: Sequence[int]) -> None:
        self.policy, self.cause, self.batches = policy, cause, batches
        self.now = timezone.now()
        self.limits = {
            (limit.lot_id, limit.analyte_id): limit
            for limit in KitLotLimit.objects.filter(
                lot__in=Batch.objects.filter(pk__in=batches).values("lot")
            )
        }

    def store(self) -> Changes:
        statuses, results = [], []
        rows = self._rows()
        in_force = {
            (one.batch_id, one.sample_id, one.analyte_id): one
            for one in Result.objects.filter(batch__in=self.batches, successor__isnull=True)
        }
        last = self._last_statuses()
        judged = [(row, self._verdict(row)) for row in rows]
        for row, verdict in judged:
            if verdict.status != row["status"]:
                statuses.append(self._status(row, verdict, last.get(row["pk"])))
        for key, group in groupby(judged, key=lambda pair: _sample_key(pair[0])):
            if key[1] is None:
                continue
            replicates = [pair for pair in group if _counts(pair[0])]
            result = self._result(key, replicates, in_force.get(key))
            if result is not None:
                results.append(result)
        MeasurementStatus.objects.bulk_create(statuses, batch_size=ROWS_AT_ONCE)
        Result.objects.bulk_create(results, batch_size=ROWS_AT_ONCE)
        return Changes(len(statuses), len(results))

    def _rows(self) -> list[dict[str, Any]]:
        found = with_status(Measurement.objects.filter(well__plate__batch__in=self.batches))
        return list(
            found.order_by("well__plate__batch_id", "well__sample_id", "analyte_id", "pk").values(
                "pk", "concentration", "censor", "status", "vendor_text", "vendor_range_text",
                "source", "analyte_id", "llod", "lloq", "uloq", "excluded",
                batch=F("well__plate__batch_id"), lot=F("well__plate__batch__lot_id"),
                sample=F("well__sample_id"), role=F("well__role"),
                reported=F("well__plate__batch__panel__reported"), dilution=F("well__dilution"),
            )
        )  # fmt: skip

    def _last_statuses(self) -> dict[int, MeasurementStatus]:
        found = MeasurementStatus.objects.filter(
            measurement__well__plate__batch__in=self.batches, successor__isnull=True
        )
        return {one.measurement_id: one for one in found}

    def _limit(self, row: dict[str, Any], name: str) -> float | None:
        """Return a limit as accepted with the row, else as the lot states it now."""
        if row[name] is not None:
            return float(row[name])
        limit = self.limits.get((row["lot"], row["analyte_id"]))
        return getattr(limit, name) if limit else None

    def _verdict(self, row: dict[str, Any]) -> Verdict:
        own = row["source"] == ConcentrationSource.OWN or row["reported"] == Reported.OWN
        stated = "" if own else (censor_of_range(row["vendor_range_text"]) or "")
        sign = "" if own else row["vendor_text"].strip()[:1]
        curve = Status(row["censor"])
        # What the file didn't state came from limits or curve, so it counts as the curve's word.
        silent = not stated and not sign and curve not in {Status.UNKNOWN, Status.MIXED}
        return classify(
            Evidence(
                concentration=row["concentration"],
                stated=stated,
                sign=sign,
                curve=curve if silent else None,
                dilution=row["dilution"],
                lot_low=self._limit(row, "llod"),
                lot_high=self._limit(row, "uloq"),
            )
        )

    def _status(
        self, row: dict[str, Any], verdict: Verdict, last: MeasurementStatus | None
    ) -> MeasurementStatus:
        return MeasurementStatus(
            measurement_id=row["pk"],
            version=last.version + 1 if last else 2,
            censor=verdict.status.value,
            basis=verdict.basis.value,
            cause=self.cause,
            policy=self.policy,
            predecessor=last,
            made_at=self.now,
        )

    def _result(
        self,
        key: tuple[int, int, int],
        replicates: Sequence[tuple[dict[str, Any], Verdict]],
        before: Result | None,
    ) -> Result | None:
        """Return the new version of a result, ``None`` where it is what it was."""
        wells = [
            Replicate(
                row["concentration"],
                verdict.status,
                self._limit(row, "llod"),
                self._limit(row, "uloq"),
            )
            for row, verdict in replicates
        ]
        if not wells and before is None:
            return None
        rule = ReplicateRule(self.policy.replicates)
        found = combine(wells, rule)
        other = combine(wells, other_rule(rule)) if found.mixed else found
        values = {
            "concentration": found.concentration,
            "place": found.place.value,
            "mixed": found.mixed,
            "other_concentration": other.concentration,
            "other_place": other.place.value,
            "replicates": found.replicates,
            "used": found.used,
            "llod": _outermost(max, [self._limit(row, "llod") for row, _ in replicates]),
            "lloq": _outermost(max, [self._limit(row, "lloq") for row, _ in replicates]),
            "uloq": _outermost(min, [self._limit(row, "uloq") for row, _ in replicates]),
        }
        if before is not None and all(getattr(before, name) == v for name, v in values.items()):
            return None
        batch, sample, analyte = key
        return Result(
            batch_id=batch,
            sample_id=sample,
            analyte_id=analyte,
            version=before.version + 1 if before else 1,
            cause=self.cause,
            policy=self.policy,
            predecessor=before,
            made_at=self.now,
            **values,
        )


def _sample_key(row: dict[str, Any]) -> tuple[int, Any, int]:
    sample = row["sample"] if row["role"] == WellRole.SAMPLE else None
    return row["batch"], sample, row["analyte_id"]


def _counts(row: dict[str, Any]) -> bool:
    return not row["excluded"]


def _outermost(choose: Any, values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return choose(known) if known else None
