"""The command line: a contract that scripts rely on (README lists every command)."""
