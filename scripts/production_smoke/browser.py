"""A browser behind a TLS proxy, as far as gunicorn can tell."""

from __future__ import annotations

import http.client
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from composition import SITE


@dataclass
class Browser:
    """Speaks to gunicorn as the TLS proxy in front of it does, and keeps cookies."""

    port: int
    cookies: SimpleCookie = field(default_factory=SimpleCookie)

    def get(self, path: str) -> tuple[int, str]:
        return self._send("GET", path)

    def post(self, path: str, fields: dict[str, str]) -> tuple[int, str]:
        token = self.cookies["__Secure-csrftoken"].value
        return self._send("POST", path, urlencode({**fields, "csrfmiddlewaretoken": token}))

    def _send(self, method: str, path: str, body: str | None = None) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {
            "Host": SITE,
            "X-Forwarded-Proto": "https",
            "Origin": f"https://{SITE}",
            "Cookie": "; ".join(f"{name}={item.value}" for name, item in self.cookies.items()),
        }
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            for line in response.headers.get_all("Set-Cookie", []):
                self.cookies.load(line)
            return response.status, response.read().decode(errors="replace")
        finally:
            connection.close()
