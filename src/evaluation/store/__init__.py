"""The Delta table that holds every accepted row, and its ledger."""

from evaluation.store.batch import COUNTS, Batch, ImportFile, Outcome, Undone, file_hash
from evaluation.store.key import installation_key
from evaluation.store.ledger import ENQUIRIES_KIND, LedgerEntry, current_files
from evaluation.store.other import OTHER_KINDS, OtherBatch
from evaluation.store.place import refuse_unsuitable
from evaluation.store.table import Store

__all__ = [
    "COUNTS",
    "ENQUIRIES_KIND",
    "OTHER_KINDS",
    "Batch",
    "ImportFile",
    "LedgerEntry",
    "OtherBatch",
    "Outcome",
    "Store",
    "Undone",
    "current_files",
    "file_hash",
    "installation_key",
    "refuse_unsuitable",
]
