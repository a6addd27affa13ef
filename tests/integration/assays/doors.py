"""The three ways in which a plate file reaches a study, with one face for tests.

Each sends a file, answers what it leaves open, and accepts it; what a person or a program would
read on the way comes back as text, with what was refused.
"""

from __future__ import annotations

import html
import io
from pathlib import Path
from typing import Protocol

from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from ra_registry.accounts.models import User
from ra_registry.assays.models import AssayFile, KitLot
from ra_registry.assays.services.uploads import Upload
from ra_registry.cohort.models import Study
from tests.paths import trap

Sent = str | Upload
"""A trap by its name, or any other file."""


class Door(Protocol):
    """A way in, for one study, one person and one kit lot."""

    def send(self, file: Sent, layout: Sent = "", **answers: str) -> str:
        """Send a file with its layout and the answers; return what is said about it."""

    def accept(self, reason: str = "") -> tuple[bool, str]:
        """Accept the file; return whether it was stored, and what was said."""


class PageDoor:
    def __init__(self, study: Study, by: User, lot: KitLot, folder: Path) -> None:
        self.study, self.lot = study, lot
        self.client = Client()
        self.client.force_login(by)

    def send(self, file: Sent, layout: Sent = "", **answers: str) -> str:
        sent = {"file": _attached(file)} | ({"layout": _attached(layout)} if layout else {})
        answer = self.client.post(reverse("assays:upload", args=[self.study.code]), sent)
        if answer.status_code != 302:
            return html.unescape(answer.content.decode())
        self.address = answer["Location"]
        self.client.post(f"{self.address}lot/", {"lot": self.lot.pk})
        if answers:
            self.client.post(f"{self.address}answers/", answers)
        return html.unescape(self.client.get(self.address).content.decode())

    def accept(self, reason: str = "") -> tuple[bool, str]:
        sent = {"confirm_roles": "on", "leave_out_unknown": "on", "reason": reason}
        answer = self.client.post(f"{self.address}accept/", sent)
        return answer.status_code == 302, html.unescape(answer.content.decode())


class CommandDoor:
    def __init__(self, study: Study, by: User, lot: KitLot, folder: Path) -> None:
        self.study, self.by, self.lot, self.folder = study, by, lot, folder

    def send(self, file: Sent, layout: Sent = "", **answers: str) -> str:
        self.wanted = {"study": self.study.code, "by": self.by.email, "lot": self.lot.number,
                       **answers}  # fmt: skip
        self.path = self._on_disk(file)
        if layout:
            self.wanted["layout"] = self._on_disk(layout)
        return self._run()[1]

    def accept(self, reason: str = "") -> tuple[bool, str]:
        return self._run(accept=True, confirm_roles=True, leave_out_unknown=True,
                         reason=[reason] if reason else [])  # fmt: skip

    def _run(self, **options: object) -> tuple[bool, str]:
        printed = io.StringIO()
        try:
            call_command("import_assay", self.path, stdout=printed, **self.wanted, **options)
        except CommandError as error:
            return False, f"{printed.getvalue()}{error}"
        return True, printed.getvalue()

    def _on_disk(self, file: Sent) -> Path:
        upload = _upload(file)
        path = self.folder / upload.name
        path.write_bytes(upload.content)
        return path


class ApiDoor:
    def __init__(self, study: Study, by: User, lot: KitLot, folder: Path) -> None:
        self.lot = lot
        self.files = f"/api/v1/studies/{study.code}/assay-files/"
        self.client = APIClient()
        self.client.force_authenticate(by)

    def send(self, file: Sent, layout: Sent = "", **answers: str) -> str:
        sent = {"file": _attached(file)} | ({"layout": _attached(layout)} if layout else {})
        answer = self.client.post(self.files, sent | answers, format="multipart")
        if answer.status_code != 201:
            return answer.content.decode()
        self.address = f"{self.files}{answer.json()['token']}/"
        return self.client.post(f"{self.address}lot/", {"lot": self.lot.pk}).content.decode()

    def accept(self, reason: str = "") -> tuple[bool, str]:
        sent = {"confirm_roles": True, "leave_out_unknown": True, "reason": reason}
        answer = self.client.post(f"{self.address}accept/", sent)
        return answer.status_code == 200, answer.content.decode()


DOORS = {"page": PageDoor, "command": CommandDoor, "api": ApiDoor}


def _upload(file: Sent) -> Upload:
    return file if isinstance(file, Upload) else Upload(file, trap(file))


def _attached(file: Sent) -> io.BytesIO:
    upload = _upload(file)
    attached = io.BytesIO(upload.content)
    attached.name = upload.name
    return attached


def nothing_waits() -> bool:
    """Tell whether no file was taken in."""
    return not AssayFile.objects.exists()
