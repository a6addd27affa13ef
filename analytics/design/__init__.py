"""What a study analyses and how: endpoints, the plan and its choices, each a version."""
