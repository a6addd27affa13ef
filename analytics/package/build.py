"""Making the package of a run."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import translation

from analytics.codec import encode
from analytics.package.analysis_set import analysis_set
from analytics.package.r.script import script
from analytics.package.readme import readme
from analytics.package.tables import tables
from analytics.package.zip import write_zip
from analytics.results.stored import store
from analytics.results.stored_run import StoredRun

CONTENT_TYPE = "application/zip"
DATA, SUMS = "analysis_set.csv", "SHA256SUMS"
LANGUAGE = "en"


@dataclass(frozen=True)
class Package:
    """A run's package. Its hash and the time of making stand beside it, never in it."""

    content: bytes
    sha256: str


def build_package(report: StoredRun, study: str) -> Package:
    """Return the package of a run: the same bytes whenever, and by whomever, it is made.

    Its README says which campaigns are not locked, so a lock changes it once.

    ``study``: the study's code. Raises OlderResults where today's code can't read the run, and
    NotComputed where its data set is no longer stored.
    """
    with translation.override(LANGUAGE):
        content = write_zip(_with_sums(_files(report, study)))
    return Package(content, hashlib.sha256(content).hexdigest())


def _files(report: StoredRun, study: str) -> dict[str, bytes]:
    results = report.results  # where they can't be read, nothing else is
    data = analysis_set(report.run, report.plan)
    return {
        "README.txt": readme(report, study).encode(),
        DATA: data.data(),
        "codebook.csv": data.codebook(),
        "plan.json": _json(encode(report.plan)),
        "results.json": _json(store(results)),
        "check.R": script(report, data.columns, data.meta, DATA).encode("ascii"),
        **tables(report),
    }


def _json(value: Any) -> bytes:
    text = json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False)
    return f"{text}\n".encode()


def _with_sums(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Add the file of hashes, in the form that ``sha256sum -c`` reads."""
    sums = "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in files)
    return {**files, SUMS: sums.encode()}
