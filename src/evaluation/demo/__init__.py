"""The synthetic year and its planted truth, which no other part of the program may read."""

from evaluation.demo.year import Written, generate

__all__ = ["Written", "generate"]
