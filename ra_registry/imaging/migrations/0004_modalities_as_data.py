"""Modalities are rows: what an examination may be is asked of them, not listed in checks."""

import django.contrib.postgres.fields
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import ra_registry.imaging.modalities


class Migration(migrations.Migration):
    dependencies = [
        ("imaging", "0003_void_has_its_act"),
    ]

    operations = [
        migrations.CreateModel(
            name="ModalityRow",
            fields=[
                ("code", models.CharField(max_length=2, primary_key=True, serialize=False)),
                ("label", models.CharField(max_length=40)),
                ("dicom", models.CharField(max_length=16)),
                (
                    "sides",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=1), size=None
                    ),
                ),
            ],
            options={
                "db_table": "imaging_modality",
                "ordering": ["code"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="imagingexamination",
            name="imaging_examination_modality_known",
        ),
        migrations.RemoveConstraint(
            model_name="imagingexamination",
            name="imaging_examination_side",
        ),
        migrations.AlterField(
            model_name="imagingexamination",
            name="modality",
            field=models.CharField(choices=ra_registry.imaging.modalities.choices, max_length=2),
        ),
        migrations.AlterField(
            model_name="imagingexaminationevent",
            name="modality",
            field=models.CharField(choices=ra_registry.imaging.modalities.choices, max_length=2),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="imagingexamination",
            trigger=pgtrigger.compiler.Trigger(
                name="modality_and_side",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF NOT EXISTS (\n        SELECT 1 FROM imaging_modality modality\n        WHERE modality.code = NEW.modality AND NEW.side = ANY (modality.sides)\n    ) THEN\n        RAISE EXCEPTION 'Examination refused: % of side % is no modality with that side',\n            NEW.modality, NEW.side USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n",
                    hash="dba21fd138ab0cbe028da02dda043990ff30fba7",
                    operation='INSERT OR UPDATE OF "modality", "side"',
                    pgid="pgtrigger_modality_and_side_1445b",
                    table="imaging_imagingexamination",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="modalityrow",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="0ebf00451726197d0b746451f7723bbad90d6e1a",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_704ef",
                    table="imaging_modality",
                    when="BEFORE",
                ),
            ),
        ),
    ]
