"""Sample codes in addresses."""

from __future__ import annotations


class SampleCodeConverter:
    """A sample code as ``models.sample.SAMPLE_CODE`` has it; it may hold slashes."""

    regex = r"[A-Za-z0-9][A-Za-z0-9._/-]{0,38}[A-Za-z0-9]"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
