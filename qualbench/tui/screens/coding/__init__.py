"""Reading and coding one document: the screen, and a module for each group of its gestures."""
