"""The API against its own schema, with input that fits the schema and input that doesn't.

Every request names things that exist, so that it gets past the look-up, and is taken back after
its answer.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core import signals
from django.db import close_old_connections
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from ra_registry.wsgi import application
from tests.contracts.visitor import undone
from tests.factories.furnished import Furnished, furnish

EXAMPLES = 4
CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]
SCHEMA = schemathesis.openapi.from_dict(SchemaGenerator().get_schema(public=True))
SCHEMA.app = application
OPERATIONS = [result.ok() for result in SCHEMA.get_all_operations()]


@pytest.fixture(scope="module")
def furnished(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Furnished]:
    """One furnished world for the whole module."""
    exports = tmp_path_factory.mktemp("exports-of-the-fuzz")
    with (
        django_db_blocker.unblock(),
        undone(),
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr("django.conf.settings.EXPORT_DIR", exports)
        yield furnish()


@pytest.fixture(autouse=True)
def _quiet_and_on_one_connection() -> Iterator[None]:
    """The server closes its connection after a request; the test's transaction needs it."""
    logging.disable(logging.CRITICAL)  # hundreds of refusals would be hundreds of lines
    for signal in (signals.request_started, signals.request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (signals.request_started, signals.request_finished):
        signal.connect(close_old_connections)
    logging.disable(logging.NOTSET)


def names(path: str, furnished: Furnished) -> dict[str, Any]:
    """Return what stands in an address of the first study."""
    things, north = furnished.one, furnished.one.north
    ids = {
        "visits": north.visit.pk,
        "assessments": north.assessment.pk,
        "treatments": north.treatment.pk,
        "questions": north.question.pk,
        "examinations": north.examination.pk,
        "readings": north.reading.pk,
        "site-scores": north.score_id,
        "measurements": north.measurement_id,
        "analyses": things.run.pk,
    }
    tokens = {
        "cases": things.waiting.token,
        "assay-files": things.staged.token,
        "batches": things.batch.token,
        "exports": things.export.token,
    }
    list_of = (
        path.split("/{id}/", maxsplit=1)[0].split("/{token}/", maxsplit=1)[0].rsplit("/", 1)[-1]
    )
    known = {
        "code": things.study.code,
        "campaign_code": things.campaign.code,
        "pseudonym": north.patient.pseudonym,
        "kind": "patient",
        "key": north.patient.pseudonym,
        "sample_code": north.sample.code,
        "id": ids.get(list_of),
        "token": str(tokens.get(list_of)),
    }
    return {name: value for name, value in known.items() if f"{{{name}}}" in path}


@pytest.mark.parametrize("mode", list(GenerationMode), ids=str)
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.label)
@pytest.mark.django_db
def test_every_answer_is_one_that_the_schema_knows(
    operation: Any, mode: GenerationMode, furnished: Furnished
) -> None:
    things = furnished.one
    person = things.reader if "/reading/" in operation.path else things.world.people["data_manager"]

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(
        case=operation.as_strategy(
            generation_mode=mode, path_parameters=names(operation.path, furnished)
        )
    )
    def ask(case: Any) -> None:
        headers = {"Authorization": f"Bearer {furnished.secrets[person.pk]}"}
        with undone():
            case.call_and_validate(headers=headers, checks=CHECKS)

    ask()
