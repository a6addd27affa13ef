"""Endpoints of a study: what they may say, storing their versions, and ready-made sets."""
