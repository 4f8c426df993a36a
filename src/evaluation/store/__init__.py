"""The Delta table that holds every accepted row, and its ledger."""

from evaluation.store.batch import COUNTS, Batch, ImportFile, Outcome, Undone, file_hash
from evaluation.store.key import installation_key
from evaluation.store.ledger import LedgerEntry, current_files
from evaluation.store.place import refuse_unsuitable
from evaluation.store.table import Store

__all__ = [
    "COUNTS",
    "Batch",
    "ImportFile",
    "LedgerEntry",
    "Outcome",
    "Store",
    "Undone",
    "current_files",
    "file_hash",
    "installation_key",
    "refuse_unsuitable",
]
