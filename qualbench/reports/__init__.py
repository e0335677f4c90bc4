"""Results become files: builders make blocks, one renderer a format writes them."""
