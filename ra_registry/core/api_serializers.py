"""Base of the shapes in which stored rows are shown."""

from __future__ import annotations

from rest_framework import serializers


class ReadOnlySerializer(serializers.ModelSerializer):
    """Rows as they are shown. Nothing is written through it, so every field is always there."""

    def get_fields(self) -> dict[str, serializers.Field]:
        fields: dict[str, serializers.Field] = super().get_fields()
        for field in fields.values():
            field.read_only, field.required = True, False
        return fields
