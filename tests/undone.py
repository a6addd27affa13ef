"""A transaction for fixtures that live longer than a test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction


@contextmanager
def undone() -> Iterator[None]:
    """Take back at the end whatever happens inside.

    It counts as a test's own transaction, as those of Django's test cases do: what must be the
    outermost one, such as confirming who signs, may begin in it.
    """
    block = transaction.atomic()
    block._from_testcase = True
    with block:
        yield
        transaction.set_rollback(True)
