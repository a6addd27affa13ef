"""The API of imaging examinations."""
