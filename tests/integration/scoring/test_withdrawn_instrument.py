"""An instrument whose file is gone: withdrawn, readable for good, and offered to nobody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.core.management import call_command
from django.db import Error, transaction
from django.test import Client

from analytics.exports.scoring_tables import SITE_SCORES
from ra_registry.accounts.models import User
from ra_registry.core.errors import ValidationFailed
from scoring import reference_data
from scoring.instruments import UnknownInstrumentError, all_instruments, get_instrument
from scoring.models import Campaign, InstrumentItem, InstrumentRow, Reading
from scoring.reference_data import InstrumentChangedError, store_instruments
from scoring.services import Protocol, create_campaign
from tests.factories.instruments import PDUS_FOLDER, added_folder
from tests.factories.scoring import (
    draft_campaign,
    fields_of,
    first_assignment,
    having_said_why,
    submitted_reading,
)
from tests.factories.ultrasound import (
    CAMPAIGN,
    UltrasoundStudy,
    make_ultrasound_study,
    open_campaign,
    record_ultrasound,
)
from tests.factories.world import World

pytestmark = pytest.mark.django_db

NAME = "EULAR-OMERACT PDUS"
PDUS = Protocol("Once more", "pdus", ["synovitis"])


@pytest.fixture
def made() -> UltrasoundStudy:
    return make_ultrasound_study()


@pytest.fixture
def manager(made: UltrasoundStudy, sign_in: Callable[..., Client]) -> Client:
    return sign_in(made.manager)


@pytest.fixture
def reading(made: UltrasoundStudy, manager: Client) -> Reading:
    """A reading that was submitted while the instrument was there; it is gone now."""
    with added_folder(PDUS_FOLDER):
        record_ultrasound(made, manager)
        campaign = open_campaign(made, manager)
        found = submitted_reading(first_assignment(campaign, made.readers[0]), 2)
    call_command("migrate", verbosity=0)
    return found


def test_migrating_marks_it_once_and_keeps_its_rows(reading: Reading) -> None:
    row = InstrumentRow.objects.get(key="pdus")
    assert row.withdrawn_at is not None
    call_command("migrate", verbosity=0)
    assert InstrumentRow.objects.get(key="pdus").withdrawn_at == row.withdrawn_at
    assert InstrumentItem.objects.filter(instrument="pdus").count() == 40
    assert not InstrumentRow.objects.filter(withdrawn_at=None, key="pdus").exists()
    assert InstrumentRow.objects.filter(withdrawn_at=None).count() == len(all_instruments())


def test_what_was_read_stays_readable(
    made: UltrasoundStudy, manager: Client, reading: Reading, sign_in: Callable[[User], Client]
) -> None:
    having_said_why(manager)
    for path in ("campaigns/", "campaigns/sono/", f"readings/{reading.pk}/"):
        page = manager.get(made.base + path)
        assert page.status_code == 200
        assert NAME in page.content.decode()
    page = manager.get(f"{made.base}readings/{reading.pk}/").content.decode()
    assert "Power Doppler, right hand" in page
    assert "Grey-scale synovitis, both hands" in page
    reader = sign_in(made.readers[0])
    own = reader.get(f"/reading/{reading.assignment.token}/").content.decode()
    assert "Power Doppler, right hand" in own
    assert fields_of(own) == {}


def test_it_is_known_by_key_and_offered_to_nobody(reading: Reading) -> None:
    assert get_instrument("pdus").name == NAME
    assert "pdus" not in {one.key for one in all_instruments()}


def test_its_scores_are_exported_with_its_names(reading: Reading) -> None:
    [feature] = [column for column in SITE_SCORES.columns if column.name == "feature"]
    assert feature.meanings()["doppler"] == "Power Doppler"


def test_no_campaign_can_choose_it(
    made: UltrasoundStudy, manager: Client, reading: Reading
) -> None:
    new = f"{made.base}campaigns/new/"
    assert NAME not in manager.get(new).content.decode()
    assert manager.post(new, CAMPAIGN | {"code": "again"}).status_code == 400
    with pytest.raises(ValidationFailed, match="is withdrawn"):
        create_campaign(study=made.study, code="again", protocol=PDUS, by=made.manager)
    campaign = Campaign.objects.get()
    campaign.pk, campaign.code = None, "again"
    with pytest.raises(Error, match="no instrument pdus"), transaction.atomic():
        campaign.save(force_insert=True)


def test_a_draft_that_chose_it_is_not_opened(world: World) -> None:
    with added_folder(PDUS_FOLDER):
        draft_campaign(world.one, instrument="pdus")
    client = Client()
    client.force_login(world.one.people["data_manager"])
    page = client.get("/studies/alpha/campaigns/mri/").content.decode()
    assert f"{NAME} is withdrawn: choose another instrument." in page


def test_back_with_its_file_it_is_offered_again(reading: Reading) -> None:
    with added_folder(PDUS_FOLDER):
        assert InstrumentRow.objects.get(key="pdus").withdrawn_at is None
        assert "pdus" in {one.key for one in all_instruments()}


def test_a_key_that_never_was_is_unknown() -> None:
    with pytest.raises(UnknownInstrumentError, match="larsen"):
        get_instrument("larsen")


def test_an_instrument_that_is_there_keeps_its_sites(monkeypatch: pytest.MonkeyPatch) -> None:
    first, *others = all_instruments()
    fewer = replace(first, items=first.items[:-1], totals=())
    monkeypatch.setattr(reference_data, "all_instruments", lambda: (fewer, *others))
    with pytest.raises(InstrumentChangedError, match="items the code lacks"):
        store_instruments()
