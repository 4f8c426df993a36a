"""Findings drawn as charts."""
