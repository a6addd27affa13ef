"""How a file lies sealed: pieces of one mebibyte, each with its own number under AES-256-GCM.

A piece is found by its place alone, so that a file can be read from anywhere without the rest, and
one that is exchanged, moved or changed doesn't open. Whether the last piece is there can't be seen
from the pieces: how long the file is stands in the database, and the reader is told.
"""

from __future__ import annotations

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

PIECE = 1024 * 1024
NONCE = 12
SEALED_PIECE = NONCE + PIECE + 16


class Damaged(Exception):
    """A sealed file doesn't hold what was written."""


def seal(cipher: AESGCM, number: int, piece: bytes) -> bytes:
    """Return a piece as it lies on disk."""
    nonce = os.urandom(NONCE)
    return nonce + cipher.encrypt(nonce, piece, _place(number))


def unseal(cipher: AESGCM, number: int, sealed: bytes) -> bytes:
    """Return what a sealed piece holds.

    Raises Damaged where it was changed, or isn't the piece of that number and of this file.
    """
    try:
        return cipher.decrypt(sealed[:NONCE], sealed[NONCE:], _place(number))
    except (InvalidTag, ValueError) as error:
        message = f"Piece {number} of a sealed file doesn't open."
        raise Damaged(message) from error


def _place(number: int) -> bytes:
    return number.to_bytes(8, "big")
