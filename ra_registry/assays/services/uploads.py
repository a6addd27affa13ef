"""A file as it reaches the services, whether from a page, the API or the command line."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path, PurePath

from ra_registry.core.uploads import ReceivedFile, Receiver

LONGEST_NAME = 255
PIECE = 1024 * 1024


@dataclass(frozen=True)
class Upload:
    """A file as it was sent: its name at the sender's, and its bytes.

    ``size`` and ``sha256`` are of all that was sent; ``content`` is empty when that was more than
    the limit. Both are worked out from the content where they are not given.
    """

    name: str
    content: bytes
    size: int = -1
    sha256: str = ""

    def __post_init__(self) -> None:
        if self.size < 0:
            object.__setattr__(self, "size", len(self.content))
        if not self.sha256:
            object.__setattr__(self, "sha256", hashlib.sha256(self.content).hexdigest())

    @classmethod
    def received(cls, file: ReceivedFile) -> Upload:
        """Return a file that came with a request."""
        return cls(file.sent_name, file.read(), file.size or 0, file.sha256)

    @classmethod
    def read(cls, path: Path) -> Upload:
        """Return a file of this computer; raises ``OSError``."""
        receiver = Receiver()
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                receiver.add(piece)
        return cls(path.name, receiver.content, receiver.size, receiver.sha256)

    @property
    def safe_name(self) -> str:
        """The last part of the name without control characters, for storing and showing."""
        name = PurePath(self.name.replace("\\", "/")).name
        shown = "".join(sign for sign in name if sign.isprintable())
        return shown[-LONGEST_NAME:] or "unnamed"
