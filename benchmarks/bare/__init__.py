"""What we are measured against: the least that a program can do for the same result, each its own process."""
