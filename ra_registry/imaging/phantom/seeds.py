"""The numbers that decide chance: whole, and not below 0."""

from __future__ import annotations

from ra_registry.imaging.phantom.errors import PhantomError

LARGEST_SEED = 2**63 - 1


def check_seeds(**named: int) -> None:
    """Raise `PhantomError` naming the first number that is no seed."""
    for name, value in named.items():
        if not 0 <= value <= LARGEST_SEED:
            raise PhantomError(f"{name} must be 0 to {LARGEST_SEED}, found {value}.")
