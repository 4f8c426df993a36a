"""The synthetic year and its planted truth."""
