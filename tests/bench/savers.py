"""Readers who save flat out, as one lean program: sign in, open the case, save, note each answer.

Run by `flat_out` as a process of its own, told by JSON on its standard input what to do and telling
by JSON on its standard output what it saw. It imports no library besides Python's own and waits for
all its connections at once, since its work is taken from the servers that it measures.
"""

from __future__ import annotations

import http.client
import json
import re
import selectors
import socket
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

HOST = "127.0.0.1"
# How long an answer may take after the last save was sent.
PATIENCE_SECONDS = 20


class Visitor:
    """A browser without a page: signs in, starts the case and opens its form."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection(HOST, port, timeout=60)
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, fields: Mapping[str, str] | None = None) -> str:
        headers = {"Cookie": self.cookie_line()}
        body = None
        if method == "POST":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode({**(fields or {}), "csrfmiddlewaretoken": self.cookies["csrftoken"]})
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        content = response.read().decode()
        for line in response.headers.get_all("Set-Cookie") or []:
            self.cookies |= {key: morsel.value for key, morsel in SimpleCookie(line).items()}
        if response.status >= 400:
            message = f"{method} {path} answered {response.status}: {content[:200]}"
            raise RuntimeError(message)
        return content

    def cookie_line(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())


@dataclass(frozen=True)
class Opened:
    """What a reader sees of a form: its revision, what stands in its cells; after how long."""

    revision: int
    cells: dict[str, str]
    seconds: float


def open_case(visitor: Visitor, path: str, email: str, password: str) -> Opened:
    """Sign in, start the case and open its form twice; the second time is told."""
    visitor.ask("GET", "/accounts/login/")
    visitor.ask("POST", "/accounts/login/", {"login": email, "password": password})
    visitor.ask("POST", f"{path}start/")
    visitor.ask("GET", path)
    started = time.perf_counter()
    page = visitor.ask("GET", path)
    seconds = time.perf_counter() - started
    [revision] = re.findall(r'data-revision="(\d+)"', page)
    cells = dict(re.findall(r'<input name="([^"@]+@\d+)"\s+value="([^"]*)"', page))
    return Opened(int(revision), cells, seconds)


class Saver:
    """One reader at the form: a cell a request, the next one as soon as the answer is there."""

    def __init__(self, task: Mapping[str, Any], reader: Mapping[str, str]) -> None:
        self.port = port = task["port"]
        self.maxima: Mapping[str, int] = task["maxima"]
        self.path = f"/reading/{reader['token']}/"
        visitor = Visitor(port)
        self.opened = open_case(visitor, self.path, reader["email"], task["password"])
        visitor.connection.close()
        self.revision = self.opened.revision
        self.head = (
            f"POST {self.path}scores/ HTTP/1.1\r\nHost: {HOST}:{port}\r\n"
            f"Cookie: {visitor.cookie_line()}\r\nX-CSRFToken: {visitor.cookies['csrftoken']}\r\n"
            "Content-Type: application/json\r\nContent-Length: "
        )
        self.names = list(self.opened.cells)
        self.n = 0
        self.repeated = 0
        self.acknowledged: dict[str, str] = {}
        self.seconds: list[float] = []
        self.errors: list[str] = []
        self.connect()

    def connect(self) -> None:
        self.socket = socket.create_connection((HOST, self.port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.received = b""

    def save_next(self) -> None:
        """Send the next cell of the form with a score that it doesn't hold."""
        self.name = self.names[self.n % len(self.names)]
        code, _, _ = self.name.partition("@")
        held = self.acknowledged.get(self.name, self.opened.cells[self.name])
        self.text = str((int(held) + 1) % (self.maxima[code] + 1)) if held.isdigit() else "1"
        body = json.dumps({"revision": self.revision, "marks": {self.name: self.text}})
        self.request = f"{self.head}{len(body)}\r\n\r\n{body}".encode()
        self.sent_at = time.perf_counter()
        self.socket.sendall(self.request)

    def repeat(self) -> None:
        """Send the same again: the connection ended before the answer came."""
        self.socket.close()
        self.repeated += 1
        self.connect()
        self.socket.sendall(self.request)

    def take(self, data: bytes) -> bool:
        """Take what has arrived; return whether the answer is complete."""
        self.received += data
        head, end, body = self.received.partition(b"\r\n\r\n")
        if not end:
            return False
        lines = head.decode("latin-1").lower().split("\r\n")
        [length] = [int(line[15:]) for line in lines if line.startswith("content-length:")]
        if len(body) < length:
            return False
        self.received = b""
        self.note(int(lines[0].split()[1]), body)
        return True

    def note(self, status: int, body: bytes) -> None:
        self.seconds.append(time.perf_counter() - self.sent_at)
        self.n += 1
        if status == 200:
            self.revision = json.loads(body)["revision"]
            self.acknowledged[self.name] = self.text
        else:
            self.errors.append(f"{status} {body[:200].decode(errors='replace')}")

    def told(self) -> dict[str, object]:
        return {
            "path": self.path,
            "first_revision": self.opened.revision,
            "filled": sum(map(bool, self.opened.cells.values())),
            "saves": self.n - len(self.errors),
            "acknowledged": self.acknowledged,
            "seconds": self.seconds,
            "errors": self.errors,
            "repeated": self.repeated,
            "form_seconds": self.opened.seconds,
        }


def save_flat_out(savers: list[Saver], seconds: float) -> None:
    """Keep one request of each reader under way until the time is over."""
    ready = selectors.DefaultSelector()
    for saver in savers:
        ready.register(saver.socket, selectors.EVENT_READ, saver)
        saver.save_next()
    waiting, end = len(savers), time.perf_counter() + seconds
    while waiting and time.perf_counter() < end + PATIENCE_SECONDS:
        for key, _ in ready.select(timeout=1):
            saver = key.data
            data = saver.socket.recv(65536)
            if not data:
                ready.unregister(saver.socket)
                saver.repeat()
                ready.register(saver.socket, selectors.EVENT_READ, saver)
            elif saver.take(data):
                if time.perf_counter() < end:
                    saver.save_next()
                else:
                    waiting -= 1
    if waiting:
        message = f"{waiting} saves were never answered"
        raise RuntimeError(message)


def main() -> None:
    """Sign in and say so, wait for the word to begin, save, tell what was seen."""
    task = json.loads(sys.stdin.readline())
    savers = [Saver(task, reader) for reader in task["readers"]]
    print("ready", flush=True)
    sys.stdin.readline()
    started, busy = time.perf_counter(), time.process_time()
    save_flat_out(savers, task["seconds"])
    answer = {
        "seconds": time.perf_counter() - started,
        "processor": time.process_time() - busy,
        "readers": [saver.told() for saver in savers],
    }
    print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
