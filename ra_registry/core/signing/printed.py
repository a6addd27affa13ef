"""A signature as pages and print show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ra_registry.core.signing.signature import Signature


@dataclass(frozen=True)
class Printed:
    """What stands wherever a signed record is shown: `_components/signature.html`.

    ``superseded_as`` and ``superseded_because`` are empty while the signature is in force.
    """

    name: str
    at: datetime
    statement: str
    content_hash: str
    superseded_at: datetime | None = None
    superseded_as: str = ""
    superseded_because: str = ""


def printed(signature: Signature) -> Printed:
    """Return a stored signature as it is shown."""
    return Printed(
        name=signature.signed_as,
        at=signature.signed_at,
        statement=signature.statement,
        content_hash=signature.content_hash,
        superseded_at=signature.superseded_at,
        superseded_as=signature.superseded_as,
        superseded_because=signature.superseded_because,
    )
