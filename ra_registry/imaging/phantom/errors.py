"""What the phantom refuses."""

from __future__ import annotations

from ra_registry.core.errors import DomainError


class PhantomError(DomainError, ValueError):
    """What is to be drawn can't be meant."""

    code = "phantom"


class UnknownSiteError(PhantomError):
    """No bone, joint or tendon of the limb has this site code."""

    code = "phantom_unknown_site"
