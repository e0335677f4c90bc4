"""The only SQL over a project: rows in, rows out, history in the same transaction."""
