"""The process in the sandbox: ``python -m ra_registry.core.sandbox.child package.module:function``.

It reads an item a line from its standard input, as JSON, and writes an answer a line to what was
its standard output; whatever else prints goes to the error stream. The limits come first, before
anything is imported that reads a file.
"""

from __future__ import annotations

import importlib
import json
import os
import resource
import sys
from collections.abc import Callable
from typing import IO, Any

from ra_registry.core.sandbox.limits import MEBIBYTE, Limits


def main() -> None:
    """Answer items until the input ends."""
    limit(Limits(**json.loads(os.environ["SANDBOX_LIMITS"])))
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    handle = named(sys.argv[1])
    tell(answers, {"ready": True})
    for line in sys.stdin:
        tell(answers, answer(handle, json.loads(line)))


def limit(limits: Limits) -> None:
    """Bound what this process can take; it can't raise the bounds again."""
    bounds = [
        (resource.RLIMIT_FSIZE, limits.file_mib * MEBIBYTE),
        (resource.RLIMIT_NOFILE, limits.open_files),
        (resource.RLIMIT_CORE, 0),
    ]
    if sys.platform != "darwin":  # which can't bound address space
        bounds.append((resource.RLIMIT_AS, limits.memory_mib * MEBIBYTE))
    for what, most in bounds:
        _soft, hard = resource.getrlimit(what)
        bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (bound, bound))


def named(path: str) -> Callable[[Any], Any]:
    """Return the function that ``package.module:function`` names."""
    module, _, function = path.partition(":")
    found: Callable[[Any], Any] = getattr(importlib.import_module(module), function)
    return found


def answer(handle: Callable[[Any], Any], item: Any) -> dict[str, Any]:
    """Return what the handler says, or the kind of what went wrong."""
    try:
        return {"answer": handle(item)}
    except MemoryError:
        return {"failed": "memory"}
    except Exception as error:  # noqa: BLE001 - whatever an untrusted file can bring about
        return {"failed": "raised", "detail": type(error).__name__}


def tell(answers: IO[str], message: dict[str, Any]) -> None:
    answers.write(json.dumps(message) + "\n")
    answers.flush()


if __name__ == "__main__":
    main()
