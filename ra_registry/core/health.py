"""Is everything that the registry needs answering?"""

from __future__ import annotations

import time
from dataclasses import dataclass

import redis
from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection

HEARTBEAT_KEY = "ra-registry:worker-heartbeat"
HEARTBEAT_SECONDS = 5
HEARTBEAT_LIFETIME = 30


@dataclass(frozen=True)
class Check:
    """One service: ``problem`` is empty when it answers."""

    name: str
    problem: str = ""

    @property
    def ok(self) -> bool:
        return not self.problem


def redis_client() -> redis.Redis:
    """Return a client with short time-outs."""
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2)


def beat() -> None:
    """Say that a worker is alive; called by the worker every few seconds."""
    with redis_client() as client:
        client.set(HEARTBEAT_KEY, int(time.time()), ex=HEARTBEAT_LIFETIME)


def check_database() -> Check:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return Check("database", "does not answer")
    return Check("database")


def check_redis() -> Check:
    try:
        with redis_client() as client:
            client.ping()
    except redis.RedisError:
        return Check("redis", "does not answer")
    return Check("redis")


def check_worker() -> Check:
    try:
        with redis_client() as client:
            alive = client.exists(HEARTBEAT_KEY)
    except redis.RedisError:
        return Check("worker", "unknown, Redis does not answer")
    return Check("worker", "" if alive else "no worker has reported for 30 seconds")


def check_all() -> list[Check]:
    """Check database, Redis and worker; never raises."""
    return [check_database(), check_redis(), check_worker()]
