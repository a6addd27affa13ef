"""Endpoint definitions: made once, changed by new versions only."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from analytics.design.endpoints.definition import Definition, definition_of
from analytics.design.endpoints.presets import apply_preset
from analytics.design.endpoints.store import (
    create_endpoint,
    endpoints_in_force,
    retire_endpoint,
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
    return apply_preset("paper", study=study, by=manager_of(study), **parts(study))


def changed(endpoint, **values):
    return Definition(**{**vars(definition_of(endpoint)), **values})


def test_the_four_endpoints_of_the_paper(study):
    made = {e.key: (e.side, e.threshold, e.measure, e.version) for e in define(study)}
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
        apply_preset("paper", study=study, by=manager_of(study), **swapped)


def test_visits_must_be_in_order(study):
    swapped = parts(study)
    swapped["baseline"], swapped["follow_up"] = swapped["follow_up"], swapped["baseline"]
    with pytest.raises(EndpointRefused) as refused:
        apply_preset("paper", study=study, by=manager_of(study), **swapped)
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
        ({"measure": "synovitis"}, "measure"),
        ({"threshold": Decimal("-0.5")}, "threshold"),
        ({"side": "below"}, "threshold"),
        ({"side": "beside"}, "side"),
        ({"side": "", "limit_by": "points"}, "side"),
        ({"limit_by": "sdc-95"}, "threshold"),
        ({"limit_by": "inches"}, "limit_by"),
        ({"threshold": None}, "threshold"),
        ({"measure": "total:nothing"}, "measure"),
        ({"measure": "sites:", "sites": ("erosion.NONE",)}, "sites"),
        ({"missing_rule": "observed"}, "missing_rule"),
        ({"follow_up": None}, "missing_rule"),
        ({"reader_rule": "adjudicated"}, "reader_rule"),
        ({"reader_rule": "place-3"}, "reader_rule"),
        ({"label": " "}, "label"),
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
    form |= {"preset": "paper"}
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
    for name, args in (
        ("define-endpoints", []),
        ("create-endpoint", []),
        ("revise-endpoint", ["mri-repair"]),
        ("retire-endpoint", ["mri-repair"]),
    ):
        url = reverse(f"analytics:{name}", args=[study.code, *args])
        assert client.get(url).status_code == client.post(url).status_code == 403
    unknown = reverse("analytics:revise-endpoint", args=[study.code, "nothing"])
    assert sign_in(manager_of(study)).get(unknown).status_code == 404


def test_each_preset_makes_what_it_names(study):
    made = {
        preset: [e.key for e in apply_preset(preset, study=study, by=manager_of(study), **here)]
        for preset, here in (("paper", parts(study)), ("clinical", visits_of(study)))
    }
    assert len(made["paper"]) == 4
    assert "das28-remission" in made["clinical"]
    with pytest.raises(EndpointRefused) as refused:
        apply_preset("inflammation", study=study, by=manager_of(study), **parts(study))
    assert "not all that inflammation" in refused.value.field_errors["measure"][0]


def visits_of(study):
    return {name: visit for name, visit in parts(study).items() if name in VISITS}


VISITS = ("baseline", "follow_up")


@pytest.mark.parametrize("preset", ["mri", "radiographs"])
def test_one_method_is_enough_and_the_other_is_not_asked_for(study, preset):
    wanted = {"mri": "mri", "radiographs": "radiograph"}[preset]
    here = {name: part for name, part in parts(study).items() if name in {wanted, *VISITS}}
    made = apply_preset(preset, study=study, by=manager_of(study), **here)
    assert {e.campaign for e in made} == {here[wanted]}
    with pytest.raises(EndpointRefused) as refused:
        apply_preset(preset, study=study, by=manager_of(study), **visits_of(study))
    assert list(refused.value.field_errors) == [wanted]


def test_an_endpoint_is_made_once_retired_and_brought_back(study):
    by, (baseline, follow_up) = manager_of(study), visits_of(study).values()
    wanted = Definition(
        label="DAS28-CRP remission", variable="das28_crp", baseline=follow_up,
        side="below", limit_by="points", threshold=Decimal("2.60"),
    )  # fmt: skip
    made = create_endpoint(study=study, definition=wanted, by=by)
    assert create_endpoint(study=study, definition=wanted, by=by) == made
    with pytest.raises(EndpointRefused, match="already"):
        create_endpoint(study=study, definition=Definition(
            **{**vars(wanted), "baseline": baseline}), by=by)  # fmt: skip
    ask = {"study": study, "key": made.key, "by": by}
    gone = retire_endpoint(based_on=1, reason="not prespecified", **ask)
    assert (gone.version, endpoints_in_force(study.pk)) == (2, [])
    with pytest.raises(EndpointRefused, match="retired already"):
        retire_endpoint(based_on=2, reason="again", **ask)
    revise_endpoint(based_on=2, definition=wanted, reason="asked for", **ask)
    assert [e.version for e in endpoints_in_force(study.pk)] == [3]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"variable": "height"}, "variable"),
        ({"variable": "eular_das28_crp", "threshold": Decimal(2)}, "follow_up"),
        ({"variable": "boolean_2", "threshold": Decimal(7)}, "threshold"),
        ({"limit_by": "sdc-95", "threshold": None}, "limit_by"),
        ({"limit_by": "per-cent"}, "limit_by"),
    ],
)
def test_clinical_endpoints_that_cannot_be_computed_are_refused_by_field(study, values, field):
    base = {
        "label": "Clinical", "variable": "das28_crp", "baseline": parts(study)["baseline"],
        "side": "below", "limit_by": "points", "threshold": Decimal("2.60"),
    }  # fmt: skip
    with pytest.raises(EndpointRefused) as refused:
        create_endpoint(study=study, definition=Definition(**{**base, **values}),
                        by=manager_of(study))  # fmt: skip
    assert list(refused.value.field_errors) == [field]


def test_any_endpoint_is_made_and_retired_in_the_browser(study, sign_in):
    client = sign_in(manager_of(study))
    visits, mri = visits_of(study), parts(study)["mri"]
    form = {
        "label": "Wrist erosion", "of": f"{mri.pk}/erosion@wrist", "side": "at-least",
        "limit_by": "per-cent", "threshold": "20", "reader_rule": "mean",
        "missing_rule": "strict", **{name: visit.pk for name, visit in visits.items()},
    }  # fmt: skip
    url = reverse("analytics:create-endpoint", args=[study.code])
    assert "erosion@wrist" in client.get(url).content.decode()
    assert client.post(url, {**form, "threshold": "-1"}).status_code == 422
    chosen = {**form, "of": f"{mri.pk}/sites", "sites": "erosion.NONE"}
    assert "sites" in client.post(url, chosen).context["form"].errors
    assert client.post(url, form).status_code == client.post(url, form).status_code == 302
    page = client.get(reverse("analytics:endpoints", args=[study.code])).content.decode()
    assert "Change of erosion, wrist ≥ 20 % of the baseline" in page
    retire = reverse("analytics:retire-endpoint", args=[study.code, "wrist-erosion"])
    assert client.post(retire, {"based_on": 1, "reason": ""}).status_code == 422
    assert client.post(retire, {"based_on": 1, "reason": "not asked for"}).status_code == 302
    page = client.get(reverse("analytics:endpoints", args=[study.code])).content.decode()
    assert "Retired" in page


def remission(study, label):
    return Definition(
        label=label, variable="das28_crp", baseline=visits_of(study)["follow_up"], side="below",
        limit_by="points", threshold=Decimal("2.60"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("label", "key"),
    [("寛解", "endpoint"), ("New", "new-2"), ("Define", "define-2"), ("x" * 90, "x" * 40)],
)
def test_any_name_gives_a_key_of_its_own(study, sign_in, label, key):
    made = create_endpoint(study=study, definition=remission(study, label), by=manager_of(study))
    assert made.key == key
    page = reverse("analytics:revise-endpoint", args=[study.code, key])
    assert label in sign_in(manager_of(study)).get(page).content.decode()


def test_two_names_of_one_key_are_told_apart_and_a_retired_ones_is_free(study):
    by = manager_of(study)
    first, second = (
        create_endpoint(study=study, definition=remission(study, label), by=by)
        for label in ("寛解", "低疾患活動性")
    )
    assert (first.key, second.key) == ("endpoint", "endpoint-2")
    retire_endpoint(study=study, key="endpoint", based_on=1, reason="not asked for", by=by)
    again = create_endpoint(study=study, definition=remission(study, "寛解"), by=by)
    assert again.key == "endpoint-3"
    with pytest.raises(EndpointRefused) as refused:
        revise_endpoint(
            study=study, key="endpoint-2", based_on=1, definition=remission(study, "寛解"),
            reason="same name", by=by,
        )  # fmt: skip
    assert list(refused.value.field_errors) == ["label"]
