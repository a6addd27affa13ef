"""Rules about accounts that depend on what an account may do elsewhere."""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings

from ra_registry.accounts.models import User

# Memberships live above this package, so the study side registers who needs a second factor.
_demands: list[Callable[[User], bool]] = []


def demand_mfa_when(rule: Callable[[User], bool]) -> None:
    """Register a rule; an account that any rule holds for needs a second factor."""
    if rule not in _demands:
        _demands.append(rule)


def mfa_required_for(user: User) -> bool:
    """Tell whether the account needs a second factor."""
    return user.is_administrator or any(rule(user) for rule in _demands)


def lacks_second_factor(user: User) -> bool:
    """Tell whether the site demands a second factor that the account has not set up."""
    return (
        settings.REQUIRE_MFA_FOR_DATA_MANAGERS
        and mfa_required_for(user)
        and not is_mfa_enabled(user)
    )
