"""What is being tried: an initiative's configuration and its opening calendar."""
