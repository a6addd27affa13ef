"""What a result was computed from: data, plan, code and packages, each as a hash or a version."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.metadata import version
from pathlib import Path

import analytics
import ra_registry.cohort.formulas
import scoring.instruments
from analytics.datasets.dataset import DataSet
from analytics.plan import Plan, plan_hash
from analytics.stats.results import software_versions

_ANALYTICS = Path(analytics.__file__).parent
# Every folder and file whose code can move a figure. Pages, plots and tables can't.
COMPUTING_CODE = (
    _ANALYTICS / "stats",
    _ANALYTICS / "datasets",
    _ANALYTICS / "runs" / "compute",
    _ANALYTICS / "plan.py",
    Path(scoring.instruments.__file__).parent,
    Path(ra_registry.cohort.formulas.__file__).parent,
)


def fingerprint(data: DataSet, plan: Plan) -> str:
    """Return one hash over data, plan, code and packages: equal fingerprints, equal results."""
    parts = [data.digest(), plan_hash(plan), code_version(), json.dumps(package_versions())]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@cache
def code_version() -> str:
    """Return the SHA-256 of the source files that compute results, the same on every machine."""
    total = hashlib.sha256()
    for root in COMPUTING_CODE:
        for file in [root] if root.is_file() else sorted(root.rglob("*.py")):
            total.update(str(file.relative_to(root.parent)).encode() + b"\x00")
            total.update(file.read_bytes())
    return total.hexdigest()


@cache
def package_versions() -> dict[str, str]:
    """Return the versions of Python and of the libraries under the results."""
    names = ("pandas", "pyarrow")
    return dict(sorted((software_versions() | {name: version(name) for name in names}).items()))
