"""Every figure of the page against a second implementation, from the scores that readers gave."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from itertools import combinations
from statistics import fmean

import pytest
from django.test import Client

from scoring.instruments import get_instrument, measures_of
from tests.factories.cohorts import manager_of
from tests.factories.reliability import FEATURES, ReadCampaign, pool_campaign
from tests.reference import reliability_oracle as oracle
from tests.reference.oracle import near

pytestmark = pytest.mark.django_db

INSTRUMENT = get_instrument("ramris-2016")
MEASURES = {one.key: one for one in measures_of(INSTRUMENT, FEATURES)}
OCCASIONS = ["Status, BL", "Status, M12", "Change"]
RULES = {
    "beyond-3": "beyond 3σ",
    "two-of-three": "two of three beyond 2σ on one side",
    "run": "eight in a row on one side of the mean",
}
Read = Callable[..., list[dict[str, str]]]


@pytest.fixture
def made() -> ReadCampaign:
    return pool_campaign()


@pytest.fixture
def read(made: ReadCampaign, sign_in: Callable[..., Client]) -> Read:
    client = sign_in(manager_of(made.study))

    def get(table: str, **query: str) -> list[dict[str, str]]:
        response = client.get(f"{made.base}tables/{table}/", {"bom": "no", **query})
        assert response.status_code == 200
        return list(csv.DictReader(io.StringIO(response.getvalue().decode())))

    return get


def sums(given: list[dict], measure: str) -> list[float | None]:
    codes = {item.code for item in MEASURES[measure].items}
    return [
        oracle.status(given, 0, codes),
        oracle.status(given, 1, codes),
        oracle.change(given, codes),
    ]


def laid(made: ReadCampaign, key: str) -> list[list[list[dict]]]:
    """The readings of a comparison side by side, a row a case."""
    if key.startswith("again-"):
        reader = int(key.removeprefix("again-"))
        return [
            [made.first[case, who], again]
            for (case, who), again in made.again.items()
            if who == reader
        ]
    rows = []
    wanted = [int(part) for part in key.split("-")] if key else None
    for case in made.cases:
        own = {who: given for (of, who), given in made.first.items() if of == case.pk}
        if wanted is None and len(own) == 2:
            rows.append([own[who] for who in sorted(own)])
        elif wanted is not None and all(who in own for who in wanted):
            rows.append([own[who] for who in wanted])
    return rows


def table_of(made: ReadCampaign, key: str, measure: str, occasion: int) -> list[list[float]]:
    rows = [[sums(given, measure)[occasion] for given in row] for row in laid(made, key)]
    return [row for row in rows if None not in row]


def pairs_of(made: ReadCampaign) -> list[str]:
    return [f"{a.pk}-{b.pk}" for a, b in combinations(made.readers, 2)]


def comparisons(made: ReadCampaign) -> list[str]:
    return [*pairs_of(made), *(f"again-{reader.pk}" for reader in made.readers[:2])]


def parts(feature: str) -> list[str]:
    features = MEASURES[feature].features
    return [feature, *(k for k, m in MEASURES.items() if m.features == features and k != feature)]


def numbers(row: dict[str, str], label: str) -> tuple[float, float, float]:
    return tuple(float(row[f"{label}{end}"]) for end in ("", ", lower limit", ", upper limit"))


def check_icc(row: dict[str, str], label: str, expected: tuple[float, float, float]) -> None:
    """With very poor agreement the mean's interval has no lower end."""
    value, low, _ = expected
    if low is None:
        assert float(row[label]) == near(value, rel=1e-9)
        assert row[f"{label}, lower limit"] == "not estimable: The lower limit is unbounded."
    else:
        assert numbers(row, label) == near(expected, rel=1e-9)


@pytest.mark.parametrize("feature", FEATURES)
def test_coefficients_of_pairs_and_rereads(made: ReadCampaign, read: Read, feature: str) -> None:
    for key in comparisons(made):
        rows = iter(read("coefficients", pair=key, feature=feature))
        for part in parts(feature):
            expected = [oracle.iccs(table_of(made, key, part, at)) for at in range(3)]
            for form in ("ICC(1)", "ICC(A,1)", "ICC(C,1)", "ICC(k)", "ICC(A,k)", "ICC(C,k)"):
                row = next(rows)
                assert row["Score"] == MEASURES[part].label
                assert row["Coefficient"].startswith(f"{form} [ICC(")
                for at, occasion in enumerate(OCCASIONS):
                    check_icc(row, f"{occasion} (95 % interval)", expected[at][form])
        assert next(rows, None) is None


