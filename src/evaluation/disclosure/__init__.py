"""Small-number protection, last before display."""
