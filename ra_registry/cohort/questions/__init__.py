"""Questions about records: found by the rules, asked in forms, listed for the rest, answered."""
