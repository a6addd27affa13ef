"""The one thing that can go wrong here, always said in a sentence that helps."""

from __future__ import annotations


class EmbeddedServerError(RuntimeError):
    """A private server or a program of the demo can't run; the message says what to do."""
