"""Instruments are rows with their whole definition, and a campaign chooses one that is offered."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("scoring", "0003_known_choices"),
    ]

    operations = [
        migrations.CreateModel(
            name="InstrumentRow",
            fields=[
                ("key", models.CharField(max_length=20, primary_key=True, serialize=False)),
                ("definition", models.JSONField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["key"],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="campaign",
            trigger=pgtrigger.compiler.Trigger(
                name="instrument_is_offered",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF TG_OP = 'UPDATE' THEN\n        IF OLD.instrument = NEW.instrument THEN\n            RETURN NEW;\n        END IF;\n    END IF;\n    IF NOT EXISTS (\n        SELECT 1 FROM scoring_instrumentrow instrument\n        WHERE instrument.key = NEW.instrument AND instrument.withdrawn_at IS NULL\n    ) THEN\n        RAISE EXCEPTION 'Campaign refused: no instrument % is there to be chosen', NEW.instrument\n            USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n",
                    hash="9c15b4b84cee12f3423e72601bb0e7c47473d24b",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_instrument_is_offered_29b3d",
                    table="scoring_campaign",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="instrumentrow",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="3d4b6e12274fb64ed5d8d34a22946a5ca9208a51",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_b2815",
                    table="scoring_instrumentrow",
                    when="BEFORE",
                ),
            ),
        ),
    ]
