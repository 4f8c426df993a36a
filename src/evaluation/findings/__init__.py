"""One module per citizen question; frozen results."""
