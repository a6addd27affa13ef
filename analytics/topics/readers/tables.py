"""Agreement of readers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from analytics.results.readers import OccasionAgreement, TeamAgreement
from analytics.results.stored_run import StoredRun
from analytics.stats.agreement.detectable_interval import DetectableWithInterval
from analytics.tables.table import Column, Table
from analytics.topics.readers.names import OCCASIONS, occasions
from analytics.topics.readers.points import reader_pairs


def occasion(options: Mapping[str, str]) -> str:
    """Return the occasion in an address; without a known one the change."""
    found = options.get("occasion", "")
    return found if found in OCCASIONS else "change"


def agreement(stored: StoredRun, read_set: str, feature: str) -> Table:
    """Both default coefficients with the readers' agreement, for status and change."""
    rows = []
    for number, _team, name, found in occasions(stored.agreement(read_set, feature)):
        forms = {form.form: form for form in found.icc.forms}
        rows.append(
            [
                name,
                number,
                found.n,
                *((forms[form].value, forms[form].interval) for form in ("ICC(A,1)", "ICC(A,k)")),
                found.icc.exact_agreement,
                found.icc.within_one,
            ]
        )
    return Table(
        f"agreement-{read_set}-{feature}",
        "Agreement of readers",
        [
            Column("Score", "text"),
            Column("Team", "count"),
            Column("Patients", "count"),
            Column(f"ICC(A,1) ({stored.ci})", "estimate", places=3),
            Column(f"ICC(A,k) ({stored.ci})", "estimate", places=3),
            Column("Exact agreement", "percent"),
            Column("Within 1", "percent"),
        ],
        rows,
        note=_(
            "ICC: two-way random, absolute agreement, of one reader and of the readers' mean. A "
            "team is the same persons on the same patients."
        ),
    )


def detectable(stored: StoredRun, read_set: str, feature: str) -> Table:
    """What readers can tell from error: in a change, and between two scores of one occasion."""
    agreement = stored.agreement(read_set, feature)
    changes = any(team.change for team in agreement.teams)
    rows = [
        [
            name,
            number,
            found.n,
            *(_of_change(found) if changes else ()),
            found.sdd and found.sdd.value,
            _with_interval(found.sdd_two),
        ]
        for number, _team, name, found in occasions(agreement)
    ]
    interval = {"ci": stored.ci}
    of_change = [
        Column(_("SDC 95 %, mean"), "fixed"),
        Column(_("SDC 80 %, mean"), "fixed"),
        Column(_("SDC 95 %%, one reader (%(ci)s)") % interval, "estimate", places=2),
    ]
    return Table(
        f"detectable-{read_set}-{feature}",
        _("Measurement error, points"),
        [
            Column(_("Score"), "text"),
            Column(_("Team"), "count"),
            Column(_("Patients"), "count"),
            *(of_change if changes else ()),
            Column(_("SDD 95 %, one reader"), "fixed"),
            Column(_("SDD 95 %%, two readers (%(ci)s)") % interval, "estimate", places=2),
        ],
        rows,
        note=" ".join([*([_note_of_change()] if changes else []), _note_of_difference()]),
    )


def _of_change(found: OccasionAgreement) -> tuple[Any, ...]:
    sizes = (one and one.value for one in (found.sdc_95, found.sdc_80))
    return (*sizes, _with_interval(found.sdc_one))


def _note_of_change() -> str:
    return _(
        "SDC: the smallest change of one patient that is more than the readers' error, where the "
        "score is the mean of the readers present, or one reader's alone."
    )


def _note_of_difference() -> str:
    return _(
        "SDD: the smallest difference between two scores of one occasion that is more than error, "
        "where each is one reader's, or the mean of two readers (Lassere 1999, Bruynesteyn 2005). "
        "Intervals by chi-square of the residual SD."
    )


def _with_interval(found: DetectableWithInterval | None) -> tuple[Any, Any]:
    return (None, None) if found is None else (found.detectable.value, found.interval)


def limits(stored: StoredRun, read_set: str, feature: str) -> Table:
    """Bland-Altman figures of each pair of readers."""
    rows: list[list[Any]] = [
        [
            name,
            number,
            " – ".join(reader_names(team, pair.readers)),
            (pair.result.mean_difference, pair.result.mean_interval),
            (pair.result.lower_limit, pair.result.lower_interval),
            (pair.result.upper_limit, pair.result.upper_interval),
        ]
        for number, team, name, asked in occasions(stored.agreement(read_set, feature))
        for pair in asked.bland_altman
    ]
    return Table(
        f"bland-altman-{read_set}-{feature}",
        "Limits of agreement",
        [
            Column("Score", "text"),
            Column("Team", "count"),
            Column("Readers", "text"),
            Column(f"Mean difference ({stored.ci})", "estimate", places=2),
            Column(f"Lower limit ({stored.ci})", "estimate", places=2),
            Column(f"Upper limit ({stored.ci})", "estimate", places=2),
        ],
        rows,
        note="Mean difference ± 1.96 SD, with t intervals (Bland & Altman 1999).",
    )


def kappas(stored: StoredRun, read_set: str, feature: str) -> Table:
    """Agreement of single readers on each endpoint."""
    rows = []
    for number, team in enumerate(stored.agreement(read_set, feature).teams, 1):
        for found in (team.change or team.baseline).kappas:
            kappa = found.result
            rows.append(
                [
                    found.label,
                    number,
                    " – ".join(reader_names(team, found.readers)),
                    kappa.sample.n_used,
                    (kappa.value, kappa.interval),
                    kappa.observed_agreement,
                ]
            )
    return Table(
        f"kappas-{read_set}-{feature}",
        "Single readers on each endpoint",
        [
            Column("Endpoint", "text"),
            Column("Team", "count"),
            Column("Readers", "text"),
            Column("Patients", "count"),
            Column(f"Kappa ({stored.ci})", "estimate", places=2),
            Column("Agreement", "percent"),
        ],
        rows,
        note="Cohen's kappa, unweighted.",
    )


def reader_names(team: TeamAgreement, readers: Sequence[int]) -> list[str]:
    """Return neutral names of readers: their place in the team, never who they are."""
    return [f"Reader {team.readers.index(reader) + 1}" for reader in readers]


def reader_differences(stored: StoredRun, read_set: str, feature: str, occasion: str) -> Table:
    """Two readers' scores of each patient, as the Bland-Altman plot draws them."""
    found = reader_pairs(stored, read_set, feature, occasion)
    return Table(
        f"reader-pairs-{read_set}-{feature}-{occasion}",
        f"Two readers: {OCCASIONS[occasion].lower()}",
        [
            Column("Patient", "text"),
            Column(_("Reader 1, points"), "fixed"),
            Column(_("Reader 2, points"), "fixed"),
            Column(_("Mean, points"), "fixed"),
            Column(_("Difference, points"), "fixed"),
        ],
        [
            [patient, float(one), float(two), float(one + two) / 2, float(one - two)]
            for patient, one, two in zip(found.patients, found.first, found.second, strict=True)
        ],
    )
