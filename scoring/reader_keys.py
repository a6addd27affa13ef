"""What a reader's browser is given to keep scores that the server hasn't acknowledged.

Both are derived from the site's secret, each under a label of its own: nothing is stored, and
neither tells the other, nor a row's key. A site that draws a new secret gives every reader new
ones; what a browser kept under the old ones can't be read any more.
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from uuid import UUID

from django.utils.crypto import salted_hmac

from ra_registry.accounts.models import User
from scoring.errors import OtherReader

NAME_LABEL = "scoring.reader-keys.name"
KEY_LABEL = "scoring.reader-keys.queue"
HEADER = "X-Reader"
NO_CASE = UUID(int=0)  # stands in an address where a script puts a case's token


@dataclass(frozen=True)
class Kept:
    """What a page carries so that its browser can keep scores for its reader."""

    reader: str
    key: str


def opaque_name(user: User) -> str:
    """Return what a browser calls a person: 32 hexadecimal digits, the same at each visit."""
    return salted_hmac(NAME_LABEL, str(user.pk), algorithm="sha256").hexdigest()[:32]


def queue_key(user: User) -> str:
    """Return the 256-bit key, in Base64, that seals what one reader's browser keeps."""
    digest = salted_hmac(KEY_LABEL, str(user.pk), algorithm="sha256").digest()
    return b64encode(digest).decode()


def kept_for(user: User) -> dict[str, object]:
    """Return the context that ``scoring/_kept_scores.html`` needs of a person."""
    return {"kept": Kept(opaque_name(user), queue_key(user)), "no_case": NO_CASE}


def require_same_reader(claimed: str | None, user: User) -> None:
    """Raise `OtherReader` when a page ``claimed`` to be of somebody else than who is signed in."""
    if claimed is not None and claimed != opaque_name(user):
        raise OtherReader
