"""One reader at the form in a real browser: from a key to its frame, and to its acknowledgement.

``python -m ra_registry.embedded run -- python -m tests.bench.keys`` measures this alone. Five keys
a second, as a quick reader's; every cell of the form is filled so. The first ten are not told.
"""

from __future__ import annotations

import shlex
import time
from dataclasses import dataclass
from typing import Any

import numpy as np
from playwright.sync_api import CDPSession, Page, sync_playwright

from tests.bench.alone import alone
from tests.bench.measure import Report
from tests.bench.processes import served
from tests.browser.chromium import chromium

EMAIL, PASSWORD = "typist@bench.example", "readers of the benchmark only"
PAUSE_MS = 200
WARM_UP = 10
FORMS = {
    "ramris-2002": ["erosion", "bme", "synovitis"],
    "svdh": ["erosion", "jsn"],
    "ramris-2016": ["erosion", "bme", "synovitis", "jsn", "tenosynovitis"],
}

# Notes the moment of each key, of the first frame after it, and of the acknowledgement of its cell.
WATCH = """() => {
    window.noted = [];
    addEventListener("keydown", ({ target, timeStamp }) => {
        const note = { key: timeStamp, td: target.closest(".score-cell") };
        noted.push(note);
        requestAnimationFrame(() => { note.frame = performance.now(); });
    }, true);
    new MutationObserver((changes) => {
        for (const { target } of changes) {
            const note = noted.findLast(({ td, stored }) => td === target && !stored);
            if (note && target.hasAttribute("data-acknowledged")) {
                note.stored = performance.now();
            }
        }
    }).observe(document.body, { subtree: true, attributeFilter: ["data-acknowledged"] });
}"""
ALL_STORED = "() => noted.every(({ stored }) => stored !== undefined)"
TOLD = "() => noted.map(({ key, frame, stored }) => [frame - key, stored - key])"


@dataclass
class Typed:
    """Milliseconds of each key of one form."""

    until_frame: list[float]
    until_stored: list[float]
    script: list[float]


def typing_keys(report: Report, study: Any) -> None:
    """Fill a form of each instrument in the browser, at the web processes that the demo starts.

    Without a browser there are no rows: what else is measured must not be lost for it.
    """
    from ra_registry.embedded.demo import WEB

    program = chromium()
    if program is None:
        print("no Chromium: keys are not measured", flush=True)
        return
    tokens = furnished(study)
    print(shlex.join(WEB), flush=True)
    with served(WEB) as (port, _server), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        context = browser.new_context(
            base_url=f"http://127.0.0.1:{port}", viewport={"width": 1440, "height": 900}
        )
        page = context.new_page()
        sign_in(page)
        for instrument, token in tokens.items():
            add_rows(report, instrument, fill(page, token))
        browser.close()


def add_rows(report: Report, instrument: str, typed: Typed) -> None:
    name = f"a key in the form of {instrument}"
    report.add(f"{name}: script until it is acknowledged", bar=8, unit="ms", values=typed.script)
    report.add("  until the next frame", bar=None, unit="ms", values=typed.until_frame)
    report.add("  until acknowledged", bar=None, unit="ms", values=typed.until_stored)
    report.add("  until 95 of 100 are", bar=60, unit="ms",
               values=[float(np.percentile(typed.until_stored, 95))])  # fmt: skip


def sign_in(page: Page) -> None:
    page.goto("/accounts/login/")
    page.fill("input[name=login]", EMAIL)
    page.fill("input[name=password]", PASSWORD)
    with page.expect_navigation():
        page.press("input[name=password]", "Enter")


def fill(page: Page, token: str) -> Typed:
    """Open a case and type a 2, which every site of every form has, into each of its cells."""
    page.goto(f"/reading/{token}/")
    page.get_by_role("button", name="Start").click()
    cells = page.locator('.score-cell > input[name*="@"]')
    cells.first.focus()
    page.evaluate(WATCH)
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    script = []
    for _ in range(cells.count()):
        before = script_ms(session)
        page.keyboard.press("2")
        # Nothing looks at the page meanwhile: that would be a script as well.
        time.sleep(PAUSE_MS / 1000)
        script.append(script_ms(session) - before)
    page.wait_for_function(ALL_STORED)
    told = page.evaluate(TOLD)
    frames, stored = zip(*told[WARM_UP:], strict=True)
    return Typed(list(frames), list(stored), script[WARM_UP:])


def script_ms(session: CDPSession) -> float:
    """Return how long the page's scripts have run, what watches them included."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return 1000 * next(one["value"] for one in metrics if one["name"] == "ScriptDuration")


def furnished(study: Any) -> dict[str, str]:
    """Make a reader and a campaign of each instrument; return the token of a case of each."""
    from ra_registry.accounts.models import User
    from ra_registry.cohort.models import Membership, PlannedVisit
    from scoring import services
    from scoring.models import Assignment
    from scoring.models.protocol import Strategy

    manager = Membership.objects.current().filter(study=study, role="data_manager").first().user
    reader = User.objects.create_user(EMAIL, PASSWORD, full_name="Typist")
    Membership.objects.create(study=study, user=reader, role="reader")
    visits = [PlannedVisit.objects.get(study=study, code=code) for code in ("bl", "m12")]
    tokens = {}
    for instrument, features in FORMS.items():
        protocol = services.Protocol(
            title=instrument, instrument=instrument, features=features, readers_per_case=1
        )
        campaign = services.create_campaign(
            study=study, code=f"keys-{instrument}", protocol=protocol, by=manager
        )
        services.add_cases(campaign=campaign, planned_visits=visits, by=manager)
        services.choose_readers(
            campaign=campaign, readers=[reader], strategy=Strategy.ALL, by=manager
        )
        services.open_campaign(campaign=campaign, by=manager)
        case = Assignment.objects.filter(case__campaign=campaign).order_by("sequence").first()
        tokens[instrument] = str(case.token)
    return tokens


if __name__ == "__main__":
    alone(typing_keys)
