"""The analysis data set: one row a patient, from set-based SQL, with its account of gaps."""
