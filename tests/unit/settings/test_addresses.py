"""Reading database and Redis addresses."""

from __future__ import annotations

import pytest

from ra_registry.settings import env


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgres://ra@h/db", {"USER": "ra", "HOST": "h", "NAME": "db", "PORT": ""}),
        ("postgresql://h:6000/db", {"HOST": "h", "PORT": "6000", "USER": "", "PASSWORD": ""}),
        ("postgres://ra:a%2Fb@h/db", {"PASSWORD": "a/b"}),
        ("postgres://ra@/db?host=/run/a+b%20c", {"HOST": "/run/a+b c", "OPTIONS": {}}),
        ("postgres://h/db?sslmode=require", {"OPTIONS": {"sslmode": "require"}}),
    ],
)
def test_a_database_address_is_read(url: str, expected: dict[str, object]) -> None:
    found = env.database(url)
    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("url", "broker"),
    [
        ("redis://h:6379/3", "redis://h:6379/3"),
        ("rediss://u:p@h/1", "rediss://u:p@h/1"),
        ("redis://h", "redis://h"),
        ("unix:///run/redis.sock?db=2", "redis+socket:///run/redis.sock?virtual_host=2"),
        ("unix:///run/redis.sock", "redis+socket:///run/redis.sock?virtual_host=0"),
    ],
)
def test_a_redis_address_is_put_in_celerys_words(url: str, broker: str) -> None:
    assert env.celery_broker(url) == broker


@pytest.mark.parametrize("word", ["1", "true", "Yes", "ON"])
def test_words_for_yes(monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    monkeypatch.setenv("SWITCH", word)
    assert env.boolean("SWITCH", default=False) is True


@pytest.mark.parametrize("word", ["0", "false", "No", "off"])
def test_words_for_no(monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    monkeypatch.setenv("SWITCH", word)
    assert env.boolean("SWITCH", default=True) is False


def test_lists_drop_empty_entries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOSTS", " a.org, ,b.org,")
    assert env.hosts("HOSTS") == ["a.org", "b.org"]
