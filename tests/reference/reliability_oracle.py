"""A second way to every figure of a campaign's reliability, from site scores and textbook formulas.

Plain Python over lists, with quantiles of scipy's distributions; nothing of the product is called.
Formulas: Shrout & Fleiss 1979, McGraw & Wong 1996, Bland & Altman 1999, Cohen 1968, Fleiss, Cohen &
Everitt 1969, Montgomery (individuals chart).
"""

from __future__ import annotations

from itertools import pairwise
from math import sqrt
from statistics import NormalDist, fmean, stdev

from scipy import stats

Rows = list[list[float]]


def status(given: list[dict], visit: int, codes: set[str]) -> float | None:
    """Sum of the scored sites in points."""
    scored = [v for code, v in given[visit].items() if code in codes and isinstance(v, int)]
    return sum(scored) / 2 if scored else None


def change(given: list[dict], codes: set[str]) -> float | None:
    """Sum of the differences of sites scored at both visits."""
    before, after = given
    both = [
        after[code] - before[code]
        for code in before
        if code in codes and isinstance(before[code], int) and isinstance(after[code], int)
    ]
    return sum(both) / 2 if both else None


def squares(table: Rows) -> dict[str, float]:
    """Mean squares of cases, readers, residual and within cases."""
    n, k = len(table), len(table[0])
    grand = fmean(x for row in table for x in row)
    cases = k * sum((fmean(row) - grand) ** 2 for row in table)
    readers = n * sum((fmean(column) - grand) ** 2 for column in zip(*table, strict=True))
    total = sum((x - grand) ** 2 for row in table for x in row)
    rest = total - cases - readers
    return {
        "cases": cases / (n - 1),
        "readers": readers / (k - 1),
        "rest": rest / ((n - 1) * (k - 1)),
        "within": (readers + rest) / (n * (k - 1)),
    }


def iccs(table: Rows) -> dict[str, tuple[float, float, float]]:
    """All six coefficients with 95 % limits, by McGraw & Wong's names."""
    n, k = len(table), len(table[0])
    ms = squares(table)
    b, j, e, w = ms["cases"], ms["readers"], ms["rest"], ms["within"]
    one = (b - w) / (b + (k - 1) * w)
    agree = (b - e) / (b + (k - 1) * e + k * (j - e) / n)
    consist = (b - e) / (b + (k - 1) * e)
    found = {
        "ICC(1)": (one, *_f(b / w, n - 1, n * (k - 1), k)),
        "ICC(A,1)": (agree, *_satterthwaite(ms, agree, n, k)),
        "ICC(C,1)": (consist, *_f(b / e, n - 1, (n - 1) * (k - 1), k)),
    }
    means = {"ICC(k)": (b - w) / b, "ICC(A,k)": (b - e) / (b + (j - e) / n),
             "ICC(C,k)": (b - e) / b}  # fmt: skip
    for (name, value), single in zip(means.items(), list(found.values()), strict=True):
        found[name] = (value, *_stepped_up(single[1:], k))
    return found


def _stepped_up(ends: tuple[float, float], k: int) -> tuple[float | None, float | None]:
    """Spearman-Brown, which has a pole where agreement is very poor."""
    if 1 + (k - 1) * ends[0] <= 0:
        return None, None
    return tuple(k * x / (1 + (k - 1) * x) for x in ends)


def _f(f: float, df1: int, df2: int, k: int) -> tuple[float, float]:
    low, high = f / stats.f.ppf(0.975, df1, df2), f * stats.f.ppf(0.975, df2, df1)
    return (low - 1) / (low + k - 1), (high - 1) / (high + k - 1)


def _satterthwaite(ms, icc, n, k):
    b, j, e = ms["cases"], ms["readers"], ms["rest"]
    a1 = k * icc / (n * (1 - icc))
    a2 = 1 + k * icc * (n - 1) / (n * (1 - icc))
    df = (a1 * j + a2 * e) ** 2 / ((a1 * j) ** 2 / (k - 1) + (a2 * e) ** 2 / ((n - 1) * (k - 1)))
    low_f, high_f = stats.f.ppf(0.975, n - 1, df), stats.f.ppf(0.975, df, n - 1)
    low = n * (b - low_f * e) / (low_f * (k * j + (k * n - k - n) * e) + n * b)
    high = n * (high_f * b - e) / (k * j + (k * n - k - n) * e + n * high_f * b)
    return low, high


