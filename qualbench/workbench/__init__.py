"""The verbs: what a researcher can do. Each takes a session first; both front doors call them."""
