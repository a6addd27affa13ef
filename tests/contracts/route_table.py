"""The routes that exist, and the table of who may open them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver

TABLE = Path(__file__).with_name("routes.txt")
SCOPES = {
    "public",
    "signed-in",
    "administrator",
    "anywhere",
    "own",
    "study",
    "whole-study",
    "centre",
    "way-out",
    "nowhere",
}


@dataclass(frozen=True)
class Line:
    """A line of the table. ``right`` is empty where none is needed."""

    route: str
    methods: tuple[str, ...]
    scope: str
    right: str

    def __str__(self) -> str:
        return f"{self.route} {','.join(self.methods)}"


@dataclass(frozen=True)
class Route:
    """A named address and the names of its variable parts."""

    name: str
    parameters: frozenset[str]


def read_table() -> list[Line]:
    """Return the table's lines; a malformed one fails here, with its text."""
    lines = []
    for text in TABLE.read_text(encoding="utf-8").splitlines():
        if not text.strip() or text.startswith("#"):
            continue
        try:
            route, methods, scope, right = text.split()
        except ValueError:
            raise ValueError(f"Not four columns: {text!r}") from None
        if scope not in SCOPES:
            raise ValueError(f"Unknown scope {scope!r}: {text!r}")
        lines.append(Line(route, tuple(methods.split(",")), scope, "" if right == "-" else right))
    return lines


def every_route() -> list[Route]:
    """Return every address that the site answers. An address without a name fails here."""
    return list(_walk(get_resolver(), (), frozenset()))


def all_routes() -> dict[str, Route]:
    """Return the addresses by name."""
    return {route.name: route for route in every_route()}


def _walk(
    resolver: URLResolver, namespaces: tuple[str, ...], outer: frozenset[str]
) -> Iterator[Route]:
    for pattern in resolver.url_patterns:
        parameters = outer | frozenset(pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from _walk(pattern, inner, parameters)
        else:
            yield _route(pattern, namespaces, parameters)


def _route(pattern: URLPattern, namespaces: tuple[str, ...], parameters: frozenset[str]) -> Route:
    if not pattern.name:
        raise ValueError(f"An address without a name can't be in the table: {pattern}")
    return Route(":".join((*namespaces, pattern.name)), parameters)
