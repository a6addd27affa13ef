"""What a log line may not keep is left out of it, whoever wrote it."""

from __future__ import annotations

import io
import json
import logging
import logging.config
import sys

import pytest
import structlog

from ra_registry.settings.logs import LEFT_OUT, configure, leave_out_what_tells


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("GET /accounts/password/reset/key/1-abc123-def/", "/reset/key/[left out]/"),
        ("Not Found: /accounts/confirm-email/MQ:1abc:xyz/", "/confirm-email/[left out]/"),
        ("GET /studies/one/patients/?q=KB-7Q4M&sort=age", "/studies/one/patients/?[left out]"),
        ("header was Bearer rar_Zm9vYmFyYmF6cXV1eA", "Bearer rar_[left out]"),
        ("DETAIL:  Failing row contains (1, 2, KB-7Q4M, 7331.57).", "DETAIL: [left out]"),
    ],
)
def test_what_tells_is_left_out(text: str, kept: str) -> None:
    event = leave_out_what_tells(None, "info", {"event": text})
    assert kept in event["event"]
    for telling in ("abc", "KB-7Q4M", "Zm9v", "7331"):
        assert telling not in event["event"]


@pytest.mark.parametrize(
    "text",
    ["GET /studies/one/", "Is it there? Yes.", "analysis_stored", "a?b", "rar_", "/health/live"],
)
def test_everything_else_stays(text: str) -> None:
    assert leave_out_what_tells(None, "info", {"event": text, "n": 3}) == {"event": text, "n": 3}


def write_a_row() -> None:
    row = ["KB", "7Q4M"]
    raise ValueError(f"check failed\nDETAIL:  Failing row contains ({'-'.join(row)}).")


@pytest.mark.parametrize("as_json", [True, False])
def test_a_traceback_keeps_its_lines_but_not_the_row(as_json: bool) -> None:
    stream = io.StringIO()
    config = configure(json=as_json)
    configurator = logging.config.DictConfigurator(config)
    handler = logging.StreamHandler(stream)
    handler.setFormatter(configurator.configure_formatter(config["formatters"]["structured"]))
    try:
        write_a_row()
    except ValueError:
        record = logging.LogRecord(
            "db", logging.ERROR, __file__, 1, "Internal Server Error", None, sys.exc_info()
        )
    handler.emit(record)
    written = stream.getvalue()
    assert "check failed" in written
    assert "write_a_row" in written
    assert LEFT_OUT in written
    assert "KB-7" not in written
    if as_json:
        assert json.loads(written)["level"] == "error"
    structlog.reset_defaults()
    configure(json=True)
