"""What each stored field says about a person, and that exports name nobody."""

from __future__ import annotations

import contextlib
import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.apps import apps

from analytics.exports import build as build_module
from analytics.exports.scores import scores_for
from ra_registry.cohort.models import Patient
from tests.contracts.test_models import is_history, stored_models
from tests.contracts.visitor import ask, session_of
from tests.factories.furnished import Furnished

pytestmark = pytest.mark.django_db

CLASSES = {"identifier", "secret", "pseudonymous", "quasi-identifier", "clinical", "technical"}
SHORTEST_TELLING = 6  # a shorter value turns up anywhere by chance


def read_table() -> dict[tuple[str, str], str]:
    """Return the class of each field, by model and name. Indented lines continue the one before."""
    text = Path(__file__).with_name("fields.txt").read_text(encoding="utf-8")
    found: dict[tuple[str, str], str] = {}
    model = kind = ""
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        head, _, names = line.partition(":") if not line.startswith(" ") else ("", "", line)
        if head:
            model, kind = head.split()
        for name in names.split():
            assert (model, name) not in found, f"{model}.{name} stands there twice"
            found[model, name] = kind
    return found


TABLE = read_table()


def stored_fields() -> Iterator[tuple[str, str]]:
    for model in stored_models():
        for field in model._meta.concrete_fields:
            yield model._meta.label, field.name


def test_every_field_has_its_class_and_no_line_is_stale() -> None:
    stored = set(stored_fields())
    assert sorted(stored - TABLE.keys()) == [], "fields without a class"
    assert sorted(TABLE.keys() - stored) == [], "lines without a field"
    assert set(TABLE.values()) == CLASSES


def test_history_keeps_no_secret() -> None:
    """A changed password must not stay readable in the history of its account."""
    for model in apps.get_models():
        if is_history(model):
            label = model.pgh_tracked_model._meta.label
            kept = {field.name for field in model._meta.concrete_fields}
            secret = {name for (of, name), kind in TABLE.items() if (of, kind) == (label, "secret")}
            assert not kept & secret, model


def test_a_patient_is_known_by_nothing_but_a_pseudonym() -> None:
    kinds = {kind for (model, _), kind in TABLE.items() if model == "cohort.Patient"}
    assert kinds == {"pseudonymous", "quasi-identifier", "clinical", "technical"}


def telling_values() -> dict[str, str]:
    """Return every stored value of an identifier or a secret, with where it stands."""
    found: dict[str, str] = {}
    for (label, name), kind in TABLE.items():
        if kind in {"identifier", "secret"}:
            for value in apps.get_model(label)._default_manager.values_list(name, flat=True):
                for text in texts_in(value):
                    if len(text) >= SHORTEST_TELLING:
                        found[text] = f"{label}.{name}"
    return found


def texts_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for part in value.values() for text in texts_in(part))


def parts_of(workbook: bytes, name: str) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(workbook)) as parts:
        return {f"{name}/{part}": parts.read(part) for part in parts.namelist()}


@pytest.fixture
def files(city: Furnished, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """Everything in an export of study one; a workbook counts as the files it consists of."""
    monkeypatch.setattr(build_module, "consistent_snapshot", contextlib.nullcontext)
    built = build_module.build(
        study=city.one.study,
        target=tmp_path / "export.zip",
        purpose="contract",
        at=datetime(2024, 6, 1, tzinfo=UTC),
        progress=lambda *_: None,
        scores=scores_for(city.one.study.pk, city.one.world.people["data_manager"]),
    )
    content: dict[str, bytes] = {}
    with zipfile.ZipFile(built.path) as archive:
        for name in archive.namelist():
            content[name] = archive.read(name)
            if name.endswith(".xlsx"):
                content |= parts_of(content[name], name)
    return content


def test_an_export_names_nobody_and_opens_nothing(city: Furnished, files: dict[str, bytes]) -> None:
    # Audit data name batches and purposes as well, which an export may repeat.
    values = {
        text: where for text, where in telling_values().items() if where != "core.AuditEvent.data"
    }
    assert {"accounts.User.email", "accounts.User.full_name", "scoring.Reading.signed_as"} <= set(
        values.values()
    )
    found = [
        f"{where} in {name}"
        for text, where in values.items()
        for name, content in files.items()
        if text.encode() in content
    ]
    assert not found


@pytest.mark.parametrize(
    "path",
    ["patients/download/", "assays/batches/{token}/measurements/", "analysis/tables/flow.csv"],
)
@pytest.mark.usefixtures("in_the_city")
def test_no_table_that_is_downloaded_names_anybody(city: Furnished, path: str) -> None:
    session = session_of(city.world.one.people["data_manager"])
    base = f"/studies/{city.one.study.code}/"
    reply = ask("GET", base + path.format(token=city.one.batch.token), session=session)
    assert reply.status == 200
    assert reply.headers["Content-Type"].startswith("text/csv")
    # Audit data name patients by their study code, as these tables do.
    codes = set(Patient.objects.values_list("pseudonym", flat=True))
    values = {text: where for text, where in telling_values().items() if text not in codes}
    assert not [where for text, where in values.items() if text.encode() in reply.body]


def test_the_search_would_find_a_name(city: Furnished, files: dict[str, bytes]) -> None:
    everything = b"".join(files.values())
    assert city.one.north.patient.pseudonym.encode() in everything
    assert city.one.north.sample.code.encode() in everything
