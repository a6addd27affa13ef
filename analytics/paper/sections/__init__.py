"""The sections of the report. Each reads a stored run and says what it bears, no more."""
