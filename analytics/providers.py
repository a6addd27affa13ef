"""What analyses show on the pages of the study and the home page."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics import selectors
from analytics.errors import OlderResults, ScoresClosed
from ra_registry.cohort.access import StudyAccess
from ra_registry.cohort.models import Treatment
from ra_registry.cohort.providers import Figure, Hanging, NextStep, StudyTab
from ra_registry.cohort.voidable import patient_of
from ra_registry.core.models import ClinicalModel
from ra_registry.core.permissions import Permission

TAB = StudyTab(
    label="Analysis",
    url_name="analytics:overview",
    permission=Permission.VIEW_ANALYSES,
    order=50,
    whole_study=True,
)
FIRST_FIGURE = 60


def figures(access: StudyAccess) -> Iterator[Figure]:
    """Yield the key figures of the study's current results, or that they open after lock.

    Two queries where results are kept: the run, and its campaigns.
    """
    if not access.whole_study(Permission.VIEW_ANALYSES):
        return
    # Here, not above: every command of manage.py would load the statistics libraries with it.
    from analytics.key_figures import key_figures
    from analytics.openness import opened

    run = selectors.current_run(access)
    if run is None:
        return
    try:
        report = opened(run, access.user)
        shown = key_figures(report, access.study.code)
    except OlderResults:
        return
    except ScoresClosed as error:
        yield _closed(access, error)
        return
    for place, figure in enumerate(shown):
        value = f"{figure['value']} {figure['unit']}".strip()
        yield Figure(
            label=figure["label"],
            value=value,
            text=_("%(note)s, preliminary") % {"note": figure["note"]}
            if report.preliminary
            else figure["note"],
            url=figure["url"],
            order=FIRST_FIGURE + place,
        )


def _closed(access: StudyAccess, error: ScoresClosed) -> Figure:
    """What stands in the place of results that wait for a campaign's lock."""
    return Figure(
        label=_("Results"),
        value=_("after lock"),
        text=", ".join(one.title for one in error.campaigns),
        url=reverse("analytics:overview", args=[access.study.code]),
        order=FIRST_FIGURE,
    )


def hanging(record: ClinicalModel, access: StudyAccess | None) -> Iterator[Hanging]:
    """Yield the endpoints whose stored analyses count the patient now and will change."""
    if access is None or isinstance(record, Treatment) or record.voided_at is not None:
        return
    # Here for the same reason as above.
    from analytics.datasets.dataset import DataSet, endpoint_column
    from analytics.design.plan import load_plan

    run = selectors.current_run(access)
    if run is None:
        return
    names = {
        endpoint_column(endpoint.key, "event"): endpoint.label
        for endpoint in load_plan(run.plan).endpoints
    }
    frame = DataSet.from_parquet(bytes(run.data_set), ["patient_id", *names]).frame
    rows = frame[frame["patient_id"] == patient_of(record).pk]
    labels = [
        label for column, label in names.items() if column in rows and rows[column].notna().any()
    ]
    n = len(labels)
    page = reverse("analytics:overview", args=[access.study.code])
    shown = access.whole_study(Permission.VIEW_ANALYSES)
    yield Hanging(
        "analyses",
        ngettext("endpoint that counts the patient now", "endpoints that count the patient now", n),
        n,
        tuple((label, page) for label in labels) if shown else (),
    )


def next_steps(access: StudyAccess) -> Iterator[NextStep]:
    """Yield what a person can do about results that failed or that nobody computed yet."""
    if not access.whole_study(Permission.RUN_ANALYSES):
        return
    found = selectors.freshness(access.study.pk)
    url = reverse("analytics:overview", args=[access.study.code])
    if found.state == "failed":
        yield NextStep(
            title="The analysis failed",
            text=found.error,
            url=url,
            count=1,
            order=10,
            urgent=True,
        )
    elif found.state == "never" and found.data_version:
        yield NextStep(
            title="Nothing is computed yet",
            text="Define the endpoints, then let the analysis run.",
            url=url,
            count=1,
            order=60,
        )
    elif found.state == "outdated":
        yield NextStep(
            title=_("Results of older code"),
            text=_("They are computed again by themselves, or at once when you ask for it."),
            url=url,
            count=1,
            order=60,
        )
    elif found.state in {"stale", "cancelled"}:
        yield NextStep(
            title="Newer data than results",
            text="The analysis is older than the study's data.",
            url=url,
            count=1,
            order=60,
        )
