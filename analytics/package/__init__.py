"""A run as one file that proves itself: data, plan, results, tables, and a script that checks."""
