"""History of assignments is written by statement: an opening writes them by the ten thousand."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("scoring", "0006_rosters_of_earlier_campaigns"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="assignment",
            name="insert_insert",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="assignment",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "scoring_assignmentevent" ("case_id", "created_at", "end_reason", "ended_at", "ended_by_id", "id", "kind", "number", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reader_id", "reader_number", "release_days", "sequence", "status", "token") SELECT new_values."case_id", new_values."created_at", new_values."end_reason", new_values."ended_at", new_values."ended_by_id", new_values."id", new_values."kind", new_values."number", new_values."order", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."reader_id", new_values."reader_number", new_values."release_days", new_values."sequence", new_values."status", new_values."token" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="f98fc7165c4d5e87bdc773f91cbbadfd0b401093",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_0febe",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="scoring_assignment",
                    when="AFTER",
                ),
            ),
        ),
    ]
