"""A file is counted and hashed to its end, and kept only up to the limit."""

from __future__ import annotations

import hashlib

import pytest

from ra_registry.core.uploads import BoundedUploadHandler, ReceivedFile, Receiver


@pytest.fixture(autouse=True)
def _limit(settings) -> None:
    settings.MAX_UPLOAD_BYTES = 10


@pytest.mark.parametrize(
    ("pieces", "kept"),
    [
        ([], b""),
        ([b"12345", b"67890"], b"1234567890"),
        ([b"12345", b"67890", b"1"], b""),
        ([b"x" * 11, b"y"], b""),
    ],
)
def test_never_more_is_kept_than_the_limit_allows(pieces, kept):
    receiver = Receiver()
    for piece in pieces:
        receiver.add(piece)

    sent = b"".join(pieces)
    assert (receiver.content, receiver.size) == (kept, len(sent))
    assert receiver.sha256 == hashlib.sha256(sent).hexdigest()


def test_the_handler_gives_each_file_with_the_name_it_was_sent_under():
    handler = BoundedUploadHandler()
    found: list[ReceivedFile] = []
    for name, content in (("a" * 300 + ".csv", b"1,2"), ("b.csv", b"x" * 11)):
        handler.new_file("file", name, "text/csv", len(content), "utf-8")
        handler.receive_data_chunk(content, 0)
        found.append(handler.file_complete(len(content)))

    first, second = found
    assert first.sent_name == "a" * 300 + ".csv"
    assert len(first.name) == 255
    assert (first.read(), first.size) == (b"1,2", 3)
    assert (second.read(), second.size) == (b"", 11)
