"""Writing a sealed file piece by piece, over hours and lost connections."""

from __future__ import annotations

import os
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ra_registry.core.quarantine.pieces import PIECE, SEALED_PIECE, seal


def sealed_size(size: int) -> int:
    """Return how many bytes a file of ``size`` takes sealed."""
    full, rest = divmod(size, PIECE)
    return full * SEALED_PIECE + (rest + SEALED_PIECE - PIECE if rest else 0)


def append(path: Path, key: bytes, *, at: int, content: bytes) -> int:
    """Write what follows the first ``at`` bytes of a file and return its new size.

    What lies behind ``at``, such as the half of a piece that a lost connection left, is written
    over. On return the bytes are on the disk.

    Args:
        path: of the sealed file; made where it isn't there.
        key: of the file.
        at: size so far; whole pieces.
        content: whole pieces, the file's last bytes excepted.

    Raises:
        ValueError: ``at`` isn't at the beginning of a piece, or beyond the file's end.
    """
    if at < 0 or at % PIECE:
        message = f"Expected to go on at a whole number of pieces of {PIECE} bytes; found {at}."
        raise ValueError(message)
    cipher = AESGCM(key)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "r+b") as file:
        begins = sealed_size(at)
        if file.seek(0, os.SEEK_END) < begins:
            message = f"Expected at most what the file holds; found {at}."
            raise ValueError(message)
        file.seek(begins)
        file.truncate()
        for start in range(0, len(content), PIECE):
            number = (at + start) // PIECE
            file.write(seal(cipher, number, content[start : start + PIECE]))
        file.flush()
        os.fsync(file.fileno())
    return at + len(content)


def remove(path: Path) -> None:
    """Delete a sealed file; one that is gone already is no error."""
    path.unlink(missing_ok=True)
