import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("cohort", "0001_initial"),
        ("imaging", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="Campaign",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=40)),
                ("title", models.CharField(max_length=120)),
                ("instrument", models.CharField(max_length=20)),
                (
                    "features",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), size=None
                    ),
                ),
                (
                    "step_half_units",
                    models.PositiveSmallIntegerField(
                        choices=[(2, "Whole points"), (1, "Half points")], default=2
                    ),
                ),
                ("readers_per_case", models.PositiveSmallIntegerField(default=2)),
                (
                    "reading_mode",
                    models.CharField(
                        choices=[
                            ("single", "Single films"),
                            ("set", "Sets, order unknown to the reader"),
                            ("chronological", "Sets in chronological order"),
                        ],
                        default="set",
                        max_length=15,
                    ),
                ),
                ("totals_visible", models.BooleanField(default=False)),
                (
                    "adjudication",
                    models.CharField(
                        choices=[
                            ("none", "No adjudication"),
                            ("closest-two", "Mean of the two closest scores"),
                            ("mean-of-three", "Mean of all three"),
                            ("replaces", "The adjudicator's score replaces the others"),
                        ],
                        default="none",
                        max_length=15,
                    ),
                ),
                (
                    "surgery_policy",
                    models.CharField(
                        choices=[
                            ("exclude", "Exclude the site from change"),
                            ("carry-forward", "Carry the last score before surgery forward"),
                            ("maximum", "Assign the site's maximum"),
                        ],
                        default="exclude",
                        max_length=15,
                    ),
                ),
                ("charter_version", models.CharField(default="1", max_length=20)),
                ("seed", models.BigIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Being set up"),
                            ("open", "Open for reading"),
                            ("closed", "Closed"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "opened_by",
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
                        related_name="campaigns",
                        to="cohort.study",
                    ),
                ),
            ],
            options={
                "ordering": ["code"],
                "constraints": [
                    models.UniqueConstraint(fields=("study", "code"), name="scoring_campaign_code"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["draft", "open", "closed"])),
                        name="scoring_campaign_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reading_mode__in", ["single", "set", "chronological"])
                        ),
                        name="scoring_campaign_mode_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("step_half_units__in", [1, 2])),
                        name="scoring_campaign_step",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("readers_per_case__gte", 1), ("readers_per_case__lte", 6)
                        ),
                        name="scoring_campaign_readers",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("opened_at__isnull", True), ("opened_by__isnull", True)),
                            models.Q(("opened_at__isnull", False), ("opened_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="scoring_campaign_opened_pair",
                        violation_error_message="opened_at and opened_by go together.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", True), ("closed_by__isnull", True)),
                            models.Q(("closed_at__isnull", False), ("closed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="scoring_campaign_closed_pair",
                        violation_error_message="closed_at and closed_by go together.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closed_at__isnull", True),
                                ("opened_at__isnull", True),
                                ("state", "draft"),
                            ),
                            models.Q(
                                ("closed_at__isnull", True),
                                ("opened_at__isnull", False),
                                ("state", "open"),
                            ),
                            models.Q(
                                ("closed_at__isnull", False),
                                ("opened_at__isnull", False),
                                ("state", "closed"),
                            ),
                            _connector="OR",
                        ),
                        name="scoring_campaign_state_dates",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="a224f941c0c3fff4ecbde66e3a8fbe6a223977c9",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_77b03",
                            table="scoring_campaign",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="protocol_is_fixed",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n    IF OLD.state <> 'draft' AND to_jsonb(NEW) - '{title,charter_version,state,opened_at,opened_by_id,closed_at,closed_by_id}'::text[] <> to_jsonb(OLD) - '{title,charter_version,state,opened_at,opened_by_id,closed_at,closed_by_id}'::text[] THEN\n        RAISE EXCEPTION 'The protocol of an opened campaign is never changed'\n            USING ERRCODE = 'check_violation';\n    END IF;\n    IF (OLD.state, NEW.state) IN (('open', 'draft'), ('closed', 'open'), ('closed', 'draft')) THEN\n        RAISE EXCEPTION 'A campaign goes from draft to open to closed, never back'\n            USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n",
                            hash="6cec17b6b933540f52ff64a01833dfd62833661d",
                            operation="UPDATE",
                            pgid="pgtrigger_protocol_is_fixed_6dd33",
                            table="scoring_campaign",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "scoring_campaignevent" ("adjudication", "charter_version", "closed_at", "closed_by_id", "code", "created_at", "created_by_id", "features", "id", "instrument", "opened_at", "opened_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "readers_per_case", "reading_mode", "seed", "state", "step_half_units", "study_id", "surgery_policy", "title", "totals_visible") VALUES (NEW."adjudication", NEW."charter_version", NEW."closed_at", NEW."closed_by_id", NEW."code", NEW."created_at", NEW."created_by_id", NEW."features", NEW."id", NEW."instrument", NEW."opened_at", NEW."opened_by_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."readers_per_case", NEW."reading_mode", NEW."seed", NEW."state", NEW."step_half_units", NEW."study_id", NEW."surgery_policy", NEW."title", NEW."totals_visible"); RETURN NULL;',
                            hash="e1b57f793eb41ef2cec4aea0f0c891ffbbbb624b",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_19640",
                            table="scoring_campaign",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "scoring_campaignevent" ("adjudication", "charter_version", "closed_at", "closed_by_id", "code", "created_at", "created_by_id", "features", "id", "instrument", "opened_at", "opened_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "readers_per_case", "reading_mode", "seed", "state", "step_half_units", "study_id", "surgery_policy", "title", "totals_visible") VALUES (NEW."adjudication", NEW."charter_version", NEW."closed_at", NEW."closed_by_id", NEW."code", NEW."created_at", NEW."created_by_id", NEW."features", NEW."id", NEW."instrument", NEW."opened_at", NEW."opened_by_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."readers_per_case", NEW."reading_mode", NEW."seed", NEW."state", NEW."step_half_units", NEW."study_id", NEW."surgery_policy", NEW."title", NEW."totals_visible"); RETURN NULL;',
                            hash="1b1b4f0ac467d4ed8da1d59858461aa8fcb23a3d",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_dff99",
                            table="scoring_campaign",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InstrumentItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("instrument", models.CharField(max_length=20)),
                ("code", models.CharField(max_length=30)),
                ("feature", models.CharField(max_length=20)),
                ("region", models.CharField(max_length=10)),
                ("site", models.CharField(max_length=10)),
                ("position", models.PositiveSmallIntegerField()),
                ("maximum_half_units", models.PositiveSmallIntegerField()),
            ],
            options={
                "ordering": ["instrument", "position"],
                "constraints": [
                    models.UniqueConstraint(fields=("instrument", "code"), name="scoring_item_code")
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="00438380f2a499d4c011c32f4b5ad3df3cfe23f4",
                            operation="UPDATE",
                            pgid="pgtrigger_no_update_85d46",
                            table="scoring_instrumentitem",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="ef4f21682af305659112504683bbf5138be1fc0d",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_f8313",
                            table="scoring_instrumentitem",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CampaignEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("code", models.SlugField(db_index=False, max_length=40)),
                ("title", models.CharField(max_length=120)),
                ("instrument", models.CharField(max_length=20)),
                (
                    "features",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), size=None
                    ),
                ),
                (
                    "step_half_units",
                    models.PositiveSmallIntegerField(
                        choices=[(2, "Whole points"), (1, "Half points")], default=2
                    ),
                ),
                ("readers_per_case", models.PositiveSmallIntegerField(default=2)),
                (
                    "reading_mode",
                    models.CharField(
                        choices=[
                            ("single", "Single films"),
                            ("set", "Sets, order unknown to the reader"),
                            ("chronological", "Sets in chronological order"),
                        ],
                        default="set",
                        max_length=15,
                    ),
                ),
                ("totals_visible", models.BooleanField(default=False)),
                (
                    "adjudication",
                    models.CharField(
                        choices=[
                            ("none", "No adjudication"),
                            ("closest-two", "Mean of the two closest scores"),
                            ("mean-of-three", "Mean of all three"),
                            ("replaces", "The adjudicator's score replaces the others"),
                        ],
                        default="none",
                        max_length=15,
                    ),
                ),
                (
                    "surgery_policy",
                    models.CharField(
                        choices=[
                            ("exclude", "Exclude the site from change"),
                            ("carry-forward", "Carry the last score before surgery forward"),
                            ("maximum", "Assign the site's maximum"),
                        ],
                        default="exclude",
                        max_length=15,
                    ),
                ),
                ("charter_version", models.CharField(default="1", max_length=20)),
                ("seed", models.BigIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Being set up"),
                            ("open", "Open for reading"),
                            ("closed", "Closed"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "closed_by",
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
                    "created_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "opened_by",
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
                        to="scoring.campaign",
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
                            hash="ee03506d1904e1cbd37d2adabbb9669c72e97607",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_5a474",
                            table="scoring_campaignevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Case",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=12)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="scoring.campaign",
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="cohort.patient",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("campaign", "number"), name="scoring_case_number"
                    ),
                    models.UniqueConstraint(
                        fields=("campaign", "patient"), name="scoring_case_patient"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="a1e54e615316c2018118e9bb9e44b924b0d649ac",
                            operation="UPDATE",
                            pgid="pgtrigger_no_update_e8003",
                            table="scoring_case",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="909fface8e5196290fba14253bf03682a55ae7e4",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_0cf33",
                            table="scoring_case",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("read", "Reading"),
                            ("adjudication", "Adjudication"),
                            ("re-read", "Repeated reading"),
                        ],
                        default="read",
                        max_length=12,
                    ),
                ),
                ("reader_number", models.PositiveSmallIntegerField(default=1)),
                ("sequence", models.PositiveIntegerField()),
                (
                    "order",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(), size=None
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("assigned", "Not started"),
                            ("started", "In progress"),
                            ("submitted", "Submitted"),
                        ],
                        default="assigned",
                        max_length=10,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "reader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="scoring.case",
                    ),
                ),
            ],
            options={
                "ordering": ["sequence"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["read", "adjudication", "re-read"])),
                        name="scoring_assignment_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["assigned", "started", "submitted"])),
                        name="scoring_assignment_status_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "re-read"), _negated=True),
                        fields=("case", "reader"),
                        name="scoring_assignment_person_once",
                        violation_error_message="An adjudicator can't be one of the case's readers.",
                    ),
                    models.UniqueConstraint(
                        fields=("case", "kind", "reader_number"),
                        name="scoring_assignment_reader_number",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="383f719e207158d9e9f115714cc9ea3b862493e1",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_3c68e",
                            table="scoring_assignment",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="drawn_once",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."token" IS DISTINCT FROM (NEW."token") OR OLD."case_id" IS DISTINCT FROM (NEW."case_id") OR OLD."reader_id" IS DISTINCT FROM (NEW."reader_id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."reader_number" IS DISTINCT FROM (NEW."reader_number") OR OLD."sequence" IS DISTINCT FROM (NEW."sequence") OR OLD."order" IS DISTINCT FROM (NEW."order"))',
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="6e09b368a4ebce110ebf9099d20762a9e8f5a4b8",
                            operation="UPDATE",
                            pgid="pgtrigger_drawn_once_48a71",
                            table="scoring_assignment",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "scoring_assignmentevent" ("case_id", "created_at", "id", "kind", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reader_id", "reader_number", "sequence", "status", "token") VALUES (NEW."case_id", NEW."created_at", NEW."id", NEW."kind", NEW."order", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reader_id", NEW."reader_number", NEW."sequence", NEW."status", NEW."token"); RETURN NULL;',
                            hash="a190ddf9a9cd959e65c4e4ccaf2ae2ba26f5cd8b",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_0febe",
                            table="scoring_assignment",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "scoring_assignmentevent" ("case_id", "created_at", "id", "kind", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reader_id", "reader_number", "sequence", "status", "token") VALUES (NEW."case_id", NEW."created_at", NEW."id", NEW."kind", NEW."order", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reader_id", NEW."reader_number", NEW."sequence", NEW."status", NEW."token"); RETURN NULL;',
                            hash="a8c8cd943c7812407ea15a13ccaba591116ff224",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_72bae",
                            table="scoring_assignment",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseTimePoint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="time_points",
                        to="scoring.case",
                    ),
                ),
                (
                    "examination",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="imaging.imagingexamination",
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cohort.visit",
                    ),
                ),
            ],
            options={
                "ordering": ["case", "position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "position"), name="scoring_timepoint_position"
                    ),
                    models.UniqueConstraint(
                        fields=("case", "visit"), name="scoring_timepoint_visit"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="3b0e32ed8793f4a59d99c7d2be3f47f3a5c19449",
                            operation="UPDATE",
                            pgid="pgtrigger_no_update_16592",
                            table="scoring_casetimepoint",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="7420d4371aab3936b7f7fab81eb6938b95238e65",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_e5f78",
                            table="scoring_casetimepoint",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(default=1)),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("submitted", "Submitted")],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("is_current", models.BooleanField(default=False)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("charter_version", models.CharField(max_length=20)),
                ("revision", models.PositiveIntegerField(default=0)),
                ("started_at", models.DateTimeField()),
                ("submitted_at", models.DateTimeField(null=True)),
                ("signed_as", models.CharField(blank=True, max_length=120)),
                (
                    "signature_meaning",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("authorship", "I made this reading and these are my scores"),
                            ("transcription", "Transcribed from the reader's earlier record"),
                        ],
                        max_length=14,
                    ),
                ),
                ("content_hash", models.CharField(blank=True, max_length=64)),
                (
                    "assignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readings",
                        to="scoring.assignment",
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "supersedes",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="scoring.reading",
                    ),
                ),
            ],
            options={
                "ordering": ["assignment", "number"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["draft", "submitted"])),
                        name="scoring_reading_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("started_at__isnull", True), ("started_by__isnull", True)),
                            models.Q(("started_at__isnull", False), ("started_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="scoring_reading_started_pair",
                        violation_error_message="started_at and started_by go together.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("submitted_at__isnull", True), ("submitted_by__isnull", True)
                            ),
                            models.Q(
                                ("submitted_at__isnull", False), ("submitted_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="scoring_reading_submitted_pair",
                        violation_error_message="submitted_at and submitted_by go together.",
                    ),
                    models.UniqueConstraint(
                        fields=("assignment", "number"), name="scoring_reading_number"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_current", True)),
                        fields=("assignment",),
                        name="scoring_reading_one_current",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "draft")),
                        fields=("assignment",),
                        name="scoring_reading_one_draft",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("content_hash", ""),
                                ("is_current", False),
                                ("state", "draft"),
                                ("submitted_at__isnull", True),
                            ),
                            models.Q(
                                ("state", "submitted"),
                                ("submitted_at__isnull", False),
                                models.Q(("content_hash", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="scoring_reading_submitted_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("signature_meaning__in", ["", "authorship", "transcription"])
                        ),
                        name="scoring_reading_meaning_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("signature_meaning", ""), ("signed_as", ""), ("state", "draft")
                            ),
                            models.Q(
                                ("state", "submitted"),
                                models.Q(("signed_as", ""), _negated=True),
                                models.Q(("signature_meaning", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="scoring_reading_signature",
                        violation_error_message="A submitted reading is signed, a draft is not.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("number", 1), ("supersedes__isnull", True)),
                            models.Q(
                                ("number__gt", 1),
                                ("supersedes__isnull", False),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="scoring_reading_correction",
                        violation_error_message="A correction names what it supersedes and why.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("supersedes", models.F("id")), _negated=True),
                        name="scoring_reading_not_itself",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="4615598156328dc0650d55237096851746ec87f0",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_6c13c",
                            table="scoring_reading",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="submitted_is_final",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n    IF OLD.state = 'submitted' THEN\n        IF to_jsonb(NEW) - 'is_current' <> to_jsonb(OLD) - 'is_current' OR NEW.is_current THEN\n            RAISE EXCEPTION 'A submitted reading is never changed; correct it by a new version'\n                USING ERRCODE = 'check_violation';\n        END IF;\n    END IF;\n    RETURN NEW;\n",
                            hash="015e52067df0acb3f84223ffb295259c20f8adde",
                            operation="UPDATE",
                            pgid="pgtrigger_submitted_is_final_ff2f8",
                            table="scoring_reading",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="complete_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n    IF EXISTS (\n        SELECT 1 FROM new_rows reading\n        JOIN scoring_assignment assignment ON assignment.id = reading.assignment_id\n        JOIN scoring_case kase ON kase.id = assignment.case_id\n        JOIN scoring_campaign campaign ON campaign.id = kase.campaign_id\n        WHERE reading.state = 'submitted' AND (\n            SELECT count(*) FROM scoring_sitescore score WHERE score.reading_id = reading.id\n        ) <> (\n            SELECT count(*) FROM scoring_casetimepoint point WHERE point.case_id = kase.id\n        ) * (\n            SELECT count(*) FROM scoring_instrumentitem item\n            WHERE item.instrument = campaign.instrument AND item.feature = ANY (campaign.features)\n        )\n    ) THEN\n        RAISE EXCEPTION 'A reading is submitted only when every site has a score or a reason'\n            USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NULL;\n",
                            hash="b461a4e3e951dc68f30edda186f3cfde3bf68fc8",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_complete_insert_1c7cb",
                            referencing="REFERENCING NEW TABLE AS new_rows ",
                            table="scoring_reading",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="complete_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n    IF EXISTS (\n        SELECT 1 FROM new_rows reading\n        JOIN scoring_assignment assignment ON assignment.id = reading.assignment_id\n        JOIN scoring_case kase ON kase.id = assignment.case_id\n        JOIN scoring_campaign campaign ON campaign.id = kase.campaign_id\n        WHERE reading.state = 'submitted' AND (\n            SELECT count(*) FROM scoring_sitescore score WHERE score.reading_id = reading.id\n        ) <> (\n            SELECT count(*) FROM scoring_casetimepoint point WHERE point.case_id = kase.id\n        ) * (\n            SELECT count(*) FROM scoring_instrumentitem item\n            WHERE item.instrument = campaign.instrument AND item.feature = ANY (campaign.features)\n        )\n    ) THEN\n        RAISE EXCEPTION 'A reading is submitted only when every site has a score or a reason'\n            USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NULL;\n",
                            hash="d9d8ed7b44d47afddd0e52aafcf007543a18d817",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_complete_update_7b127",
                            referencing="REFERENCING NEW TABLE AS new_rows ",
                            table="scoring_reading",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="supersedes_own",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            IF NEW.supersedes_id IS NOT NULL AND NOT EXISTS (\n                SELECT 1 FROM scoring_reading parent\n                WHERE parent.id = NEW.supersedes_id AND parent.assignment_id = NEW.assignment_id\n            ) THEN\n                RAISE EXCEPTION '%: supersedes_id is of another assignment_id', TG_TABLE_NAME\n                    USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN NEW;\n        ",
                            hash="62e0db91ea1c03f6cb0019a8ecf45812fbc1344e",
                            operation="INSERT OR UPDATE",
                            pgid="pgtrigger_supersedes_own_c0e73",
                            table="scoring_reading",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "scoring_readingevent" ("assignment_id", "charter_version", "content_hash", "id", "is_current", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "signature_meaning", "signed_as", "started_at", "started_by_id", "state", "submitted_at", "submitted_by_id", "supersedes_id") VALUES (NEW."assignment_id", NEW."charter_version", NEW."content_hash", NEW."id", NEW."is_current", NEW."number", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."signature_meaning", NEW."signed_as", NEW."started_at", NEW."started_by_id", NEW."state", NEW."submitted_at", NEW."submitted_by_id", NEW."supersedes_id"); RETURN NULL;',
                            hash="335b2862c3c171e788f48a1a1991aa91b7aa3d89",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_4f267",
                            table="scoring_reading",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."assignment_id" IS DISTINCT FROM (NEW."assignment_id") OR OLD."charter_version" IS DISTINCT FROM (NEW."charter_version") OR OLD."content_hash" IS DISTINCT FROM (NEW."content_hash") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_current" IS DISTINCT FROM (NEW."is_current") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."signature_meaning" IS DISTINCT FROM (NEW."signature_meaning") OR OLD."signed_as" IS DISTINCT FROM (NEW."signed_as") OR OLD."started_at" IS DISTINCT FROM (NEW."started_at") OR OLD."started_by_id" IS DISTINCT FROM (NEW."started_by_id") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."submitted_at" IS DISTINCT FROM (NEW."submitted_at") OR OLD."submitted_by_id" IS DISTINCT FROM (NEW."submitted_by_id") OR OLD."supersedes_id" IS DISTINCT FROM (NEW."supersedes_id"))',
                            func='INSERT INTO "scoring_readingevent" ("assignment_id", "charter_version", "content_hash", "id", "is_current", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "signature_meaning", "signed_as", "started_at", "started_by_id", "state", "submitted_at", "submitted_by_id", "supersedes_id") VALUES (NEW."assignment_id", NEW."charter_version", NEW."content_hash", NEW."id", NEW."is_current", NEW."number", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."signature_meaning", NEW."signed_as", NEW."started_at", NEW."started_by_id", NEW."state", NEW."submitted_at", NEW."submitted_by_id", NEW."supersedes_id"); RETURN NULL;',
                            hash="dd2255c677318383ab2415487bc40559c496a580",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_0e355",
                            table="scoring_reading",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AssignmentEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("token", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("read", "Reading"),
                            ("adjudication", "Adjudication"),
                            ("re-read", "Repeated reading"),
                        ],
                        default="read",
                        max_length=12,
                    ),
                ),
                ("reader_number", models.PositiveSmallIntegerField(default=1)),
                ("sequence", models.PositiveIntegerField()),
                (
                    "order",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(), size=None
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("assigned", "Not started"),
                            ("started", "In progress"),
                            ("submitted", "Submitted"),
                        ],
                        default="assigned",
                        max_length=10,
                    ),
                ),
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
                        to="scoring.assignment",
                    ),
                ),
                (
                    "reader",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="scoring.case",
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
                            hash="fc4fea9cc51b2e040e61a487f0177e08671118e7",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_0246d",
                            table="scoring_assignmentevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReadingEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("number", models.PositiveSmallIntegerField(default=1)),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("submitted", "Submitted")],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("is_current", models.BooleanField(default=False)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("charter_version", models.CharField(max_length=20)),
                ("started_at", models.DateTimeField()),
                ("submitted_at", models.DateTimeField(null=True)),
                ("signed_as", models.CharField(blank=True, max_length=120)),
                (
                    "signature_meaning",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("authorship", "I made this reading and these are my scores"),
                            ("transcription", "Transcribed from the reader's earlier record"),
                        ],
                        max_length=14,
                    ),
                ),
                ("content_hash", models.CharField(blank=True, max_length=64)),
                (
                    "assignment",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="scoring.assignment",
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
                        to="scoring.reading",
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "submitted_by",
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
                    "supersedes",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="scoring.reading",
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
                            hash="8c4e67a3b2a6c17f90d1bc1a27543bc354ec8066",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_b60e4",
                            table="scoring_readingevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SiteScore",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("half_units", models.SmallIntegerField(null=True)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("outside_fov", "Outside the field of view"),
                            ("motion_artefact", "Motion artefact"),
                            ("metal_artefact", "Metal artefact"),
                            ("no_contrast", "No contrast given"),
                            ("sequence_missing", "Sequence missing"),
                            ("surgery_prosthesis", "Surgery or prosthesis"),
                            ("arthrodesis", "Surgical fusion (arthrodesis)"),
                            ("amputation", "Amputation"),
                            ("not_assessable_other", "Not assessable for another reason"),
                        ],
                        max_length=24,
                        null=True,
                    ),
                ),
                ("entered_at", models.DateTimeField()),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="scoring.instrumentitem",
                    ),
                ),
                (
                    "reading",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scores",
                        to="scoring.reading",
                    ),
                ),
                (
                    "time_point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="scoring.casetimepoint",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("reading", "time_point", "item"), name="scoring_sitescore_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("half_units__isnull", False), ("reason__isnull", True)),
                            models.Q(
                                ("half_units__isnull", True),
                                (
                                    "reason__in",
                                    [
                                        "outside_fov",
                                        "motion_artefact",
                                        "metal_artefact",
                                        "no_contrast",
                                        "sequence_missing",
                                        "surgery_prosthesis",
                                        "arthrodesis",
                                        "amputation",
                                        "not_assessable_other",
                                    ],
                                ),
                                ("reason__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="scoring_sitescore_value_or_reason",
                        violation_error_message="A site has a score or a reason, never both or neither.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("half_units__isnull", True), ("half_units__gte", 0), _connector="OR"
                        ),
                        name="scoring_sitescore_not_negative",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="check_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE broken TEXT;",
                            func="\n    PERFORM 1 FROM scoring_reading reading\n        WHERE reading.id IN (SELECT DISTINCT reading_id FROM new_rows)\n        ORDER BY reading.id FOR SHARE;\n    SELECT CASE\n        WHEN reading.state <> 'draft' THEN item.code || ' of a submitted reading'\n        ELSE format(\n            '%s: found %s, allowed is 0 to %s in steps of %s',\n            item.code, coalesce(trim_scale(score.half_units / 2.0)::text, score.reason),\n            trim_scale(item.maximum_half_units / 2.0), trim_scale(campaign.step_half_units / 2.0)\n        )\n    END INTO broken\n    FROM new_rows score\n    JOIN scoring_reading reading ON reading.id = score.reading_id\n    JOIN scoring_assignment assignment ON assignment.id = reading.assignment_id\n    JOIN scoring_case kase ON kase.id = assignment.case_id\n    JOIN scoring_campaign campaign ON campaign.id = kase.campaign_id\n    JOIN scoring_instrumentitem item ON item.id = score.item_id\n    JOIN scoring_casetimepoint point ON point.id = score.time_point_id\n    WHERE reading.state <> 'draft'\n        OR item.instrument <> campaign.instrument\n        OR NOT item.feature = ANY (campaign.features)\n        OR point.case_id <> kase.id\n        OR score.half_units > item.maximum_half_units\n        OR score.half_units % campaign.step_half_units <> 0\n    LIMIT 1;\n    IF broken IS NOT NULL THEN\n        RAISE EXCEPTION 'Site score refused: %', broken USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NULL;\n",
                            hash="6a04cad5df17ac3f8c489c686ac059b8a0d8b15b",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_check_insert_f6e8b",
                            referencing="REFERENCING NEW TABLE AS new_rows ",
                            table="scoring_sitescore",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="check_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE broken TEXT;",
                            func="\n    PERFORM 1 FROM scoring_reading reading\n        WHERE reading.id IN (SELECT DISTINCT reading_id FROM new_rows)\n        ORDER BY reading.id FOR SHARE;\n    SELECT CASE\n        WHEN reading.state <> 'draft' THEN item.code || ' of a submitted reading'\n        ELSE format(\n            '%s: found %s, allowed is 0 to %s in steps of %s',\n            item.code, coalesce(trim_scale(score.half_units / 2.0)::text, score.reason),\n            trim_scale(item.maximum_half_units / 2.0), trim_scale(campaign.step_half_units / 2.0)\n        )\n    END INTO broken\n    FROM new_rows score\n    JOIN scoring_reading reading ON reading.id = score.reading_id\n    JOIN scoring_assignment assignment ON assignment.id = reading.assignment_id\n    JOIN scoring_case kase ON kase.id = assignment.case_id\n    JOIN scoring_campaign campaign ON campaign.id = kase.campaign_id\n    JOIN scoring_instrumentitem item ON item.id = score.item_id\n    JOIN scoring_casetimepoint point ON point.id = score.time_point_id\n    WHERE reading.state <> 'draft'\n        OR item.instrument <> campaign.instrument\n        OR NOT item.feature = ANY (campaign.features)\n        OR point.case_id <> kase.id\n        OR score.half_units > item.maximum_half_units\n        OR score.half_units % campaign.step_half_units <> 0\n    LIMIT 1;\n    IF broken IS NOT NULL THEN\n        RAISE EXCEPTION 'Site score refused: %', broken USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NULL;\n",
                            hash="bcae9da8f0cf9942922cc855709b047d7f243da5",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_check_update_797d0",
                            referencing="REFERENCING NEW TABLE AS new_rows ",
                            table="scoring_sitescore",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="keep_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE broken TEXT;",
                            func="\n    PERFORM 1 FROM scoring_reading reading\n        WHERE reading.id IN (SELECT DISTINCT reading_id FROM old_rows)\n        ORDER BY reading.id FOR SHARE;\n    IF EXISTS (\n        SELECT 1 FROM old_rows score JOIN scoring_reading reading ON reading.id = score.reading_id\n        WHERE reading.state <> 'draft'\n    ) THEN\n        RAISE EXCEPTION 'Scores of a submitted reading are never changed or deleted'\n            USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NULL;\n",
                            hash="94fc8659b6d6c8f3c74d17314dd5fe9699b184ac",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_keep_update_b2d22",
                            referencing="REFERENCING OLD TABLE AS old_rows ",
                            table="scoring_sitescore",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="keep_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE broken TEXT;",
                            func="\n    PERFORM 1 FROM scoring_reading reading\n        WHERE reading.id IN (SELECT DISTINCT reading_id FROM old_rows)\n        ORDER BY reading.id FOR SHARE;\n    IF EXISTS (\n        SELECT 1 FROM old_rows score JOIN scoring_reading reading ON reading.id = score.reading_id\n        WHERE reading.state <> 'draft'\n    ) THEN\n        RAISE EXCEPTION 'Scores of a submitted reading are never changed or deleted'\n            USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NULL;\n",
                            hash="0a53e58dd5e33ff62b25e3ff7ec7baddd783cbb5",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_keep_delete_9aae3",
                            referencing="REFERENCING OLD TABLE AS old_rows ",
                            table="scoring_sitescore",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "scoring_sitescoreevent" ("entered_at", "half_units", "id", "item_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reading_id", "reason", "time_point_id") VALUES (OLD."entered_at", OLD."half_units", OLD."id", OLD."item_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."reading_id", OLD."reason", OLD."time_point_id"); RETURN NULL;',
                            hash="f52db6d37bb10c032afdaee33fea4b588aa53e0d",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_cb059",
                            table="scoring_sitescore",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "scoring_sitescoreevent" ("entered_at", "half_units", "id", "item_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reading_id", "reason", "time_point_id") VALUES (OLD."entered_at", OLD."half_units", OLD."id", OLD."item_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reading_id", OLD."reason", OLD."time_point_id"); RETURN NULL;',
                            hash="a7b1a0351207356ad2e962b3a7ea09bd3e6a3bbd",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_5b45b",
                            table="scoring_sitescore",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SiteScoreEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("half_units", models.SmallIntegerField(null=True)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("outside_fov", "Outside the field of view"),
                            ("motion_artefact", "Motion artefact"),
                            ("metal_artefact", "Metal artefact"),
                            ("no_contrast", "No contrast given"),
                            ("sequence_missing", "Sequence missing"),
                            ("surgery_prosthesis", "Surgery or prosthesis"),
                            ("arthrodesis", "Surgical fusion (arthrodesis)"),
                            ("amputation", "Amputation"),
                            ("not_assessable_other", "Not assessable for another reason"),
                        ],
                        max_length=24,
                        null=True,
                    ),
                ),
                ("entered_at", models.DateTimeField()),
                (
                    "item",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="scoring.instrumentitem",
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
                        to="scoring.sitescore",
                    ),
                ),
                (
                    "reading",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="scoring.reading",
                    ),
                ),
                (
                    "time_point",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="scoring.casetimepoint",
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
                            hash="17ba6ff7c52c04df1ad8b79c4e0e1ca9218b96f8",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_b29a3",
                            table="scoring_sitescoreevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
    ]
