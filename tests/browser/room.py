"""What people do by hand in the reading room: fill in a form, read a case, sign."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from playwright.sync_api import Page, expect

from ra_registry.accounts.models import User
from scoring.models import Assignment
from tests.factories.campaigns import another_reader
from tests.factories.people import PASSWORD
from tests.factories.world import StudyWorld

Open = Callable[..., Page]
Totals = tuple[int, int]

SITES, MOST = 7, 3

# Totals at first and last visit, as the expert of the calibration sees its two cases.
REFERENCE = [(2, 1), (9, 6)]
# The case in dispute: as the first reader, every other reader and the adjudicator see it.
FIRST, OTHERS, THIRD = (9, 3), (8, 6), (8, 5)


def fill_in(page: Page, **values: object) -> None:
    """Fill fields by their names; of boxes and radio buttons, those with the values."""
    for name, value in values.items():
        fields = page.locator(f'main [name="{name}"]')
        kind = fields.first.evaluate("field => field.type")
        if value is True:
            fields.check()
        elif kind in {"checkbox", "radio"}:
            for one in value if isinstance(value, list) else [value]:
                page.check(f'main [name="{name}"][value="{one}"]')
        elif kind == "select-one":
            fields.select_option(str(value))
        else:
            fields.fill(str(value))


def send(page: Page, button: str, says: str) -> None:
    """Press a button of the page and wait for what the answer says."""
    page.locator("main").get_by_role("button", name=button, exact=True).last.click()
    expect(page.locator("body")).to_contain_text(says)


def spread(total: int) -> list[int]:
    """Return scores of the seven sites of synovitis that add up to a total."""
    return [max(0, min(MOST, total - MOST * site)) for site in range(SITES)]


def begin(page: Page, campaign: str) -> None:
    """Take the next case of a campaign from the worklist."""
    page.goto(f"/reading/?campaign={campaign}")
    page.get_by_role("button", name=re.compile("Next case|Continue")).click()


def shown_case(page: Page) -> Assignment:
    """Return whose case the page shows, by its address, when its form is ready for keys."""
    expect(page.locator(".reading-bar__actions")).to_be_visible()
    token = page.url.rstrip("/").rpartition("/")[2]
    return Assignment.objects.select_related("case", "reader").get(token=token)


def type_totals(page: Page, order: Sequence[int], totals: Totals) -> None:
    """Type scores that add up to the totals at first and last visit, key by key."""
    columns = [spread(totals[position - 1]) for position in order]
    for row in zip(*columns, strict=True):
        for score in row:
            page.keyboard.press(str(score))
    expect(page.locator("#reading-count")).to_have_text(f"{2 * SITES} of {2 * SITES}")


def sign(page: Page) -> None:
    """Submit the case with the reader's password."""
    expect(page.locator("#reading-state")).to_have_attribute("data-state", "saved")
    page.keyboard.press("s")
    expect(page.locator("#submit-dialog [name=password]")).to_be_focused()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator(".reading-bar")).to_contain_text("Submitted")


class Room:
    """The people of a story, the pages they have open, and what each has typed."""

    def __init__(self, one: StudyWorld, open_as: Open) -> None:
        self.one, self.open_as = one, open_as
        self.manager, self.investigator = one.people["data_manager"], one.people["investigator"]
        self.first, self.second = one.people["reader"], one.second_reader
        self.third, self.fourth, self.expert = (
            another_reader(one, name) for name in ("third reader", "fourth reader", "expert")
        )
        self.pages: dict[User, Page] = {}
        self.disputed = 0
        self.typed: dict[Assignment, Totals] = {}

    def at(self, person: User, address: str = "") -> Page:
        """Return a person's page, at an address if one is given."""
        if person not in self.pages:
            self.pages[person] = self.open_as(person)
        if address:
            self.pages[person].goto(address)
        return self.pages[person]

    def seen(self, assignment: Assignment) -> Totals:
        """Return what a reader sees in the images of a case: the same whenever it comes."""
        case, reader = assignment.case, assignment.reader
        if case.campaign.kind == "calibration":
            numbers = sorted(case.campaign.cases.values_list("number", flat=True))
            before, after = REFERENCE[numbers.index(case.number)]
            return before, after - (reader == self.second and before == REFERENCE[1][0])
        if case.pk == self.disputed:
            return {self.first: FIRST, self.fourth: THIRD}.get(reader, OTHERS)
        before = 3 + case.pk % 5
        return before, before - (reader != self.second)

    def typed_last_by(self, person: User) -> Totals:
        """Return the totals of the case that a person has read last."""
        return [totals for one, totals in self.typed.items() if one.reader == person][-1]

    def read(self, person: User, campaign: str, n: int) -> Page:
        """Read so many cases of a worklist, one after the other."""
        page = self.at(person)
        begin(page, campaign)
        for left in reversed(range(n)):
            assignment = shown_case(page)
            self.typed[assignment] = self.seen(assignment)
            type_totals(page, assignment.order, self.typed[assignment])
            sign(page)
            if left:
                page.get_by_role("button", name="Next case").click()
        return page
