"""What no code carries out is in no campaign, those of before included."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.db import IntegrityError, connection, transaction

from scoring.models import Campaign
from tests.factories.scoring import draft_campaign, open_for_reading
from tests.factories.world import World

pytestmark = pytest.mark.django_db


def test_an_opened_campaign_of_before_says_what_was_done(world: World) -> None:
    campaign = open_for_reading(world.one)
    migration = import_module("scoring.migrations.0003_known_choices")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # nothing may wait when a table is altered
        cursor.execute("ALTER TABLE scoring_campaign DROP CONSTRAINT scoring_campaign_adjudication")
        cursor.execute("ALTER TABLE scoring_campaign DROP CONSTRAINT scoring_campaign_adjudicated")
        cursor.execute("ALTER TABLE scoring_campaign DISABLE TRIGGER USER")
        cursor.execute("UPDATE scoring_campaign SET adjudication = 'third-reader'")
        cursor.execute("ALTER TABLE scoring_campaign ENABLE TRIGGER USER")
        cursor.execute(migration.NOTHING_WAS_ADJUDICATED)
    assert Campaign.objects.get(pk=campaign.pk).adjudication == "none"


@pytest.mark.parametrize("column", ["adjudication", "surgery_policy"])
def test_the_database_takes_no_other(world: World, column: str) -> None:
    campaign = draft_campaign(world.one)
    with pytest.raises(IntegrityError, match="scoring_campaign_"), transaction.atomic():
        Campaign.objects.filter(pk=campaign.pk).update(**{column: "unheard-of"})
