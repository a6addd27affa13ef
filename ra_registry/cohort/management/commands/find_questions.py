"""Look at every stored record by the rules in force, and list what contradicts or is unusual."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ra_registry.cohort.models import Question, Study
from ra_registry.cohort.questions import words
from ra_registry.cohort.questions.searching import find_questions
from ra_registry.cohort.questions.settling import finding_of


class Command(BaseCommand):
    help = _("Look at every record of a study, or of all, by the rules; list the open questions.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--study", default="", help=_("Code of one study; without it, all."))

    def handle(self, *_args: Any, study: str, **_options: Any) -> None:
        studies = Study.objects.filter(code=study) if study else Study.objects.all()
        if study and not studies:
            raise CommandError(_("Found no study %(code)s.") % {"code": study})
        for one in studies:
            number = find_questions(study=one)
            told = ngettext("%(n)d open question", "%(n)d open questions", number) % {"n": number}
            self.stdout.write(f"{one.code}: {told}")
            for question in Question.objects.open().filter(study=one).select_related("patient"):
                sentence = words.sentence(finding_of(question))
                self.stdout.write(f"  {question.patient.pseudonym}: {sentence}")
