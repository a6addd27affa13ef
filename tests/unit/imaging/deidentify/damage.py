"""Damage as transport, discs and bad writers do it to files."""

from __future__ import annotations

import random
import struct


def mutated(content: bytes, chance: random.Random) -> bytes:
    """One of the ways in which a file is damaged: bytes, lengths, a piece lost, doubled, cut."""
    damaged = bytearray(content)
    # Most of what can be damaged stands in front of the pixels.
    at = chance.randrange(min(len(damaged), 3000))
    way = chance.randrange(6)
    if way == 0:
        for _ in range(chance.randrange(1, 20)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
    elif way == 1:
        damaged[at : at + 4] = struct.pack("<L", chance.choice((0, 1, 0xFFFFFFFF, 0x7FFFFFFF, 13)))
    elif way == 2:
        del damaged[at : at + chance.randrange(1, 64)]
    elif way == 3:
        damaged[at:at] = damaged[at : at + chance.randrange(1, 200)]
    elif way == 4:
        del damaged[at:]
    else:
        damaged[at : at + 2] = chance.choice((b"SQ", b"UN", b"OB", b"DS", b"IS", b"PN", b"AT"))
    return bytes(damaged)
