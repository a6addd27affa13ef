"""Where a report's figures come from: run, data, plan, code and packages."""

from __future__ import annotations

from analytics.design.plan import plan_hash
from analytics.paper import words
from analytics.results.stored_run import StoredRun


def provenance(stored: StoredRun) -> list[tuple[str, str]]:
    """Return what identifies the run, as terms with what is said of them."""
    run = stored.run
    packages = ", ".join(f"{name} {number}" for name, number in run.package_versions.items())
    return [
        ("Run", f"{run.pk}, computed {run.computed_at:%Y-%m-%d %H:%M} UTC"),
        ("Data", f"version {run.data_version}, {words.patients(run.n_patients)}"),
        (
            "Plan",
            (
                f"version {stored.plan.plan_version} (0 is the default), SHA-256 "
                f"{plan_hash(stored.plan)}"
            ),
        ),
        ("Fingerprint of data, plan, code and packages", run.fingerprint),
        ("Code", run.code_version),
        ("Packages", packages),
        ("Seed", str(run.seed)),
    ]
