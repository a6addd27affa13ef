"""The primary exposure in declared subgroups."""
