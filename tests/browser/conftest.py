"""A real Chromium against a real server. Without a browser these tests skip; CI has one."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from ra_registry.accounts.models import User
from tests.browser.chromium import chromium
from tests.factories.world import World, build_world


@pytest.fixture(scope="session")
def start_chromium() -> Iterator[Callable[..., Browser]]:
    """Return a function that starts the system's Chromium, with more switches where given."""
    path = chromium()
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("CI promised a Chromium and there is none")
        pytest.skip("no Chromium on this machine")
    # On a busy machine an answer may take longer than Playwright's five seconds, and is no fault.
    expect.set_options(timeout=20_000)
    with sync_playwright() as playwright:
        yield lambda *switches: playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", *switches]
        )


@pytest.fixture(scope="session")
def browser(django_db_setup: None, start_chromium: Callable[..., Browser]) -> Iterator[Browser]:
    """The system's Chromium, started once.

    It ends before the test database is dropped: its open connections keep threads of the server
    alive, and these keep connections to the database.
    """
    started = start_chromium()
    yield started
    started.close()


@pytest.fixture
def world(transactional_db: None) -> World:
    """The cast, committed, so that the server's thread sees it."""
    return build_world()


class Traffic:
    """Counts requests that the server is at work on."""

    def __init__(self) -> None:
        self.under_way = 0

    def begin(self, **_: object) -> None:
        self.under_way += 1

    def end(self, **_: object) -> None:
        self.under_way -= 1

    def wait_for_quiet(self) -> None:
        """Let what pages sent when they went come to its end, for a few seconds at most."""
        for _ in range(60):
            time.sleep(0.05)
            if self.under_way <= 0:
                return


@pytest.fixture
def traffic(transactional_db: None) -> Iterator[Traffic]:
    """Requests under way: emptying the database beside one that reads it is a deadlock."""
    counted = Traffic()
    request_started.connect(counted.begin)
    request_finished.connect(counted.end)
    yield counted
    counted.wait_for_quiet()
    request_started.disconnect(counted.begin)
    request_finished.disconnect(counted.end)


@pytest.fixture
def open_as(
    browser: Browser, live_server: object, traffic: Traffic
) -> Iterator[Callable[..., Page]]:
    """Return a function that gives a page signed in as a user; no error may reach the console."""
    contexts = []
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        # A refused form is an answer, and a lost connection is the test's own doing; so is leaving
        # a page while a request is under way.
        expected = "status of 4" in message.text or "net::ERR_" in message.text
        expected |= message.text.startswith(
            ("htmx:sendAbort", "htmx:sendError", "htmx:afterRequest")
        )
        if message.type == "error" and not expected:
            complaints.append(message.text)

    def make(user: User, *, javascript: bool = True, width: int = 1440) -> Page:
        client = Client()
        client.force_login(user)
        context = browser.new_context(
            base_url=live_server.url,
            java_script_enabled=javascript,
            viewport={"width": width, "height": 900},
        )
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies(
            [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", note)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield make
    for context in contexts:
        context.close()
    assert complaints == []
