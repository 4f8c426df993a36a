"""`calibrate`: the statistics' own test, a line a check."""

import argparse
import os
import sys
from typing import Any

from evaluation.calibration import Result, run, save
from evaluation.calibration.bars import CELLS
from evaluation.calibration.run import RESULT, SEED
from evaluation.cli.output import columns, say
from evaluation.findings.calibration import calibration
from evaluation.texts import error, text

#: Fewer trials prove nothing, and some figures then have no answer at all.
FEWEST_TRIALS = 50


def calibrate(args: argparse.Namespace) -> dict[str, Any]:
    """Run all checks; `problems` names those that are not ok."""
    if args.trials is not None and args.trials < FEWEST_TRIALS:
        raise error("cli.few_trials", got=args.trials, fewest=FEWEST_TRIALS)
    if args.seed is not None and args.seed < 0:
        raise error("cli.negative_seed", got=args.seed)
    result = run(
        CELLS,
        seed=SEED if args.seed is None else args.seed,
        trials=args.trials,
        processes=os.cpu_count() or 1,
        progress=None if args.json else _progress,
    )
    if args.save:
        _save(result)
    for line in _lines(result):
        say(args, line)
    return {**result.as_dict(), "problems": [check.name for check in result.checks if not check.ok]}


def _save(result: Result) -> None:
    try:
        save(result)
    except OSError as problem:
        raise error("cli.cannot_write", got=RESULT) from problem


def _progress(done: int, of: int) -> None:
    sys.stderr.write(text("cli.calibrate_progress", done=done, of=of) + "\n")


def _lines(result: Result) -> list[str]:
    """The same table as on the page of methods, in columns, and how many of the promises hold."""
    found = calibration(result)
    rows = [] if found.table is None else [found.table.head, *found.table.rows]
    said = "".join(run.text for run in found.said)
    return [*columns(rows), said, found.made]
