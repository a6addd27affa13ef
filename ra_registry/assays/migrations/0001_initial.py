import uuid

import django.contrib.postgres.fields
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
        ("cohort", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="Analyte",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=20, unique=True)),
                ("name", models.CharField(max_length=40)),
                (
                    "aliases",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("unit", models.CharField(default="pg/ml", max_length=12)),
            ],
            options={
                "ordering": ["name"],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="ca228a9843c9dbfa5e72ad3bea203d185adea484",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_63725",
                            table="assays_analyte",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "assays_analyteevent" ("aliases", "code", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit") VALUES (NEW."aliases", NEW."code", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."unit"); RETURN NULL;',
                            hash="703e75e46bdce6d3df5cd23830788e89c4e0ea74",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_a798d",
                            table="assays_analyte",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "assays_analyteevent" ("aliases", "code", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit") VALUES (NEW."aliases", NEW."code", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."unit"); RETURN NULL;',
                            hash="d07b565bc74853ef3259aa911e1faeb05eb430f8",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_9e764",
                            table="assays_analyte",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Sample",
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
                    "code",
                    models.CharField(
                        max_length=40,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Za-z0-9][A-Za-z0-9._/-]{0,38}[A-Za-z0-9]$",
                                "Use 2 to 40 letters, digits, dots, slashes, underscores and hyphens.",
                            )
                        ],
                    ),
                ),
                (
                    "material",
                    models.CharField(
                        choices=[
                            ("plasma", "Plasma"),
                            ("serum", "Serum"),
                            ("synovial-fluid", "Synovial fluid"),
                        ],
                        default="plasma",
                        max_length=15,
                    ),
                ),
                ("taken_on", models.DateField()),
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
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="samples",
                        to="cohort.study",
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="samples",
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
                "ordering": ["code"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("voided_at__isnull", True), ("voided_by__isnull", True)),
                            models.Q(("voided_at__isnull", False), ("voided_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="assays_sample_voided_pair",
                        violation_error_message="voided_at and voided_by go together.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("voided_at__isnull", True),
                            models.Q(("void_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="assays_sample_void_reason",
                        violation_error_message="A voided record needs a reason.",
                    ),
                    models.UniqueConstraint(
                        models.F("study"),
                        django.db.models.functions.text.Lower("code"),
                        condition=models.Q(("voided_at__isnull", True)),
                        name="assays_sample_code",
                        violation_error_message="The study has a sample of this code already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("material__in", ["plasma", "serum", "synovial-fluid"])),
                        name="assays_sample_material_known",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="0497bf098edcf5fbcb1f9d66b58f62c840529526",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_20568",
                            table="assays_sample",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="visit_of_study",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            IF NEW.visit_id IS NOT NULL AND NOT EXISTS (\n                SELECT 1 FROM cohort_visit parent\n                WHERE parent.id = NEW.visit_id AND parent.study_id = NEW.study_id\n            ) THEN\n                RAISE EXCEPTION '%: visit_id is of another study_id', TG_TABLE_NAME\n                    USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN NEW;\n        ",
                            hash="248850ec053fc5806b9a1a30b3758ed987356cf8",
                            operation="INSERT OR UPDATE",
                            pgid="pgtrigger_visit_of_study_a6339",
                            table="assays_sample",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "assays_sampleevent" ("code", "created_at", "created_by_id", "id", "material", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "study_id", "taken_on", "visit_id", "void_reason", "voided_at", "voided_by_id") VALUES (NEW."code", NEW."created_at", NEW."created_by_id", NEW."id", NEW."material", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."revision", NEW."study_id", NEW."taken_on", NEW."visit_id", NEW."void_reason", NEW."voided_at", NEW."voided_by_id"); RETURN NULL;',
                            hash="22c498c884be6f388458cb614bfb27d3a0e9c068",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_52cd5",
                            table="assays_sample",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "assays_sampleevent" ("code", "created_at", "created_by_id", "id", "material", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "study_id", "taken_on", "visit_id", "void_reason", "voided_at", "voided_by_id") VALUES (NEW."code", NEW."created_at", NEW."created_by_id", NEW."id", NEW."material", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."revision", NEW."study_id", NEW."taken_on", NEW."visit_id", NEW."void_reason", NEW."voided_at", NEW."voided_by_id"); RETURN NULL;',
                            hash="3920a6410127aef4e27a7e61556a2c01afc6974d",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_4aaea",
                            table="assays_sample",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AnalyteEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("code", models.SlugField(db_index=False, max_length=20)),
                ("name", models.CharField(max_length=40)),
                (
                    "aliases",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("unit", models.CharField(default="pg/ml", max_length=12)),
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
                        to="assays.analyte",
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
                            hash="ba026f5bf83b46ee891a0f05a8552299ce93ac98",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_43fb9",
                            table="assays_analyteevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SampleEvent",
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
                    "code",
                    models.CharField(
                        max_length=40,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Za-z0-9][A-Za-z0-9._/-]{0,38}[A-Za-z0-9]$",
                                "Use 2 to 40 letters, digits, dots, slashes, underscores and hyphens.",
                            )
                        ],
                    ),
                ),
                (
                    "material",
                    models.CharField(
                        choices=[
                            ("plasma", "Plasma"),
                            ("serum", "Serum"),
                            ("synovial-fluid", "Synovial fluid"),
                        ],
                        default="plasma",
                        max_length=15,
                    ),
                ),
                ("taken_on", models.DateField()),
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
                        to="assays.sample",
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
                            hash="26fa417bb6617ab345613597a63e2cc21abbf4a4",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_80372",
                            table="assays_sampleevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Panel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=40, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("manufacturer", models.CharField(blank=True, max_length=80)),
                (
                    "reported",
                    models.CharField(
                        choices=[
                            ("vendor", "The file's value, ours where it has none"),
                            ("own", "Ours, from the plate's calibrator curve"),
                        ],
                        default="vendor",
                        max_length=8,
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="d1acb8766f643ebbc375159585a05ff1e8ce7697",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_1a3a3",
                            table="assays_panel",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "assays_panelevent" ("code", "id", "manufacturer", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reported") VALUES (NEW."code", NEW."id", NEW."manufacturer", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reported"); RETURN NULL;',
                            hash="8445a7febdcf66bcd501ac808b2a9122b1cb5a64",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_b37d0",
                            table="assays_panel",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "assays_panelevent" ("code", "id", "manufacturer", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reported") VALUES (NEW."code", NEW."id", NEW."manufacturer", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reported"); RETURN NULL;',
                            hash="81afc39c98174f3a70bea18e86e5226a02e2eb21",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_7c1fe",
                            table="assays_panel",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="KitLot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=40)),
                ("expires_on", models.DateField(blank=True, null=True)),
                (
                    "panel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lots",
                        to="assays.panel",
                    ),
                ),
            ],
            options={
                "ordering": ["panel", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("panel", "number"), name="assays_lot_number")
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="8cb3fab11aed015ef388736d378e51774a1f99cf",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_c0574",
                            table="assays_kitlot",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "assays_kitlotevent" ("expires_on", "id", "number", "panel_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."expires_on", NEW."id", NEW."number", NEW."panel_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;',
                            hash="1002f01f919b0b7596e90fe89c301225306f68b3",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_eb24b",
                            table="assays_kitlot",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "assays_kitlotevent" ("expires_on", "id", "number", "panel_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."expires_on", NEW."id", NEW."number", NEW."panel_id", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;',
                            hash="86dbb51e656662a5137db0fc385355cbc3bfce5e",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_f5c45",
                            table="assays_kitlot",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PanelAnalyte",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("spot", models.PositiveSmallIntegerField()),
                (
                    "analyte",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assays.analyte",
                    ),
                ),
                (
                    "panel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="spots",
                        to="assays.panel",
                    ),
                ),
            ],
            options={
                "ordering": ["panel", "spot"],
                "constraints": [
                    models.UniqueConstraint(fields=("panel", "spot"), name="assays_panel_spot"),
                    models.UniqueConstraint(
                        fields=("panel", "analyte"), name="assays_panel_analyte"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="37186655ea3fb6d9cda9579c17bb900067fe1f47",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_4c374",
                            table="assays_panelanalyte",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PanelEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("code", models.SlugField(db_index=False, max_length=40)),
                ("name", models.CharField(max_length=120)),
                ("manufacturer", models.CharField(blank=True, max_length=80)),
                (
                    "reported",
                    models.CharField(
                        choices=[
                            ("vendor", "The file's value, ours where it has none"),
                            ("own", "Ours, from the plate's calibrator curve"),
                        ],
                        default="vendor",
                        max_length=8,
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
                        to="assays.panel",
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
                            hash="9bde35f29e18d339024f7cfe649718c88c9a1981",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_b8685",
                            table="assays_panelevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AssayFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=255)),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.PositiveIntegerField()),
                ("content", models.BinaryField()),
                ("layout_name", models.CharField(blank=True, max_length=255)),
                ("layout_content", models.BinaryField(null=True)),
                ("format", models.CharField(max_length=40)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("staged", "Waiting for review"),
                            ("accepted", "Accepted"),
                            ("discarded", "Discarded"),
                            ("voided", "Taken back"),
                        ],
                        default="staged",
                        max_length=10,
                    ),
                ),
                ("uploaded_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
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
                        related_name="assay_files",
                        to="cohort.study",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lot",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assays.kitlot",
                    ),
                ),
                (
                    "panel",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assays.panel",
                    ),
                ),
            ],
            options={
                "ordering": ["-uploaded_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["staged", "accepted", "discarded", "voided"])
                        ),
                        name="assays_file_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("uploaded_at__isnull", True), ("uploaded_by__isnull", True)),
                            models.Q(
                                ("uploaded_at__isnull", False), ("uploaded_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="assays_file_uploaded_pair",
                        violation_error_message="uploaded_at and uploaded_by go together.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("decided_by__isnull", True)),
                            models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="assays_file_decided_pair",
                        violation_error_message="decided_at and decided_by go together.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["staged", "accepted"])),
                        fields=("study", "sha256"),
                        name="assays_file_once",
                        violation_error_message="This file has been uploaded already.",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="46e167cb5d689d1ed9f389911cbcb350b4f368fe",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_35164",
                            table="assays_assayfile",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="content_is_final",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='RAISE EXCEPTION \'pgtrigger: Cannot update of "content", "sha256", "size", "study_id", "name" rows from % table\', TG_TABLE_NAME;',
                            hash="94a756aaaad8162481447a95efefb8fba826907a",
                            operation='UPDATE OF "content", "sha256", "size", "study_id", "name"',
                            pgid="pgtrigger_content_is_final_3e52b",
                            table="assays_assayfile",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="decision_is_final",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n    IF OLD.state <> 'staged' AND (\n        (NEW.layout_name, NEW.layout_content, NEW.format, NEW.panel_id, NEW.lot_id,\n            NEW.decided_at, NEW.decided_by_id)\n        IS DISTINCT FROM\n        (OLD.layout_name, OLD.layout_content, OLD.format, OLD.panel_id, OLD.lot_id,\n            OLD.decided_at, OLD.decided_by_id)\n        OR NEW.state <> OLD.state AND NOT (OLD.state = 'accepted' AND NEW.state = 'voided')\n    ) THEN\n        RAISE EXCEPTION 'A decided file is never changed, an accepted one only taken back'\n            USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n",
                            hash="73b174645249fb45edc4bdd3505cd7357e820bd4",
                            operation="UPDATE",
                            pgid="pgtrigger_decision_is_final_70f10",
                            table="assays_assayfile",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CalibratorLevel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("level", models.CharField(max_length=10)),
                ("concentration", models.FloatField()),
                (
                    "analyte",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assays.analyte",
                    ),
                ),
                (
                    "lot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calibrators",
                        to="assays.kitlot",
                    ),
                ),
            ],
            options={
                "ordering": ["lot", "analyte", "level"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("lot", "analyte", "level"), name="assays_calibrator"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("concentration__gte", 0)),
                        name="assays_calibrator_not_negative",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="608952f159b31a6dedb7481da7ffe64ef8a9567f",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_f8862",
                            table="assays_calibratorlevel",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="KitLotEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("number", models.CharField(max_length=40)),
                ("expires_on", models.DateField(blank=True, null=True)),
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
                        to="assays.kitlot",
                    ),
                ),
                (
                    "panel",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="assays.panel",
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
                            hash="70c8592273c3e4fc6b942f1d7743ee8bb8056519",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_917d7",
                            table="assays_kitlotevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="KitLotLimit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("llod", models.FloatField()),
                ("lloq", models.FloatField(blank=True, null=True)),
                ("uloq", models.FloatField(blank=True, null=True)),
                (
                    "analyte",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assays.analyte",
                    ),
                ),
                (
                    "lot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="limits",
                        to="assays.kitlot",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("lot", "analyte"), name="assays_lot_limit"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("llod__gt", 0),
                            models.Q(
                                ("lloq__isnull", True),
                                ("lloq__gte", models.F("llod")),
                                _connector="OR",
                            ),
                            models.Q(
                                ("uloq__isnull", True),
                                ("lloq__isnull", True),
                                ("uloq__gt", models.F("lloq")),
                                _connector="OR",
                            ),
                        ),
                        name="assays_lot_limit_order",
                        violation_error_message="Limits must rise: LLOD, LLOQ, ULOQ.",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="c2c4f6e0a325396fbd3edb4aa23c841c3bb5b3dd",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_17d9d",
                            table="assays_kitlotlimit",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "assays_kitlotlimitevent" ("analyte_id", "id", "llod", "lloq", "lot_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "uloq") VALUES (NEW."analyte_id", NEW."id", NEW."llod", NEW."lloq", NEW."lot_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."uloq"); RETURN NULL;',
                            hash="4f93efd69a5eb82b24734da43ae7eb88e734522b",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_7a429",
                            table="assays_kitlotlimit",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "assays_kitlotlimitevent" ("analyte_id", "id", "llod", "lloq", "lot_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "uloq") VALUES (NEW."analyte_id", NEW."id", NEW."llod", NEW."lloq", NEW."lot_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."uloq"); RETURN NULL;',
                            hash="badf1b174839f936eaf2e7a2387ddfdf289b97b2",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_25423",
                            table="assays_kitlotlimit",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Batch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("rows_in_file", models.PositiveIntegerField()),
                ("rows_stored", models.PositiveIntegerField()),
                ("accepted_at", models.DateTimeField()),
                ("voided_at", models.DateTimeField(null=True)),
                ("void_reason", models.CharField(blank=True, max_length=300)),
                (
                    "accepted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="batch",
                        to="assays.assayfile",
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="batches",
                        to="cohort.study",
                    ),
                ),
                (
                    "voided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assays.kitlot",
                    ),
                ),
                (
                    "panel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assays.panel",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "batches",
                "ordering": ["-accepted_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("accepted_at__isnull", True), ("accepted_by__isnull", True)),
                            models.Q(
                                ("accepted_at__isnull", False), ("accepted_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="assays_batch_accepted_pair",
                        violation_error_message="accepted_at and accepted_by go together.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("voided_at__isnull", True), ("voided_by__isnull", True)),
                            models.Q(("voided_at__isnull", False), ("voided_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="assays_batch_voided_pair",
                        violation_error_message="voided_at and voided_by go together.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("voided_at__isnull", True),
                            models.Q(("void_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="assays_batch_void_reason",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="c06b70d1950546efe369fb691bbca781dbca3d82",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_bd62b",
                            table="assays_batch",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="only_voided_once",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n                    IF OLD.voided_at IS NOT NULL\n                        OR to_jsonb(NEW) - '{voided_at,voided_by_id,void_reason}'::text[]\n                        <> to_jsonb(OLD) - '{voided_at,voided_by_id,void_reason}'::text[]\n                    THEN\n                        RAISE EXCEPTION 'An accepted batch is never changed, only voided once'\n                            USING ERRCODE = 'check_violation';\n                    END IF;\n                    RETURN NEW;\n                ",
                            hash="056a60c83342ad1320847cdeef649847b509bc17",
                            operation="UPDATE",
                            pgid="pgtrigger_only_voided_once_75aa6",
                            table="assays_batch",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "assays_batchevent" ("accepted_at", "accepted_by_id", "file_id", "id", "lot_id", "panel_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rows_in_file", "rows_stored", "study_id", "token", "void_reason", "voided_at", "voided_by_id") VALUES (NEW."accepted_at", NEW."accepted_by_id", NEW."file_id", NEW."id", NEW."lot_id", NEW."panel_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."rows_in_file", NEW."rows_stored", NEW."study_id", NEW."token", NEW."void_reason", NEW."voided_at", NEW."voided_by_id"); RETURN NULL;',
                            hash="8130a0e768de395cfbfba1a655adfd2b4ae99237",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_a4911",
                            table="assays_batch",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "assays_batchevent" ("accepted_at", "accepted_by_id", "file_id", "id", "lot_id", "panel_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rows_in_file", "rows_stored", "study_id", "token", "void_reason", "voided_at", "voided_by_id") VALUES (NEW."accepted_at", NEW."accepted_by_id", NEW."file_id", NEW."id", NEW."lot_id", NEW."panel_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."rows_in_file", NEW."rows_stored", NEW."study_id", NEW."token", NEW."void_reason", NEW."voided_at", NEW."voided_by_id"); RETURN NULL;',
                            hash="2cc00c8359d7803cb09920f3b708962b66e42a98",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_1a0f6",
                            table="assays_batch",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="KitLotLimitEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("llod", models.FloatField()),
                ("lloq", models.FloatField(blank=True, null=True)),
                ("uloq", models.FloatField(blank=True, null=True)),
                (
                    "analyte",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="assays.analyte",
                    ),
                ),
                (
                    "lot",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="assays.kitlot",
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
                        to="assays.kitlotlimit",
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
                            hash="44056a7d923b8cdc52b5e032ad56e1fabda6ce48",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_a11e5",
                            table="assays_kitlotlimitevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BatchEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("token", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("rows_in_file", models.PositiveIntegerField()),
                ("rows_stored", models.PositiveIntegerField()),
                ("accepted_at", models.DateTimeField()),
                ("voided_at", models.DateTimeField(null=True)),
                ("void_reason", models.CharField(blank=True, max_length=300)),
                (
                    "accepted_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="assays.assayfile",
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
                        to="assays.batch",
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
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lot",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="assays.kitlot",
                    ),
                ),
                (
                    "panel",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="assays.panel",
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
                            hash="add68d7edefdadaa76702ba20dcb3878e9ee8189",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_b53c4",
                            table="assays_batchevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Plate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("barcode", models.CharField(max_length=60)),
                ("rows", models.PositiveSmallIntegerField(default=8)),
                ("columns", models.PositiveSmallIntegerField(default=12)),
                ("read_at_text", models.CharField(blank=True, max_length=60)),
                ("instrument", models.CharField(blank=True, max_length=120)),
                ("curves", models.JSONField(default=dict)),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plates",
                        to="assays.batch",
                    ),
                ),
            ],
            options={
                "ordering": ["batch", "position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("batch", "position"), name="assays_plate_position"
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="28d0a0a198dd436fc598ad3cd471a4fd1b54d6c0",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_1e79a",
                            table="assays_plate",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="no_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="97f531c05c48837c8c7904ae55ba12b5a282fd12",
                            operation="UPDATE",
                            pgid="pgtrigger_no_update_86745",
                            table="assays_plate",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Well",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=4)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("sample", "Sample"),
                            ("calibrator", "Calibrator"),
                            ("control", "Control"),
                            ("blank", "Blank"),
                            ("ignored", "Left out"),
                        ],
                        max_length=10,
                    ),
                ),
                ("label", models.CharField(blank=True, max_length=80)),
                ("dilution", models.FloatField(default=1)),
                (
                    "plate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="wells",
                        to="assays.plate",
                    ),
                ),
                (
                    "sample",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="wells",
                        to="assays.sample",
                    ),
                ),
            ],
            options={
                "ordering": ["plate", "name"],
                "constraints": [
                    models.UniqueConstraint(fields=("plate", "name"), name="assays_well_name"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("role__in", ["sample", "calibrator", "control", "blank", "ignored"])
                        ),
                        name="assays_well_role_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("role", "sample"), ("sample__isnull", False)),
                            models.Q(
                                models.Q(("role", "sample"), _negated=True),
                                ("sample__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="assays_well_sample",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("dilution__gt", 0)), name="assays_well_dilution"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="d3d74e654a994c097ce061bb81abe1bb59fe1a3f",
                            operation="UPDATE",
                            pgid="pgtrigger_no_update_8acb9",
                            table="assays_well",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="d791c5f8f743e680cb8a8f11367b5d857629d5ac",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_12570",
                            table="assays_well",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="sample_of_study",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n    IF NEW.sample_id IS NOT NULL AND NOT EXISTS (\n        SELECT 1 FROM assays_plate plate\n        JOIN assays_batch batch ON batch.id = plate.batch_id\n        JOIN assays_sample sample ON sample.study_id = batch.study_id\n        WHERE plate.id = NEW.plate_id AND sample.id = NEW.sample_id\n    ) THEN\n        RAISE EXCEPTION 'The sample of well % is of another study', NEW.name\n            USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n",
                            hash="7ba89f040e32435c086531b5d7c4b988adc41b10",
                            operation="INSERT",
                            pgid="pgtrigger_sample_of_study_d1c6b",
                            table="assays_well",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Measurement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("spot", models.PositiveSmallIntegerField()),
                ("signal_text", models.CharField(blank=True, max_length=40)),
                ("signal", models.FloatField(null=True)),
                ("nominal_concentration", models.FloatField(null=True)),
                ("vendor_text", models.CharField(blank=True, max_length=40)),
                ("vendor_concentration", models.FloatField(null=True)),
                ("vendor_range_text", models.CharField(blank=True, max_length=60)),
                ("own_concentration", models.FloatField(null=True)),
                ("concentration", models.FloatField(null=True)),
                (
                    "source",
                    models.CharField(
                        choices=[("vendor", "File"), ("own", "Own curve"), ("none", "No number")],
                        max_length=8,
                    ),
                ),
                (
                    "censor",
                    models.CharField(
                        choices=[
                            ("in_range", "In range"),
                            ("below_curve", "Below the curve, no number"),
                            ("below_llod", "Below LLOD"),
                            ("above_range", "Above the detection range"),
                            ("above_curve", "Above the curve"),
                            ("mixed", "Replicates disagree"),
                            ("unknown", "Not stated"),
                        ],
                        max_length=12,
                    ),
                ),
                ("llod", models.FloatField(null=True)),
                ("lloq", models.FloatField(null=True)),
                ("uloq", models.FloatField(null=True)),
                ("excluded", models.BooleanField(default=False)),
                (
                    "analyte",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assays.analyte",
                    ),
                ),
                (
                    "well",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measurements",
                        to="assays.well",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("well", "analyte"), name="assays_measurement_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "censor__in",
                                [
                                    "in_range",
                                    "below_curve",
                                    "below_llod",
                                    "above_range",
                                    "above_curve",
                                    "mixed",
                                    "unknown",
                                ],
                            )
                        ),
                        name="assays_measurement_censor_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source__in", ["vendor", "own", "none"])),
                        name="assays_measurement_source_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("concentration__isnull", True), ("source", "none")),
                            models.Q(
                                models.Q(("source", "none"), _negated=True),
                                ("concentration__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="assays_measurement_source_number",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="78d11e89ab6cc3f4d0fe76a253c7735317c288c1",
                            operation="UPDATE",
                            pgid="pgtrigger_no_update_fd27f",
                            table="assays_measurement",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="35ae353575c38c594429c42bebb4c452e66ed9ab",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_9438d",
                            table="assays_measurement",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="Panel",
            name="analytes",
            field=models.ManyToManyField(through="assays.PanelAnalyte", to="assays.analyte"),
        ),
    ]
