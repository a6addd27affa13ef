"""What the models of an outcome found, each in a sentence or two."""

from __future__ import annotations

from typing import Any

from analytics.report import Report
from analytics.tables import formats
from analytics.tables.model_words import (
    EARLIER,
    FIRTH,
    chosen,
    family,
    sample,
    why_not,
)
from analytics.tables.models import step, term_name
from analytics.tables.validation import reason

# Named in words only; every P is printed whatever its size.
REMARKABLE = 0.05


def univariable(report: Report, outcome: str) -> str:
    """Return which analytes are associated with the outcome on their own."""
    found = report.univariable(outcome)
    if found is None:
        return EARLIER.format("models of each variable alone")
    adjusted = {
        test["name"]: test["adjusted"]
        for test in found["family"]["tests"]
        if not formats.reason(test["adjusted"])
    }
    if not adjusted:
        return "No analyte could be tested for this outcome."
    named = [row for row in found["rows"] if adjusted.get(row["term"], 1) < REMARKABLE]
    sentences = [
        f"{term_name(report, row['term'])}: {_ratio(report, row['result'])}, adjusted "
        f"{_p(adjusted[row['term']])}"
        for row in named
    ]
    rest = len(adjusted) - len(named)
    words = (
        f"Of {len(adjusted)} analytes, {len(named)} {'has' if len(named) == 1 else 'have'} an "
        f"adjusted P below {REMARKABLE:g} ({family(found['family'])})"
    )
    return f"{words}. {'. '.join(sentences)}." if sentences else f"{words}; {rest} do not."


def multivariable(report: Report, outcome: str) -> str:
    """Return each term's odds ratio with the others held fixed, and what it rests on."""
    result = report.model(outcome)["result"]
    why = why_not(result)
    if why:
        return why
    tests = {term["term"]: term["test"]["p"] for term in result["terms"]}
    terms = [
        f"{term_name(report, coefficient['term'])}: odds ratio "
        f"{formats.estimate(coefficient['odds_ratio'], chosen(report, coefficient))} "
        f"{step(report, coefficient['step'], coefficient['term'])}, "
        f"{_p(tests[coefficient['term']])}"
        for coefficient in result["coefficients"]
    ]
    penalty = (
        "penalised, since the data are separated" if result["method"] == FIRTH else "not penalised"
    )
    return (
        f"{sample(report, result['sample'])} {result['n_events']} of them had the outcome. "
        f"{'; '.join(terms)}. Fitted by {result['method']} ({penalty}); {report.ci} by "
        f"{_methods(report, result)}; P by {result['terms'][0]['test']['variant']}."
    )


def other_models(report: Report, outcome: str) -> str:
    """Return whether a curve, no logarithm, or unequal slopes would say something else."""
    found = report.model(outcome)
    why, others = why_not(found["result"]), found.get("others")
    if why or others is None:
        return why or EARLIER.format("other models")
    line, slopes, plain = (others[key] for key in ("linearity", "equal_slopes", "untransformed"))
    words = [f"AIC of the model per doubling: {formats.number(found['result']['quality']['aic'])}"]
    if not why_not(plain):
        words[0] += f"; without the logarithm {formats.number(plain['quality']['aic'])}"
    if "test" in line:
        words[0] += f"; with a spline {formats.number(line['aic_spline'])}"
        words.append(f"Spline against line: {_p(line['test']['p'])} ({line['test']['variant']})")
    else:
        words.append(f"No spline: {line['not_estimable'].rstrip('.')}")
    if "overall" in slopes:
        test = slopes["overall"]
        words.append(f"Proportional odds of the change: {_p(test['p'])} ({test['variant']})")
    else:
        words.append(f"No test of proportional odds: {slopes['not_estimable'].rstrip('.')}")
    return f"{'. '.join(words)}."


def strength(report: Report, outcome: str) -> str:
    """Return which term is stronger by each measure, and how often the order held."""
    found, why = report.validation(outcome), reason(report, outcome)
    why = why or formats.reason((found or {}).get("dominance"))
    if found is None or why:
        return why
    result = found["dominance"]
    first, second = result["terms"][:2]
    names = [term_name(report, term["term"]) for term in (first, second)]
    pairs = [
        f"likelihood-ratio chi-square {_against(first, second, _chi_square)}",
        f"share of chi-square {_against(first, second, _share)}",
        f"odds ratio per SD {_against(first, second, _per_sd)}",
        f"AUC lost without it {_against(first, second, _auc_lost)}",
    ]
    return (
        f"The stronger term by chi-square is {names[0]}, ahead of {names[1]}: {'; '.join(pairs)}. "
        f"It came first in {formats.percent(result['first_held'])} of the resamples."
    )


def _against(first: dict[str, Any], second: dict[str, Any], write: Any) -> str:
    return f"{write(first)} against {write(second)}"


def _chi_square(term: dict[str, Any]) -> str:
    return formats.number(term["test"]["statistic"])


def _share(term: dict[str, Any]) -> str:
    return formats.percent(term["share"], 0)


def _per_sd(term: dict[str, Any]) -> str:
    return formats.number(term["odds_ratio_per_sd"])


def _auc_lost(term: dict[str, Any]) -> str:
    return formats.estimate(term["auc_lost"], term["auc_lost_interval"], 3)


def _ratio(report: Report, result: dict[str, Any]) -> str:
    (coefficient,) = result["coefficients"]
    written = formats.estimate(coefficient["odds_ratio"], chosen(report, coefficient))
    return f"odds ratio {written} {step(report, coefficient['step'], coefficient['term'])}"


def _p(value: Any) -> str:
    written = formats.p_value(value)
    return f"P {written}" if written.startswith("<") else f"P = {written}"


def _methods(report: Report, result: dict[str, Any]) -> str:
    methods = dict.fromkeys(
        limits["method"]
        for limits in (chosen(report, coefficient) for coefficient in result["coefficients"])
        if not formats.reason(limits)
    )
    return " and ".join(methods) or "no method"
