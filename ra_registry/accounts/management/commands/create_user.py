"""``manage.py create_user``: make an account, the first administrator included."""

from __future__ import annotations

import getpass
import os
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from ra_registry.accounts import services
from ra_registry.accounts.models import User
from ra_registry.core.errors import DomainError


class Command(BaseCommand):
    help = "Create an account. The password is asked for, or read from NEW_USER_PASSWORD."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", required=True, help="printed name of the person")
        parser.add_argument(
            "--administrator", action="store_true", help="may create studies and accounts"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        password = os.environ.get("NEW_USER_PASSWORD") or getpass.getpass("Password: ")
        try:
            validate_password(password, User(email=options["email"], full_name=options["name"]))
            user = services.create_user(
                email=options["email"],
                full_name=options["name"],
                password=password,
                is_administrator=options["administrator"],
                by=None,
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except DomainError as error:
            raise CommandError(error.message) from error
        self.stdout.write(f"Created the account {user.email}.")
