"""The API of analyses and exports."""
