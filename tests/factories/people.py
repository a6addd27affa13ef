"""Accounts and studies."""

from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from ra_registry.accounts.models import User
from ra_registry.cohort.models import Centre, Membership, PlannedVisit, Study

PASSWORD = "correct horse battery staple"


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    full_name = factory.Sequence(lambda n: f"Person {n}")

    @classmethod
    def _create(cls, model_class: type[User], *_args: object, **kwargs: object) -> User:
        return model_class.objects.create_user(password=PASSWORD, **kwargs)


class StudyFactory(DjangoModelFactory):
    class Meta:
        model = Study

    code = factory.Sequence(lambda n: f"study-{n}")
    title = factory.LazyAttribute(lambda study: f"Study {study.code}")


class CentreFactory(DjangoModelFactory):
    class Meta:
        model = Centre

    study = factory.SubFactory(StudyFactory)
    code = factory.Sequence(lambda n: f"centre-{n}")
    name = factory.LazyAttribute(lambda centre: f"Hospital {centre.code}")


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    study = factory.SubFactory(StudyFactory)
    user = factory.SubFactory(UserFactory)
    role = "coordinator"


class PlannedVisitFactory(DjangoModelFactory):
    class Meta:
        model = PlannedVisit

    study = factory.SubFactory(StudyFactory)
    code = "bl"
    name = "Baseline"
    day = 0
    days_before = 14
    days_after = 14
