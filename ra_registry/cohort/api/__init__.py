"""The API of what is known about a study's patients."""
