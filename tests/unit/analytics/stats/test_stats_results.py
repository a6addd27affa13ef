"""Results become plain JSON, and a NaN inside one is a fault that shows."""

from __future__ import annotations

import json
from dataclasses import dataclass

import numpy as np
import pytest

from analytics.stats.describe import describe_numbers
from analytics.stats.results import Interval, NotEstimable, to_json


@dataclass(frozen=True)
class Everything:
    number: float
    count: int
    array: np.ndarray
    nested: object
    mapping: dict


def test_every_kind_of_value_has_a_json_form():
    result = Everything(
        number=np.float64(0.5),
        count=np.int64(3),
        array=np.array([[1, 2], [3, 4]]),
        nested=(Interval(0.1, 0.9, 0.95, "Wald"), None, NotEstimable("too few")),
        mapping={"flag": np.bool_(True)},
    )
    plain = to_json(result)
    software = plain.pop("software")
    assert plain == {
        "kind": "Everything",
        "number": 0.5,
        "count": 3,
        "array": [[1, 2], [3, 4]],
        "nested": [
            {"low": 0.1, "high": 0.9, "level": 0.95, "method": "Wald"},
            None,
            {"not_estimable": "too few"},
        ],
        "mapping": {"flag": True},
    }
    assert software["numpy"] == np.__version__
    json.dumps(plain, allow_nan=False)


def test_a_reason_alone_stays_a_reason():
    assert to_json(NotEstimable("Nobody has the event.")) == {
        "not_estimable": "Nobody has the event."
    }


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), np.array([1.0, np.nan])])
def test_nan_and_infinity_never_leave(bad):
    with pytest.raises(ValueError, match="Everything"):
        to_json(Everything(1.0, 1, np.array([1]), bad, {}))


@pytest.mark.parametrize("bad", [object(), {1, 2}, b"bytes"])
def test_a_value_without_json_form_is_named(bad):
    with pytest.raises(TypeError, match=r"Everything\.mapping\.x"):
        to_json(Everything(1.0, 1, np.array([1]), None, {"x": bad}))


@pytest.mark.parametrize("not_a_result", [3, "text", Interval])
def test_only_results_are_turned(not_a_result):
    with pytest.raises(TypeError, match="result object"):
        to_json(not_a_result)


def test_software_is_named_once_and_not_in_every_part():
    plain = to_json(describe_numbers([1, 2, 3]))
    assert {"python", "numpy", "scipy", "statsmodels"} <= set(plain["software"])
    assert "software" not in plain["quartiles_type_7"]
