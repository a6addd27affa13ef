"""Measurements of what the project promises about speed; ``make bench`` runs them in one go."""
