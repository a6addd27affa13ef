"""Receiving files: counted and hashed on the way in, and never more kept than the limit allows."""

from __future__ import annotations

import hashlib
import io
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class Receiver:
    """Takes a file piece by piece.

    Beyond ``settings.MAX_UPLOAD_BYTES`` nothing of it is kept, but it is counted and hashed to its
    end, so that the audit trail can name what was refused.
    """

    def __init__(self) -> None:
        self.size = 0
        self._kept = io.BytesIO()
        self._hash = hashlib.sha256()

    def add(self, piece: bytes) -> None:
        self.size += len(piece)
        self._hash.update(piece)
        if self.size <= settings.MAX_UPLOAD_BYTES:
            self._kept.write(piece)
        else:
            self._kept = io.BytesIO()

    @property
    def content(self) -> bytes:
        """The whole file, or nothing of one that is too large."""
        return self._kept.getvalue()

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()


class ReceivedFile(UploadedFile):
    """An uploaded file with its fingerprint and the name that the sender gave it.

    ``size`` is what was sent. Reading gives nothing when that was more than the limit.
    """

    def __init__(self, receiver: Receiver, sent_name: str, **kwargs: Any) -> None:
        super().__init__(io.BytesIO(receiver.content), sent_name, size=receiver.size, **kwargs)
        self.sent_name = sent_name
        self.sha256 = receiver.sha256


class BoundedUploadHandler(FileUploadHandler):
    """Keeps a file up to the limit; Django's own handlers keep whatever is sent."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._receiver = Receiver()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._receiver.add(raw_data)

    def file_complete(self, file_size: int) -> ReceivedFile:
        return ReceivedFile(
            self._receiver,
            self.file_name or "",
            content_type=self.content_type,
            charset=self.charset,
        )
