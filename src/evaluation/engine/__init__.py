"""Runs portable SQL on one data version."""
