"""Find and suggest: fuzzy ranking and sentences. spaCy is behind language.py alone."""
