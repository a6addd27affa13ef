"""Structured logs: one event a line, with the request id. Never a score, a name or a token."""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from typing import Any

import structlog

LEFT_OUT = "[left out]"
# What opens something or tells of somebody, wherever it turns up in a line: links that set a
# password, API tokens, what was searched for, and the rows that PostgreSQL quotes in its errors.
TELLING = [
    (re.compile(r"(/accounts/(?:password/reset/key|confirm-email)/)[^/\s\"']+"), rf"\1{LEFT_OUT}"),
    (re.compile(r"\brar_[\w-]{8,}"), f"rar_{LEFT_OUT}"),
    (re.compile(r"(?<!\S)(/[^\s?]*)\?[^\s\"']+"), rf"\1?{LEFT_OUT}"),
    (re.compile(r"\b(DETAIL|CONTEXT):.*"), rf"\1: {LEFT_OUT}"),
]


def leave_out_what_tells(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Replace what must not be kept in a log, in every text of a line, tracebacks included."""
    for key, value in event.items():
        if isinstance(value, str):
            for pattern, replacement in TELLING:
                value = pattern.sub(replacement, value)  # noqa: PLW2901 - one text, several steps
            event[key] = value
    return event


def configure(*, json: bool, level: str = "INFO") -> dict[str, object]:
    """Set structlog up and return Django's ``LOGGING``; ``json`` for machines, else for people."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    renderer: Any = (
        structlog.processors.JSONRenderer() if json else structlog.dev.ConsoleRenderer(colors=False)
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "structured": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": shared,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    # Written out here for both renderers: it names no local variable.
                    structlog.processors.format_exc_info,
                    leave_out_what_tells,
                    renderer,
                ],
            },
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "structured"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            # Its access lines repeat what the request middleware logs, with raw paths.
            "django.server": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        },
    }
