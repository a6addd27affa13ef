"""Storing versions of endpoints, and finding those in force."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from analytics.design.endpoints.check import check
from analytics.design.endpoints.definition import Definition, definition_of
from analytics.errors import EndpointRefused, EndpointSuperseded
from analytics.models import EndpointDefinition
from ra_registry.accounts.models import User
from ra_registry.cohort.freshness import mark_study_changed
from ra_registry.cohort.models import Study
from ra_registry.core import audit
from ra_registry.core.events import EventKind

LONGEST_KEY = 40
# Words that stand in the place of a key in an address.
RESERVED = frozenset({"define", "new"})


def latest_versions(study_id: int) -> list[EndpointDefinition]:
    """Return the latest version of each of the study's endpoints, retired ones too. One query."""
    return list(
        EndpointDefinition.objects.filter(study_id=study_id)
        .order_by("key", "-version")
        .distinct("key")
        .select_related("campaign", "baseline", "follow_up")
    )


def endpoints_in_force(study_id: int) -> list[EndpointDefinition]:
    """Return the latest version of each endpoint that isn't retired. One query."""
    return [one for one in latest_versions(study_id) if not one.retired]


@transaction.atomic
def create_endpoint(*, study: Study, definition: Definition, by: User) -> EndpointDefinition:
    """Store the first version of a new endpoint, under a key made of its label.

    A label without Latin letters or digits gives the key ``endpoint``, with a number from the
    second on. A double click finds what the first click stored and returns it. Raises
    EndpointRefused where the definition can't be computed or its label is another endpoint's.
    """
    lock(study)
    return add_endpoints(study, [(slugify(definition.label), definition)], by=by)[0]


def add_endpoints(
    study: Study, wanted: Sequence[tuple[str, Definition]], *, by: User | None
) -> list[EndpointDefinition]:
    """Store what isn't there yet, in one audit event; the study is locked by the caller.

    A key that is taken, perhaps by a retired endpoint, gets a number. Raises EndpointRefused for a
    definition that can't be computed, or whose label is another endpoint's in force.
    """
    known = {endpoint.key: endpoint for endpoint in latest_versions(study.pk)}
    found, made = [], []
    for asked, definition in wanted:
        check(study, definition)
        in_force = [one for one in known.values() if not one.retired]
        same = next((one for one in in_force if definition_of(one) == definition), None)
        if same is not None:
            found.append(same)
            continue
        _refuse_label_in_use(definition, in_force)
        key = _free_key(asked, known)
        stored = _store(study, key, 1, definition, reason="", by=by)
        known[key] = stored
        found.append(stored)
        made.append(stored)
    if made:
        _record(study, made, by)
    return found


@transaction.atomic
def revise_endpoint(
    *, study: Study, key: str, based_on: int, definition: Definition, reason: str, by: User
) -> EndpointDefinition:
    """Store the next version of an endpoint; the earlier ones stay what they were.

    A retired endpoint comes into force again with its new version.

    Args:
        based_on: the version that the form started from.
        reason: why it changes.

    Raises:
        EndpointSuperseded: a newer version was stored meanwhile.
        EndpointRefused: nothing changes, no reason is given, or the definition doesn't fit.
    """
    latest = _latest(study, key, based_on)
    _needs_reason(reason)
    if definition == definition_of(latest) and not latest.retired:
        raise EndpointRefused(_("Nothing was changed, so no new version was stored."))
    check(study, definition)
    others = [one for one in endpoints_in_force(study.pk) if one.key != key]
    _refuse_label_in_use(definition, others)
    made = _store(study, key, latest.version + 1, definition, reason=reason.strip(), by=by)
    _record(study, [made], by)
    return made


@transaction.atomic
def retire_endpoint(
    *, study: Study, key: str, based_on: int, reason: str, by: User
) -> EndpointDefinition:
    """Store a version that takes an endpoint out of force; results that used it keep it.

    Raises as `revise_endpoint`; EndpointRefused where it is retired already.
    """
    latest = _latest(study, key, based_on)
    _needs_reason(reason)
    if latest.retired:
        raise EndpointRefused(_("“%(label)s” is retired already.") % {"label": latest.label})
    made = _store(
        study,
        key,
        latest.version + 1,
        definition_of(latest),
        reason=reason.strip(),
        by=by,
        retired=True,
    )
    _record(study, [made], by)
    return made


def _refuse_label_in_use(definition: Definition, others: Sequence[EndpointDefinition]) -> None:
    if definition.label in {one.label for one in others}:
        words = _("The study has an endpoint “%(label)s” already; choose another name.")
        problem = words % {"label": definition.label}
        raise EndpointRefused(problem, field_errors={"label": [problem]})


def _free_key(asked: str, taken: Collection[str]) -> str:
    """Return a key that no endpoint of the study has, and that no address of a page is."""
    start = asked[:LONGEST_KEY].strip("-") or "endpoint"
    key, number = start, 1
    while key in taken or key in RESERVED:
        number += 1
        ending = f"-{number}"
        key = start[: LONGEST_KEY - len(ending)].strip("-") + ending
    return key


def lock(study: Study) -> None:
    """Let two requests at once follow each other: the second finds what the first stored."""
    Study.objects.select_for_update().get(pk=study.pk)


def _latest(study: Study, key: str, based_on: int) -> EndpointDefinition:
    lock(study)
    latest = (
        EndpointDefinition.objects.filter(study=study, key=key)
        .select_related("campaign", "baseline", "follow_up")
        .order_by("-version")
        .first()
    )
    if latest is None:
        raise EndpointRefused(_("The study has no endpoint “%(key)s”.") % {"key": key})
    if latest.version != based_on:
        raise EndpointSuperseded(latest)
    return latest


def _needs_reason(reason: str) -> None:
    if not reason.strip():
        raise EndpointRefused(
            _("A new version says why."), field_errors={"reason": [_("Say why it changes.")]}
        )


def _store(
    study: Study,
    key: str,
    version: int,
    definition: Definition,
    *,
    reason: str,
    by: User | None,
    retired: bool = False,
) -> EndpointDefinition:
    said = {**vars(definition), "sites": list(definition.sites)}
    return EndpointDefinition.objects.create(
        study=study,
        key=key,
        version=version,
        reason=reason,
        created_by=by,
        retired=retired,
        **said,
    )


def _record(study: Study, made: Sequence[EndpointDefinition], by: User | None) -> None:
    mark_study_changed(study.pk)
    audit.record(
        EventKind.PLAN_CHANGED,
        by=by,
        study_code=study.code,
        target=made[0],
        data={
            "endpoints": [
                {
                    "key": endpoint.key,
                    "version": endpoint.version,
                    "threshold": None if endpoint.threshold is None else str(endpoint.threshold),
                    "retired": endpoint.retired,
                    "reason": endpoint.reason,
                }
                for endpoint in made
            ]
        },
    )
