"""Comparing two runs: what differs in data, plan and code, and what moved the figures."""
