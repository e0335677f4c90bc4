"""The terminal interface, the only Textual."""
