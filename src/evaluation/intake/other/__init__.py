"""Other files than enquiries: openings as they were, costs, events, areas, surveys, exposure."""

from evaluation.intake.other.batch import answered_before, other_batch
from evaluation.intake.other.specs import SPECS, Form, Spec
from evaluation.intake.other.take import TakenOther, take_other
from evaluation.intake.other.template import template

__all__ = [
    "SPECS",
    "Form",
    "Spec",
    "TakenOther",
    "answered_before",
    "other_batch",
    "take_other",
    "template",
]
