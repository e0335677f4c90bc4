"""The screen that searches all documents: the screen, its limits, coding what was found."""
