"""The plan's covariate as a term of a model, from the white list of ``analytics.plans.choices``."""

from __future__ import annotations

import numpy as np

from analytics.datasets.dataset import DataSet
from analytics.plan import Plan
from analytics.stats.design import Term, binary, continuous

NUMBERS = ("age", "symptom_months")
SEX_CODES = {"F": 1.0, "M": 0.0}


def covariate_terms(data: DataSet, plan: Plan) -> list[Term]:
    """Return the plan's covariate as a list of one term, or none where the plan has none."""
    name = plan["covariate"]
    if name is None:
        return []
    if name == "female":
        sex = [SEX_CODES.get(code, np.nan) for code in data.frame["sex"]]
        return [binary(name, np.array(sex, dtype=np.float64))]
    values = data.frame[name].to_numpy(np.float64)
    return [continuous(name, values) if name in NUMBERS else binary(name, values)]
