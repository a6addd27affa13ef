"""What can't be signed. Each message says why and what to do."""

from __future__ import annotations

from ra_registry.core.errors import Conflict


class ProofRefused(Conflict):
    """The proof is used, too old, or of something else. Nothing was signed."""

    code = "proof_refused"


class AlreadySigned(Conflict):
    """The person's signature of this act is in force already."""

    code = "already_signed"
