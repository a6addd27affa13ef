"""Pages about studies and their patients: HTTP only."""
