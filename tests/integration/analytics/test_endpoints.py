"""Endpoint definitions: made once, changed by new versions only."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from analytics.endpoints import (
    Definition,
    create_default_endpoints,
    definition_of,
    endpoints_in_force,
    revise_endpoint,
)
from analytics.errors import EndpointRefused, EndpointSuperseded
from analytics.models import EndpointDefinition
from ra_registry.cohort.freshness import data_version
from ra_registry.cohort.models import PlannedVisit
from ra_registry.core.audit import AuditEvent
from tests.factories.cohorts import make_campaign, make_study, manager_of
from tests.factories.people import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def study():
    study = make_study()
    make_campaign(study, "mri", "ramris-2016", features=["erosion", "bme"])
    make_campaign(study, "xr", "svdh")
    return study


def parts(study):
    baseline, follow_up = PlannedVisit.objects.filter(study=study).order_by("day")
    campaigns = {c.code: c for c in study.campaigns.all()}
    return {
        "mri": campaigns["mri"],
        "radiograph": campaigns["xr"],
        "baseline": baseline,
        "follow_up": follow_up,
    }


def define(study):
    return create_default_endpoints(study=study, by=manager_of(study), **parts(study))


def changed(endpoint, **values):
    return Definition(**{**vars(definition_of(endpoint)), **values})


def test_the_four_endpoints_of_the_paper(study):
    made = {e.key: (e.direction, e.threshold, e.feature, e.version) for e in define(study)}
    assert made == {
        "mri-progression": ("above", Decimal("0.50"), "erosion", 1),
        "mri-repair": ("below", Decimal("-0.50"), "erosion", 1),
        "xr-progression": ("above", Decimal("0.50"), "erosion", 1),
        "xr-repair": ("below", Decimal("-0.50"), "erosion", 1),
    }
    assert data_version(study.pk) == 1
    assert AuditEvent.objects.get(kind="plan_changed").study_code == study.code


def test_defining_twice_is_defining_once(study):
    first, second = define(study), define(study)
    assert {e.pk for e in first} == {e.pk for e in second}


def test_campaigns_must_fit_their_modality(study):
    swapped = parts(study)
    swapped["mri"], swapped["radiograph"] = swapped["radiograph"], swapped["mri"]
    with pytest.raises(EndpointRefused, match="reads no MRI"):
        create_default_endpoints(study=study, by=manager_of(study), **swapped)


def test_visits_must_be_in_order(study):
    swapped = parts(study)
    swapped["baseline"], swapped["follow_up"] = swapped["follow_up"], swapped["baseline"]
    with pytest.raises(EndpointRefused) as refused:
        create_default_endpoints(study=study, by=manager_of(study), **swapped)
    assert "follow_up" in refused.value.field_errors


def test_a_new_version_leaves_the_old_one(study):
    latest = next(e for e in define(study) if e.key == "mri-progression")
    made = revise_endpoint(
        study=study, key=latest.key, based_on=1, definition=changed(latest, threshold=Decimal(1)),
        reason="Above the measurement error.", by=manager_of(study),
    )  # fmt: skip
    assert (made.version, made.threshold) == (2, 1)
    assert EndpointDefinition.objects.filter(key=latest.key).count() == 2
    in_force = {e.key: e.version for e in endpoints_in_force(study.pk)}
    assert in_force == {"mri-progression": 2, "mri-repair": 1, "xr-progression": 1, "xr-repair": 1}
    assert data_version(study.pk) == 2


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"feature": "synovitis"}, "feature"),
        ({"threshold": Decimal("-0.5")}, "threshold"),
        ({"direction": "below"}, "threshold"),
    ],
)
def test_what_cannot_be_computed_is_refused_by_field(study, values, field):
    latest = next(e for e in define(study) if e.key == "mri-progression")
    with pytest.raises(EndpointRefused) as refused:
        revise_endpoint(
            study=study, key=latest.key, based_on=1, definition=changed(latest, **values),
            reason="Try", by=manager_of(study),
        )  # fmt: skip
    assert list(refused.value.field_errors) == [field]


def test_a_reason_and_a_change_are_needed(study):
    latest = define(study)[0]
    ask = {"study": study, "key": latest.key, "based_on": 1, "by": manager_of(study)}
    with pytest.raises(EndpointRefused, match="says why"):
        revise_endpoint(definition=changed(latest, threshold=Decimal(1)), reason=" ", **ask)
    with pytest.raises(EndpointRefused, match="Nothing was changed"):
        revise_endpoint(definition=definition_of(latest), reason="Same", **ask)


def test_a_stale_form_is_refused(study):
    latest = define(study)[0]
    ask = {"study": study, "key": latest.key, "based_on": 1, "reason": "x", "by": manager_of(study)}
    revise_endpoint(definition=changed(latest, threshold=Decimal(1)), **ask)
    with pytest.raises(EndpointSuperseded):
        revise_endpoint(definition=changed(latest, threshold=Decimal(2)), **ask)


def test_another_studys_campaign_is_refused(study):
    latest = next(e for e in define(study) if e.key == "mri-progression")
    other = make_study("other")
    foreign = make_campaign(other, "mri", "ramris-2016")
    with pytest.raises(EndpointRefused) as refused:
        revise_endpoint(
            study=study, key=latest.key, based_on=1, definition=changed(latest, campaign=foreign),
            reason="x", by=manager_of(study),
        )  # fmt: skip
    assert "campaign" in refused.value.field_errors


@pytest.mark.parametrize(
    "sql", ["UPDATE analytics_endpointdefinition SET threshold = 9",
            "DELETE FROM analytics_endpointdefinition"],
)  # fmt: skip
def test_a_stored_definition_never_changes(study, sql):
    define(study)
    with (
        pytest.raises(DatabaseError, match="Cannot"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


def test_a_data_manager_defines_and_revises_in_the_browser(study, sign_in):
    client = sign_in(manager_of(study))
    form = {name: record.pk for name, record in parts(study).items()}
    response = client.post(reverse("analytics:define-endpoints", args=[study.code]), form)
    assert response.status_code == 302
    url = reverse("analytics:revise-endpoint", args=[study.code, "mri-progression"])
    start = client.get(url).context["form"].initial
    data = {
        **{k: getattr(v, "pk", v) for k, v in start.items()}, "threshold": "1.00", "reason": "SDC",
    }  # fmt: skip
    assert client.post(url, data).status_code == 302
    again = client.post(url, data)
    assert again.status_code == 422
    assert "was stored after you opened the form" in again.content.decode()
    page = client.get(reverse("analytics:endpoints", args=[study.code])).content.decode()
    assert "SDC" in page


def test_wrong_input_comes_back_beside_its_field(study, sign_in):
    define(study)
    client = sign_in(manager_of(study))
    url = reverse("analytics:revise-endpoint", args=[study.code, "mri-progression"])
    start = client.get(url).context["form"].initial
    data = {k: getattr(v, "pk", v) for k, v in start.items()}
    response = client.post(url, {**data, "threshold": "-1", "reason": "x"})
    assert response.status_code == 422
    assert "threshold" in response.context["form"].errors
    assert client.post(url, {**data, "threshold": "many"}).status_code == 422


def test_only_data_managers_define(study, sign_in):
    define(study)
    investigator = UserFactory()
    MembershipFactory(study=study, user=investigator, role="investigator")
    client = sign_in(investigator)
    for name, args in (("define-endpoints", []), ("revise-endpoint", ["mri-repair"])):
        url = reverse(f"analytics:{name}", args=[study.code, *args])
        assert client.get(url).status_code == client.post(url).status_code == 403
    unknown = reverse("analytics:revise-endpoint", args=[study.code, "nothing"])
    assert sign_in(manager_of(study)).get(unknown).status_code == 404
