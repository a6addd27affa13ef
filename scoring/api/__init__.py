"""The API of what readers judge: the reading room, and submitted readings for those who review."""
