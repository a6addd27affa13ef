import datetime as dt

import django.db.models.expressions
import django.db.models.functions.comparison
import django.db.models.functions.text
import django.db.models.lookups
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import ra_registry.core.entry.model_fields


class Migration(migrations.Migration):
    dependencies = [
        ("cohort", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="clinicalassessment",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="clinicalassessment",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="patient",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="patient",
            name="update_update",
        ),
        migrations.RemoveConstraint(
            model_name="treatment",
            name="cohort_treatment_order",
        ),
        migrations.AddField(
            model_name="clinicalassessment",
            name="crp_printed",
            field=models.CharField(
                blank=True, default="", max_length=40, verbose_name="CRP printed"
            ),
        ),
        migrations.AddField(
            model_name="clinicalassessment",
            name="crp_sign",
            field=models.CharField(
                blank=True,
                choices=[("<", "below the limit"), (">", "above the limit")],
                default="",
                max_length=1,
                verbose_name="CRP sign",
            ),
        ),
        migrations.AddField(
            model_name="clinicalassessment",
            name="esr_printed",
            field=models.CharField(
                blank=True, default="", max_length=40, verbose_name="ESR printed"
            ),
        ),
        migrations.AddField(
            model_name="clinicalassessment",
            name="esr_sign",
            field=models.CharField(
                blank=True,
                choices=[("<", "below the limit"), (">", "above the limit")],
                default="",
                max_length=1,
                verbose_name="ESR sign",
            ),
        ),
        migrations.AddField(
            model_name="clinicalassessmentevent",
            name="crp_printed",
            field=models.CharField(
                blank=True, default="", max_length=40, verbose_name="CRP printed"
            ),
        ),
        migrations.AddField(
            model_name="clinicalassessmentevent",
            name="crp_sign",
            field=models.CharField(
                blank=True,
                choices=[("<", "below the limit"), (">", "above the limit")],
                default="",
                max_length=1,
                verbose_name="CRP sign",
            ),
        ),
        migrations.AddField(
            model_name="clinicalassessmentevent",
            name="esr_printed",
            field=models.CharField(
                blank=True, default="", max_length=40, verbose_name="ESR printed"
            ),
        ),
        migrations.AddField(
            model_name="clinicalassessmentevent",
            name="esr_sign",
            field=models.CharField(
                blank=True,
                choices=[("<", "below the limit"), (">", "above the limit")],
                default="",
                max_length=1,
                verbose_name="ESR sign",
            ),
        ),
        migrations.AddField(
            model_name="patient",
            name="acpa_printed",
            field=models.CharField(
                blank=True, default="", max_length=40, verbose_name="acpa printed"
            ),
        ),
        migrations.AddField(
            model_name="patient",
            name="acpa_sign",
            field=models.CharField(
                blank=True,
                choices=[("<", "below the limit"), (">", "above the limit")],
                default="",
                max_length=1,
                verbose_name="acpa sign",
            ),
        ),
        migrations.AddField(
            model_name="patient",
            name="rf_printed",
            field=models.CharField(
                blank=True, default="", max_length=40, verbose_name="rf printed"
            ),
        ),
        migrations.AddField(
            model_name="patient",
            name="rf_sign",
            field=models.CharField(
                blank=True,
                choices=[("<", "below the limit"), (">", "above the limit")],
                default="",
                max_length=1,
                verbose_name="rf sign",
            ),
        ),
        migrations.AddField(
            model_name="patientevent",
            name="acpa_printed",
            field=models.CharField(
                blank=True, default="", max_length=40, verbose_name="acpa printed"
            ),
        ),
        migrations.AddField(
            model_name="patientevent",
            name="acpa_sign",
            field=models.CharField(
                blank=True,
                choices=[("<", "below the limit"), (">", "above the limit")],
                default="",
                max_length=1,
                verbose_name="acpa sign",
            ),
        ),
        migrations.AddField(
            model_name="patientevent",
            name="rf_printed",
            field=models.CharField(
                blank=True, default="", max_length=40, verbose_name="rf printed"
            ),
        ),
        migrations.AddField(
            model_name="patientevent",
            name="rf_sign",
            field=models.CharField(
                blank=True,
                choices=[("<", "below the limit"), (">", "above the limit")],
                default="",
                max_length=1,
                verbose_name="rf sign",
            ),
        ),
        migrations.AlterField(
            model_name="patient",
            name="diagnosed_on",
            field=ra_registry.core.entry.model_fields.PartialDateField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="patient",
            name="symptom_onset",
            field=ra_registry.core.entry.model_fields.PartialDateField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="patientevent",
            name="diagnosed_on",
            field=ra_registry.core.entry.model_fields.PartialDateField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="patientevent",
            name="symptom_onset",
            field=ra_registry.core.entry.model_fields.PartialDateField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="treatment",
            name="started_on",
            field=ra_registry.core.entry.model_fields.PartialDateField(),
        ),
        migrations.AlterField(
            model_name="treatment",
            name="stopped_on",
            field=ra_registry.core.entry.model_fields.PartialDateField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="treatmentevent",
            name="started_on",
            field=ra_registry.core.entry.model_fields.PartialDateField(),
        ),
        migrations.AlterField(
            model_name="treatmentevent",
            name="stopped_on",
            field=ra_registry.core.entry.model_fields.PartialDateField(blank=True, null=True),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="clinicalassessment",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cohort_clinicalassessmentevent" ("created_at", "created_by_id", "crp_printed", "crp_sign", "crp_unit", "crp_value", "esr", "esr_printed", "esr_sign", "haq_di", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phga_mm", "ptga_mm", "revision", "sjc28", "tjc28", "visit_id", "void_reason", "voided_at", "voided_by_id") VALUES (NEW."created_at", NEW."created_by_id", NEW."crp_printed", NEW."crp_sign", NEW."crp_unit", NEW."crp_value", NEW."esr", NEW."esr_printed", NEW."esr_sign", NEW."haq_di", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phga_mm", NEW."ptga_mm", NEW."revision", NEW."sjc28", NEW."tjc28", NEW."visit_id", NEW."void_reason", NEW."voided_at", NEW."voided_by_id"); RETURN NULL;',
                    hash="98d3baab62c0210acc295898c77d082ce8595964",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_0d257",
                    table="cohort_clinicalassessment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="clinicalassessment",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "cohort_clinicalassessmentevent" ("created_at", "created_by_id", "crp_printed", "crp_sign", "crp_unit", "crp_value", "esr", "esr_printed", "esr_sign", "haq_di", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phga_mm", "ptga_mm", "revision", "sjc28", "tjc28", "visit_id", "void_reason", "voided_at", "voided_by_id") VALUES (NEW."created_at", NEW."created_by_id", NEW."crp_printed", NEW."crp_sign", NEW."crp_unit", NEW."crp_value", NEW."esr", NEW."esr_printed", NEW."esr_sign", NEW."haq_di", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phga_mm", NEW."ptga_mm", NEW."revision", NEW."sjc28", NEW."tjc28", NEW."visit_id", NEW."void_reason", NEW."voided_at", NEW."voided_by_id"); RETURN NULL;',
                    hash="84befd0c3b37d00db94c3e7acdeceee0ccf231ef",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_1d69d",
                    table="cohort_clinicalassessment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="patient",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cohort_patientevent" ("acpa_printed", "acpa_sign", "acpa_uln", "acpa_unit", "acpa_value", "birth_year", "centre_id", "created_at", "created_by_id", "diagnosed_on", "diagnosis", "dominant_hand", "enrolled_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pseudonym", "revision", "rf_printed", "rf_sign", "rf_uln", "rf_unit", "rf_value", "sex", "study_id", "symptom_onset", "void_reason", "voided_at", "voided_by_id") VALUES (NEW."acpa_printed", NEW."acpa_sign", NEW."acpa_uln", NEW."acpa_unit", NEW."acpa_value", NEW."birth_year", NEW."centre_id", NEW."created_at", NEW."created_by_id", NEW."diagnosed_on", NEW."diagnosis", NEW."dominant_hand", NEW."enrolled_on", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."pseudonym", NEW."revision", NEW."rf_printed", NEW."rf_sign", NEW."rf_uln", NEW."rf_unit", NEW."rf_value", NEW."sex", NEW."study_id", NEW."symptom_onset", NEW."void_reason", NEW."voided_at", NEW."voided_by_id"); RETURN NULL;',
                    hash="737c6e83339e92897919113b9373b7319258874f",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_3d94f",
                    table="cohort_patient",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="patient",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "cohort_patientevent" ("acpa_printed", "acpa_sign", "acpa_uln", "acpa_unit", "acpa_value", "birth_year", "centre_id", "created_at", "created_by_id", "diagnosed_on", "diagnosis", "dominant_hand", "enrolled_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pseudonym", "revision", "rf_printed", "rf_sign", "rf_uln", "rf_unit", "rf_value", "sex", "study_id", "symptom_onset", "void_reason", "voided_at", "voided_by_id") VALUES (NEW."acpa_printed", NEW."acpa_sign", NEW."acpa_uln", NEW."acpa_unit", NEW."acpa_value", NEW."birth_year", NEW."centre_id", NEW."created_at", NEW."created_by_id", NEW."diagnosed_on", NEW."diagnosis", NEW."dominant_hand", NEW."enrolled_on", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."pseudonym", NEW."revision", NEW."rf_printed", NEW."rf_sign", NEW."rf_uln", NEW."rf_unit", NEW."rf_value", NEW."sex", NEW."study_id", NEW."symptom_onset", NEW."void_reason", NEW."voided_at", NEW."voided_by_id"); RETURN NULL;',
                    hash="fd8537ff58138e082d5c91ee375ab91086878f88",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_a19f4",
                    table="cohort_patient",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="clinicalassessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("esr_sign", ""),
                    models.Q(("esr__gt", 0), ("esr__isnull", False), ("esr_sign__in", ["<", ">"])),
                    _connector="OR",
                ),
                name="cohort_assessment_esr_sign",
                violation_error_message="A limit is < or > with a number above 0 after it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="clinicalassessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("esr_printed", ""),
                    models.Q(
                        ("esr__isnull", False),
                        django.db.models.expressions.RawSQL(
                            "\n    CASE WHEN esr_printed = '' THEN TRUE\n    WHEN translate(esr_printed, '０１２３４５６７８９．，＜＞', '0123456789.,<>') ~ '^[^0-9.,]*[0-9]*[.,]?[0-9]+$' THEN\n        replace(regexp_replace(translate(esr_printed, '０１２３４５６７８９．，＜＞', '0123456789.,<>'), '[^0-9.,]', '', 'g'),\n            ',', '.')::numeric = esr\n        AND esr_sign = CASE left(translate(esr_printed, '０１２３４５６７８９．，＜＞', '0123456789.,<>'), 1)\n            WHEN '<' THEN '<' WHEN '>' THEN '>' ELSE '' END\n    ELSE FALSE END\n",
                            (),
                            output_field=models.BooleanField(),
                        ),
                    ),
                    _connector="OR",
                ),
                name="cohort_assessment_esr_printed",
                violation_error_message="The printed text and the stored number contradict.",
            ),
        ),
        migrations.AddConstraint(
            model_name="clinicalassessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("crp_sign", ""),
                    models.Q(
                        ("crp_sign__in", ["<", ">"]),
                        ("crp_value__gt", 0),
                        ("crp_value__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="cohort_assessment_crp_sign",
                violation_error_message="A limit is < or > with a number above 0 after it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="clinicalassessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("crp_printed", ""),
                    models.Q(
                        ("crp_value__isnull", False),
                        django.db.models.expressions.RawSQL(
                            "\n    CASE WHEN crp_printed = '' THEN TRUE\n    WHEN translate(crp_printed, '０１２３４５６７８９．，＜＞', '0123456789.,<>') ~ '^[^0-9.,]*[0-9]*[.,]?[0-9]+$' THEN\n        replace(regexp_replace(translate(crp_printed, '０１２３４５６７８９．，＜＞', '0123456789.,<>'), '[^0-9.,]', '', 'g'),\n            ',', '.')::numeric = crp_value\n        AND crp_sign = CASE left(translate(crp_printed, '０１２３４５６７８９．，＜＞', '0123456789.,<>'), 1)\n            WHEN '<' THEN '<' WHEN '>' THEN '>' ELSE '' END\n    ELSE FALSE END\n",
                            (),
                            output_field=models.BooleanField(),
                        ),
                    ),
                    _connector="OR",
                ),
                name="cohort_assessment_crp_printed",
                violation_error_message="The printed text and the stored number contradict.",
            ),
        ),
        migrations.AddConstraint(
            model_name="patient",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("rf_sign", ""),
                    models.Q(
                        ("rf_sign__in", ["<", ">"]),
                        ("rf_value__gt", 0),
                        ("rf_value__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="cohort_patient_rf_sign",
                violation_error_message="A limit is < or > with a number above 0 after it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="patient",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("rf_printed", ""),
                    models.Q(
                        ("rf_value__isnull", False),
                        django.db.models.expressions.RawSQL(
                            "\n    CASE WHEN rf_printed = '' THEN TRUE\n    WHEN translate(rf_printed, '０１２３４５６７８９．，＜＞', '0123456789.,<>') ~ '^[^0-9.,]*[0-9]*[.,]?[0-9]+$' THEN\n        replace(regexp_replace(translate(rf_printed, '０１２３４５６７８９．，＜＞', '0123456789.,<>'), '[^0-9.,]', '', 'g'),\n            ',', '.')::numeric = rf_value\n        AND rf_sign = CASE left(translate(rf_printed, '０１２３４５６７８９．，＜＞', '0123456789.,<>'), 1)\n            WHEN '<' THEN '<' WHEN '>' THEN '>' ELSE '' END\n    ELSE FALSE END\n",
                            (),
                            output_field=models.BooleanField(),
                        ),
                    ),
                    _connector="OR",
                ),
                name="cohort_patient_rf_printed",
                violation_error_message="The printed text and the stored number contradict.",
            ),
        ),
        migrations.AddConstraint(
            model_name="patient",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("acpa_sign", ""),
                    models.Q(
                        ("acpa_sign__in", ["<", ">"]),
                        ("acpa_value__gt", 0),
                        ("acpa_value__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="cohort_patient_acpa_sign",
                violation_error_message="A limit is < or > with a number above 0 after it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="patient",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("acpa_printed", ""),
                    models.Q(
                        ("acpa_value__isnull", False),
                        django.db.models.expressions.RawSQL(
                            "\n    CASE WHEN acpa_printed = '' THEN TRUE\n    WHEN translate(acpa_printed, '０１２３４５６７８９．，＜＞', '0123456789.,<>') ~ '^[^0-9.,]*[0-9]*[.,]?[0-9]+$' THEN\n        replace(regexp_replace(translate(acpa_printed, '０１２３４５６７８９．，＜＞', '0123456789.,<>'), '[^0-9.,]', '', 'g'),\n            ',', '.')::numeric = acpa_value\n        AND acpa_sign = CASE left(translate(acpa_printed, '０１２３４５６７８９．，＜＞', '0123456789.,<>'), 1)\n            WHEN '<' THEN '<' WHEN '>' THEN '>' ELSE '' END\n    ELSE FALSE END\n",
                            (),
                            output_field=models.BooleanField(),
                        ),
                    ),
                    _connector="OR",
                ),
                name="cohort_patient_acpa_printed",
                violation_error_message="The printed text and the stored number contradict.",
            ),
        ),
        migrations.AddConstraint(
            model_name="patient",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("symptom_onset__isnull", True),
                    django.db.models.expressions.RawSQL(
                        "CASE WHEN symptom_onset ~ '^(19[0-9]{2}|20[0-9]{2}|2100)(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$' THEN CASE WHEN length(symptom_onset) < 10 THEN TRUE ELSE right(symptom_onset, 2)::integer <= extract(day FROM make_date(left(symptom_onset, 4)::integer, substr(symptom_onset, 6, 2)::integer, 1) + interval '1 month' - interval '1 day') END ELSE FALSE END",
                        (),
                        output_field=models.BooleanField(),
                    ),
                    _connector="OR",
                ),
                name="cohort_patient_onset_date",
                violation_error_message="Expected a date such as 2024, 2024-03 or 2024-03-31.",
            ),
        ),
        migrations.AddConstraint(
            model_name="patient",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("diagnosed_on__isnull", True),
                    django.db.models.expressions.RawSQL(
                        "CASE WHEN diagnosed_on ~ '^(19[0-9]{2}|20[0-9]{2}|2100)(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$' THEN CASE WHEN length(diagnosed_on) < 10 THEN TRUE ELSE right(diagnosed_on, 2)::integer <= extract(day FROM make_date(left(diagnosed_on, 4)::integer, substr(diagnosed_on, 6, 2)::integer, 1) + interval '1 month' - interval '1 day') END ELSE FALSE END",
                        (),
                        output_field=models.BooleanField(),
                    ),
                    _connector="OR",
                ),
                name="cohort_patient_diagnosed_date",
                violation_error_message="Expected a date such as 2024, 2024-03 or 2024-03-31.",
            ),
        ),
        migrations.AddConstraint(
            model_name="patient",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("enrolled_on__isnull", True),
                    ("enrolled_on__gte", dt.date(1900, 1, 1)),
                    _connector="OR",
                ),
                name="cohort_patient_enrolled_since",
                violation_error_message="A year before 1900 has lost digits.",
            ),
        ),
        migrations.AddConstraint(
            model_name="treatment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("stopped_on__isnull", True),
                    django.db.models.lookups.GreaterThanOrEqual(
                        django.db.models.functions.text.Left(
                            models.F("stopped_on"),
                            django.db.models.functions.comparison.Least(
                                django.db.models.functions.text.Length("started_on"),
                                django.db.models.functions.text.Length("stopped_on"),
                            ),
                        ),
                        django.db.models.functions.text.Left(
                            models.F("started_on"),
                            django.db.models.functions.comparison.Least(
                                django.db.models.functions.text.Length("started_on"),
                                django.db.models.functions.text.Length("stopped_on"),
                            ),
                        ),
                    ),
                    _connector="OR",
                ),
                name="cohort_treatment_order",
                violation_error_message="A treatment can't stop before it starts.",
            ),
        ),
        migrations.AddConstraint(
            model_name="treatment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("started_on__isnull", True),
                    django.db.models.expressions.RawSQL(
                        "CASE WHEN started_on ~ '^(19[0-9]{2}|20[0-9]{2}|2100)(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$' THEN CASE WHEN length(started_on) < 10 THEN TRUE ELSE right(started_on, 2)::integer <= extract(day FROM make_date(left(started_on, 4)::integer, substr(started_on, 6, 2)::integer, 1) + interval '1 month' - interval '1 day') END ELSE FALSE END",
                        (),
                        output_field=models.BooleanField(),
                    ),
                    _connector="OR",
                ),
                name="cohort_treatment_started_date",
                violation_error_message="Expected a date such as 2024, 2024-03 or 2024-03-31.",
            ),
        ),
        migrations.AddConstraint(
            model_name="treatment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("stopped_on__isnull", True),
                    django.db.models.expressions.RawSQL(
                        "CASE WHEN stopped_on ~ '^(19[0-9]{2}|20[0-9]{2}|2100)(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$' THEN CASE WHEN length(stopped_on) < 10 THEN TRUE ELSE right(stopped_on, 2)::integer <= extract(day FROM make_date(left(stopped_on, 4)::integer, substr(stopped_on, 6, 2)::integer, 1) + interval '1 month' - interval '1 day') END ELSE FALSE END",
                        (),
                        output_field=models.BooleanField(),
                    ),
                    _connector="OR",
                ),
                name="cohort_treatment_stopped_date",
                violation_error_message="Expected a date such as 2024, 2024-03 or 2024-03-31.",
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("took_place_on__isnull", True),
                    ("took_place_on__gte", dt.date(1900, 1, 1)),
                    _connector="OR",
                ),
                name="cohort_visit_since",
                violation_error_message="A year before 1900 has lost digits.",
            ),
        ),
    ]
