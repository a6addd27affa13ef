"""What templates show of patients' records."""
