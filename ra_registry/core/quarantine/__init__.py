"""Files as they came, sealed on disk until somebody has looked at what they hold."""

from ra_registry.core.quarantine.keys import file_key
from ra_registry.core.quarantine.pieces import PIECE, Damaged
from ra_registry.core.quarantine.reader import SealedReader
from ra_registry.core.quarantine.writer import append, remove, sealed_size

__all__ = ["PIECE", "Damaged", "SealedReader", "append", "file_key", "remove", "sealed_size"]
