"""The statistics' own test: simulated logs with known truth, and whether intervals, warnings and verdicts hold."""

from evaluation.calibration.check import Band, Cell, Check, mean_check, plain_check, share_check
from evaluation.calibration.run import Result, load, run, save

__all__ = [
    "Band",
    "Cell",
    "Check",
    "Result",
    "load",
    "mean_check",
    "plain_check",
    "run",
    "save",
    "share_check",
]
