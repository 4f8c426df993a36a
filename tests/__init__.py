"""A package of its own: one that is installed may bring another `tests`, which would stand in its place."""
