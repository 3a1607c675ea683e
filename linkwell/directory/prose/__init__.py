"""What prose hides: suggestions read in the free texts of a service, for somebody to confirm."""
