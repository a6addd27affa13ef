"""Strict reading of environment variables.

A missing or malformed variable stops the start with one sentence that says how to fix it.
Every secret may also come from a file, named by the variable with ``_FILE`` appended
(the way Docker and Kubernetes hand secrets over).
"""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE_WORDS = {"1", "true", "yes", "on"}
FALSE_WORDS = {"0", "false", "no", "off"}
HOST_SIGNS = set("abcdefghijklmnopqrstuvwxyz0123456789-.[]:")
DATABASE_OPTIONS = {"sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout"}


def text(name: str, default: str | None = None) -> str:
    """Return the variable, or the content of the file that ``NAME_FILE`` points to."""
    value = os.environ.get(name, "")
    path = os.environ.get(f"{name}_FILE", "")
    if value and path:
        raise ImproperlyConfigured(f"Both {name} and {name}_FILE are set. Keep one of them.")
    if path:
        try:
            value = Path(path).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", "it is no text")
            raise ImproperlyConfigured(
                f"{name}_FILE points to {path}, which can't be read ({reason}). "
                f"Create the file, or set {name} instead."
            ) from error
    if value:
        return value
    if default is None:
        raise ImproperlyConfigured(
            f"{name} is not set. Set {name}, or {name}_FILE, and start again."
        )
    return default


def boolean(name: str, *, default: bool) -> bool:
    """Return a yes/no variable; anything else than the listed words is refused."""
    value = text(name, "").lower()
    if not value:
        return default
    if value in TRUE_WORDS:
        return True
    if value in FALSE_WORDS:
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}. Write one of: true, false.")


def integer(name: str, *, default: int, minimum: int, maximum: int) -> int:
    """Return a whole number between ``minimum`` and ``maximum``, both allowed."""
    raw = text(name, str(default))
    try:
        value = int(raw)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is {raw!r}. Write a whole number.") from None
    if not minimum <= value <= maximum:
        raise ImproperlyConfigured(
            f"{name} is {value}. Write a number from {minimum} to {maximum}."
        )
    return value


def choice(name: str, *, default: str, allowed: tuple[str, ...]) -> str:
    """Return one of ``allowed``."""
    value = text(name, default)
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} is {value!r}. Write one of: {', '.join(allowed)}.")
    return value


def words(name: str, *, default: str = "") -> list[str]:
    """Return a comma-separated list without empty entries."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def hosts(name: str) -> list[str]:
    """Return the host names that the site answers to: at least one, each bare and complete."""
    found = words(name)
    if not found:
        raise ImproperlyConfigured(
            f"{name} is not set. Set it to the host names of the site, separated by commas."
        )
    for host in found:
        if not set(host.lower()) <= HOST_SIGNS:
            raise ImproperlyConfigured(
                f"{name} holds {host!r}. Write bare host names, for example: registry.example.org."
            )
    return found


def origins(name: str) -> list[str]:
    """Return origins, each with its scheme; none where the variable is not set."""
    found = words(name)
    for origin in found:
        parts = urlsplit(origin)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path:
            raise ImproperlyConfigured(
                f"{name} holds {origin!r}. Write each as https://registry.example.org."
            )
    return found


def database(url: str, **options: str | int) -> dict[str, object]:
    """Turn ``postgres://user:password@host:port/name`` into Django's database settings.

    A socket folder is given as ``postgres://user@/name?host=/folder``, encryption as
    ``?sslmode=verify-full&sslrootcert=/file``. An unknown option is refused: a misspelt
    ``sslmode`` must not connect in the clear. ``options`` are the driver's, besides the address.
    """
    how = "Write it as postgres://user:password@host:5432/name."
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured(f"DATABASE_URL starts with {parts.scheme!r}. {how}")
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise ImproperlyConfigured(f"DATABASE_URL names no database. {how}")
    try:
        port = parts.port
    except ValueError:
        raise ImproperlyConfigured(f"DATABASE_URL has a malformed port. {how}") from None
    # A plus sign in a folder's name is a plus sign, not a space as in a web form.
    query = dict(parse_qsl(parts.query.replace("+", "%2B"), keep_blank_values=True))
    socket = query.pop("host", "")
    unknown = sorted(query.keys() - DATABASE_OPTIONS)
    if unknown:
        known = ", ".join(sorted({"host", *DATABASE_OPTIONS}))
        raise ImproperlyConfigured(
            f"DATABASE_URL has the unknown option {unknown[0]!r}. Known are: {known}."
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": socket or unquote(parts.hostname or ""),
        "PORT": str(port or ""),
        "OPTIONS": {**options, **query},
    }


def celery_broker(redis_url: str) -> str:
    """Return the Redis address in the form kombu reads (it has its own word for sockets)."""
    how = "Write it as redis://host:6379/0 or unix:///path?db=0."
    parts = urlsplit(redis_url)
    if parts.scheme in {"redis", "rediss"}:
        number = parts.path.lstrip("/")
        if not parts.hostname or not (number.isdecimal() or not number):
            raise ImproperlyConfigured(f"REDIS_URL names no server and number. {how}")
        try:
            parts.port  # noqa: B018 - reading it checks it
        except ValueError:
            raise ImproperlyConfigured(f"REDIS_URL has a malformed port. {how}") from None
        return redis_url
    if parts.scheme == "unix":
        number = dict(parse_qsl(parts.query)).get("db", "0")
        return f"redis+socket://{parts.path}?virtual_host={number}"
    raise ImproperlyConfigured(f"REDIS_URL starts with {parts.scheme!r}. {how}")


def service_addresses(data_dir: Path) -> tuple[str, str]:
    """Return database and Redis address: both from the environment, or the embedded servers'."""
    database_url = text("DATABASE_URL", "")
    redis_url = text("REDIS_URL", "")
    if bool(database_url) != bool(redis_url):
        missing = "REDIS_URL" if database_url else "DATABASE_URL"
        raise ImproperlyConfigured(
            f"{missing} is not set. Set DATABASE_URL and REDIS_URL together, "
            "or neither to use the embedded servers."
        )
    if database_url:
        return database_url, redis_url
    from ra_registry import embedded

    return embedded.urls(data_dir)
