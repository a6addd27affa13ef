"""Sensitivity analyses: the main results beside what other decisions would have given."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from analytics.results.sensitivity import (
    BestCutoff,
    ComparisonRow,
    Effect,
    Figure,
    OutcomeRow,
    Remark,
)
from analytics.results.stored_run import StoredRun
from analytics.stats.results import NotEstimable
from analytics.tables import formats
from analytics.tables.covariate_words import held_at
from analytics.tables.endpoints import against
from analytics.tables.exposures import main_step
from analytics.tables.names import inside
from analytics.tables.table import Column, Table
from analytics.tables.terms import term_name
from analytics.topics.sensitivity import words

Row = OutcomeRow | ComparisonRow
FIRTH = "Firth"  # unseen


def outcomes(stored: StoredRun, outcome: str) -> Table:
    """One row for each alternative to an outcome's main analysis."""
    found, endpoint = stored.sensitivity(outcome), stored.endpoint(outcome)
    exposure = exposure_name(stored)
    pooled = any(_is_pooled(row) for row in found.rows)
    rows = [
        [
            words.group(row.kind),
            words.label(row.decision, endpoint),
            row.curve.n,
            row.curve.events,
            (row.curve.auc.value, row.curve.auc.interval),
            row.curve.auc.p,
            _cutoff(row.curve.cutoff, pooled=pooled),
            *_odds_ratio(row.model.exposure),
            *(cell for key in covariates(stored) for cell in _of_covariate(row, key)),
            conclusion(stored, row),
            outcome_remark(stored, outcome, row),
        ]
        for row in found.rows
    ]
    named = {"interval": stored.ci, "exposure": exposure}
    return Table(
        f"sensitivity-{outcome}",
        title(stored, outcome),
        [
            Column(_("Decision"), "text"),
            Column(_("Analysis"), "text"),
            Column(_("Patients"), "count"),
            Column(_("Events"), "count"),
            Column(_("AUC (%(interval)s)") % named, "estimate", places=3),
            Column(_("P, AUC"), "p"),
            Column(_("Cut-off"), "estimate" if pooled else "number"),
            Column(_("Odds ratio, %(exposure)s (%(interval)s)") % named, "estimate"),
            Column(_("P, %(exposure)s") % named, "p"),
            *(column for key in covariates(stored) for column in _columns(stored, key)),
            Column(_("Conclusion"), "text"),
            Column(_("Remark"), "text"),
        ],
        rows,
        note=_note(
            stored,
            _("Odds ratios %(step)s of the exposure.") % {"step": main_step(stored)},
            found.remarks,
        ),
    )


def comparisons(stored: StoredRun, key: str) -> Table:
    """One row for each alternative to a comparison."""
    found = stored.sensitivity_of_comparison(key)
    first, second = stored.endpoint(found.first), stored.endpoint(found.second)
    rows = [
        [
            words.group(row.kind),
            words.pair_label(row, first, second),
            row.n,
            row.first.successes,
            row.first.value,
            row.second.successes,
            row.second.value,
            tuple(map(formats.in_points, (row.difference.value, row.difference.interval))),
            row.difference.p,
            conclusion(stored, row),
            _remark(words.pair_note(row, first, second), row),
        ]
        for row in found.rows
    ]
    labels = {"first": first.label, "second": second.label}
    return Table(
        f"sensitivity-comparison-{key}",
        _("Sensitivity of %(pair)s") % {"pair": inside(against(first, second))},
        [
            Column(_("Decision"), "text"),
            Column(_("Analysis"), "text"),
            Column(_("Patients"), "count"),
            Column(_("First, events"), "count"),
            Column(_("First, share"), "percent"),
            Column(_("Second, events"), "count"),
            Column(_("Second, share"), "percent"),
            Column(
                _("Difference in percentage points ({interval}, Tango)").format(interval=stored.ci),
                "estimate",
                places=1,
            ),
            Column(_("P"), "p"),
            Column(_("Conclusion"), "text"),
            Column(_("Remark"), "text"),
        ],
        rows,
        note=_note(
            stored,
            _("First: %(first)s; second: %(second)s. P is mid-p, in imputed rows by Rubin's rules.")
            % labels,
            found.remarks,
        ),
    )


def title(stored: StoredRun, outcome: str) -> str:
    """Return what an outcome's table and figure are called."""
    return _("Sensitivity of %(outcome)s") % {"outcome": inside(stored.endpoint(outcome).label)}


def exposure_name(stored: StoredRun) -> str:
    """Return the name of the primary exposure."""
    return term_name(stored, stored.primary) if stored.primary else _("the exposure")


