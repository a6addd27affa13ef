"""SVG as a type: markup that a template prints as it is, for this package alone has written it."""

from __future__ import annotations


class Svg(str):
    """Finished markup. Names of sites are escaped by those who write it; nobody typed the rest."""

    __slots__ = ()

    def __html__(self) -> str:
        """Say to a template that this is markup."""
        return str(self)
