"""``python -m ra_registry.embedded``: the demo, or any command with servers behind it."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys

from ra_registry.embedded import demo, servers
from ra_registry.embedded.errors import EmbeddedServerError
from ra_registry.embedded.supervisor import StopRequested, stop_on_signals


def main() -> int:
    arguments = _parser().parse_args()
    data_dir = servers.data_dir_from_environment()
    try:
        if arguments.action == "run":
            return run(arguments.command)
        if arguments.action == "demo":
            demo.run(data_dir, port=arguments.port)
        elif arguments.action == "reset":
            demo.reset(data_dir)
    except StopRequested:
        return 128 + signal.SIGINT
    except EmbeddedServerError as error:
        print(error, file=sys.stderr)  # noqa: T201 - a program for a terminal
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m ra_registry.embedded")
    actions = parser.add_subparsers(dest="action", required=True)
    serve = actions.add_parser("demo", help="run the demo until Ctrl-C")
    serve.add_argument("--port", type=_port, default=os.environ.get("PORT") or "8000")
    actions.add_parser("reset", help="delete what the demo has made")
    run = actions.add_parser("run", help="run a command with servers behind it")
    run.add_argument("command", nargs="+", metavar="COMMAND")
    return parser


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"PORT is {text!r}. Write a number from 1 to 65535.")
    return int(text)


def run(command: list[str]) -> int:
    """Run ``command`` with the servers' addresses in its environment; return its exit code."""
    with stop_on_signals(), servers.available(servers.data_dir_from_environment()) as addresses:
        process = subprocess.Popen(command, env=os.environ | addresses.environment())
        try:
            return process.wait()
        finally:
            process.terminate()  # does nothing when it has ended
            process.wait()


if __name__ == "__main__":
    sys.exit(main())