def covariates(stored: StoredRun) -> tuple[str, ...]:
    """Return the keys of the plan's covariates."""
    return tuple(one.variable for one in stored.plan.covariates)


def _columns(stored: StoredRun, key: str) -> list[Column]:
    """The columns of a covariate."""
    named = {"interval": stored.ci, "covariate": inside(term_name(stored, key))}
    return [
        Column(_("Odds ratio, %(covariate)s (%(interval)s)") % named, "estimate"),
        Column(_("P, %(covariate)s") % named, "p"),
    ]


def _of_covariate(row: OutcomeRow, key: str) -> list[Any]:
    """Estimate with interval, and p; a term of several coefficients has a joint p alone."""
    found = next((one for one in row.model.covariates if one.term == key), None)
    if found is None:
        return [(None, None), None]
    effect = found.effect
    return [(None, None) if effect is None else (effect.value, effect.interval), found.p]


def conclusion(stored: StoredRun, row: Row) -> str:
    """Return in words whether a row leads to another conclusion than the main analysis."""
    if row.kind == "main":
        return _("reference")
    if row.same:
        return _("the main analysis")
    if row.changed:
        names = figure_names(stored)
        return _("changed: %(figures)s") % {
            "figures": ", ".join(inside(names[figure]) for figure in row.changed)
        }
    if not estimable(row):
        return formats.NOT_ESTIMABLE
    return _("unchanged")


def figure_names(stored: StoredRun) -> dict[Figure, str]:
    """Return what the main results of an outcome or of a comparison are called."""
    ratios = {
        key: _("Odds ratio (%(term)s)") % {"term": inside(term_name(stored, key))}
        for key in covariates(stored)
    }
    return {
        "auc": _("AUC"),
        "exposure": _("Odds ratio (%(term)s)") % {"term": exposure_name(stored)},
        **ratios,
        "difference": _("Difference in percentage points"),
    }


def estimable(row: Row) -> bool:
    """Whether any figure of the row could be estimated."""
    return any(
        found is not None and not formats.reason(found.value) for found in row.effects.values()
    )


def outcome_remark(stored: StoredRun, outcome: str, row: OutcomeRow) -> str | None:
    """Return how an outcome's row was made, and why a figure is missing."""
    note = words.note(row.decision, stored.endpoint(outcome))
    penalised = (row.model.method or "").startswith(FIRTH)
    return _remark(
        [note] if note else [],
        row,
        [
            *([_("separated data: Firth's penalised likelihood")] if penalised else []),
            *([_("cut-off: median over resamples of all data sets")] if _is_pooled(row) else []),
            *([_("P of several coefficients: D1")] if has_joint_test(row) else []),
        ],
    )


def _cutoff(found: BestCutoff | NotEstimable, *, pooled: bool) -> Any:
    """The cut-off; with its interval in a table that has a pooled one."""
    if isinstance(found, NotEstimable):
        return (found, found) if pooled else found
    return (found.value, found.interval) if pooled else found.value


def _is_pooled(row: OutcomeRow) -> bool:
    cutoff = row.curve.cutoff
    return not isinstance(cutoff, NotEstimable) and cutoff.interval is not None


def has_joint_test(row: OutcomeRow) -> bool:
    """Return whether a test of several coefficients is pooled over imputed data sets."""
    return row.kind == "missing" and any(
        one.effect is None and isinstance(one.p, float) for one in row.model.covariates
    )


def _remark(notes: list[str], row: Row, further: list[str] | None = None) -> str | None:
    parts = [*notes]
    if row.imputed:
        parts.append(_("%(count)d imputed") % {"count": row.imputed})
    parts += [
        why for found in row.effects.values() if found and (why := formats.reason(found.value))
    ]
    parts += further or []
    return "; ".join(dict.fromkeys(part.rstrip(".") for part in parts)) or None


def _odds_ratio(found: Effect) -> list[Any]:
    """Estimate with interval, and p."""
    return [(found.value, found.interval), found.p]


def _note(stored: StoredRun, opening: str, remarks: tuple[Remark, ...]) -> str:
    rule = _(
        "A conclusion changes when the interval lies otherwise relative to no effect (AUC 0.5, "
        "odds ratio 1, difference 0), or when P crosses %(limit)s. Several comparisons are made; a "
        "single changed row is a hint, not a test."
    ) % {"limit": f"{round(1 - stored.plan.level, 10):g}"}
    conditional = [held_at()] if stored.plan.interactions else []
    return " ".join([opening, *conditional, rule, *words.remarks(remarks)])
