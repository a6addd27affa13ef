"""What a result was computed from: data, plan, code and packages, each as a hash or a version."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.metadata import version

from analytics.datasets.dataset import DataSet
from analytics.design.plan import Plan, plan_hash
from analytics.runs.code import code_version
from analytics.stats.results import software_versions


def fingerprint(data: DataSet, plan: Plan) -> str:
    """Return one hash over data, plan, code and packages: equal fingerprints, equal results."""
    parts = [data.digest(), plan_hash(plan), code_version(), json.dumps(package_versions())]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@cache
def package_versions() -> dict[str, str]:
    """Return the versions of Python and of the libraries under the results."""
    names = ("pandas", "pyarrow")
    return dict(sorted((software_versions() | {name: version(name) for name in names}).items()))
