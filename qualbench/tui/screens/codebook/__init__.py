"""The codebook: the tree of its codes, all that changes it, its file, its versions."""
