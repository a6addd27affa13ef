"""Laboratory values in SQL, for sets of patients: as printed, and positive or not.

Seropositive is the rule of ``cohort.formulas.serology``.

A value known only as a limit decides where every value that agrees with it does; otherwise it is as
if it were not known. One positive antibody decides, negative needs both: SQL's OR of true, false
and null is that rule.
"""

from __future__ import annotations

from django.db.models import Case, CharField, F, Q, Value, When

MARKERS = ("rf", "acpa")


def printed_sql(number: str, sign: str, printed: str) -> str:
    """Return a laboratory value as printed; a number that came without its text shows itself."""
    number_text = f"{sign} || trim_scale({number}::numeric)::text"  # unseen
    return f"coalesce(nullif({printed}, ''), {number_text})"


def positive_sql(patient: str, marker: str) -> str:
    """Return whether an antibody is above its limit of normal, null where that can't be told."""
    value, sign, uln = (f"{patient}.{marker}_{part}" for part in ("value", "sign", "uln"))
    return (
        f"CASE WHEN {value} > {uln} AND {sign} <> '<' OR {value} = {uln} AND {sign} = '>' THEN TRUE"
        f" WHEN {value} <= {uln} AND {sign} <> '>' THEN FALSE END"
    )


def seropositive_sql(patient: str) -> str:
    """Return seropositive as true, false or null; ``patient`` is the name of the table's row."""
    rf, acpa = (positive_sql(patient, marker) for marker in MARKERS)
    return f"({rf} OR {acpa})"


def serostatus() -> Case:
    """Return ``positive``, ``negative`` or ``unknown`` for a query of patients."""
    rf, acpa = MARKERS
    return Case(
        When(_positive(rf) | _positive(acpa), then=Value("positive")),
        When(_negative(rf) & _negative(acpa), then=Value("negative")),
        default=Value("unknown"),
        output_field=CharField(),
    )


def _positive(marker: str) -> Q:
    value, sign, uln = f"{marker}_value", f"{marker}_sign", F(f"{marker}_uln")
    return Q(**{f"{value}__gt": uln, f"{sign}__in": ["", ">"]}) | Q(**{value: uln, sign: ">"})


def _negative(marker: str) -> Q:
    return Q(**{f"{marker}_value__lte": F(f"{marker}_uln"), f"{marker}_sign__in": ["", "<"]})
