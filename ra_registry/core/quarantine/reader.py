"""Reading a sealed file from anywhere, a piece in memory at a time."""

from __future__ import annotations

import io
import os
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ra_registry.core.quarantine.pieces import PIECE, SEALED_PIECE, Damaged, unseal
from ra_registry.core.quarantine.writer import sealed_size


class SealedReader(io.RawIOBase):
    """A sealed file as an open file; nothing of it is ever written anywhere unsealed.

    Wrap it in `io.BufferedReader` where many small reads follow each other.

    Args:
        path: of the sealed file.
        key: of the file.
        size: of what it holds, as the database knows.

    Raises:
        Damaged: on opening, where the file is shorter or longer than that; on reading, where a
            piece was changed.
    """

    def __init__(self, path: Path, key: bytes, size: int) -> None:
        super().__init__()
        self._file = path.open("rb")
        self._cipher = AESGCM(key)
        self._size = size
        self._at = 0
        self._number = -1
        self._piece = b""
        found = self._file.seek(0, os.SEEK_END)
        if found != sealed_size(size):
            self._file.close()
            message = f"A sealed file has {found} bytes instead of {sealed_size(size)}."
            raise Damaged(message)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        begin = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        if begin + offset < 0:
            message = f"Expected a place in the file; found {begin + offset}."
            raise ValueError(message)
        self._at = begin + offset
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        left = min(len(buffer), self._size - self._at)
        if left <= 0:
            return 0
        number, within = divmod(self._at, PIECE)
        found = self._opened(number)[within : within + left]
        buffer[: len(found)] = found
        self._at += len(found)
        return len(found)

    def close(self) -> None:
        if not self.closed:
            self._file.close()
            self._piece = b""
        super().close()

    def _opened(self, number: int) -> bytes:
        if number != self._number:
            self._file.seek(number * SEALED_PIECE)
            self._piece = unseal(self._cipher, number, self._file.read(SEALED_PIECE))
            self._number = number
        return self._piece
