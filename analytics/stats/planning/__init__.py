"""Sample size and power before a study: areas, paired proportions, means, agreement."""
