"""Work on files that nobody vouches for, in a process that may fail without harm."""

from ra_registry.core.sandbox.limits import Limits
from ra_registry.core.sandbox.outcome import Done, Failed, Failure, Outcome
from ra_registry.core.sandbox.parent import Sandbox

__all__ = ["Done", "Failed", "Failure", "Limits", "Outcome", "Sandbox"]
