"""Sample size and power before a study, from what its planner expects."""
