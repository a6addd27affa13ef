"""Everything a reader can ask for: every address, and a case from start to correction."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scoring.instruments import get_instrument
from scoring.models import Reading
from scoring.models.reading import ReadingState
from tests.contracts.cast import Target
from tests.contracts.route_table import all_routes, read_table
from tests.contracts.visitor import Reply, address, ask
from tests.factories.furnished import StudyThings
from tests.factories.scoring import sign_form, signed

Answered = Iterator[tuple[str, Reply]]

HTMX = {"HX-Request": "true"}


def every_address(things: StudyThings, *, session: str, token: str) -> Answered:
    """Ask for each line of the table, allowed or not: as a page, as a part of one, by token."""
    for line in read_table():
        if line.scope == "way-out":
            continue
        centres = [things.north, things.south] if line.scope == "centre" else [things.north]
        for centre in centres:
            target = Target("", things, centre, owner=things.reader)
            path = address(all_routes()[line.route], target)
            for method in line.methods:
                yield f"{method} {path}", ask(method, path, session=session)
                if path.startswith("/api/"):
                    yield f"{method} {path} by token", ask(method, path, token=token)
                else:
                    reply = ask(method, path, session=session, headers=HTMX)
                    yield f"{method} {path} by htmx", reply


def case_on_pages(things: StudyThings, *, session: str) -> Answered:
    """Read a case in the browser, with every mistake on the way."""
    room, case = "/reading/", f"/reading/{things.waiting.token}/"
    colleagues = f"/reading/{things.others_reading.assignment.token}/"
    cells = list(cells_of(things))

    def send(name: str, method: str, path: str, body: Any = None) -> tuple[str, Reply]:
        return name, ask(method, path, session=session, body=body)

    yield send("home", "GET", "/")
    yield send("worklist", "GET", room)
    yield send("search", "GET", f"{room}?q=QX&status=started")
    yield send("a colleague's case", "GET", colleagues)
    yield send("a colleague's submission", "POST", f"{colleagues}submit/")
    yield send("nothing", "GET", "/nothing/here/")
    yield send("before the start", "GET", case)
    yield send("start", "POST", f"{case}start/")
    yield send("form", "GET", case)
    yield send("out of range", "POST", case, {"revision": "0", cells[0]: "99"})
    yield send("unknown cell", "POST", case, {"revision": "0", "erosion.NOSE@1": "1"})
    yield send("one score", "POST", case, {"revision": "0", cells[0]: "1"})
    yield send("stale", "POST", case, {"revision": "0", cells[0]: "2"})
    yield from case_by_script(things, session=session)
    yield send("incomplete", "POST", f"{case}submit/")
    yield send("complete", "POST", case, {"revision": "1", **dict.fromkeys(cells, "1")})
    signing = sign_form(draft_of(things))
    yield send("signature", "GET", f"{case}submit/")
    yield send("wrong password", "POST", f"{case}submit/", {**signing, "password": "wrong"})
    yield send("unseen", "POST", f"{case}submit/", {**signing, "content_hash": "0" * 64})
    yield send("submit", "POST", f"{case}submit/", signing)
    yield send("submitted", "GET", case)
    yield send("too late", "POST", case, {"revision": "2", cells[0]: "2"})
    yield send("no reason", "POST", f"{case}correction/", {"reason": ""})
    yield send("correction", "POST", f"{case}correction/", {"reason": "slip of the pen"})
    yield send("corrected form", "GET", case)


def case_by_script(things: StudyThings, *, session: str) -> Answered:
    """Save a cell as the form's script does, with every mistake; the draft stays as it was."""
    case, cell = f"/reading/{things.waiting.token}/", next(iter(cells_of(things)))
    colleagues = f"/reading/{things.others_reading.assignment.token}/"

    def save(name: str, path: str, revision: int, text: str) -> tuple[str, Reply]:
        sent = {"revision": revision, "marks": {cell: text}}
        return f"script: {name}", ask("POST", path, session=session, body=sent)

    yield save("again", f"{case}scores/", 0, "1")
    yield save("stale", f"{case}scores/", 0, "2")
    yield save("out of range", f"{case}scores/", 1, "99")
    yield save("a colleague's case", f"{colleagues}scores/", 1, "1")
    for name, path in (("own", case), ("a colleague's", colleagues)):
        yield f"script: {name} state", ask("GET", f"{path}state/", session=session)


def case_by_api(things: StudyThings, *, token: str) -> Answered:
    """Read a case through the API, with every mistake on the way."""
    cases = "/api/v1/reading/cases/"
    case = f"{cases}{things.waiting.token}/"
    colleagues = f"{cases}{things.others_reading.assignment.token}/"
    split = [cell.split("@") for cell in cells_of(things)]
    entries = [{"item": item, "column": int(column), "score": "1"} for item, column in split]

    def send(name: str, method: str, path: str, body: Any = None) -> tuple[str, Reply]:
        return f"API: {name}", ask(method, path, token=token, body=body)

    def save(name: str, revision: Any, *sent: dict[str, Any]) -> tuple[str, Reply]:
        return send(name, "POST", f"{case}scores/", {"revision": revision, "entries": sent})

    yield send("campaigns", "GET", "/api/v1/reading/campaigns/")
    yield send("cases", "GET", cases)
    yield send("case", "GET", case)
    yield send("a colleague's case", "GET", colleagues)
    yield send("nothing", "GET", "/api/v1/nothing/here/")
    yield send("too early", "GET", f"{case}completeness/")
    yield send("start", "POST", f"{case}start/")
    yield save("out of range", 0, {**entries[0], "score": "99"})
    yield save("unknown item", 0, {**entries[0], "item": "erosion.NOSE"})
    yield save("unknown column", 0, {**entries[0], "column": 7})
    yield save("one score", 0, entries[0])
    yield save("stale", 0, {**entries[0], "score": "2"})
    yield send("completeness", "GET", f"{case}completeness/")
    yield save("complete", 1, *entries)
    yield send("where to sign", "GET", f"{case}completeness/")
    signed(draft_of(things))
    yield send("submitted", "GET", case)
    yield save("too late", 2, {**entries[0], "score": "2"})
    yield send("correction", "POST", f"{case}correction/", {"reason": "slip of the pen"})
    yield send("corrected", "GET", case)


def draft_of(things: StudyThings) -> Reading:
    """Return the draft of the waiting case as it is now."""
    return things.waiting.readings.get(state=ReadingState.DRAFT)


def cells_of(things: StudyThings) -> Iterator[str]:
    """Return the names of the waiting case's cells."""
    campaign = things.waiting.case.campaign
    items = get_instrument(campaign.instrument).items_of(campaign.features)
    for column, _ in enumerate(things.waiting.order, start=1):
        for item in items:
            yield f"{item.code}@{column}"
