"""Statistics on counts; never sees rows."""
