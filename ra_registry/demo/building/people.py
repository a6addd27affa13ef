"""Accounts, the study, its centres, schedule and roles."""

from __future__ import annotations

from dataclasses import dataclass

from ra_registry.accounts.models import User
from ra_registry.accounts.services import create_user
from ra_registry.cohort.models import Centre, PlannedVisit, Study
from ra_registry.cohort.services import members, studies
from ra_registry.demo.cast import ADMINISTRATOR, PASSWORD, DemoStudy, Person
from ra_registry.demo.recipe import WINDOW_DAYS, YEAR_ONE_DAY


@dataclass(frozen=True)
class Setting:
    """A study that is set up and waits for its patients."""

    study: Study
    centres: list[Centre]
    baseline: PlannedVisit
    year_one: PlannedVisit
    team: dict[str, list[User]]

    def one(self, role: str) -> User:
        """Return the first person who holds ``role``."""
        return self.team[role][0]


def account(person: Person) -> User:
    """Return the person's account, made at the first call."""
    user = User.objects.filter(email=person.email).first()
    return user or create_user(
        email=person.email,
        full_name=person.name,
        password=PASSWORD,
        is_administrator=person.role is None,
        by=None,
    )


def set_up(demo: DemoStudy) -> Setting:
    """Create the study through the services that its people would use."""
    team: dict[str, list[User]] = {}
    for person in demo.team:
        team.setdefault(person.role or "", []).append(account(person))
    manager = team["data_manager"][0]
    study = studies.create_study(
        by=account(ADMINISTRATOR),
        code=demo.code,
        title=demo.title,
        data_manager=manager,
        description=demo.description,
        is_synthetic=True,
        time_zone=demo.time_zone,
    )
    for role, users in team.items():
        for user in users if role != "data_manager" else ():
            members.grant_role(by=manager, study=study, user=user, role=role)
    centres = [
        studies.add_centre(by=manager, study=study, code=code, name=name)
        for code, name in demo.centres
    ]
    window = {"days_before": WINDOW_DAYS, "days_after": WINDOW_DAYS}
    baseline = studies.add_planned_visit(
        by=manager, study=study, code="bl", name="Baseline", day=0, **window
    )
    year_one = studies.add_planned_visit(
        by=manager, study=study, code="m12", name="One year", day=YEAR_ONE_DAY, **window
    )
    return Setting(study, centres, baseline, year_one, team)
