"""The Delta table that holds every accepted row, and its ledger."""
