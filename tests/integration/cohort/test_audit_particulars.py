"""The audit trail says what its events hold by labels, never by keys."""

from __future__ import annotations

import pytest

from ra_registry.accounts.models import User
from ra_registry.assays.services.results import set_policy
from ra_registry.cohort.selectors.audit_trail import audit_line
from ra_registry.core.models import AuditEvent
from scoring import services
from scoring.models.protocol import Strategy
from tests.factories.assays import accepted_batch
from tests.factories.scoring import draft_campaign
from tests.factories.world import World

pytestmark = pytest.mark.django_db


def said(kind: str) -> dict[str, str]:
    return dict(audit_line(AuditEvent.objects.filter(kind=kind).latest("pk")).details)


def test_a_campaign_has_its_instrument_features_and_way_of_reading(world: World) -> None:
    manager = world.one.people["data_manager"]
    campaign = draft_campaign(world.one, features=["erosion", "bme"])
    services.add_cases(
        campaign=campaign, planned_visits=[world.one.baseline, world.one.year_one], by=manager
    )
    readers: list[User] = [world.one.people["reader"], world.one.second_reader]
    services.choose_readers(campaign=campaign, readers=readers, strategy=Strategy.FIXED, by=manager)
    made = said("campaign_created")
    assert made["instrument"].startswith("RAMRIS")
    assert made["features"] == "Erosion, Osteitis / bone marrow oedema"
    assigned = said("cases_assigned")
    assert assigned["strategy"] == "The same readers for every case"
    assert assigned["readers"] == "2 readers"


def test_a_rule_for_replicates_has_its_label(world: World) -> None:
    batch = accepted_batch(world.one)
    coordinator = world.one.people["coordinator"]
    set_policy(
        study=world.one.study, panel=batch.panel, replicates="drop", reason="protocol 3",
        by=coordinator,
    )  # fmt: skip
    assert "drop" not in said("result_policy_changed").values()


def test_what_no_part_of_the_registry_knows_any_more_is_shown_as_it_is(world: World) -> None:
    event = AuditEvent(kind="campaign_created", study_code="alpha", data={
        "instrument": "gone-1998", "features": ["gone"], "findings": [{"code": "gone"}],
    })  # fmt: skip
    assert dict(audit_line(event).details) == {
        "instrument": "gone-1998", "features": "gone", "findings": "code gone",
    }  # fmt: skip


def test_a_plan_an_endpoint_and_a_role_are_said() -> None:
    plan = {"version": 2, "changed": ["auc_interval", "sensitivity"], "reason": "protocol 4"}
    endpoint = {"key": "mri-repair", "version": 1, "threshold": "-0.50", "reason": ""}
    event = AuditEvent(kind="plan_changed", study_code="alpha", data={
        "plan": plan, "endpoints": [endpoint], "role": "data_manager", "synthetic": True,
    })  # fmt: skip
    assert dict(audit_line(event).details) == {
        "plan": "version 2: Interval of the AUC, Sensitivity analyses (protocol 4)",
        "endpoints": "mri-repair version 1, threshold -0.50",
        "role": "Data manager",
        "synthetic": "yes",
    }
