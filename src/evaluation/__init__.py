"""Evaluation of pop-up citizen service: from exported enquiry logs to pages a committee understands."""

__version__ = "0.1.0"
