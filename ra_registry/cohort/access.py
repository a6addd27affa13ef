"""The one way into a study: 404 outside one's studies, 403 inside without the right."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404

from ra_registry.accounts.models import User
from ra_registry.cohort.models import Membership, Study
from ra_registry.core.permissions import Permission
from ra_registry.core.roles import ROLES


@dataclass(frozen=True)
class StudyAccess:
    """A study as one person may use it."""

    study: Study
    user: User
    memberships: tuple[Membership, ...]
    seen: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)
    """What this request has read already, for providers that need the same numbers."""

    @property
    def permissions(self) -> frozenset[Permission]:
        """Every right held in the study, for all or only some centres."""
        return frozenset().union(*(ROLES[m.role].permissions for m in self.memberships))

    @property
    def role_names(self) -> list[str]:
        return sorted({ROLES[m.role].name for m in self.memberships})

    def allows(self, permission: Permission) -> bool:
        return permission in self.permissions

    def centre_ids(self, permission: Permission) -> frozenset[int] | None:
        """Return the centres where ``permission`` is held; None means every centre."""
        holding = [m for m in self.memberships if permission in ROLES[m.role].permissions]
        if any(m.centre_id is None for m in holding):
            return None
        return frozenset(m.centre_id for m in holding if m.centre_id is not None)

    def whole_study(self, permission: Permission) -> bool:
        """Tell whether ``permission`` is held for every centre."""
        return self.allows(permission) and self.centre_ids(permission) is None


def studies_of(user: User) -> list[StudyAccess]:
    """Return every study in which the person holds a role, by code. One query."""
    held: dict[Study, list[Membership]] = {}
    memberships = Membership.objects.held_by(user).select_related("study", "centre")
    for membership in memberships.order_by("study__code", "role"):
        held.setdefault(membership.study, []).append(membership)
    return [StudyAccess(study, user, tuple(roles)) for study, roles in held.items()]


def study_access(
    user: User, code: str, permission: Permission, *, whole_study: bool = False
) -> StudyAccess:
    """Return the study ``code`` if the person may use ``permission`` in it. Two queries.

    Args:
        user: who asks.
        code: the study's code, from the address.
        permission: the right the page needs.
        whole_study: also demand that it is held for every centre, where the page shows something
            of all centres together.

    Raises:
        Http404: the person holds no role in the study, or there is none of that code.
        PermissionDenied: the person holds a role that lacks the right.
    """
    study = Study.objects.visible_to(user).filter(code=code).first()
    if study is None:
        raise Http404
    held = tuple(Membership.objects.held_by(user).filter(study=study).select_related("centre"))
    access = StudyAccess(study, user, held)
    if not access.allows(permission) or (whole_study and not access.whole_study(permission)):
        raise PermissionDenied
    return access
