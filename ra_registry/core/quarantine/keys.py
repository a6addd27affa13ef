"""A key for each file, so that what reads one of them can read no other."""

from __future__ import annotations

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32


def file_key(master: bytes, name: str) -> bytes:
    """Return the key of one file, derived by HKDF with SHA-256 (RFC 5869).

    Args:
        master: the secret of the installation; at least 32 bytes.
        name: of the file; no two files share one.

    Raises:
        ValueError: the master key is short.
    """
    if len(master) < KEY_BYTES:
        message = f"A master key has at least {KEY_BYTES} bytes; found {len(master)}."
        raise ValueError(message)
    purpose = b"ra-registry quarantine " + name.encode()
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=purpose).derive(master)
