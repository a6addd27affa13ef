"""What a process that reads untrusted files may use."""

from __future__ import annotations

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """What the child may use before it is ended.

    ``memory_mib`` counts address space, of which the libraries themselves take some 300;
    ``seconds`` is what one item may take, ``file_mib`` what one written file may hold.
    """

    memory_mib: int = 1024
    seconds: float = 60
    file_mib: int = 256
    open_files: int = 64
