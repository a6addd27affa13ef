from decimal import Decimal

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="Study",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.SlugField(
                        max_length=40,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$",
                                "Use small letters, digits and hyphens, for example: ra-one.",
                            )
                        ],
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("description", models.TextField(blank=True)),
                ("is_synthetic", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name_plural": "studies",
                "ordering": ["code"],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="b699a9db20f1310543674d336cbac59f31de5f88",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_61a3d",
                            table="cohort_study",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cohort_studyevent" ("code", "created_at", "description", "id", "is_synthetic", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title") VALUES (NEW."code", NEW."created_at", NEW."description", NEW."id", NEW."is_synthetic", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."title"); RETURN NULL;',
                            hash="2b499141522184d2783d7e07d4a9ae0e92e52de0",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_27cf9",
                            table="cohort_study",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "cohort_studyevent" ("code", "created_at", "description", "id", "is_synthetic", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title") VALUES (NEW."code", NEW."created_at", NEW."description", NEW."id", NEW."is_synthetic", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."title"); RETURN NULL;',
                            hash="50029b2db161071b39580a39696c8a37504f7238",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_9a61c",
                            table="cohort_study",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Centre",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.SlugField(
                        max_length=20,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$",
                                "Use small letters, digits and hyphens, for example: ra-one.",
                            )
                        ],
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="centres",
                        to="cohort.study",
                    ),
                ),
            ],
            options={
                "ordering": ["code"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("study", "code"), name="cohort_centre_code_in_study"
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="f7a689d280c13ca5beceec7441009f3293f472e7",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_2d5f7",
                            table="cohort_centre",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cohort_centreevent" ("code", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "study_id") VALUES (NEW."code", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."study_id"); RETURN NULL;',
                            hash="7ecee82b6d655c2c48cbdc3153cf2005ee163ce9",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_648f4",
                            table="cohort_centre",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "cohort_centreevent" ("code", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "study_id") VALUES (NEW."code", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."study_id"); RETURN NULL;',
                            hash="f6d7e734bd6689f1d405147b0ab76702cc433672",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_7a4f5",
                            table="cohort_centre",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlannedVisit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=12)),
                ("name", models.CharField(max_length=80)),
                ("day", models.IntegerField(help_text="Days from enrolment")),
                ("days_before", models.PositiveSmallIntegerField(default=0)),
                ("days_after", models.PositiveSmallIntegerField(default=0)),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="planned_visits",
                        to="cohort.study",
                    ),
                ),
            ],
            options={
                "ordering": ["day", "code"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("study", "code"), name="cohort_plannedvisit_code"
                    ),
                    models.UniqueConstraint(
                        fields=("study", "day"), name="cohort_plannedvisit_day"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="7d4c301d35dfb27af74f75592cfeb83bbc36482f",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_d64f0",
                            table="cohort_plannedvisit",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cohort_plannedvisitevent" ("code", "day", "days_after", "days_before", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "study_id") VALUES (NEW."code", NEW."day", NEW."days_after", NEW."days_before", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."study_id"); RETURN NULL;',
                            hash="b190bcb2171d98db5c245c2a26b0bc391f779c1e",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_b7053",
                            table="cohort_plannedvisit",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "cohort_plannedvisitevent" ("code", "day", "days_after", "days_before", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "study_id") VALUES (NEW."code", NEW."day", NEW."days_after", NEW."days_before", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."study_id"); RETURN NULL;',
                            hash="1cae8afd8aba2d7b4ffe599d9da861173497bc5f",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_0a89a",
                            table="cohort_plannedvisit",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StudyEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "code",
                    models.SlugField(
                        db_index=False,
                        max_length=40,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$",
                                "Use small letters, digits and hyphens, for example: ra-one.",
                            )
                        ],
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("description", models.TextField(blank=True)),
                ("is_synthetic", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="cohort.study",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="1005a8b1109c2110f3599ae7aa3765a7ab0635bf",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_261a0",
                            table="cohort_studyevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StudyVersion",
            fields=[
                (
                    "study",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="version",
                        serialize=False,
                        to="cohort.study",
                    ),
                ),
                ("number", models.BigIntegerField(default=0)),
                ("changed_at", models.DateTimeField(auto_now=True)),
            ],
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("reader", "Reader"),
                            ("coordinator", "Coordinator"),
                            ("investigator", "Investigator"),
                            ("data_manager", "Data manager"),
                            ("monitor", "Monitor"),
                        ],
                        max_length=20,
                    ),
                ),
                ("granted_at", models.DateTimeField(auto_now_add=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "centre",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="cohort.centre",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="cohort.study",
                    ),
                ),
            ],
            options={
                "ordering": ["user__full_name", "role"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                            models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="cohort_membership_ended_pair",
                        violation_error_message="ended_at and ended_by go together.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "role__in",
                                [
                                    "reader",
                                    "coordinator",
                                    "investigator",
                                    "data_manager",
                                    "monitor",
                                ],
                            )
                        ),
                        name="cohort_membership_role_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("study", "user", "role", "centre"),
                        name="cohort_membership_once",
                        nulls_distinct=False,
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="a29dcaea6f8d0225b6fb78bc33c722c03856b646",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_c2309",
                            table="cohort_membership",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="centre_of_study",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            IF NEW.centre_id IS NOT NULL AND NOT EXISTS (\n                SELECT 1 FROM cohort_centre parent\n                WHERE parent.id = NEW.centre_id AND parent.study_id = NEW.study_id\n            ) THEN\n                RAISE EXCEPTION '%: centre_id is of another study_id', TG_TABLE_NAME\n                    USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN NEW;\n        ",
                            hash="3e519f25daae81f6e2018c42fdae3310e857480c",
                            operation="INSERT OR UPDATE",
                            pgid="pgtrigger_centre_of_study_94a81",
                            table="cohort_membership",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="reader_alone",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n    IF NEW.ended_at IS NULL THEN\n        PERFORM pg_advisory_xact_lock(hashtextextended(\n            'membership:' || NEW.study_id || ':' || NEW.user_id, 0));\n        IF EXISTS (\n            SELECT 1 FROM cohort_membership other\n            WHERE other.study_id = NEW.study_id AND other.user_id = NEW.user_id\n                AND other.ended_at IS NULL AND other.id <> coalesce(NEW.id, 0)\n                AND (other.role = 'reader') <> (NEW.role = 'reader')\n        ) THEN\n            RAISE EXCEPTION 'A reader holds no other role in the same study'\n                USING ERRCODE = 'check_violation';\n        END IF;\n    END IF;\n    RETURN NEW;\n",
                            hash="3a162b38c32c7bb6a0b876497d865c4093a7949b",
                            operation="INSERT OR UPDATE",
                            pgid="pgtrigger_reader_alone_e69c5",
                            table="cohort_membership",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cohort_membershipevent" ("centre_id", "ended_at", "ended_by_id", "granted_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "study_id", "user_id") VALUES (NEW."centre_id", NEW."ended_at", NEW."ended_by_id", NEW."granted_at", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."role", NEW."study_id", NEW."user_id"); RETURN NULL;',
                            hash="8c53d623c7dd3b55f70a6600c609a711ca5f4837",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_b3d95",
                            table="cohort_membership",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "cohort_membershipevent" ("centre_id", "ended_at", "ended_by_id", "granted_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "study_id", "user_id") VALUES (NEW."centre_id", NEW."ended_at", NEW."ended_by_id", NEW."granted_at", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."role", NEW."study_id", NEW."user_id"); RETURN NULL;',
                            hash="b0903ea5bcf88d03ed6f28e8d2a1a70ef979d550",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_eda43",
                            table="cohort_membership",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Patient",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("voided_at", models.DateTimeField(blank=True, null=True)),
                ("void_reason", models.CharField(blank=True, max_length=300)),
                (
                    "pseudonym",
                    models.CharField(
                        max_length=20,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Z0-9][A-Z0-9-]{1,18}[A-Z0-9]$",
                                "Use 3 to 20 capital letters, digits and hyphens, for example: KB-7Q4M.",
                            )
                        ],
                    ),
                ),
                ("sex", models.CharField(choices=[("F", "Female"), ("M", "Male")], max_length=1)),
                (
                    "birth_year",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1900),
                            django.core.validators.MaxValueValidator(2100),
                        ]
                    ),
                ),
                (
                    "dominant_hand",
                    models.CharField(
                        blank=True, choices=[("R", "Right"), ("L", "Left")], max_length=1
                    ),
                ),
                ("symptom_onset", models.DateField(blank=True, null=True)),
                (
                    "diagnosis",
                    models.CharField(
                        choices=[
                            ("ra-2010", "Rheumatoid arthritis (ACR/EULAR 2010)"),
                            ("ra-1987", "Rheumatoid arthritis (ACR 1987)"),
                            ("ua", "Undifferentiated arthritis"),
                            ("other", "Other"),
                        ],
                        max_length=10,
                    ),
                ),
                ("diagnosed_on", models.DateField(blank=True, null=True)),
                ("enrolled_on", models.DateField()),
                (
                    "rf_value",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=9, null=True),
                ),
                ("rf_unit", models.CharField(blank=True, max_length=12)),
                (
                    "rf_uln",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=9, null=True),
                ),
                (
                    "acpa_value",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=9, null=True),
                ),
                ("acpa_unit", models.CharField(blank=True, max_length=12)),
                (
                    "acpa_uln",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=9, null=True),
                ),
                (
                    "centre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="patients",
                        to="cohort.centre",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "voided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="patients",
                        to="cohort.study",
                    ),
                ),
            ],
            options={
                "ordering": ["pseudonym"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("voided_at__isnull", True), ("voided_by__isnull", True)),
                            models.Q(("voided_at__isnull", False), ("voided_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="cohort_patient_voided_pair",
                        violation_error_message="voided_at and voided_by go together.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("voided_at__isnull", True),
                            models.Q(("void_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="cohort_patient_void_reason",
                        violation_error_message="A voided record needs a reason.",
                    ),
                    models.UniqueConstraint(
                        models.F("study"),
                        django.db.models.functions.text.Lower("pseudonym"),
                        name="cohort_patient_pseudonym",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sex__in", ["F", "M"])), name="cohort_patient_sex_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("dominant_hand__in", ["", "R", "L"])),
                        name="cohort_patient_hand_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("diagnosis__in", ["ra-2010", "ra-1987", "ua", "other"])
                        ),
                        name="cohort_patient_diagnosis_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("birth_year__gte", 1900), ("birth_year__lte", 2100)),
                        name="cohort_patient_birth_year",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("rf_value__isnull", True),
                            models.Q(
                                ("rf_uln__isnull", False),
                                ("rf_uln__gt", 0),
                                ("rf_value__gte", 0),
                                models.Q(("rf_unit", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="cohort_patient_rf_complete",
                        violation_error_message="RF needs its unit and its upper limit of normal.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("acpa_value__isnull", True),
                            models.Q(
                                ("acpa_uln__isnull", False),
                                ("acpa_uln__gt", 0),
                                ("acpa_value__gte", 0),
                                models.Q(("acpa_unit", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="cohort_patient_acpa_complete",
                        violation_error_message="ACPA needs its unit and its upper limit of normal.",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="cb88b2ffb68f99ceb962f3d2beddad6a3a0ec727",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_5387f",
                            table="cohort_patient",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="centre_of_study",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            IF NEW.centre_id IS NOT NULL AND NOT EXISTS (\n                SELECT 1 FROM cohort_centre parent\n                WHERE parent.id = NEW.centre_id AND parent.study_id = NEW.study_id\n            ) THEN\n                RAISE EXCEPTION '%: centre_id is of another study_id', TG_TABLE_NAME\n                    USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN NEW;\n        ",
                            hash="020ce91aec843c6f9bf33429ee3347c2e373ebe1",
                            operation="INSERT OR UPDATE",
                            pgid="pgtrigger_centre_of_study_a4e6e",
                            table="cohort_patient",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cohort_patientevent" ("acpa_uln", "acpa_unit", "acpa_value", "birth_year", "centre_id", "created_at", "created_by_id", "diagnosed_on", "diagnosis", "dominant_hand", "enrolled_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pseudonym", "revision", "rf_uln", "rf_unit", "rf_value", "sex", "study_id", "symptom_onset", "void_reason", "voided_at", "voided_by_id") VALUES (NEW."acpa_uln", NEW."acpa_unit", NEW."acpa_value", NEW."birth_year", NEW."centre_id", NEW."created_at", NEW."created_by_id", NEW."diagnosed_on", NEW."diagnosis", NEW."dominant_hand", NEW."enrolled_on", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."pseudonym", NEW."revision", NEW."rf_uln", NEW."rf_unit", NEW."rf_value", NEW."sex", NEW."study_id", NEW."symptom_onset", NEW."void_reason", NEW."voided_at", NEW."voided_by_id"); RETURN NULL;',
                            hash="c66955382210b12ffb310cf813db5311bf7258b4",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_3d94f",
                            table="cohort_patient",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "cohort_patientevent" ("acpa_uln", "acpa_unit", "acpa_value", "birth_year", "centre_id", "created_at", "created_by_id", "diagnosed_on", "diagnosis", "dominant_hand", "enrolled_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pseudonym", "revision", "rf_uln", "rf_unit", "rf_value", "sex", "study_id", "symptom_onset", "void_reason", "voided_at", "voided_by_id") VALUES (NEW."acpa_uln", NEW."acpa_unit", NEW."acpa_value", NEW."birth_year", NEW."centre_id", NEW."created_at", NEW."created_by_id", NEW."diagnosed_on", NEW."diagnosis", NEW."dominant_hand", NEW."enrolled_on", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."pseudonym", NEW."revision", NEW."rf_uln", NEW."rf_unit", NEW."rf_value", NEW."sex", NEW."study_id", NEW."symptom_onset", NEW."void_reason", NEW."voided_at", NEW."voided_by_id"); RETURN NULL;',
                            hash="b1c0b360b9695a31e2042d94d68c577339ee8efa",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_a19f4",
                            table="cohort_patient",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlannedVisitEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("code", models.SlugField(db_index=False, max_length=12)),
                ("name", models.CharField(max_length=80)),
                ("day", models.IntegerField(help_text="Days from enrolment")),
                ("days_before", models.PositiveSmallIntegerField(default=0)),
                ("days_after", models.PositiveSmallIntegerField(default=0)),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="cohort.plannedvisit",
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cohort.study",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="c8aa2d247f2317bcf7dd33c3d7af1cbd1963f78c",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_282e0",
                            table="cohort_plannedvisitevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CentreEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "code",
                    models.SlugField(
                        db_index=False,
                        max_length=20,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$",
                                "Use small letters, digits and hyphens, for example: ra-one.",
                            )
                        ],
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="cohort.centre",
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cohort.study",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="2039b86bcc1706a07341dc46a7b3d470cedce288",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_689a0",
                            table="cohort_centreevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Treatment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("voided_at", models.DateTimeField(blank=True, null=True)),
                ("void_reason", models.CharField(blank=True, max_length=300)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("csdmard", "Conventional synthetic DMARD"),
                            ("bdmard", "Biologic DMARD"),
                            ("tsdmard", "Targeted synthetic DMARD"),
                            ("glucocorticoid", "Glucocorticoid"),
                            ("nsaid", "NSAID"),
                            ("other", "Other"),
                        ],
                        max_length=16,
                    ),
                ),
                ("drug", models.CharField(max_length=80)),
                (
                    "dose",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=8, null=True),
                ),
                ("dose_unit", models.CharField(blank=True, max_length=16)),
                ("frequency", models.CharField(blank=True, max_length=40)),
                ("started_on", models.DateField()),
                ("stopped_on", models.DateField(blank=True, null=True)),
                ("stop_reason", models.CharField(blank=True, max_length=200)),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="treatments",
                        to="cohort.patient",
                    ),
                ),
                (
                    "voided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["started_on", "drug"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("voided_at__isnull", True), ("voided_by__isnull", True)),
                            models.Q(("voided_at__isnull", False), ("voided_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="cohort_treatment_voided_pair",
                        violation_error_message="voided_at and voided_by go together.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("voided_at__isnull", True),
                            models.Q(("void_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="cohort_treatment_void_reason",
                        violation_error_message="A voided record needs a reason.",
                    ),
                    models.UniqueConstraint(
                        models.F("patient"),
                        django.db.models.functions.text.Lower("drug"),
                        models.F("started_on"),
                        condition=models.Q(("voided_at__isnull", True)),
                        name="cohort_treatment_once",
                        violation_error_message="This drug is recorded from that day already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("stopped_on__isnull", True),
                            ("stopped_on__gte", models.F("started_on")),
                            _connector="OR",
                        ),
                        name="cohort_treatment_order",
                        violation_error_message="A treatment can't stop before it starts.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("dose__isnull", True),
                            models.Q(("dose__gt", 0), models.Q(("dose_unit", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="cohort_treatment_dose",
                        violation_error_message="A dose needs its unit.",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="ee028e278e55874f61eba8b0dfdcde48b01f15e8",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_286cb",
                            table="cohort_treatment",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cohort_treatmentevent" ("created_at", "created_by_id", "dose", "dose_unit", "drug", "frequency", "id", "kind", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "started_on", "stop_reason", "stopped_on", "void_reason", "voided_at", "voided_by_id") VALUES (NEW."created_at", NEW."created_by_id", NEW."dose", NEW."dose_unit", NEW."drug", NEW."frequency", NEW."id", NEW."kind", NEW."patient_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."revision", NEW."started_on", NEW."stop_reason", NEW."stopped_on", NEW."void_reason", NEW."voided_at", NEW."voided_by_id"); RETURN NULL;',
                            hash="75497785aa64394d79fb494a4f103dfecd925d17",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_1d5e9",
                            table="cohort_treatment",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "cohort_treatmentevent" ("created_at", "created_by_id", "dose", "dose_unit", "drug", "frequency", "id", "kind", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "started_on", "stop_reason", "stopped_on", "void_reason", "voided_at", "voided_by_id") VALUES (NEW."created_at", NEW."created_by_id", NEW."dose", NEW."dose_unit", NEW."drug", NEW."frequency", NEW."id", NEW."kind", NEW."patient_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."revision", NEW."started_on", NEW."stop_reason", NEW."stopped_on", NEW."void_reason", NEW."voided_at", NEW."voided_by_id"); RETURN NULL;',
                            hash="f986028df6b5429cdfb7455b37cfa2ec501a436a",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_f62e8",
                            table="cohort_treatment",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Visit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("voided_at", models.DateTimeField(blank=True, null=True)),
                ("void_reason", models.CharField(blank=True, max_length=300)),
                ("took_place_on", models.DateField()),
                ("note", models.CharField(blank=True, max_length=500)),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="cohort.patient",
                    ),
                ),
                (
                    "planned",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="cohort.plannedvisit",
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="cohort.study",
                    ),
                ),
                (
                    "voided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["took_place_on"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("voided_at__isnull", True), ("voided_by__isnull", True)),
                            models.Q(("voided_at__isnull", False), ("voided_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="cohort_visit_voided_pair",
                        violation_error_message="voided_at and voided_by go together.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("voided_at__isnull", True),
                            models.Q(("void_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="cohort_visit_void_reason",
                        violation_error_message="A voided record needs a reason.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("voided_at__isnull", True)),
                        fields=("patient", "planned"),
                        name="cohort_visit_once",
                        violation_error_message="This planned visit is recorded already.",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="2d6c0e7b42bdc82252e81f0943f9e2779fc77299",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_8d853",
                            table="cohort_visit",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="patient_of_study",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            IF NEW.patient_id IS NOT NULL AND NOT EXISTS (\n                SELECT 1 FROM cohort_patient parent\n                WHERE parent.id = NEW.patient_id AND parent.study_id = NEW.study_id\n            ) THEN\n                RAISE EXCEPTION '%: patient_id is of another study_id', TG_TABLE_NAME\n                    USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN NEW;\n        ",
                            hash="491851043e8fdde93270ae5ee254de58c7c9aeb6",
                            operation="INSERT OR UPDATE",
                            pgid="pgtrigger_patient_of_study_bb9ad",
                            table="cohort_visit",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="planned_of_study",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            IF NEW.planned_id IS NOT NULL AND NOT EXISTS (\n                SELECT 1 FROM cohort_plannedvisit parent\n                WHERE parent.id = NEW.planned_id AND parent.study_id = NEW.study_id\n            ) THEN\n                RAISE EXCEPTION '%: planned_id is of another study_id', TG_TABLE_NAME\n                    USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN NEW;\n        ",
                            hash="711d6159a7bf69e9a478f2e04b5bb74fa9bd1a91",
                            operation="INSERT OR UPDATE",
                            pgid="pgtrigger_planned_of_study_e947c",
                            table="cohort_visit",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cohort_visitevent" ("created_at", "created_by_id", "id", "note", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_id", "revision", "study_id", "took_place_on", "void_reason", "voided_at", "voided_by_id") VALUES (NEW."created_at", NEW."created_by_id", NEW."id", NEW."note", NEW."patient_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."planned_id", NEW."revision", NEW."study_id", NEW."took_place_on", NEW."void_reason", NEW."voided_at", NEW."voided_by_id"); RETURN NULL;',
                            hash="6b15d3aae06d8b369b1b2c64a2c4c9c8adc0b50f",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_30a9b",
                            table="cohort_visit",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "cohort_visitevent" ("created_at", "created_by_id", "id", "note", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_id", "revision", "study_id", "took_place_on", "void_reason", "voided_at", "voided_by_id") VALUES (NEW."created_at", NEW."created_by_id", NEW."id", NEW."note", NEW."patient_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."planned_id", NEW."revision", NEW."study_id", NEW."took_place_on", NEW."void_reason", NEW."voided_at", NEW."voided_by_id"); RETURN NULL;',
                            hash="21502682e745d7204eaf608ae72f6a7586502d2d",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_169a8",
                            table="cohort_visit",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PatientEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("voided_at", models.DateTimeField(blank=True, null=True)),
                ("void_reason", models.CharField(blank=True, max_length=300)),
                (
                    "pseudonym",
                    models.CharField(
                        max_length=20,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Z0-9][A-Z0-9-]{1,18}[A-Z0-9]$",
                                "Use 3 to 20 capital letters, digits and hyphens, for example: KB-7Q4M.",
                            )
                        ],
                    ),
                ),
                ("sex", models.CharField(choices=[("F", "Female"), ("M", "Male")], max_length=1)),
                (
                    "birth_year",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1900),
                            django.core.validators.MaxValueValidator(2100),
                        ]
                    ),
                ),
                (
                    "dominant_hand",
                    models.CharField(
                        blank=True, choices=[("R", "Right"), ("L", "Left")], max_length=1
                    ),
                ),
                ("symptom_onset", models.DateField(blank=True, null=True)),
                (
                    "diagnosis",
                    models.CharField(
                        choices=[
                            ("ra-2010", "Rheumatoid arthritis (ACR/EULAR 2010)"),
                            ("ra-1987", "Rheumatoid arthritis (ACR 1987)"),
                            ("ua", "Undifferentiated arthritis"),
                            ("other", "Other"),
                        ],
                        max_length=10,
                    ),
                ),
                ("diagnosed_on", models.DateField(blank=True, null=True)),
                ("enrolled_on", models.DateField()),
                (
                    "rf_value",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=9, null=True),
                ),
                ("rf_unit", models.CharField(blank=True, max_length=12)),
                (
                    "rf_uln",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=9, null=True),
                ),
                (
                    "acpa_value",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=9, null=True),
                ),
                ("acpa_unit", models.CharField(blank=True, max_length=12)),
                (
                    "acpa_uln",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=9, null=True),
                ),
                (
                    "centre",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cohort.centre",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="cohort.patient",
                    ),
                ),
                (
                    "voided_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cohort.study",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="03665073b2d452107b748f9093cae1385343eaab",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_8acdb",
                            table="cohort_patientevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MembershipEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("reader", "Reader"),
                            ("coordinator", "Coordinator"),
                            ("investigator", "Investigator"),
                            ("data_manager", "Data manager"),
                            ("monitor", "Monitor"),
                        ],
                        max_length=20,
                    ),
                ),
                ("granted_at", models.DateTimeField(auto_now_add=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "centre",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cohort.centre",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="cohort.membership",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cohort.study",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="333c1d2414f8f02fab6311a99bd96556de433db1",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_d7239",
                            table="cohort_membershipevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TreatmentEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("voided_at", models.DateTimeField(blank=True, null=True)),
                ("void_reason", models.CharField(blank=True, max_length=300)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("csdmard", "Conventional synthetic DMARD"),
                            ("bdmard", "Biologic DMARD"),
                            ("tsdmard", "Targeted synthetic DMARD"),
                            ("glucocorticoid", "Glucocorticoid"),
                            ("nsaid", "NSAID"),
                            ("other", "Other"),
                        ],
                        max_length=16,
                    ),
                ),
                ("drug", models.CharField(max_length=80)),
                (
                    "dose",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=8, null=True),
                ),
                ("dose_unit", models.CharField(blank=True, max_length=16)),
                ("frequency", models.CharField(blank=True, max_length=40)),
                ("started_on", models.DateField()),
                ("stopped_on", models.DateField(blank=True, null=True)),
                ("stop_reason", models.CharField(blank=True, max_length=200)),
                (
                    "created_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cohort.patient",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="cohort.treatment",
                    ),
                ),
                (
                    "voided_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="248b232a2e89ab3da8b4265552eb9f659a7abc31",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_1a363",
                            table="cohort_treatmentevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="VisitEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("voided_at", models.DateTimeField(blank=True, null=True)),
                ("void_reason", models.CharField(blank=True, max_length=300)),
                ("took_place_on", models.DateField()),
                ("note", models.CharField(blank=True, max_length=500)),
                (
                    "created_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cohort.patient",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="cohort.visit",
                    ),
                ),
                (
                    "planned",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cohort.plannedvisit",
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cohort.study",
                    ),
                ),
                (
                    "voided_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="33069ecd7277fcb0f705661234ae865ab937ff6c",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_d9c1e",
                            table="cohort_visitevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ClinicalAssessment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("voided_at", models.DateTimeField(blank=True, null=True)),
                ("void_reason", models.CharField(blank=True, max_length=300)),
                (
                    "tjc28",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(28),
                        ],
                        verbose_name="tender joints (28)",
                    ),
                ),
                (
                    "sjc28",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(28),
                        ],
                        verbose_name="swollen joints (28)",
                    ),
                ),
                (
                    "ptga_mm",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="patient global (mm)",
                    ),
                ),
                (
                    "phga_mm",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="physician global (mm)",
                    ),
                ),
                (
                    "esr",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(200)],
                        verbose_name="ESR (mm/h)",
                    ),
                ),
                (
                    "crp_value",
                    models.DecimalField(
                        blank=True, decimal_places=3, max_digits=7, null=True, verbose_name="CRP"
                    ),
                ),
                (
                    "crp_unit",
                    models.CharField(
                        blank=True,
                        choices=[("mg/L", "mg/L"), ("mg/dL", "mg/dL")],
                        max_length=5,
                        verbose_name="CRP unit",
                    ),
                ),
                (
                    "haq_di",
                    models.DecimalField(
                        blank=True,
                        decimal_places=3,
                        max_digits=4,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal(0)),
                            django.core.validators.MaxValueValidator(Decimal(3)),
                        ],
                        verbose_name="HAQ-DI",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "voided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="cohort.visit",
                    ),
                ),
            ],
            options={
                "ordering": ["visit__took_place_on"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("voided_at__isnull", True), ("voided_by__isnull", True)),
                            models.Q(("voided_at__isnull", False), ("voided_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="cohort_clinicalassessment_voided_pair",
                        violation_error_message="voided_at and voided_by go together.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("voided_at__isnull", True),
                            models.Q(("void_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="cohort_clinicalassessment_void_reason",
                        violation_error_message="A voided record needs a reason.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("voided_at__isnull", True)),
                        fields=("visit",),
                        name="cohort_assessment_once",
                        violation_error_message="This visit has an assessment already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("tjc28__isnull", True),
                            models.Q(("tjc28__gte", 0), ("tjc28__lte", 28)),
                            _connector="OR",
                        ),
                        name="cohort_assessment_tjc28",
                        violation_error_message="tjc28 must be from 0 to 28.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sjc28__isnull", True),
                            models.Q(("sjc28__gte", 0), ("sjc28__lte", 28)),
                            _connector="OR",
                        ),
                        name="cohort_assessment_sjc28",
                        violation_error_message="sjc28 must be from 0 to 28.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ptga_mm__isnull", True),
                            models.Q(("ptga_mm__gte", 0), ("ptga_mm__lte", 100)),
                            _connector="OR",
                        ),
                        name="cohort_assessment_ptga_mm",
                        violation_error_message="ptga_mm must be from 0 to 100.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("phga_mm__isnull", True),
                            models.Q(("phga_mm__gte", 0), ("phga_mm__lte", 100)),
                            _connector="OR",
                        ),
                        name="cohort_assessment_phga_mm",
                        violation_error_message="phga_mm must be from 0 to 100.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("esr__isnull", True),
                            models.Q(("esr__gte", 0), ("esr__lte", 200)),
                            _connector="OR",
                        ),
                        name="cohort_assessment_esr",
                        violation_error_message="esr must be from 0 to 200.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("haq_di__isnull", True),
                            models.Q(("haq_di__gte", 0), ("haq_di__lte", 3)),
                            _connector="OR",
                        ),
                        name="cohort_assessment_haq_di",
                        violation_error_message="haq_di must be from 0 to 3.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("crp_unit", ""), ("crp_value__isnull", True)),
                            models.Q(
                                ("crp_unit__in", ["mg/L", "mg/dL"]),
                                ("crp_value__gte", 0),
                                ("crp_value__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="cohort_assessment_crp",
                        violation_error_message="CRP needs its unit, mg/L or mg/dL.",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="c5455eedcba8878b6a0cc4a93381266b34eb6046",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_f9fcc",
                            table="cohort_clinicalassessment",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cohort_clinicalassessmentevent" ("created_at", "created_by_id", "crp_unit", "crp_value", "esr", "haq_di", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phga_mm", "ptga_mm", "revision", "sjc28", "tjc28", "visit_id", "void_reason", "voided_at", "voided_by_id") VALUES (NEW."created_at", NEW."created_by_id", NEW."crp_unit", NEW."crp_value", NEW."esr", NEW."haq_di", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phga_mm", NEW."ptga_mm", NEW."revision", NEW."sjc28", NEW."tjc28", NEW."visit_id", NEW."void_reason", NEW."voided_at", NEW."voided_by_id"); RETURN NULL;',
                            hash="6723fcfbb6523d2980590d0b48557ae270da0428",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_0d257",
                            table="cohort_clinicalassessment",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "cohort_clinicalassessmentevent" ("created_at", "created_by_id", "crp_unit", "crp_value", "esr", "haq_di", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phga_mm", "ptga_mm", "revision", "sjc28", "tjc28", "visit_id", "void_reason", "voided_at", "voided_by_id") VALUES (NEW."created_at", NEW."created_by_id", NEW."crp_unit", NEW."crp_value", NEW."esr", NEW."haq_di", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phga_mm", NEW."ptga_mm", NEW."revision", NEW."sjc28", NEW."tjc28", NEW."visit_id", NEW."void_reason", NEW."voided_at", NEW."voided_by_id"); RETURN NULL;',
                            hash="1760056a6ebf6c51306feabe7b7876188d4da3b2",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_1d69d",
                            table="cohort_clinicalassessment",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClinicalAssessmentEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("voided_at", models.DateTimeField(blank=True, null=True)),
                ("void_reason", models.CharField(blank=True, max_length=300)),
                (
                    "tjc28",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(28),
                        ],
                        verbose_name="tender joints (28)",
                    ),
                ),
                (
                    "sjc28",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(28),
                        ],
                        verbose_name="swollen joints (28)",
                    ),
                ),
                (
                    "ptga_mm",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="patient global (mm)",
                    ),
                ),
                (
                    "phga_mm",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="physician global (mm)",
                    ),
                ),
                (
                    "esr",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(200)],
                        verbose_name="ESR (mm/h)",
                    ),
                ),
                (
                    "crp_value",
                    models.DecimalField(
                        blank=True, decimal_places=3, max_digits=7, null=True, verbose_name="CRP"
                    ),
                ),
                (
                    "crp_unit",
                    models.CharField(
                        blank=True,
                        choices=[("mg/L", "mg/L"), ("mg/dL", "mg/dL")],
                        max_length=5,
                        verbose_name="CRP unit",
                    ),
                ),
                (
                    "haq_di",
                    models.DecimalField(
                        blank=True,
                        decimal_places=3,
                        max_digits=4,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal(0)),
                            django.core.validators.MaxValueValidator(Decimal(3)),
                        ],
                        verbose_name="HAQ-DI",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="cohort.clinicalassessment",
                    ),
                ),
                (
                    "voided_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cohort.visit",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="b22a62a61f700cb63ecec6534485aaff917bf39e",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_8d4fa",
                            table="cohort_clinicalassessmentevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
    ]
