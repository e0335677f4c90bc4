"""Retrieval: the segments that answer a question, in a list, each in its place with words around it."""