def test_a_pool_has_the_one_way_model_only(made: ReadCampaign, read: Read) -> None:
    rows = read("coefficients")
    label = "Change (95 % interval)"
    expected = oracle.iccs(table_of(made, "", "synovitis", 2))
    assert numbers(rows[0], label) == near(expected["ICC(1)"], rel=1e-9)
    assert numbers(rows[3], label) == near(expected["ICC(k)"], rel=1e-9)
    for row in (rows[1], rows[2], rows[4], rows[5]):
        assert row[label].startswith("not estimable: Other readers read other cases")
    error = read("measurement-error")
    assert float(error[0]["SEM"]) == near(
        oracle.squares(table_of(made, "", "synovitis", 0))["within"] ** 0.5
    )
    assert error[0]["SDD 95 %, two readings"].startswith("not estimable: Other readers")
    assert error[2]["SDC 95 %, mean of 2"].startswith("not estimable: Other readers")


@pytest.mark.parametrize("feature", FEATURES)
def test_measurement_error(made: ReadCampaign, read: Read, feature: str) -> None:
    for key in comparisons(made):
        rows = iter(read("measurement-error", pair=key, feature=feature))
        for part in parts(feature):
            for at, occasion in enumerate(OCCASIONS):
                row, table = next(rows), table_of(made, key, part, at)
                assert (row["Occasion"], int(row["Cases"])) == (occasion, len(table))
                assert int(row["Left out"]) == len(laid(made, key)) - len(table)
                apart = [abs(one - two) for one, two in table]
                assert float(row["Exact agreement, %"]) == near(100 * fmean(d == 0 for d in apart))
                assert float(row["Within 1 point, %"]) == near(100 * fmean(d <= 1 for d in apart))
                assert float(row["SEM"]) == near(
                    oracle.squares(table)["rest"] ** 0.5, absolute=1e-6
                )
                check_detectable(row, table, MEASURES[part].maximum_half_units / 2, at)


def check_detectable(row: dict[str, str], table: list, maximum: float, at: int) -> None:
    one = "SDC 95 %, one reading (95 % interval)"
    if at < 2:
        assert float(row["SDD 95 %, two readings"]) == near(oracle.sdd(table))
        assert float(row["SDD of the maximum, %"]) == near(100 * oracle.sdd(table) / maximum)
        assert row["SDC 95 %, mean of 2"] == row[one] == ""
        return
    assert row["SDD 95 %, two readings"] == ""
    assert float(row["SDC 95 %, mean of 2"]) == near(oracle.sdc(table, 2))
    assert float(row["SDC 80 %, mean of 2"]) == near(oracle.sdc(table, 2, 1.2816))
    assert numbers(row, one) == near((oracle.sdc(table, 1), *oracle.sdc_limits(table)))


@pytest.mark.parametrize("feature", FEATURES)
def test_limits_of_agreement(made: ReadCampaign, read: Read, feature: str) -> None:
    """A pool lists those of its pairs."""
    rows = iter(read("limits", feature=feature))
    for part in parts(feature):
        for at in range(3):
            for key in pairs_of(made):
                row, table = next(rows), table_of(made, key, part, at)
                assert int(row["Cases"]) == len(table)
                expected = oracle.limits(table)
                for name, label in (
                    ("mean", "Mean difference"),
                    ("lower", "Lower limit"),
                    ("upper", "Upper limit"),
                ):
                    assert numbers(row, f"{label} (95 % interval)") == near(
                        expected[name], absolute=1e-9
                    )


def site_pairs(made: ReadCampaign, key: str, code: str, at: int) -> list[list[float]]:
    """Both readings' points at a site, where both scored it."""
    found = []
    for row in laid(made, key):
        values = [points(given, code, at) for given in row]
        if None not in values:
            found.append(values)
    return found


def points(given: list[dict], code: str, at: int) -> float | None:
    visits = [visit[code] / 2 if isinstance(visit[code], int) else None for visit in given]
    if at < 2:
        return visits[at]
    return None if None in visits else visits[1] - visits[0]


def check_shares(row: dict[str, str], pairs: list[list[float]]) -> None:
    apart = [abs(one - two) for one, two in pairs]
    assert int(row["Pairs of scores"]) == len(pairs)
    assert float(row["Mean absolute difference"]) == near(fmean(apart))
    assert float(row["Exact agreement, %"]) == near(100 * fmean(d == 0 for d in apart))
    assert float(row["Within 1 point, %"]) == near(100 * fmean(d <= 1 for d in apart))


