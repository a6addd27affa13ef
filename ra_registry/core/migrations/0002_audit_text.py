"""The text of an audit event that its hash is made of."""

from __future__ import annotations

from django.db import migrations

# jsonb text is canonical (sorted keys, fixed spacing); the epoch avoids session time zones.
CREATE = """
CREATE FUNCTION core_audit_text(event core_auditevent) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT jsonb_build_array(
        event.position, event.previous_hash, extract(epoch FROM event.at)::text, event.kind,
        event.study_code, event.user_id, event.user_name, event.request_id, event.target_type,
        event.target_id, event.data
    )::text
$$
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [
        migrations.RunSQL(CREATE, "DROP FUNCTION core_audit_text(core_auditevent)"),
    ]
