"""The text that goes with a package: what the files are and how a reviewer runs the check."""

from __future__ import annotations

from django.utils.translation import gettext as _

from analytics.preliminary import sentence
from analytics.results.stored_run import StoredRun


def readme(report: StoredRun, study: str) -> str:
    """Return what each file is, how to check the figures, and from which run they are.

    ``study``: the study's code.
    """
    caution = sentence(report.preliminary)
    said = [_run(report, study), *([caution] if caution else []), _files(), _checking(), ""]
    return "\n\n".join(said)


def _run(report: StoredRun, study: str) -> str:
    run = report.run
    return _(
        "Run %(run)d of study %(study)s, computed from data version %(data)d.\n"
        "Fingerprint of data and plan: %(fingerprint)s\n"
        "Code that computed it: %(code)s"
    ) % {
        "run": run.pk,
        "study": study,
        "data": run.data_version,
        "fingerprint": run.fingerprint,
        "code": run.code_version,
    }


def _files() -> str:
    return _(
        "analysis_set.csv  the data that were analysed, one row a patient; a missing value is\n"
        "                  an empty cell; text that starts like a formula has an apostrophe\n"
        "codebook.csv      every column of it: what it is, its unit, the meaning of its codes\n"
        "plan.json         every choice that decides a result besides the data\n"
        "results.json      the results in full precision, as they are stored\n"
        "tables/           every table of the run as CSV\n"
        "check.R           computes the main figures again and compares\n"
        "SHA256SUMS        the SHA-256 of every file; sha256sum -c SHA256SUMS checks them"
    )


def _checking() -> str:
    return _(
        "To check the figures, unpack everything into one folder and run\n\n"
        "    Rscript check.R\n\n"
        "It needs R 4.0 or newer and no further package. Areas under curves are also computed\n"
        "with pROC where that is installed. Each line names a figure, R's value, the stored\n"
        "value and their difference, and says whether they agree: they may differ by a\n"
        "millionth of the stored value, since fits and limits of profiles are searched for.\n"
        "The last line counts; the exit status is 1 where any figure differs. Resampled\n"
        "figures hang on the generator of random numbers and are not checked.\n\n"
        "Made again from the same run by the same release, this package is the same bytes."
    )