def weighted(row: dict[str, str], pairs: list[list[float]]) -> Iterator[tuple[str, object]]:
    for label, power in (("linear", 1), ("quadratic", 2)):
        yield f"Weighted kappa, {label}", oracle.weighted_kappa(pairs, power)


@pytest.mark.parametrize("feature", FEATURES)
def test_single_sites(made: ReadCampaign, read: Read, feature: str) -> None:
    """Kappa takes no notice of categories that nobody used; a standard error of 0 is a rounding."""
    for key in comparisons(made)[::2]:
        rows = iter(read("sites", pair=key, feature=feature))
        for at in range(3):
            for item in MEASURES[feature].items:
                row, pairs = next(rows), site_pairs(made, key, item.code, at)
                assert row["Code"] == item.code
                check_shares(row, pairs)
                for label, expected in weighted(row, pairs):
                    full = f"{label} (95 % interval)"
                    if expected is None:
                        assert row[full].startswith("not estimable: Both readers used one")
                    else:
                        assert numbers(row, full) == near(expected, absolute=1e-4)


@pytest.mark.parametrize("feature", FEATURES)
def test_sites_pooled(made: ReadCampaign, read: Read, feature: str) -> None:
    rows = iter(read("kappa", feature=feature))
    for at in range(3):
        for key in pairs_of(made):
            row = next(rows)
            pairs = [
                pair
                for item in MEASURES[feature].items
                for pair in site_pairs(made, key, item.code, at)
            ]
            check_shares(row, pairs)
            for label, expected in weighted(row, pairs):
                assert float(row[label]) == near(expected[0])


def test_rereads_of_every_reader(made: ReadCampaign, read: Read) -> None:
    rows = iter(read("re-reads", feature="erosion"))
    for reader in made.readers[:2]:
        for at, occasion in enumerate(OCCASIONS):
            row, table = next(rows), table_of(made, f"again-{reader.pk}", "erosion", at)
            assert (row["Reader"], row["Occasion"]) == (reader.full_name, occasion)
            assert int(row["Cases read twice"]) == len(table) > 3
            found = oracle.iccs(table)
            assert numbers(row, "ICC(A,1) (95 % interval)") == near(found["ICC(A,1)"], rel=1e-9)
            assert numbers(row, "ICC(C,1) (95 % interval)") == near(found["ICC(C,1)"], rel=1e-9)
    assert next(rows, None) is None


def test_the_summary_repeats_the_figures(made: ReadCampaign, read: Read) -> None:
    key = pairs_of(made)[0]
    [synovitis, erosion] = read("summary", pair=key)
    for row, feature in ((synovitis, "synovitis"), (erosion, "erosion")):
        assert row["Score"] == MEASURES[feature].label
        for at, occasion in enumerate(OCCASIONS):
            expected = oracle.iccs(table_of(made, key, feature, at))["ICC(A,1)"]
            assert numbers(row, f"ICC(A,1), {occasion}") == near(expected, rel=1e-9)
        assert float(row["SDC 95 %, mean of 2"]) == near(
            oracle.sdc(table_of(made, key, feature, 2), 2)
        )
    [pool, _] = read("summary")
    largest = max(oracle.sdc(table_of(made, one, "synovitis", 2), 2) for one in pairs_of(made))
    assert float(pool["SDC 95 %, pair with the largest"]) == near(largest)


def test_drift_against_the_other_readers(made: ReadCampaign, read: Read) -> None:
    rows = iter(read("drift", feature="erosion"))
    numbers_of = {case.pk: case.number for case in made.cases}
    for reader in made.readers:
        order = [case for case, who in made.first if who == reader.pk]
        differences, places, cases = [], [], []
        for place, case in enumerate(order, 1):
            level = {
                who: fmean(sums(given, "erosion")[:2])
                for (of, who), given in made.first.items()
                if of == case
            }
            if len(level) < 2:
                continue
            own = level.pop(reader.pk)
            differences.append(own - fmean(level.values()))
            places.append(place)
            cases.append(numbers_of[case])
        centre, sigma = oracle.individuals(differences)
        met = oracle.western_electric(differences)
        for at, expected in enumerate(differences):
            row = next(rows)
            assert (row["Reader"], int(row["Reading"])) == (reader.full_name, places[at])
            assert row["Case"] == cases[at]
            assert float(row["Difference, points"]) == near(expected)
            assert float(row["Centre line"]) == near(centre)
            assert float(row["Sigma"]) == near(sigma)
            assert row["Rule met"] == "; ".join(RULES[r] for r in RULES if r in met[at])
    assert next(rows, None) is None
