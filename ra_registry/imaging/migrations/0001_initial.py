import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("cohort", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="ImagingExamination",
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
                    "modality",
                    models.CharField(choices=[("MR", "MRI"), ("XR", "Radiograph")], max_length=2),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[("R", "Right"), ("L", "Left"), ("B", "Both")], max_length=1
                    ),
                ),
                (
                    "side_rule",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("dominant", "Dominant hand"),
                            ("clinical", "Clinically dominant hand"),
                            ("symptomatic", "Most symptomatic hand"),
                            ("", "Both sides"),
                        ],
                        max_length=12,
                    ),
                ),
                ("acquired_on", models.DateField()),
                ("has_t1", models.BooleanField(default=False)),
                ("has_t1_contrast", models.BooleanField(default=False)),
                ("has_t2_fs_or_stir", models.BooleanField(default=False)),
                ("planes", models.PositiveSmallIntegerField(default=2)),
                ("note", models.CharField(blank=True, max_length=300)),
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
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="examinations",
                        to="cohort.visit",
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
                "ordering": ["acquired_on"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("voided_at__isnull", True), ("voided_by__isnull", True)),
                            models.Q(("voided_at__isnull", False), ("voided_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="imaging_imagingexamination_voided_pair",
                        violation_error_message="voided_at and voided_by go together.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("voided_at__isnull", True),
                            models.Q(("void_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="imaging_imagingexamination_void_reason",
                        violation_error_message="A voided record needs a reason.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("modality__in", ["MR", "XR"])),
                        name="imaging_examination_modality_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("voided_at__isnull", True)),
                        fields=("visit", "modality"),
                        name="imaging_examination_once",
                        violation_error_message="This visit has an examination of that kind already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("modality", "XR"), ("side", "B")),
                            models.Q(("modality", "MR"), ("side__in", ["L", "R"])),
                            _connector="OR",
                        ),
                        name="imaging_examination_side",
                        violation_error_message="MRI is of one hand; radiographs are of both sides.",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="d441f8f9c1be9d13bdc1e60816d83b6e6633a998",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_c681b",
                            table="imaging_imagingexamination",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "imaging_imagingexaminationevent" ("acquired_on", "created_at", "created_by_id", "has_t1", "has_t1_contrast", "has_t2_fs_or_stir", "id", "modality", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planes", "revision", "side", "side_rule", "visit_id", "void_reason", "voided_at", "voided_by_id") VALUES (NEW."acquired_on", NEW."created_at", NEW."created_by_id", NEW."has_t1", NEW."has_t1_contrast", NEW."has_t2_fs_or_stir", NEW."id", NEW."modality", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."planes", NEW."revision", NEW."side", NEW."side_rule", NEW."visit_id", NEW."void_reason", NEW."voided_at", NEW."voided_by_id"); RETURN NULL;',
                            hash="73a7cb82a6171a282819f537e7520d5652063618",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_7eaa7",
                            table="imaging_imagingexamination",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "imaging_imagingexaminationevent" ("acquired_on", "created_at", "created_by_id", "has_t1", "has_t1_contrast", "has_t2_fs_or_stir", "id", "modality", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planes", "revision", "side", "side_rule", "visit_id", "void_reason", "voided_at", "voided_by_id") VALUES (NEW."acquired_on", NEW."created_at", NEW."created_by_id", NEW."has_t1", NEW."has_t1_contrast", NEW."has_t2_fs_or_stir", NEW."id", NEW."modality", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."planes", NEW."revision", NEW."side", NEW."side_rule", NEW."visit_id", NEW."void_reason", NEW."voided_at", NEW."voided_by_id"); RETURN NULL;',
                            hash="c0d12769fc426dd4cfab4cb7afe88c03c8e17c6b",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_24302",
                            table="imaging_imagingexamination",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImagingExaminationEvent",
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
                    "modality",
                    models.CharField(choices=[("MR", "MRI"), ("XR", "Radiograph")], max_length=2),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[("R", "Right"), ("L", "Left"), ("B", "Both")], max_length=1
                    ),
                ),
                (
                    "side_rule",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("dominant", "Dominant hand"),
                            ("clinical", "Clinically dominant hand"),
                            ("symptomatic", "Most symptomatic hand"),
                            ("", "Both sides"),
                        ],
                        max_length=12,
                    ),
                ),
                ("acquired_on", models.DateField()),
                ("has_t1", models.BooleanField(default=False)),
                ("has_t1_contrast", models.BooleanField(default=False)),
                ("has_t2_fs_or_stir", models.BooleanField(default=False)),
                ("planes", models.PositiveSmallIntegerField(default=2)),
                ("note", models.CharField(blank=True, max_length=300)),
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
                        to="imaging.imagingexamination",
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
                            hash="93789c1f93862e9a27dba476190a64081bb1baa9",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_79226",
                            table="imaging_imagingexaminationevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
    ]