def sdd(table: Rows) -> float:
    """1.96 times the SD of the difference of two readings."""
    return 1.96 * stdev(one - two for one, two in table)


def sdc(table: Rows, k: int, z: float = 1.96) -> float:
    """Bruynesteyn's formula for two readers, for the mean of ``k``."""
    return z * stdev(one - two for one, two in table) / (sqrt(2) * sqrt(k))


def sdc_limits(table: Rows) -> tuple[float, float]:
    """95 % limits of the SDC of one reading, by chi-square of the SD."""
    df = len(table) - 1
    value = sdc(table, 1)
    return tuple(value * sqrt(df / stats.chi2.ppf(p, df)) for p in (0.975, 0.025))


def limits(table: Rows) -> dict[str, tuple[float, float, float]]:
    """Mean difference and limits of agreement, each with its 95 % limits."""
    apart = [one - two for one, two in table]
    n, mean, sd = len(apart), fmean(apart), stdev(apart)
    t = stats.t.ppf(0.975, n - 1)
    half = t * sd * sqrt(1 / n + 1.96**2 / (2 * (n - 1)))
    centre = t * sd / sqrt(n)
    return {
        "mean": (mean, mean - centre, mean + centre),
        "lower": (mean - 1.96 * sd, mean - 1.96 * sd - half, mean - 1.96 * sd + half),
        "upper": (mean + 1.96 * sd, mean + 1.96 * sd - half, mean + 1.96 * sd + half),
    }


def weighted_kappa(pairs: Rows, power: int) -> tuple[float, float, float] | None:
    """Weighted kappa with 95 % limits; None where chance agreement is complete."""
    n = len(pairs)
    if n == 0 or len({x for pair in pairs for x in pair}) == 1:
        return None
    used = sorted({x for pair in pairs for x in pair})
    span = used[-1] - used[0]
    weight = {(a, b): 1 - (abs(a - b) / span) ** power for a in used for b in used}
    row = {a: sum(one == a for one, _ in pairs) / n for a in used}
    column = {b: sum(two == b for _, two in pairs) / n for b in used}
    observed = sum(weight[one, two] for one, two in pairs) / n
    chance = sum(row[a] * column[b] * weight[a, b] for a in used for b in used)
    kappa = (observed - chance) / (1 - chance)
    row_w = {a: sum(column[b] * weight[a, b] for b in used) for a in used}
    column_w = {b: sum(row[a] * weight[a, b] for a in used) for b in used}
    spread = sum((weight[a, b] - (row_w[a] + column_w[b]) * (1 - kappa)) ** 2 / n for a, b in pairs)
    variance = (spread - (kappa - chance * (1 - kappa)) ** 2) / (n * (1 - chance) ** 2)
    half = NormalDist().inv_cdf(0.975) * sqrt(max(variance, 0.0))
    return kappa, max(-1.0, kappa - half), min(1.0, kappa + half)


def individuals(differences: list[float]) -> tuple[float, float]:
    """Centre line and sigma of an individuals chart."""
    moving = [abs(two - one) for one, two in pairwise(differences)]
    return fmean(differences), fmean(moving) / 1.128


def western_electric(differences: list[float]) -> list[set[str]]:
    """Which of rules 1, 2 and 4 each point meets."""
    centre, sigma = individuals(differences)
    z = [round((x - centre) / sigma, 9) for x in differences]
    found = []
    for at, here in enumerate(z):
        met = set()
        if abs(here) > 3:
            met.add("beyond-3")
        for side in (1, -1):
            last = [side * x > 2 for x in z[max(0, at - 2) : at + 1]]
            if last[-1] and sum(last) >= 2:
                met.add("two-of-three")
            run = z[max(0, at - 7) : at + 1]
            if len(run) == 8 and all(side * x > 0 for x in run):
                met.add("run")
        found.append(met)
    return found
