"""Runs portable SQL on one data version: loads it, derives what depends on other rows, and locks it."""

from evaluation.engine.duck import DuckEngine
from evaluation.engine.load import data_through, load
from evaluation.engine.protocol import Engine, Facts, QueryError

__all__ = ["DuckEngine", "Engine", "Facts", "QueryError", "data_through", "load"]
