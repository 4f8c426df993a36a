"""Every Danish string the program shows, keyed by file and name, and numbers as Danes write them."""

from evaluation.texts.catalogue import error, has, keys, table, text

__all__ = ["error", "has", "keys", "table", "text"]
