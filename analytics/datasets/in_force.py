"""When a case counts, as SQL says it."""

from __future__ import annotations

# Of the case ``kase``: no visit or examination that it is made of is voided. Its patient is joined.
CASE_IN_FORCE = """NOT EXISTS (
        SELECT 1 FROM scoring_casetimepoint gone
        JOIN cohort_visit gone_visit ON gone_visit.id = gone.visit_id
        LEFT JOIN imaging_imagingexamination gone_image ON gone_image.id = gone.examination_id
        WHERE gone.case_id = kase.id
            AND (gone_visit.voided_at IS NOT NULL OR gone_image.voided_at IS NOT NULL)
    )"""
