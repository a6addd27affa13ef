"""Granting and ending roles, and accounts for new members."""

from __future__ import annotations

from dataclasses import dataclass

import pghistory
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from ra_registry.accounts.models import User
from ra_registry.accounts.services import create_user
from ra_registry.cohort.models import Centre, Membership, Study
from ra_registry.cohort.services.records import field_problem, insert, needs_reason
from ra_registry.core import audit
from ra_registry.core.errors import Conflict
from ra_registry.core.events import EventKind
from ra_registry.core.roles import DATA_MANAGER, READER, ROLES


@dataclass(frozen=True)
class Invitation:
    """A new member and the address at which they set their password, once."""

    membership: Membership
    password_path: str


@transaction.atomic
def grant_role(
    *, by: User, study: Study, user: User, role: str, centre: Centre | None = None
) -> Membership:
    """Give a person a role in the whole study, or for one centre.

    Raises:
        AlreadyRecorded: they hold it.
        Conflict: a reader would get a second role, or another role's holder become a reader.
        ValidationFailed: the centre is of another study, or a reader's role is for one centre.
    """
    if centre is not None and centre.study_id != study.pk:
        raise field_problem("centre", f"{centre} is a centre of another study.")
    if not user.is_active:
        raise field_problem("email", f"The account of {user} is closed.")
    _keep_readers_apart(study, user, role)
    membership = insert(
        Membership(study=study, user=user, role=role, centre=centre),
        by=by,
        existing=lambda: (
            Membership.objects.current()
            .filter(study=study, user=user, role=role, centre=centre)
            .first()
        ),
        message=f"{user} holds this role already.",
    )
    audit.record(
        EventKind.ROLE_GRANTED,
        by=by,
        study_code=study.code,
        target=membership,
        data=_role_data(membership),
    )
    return membership


@transaction.atomic
def invite(
    *,
    by: User,
    study: Study,
    email: str,
    full_name: str,
    role: str,
    centre: Centre | None = None,
) -> Invitation:
    """Create an account with a role, and return the link with which the person sets a password.

    The link works once and for ``PASSWORD_RESET_TIMEOUT`` seconds; no mail server is needed, since
    whoever asked hands it over.

    Raises:
        Conflict: an account with the address exists.
        ValidationFailed: see ``accounts.services.create_user`` and ``grant_role``.
    """
    user = create_user(email=email, full_name=full_name, by=by)
    membership = grant_role(by=by, study=study, user=user, role=role, centre=centre)
    key = default_token_generator.make_token(user)
    path = reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(user), "key": key},
    )
    return Invitation(membership, path)


@transaction.atomic
def end_role(*, by: User, membership: Membership, reason: str) -> Membership:
    """End a role; the row stays as history. Ending it twice changes nothing.

    Raises:
        Conflict: it is the study's last data manager for all centres.
        ValidationFailed: no reason is given.
    """
    needs_reason(reason)
    # Two data managers who end each other at the same moment wait for each other here.
    Study.objects.select_for_update(no_key=True).get(pk=membership.study_id)
    stored = Membership.objects.select_related("user", "study", "centre").get(pk=membership.pk)
    if stored.ended_at is not None:
        return stored
    _keep_a_data_manager(stored)
    stored.ended_at = timezone.now()
    stored.ended_by = by
    with pghistory.context(user=by.pk, reason=reason.strip()):
        stored.save(update_fields=["ended_at", "ended_by"])
    audit.record(
        EventKind.ROLE_ENDED,
        by=by,
        study_code=stored.study.code,
        target=stored,
        data={**_role_data(stored), "reason": reason.strip()},
    )
    return stored


def _keep_readers_apart(study: Study, user: User, role: str) -> None:
    """Say in a sentence what the database would refuse as well: a reader holds no other role."""
    held = list(Membership.objects.current().filter(study=study, user=user))
    if role == READER.key and any(one.role != READER.key for one in held):
        names = ", ".join(sorted({ROLES[one.role].name.lower() for one in held}))
        raise Conflict(
            f"{user} is {names} in this study and knows its data, so they can't read blinded. "
            "End that role first, or choose another reader."
        )
    if role != READER.key and any(one.role == READER.key for one in held):
        raise Conflict(
            f"{user} reads blinded in this study; any other role would show them its data. "
            "End the reader's role first, or choose somebody else."
        )


def _keep_a_data_manager(ending: Membership) -> None:
    if ending.role != DATA_MANAGER.key or ending.centre_id is not None:
        return
    managers = Membership.objects.current().filter(role=DATA_MANAGER.key, centre=None)
    if not managers.filter(study=ending.study_id).exclude(pk=ending.pk).exists():
        raise Conflict(
            "This is the study's last data manager. Give the role to somebody else first."
        )


def _role_data(membership: Membership) -> dict[str, str]:
    return {
        "email": membership.user.email,
        "role": membership.role,
        "centre": membership.centre.code if membership.centre else "",
    }
