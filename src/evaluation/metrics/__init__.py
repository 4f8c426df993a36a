"""Measures: one record and one portable query each."""
