"""docker-compose.yml, read for this machine."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

SITE = "registry.example.org"
# What docker compose would read from .env.
DOT_ENV = {"ALLOWED_HOSTS": SITE, "CSRF_TRUSTED_ORIGINS": f"https://{SITE}"}
VARIABLE = re.compile(r"\$\{(?P<name>\w+)(?::(?P<kind>[-?])(?P<text>[^}]*))?\}")


class SmokeError(Exception):
    """The production road is broken; the message says where."""


@dataclass(frozen=True)
class Composition:
    """The services of docker-compose.yml that run our image, moved to this machine."""

    services: dict[str, Any]
    places: dict[str, str]

    @classmethod
    def read(cls, path: Path, places: dict[str, str]) -> Composition:
        services = yaml.safe_load(path.read_text())["services"]
        ours = {name: service for name, service in services.items() if "build" in service}
        return cls(services=ours, places=places)

    def command(self, service: str) -> list[str]:
        return [self._moved(word) for word in self.services[service]["command"]]

    def health_check(self, service: str) -> list[str]:
        kind, *words = self.services[service]["healthcheck"]["test"]
        moved = [self._moved(word) for word in words]
        return ["sh", "-c", *moved] if kind == "CMD-SHELL" else moved

    def environment(self) -> dict[str, str]:
        """Return the variables of all services; a variable never differs between two of them."""
        merged: dict[str, str] = {}
        for name, service in self.services.items():
            for key, value in service["environment"].items():
                if merged.setdefault(key, str(value)) != str(value):
                    raise SmokeError(f"{key} of {name} differs from another service's.")
        return {key: self._moved(value) for key, value in merged.items()}

    def _moved(self, text: str) -> str:
        places = "|".join(re.escape(place) for place in self.places)
        inside = re.compile(rf"(?<![\w/])(?:{places})(?!\w)")
        text = inside.sub(lambda found: self.places[found[0]], VARIABLE.sub(_interpolate, text))
        return text.replace("$$", "$")


def _interpolate(found: re.Match[str]) -> str:
    name, kind, text = found["name"], found["kind"], found["text"]
    if name in DOT_ENV:
        return DOT_ENV[name]
    if kind == "-":
        return text
    raise SmokeError(f"docker-compose.yml needs {name}, which .env of docs/deploy.md doesn't set.")
